import VlasovSymbols

/// Exact vectors and matrices among the parameters.
extension Arguments {
  /// The matrices of a parameter of kind `exactMatrices`, `exactMatrix` or, as columns, of the vector kinds.
  public func exactMatrices(_ name: String) -> [Matrix<Rational>]? {
    if case .matrices(let found, _)? = values[name] { found } else { nil }
  }

  /// The matrix of a parameter.
  public func exactMatrix(_ name: String) -> Matrix<Rational>? { exactMatrices(name)?.first }

  /// The vector of a parameter, as a column.
  public func exactVector(_ name: String) -> Matrix<Rational>? { exactMatrices(name)?.first }

  /// The vectors of a parameter, as columns.
  public func exactVectors(_ name: String) -> [Matrix<Rational>]? { exactMatrices(name) }

  /// Demands the size of a matrix, or of every matrix of a list; of a vector when `columns` is 1. A parameter that is not
  /// given has every size.
  ///
  /// - Parameter other: the parameter that the size comes from.
  /// - Throws: `InputError` with both sizes.
  public func demandSize(_ name: String, rows: Int, columns: Int, like other: String) throws {
    guard let matrices = exactMatrices(name) else { return }
    func size(_ rows: Int, _ columns: Int) -> String {
      columns == 1 ? "\(rows == 1 ? "1 entry" : "\(rows) entries")" : "\(rows) by \(columns)"
    }
    for (k, matrix) in matrices.enumerated() where matrix.rows != rows || matrix.columns != columns {
      let text = ExactMatrixText.abbreviated(values[name]?.text ?? "")
      let isColumn = columns == 1 && matrix.columns == 1
      let found = isColumn ? size(matrix.rows, 1) : "\(matrix.rows) by \(matrix.columns)"
      let wanted = isColumn ? size(rows, 1) : "\(rows) by \(columns)"
      let which = matrices.count > 1 ? "number \(k + 1) " : ""
      let reference = exactMatrix(other).map { ": \(other) is \($0.rows) by \($0.columns)" } ?? " (\(other))"
      throw InputError(
        parameter: name, value: text, domain: wanted,
        "\(name)=\(text): \(which)\(isColumn ? "has" : "is") \(found), must \(isColumn ? "have" : "be") \(wanted)\(reference)"
      )
    }
  }
}
