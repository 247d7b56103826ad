import VlasovSymbols

/// How fast orthonormal tokens start to approach each other under four normalisation schemes.
public enum LayernormInitialVelocity: ClosedForm {
  public static let record = Record(
    id: "clustering.layernorm-initial-velocity",
    title: "Initial velocity under layer normalisation",
    statement: """
      For $n$ orthonormal tokens of radius $r_0$ the overlap starts with the velocity $\\dot\\rho(0)=\\frac2{e^\\beta+n-1}$ \
      (Post-LN), $\\frac2{r_0(e^\\beta+n-1)}$ (Pre-LN), $\\frac2{r_0\\sqrt{e^{2\\beta}+n-1}}$ (Peri-LN), \
      $\\frac{2\\alpha}{\\sqrt{e^{2\\beta}+n-1}}$ (nGPT).
      """,
    source: Source(ClusteringPhaseModel.layernorm, "initial velocities", .stated),
    parameters: [
      ParameterSpec(
        "scheme", symbol: "\\mathrm{scheme}", .word(["post", "pre", "peri", "ngpt"]), "normalisation scheme"),
      ClusteringPhaseModel.beta, ClusteringPhaseModel.tokens, ClusteringPhaseModel.radius,
      ParameterSpec("alpha", symbol: "\\alpha", .real(.positive), default: "1", "step size of nGPT"),
    ],
    outputs: [OutputSpec("velocity", symbol: "\\dot\\rho(0)", "the initial velocity of the overlap")],
    notes: [
      "r0 is ignored by post and ngpt, alpha by all but ngpt; `show` prints the form of peri.",
      """
      Intra-cluster variance decays like -Theta(Var/scale), scale 1 (Post), t (Pre, Mix, Peri), 1/alpha_t (nGPT; \
      the printed alpha_t is a slip), in a narrow cone.
      """,
    ],
    crossCheck: CrossCheck(
      simulates: "one short Runge-Kutta step of the full particle system with radii, from orthonormal tokens",
      law: "error O(step)", defaultParameters: "scheme=peri beta=1 n=4 r0=2 alpha=1", run: crossCheck),
    references: [
      ReferenceValue(
        "scheme=post beta=1 n=4 r0=1 alpha=1", "0.34975540905421887260156434492635839323734734995935"),
      ReferenceValue(
        "scheme=peri beta=1 n=4 r0=2 alpha=1", "0.31025011725617238411391744918610670603940455508026"),
    ],
    related: ["clustering.layernorm-radius-law", "clustering.layernorm-time"])

  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    let sum = T.exp(p.beta) + p.n - 1
    let norm = T.sqrt(T.exp(2 * p.beta) + p.n - 1)
    return switch p.word("scheme") {
    case "post": 2 / sum
    case "pre": 2 / (p.r0 * sum)
    case "ngpt": 2 * p.alpha / norm
    default: 2 / (p.r0 * norm)
    }
  }

  /// Decreasing in β and r_0, increasing in α.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    if p.rational("beta") == 0, let exact = exactVelocity(p) { return .exact(exact) }
    if !p.hasInterval {
      return .reading {
        formula(p.lifted(to: SmallBall.self), output: output)
      } ball: {
        formula(p.lifted(to: Ball.self), output: output)
      }
    }
    return monotone(p, increasing: ["alpha"]) { reals, _ in formula(reals, output: output) }
  }

  /// 2/n and 2/(r_0 n) at β = 0, when the decimal ends.
  private static func exactVelocity(_ p: Arguments) -> Rational? {
    guard case .integer(let n)? = p["n"], case .word(let scheme)? = p["scheme"] else { return nil }
    let value: Rational? =
      switch scheme {
      case "post": Rational(2) / Rational(n)
      case "pre": p.rational("r0").map { Rational(2) / ($0 * Rational(n)) }
      default: nil
      }
    return value.flatMap { $0.terminatingDecimal(maximumDigits: 50) == nil ? nil : $0 }
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let n = try context.integer("n")
    guard let scheme = NormalizedAttention.Scheme(rawValue: p.word("scheme") ?? ""), n <= 64, p.beta <= 100
    else {
      throw InputError("a simulation needs n <= 64 and beta <= 100")
    }
    return try context.confront(law: .power(order: 1, next: 2, noise: 1e-7)) {
      try [16.0, 32, 64, 128].map { size in
        var system = NormalizedAttention(
          scheme: scheme, beta: p.beta, equiangular: n, overlap: 0, radius: p.r0)
        system.alpha = p.alpha
        let step = 1 / size
        try system.run(time: step, steps: 4)
        return SizedObservation(size: size, simulated: system.overlap / step)
      }
    }
  }
}
