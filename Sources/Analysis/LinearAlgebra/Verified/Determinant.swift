/// Determinants of balls.
extension Matrix where Scalar == Ball {
  /// The determinant of a square matrix; 1 for size 0.
  ///
  /// For a matrix of size n with an approximate L U of its midpoints, rows permuted, and the approximate inverses
  /// X of L (with ones on the diagonal) and Y of U, both triangular and exact, the ball matrix B = X P A Y is near the
  /// identity, so that elimination on B loses nothing, and det A = det(P) det B / Π Y_ii.
  public var determinant: Ball {
    precondition(isSquare, "determinant of a square matrix")
    let bits = self.bits
    guard isFinite else { return .indeterminate(bits: bits) }
    if rows == 0 { return Ball(1, bits: bits) }
    if rows <= 3 { return rounded(to: bits + 16).smallDeterminant.rounded(to: bits) }
    if let value = preconditionedDeterminant(work: bits + 32 + 2 * rows) { return value.rounded(to: bits) }
    // A singular matrix has no preconditioner; elimination may still enclose 0, and so does Hadamard's bound.
    let plain = quietly { rounded(to: bits + 8 * rows).eliminatedDeterminant() }
    if plain.isFinite { return plain.rounded(to: bits) }
    let hadamard = (0..<rows).reduce(Magnitude(1)) { $0 * block($1..<($1 + 1), 0..<columns).frobeniusNorm.magnitude }
    return Ball(center: Ball(0, bits: bits), radius: hadamard)
  }

  /// Expanded, for sizes 1 to 3.
  private var smallDeterminant: Ball {
    if rows == 1 { return self[0, 0] }
    if rows == 2 { return self[0, 0] * self[1, 1] - self[0, 1] * self[1, 0] }
    let a = self[1, 1] * self[2, 2] - self[1, 2] * self[2, 1]
    let b = self[1, 0] * self[2, 2] - self[1, 2] * self[2, 0]
    let c = self[1, 0] * self[2, 1] - self[1, 1] * self[2, 0]
    return self[0, 0] * a - self[0, 1] * b + self[0, 2] * c
  }

  private func preconditionedDeterminant(work: Int) -> Ball? {
    guard let factors = ApproximateLU(self, bits: work) else { return nil }
    let permuted = Matrix(rows: rows, columns: rows) { self[factors.order[$0], $1] }.rounded(to: work)
    let left = factors.lower.lowerInverse().center
    let right = factors.upper.transpose.lowerInverse().center.transpose
    guard left.isFinite, right.isFinite else { return nil }
    let near = left * permuted * right
    let value = quietly { near.eliminatedDeterminant() }
    guard value.isFinite else { return nil }
    let scale = right.diagonal.reduce(Ball(factors.sign, bits: work)) { $0 * $1 }
    return value / scale
  }

  /// The product of the pivots of elimination on balls, indeterminate when a pivot may vanish.
  func eliminatedDeterminant() -> Ball {
    var left = (0..<rows).map { row($0) }
    var product = Ball(1, bits: bits)
    for k in 0..<rows {
      if Budget.isExhausted { return .indeterminate(bits: bits) }
      var best = k
      for i in k..<rows where Ball.pivotWeight(left[i][k]) > Ball.pivotWeight(left[best][k]) { best = i }
      if best != k {
        left.swapAt(k, best)
        product = -product
      }
      product = product * left[k][k]
      // A column of exact zeros.
      if (k..<rows).allSatisfy({ left[$0][k].isZero }) { return Ball(0, bits: bits) }
      for i in stride(from: k + 1, to: rows, by: 1) where !left[i][k].isZero {
        let factor = left[i][k] / left[k][k]
        for j in stride(from: k + 1, to: rows, by: 1) { left[i][j] = left[i][j] - factor * left[k][j] }
      }
    }
    return product
  }
}

/// P A = L U, approximately, with exact entries: rows chosen by size.
struct ApproximateLU {
  private(set) var lower: Matrix<Ball>
  private(set) var upper: Matrix<Ball>
  /// The row of A in each place.
  private(set) var order: [Int]
  /// The sign of the permutation.
  private(set) var sign = 1

  init?(_ a: Matrix<Ball>, bits: Int) {
    let size = a.rows
    order = Array(0..<size)
    var work = (0..<size).map { i in a.row(i).map { Midpoint($0.rounded(to: bits).center) } }
    for k in 0..<size {
      if Budget.isExhausted { return nil }
      var best = k
      for i in k..<size where Midpoint.pivotWeight(work[i][k]) > Midpoint.pivotWeight(work[best][k]) { best = i }
      if Midpoint.pivotWeight(work[best][k]) == 0 { return nil }
      if best != k {
        work.swapAt(k, best)
        order.swapAt(k, best)
        sign = -sign
      }
      for i in stride(from: k + 1, to: size, by: 1) {
        let factor = work[i][k] / work[k][k]
        work[i][k] = factor
        for j in stride(from: k + 1, to: size, by: 1) { work[i][j] = work[i][j] - factor * work[k][j] }
      }
    }
    lower = Matrix(rows: size, columns: size) { i, j in
      i == j ? Ball(1, bits: bits) : j < i ? work[i][j].ball : Ball(0, bits: bits)
    }
    upper = Matrix(rows: size, columns: size) { i, j in j >= i ? work[i][j].ball : Ball(0, bits: bits) }
  }
}
