/// Radii of small balls: each formula is one sum of aligned 64-bit products, normalised once.
extension SmallBall {
  /// The exponent of the rounding error of an exact result: like that of a zero, it never wins an alignment.
  @inlinable static var noError: Int { Int.min / 4 }

  /// Below every exponent that a non-zero term of a radius formula can have, above those of zero terms: radii
  /// have exponents of at least -2^60, midpoints above -2^59, and a zero -2^61.
  @inlinable static var leastTermExponent: Int { -3 << 59 }

  /// The exponent of the bound 2^(e - 128), a unit of the last place of a midpoint with exponent e.
  @inlinable @inline(__always)
  static func unitError(_ e: Int, unless isExact: Bool) -> Int { isExact ? noError : e &- 127 }

  /// >= a + b + 2^(error - 1), the last term being absent for `noError`.
  ///
  /// In units of 2^(e - 62), e the largest exponent, each term is below 2^62, and its truncation loses less
  /// than a unit, which the `+ 3` covers.
  @inlinable @inline(__always)
  static func sum(_ a: Magnitude, _ b: Magnitude, error: Int) -> Magnitude {
    let e = Swift.max(Swift.max(a.exponent, b.exponent), error)
    let s =
      Magnitude.align(UInt64(a.mantissa) << 30, e &- a.exponent)
      &+ Magnitude.align(UInt64(b.mantissa) << 30, e &- b.exponent)
      &+ Magnitude.align(1 << 61, e &- error)
    return e < leastTermExponent ? .zero : .ceiling(s &+ 3, unit: e &+ 2)
  }

  /// >= p 2^(ep - 64) + q 2^(eq - 64) + 2^(error - 1), the last term being absent for `noError`; as `sum`.
  @inlinable @inline(__always)
  static func sum(product p: UInt64, _ ep: Int, _ q: UInt64, _ eq: Int, error: Int) -> Magnitude {
    let e = Swift.max(Swift.max(ep, eq), error)
    let s =
      Magnitude.align(p >> 2, e &- ep) &+ Magnitude.align(q >> 2, e &- eq)
      &+ Magnitude.align(1 << 61, e &- error)
    return e < leastTermExponent ? .zero : .ceiling(s &+ 3, unit: e &+ 2)
  }

  /// >= |mid|, rounded up to 32 bits.
  @inlinable var centerAbove: Magnitude {
    if hi == 0 { return .zero }
    let t = (hi >> 32) &+ 1
    let carry = t >> 32
    return Magnitude(
      mantissa: UInt32(truncatingIfNeeded: t >> carry), exponent: exponent &+ Int(truncatingIfNeeded: carry))
  }

  /// <= |mid|, rounded down to 32 bits.
  @inlinable var centerBelow: Magnitude {
    hi == 0 ? .zero : Magnitude(mantissa: UInt32(truncatingIfNeeded: hi >> 32), exponent: exponent)
  }

  /// log2(rad/|mid|) to within 1; very small for an exact ball.
  @inlinable @inline(__always) var relativeExponent: Int { rad.exponent &- exponent }

  /// From this `relativeExponent` on, rad < 2^-32 2^exponent no longer holds, and formulas need their
  /// second-order terms.
  @inlinable static var thinLimit: Int { -32 }
}
