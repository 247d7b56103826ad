import CMPFR

/// An upper bound of a non-negative real: `mantissa * 2^(exponent - 32)`, mantissa in [2^31, 2^32), or zero.
///
/// The radius of a ball. All operations round up. A 32-bit mantissa with a word exponent does not underflow
/// near 1000 bits as a Double would, and costs one normalisation per formula.
///
/// Exponents stay between -2^60 and 2^60, so that no sum of a few exponents overflows a word: a larger result
/// is `infinity`, a smaller one is rounded up to the least positive magnitude.
@frozen public struct Magnitude: Sendable, Hashable {
  public var mantissa: UInt32
  public var exponent: Int

  @inlinable init(mantissa: UInt32, exponent: Int) {
    self.mantissa = mantissa
    self.exponent = exponent
  }

  /// Zero carries a very small exponent so that it never wins an alignment.
  @inlinable public static var zero: Magnitude { Magnitude(mantissa: 0, exponent: Int.min / 4) }
  /// Stands for "unbounded"; every exponent from 2^60 on is treated as infinite.
  @inlinable public static var infinity: Magnitude { Magnitude(mantissa: 1 << 31, exponent: Int.max / 4) }
  @inlinable static var infiniteExponent: Int { 1 << 60 }

  /// `mantissa * 2^(exponent - 32)`, kept in the range of exponents.
  @inlinable static func inRange(_ mantissa: UInt32, _ exponent: Int) -> Magnitude {
    if _fastPath(exponent.magnitude < UInt(infiniteExponent)) {
      return Magnitude(mantissa: mantissa, exponent: exponent)
    }
    return exponent > 0 ? .infinity : Magnitude(mantissa: 1 << 31, exponent: -infiniteExponent)
  }

  @inlinable public var isZero: Bool { mantissa == 0 }
  @inlinable public var isFinite: Bool { exponent < Magnitude.infiniteExponent }

  /// Exactly 2^e, within the range of exponents.
  @inlinable public static func power2(_ e: Int) -> Magnitude {
    inRange(1 << 31, max(min(e, infiniteExponent), -infiniteExponent) &+ 1)
  }

  /// An upper bound of |n|.
  public init(_ n: Int) {
    self = n == 0 ? .zero : Magnitude.ceiling(UInt64(n.magnitude), unit: 64)
  }

  /// The smallest representable bound of `s * 2^(unit - 64)`, `s > 0`, rounded up.
  @inlinable @inline(__always) static func ceiling(_ s: UInt64, unit: Int) -> Magnitude {
    let z = s.leadingZeroBitCount
    let shifted = s &<< UInt64(truncatingIfNeeded: z)
    let lost: UInt64 = (shifted & 0xFFFF_FFFF) == 0 ? 0 : 1
    let t = (shifted >> 32) &+ lost
    let carry = t >> 32
    return inRange(
      UInt32(truncatingIfNeeded: carry != 0 ? t >> 1 : t), unit &- z &+ Int(truncatingIfNeeded: carry))
  }

  @inlinable static func align(_ x: UInt64, _ n: Int) -> UInt64 {
    x &>> UInt64(truncatingIfNeeded: min(n, 63))
  }

  /// |m| rounded up to 32 bits, infinite when `m` is not a number or infinite.
  @inlinable static func upper(_ m: UnsafePointer<__mpfr_struct>) -> Magnitude {
    let e = m.pointee._mpfr_exp
    if _slowPath(e < Int.min + 16) { return e == MPFRExponent.zero ? .zero : .infinity }
    let top = UInt64(m.pointee._mpfr_d[(m.pointee._mpfr_prec &- 1) &>> 6])
    let t = (top >> 32) &+ 1
    let carry = t >> 32
    return Magnitude(
      mantissa: UInt32(truncatingIfNeeded: carry != 0 ? t >> 1 : t),
      exponent: e &+ Int(truncatingIfNeeded: carry))
  }

  /// |m| rounded down to 32 bits, zero when `m` is not a number or infinite.
  @inlinable static func lower(_ m: UnsafePointer<__mpfr_struct>) -> Magnitude {
    let e = m.pointee._mpfr_exp
    if e < Int.min + 16 { return .zero }
    let top = UInt64(m.pointee._mpfr_d[(m.pointee._mpfr_prec &- 1) &>> 6])
    return Magnitude(mantissa: UInt32(truncatingIfNeeded: top >> 32), exponent: e)
  }

  /// >= a + b.
  ///
  /// The terms are aligned below 2^62; each of the two alignments loses less than one unit, which the `+ 2`
  /// covers. The same argument, with one unit for each truncation, proves `sum3` and `productError`; there a
  /// zero term cannot win the alignment over another term, because its exponent is below -2^60.
  @inlinable public static func + (a: Magnitude, b: Magnitude) -> Magnitude {
    if a.mantissa == 0 { return b }
    if b.mantissa == 0 { return a }
    let e = max(a.exponent, b.exponent)
    let s =
      align(UInt64(a.mantissa) << 30, e &- a.exponent) &+ align(UInt64(b.mantissa) << 30, e &- b.exponent)
    return ceiling(s &+ 2, unit: e &+ 2)
  }

