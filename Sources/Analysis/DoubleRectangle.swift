/// `Complex<DoubleEnclosure>` as a type of its own, whose operations are compiled for it.
///
/// A formula that is read through its protocol looks up the operations of a generic type at run time, each with the
/// operations of its parts; here one look-up finds machine code. That is most of the time of a bound on an ellipse.
struct DoubleRectangle: SpecialAnalytic {
  typealias Base = Complex<DoubleEnclosure>
  let z: Base

  init(_ z: Base) { self.z = z }
  init(integerLiteral value: Int) { z = Base(value) }
  init(_ value: Int) { z = Base(value) }
  init(_ value: Rational) { z = Base(value) }
  init(_ index: Index) { z = Base(index) }

  static var pi: Self { Self(Base.pi) }
  static var eulerGamma: Self { Self(Base.eulerGamma) }

  static func + (a: Self, b: Self) -> Self { Self(a.z + b.z) }
  static func - (a: Self, b: Self) -> Self { Self(a.z - b.z) }
  static func * (a: Self, b: Self) -> Self { Self(a.z * b.z) }
  static func / (a: Self, b: Self) -> Self { Self(a.z / b.z) }
  static prefix func - (a: Self) -> Self { Self(-a.z) }
  static func pow(_ x: Self, _ n: Index) -> Self { Self(Base.pow(x.z, n)) }
  static func pow(_ x: Self, _ y: Self) -> Self { Self(Base.pow(x.z, y.z)) }

  // MARK: Elementary functions

  static func exp(_ x: Self) -> Self { Self(Base.exp(x.z)) }
  static func expm1(_ x: Self) -> Self { Self(Base.expm1(x.z)) }
  static func log(_ x: Self) -> Self { Self(Base.log(x.z)) }
  static func log1p(_ x: Self) -> Self { Self(Base.log1p(x.z)) }
  static func sqrt(_ x: Self) -> Self { Self(Base.sqrt(x.z)) }
  static func sin(_ x: Self) -> Self { Self(Base.sin(x.z)) }
  static func cos(_ x: Self) -> Self { Self(Base.cos(x.z)) }
  static func tan(_ x: Self) -> Self { Self(Base.tan(x.z)) }
  static func atan(_ x: Self) -> Self { Self(Base.atan(x.z)) }
  static func asin(_ x: Self) -> Self { Self(Base.asin(x.z)) }
  static func acos(_ x: Self) -> Self { Self(Base.acos(x.z)) }
  static func sinh(_ x: Self) -> Self { Self(Base.sinh(x.z)) }
  static func cosh(_ x: Self) -> Self { Self(Base.cosh(x.z)) }
  static func tanh(_ x: Self) -> Self { Self(Base.tanh(x.z)) }
  static func atanh(_ x: Self) -> Self { Self(Base.atanh(x.z)) }
  static func asinh(_ x: Self) -> Self { Self(Base.asinh(x.z)) }
  static func acosh(_ x: Self) -> Self { Self(Base.acosh(x.z)) }

  // MARK: Special functions

  static func exprel(_ x: Self) -> Self { Self(Base.exprel(x.z)) }
  static func exprelTaylor(_ x: Self, count: Int) -> [Self] {
    Base.exprelTaylor(x.z, count: count).map { Self($0) }
  }
  static func besselClifford(_ n: Index, _ x: Self) -> Self { Self(Base.besselClifford(n, x.z)) }
  static func besselCliffordTaylor(_ n: Index, _ x: Self, count: Int) -> [Self] {
    Base.besselCliffordTaylor(n, x.z, count: count).map { Self($0) }
  }
  static func besselI(_ n: Index, _ x: Self) -> Self { Self(Base.besselI(n, x.z)) }
  static func besselClifford(order nu: Self, _ x: Self) -> Self {
    Self(Base.besselClifford(order: nu.z, x.z))
  }
  static func besselI(order nu: Self, _ x: Self) -> Self { Self(Base.besselI(order: nu.z, x.z)) }
  static func besselIRatio(order nu: Self, _ x: Self) -> Self { Self(Base.besselIRatio(order: nu.z, x.z)) }
  static func gammaQ(_ k: Index, _ y: Self) -> Self { Self(Base.gammaQ(k, y.z)) }
  static func ein(_ x: Self) -> Self { Self(Base.ein(x.z)) }
  static func ei(_ x: Self) -> Self { Self(Base.ei(x.z)) }
  static func e1(_ x: Self) -> Self { Self(Base.e1(x.z)) }
  static func expIntegral(_ n: Index, _ x: Self) -> Self { Self(Base.expIntegral(n, x.z)) }
  static func erf(_ x: Self) -> Self { Self(Base.erf(x.z)) }
  static func erfc(_ x: Self) -> Self { Self(Base.erfc(x.z)) }
  static func mills(_ x: Self) -> Self { Self(Base.mills(x.z)) }
  static func inverseErfc(_ x: Self) -> Self { Self(Base.inverseErfc(x.z)) }
  static func gamma(_ x: Self) -> Self { Self(Base.gamma(x.z)) }
  static func lgamma(_ x: Self) -> Self { Self(Base.lgamma(x.z)) }
  static func lgammaTaylor(_ x: Self, count: Int) -> [Self] {
    Base.lgammaTaylor(x.z, count: count).map { Self($0) }
  }
  static func digamma(_ x: Self) -> Self { Self(Base.digamma(x.z)) }
  static func beta(_ a: Self, _ b: Self) -> Self { Self(Base.beta(a.z, b.z)) }
  static func betainc(_ a: Self, _ b: Self, _ x: Self) -> Self { Self(Base.betainc(a.z, b.z, x.z)) }
  static func lambertW(_ x: Self) -> Self { Self(Base.lambertW(x.z)) }
  static func lambertWMinus(_ x: Self) -> Self { Self(Base.lambertWMinus(x.z)) }
  static func wrightOmega(_ x: Self) -> Self { Self(Base.wrightOmega(x.z)) }
  static func hyp0f1(_ b: Self, _ x: Self) -> Self { Self(Base.hyp0f1(b.z, x.z)) }
  static func hyp1f1(_ a: Self, _ b: Self, _ x: Self) -> Self { Self(Base.hyp1f1(a.z, b.z, x.z)) }
  static func hyp2f1(_ a: Self, _ b: Self, _ c: Self, _ x: Self) -> Self {
    Self(Base.hyp2f1(a.z, b.z, c.z, x.z))
  }
  static func hyp3f2AtOne(_ a: Self, _ b: Self, _ c: Self, _ d: Self, _ e: Self) -> Self {
    Self(Base.hyp3f2AtOne(a.z, b.z, c.z, d.z, e.z))
  }
  static func factorial(_ n: Index) -> Self { Self(Base.factorial(n)) }
  static func binomial(_ n: Index, _ k: Index) -> Self { Self(Base.binomial(n, k)) }
}
