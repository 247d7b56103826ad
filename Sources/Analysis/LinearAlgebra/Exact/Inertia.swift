/// How many eigenvalues of a symmetric matrix are positive, negative and zero, each with its multiplicity.
public struct Inertia: Hashable, Sendable {
  public let positive: Int
  public let negative: Int
  public let zero: Int

  public init(positive: Int, negative: Int, zero: Int) {
    (self.positive, self.negative, self.zero) = (positive, negative, zero)
  }

  public var rank: Int { positive + negative }
}

/// Symmetric rational matrices: signs of eigenvalues without eigenvalues.
extension Matrix where Scalar == Rational {
  /// The inertia of a symmetric matrix, exactly (Sylvester's law: congruent matrices have the same).
  ///
  /// Fraction-free symmetric elimination with pivots on the diagonal. The k-th pivot of Bareiss' method is
  /// the minor p_k, so that of L D L^T is p_k/p_(k-1), of which only the sign counts. When the rest of the
  /// diagonal is zero and a_ij is not, row and column j are added to row and column i: a congruence of the
  /// original matrix by an integer matrix of determinant 1, after which a_ii = 2 a_ij.
  public var inertia: Inertia { inertia(checking: {}) }

  /// The inertia; `check` is asked before each row operation.
  public func inertia(checking check: () throws -> Void) rethrows -> Inertia {
    precondition(isSymmetric, "inertia of a symmetric matrix")
    // One factor for the whole matrix, positive, keeps it symmetric and its inertia.
    let numbers = ExactElimination.integers(entries).numbers
    var a = (0..<rows).map { i in Array(numbers[(i * rows)..<((i + 1) * rows)]) }
    var (positive, negative) = (0, 0)
    var last: Integer = 1
    while let p = Self.pivot(&a) {
      a.swapAt(0, p)
      for i in a.indices { a[i].swapAt(0, p) }
      let pivot = a[0][0]
      if pivot.signum == last.signum { positive += 1 } else { negative += 1 }
      a = try a.indices.dropFirst().map { i in
        try check()
        return a.indices.dropFirst().map { j in
          (pivot * a[i][j] - a[i][0] * a[0][j]).quotientAndRemainder(dividingBy: last)?.quotient ?? 0
        }
      }
      last = pivot
    }
    return Inertia(positive: positive, negative: negative, zero: a.count)
  }

  /// The place of a diagonal entry that is not 0, made by a congruence if need be; nil when the matrix is 0.
  private static func pivot(_ a: inout [[Integer]]) -> Int? {
    let candidates = a.indices.filter { !a[$0][$0].isZero }
    if let best = candidates.min(by: { a[$0][$0].bitWidth < a[$1][$1].bitWidth }) { return best }
    for i in a.indices {
      for j in a.indices.dropFirst(i + 1) where !a[i][j].isZero {
        for k in a.indices { a[i][k] += a[j][k] }
        for k in a.indices { a[k][i] += a[k][j] }
        return i
      }
    }
    return nil
  }

  /// x^T A x >= 0 for all x; false for a matrix that is not symmetric.
  public var isPositiveSemidefinite: Bool { isPositiveSemidefinite(checking: {}) }

  /// The same; `check` is asked before each row operation. Large matrices are first tried by Cholesky's
  /// method on balls.
  public func isPositiveSemidefinite(checking check: () throws -> Void) rethrows -> Bool {
    if isProvedPositiveDefinite { return true }
    return try isSymmetric && inertia(checking: check).negative == 0
  }

  /// x^T A x > 0 for all x != 0; false for a matrix that is not symmetric.
  public var isPositiveDefinite: Bool { isPositiveDefinite(checking: {}) }

  /// The same; `check` is asked before each row operation. Large matrices are first tried by Cholesky's
  /// method on balls.
  public func isPositiveDefinite(checking check: () throws -> Void) rethrows -> Bool {
    if isProvedPositiveDefinite { return true }
    return try isSymmetric && inertia(checking: check).positive == rows
  }

  /// A proof on balls, where it is cheaper than elimination.
  private var isProvedPositiveDefinite: Bool {
    rows > 16 && isSymmetric && quietly { withPrecision(128) { map { Ball($0) }.choleskyFactor() != nil } }
  }

  /// A = L D L^T for a symmetric positive semidefinite A of rank r: L is n x r of full column rank and D
  /// diagonal with r positive entries. nil for any other matrix.
  ///
  /// Elimination with the diagonal pivots in order: a negative one, or a zero one whose row is not 0, refutes
  /// semidefiniteness (a 2x2 minor [[0, b], [b, c]] has the determinant -b^2).
  public func semidefiniteFactor() -> (lower: Matrix<Rational>, diagonal: [Rational])? {
    guard isSymmetric else { return nil }
    var rest = self
    var columnsOfL: [[Rational]] = []
    var diagonal: [Rational] = []
    for k in 0..<rows {
      let pivot = rest[k, k]
      if pivot.signum < 0 { return nil }
      if pivot.isZero {
        if (k..<rows).contains(where: { !rest[k, $0].isZero }) { return nil }
        continue
      }
      let column = (0..<rows).map { $0 < k ? Rational(0) : rest[$0, k] / pivot }
      for i in stride(from: k + 1, to: rows, by: 1) where !column[i].isZero {
        for j in stride(from: k + 1, to: rows, by: 1) { rest[i, j] = rest[i, j] - column[i] * rest[k, j] }
      }
      columnsOfL.append(column)
      diagonal.append(pivot)
    }
    let lower = Matrix(rows: rows, columns: columnsOfL.count) { columnsOfL[$1][$0] }
    return (lower, diagonal)
  }

  /// R = L √D with A = R R^T for a symmetric positive semidefinite A of rank r, n x r of full column rank, at
  /// the working precision; nil for any other matrix.
  public func ballFactor() -> Matrix<Ball>? {
    guard let (lower, diagonal) = semidefiniteFactor() else { return nil }
    let roots = diagonal.map { Ball.sqrt(Ball($0)) }
    return Matrix<Ball>(rows: lower.rows, columns: lower.columns) { Ball(lower[$0, $1]) * roots[$1] }
  }
}
