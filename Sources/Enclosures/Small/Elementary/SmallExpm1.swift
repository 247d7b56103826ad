extension SmallFunctions {
  /// |e^x - e^m| <= e^m (e^r - 1) <= e^m (r + r^2) for r <= 1.
  static func expm1(_ x: SmallBall) -> SmallBall {
    let r = x.rad
    guard r.exponent < thinExponent else { return viaBall(x, Ball.expm1) }
    if x.hi == 0 { return zero(r + r * r) }
    if x.exponent <= -20 {
      let result = x.exponent < -200 ? nearIdentity(x) : expm1Small(x)
      // e^m < 1 + 2^-19
      return r.isZero ? result : result.widened(by: r + (r * r + r.scaled(by: -19)))
    }
    guard x.exponent <= 58 else {
      // e^-m is far below any unit.
      return x.isNegativeMidpoint ? minusOne(.power2(-1000)) : indeterminate
    }
    let (n, v) = preciseExpParts(x)
    let result = minusOne(n, v, error: x.exponent <= 40 ? -150 : -129)
    if r.isZero { return result }
    return result.widened(by: Magnitude.ceiling(v.w2 >> 32 &+ 1, unit: n &+ 34) * (r + r * r))
  }

  /// ± y (1 ± y (1/2 ± y (1/6 ± ...))) up to y/720, y < 2^-20.
  ///
  /// The series from y^6/7! on is below 2^-132.2. The word 1/120 + y/720 is off by less than 2^-62, which counts
  /// y^4 times; the other truncations are as in `log1pSmall`: the relative error is below 2^-132.
  private static func expm1Small(_ x: SmallBall) -> SmallBall {
    let t = x.mantissa
    let y = t >> UInt128(-(x.exponent + 20))
    let top = y.highWord
    @inline(__always) func step(_ c: UInt128, _ p: UInt128) -> UInt128 {
      x.isNegativeMidpoint ? c &- p : c &+ p
    }
    var p = step(UInt128(Taylor.top120), UInt128(SmallFixedPoint.high(top, Taylor.top720) &>> 20))
    p = step(Taylor.over24, SmallFixedPoint.product(top, p.lowWord) &>> 20)
    p = step(Taylor.over6, SmallFixedPoint.high(y, p) &>> 20)
    p = step(Taylor.over2, SmallFixedPoint.high(y, p) &>> 20)
    return timesOnePlus(
      t, SmallFixedPoint.high(y, p), shift: 20, isSum: !x.isNegativeMidpoint, exponent: x.exponent,
      isNegative: x.isNegativeMidpoint, error: -132)
  }

  /// 2^n V - 1 for V = 2^-190 W, |2^n V - 1| >= 2^-21, with `error` for V in units of 2^n.
  private static func minusOne(_ n: Int, _ w: Fixed192, error: Int) -> SmallBall {
    let e = n &+ 2
    if n >= 0 {
      // Beyond 192 bits 1 is less than a unit.
      let one = e <= 192 ? Fixed192(1 << 63, 0, 0).dropping(e - 1) : .zero
      return rounded(w - one, exponent: e, isNegative: false, error: .power2(n + error) + .power2(e - 192))
    }
    if n < -160 { return minusOne(.power2(n + 2)) }
    let value = e > 0 ? w.shiftedLeft(1) : w.dropping(-e)
    return rounded(.zero - value, exponent: 0, isNegative: true, error: .power2(n + error) + .power2(-191))
  }

  private static func minusOne(_ rad: Magnitude) -> SmallBall {
    SmallBall(hi: 1 << 63, lo: 0, exponent: 1, isNegative: true, rad: rad)
  }

  /// As `expParts`, but |2^-190 W - V| < 2^-150 for |m| < 2^40, so that 1 can be taken away; 2^-130 beyond.
  ///
  /// In t = s + s^2 p, s exact, p = 1/2 + s/6 + ... + s^4 c, c = 1/720 + s/5040 + s^2/8!, the terms from s^9/9! on are
  /// below 2^-162; c is off by 2^-62 and counts s^6 times, the other coefficients and products of p together by
  /// 2^-126, s^2 times; s^2 p is cut at 6 * 2^-158: t is off by less than 2^-154.9. The products b t and A C have
  /// 192 bits, cut at 6 * 2^-214 and 6 * 2^-197. So for a given r, V is off by less than 2.2 * 2^-154.8 < 2^-153.
  /// r is off by at most (n + 1) 2^-192 < 2^-151.4 for |m| < 2^40, which counts V < 2.2 times, and else by less than
  /// 2^-133.
  @inline(__always)
  private static func preciseExpParts(_ x: SmallBall) -> (n: Int, v: Fixed192) {
    let (n, r) = modLog2(x)
    let table = SmallTables.exponential
    let a = table.coarse[Int(r.w2 >> 56)]
    let b = table.fine[Int(r.w2 >> 48 & 255)]
    let s = Fixed192(r.w2 & 0xFFFF_FFFF_FFFF, r.w1, r.w0).shiftedLeft(15)
    let (two, top) = (s.high, s.w2)
    let square = SmallFixedPoint.high(two, two)
    var c = Taylor.top5040 &+ SmallFixedPoint.high(top, Taylor.top40320) &>> 15
    c = Taylor.top720 &+ SmallFixedPoint.high(top, c) &>> 15
    var p = Taylor.over120 &+ SmallFixedPoint.product(top, c) &>> 15
    p = Taylor.over24 &+ SmallFixedPoint.high(two, p) &>> 15
    p = Taylor.over6 &+ SmallFixedPoint.high(two, p) &>> 15
    p = Taylor.over2 &+ SmallFixedPoint.high(two, p) &>> 15
    let more = SmallFixedPoint.high(square, p)
    let t = s + Fixed192(0, more.highWord, more.lowWord).shiftedLeft(49)
    let sum = (b + t.shiftedRight(8)) + SmallFixedPoint.high(b, t).shiftedRight(15)
    return (n, a + SmallFixedPoint.high(a, sum).shiftedRight(7))
  }
}
