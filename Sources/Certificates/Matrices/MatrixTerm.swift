/// An expression in named exact matrices, as statements about matrices write it.
public indirect enum MatrixTerm: Sendable, Hashable {
  case named(String)
  case identity(Int)
  case diagonal([Rational])
  case literal(Matrix<Rational>)
  /// The 1 by 1 matrix of a named number.
  case number(String)
  case sum(MatrixTerm, MatrixTerm)
  case difference(MatrixTerm, MatrixTerm)
  case product(MatrixTerm, MatrixTerm)
  case scaled(Rational, MatrixTerm)
  case transposed(MatrixTerm)

  public static func + (a: MatrixTerm, b: MatrixTerm) -> MatrixTerm { .sum(a, b) }
  public static func - (a: MatrixTerm, b: MatrixTerm) -> MatrixTerm { .difference(a, b) }
  public static func * (a: MatrixTerm, b: MatrixTerm) -> MatrixTerm { .product(a, b) }
  public static func * (c: Rational, a: MatrixTerm) -> MatrixTerm { c == 1 ? a : .scaled(c, a) }
  public var transpose: MatrixTerm { .transposed(self) }
}

/// The exact data that a statement names.
public struct MatrixNames: Sendable {
  public enum Value: Sendable, Hashable {
    case matrix(Matrix<Rational>)
    case number(Rational)
  }

  public private(set) var order: [(name: String, value: Value)] = []
  private var byName: [String: Value] = [:]

  public init() {}

  /// - Precondition: the name is new.
  mutating func add(_ name: String, _ value: Value) {
    precondition(byName[name] == nil, "\(name) is named twice")
    byName[name] = value
    order.append((name, value))
  }

  public func number(_ name: String) -> Rational? {
    if case .number(let q)? = byName[name] { q } else { nil }
  }

  /// The named numbers, as values of the variables of an expression.
  var numbers: [String: Expression] {
    byName.compactMapValues { if case .number(let q) = $0 { Expression(q) } else { nil } }
  }

  /// The value of a term; nil when a name is missing or sizes do not fit.
  public func value(_ term: MatrixTerm) -> Matrix<Rational>? {
    switch term {
    case .named(let name): if case .matrix(let m)? = byName[name] { m } else { nil }
    case .number(let name): number(name).map { Matrix([[$0]]) }
    case .identity(let n): .identity(n)
    case .diagonal(let d): Matrix(diagonal: d)
    case .literal(let m): m
    case .sum(let a, let b): pair(a, b, fit: { $0.rows == $1.rows && $0.columns == $1.columns }, +)
    case .difference(let a, let b): pair(a, b, fit: { $0.rows == $1.rows && $0.columns == $1.columns }, -)
    case .product(let a, let b): pair(a, b, fit: { $0.columns == $1.rows }, *)
    case .scaled(let c, let a): value(a)?.scaled(by: c)
    case .transposed(let a): value(a)?.transpose
    }
  }

  private func pair(
    _ a: MatrixTerm, _ b: MatrixTerm, fit: (Matrix<Rational>, Matrix<Rational>) -> Bool,
    _ operation: (Matrix<Rational>, Matrix<Rational>) -> Matrix<Rational>
  ) -> Matrix<Rational>? {
    guard let x = value(a), let y = value(b), fit(x, y) else { return nil }
    return operation(x, y)
  }
}

// MARK: Text

extension MatrixTerm {
  /// For the parentheses: sums hold least, then products, then transposes and atoms.
  private var level: Int {
    switch self {
    case .sum, .difference: 0
    case .product, .scaled: 1
    default: 2
    }
  }

  private func inside(_ least: Int, _ text: (MatrixTerm) -> String) -> String {
    level >= least ? text(self) : "(\(text(self)))"
  }

