import VlasovSymbols

/// The time that Pre-LN and Peri-LN take to reach an overlap.
public enum LayernormTime: ClosedForm {
  public static let record = Record(
    id: "clustering.layernorm-time",
    title: "Hitting time of Pre-LN and Peri-LN",
    statement: """
      From overlap $\\rho_0$ to $\\rho$ Pre-LN takes the time $t=\\int_{\\rho_0}^\\rho r(u)T_{SA}'(u)\\,du$ and Peri-LN \
      $t=\\int_{\\rho_0}^\\rho r(u)|A|(u)T_{SA}'(u)\\,du$, with the radius law $r$, \
      $T_{SA}'(u)=\\frac{e^{\\beta(1-u)}+n-1}{2(1-u)(1+(n-1)u)}$ and \
      $|A|^2=u+(1-u)\\frac{e^{2\\beta}+(n-1)e^{2\\beta u}}{(e^\\beta+(n-1)e^{\\beta u})^2}$.
      """,
    source: Source(ClusteringPhaseModel.layernorm, "beyond the paper", .derived),
    parameters: [
      ParameterSpec("scheme", symbol: "\\mathrm{scheme}", .word(["pre", "peri"]), "normalisation scheme"),
      ClusteringPhaseModel.beta, ClusteringPhaseModel.tokens, ClusteringPhaseModel.radius,
      ClusteringPhaseModel.startOverlap, ClusteringPhaseModel.overlap,
    ],
    outputs: [OutputSpec("t", symbol: "t(\\rho)", "the time from rho0 to rho; exactly 0 for rho = rho0")],
    hypotheses: [ClusteringPhaseModel.startIsEquiangular, ClusteringPhaseModel.overlapGrows],
    notes: [
      "The variable of integration is w = log((1-rho0)/(1-u)); the integrand grows like exp(w/2).",
      "Post-LN: clustering.orthogonal-time.",
    ],
    crossCheck: CrossCheck(
      simulates: "the full particle system by Runge-Kutta, time at which the overlap is reached",
      law: "error O(step^4); slope of log t against beta, as certified",
      defaultParameters: "scheme=pre beta=3/2 n=4 r0=1 rho0=0 rho=9/10",
      run: crossCheck),
    references: [
      ReferenceValue(
        "scheme=pre beta=1.5 n=4 r0=1 rho0=0 rho=0.9", "5.8851812203308043456537000539616193756675280634824"),
      ReferenceValue(
        "scheme=peri beta=1.5 n=4 r0=1 rho0=0 rho=0.9", "4.9804072045886132098872187865537832859413808235524"),
    ],
    related: ["clustering.layernorm-radius-law", "clustering.layernorm-tail"])

  /// dt/dw at w = log(ε_0/ε), ε = 1 - u; parameters β, n, ε_0.
  ///
  /// du = ε dw, so that T_SA' du = (e^(βε) + n - 1)/(2s) dw; r is in units of r_0. The weights of |A| are divided by
  /// e^β, so that no large exponential remains: |A|² = 1 - ε + ε (1 + (n-1)q²)/(1 + (n-1)q)², q = e^(-βε).
  struct Speed: Function1 {
    let isPeri: Bool
    let isWeak: Bool

    func callAsFunction<T: SpecialAnalytic>(_ w: T, _ p: [T]) -> T {
      let start = EquiangularStart(beta: p[0], n: p[1], gap: p[2], isWeak: isWeak)
      let (beta, n) = (p[0], p[1])
      let gap = p[2] * T.exp(-w)
      let radius = T.exp(start.logRadius(gap, w: w))
      let speed = radius * (T.exp(beta * gap) + n - 1) / (2 * start.stretch(gap))
      guard isPeri else { return speed }
      let q = T.exp(-(beta * gap))
      return speed * T.sqrt(1 - gap + gap * (1 + (n - 1) * q * q) / T.pow(1 + (n - 1) * q, 2))
    }
  }

  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T { time(p, isWeak: false) }

  static func time<T: Binding>(_ p: Lifted<T>, isWeak: Bool) -> T {
    let gap = 1 - p.rho0
    let speed = Speed(isPeri: p.word("scheme") == "peri", isWeak: isWeak)
    return p.r0 * T.integral(speed, [p.beta, p.n, gap], from: 0, to: T.log(gap / (1 - p.rho)))
  }

  /// r, T_SA' and |A| increase in β: |A|² = u + (1-u) Σ_j p_j², and the weight of the token itself, the largest one,
  /// increases. r decreases in ρ_0.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    if p.areEqual("rho0", "rho") { return .exact(0) }
    return monotone(p, increasing: ["beta", "r0", "rho"]) { time($0, isWeak: $1.isWeak) }
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let n = try NormalizedAttention.simulated(context)
    let scheme: NormalizedAttention.Scheme = p.word("scheme") == "peri" ? .peri : .pre
    return try context.confront(law: .power(order: 4, next: 5, noise: 1e-11)) {
      try [16.0, 32, 64, 128].map { size in
        let passage = try NormalizedAttention.passage(
          scheme, p.beta, n: n, from: p.rho0, to: p.rho, radius: p.r0, steps: Int(size))
        return SizedObservation(size: size, simulated: passage.time)
      }
    }.fitting(
      ClusteringRates.hittingTimes(
        context, "slope of log t against beta", sizes: [32, 64, 128], next: 5, noise: 1e-11
      ) { beta, steps, _ in
        try NormalizedAttention.passage(
          scheme, beta, n: n, from: p.rho0, to: p.rho, radius: p.r0, steps: Int(steps)
        ).time
      })
  }
}
