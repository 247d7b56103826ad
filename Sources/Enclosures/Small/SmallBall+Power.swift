/// Integer powers.
extension SmallBall {
  /// x^n; x^0 = 1.
  ///
  /// By repeated multiplication, in which the relative errors add up to about |n| units of the last place. That
  /// is what a radius of a unit costs, too; the powers of an exact x with a larger n, and those of a ball that
  /// is not thin, go by way of `Ball`.
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
    let size = Int.bitWidth - n.magnitude.leadingZeroBitCount
    guard n.magnitude <= (x.isExact ? 32 : 1 << 20), x.hi != 0, x.relativeExponent + size < -16 else {
      return SmallBall(Ball.pow(x.ball, n))
    }
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
