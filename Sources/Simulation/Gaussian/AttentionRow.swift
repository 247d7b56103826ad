import CVectors

/// The weighted mean of keys that one query sees, for any size of scores.
struct AttentionRow: Sendable {
  var isSigmoid: Bool
  var dimension: Int
  /// Distance from one coordinate to the next in `columns`.
  var stride: Int
  /// All first coordinates, then all second ones, ...
  var columns: [Double]
  /// Added to the scores.
  var biases: [Double]?

  /// Σ_j w_j z_j over the first `count` keys: with w_j = e^{score_j} / Σ, or sigmoid(score_j)/count.
  func mean(_ query: [Double], count n: Int, _ scores: inout [Double]) -> [Double] {
    scores.withUnsafeMutableBufferPointer { buffer in
      columns.withUnsafeBufferPointer { columns in
        guard let s = buffer.baseAddress, let z = columns.baseAddress else { return query }
        for j in 0..<n { s[j] = 0 }
        if let biases {
          for j in 0..<n { s[j] = biases[j] }
        }
        for k in 0..<dimension {
          let (factor, column) = (query[k], z + k * stride)
          for j in 0..<n { s[j] += factor * column[j] }
        }
        var total = Double(n)
        if isSigmoid {
          for j in 0..<n { s[j] = min(-s[j], 700) }
          cvectors_exp(VectorLevel.best.number, s, s, n)
          for j in 0..<n { s[j] = 1 / (1 + s[j]) }
        } else {
          var top = -Double.infinity
          for j in 0..<n where s[j] > top { top = s[j] }
          for j in 0..<n { s[j] -= top }
          cvectors_exp(VectorLevel.best.number, s, s, n)
          total = sum(s, nil, n)
        }
        return (0..<dimension).map { sum(s, z + $0 * stride, n) / total }
      }
    }
  }

  /// Σ_j a_j b_j, or Σ_j a_j, in four interleaved parts.
  private func sum(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>?, _ n: Int) -> Double {
    var part = SIMD4<Double>(repeating: 0)
    var j = 0
    while j + 4 <= n {
      var term = SIMD4(a[j], a[j + 1], a[j + 2], a[j + 3])
      if let b { term *= SIMD4(b[j], b[j + 1], b[j + 2], b[j + 3]) }
      part += term
      j += 4
    }
    var sum = (part[0] + part[1]) + (part[2] + part[3])
    while j < n {
      sum += a[j] * (b?[j] ?? 1)
      j += 1
    }
    return sum
  }
}

extension GaussianParticles {
  /// Γ(x) at a point that need not be a token, from all tokens as keys.
  ///
  /// - Throws: `SimulationError.invalidParameter` for Sinkhorn, whose weights exist at the tokens only.
  public func velocity(_ attention: ParticleAttention, at x: FloatMatrix) throws -> FloatMatrix {
    try require(attention.kind != .sinkhorn, "kind", "softmax, l2 or sigmoid at a point that is no token")
    try attention.validate(dimension: dimension)
    try require(x.rows == dimension && x.columns == 1, "x", "a vector of the tokens' dimension")
    let (d, n) = (dimension, count)
    let columns = (0..<d).flatMap { k in (0..<n).map { points[$0 * d + k] } }
    var sum = attention.bias ?? .zero(d, 1)
    if let w = attention.feedForward { sum += w * x }
    var scores = Array(repeating: 0.0, count: n)
    for head in attention.heads {
      var row = AttentionRow(
        isSigmoid: attention.kind == .sigmoid, dimension: d, stride: n, columns: columns, biases: nil)
      var query = head.score * x
      if attention.kind == .l2 {
        query = 2 * query
        if let key = head.key {
          row.biases = (0..<n).map { j in
            var sum = 0.0
            for k in 0..<d {
              for l in 0..<d { sum += points[j * d + k] * key[k, l] * points[j * d + l] }
            }
            return -sum
          }
        }
      }
      sum += head.value * FloatMatrix(column: row.mean(query.entries, count: n, &scores))
    }
    return sum
  }
}
