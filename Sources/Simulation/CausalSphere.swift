/// Causal attention on the sphere S^{d-1}, "Clustering in Causal Attention Masking" (arXiv 2411.04990), Model with
/// V = I: x_k' = P_{x_k} (Z_k^{-1} sum_{j <= k} e^{beta <Q x_k, K x_j>} x_j), self term included in Z_k. Classical
/// Runge-Kutta in t, with projection back to the sphere after every step.
public struct CausalSphere: Sendable, Equatable {
  /// Inverse temperature beta >= 0.
  public var beta: Double
  /// Q, as d rows; nil means the identity.
  public var query: [[Double]]?
  /// K, as d rows; nil means the identity.
  public var key: [[Double]]?

  public init(beta: Double, query: [[Double]]? = nil, key: [[Double]]? = nil) {
    self.beta = beta
    self.query = query
    self.key = key
  }

  /// `count` independent uniform points of S^{dimension - 1}.
  public static func randomPoints(count: Int, dimension: Int, seed: UInt64) -> [[Double]] {
    (0..<max(0, count)).map { index in
      var stream = RandomStream(seed: seed, stream: UInt64(index), domain: 4)
      let point = (0..<max(1, dimension)).map { _ in stream.normal() }
      let norm = point.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return point.map { $0 / norm }
    }
  }

  /// The tokens at `time`, from unit vectors.
  public func run(
    initial: [[Double]], time: Double, steps: Int, stop: StopCondition? = nil
  ) throws -> [[Double]] {
    let dimension = initial.first?.count ?? 0
    try require(
      dimension >= 2 && initial.allSatisfy { $0.count == dimension }, "points", "vectors of one length >= 2")
    try require(beta >= 0 && beta.isFinite, "beta", "non-negative")
    try require(time >= 0 && time.isFinite, "time", "non-negative")
    try require(steps >= 1, "steps", "a positive integer")
    let bilinear = try scoreMatrix(dimension)
    let tokens = initial.count
    let method = RungeKutta<Double>(count: tokens * dimension)
    for (k, point) in initial.enumerated() {
      for i in 0..<dimension { method.state[k * dimension + i] = point[i] }
    }
    var work = [Double](repeating: 0, count: 2 * dimension + tokens)
    for index in 0..<steps {
      // A step takes n² d operations; for few tokens the question would cost as much.
      if tokens > 64 || index % 64 == 0 { try checkStop(stop) }
      method.step(time / Double(steps)) { points, velocity in
        for k in 0..<tokens {
          tokenVelocity(k, dimension, bilinear, points, velocity + k * dimension, &work)
        }
      }
      for k in 0..<tokens {
        let point = method.state + k * dimension
        var square = 0.0
        for i in 0..<dimension { square += point[i] * point[i] }
        let scale = 1 / square.squareRoot()
        for i in 0..<dimension { point[i] *= scale }
      }
    }
    let flat = method.values
    return (0..<tokens).map { Array(flat[$0 * dimension..<($0 + 1) * dimension]) }
  }

  /// |x_k - x_1| / |x_2 - x_1| for k = 2, ..., N: at late times this tends to k - 1, whatever Q, K, beta and d.
  public static func leaderDistances(_ points: [[Double]]) -> [Double] {
    guard points.count >= 2 else { return [] }
    func distance(_ k: Int) -> Double {
      zip(points[k], points[0]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    }
    return (1..<points.count).map { distance($0) / distance(1) }
  }

  /// The matrix of <Q x, K y>: Q^T K, row by row; empty for the identity.
  private func scoreMatrix(_ dimension: Int) throws -> [Double] {
    if query == nil && key == nil { return [] }
    let identity = (0..<dimension).map { i in (0..<dimension).map { $0 == i ? 1.0 : 0.0 } }
    let (q, k) = (query ?? identity, key ?? identity)
    for (name, matrix) in [("Q", q), ("K", k)] {
      try require(
        matrix.count == q.count && matrix.allSatisfy { $0.count == dimension }, name,
        "a matrix with d columns, Q and K with equally many rows")
    }
    var product: [Double] = []
    for i in 0..<dimension {
      for j in 0..<dimension {
        product.append(q.indices.reduce(0) { $0 + q[$1][i] * k[$1][j] })
      }
    }
    return product
  }

  /// Work holds x_k^T Q^T K, the pull, and the scores.
  private func tokenVelocity(
    _ k: Int, _ dimension: Int, _ bilinear: [Double], _ points: UnsafePointer<Double>,
    _ velocity: UnsafeMutablePointer<Double>, _ work: inout [Double]
  ) {
    let point = points + k * dimension
    for j in 0..<dimension {
      if bilinear.isEmpty {
        work[j] = point[j]
      } else {
        var sum = 0.0
        for i in 0..<dimension { sum += point[i] * bilinear[i * dimension + j] }
        work[j] = sum
      }
      work[dimension + j] = 0
    }
    var highest = -Double.infinity
    for j in 0...k {
      var score = 0.0
      for i in 0..<dimension { score += work[i] * points[j * dimension + i] }
      work[2 * dimension + j] = beta * score
      highest = max(highest, beta * score)
    }
    var total = 0.0
    for j in 0...k {
      let weight = exponential(work[2 * dimension + j] - highest)
      total += weight
      for i in 0..<dimension { work[dimension + i] += weight * points[j * dimension + i] }
    }
    var radial = 0.0
    for i in 0..<dimension { radial += work[dimension + i] * point[i] }
    for i in 0..<dimension { velocity[i] = (work[dimension + i] - radial * point[i]) / total }
  }
}
