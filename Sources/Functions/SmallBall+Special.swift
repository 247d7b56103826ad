/// Special functions of small balls: by balls of 128 bits, except where there is a kernel.
extension SmallBall: BallBacked {}

/// Factorials from a table, where series need them.
extension SmallBall {
  private static let factorials: [SmallBall] = {
    var (exact, values) = (Integer(1), [SmallBall(1)])
    for n in 1...400 {
      exact *= Integer(n)
      values.append(SmallBall(exact))
    }
    return values
  }()

  public static func factorial(_ n: Index) -> SmallBall {
    guard let n = n.value else { return .indeterminate }
    return factorials.indices.contains(n) ? factorials[n] : SmallBall(Ball.factorial(n, bits: bits))
  }
}
