import CMPFR
import VlasovEnclosures
import VlasovFunctions

extension Registry {
  /// The functions of `SpecialAnalytic`.
  static func special<T: SpecialAnalytic>() -> [Function<T>] {
    let line = Domain.line.exponents(-8...6, rare: -100...7)
    let positive = Domain.positive.exponents(-8...6, rare: -100...9)
    let gamma = Domain.line.exponents(-8...7, rare: -200...10).near(.integer(-20...20))
    let order = Domain.positive.exponents(-4...4, rare: -60...5)
    let argument = Domain.line.exponents(-8...4, rare: -100...6)
    let parameter = Domain.line.exponents(-4...3, rare: -60...4)
    let branch = Domain.line.exponents(-8...6, rare: -200...200).near(.minusInverseE, .minusInverseE)
    return [
      Function("exprel", .elementary, on: line, .formula(Routes.exprel), T.exprel),
      Function("ein", .special, on: line, .formula(Routes.ein), T.ein),
      Function("ei", .special, on: positive, .mpfr(mpfr_eint), T.ei),
      Function("e1", .special, on: positive, .formula(Routes.e1), T.e1),
      Function("expIntegral", .special, 0...20, on: positive, .formula(Routes.expIntegral)) {
        T.expIntegral($0, $1)
      },
      Function("besselI", .special, 0...60, on: line, .formula(Routes.besselI)) { T.besselI($0, $1) },
      Function("besselI, real", .special, on: order, argument, .formula(Routes.besselIOrder)) {
        T.besselI(order: $0, $1)
      },
      Function("besselIRatio", .special, on: order, argument, .formula(Routes.besselIRatio)) {
        T.besselIRatio(order: $0, $1)
      },
      Function("besselClifford", .special, 0...60, on: line, .formula(Routes.besselClifford)) {
        T.besselClifford($0, $1)
      },
      Function("besselClifford, real", .special, on: order, argument, .formula(Routes.besselCliffordOrder)) {
        T.besselClifford(order: $0, $1)
      },
      Function("gammaQ", .special, 1...60, on: positive, .formula(Routes.gammaQ)) { T.gammaQ($0, $1) },
      Function("gamma", .special, on: gamma, .mpfr(mpfr_gamma), T.gamma),
      Function("lgamma", .special, on: positive, .mpfr(mpfr_lngamma), T.lgamma),
      Function("digamma", .special, on: gamma, .mpfr(mpfr_digamma), T.digamma),
      Function("beta", .special, on: positive, positive, .formula(Routes.beta), T.beta),
      Function("betainc", .special, on: [order, order, .unit], nil, .formula(Routes.betainc)) {
        T.betainc($0[0], $0[1], $0[2])
      },
      Function("erf", .special, on: line, .mpfr(mpfr_erf), T.erf),
      Function("erfc", .special, on: line, .mpfr(mpfr_erfc), T.erfc),
      Function("mills", .special, on: line, .formula(Routes.mills), T.mills),
      Function(
        "inverseErfc", .special, on: Domain.positive.exponents(-20...1, rare: -300...1).near(.rational(2, 1)),
        Routes.inverseErfc, T.inverseErfc),
      Function("lambertW", .special, on: branch, Routes.lambertW, T.lambertW),
      Function("lambertWMinus", .special, on: branch, Routes.lambertWMinus, T.lambertWMinus),
      Function("wrightOmega", .special, on: line, Routes.wrightOmega, T.wrightOmega),
      Function("hyp0f1", .special, on: parameter, argument, .formula(Routes.hyp0f1)) { T.hyp0f1($0, $1) },
      Function("hyp1f1", .special, on: [parameter, parameter, argument], nil, .formula(Routes.hyp1f1)) {
        T.hyp1f1($0[0], $0[1], $0[2])
      },
      Function(
        "hyp2f1", .special, on: [parameter, parameter, parameter, .unit], nil, .formula(Routes.hyp2f1)
      ) {
        T.hyp2f1($0[0], $0[1], $0[2], $0[3])
      },
      Function(
        "hyp3f2AtOne", .special, on: Array(repeating: order, count: 5), nil, .formula(Routes.hyp3f2AtOne)
      ) {
        T.hyp3f2AtOne($0[0], $0[1], $0[2], $0[3], $0[4])
      },
    ]
  }
}
