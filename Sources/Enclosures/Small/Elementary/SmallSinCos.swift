/// sin and cos by |m| = n π/2 ± d, d = i/256 + s, s < 2^-8, and the addition theorem.
extension SmallFunctions {
  /// Radii from 2^-16 on are left to `Ball`, which looks for the extrema in between.
  @inline(__always) static var thinAngle: Int { -16 }

  /// |sin x - sin m| <= r.
  static func sin(_ x: SmallBall) -> SmallBall {
    guard x.rad.exponent < thinAngle, x.exponent <= 40, let value = sinOfMidpoint(x) else {
      return wideSin(x)
    }
    return x.rad.isZero ? value : value.widened(by: x.rad)
  }

  /// |cos x - cos m| <= |sin m| |sin h| + |cos m| (1 - cos h) <= min(|m|, 1) r + r^2/2.
  static func cos(_ x: SmallBall) -> SmallBall {
    guard x.rad.exponent < thinAngle, x.exponent <= 40, let value = cosOfMidpoint(x) else {
      return wideCos(x)
    }
    return x.rad.isZero ? value : value.widened(by: cosSpread(x))
  }

  /// Both, with one reduction.
  static func sinCos(_ x: SmallBall) -> (sin: SmallBall, cos: SmallBall) {
    guard x.rad.exponent < thinAngle, x.exponent <= 40, x.exponent > -8, let turns = QuarterTurns(x) else {
      return (sin(x), cos(x))
    }
    let s = sine(turns, quadrant: turns.quadrant, isNegative: x.isNegativeMidpoint)
    let c = sine(turns, quadrant: turns.quadrant &+ 1, isNegative: false)
    return x.rad.isZero ? (s, c) : (s.widened(by: x.rad), c.widened(by: cosSpread(x)))
  }

  @inline(never) private static func wideSin(_ x: SmallBall) -> SmallBall { viaBall(x, Ball.sin) }
  @inline(never) private static func wideCos(_ x: SmallBall) -> SmallBall { viaBall(x, Ball.cos) }

  static func cosSpread(_ x: SmallBall) -> Magnitude {
    let size = x.centerAbove <= .power2(0) ? x.centerAbove : .power2(0)
    return size * x.rad + (x.rad * x.rad).scaled(by: -1)
  }

  /// sin m; `nil` when the reduction fails.
  @inline(__always)
  static func sinOfMidpoint(_ x: SmallBall) -> SmallBall? {
    if _slowPath(x.exponent <= -8) {
      if x.hi == 0 { return zero(.zero) }
      if x.exponent < -200 { return nearIdentity(x) }
      return sinSmall(
        Fixed192(high: x.mantissa, low: 0), exponent: x.exponent, isNegative: x.isNegativeMidpoint)
    }
    guard let turns = QuarterTurns(x) else { return nil }
    return sine(turns, quadrant: turns.quadrant, isNegative: x.isNegativeMidpoint)
  }

  /// cos m; `nil` when the reduction fails.
  @inline(__always)
  static func cosOfMidpoint(_ x: SmallBall) -> SmallBall? {
    if _slowPath(x.exponent <= -8) {
      if x.hi == 0 { return one }
      return cosTable(fixed(x).fraction, isNegative: false)
    }
    guard let turns = QuarterTurns(x) else { return nil }
    return sine(turns, quadrant: turns.quadrant &+ 1, isNegative: false)
  }

  /// ± sin(quadrant π/2 ± d).
  @inline(__always)
  private static func sine(_ turns: QuarterTurns, quadrant: Int, isNegative: Bool) -> SmallBall {
    let lower = isNegative != (quadrant & 2 != 0)
    if quadrant & 1 != 0 { return cosTable(turns.distance, isNegative: lower) }
    if _slowPath(turns.isSmall) {
      let (mantissa, exponent) = turns.normalised
      return sinSmall(mantissa, exponent: exponent, isNegative: lower != turns.isBelow)
    }
    return sinTable(turns.distance, isNegative: lower != turns.isBelow)
  }

  /// sin d = d (1 - w), w = d^2/6 - ..., for d = W 2^(exponent - 192) < 2^-8, W >= 2^191.
  ///
  /// w is off by less than 2^-140 (`sineTail`), and by 2^-144 because d^2 is made from 128 bits of d; its product
  /// with d is cut at 3 * 2^-144 relative to W/2^192 >= 1/2. With the error of d (`QuarterTurns`) the relative
  /// error is below 2^-139.
  private static func sinSmall(_ w: Fixed192, exponent: Int, isNegative: Bool) -> SmallBall {
    let d = w.high
    let shift = -2 * exponent - 16
    let square = shift < 128 ? SmallFixedPoint.high(d, d) &>> UInt128(shift) : 0
    let less = SmallFixedPoint.high(d, sineTail(square))
    return rounded(
      w - Fixed192(0, less.highWord, less.lowWord).shiftedLeft(48), exponent: exponent,
      isNegative: isNegative, error: .power2(exponent - 139))
  }

