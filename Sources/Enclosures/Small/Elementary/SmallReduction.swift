/// |m| = n π/2 ± d, 0 <= d < π/4 + 2^-21, for sin and cos.
struct QuarterTurns {
  /// n modulo 4.
  var quadrant: Int
  /// d is subtracted.
  var isBelow = false
  /// d 2^192, off by less than 1.001 units.
  var distance: Fixed192
  /// The next word of d.
  private var rest: UInt64 = 0

  /// d is below 2^-8. (Then n > 0: smaller midpoints are not reduced.)
  @inline(__always) var isSmall: Bool { distance.w2 >> 56 == 0 }

  /// For midpoints of exponent -7 ... 40. `nil` when m is so near a multiple of π/2 that few bits of d are left.
  ///
  /// With y = |m| cut to 64 bits after the point and G = floor(2^64 2/π), n = floor(y G 2^-64 + 1/2) has
  /// |m| 2/π - n in [-1/2, 1/2 + 2^-22], because y G 2^-64 falls short of |m| 2/π by less than
  /// 2^-64 (2/π + 2^40) + 2^-64. π/2 is cut at 2^-256 and m has no lower bits, so d is off by less than
  /// n 2^-256 < 2^-215 before the low word is dropped.
  @inline(__always)
  init?(_ x: SmallBall) {
    let (whole, fraction) = SmallFunctions.fixed(x)
    let twoOverPi: UInt64 = 0xA2F9_836E_4E44_1529
    let y = SmallFixedPoint.product(whole, twoOverPi) &+ UInt128(SmallFixedPoint.high(fraction.w2, twoOverPi))
    let n = (y &+ 1 &<< 63).highWord
    quadrant = Int(n & 3)
    distance = fraction
    if n == 0 { return }
    // n π/2 = (n + over) + p + last 2^-256, with the carry of the lowest product.
    let (_, pi, piLow) = SmallTables.halfPi
    let lowest = SmallFixedPoint.product(piLow, n)
    let (over, product) = pi.times(n)
    let p = product + Fixed192(0, 0, lowest.highWord)
    let top = n &+ over &+ (p < product ? 1 : 0)
    let last = lowest.lowWord
    isBelow = whole < top || (whole == top && (fraction < p || (fraction == p && last != 0)))
    if isBelow {
      (distance, rest) = (p - fraction, last)
    } else {
      (distance, rest) = (fraction - p - Fixed192(0, 0, last != 0 ? 1 : 0), 0 &- last)
    }
    if _slowPath(distance.w2 < 16) { return nil }
  }

  /// When d is small: d = mantissa 2^(exponent - 192), mantissa >= 2^191. d >= 2^-60, so the error n 2^-256 is
  /// below 2^-155 of d, and the cut to 192 bits below 2^-191 of it.
  @inline(__always) var normalised: (mantissa: Fixed192, exponent: Int) {
    let z = distance.w2.leadingZeroBitCount
    let w = distance.shiftedLeft(z)
    return (Fixed192(w.w2, w.w1, w.w0 | rest >> UInt64(64 - z)), 0 &- z)
  }
}
