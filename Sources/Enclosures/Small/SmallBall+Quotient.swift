import VlasovNumbers

/// Quotients.
///
/// The quotient of mantissas is that of Möller and Granlund, "Improved division by invariant integers" (IEEE
/// Trans. Comput. 60, 2011): a reciprocal of the divisor to a word, then two steps that give a word each.
extension SmallBall {
  @inlinable public static func /= (a: inout SmallBall, b: SmallBall) { a = a / b }

  /// By the midpoints, unless the divisor is wide: then by the ends, which keeps signs.
  ///
  /// |x/y - a/b| <= (ra + |a/b| rb)/(|b| - rb). With v = floor((2^192 - 1)/B) - 2^64 for the mantissa B of b,
  /// 1/|b| <= (2^64 + v + 1) 2^(-64 - eb) <= (c - 2) 2^(-30 - eb) for c = floor((2^64 + v)/2^34) + 3, and since
  /// 2^(eb - 1) <= |b| and rb < 2^(eb - 32), 1/(|b| - rb) <= (1 + 2^-30)/|b| <= c 2^(-30 - eb), as c <= 2^31 + 2.
  @inlinable public static func / (a: SmallBall, b: SmallBall) -> SmallBall {
    if _slowPath(!isOrdinaryExponent(a.exponent &- b.exponent) || b.relativeExponent > thinLimit) {
      return slowQuotient(a, b)
    }
    let v = reciprocal(b.hi, b.lo)
    let m = centerQuotient(a, b, v)
    let error = unitError(m.exponent, unless: m.isExact)
    let c = (1 << 30 | v >> 34) &+ 3
    // >= |a/b| / (|b| - rb) in units of 2^(em - eb - 30).
    let p = (((m.hi >> 32) &+ 1) &* c) >> 32 &+ 1
    let e = 2 &- b.exponent
    return SmallBall(
      m,
      radius(
        c &* UInt64(a.rad.mantissa), a.rad.exponent &+ e,
        p &* UInt64(b.rad.mantissa), b.rad.exponent &+ m.exponent &+ e, error: error))
  }

  /// The quotient of non-zero midpoints, truncated towards 0; v is the reciprocal of the divisor's mantissa.
  @inlinable @inline(__always)
  static func centerQuotient(_ a: SmallBall, _ b: SmallBall, _ v: UInt64) -> Center {
    let (d, x) = (b.mantissa, a.mantissa)
    // The dividend (x, 0, 0), halved when x >= d, so that the quotient has 128 bits.
    let s = UInt64(x >= d ? 1 : 0)
    let (q1, r1) = quotient(x &>> UInt128(s), (a.lo & s) << 63, d, v)
    let (q0, r0) = quotient(r1, 0, d, v)
    return Center(
      q1, q0, a.exponent &- b.exponent &+ Int(truncatingIfNeeded: s),
      isNegative: a.isNegativeMidpoint != b.isNegativeMidpoint, isExact: r0 == 0)
  }

  /// floor((2^128 - 1)/d) - 2^64 for d >= 2^63.
  @inlinable @inline(__always)
  static func reciprocal(_ d: UInt64) -> UInt64 { d.dividingFullWidth((~d, ~0)).quotient }

  /// floor((2^192 - 1)/(d1 2^64 + d0)) - 2^64 for d1 >= 2^63 (op. cit., algorithm 6).
  @inlinable @inline(__always)
  static func reciprocal(_ d1: UInt64, _ d0: UInt64) -> UInt64 {
    var v = reciprocal(d1)
    var p = d1 &* v &+ d0
    if p < d0 {
      v = v &- 1
      if p >= d1 {
        v = v &- 1
        p = p &- d1
      }
      p = p &- d1
    }
    let t = v.multipliedFullWidth(by: d0)
    p = p &+ t.high
    if p < t.high {
      v = v &- 1
      if p > d1 || (p == d1 && t.low >= d0) { v = v &- 1 }
    }
    return v
  }

  /// Quotient and remainder of (u 2^64 + u0)/d for u < d, d normalised with reciprocal v (op. cit.,
  /// algorithm 5).
  @inlinable @inline(__always)
  static func quotient(_ u: UInt128, _ u0: UInt64, _ d: UInt128, _ v: UInt64) -> (UInt64, UInt128) {
    let (u2, u1) = (UInt64(truncatingIfNeeded: u >> 64), UInt64(truncatingIfNeeded: u))
    let (d1, d0) = (UInt64(truncatingIfNeeded: d >> 64), UInt64(truncatingIfNeeded: d))
    let p = v.multipliedFullWidth(by: u2)
    let q = (UInt128(p.high) << 64 | UInt128(p.low)) &+ u
    var q1 = UInt64(truncatingIfNeeded: q >> 64)
    let q0 = UInt64(truncatingIfNeeded: q)
    let t = d0.multipliedFullWidth(by: q1)
    var r = UInt128(u1 &- q1 &* d1) << 64 | UInt128(u0)
    r = r &- (UInt128(t.high) << 64 | UInt128(t.low)) &- d
    q1 = q1 &+ 1
    if UInt64(truncatingIfNeeded: r >> 64) >= q0 {
      q1 = q1 &- 1
      r = r &+ d
    }
    if _slowPath(r >= d) {
      q1 = q1 &+ 1
      r = r &- d
    }
    return (q1, r)
  }

  /// Zeros, indeterminate balls, divisors that are not thin, and exponents near the limits.
  @usableFromInline @inline(never)
  static func slowQuotient(_ a: SmallBall, _ b: SmallBall) -> SmallBall {
    guard a.isFinite, b.isFinite else { return .indeterminate }
    if b.isWide || b.hi == 0 {
      if b.containsZero {
        FailureLog.current?.record("division by \(b.shortDescription)")
        return .indeterminate
      }
      return wideQuotient(a, b)
    }
    let below = b.centerBelow.minusDown(b.rad)
    if a.hi == 0 { return SmallBall(.zero, a.rad.dividedUp(by: below)) }
    let m = centerQuotient(a, b, reciprocal(b.hi, b.lo))
    let above = SmallBall(m, .zero).centerAbove
    let spread = (a.rad + above * b.rad).dividedUp(by: below)
    if !isMidpointExponent(m.exponent) { return outOfRange(m, spread) }
    return SmallBall(m, m.isExact ? spread : spread + .power2(m.exponent &- 128))
  }

  /// a/n: an integer divides as a ball without radius.
  @inlinable public static func / (a: SmallBall, n: Int) -> SmallBall { a / SmallBall(n) }
}
