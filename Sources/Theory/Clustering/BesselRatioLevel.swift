import VlasovSymbols

/// The β at which the ratio r_ν(β) = I_{ν+1}(β)/I_ν(β), ν >= 0, which increases from 0 to 1 (D. E. Amos, Math. Comp. 28
/// (1974)), has a given value q in (0, 1).
///
/// By DLMF 10.33.1, r_ν = β/(2ν + 2 + βr) with r = r_{ν+1}. So
///
///     h(β) = β - q (2ν + 2) - q β r(β) = (2ν + 2 + βr)(r_ν - q)
///
/// has the sign of r_ν - q, and one zero in (0, ∞). Riccati's equation r' = 1 - r² - (2ν+3) r/β gives
/// h' = 1 - qβ (1 - r²) + q (2ν+2) r.
struct BesselRatioLevel {
  /// ν, a half-integer.
  let order: Rational
  /// q
  let level: Rational

  /// The sign of r_ν(β) - q: whether β is beyond the zero; nil when the working precision does not tell.
  func sign(_ beta: Ball) -> Int? {
    let difference = Ball.besselIRatio(order: Ball(order), beta) - Ball(level)
    return difference.isPositive ? 1 : difference.isNegative ? -1 : nil
  }

  /// Encloses the zero to about the working precision; nil where that failed.
  ///
  /// Interval Newton in growing precision. One evaluation of r at the middle m of X serves for a whole step: r lies in
  /// r(m) ± |X| sup r'/2 on X with 0 < r' <= min(1/(2ν+4), r/β) (`besselIRatio`), which encloses h' there. If one step
  /// maps X into its interior, X holds the zero (`IntervalNewton`), and later steps may be intersected with it.
  func solve() -> Ball? {
    let goal = Precision.bits
    let start = estimate()
    guard start.isFinite, start > 0 else { return nil }
    // h' is about 1/ν where q is near 1: its terms cancel.
    let lost = 2 * max(0, Int(Double.log(max(1, order.double)) / 0.693))
    var set = withPrecision(64) {
      let point = Ball(exactly: start)
      return Ball(center: point, radius: point.magnitude.scaled(by: -42))
    }
    var isProved = false
    for _ in 0..<64 {
      if Budget.isExhausted { return nil }
      if isProved, set.accuracyBits >= goal { return set.rounded(to: goal) }
      let bits = min(goal + 16, 2 * min(set.accuracyBits, goal) + 16) + lost
      let next = withPrecision(bits) { step(set.rounded(to: bits)) }
      guard let next, next.isFinite, let common = Ball.intersection(set, next) else { break }
      if !isProved {
        // Widened by a part of its radius it still lies in the set.
        guard set.contains(Ball(center: next, radius: set.radius.scaled(by: -20))) else { break }
        isProved = true
      }
      guard common.radius.scaled(by: 1) <= set.radius else { break }
      set = common
    }
    return bracketed(start)
  }

  /// m - h(m)/h'(X), m the middle of X.
  private func step(_ set: Ball) -> Ball? {
    let m = set.center
    let (nu, q) = (Ball(order), Ball(level))
    let r = Ball.besselIRatio(order: nu + 1, m)
    let value = m - q * (2 * nu + 2 + m * r)
    let slopeBound = Ball.min(1 / (2 * nu + 4), 1 / set)
    let all = Ball(center: r, radius: set.radius * slopeBound.magnitude)
    let slope = 1 - q * (set * (1 - all * all) - (2 * nu + 2) * all)
    return slope.isPositive ? m - value / slope : nil
  }

  /// The zero between two points with certain signs, by `IntervalNewton` with bisection.
  private func bracketed(_ start: Double) -> Ball? {
    let (nu, q) = (Ball(order), Ball(level))
    var width = 0x1p-30
    while width < 0.9 {
      if Budget.isExhausted { return nil }
      let (low, high) = (Ball(exactly: start * (1 - width)), Ball(exactly: start * (1 + width)))
      if sign(low) == -1, sign(high) == 1 {
        return IntervalNewton().refine(
          IsolatedZero(lower: low, upper: high, direction: .rising),
          of: { $0 - Ball(level) * (2 * nu + 2 + $0 * Ball.besselIRatio(order: nu + 1, $0)) },
          derivative: { beta in
            let r = Ball.besselIRatio(order: nu + 1, beta)
            return 1 - q * (beta * (1 - r * r) - (2 * nu + 2) * r)
          })
      }
      width *= 8
    }
    return nil
  }

  /// Newton's method in floating point.
  private func estimate() -> Double {
    let (nu, q) = (order.double, level.double)
    // Between the zeros for the bounds x/(ν + 1 + sqrt(x² + (ν+1)²)) <= r_ν <= x/(ν + 1/2 + sqrt(x² + (ν+1/2)²)).
    var beta = q * (2 * nu + 2) / (1 - q * q)
    for _ in 0..<60 {
      let r = BesselRatioLevel.ratio(nu + 1, beta)
      let value = beta - q * (2 * nu + 2 + beta * r)
      let step = value / (1 - q * (beta * (1 - r * r) - (2 * nu + 2) * r))
      guard step.isFinite else { return .nan }
      beta = max(beta - step, beta / 2)
      if abs(step) < 1e-15 * beta { break }
    }
    return beta
  }

  /// I_{ν+1}(x)/I_ν(x) in floating point, for any size of x.
  static func ratio(_ nu: Double, _ x: Double) -> Double {
    if x < 1e4 { return Double.besselIRatio(order: nu, x) }
    return x / (nu + 0.5 + (x * x + (nu + 1) * (nu + 1)).squareRoot())
  }
}
