/// The functions that an expression can call by name: those of `Analytic`, `SpecialAnalytic` and `Ordered`,
/// and the inverse hyperbolic functions.
public enum Function: String, Sendable, Hashable, CaseIterable {
  case exp, expm1, log, log1p, sqrt
  case sin, cos, tan, asin, acos, atan
  case sinh, cosh, tanh, asinh, acosh, atanh
  case exprel, ein, ei, e1
  case besselI, besselClifford, gammaQ, factorial, binomial
  case abs, min, max

  /// The name in the text grammar: lower case.
  public var name: String { rawValue.lowercased() }

  /// The function with this name in the text grammar.
  public init?(name: String) {
    guard let found = Function.byName[name] else { return nil }
    self = found
  }

  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })

  /// How many integer arguments stand first.
  public var indexCount: Int {
    switch self {
    case .besselI, .besselClifford, .gammaQ, .factorial: 1
    case .binomial: 2
    default: 0
    }
  }

  /// How many real arguments follow them.
  public var argumentCount: Int {
    switch self {
    case .factorial, .binomial: 0
    case .min, .max: 2
    default: 1
    }
  }

  /// Minima and maxima take two or more arguments in the text grammar.
  var isVariadic: Bool { self == .min || self == .max }
}
