import VlasovAnalysis

/// The functions that an expression can call by name: those of `Analytic`, `SpecialAnalytic` and `Ordered`.
public enum Function: String, Sendable, Hashable, CaseIterable {
  case exp, expm1, log, log1p, sqrt
  case sin, cos, tan, asin, acos, atan
  case sinh, cosh, tanh, asinh, acosh, atanh
  case exprel, ein, ei, e1, expIntegral
  case besselI, besselClifford, besselIReal, besselCliffordReal, besselIRatio
  case erf, erfc, mills, inverseErfc
  case gamma, lgamma, digamma, beta, betainc, gammaQ, factorial, binomial
  case lambertW, lambertWMinus, wrightOmega
  case hyp0f1, hyp1f1, hyp2f1, hyp3f2AtOne
  case abs, min, max

  /// The name in the text grammar. Two functions share one when their arguments tell them apart: a Bessel
  /// function of integer order has an index, one of real order an argument; `lambertw(x, -1)` is the lower
  /// branch.
  public var name: String {
    switch self {
    case .expIntegral: "en"
    case .besselIReal: Function.besselI.name
    case .besselCliffordReal: Function.besselClifford.name
    case .inverseErfc: "erfcinv"
    case .lambertWMinus: Function.lambertW.name
    case .hyp3f2AtOne: "hyp3f2at1"
    default: rawValue.lowercased()
    }
  }

  /// The function with this name in the text grammar; of two that share it, the first.
  public init?(name: String) {
    guard let found = Function.byName[name] else { return nil }
    self = found
  }

  private static let byName = Dictionary(
    allCases.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  /// The same function with an order that is any real, for those of integer order.
  var ofRealOrder: Function? {
    switch self {
    case .besselI: .besselIReal
    case .besselClifford: .besselCliffordReal
    default: nil
    }
  }

  /// How many integer arguments stand first.
  public var indexCount: Int {
    switch self {
    case .besselI, .besselClifford, .gammaQ, .factorial, .expIntegral: 1
    case .binomial: 2
    default: 0
    }
  }

  /// How many real arguments follow them.
  public var argumentCount: Int {
    switch self {
    case .factorial, .binomial: 0
    case .min, .max, .besselIReal, .besselCliffordReal, .besselIRatio, .beta, .hyp0f1: 2
    case .betainc, .hyp1f1: 3
    case .hyp2f1: 4
    case .hyp3f2AtOne: 5
    default: 1
    }
  }

  /// Minima and maxima take two or more arguments in the text grammar.
  var isVariadic: Bool { self == .min || self == .max }
}