  /// In words, as one would type it.
  public var text: String {
    switch self {
    case .named(let name), .number(let name): name
    case .identity: "I"
    case .diagonal(let d): "diag(\(d.map(\.description).joined(separator: ",")))"
    case .literal(let m): Self.brackets(m, separator: ",") { $0.description }
    case .sum(let a, let b): "\(a.inside(0, \.text)) + \(b.inside(1, \.text))"
    case .difference(let a, let b): "\(a.inside(0, \.text)) - \(b.inside(1, \.text))"
    case .product(let a, let b): "\(a.inside(1, \.text)) \(b.inside(2, \.text))"
    case .scaled(let c, let a): "\(c.isInteger ? "\(c)" : "(\(c))") \(a.inside(2, \.text))"
    case .transposed(let a): "\(a.inside(2, \.text))^T"
    }
  }

  /// In the scope of matrices of the library of lemmas.
  var coq: String {
    switch self {
    case .named(let name): name
    case .number(let name): "[[\(name)]]"
    case .identity(let n): "identity \(n)"
    case .diagonal(let d): "diagonal [\(d.map(\.description).joined(separator: "; "))]"
    case .literal(let m): CoqText.matrix(m)
    case .sum(let a, let b): "\(a.inside(0, \.coq)) + \(b.inside(1, \.coq))"
    case .difference(let a, let b): "\(a.inside(0, \.coq)) - \(b.inside(1, \.coq))"
    case .product(let a, let b): "\(a.inside(1, \.coq)) * \(b.inside(2, \.coq))"
    case .scaled(let c, let a): "(\(c)) .* \(a.inside(2, \.coq))"
    case .transposed(.named(let name)): "\(name)^T"
    case .transposed(let a): "(\(a.coq))^T"
    }
  }

  /// As an argument, in its scope.
  var inCoq: String { if case .named(let name) = self { name } else { "(\(coq))%M" } }

  var json: JSONValue {
    func list(_ head: String, _ rest: [JSONValue]) -> JSONValue { .array([.string(head)] + rest) }
    return switch self {
    case .named(let name): .string(name)
    case .number(let name): list("matrix", [.array([.array([.string(name)])])])
    case .identity(let n): list("identity", [.integer(n)])
    case .diagonal(let d): list("diagonal", [.rationals(d)])
    case .literal(let m): list("matrix", [.matrix(m)])
    case .sum(let a, let b): list("+", [a.json, b.json])
    case .difference(let a, let b): list("-", [a.json, b.json])
    case .product(let a, let b): list("*", [a.json, b.json])
    case .scaled(let c, let a): list("scale", [.string(c.description), a.json])
    case .transposed(let a): list("transpose", [a.json])
    }
  }

  static func brackets(
    _ m: Matrix<Rational>, separator: String, _ entry: (Rational) -> String
  ) -> String {
    let rows = (0..<m.rows).map { "[\(m.row($0).map(entry).joined(separator: separator))]" }
    return "[\(rows.joined(separator: separator))]"
  }
}

/// Exact data as Coq reads them.
enum CoqText {
  /// A list of lists of real literals.
  static func matrix(_ m: Matrix<Rational>) -> String {
    MatrixTerm.brackets(m, separator: "; ") { $0.description }
  }

  /// The same as rational numbers.
  static func rationals(_ m: Matrix<Rational>) -> String {
    MatrixTerm.brackets(m, separator: "; ", rational) + "%rational"
  }

  static func rationals(_ u: [Rational]) -> String {
    u.isEmpty ? "no_rationals" : "[\(u.map(rational).joined(separator: "; "))]%rational"
  }

  private static func rational(_ q: Rational) -> String { "\(q.numerator)#\(q.denominator)" }
}

extension JSONValue {
  static func rationals(_ u: [Rational]) -> JSONValue { .array(u.map { .string($0.description) }) }
  static func matrix(_ m: Matrix<Rational>) -> JSONValue {
    .array((0..<m.rows).map { .rationals(m.row($0)) })
  }
}
