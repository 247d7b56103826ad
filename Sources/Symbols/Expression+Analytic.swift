import VlasovAnalysis

extension Expression: Analytic {
  public init(integerLiteral value: Int) { self.init(Rational(value)) }
  public init(_ value: Int) { self.init(Rational(value)) }
  public init(_ value: Rational) { self = .make(.number(value)) }
  public init(_ index: Index) {
    if let value = index.value { self.init(value) } else { self = .make(.index(index)) }
  }

  public static var pi: Expression { make(.constant(.pi)) }

  public static func + (a: Expression, b: Expression) -> Expression {
    if let x = a.number, let y = b.number, let s = ExactValue.sum(x, y) { return Expression(s) }
    if a.isZeroNumber { return b }
    if b.isZeroNumber { return a }
    if let opposite = b.opposite { return a - opposite }
    return make(.sum, [a, b])
  }

  public static func - (a: Expression, b: Expression) -> Expression {
    if let x = a.number, let y = b.number, let s = ExactValue.sum(x, -y) { return Expression(s) }
    if b.isZeroNumber { return a }
    if a.isZeroNumber { return -b }
    if let opposite = b.opposite { return a + opposite }
    return make(.difference, [a, b])
  }

  public static func * (a: Expression, b: Expression) -> Expression {
    if let x = a.number, let y = b.number, let p = ExactValue.product(x, y) { return Expression(p) }
    if let x = a.opposite { return -(x * b) }
    if let y = b.opposite { return -(a * y) }
    if a.isOneNumber { return b }
    if b.isOneNumber { return a }
    return make(.product, [a, b])
  }

  public static func / (a: Expression, b: Expression) -> Expression {
    if let x = a.number, let y = b.number, let q = ExactValue.quotient(x, y) { return Expression(q) }
    if let x = a.opposite { return -(x / b) }
    if let y = b.opposite { return -(a / y) }
    if b.isOneNumber { return a }
    return make(.quotient, [a, b])
  }

  public static prefix func - (a: Expression) -> Expression {
    if let x = a.number { return Expression(-x) }
    if case .negation = a.operation { return a.operands[0] }
    return make(.negation, [a])
  }

  private var isZeroNumber: Bool { number?.isZero ?? false }
  private var isOneNumber: Bool { number == 1 }

  /// -x, when x is written with a minus sign in front.
  private var opposite: Expression? {
    if let q = number { return q.signum < 0 ? Expression(-q) : nil }
    if case .negation = operation { return operands[0] }
    return nil
  }

  /// Powers of numbers are computed when they are short; `2^1000000000` stays as it is.
  private static let foldedPowerBits = 256

  public static func pow(_ x: Expression, _ n: Index) -> Expression {
    guard let exponent = n.value else { return make(.power(n), [x]) }
    if exponent == 1 { return x }
    if let q = x.number, let p = ExactValue.power(q, exponent, maximumBits: foldedPowerBits) {
      return Expression(p)
    }
    return make(.power(n), [x])
  }

  /// x^y; an exponent that is an integer gives an integer power, defined for every x (x != 0 for y < 0).
  public static func pow(_ x: Expression, _ y: Expression) -> Expression {
    if let q = y.rationalValue, q.isInteger, let n = q.numerator.asInt, n.magnitude <= largestIntegerExponent
    {
      return pow(x, Index(n))
    }
    return make(.realPower, [x, y])
  }

  /// The largest exponent that is treated as an integer.
  static let largestIntegerExponent: UInt = 1_000_000_000_000_000

  public static func exp(_ x: Expression) -> Expression { call(.exp, [], x) }
  public static func expm1(_ x: Expression) -> Expression { call(.expm1, [], x) }
  public static func log(_ x: Expression) -> Expression { call(.log, [], x) }
  public static func log1p(_ x: Expression) -> Expression { call(.log1p, [], x) }
  public static func sqrt(_ x: Expression) -> Expression { call(.sqrt, [], x) }
  public static func sin(_ x: Expression) -> Expression { call(.sin, [], x) }
  public static func cos(_ x: Expression) -> Expression { call(.cos, [], x) }
  public static func atan(_ x: Expression) -> Expression { call(.atan, [], x) }
  public static func asin(_ x: Expression) -> Expression { call(.asin, [], x) }
}

/// Functions that generic formulas expand are kept by name when called on expressions.
extension Expression {
  public static func tan(_ x: Expression) -> Expression { call(.tan, [], x) }
  public static func acos(_ x: Expression) -> Expression { call(.acos, [], x) }
  public static func sinh(_ x: Expression) -> Expression { call(.sinh, [], x) }
  public static func cosh(_ x: Expression) -> Expression { call(.cosh, [], x) }
  public static func tanh(_ x: Expression) -> Expression { call(.tanh, [], x) }
  public static func asinh(_ x: Expression) -> Expression { call(.asinh, [], x) }
  public static func acosh(_ x: Expression) -> Expression { call(.acosh, [], x) }
  public static func atanh(_ x: Expression) -> Expression { call(.atanh, [], x) }
}
