import VlasovSymbols

/// The time t = ∫ 2 dy/m(y), y = artanh a, of the flow of `clustering.beta0-meanfield-flow`, with m(y) = m_d(tanh y).
///
/// **The integrand.** m(y) = E tanh(V + 2y), V = artanh v with the first coordinate v of a uniform point, which is symmetric.
/// Let y = x + iθ and X = V + 2x; then
///
///     tanh(X + 2iθ) = (sinh 2X + i sin 4θ)/(cosh 2X + cos 4θ).
///
/// In the strip |θ| <= π/8 its modulus is at most 1, as its square is (cosh 2X - cos 4θ)/(cosh 2X + cos 4θ). So m is
/// holomorphic on a neighbourhood of the strip with |m| <= 1, and m -> ±1 for x -> ±∞, uniformly (dominated convergence).
/// Im m ≠ 0 for θ ≠ 0, and on the real line m has the sign of y: the only zero is y = 0, and it is simple. There
/// m = κy + ..., κ = 2(d-1)/d (the derivative is 2 E(1 - v²)). Therefore
///
///     r(y) = 2/m(y) - (2/κ) coth y
///
/// is holomorphic in the strip and bounded; r = 0 for d = 2.
///
/// **|r| <= 66 in the strip.** By the maximum principle it is enough to bound r for θ = π/8 and x >= 0 (m and coth are odd,
/// and real on the real line; at infinity r tends to ±(2 - 2/κ)). There tanh(X + 2iθ) = tanh 2X + i sech 2X. Let
/// f = tanh + sech, so that √2 |m| >= Re m + Im m = E f(2X), and pair V > 0 with -V: p = 4x + 2V, q = 4x - 2V.
/// If q >= 0, then f(p), f(q) >= 1. If q < 0, then |q| <= p <= 4V and |q| <= 2V, so
/// f(p) + f(q) = (tanh p - tanh |q|) + sech p + sech q >= 2 sech 4V. So E f(2X) >= E sech 4V. With
/// cosh 2V = (1+v²)/(1-v²), sech 4V >= 1/(2 cosh² 2V) >= (1-v²)²/8, and E(1-v²)² = 1 - 2/d + 3/(d(d+2)) >= 3/8
/// (|v| decreases stochastically in d). Hence 2/|m| <= 2 √2 · 64/3 < 60.4. And (2/κ)|coth y| <= 2 cot(π/8) < 4.9. ∎
///
/// **Quadrature.** ∫ r by n-point Gauss-Legendre rules on pieces of half-length h: the ellipse with the semi-axis
/// h (ρ - 1/ρ)/2 <= π/8 lies in the strip, so each piece errs by at most h (64/15) 66 ρ^(-2n)/(1 - ρ^-2) (`Quadrature`).
///
/// **Far out**, beyond Y: m_d increases in d, because tanh(2y+V) + tanh(2y-V) decreases in |V|; so m_d >= m_2 = tanh y, and
/// 0 <= 2/m - 2 <= 2 (coth y - 1) <= 4 e^(-2y)/tanh Y. The integral of it is at most e^(-2Y)/tanh Y times both 2 and
/// 4 (y_1 - Y).
struct PoissonFlowTime {
  let d: Ball
  private static let bound = Ball(Rational(66 * 64, 15), bits: 64)

  /// The time from a_0 to a_1 >= a_0 at the working precision; indeterminate when the budget ends.
  func time(from start: Concentration, to end: Concentration) throws -> Ball {
    let bits = Precision.bits
    let factor = d / (d - 1)
    if (d - 2).isZero { return factor * (end.logSinh - start.logSinh) }
    let (y0, y1) = (start.rapidity, end.rapidity)
    // Where e^(-2y) is negligible; a choice.
    let limit = Ball(bits / 2 + 8) * Ball(Rational(7, 10), bits: 64)
    guard (y1 - limit).isPositive else {
      return factor * (end.logSinh - start.logSinh) + (try rest(from: y0, to: y1))
    }
    let isBefore = (limit - y0).isPositive
    let edge = isBefore ? limit : y0
    let width = y1 - edge
    let small = Ball.exp(-2 * edge) / Ball.tanh(edge)
    let far = 2 * width + Ball.hull(0, Ball.min(2 * small, 4 * width * small))
    guard isBefore else { return far }
    return factor * (Ball.log(Ball.sinh(edge)) - start.logSinh) + (try rest(from: y0, to: edge)) + far
  }

