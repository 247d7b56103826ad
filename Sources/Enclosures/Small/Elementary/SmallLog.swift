/// log by three multiplications with tabulated reciprocals, which leave 1 + t with 0 <= t < 2^-23.9.
extension SmallFunctions {
  /// |log x - log m| <= r/(m - r).
  static func log(_ x: SmallBall) -> SmallBall {
    let r = x.rad
    guard !x.isNegativeMidpoint, x.hi != 0, r.exponent < x.exponent &+ thinExponent else { return wideLog(x) }
    let result = logOfMidpoint(x)
    return r.isZero ? result : result.widened(by: r.dividedUp(by: x.centerBelow.minusDown(r)))
  }

  @inline(never) private static func wideLog(_ x: SmallBall) -> SmallBall { viaBall(x, Ball.log) }

  @inline(__always)
  private static func logOfMidpoint(_ x: SmallBall) -> SmallBall {
    // 1 <= m < 1 + 2^-22, or 1 - 2^-23 < m < 1: by the distance from 1, which is exact.
    if _slowPath(x.exponent == 1 && x.hi >> 41 == 1 << 22) {
      return log1p(ofSmall: x.mantissa &- 1 << 127, exponent: 1, isNegative: false)
    }
    if _slowPath(x.exponent == 0 && x.hi >> 41 == (1 << 23) &- 1) {
      return log1p(ofSmall: 0 &- x.mantissa, exponent: 0, isNegative: true)
    }
    return log(Fixed192(high: x.mantissa, low: 0), exponent: x.exponent)
  }

  /// log1p(± d 2^(exponent - 128)) for a number below 2^-22.
  private static func log1p(ofSmall d: UInt128, exponent: Int, isNegative: Bool) -> SmallBall {
    if d == 0 { return zero(.zero) }
    let z = d.leadingZeroBitCount
    return log1pSmall(d << UInt128(z), exponent: exponent - z, isNegative: isNegative)
  }

  /// The logarithm of V = W 2^(exponent - 192), W >= 2^191, for V that is not in (1 - 2^-23, 1 + 2^-23).
  ///
  /// Let m = V/2^exponent in [1/2, 1). The first factor R1 = ceil(2^12/m_i)/2^12, m_i the lower end of the
  /// interval of width 2^-9 that holds m, makes 1 <= m R1 < 1 + 2^-8 + 2^-12; likewise the second, from the
  /// 16 bits after the point of m R1 - 1, and the third, from 24 bits, so that 1 <= m R1 R2 R3 = 1 + t. The
  /// indices come from products cut at 2^-62; an index that is one too small for that only adds to t, which
  /// stays below 2^-24 + 1.01 * 2^-28 + 2^-61 < 2^-23.9. All tables have an entry for every index:
  /// m R1 - 1 < (256 + 16) 2^-16 and m R1 R2 - 1 < 2^-16 + 1.01 * 2^-20 = (256 + 16.2) 2^-24. The product
  /// R1 R2 R3 is an integer below 2^62 over 2^60, so that t is exact before it is cut at 2^-215.
  ///
  /// log V = (exponent - 1) log 2 + log(2/R1) + log(1/R2) + log(1/R3) + log(1 + t). Errors:
  /// - tables: 4 units of 2^-192, and |exponent| more for log 2, which is below 2^-131 of the result;
  /// - t by 2^-215; log(1 + t) from t^7/7 on, below 2^-170;
  /// - in t - t^2 (1/2 - t (1/3 - t p)), p = 1/4 - t/5 + t^2/6: p by 2^-62, which counts t^4 times; t p by
  ///   2^-89 for the low bits of t, t^3 times; t (1/3 - t p) by less than 2^-109, t^2 times; the last product by
  ///   3 * 2^-174 (and t^2 likewise): together below 2^-156.
  /// Below 2^e in size, e >= 1, the result is off by less than 2^-155 + 2^(e - 190); and by 2^-155 below 1, where
  /// it is at least 2^-23.1.
  @inline(__always)
  static func log(_ w: Fixed192, exponent: Int) -> SmallBall {
    let table = SmallTables.logarithm
    let first = table.first[Int(w.w2 >> 55) &- 256]
    // m R1 2^63 and, with R2, m R1 R2 2^83.
    let p1 = SmallFixedPoint.product(w.w2, first.factor)
    let z1 = UInt64(truncatingIfNeeded: p1 &>> 13)
    let second = table.second[index(UInt128(z1), unit: 63, bits: 16)]
    let p2 = SmallFixedPoint.product(z1, second.factor)
    let third = table.third[index(p2, unit: 83, bits: 24)]
    let (over, product) = w.times(first.factor &* second.factor &* third.factor)
    // (1 + t) 2^252 without its leading bit; then t 2^215.
    let t = Fixed192(over & (1 &<< 60 &- 1), product.w2, product.w1).shiftedLeft(27)
    let fine = Fixed192(t.w2, t.w1, t.w0 | product.w0 >> 37)
    let sum =
      (first.log + second.log) + (third.log + log1pTail(fine))
    let e = exponent &- 1
    if e >= 0 {
      let (whole, multiple) = SmallTables.log2.times(UInt64(e))
      let total = multiple + sum
      return finishLog(whole &+ (total < sum ? 1 : 0), total, isNegative: false)
    }
    let (whole, multiple) = SmallTables.log2.times(UInt64(0 &- e))
    return finishLog(whole &- (multiple < sum ? 1 : 0), multiple - sum, isNegative: true)
  }

  /// floor((z 2^-unit - 1) 2^bits), or 0 when z < 2^unit.
  @inline(__always)
  private static func index(_ z: UInt128, unit: UInt128, bits: UInt128) -> Int {
    let one = UInt128(1) &<< unit
    return z < one ? 0 : Int(truncatingIfNeeded: (z &- one) &>> (unit &- bits))
  }

  /// 2^192 log(1 + t) from 2^215 t, as above.
  @inline(__always)
  private static func log1pTail(_ t: Fixed192) -> Fixed192 {
    let (two, top) = (t.high, t.w2)
    let square = SmallFixedPoint.high(two, two)
    let p =
      Taylor.top4 &- SmallFixedPoint.high(top, Taylor.top5 &- SmallFixedPoint.high(top, Taylor.top6) &>> 23)
      &>> 23
    var q = Taylor.over3 &- SmallFixedPoint.product(top, p) &>> 23
    q = Taylor.over2 &- SmallFixedPoint.high(two, q) &>> 23
    let less = SmallFixedPoint.high(square, q)
    return t.shiftedRight(23) - Fixed192(0, less.highWord, less.lowWord).shiftedLeft(18)
  }

  /// The rounded sum, whose whole part is at most 2^60.
  @inline(__always)
  private static func finishLog(_ whole: UInt64, _ fraction: Fixed192, isNegative: Bool) -> SmallBall {
    if whole == 0 {
      return rounded(fraction, exponent: 0, isNegative: isNegative, error: .power2(-155))
    }
    let z = whole.leadingZeroBitCount
    let w = Fixed192(whole, fraction.w2, fraction.w1).shiftedLeft(z)
    let low = fraction.w0
    return rounded(
      Fixed192(w.w2, w.w1, z == 0 ? w.w0 : w.w0 | low >> UInt64(64 - z)), exponent: 64 &- z,
      isNegative: isNegative, error: .power2(64 &- z &- 153))
  }
}
