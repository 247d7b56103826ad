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
    points.flatMap { $0 }.withUnsafeBufferPointer { flat in
      flat.baseAddress.map { smallestOverlap($0) } ?? 1
    }
  }

  /// n²/2 d multiply-adds, in eight sums at once.
  private func smallestOverlap(_ state: UnsafePointer<Double>) -> Double {
    let (n, d) = (points.count, points.first?.count ?? 0)
    var least = 1.0
    for i in 0..<n {
      let x = UnsafeRawPointer(state + i * d)
      for j in 0..<i {
        let y = UnsafeRawPointer(state + j * d)
        var sums = SIMD8<Double>(repeating: 0)
        var k = 0
        while k + 8 <= d {
          sums +=
            x.loadUnaligned(fromByteOffset: 8 * k, as: SIMD8<Double>.self)
            * y.loadUnaligned(fromByteOffset: 8 * k, as: SIMD8<Double>.self)
          k += 8
        }
        var overlap = sums.sum()
        while k < d {
          overlap += state[i * d + k] * state[j * d + k]
          k += 1
        }
        least = min(least, overlap)
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
    func excess() -> Double { smallestOverlap(method.state) - overlap }
    var before = excess()
    for index in 0..<10_000_000 {
      if index % 256 == 0 { try checkStop(stop) }
      let start = method.values
      method.step(step, flow.velocity)
      let after = excess()
      if after < 0 {
        before = after
        continue
      }
      // Regula falsi with the Illinois weights.
      var (low, high, atLow, atHigh, last) = (0.0, step, before, after, step)
      for _ in 0..<60 where atHigh > 0 && high - low > 0x1p-52 * step {
        let middle = atLow < 0 ? low + (high - low) * (atLow / (atLow - atHigh)) : (low + high) / 2
        for i in start.indices { method.state[i] = start[i] }
        method.step(middle, flow.velocity)
        let value = excess()
        if value < 0 {
          if middle > last { atHigh /= 2 }
          (low, atLow) = (middle, value)
        } else {
          if middle < last { atLow /= 2 }
          (high, atHigh) = (middle, value)
        }
        if abs(middle - last) <= 0x1p-51 * step { return Double(index) * step + middle }
        last = middle
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
  /// (1/(2 beta n²)) Σ_{i,j} e^{beta <x_i,x_j>}, for beta > 0; infinite for points that are no field's.
  public var energy: Double {
    let field = try? ParticleSystem(kind: .usa, beta: beta).field(
      points: points.flatMap { $0 }, dimension: points.first?.count ?? 0, threads: 1)
    return field?.energy ?? .infinity
  }
}
