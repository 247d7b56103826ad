/// Radii of small balls: each formula is one sum of aligned 64-bit products, normalised once.
extension SmallBall {
  /// The exponent of the rounding error of an exact result: like that of a zero, it never wins an alignment.
  @inlinable static var noError: Int { Int.min / 4 }

  /// Below every exponent that a non-zero term of a radius formula can have, above those of zero terms: radii
  /// have exponents of at least -2^60, midpoints above -2^59, and a zero -2^61.
  @inlinable static var leastTermExponent: Int { -3 << 59 }

  /// Whether |e| < 2^59: a midpoint may have this exponent.
  @inlinable @inline(__always) static func isMidpointExponent(_ e: Int) -> Bool {
    UInt(bitPattern: e &+ (exponentLimit &- 1)) < UInt(2 &* exponentLimit &- 1)
  }

  /// Whether e, and what differs little from it, is certainly a midpoint's exponent.
  @inlinable @inline(__always) static func isOrdinaryExponent(_ e: Int) -> Bool {
    UInt(bitPattern: e &+ (exponentLimit >> 1)) < UInt(exponentLimit)
  }

  /// The exponent of the bound 2^(e - 128), a unit of the last place of a midpoint with exponent e.
  @inlinable @inline(__always)
  static func unitError(_ e: Int, unless isExact: Bool) -> Int { isExact ? noError : e &- 127 }

  /// >= (p 2^(ep - 64) + q 2^(eq - 64) + 2^(error - 1)) 2^base; the last term is absent for `noError`.
  ///
  /// In units of 2^(e - 64), e = 2 + the largest exponent, each term is below 2^62, and its truncation loses
  /// less than a unit, which the `+ 3` covers.
  @inlinable @inline(__always)
  static func radius(
    _ p: UInt64, _ ep: Int, _ q: UInt64, _ eq: Int, error: Int, base: Int = 0
  ) -> Magnitude {
    let e = Swift.max(Swift.max(ep, eq), error) &+ 2
    let s =
      Magnitude.align(p, e &- ep) &+ Magnitude.align(q, e &- eq) &+ Magnitude.align(1 << 63, e &- error) &+ 3
    let z = s.leadingZeroBitCount
    let top = UInt32(truncatingIfNeeded: (s &<< UInt64(truncatingIfNeeded: z)) >> 32)
    let (mantissa, carry) = top.addingReportingOverflow(1)
    let exponent = e &- z &+ base
    if _slowPath(carry || UInt(bitPattern: exponent &+ Magnitude.infiniteExponent) >> 61 != 0) {
      return unusualRadius(s, e &+ base)
    }
    return Magnitude(mantissa: mantissa, exponent: exponent)
  }

  /// >= s 2^(e - 64): zero when no term was there, or out of the range of exponents, or with a carry.
  @usableFromInline @inline(never)
  static func unusualRadius(_ s: UInt64, _ e: Int) -> Magnitude {
    e < leastTermExponent + 2 ? .zero : .ceiling(s, unit: e)
  }

  /// >= a + b + 2^(error - 1), the last term being absent for `noError`.
  @inlinable @inline(__always)
  static func sum(_ a: Magnitude, _ b: Magnitude, error: Int) -> Magnitude {
    radius(UInt64(a.mantissa) << 32, a.exponent, UInt64(b.mantissa) << 32, b.exponent, error: error)
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

  /// Up to this `relativeExponent`, rad < 2^-32 2^exponent, and formulas do without second-order terms.
  @inlinable static var thinLimit: Int { -32 }
}
