import Foundation
import Vlasov
import VlasovTool

/// The caller's arrays: the initial state, and room for the times and states that are saved.
struct SimulationBuffers {
  let initial: [Double]
  let times: UnsafeMutablePointer<Double>
  let states: UnsafeMutablePointer<Double>
  let capacity: Int

  init(
    _ initial: UnsafePointer<Double>?, _ count: Int64, _ times: UnsafeMutablePointer<Double>?,
    _ states: UnsafeMutablePointer<Double>?, _ capacity: Int64
  ) throws {
    guard let initial, count > 0, count < 1 << 31 else {
      throw InputError(
        parameter: "initial", value: "\(count) numbers", domain: "n rows of d numbers", "initial: no tokens")
    }
    guard let times, let states, capacity > 0 else {
      throw InputError(parameter: "capacity", value: "\(capacity)", "capacity: no room for the states")
    }
    let numbers = UnsafeBufferPointer(start: initial, count: Int(count))
    if let bad = numbers.firstIndex(where: { !$0.isFinite }) {
      throw InputError(
        parameter: "initial", value: "\(numbers[bad])", domain: "finite numbers",
        "initial[\(bad)]: \(numbers[bad]) is not a finite number")
    }
    self.initial = Array(numbers)
    (self.times, self.states, self.capacity) = (times, states, Int(capacity))
  }

  func save(_ k: Int, time: Double, _ state: [Double]) {
    times[k] = time
    (states + k * initial.count).update(from: state, count: min(state.count, initial.count))
  }
}

/// A request for a simulation: a model with its parameters, and the times at which the state is saved.
struct SimulationRequest {
  private static let common = [
    "model", "dimension", "time", "saves", "steps", "tolerance", "threads", "max-seconds",
  ]

  /// What the engines call otherwise.
  private static let requestNames = [
    "points": "initial", "directions": "initial", "radii": "initial", "d": "dimension", "eps": "epsilon",
    "t": "time",
  ]

  private let model: any SimulationModel
  private let dimension: Int
  private let time: Double
  private let saves: Int
  private let seconds: Double?

  /// - Throws: `InputError` for what is no request.
  init(_ text: String) throws {
    var every = Self.common
    for key in SimulationModels.all.flatMap({ $0.keys }) where !every.contains(key) { every.append(key) }
    let request = try Request(text, keys: every)
    let name = try request.required("model")
    guard let kind = SimulationModels.all.first(where: { $0.name == name }) else {
      let names = SimulationModels.all.map { $0.name }.joined(separator: ", ")
      throw InputError(
        parameter: "model", value: name, domain: names, "unknown model \(name): the models are \(names)")
    }
    for key in every where request[key] != nil && !Self.common.contains(key) && !kind.keys.contains(key) {
      let known = kind.keys.joined(separator: ", ")
      throw InputError(parameter: key, domain: known, "the model \(name) has no \(key), only \(known)")
    }
    dimension = try request.integer("dimension", 1...65_536) ?? 1
    saves = try request.integer("saves", 1...1_000_000) ?? 1
    seconds = try request.seconds()
    guard let time = try request.number("time"), time > 0 else {
      throw InputError(
        parameter: "time", value: try request.text("time"), domain: "time > 0",
        "time: expected a positive number")
    }
    self.time = time
    model = try kind.init(SimulationOptions(request, dimension: dimension, time: time, saves: saves))
  }

  /// Writes the states as they come; the summary is JSON.
  func run(from buffers: SimulationBuffers, in host: CallHost) throws -> Int32 {
    guard buffers.capacity > saves else {
      throw InputError(
        parameter: "capacity", value: "\(buffers.capacity)", domain: "saves + 1",
        "capacity=\(buffers.capacity): room for \(saves + 1) states is needed")
    }
    guard buffers.initial.count % dimension == 0 else {
      throw InputError(
        parameter: "initial", value: "\(buffers.initial.count) numbers",
        domain: "n rows of d = \(dimension) numbers",
        "initial: \(buffers.initial.count) numbers are not rows of \(dimension)")
    }
    let budget = Budget(seconds: seconds)
    let stop: StopCondition = { budget.isExhausted }
    let start = ContinuousClock.now
    var (state, summary, model) = (buffers.initial, SimulationSummary(), model)
    buffers.save(0, time: 0, state)
    host.start(total: saves)
    do {
      for k in 1...saves {
        state = try model.advance(state, &summary, stop: stop)
        let now = k == saves ? time : time * (Double(k) / Double(saves))
        guard state.allSatisfy(\.isFinite) else {
          throw Undecided("the simulated state is infinite before time \(now)")
        }
        buffers.save(k, time: now, state)
        host.advance(by: 1)
      }
    } catch SimulationError.stopped {
      throw BudgetExhausted()
    } catch SimulationError.invalidParameter(let name, let requirement) {
      let name = Self.requestNames[name] ?? name
      throw InputError(parameter: name, domain: requirement, "\(name): must be \(requirement)")
    }
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    try host.add(object: summary.json(model: type(of: model).name, saves: saves, seconds: elapsed))
    return 0
  }
}

/// What a run did, beside the states.
struct SimulationSummary {
  var steps = 0
  var rejected = 0
  var fields = 0
  /// What the integrator found wrong: "energy at t=0.5".
  var violations: [String] = []

  private var time = 0.0

  /// Adds what the next run did.
  ///
  /// - Throws: `Undecided` when it ended early.
  mutating func add(_ run: ParticleRun) throws {
    switch run.status {
    case .finished, .observed: break
    case .stepLimit: throw Undecided("too many steps by time \(time + run.time); raise the tolerance")
    case .stalled: throw Undecided("no step is small enough for the tolerance at time \(time + run.time)")
    }
    steps += run.steps
    rejected += run.rejected
    fields += run.fields
    violations += run.violations.map { "\($0.kind.rawValue) at t=\(time + $0.time)" }
    time += run.time
  }
}

extension SimulationSummary {
  func json(model: String, saves: Int, seconds: Double) -> JSON {
    .object([
      ("schema", .integer(JSON.schemaVersion)), ("status", .string(Status.simulated.rawValue)),
      ("model", .string(model)), ("saves", .integer(saves)), ("steps", .integer(steps)),
      ("rejected", .integer(rejected)), ("fields", .integer(fields)),
      ("violations", .array(violations.map { .string($0) })),
      ("provenance", Provenance.json(bits: nil, seconds: seconds)),
    ])
  }
}
