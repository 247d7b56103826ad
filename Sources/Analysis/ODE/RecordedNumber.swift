/// The reading of a right-hand side that records it: a number is the expression it came from.
struct RecordedNumber: MatrixScalar, Analytic {
  let node: RecordedNode

  init(_ operation: RecordedNode.Operation) { node = RecordedNode(operation) }

  init(integerLiteral value: Int) { self.init(.rational(Rational(value))) }
  init(_ value: Int) { self.init(.rational(Rational(value))) }
  init(_ value: Rational) { self.init(.rational(value)) }
  init(_ index: Index) { self.init(index.value.map { .rational(Rational($0)) } ?? .undefined) }

  static var pi: RecordedNumber { RecordedNumber(.pi) }
  static func input(_ i: Int) -> RecordedNumber { RecordedNumber(.input(i)) }
  static func parameter(_ i: Int) -> RecordedNumber { RecordedNumber(.parameter(i)) }

  private var exact: Rational? {
    if case .rational(let value) = node.operation { return value }
    return nil
  }

  // MARK: Arithmetic. Exact constants are folded, and 0 x only when x is certainly defined.

  static func + (a: RecordedNumber, b: RecordedNumber) -> RecordedNumber {
    switch (a.exact, b.exact) {
    case (let x?, let y?): RecordedNumber(x + y)
    case (let x?, nil) where x.isZero: b
    case (nil, let y?) where y.isZero: a
    default: RecordedNumber(.sum(a.node, b.node))
    }
  }

  static func - (a: RecordedNumber, b: RecordedNumber) -> RecordedNumber {
    switch (a.exact, b.exact) {
    case (let x?, let y?): RecordedNumber(x - y)
    case (let x?, nil) where x.isZero: -b
    case (nil, let y?) where y.isZero: a
    default: RecordedNumber(.difference(a.node, b.node))
    }
  }

  static prefix func - (a: RecordedNumber) -> RecordedNumber {
    if let x = a.exact { return RecordedNumber(-x) }
    return RecordedNumber(.negation(a.node))
  }

  static func * (a: RecordedNumber, b: RecordedNumber) -> RecordedNumber {
    switch (a.exact, b.exact) {
    case (let x?, let y?): RecordedNumber(x * y)
    case (let x?, nil): b.times(x)
    case (nil, let y?): a.times(y)
    default: RecordedNumber(.product(a.node, b.node))
    }
  }

  private func times(_ c: Rational) -> RecordedNumber {
    if c == 1 { return self }
    if c == -1 { return -self }
    if c.isZero, node.isPolynomial { return 0 }
    return RecordedNumber(.product(RecordedNumber(c).node, node))
  }

  static func / (a: RecordedNumber, b: RecordedNumber) -> RecordedNumber {
    if let y = b.exact, !y.isZero {
      if let x = a.exact { return RecordedNumber(x / y) }
      return a.times(1 / y)
    }
    return RecordedNumber(.quotient(a.node, b.node))
  }

  /// Constants that are 0 are no pivots; among the others the order of the rows decides.
  static func pivotWeight(_ x: RecordedNumber) -> Double { x.exact.map { $0.isZero ? 0 : 1 } ?? 1 }

  // MARK: Functions

  static func pow(_ x: RecordedNumber, _ n: Index) -> RecordedNumber {
    guard let n = n.value else { return RecordedNumber(.undefined) }
    if n == 0 { return 1 }
    return n == 1 ? x : RecordedNumber(.power(x.node, n))
  }

  private static func apply(_ f: ElementaryFunction, _ x: RecordedNumber) -> RecordedNumber {
    RecordedNumber(.function(f, x.node))
  }

  static func exp(_ x: RecordedNumber) -> RecordedNumber { apply(.exp, x) }
  static func expm1(_ x: RecordedNumber) -> RecordedNumber { apply(.expm1, x) }
  static func log(_ x: RecordedNumber) -> RecordedNumber { apply(.log, x) }
  static func log1p(_ x: RecordedNumber) -> RecordedNumber { apply(.log1p, x) }
  static func sqrt(_ x: RecordedNumber) -> RecordedNumber { apply(.sqrt, x) }
  static func sin(_ x: RecordedNumber) -> RecordedNumber { apply(.sin, x) }
  static func cos(_ x: RecordedNumber) -> RecordedNumber { apply(.cos, x) }
  static func atan(_ x: RecordedNumber) -> RecordedNumber { apply(.atan, x) }
  static func asin(_ x: RecordedNumber) -> RecordedNumber { apply(.asin, x) }
}

/// A node of the recorded expression; subexpressions are shared.
final class RecordedNode: Sendable {
  enum Operation: Sendable {
    case rational(Rational)
    case pi, undefined
    case parameter(Int)
    /// 0 is t, and i > 0 the i-th component of x.
    case input(Int)
    case sum(RecordedNode, RecordedNode)
    case difference(RecordedNode, RecordedNode)
    case product(RecordedNode, RecordedNode)
    case quotient(RecordedNode, RecordedNode)
    case negation(RecordedNode)
    case power(RecordedNode, Int)
    case function(ElementaryFunction, RecordedNode)
  }

  let operation: Operation
  /// Made of t, x and constants by sums and products: defined for all arguments.
  let isPolynomial: Bool

  init(_ operation: Operation) {
    self.operation = operation
    isPolynomial =
      switch operation {
      case .rational, .pi, .parameter, .input: true
      case .sum(let a, let b), .difference(let a, let b), .product(let a, let b):
        a.isPolynomial && b.isPolynomial
      case .negation(let a): a.isPolynomial
      case .power(let a, let n): n >= 0 && a.isPolynomial
      case .undefined, .quotient, .function: false
      }
  }

  var operands: [RecordedNode] {
    switch operation {
    case .rational, .pi, .undefined, .parameter, .input: []
    case .sum(let a, let b), .difference(let a, let b), .product(let a, let b), .quotient(let a, let b):
      [a, b]
    case .negation(let a), .power(let a, _), .function(_, let a): [a]
    }
  }
}

/// The functions of one variable that a tape knows; all others are made of these.
enum ElementaryFunction: Hashable, Sendable {
  case exp, expm1, log, log1p, sqrt, sin, cos, atan, asin

  func callAsFunction<S: Analytic>(_ x: S) -> S {
    switch self {
    case .exp: S.exp(x)
    case .expm1: S.expm1(x)
    case .log: S.log(x)
    case .log1p: S.log1p(x)
    case .sqrt: S.sqrt(x)
    case .sin: S.sin(x)
    case .cos: S.cos(x)
    case .atan: S.atan(x)
    case .asin: S.asin(x)
    }
  }
}
