import VlasovSimulation
import VlasovSymbols

/// Random tokens in high dimension follow the orthogonal ones.
public enum HighDimConcentration: OrderedForm {
  public static let record = Record(
    id: "clustering.high-dim-concentration",
    title: "Concentration around the orthogonal dynamics in high dimension",
    statement: """
      For independent uniform tokens and $d\\ge d_*(n,\\beta)$ (not specified), with probability at least \
      $1-2n^2d^{-1/64}$, $|\\langle x_i(t),x_j(t)\\rangle-\\gamma_\\beta(t)|\\le\\min\\{2c(\\beta)^{nt}\\sqrt{\\log d/d},\
      Ce^{-\\lambda t}\\}$ for all $t\\ge0$, $i\\ne j$, with $c(\\beta)=e^{10\\max(1,\\beta)}$ and $\\gamma_\\beta$ the overlap of \
      orthogonal tokens under SA. At time 0, $\\Pr[\\max_{i<j}|\\langle x_i,x_j\\rangle|\\ge\\epsilon]\\le\
      \\binom n2I_{1-\\epsilon^2}(\\frac{d-1}2,\\frac12)$.
      """,
    source: Source(
      ClusteringModel.paper, "theorem on high dimension; initial_tail beyond the paper", .stated),
    parameters: [
      .tokens, ParameterSpec("d", symbol: "d", .integer(minimum: 2), "dimension"),
      ParameterSpec(
        "beta", symbol: "\\beta", .real(.nonNegative), requiredBy: ["bound", "horizon"], acceptedBy: nil,
        "inverse temperature"),
      ParameterSpec("t", symbol: "t", .real(.nonNegative), requiredBy: ["bound"], acceptedBy: nil, "time"),
      ParameterSpec(
        "eps", symbol: "\\epsilon", .real(.openUnit), requiredBy: ["initial_tail", "horizon"],
        acceptedBy: nil,
        "deviation of an overlap"),
      ParameterSpec(
        "eta", symbol: "\\eta", .real(.openUnit), requiredBy: ["exceeds"], acceptedBy: nil,
        "probability of failure allowed"),
    ],
    outputs: [
      OutputSpec(
        "initial_tail", symbol: "\\binom n2I_{1-\\epsilon^2}",
        "union bound of the probability of an overlap beyond eps at time 0, also above 1"),
      OutputSpec(
        "bound", symbol: "2c(\\beta)^{nt}\\sqrt{\\log d/d}", "the first bound of the theorem at time t"),
      OutputSpec(
        "horizon", symbol: "t_\\epsilon", "the largest t at which it is at most eps; negative: none"),
      OutputSpec("probability", symbol: "P", "the theorem's floor max(0, 1 - 2 n^2 d^(-1/64))"),
      OutputSpec(
        "exceeds", symbol: "[d>(2n^2/\\eta)^{64}]", .integer, "1 when 1 - 2 n^2 d^(-1/64) > 1 - eta, else 0"),
    ],
    notes: [
      "The theorem's probability is 0 up to d = (2 n^2)^64: for n = 2 it reaches 0.9 only beyond d = 80^64, about 6e121.",
      "The probability of one pair in initial_tail is exact; only the union over pairs is a bound.",
    ],
    crossCheck: CrossCheck(
      simulates: "the first coordinate of a uniform point beyond eps, n(n-1)/2 times its frequency",
      law: "Monte Carlo: 4 standard errors; slope of log(mean square of an overlap) against log(d): -1",
      defaultParameters: "n=8 d=32 eps=0.3", run: crossCheck),
    references: [
      ReferenceValue(
        "n=32 d=1024 eps=0.2 output=initial_tail", "5.1695129013786747670363450500132227800593864832773e-8"),
      ReferenceValue(
        "n=8 d=128 eps=0.3 output=initial_tail", "0.015460062371073024458376935318509509082432835128143"),
      ReferenceValue(
        "n=2 d=1e6 beta=1 eps=0.5 output=horizon", "0.21042824803121205164558324590088094012686866434457"),
      ReferenceValue(
        "n=2 d=1e6 beta=1 t=0.1 output=bound", "0.054929093137543121724838901312188948870428254221993"),
      ReferenceValue(
        "n=2 d=1e200 output=probability", "0.99400084632534035338158252579507890849246505665468"),
      ReferenceValue("n=2 d=1e122 eta=0.1 output=exceeds", "1"),
      ReferenceValue("n=2 d=1e121 eta=0.1 output=exceeds", "0"),
    ],
    related: ["clustering.orthogonal-overlap"])