  /// >= a + b + c.
  @inlinable @inline(__always) static func sum3(_ a: Magnitude, _ b: Magnitude, _ c: Magnitude) -> Magnitude {
    let e = max(max(a.exponent, b.exponent), c.exponent)
    let s =
      align(UInt64(a.mantissa) << 30, e &- a.exponent)
      &+ align(UInt64(b.mantissa) << 30, e &- b.exponent)
      &+ align(UInt64(c.mantissa) << 30, e &- c.exponent)
    return s == 0 && e < Int.min / 8 ? .zero : ceiling(s &+ 3, unit: e &+ 2)
  }

  /// >= a * b.
  @inlinable public static func * (a: Magnitude, b: Magnitude) -> Magnitude {
    if a.mantissa == 0 || b.mantissa == 0 { return .zero }
    return ceiling(UInt64(a.mantissa) &* UInt64(b.mantissa), unit: a.exponent &+ b.exponent)
  }

  /// >= |a| rb + |b| ra + ra rb + e: the radius of a product of balls with rounding error `e`.
  @inlinable @inline(__always) static func productError(
    _ am: Magnitude, _ ra: Magnitude, _ bm: Magnitude, _ rb: Magnitude, _ er: Magnitude
  ) -> Magnitude {
    let e1 = am.exponent &+ rb.exponent
    let e2 = bm.exponent &+ ra.exponent
    let e3 = ra.exponent &+ rb.exponent
    let e = max(max(e1, e2), max(e3, er.exponent))
    let s =
      align((UInt64(am.mantissa) &* UInt64(rb.mantissa)) >> 2, e &- e1)
      &+ align((UInt64(bm.mantissa) &* UInt64(ra.mantissa)) >> 2, e &- e2)
      &+ align((UInt64(ra.mantissa) &* UInt64(rb.mantissa)) >> 2, e &- e3)
      &+ align(UInt64(er.mantissa) << 30, e &- er.exponent)
    return s == 0 && e < Int.min / 8 ? .zero : ceiling(s &+ 7, unit: e &+ 2)
  }

  /// >= self / d for a lower bound `d > 0` of the denominator; infinite when `d` is zero.
  ///
  /// `(a << 32) / b + 1 >= 2^32 a / b`, and the quotient of two mantissas stays below 2^33.
  @inlinable public func dividedUp(by d: Magnitude) -> Magnitude {
    if mantissa == 0 { return .zero }
    if d.mantissa == 0 { return .infinity }
    let q = (UInt64(mantissa) << 32) / UInt64(d.mantissa) &+ 1
    return Magnitude.ceiling(q, unit: exponent &- d.exponent &+ 32)
  }

  /// <= self - b, zero when that is not certainly positive. `self` counts as a lower bound.
  @inlinable func minusDown(_ b: Magnitude) -> Magnitude {
    if b.mantissa == 0 { return self }
    if b.exponent > exponent || mantissa == 0 { return .zero }
    let x = UInt64(mantissa) << 30
    let y = Magnitude.align(UInt64(b.mantissa) << 30, exponent &- b.exponent) &+ 1
    if y >= x { return .zero }
    let s = x &- y
    let z = s.leadingZeroBitCount
    return Magnitude(
      mantissa: UInt32(truncatingIfNeeded: (s &<< UInt64(truncatingIfNeeded: z)) >> 32),
      exponent: exponent &+ 2 &- z)
  }

  /// <= self * b for lower bounds.
  @inlinable func timesDown(_ b: Magnitude) -> Magnitude {
    if isZero || b.isZero { return .zero }
    let p = UInt64(mantissa) &* UInt64(b.mantissa)
    let z = p.leadingZeroBitCount
    let e = exponent &+ b.exponent &- z
    if e <= -Magnitude.infiniteExponent { return .zero }
    return .inRange(UInt32(truncatingIfNeeded: (p &<< UInt64(truncatingIfNeeded: z)) >> 32), e)
  }

  /// self * 2^k, exactly (within the range of exponents).
  @inlinable public func scaled(by k: Int) -> Magnitude {
    if isZero || !isFinite { return self }
    // A shift by 2^61 leaves the range from any exponent.
    return .inRange(mantissa, exponent &+ max(min(k, 1 << 61), -1 << 61))
  }

  @inlinable public static func max2(_ a: Magnitude, _ b: Magnitude) -> Magnitude { a <= b ? b : a }

  @inlinable public static func <= (a: Magnitude, b: Magnitude) -> Bool {
    if a.isZero { return true }
    if b.isZero { return false }
    return a.exponent == b.exponent ? a.mantissa <= b.mantissa : a.exponent < b.exponent
  }

  /// The bound as a Double, for choices only (saturates).
  public var estimate: Double {
    if isZero { return 0 }
    let power = min(max(exponent - 32, -1200), 1200)
    return Double(sign: .plus, exponent: power, significand: Double(mantissa))
  }
}
