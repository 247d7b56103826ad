extension SmallFunctions {
  /// |log1p x - log1p m| <= r/(1 + m - r).
  static func log1p(_ x: SmallBall) -> SmallBall {
    let r = x.rad
    guard r.exponent < thinExponent, x.exponent < SmallBall.exponentLimit else {
      return viaBall(x, Ball.log1p)
    }
    if x.hi == 0 {
      // r/(1 - r) <= r (1 + 2 r) for r <= 1/2
      return zero(r + (r * r).scaled(by: 1))
    }
    if x.exponent <= -22 {
      let result =
        x.exponent < -200
        ? nearIdentity(x) : log1pSmall(x.mantissa, exponent: x.exponent, isNegative: x.isNegativeMidpoint)
      // 1/(1 + m - r) < 1/(1 - 2^-19) < 1 + 2^-18
      return r.isZero ? result : result.widened(by: r + r.scaled(by: -18))
    }
    guard let (w, exponent) = onePlus(x), r.exponent < exponent &+ thinExponent else {
      return viaBall(x, Ball.log1p)
    }
    let result = log(w, exponent: exponent)
    if r.isZero { return result }
    let below = Magnitude(mantissa: UInt32(truncatingIfNeeded: w.w2 >> 32), exponent: exponent)
    return result.widened(by: r.dividedUp(by: below.minusDown(r)))
  }

  /// 1 + m = W 2^(exponent - 192) with W >= 2^191, for exponents of m above -22; cut by less than a unit of W.
  ///
  /// Exact up to |m| < 2^63: the lowest bit of m is then at most 191 places below the highest of the sum, or of
  /// 1 when the sum is small.
  private static func onePlus(_ x: SmallBall) -> (w: Fixed192, exponent: Int)? {
    let e = x.exponent
    var w = Fixed192(high: x.mantissa, low: 0)
    var exponent: Int
    if x.isNegativeMidpoint {
      if e > 0 { return nil }
      w = Fixed192.zero - w.shiftedRight(-e)
      exponent = 0
    } else if e <= 0 {
      w = w.shiftedRight(1 - e) + Fixed192(1 << 63, 0, 0)
      exponent = 1
    } else {
      exponent = e + 1
      w = w.shiftedRight(1) + (exponent <= 192 ? Fixed192(1 << 63, 0, 0).dropping(exponent - 1) : .zero)
    }
    while w.w2 == 0 {
      w = Fixed192(w.w1, w.w0, 0)
      exponent -= 64
    }
    let z = w.w2.leadingZeroBitCount
    return (w.shiftedLeft(z), exponent - z)
  }

  /// log1p(±y), y = T 2^(exponent - 128) < 2^-22, T >= 2^127: ± y (1 ∓ y (1/2 ∓ y (1/3 ∓ ...))) up to y/6.
  ///
  /// The series from y^6/7 on is below 2^-134.7. The word 1/5 - y/6 is off by less than 2^-62, which counts y^4
  /// times; the other coefficients and products of the polynomial by 2^-126 each, y times; its product with y,
  /// cut at 2^-150 like y, by 4 * 2^-150; the product with T, 3 * 2^-150 beside T/2^128 >= 1/2. So the relative
  /// error is below 2^-134.7 + 2^-145 < 2^-134.
  static func log1pSmall(_ t: UInt128, exponent: Int, isNegative: Bool) -> SmallBall {
    let y = t >> UInt128(-(exponent + 22))
    let top = y.highWord
    // Adds or subtracts.
    @inline(__always) func step(_ c: UInt128, _ p: UInt128) -> UInt128 { isNegative ? c &+ p : c &- p }
    var p = step(UInt128(Taylor.top5), UInt128(SmallFixedPoint.high(top, Taylor.top6) &>> 22))
    p = step(Taylor.over4, SmallFixedPoint.product(top, p.lowWord) &>> 22)
    p = step(Taylor.over3, SmallFixedPoint.high(y, p) &>> 22)
    p = step(Taylor.over2, SmallFixedPoint.high(y, p) &>> 22)
    return timesOnePlus(
      t, SmallFixedPoint.high(y, p), shift: 22, isSum: isNegative, exponent: exponent, isNegative: isNegative,
      error: -134)
  }

  /// ± T (1 ± c) 2^(exponent - 128) from 2^(128 + shift) c, c < 1/2, with the relative error 2^error of y.
  @inline(__always)
  static func timesOnePlus(
    _ t: UInt128, _ c: UInt128, shift: Int, isSum: Bool, exponent: Int, isNegative: Bool,
    error: Int
  ) -> SmallBall {
    let base = Fixed192(high: t, low: 0).shiftedRight(1)
    let product = SmallFixedPoint.high(t, c)
    let change = Fixed192(0, product.highWord, product.lowWord).shiftedLeft(63 - shift)
    return rounded(
      isSum ? base + change : base - change, exponent: exponent + 1, isNegative: isNegative,
      error: .power2(exponent + error))
  }
}
