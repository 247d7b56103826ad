import VlasovSymbols

/// The gradient flow of the Sinkhorn divergence between centred Gaussians, one eigenvalue of the commuting case.
public enum SinkhornDivergenceFlow: Theorem {
  public static let record = Record(
    id: "gaussian.sinkhorn-divergence-flow",
    title: "Gradient flow of the Sinkhorn divergence between Gaussians",
    statement: """
      Cost $|x-y|^2/2$, $S_\\varepsilon=OT_\\varepsilon(\\mu,\\mu^*)-\\frac12OT_\\varepsilon(\\mu,\\mu)-\\frac12OT_\\varepsilon(\\mu^*,\\mu^*)$, \
      flow $\\dot x=E_{\\pi(\\mu,\\mu^*)}[y|x]-E_{\\pi(\\mu,\\mu)}[y|x]$. Commuting covariances, per eigenvalue (source $a$, target $b$): \
      $\\dot a=\\sqrt{\\varepsilon^2+4ab}-\\sqrt{\\varepsilon^2+4a^2}$, monotone towards $b$, at the rate \
      $2b/\\sqrt{\\varepsilon^2+4b^2}$; $t=\\int_{a_0}^{a(t)}\\frac{da}{\\sqrt{\\varepsilon^2+4ab}-\\sqrt{\\varepsilon^2+4a^2}}$. For $b=0$: \
      $\\theta-\\coth(\\theta/2)=\\theta_0-\\coth(\\theta_0/2)-2t$ with $\\theta=\\mathrm{asinh}(2a/\\varepsilon)$, and \
      $a\\sim\\varepsilon/(2t)$.
      """,
    source: Source(
      GaussianModel.sinkhornFlow,
      "abstract: Gaussian invariance, global convergence, rate in the commuting case, O(1/t) for a degenerate target",
      .reconstructed),
    parameters: [
      ParameterSpec("a0", symbol: "a_0", .real(.positive), "variance at time 0"),
      ParameterSpec("b", symbol: "b", .real(.nonNegative), "variance of the target"),
      ParameterSpec("eps", symbol: "\\varepsilon", .real(.positive), "regularisation"),
      ParameterSpec("t", symbol: "t", .real(.nonNegative), "time"),
    ],
    outputs: [OutputSpec("a", symbol: "a", "the variance a(t); exactly a0 for a0 = b or t = 0")],
    method: """
      The integral is elementary. With L = ln(a/|b-a|) it is increasing in L (convex for a0 < b, and convex in ln L for a0 > b), \
      and its differences are written so that nothing cancels; for b = 0 the same with coth(theta/2) - 1. Newton's method, then \
      the signs on both sides.
      """,
    notes: [
      "Other normalisations of the cost have other constants: with |x-y|^2, eps becomes eps/2 and t becomes 2t.",
      "In units of eps/2 the flow has no parameter but b.",
    ],
    crossCheck: CrossCheck(
      simulates: "Runge-Kutta on a, both conditional means from Gaussian Sinkhorn iterations",
      law: "error O(step^4)", defaultParameters: "a0=1 b=2 eps=1 t=1", run: crossCheck),
    references: [
      ReferenceValue("a0=1 b=2 eps=1 t=1 output=a", "1.570512511654103285229363806505404547538538350754")
    ],
    related: ["gaussian.heat-limit", "gaussian.bures-distance", "gaussian.sinkhorn-coupling"])

  public static func value(_ p: Arguments, output: String) throws -> Value {
    guard case .real(let a0)? = p["a0"], case .real(let b)? = p["b"] else {
      return .undecided("no variances")
    }
    let isAtRest = !a0.isInterval && a0.decide(.equal, bound: b) == .proved
    if p.rational("t")?.isZero ?? false || isAtRest {
      if let exact = a0.rational { return .exact(exact) }
      return .real(a0.ball)
    }
    return try withPrecision(Precision.bits + 32) {
      let q = p.lifted(to: Ball.self)
      // a increases in a_0 and in b: ranges are answered by their ends.
      var ends: [Ball] = []
      for end in a0.isInterval || b.isInterval ? [0, 1] : [0] {
        let (x, y) = (a0.end(end), b.end(end))
        guard let a = try variance(from: x, to: y, eps: q.eps, time: q.t) else {
          return .undecided("no certain signs around a")
        }
        ends.append(a)
      }
      return .real(ends.dropFirst().reduce(ends[0], Ball.hull))
    }
  }

