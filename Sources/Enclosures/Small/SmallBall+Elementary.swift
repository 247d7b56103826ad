/// Elementary functions, in fixed point on words.
extension SmallBall: Enclosing {
  public static func exp(_ x: SmallBall) -> SmallBall { SmallFunctions.exp(x) }
  public static func expm1(_ x: SmallBall) -> SmallBall { SmallFunctions.expm1(x) }
  public static func log(_ x: SmallBall) -> SmallBall { SmallFunctions.log(x) }
  public static func log1p(_ x: SmallBall) -> SmallBall { SmallFunctions.log1p(x) }
  public static func sin(_ x: SmallBall) -> SmallBall { SmallFunctions.sin(x) }
  public static func cos(_ x: SmallBall) -> SmallBall { SmallFunctions.cos(x) }
  public static func tan(_ x: SmallBall) -> SmallBall { SmallFunctions.tan(x) }
  public static func atan(_ x: SmallBall) -> SmallBall { SmallFunctions.atan(x) }
  public static func asin(_ x: SmallBall) -> SmallBall { SmallFunctions.asin(x) }
  public static func acos(_ x: SmallBall) -> SmallBall { SmallFunctions.acos(x) }
  public static func sinh(_ x: SmallBall) -> SmallBall { SmallFunctions.sinh(x) }
  public static func cosh(_ x: SmallBall) -> SmallBall { SmallFunctions.cosh(x) }
  public static func tanh(_ x: SmallBall) -> SmallBall { SmallFunctions.tanh(x) }
  public static func atanh(_ x: SmallBall) -> SmallBall { SmallFunctions.atanh(x) }
}
