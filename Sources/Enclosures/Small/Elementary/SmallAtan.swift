/// atan by two steps of atan(N/D) = atan c + atan((N - c D)/(D + c N)) with short c, one division and a series.
extension SmallFunctions {
  /// |atan x - atan m| <= r/(1 + b^2) <= r/max(1, b^2) with b = |m| - r > 0.
  static func atan(_ x: SmallBall) -> SmallBall {
    guard x.rad.exponent < thinExponent, let value = atanOfMidpoint(x) else { return wideAtan(x) }
    if x.rad.isZero { return value }
    let below = x.centerBelow.minusDown(x.rad)
    let slope = below.timesDown(below)
    return value.widened(by: slope <= .power2(0) ? x.rad : x.rad.dividedUp(by: slope))
  }

  @inline(never) private static func wideAtan(_ x: SmallBall) -> SmallBall { viaBall(x, Ball.atan) }

  @inline(__always)
  static func atanOfMidpoint(_ x: SmallBall) -> SmallBall? {
    if _slowPath(x.exponent <= -8) {
      if x.hi == 0 { return zero(.zero) }
      if x.exponent < -200 { return nearIdentity(x) }
      return atanSmall(x.mantissa, exponent: x.exponent, isNegative: x.isNegativeMidpoint)
    }
    // N/4 and D/4 for |m| = N/D, or for 1/|m| when |m| >= 1.
    let mantissa = Fixed192(high: x.mantissa, low: 0)
    let isLarge = x.exponent > 0
    let numerator: Fixed192
    let denominator: Fixed192
    if isLarge {
      numerator = Fixed192(1 << 62, 0, 0).dropping(min(x.exponent, 255))
      denominator = mantissa.shiftedRight(2)
    } else {
      numerator = mantissa.shiftedRight(2 &- x.exponent)
      denominator = Fixed192(1 << 62, 0, 0)
    }
    guard let angle = angle(numerator, denominator) else { return nil }
    if !isLarge {
      return rounded(angle, exponent: 0, isNegative: x.isNegativeMidpoint, error: .power2(-139))
    }
    // π/2 - angle, in units of 2^-191.
    let (_, halfPi, _) = SmallTables.halfPi
    let value = (halfPi.shiftedRight(1) + Fixed192(1 << 63, 0, 0)) - angle.shiftedRight(1)
    return rounded(value, exponent: 1, isNegative: x.isNegativeMidpoint, error: .power2(-139))
  }

  /// atan y = y (1 - w), w = y^2/3 - y^4/5 + ... + y^14/15, for y = T 2^(exponent - 128) < 2^-8.
  ///
  /// With u = y^2 < 2^-16 the next term is below 2^-132. p = 1/3 - u (1/5 - ...): the word 1/11 - u (1/13 - u/15)
  /// is off by 2^-62.5, the next coefficients by less than 2^-78, 2^-93, 2^-109 and 2^-124; u p by 2^-139: the
  /// relative error is below 2^-132 + 2^-138 (see `timesOnePlus`), less than 2^-131.
  private static func atanSmall(_ t: UInt128, exponent: Int, isNegative: Bool) -> SmallBall {
    let shift = -2 * exponent - 16
    let u = shift < 128 ? SmallFixedPoint.high(t, t) &>> UInt128(shift) : 0
    let top = u.highWord
    var h = Taylor.top13 &- SmallFixedPoint.high(top, Taylor.top15) &>> 16
    h = Taylor.top11 &- SmallFixedPoint.high(top, h) &>> 16
    var p = Taylor.over9 &- SmallFixedPoint.product(top, h) &>> 16
    p = Taylor.over7 &- SmallFixedPoint.high(u, p) &>> 16
    p = Taylor.over5 &- SmallFixedPoint.high(u, p) &>> 16
    p = Taylor.over3 &- SmallFixedPoint.high(u, p) &>> 16
    return timesOnePlus(
      t, SmallFixedPoint.high(u, p), shift: 16, isSum: false, exponent: exponent, isNegative: isNegative,
      error: -131)
  }

  /// 2^192 atan(N/D) for 0 <= N <= D, D in [1/8, 1/4], off by less than 2^-139. `nil` never happens (it would
  /// mean that the quotients below were badly rounded).
  ///
  /// c = i/256 and c' = j/65536 are the quotients N/D and N1/D1 of the leading words, rounded to nearest in
  /// Doubles; then |N1/D1| < 2^-9 + 2^-50 (as |(y - c)/(1 + c y)| <= |y - c|) and |N2/D2| < 2^-17 + 2^-49, which
  /// the code checks to be below 3/4 * 2^-16 before it relies on it. N1, D1, N2, D2 are exact as long as the
  /// lowest bit of N is 2^-168 or more (24 bits are appended); only for |m| > 2^165, N is cut, and together with
  /// the truncated products off by less than 3 * 2^-192, or 2^-187 relative to D2 > 1/9.
  ///
  /// The quotient t: N2 and D2 are cut to 128 bits after scaling by 2^16 and to D2 >= 1/2: 2^-143 each, and
  /// 3 * 2^-144 for the division. t - t^3 (1/3 - t^2/5 + t^4/7): from t^9/9 on below 2^-150; the word 1/5 - t^2/7
  /// by 2^-62, which counts t^5 times, 1/3 - ... by 2^-93, and products by 4 * 2^-144. Tables 2 units of 2^-192.
  /// Together below 10 * 2^-144.
  @inline(__always)
  private static func angle(_ n: Fixed192, _ d: Fixed192) -> Fixed192? {
    let i = UInt64(Double(n.w2) / Double(d.w2) * 256 + 0.5)
    let (n1, isBelow1) = distance(n, d.shiftedRight(8).times(i).product)
    let d1 = d + n.shiftedRight(8).times(i).product
    let j = UInt64(Double(n1.w2) / Double(d1.w2) * 65536 + 0.5)
    let (n2, isBelow2) = distance(n1, d1.shiftedRight(16).times(j).product)
    let d2 = d1 + n1.shiftedRight(16).times(j).product
    guard i <= 256, j < 132, n2.w2 &<< 16 < d2.w2 &>> 1 &+ d2.w2 &>> 2, n2.w2 >> 48 == 0 else { return nil }
    let z = d2.w2.leadingZeroBitCount
    let t = SmallFixedPoint.quotient(n2.shiftedLeft(16 &+ z).high, d2.shiftedLeft(z).high)
    let square = SmallFixedPoint.high(t, t)
    let top = square.highWord
    let h = Taylor.top5 &- SmallFixedPoint.high(top, Taylor.top7) &>> 32
    let p = Taylor.over3 &- SmallFixedPoint.product(top, h) &>> 32
    let series = t &- SmallFixedPoint.high(t, SmallFixedPoint.high(square, p)) &>> 32
    let small = Fixed192(0, series.highWord, series.lowWord).shiftedLeft(48)
    let table = SmallTables.arcTangent
    let fine = table.fine[Int(j)]
    let middle = isBelow2 ? fine - small : fine + small
    let coarse = table.coarse[Int(i)]
    return isBelow1 ? coarse - middle : coarse + middle
  }

  /// |a - b| and whether a < b.
  @inline(__always)
  private static func distance(_ a: Fixed192, _ b: Fixed192) -> (Fixed192, isBelow: Bool) {
    let isBelow = a < b
    let difference = a - b
    return (isBelow ? .zero - difference : difference, isBelow)
  }
}
