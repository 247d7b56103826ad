/// What `AttentionField` computed at some points.
public struct FieldValues: Sendable, Equatable {
  /// Σ_j w_ij V x_j, row by row: w_ij = α_j e^{beta <x_i, V x_j>}/Z_i for SA.
  public var attended: [Double]
  /// log Z_i, Z_i = Σ_j α_j e^{beta <x_i, V x_j>}; the unnormalised sum of USA is Z_i times the attended one.
  public var logPartition: [Double]
  /// Σ_i α_i Z_i = ∬ e^{beta <x, V y>} dμ dμ, divided by e^{shift}.
  public var scaledInteraction: Double
  public var shift: Double
  var beta: Double

  /// (1/(2 beta)) ∬ e^{beta <x, V y>} dμ dμ; infinite where it overflows, or at beta = 0.
  public var energy: Double { scaledInteraction / (2 * beta) * exponential(shift) }
}

extension AttentionField {
  /// The field at n points of dimension d, row by row; their lengths do not enter.
  public func values(at points: [Double]) throws -> FieldValues {
    try require(points.count == count * dimension, "points", "n d numbers")
    try require(points.allSatisfy(\.isFinite), "points", "finite")
    points.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { evaluate(base) }
    }
    var values = FieldValues(
      attended: [], logPartition: [], scaledInteraction: scaledInteraction, shift: shift, beta: beta)
    values.attended.reserveCapacity(count * dimension)
    for i in 0..<count {
      let row = sums + i * stride
      let scale = 1 / row[dimension]
      for k in 0..<dimension { values.attended.append(scale * row[k]) }
      values.logPartition.append(logarithm(row[dimension]) + shift)
    }
    return values
  }

  /// Σ_i α_i Z_i of the last evaluation, over e^{shift}.
  var scaledInteraction: Double {
    var sum = 0.0
    for i in 0..<count { sum += weights[i] * sums[i * stride + dimension] }
    return sum
  }
}
