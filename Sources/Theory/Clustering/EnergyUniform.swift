import VlasovSimulation
import VlasovSymbols

/// The interaction energy of the uniform measure and of clusters.
public enum EnergyUniform: ClosedForm {
  public static let record = Record(
    id: "clustering.energy-uniform",
    title: "Interaction energy of the uniform measure and of clusters",
    statement: """
      $\\mathsf E_\\beta(\\mu)=\\frac1{2\\beta}\\iint e^{\\beta\\langle x,y\\rangle}d\\mu\\,d\\mu$ increases along USA, \
      $\\dot{\\mathsf E}=\\frac1n\\sum_i|\\dot x_i|^2$, and SA, $\\frac1{n^2}\\sum_iZ_i|\\dot x_i|^2$. Its minimum over all measures \
      is that of the uniform measure, $\\frac1{2\\beta}\\Gamma(\\frac d2)(\\frac2\\beta)^{d/2-1}I_{d/2-1}(\\beta)=\
      \\frac1{2\\beta}{}_0F_1(;\\frac d2;\\frac{\\beta^2}4)$, its maximum that of one cluster, $\\frac{e^\\beta}{2\\beta}$. Tokens with \
      one overlap $\\rho$ have $\\frac{e^\\beta+(n-1)e^{\\beta\\rho}}{2\\beta n}$, clusters of masses $p_q$ at $c_q$ \
      $\\frac1{2\\beta}\\sum_{q,s}p_qp_se^{\\beta\\langle c_q,c_s\\rangle}$.
      """,
    source: Source(ClusteringModel.paper, "interaction energy; values derived", .derived),
    parameters: [
      ParameterSpec("beta", symbol: "\\beta", .real(.positive), "inverse temperature"),
      ParameterSpec(
        "d", symbol: "d", .integer(minimum: 2), requiredBy: ["uniform"], acceptedBy: nil,
        "dimension of the space"),
      ParameterSpec(
        "n", symbol: "n", .integer(minimum: 2), requiredBy: ["equiangular"], acceptedBy: nil,
        "number of tokens"),
      ParameterSpec(
        "rho", symbol: "\\rho", .real(Domain(lower: .closed("-1"), upper: .closed("1"))),
        requiredBy: ["equiangular"], acceptedBy: nil, "common overlap, at least -1/(n-1)"),
      ParameterSpec(
        "p", symbol: "p", .vector, requiredBy: ["clusters"], acceptedBy: nil,
        "masses of the clusters, not negative, sum 1"),
      ParameterSpec(
        "G", symbol: "G", .matrix, requiredBy: ["clusters"], acceptedBy: nil,
        "overlaps of their centres, a Gram matrix"),
    ],
    outputs: [
      OutputSpec(
        "uniform", symbol: "\\mathsf E_\\beta(\\sigma)", "energy of the uniform measure, the minimum"),
      OutputSpec("cluster", symbol: "\\mathsf E_\\beta(\\delta)", "energy of one cluster, the maximum"),
      OutputSpec("equiangular", symbol: "\\mathsf E_\\beta", "energy of n tokens with one overlap"),
      OutputSpec("clusters", symbol: "\\mathsf E_\\beta", "energy of clusters"),
    ],
    hypotheses: conditions.map(\.hypothesis),
    notes: [
      "The diagonal is included. Some papers divide by exp(beta): their staircases need 2 beta exp(-beta) E in (0, 1].",
      "2 beta E(uniform) is at most exp(beta^2/(2 d)).",
    ],
    crossCheck: CrossCheck(
      simulates:
        """
        the energy of 16 sets of 5000 uniform tokens (beyond beta = 8 the mean of exp(beta u), u the first coordinate of a \
        uniform point); for equiangular the sum over vectors
        """,
      law: "Monte Carlo: 4 standard errors; roundoff", defaultParameters: "beta=1 d=3 n=4 rho=0.5",
      run: crossCheck),
    references: [
      ReferenceValue("beta=1 d=3", "0.58760059682190072844119092529780040757785899066705"),
      ReferenceValue("beta=5 d=2", "2.7239871823604446894544232075884419282479061832221"),
      ReferenceValue("beta=1 output=cluster", "1.3591409142295226176801437356763312488786235468500"),
      ReferenceValue(
        "beta=1 n=4 rho=0.5 output=equiangular", "0.95805570506992870948827997934939415158982192447880"),
      ReferenceValue(
        "beta=2 p=[1/4,3/4] G=[[1,-1/2],[-1/2,1]] output=clusters",
        "1.1890287130677368156543346441674819271324691014330"),
    ],
    related: ["clustering.orthogonal-time"])

