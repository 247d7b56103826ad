/// The factors of P A = L U, enclosed for every member of a ball matrix.
public struct LUFactors: Sendable {
  /// The row of A in each place of P A.
  public let order: [Int]
  /// Lower triangular with ones on the diagonal.
  public let lower: Matrix<Ball>
  /// Upper triangular, with a diagonal that is proved not to vanish.
  public let upper: Matrix<Ball>

  /// nil unless the leading minors of P A are proved not to vanish, for an order of the rows chosen by size.
  ///
  /// With approximate L0 and U0 of the midpoints, both exact, B = L0^-1 P A U0^-1 is near the identity, where
  /// elimination loses nothing: B = L1 U1, L = L0 L1 and U = U1 U0.
  public init?(of matrix: Matrix<Ball>) {
    precondition(matrix.isSquare, "factors of a square matrix")
    let (n, bits) = (matrix.rows, matrix.bits)
    let work = bits + 32 + 2 * n
    guard matrix.isFinite, let frame = TriangularFrame.midpoints(matrix, bits: work) else { return nil }
    let left = frame.lower.lowerInverse()
    let right = frame.upper.transpose.lowerInverse().transpose
    guard left.isFinite, right.isFinite,
      let near = LUFactors.eliminated(left * frame.permuted(matrix).rounded(to: work) * right)
    else { return nil }
    order = frame.order
    lower = (frame.lower * near.lower).rounded(to: bits)
    upper = (near.upper * frame.upper).rounded(to: bits)
  }

  /// Elimination without exchanges of rows.
  private static func eliminated(_ b: Matrix<Ball>) -> (lower: Matrix<Ball>, upper: Matrix<Ball>)? {
    let (n, bits) = (b.rows, b.bits)
    var upper = (0..<n).map { b.row($0) }
    var lower = Matrix<Ball>.identity(n, bits: bits)
    let zero = Ball(0, bits: bits)
    for k in 0..<n {
      if Budget.isExhausted || !upper[k][k].isNonZero { return nil }
      let pivotRow = upper[k]
      for i in stride(from: k + 1, to: n, by: 1) {
        let factor = upper[i][k] / pivotRow[k]
        lower[i, k] = factor
        upper[i][k] = zero
        for j in stride(from: k + 1, to: n, by: 1) { upper[i][j] -= factor * pivotRow[j] }
      }
    }
    return (lower, Matrix(rows: n, columns: n, upper.flatMap { $0 }))
  }
}
