import Testing

@testable import VlasovAnalysis

/// Exact matrices with known answers, seeded.
struct ExactMatrices {
  var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

  mutating func rational(_ top: Int = 9) -> Rational { Rational(int(-top...top), int(1...top)) }

  mutating func matrix(_ rows: Int, _ columns: Int, top: Int = 9) -> Matrix<Rational> {
    var entries: [Rational] = []
    for _ in 0..<(rows * columns) { entries.append(rational(top)) }
    return Matrix(rows: rows, columns: columns, entries)
  }

  /// (I - K)(I + K)^-1 for a skew K: orthogonal (Cayley).
  mutating func orthogonal(_ n: Int, top: Int = 5) -> Matrix<Rational> {
    var k = Matrix<Rational>.zero(n, n)
    for i in 0..<n {
      for j in 0..<i {
        k[i, j] = Rational(int(-top...top), 6)
        k[j, i] = -k[i, j]
      }
    }
    let one = Matrix<Rational>.identity(n)
    return (one - k) * ((one + k).solving(one) ?? one)
  }

  /// Q diag(values) Q^T.
  mutating func symmetric(_ values: [Rational]) -> Matrix<Rational> {
    let q = orthogonal(values.count)
    return q * Matrix(diagonal: values) * q.transpose
  }

  /// A regular matrix with entries of either sign.
  mutating func regular(_ n: Int) -> Matrix<Rational> {
    while true {
      let a = matrix(n, n, top: 5)
      if !a.determinant.isZero { return a }
    }
  }
}

extension Matrix where Scalar == Rational {
  /// Balls around the entries at a precision.
  func balls(_ bits: Int) -> Matrix<Ball> {
    Matrix<Ball>(rows: rows, columns: columns, entries.map { Ball($0, bits: bits) })
  }
}

extension Matrix where Scalar == Ball {
  /// Every entry contains the exact one.
  func encloses(_ exact: Matrix<Rational>) -> Bool {
    rows == exact.rows && columns == exact.columns
      && zip(entries, exact.entries).allSatisfy { $0.contains($1) }
  }

  /// Entries have common elements.
  func overlaps(_ other: Matrix<Ball>) -> Bool {
    rows == other.rows && columns == other.columns
      && zip(entries, other.entries).allSatisfy { $0.overlaps($1) }
  }

  /// The largest radius as a power of two.
  var worstExponent: Int { entries.map(\.radius.exponent).max() ?? Int.min }
}
