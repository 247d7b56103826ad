import Testing

@testable import VlasovTheory

/// The test matrices of the theme in exact numbers, i, j = 1, ..., d.
enum FlowInstance {
  static func square(_ d: Int, _ f: (Int, Int) -> Rational) -> Matrix<Rational> {
    Matrix(rows: d, columns: d) { f($0 + 1, $1 + 1) }
  }
  private static func one(_ i: Int, _ j: Int) -> Rational { i == j ? 1 : 0 }

  static func sig(_ d: Int) -> Matrix<Rational> { square(d) { one($0, $1) + Rational(1, $0 + $1) } }
  static func aq(_ d: Int) -> Matrix<Rational> { square(d) { Rational((3 * $0 + 5 * $1) % 7 - 3, 7 * d) } }
  static func bq(_ d: Int) -> Matrix<Rational> { square(d) { one($0, $1) + Rational(1, 1 + abs($0 - $1)) } }
  static func vp(_ d: Int) -> Matrix<Rational> { square(d) { one($0, $1) + Rational(min($0, $1), d) } }
  static func vq(_ d: Int) -> Matrix<Rational> {
    square(d) { one($0, $1) + Rational((2 * $0 + $1) % 5 - 2, 10 * d) }
  }
  static func nq(_ d: Int) -> Matrix<Rational> {
    square(d) { i, j in
      let top = (i * j) % 4 + 1
      return i == j ? 0 : Rational(i < j ? top : -top, 2 * d)
    }
  }
  static func wq(_ d: Int) -> Matrix<Rational> {
    square(d) { one($0, $1) / 2 + Rational(($0 + 3 * $1) % 5 - 2, 5 * d) }
  }
}

extension Matrix where Scalar == Rational {
  /// As on the command line.
  var json: String {
    "["
      + (0..<rows).map { "[" + row($0).map(\.description).joined(separator: ",") + "]" }.joined(
        separator: ",") + "]"
  }
}

extension ThemeTests {
  /// The certified enclosures of a matrix output, each entry to `digits` digits.
  static func matrix(
    _ id: String, _ parameters: String, digits: Int = 30, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Matrix<Ball> {
    let answer = try answer(id, parameters, digits: digits)
    #expect(
      answer.exitCode == 0, "\(id) \(parameters): \(answer.reason ?? "")", sourceLocation: sourceLocation)
    let matrix = try #require(answer.matrix)
    return Matrix(rows: matrix.rows, columns: matrix.columns, matrix.entries.map(\.ball))
  }

  /// Entry by entry the same numbers.
  static func expectSame(
    _ a: Matrix<Ball>, _ b: Matrix<Ball>, digits: Int = 25, _ comment: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for (x, y) in zip(a.entries, b.entries) {
      if x.isZero && y.isZero { continue }
      expectSame(x, y, digits: digits, comment, sourceLocation: sourceLocation)
    }
  }
}
