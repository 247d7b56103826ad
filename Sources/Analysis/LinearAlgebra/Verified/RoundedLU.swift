/// P A = L U in rounded arithmetic, rows chosen by size, with the inverses of the factors: preconditioners.
struct RoundedLU<Real: RoundedReal> {
  /// L below the diagonal, where it has ones, and U from the diagonal on.
  private var table: [[Real]]
  /// The row of A in each place.
  private(set) var order: [Int]
  /// The sign of the permutation.
  private(set) var sign = 1

  /// nil when a column vanishes or the budget is spent.
  init?(_ rows: [[Real]]) {
    table = rows
    let size = rows.count
    order = Array(0..<size)
    for k in 0..<size {
      if Budget.isExhausted { return nil }
      let weights = (k..<size).map { Real.pivotWeight(table[$0][k]) }
      guard let best = weights.indices.max(by: { weights[$0] < weights[$1] }), weights[best] > 0 else {
        return nil
      }
      if best > 0 {
        table.swapAt(k, k + best)
        order.swapAt(k, k + best)
        sign = -sign
      }
      let pivotRow = table[k]
      for i in stride(from: k + 1, to: size, by: 1) {
        let factor = table[i][k] / pivotRow[k]
        table[i][k] = factor
        for j in stride(from: k + 1, to: size, by: 1) { table[i][j] = table[i][j] - factor * pivotRow[j] }
      }
    }
  }

  private var size: Int { table.count }

  var lower: Matrix<Real> {
    Matrix(rows: size, columns: size) { $1 < $0 ? table[$0][$1] : Real($0 == $1 ? 1 : 0) }
  }
  var upper: Matrix<Real> { Matrix(rows: size, columns: size) { $1 < $0 ? Real(0) : table[$0][$1] } }

  /// The inverse of a lower triangular matrix, row by row: L X = I.
  static func inverse(lower: Matrix<Real>) -> Matrix<Real>? {
    let n = lower.rows
    var rows: [[Real]] = []
    for i in 0..<n {
      if Budget.isExhausted { return nil }
      var row = [Real](repeating: Real(0), count: n)
      row[i] = Real(1)
      for k in 0..<i {
        let factor = lower[i, k]
        for j in 0...k { row[j] = row[j] - factor * rows[k][j] }
      }
      for j in 0...i { row[j] = row[j] / lower[i, i] }
      rows.append(row)
    }
    return Matrix(rows: n, columns: n, rows.flatMap { $0 })
  }
}

/// Approximate L and U of the midpoints of a matrix of balls and approximate inverses of both, as exact
/// balls: L and its inverse have ones on the diagonal, all are triangular.
struct TriangularFrame {
  let order: [Int]
  let sign: Int
  let lower: Matrix<Ball>
  let upper: Matrix<Ball>
  let lowerInverse: Matrix<Ball>
  let upperInverse: Matrix<Ball>

  /// From Doubles, for entries of size about 1.
  static func doubles(_ a: Matrix<Ball>) -> TriangularFrame? {
    make((0..<a.rows).map { a.row($0).map(\.estimate) }) { Ball(exactly: $0) }
  }

  /// From midpoints at `bits` bits.
  static func midpoints(_ a: Matrix<Ball>, bits: Int) -> TriangularFrame? {
    withPrecision(bits) {
      make((0..<a.rows).map { a.row($0).map { Midpoint($0.center.rounded(to: bits).center) } }) { $0.ball }
    }
  }

  private static func make<Real: RoundedReal>(_ rows: [[Real]], _ ball: (Real) -> Ball) -> TriangularFrame? {
    guard let lu = RoundedLU(rows), let left = RoundedLU.inverse(lower: lu.lower),
      let right = RoundedLU.inverse(lower: lu.upper.transpose)
    else { return nil }
    let frame = TriangularFrame(
      order: lu.order, sign: lu.sign, lower: lu.lower.map(ball), upper: lu.upper.map(ball),
      lowerInverse: left.map(ball),
      upperInverse: right.transpose.map(ball))
    return frame.lowerInverse.isFinite && frame.upperInverse.isFinite ? frame : nil
  }

  /// The rows of the matrix in their order.
  func permuted(_ a: Matrix<Ball>) -> Matrix<Ball> {
    Matrix(rows: a.rows, columns: a.columns) { a[order[$0], $1] }
  }
}