  /// a(t) in units of ε/2: α' = 2(√(1+αβ) - √(1+α²)).
  private static func variance(
    from a0: RealParameter, to b: RealParameter, eps: Ball, time: Ball
  ) throws -> Ball? {
    let alpha0 = 2 * a0.ball / eps
    if b.rational?.isZero ?? false {
      return try DegenerateTarget(start: alpha0).variance(at: time).map { eps * $0 / 2 }
    }
    if !a0.isInterval, a0.decide(.equal, bound: b) == .proved { return a0.ball }
    // b - a_0 is formed before it is rounded.
    let gap = a0.isInterval || b.isInterval ? b.ball - a0.ball : a0.gap(below: b)
    guard gap.isNonZero else { return nil }
    let passage = SinkhornPassage(start: alpha0, target: 2 * b.ball / eps, gap: 2 * gap / eps)
    return try passage.variance(at: time).map { eps * $0 / 2 }
  }

  public static func symbolic(_ output: String) -> DefiningFormula? {
    let p = Lifted<Expression>(symbolsOf: record, output: output)
    let a = Expression.variable("a", latex: "a")
    return .equation(.integral(Delay(), [p.b, p.eps], from: p.a0, to: a), p.t)
  }

  /// dt/da = (√(ε²+4ab) + √(ε²+4a²))/(4a(b-a)); parameters b, ε.
  struct Delay: Function1 {
    func callAsFunction<T: SpecialAnalytic>(_ a: T, _ p: [T]) -> T {
      let e = p[1] * p[1]
      return (T.sqrt(e + 4 * a * p[0]) + T.sqrt(e + 4 * a * a)) / (4 * a * (p[0] - a))
    }
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let largest = max(p.a0, p.b)
    guard p.eps >= 0.01 * largest, p.t <= 20 else {
      throw InputError("a simulation needs eps >= max(a0, b)/100 and t <= 20")
    }
    return try context.confront(law: .power(order: 4, next: 5, noise: 1e-12)) {
      [16, 32, 64, 128].map { n in
        let steps = n * max(1, Int(p.t))
        let a = ScalarRungeKutta.run(from: p.a0, time: p.t, steps: steps) { a in
          2 * a * (GaussianCoupling.slope(a, p.b, eps: p.eps) - GaussianCoupling.slope(a, a, eps: p.eps))
        }
        return SizedObservation(size: Double(n), simulated: a)
      }
    }
  }
}

extension RealParameter {
  /// The lower (0) or upper (1) end of an interval; the number itself.
  fileprivate func end(_ which: Int) -> RealParameter {
    guard isInterval else { return self }
    let ends = lifted(Expression.self).operands
    return which < ends.count ? RealParameter(ends[which]) : self
  }

  /// `other` minus this number.
  fileprivate func gap(below other: RealParameter) -> Ball {
    if let x = rational, let y = other.rational { return Ball(y - x) }
    return RealParameter(other.lifted(Expression.self) - lifted(Expression.self)).ball
  }
}

/// The flow towards a target b > 0, in units of ε/2: α' = 2(√(1+αβ) - √(1+α²)), α_0 ≠ β.
///
/// Multiplied out, 2 dt = (r + s) dα/(α(β-α)) with r = √(1+αβ), s = √(1+α²). By partial fractions and, with R = √(1+β²),
/// ∫ r dα/(β-α) = -2r + R ln((R+r)/(R-r)) and ∫ s dα/(β-α) = -s - β asinh α + R ln((1+αβ+Rs)/|β-α|), all terms r and s outside of
/// logarithms cancel:
///
///     2βt = [2 ln α - 2 ln(1+r) - ln(1+s) + 2R ln(R+r) + R ln(1+αβ+Rs) - 2R ln|β-α| - β asinh α] from α_0 to α(t).
///
/// With L = ln(α/|β-α|), dt/dL = (r+s)/(2β) on both sides of β, and L grows from L_0 to infinity. In terms of D = L - L_0 >= 0,
/// K = α_0/(β-α_0) (signed) and E = e^-D: α = βK/(K+E), α - α_0 = -βK(E-1)/((K+E)(K+1)), ln(α/α_0) = -ln(1 + (E-1)/(K+1)).
struct SinkhornPassage {
  let start: Ball
  let target: Ball
  /// β - α_0, not 0.
  let gap: Ball

  private var k: Ball { start / gap }
  /// K + 1 = β/(β-α_0)
  private var k1: Ball { target / gap }

  /// K + E, of the sign of K. For K < 0 both terms K + 1 and E - 1 are negative or 0.
  private func denominator(_ d: Ball) -> Ball { gap.isPositive ? k + .exp(-d) : k1 + .expm1(-d) }

  /// α after the logarithm L has grown by d.
  func variance(after d: Ball) -> Ball { target * k / denominator(d) }

  /// r + s at α.
  private func speed(_ alpha: Ball) -> Ball { .sqrt(1 + alpha * target) + .sqrt(1 + alpha * alpha) }

