/// exp by |x| = n log 2 ± r, r = i/256 + j/65536 + s with s < 2^-16, and e^x = 2^±n e^{i/256} (1 + b_j) e^s.
extension SmallFunctions {
  /// |e^x - e^m| <= e^m (e^r - 1) <= e^m (r + r^2) for r <= 1.
  static func exp(_ x: SmallBall) -> SmallBall {
    let r = x.rad
    guard r.exponent < thinExponent else { return wideExp(x) }
    if x.exponent < -140 {
      // |e^m - 1| <= 2 |m|
      return one.widened(by: x.centerAbove.scaled(by: 1) + r.scaled(by: 1))
    }
    guard x.exponent <= 58 else { return hugeExp(x) }
    let (n, v) = expParts(x)
    let result = rounded(v, exponent: n &+ 2, isNegative: false, error: .power2(n &- 130))
    return r.isZero ? result : result.widened(by: result.centerAbove * (r + r * r))
  }

  /// e^m > 2^(2^58) has no place in the range of exponents; e^-m is then below 2^-(2^58).
  @inline(never) private static func hugeExp(_ x: SmallBall) -> SmallBall {
    x.isNegativeMidpoint ? zero(.power2(-(1 << 58))) : indeterminate
  }

  @inline(never) private static func wideExp(_ x: SmallBall) -> SmallBall { viaBall(x, Ball.exp) }

  /// n and W with e^m = 2^n V, 1 <= V < 2.2, |2^-190 W - V| < 2^-130, for midpoints of exponent -140 ... 58.
  ///
  /// All truncations, in the order of the code (u = 2^-135):
  /// - log 2 and m are cut by less than 2^-192, and n < 2^59, so r is off by less than 2^-133 + 2^-192.
  /// - s is cut by 2^-143. In t = s + s^2 (1/2 + s (1/6 + s (1/24 + s c))), c = 1/120 + s/720 + s^2/5040, the
  ///   terms from s^8/8! on are below 1.02 * 2^-143; c is off by less than 2.2 * 2^-64 and s c by 2^-78.7, which
  ///   counts s^4 times, 1.2 * 2^-143; the outer coefficients and products by 2^-92 s^3 and 2^-107 s^2; s^2 p by
  ///   6 * 2^-158, and its shift by 2^-143. So t is off by less than 8 * 2^-143 = u/32.
  /// - e^{j/65536} - 1 = b is cut by u, t by u, b t by 1.01 u: C = b + t + b t is off by less than 3.1 u.
  /// - The product A C, A = e^{i/256} < 2.16: its truncation is below 3 * 2^-133 = 12 u, A's own counts
  ///   2^-126 C < 2 u, that of C 3.1 A u < 6.7 u. Together 20.7 u < 0.65 * 2^-130.
  /// With V (e^{2^-133 + 2^-192} - 1) for r, below 0.31 * 2^-130, this is below 2^-130.
  @inline(__always)
  static func expParts(_ x: SmallBall) -> (n: Int, v: Fixed192) {
    let (n, r) = modLog2(x)
    let table = SmallTables.exponential
    let a = table.coarse[Int(r.w2 >> 56)]
    let b = table.fine[Int(r.w2 >> 48 & 255)].high
    let s = Fixed192(r.w2 & 0xFFFF_FFFF_FFFF, r.w1, r.w0).shiftedLeft(15).high
    let t = expm1Tail(s)
    let c = b &+ (t &>> 8) &+ (SmallFixedPoint.high(b, t) &>> 15)
    let ac = SmallFixedPoint.high(a.high, c)
    return (n, a + Fixed192(0, ac.highWord, ac.lowWord).shiftedLeft(57))
  }

  /// 2^143 (e^s - 1) from 2^143 s, s < 2^-16, as above.
  @inline(__always)
  private static func expm1Tail(_ s: UInt128) -> UInt128 {
    let top = s.highWord
    let square = SmallFixedPoint.high(s, s)
    var c = Taylor.top720 &+ SmallFixedPoint.high(top, Taylor.top5040) &>> 15
    c = Taylor.top120 &+ SmallFixedPoint.high(top, c) &>> 15
    var p = Taylor.over24 &+ SmallFixedPoint.product(top, c) &>> 15
    p = Taylor.over6 &+ SmallFixedPoint.high(s, p) &>> 15
    p = Taylor.over2 &+ SmallFixedPoint.high(s, p) &>> 15
    return s &+ SmallFixedPoint.high(square, p) &>> 15
  }

  /// n and r with m = n log 2 + r, 0 <= r < 0.756, |error of r| < 2^-133 + 2^-192.
  ///
  /// With y = |m| cut to 64 bits after the point and L < 2^63/log 2 the product floor(y L 2^-63) is at most
  /// |m|/log 2, and less than 1 + 0.09 below it, since y is off by 2^-64, L/2^63 by 2^-63 and y < 2^58. For
  /// m < 0 one more is taken; when r then comes out negative, log 2 is added.
  @inline(__always)
  static func modLog2(_ x: SmallBall) -> (n: Int, r: Fixed192) {
    let (whole, fraction) = fixed(x)
    let inverse: UInt64 = 0xB8AA_3B29_5C17_F0BB
    let y = SmallFixedPoint.product(whole, inverse) &+ UInt128(SmallFixedPoint.high(fraction.w2, inverse))
    let count = UInt64(truncatingIfNeeded: y &>> 63)
    if !x.isNegativeMidpoint {
      let (_, product) = SmallTables.log2.times(count)
      return (Int(count), fraction - product)
    }
    let next = count &+ 1
    let (over, product) = SmallTables.log2.times(next)
    let r = product - fraction
    if _slowPath(over < whole || (over == whole && product < fraction)) {
      return (0 &- Int(next) &- 1, r + SmallTables.log2)
    }
    return (0 &- Int(next), r)
  }

  /// |m| as whole part and fraction, cut at 2^-192, for exponents up to 63.
  @inline(__always)
  static func fixed(_ x: SmallBall) -> (whole: UInt64, fraction: Fixed192) {
    let e = x.exponent
    let w = Fixed192(high: x.mantissa, low: 0)
    if e <= 0 {
      // Exponents from -63 on shift by less than a word.
      return (0, _fastPath(e > -64) ? w.shiftedRight(0 &- e) : w.dropping(0 &- e))
    }
    return (w.w2 &>> UInt64(truncatingIfNeeded: 64 &- e), w.shiftedLeft(e))
  }
}
