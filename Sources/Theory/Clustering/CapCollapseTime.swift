import VlasovSymbols

/// How long the tokens of one cap take to collapse, in the comparison ODE.
public enum CapCollapseTime: Theorem {
  public static let record = Record(
    id: "clustering.cap-collapse-time",
    title: "Collapse time within a cap",
    statement: """
      For $\\dot u=u(1-u)e^{\\beta(u-1)}$, $u(0)=u_0\\in(0,1]$, the first time with $1-u\\le e^{-c\\beta}$ is \
      $e^\\beta[E_1(\\beta u_0)-E_1(\\beta u_1)]+\\mathrm{Ei}(\\beta(1-u_0))-\\mathrm{Ei}(\\beta(1-u_1))$ with \
      $u_1=1-e^{-c\\beta}$ if $u_1>u_0$, else $0$. For $\\beta>1$ it is at most \
      $\\frac{e^{\\beta(1-u_0)}}{u_0}+\\frac{\\beta^2ce}{\\beta-1}$.
      """,
    source: Source(
      ClusteringPhaseModel.metastability, "lemma on the collapse; the exact time is derived", .stated),
    parameters: [
      ParameterSpec("beta", symbol: "\\beta", .real(.positive), "inverse temperature"),
      ParameterSpec("u0", symbol: "u_0", .real(.position), "initial overlap"),
      ParameterSpec("c", symbol: "c", .real(.positive), "exponent of the final gap exp(-c beta)"),
    ],
    outputs: [
      OutputSpec("time", symbol: "t", "the exact time; exactly 0 when the gap is reached at the start"),
      OutputSpec("bound", symbol: "\\bar t", "the bound of the lemma, for beta > 1"),
    ],
    hypotheses: [Hypothesis("beta > 1", outputs: ["bound"]) { .greater($0.beta, 1) }],
    notes: ["The gap 1 - u_1 = exp(-c beta) is used itself; 1 - (1 - exp(-c beta)) would lose it."],
    crossCheck: CrossCheck(
      simulates: "the time of the ODE by Simpson's rule in the variable log(u/(1-u))",
      law: "error O(step^4); slope of log t against beta, as certified, and its limit 1 - u0",
      defaultParameters: "beta=2 u0=1/2 c=1", run: crossCheck),
    references: [
      ReferenceValue("beta=2 u0=0.5 c=1", "3.4267771161473805674812193228032530301996663763768"),
      ReferenceValue("beta=10 u0=0.8 c=0.5", "7.7369851517764244146312830537332358311960952575188"),
      ReferenceValue("beta=2 u0=0.5 c=1 output=bound", "16.309690970754271412161724828115974986543482562200"),
    ],
    related: ["clustering.metastability-window", "clustering.two-cluster-merger"])

  public static func formula<T: SpecialAnalytic>(_ p: Lifted<T>, output: String) -> T {
    if output == "bound" {
      return T.exp(p.beta * (1 - p.u0)) / p.u0 + p.beta * p.beta * p.c * T.exp(1) / (p.beta - 1)
    }
    return time(p, isWeak: false)
  }

  /// Ei(βg_0) - Ei(βg) = log(g_0/g) + Ein(-βg) - Ein(-βg_0) with the gaps g_0 = 1 - u_0 and g = e^(-cβ).
  static func time<T: SpecialAnalytic>(_ p: Lifted<T>, isWeak: Bool) -> T {
    let (start, end) = (1 - p.u0, T.exp(-(p.c * p.beta)))
    let last = -T.expm1(-(p.c * p.beta))
    let near = T.log(start) + p.c * p.beta + T.ein(-(p.beta * end)) - T.ein(-(p.beta * start))
    let far =
      isWeak
      ? T.log(last / p.u0) + T.ein(p.beta * p.u0) - T.ein(p.beta * last)
      : T.e1(p.beta * p.u0) - T.e1(p.beta * last)
    return T.exp(p.beta) * far + near
  }

  /// dt/du = e^(β(1-u))/(u(1-u)) and u_1 increase in β, u_1 in c; the passage shortens with u_0.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    if output == "bound" { return .real(formula(p.lifted(to: Ball.self), output: output)) }
    if !p.hasInterval, try !moves(p) { return .exact(0) }
    return try monotone(p, increasing: ["beta", "c"]) { try moves($1) ? time($0, isWeak: $1.isWeak) : 0 }
  }

  /// u_1 > u_0.
  private static func moves(_ p: Arguments) throws -> Bool {
    let e = p.lifted(to: Expression.self)
    switch try Comparison.less(Expression.exp(-(e.c * e.beta)), 1 - e.u0).decide().verdict {
    case .proved: return true
    case .refuted: return false
    case .undecided: throw Undecided("whether exp(-c beta) < 1 - u0")
    }
  }

  public static func symbolic(_ output: String) -> DefiningFormula? {
    .formula(formula(Lifted<Expression>(symbolsOf: record, output: output), output: output))
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    guard p.beta <= 50, p.c * p.beta <= 100 else {
      throw InputError("a simulation needs beta <= 50, c beta <= 100")
    }
    let exact = try context.certified().value
    if context.output == "bound" {
      let time = try context.closedForm([:])
      return try Confrontation.compare([InequalityTrial(observed: simulated(p, panels: 512), bound: time)])
    }
    guard exact > 0 else { throw InputError("the time is 0: nothing to simulate") }
    return try context.confront(law: .power(order: 4, next: 6, noise: 1e-12)) {
      [32, 64, 128, 256].map { SizedObservation(size: Double($0), simulated: simulated(p, panels: $0)) }
    }
    .fitting(
      ClusteringRates.hittingTimes(
        context, "slope of log t against beta", sizes: [128, 256, 512], next: 6, noise: 1e-12
      ) { beta, panels, _ in
        Double.exp(logTime(p, beta, panels: Int(panels)))
      }
    )
    .fitting(
      p.u0 == 1
        ? []
        : ClusteringRates.temperatureExponent(scale: 1 - p.u0, certified: 1 - p.u0) {
          logTime(p, $0, panels: $1)
        })
  }

  private static func simulated(_ p: Lifted<Double>, panels: Int) -> Double {
    Double.exp(logTime(p, p.beta, panels: panels))
  }

  /// With l = log(u/(1-u)), l' = e^(-β(1-u)): Simpson's rule for ∫ e^(β/(1+e^l)) dl, scaled by the integrand at the start.
  private static func logTime(_ p: Lifted<Double>, _ beta: Double, panels: Int) -> Double {
    let gap = Double.exp(-p.c * beta)
    let (start, end) = (Double.log(p.u0 / (1 - p.u0)), Double.log1p(-gap) + p.c * beta)
    guard end > start else { return -.infinity }
    func integral(_ from: Double, _ to: Double) -> Double {
      FloatQuadrature.simpson(from: from, to: to, panels: panels) { l in
        Double.exp(beta / (1 + Double.exp(l)) - beta * (1 - p.u0))
      }
    }
    // For large β almost all time passes near the start, up to 1 - u = 1 - u_0 - 20/β: that has panels of its own.
    let left = 1 - p.u0 - 20 / beta
    let middle = left > 0.01 * (1 - p.u0) ? min(Double.log((1 - left) / left), end) : start
    return beta * (1 - p.u0) + Double.log(integral(start, middle) + integral(middle, end))
  }
}
