/// Hyperbolic functions by exp and expm1 of the midpoint.
extension SmallFunctions {
  /// (e^m - e^-m)/2, by expm1 below 1 so that nothing cancels.
  ///
  /// |sinh x - sinh m| <= |sinh m| (cosh r - 1) + cosh m sinh r <= (|sinh m| + 1)(r + 2 r^2) for r <= 1.
  static func sinh(_ x: SmallBall) -> SmallBall {
    let r = x.rad
    guard r.exponent < thinExponent else { return viaBall(x, Ball.sinh) }
    let m = x.center
    let twice: SmallBall
    if m.exponent > 0 {
      let e = exp(m)
      twice = e - 1 / e
    } else {
      twice = expm1(m) - expm1(-m)
    }
    let value = half(twice)
    return r.isZero ? value : value.widened(by: (value.magnitude + .power2(0)) * (r + (r * r).scaled(by: 1)))
  }

  /// (e^m + e^-m)/2.
  ///
  /// |cosh x - cosh m| <= |sinh m| sinh r + cosh m (cosh r - 1) <= cosh m (min(|m|, 1) (r + r^2) + r^2)
  /// for r <= 1, because tanh |m| <= min(|m|, 1).
  static func cosh(_ x: SmallBall) -> SmallBall {
    let r = x.rad
    guard r.exponent < thinExponent else { return viaBall(x, Ball.cosh) }
    // The larger exponential first: the other is at most 1, whatever becomes of it.
    let e = exp(absolute(x))
    let value = half(e + 1 / e)
    if r.isZero { return value }
    let slope = x.centerAbove <= .power2(0) ? x.centerAbove : .power2(0)
    return value.widened(by: value.magnitude * (slope * (r + r * r) + r * r))
  }

  /// e/(e + 2) with e = expm1(2 |m|), which keeps the relative accuracy near 0.
  ///
  /// |tanh x - tanh m| <= r/cosh(b)^2 for b = |m| - r, and 1/cosh(b)^2 <= min(1, 4 e^-2b), where
  /// e^2b >= (e + 1)(1 - 2 r) >= (e + 1)/(1 + 4 r). For |m| >= 64 the value is 1 - 2^-183 θ, 0 <= θ < 1, and
  /// the slope below 2^-182.
  static func tanh(_ x: SmallBall) -> SmallBall {
    let r = x.rad
    guard r.exponent < thinExponent else { return viaBall(x, Ball.tanh) }
    if x.exponent > 6 {
      let value = one.widened(by: .power2(-183) + r.scaled(by: -182))
      return x.isNegativeMidpoint ? -value : value
    }
    let e = expm1(scaled(absolute(x), by: 1))
    let quotient = e / (e + 2)
    let value = x.isNegativeMidpoint ? -quotient : quotient
    if r.isZero { return value }
    let growth = (e + 1).magnitudeBelow
    let slope = (Magnitude.power2(2) + r.scaled(by: 4)).dividedUp(by: growth)
    return value.widened(by: slope <= .power2(0) ? r * slope : r)
  }

  /// (log1p m - log1p(-m))/2.
  ///
  /// |atanh x - atanh m| <= r/(1 - b^2), b = |m| + r < 1, and 1 - b^2 >= (1 - |m| - r)(1 + |m|). Balls that reach
  /// within 2^20 radii of ±1 go by way of their ends.
  static func atanh(_ x: SmallBall) -> SmallBall {
    let r = x.rad
    guard x.exponent <= 0 else { return viaBall(x, Ball.atanh) }
    let m = absolute(x)
    let gap = 1 - m
    guard r.exponent < Swift.min(gap.exponent, 0) &+ thinExponent else { return viaBall(x, Ball.atanh) }
    let size = half(log1p(m) - log1p(-m))
    let value = x.isNegativeMidpoint ? -size : size
    if r.isZero { return value }
    let below = gap.magnitudeBelow.minusDown(r).timesDown((1 + m).magnitudeBelow)
    return value.widened(by: r.dividedUp(by: below))
  }

  /// |m| as an exact ball.
  @inline(__always) static func absolute(_ x: SmallBall) -> SmallBall {
    SmallBall(hi: x.hi, lo: x.lo, exponent: x.exponent, isNegative: false, rad: .zero)
  }

  @inline(__always) static func half(_ x: SmallBall) -> SmallBall { scaled(x, by: -1) }

  /// x 2^k for k = ±1; exponents stay far from the word's limits.
  @inline(__always) static func scaled(_ x: SmallBall, by k: Int) -> SmallBall {
    SmallBall(
      hi: x.hi, lo: x.lo, exponent: x.hi == 0 ? x.exponent : x.exponent &+ k,
      isNegative: x.isNegativeMidpoint,
      rad: x.rad.scaled(by: k))
  }
}
