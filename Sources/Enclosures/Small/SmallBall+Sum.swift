/// Sums and differences.
extension SmallBall {
  @inlinable public static func + (a: SmallBall, b: SmallBall) -> SmallBall { sum(a, b, flip: false) }
  @inlinable public static func - (a: SmallBall, b: SmallBall) -> SmallBall { sum(a, b, flip: true) }
  @inlinable public static func += (a: inout SmallBall, b: SmallBall) { a = sum(a, b, flip: false) }
  @inlinable public static func -= (a: inout SmallBall, b: SmallBall) { a = sum(a, b, flip: true) }

  @inlinable public static prefix func - (a: SmallBall) -> SmallBall {
    SmallBall(hi: a.hi, lo: a.lo, exponent: a.exponent, isNegative: !a.isNegativeMidpoint, rad: a.rad)
  }

  /// a + b, or a - b when b's sign is flipped.
  @inlinable @inline(__always)
  static func sum(_ a: SmallBall, _ b: SmallBall, flip: Bool) -> SmallBall {
    let m = centerSum(a, b, flip: flip)
    if _slowPath(m.exponent.magnitude >= UInt(exponentLimit)) {
      return outOfRange(m, sum(a.rad, b.rad, error: noError))
    }
    return SmallBall(m, sum(a.rad, b.rad, error: unitError(m.exponent, unless: m.isExact)))
  }

  /// A midpoint on its way to a ball: ± mantissa 2^(exponent - 128), normalised, or 0 with `zeroExponent`.
  @usableFromInline @frozen struct Center {
    @usableFromInline var mantissa: UInt128
    @usableFromInline var exponent: Int
    @usableFromInline var isNegative: Bool
    /// False when something below the last place was cut off.
    @usableFromInline var isExact: Bool

    @inlinable @inline(__always)
    init(_ mantissa: UInt128, _ exponent: Int, isNegative: Bool, isExact: Bool) {
      (self.mantissa, self.exponent) = (mantissa, exponent)
      (self.isNegative, self.isExact) = (isNegative, isExact)
    }

    @inlinable static var zero: Center { Center(0, zeroExponent, isNegative: false, isExact: true) }
  }

  @inlinable @inline(__always) init(_ m: Center, _ rad: Magnitude) {
    self.init(
      hi: UInt64(truncatingIfNeeded: m.mantissa >> 64), lo: UInt64(truncatingIfNeeded: m.mantissa),
      exponent: m.exponent, isNegative: m.isNegative, rad: rad)
  }

  @inlinable var mantissa: UInt128 { UInt128(hi) << 64 | UInt128(lo) }

  /// A midpoint whose exponent is not below `exponentLimit` in size: 0, or so small that it becomes 0 with a
  /// bound of it added to the radius, or too large.
  @usableFromInline @inline(never)
  static func outOfRange(_ m: Center, _ rad: Magnitude) -> SmallBall {
    if m.mantissa == 0 { return SmallBall(.zero, rad) }
    if m.exponent > 0 { return .indeterminate }
    return SmallBall(.zero, rad + .power2(m.exponent))
  }

  /// The sum of the midpoints, truncated towards 0: exact, or in error by less than a unit of the last place.
  ///
  /// The larger exponent is x's, and Y is y's mantissa shifted right by the difference d, with the bits of
  /// the 64 places below the last one in `rest`; what is below them is only recorded, in `sticky` (which is
  /// rounded up into `rest` when it is subtracted, so that the difference is truncated, too).
  ///
  /// A difference loses more than one leading bit only for d <= 1, and then `rest` has its top bit at most.
  @inlinable @inline(__always)
  static func centerSum(_ a: SmallBall, _ b: SmallBall, flip: Bool) -> Center {
    let swap = a.exponent < b.exponent
    let xs = swap ? b.isNegativeMidpoint != flip : a.isNegativeMidpoint
    let ys = swap ? a.isNegativeMidpoint : b.isNegativeMidpoint != flip
    let (xh, xl, e) = swap ? (b.hi, b.lo, b.exponent) : (a.hi, a.lo, a.exponent)
    var (yh, yl) = swap ? (a.hi, a.lo) : (b.hi, b.lo)
    var d = UInt64(truncatingIfNeeded: e &- (swap ? a.exponent : b.exponent))
    var rest: UInt64 = 0
    var sticky = false
    if _slowPath(d >= 64) {
      (yh, yl, rest, sticky) = shiftedByWords(yh, yl, d)
      d &= 63
    }
    // Three limbs to the right by d < 64.
    sticky = sticky || (rest &<< 1) &<< (63 &- d) != 0
    rest = rest &>> d | (yl &<< 1) &<< (63 &- d)
    let x = UInt128(xh) << 64 | UInt128(xl)
    let y = UInt128(yh &>> d) << 64 | UInt128(yl &>> d | (yh &<< 1) &<< (63 &- d))

    if xs == ys {
      let (sum, carry) = x.addingReportingOverflow(y)
      let c = UInt64(carry ? 1 : 0)
      let lost = (UInt64(truncatingIfNeeded: sum) & c) | rest
      return Center(
        sum &>> UInt128(c) | UInt128(c) << 127, e &+ Int(truncatingIfNeeded: c), isNegative: xs,
        isExact: lost == 0 && !sticky)
    }
    let up = rest &+ (sticky ? 1 : 0)
    var m = x &- y &- (rest != 0 || sticky ? 1 : 0)
    var below = 0 &- up
    // Only for equal exponents may the difference be negative.
    let negative = d == 0 && x < y
    if negative { m = 0 &- m }
    let z = UInt64(m >> 127) ^ 1
    m = m &<< UInt128(z) | UInt128((below >> 63) & z)
    below = below &<< z
    var exponent = e &- Int(truncatingIfNeeded: z)
    if m >> 127 == 0 {
      // Cancellation, of exactly known numbers.
      if m == 0 { return .zero }
      let n = m.leadingZeroBitCount
      m = m &<< UInt128(UInt64(truncatingIfNeeded: n))
      exponent = exponent &- n
    }
    return Center(m, exponent, isNegative: xs != negative, isExact: below == 0 && !sticky)
  }

  /// The limbs (h, l, 0) shifted right by the multiple of 64 in d >= 64, and whether something was lost.
  @usableFromInline @inline(never)
  static func shiftedByWords(_ h: UInt64, _ l: UInt64, _ d: UInt64) -> (UInt64, UInt64, UInt64, Bool) {
    switch d >> 6 {
    case 1: (0, h, l, false)
    case 2: (0, 0, h, l != 0)
    default: (0, 0, 0, h != 0)
    }
  }
}