  static let conditions: [DomainCondition] = [
    DomainCondition("rho", "rho >= -1/(n-1)", outputs: ["equiangular"]) {
      .greaterOrEqual(($0.n - 1) * $0.rho, -1)
    }
  ]

  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    switch output {
    case "uniform": return T.hyp0f1(p.d / 2, T.pow(p.beta, 2) / 4) / (2 * p.beta)
    case "cluster": return T.exp(p.beta) / (2 * p.beta)
    case "equiangular":
      return (T.exp(p.beta) + (p.n - 1) * T.exp(p.beta * p.rho)) / (2 * p.beta * p.n)
    default:
      let (masses, gram) = (p.vector("p") ?? [], p.rows("G") ?? [])
      var sum: T = 0
      for (q, row) in gram.enumerated() {
        for (s, overlap) in row.enumerated() {
          sum = sum + masses[q] * masses[s] * T.exp(p.beta * overlap)
        }
      }
      return sum / (2 * p.beta)
    }
  }

  public static func validate(_ p: Arguments) throws {
    if p.has("p") { try MassVector(p, "p").validate() }
    if p.has("G") { try GramMatrix(p, "G").validate() }
    if let masses = p.vector("p"), let gram = p.rows("G"), masses.count != gram.count {
      throw InputError(
        parameter: "G", value: p["G"]?.text, domain: "as many rows as p has entries",
        "G has \(gram.count) rows, but p has \(masses.count) entries")
    }
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    try validate(p)
    try conditions.demand(p, output: output)
    return .real(formula(p.lifted(to: Ball.self), output: output))
  }

  public static func symbolic(_ output: String) -> DefiningFormula? {
    output == "clusters"
      ? nil : .formula(formula(Lifted(symbolsOf: record, output: output), output: output))
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    switch context.output {
    case "equiangular":
      let tokens = try SphereTokens.equiangular(
        count: context.tokenCount(), overlap: p.rho, beta: p.beta, isNormalised: false)
      return try context.confront(law: .roundoff(bound: 1e-12 * context.closedForm([:]))) {
        [SizedObservation(size: Double(tokens.points.count), simulated: tokens.energy)]
      }
    case "uniform":
      let d = try context.integer("d")
      guard d <= 1000 else {
        throw InputError(
          parameter: "d", value: "\(d)", domain: "d <= 1000", "d=\(d): too large for a simulation")
      }
      if p.beta <= 8 {
        // About half a second of one core, whatever d.
        let tokens = Int(5000 / Swift.max(1, Double(d) / 16).squareRoot())
        return try context.confront {
          try ParticleSystem.uniformEnergy(
            beta: p.beta, dimension: d, tokens: tokens, sets: 16, threads: context.threads,
            seed: context.seed,
            stop: context.stop)
        }
      }
      return try context.confront {
        try SampleEstimate.mean(
          samples: 400_000, seed: context.seed, threads: context.threads, stop: context.stop
        ) { random in
          let first = random.normal()
          var square = first * first
          for _ in 1..<d {
            let x = random.normal()
            square += x * x
          }
          return Double.exp(p.beta * first / square.squareRoot()) / (2 * p.beta)
        }
      }
    default:
      throw InputError(
        parameter: "output", value: context.output, domain: "uniform, equiangular",
        "output=\(context.output): only uniform and equiangular are simulated")
    }
  }
}
