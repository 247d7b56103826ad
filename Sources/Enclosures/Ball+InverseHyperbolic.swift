/// Inverse hyperbolic functions, which the generic formulas enclose poorly for large arguments.
extension Ball {
  /// For |x| >= 1 by arsinh x = log1p(x + x²/(1 + √(1 + x²))), x >= 0, where nothing cancels; odd. A ball that
  /// reaches both below -1 and above 1, or is wide, takes its ends: arsinh increases.
  public static func asinh(_ x: Ball) -> Ball {
    guard x.isFinite else { return x }
    if x.isWide {
      guard let (low, high) = x.ends else { return .indeterminate(bits: x.bits) }
      return .hull(asinhThin(low), asinhThin(high)).rounded(to: x.bits)
    }
    return asinhThin(x)
  }

  private static func asinhThin(_ x: Ball) -> Ball {
    if x.isZero { return x }
    let one = Ball(1, bits: x.bits)
    if x.isNegative { return -asinhThin(-x) }
    let square = x * x
    return log1p(x + square / (one + sqrt(one + square)))
  }

  /// A ball that is wide beside its distance from 1 by its ends: arcosh increases on [1, ∞).
  public static func acosh(_ x: Ball) -> Ball {
    guard x.isFinite else { return x }
    if x.isBelow(Ball(1, bits: 2)) { return undefined("acosh", x) }
    if x.isExact || !(x - Ball(1, bits: x.bits)).isWide { return acoshThin(x) }
    guard let (low, high) = x.ends else { return .indeterminate(bits: x.bits) }
    return .hull(acoshThin(low), acoshThin(high)).rounded(to: x.bits)
  }

  private static func acoshThin(_ x: Ball) -> Ball {
    let below = x - Ball(1, bits: x.bits)
    return log1p(below + sqrt(below * (x + Ball(1, bits: x.bits))))
  }
}
