import VlasovSymbols

/// Sinkhorn attention as a heat flow, and row-softmax attention beside it: the variance of Gaussian tokens.
public enum HeatLimit: Theorem {
  public static let record = Record(
    id: "gaussian.heat-limit",
    title: "Heat limit of rescaled attention",
    statement: """
      Tokens $\\dot x=(x-E[y|x])/\\varepsilon$ with the kernel $e^{-|x-y|^2/(2\\varepsilon)}$ under $N(0,s)$. Sinkhorn: \
      $\\dot s=(2s+\\varepsilon-\\sqrt{\\varepsilon^2+4s^2})/\\varepsilon\\to1$, the heat equation \
      $\\partial_t\\rho=\\frac12\\Delta\\rho$; with $u=2s/\\varepsilon$ and $\\Psi(u)=\\frac12[u+\\sqrt{1+u^2}+\\ln u-\
      \\mathrm{asinh}(1/u)]$, $\\Psi(u(t))=\\Psi(u_0)+2t/\\varepsilon$. Softmax: $\\dot s=2s/(s+\\varepsilon)\\to2$, \
      $s(t)=\\varepsilon\\,\\omega(\\ln(s_0/\\varepsilon)+(s_0+2t)/\\varepsilon)$ with Wright's $\\omega$.
      """,
    source: Source(
      GaussianModel.sinkformers,
      "heat diffusion in the infinite-sample limit (abstract); the one-dimensional forms",
      .derived),
    parameters: [
      ParameterSpec("kind", symbol: "\\mathrm{kind}", .word(["sinkhorn", "softmax"]), "normalisation"),
      ParameterSpec("s0", symbol: "s_0", .real(.positive), "variance at time 0"),
      ParameterSpec("eps", symbol: "\\varepsilon", .real(.positive), "regularisation, the kernel's variance"),
      ParameterSpec("t", symbol: "t", .real(.nonNegative), "time"),
    ],
    outputs: [OutputSpec("s", symbol: "s", "the variance s(t)")],
    method: """
      Softmax: Wright's omega, which needs no e^((s0+2t)/eps). Sinkhorn: the zero in w = ln(s/s0) of an increasing convex function \
      without cancellation, by Newton's method and the signs on both sides.
      """,
    notes: [
      "Errors of the limit: Sinkhorn s' = 1 - eps/(4s) + O(eps^3/s^3), softmax s' = 2 - 2 eps/(s+eps): twice the speed.",
      "s grows with s0 and t; both flows are defined for all t >= 0.",
    ],
    crossCheck: CrossCheck(
      simulates:
        "Runge-Kutta on s, E[y|x] from a Gaussian Sinkhorn iteration (sinkhorn) or by quadrature over y (softmax)",
      law: "error O(step^4)", defaultParameters: "kind=sinkhorn s0=1 eps=1/2 t=1", run: crossCheck),
    references: [
      ReferenceValue(
        "kind=sinkhorn s0=1 eps=1 t=1 output=s", "1.8227119146296373161031932546897422369210304297757"),
      ReferenceValue(
        "kind=softmax s0=1 eps=1 t=1 output=s", "2.2079400315693229985816041221145779381340778068299"),
      ReferenceValue(
        "kind=sinkhorn s0=1 eps=1/10 t=1 output=s", "1.9825803786904754765649437794233077722669800865938"),
      ReferenceValue(
        "kind=softmax s0=1 eps=1/10 t=1 output=s", "2.893744853948239582650217803256711782221260829702"),
    ],
    related: ["gaussian.scalar-flow", "gaussian.sinkhorn-divergence-flow"])

  /// ε ω(ln(s_0/ε) + (s_0 + 2t)/ε): s' (s + ε) = 2s integrates to s + ε ln s = s_0 + ε ln s_0 + 2t.
  static func softmax<T: SpecialAnalytic>(_ p: Lifted<T>) -> T {
    p.eps * T.wrightOmega(T.log(p.s0 / p.eps) + (p.s0 + 2 * p.t) / p.eps)
  }

  /// Ψ(u), with Ψ' = 1/(u + 1 - √(1+u²)) = (u + 1 + √(1+u²))/(2u).
  static func potential<T: Analytic>(_ u: T) -> T {
    (u + T.sqrt(1 + u * u) + T.log(u) - T.asinh(1 / u)) / 2
  }

  /// Ψ(u_0 e^w) - Ψ(u_0), in which nothing cancels.
  ///
  /// By ln u - asinh(1/u) = 2 ln u - ln(1 + √(1+u²)); with δ = u - u_0 = u_0 (e^w - 1), q = √(1+u²) and q - q_0 = δ(u + u_0)/(q + q_0)
  /// it is (δ + (q - q_0) + 2w - ln(1 + (q - q_0)/(1 + q_0)))/2, and the last term is at most half of 2w.
  static func rise<T: Analytic>(_ w: T, from u0: T) -> T {
    let (d, u) = (u0 * T.expm1(w), u0 * T.exp(w))
    let q0 = T.sqrt(1 + u0 * u0)
    let dq = d * (u + u0) / (T.sqrt(1 + u * u) + q0)
    return (d + dq + 2 * w - T.log1p(dq / (1 + q0))) / 2
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    if let t = p.rational("t"), t.isZero {
      if let s0 = p.rational("s0") { return .exact(s0) }
      return .real(p.lifted(to: Ball.self).s0)
    }
    return try withPrecision(Precision.bits + 24) {
      let q = p.lifted(to: Ball.self)
      if q.word("kind") == "softmax" { return .real(softmax(q)) }
      guard let w = try logarithmicRise(q) else { return .undecided("no certain signs around s") }
      return .real(q.s0 * .exp(w))
    }
  }

