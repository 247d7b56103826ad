import VlasovSymbols

/// How long two point clusters take to merge.
public enum TwoClusterMerger: Theorem {
  public static let record = Record(
    id: "clustering.two-cluster-merger",
    title: "Merger time of two clusters",
    statement: """
      Two point clusters of masses $\\alpha_1+\\alpha_2=1$ and overlap $u$, in any dimension: under SA \
      $\\dot u=(1-u^2)\\bigl[\\frac{\\alpha_2}{\\alpha_1e^{\\beta(1-u)}+\\alpha_2}+\\frac{\\alpha_1}{\\alpha_2e^{\\beta(1-u)}+\\alpha_1}\
      \\bigr]$, under USA $\\dot u=(1-u^2)e^{\\beta u}$. The value is the time from $u_0$ to $u_1$; for USA \
      $\\tau=\\frac12e^{-\\beta}[\\mathrm{Ei}(\\beta(1-u_0))-\\mathrm{Ei}(\\beta(1-u_1))]+\\frac12e^\\beta[E_1(\\beta(1+u_0))-\
      E_1(\\beta(1+u_1))]$, for SA with $\\alpha_1=\\frac12$ \
      $\\frac12(\\mathrm{artanh}\\,u_1-\\mathrm{artanh}\\,u_0)+\\frac12e^\\beta\\tau$.
      """,
    source: Source(ClusteringPhaseModel.metastability, "collision ODE behind the staircase", .derived),
    parameters: [
      ParameterSpec("kind", symbol: "\\mathrm{kind}", .word(["SA", "USA"]), default: "SA", "normalisation"),
      ClusteringPhaseModel.beta,
      ParameterSpec("u0", symbol: "u_0", .real(.overlap), "initial overlap"),
      ParameterSpec("u1", symbol: "u_1", .real(.overlap), "final overlap"),
      ParameterSpec(
        "alpha1", symbol: "\\alpha_1", .real(Domain(lower: .open("0"), upper: .open("1"))), default: "1/2",
        "mass of the first cluster; USA ignores it"),
    ],
    outputs: [OutputSpec("t", symbol: "t", "the time; exactly 0 for u0 = u1")],
    hypotheses: [Hypothesis("u0 <= u1") { .lessOrEqual($0.u0, $0.u1) }],
    notes: [
      "Under USA the masses drop out.",
      "Large beta: T_SA ~ exp(beta(1-u0))/(beta(1-u0^2))/(alpha1/alpha2 + alpha2/alpha1), T_USA ~ exp(-beta u0)/(beta(1-u0^2)).",
      "beta = 0: artanh(u1) - artanh(u0) for both kinds.",
    ],
    crossCheck: CrossCheck(
      simulates: "the time of two weighted tokens from their softmax speeds, by Simpson's rule in artanh(u)",
      law:
        "error O(step^4); slope of log t against beta, as certified, and its limit 1 - u0 (SA) or -u0 (USA)",
      defaultParameters: "kind=SA beta=3 u0=0 u1=99/100 alpha1=4/5", run: crossCheck),
    references: [
      ReferenceValue(
        "kind=SA beta=5 u0=0 u1=0.99 alpha1=0.5", "18.260663732768600458905401280134994664685407300639"),
      ReferenceValue(
        "kind=SA beta=5 u0=0 u1=0.99 alpha1=0.8", "10.147239273632755434074287881634588516357441659556"),
      ReferenceValue(
        "kind=USA beta=5 u0=-0.5 u1=0.99 alpha1=0.5", "2.8314442287970337355644257335013004668990320870019"),
    ],
    related: ["clustering.cap-collapse-time", "clustering.staircase-time"])

  /// dt/dy under SA, y = artanh u; parameters β, α_1. With E = e^(β(1-u)) the bracket is
  /// ((α_1² + α_2²) E + 2α_1α_2)/((α_1E + α_2)(α_2E + α_1)), and 1 - u = 2/(1 + e^(2y)).
  struct Delay: Function1 {
    func callAsFunction<T: SpecialAnalytic>(_ y: T, _ p: [T]) -> T {
      let (a, b) = (p[1], 1 - p[1])
      let e = T.exp(2 * p[0] / (1 + T.exp(2 * y)))
      return (a * e + b) * (b * e + a) / ((a * a + b * b) * e + 2 * a * b)
    }
  }