  /// sin d = S (1 - v) + C σ with S, C = sin, cos of i/256, v = 1 - cos s, σ = sin s, for 2^-8 <= d < 0.79.
  ///
  /// Errors in units of 2^-136: s is cut by 1 and s w, w = s^2/6 - ..., by 1.01, so that σ is off by at most
  /// 1.1; C σ is cut by 3, and by 1 for the low word of C; S v is off by less than 2^-138 in all, the tables and
  /// d by 2^-190: together less than 5.5 units, which is below 2^-133.
  @inline(__always)
  private static func sinTable(_ d: Fixed192, isNegative: Bool) -> SmallBall {
    let (point, sigma, v) = parts(d)
    let more = SmallFixedPoint.high(point.cos.high, sigma)
    let less = SmallFixedPoint.high(point.sin.high, v)
    let value =
      (point.sin - Fixed192(0, less.highWord, less.lowWord).shiftedLeft(48))
      + Fixed192(0, more.highWord, more.lowWord).shiftedLeft(56)
    return rounded(value, exponent: 0, isNegative: isNegative, error: .power2(-133))
  }

  /// cos d = C (1 - v) - S σ, for 0 <= d < 0.79; the errors as in `sinTable`.
  @inline(__always)
  private static func cosTable(_ d: Fixed192, isNegative: Bool) -> SmallBall {
    let (point, sigma, v) = parts(d)
    let less = SmallFixedPoint.high(point.cos.high, v)
    let more = SmallFixedPoint.high(point.sin.high, sigma)
    let value =
      (point.cos - Fixed192(0, less.highWord, less.lowWord).shiftedLeft(48))
      - Fixed192(0, more.highWord, more.lowWord).shiftedLeft(56)
    return rounded(value, exponent: 0, isNegative: isNegative, error: .power2(-133))
  }

  /// The table's entry, 2^136 sin s and 2^144 (1 - cos s).
  @inline(__always)
  private static func parts(_ d: Fixed192) -> (SmallTables.SineCosine, sigma: UInt128, v: UInt128) {
    let point = SmallTables.circle[Int(d.w2 >> 56)]
    let s = d.shiftedLeft(8).high
    let square = SmallFixedPoint.high(s, s)
    return (point, s &- SmallFixedPoint.high(s, sineTail(square)) &>> 16, cosineTail(square))
  }

  /// 2^144 u (1/6 - u (1/120 - u (1/5040 - u (1/9! - u (1/11! - u/13!))))) from 2^144 u, u < 2^-16, off by less
  /// than 2^-140; the next term is below 2^-152.
  ///
  /// The innermost two are words times 2^-82 and off by less than 2^-80; the next by 2^-95 (u to 80 bits), 2^-110
  /// and 2^-125, and the last product by 3 * 2^-144 + 2^-141.
  @inline(__always)
  static func sineTail(_ u: UInt128) -> UInt128 {
    let top = u.highWord
    let h =
      Taylor.sine9 &- SmallFixedPoint.high(
        top, Taylor.sine11 &- SmallFixedPoint.high(top, Taylor.sine13) &>> 16) &>> 16
    var p = Taylor.over5040 &- SmallFixedPoint.product(top, h) &>> 34
    p = Taylor.over120 &- SmallFixedPoint.high(u, p) &>> 16
    p = Taylor.over6 &- SmallFixedPoint.high(u, p) &>> 16
    return SmallFixedPoint.high(u, p)
  }

  /// 2^144 u (1/2 - u (1/24 - u (1/720 - u (1/8! - u (1/10! - u (1/12! - u/14!)))))) from 2^144 u, u < 2^-16, off
  /// by less than 2^-139; the next term is below 2^-172.
  ///
  /// The innermost three are words times 2^-79 and off by less than 2^-77; the next by 2^-92.7 (u to 80 bits),
  /// 2^-108 and 2^-123.8, and the last product by 3 * 2^-144 + 2^-139.8.
  @inline(__always)
  static func cosineTail(_ u: UInt128) -> UInt128 {
    let top = u.highWord
    var h = Taylor.cosine12 &- SmallFixedPoint.high(top, Taylor.cosine14) &>> 16
    h = Taylor.cosine10 &- SmallFixedPoint.high(top, h) &>> 16
    h = Taylor.cosine8 &- SmallFixedPoint.high(top, h) &>> 16
    var p = Taylor.over720 &- SmallFixedPoint.product(top, h) &>> 31
    p = Taylor.over24 &- SmallFixedPoint.high(u, p) &>> 16
    p = Taylor.over2 &- SmallFixedPoint.high(u, p) &>> 16
    return SmallFixedPoint.high(u, p)
  }
}
