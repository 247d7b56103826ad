import VlasovModes
import VlasovSymbols

/// The value of one parameter, exact.
public enum ArgumentValue: Sendable {
  case real(RealParameter)
  case integer(Integer)
  case infinity
  case word(String)
  /// Rows of named columns, or a matrix.
  case rows([[RealParameter]])
  case vector([RealParameter])
  /// Exact matrices (vectors are columns) of a parameter of that kind, and the text they were read from.
  case matrices([Matrix<Rational>], text: String)
  /// A sample, and the text that names it.
  case sample(Sample, text: String)

  /// The exact text that the answer repeats.
  public var text: String {
    switch self {
    case .real(let x): x.text
    case .integer(let n): n.description
    case .infinity: "inf"
    case .word(let w): w
    case .rows(let rows):
      "[" + rows.map { "[" + $0.map(\.text).joined(separator: ",") + "]" }.joined(separator: ",") + "]"
    case .vector(let entries): "[" + entries.map(\.text).joined(separator: ",") + "]"
    case .matrices(_, let text), .sample(_, let text): text
    }
  }
}

/// Parsed parameters of one evaluation, in the record's order.
public struct Arguments: Sendable {
  public private(set) var values: [String: ArgumentValue]
  public let order: [String]

  public init(_ values: [String: ArgumentValue], order: [String]) {
    self.values = values
    self.order = order
  }

  public subscript(_ name: String) -> ArgumentValue? { values[name] }
  public func has(_ name: String) -> Bool { values[name] != nil }

  /// The sample of a parameter of that kind.
  public func sample(_ name: String) -> Sample? {
    if case .sample(let sample, _)? = values[name] { sample } else { nil }
  }

  /// The entries of a vector.
  public func vector(_ name: String) -> [RealParameter]? {
    if case .vector(let entries)? = values[name] { entries } else { nil }
  }

  /// The rows of a matrix, or of a parameter with named columns.
  public func rows(_ name: String) -> [[RealParameter]]? {
    if case .rows(let rows)? = values[name] { rows } else { nil }
  }

  /// The exact value of a real parameter, when it is rational.
  public func rational(_ name: String) -> Rational? {
    if case .real(let x)? = values[name] { x.rational } else { nil }
  }

  /// Some real parameter is an interval: precision alone cannot make the answer narrow.
  public var hasInterval: Bool {
    values.values.contains {
      switch $0 {
      case .real(let x): x.isInterval
      case .rows(let rows): rows.joined().contains { $0.isInterval }
      case .vector(let entries): entries.contains { $0.isInterval }
      default: false
      }
    }
  }

  /// `(name, exact text)` in the record's order.
  public var texts: [(name: String, text: String)] {
    order.compactMap { name in values[name].map { (name, $0.text) } }
  }

  public func replacing(_ name: String, by value: ArgumentValue) -> Arguments {
    var copy = self
    copy.values[name] = value
    return copy
  }

  public func lifted<T: Ordered>(to _: T.Type = T.self) -> Lifted<T> { Lifted(self) }
}

/// Parameters as a formula sees them: constants of a reading, or symbols.
///
/// Real parameters are members (`p.beta`, `p.lambda`); integers come as `p.index("n")` (a number or a symbol)
/// or `p.integer("n")` (a number). Asking for a parameter that the record does not name is a programming error.
@dynamicMemberLookup
public struct Lifted<T: Analytic>: Sendable {
  private var reals: [String: T] = [:]
  private var indices: [String: Index] = [:]
  private var words: [String: String] = [:]
  private var infinite: Set<String> = []
  private var matrices: [String: [[T]]] = [:]
  private var vectors: [String: [T]] = [:]
  private var exactMatrices: [String: [Matrix<Rational>]] = [:]

  /// Values lifted by hand: jets, ranges, tests.
  public init(reals: [String: T], integers: [String: Int] = [:]) {
    self.reals = reals
    indices = integers.mapValues { Index($0) }
  }

  init(_ arguments: Arguments) where T: Ordered { self.init(arguments) { $1.lifted(T.self) } }

  /// Real parameters lifted by `lift`, which gets their name (of a vector or rows, for the entries) and value.
  init(_ arguments: Arguments, lift: (String, RealParameter) -> T) {
    for (name, value) in arguments.values {
      switch value {
      case .real(let x): reals[name] = lift(name, x)
      case .integer(let n):
        // An integer is also a real; one beyond a word has no index and is used as a real only.
        if let small = n.asInt { indices[name] = Index(small) }
        reals[name] = T(Rational(n))
      case .infinity: infinite.insert(name)
      case .word(let w): words[name] = w
      case .rows(let rows): matrices[name] = rows.map { $0.map { lift(name, $0) } }
      case .vector(let entries): vectors[name] = entries.map { lift(name, $0) }
      case .matrices(let values, _): exactMatrices[name] = values
      // A sample is no number: a formula does not see it.
      case .sample: break
      }
    }
  }

  public subscript(dynamicMember name: String) -> T { real(name) }

  public func real(_ name: String) -> T {
    guard let x = reals[name] else { preconditionFailure("no real parameter \(name)") }
    return x
  }

  public func index(_ name: String) -> Index {
    guard let n = indices[name] else { preconditionFailure("no integer parameter \(name)") }
    return n
  }

  /// The integer, or `nil` when it is a symbol.
  public func integer(_ name: String) -> Int? { indices[name]?.value }
  public func word(_ name: String) -> String? { words[name] }
  public func rows(_ name: String) -> [[T]]? { matrices[name] }
  public func vector(_ name: String) -> [T]? { vectors[name] }
  public func isInfinite(_ name: String) -> Bool { infinite.contains(name) }
  public func has(_ name: String) -> Bool {
    reals[name] != nil || indices[name] != nil || words[name] != nil || matrices[name] != nil
      || vectors[name] != nil || exactMatrices[name] != nil || infinite.contains(name)
  }
}

extension Lifted where T: MatrixScalar {
  /// The matrix of an exact parameter, at the working precision.
  public func matrix(_ name: String) -> Matrix<T> { matrices(name)[0] }

  /// The vector of an exact parameter, as a column.
  public func column(_ name: String) -> Matrix<T> { matrices(name)[0] }

  /// The matrices, or the vectors as columns, of an exact parameter.
  public func matrices(_ name: String) -> [Matrix<T>] {
    guard let found = exactMatrices[name] else { preconditionFailure("no exact matrix \(name)") }
    return found.map { $0.lifted() }
  }
}

extension Lifted where T == Jet<Ball> {
  /// The named real parameter as the variable of jets of order 1, the others as constants.
  init(_ arguments: Arguments, variable: String) {
    self.init(arguments) { name, x in
      name == variable ? Jet(variable: x.ball, order: 1) : Jet(constant: x.ball)
    }
  }
}

extension Lifted where T == Expression {
  /// Every parameter of a record as a symbol, as `show` reads a formula.
  public init(symbolsOf record: Record, output: String) {
    for p in record.parameters {
      switch p.kind {
      case .real: reals[p.name] = .variable(p.name, latex: p.symbol)
      case .integer, .integerOrInfinity:
        indices[p.name] = Index(symbol: p.name)
        reals[p.name] = .variable(p.name, latex: p.symbol)
      case .word, .rows, .vector, .matrix, .points, .exactVector, .exactVectors, .exactMatrix, .exactMatrices,
        .sample:
        break
      }
    }
  }
}
