// temporary
import CMPFR

extension Ball {
  private static func f(
    _ x: Ball, _ g: (UnsafeMutablePointer<__mpfr_struct>, UnsafePointer<__mpfr_struct>) -> Int32
  ) -> Ball {
    x.isFinite ? x.withMidpoint { m in Ball(bits: x.bits) { g($0, m) } } : x
  }
  public static func expIntegral(_ n: Index, _ x: Ball) -> Ball { .undefined("en", x) }
  public static func besselClifford(order nu: Ball, _ z: Ball) -> Ball { .undefined("en", z) }
  public static func besselI(order nu: Ball, _ x: Ball) -> Ball { .undefined("en", x) }
  public static func besselIRatio(order nu: Ball, _ x: Ball) -> Ball { .undefined("en", x) }
  public static func erf(_ x: Ball) -> Ball { f(x) { mpfr_erf($0, $1, MPFR_RNDN) } }
  public static func erfc(_ x: Ball) -> Ball { f(x) { mpfr_erfc($0, $1, MPFR_RNDN) } }
  public static func mills(_ x: Ball) -> Ball { .undefined("en", x) }
  public static func inverseErfc(_ x: Ball) -> Ball { .undefined("en", x) }
  public static func gamma(_ x: Ball) -> Ball { f(x) { mpfr_gamma($0, $1, MPFR_RNDN) } }
  public static func lgamma(_ x: Ball) -> Ball { f(x) { mpfr_lngamma($0, $1, MPFR_RNDN) } }
  public static func lgammaTaylor(_ x: Ball, count: Int) -> [Ball] { [] }
  public static func digamma(_ x: Ball) -> Ball { f(x) { mpfr_digamma($0, $1, MPFR_RNDN) } }
  public static func beta(_ a: Ball, _ b: Ball) -> Ball { .undefined("en", a) }
  public static func betainc(_ a: Ball, _ b: Ball, _ x: Ball) -> Ball { .undefined("en", a) }
  public static func lambertW(_ x: Ball) -> Ball { .undefined("en", x) }
  public static func lambertWMinus(_ x: Ball) -> Ball { .undefined("en", x) }
  public static func hyp0f1(_ b: Ball, _ z: Ball) -> Ball { .undefined("en", z) }
  public static func hyp1f1(_ a: Ball, _ b: Ball, _ z: Ball) -> Ball { .undefined("en", z) }
  public static func hyp2f1(_ a: Ball, _ b: Ball, _ c: Ball, _ z: Ball) -> Ball { .undefined("en", z) }
  public static func hyp3f2AtOne(_ a: Ball, _ b: Ball, _ c: Ball, _ d: Ball, _ e: Ball) -> Ball {
    .undefined("en", a)
  }
}

extension Double {
  public static func expIntegral(_ n: Index, _ x: Double) -> Double { .nan }
  public static func besselClifford(order nu: Double, _ z: Double) -> Double { .nan }
  public static func besselI(order nu: Double, _ x: Double) -> Double { .nan }
  public static func besselIRatio(order nu: Double, _ x: Double) -> Double { .nan }
  public static func erf(_ x: Double) -> Double { .nan }
  public static func erfc(_ x: Double) -> Double { .nan }
  public static func mills(_ x: Double) -> Double { .nan }
  public static func inverseErfc(_ x: Double) -> Double { .nan }
  public static func gamma(_ x: Double) -> Double { .nan }
  public static func lgamma(_ x: Double) -> Double { .nan }
  public static func lgammaTaylor(_ x: Double, count: Int) -> [Double] { [] }
  public static func digamma(_ x: Double) -> Double { .nan }
  public static func beta(_ a: Double, _ b: Double) -> Double { .nan }
  public static func betainc(_ a: Double, _ b: Double, _ x: Double) -> Double { .nan }
  public static func lambertW(_ x: Double) -> Double { .nan }
  public static func lambertWMinus(_ x: Double) -> Double { .nan }
  public static func hyp0f1(_ b: Double, _ z: Double) -> Double { .nan }
  public static func hyp1f1(_ a: Double, _ b: Double, _ z: Double) -> Double { .nan }
  public static func hyp2f1(_ a: Double, _ b: Double, _ c: Double, _ z: Double) -> Double { .nan }
  public static func hyp3f2AtOne(_ a: Double, _ b: Double, _ c: Double, _ d: Double, _ e: Double) -> Double {
    .nan
  }
}

extension Jet where Base: SpecialAnalytic {
  public static func expIntegral(_ n: Index, _ x: Jet) -> Jet { Jet(constant: Base(0) / Base(0)) }
  public static func besselClifford(order nu: Jet, _ z: Jet) -> Jet { Jet(constant: Base(0) / Base(0)) }
  public static func besselI(order nu: Jet, _ x: Jet) -> Jet { Jet(constant: Base(0) / Base(0)) }
  public static func besselIRatio(order nu: Jet, _ x: Jet) -> Jet { Jet(constant: Base(0) / Base(0)) }
  public static func erf(_ x: Jet) -> Jet { Jet(constant: Base(0) / Base(0)) }
  public static func erfc(_ x: Jet) -> Jet { Jet(constant: Base(0) / Base(0)) }
  public static func mills(_ x: Jet) -> Jet { Jet(constant: Base(0) / Base(0)) }
  public static func inverseErfc(_ x: Jet) -> Jet { Jet(constant: Base(0) / Base(0)) }
  public static func gamma(_ x: Jet) -> Jet { Jet(constant: Base(0) / Base(0)) }
  public static func lgamma(_ x: Jet) -> Jet { Jet(constant: Base(0) / Base(0)) }
  public static func lgammaTaylor(_ x: Jet, count: Int) -> [Jet] { [] }
  public static func digamma(_ x: Jet) -> Jet { Jet(constant: Base(0) / Base(0)) }
  public static func beta(_ a: Jet, _ b: Jet) -> Jet { Jet(constant: Base(0) / Base(0)) }
  public static func betainc(_ a: Jet, _ b: Jet, _ x: Jet) -> Jet { Jet(constant: Base(0) / Base(0)) }
  public static func lambertW(_ x: Jet) -> Jet { Jet(constant: Base(0) / Base(0)) }
  public static func lambertWMinus(_ x: Jet) -> Jet { Jet(constant: Base(0) / Base(0)) }
  public static func hyp0f1(_ b: Jet, _ z: Jet) -> Jet { Jet(constant: Base(0) / Base(0)) }
  public static func hyp1f1(_ a: Jet, _ b: Jet, _ z: Jet) -> Jet { Jet(constant: Base(0) / Base(0)) }
  public static func hyp2f1(_ a: Jet, _ b: Jet, _ c: Jet, _ z: Jet) -> Jet {
    Jet(constant: Base(0) / Base(0))
  }
  public static func hyp3f2AtOne(_ a: Jet, _ b: Jet, _ c: Jet, _ d: Jet, _ e: Jet) -> Jet {
    Jet(constant: Base(0) / Base(0))
  }
}
