/// A set reading of fewer bits than `Ball` that gets by way of `Ball` every special function for which it has no
/// kernel of its own.
public protocol BallBacked: SpecialAnalytic, Enclosing {
  /// The set rounded outwards.
  init(_ ball: Ball)
  /// The same set, or one rounded outwards to the bits of this reading.
  var ball: Ball { get }
  /// The bits of constants.
  static var bits: Int { get }
}

extension BallBacked {
  @inline(__always) private static func via(_ x: Self, _ f: (Ball) -> Ball) -> Self { Self(f(x.ball)) }
  @inline(__always) private static func via(_ x: Self, _ y: Self, _ f: (Ball, Ball) -> Ball) -> Self {
    Self(f(x.ball, y.ball))
  }

  public static func factorial(_ n: Index) -> Self { Self(withPrecision(bits) { .factorial(n) }) }
  public static func binomial(_ n: Index, _ k: Index) -> Self {
    Self(withPrecision(bits) { .binomial(n, k) })
  }

  public static func exprel(_ x: Self) -> Self { via(x) { .exprel($0) } }
  public static func exprelTaylor(_ x: Self, count: Int) -> [Self] {
    Ball.exprelTaylor(x.ball, count: count).map { Self($0) }
  }
  public static func besselClifford(_ n: Index, _ z: Self) -> Self { via(z) { .besselClifford(n, $0) } }
  public static func besselCliffordTaylor(_ n: Index, _ z: Self, count: Int) -> [Self] {
    Ball.besselCliffordTaylor(n, z.ball, count: count).map { Self($0) }
  }
  public static func besselI(_ n: Index, _ x: Self) -> Self { via(x) { .besselI(n, $0) } }
  public static func besselClifford(order nu: Self, _ z: Self) -> Self {
    via(nu, z) { .besselClifford(order: $0, $1) }
  }
  public static func besselI(order nu: Self, _ x: Self) -> Self { via(nu, x) { .besselI(order: $0, $1) } }
  public static func besselIRatio(order nu: Self, _ x: Self) -> Self {
    via(nu, x) { .besselIRatio(order: $0, $1) }
  }

  public static func ein(_ x: Self) -> Self { via(x) { .ein($0) } }
  public static func ei(_ x: Self) -> Self { via(x) { .ei($0) } }
  public static func e1(_ x: Self) -> Self { via(x) { .e1($0) } }
  public static func expIntegral(_ n: Index, _ x: Self) -> Self { via(x) { .expIntegral(n, $0) } }

  public static func erf(_ x: Self) -> Self { via(x) { .erf($0) } }
  public static func erfc(_ x: Self) -> Self { via(x) { .erfc($0) } }
  public static func mills(_ x: Self) -> Self { via(x) { .mills($0) } }
  public static func inverseErfc(_ x: Self) -> Self { via(x) { .inverseErfc($0) } }

  public static func gamma(_ x: Self) -> Self { via(x) { .gamma($0) } }
  public static func lgamma(_ x: Self) -> Self { via(x) { .lgamma($0) } }
  public static func lgammaTaylor(_ x: Self, count: Int) -> [Self] {
    Ball.lgammaTaylor(x.ball, count: count).map { Self($0) }
  }
  public static func digamma(_ x: Self) -> Self { via(x) { .digamma($0) } }
  public static func gammaQ(_ k: Index, _ y: Self) -> Self { via(y) { .gammaQ(k, $0) } }
  public static func beta(_ a: Self, _ b: Self) -> Self { via(a, b) { .beta($0, $1) } }
  public static func betainc(_ a: Self, _ b: Self, _ x: Self) -> Self {
    Self(.betainc(a.ball, b.ball, x.ball))
  }

  public static func lambertW(_ x: Self) -> Self { via(x) { .lambertW($0) } }
  public static func lambertWMinus(_ x: Self) -> Self { via(x) { .lambertWMinus($0) } }
  public static func wrightOmega(_ x: Self) -> Self { via(x) { .wrightOmega($0) } }

  public static func hyp0f1(_ b: Self, _ z: Self) -> Self { via(b, z) { .hyp0f1($0, $1) } }
  public static func hyp1f1(_ a: Self, _ b: Self, _ z: Self) -> Self { Self(.hyp1f1(a.ball, b.ball, z.ball)) }
  public static func hyp2f1(_ a: Self, _ b: Self, _ c: Self, _ z: Self) -> Self {
    Self(.hyp2f1(a.ball, b.ball, c.ball, z.ball))
  }
  public static func hyp3f2AtOne(_ a: Self, _ b: Self, _ c: Self, _ d: Self, _ e: Self) -> Self {
    Self(.hyp3f2AtOne(a.ball, b.ball, c.ball, d.ball, e.ball))
  }
}
