/// A result whose certificate is a statement about exact matrices.
protocol MatrixSource: CertificateSource {
  static var theorem: any Theorem.Type { get }

  /// The outputs with a certificate.
  static var outputs: Set<String> { get }

  /// Makes the claims about an output.
  ///
  /// - Throws: `Uncertifiable` where the statement is out of reach or false.
  static func state(_ s: inout MatrixStatement, _ q: MatrixQuestion) throws
}

extension MatrixSource {
  static var id: String { theorem.record.id }

  static func checkers(for output: String) throws -> [Checker] {
    let name = MatrixQuestion.name(of: output)
    guard outputs.contains(name) else {
      throw Uncertifiable("\(name) is found by an algorithm; no closed form of it can be stated")
    }
    return Checker.allCases
  }

  static func proposal(_ p: Arguments, output: String, digits: Int) throws -> Proposal {
    let checkers = try checkers(for: output)
    let answer = try Evaluator(digits: digits).evaluate(theorem, p, output: output)
    switch answer.status {
    case .refused: throw Refusal(answer.reason ?? "refused")
    case .undecided: throw Undecided(answer.reason ?? "undecided")
    case .simulated, .heuristic: throw Uncertifiable("\(output) is \(answer.status.rawValue)")
    case .certified, .exact: break
    }
    var statement = MatrixStatement(digits: digits)
    try state(&statement, MatrixQuestion(p, output: output, answer: answer))
    if let ball = answer.ball, let bounds = statement.lastBounds, !bounds.meet(ball) {
      throw Uncertifiable("the formula and the value of the result differ: report this as a fault")
    }
    return Proposal(
      .special(statement), Hints(terms: 0, bits: Int(Double(digits) * 3.33) + 64), checkers: checkers)
  }
}

extension MatrixStatement {
  /// The decimals of the last claim, when it has any.
  fileprivate var lastBounds: Bounds? {
    switch claims.last {
    case .enclosure(_, let bounds): bounds
    case .threshold(let t): t.value?.bounds ?? t.bracket
    default: nil
    }
  }
}

extension Bounds {
  /// Some real lies in both.
  fileprivate func meet(_ ball: Ball) -> Bool {
    guard let low = Rational(decimal: lower), let high = Rational(decimal: upper) else { return false }
    return withPrecision(400) { ball.overlaps(Ball.hull(Ball(low), Ball(high))) }
  }
}

/// What a certificate is asked for: exact parameters, an output, the value that the result itself finds.
struct MatrixQuestion {
  let arguments: Arguments
  /// The output's name, without an entry.
  let output: String
  /// The value of the result.
  let answer: Answer
  /// Of the entry, from 0; nil for the whole output.
  private let place: [Int]?

  init(_ arguments: Arguments, output: String, answer: Answer) {
    (self.arguments, self.answer) = (arguments, answer)
    self.output = Self.name(of: output)
    let inside = output.split(separator: "[").dropFirst().first?.dropLast()
    place = inside?.split(separator: ",").compactMap { Int($0.filter { $0 != " " }) }.map { $0 - 1 }
  }

  static func name(of output: String) -> String { String(output.prefix { $0 != "[" }) }

  /// The entry asked for, or all on and above the diagonal.
  func places(symmetric n: Int) -> [(Int, Int)] {
    if let place, place.count == 2 { return [(place[0], place[1])] }
    return (0..<n).flatMap { i in (i..<n).map { (i, $0) } }
  }

  /// The entry asked for, or all.
  func places(_ n: Int) -> [Int] { place.map { [$0[0]] } ?? Array(0..<n) }

  func matrix(_ name: String) throws -> Matrix<Rational> {
    guard let m = arguments.exactMatrix(name) else { throw Uncertifiable("there is no exact matrix \(name)") }
    return m
  }

  func has(_ name: String) -> Bool { arguments.has(name) }

  func rational(_ name: String) throws -> Rational {
    guard let q = arguments.rational(name) else {
      throw Uncertifiable("\(name) is not rational: statements about matrices are exact")
    }
    return q
  }

  func word(_ name: String) -> String {
    if case .word(let w)? = arguments[name] { w } else { "" }
  }

  func integer(_ name: String) -> Int? {
    if case .integer(let n)? = arguments[name] { n.asInt } else { nil }
  }

  /// Throws unless the matrix has this size: the closed form is one of small matrices.
  func demand(size: Int, of matrix: Matrix<Rational>) throws {
    guard matrix.rows == size else {
      throw Uncertifiable("\(output) has a closed form in square roots for \(size) by \(size) matrices only")
    }
  }
}

/// The entry i, j of a matrix, as a term.
func entry(_ i: Int, _ j: Int, of term: MatrixTerm, _ rows: Int, _ columns: Int) -> MatrixTerm {
  .literal(unit(i, rows).transpose) * term * .literal(unit(j, columns))
}

/// The i-th unit vector, as a column.
func unit(_ i: Int, _ n: Int) -> Matrix<Rational> { Matrix(column: (0..<n).map { $0 == i ? 1 : 0 }) }
