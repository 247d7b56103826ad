import VlasovNumbers

extension Ball {
  /// The product of a matrix of `rows` rows by one of `columns` columns, both in rows; `inner` is the length of a
  /// row of the first and the number of rows of the second. Each entry is one scalar product (`Dot`).
  ///
  /// Empty when a size does not fit; indeterminate entries after the budget is spent.
  public static func matrixProduct(
    _ a: [Ball], _ b: [Ball], rows: Int, inner: Int, columns: Int, bits: Int
  ) -> [Ball] {
    guard rows >= 0, inner >= 0, columns >= 0, a.count == rows * inner, b.count == inner * columns else {
      return []
    }
    var result: [Ball] = []
    result.reserveCapacity(rows * columns)
    a.withPointers { x in
      b.withPointers { y in
        for i in 0..<rows {
          let isLate = Budget.isExhausted
          for j in 0..<columns {
            if isLate {
              result.append(.indeterminate(bits: bits))
            } else {
              let (row, column) = (Dot.Vector(x + i * inner), Dot.Vector(y + j, step: columns))
              result.append(.make(bits) { Dot.dot($0, row, column, count: inner) })
            }
          }
        }
      }
    }
    return result
  }
}
