import VlasovSymbols

/// When the pairs of a well-prepared configuration merge, in the accelerated clock.
public enum StaircaseTime: ClosedForm {
  public static let record = Record(
    id: "clustering.staircase-time",
    title: "Jump times of the energy staircase",
    statement: """
      In the clock $\\dot\\tau_\\beta=\\log\\beta\\cdot\\min e^{\\beta(1-\\cos(\\theta_i-\\theta_j))}$ the closest pair of $m$ active \
      particles needs the time $\\frac{\\log\\tan(u_0/2)-\\log\\tan(\\varrho/2)}{c\\log\\beta}$, $c=2/m^2$, to close its gap from \
      $u_0$ to $\\varrho=\\sqrt{\\log\\beta/\\beta}$ (output t) or $1/\\sqrt{\\beta\\log\\beta}$ (output T). Both tend to \
      $m^2/4$; the limiting staircase jumps at $T_j=\\sum_{m=n-j+1}^nm^2/4$, to $\\frac1{n-j}$.
      """,
    source: Source(
      ClusteringPhaseModel.metastability, "crossing-time lemma", .corrected,
      slip: """
        The crossing-time lemma as printed is inconsistent: its centre 2/c should be 1/(2c) (a public formalisation refutes it).
        """),
    parameters: [
      ParameterSpec(
        "beta", symbol: "\\beta", .real(Domain(lower: .open("exp(1)"))), requiredBy: ["t", "T"],
        acceptedBy: nil,
        "inverse temperature"),
      ParameterSpec(
        "u0", symbol: "u_0", .real(Domain(lower: .open("0"), upper: .open("pi"))), requiredBy: ["t", "T"],
        acceptedBy: nil, "initial gap, an angle"),
      ParameterSpec(
        "m", symbol: "m", .integer(minimum: 2), requiredBy: ["t", "T", "limit"], acceptedBy: nil,
        "number of active particles"),
      ParameterSpec(
        "n", symbol: "n", .integer(minimum: 2), requiredBy: ["jump", "plateau"], acceptedBy: nil,
        "number of particles"),
      ParameterSpec(
        "j", symbol: "j", .integer(minimum: 0), requiredBy: ["jump", "plateau"], acceptedBy: nil,
        "number of the jump"),
    ],
    outputs: [
      OutputSpec("t", symbol: "t", "the time to the gap sqrt(log(beta)/beta)"),
      OutputSpec("T", symbol: "T", "the time to the gap 1/sqrt(beta log(beta))"),
      OutputSpec("limit", symbol: "m^2/4", "the limit of both for beta to infinity, exact"),
      OutputSpec("jump", symbol: "T_j", "the time of the j-th jump of the limiting staircase, exact"),
      OutputSpec(
        "plateau", symbol: "\\frac1{n-j}", "its value of 2 beta exp(-beta) E after the j-th jump, exact"),
    ],
    hypotheses: [
      Hypothesis("sqrt(log(beta)/beta) < u0", outputs: ["t"]) { .less(stop($0.beta, output: "t"), $0.u0) },
      Hypothesis("1/sqrt(beta log(beta)) < u0", outputs: ["T"]) { .less(stop($0.beta, output: "T"), $0.u0) },
      Hypothesis("j <= n - 1", outputs: ["jump", "plateau"]) { .lessOrEqual($0.j, $0.n - 1) },
      Hypothesis("j >= 1", outputs: ["jump"]) { .greaterOrEqual($0.j, 1) },
    ],
    notes: [
      """
      The closest pair obeys u' = -c log(beta) sin(u) up to exponentially small terms. c = 2/m^2 is for the flow normalised by \
      1/m^2; for kernel exp(beta(.-1)) and masses p, q it is p + q.
      """,
      "The limit is approached very slowly: error O(log log beta/log beta).",
      "One particle is removed at each collision; with masses kept the plateau value is the sum of the squared masses.",
    ],
    crossCheck: CrossCheck(
      simulates: "the time of u' = -c log(beta) sin(u) by Simpson's rule in log u",
      law: "error O(step^4); limit of the slope of log(beta) t against log(beta): m^2/4",
      defaultParameters: "beta=100 u0=1 m=2", run: crossCheck),
    references: [
      ReferenceValue("beta=100 u0=1 m=2 output=t", "0.70516917489360779607171675954960869714713437467263"),
      ReferenceValue("beta=100 u0=1 m=2 output=T", "1.3700074195543839957535185900794993076939481766460"),
      ReferenceValue("m=3 output=limit", "2.25"),
      ReferenceValue("n=5 j=2 output=jump", "10.25"),
      ReferenceValue("n=5 j=2 output=plateau", "1/3"),
    ],
    related: ["clustering.two-cluster-merger", "clustering.metastability-window"])

