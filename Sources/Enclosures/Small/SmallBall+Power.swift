/// Integer powers.
extension SmallBall {
  /// x^n; x^0 = 1.
  ///
  /// By repeated multiplication, in which the relative errors add up to about |n| units of the last place; a
  /// larger exponent, or a wide ball, goes by way of `Ball`.
  public static func pow(_ x: SmallBall, _ n: Index) -> SmallBall {
    guard let n = n.value else { return .indeterminate }
    return pow(x, n)
  }

  public static func pow(_ x: SmallBall, _ n: Int) -> SmallBall {
    switch n {
    case 0: return x.isFinite ? 1 : x
    case 1: return x
    case 2: return x.squared()
    default: break
    }
    if x.isZero, n > 0 { return x }
    guard n.magnitude <= 32, !x.isWide, x.hi != 0 else { return SmallBall(Ball.pow(x.ball, n)) }
    if n == -1 { return 1 / x }
    var result = x
    var bit = 1 << (Int.bitWidth - 2 - n.magnitude.leadingZeroBitCount)
    while bit > 0 {
      result = result.squared()
      if Int(n.magnitude) & bit != 0 { result = result * x }
      bit >>= 1
    }
    return n > 0 ? result : 1 / result
  }
}
