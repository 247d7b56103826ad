/// Linear matrix equations.
extension Matrix where Scalar == Ball {
  /// The X with A X + X B = C for all members, indeterminate unless the equation is proved to be regular: no eigenvalue
  /// of A is the negative of one of B.
  ///
  /// - Parameters: a is m x m, b is n x n and c is m x n.
  public static func sylvester(_ a: Matrix, _ b: Matrix, _ c: Matrix) -> Matrix {
    precondition(a.isSquare && b.isSquare && c.rows == a.rows && c.columns == b.rows, "sizes of Sylvester's equation")
    let (m, n) = (a.rows, b.rows)
    let bits = Swift.max(a.bits, b.bits, c.bits)
    if m == 0 || n == 0 { return c }
    let zero = Ball(0, bits: bits)
    // Unknown x_ij at i n + j.
    let system = Matrix(rows: m * n, columns: m * n) { row, column -> Ball in
      let (i, j, k, l) = (row / n, row % n, column / n, column % n)
      if i == k { return j == l ? a[i, i] + b[j, j] : b[l, j] }
      return j == l ? a[i, k] : zero
    }
    let solution = system.solve(Matrix(column: c.entries))
    return Matrix(rows: m, columns: n, solution.entries)
  }

  /// The X with A X + X A^T = Q for all members, indeterminate unless the equation is proved to be regular. X is
  /// symmetric when Q is.
  public static func lyapunov(_ a: Matrix, _ q: Matrix) -> Matrix { sylvester(a, a.transpose, q) }
}
