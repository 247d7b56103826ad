/// Tokens x_i = r_i theta_i of "Normalization in Attention Dynamics" (arXiv 2510.22026):
/// theta_i' = P_{theta_i} A_i / s_i, A_i = sum_j softmax_j(beta <theta_i, theta_j>) theta_j, with s = 1 (Post-LN), s = r and
/// r' = <theta, A> (Pre-LN), s = r |A| and r' = <theta, A> / |A| (Peri-LN), s = |A| / alpha (nGPT).
///
/// Each derivative costs n^2 d multiply-adds twice and n^2 exponentials.
public struct NormalizedAttention: Sendable {
  public enum Scheme: String, Sendable { case post, pre, peri, ngpt }

  public var scheme: Scheme
  public var beta: Double
  /// Step size of nGPT.
  public var alpha = 1.0
  public let count: Int
  public let dimension: Int
  /// Directions, row by row, then the radii, then the elapsed time.
  private var state: [Double]

  /// n tokens in dimension n with equal overlaps: the rows of the square root of the Gram matrix.
  public init(scheme: Scheme, beta: Double, equiangular n: Int, overlap: Double, radius: Double) {
    (self.scheme, self.beta, count, dimension) = (scheme, beta, n, n)
    let own = (1 - overlap).squareRoot()
    let shared = ((1 + Double(n - 1) * overlap).squareRoot() - own) / Double(n)
    state = [Double](repeating: shared, count: n * n)
    for i in 0..<n { state[i * n + i] += own }
    state += [Double](repeating: radius, count: n) + [0]
  }

  public var time: Double { state[state.count - 1] }
  /// The radius of the first token.
  public var radius: Double { state[count * dimension] }
  /// The overlap of the first two tokens.
  public var overlap: Double { (0..<dimension).reduce(0) { $0 + state[$1] * state[dimension + $1] } }

  /// Runge-Kutta over a time, in equal steps: error O(step^4).
  public mutating func run(time: Double, steps: Int) throws {
    try require(steps >= 1, "steps", "positive")
    integrate(by: time, steps: steps, inLogGap: false)
  }

  /// What an equiangular trajectory shows on reaching an overlap.
  public struct Passage: Sendable {
    public var time: Double
    public var radius: Double
  }

  /// Runge-Kutta in the variable w = log(gap_0 / gap) of the first two tokens, which is known at both ends: error O(step^4).
  public static func passage(
    _ scheme: Scheme, _ beta: Double, n: Int, from start: Double, to end: Double, radius: Double, steps: Int
  ) throws -> Passage {
    try require(n >= 2 && n <= 256, "n", "in 2...256")
    try require(steps >= 1, "steps", "positive")
    var system = NormalizedAttention(
      scheme: scheme, beta: beta, equiangular: n, overlap: start, radius: radius)
    system.integrate(by: logarithm((1 - start) / (1 - end)), steps: steps, inLogGap: true)
    return Passage(time: system.time, radius: system.radius)
  }

  /// The overlap of the first two outputs A_i / |A_i| of one layer.
  public func layerOverlap() -> Double {
    let (first, second) = state.withUnsafeBufferPointer { state in
      (attention(of: 0, state.baseAddress!), attention(of: 1, state.baseAddress!))
    }
    func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    return product(first, second) / (product(first, first) * product(second, second)).squareRoot()
  }

  private mutating func integrate(by length: Double, steps: Int, inLogGap: Bool) {
    let method = RungeKutta<Double>(count: state.count)
    for i in 0..<state.count { method.state[i] = state[i] }
    for _ in 0..<steps {
      method.step(length / Double(steps)) { y, dy in derivative(y, dy, inLogGap: inLogGap) }
    }
    state = Array(method.values.prefix(state.count))
  }

  private func attention(of i: Int, _ y: UnsafePointer<Double>) -> [Double] {
    var sum = [Double](repeating: 0, count: dimension)
    var total = 0.0
    for j in 0..<count {
      var overlap = 0.0
      for k in 0..<dimension { overlap += y[i * dimension + k] * y[j * dimension + k] }
      let weight = exponential(beta * (overlap - 1))
      total += weight
      for k in 0..<dimension { sum[k] += weight * y[j * dimension + k] }
    }
    for k in 0..<dimension { sum[k] /= total }
    return sum
  }

  private func derivative(_ y: UnsafePointer<Double>, _ dy: UnsafeMutablePointer<Double>, inLogGap: Bool) {
    let radii = count * dimension
    for i in 0..<count {
      let a = attention(of: i, y)
      let row = i * dimension
      var (along, square, length) = (0.0, 0.0, 0.0)
      for k in 0..<dimension {
        along += y[row + k] * a[k]
        square += a[k] * a[k]
        length += y[row + k] * y[row + k]
      }
      let norm = square.squareRoot()
      let radius = y[radii + i]
      let speed: Double
      switch scheme {
      case .post: (speed, dy[radii + i]) = (1, 0)
      case .pre: (speed, dy[radii + i]) = (1 / radius, along)
      case .peri: (speed, dy[radii + i]) = (1 / (radius * norm), along / norm)
      case .ngpt: (speed, dy[radii + i]) = (alpha / norm, 0)
      }
      for k in 0..<dimension { dy[row + k] = speed * (a[k] - along / length * y[row + k]) }
    }
    dy[radii + count] = 1
    guard inLogGap else { return }
    var (gap, slope) = (0.0, 0.0)
    for k in 0..<dimension {
      let difference = y[k] - y[dimension + k]
      gap += difference * difference
      slope += 2 * difference * (dy[k] - dy[dimension + k])
    }
    let scale = -gap / slope
    for i in 0...radii + count { dy[i] *= scale }
  }
}
