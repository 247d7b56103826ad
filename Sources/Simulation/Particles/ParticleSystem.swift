/// Tokens on the sphere S^{d-1} under self-attention ("A mathematical perspective on Transformers", arXiv 2312.10794), with
/// masses α_j and a symmetric matrix V = Q^T K:
/// x_i' = P_i (Z_i^{-1} Σ_j α_j e^{beta <x_i, V x_j>} V x_j), Z_i = Σ_j α_j e^{beta <x_i, V x_j>} (SA), or without the
/// Z_i (USA). n² / 2 exponentials and 3/2 n² d multiply-adds per evaluation, 4 or 6 evaluations a step.
///
/// Both increase the energy (1/(2 beta)) Σ_ij α_i α_j e^{beta <x_i, V x_j>}.
public struct ParticleSystem: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    case sa = "SA"
    case usa = "USA"
  }

  public var kind: Kind
  public var beta: Double
  /// α_j, not negative; they are divided by their sum. Nil means 1/n.
  public var weights: [Double]?
  public var value: ValueMatrix

  public init(kind: Kind, beta: Double, weights: [Double]? = nil, value: ValueMatrix = .identity) {
    (self.kind, self.beta, self.weights, self.value) = (kind, beta, weights, value)
  }

  /// The tokens after a time.
  ///
  /// - Parameters:
  ///   - points: coordinates of n tokens, row by row; they are divided by their lengths first.
  ///   - observe: called with the time and the state after every step; false ends the run.
  /// - Throws: `SimulationError` for parameters outside their domains (for USA, |beta| |V| <= 700), or when stopped.
  public func run(
    points: [Double], dimension: Int, time: Double, method: StepMethod, threads: Int? = nil,
    level: VectorLevel = .best, stop: StopCondition? = nil,
    observe: ((Double, UnsafePointer<Double>) -> Bool)? = nil
  ) throws -> ParticleRun {
    let flow = try flow(points: points, dimension: dimension, threads: threads, level: level)
    var integrator = try FlowIntegrator(flow, method)
    return try integrator.integrate(from: points, time: time, stop: stop, observe: observe)
  }

  /// The tokens of the circle, d = 2, after a time, as angles (not reduced modulo 2 pi): for USA
  /// θ_i' = Σ_j α_j e^{beta cos(θ_j - θ_i)} sin(θ_j - θ_i) where V = I.
  public func run(
    angles: [Double], time: Double, method: StepMethod, threads: Int? = nil, level: VectorLevel = .best,
    stop: StopCondition? = nil, observe: ((Double, UnsafePointer<Double>) -> Bool)? = nil
  ) throws -> ParticleRun {
    let field = try field(count: angles.count, dimension: 2, threads: threads, level: level)
    var integrator = try FlowIntegrator(CircleFlow(field, kind, direction: 1), method)
    return try integrator.integrate(from: angles, time: time, stop: stop, observe: observe)
  }

  /// The field at n points, in one pass.
  public func field(
    points: [Double], dimension: Int, threads: Int? = nil, level: VectorLevel = .best
  ) throws -> FieldValues {
    try require(dimension >= 1 && points.count % dimension == 0, "points", "n d numbers")
    return try field(count: points.count / dimension, dimension: dimension, threads: threads, level: level)
      .values(at: points)
  }

  /// `count` independent uniform points of S^{dimension - 1}, row by row; point i is decided by the seed and i.
  public static func uniformPoints(count: Int, dimension: Int, seed: UInt64, domain: UInt32 = 8) -> [Double] {
    var points: [Double] = []
    points.reserveCapacity(max(0, count) * dimension)
    for index in 0..<max(0, count) {
      var stream = RandomStream(seed: seed, stream: UInt64(index), domain: domain)
      points += SphereTokens.unit((0..<dimension).map { _ in stream.normal() })
    }
    return points
  }

  func flow(
    points: [Double], dimension: Int, threads: Int?, level: VectorLevel = .best, direction: Double = 1
  ) throws -> TokenFlow {
    try require(dimension >= 2, "d", "at least 2")
    try require(!points.isEmpty && points.count % dimension == 0, "points", "n d numbers")
    let field = try field(
      count: points.count / dimension, dimension: dimension, threads: threads, level: level)
    return TokenFlow(field, kind, direction: direction)
  }

  private func field(count: Int, dimension: Int, threads: Int?, level: VectorLevel) throws -> AttentionField {
    let field = try AttentionField(
      count: count, dimension: dimension, beta: beta, weights: weights, value: value, threads: threads,
      level: level)
    try require(kind == .sa || field.shift <= 700, "beta", "such that |beta| |V| <= 700 for USA")
    return field
  }
}