  /// w = ln(s/s_0) under Sinkhorn.
  ///
  /// dΨ/dw = uΨ' = (u + 1 + √(1+u²))/2 is at least 1 and at least u, and increases: G(w) = Ψ(u_0 e^w) - Ψ(u_0) - 2t/ε is
  /// increasing and convex, with its zero below 2t/ε and below ln(1 + 2t/(ε u_0)).
  private static func logarithmicRise(_ p: Lifted<Ball>) throws -> Ball? {
    let (u0, time) = (2 * p.s0 / p.eps, 2 * p.t / p.eps)
    let (a, b) = (time, Ball.log1p(time / u0))
    let equation = IncreasingEquation {
      rise($0, from: u0) - time
    } slope: { w in
      let u = u0 * .exp(w)
      return (u + 1 + .sqrt(1 + u * u)) / 2
    }
    return try equation.zero(from: .min(a, b).upperEdge)
  }

  public static func symbolic(_ output: String) -> DefiningFormula? {
    let p = Lifted<Expression>(symbolsOf: record, output: output)
    let s = Expression.variable("s", latex: "s")
    return .equation(potential(2 * s / p.eps), potential(2 * p.s0 / p.eps) + 2 * p.t / p.eps)
  }

  // MARK: Simulation

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    guard p.eps >= 0.01 * p.s0, p.t <= 1000, p.t <= 100 * (p.s0 + p.eps), p.s0 < 1e100, p.s0 > 1e-100 else {
      throw InputError("a simulation needs eps >= s0/100, t <= 1000 and t <= 100 (s0 + eps)")
    }
    let isSinkhorn = p.word("kind") == "sinkhorn"
    return try context.confront(law: .power(order: 4, next: 5, noise: 1e-12)) {
      [16, 32, 64, 128].map { steps in
        let s = ScalarRungeKutta.run(from: p.s0, time: p.t, steps: steps) { s in
          let slope =
            isSinkhorn
            ? GaussianCoupling.slope(s, s, eps: p.eps) : KernelMean.slope(variance: s, eps: p.eps)
          return 2 * s * (1 - slope) / p.eps
        }
        return SizedObservation(size: Double(steps), simulated: s)
      }
    }
  }
}

/// The classical Runge-Kutta method for one autonomous equation in floating point.
enum ScalarRungeKutta {
  static func run(from start: Double, time: Double, steps: Int, _ f: (Double) -> Double) -> Double {
    let h = time / Double(steps)
    var y = start
    for _ in 0..<steps {
      let a = f(y)
      let b = f(y + h / 2 * a)
      let c = f(y + h / 2 * b)
      y += h / 6 * (a + 2 * b + 2 * c + f(y + h * c))
    }
    return y
  }
}

/// Entropic transport between centred Gaussians of one dimension, by Sinkhorn's iteration on precisions.
enum GaussianCoupling {
  /// The slope of x -> E[y|x] for the coupling of N(0, a) and N(0, b) with the cost |x-y|²/2 and regularisation `eps`.
  ///
  /// The coupling has the precision matrix ((p, -1/ε), (-1/ε, q)); its marginals are N(0, a) and N(0, b) when
  /// p = 1/a + 1/(ε²q) and q = 1/b + 1/(ε²p), and E[y|x] = x/(εq). The iterates are p ε and q ε.
  static func slope(_ a: Double, _ b: Double, eps: Double) -> Double {
    if b == 0 { return 0 }
    var (p, q) = (1.0, 1.0)
    for _ in 0..<100_000 {
      let before = p
      p = eps / a + 1 / q
      q = eps / b + 1 / p
      if abs(p - before) <= 1e-16 * p { break }
    }
    return 1 / q
  }
}

/// Row-softmax attention with a Gaussian kernel, by quadrature.
enum KernelMean {
  /// E[y|x]/x at x = √s for y ~ N(0, s) weighted by e^(-|x-y|²/(2ε)), by the trapezoidal rule, which converges geometrically.
  static func slope(variance s: Double, eps: Double) -> Double {
    let x = s.squareRoot()
    let width = 1 / (1 / s + 1 / eps).squareRoot()
    // The weight is a Gaussian of this width, centred between 0 and x.
    let h = width / 4
    let first = Int((-12 * width / h).rounded(.down))
    let last = Int(((x + 12 * width) / h).rounded(.up))
    var (mass, moment) = (0.0, 0.0)
    for i in first...last {
      let y = Double(i) * h
      let weight = Double.exp(-(y * y) / (2 * s) - (x - y) * (x - y) / (2 * eps) + x * x / (2 * (s + eps)))
      mass += weight
      moment += weight * y
    }
    return moment / mass / x
  }
}
