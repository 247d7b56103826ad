/// Special functions of small balls, by way of `Ball` at 128 bits: one line each. (C_n and I_n have their own file.)
extension SmallBall: SpecialAnalytic {
  public static func exprel(_ x: SmallBall) -> SmallBall { through(x) { .exprel($0) } }
  public static func gammaQ(_ k: Index, _ y: SmallBall) -> SmallBall { through(y) { .gammaQ(k, $0) } }
  public static func ein(_ x: SmallBall) -> SmallBall { through(x) { .ein($0) } }
  public static func ei(_ x: SmallBall) -> SmallBall { through(x) { .ei($0) } }
  public static func e1(_ x: SmallBall) -> SmallBall { through(x) { .e1($0) } }

  public static func exprelTaylor(_ x: SmallBall, count: Int) -> [SmallBall] {
    Ball.exprelTaylor(x.ball, count: count).map { SmallBall($0) }
  }
  public static func besselCliffordTaylor(_ n: Index, _ z: SmallBall, count: Int) -> [SmallBall] {
    Ball.besselCliffordTaylor(n, z.ball, count: count).map { SmallBall($0) }
  }

  /// f of one argument.
  static func through(_ x: SmallBall, _ f: (Ball) -> Ball) -> SmallBall { SmallBall(f(x.ball)) }
}

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

  public static func binomial(_ n: Index, _ k: Index) -> SmallBall {
    guard let n = n.value, let k = k.value else { return .indeterminate }
    return SmallBall(Ball.binomial(n, k, bits: bits))
  }
}
