/// Steps that the cross-checks of the covariance flows share.
extension GaussianAttention {
  init(_ model: CovarianceModel, epsilon: Double = 1) {
    func float(_ m: Matrix<Rational>) -> FloatMatrix { FloatMatrix(m.lifted(to: Double.self)) }
    self.init(
      GaussianAttentionKind(rawValue: model.kind.rawValue) ?? .softmax,
      heads: model.heads.map {
        Head(score: float($0.score), value: float($0.value), key: $0.key.map(float))
      }, epsilon: epsilon, feedForward: model.feedForward.map(float))
  }

  /// Softmax with one head.
  init(value: Matrix<Double>, score: Matrix<Double>) {
    self.init(.softmax, score: FloatMatrix(score), value: FloatMatrix(value))
  }
}

extension FloatMatrix {
  init(_ matrix: Matrix<Double>) {
    self.init(rows: matrix.rows, columns: matrix.columns, matrix.entries)
  }
}

extension CrossCheck.Context {
  /// The entry that the output names, counted from 0; nil for a whole matrix.
  func entry(rows: Int, columns: Int) -> (row: Int, column: Int)? {
    guard let open = output.firstIndex(of: "["), output.hasSuffix("]") else { return nil }
    let inside = output[output.index(after: open)...].dropLast()
    let numbers = inside.split(separator: ",").compactMap { Int(String($0).trimmed) }
    guard let i = numbers.first, (1...rows).contains(i) else { return nil }
    let j = numbers.count > 1 ? numbers[1] : 1
    return (1...columns).contains(j) ? (i - 1, j - 1) : nil
  }
}
