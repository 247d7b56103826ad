import Vlasov

/// Tokens of R^d under softmax, L2, Sinkhorn or sigmoid attention: kind, A, V, B, epsilon, W, b, causal; equal steps.
struct GaussianTokens: SimulationModel {
  static let name = "gaussian"
  static let keys = ["kind", "A", "V", "B", "epsilon", "W", "b", "causal"]

  private let attention: ParticleAttention
  private let dimension: Int
  private let interval: Double
  private let steps: Int
  private let threads: Int?

  init(_ o: SimulationOptions) throws {
    try o.require(dimensionUpTo: 2048)
    let unit = FloatMatrix.identity(o.dimension)
    var attention = ParticleAttention(
      try o.word("kind", .softmax), score: try o.square("A") ?? unit, value: try o.square("V") ?? unit,
      key: try o.square("B"), epsilon: try o.number("epsilon") ?? 1)
    attention.feedForward = try o.square("W")
    attention.bias = try o.vector("b", count: o.dimension).map(FloatMatrix.init(column:))
    attention.isCausal = try o.flag("causal")
    self.attention = attention
    (dimension, interval, steps, threads) = (o.dimension, o.interval, try o.fixedSteps(), o.threads)
  }

  func advance(
    _ state: [Double], _ summary: inout SimulationSummary, stop: @escaping StopCondition
  ) throws -> [Double] {
    var tokens = GaussianParticles(state, dimension: dimension)
    try tokens.run(attention, time: interval, steps: steps, threads: threads, stop: stop)
    summary.steps += steps
    return tokens.points
  }
}

/// The covariance of Gaussian data, a d by d matrix, under the same attention (not sigmoid): kind, A, V, B, epsilon, W; equal
/// steps.
struct GaussianCovariance: SimulationModel {
  static let name = "covariance"
  static let keys = ["kind", "A", "V", "B", "epsilon", "W"]

  private let attention: GaussianAttention
  private let interval: Double
  private let steps: Int
  private var isChecked = false

  init(_ o: SimulationOptions) throws {
    // A step, between two looks at the caller, multiplies matrices.
    try o.require(dimensionUpTo: 256)
    let unit = FloatMatrix.identity(o.dimension)
    let epsilon = try o.number("epsilon") ?? 1
    guard epsilon > 0 else {
      throw InputError(
        parameter: "epsilon", value: "\(epsilon)", domain: "epsilon > 0",
        "epsilon=\(epsilon): must be positive")
    }
    attention = GaussianAttention(
      try o.word("kind", .softmax), score: try o.square("A") ?? unit, value: try o.square("V") ?? unit,
      key: try o.square("B"), epsilon: epsilon, feedForward: try o.square("W"))
    (interval, steps) = (o.interval, try o.fixedSteps())
  }

  mutating func advance(
    _ state: [Double], _ summary: inout SimulationSummary, stop: @escaping StopCondition
  ) throws -> [Double] {
    let d = attention.dimension
    guard state.count == d * d else {
      throw InputError(
        parameter: "initial", value: "\(state.count) numbers", domain: "a d by d matrix, d = \(d)",
        "initial: expected one matrix of \(d) by \(d) numbers")
    }
    var sigma = FloatMatrix(rows: d, columns: d, state)
    guard sigma == sigma.transpose else {
      throw InputError(parameter: "initial", domain: "symmetric", "initial: the covariance is not symmetric")
    }
    if !isChecked {
      // Jacobi's eigenvalues have a few roundings of the largest.
      let values = sigma.symmetricEigenvalues
      guard let least = values.first, let largest = values.last, least >= -1e-12 * abs(largest) else {
        throw InputError(
          parameter: "initial", value: "eigenvalue \(values.first ?? .nan)", domain: "positive semidefinite",
          "initial: the covariance has a negative eigenvalue, \(values.first ?? .nan)")
      }
      isChecked = true
    }
    // One step at a time, so that the caller can stop.
    for _ in 0..<steps {
      if stop() { throw SimulationError.stopped }
      sigma = attention.covariance(from: sigma, time: interval / Double(steps), steps: 1)
    }
    summary.steps += steps
    return sigma.symmetricPart.entries
  }
}
