/// Tokens x_i = r_i theta_i of "Normalization in Attention Dynamics" (arXiv 2510.22026):
/// theta_i' = P_{theta_i} A_i / s_i, A_i = sum_j softmax_j(beta <theta_i, theta_j>) theta_j, with s = 1 (Post-LN), s = r and
/// r' = <theta, A> (Pre-LN), s = r |A| and r' = <theta, A> / |A| (Peri-LN), s = |A| / alpha (nGPT).
///
/// The field of SA with other speeds, at the cost of `AttentionField` per derivative; the interaction energy increases.
public struct NormalizedAttention: Sendable {
  public enum Scheme: String, Sendable, CaseIterable { case post, pre, peri, ngpt }

  public var scheme: Scheme
  public var beta: Double
  /// Step size of nGPT.
  public var alpha = 1.0
  /// Cores in use; nil means all.
  public var threads: Int?
  public let count: Int
  public let dimension: Int
  /// The time that has passed.
  public private(set) var time = 0.0
  /// Directions, row by row, then the radii.
  private var state: [Double]

  /// Tokens with these directions (divided by their lengths), n rows of d numbers, and radii.
  public init(scheme: Scheme, beta: Double, directions: [Double], radii: [Double]) throws {
    try require(!radii.isEmpty && radii.allSatisfy { $0 > 0 && $0.isFinite }, "radii", "n positive numbers")
    try require(
      directions.count % radii.count == 0 && directions.count / radii.count >= 2, "directions",
      "n rows of d >= 2 numbers")
    (self.scheme, self.beta, count, dimension) = (scheme, beta, radii.count, directions.count / radii.count)
    state = directions + radii
  }

  /// n tokens in dimension n with equal overlaps: the rows of the square root of the Gram matrix.
  public init(scheme: Scheme, beta: Double, equiangular n: Int, overlap: Double, radius: Double) {
    (self.scheme, self.beta, count, dimension) = (scheme, beta, n, n)
    let own = (1 - overlap).squareRoot()
    let shared = ((1 + Double(n - 1) * overlap).squareRoot() - own) / Double(n)
    state = [Double](repeating: shared, count: n * n)
    for i in 0..<n { state[i * n + i] += own }
    state += [Double](repeating: radius, count: n)
  }

  public var directions: [Double] { Array(state.prefix(count * dimension)) }
  public var radii: [Double] { Array(state.suffix(count)) }
  /// The radius of the first token.
  public var radius: Double { state[count * dimension] }
  /// The overlap of the first two tokens.
  public var overlap: Double { (0..<dimension).reduce(0) { $0 + state[$1] * state[dimension + $1] } }

  /// Runge-Kutta over a time, in equal steps: error O(step^4).
  public mutating func run(time: Double, steps: Int) throws {
    try run(time: time, method: .fixed(steps: steps))
  }

  /// Runs over a time; the energy and the norms are checked along the way.
  @discardableResult
  public mutating func run(
    time span: Double, method: StepMethod, stop: StopCondition? = nil
  ) throws -> ParticleRun {
    var integrator = try FlowIntegrator(flow(), method)
    let run = try integrator.integrate(from: state, time: span, stop: stop, observe: nil)
    state = run.state
    time += run.time
    return run
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
    try require(n >= 2 && n <= 512, "n", "in 2...512")
    try require(steps >= 1, "steps", "positive")
    let system = NormalizedAttention(
      scheme: scheme, beta: beta, equiangular: n, overlap: start, radius: radius)
    let flow = try system.flow()
    let clock = flow.stateCount
    let method = RungeKutta<Double>(count: clock + 1)
    for (i, x) in system.state.enumerated() { method.state[i] = x }
    let length = logarithm((1 - start) / (1 - end))
    for _ in 0..<steps {
      method.step(length / Double(steps)) { y, dy in
        flow.velocity(y, dy)
        dy[clock] = 1
        var (gap, slope) = (0.0, 0.0)
        for k in 0..<n {
          let difference = y[k] - y[n + k]
          gap += difference * difference
          slope += 2 * difference * (dy[k] - dy[n + k])
        }
        let scale = -gap / slope
        for i in 0...clock { dy[i] *= scale }
      }
    }
    return Passage(time: method.state[clock], radius: method.state[n * n])
  }

  /// The overlap of the first two outputs A_i / |A_i| of one layer.
  public func layerOverlap() throws -> Double {
    let attended = try field().values(at: directions).attended
    func product(_ i: Int, _ j: Int) -> Double {
      (0..<dimension).reduce(0) { $0 + attended[i * dimension + $1] * attended[j * dimension + $1] }
    }
    return product(0, 1) / (product(0, 0) * product(1, 1)).squareRoot()
  }

  private func field() throws -> AttentionField {
    try AttentionField(count: count, dimension: dimension, beta: beta, threads: threads)
  }

  private func flow() throws -> NormalizedFlow { NormalizedFlow(try field(), scheme, alpha: alpha) }
}
