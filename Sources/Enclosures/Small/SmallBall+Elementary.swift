/// Elementary functions that go by way of `Ball`.
extension SmallBall: Enclosing {
  public static func exp(_ x: SmallBall) -> SmallBall { SmallBall(Ball.exp(x.ball)) }
  public static func expm1(_ x: SmallBall) -> SmallBall { SmallBall(Ball.expm1(x.ball)) }
  public static func log(_ x: SmallBall) -> SmallBall { SmallBall(Ball.log(x.ball)) }
  public static func log1p(_ x: SmallBall) -> SmallBall { SmallBall(Ball.log1p(x.ball)) }
  public static func sin(_ x: SmallBall) -> SmallBall { SmallBall(Ball.sin(x.ball)) }
  public static func cos(_ x: SmallBall) -> SmallBall { SmallBall(Ball.cos(x.ball)) }
  public static func tan(_ x: SmallBall) -> SmallBall { SmallBall(Ball.tan(x.ball)) }
  public static func atan(_ x: SmallBall) -> SmallBall { SmallBall(Ball.atan(x.ball)) }
  public static func asin(_ x: SmallBall) -> SmallBall { SmallBall(Ball.asin(x.ball)) }
  public static func acos(_ x: SmallBall) -> SmallBall { SmallBall(Ball.acos(x.ball)) }
  public static func sinh(_ x: SmallBall) -> SmallBall { SmallBall(Ball.sinh(x.ball)) }
  public static func cosh(_ x: SmallBall) -> SmallBall { SmallBall(Ball.cosh(x.ball)) }
  public static func tanh(_ x: SmallBall) -> SmallBall { SmallBall(Ball.tanh(x.ball)) }
  public static func atanh(_ x: SmallBall) -> SmallBall { SmallBall(Ball.atanh(x.ball)) }
}
