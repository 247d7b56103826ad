/// Sums and differences.
extension SmallBall {
  @inlinable @inline(__always)
  public static func + (a: SmallBall, b: SmallBall) -> SmallBall { sum(a, b, flip: false) }
  @inlinable @inline(__always)
  public static func - (a: SmallBall, b: SmallBall) -> SmallBall { sum(a, b, flip: true) }
  @inlinable @inline(__always)
  public static func += (a: inout SmallBall, b: SmallBall) { a = sum(a, b, flip: false) }
  @inlinable @inline(__always)
  public static func -= (a: inout SmallBall, b: SmallBall) { a = sum(a, b, flip: true) }

  @inlinable @inline(__always) public static prefix func - (a: SmallBall) -> SmallBall {
    SmallBall(hi: a.hi, lo: a.lo, exponent: a.exponent, isNegative: !a.isNegativeMidpoint, rad: a.rad)
  }

  /// a + b, or a - b when b's sign is flipped.
  @inlinable @inline(__always)
  static func sum(_ a: SmallBall, _ b: SmallBall, flip: Bool) -> SmallBall {
    let m = centerSum(a, b, flip: flip)
    if _slowPath(!isMidpointExponent(m.exponent)) { return outOfRange(m, sum(a.rad, b.rad, error: noError)) }
    return SmallBall(m, sum(a.rad, b.rad, error: unitError(m.exponent, unless: m.isExact)))
  }

  /// The sum of the midpoints, truncated towards 0: exact, or in error by less than a unit of the last place.
  @inlinable @inline(__always)
  static func centerSum(_ a: SmallBall, _ b: SmallBall, flip: Bool) -> Center {
    let swap = a.exponent < b.exponent
    let (s, t) = (a.isNegativeMidpoint, b.isNegativeMidpoint != flip)
    let (xh, xl, e) = swap ? (b.hi, b.lo, b.exponent) : (a.hi, a.lo, a.exponent)
    let (yh, yl, f) = swap ? (a.hi, a.lo, a.exponent) : (b.hi, b.lo, b.exponent)
    let d = UInt64(truncatingIfNeeded: e &- f)
    let x = UInt128(xh) << 64 | UInt128(xl)
    if _slowPath(d >= 64) {
      return distantSum(x, e, isNegative: swap ? t : s, UInt128(yh) << 64 | UInt128(yl), d, differ: s != t)
    }
    // y is y1 with `rest` in the 64 places below its last one.
    let y1 = UInt128(yh &>> d) << 64 | UInt128(yl &>> d | (yh &<< 1) &<< (63 &- d))
    let rest = (yl &<< 1) &<< (63 &- d)
    return s == t
      ? added(x, e, y1, rest, isNegative: s, sticky: false)
      : subtracted(x, e, y1, rest, isNegative: swap ? t : s, sticky: false, mayBeNegative: d == 0)
  }

  /// (x + y + rest 2^-64 + something below, if `sticky`) 2^(e - 128), truncated.
  @inlinable @inline(__always)
  static func added(
    _ x: UInt128, _ e: Int, _ y: UInt128, _ rest: UInt64, isNegative: Bool, sticky: Bool
  ) -> Center {
    let (sum, carry) = x.addingReportingOverflow(y)
    // One place to the right when there is a carry.
    let c = UInt64(carry ? 1 : 0)
    let (h, l) = (UInt64(truncatingIfNeeded: sum >> 64), UInt64(truncatingIfNeeded: sum))
    return Center(
      h &>> c | c << 63, l &>> c | (h & c) << 63, e &+ Int(truncatingIfNeeded: c), isNegative: isNegative,
      isExact: (l & c) | rest == 0 && !sticky)
  }

  /// (x - y - rest 2^-64 - something below, if `sticky`) 2^(e - 128), truncated.
  ///
  /// x has its top bit set, or all is 0. With `sticky`, `rest` is rounded up, so the difference down. More than
  /// one leading bit is lost only when y was shifted by 1 at most; then `rest` has its top bit at most, and
  /// nothing is cut off. A difference of midpoints with equal exponents may be negative.
  @inlinable @inline(__always)
  static func subtracted(
    _ x: UInt128, _ e: Int, _ y: UInt128, _ rest: UInt64, isNegative: Bool, sticky: Bool, mayBeNegative: Bool
  ) -> Center {
    let below = 0 &- (rest &+ (sticky ? 1 : 0))
    var m = x &- y &- (rest != 0 || sticky ? 1 : 0)
    let flips = mayBeNegative && x < y
    if flips { m = 0 &- m }
    // One place to the left when the leading bit was lost.
    let (h, l) = (UInt64(truncatingIfNeeded: m >> 64), UInt64(truncatingIfNeeded: m))
    let z = ~h >> 63
    let (hi, lo) = (h &<< z | (l >> 63) & z, l &<< z | (below >> 63) & z)
    let exponent = e &- Int(truncatingIfNeeded: z)
    if Int64(truncatingIfNeeded: hi) >= 0 {
      return cancelled(hi, lo, exponent, isNegative: isNegative != flips)
    }
    return Center(hi, lo, exponent, isNegative: isNegative != flips, isExact: below &<< z == 0 && !sticky)
  }

  /// Normalises an exact difference.
  @inlinable @inline(__always)
  static func cancelled(_ hi: UInt64, _ lo: UInt64, _ e: Int, isNegative: Bool) -> Center {
    if hi | lo == 0 { return .zero }
    let words = hi == 0 ? 64 : 0
    let (h, l) = hi == 0 ? (lo, 0) : (hi, lo)
    let n = UInt64(truncatingIfNeeded: h.leadingZeroBitCount)
    return Center(
      h &<< n | (l >> 1) &>> (63 &- n), l &<< n, e &- words &- Int(truncatingIfNeeded: n),
      isNegative: isNegative, isExact: true)
  }

  /// The sum of ± x 2^(e - 128) and y 2^(e - 128 - d), of the same or of the other sign, for d >= 64.
  @usableFromInline @inline(never)
  static func distantSum(
    _ x: UInt128, _ e: Int, isNegative: Bool, _ y: UInt128, _ d: UInt64, differ: Bool
  ) -> Center {
    // The limbs of y, and a zero, shifted down by whole limbs, and then by less than a limb.
    let (h, l) = (UInt64(truncatingIfNeeded: y >> 64), UInt64(truncatingIfNeeded: y))
    let (y1, rest, lost): (UInt64, UInt64, Bool) =
      switch d >> 6 {
      case 1: (h, l, false)
      case 2: (0, h, l != 0)
      default: (0, 0, y != 0)
      }
    let k = d & 63
    let sticky = lost || (rest &<< 1) &<< (63 &- k) != 0
    let shifted = rest &>> k | (y1 &<< 1) &<< (63 &- k)
    let top = UInt128(y1 &>> k)
    return differ
      ? subtracted(x, e, top, shifted, isNegative: isNegative, sticky: sticky, mayBeNegative: false)
      : added(x, e, top, shifted, isNegative: isNegative, sticky: sticky)
  }
}
