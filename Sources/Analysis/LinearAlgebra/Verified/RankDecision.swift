/// Decisions about the rank of matrices of balls.
extension Matrix where Scalar == Ball {
  /// The exact rational matrix, when all entries are exact and not enormous.
  public var exactValue: Matrix<Rational>? {
    let values = entries.compactMap(\.exactValue)
    return values.count == entries.count ? Matrix<Rational>(rows: rows, columns: columns, values) : nil
  }

  /// Whether every member has rank `r` or more (proved), or none has (refuted).
  ///
  /// Proved by r rows and columns, chosen by approximate elimination with the largest pivots, whose square
  /// block is proved regular (|I - R A| < 1 for an approximate inverse R). Refuted when the matrix has fewer
  /// than r rows or columns, or when it is exact and its rank over the rationals is below r. A ball matrix
  /// with radii around a singular one is undecided, as it must be: it has regular members.
  public func hasRank(atLeast r: Int) -> Verdict {
    if r <= 0 { return .proved }
    if r > Swift.min(rows, columns) { return .refuted }
    guard isFinite else { return .undecided }
    if let places = largestPivots(r) {
      let minor = Matrix(rows: r, columns: r) { self[places.rows[$0], places.columns[$1]] }
      if minor.isProvedRegular { return .proved }
    }
    if let rank = try? exactValue?.rank(checking: Budget.check) { return rank >= r ? .proved : .refuted }
    return .undecided
  }

  /// Whether every member is invertible (proved), or none is (refuted).
  public var isRegular: Verdict { isSquare ? hasRank(atLeast: rows) : .refuted }

  /// Every member is regular.
  private var isProvedRegular: Bool {
    let scaled = Equilibration(self)(self)
    for bits in [48, self.bits + 32] {
      guard let inverse = ApproximateInverse.inverse(scaled, bits: bits) else { continue }
      let defect = Matrix.identity(rows, bits: 64) - inverse * scaled
      if Magnitude(1).dividedUp(byComplementOf: defect.infinityNorm).isFinite { return true }
    }
    return false
  }

  /// Rows and columns of r pivots of approximate elimination with complete pivoting.
  private func largestPivots(_ r: Int) -> (rows: [Int], columns: [Int])? {
    let work = bits
    var table = (0..<rows).map { row($0).map { Midpoint($0.rounded(to: work).center) } }
    var (rowOrder, columnOrder) = (Array(0..<rows), Array(0..<columns))
    for k in 0..<r {
      if Budget.isExhausted { return nil }
      var (best, p, q) = (0.0, k, k)
      for i in k..<rows {
        for j in k..<columns {
          let weight = Midpoint.pivotWeight(table[i][j])
          if weight > best { (best, p, q) = (weight, i, j) }
        }
      }
      if best == 0 { return nil }
      table.swapAt(k, p)
      rowOrder.swapAt(k, p)
      for i in 0..<rows { table[i].swapAt(k, q) }
      columnOrder.swapAt(k, q)
      for i in stride(from: k + 1, to: rows, by: 1) {
        let factor = table[i][k] / table[k][k]
        for j in stride(from: k + 1, to: columns, by: 1) { table[i][j] = table[i][j] - factor * table[k][j] }
      }
    }
    return (Array(rowOrder.prefix(r)), Array(columnOrder.prefix(r)))
  }
}
