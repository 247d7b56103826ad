/// Linear systems of balls with a proof.
///
/// **Theorem.** Let R be any matrix with g = |I - R A|_inf < 1 for every A of the ball matrix. Then every A
/// is regular, and for any X~ the solution X of A X = B satisfies, with D = R (B - A X~) and the row sums s_i
/// of |I - R A|,
///
///     |X - X~ - D|_ij <= s_i max_k |D_kj| / (1 - g).
///
/// *Proof.* R A = I - G with |G| < 1 is regular, so A is. E = X - X~ solves (I - G) E = R A E = D, so E = D +
/// G E, of which the first consequence is max_k |E_kj| <= max_k |D_kj|/(1 - g), and with it |E - D|_ij = |G
/// E|_ij <= s_i max_k |E_kj|. ∎
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
    if a.rows <= 6, a.rows <= 3 ? a.relativeWidth <= .power2(-24) : a.relativeWidth.isZero {
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
    let work = bits + 32
    let isInverse = b.isExactIdentity
    // A few columns are refined with a coarse inverse; many columns deserve a good one.
    let isNarrow = 4 * b.columns <= a.rows
    guard let inverse = ApproximateInverse.inverse(scaled, bits: isNarrow ? 48 : work) else { return nil }
    let defect = Matrix.identity(a.rows, bits: isInverse ? work : 64) - inverse * scaled
    let sums = defect.rowSums
    let norm = sums.reduce(.zero, Magnitude.max2)
    guard Magnitude(1).dividedUp(byComplementOf: norm).isFinite else { return nil }
    var start = inverse
    var residual: Matrix<Ball>
    if isInverse {
      // B - A R stands on the other side here: A^-1 = R + (I - R A) A^-1, so D = (I - R A) R.
      residual = defect * inverse
    } else {
      let right = Matrix(rows: b.rows, columns: b.columns) {
        b[$0, $1].scaled(by: scaling.rows[$0]).rounded(to: work)
      }
      (start, residual) = refined(inverse, scaled, right, work, gain: Swift.max(1, -norm.exponent))
    }
    guard residual.isFinite else { return nil }
    let columnBounds = (0..<b.columns).map { j in
      residual.column(j).reduce(.zero) { Magnitude.max2($0, $1.magnitude) }.dividedUp(byComplementOf: norm)
    }
    return Matrix(rows: a.rows, columns: b.columns) { i, j in
      let x = start[i, j] + Ball(center: residual[i, j], radius: sums[i] * columnBounds[j])
      // The inverse of the scaled matrix has the columns of the scaled right-hand side.
      return x.scaled(by: scaling.columns[i] + (isInverse ? scaling.rows[j] : 0)).rounded(to: bits)
    }
  }

  /// X~, improved by X <- X + R (B - A X) while that helps, and D = R (B - A X~) for all members.
  private static func refined(
    _ inverse: Matrix<Ball>, _ a: Matrix<Ball>, _ right: Matrix<Ball>, _ work: Int, gain: Int
  ) -> (start: Matrix<Ball>, residual: Matrix<Ball>) {
    var start = (inverse * right.center).rounded(to: work).center
    var residual = inverse * (right - a * start)
    for _ in 0..<(work / gain + 2) {
      if Budget.isExhausted { break }
      // Only midpoints can be improved.
      let size = residual.center.largestMagnitude
      let width = residual.entries.reduce(Magnitude.zero) { .max2($0, $1.radius) }
      let wanted = start.largestMagnitude.scaled(by: 4 - work)
      if size <= wanted || size <= width.scaled(by: -4) { break }
      start = (start + residual.center).rounded(to: work).center
      residual = inverse * (right - a * start)
    }
    return (start, residual)
  }
}

extension Ball {
  /// The solution of a system of balls, with a proof: see `VerifiedSolution`.
  public static func solution(_ a: Matrix<Ball>, _ b: Matrix<Ball>) -> Matrix<Ball> {
    VerifiedSolution.solve(a, b)
  }

  /// Plain elimination on balls.
  static func elimination(_ a: Matrix<Ball>, _ b: Matrix<Ball>) -> Matrix<Ball> {
    a.eliminated(b, stop: { Budget.isExhausted }) ?? .indeterminate(b.rows, b.columns, bits: b.bits)
  }
}

extension Matrix where Scalar == Ball {
  /// The identity without radii.
  var isExactIdentity: Bool {
    guard isSquare else { return false }
    for i in 0..<rows {
      for j in 0..<columns {
        let x = self[i, j]
        guard i == j ? (x - 1).isZero : x.isZero else { return false }
      }
    }
    return true
  }

  /// The largest radius over the largest midpoint, roughly.
  var relativeWidth: Magnitude {
    let radius = entries.reduce(.zero) { Magnitude.max2($0, $1.radius) }
    let size = entries.compactMap(\.exponent).max() ?? 0
    return radius.scaled(by: -size)
  }
}
