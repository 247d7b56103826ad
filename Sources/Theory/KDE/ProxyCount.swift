import VlasovSymbols

/// The Gaussian proxy of the number of modes in a window around 0.
public enum ProxyCount: OrderedForm {
  public static let record = Record(
    id: "kde.proxy-count",
    title: "Gaussian proxy of the number of modes in a window",
    statement: """
      $I_0(n,\\beta,L)=\\int_{-L}^L\\lambda_0(t)\\,dt$ with the proxy intensity $\\lambda_0$ of kde.proxy-intensity; by \
      default $L=L_{\\mathrm{out}}=\\sqrt{\\max(0,2\\log n-\\log\\beta)}$, beyond which a bandwidth holds less than \
      $1/\\sqrt{2\\pi}$ observations on average.
      """,
    source: Source(
      KDEModel.paper, "main integral over the window T, of order sqrt(beta log beta) (evaluated exactly)",
      .derived),
    parameters: [
      .sampleSize, .kernelBeta,
      ParameterSpec(
        "L", symbol: "L", .real(.nonNegative), requiredBy: [], acceptedBy: ["modes"],
        "half width of the window; L_out when not given"),
    ],
    outputs: [
      OutputSpec("modes", symbol: "I_0", "the integral of the intensity over [-L, L]"),
      OutputSpec("window", symbol: "L_{\\mathrm{out}}", "sqrt(max(0, 2 log n - log beta))"),
    ],
    hypotheses: [
      Hypothesis("beta <= n^2", .reported) { .lessOrEqual($0.beta, Expression.pow($0.n, 2)) },
      Hypothesis("L^2 <= 2 log n - log beta", .reported, outputs: ["modes"], needs: ["L"]) {
        KDEModel.isInWindow($0.L, n: $0.n, beta: $0.beta)
      },
    ],
    method: "Twice the integral over [0, L], by verified quadrature of the analytic intensity.",
    notes: [
      """
      For L > L_out the integral counts ghosts in the empty tail, where lambda_0 tends to beta/(2 pi sqrt(1 + 2 beta)) \
      and not to 0: the number is right, but no count of modes. check says so.
      """,
      "The features of lambda_0 have the width min(1, n^(-1/2) beta^(3/4)), not that of the kernel.",
      "I_0 = 0 for L = 0; the default window is empty, and I_0 = 0, for n^2 <= beta.",
    ],
    crossCheck: CrossCheck(
      simulates:
        "certified counts of modes of normal samples in [-L, L]; for the window, n^2 e^(-L^2) = beta",
      law: KDESampling.countLaw, defaultParameters: "n=1000 beta=1000 L=3/2", run: crossCheck),
    references: [
      ReferenceValue("n=1000 beta=100 L=3", "7.21703792534720063054374079004058183017556096"),
      ReferenceValue("n=1e4 beta=1000 L=13/4", "34.0859045505434166931277895936265186648168754"),
      ReferenceValue("n=1e6 beta=1e4 L=17/4", "116.567820482203143581922399321444406299287631"),
      ReferenceValue("n=1000 beta=100", "7.326780754251184899678228830015032131080"),
      ReferenceValue("n=1000 beta=100 output=window", "3.03485425877029270172594478709975691478716252"),
    ],
    related: ["kde.proxy-intensity", "kde.edgeworth-third"])

  /// L_out
  private static func window<T: Ordered>(_ p: Lifted<T>) -> T {
    T.sqrt(T.max(0, 2 * T.log(p.n) - T.log(p.beta)))
  }

  public static func formula<T: Ordered>(_ p: Lifted<T>, output: String) -> T {
    if output == "window" { return window(p) }
    let end = p.has("L") ? p.L : window(p)
    return 2 * T.integral(ProxyIntensity.Density(), [p.n, p.beta], from: 0, to: end)
  }

  /// Exactly 0 for an empty window.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    if p.isExactly("L", 0) { return .exact(0) }
    if !p.has("L"), case .real(let beta)? = p["beta"], case .integer(let n)? = p["n"] {
      switch beta.decide(.greaterOrEqual, bound: Expression(Rational(n * n))) {
      case .proved: return .exact(0)
      case .refuted: break
      case .undecided:
        // The ends of the window, as it is monotone in beta: its radicand may touch 0.
        let (low, high) = beta.ends
        let log = 2 * Ball.log(Ball(Rational(n)))
        let widest = Ball.sqrt(Ball.max(0, log - Ball.log(low)))
        let rest = log - Ball.log(high)
        let narrowest = rest.isPositive ? Ball.sqrt(rest) : 0
        let end = Ball.hull(narrowest, widest)
        if output == "window" { return .real(end) }
        let x = p.lifted(to: Ball.self)
        return .real(2 * Ball.integral(ProxyIntensity.Density(), [x.n, x.beta], from: 0, to: end))
      }
    }
    return .reading {
      formula(p.lifted(to: SmallBall.self), output: output)
    } ball: {
      formula(p.lifted(to: Ball.self), output: output)
    }
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    if context.output == "window" {
      let closed = try context.certified()
      return try Confrontation.compare(
        [SizedObservation(size: 1, simulated: KDESampling.window(n: p.n, beta: p.beta))], with: closed,
        law: .roundoff(bound: 1e-14 * max(closed.value, 1)))
    }
    return try KDESampling.confrontWindow(context, halfWidth: p.has("L") ? p.L : window(p))
  }
}
