/// Special functions of Double enclosures: by balls of 64 bits, rounded outwards (`erfc` has its own kernel).
extension DoubleEnclosure: SpecialAnalytic {
  public static let eulerGamma = DoubleEnclosure(withPrecision(64) { Ball.eulerGamma })

  public static func exprel(_ x: Self) -> Self { throughBall(x, Ball.exprel) }
  public static func besselClifford(_ n: Index, _ z: Self) -> Self {
    throughBall(z) { .besselClifford(n, $0) }
  }
  public static func besselI(_ n: Index, _ x: Self) -> Self { throughBall(x) { .besselI(n, $0) } }
  public static func gammaQ(_ k: Index, _ y: Self) -> Self { throughBall(y) { .gammaQ(k, $0) } }
  public static func ein(_ x: Self) -> Self { throughBall(x, Ball.ein) }
  public static func ei(_ x: Self) -> Self { throughBall(x, Ball.ei) }
  public static func e1(_ x: Self) -> Self { throughBall(x, Ball.e1) }
  public static func factorial(_ n: Index) -> Self { constant { .factorial(n) } }
  public static func binomial(_ n: Index, _ k: Index) -> Self { constant { .binomial(n, k) } }

  public static func exprelTaylor(_ x: Self, count: Int) -> [Self] {
    Ball.exprelTaylor(Ball(x, bits: 64), count: count).map { Self($0) }
  }

  public static func besselCliffordTaylor(_ n: Index, _ z: Self, count: Int) -> [Self] {
    Ball.besselCliffordTaylor(n, Ball(z, bits: 64), count: count).map { Self($0) }
  }

  private static func constant(_ value: () -> Ball) -> Self { Self(withPrecision(64, value)) }
}
