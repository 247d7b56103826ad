/// Linear systems of balls with a proof.
///
/// **Theorem.** Let R be any matrix with g = |I - R A|_inf < 1 for every A of the ball matrix. Then every A is regular,
/// and for any X~ the solution X of A X = B satisfies, with D = R (B - A X~) and the row sums s_i of |I - R A|,
///
///     |X - X~ - D|_ij <= s_i max_k |D_kj| / (1 - g).
///
/// *Proof.* R A = I - G with |G| < 1 is regular, so A is. E = X - X~ solves (I - G) E = R A E = D, so E = D + G E, of
/// which the first consequence is max_k |E_kj| <= max_k |D_kj|/(1 - g), and with it |E - D|_ij = |G E|_ij <=
/// s_i max_k |E_kj|. ∎
///
/// R and X~ are approximations that prove nothing; rows and columns are first scaled by powers of 2.
enum VerifiedSolution {
  /// X with A X = B, indeterminate unless every A of the matrix is proved regular.
  static func solve(_ a: Matrix<Ball>, _ b: Matrix<Ball>) -> Matrix<Ball> {
    let bits = Swift.max(a.bits, b.bits)
    let nothing = Matrix<Ball>.indeterminate(a.rows, b.columns, bits: bits)
    guard a.isFinite, b.isFinite else { return nothing }
    if a.rows == 0 || b.columns == 0 { return b }
    // Small systems of narrow balls lose little by elimination.
    if a.rows <= 3, a.relativeWidth <= .power2(-24) {
      let simple = elimination(a, b, bits)
      if simple.isFinite { return simple }
    }
    if let result = preconditioned(a, b, bits) { return result }
    return a.rows <= 64 ? elimination(a, b, bits) : nothing
  }

  private static func elimination(_ a: Matrix<Ball>, _ b: Matrix<Ball>, _ bits: Int) -> Matrix<Ball> {
    let work = bits + 8 * a.rows
    return quietly { Ball.elimination(a.rounded(to: work), b.rounded(to: work)) }.rounded(to: bits)
  }

  private static func preconditioned(_ a: Matrix<Ball>, _ b: Matrix<Ball>, _ bits: Int) -> Matrix<Ball>? {
    let scaling = Equilibration(a)
    let scaled = scaling(a)
    let right = Matrix(rows: b.rows, columns: b.columns) { b[$0, $1].scaled(by: scaling.rows[$0]) }
    let work = bits + 32
    guard let inverse = ApproximateInverse.inverse(scaled, bits: work) else { return nil }
    let defect = Matrix.identity(a.rows, bits: 64) - inverse * scaled
    let sums = defect.rowSums
    let norm = sums.reduce(.zero, Magnitude.max2)
    guard Magnitude(1).dividedUp(byComplementOf: norm).isFinite else { return nil }
    let start = (inverse * right.center).rounded(to: work).center
    let residual = inverse * (right.rounded(to: work) - scaled * start)
    let columnBounds = (0..<b.columns).map { j in
      residual.column(j).reduce(.zero) { Magnitude.max2($0, $1.magnitude) }.dividedUp(byComplementOf: norm)
    }
    return Matrix(rows: a.rows, columns: b.columns) { i, j in
      let x = start[i, j] + Ball(center: residual[i, j], radius: sums[i] * columnBounds[j])
      return x.scaled(by: scaling.columns[i]).rounded(to: bits)
    }
  }
}

extension Ball {
  /// The solution of a system of balls, with a proof: see `VerifiedSolution`.
  public static func solution(_ a: Matrix<Ball>, _ b: Matrix<Ball>) -> Matrix<Ball> { VerifiedSolution.solve(a, b) }

  /// Plain elimination on balls.
  static func elimination(_ a: Matrix<Ball>, _ b: Matrix<Ball>) -> Matrix<Ball> {
    a.eliminated(b, stop: { Budget.isExhausted }) ?? .indeterminate(b.rows, b.columns, bits: b.bits)
  }
}

extension Matrix where Scalar == Ball {
  /// The largest radius over the largest midpoint, roughly.
  var relativeWidth: Magnitude {
    let radius = entries.reduce(.zero) { Magnitude.max2($0, $1.radius) }
    let size = entries.compactMap(\.exponent).max() ?? 0
    return radius.scaled(by: -size)
  }
}