  /// ϱ, the gap at which a pair counts as merged.
  private static func stop<T: Analytic>(_ beta: T, output: String) -> T {
    output == "t" ? T.sqrt(T.log(beta) / beta) : 1 / T.sqrt(beta * T.log(beta))
  }

  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    switch output {
    case "limit": return p.m * p.m / 4
    case "jump": return (pyramid(p.n) - pyramid(p.n - p.j)) / 24
    case "plateau": return 1 / (p.n - p.j)
    default:
      let end = stop(p.beta, output: output)
      return p.m * p.m * T.log(T.tan(p.u0 / 2) / T.tan(end / 2)) / (2 * T.log(p.beta))
    }
  }

  /// n(n+1)(2n+1), six times the sum of the squares up to n².
  private static func pyramid<T: Analytic>(_ n: T) -> T { n * (n + 1) * (2 * n + 1) }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    func integer(_ name: String) -> Integer? {
      if case .integer(let n)? = p[name] { return n }
      return nil
    }
    switch output {
    case "limit":
      guard let m = integer("m") else { return .undecided("no m") }
      return .exact(Rational(m * m) / 4)
    case "jump", "plateau":
      guard let n = integer("n"), let j = integer("j") else { return .undecided("no n and j") }
      let k = n - j
      if output == "plateau" { return .exact(Rational(1) / Rational(k)) }
      func pyramid(_ n: Integer) -> Integer { n * (n + 1) * (2 * n + 1) }
      return .exact(Rational(pyramid(n) - pyramid(k)) / 24)
    default: return .real(formula(p.lifted(to: Ball.self), output: output))
    }
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    guard context.output == "t" || context.output == "T" else {
      throw InputError("output=\(context.output) is an exact rational: only t and T are simulated")
    }
    return try context.confront(law: .power(order: 4, next: 6, noise: 1e-13)) {
      [8, 16, 32, 64].map { panels in
        let logBeta = Double.log(p.beta)
        let time = scaledTime(p, logBeta: logBeta, output: context.output, panels: panels) / logBeta
        return SizedObservation(size: Double(panels), simulated: time)
      }
    }.fitting(limit(p, output: context.output))
  }

  /// log(β) t tends to a line in log β; log β doubles up to 512.
  private static func limit(_ p: Lifted<Double>, output: String) -> [RateFit] {
    let logBetas = (0..<8).map { 4 * Double(1 << $0) }.filter {
      logStop(logBeta: $0, output: output) < Double.log(p.u0)
    }
    let values = logBetas.map { scaledTime(p, logBeta: $0, output: output, panels: 4096) }
    let coarse = logBetas.map { scaledTime(p, logBeta: $0, output: output, panels: 2048) }
    let noise = zip(values, coarse).map { abs($0 - $1) / 4 }.max() ?? 0
    return ClusteringRates.asymptotic(
      "limit of the slope of log(beta) t against log(beta)", logBetas, values, noise: noise + 1e-11,
      certified: p.m * p.m / 4)
  }

  /// log(β) t: in the variable v = log u the passage takes a known length, and log(β) dt/dv = -u/(c sin u), a Simpson rule.
  private static func scaledTime(
    _ p: Lifted<Double>, logBeta: Double, output: String, panels: Int
  ) -> Double {
    FloatQuadrature.simpson(
      from: logStop(logBeta: logBeta, output: output), to: Double.log(p.u0), panels: panels
    ) { v in
      let u = Double.exp(v)
      return p.m * p.m / 2 * (u / Double.sin(u))
    }
  }

  /// log ϱ
  private static func logStop(logBeta: Double, output: String) -> Double {
    (output == "t" ? Double.log(logBeta) - logBeta : -logBeta - Double.log(logBeta)) / 2
  }
}
