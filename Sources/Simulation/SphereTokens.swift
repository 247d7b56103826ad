/// Few tokens on the sphere under self-attention ("A mathematical perspective on Transformers", arXiv 2312.10794), Q = K =
/// V = I: x_i' = P(Σ_j w_ij x_j) with the softmax weights e^{beta <x_i,x_j>}/Z_i (SA) or e^{beta <x_i,x_j>}/n (USA).
///
/// Runge-Kutta with constant step, error O(step^4), over `AttentionField`. The flow keeps |x_i| = 1, the method up to
/// O(step^4). `ParticleSystem` has adaptive steps, weights and checks.
public struct SphereTokens: Sendable {
  /// The inverse temperature, of either sign.
  public var beta: Double
  /// SA; else USA.
  public var isNormalised: Bool
  /// Unit vectors of one dimension.
  public var points: [[Double]]

  public init(beta: Double, isNormalised: Bool, points: [[Double]]) {
    self.beta = beta
    self.isNormalised = isNormalised
    self.points = points
  }

  /// `count` tokens in dimension `count`, every pair with the overlap given, in (-1/(count-1), 1).
  ///
  /// x_i = u e_i + v (1, ..., 1) with u² = 1 - overlap and n v² + 2 u v = overlap.
  public static func equiangular(count: Int, overlap: Double, beta: Double, isNormalised: Bool) throws
    -> SphereTokens
  {
    try require(count >= 2, "n", "at least 2")
    try require(
      overlap < 1 && Double(count - 1) * overlap > -1, "gamma0", "in (-1/(n-1), 1)")
    let u = (1 - overlap).squareRoot()
    let v = ((u * u + Double(count) * overlap).squareRoot() - u) / Double(count)
    let points = (0..<count).map { i in (0..<count).map { $0 == i ? u + v : v } }
    return SphereTokens(beta: beta, isNormalised: isNormalised, points: points)
  }

  /// The smallest overlap of two tokens.
  public var smallestOverlap: Double {
    var least = 1.0
    for i in points.indices {
      for j in 0..<i {
        least = min(least, zip(points[i], points[j]).reduce(0) { $0 + $1.0 * $1.1 })
      }
    }
    return least
  }

  /// The tokens after a time.
  public func run(time: Double, steps: Int, stop: StopCondition? = nil) throws -> SphereTokens {
    try validate()
    try require(time >= 0 && time.isFinite && steps >= 1, "t", "not negative")
    let (method, flow) = try runner()
    for index in 0..<steps {
      if index % 256 == 0 { try checkStop(stop) }
      method.step(time / Double(steps), flow.velocity)
    }
    return with(method.values)
  }

  /// The time at which the smallest overlap passes `overlap`: whole steps, then the fraction of the last one at which
  /// the method's own step meets it. Error O(step^4).
  public func passageTime(overlap: Double, step: Double, stop: StopCondition? = nil) throws -> Double {
    try validate()
    try require(step > 0 && step.isFinite, "step", "positive")
    let (method, flow) = try runner()
    for index in 0..<10_000_000 {
      if index % 256 == 0 { try checkStop(stop) }
      let before = method.values
      method.step(step, flow.velocity)
      if with(method.values).smallestOverlap < overlap { continue }
      var (low, high) = (0.0, step)
      for _ in 0..<56 {
        let middle = (low + high) / 2
        for i in before.indices { method.state[i] = before[i] }
        method.step(middle, flow.velocity)
        if with(method.values).smallestOverlap < overlap { low = middle } else { high = middle }
      }
      return Double(index) * step + high
    }
    throw SimulationError.invalidParameter(name: "step", requirement: "larger")
  }

  private func validate() throws {
    try require(abs(beta) <= 300, "beta", "in [-300, 300]")
    let d = points.first?.count ?? 0
    try require(d >= 2 && points.allSatisfy { $0.count == d }, "points", "of one dimension, at least 2")
  }

  private func runner() throws -> (RungeKutta<Double>, TokenFlow) {
    let flat = points.flatMap { $0 }
    let flow = try ParticleSystem(kind: isNormalised ? .sa : .usa, beta: beta).flow(
      points: flat, dimension: points[0].count, threads: 1)
    let method = RungeKutta<Double>(count: flat.count)
    for (i, x) in flat.enumerated() { method.state[i] = x }
    return (method, flow)
  }

  private func with(_ state: [Double]) -> SphereTokens {
    let d = points[0].count
    var copy = self
    copy.points = points.indices.map { Array(state[$0 * d..<($0 + 1) * d]) }
    return copy
  }
}

extension SphereTokens {
  /// A vector divided by its length.
  public static func unit(_ x: [Double]) -> [Double] {
    let length = x.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return x.map { $0 / length }
  }

  /// The largest distance in the chart x -> x/<x, e_1>, for tokens with positive first coordinates.
  public var chartDiameter: Double {
    var largest = 0.0
    for x in points {
      for y in points {
        largest = max(
          largest,
          zip(x, y).reduce(0) { sum, pair in
            let d = pair.0 / x[0] - pair.1 / y[0]
            return sum + d * d
          })
      }
    }
    return largest.squareRoot()
  }
}

extension SphereTokens {
  /// (1/(2 beta n²)) Σ_{i,j} e^{beta <x_i,x_j>}, for beta > 0.
  public var energy: Double {
    var sum = 0.0
    for x in points {
      for y in points { sum += exponential(beta * zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }) }
    }
    return sum / (2 * beta * Double(points.count * points.count))
  }
}
