/// Midpoints on their way to a ball.
extension SmallBall {
  /// ± (hi 2^64 + lo) 2^(exponent - 128), normalised, or 0 with `zeroExponent`; the exponent may be out of range.
  @usableFromInline @frozen struct Center {
    @usableFromInline var hi: UInt64
    @usableFromInline var lo: UInt64
    @usableFromInline var exponent: Int
    @usableFromInline var isNegative: Bool
    /// False when something below the last place was cut off.
    @usableFromInline var isExact: Bool

    @inlinable @inline(__always)
    init(_ hi: UInt64, _ lo: UInt64, _ exponent: Int, isNegative: Bool, isExact: Bool) {
      (self.hi, self.lo, self.exponent) = (hi, lo, exponent)
      (self.isNegative, self.isExact) = (isNegative, isExact)
    }

    @inlinable @inline(__always)
    init(_ mantissa: UInt128, _ exponent: Int, isNegative: Bool, isExact: Bool) {
      self.init(
        UInt64(truncatingIfNeeded: mantissa >> 64), UInt64(truncatingIfNeeded: mantissa), exponent,
        isNegative: isNegative, isExact: isExact)
    }

    @inlinable static var zero: Center { Center(0, 0, zeroExponent, isNegative: false, isExact: true) }

    @inlinable @inline(__always) var mantissa: UInt128 { UInt128(hi) << 64 | UInt128(lo) }

    /// The next number away from 0.
    var magnified: Center {
      let (m, carry) = mantissa.addingReportingOverflow(1)
      return Center(
        carry ? 1 << 127 : m, carry ? exponent + 1 : exponent, isNegative: isNegative, isExact: true)
    }
  }

  @inlinable @inline(__always) init(_ m: Center, _ rad: Magnitude) {
    self.init(hi: m.hi, lo: m.lo, exponent: m.exponent, isNegative: m.isNegative, rad: rad)
  }

  @inlinable @inline(__always) var mantissa: UInt128 { UInt128(hi) << 64 | UInt128(lo) }

  /// A midpoint whose exponent is not below `exponentLimit` in size: 0, or so small that it becomes 0 with a
  /// bound of it added to the radius, or too large.
  @usableFromInline @inline(never)
  static func outOfRange(_ m: Center, _ rad: Magnitude) -> SmallBall {
    if m.hi == 0 { return SmallBall(.zero, rad) }
    if m.exponent > 0 { return .indeterminate }
    return SmallBall(.zero, rad + .power2(m.exponent))
  }
}
