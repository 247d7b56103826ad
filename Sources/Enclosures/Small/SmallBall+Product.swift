/// Products and squares.
extension SmallBall {
  @inlinable @inline(__always) public static func *= (a: inout SmallBall, b: SmallBall) { a = a * b }

  /// By the midpoints, unless both balls are wide: then by the ends, which keeps signs.
  ///
  /// |xy - ab| <= |a| rb + |b| ra + ra rb. When one radius, say ra, is below 2^(ea - 32), the last term is
  /// below a unit of the 32-bit bound of |a|, times rb: it is covered by raising both bounds by a unit.
  @inlinable @inline(__always) public static func * (a: SmallBall, b: SmallBall) -> SmallBall {
    if _slowPath(
      !isOrdinaryExponent(a.exponent &+ b.exponent)
        || Swift.min(a.relativeExponent, b.relativeExponent) > thinLimit)
    {
      // Operands in registers need not be written to memory beforehand.
      return slowProduct(
        a.hi, a.lo, a.exponent, a.isNegativeMidpoint, a.rad.mantissa, a.rad.exponent,
        b.hi, b.lo, b.exponent, b.isNegativeMidpoint, b.rad.mantissa, b.rad.exponent)
    }
    let m = centerProduct(a, b)
    // The terms' exponents are counted from that of the product of the midpoints' powers of two. The factors
    // are at most 2^32 + 1 and 2^32 - 1, so the products fit a word.
    let e = a.exponent &+ b.exponent
    return SmallBall(
      m,
      radius(
        ((a.hi >> 32) &+ 2) &* UInt64(b.rad.mantissa), b.relativeExponent,
        ((b.hi >> 32) &+ 2) &* UInt64(a.rad.mantissa), a.relativeExponent,
        error: unitError(m.exponent &- e, unless: m.isExact), base: e))
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
    let (h, l) = (UInt64(truncatingIfNeeded: m >> 64), UInt64(truncatingIfNeeded: m))
    let below = UInt64(truncatingIfNeeded: second)
    // The leading bit of a product of mantissas is the first or the second.
    let z = ~h >> 63
    return Center(
      h &<< z | (l >> 63) & z, l &<< z | (below >> 63) & z,
      a.exponent &+ b.exponent &- Int(truncatingIfNeeded: z),
      isNegative: a.isNegativeMidpoint != b.isNegativeMidpoint, isExact: (below &<< z) | low.low == 0)
  }

  /// Zeros, indeterminate balls, radii that are not small, and exponents near the limits.
  @usableFromInline @inline(never)
  static func slowProduct(
    _ ah: UInt64, _ al: UInt64, _ ae: Int, _ an: Bool, _ arm: UInt32, _ are: Int,
    _ bh: UInt64, _ bl: UInt64, _ be: Int, _ bn: Bool, _ brm: UInt32, _ bre: Int
  ) -> SmallBall {
    let (ra, rb) = (Magnitude(mantissa: arm, exponent: are), Magnitude(mantissa: brm, exponent: bre))
    return slowProduct(
      SmallBall(hi: ah, lo: al, exponent: ae, isNegative: an, rad: ra),
      SmallBall(hi: bh, lo: bl, exponent: be, isNegative: bn, rad: rb))
  }

  static func slowProduct(_ a: SmallBall, _ b: SmallBall) -> SmallBall {
    guard a.isFinite, b.isFinite else { return .indeterminate }
    if a.isWide && b.isWide { return wideProduct(a, b) }
    let (am, bm) = (a.centerAbove, b.centerAbove)
    let m = a.hi == 0 || b.hi == 0 ? Center.zero : centerProduct(a, b)
    if !isMidpointExponent(m.exponent) { return outOfRange(m, .productError(am, a.rad, bm, b.rad, .zero)) }
    let error = m.isExact ? Magnitude.zero : .power2(m.exponent &- 128)
    return SmallBall(m, .productError(am, a.rad, bm, b.rad, error))
  }

  /// |x^2 - a^2| <= 2 |a| r + r^2; a wide ball by its ends.
  @inlinable @inline(__always) public func squared() -> SmallBall {
    if _slowPath(relativeExponent > SmallBall.thinLimit) { return SmallBall.wideSquare(self) }
    return self * self
  }

  @inlinable @inline(__always) public static func * (a: SmallBall, n: Int) -> SmallBall { a * SmallBall(n) }
  @inlinable @inline(__always) public static func * (n: Int, a: SmallBall) -> SmallBall { a * SmallBall(n) }

  /// a 2^k, exactly (within the range of exponents).
  @inlinable public func scaled(by k: Int) -> SmallBall {
    if hi == 0 { return SmallBall(.zero, rad.scaled(by: k)) }
    // A shift by 2^61 leaves the range from any exponent.
    let e = exponent &+ Swift.max(Swift.min(k, 1 << 61), -1 << 61)
    let m = Center(hi, lo, e, isNegative: isNegativeMidpoint, isExact: true)
    let r = rad.scaled(by: k)
    return _fastPath(SmallBall.isMidpointExponent(e)) ? SmallBall(m, r) : SmallBall.outOfRange(m, r)
  }
}
