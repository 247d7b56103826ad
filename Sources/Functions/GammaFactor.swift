import CMPFR
import Foundation

/// The gamma function as the factor of hypergeometric functions: Γ and 1/Γ at a real ball.
///
/// **At an exact point**: a product for small integers and half-integers (Γ(n + 1/2) = sqrt π (2n)!/(4^n n!),
/// DLMF 5.4.6), else MPFR's correctly rounded value.
///
/// **On a ball in x > 0**, log x - 1/x < ψ(x) < log x (DLMF 5.11.2 and the monotone remainder), so
/// with r the radius and σ = max(|log| at the ends) + 1/low, |Γ(x)/Γ(m) - 1| <= e^{rσ} - 1. Where that says
/// nothing, and for 1/Γ beyond x > 0, the recurrence Γ(x + 1) = x Γ(x) leads to larger arguments.
enum GammaFactor {
  /// Γ(x); indeterminate when x may be 0, -1, -2, ...
  static func gamma(_ x: Ball) -> Ball {
    if x.isPositive { return positive(x) }
    let value = reciprocal(x)
    return value.isNonZero ? Ball(1, bits: x.bits) / value : .undefined("gamma function", x)
  }

  /// 1/Γ(x), an entire function.
  static func reciprocal(_ x: Ball) -> Ball {
    guard x.isFinite else { return x }
    if x.isNonPositiveInteger { return Ball(0, bits: x.bits) }
    if x.isPositive, !(x.magnitudeBelow <= x.radius.scaled(by: 6)) {
      return Ball(1, bits: x.bits) / positive(x)
    }
    // 1/Γ(x) = x (x+1) ... (x+n-1)/Γ(x+n).
    let low = x.lowerDouble
    guard low > -4000 else { return .undefined("reciprocal gamma function", x) }
    let shift = 64 * x.radius.estimate + 1 - low
    guard shift < 0x1p16 else { return .undefined("reciprocal gamma function", x) }
    let n = Swift.max(1, Int(shift.rounded(.up)))
    let wide = x.rounded(to: x.bits + 16)
    var product = wide
    for k in stride(from: 1, to: n, by: 1) { product *= wide.plus(k) }
    return (product / positive(wide.plus(n))).rounded(to: x.bits)
  }

  private static func positive(_ x: Ball) -> Ball {
    guard x.isPositive else { return .undefined("gamma function", x) }
    if x.isExact { return atPoint(x) }
    let value = atPoint(x.center)
    let (low, high) = (x.lowerEdge.coarse, x.upperEdge.coarse)
    let slope =
      Magnitude.max2(Ball.log(low).magnitude, Ball.log(high).magnitude)
      + Magnitude.power2(0).dividedUp(by: low.magnitudeBelow)
    let spread = Ball.expm1Bound(x.radius * slope)
    let near = Ball(center: value, radius: value.magnitude * spread)
    return near.isFinite ? near : .undefined("gamma function", x)
  }

  private static func atPoint(_ x: Ball) -> Ball {
    let bits = x.bits
    if let twice = halfInteger(x) {
      let n = twice / 2
      if twice % 2 == 0 { return Ball.factorial(n - 1, bits: bits) }
      let work = bits + 8
      let odd = Ball.factorial(2 * n, bits: work) / Ball.factorial(n, bits: work)
      return (Ball.sqrt(.pi(bits: work)) * odd.scaled(by: -2 * n)).rounded(to: bits)
    }
    return x.withMidpoint { m in Ball(bits: bits) { mpfr_gamma($0, m, MPFR_RNDN) } }
  }

  /// 2x when it is a positive integer up to 2000.
  static func halfInteger(_ x: Ball) -> Int? {
    guard x.isExact, let e = x.exponent, e < 12 else { return nil }
    let twice = 2 * x.estimate
    guard twice == twice.rounded(), twice >= 1, twice <= 2000,
      x.withMidpoint({ mpfr_cmp_d($0, twice / 2) == 0 })
    else { return nil }
    return Int(twice)
  }
}
