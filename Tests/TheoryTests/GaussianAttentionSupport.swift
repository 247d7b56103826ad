import Testing

@testable import VlasovTheory

/// Results of attention on Gaussian tokens: instances, and matrices of answers.
enum Attention: ThemeTests {
  static let theme = "gaussian"

  // MARK: Instances, i, j = 1, ..., d

  static func sig(_ d: Int) -> Matrix<Rational> {
    matrix(d, d) { Rational($0 == $1 ? 1 : 0) + Rational(1, $0 + $1) }
  }
  static func aq(_ d: Int) -> Matrix<Rational> { matrix(d, d) { Rational((3 * $0 + 5 * $1) % 7 - 3, 7 * d) } }
  static func bq(_ d: Int) -> Matrix<Rational> {
    matrix(d, d) { Rational($0 == $1 ? 1 : 0) + Rational(1, 1 + abs($0 - $1)) }
  }
  static func vq(_ d: Int) -> Matrix<Rational> {
    matrix(d, d) { Rational($0 == $1 ? 1 : 0) + Rational((2 * $0 + $1) % 5 - 2, 10 * d) }
  }
  static func kq(_ k: Int, _ d: Int) -> Matrix<Rational> {
    matrix(k, d) { Rational($0 == $1 ? 1 : 0) + Rational(($0 + 2 * $1) % 5 - 2, 4) }
  }
  /// Positive semidefinite of rank d - 1: the product of a (d, d-1) matrix and its transpose.
  static func singular(_ d: Int) -> Matrix<Rational> {
    let r = matrix(d, d - 1) { Rational(($0 * $1) % 5 - 1, 2) + Rational($0 == $1 ? 1 : 0) }
    return r * r.transpose
  }
  /// Invertible and not orthogonal.
  static func change(_ d: Int) -> Matrix<Rational> {
    matrix(d, d) { Rational($0 == $1 ? 2 : 0) + Rational(($0 + 3 * $1) % 4 - 1, 3) }
  }

  static func matrix(_ rows: Int, _ columns: Int, _ entry: (Int, Int) -> Rational) -> Matrix<Rational> {
    Matrix(rows: rows, columns: columns) { entry($0 + 1, $1 + 1) }
  }
  static func column(_ entries: Rational...) -> Matrix<Rational> { Matrix(column: entries) }

  // MARK: Texts

  static func text(_ m: Matrix<Rational>) -> String {
    let rows = (0..<m.rows).map { "[" + m.row($0).map(\.description).joined(separator: ",") + "]" }
    return "[" + rows.joined(separator: ",") + "]"
  }
  static func list(_ m: Matrix<Rational>) -> String {
    "[" + m.entries.map(\.description).joined(separator: ",") + "]"
  }
  /// `name=value` of matrices; columns as vectors.
  static func call(_ head: String, _ matrices: [(String, Matrix<Rational>)]) -> String {
    head + matrices.map { " \($0)=\($1.columns == 1 && $1.rows > 1 ? list($1) : text($1))" }.joined()
  }

  // MARK: Answers

  /// The certified matrix of an output.
  static func values(
    _ id: String, _ parameters: String, digits: Int = 40, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Matrix<Ball> {
    let answer = try answer(id, parameters, digits: digits)
    #expect(
      answer.exitCode == 0, "\(id) \(parameters): \(answer.reason ?? "")", sourceLocation: sourceLocation)
    let found = try #require(answer.matrix)
    return Matrix(rows: found.rows, columns: found.columns, found.entries.map(\.ball))
  }

  /// The exact matrix of an output.
  static func exact(
    _ id: String, _ parameters: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Matrix<Rational> {
    let call = try call(id, parameters)
    guard case .exactMatrix(let matrix) = try call.theorem.value(call.arguments, output: call.output) else {
      Issue.record("\(id) \(parameters) is no exact matrix", sourceLocation: sourceLocation)
      return .zero(1, 1)
    }
    return matrix
  }

  /// Enclosures of the same matrix, up to 10^-digits of its largest entry.
  static func expectSameMatrix(
    _ a: Matrix<Ball>, _ b: Matrix<Ball>, digits: Int = 30, _ comment: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(a.rows == b.rows && a.columns == b.columns, sourceLocation: sourceLocation)
    let size = a.entries.map { $0.exponent ?? -1 << 20 }.max() ?? 0
    for (x, y) in zip(a.entries, b.entries) {
      let gap = x - y
      #expect(
        gap.contains(Rational(0)) && gap.magnitude <= .power2(size - Precision.bits(forDigits: digits)),
        "\(comment): \(x.shortDescription) and \(y.shortDescription), difference \(gap.shortDescription)",
        sourceLocation: sourceLocation)
    }
  }

  /// The cross-check agrees, and rejects a closed form that is off by `error` relatively.
  static func expectCrossCheck(
    _ id: String, _ parameters: String = "", error: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let report = try crossCheck(id, parameters: parameters)
    #expect(report.verdict == .agrees, "\(id) \(parameters): \(report)", sourceLocation: sourceLocation)
    let wrong = try crossCheck(id, parameters: parameters) { $0 * (1 + error) }
    #expect(
      wrong.verdict == .disagrees, "\(id) \(parameters) off by \(error): \(wrong)",
      sourceLocation: sourceLocation)
  }
}
