import VlasovSimulation

/// The test matrices of the Gaussian theme, i, j = 1, ..., d.
enum Instance {
  private static func entries(_ rows: Int, _ columns: Int, _ f: (Int, Int) -> Double) -> FloatMatrix {
    FloatMatrix(rows: rows, columns: columns) { i, j in f(i + 1, j + 1) }
  }
  private static func one(_ i: Int, _ j: Int) -> Double { i == j ? 1 : 0 }

  static func sig(_ d: Int) -> FloatMatrix { entries(d, d) { i, j in one(i, j) + 1 / Double(i + j) } }
  static func aq(_ d: Int) -> FloatMatrix {
    entries(d, d) { i, j in
      let top = (3 * i + 5 * j) % 7 - 3
      return Double(top) / Double(7 * d)
    }
  }
  static func bq(_ d: Int) -> FloatMatrix { entries(d, d) { i, j in one(i, j) + 1 / Double(1 + abs(i - j)) } }
  static func vp(_ d: Int) -> FloatMatrix {
    entries(d, d) { i, j in one(i, j) + Double(min(i, j)) / Double(d) }
  }
  static func vq(_ d: Int) -> FloatMatrix {
    entries(d, d) { i, j in
      let top = (2 * i + j) % 5 - 2
      return one(i, j) + Double(top) / Double(10 * d)
    }
  }
  static func kq(_ k: Int, _ d: Int) -> FloatMatrix {
    entries(k, d) { i, j in
      let top = (i + 2 * j) % 5 - 2
      return one(i, j) + Double(top) / 4
    }
  }
  static func nq(_ d: Int) -> FloatMatrix {
    func above(_ i: Int, _ j: Int) -> Double {
      let top = (i * j) % 4 + 1
      return Double(top) / Double(2 * d)
    }
    return entries(d, d) { i, j in i == j ? 0 : i < j ? above(i, j) : -above(j, i) }
  }
  static func wq(_ d: Int) -> FloatMatrix {
    entries(d, d) { i, j in
      let top = (i + 3 * j) % 5 - 2
      return one(i, j) / 2 + Double(top) / Double(5 * d)
    }
  }

  /// One attention of each kind, with two heads and an affine layer.
  static func full(_ kind: GaussianAttentionKind, _ d: Int) -> GaussianAttention {
    GaussianAttention(
      kind,
      heads: [
        .init(score: aq(d), value: vq(d), key: bq(d)),
        .init(score: nq(d), value: vp(d), key: vp(d)),
      ], epsilon: 0.75, feedForward: wq(d),
      bias: FloatMatrix(column: (0..<d).map { 0.5 - Double($0) / 4 }))
  }

  /// A matrix of normal numbers.
  static func random(_ rows: Int, _ columns: Int, _ random: inout RandomStream) -> FloatMatrix {
    FloatMatrix(rows: rows, columns: columns, (0..<rows * columns).map { _ in random.normal() })
  }
}