  /// e^β times the time of USA.
  static func scaledUSA<T: SpecialAnalytic>(_ p: Lifted<T>, isWeak: Bool) -> T {
    let (beta, g0, g1) = (p.beta, 1 - p.u0, 1 - p.u1)
    let (x0, x1) = (1 + p.u0, 1 + p.u1)
    let near = T.log(g0 / g1) + T.ein(-(beta * g1)) - T.ein(-(beta * g0))
    let far =
      isWeak
      ? T.log(x1 / x0) + T.ein(beta * x0) - T.ein(beta * x1)
      : T.e1(beta * x0) - T.e1(beta * x1)
    return (near + T.exp(2 * beta) * far) / 2
  }

  static func time<T: Binding>(_ p: Lifted<T>, isWeak: Bool, isBalanced: Bool) -> T {
    if p.word("kind") == "USA" { return T.exp(-p.beta) * scaledUSA(p, isWeak: isWeak) }
    let (y0, y1) = (T.atanh(p.u0), T.atanh(p.u1))
    if isBalanced { return (y1 - y0 + scaledUSA(p, isWeak: isWeak)) / 2 }
    return T.integral(Delay(), [p.beta, p.alpha1], from: y0, to: y1)
  }

  /// Under SA dt/dy increases in β; under USA, e^(-βu)/(1-u²) need not.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    if p.areEqual("u0", "u1") { return .exact(0) }
    let isBalanced = p.rational("alpha1") == Rational(1, 2)
    guard case .word(let kind)? = p["kind"] else { return .undecided("no kind") }
    func isInterval(_ name: String) -> Bool {
      if case .real(let x)? = p[name] { return x.isInterval }
      return false
    }
    if isInterval(kind == "USA" ? "beta" : "alpha1") {
      return .real(time(p.lifted(to: Ball.self), isWeak: p.isWeak, isBalanced: false))
    }
    return monotone(p, increasing: ["beta", "u1"]) { time($0, isWeak: $1.isWeak, isBalanced: isBalanced) }
  }

  public static func symbolic(_ output: String) -> DefiningFormula? {
    .formula(time(Lifted<Expression>(symbolsOf: record, output: output), isWeak: false, isBalanced: false))
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    guard p.beta <= 20 else { throw InputError("a simulation needs beta <= 20") }
    let isSoft = p.word("kind") != "USA"
    return try context.confront(law: .power(order: 4, next: 6, noise: 1e-12)) {
      [32, 64, 128, 256].map { panels in
        SizedObservation(size: Double(panels), simulated: Double.exp(logTime(p, p.beta, panels: panels)))
      }
    }
    .fitting(
      ClusteringRates.hittingTimes(
        context, "slope of log t against beta", sizes: [128, 256, 512], next: 6, noise: 1e-12
      ) { beta, panels, _ in
        Double.exp(logTime(p, beta, panels: Int(panels)))
      }
    )
    .fitting(
      ClusteringRates.temperatureExponent(scale: 1 - p.u0, certified: isSoft ? 1 - p.u0 : -p.u0) {
        logTime(p, $0, panels: $1)
      })
  }

  /// log t by Simpson's rule in y = artanh u, from the speed of each token on the circle: its softmax over both, the largest
  /// weight taken out. The integral is scaled by its value at the start.
  private static func logTime(_ p: Lifted<Double>, _ beta: Double, panels: Int) -> Double {
    let isSoft = p.word("kind") != "USA"
    let (a, b) = (p.alpha1, 1 - p.alpha1)
    /// log of dt/dy
    func logDelay(_ u: Double) -> Double {
      if !isSoft { return -beta * u }
      let other = Double.exp(beta * (u - 1))
      return -Double.log(b * other / (a + b * other) + a * other / (b + a * other))
    }
    let largest = max(logDelay(p.u0), logDelay(p.u1))
    let integral = FloatQuadrature.simpson(from: Double.atanh(p.u0), to: Double.atanh(p.u1), panels: panels) {
      Double.exp(logDelay(Double.tanh($0)) - largest)
    }
    return largest + Double.log(integral)
  }
}

extension Domain {
  /// (-1, 1)
  fileprivate static let overlap = Domain(lower: .open("-1"), upper: .open("1"))
}
