import VlasovSymbols

/// The constant of the slow approach 1 - ρ ~ K/t² of Pre-LN and Peri-LN.
public enum LayernormTail: ClosedForm {
  public static let record = Record(
    id: "clustering.layernorm-tail",
    title: "Tail constant of Pre-LN and Peri-LN",
    statement: """
      For Pre-LN and Peri-LN $t^2(1-\\rho(t))\\to K$ and $r^2(1-\\rho)\\to K$ with \
      $K=C_{SA}(\\beta,n,\\rho_0)\\,r_0^2\\,\\frac{1+(n-1)\\rho_0}n$, where $1-\\rho\\sim C_{SA}e^{-2t}$ for Post-LN.
      """,
    source: Source(ClusteringPhaseModel.layernorm, "exponent stated; the constant is derived", .derived),
    parameters: [
      ClusteringPhaseModel.beta, ClusteringPhaseModel.tokens, ClusteringPhaseModel.radius,
      ClusteringPhaseModel.startOverlap,
    ],
    outputs: [OutputSpec("K", symbol: "K", "the limit of t^2 (1 - rho)")],
    hypotheses: [ClusteringPhaseModel.startIsEquiangular],
    notes: [
      """
      The same constant for both schemes, and r ~ t. Post-LN: 1 - rho ~ C_SA exp(-2t); nGPT with constant alpha: \
      1 - rho of the order exp(-2 alpha t).
      """,
      "At beta = 0: K = r0^2 (1 - rho0).",
    ],
    crossCheck: CrossCheck(
      simulates: "r^2 (1 - rho) of the full Pre-LN particle system by Runge-Kutta, at growing times",
      law: """
        error O(1/time^2); slope against log(1/(1 - rho)) of log t: 1/2 (Pre-LN, Peri-LN), of t: 1/2 (Post-LN), 1/(2 alpha) \
        (nGPT)
        """, defaultParameters: "beta=2 n=6 r0=2 rho0=0", run: crossCheck),
    references: [
      ReferenceValue(
        "beta=2 n=6 r0=2 rho0=0 output=K", "18.912177409875681734475669660412953108505666043154"),
      ReferenceValue(
        "beta=1.5 n=4 r0=1 rho0=0 output=K", "3.2439607864409715854766773844437414137966681531363"),
    ],
    related: ["clustering.layernorm-radius-law", "clustering.layernorm-time"])

  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T { constant(p, isWeak: false) }

  static func constant<T: SpecialAnalytic>(_ p: Lifted<T>, isWeak: Bool) -> T {
    let start = EquiangularStart(p, isWeak: isWeak)
    return T.exp(start.logConstant) * p.r0 * p.r0 * start.stretch(start.gap) / p.n
  }

  /// log C = log(1-ρ_0) + ∫_{ρ_0}^1 g with g > 0 increasing in β; log K has the derivative -1/(1-ρ_0) - (e^(βε) - 1)/(εs)
  /// < 0 in ρ_0.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    monotone(p, increasing: ["beta", "r0"]) { constant($0, isWeak: $1.isWeak) }
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let n = try NormalizedAttention.simulated(context)
    return try context.confront(law: .power(order: 2, next: 3, noise: 1e-9)) {
      try [4.0, 8, 16, 32].map { size in
        let end = 1 - (1 - p.rho0) / (16 * size * size)
        let passage = try NormalizedAttention.passage(
          .pre, p.beta, n: n, from: p.rho0, to: end, radius: p.r0, steps: 400)
        return SizedObservation(size: size, simulated: passage.radius * passage.radius * (1 - end))
      }
    }.fitting(exponents(context, n))
  }

  /// The times at which the gap 1 - ρ has fallen to e^-2, ..., e^-20 of its start, for each scheme: log t or t becomes straight
  /// in the logarithm of the gap.
  private static func exponents(_ context: CrossCheck.Context, _ n: Int) throws -> [RateFit] {
    let p = context.parameters
    let schemes: [(scheme: NormalizedAttention.Scheme, quantity: String, isLogarithmic: Bool)] = [
      (.pre, "Pre-LN: slope of log t against log(1/(1 - rho))", true),
      (.peri, "Peri-LN: slope of log t against log(1/(1 - rho))", true),
      (.post, "Post-LN: slope of t against log(1/(1 - rho))", false),
      (.ngpt, "nGPT, alpha = 1: slope of t against log(1/(1 - rho))", false),
    ]
    return try Parallel.map(count: schemes.count, threads: context.threads, stop: context.stop) { i in
      let (scheme, quantity, isLogarithmic) = schemes[i]
      let falls = (1...10).map { 2 * Double($0) }
      let times = try falls.map { fall in
        try NormalizedAttention.passage(
          scheme, p.beta, n: n, from: p.rho0, to: 1 - (1 - p.rho0) * Double.exp(-fall), radius: p.r0,
          steps: Int(32 * fall)
        ).time
      }
      // The ends are rounded to 1e-16/2e-9 of their gaps.
      return ClusteringRates.asymptotic(
        quantity, falls, isLogarithmic ? times.map { Double.log($0) } : times, noise: 2e-7, certified: 0.5)
    }.flatMap { $0 }
  }
}