  /// The time in which L grows by d: the differences of the bracket above, each by a - b = (a² - b²)/(a + b), and those of the
  /// logarithms 2 ln α - 2R ln|β-α| = 2R L - (2R - 2) ln α with R - 1 = β²/(1+R).
  func time(_ d: Ball) -> Ball {
    let (a0, b) = (start, target)
    let change = Ball.expm1(-d)
    let below = denominator(d)
    let a = b * k / below
    let rise = -(b * k * change) / (below * k1)
    let growth = -Self.logarithm(below / k1, change / k1)
    let root = Ball.sqrt(1 + b * b)
    let (r0, s0) = (Ball.sqrt(1 + a0 * b), Ball.sqrt(1 + a0 * a0))
    let (r, s) = (Ball.sqrt(1 + a * b), Ball.sqrt(1 + a * a))
    let dr = b * rise / (r + r0)
    let ds = rise * (a + a0) / (s + s0)
    let logarithms = 2 * root * d - 2 * b * b / (1 + root) * growth
    let small =
      2 * Self.logarithm((1 + r) / (1 + r0), dr / (1 + r0))
      + Self.logarithm((1 + s) / (1 + s0), ds / (1 + s0))
    let mixed = 1 + a0 * b + root * s0
    let inner = Self.logarithm((1 + a * b + root * s) / mixed, (b * rise + root * ds) / mixed)
    let large = root * (2 * Self.logarithm((root + r) / (root + r0), dr / (root + r0)) + inner)
    // asinh α - asinh α_0 = asinh(α s_0 - α_0 s)
    let angle = Ball.asinh(rise * (a + a0) / (a * s0 + a0 * s))
    return (logarithms - small + large - b * angle) / (2 * b)
  }

  /// ln q from q and q - 1, whichever keeps its digits.
  static func logarithm(_ ratio: Ball, _ excess: Ball) -> Ball {
    (2 * excess + 1).isPositive ? .log1p(excess) : .log(ratio)
  }

  /// α(t): the zero of time(D) - t, which increases in D.
  ///
  /// α_0 < β: r + s increases with D, so it is convex, and r + s >= r_0 + s_0. α_0 > β: with L = L_0 e^y its derivative
  /// L(r+s)/(2β) in y increases, because Lα = βL/(1-e^-L) and L increase and Lr = √(L² + L β (Lα)), Ls = √(L² + (Lα)²); there
  /// r + s >= 2R.
  func variance(at time: Ball) throws -> Ball? {
    let first = speed(start)
    if gap.isPositive {
      let equation = IncreasingEquation {
        self.time($0) - time
      } slope: {
        speed(variance(after: $0)) / (2 * target)
      }
      return try equation.zero(from: (2 * target * time / first).upperEdge).map(variance)
    }
    guard gap.isNegative else { return nil }
    // L_0 = ln(α_0/(α_0-β)) = ln(1 + β/(α_0-β))
    let l0 = Ball.log1p(-k1)
    let equation = IncreasingEquation {
      self.time(l0 * .expm1($0)) - time
    } slope: { y in
      let l = l0 * .exp(y)
      return l * speed(variance(after: l0 * .expm1(y))) / (2 * target)
    }
    let steep = 2 * target * time / (l0 * first)
    let flat = Ball.log1p(target * time / (.sqrt(1 + target * target) * l0))
    return try equation.zero(from: .min(steep, flat).upperEdge).map { variance(after: l0 * .expm1($0)) }
  }
}

/// The flow towards a point mass, b = 0, in units of ε/2: α' = 2(1 - √(1+α²)).
///
/// With θ = asinh α, θ' = -2(cosh θ - 1)/cosh θ and θ - coth(θ/2) falls by 2t. In c = coth(θ/2) - 1 = 2/(e^θ - 1) this is
/// c - ln(1 + 2/c) = c_0 - ln(1 + 2/c_0) + 2t, and α = sinh θ = 2(c+1)/(c(c+2)).
struct DegenerateTarget {
  let start: Ball

  /// 2/(e^θ - 1) with e^θ - 1 = α + (√(1+α²) - 1) = α + α²/(1+√(1+α²)).
  private var c0: Ball { 2 / (start * (1 + start / (1 + .sqrt(1 + start * start)))) }

  /// With c = c_0 e^w: c_0 (e^w - 1) - ln(1 + 2(e^-w - 1)/(c_0 + 2)) = 2t, both terms positive. The left side has the derivative
  /// c + 2/(c+2) in w, which is at least 1, at least c, and increases (by c (1 - 2/(c+2)²)).
  func variance(at time: Ball) throws -> Ball? {
    let c0 = c0
    let equation = IncreasingEquation {
      let ratio = (c0 + 2 * .exp(-$0)) / (c0 + 2)
      let logarithm = SinkhornPassage.logarithm(ratio, 2 * .expm1(-$0) / (c0 + 2))
      return c0 * .expm1($0) - logarithm - 2 * time
    } slope: { w in
      let c = c0 * .exp(w)
      return c + 2 / (c + 2)
    }
    let start = Ball.min(2 * time, .log1p(2 * time / c0)).upperEdge
    return try equation.zero(from: start).map { w in
      let c = c0 * .exp(w)
      return 2 * (c + 1) / (c * (c + 2))
    }
  }
}
