import VlasovSimulation
import VlasovSymbols

/// The expected number of modes in a fixed interval when β is of the order n^(2/3).
public enum MammenTwoThirds: ClosedForm {
  public static let record = Record(
    id: "kde.mammen-two-thirds",
    title: "Modes in a fixed interval, bandwidth of order n^(-1/3)",
    statement: """
      For $a<0<b$ and $n\\beta^{-3/2}\\to c$ the expected number of modes in $[a,b]$ is asymptotic to \
      $\\sqrt\\beta\\,\\frac{\\sqrt{3/2}}{2\\pi}\\int_a^b\\exp\\left(-\\sqrt2\\,c\\,t^2e^{-t^2/2}\\right)dt$.
      """,
    source: Source(
      KDEModel.paper, "Mammen (1995) as quoted in the introduction (the integral is derived)", .derived),
    parameters: [
      ParameterSpec("c", symbol: "c", .real(.nonNegative), "the limit of n beta^(-3/2)"),
      ParameterSpec("a", symbol: "a", .real(.real), "left end of the interval"),
      ParameterSpec("b", symbol: "b", .real(.real), "right end of the interval, at least a"),
    ],
    outputs: [OutputSpec("coefficient", symbol: "C(c,a,b)", "coefficient of sqrt(beta)")],
    hypotheses: Hypothesis.zeroInside,
    method: """
      Rigorous quadrature on [a,b]; beyond |t| = T, chosen for the precision, the integrand is 1 up to \
      int_T^inf sqrt(2) c t^2 exp(-t^2/2) dt <= sqrt(2) c (T + 1/T) exp(-T^2/2).
      """,
    notes: [
      "c = 0 gives (b-a) sqrt(3/2)/(2 pi), the constant of n^(2/3) << beta.",
      "The theorem is stated for a < 0 < b (see check); the integral makes sense for every a <= b.",
    ],
    crossCheck: CrossCheck(
      simulates: "modes in [a,b] of normal samples with n = c beta^(3/2), about 1700, divided by sqrt(beta)",
      law: """
        Monte Carlo: 4 standard errors + the error of the Gaussian proxy, which says how far this n is from the limit, \
        |third-order term| + 10 |c4| lambda_0/Lam
        """,
      defaultParameters: "c=1 a=-1 b=1", run: crossCheck),
    references: [
      ReferenceValue("c=1 a=-1 b=1", "0.284398620300404961725889824887956001574716719"),
      ReferenceValue("c=4 a=0 b=2", "0.0827160011151112965137830704806507106650867909"),
      ReferenceValue("c=0.1 a=-2 b=3", "0.917883989602869736685740438991162407212211571"),
    ],
    related: ["kde.mammen-fixed-interval", "kde.shot-noise", "kde.main-theorem"])

  /// exp(-√2 c t² e^(-t²/2)), p = [c]: the density of modes relative to pure noise, where the mean slope is felt.
  struct Drift: Function1 {
    func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T {
      let square = T.pow(x, 2)
      return T.exp(-(T.sqrt(2) * p[0] * square * T.exp(-(square / 2))))
    }
  }

  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    ShotNoise.limit() * T.integral(Drift(), [p.c], from: p.a, to: p.b)
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    guard case .real(let a)? = p["a"], case .real(let b)? = p["b"] else { return .undecided("no interval") }
    if a.decide(.lessOrEqual, bound: b) == .refuted {
      throw InputError(
        parameter: "b", value: b.text, domain: "b >= a",
        "b=\(b.text) is outside the domain b >= a, a=\(a.text)")
    }
    if a.decide(.equal, bound: b) == .proved { return .exact(0) }
    if a.decide(.lessOrEqual, bound: b) != .proved { return .undecided("whether a <= b") }
    return .real(ShotNoise.limit() * integral(p.lifted(to: Ball.self)))
  }

  /// ∫_a^b of the drift, the parts beyond ±T by their length.
  ///
  /// With y = √2 c t² e^(-t²/2), 0 <= 1 - e^-y <= y, and ∫_T^∞ t² e^(-t²/2) dt = T e^(-T²/2) + ∫_T^∞ e^(-t²/2) dt is at most
  /// (T + 1/T) e^(-T²/2).
  private static func integral(_ p: Lifted<Ball>) -> Ball {
    let (c, a, b) = (p.c, p.a, p.b)
    let logarithm =
      max(0, (c.magnitudeBall.exponent.map(Double.init) ?? 0) + Double(Precision.bits) + 16) * 0.7
    let end = Ball(exactly: (2 * logarithm).squareRoot() + 2)
    func clipped(_ x: Ball) -> Ball { end.isBelow(x) ? end : x.isBelow(-end) ? -end : x }
    let (low, high) = (clipped(a), clipped(b))
    let outside = (b - high) + (low - a)
    var sum = (low - high).isZero ? 0 : Ball.integral(Drift(), [c], from: low, to: high)
    if !outside.isZero {
      let tail = 2 * Ball.sqrt(2) * c * (end + 1 / end) * Ball.exp(-(end * end / 2))
      sum = sum + outside - .hull(0, tail)
    }
    return sum
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let (c, a, b) = (context.parameters.c, context.parameters.a, context.parameters.b)
    guard c >= 1e-2, c <= 1e2, a < b, a > -3, b < 3 else {
      throw InputError(
        parameter: "c", value: "\(c)", domain: "1/100 <= c <= 100, -3 < a < b < 3",
        "a simulation needs 1/100 <= c <= 100 and -3 < a < b < 3")
    }
    let closed = try context.certified()
    let root = min(max(Double.pow(1728 / c, 1.0 / 3), 6), 40)
    let n = (c * Double.pow(root, 3)).rounded()
    let beta = Double.pow(n / c, 2.0 / 3)
    let estimate = try KernelModeTrials.normal(
      count: Int(n), beta: beta, in: a...b, samples: min(max(Int(3_500_000 / n), 100), 40_000),
      threads: context.threads, seed: context.seed, stop: context.stop
    ).transformed(scale: 1 / beta.squareRoot(), offset: 0)
    // What the proxy gives at this n, less what it tends to.
    let nodes = KDESampling.nodes(on: a, b)
    let proxy = KDESampling.integral(a, b, nodes.map { ProxyIntensity.Density()($0, [n, beta]) })
    let limit = KDESampling.integral(a, b, nodes.map { ShotNoise.limit() * Drift()($0, [c]) })
    let bias = KDESampling.Model(n: n, beta: beta).bias(a, b) / beta.squareRoot()
    let observation = SizedObservation(
      size: n, simulated: estimate.mean, standardError: estimate.standardError,
      closedForm: closed.value + proxy / beta.squareRoot() - limit)
    return try Confrontation.compare(
      [observation], with: closed, law: .monteCarlo(bias: bias), seed: context.seed)
  }
}
