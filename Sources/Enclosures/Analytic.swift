import VlasovNumbers

/// An integer that may be a symbol: the running index of a sum, or an integer parameter, plus a constant.
///
/// Numeric readings see its `value`; the symbolic reading prints `n`, `n+1`, ...
public struct Index: Sendable, Hashable, CustomStringConvertible {
  public let symbol: String?
  public let offset: Int

  public init(_ value: Int) { (symbol, offset) = (nil, value) }
  public init(symbol: String, offset: Int = 0) { (self.symbol, self.offset) = (symbol, offset) }

  /// The integer, when no symbol is involved.
  public var value: Int? { symbol == nil ? offset : nil }

  public static func + (n: Index, k: Int) -> Index { n.moved(n.offset.addingReportingOverflow(k)) }
  public static func - (n: Index, k: Int) -> Index { n.moved(n.offset.subtractingReportingOverflow(k)) }

  /// An index beyond a word has no value, so that what depends on it is indeterminate.
  private func moved(_ sum: (partialValue: Int, overflow: Bool)) -> Index {
    sum.overflow ? Index("overflow", 0) : Index(symbol, sum.partialValue)
  }

  private init(_ symbol: String?, _ offset: Int) { (self.symbol, self.offset) = (symbol, offset) }

  public var description: String {
    guard let symbol else { return "\(offset)" }
    return offset == 0 ? symbol : offset > 0 ? "\(symbol)+\(offset)" : "\(symbol)-\(offset.magnitude)"
  }
}

/// The first rung of the ladder: field operations and elementary functions, the vocabulary in which a closed
/// form is written once and then read as a number, a set of reals, a Taylor jet or a symbol.
///
/// Deliberately neither `Equatable`, nor `Comparable`, nor expressible by a decimal literal: on sets of reals
/// `x < y` has three answers and `0.1` is not one tenth, so neither compiles. Operations never trap and never
/// throw; an undefined one gives the reading's indeterminate value (a NaN, an indeterminate ball).
public protocol Analytic: Field, ExpressibleByIntegerLiteral {
  init(_ value: Rational)
  init(_ index: Index)
  static var pi: Self { get }
  /// x^n for an integer n; a negative n divides.
  static func pow(_ x: Self, _ n: Index) -> Self
  static func exp(_ x: Self) -> Self
  /// e^x - 1, without the cancellation near 0.
  static func expm1(_ x: Self) -> Self
  static func log(_ x: Self) -> Self
  /// log(1 + x), without the cancellation near 0.
  static func log1p(_ x: Self) -> Self
  static func sqrt(_ x: Self) -> Self
  static func sin(_ x: Self) -> Self
  static func cos(_ x: Self) -> Self
  static func atan(_ x: Self) -> Self
  static func asin(_ x: Self) -> Self

  // The following have default definitions in terms of those above; a reading overrides one when it can give
  // a tighter set or a better form.

  /// x^y = e^(y log x), x > 0.
  static func pow(_ x: Self, _ y: Self) -> Self
  static func tan(_ x: Self) -> Self
  static func acos(_ x: Self) -> Self
  static func sinh(_ x: Self) -> Self
  static func cosh(_ x: Self) -> Self
  static func tanh(_ x: Self) -> Self
  static func atanh(_ x: Self) -> Self
  static func asinh(_ x: Self) -> Self
  static func acosh(_ x: Self) -> Self
}

extension Analytic {
  public static func pow(_ x: Self, _ n: Int) -> Self { pow(x, Index(n)) }
  public static func pow(_ x: Self, _ y: Self) -> Self { exp(y * log(x)) }
  public static func tan(_ x: Self) -> Self { sin(x) / cos(x) }
  public static func acos(_ x: Self) -> Self { pi / 2 - asin(x) }
  /// (e^x - e^-x)/2 through `expm1`, so that nothing cancels near 0.
  public static func sinh(_ x: Self) -> Self { (expm1(x) - expm1(-x)) / 2 }
  public static func cosh(_ x: Self) -> Self { (exp(x) + exp(-x)) / 2 }
  public static func tanh(_ x: Self) -> Self {
    let e = expm1(2 * x)
    return e / (e + 2)
  }
  public static func atanh(_ x: Self) -> Self { (log1p(x) - log1p(-x)) / 2 }
  /// 2 artanh(x/(1 + √(1 + x²))): odd, without cancellation near 0.
  public static func asinh(_ x: Self) -> Self { 2 * atanh(x / (1 + sqrt(1 + x * x))) }
  /// log(x + √(x² - 1)), without cancellation near 1.
  public static func acosh(_ x: Self) -> Self { log1p((x - 1) + sqrt((x - 1) * (x + 1))) }
}
