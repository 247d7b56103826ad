/// What a matrix of a parameter must be; decided exactly over the rationals.
public enum MatrixShape: String, Sendable {
  case rectangular, square, symmetric, skew, semidefinite, definite

  /// For a domain, in words.
  public var text: String {
    switch self {
    case .rectangular: "rows of equal length"
    case .square: "square"
    case .symmetric: "symmetric"
    case .skew: "skew-symmetric"
    case .semidefinite: "symmetric positive semidefinite"
    case .definite: "symmetric positive definite"
    }
  }

  /// Throws `MatrixProblem` that says what fails, with entries counted from 1.
  func demand(_ matrix: Matrix<Rational>) throws {
    if self == .rectangular { return }
    guard matrix.isSquare else {
      throw MatrixProblem("\(matrix.rows) by \(matrix.columns), not square")
    }
    if self == .square { return }
    let isSkew = self == .skew
    for i in 0..<matrix.rows {
      for j in 0..<(isSkew ? i + 1 : i) where matrix[i, j] != (isSkew ? -matrix[j, i] : matrix[j, i]) {
        let (a, b) = (matrix[i, j].shortText, matrix[j, i].shortText)
        let (p, q) = ("[\(i + 1),\(j + 1)]", "[\(j + 1),\(i + 1)]")
        throw MatrixProblem(
          i == j
            ? "not skew-symmetric: entry \(p) is \(a), not 0"
            : "not \(isSkew ? "skew-" : "")symmetric: entry \(p) is \(a), entry \(q) is \(b)")
      }
    }
    if self == .semidefinite || self == .definite {
      if let witness = try DefinitenessTest(matrix).witness(against: self) { throw MatrixProblem(witness) }
    }
  }
}

/// What is wrong with the text or the shape of a matrix.
struct MatrixProblem: Error {
  let message: String
  init(_ message: String) { self.message = message }
}

/// Positive semidefiniteness of a symmetric rational matrix, by exact elimination.
///
/// A is positive semidefinite if and only if its first pivot is positive and the Schur complement is semidefinite, or the
/// pivot is 0 with a row of zeros and the rest is semidefinite. A failure is a principal minor of the wrong sign: those of
/// the pivots before and the failing row; or, for a pivot 0 with an entry s in column j, that of the pivots and both rows,
/// which is -s² times the minor of the pivots.
struct DefinitenessTest {
  private let matrix: Matrix<Rational>

  init(_ matrix: Matrix<Rational>) { self.matrix = matrix }

  /// Seconds that elimination may take when nothing else limits it.
  private static let patience = 60.0

  /// The principal minor that refutes the shape; nil when the matrix has it.
  ///
  /// - Throws: `Undecided` when the time is over: exact elimination costs n³ operations with numbers that grow.
  func witness(against shape: MatrixShape) throws -> String? {
    if FloatDefiniteness(matrix).isProved { return nil }
    let current = Budget.current
    let budget =
      current.deadline == nil
      ? Budget(seconds: Self.patience, cancellation: current.cancellation ?? Cancellation.current) : current
    do {
      return try Budget.$current.withValue(budget) { try eliminate(against: shape) }
    } catch is BudgetExhausted {
      throw Undecided(
        "whether a \(matrix.rows) by \(matrix.rows) matrix is \(shape.text): it is singular or nearly so, and exact elimination did not end in time"
      )
    }
  }

  private func eliminate(against shape: MatrixShape) throws -> String? {
    var a = (0..<matrix.rows).map { matrix.row($0) }
    var pivots: [Int] = []
    var minor = Rational(1)
    func text(_ rows: [Int], _ value: Rational) -> String {
      let names =
        rows.count > 8 ? "1 to \(rows[rows.count - 1] + 1)" : rows.map { "\($0 + 1)" }.joined(separator: ", ")
      let what = rows.count == 1 ? "the diagonal entry" : "the minor of rows and columns"
      return
        "not \(shape == .definite ? "positive definite" : "positive semidefinite"): \(what) \(names) is \(value.shortText)"
    }
    for k in a.indices {
      try Budget.check()
      let pivot = a[k][k]
      if pivot.signum < 0 || shape == .definite && pivot.isZero { return text(pivots + [k], minor * pivot) }
      if pivot.isZero {
        if let j = a[k].indices.first(where: { $0 > k && !a[k][$0].isZero }) {
          return text(pivots + [k, j], -minor * a[k][j] * a[k][j])
        }
        continue
      }
      pivots.append(k)
      minor = minor * pivot
      for i in stride(from: k + 1, to: a.count, by: 1) where !a[i][k].isZero {
        let factor = a[i][k] / pivot
        for j in i..<a.count {
          a[i][j] = a[i][j] - factor * a[k][j]
          a[j][i] = a[i][j]
        }
      }
    }
    return nil
  }
}

extension Rational {
  /// For messages: exact when that is short, else six digits.
  var shortText: String {
    if let text = terminatingDecimal(maximumDigits: 12) { return text }
    if numerator.bitWidth + denominator.bitWidth < 64 { return description }
    return Ball(self, bits: 64).certainDecimal(digits: 6) ?? "about \(double)"
  }
}
