/// Positive definite matrices of balls.
extension Matrix where Scalar == Ball {
  /// The lower triangular L with positive diagonal and A = L L^T for every symmetric A of the ball matrix;
  /// nil unless all of them are proved positive definite.
  ///
  /// With an approximate factor L0 of the midpoints and an approximate inverse M of L0, both lower
  /// triangular, the balls B = M A M^T are near the identity, where elimination loses nothing; B = K K^T
  /// gives A = L L^T with L = M^-1 K, where M^-1 is found by forward substitution.
  public func choleskyFactor() -> Matrix? {
    guard let members = symmetricMembers, isFinite else { return nil }
    let (bits, work) = (self.bits, self.bits + 32 + 2 * rows)
    let a = members.rounded(to: work)
    if let direct = quietly({ a.plainCholesky() }) {
      if rows <= 3 || relativeWidth.isZero { return direct.rounded(to: bits) }
    }
    guard let start = a.center.plainCholesky()?.center else { return nil }
    let inverse = start.lowerInverse().center
    guard inverse.isFinite,
      let near = quietly({ (inverse * a * inverse.transpose).symmetricMembers?.plainCholesky() })
    else { return nil }
    return (inverse.lowerInverse() * near).rounded(to: bits)
  }

  /// The factor by elimination on balls, at their precision: nil unless all pivots are proved positive.
  func plainCholesky() -> Matrix? {
    var rowsOfL: [[Ball]] = []
    for i in 0..<rows {
      if Budget.isExhausted { return nil }
      var row: [Ball] = []
      for j in 0..<i {
        let sum = self[i, j] - Ball.dot(row, rowsOfL[j], bits: self[i, j].bits)
        row.append(sum / rowsOfL[j][j])
      }
      let square = self[i, i] - row.reduce(Ball(0, bits: self[i, i].bits)) { $0 + .pow($1, 2) }
      guard square.isPositive else { return nil }
      row.append(.sqrt(square))
      rowsOfL.append(row)
    }
    return Matrix(rows: rows, columns: rows) { $1 <= $0 ? rowsOfL[$0][$1] : Ball(0, bits: bits) }
  }

  /// The inverse of a lower triangular matrix, by forward substitution on balls.
  func lowerInverse() -> Matrix {
    let bits = self.bits
    var result: [[Ball]] = []
    for i in 0..<rows {
      if Budget.isExhausted { return .indeterminate(rows, columns, bits: bits) }
      var row: [Ball] = []
      for j in 0..<rows {
        if j > i {
          row.append(Ball(0, bits: bits))
          continue
        }
        var sum = Ball(j == i ? 1 : 0, bits: bits)
        for k in stride(from: j, to: i, by: 1) { sum = sum - self[i, k] * result[k][j] }
        row.append(sum / self[i, i])
      }
      result.append(row)
    }
    return Matrix(rows: rows, columns: rows, result.flatMap { $0 })
  }

  /// Whether every symmetric A of the ball matrix is positive definite (proved), or none is (refuted).
  public var isPositiveDefinite: Verdict {
    guard isFinite, symmetricMembers != nil else { return .undecided }
    if rows == 0 { return .proved }
    if diagonal.contains(where: \.isNonPositive) { return .refuted }
    if choleskyFactor() != nil { return .proved }
    let least = symmetricEigenvalues()[0]
    if least.isPositive { return .proved }
    if least.isNonPositive { return .refuted }
    guard let answer = try? exactValue?.isPositiveDefinite(checking: Budget.check) else { return .undecided }
    return answer ? .proved : .refuted
  }

  /// Whether every symmetric A of the ball matrix is positive semidefinite (proved), or none is (refuted). A
  /// singular one is decided when its entries are exact, over the rationals; with radii it stays undecided.
  public var isPositiveSemidefinite: Verdict {
    guard isFinite, symmetricMembers != nil else { return .undecided }
    if rows == 0 { return .proved }
    if diagonal.contains(where: \.isNegative) { return .refuted }
    if choleskyFactor() != nil { return .proved }
    let least = symmetricEigenvalues()[0]
    if least.isNonNegative { return .proved }
    if least.isNegative { return .refuted }
    guard let answer = try? exactValue?.isPositiveSemidefinite(checking: Budget.check) else {
      return .undecided
    }
    return answer ? .proved : .refuted
  }
}
