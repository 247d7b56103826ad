/// n tokens in R^d, moved by attention over themselves.
///
/// The empirical counterpart of `GaussianAttention`: as n grows, mean and covariance of tokens drawn from N(α, Σ0) follow the
/// moment equations, with errors of order n^-1/2 where the weights have a second moment (`GaussianAttention.weightTail`).
/// Everything is seeded, and has the same bits for every number of threads.
public struct GaussianParticles: Sendable, Equatable {
  /// n rows of d coordinates.
  public private(set) var points: [Double]
  public let dimension: Int

  /// Tokens at these points, row by row.
  public init(_ points: [Double], dimension: Int) {
    precondition(dimension >= 1 && points.count % dimension == 0, "n rows of d numbers")
    (self.points, self.dimension) = (points, dimension)
  }

  public var count: Int { points.count / dimension }

  // MARK: Moments

  /// The mean of the tokens, one column.
  public var mean: FloatMatrix {
    var sum = Array(repeating: 0.0, count: dimension)
    for i in 0..<count {
      for k in 0..<dimension { sum[k] += points[i * dimension + k] }
    }
    return FloatMatrix(column: sum.map { $0 / Double(count) })
  }

  /// The covariance of the empirical law: the mean of (x - mean)(x - mean)^T over the n tokens.
  public var covariance: FloatMatrix {
    let (d, n) = (dimension, count)
    let mean = mean.entries
    var sum = FloatMatrix.zero(d, d)
    var z = mean
    for i in 0..<n {
      for k in 0..<d { z[k] = points[i * d + k] - mean[k] }
      for k in 0..<d {
        for l in 0...k { sum[k, l] += z[k] * z[l] }
      }
    }
    return FloatMatrix(rows: d, columns: d) { sum[max($0, $1), min($0, $1)] / Double(n) }
  }

  public var moments: GaussianMoments { GaussianMoments(mean: mean, covariance: covariance) }

  /// Of every coordinate, the mean of x⁴ over the square of the mean of x² (about 0): 3 for a centred Gaussian.
  public var kurtosis: [Double] {
    (0..<dimension).map { k in
      var (second, fourth) = (0.0, 0.0)
      for i in 0..<count {
        let square = points[i * dimension + k] * points[i * dimension + k]
        second += square
        fourth += square * square
      }
      return fourth * Double(count) / (second * second)
    }
  }

  // MARK: Dynamics

  /// Γ(x_i) of all tokens, row by row.
  ///
  /// - Throws: `SimulationError.invalidParameter` where the attention cannot be computed (see `ParticleAttention`).
  public func velocities(_ attention: ParticleAttention, threads: Int? = nil) throws -> [Double] {
    let field = try ParticleField(attention, count: count, dimension: dimension, threads: threads)
    var speeds = Array(repeating: 0.0, count: points.count)
    try points.withUnsafeBufferPointer { x in
      try speeds.withUnsafeMutableBufferPointer { dx in
        if let x = x.baseAddress, let dx = dx.baseAddress { try field.velocity(x, dx) }
      }
    }
    return speeds
  }

  /// Moves the tokens for a time, by the classical Runge-Kutta method in equal steps: error O(steps^-4), 4 evaluations of the
  /// field a step.
  ///
  /// - Throws: `SimulationError.invalidParameter` where the attention cannot be computed, or the tokens became infinite;
  ///   `SimulationError.stopped`.
  public mutating func run(
    _ attention: ParticleAttention, time: Double, steps: Int, threads: Int? = nil, stop: StopCondition? = nil
  ) throws {
    try require(steps >= 1 && time.isFinite, "steps", "positive, and t finite")
    let field = try ParticleField(attention, count: count, dimension: dimension, threads: threads)
    let method = RungeKutta<Double>(count: points.count)
    for (i, x) in points.enumerated() { method.state[i] = x }
    var failure: (any Error)?
    for _ in 0..<steps {
      try checkStop(stop)
      method.step(time / Double(steps)) { y, dy in
        guard failure == nil else { return }
        do { try field.velocity(y, dy) } catch { failure = error }
      }
      if let failure { throw failure }
    }
    try finish(method.values)
  }

  /// Residual layers x ← x + h Γ(x), the explicit Euler method.
  ///
  /// - Throws: as `run`.
  public mutating func apply(
    _ attention: ParticleAttention, layers: Int, step h: Double, threads: Int? = nil,
    stop: StopCondition? = nil
  ) throws {
    try require(layers >= 0 && h.isFinite, "layers", "not negative, and h finite")
    let field = try ParticleField(attention, count: count, dimension: dimension, threads: threads)
    var state = points
    var speeds = Array(repeating: 0.0, count: state.count)
    for _ in 0..<layers {
      try checkStop(stop)
      try state.withUnsafeBufferPointer { x in
        try speeds.withUnsafeMutableBufferPointer { dx in
          if let x = x.baseAddress, let dx = dx.baseAddress { try field.velocity(x, dx) }
        }
      }
      for i in state.indices { state[i] += h * speeds[i] }
    }
    try finish(state)
  }

  private mutating func finish(_ state: [Double]) throws {
    try require(state.allSatisfy(\.isFinite), "t", "before the tokens become infinite")
    points = state
  }
}
