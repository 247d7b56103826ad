import CMPFR
import Foundation

/// The gamma function as the factor of hypergeometric functions: Γ and 1/Γ at a real ball. Where a ball is so wide that
/// Γ says nothing, and for 1/Γ beyond x > 0, the recurrence Γ(x + 1) = x Γ(x) leads to larger arguments.
enum GammaFactor {
  /// Γ(x); indeterminate when x may be 0, -1, -2, ...
  static func gamma(_ x: Ball) -> Ball {
    if x.isPositive { return Ball.gamma(x) }
    let value = reciprocal(x)
    return value.isNonZero ? Ball(1, bits: x.bits) / value : .undefined("gamma function", x)
  }

  /// 1/Γ(x), an entire function.
  static func reciprocal(_ x: Ball) -> Ball {
    guard x.isFinite else { return x }
    if x.isNonPositiveInteger { return Ball(0, bits: x.bits) }
    if x.isPositive, !(x.magnitudeBelow <= x.radius.scaled(by: 6)) {
      return Ball(1, bits: x.bits) / Ball.gamma(x)
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
    return (product / Ball.gamma(wide.plus(n))).rounded(to: x.bits)
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
