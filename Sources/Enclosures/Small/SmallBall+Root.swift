/// Square roots.
extension SmallBall {
  /// A thin ball by its midpoint m; with u = r/m < 2^-31, |sqrt x - sqrt m| <= r/(2 sqrt m) (1 + u), because
  /// sqrt(m - r) >= sqrt(m)(1 - u) and 1/(2 - u) <= (1 + u)/2. Other balls by their ends.
  @inlinable public static func sqrt(_ x: SmallBall) -> SmallBall {
    if _slowPath(x.hi == 0 || x.isNegativeMidpoint || x.relativeExponent > thinLimit) { return slowRoot(x) }
    let m = centerRoot(x)
    let error = unitError(m.exponent, unless: m.isExact)
    // 1/sqrt(m) <= c 2^(-30 - e) with c = floor(2^62/s) + 1 for the leading 32 bits s of the root; the factor
    // 1 + u adds less than 2 to c <= 2^31 + 1.
    let c = (1 << 62) / (m.hi >> 32) &+ 3
    let e = x.rad.exponent &- m.exponent &+ 1
    return SmallBall(m, radius(c &* UInt64(x.rad.mantissa), e, 0, noError, error: error))
  }

  /// The root of a positive midpoint, truncated.
  ///
  /// Let n be the mantissa times 2^128 or, for an odd exponent, half that; the root's mantissa is
  /// s = floor(sqrt n), of 128 bits. It is found by one step of Zimmermann's recursion ("Karatsuba square
  /// root", 1999): with n = n1 2^128 + n0, s1 = floor(sqrt n1), r1 = n1 - s1^2 <= 2 s1, and q, u the quotient
  /// and the remainder of r1 2^64 + n0/2^64 by 2 s1, the number s1 2^64 + q has the remainder u 2^64 - q^2, and
  /// is too large by at most 1. Here all but the top bit of n0 are 0, so everything can be halved.
  ///
  /// When r1 = 2 s1, the root is s1 2^64 + 2^64 - 1: its square is below n1 2^128 = ((s1 + 1)^2 - 1) 2^128
  /// because s1 >= 2^63, and s < (s1 + 1) 2^64.
  @inlinable @inline(__always)
  static func centerRoot(_ x: SmallBall) -> Center {
    let odd = UInt64(truncatingIfNeeded: x.exponent & 1)
    let exponent = (x.exponent &+ (x.exponent & 1)) >> 1
    let n1 = x.mantissa &>> UInt128(odd)
    let s1 = floorRoot(n1)
    let r1 = n1 &- UInt128(s1) &* UInt128(s1)
    let top = UInt64(truncatingIfNeeded: r1 >> 1)
    if _slowPath(top >= s1) {
      return Center(s1, UInt64.max, exponent, isNegative: false, isExact: false)
    }
    let low = UInt64(truncatingIfNeeded: r1) << 63 | (x.lo & odd) << 62
    let (q, half) = s1.dividingFullWidth((top, low))
    let square = UInt128(q) &* UInt128(q)
    let remainder = UInt128(half) << 65
    let isLarge = half >> 63 != 0
    let isBelow = !isLarge && remainder < square
    return Center(
      (UInt128(s1) << 64 | UInt128(q)) &- (isBelow ? 1 : 0), exponent, isNegative: false,
      isExact: !isLarge && remainder == square)
  }

  /// floor(sqrt n) for n >= 2^126: a Double's root, one Newton step, and the last unit by trial.
  @inlinable @inline(__always)
  static func floorRoot(_ n: UInt128) -> UInt64 {
    let start = Double(UInt64(truncatingIfNeeded: n >> 64)).squareRoot() * 0x1p32
    var s = UInt128(UInt64(Swift.min(start, 0x1.fffffffffffffp63)))
    // |n - s^2| < 2^80, as the start is right to 50 bits.
    let rest = Int64(truncatingIfNeeded: Int128(truncatingIfNeeded: n &- s &* s) >> 20)
    let step = Int64((Double(rest) * 0x1p19 / start).rounded(.down))
    s = s &+ UInt128(truncatingIfNeeded: step)
    while s >> 64 != 0 || s &* s > n { s = s &- 1 }
    while s < UInt128(UInt64.max), (s &+ 1) &* (s &+ 1) <= n { s = s &+ 1 }
    return UInt64(truncatingIfNeeded: s)
  }

  @usableFromInline @inline(never)
  static func slowRoot(_ x: SmallBall) -> SmallBall {
    if x.isZero { return x }
    if !x.isNonNegative { return undefined("sqrt", x) }
    // The ends of a ball that is not negative are rounded to numbers that are not negative.
    return between(sqrt(x.lowerEdge).lowerEdge, sqrt(x.upperEdge).upperEdge)
  }
}
