/// One claim about exact matrices or numbers, with the data of its proof.
public enum MatrixClaim: Sendable {
  case equal(MatrixTerm, MatrixTerm)
  /// The trace or the determinant is a number; a name stands for a number of the statement.
  case trace(MatrixTerm, Scalar)
  case determinant(MatrixTerm, Scalar)
  /// x^T A x > 0 for all x ≠ 0
  case definite(MatrixTerm, SquareDecomposition)
  case semidefinite(MatrixTerm, SquareDecomposition)
  /// x^T A x < 0 for the witness x
  case notSemidefinite(MatrixTerm, witness: [Rational])
  case threshold(ThresholdClaim)
  case rank(MatrixTerm, RankFactors)
  case inertia(MatrixTerm, InertiaFactors)
  /// An expression in the named numbers lies between decimals.
  case enclosure(Expression, Bounds)

  public enum Scalar: Sendable, Hashable {
    case number(Rational)
    case named(String)

    var text: String {
      switch self {
      case .number(let q): q.description
      case .named(let name): name
      }
    }
  }
}

/// There is one t in [lower, upper] such that start - s direction is positive definite for 0 ≤ s < t and not even
/// semidefinite for s > t; with an expression, its value at t lies within the bounds.
public struct ThresholdClaim: Sendable {
  public let variable: String
  public let start: MatrixTerm
  public let direction: MatrixTerm
  public let bracket: Bounds
  /// Of start - lower direction.
  public let decomposition: SquareDecomposition
  /// Of start.
  public let startDecomposition: SquareDecomposition
  /// x with x^T (start - upper direction) x < 0
  public let witness: [Rational]
  public let value: (expression: Expression, bounds: Bounds)?
}

/// A = left right, with leftInverse left = I and right rightInverse = I of the size of the rank.
public struct RankFactors: Sendable {
  public let rank: Int
  public let left: Matrix<Rational>
  public let right: Matrix<Rational>
  public let leftInverse: Matrix<Rational>
  public let rightInverse: Matrix<Rational>

  /// The factors of any matrix that is not 0.
  ///
  /// left = the independent columns of A; right = (left^T left)^-1 left^T A, as every column of A is in their span.
  public init?(_ matrix: Matrix<Rational>) {
    let left = matrix.range
    guard left.columns > 0, let leftInverse = (left.transpose * left).solving(left.transpose) else {
      return nil
    }
    let right = leftInverse * matrix
    guard let inverse = (right * right.transpose).solving(.identity(right.rows)) else { return nil }
    (rank, self.left, self.leftInverse, self.right) = (left.columns, left, leftInverse, right)
    rightInverse = right.transpose * inverse
    guard left * right == matrix, right * rightInverse == .identity(rank) else { return nil }
  }
}

/// A = C^T diag(d) C with an invertible C: by Sylvester's law the signs of d are those of the eigenvalues.
public struct InertiaFactors: Sendable {
  public let congruence: Matrix<Rational>
  public let inverse: Matrix<Rational>
  public let positive: [Rational]
  public let negative: [Rational]
  public let zero: Int

  /// The factors of any symmetric matrix.
  ///
  /// T^T A T = diag(d) step by step; C = T^-1.
  public init?(_ matrix: Matrix<Rational>) {
    guard matrix.isSymmetric, matrix.rows > 0 else { return nil }
    let n = matrix.rows
    var columns = (0..<n).map { i in (0..<n).map { Rational($0 == i ? 1 : 0) } }
    func form(_ x: [Rational], _ y: [Rational]) -> Rational {
      (Matrix(column: x).transpose * matrix * Matrix(column: y)).trace
    }
    func combine(_ x: [Rational], _ c: Rational, _ y: [Rational]) -> [Rational] {
      zip(x, y).map { $0 + c * $1 }
    }
    for k in 0..<n {
      if form(columns[k], columns[k]).isZero {
        if let j = (k..<n).first(where: { !form(columns[$0], columns[$0]).isZero }) {
          columns.swapAt(j, k)
        } else {
          let pairs = (k..<n).flatMap { i in (i..<n).map { (i, $0) } }
          guard let (i, j) = pairs.first(where: { !form(columns[$0.0], columns[$0.1]).isZero }) else { break }
          columns[i] = combine(columns[i], 1, columns[j])
          columns.swapAt(i, k)
        }
      }
      let pivot = form(columns[k], columns[k])
      for j in (k + 1)..<Swift.max(n, k + 1) {
        columns[j] = combine(columns[j], -form(columns[k], columns[j]) / pivot, columns[k])
      }
    }
    let values = columns.map { form($0, $0) }
    let order =
      values.indices.filter { values[$0].signum > 0 } + values.indices.filter { values[$0].signum < 0 }
      + values.indices.filter { values[$0].isZero }
    inverse = Matrix(rows: n, columns: n) { i, j in columns[order[j]][i] }
    guard let congruence = inverse.solving(.identity(n)) else { return nil }
    self.congruence = congruence
    positive = values.filter { $0.signum > 0 }
    negative = values.filter { $0.signum < 0 }
    zero = n - positive.count - negative.count
    let diagonal = Matrix(diagonal: positive + negative + [Rational](repeating: 0, count: zero))
    guard congruence.transpose * diagonal * congruence == matrix else { return nil }
  }
}
