/// Products of matrices of balls.
enum MatrixProduct {
  /// The ways to multiply.
  enum Method { case dots, integers, fixedPoint }

  /// The product, entry by entry a scalar product, or on integers where that is faster: limb by limb, or long ones.
  static func product(
    _ a: [Ball], _ b: [Ball], rows: Int, inner: Int, columns: Int, bits: Int, method: Method? = nil
  ) -> [Ball] {
    if method == nil || method == .fixedPoint,
      let product = FixedPointMatrixProduct(
        rows: rows, inner: inner, columns: columns, bits: bits, isForced: method == .fixedPoint),
      a.allSatisfy(\.isFinite), b.allSatisfy(\.isFinite)
    {
      return product.entries(a, b)
    }
    if method != .dots, method != .fixedPoint,
      let product = IntegerMatrixProduct(a, b, rows, inner, columns, isForced: method == .integers)
    {
      return product.entries(a, b, bits: bits)
    }
    var result: [Ball] = []
    result.reserveCapacity(rows * columns)
    a.withPointers { x in
      transposed(b, inner, columns).withPointers { y in
        for i in 0..<rows {
          if Budget.isExhausted { return }
          for j in 0..<columns {
            let (row, column) = (Dot.Vector(x + i * inner), Dot.Vector(y + j * inner))
            result.append(.make(bits) { Dot.dot($0, row, column, count: inner) })
          }
        }
      }
    }
    let missing = rows * columns - result.count
    return missing == 0 ? result : result + Array(repeating: .indeterminate(bits: bits), count: missing)
  }

  /// The columns of a matrix one after another, so that scalar products read them in order.
  static func transposed(_ b: [Ball], _ inner: Int, _ columns: Int) -> [Ball] {
    (0..<columns).flatMap { j in (0..<inner).map { b[$0 * columns + j] } }
  }
}

extension Ball {
  /// The product of a matrix of `rows` rows by one of `columns` columns, both given row by row; `inner` is
  /// the length of a row of the first and the number of rows of the second. Each entry is rounded once: the
  /// error is that of a scalar product (`Dot`) or smaller.
  ///
  /// Empty when a size does not fit; indeterminate entries after the budget is spent.
  public static func matrixProduct(
    _ a: [Ball], _ b: [Ball], rows: Int, inner: Int, columns: Int, bits: Int
  ) -> [Ball] {
    guard rows >= 0, inner >= 0, columns >= 0, a.count == rows * inner, b.count == inner * columns else {
      return []
    }
    return MatrixProduct.product(a, b, rows: rows, inner: inner, columns: columns, bits: bits)
  }
}