  /// ∫ r dy.
  private func rest(from y0: Ball, to y1: Ball) throws -> Ball {
    let bits = Precision.bits
    let length = y1 - y0
    guard length.isFinite else { return length }
    let pieces = max(1, Int((length.magnitude.estimate / 0.8).rounded(.up)))
    let half = length / (2 * pieces)
    guard let (rho, logRho) = ellipse(half) else { return .indeterminate }
    // 2^-bits of a sum that is at least 2h; a choice.
    let wanted = (Double(bits) + 10) * 0.6932 / (2 * logRho)
    let step = max(1, Int(wanted) / 16)
    let count = (max(2, Int(wanted) + 1) + step - 1) / step * step
    guard let rule = GaussLegendreRule.rule(count: count, bits: bits) else { throw BudgetExhausted() }
    var sum: Ball = 0
    for i in 0..<pieces {
      let middle = y0 + half * (2 * i + 1)
      for (node, weight) in zip(rule.nodes, rule.weights) {
        try Budget.check()
        let offset = half * node
        let pair = node.isZero ? remainder(middle) : remainder(middle - offset) + remainder(middle + offset)
        sum += weight * pair
      }
    }
    let power = Ball.pow(1 / rho, Index(2 * count))
    let error = (Self.bound * power / (1 - 1 / (rho * rho)) * pieces).magnitude
    return half * Ball(center: sum, radius: error)
  }

  /// ρ > 1 with half (ρ - 1/ρ)/2 <= π/8 for certain, and about its logarithm.
  private func ellipse(_ half: Ball) -> (rho: Ball, logarithm: Double)? {
    let h = half.magnitude.estimate
    guard h < 1e3 else { return nil }
    let ratio = min(0.392 / max(h, 1e-30), 1e30)
    let logarithm = Double.asinh(ratio) * 0.999
    let rho = withPrecision(64) { Ball(exactly: Double.exp(logarithm)) }
    let isInside = (Ball.pi(bits: 64) / 4 - half.rounded(to: 64) * (rho - 1 / rho)).isPositive
    return isInside && (rho - 1).isPositive ? (rho, logarithm) : nil
  }

  /// r(y), y > 0.
  private func remainder(_ y: Ball) -> Ball {
    let a = Ball.tanh(y)
    // -4a/(1-a)² = 1 - e^(4y)
    let m = Beta0MeanfieldFlow.flow(d, a) { Ball.hyp2f1(1, (d - 1) / 2, d, -Ball.expm1(4 * y)) }
    return 2 / m - d / ((d - 1) * a)
  }
}

/// Points of the sphere with weights, seen along the axis e, in floating point: a quadrature of the uniform measure, moved to
/// the density of concentration a. All are moved by u' = (1 - u²) m with the mean m of the u.
struct PoissonParticles {
  private var positions: [Double]
  private let weights: [Double]
  /// artanh of the concentration: it grows by m/2.
  private var rapidity: Double
  private(set) var time = 0.0

  init(d: Double, a: Double) {
    let rule = GaussLegendre(count: 400)
    let angles = rule.nodes.map { (angle: Double.pi * ($0.x + 1) / 2, weight: $0.weight) }
    let masses = angles.map { $0.weight * Double.pow(Double.sin($0.angle), d - 2) }
    let total = masses.reduce(0, +)
    weights = masses.map { $0 / total }
    let b = 2 * a / (1 + a * a)
    positions = angles.map { (Double.cos($0.angle) + b) / (1 + b * Double.cos($0.angle)) }
    rapidity = Double.atanh(a)
  }

  var mean: Double { PoissonParticles.mean(positions, weights) }

  private static func mean(_ positions: [Double], _ weights: [Double]) -> Double {
    zip(positions, weights).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// (E|x - e|²)^(1/2)
  var distance: Double {
    zip(positions, weights).reduce(0) { $0 + (2 - 2 * $1.0) * $1.1 }.squareRoot()
  }

  /// Runge-Kutta steps with the integral of m as the clock: du = (1 - u²), dt = 1/m.
  mutating func run(to a: Double, steps: Int) {
    let h = 2 * (Double.atanh(a) - rapidity) / Double(steps)
    for _ in 0..<steps {
      var (stage, slope) = (positions, [Double]())
      var total = [Double](repeating: 0, count: positions.count)
      for (factor, next) in [(1.0, 0.5), (2, 0.5), (2, 1), (1, 0)] {
        time += h * factor / 6 / PoissonParticles.mean(stage, weights)
        slope = stage.map { 1 - $0 * $0 }
        for i in stage.indices {
          total[i] += factor / 6 * slope[i]
          stage[i] = positions[i] + next * h * slope[i]
        }
      }
      for i in positions.indices { positions[i] += h * total[i] }
    }
    rapidity = Double.atanh(a)
  }
}