  public static func formula<T: Ordered>(_ p: Lifted<T>, output: String) -> T {
    switch output {
    case "initial_tail":
      return p.n * (p.n - 1) / 2 * T.betainc((p.d - 1) / 2, T(Rational(1, 2)), (1 - p.eps) * (1 + p.eps))
    case "bound": return 2 * T.exp(growth(p) * p.t) * fluctuation(p)
    case "horizon": return T.log(p.eps / (2 * fluctuation(p))) / growth(p)
    default: return T.max(0, 1 - 2 * T.pow(p.n, 2) * T.exp(-(T.log(p.d) / 64)))
    }
  }

  /// √(log d/d)
  private static func fluctuation<T: Ordered>(_ p: Lifted<T>) -> T { T.sqrt(T.log(p.d) / p.d) }

  /// n log c(β)
  private static func growth<T: Ordered>(_ p: Lifted<T>) -> T { 10 * p.n * T.max(1, p.beta) }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    switch output {
    case "exceeds":
      let decision = try exceeds(p.lifted(to: Expression.self), p.lifted(to: Expression.self).eta).decide()
      switch decision.verdict {
      case .proved: return .integer(1)
      case .refuted: return .integer(0)
      case .undecided: return .undecided("whether d > (2 n^2/eta)^64")
      }
    case "probability" where isVacuous(p, output: output) == .proved: return .exact(0)
    case "initial_tail", "bound":
      // Decreasing in eps; increasing in beta and t.
      return monotone(p, increasing: ["beta", "t"]) { reals, _ in formula(reals, output: output) }
    default: return .real(formula(p.lifted(to: Ball.self), output: output))
    }
  }

  /// d > (2n²/η)^64
  private static func exceeds(_ p: Lifted<Expression>, _ eta: Expression) -> Comparison {
    .greater(p.d, Expression.pow(2 * Expression.pow(p.n, 2) / eta, 64))
  }

  /// A probability of 0, a bound of 2 or more of a difference of overlaps, a probability bounded by 1 or more, or no
  /// time at all.
  public static func isVacuous(_ p: Arguments, output: String) -> Verdict {
    let x = p.lifted(to: Expression.self)
    switch output {
    case "probability":
      switch (try? exceeds(x, 1).decide())?.verdict {
      case .proved?: return .refuted
      case .refuted?: return .proved
      default: return .undecided
      }
    case "initial_tail", "bound", "horizon":
      let value = formula(p.lifted(to: Ball.self), output: output)
      switch output {
      case "initial_tail": return Relation.greaterOrEqual.verdict(value, 1)
      case "bound": return Relation.greaterOrEqual.verdict(value, 2)
      default: return Relation.less.verdict(value, 0)
      }
    default: return .refuted
    }
  }

  public static func symbolic(_ output: String) -> DefiningFormula? {
    output == "exceeds" ? nil : .formula(formula(Lifted(symbolsOf: record, output: output), output: output))
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let (n, d) = (try context.integer("n"), try context.integer("d"))
    guard context.output == "initial_tail", d <= 1000 else {
      throw InputError(
        parameter: "output", value: context.output, domain: "initial_tail, d <= 1000",
        "output=\(context.output), d=\(d): only initial_tail is simulated, for d <= 1000")
    }
    let pairs = Double(n) * Double(n - 1) / 2
    return try context.confront {
      try SampleEstimate.mean(
        samples: 200_000, seed: context.seed, threads: context.threads, stop: context.stop
      ) { random in
        let overlap = squaredOverlap(d, &random)
        return overlap >= p.eps * p.eps ? pairs : 0
      }
    }.fitting([sizeOfOverlaps(context)])
  }

  /// The squared first coordinate of a uniform point, which is that of the overlap of two.
  private static func squaredOverlap(_ d: Int, _ random: inout RandomStream) -> Double {
    let first = random.normal()
    var square = first * first
    for _ in 1..<d {
      let x = random.normal()
      square += x * x
    }
    return first * first / square
  }

  /// The mean square of an overlap is 1/d exactly; the slope of its logarithm over d = 2, 8, 32 from independent replicas.
  private static func sizeOfOverlaps(_ context: CrossCheck.Context) throws -> RateFit {
    let dimensions = [2, 8, 32]
    let samples = 40_000
    let slopes = try Parallel.map(count: 16, threads: context.threads, stop: context.stop) { replica in
      let means = dimensions.map { d -> Double in
        var random = RandomStream(seed: context.seed, stream: UInt64(replica), domain: UInt32(d))
        return (0..<samples).reduce(0) { sum, _ in sum + squaredOverlap(d, &random) } / Double(samples)
      }
      return try SlopeFit.line(dimensions.map { Double.log(Double($0)) }, means.map { Double.log($0) }).slope
    }
    return RateFit(
      "slope of log(mean square of an overlap) against log(d)", try SlopeFit.replicas(slopes), certified: -1)
  }
}
