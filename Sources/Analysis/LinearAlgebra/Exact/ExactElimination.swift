/// Fraction-free Gauss-Jordan elimination of a rational matrix.
///
/// Every row is first multiplied by its common denominator, which changes neither the rank nor the kernel nor
/// the solutions of a system. Then (E. H. Bareiss, "Sylvester's identity and multistep integer-preserving
/// Gaussian elimination", 1968) with the pivot p in row k and the previous pivot q, every other row i becomes
///
///     (p row_i - a_ik row_k)/q,
///
/// where every entry is a minor of the integer matrix, so the division is exact and the numbers stay as short
/// as minors are. At the end the pivot rows carry one common pivot.
struct ExactElimination {
  /// The rows after the elimination; the first `pivots.count` of them carry `lastPivot` in their pivot's
  /// column.
  private(set) var rows: [[Integer]]
  /// The columns of the pivots, ascending: as many as the rank.
  private(set) var pivots: [Int] = []
  /// The common pivot: up to sign the largest minor that elimination met, 1 for rank 0.
  private(set) var lastPivot: Integer = 1
  /// The product of the denominators that the rows were multiplied with.
  private(set) var denominator: Integer = 1
  private var sign = 1

  /// Eliminates the first `width` columns (all by default).
  init(_ matrix: Matrix<Rational>, width: Int? = nil) { self.init(matrix, width: width, checking: {}) }

  /// Eliminates the first `width` columns (all if nil), asking `check` before each row.
  init(_ matrix: Matrix<Rational>, width: Int? = nil, checking check: () throws -> Void) rethrows {
    rows = (0..<matrix.rows).map { ExactElimination.integers(matrix.row($0)).numbers }
    for i in 0..<matrix.rows { denominator *= ExactElimination.integers(matrix.row(i)).denominator }
    for column in 0..<(width ?? matrix.columns) {
      let k = pivots.count
      if k == rows.count { break }
      // A short pivot keeps the products short.
      guard
        let best = (k..<rows.count).filter({ !rows[$0][column].isZero })
          .min(by: { rows[$0][column].bitWidth < rows[$1][column].bitWidth })
      else { continue }
      if best != k {
        rows.swapAt(best, k)
        sign = -sign
      }
      try eliminate(column, k, check)
    }
  }

  private mutating func eliminate(_ column: Int, _ k: Int, _ check: () throws -> Void) rethrows {
    let pivot = rows[k][column]
    let pivotRow = rows[k]
    for i in rows.indices where i != k {
      try check()
      let factor = rows[i][column]
      for j in pivotRow.indices {
        let value = pivot * rows[i][j] - factor * pivotRow[j]
        rows[i][j] = value.quotientAndRemainder(dividingBy: lastPivot)?.quotient ?? 0
      }
    }
    lastPivot = pivot
    pivots.append(column)
  }

  /// The determinant of a square matrix.
  var determinant: Rational {
    if pivots.count < rows.count { return 0 }
    return Rational(sign) * (Rational(numerator: lastPivot, denominator: denominator) ?? 0)
  }

  /// The entry of the reduced echelon form, whose pivots are 1.
  func reduced(_ i: Int, _ j: Int) -> Rational {
    Rational(numerator: rows[i][j], denominator: lastPivot) ?? 0
  }

  /// The numbers times their least common denominator.
  static func integers(_ row: [Rational]) -> (numbers: [Integer], denominator: Integer) {
    var common: Integer = 1
    for x in row {
      let d = x.denominator
      common *= d.quotientAndRemainder(dividingBy: .gcd(common, d))?.quotient ?? 1
    }
    return (row.map { ($0 * Rational(common)).numerator }, common)
  }
}
