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

  /// The velocities of SA or USA at n unit vectors, row by row; to repeat it is the cost of a stage of an integrator.
  public func velocities(_ kind: ParticleSystem.Kind, at points: [Double]) throws -> [Double] {
    try require(points.count == count * dimension, "points", "n d numbers")
    try require(kind == .sa || shift <= 700, "beta", "such that |beta| |V| <= 700 for USA")
    let flow = TokenFlow(self, kind, direction: 1)
    return [Double](unsafeUninitializedCapacity: points.count) { buffer, filled in
      points.withUnsafeBufferPointer { points in
        if let from = points.baseAddress, let to = buffer.baseAddress { flow.velocity(from, to) }
      }
      filled = points.count
    }
  }

  /// Σ_i α_i Z_i of the last evaluation, over e^{shift}.
  var scaledInteraction: Double {
    var sum = 0.0
    for i in 0..<count { sum += weights[i] * sums[i * stride + dimension] }
    return sum
  }
}
