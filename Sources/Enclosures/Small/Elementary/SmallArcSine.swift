/// asin and acos by atan. Balls that reach within 2^20 radii of ±1 go by way of their ends.
extension SmallFunctions {
  /// atan(m/sqrt((1 - m)(1 + m))).
  ///
  /// |asin x - asin m| <= r/sqrt(1 - b^2), b = |m| + r; with r <= 2^-20 (1 - |m|) the root is at least 1 - 2^-20
  /// times sqrt(1 - m^2), because 1 - b >= (1 - 2^-20)(1 - |m|) and 1 + b > 1 + |m|.
  static func asin(_ x: SmallBall) -> SmallBall {
    guard isInside(x) else { return viaBall(x, Ball.asin) }
    let m = x.center
    let root = SmallBall.sqrt((1 - m) * (1 + m))
    let value = atan(m / root)
    return x.rad.isZero ? value : value.widened(by: arcSpread(x.rad, root))
  }

  /// 2 atan sqrt((1 - m)/(1 + m)), accurate near m = 1.
  static func acos(_ x: SmallBall) -> SmallBall {
    guard isInside(x) else { return viaBall(x, Ball.acos) }
    let m = x.center
    let (below, above) = (1 - m, 1 + m)
    let value = scaled(atan(SmallBall.sqrt(below / above)), by: 1)
    return x.rad.isZero ? value : value.widened(by: arcSpread(x.rad, SmallBall.sqrt(below * above)))
  }

  /// Whether r < 2^-20 (1 - |m|).
  private static func isInside(_ x: SmallBall) -> Bool {
    if x.exponent > 0 { return false }
    let gap = 1 - absolute(x)
    return gap.hi != 0 && x.rad.exponent < gap.exponent &+ thinExponent
  }

  private static func arcSpread(_ r: Magnitude, _ root: SmallBall) -> Magnitude {
    let first = r.dividedUp(by: root.magnitudeBelow)
    return first + first.scaled(by: -19)
  }
}
