import Vlasov

/// A model that can be simulated from a caller's array.
protocol SimulationModel {
  static var name: String { get }
  /// Its parameters, beside those of every model.
  static var keys: [String] { get }
  init(_ options: SimulationOptions) throws
  /// The state one saved interval later.
  mutating func advance(
    _ state: [Double], _ summary: inout SimulationSummary, stop: @escaping StopCondition
  ) throws -> [Double]
}

enum SimulationModels {
  static var all: [any SimulationModel.Type] {
    [
      SphereModel.self, CircleModel.self, NormalizedModel.self, CausalModel.self, HardmaxModel.self,
      GaussianTokens.self, GaussianCovariance.self,
    ]
  }
}

/// SA and USA on the sphere: kind, beta, V (symmetric), weights.
struct SphereModel: SimulationModel {
  static let name = "sphere"
  static let keys = ["kind", "beta", "V", "weights"]

  private let system: ParticleSystem
  private let dimension: Int
  private let interval: Double
  private let method: StepMethod
  private let threads: Int?

  init(_ o: SimulationOptions) throws {
    let value = try o.square("V").map { ValueMatrix.symmetric($0.entries) } ?? .identity
    system = ParticleSystem(
      kind: try o.word("kind", ParticleSystem.Kind.sa), beta: try o.required("beta"),
      weights: try o.vector("weights"),
      value: value)
    (dimension, interval, threads) = (o.dimension, o.interval, o.threads)
    method = try o.method()
  }

  func advance(
    _ state: [Double], _ summary: inout SimulationSummary, stop: @escaping StopCondition
  ) throws -> [Double] {
    let run = try system.run(
      points: state, dimension: dimension, time: interval, method: method, threads: threads, stop: stop)
    try summary.add(run)
    return run.state
  }
}

/// The same on the circle, in angles: kind, beta, weights.
struct CircleModel: SimulationModel {
  static let name = "circle"
  static let keys = ["kind", "beta", "weights"]

  private let system: ParticleSystem
  private let interval: Double
  private let method: StepMethod
  private let threads: Int?

  init(_ o: SimulationOptions) throws {
    guard o.dimension == 1 else {
      throw InputError(
        parameter: "dimension", value: "\(o.dimension)", domain: "1",
        "the model circle takes one angle for each token")
    }
    system = ParticleSystem(
      kind: try o.word("kind", ParticleSystem.Kind.sa), beta: try o.required("beta"),
      weights: try o.vector("weights"))
    (interval, threads) = (o.interval, o.threads)
    method = try o.method()
  }

  func advance(
    _ state: [Double], _ summary: inout SimulationSummary, stop: @escaping StopCondition
  ) throws -> [Double] {
    let run = try system.run(angles: state, time: interval, method: method, threads: threads, stop: stop)
    try summary.add(run)
    return run.state
  }
}

/// Post-, Pre-, Peri-LN and nGPT, tokens r_i theta_i: scheme, beta, alpha.
struct NormalizedModel: SimulationModel {
  static let name = "normalized"
  static let keys = ["scheme", "beta", "alpha"]

  private let scheme: NormalizedAttention.Scheme
  private let beta: Double
  private let alpha: Double
  private let dimension: Int
  private let interval: Double
  private let method: StepMethod
  private let threads: Int?
  private var system: NormalizedAttention?

  init(_ o: SimulationOptions) throws {
    scheme = try o.word("scheme", .post)
    (beta, alpha) = (try o.required("beta"), try o.number("alpha") ?? 1)
    (dimension, interval, threads) = (o.dimension, o.interval, o.threads)
    method = try o.method()
  }

  mutating func advance(
    _ state: [Double], _ summary: inout SimulationSummary, stop: @escaping StopCondition
  ) throws -> [Double] {
    var system = try self.system ?? start(state)
    try summary.add(system.run(time: interval, method: method, stop: stop))
    self.system = system
    let (directions, radii) = (system.directions, system.radii)
    return directions.indices.map { directions[$0] * radii[$0 / dimension] }
  }

  private func start(_ state: [Double]) throws -> NormalizedAttention {
    let radii = (0..<state.count / dimension).map { i in
      state[i * dimension..<(i + 1) * dimension].reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
    guard radii.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw InputError(parameter: "initial", domain: "tokens that are not 0", "initial: a token is 0")
    }
    var system = try NormalizedAttention(scheme: scheme, beta: beta, directions: state, radii: radii)
    (system.alpha, system.threads) = (alpha, threads)
    return system
  }
}

/// Causal attention on the sphere: beta, Q, K; equal steps.
struct CausalModel: SimulationModel {
  static let name = "causal"
  static let keys = ["beta", "Q", "K"]

  private let system: CausalSphere
  private let dimension: Int
  private let interval: Double
  private let steps: Int

  init(_ o: SimulationOptions) throws {
    system = CausalSphere(
      beta: try o.required("beta"), query: try o.matrixRows("Q"), key: try o.matrixRows("K"))
    (dimension, interval, steps) = (o.dimension, o.interval, try o.fixedSteps())
  }

  func advance(
    _ state: [Double], _ summary: inout SimulationSummary, stop: @escaping StopCondition
  ) throws -> [Double] {
    let rows = stride(from: 0, to: state.count, by: dimension).map { start -> [Double] in
      let row = Array(state[start..<start + dimension])
      let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return row.map { $0 / length }
    }
    guard rows.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
      throw InputError(parameter: "initial", domain: "tokens that are not 0", "initial: a token is 0")
    }
    summary.steps += steps
    return try system.run(initial: rows, time: interval, steps: steps, stop: stop).flatMap { $0 }
  }
}

/// Hardmax iteration: alpha, B; the time counts iterations.
struct HardmaxModel: SimulationModel {
  static let name = "hardmax"
  static let keys = ["alpha", "B"]

  private let iteration: HardmaxIteration
  private let dimension: Int
  private let steps: Int
  private let threads: Int?

  init(_ o: SimulationOptions) throws {
    guard let steps = Int(exactly: o.interval), try o.number("tolerance") == nil,
      try o.stepsPerInterval() == nil
    else {
      throw InputError(
        parameter: "time", value: "\(o.interval * Double(o.saves))", domain: "a multiple of saves",
        "the model hardmax counts time in iterations: time must be a multiple of saves=\(o.saves), without steps"
      )
    }
    iteration = HardmaxIteration(alpha: try o.required("alpha"), matrix: try o.square("B")?.entries)
    (dimension, self.steps, threads) = (o.dimension, steps, o.threads)
  }

  func advance(
    _ state: [Double], _ summary: inout SimulationSummary, stop: @escaping StopCondition
  ) throws -> [Double] {
    summary.steps += steps
    return try iteration.run(points: state, dimension: dimension, steps: steps, threads: threads, stop: stop)
  }
}
