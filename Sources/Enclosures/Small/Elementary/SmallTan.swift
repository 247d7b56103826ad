extension SmallFunctions {
  /// sin/cos at the midpoint; both have full relative accuracy there, so that zeros and poles keep theirs.
  ///
  /// With t = tan m and T >= tan r: |tan(m + h) - t| = |tan h| (1 + t^2)/|1 - t tan h|
  /// <= T (1 + t^2)/(1 - |t| T) for |h| <= r, and there is no pole when |t| T < 1. T = r + r^3 for r <= 1.
  static func tan(_ x: SmallBall) -> SmallBall {
    let r = x.rad
    guard r.exponent < thinAngle, x.exponent <= 40 else { return viaBall(x, Ball.tan) }
    let (s, c) = sinCos(x.center)
    let value = s / c
    if r.isZero { return value }
    let bound = r + r * r * r
    let t = value.magnitude
    let spread = (bound * (.power2(0) + t * t)).dividedUp(by: Magnitude.power2(0).minusDown(t * bound))
    return spread.isFinite ? value.widened(by: spread) : viaBall(x, Ball.tan)
  }
}
