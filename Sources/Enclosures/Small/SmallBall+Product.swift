/// Products and squares.
extension SmallBall {
  @inlinable public static func *= (a: inout SmallBall, b: SmallBall) { a = a * b }

  /// By the midpoints, unless both balls are wide: then by the ends, which keeps signs.
  ///
  /// |xy - ab| <= |a| rb + |b| ra + ra rb. When one radius, say ra, is below 2^(ea - 32), the last term is
  /// below a unit of the 32-bit bound of |a|, times rb: it is covered by raising both bounds by a unit.
  @inlinable public static func * (a: SmallBall, b: SmallBall) -> SmallBall {
    let e = a.exponent &+ b.exponent
    if _slowPath(
      e.magnitude >= UInt(exponentLimit - 1)
        || Swift.min(a.relativeExponent, b.relativeExponent) > thinLimit)
    {
      return slowProduct(a, b)
    }
    let m = centerProduct(a, b)
    return SmallBall(m, productRadius(a, b, error: unitError(m.exponent, unless: m.isExact)))
  }

  /// >= |a| rb + |b| ra + ra rb + 2^(error - 1), when one of the balls is thin.
  ///
  /// The factors are at most 2^32 + 1 and 2^32 - 1, so the products fit a word.
  @inlinable @inline(__always)
  static func productRadius(_ a: SmallBall, _ b: SmallBall, error: Int) -> Magnitude {
    sum(
      product: ((a.hi >> 32) &+ 2) &* UInt64(b.rad.mantissa), a.exponent &+ b.rad.exponent,
      ((b.hi >> 32) &+ 2) &* UInt64(a.rad.mantissa), b.exponent &+ a.rad.exponent, error: error)
  }

  /// The product of non-zero midpoints, truncated towards 0.
  @inlinable @inline(__always)
  static func centerProduct(_ a: SmallBall, _ b: SmallBall) -> Center {
    let top = a.hi.multipliedFullWidth(by: b.hi)
    let (c, d) = (a.hi.multipliedFullWidth(by: b.lo), a.lo.multipliedFullWidth(by: b.hi))
    let low = a.lo.multipliedFullWidth(by: b.lo)
    // The second limb from below, with its carries.
    let second = UInt128(c.low) &+ UInt128(d.low) &+ UInt128(low.high)
    let m =
      (UInt128(top.high) << 64 | UInt128(top.low)) &+ UInt128(c.high) &+ UInt128(d.high) &+ (second >> 64)
    let below = UInt64(truncatingIfNeeded: second)
    // The leading bit of a product of mantissas is the first or the second.
    let z = UInt64(truncatingIfNeeded: m >> 127) ^ 1
    return Center(
      m &<< UInt128(z) | UInt128((below >> 63) & z),
      a.exponent &+ b.exponent &- Int(truncatingIfNeeded: z),
      isNegative: a.isNegativeMidpoint != b.isNegativeMidpoint, isExact: (below &<< z) | low.low == 0)
  }

  /// Zeros, indeterminate balls, radii that are not small, and exponents near the limits.
  @usableFromInline @inline(never)
  static func slowProduct(_ a: SmallBall, _ b: SmallBall) -> SmallBall {
    guard a.isFinite, b.isFinite else { return .indeterminate }
    if a.isWide && b.isWide { return wideProduct(a, b) }
    let (am, bm) = (a.centerAbove, b.centerAbove)
    let m = a.hi == 0 || b.hi == 0 ? Center.zero : centerProduct(a, b)
    if m.exponent.magnitude >= UInt(exponentLimit) {
      return outOfRange(m, .productError(am, a.rad, bm, b.rad, .zero))
    }
    let error = m.isExact ? Magnitude.zero : .power2(m.exponent &- 128)
    return SmallBall(m, .productError(am, a.rad, bm, b.rad, error))
  }

  /// |x^2 - a^2| <= 2 |a| r + r^2; a wide ball by its ends.
  @inlinable public func squared() -> SmallBall {
    if _slowPath(relativeExponent > SmallBall.thinLimit) { return SmallBall.wideSquare(self) }
    return self * self
  }

  @inlinable public static func * (a: SmallBall, n: Int) -> SmallBall { a * SmallBall(n) }
  @inlinable public static func * (n: Int, a: SmallBall) -> SmallBall { a * SmallBall(n) }

  /// a 2^k, exactly (within the range of exponents).
  @inlinable public func scaled(by k: Int) -> SmallBall {
    if hi == 0 { return SmallBall(.zero, rad.scaled(by: k)) }
    // A shift by 2^61 leaves the range from any exponent.
    let e = exponent &+ Swift.max(Swift.min(k, 1 << 61), -1 << 61)
    let m = Center(mantissa, e, isNegative: isNegativeMidpoint, isExact: true)
    let r = rad.scaled(by: k)
    return _fastPath(e.magnitude < UInt(SmallBall.exponentLimit)) ? SmallBall(m, r) : SmallBall.outOfRange(m, r)
  }
}
