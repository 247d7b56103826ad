import Vlasov

/// The parameters of a model, read with the shapes that the dimension asks for.
struct SimulationOptions {
  private let request: Request
  let dimension: Int
  /// Between two saved states.
  let interval: Double
  let saves: Int
  let threads: Int?

  init(_ request: Request, dimension: Int, time: Double, saves: Int) throws {
    (self.request, self.dimension, self.saves) = (request, dimension, saves)
    interval = time / Double(saves)
    threads = try request.integer("threads", 1...1024)
  }

  /// For models that make d by d matrices.
  func require(dimensionUpTo most: Int) throws {
    guard dimension <= most else {
      throw InputError(
        parameter: "dimension", value: "\(dimension)", domain: "1 to \(most)",
        "dimension=\(dimension): this model takes at most \(most)")
    }
  }

  func number(_ key: String) throws -> Double? { try request.number(key) }

  func required(_ key: String) throws -> Double {
    guard let value = try number(key) else {
      throw InputError(parameter: key, "missing parameter \(key) of the model")
    }
    return value
  }

  func flag(_ key: String) throws -> Bool {
    switch request[key] {
    case nil, .boolean(false): return false
    case .boolean(true): return true
    default: throw InputError(parameter: key, domain: "true, false", "\(key): expected true or false")
    }
  }

  func word<W: RawRepresentable & CaseIterable>(_ key: String, _ standard: W) throws -> W
  where W.RawValue == String {
    guard let text = try request.text(key) else { return standard }
    guard let word = W(rawValue: text) else {
      let domain = W.allCases.map(\.rawValue).joined(separator: ", ")
      throw InputError(parameter: key, value: text, domain: domain, "\(key)=\(text): expected \(domain)")
    }
    return word
  }

  /// Finite numbers, row by row; a list of rows or a list of numbers.
  private func rows(_ key: String) throws -> [[Double]]? {
    guard let value = request[key] else { return nil }
    func wrong() -> InputError {
      InputError(parameter: key, domain: "rows of finite numbers", "\(key): expected rows of finite numbers")
    }
    guard case .array(let items) = value, !items.isEmpty else { throw wrong() }
    return try items.map { item -> [Double] in
      let entries: [ParsedJSON]
      if case .array(let inner) = item { entries = inner } else { entries = [item] }
      return try entries.map { entry in
        guard let text = entry.text, let x = Double(text), x.isFinite else { throw wrong() }
        return x
      }
    }
  }

  /// A matrix of `columns` columns (d when nil).
  func matrixRows(_ key: String) throws -> [[Double]]? {
    guard let rows = try rows(key) else { return nil }
    guard rows.allSatisfy({ $0.count == dimension }) else {
      throw InputError(
        parameter: key, domain: "rows of d = \(dimension) numbers",
        "\(key): expected rows of \(dimension) numbers")
    }
    return rows
  }

  func square(_ key: String) throws -> FloatMatrix? {
    guard let rows = try matrixRows(key) else { return nil }
    guard rows.count == dimension else {
      throw InputError(
        parameter: key, domain: "d = \(dimension) rows", "\(key): \(rows.count) rows instead of \(dimension)")
    }
    return FloatMatrix(rows)
  }

  func vector(_ key: String, count: Int? = nil) throws -> [Double]? {
    guard let rows = try rows(key) else { return nil }
    let values = rows.flatMap { $0 }
    if let count, values.count != count {
      throw InputError(
        parameter: key, domain: "\(count) numbers", "\(key): \(values.count) numbers instead of \(count)")
    }
    return values
  }

  /// Steps in equal parts for one interval (`steps` counts those of the whole time), or a tolerance.
  func method(steps standard: Int? = nil) throws -> StepMethod {
    let steps = try stepsPerInterval()
    if let tolerance = try number("tolerance") {
      guard steps == nil else {
        throw InputError(parameter: "steps", "steps and tolerance exclude each other")
      }
      return .adaptive(tolerance: tolerance)
    }
    return steps.map { .fixed(steps: $0) } ?? .adaptive(tolerance: 1e-8)
  }

  /// Of an equal part of the time; nil when `steps` is not given.
  func stepsPerInterval() throws -> Int? {
    guard let steps = try request.integer("steps", 1...1_000_000_000) else { return nil }
    guard steps % saves == 0 else {
      throw InputError(
        parameter: "steps", value: "\(steps)", domain: "a multiple of saves = \(saves)",
        "steps=\(steps): not a multiple of saves=\(saves)")
    }
    return steps / saves
  }

  /// For models without adaptive steps.
  func fixedSteps() throws -> Int {
    if try number("tolerance") != nil {
      throw InputError(
        parameter: "tolerance", "this model takes steps in equal parts: give steps, not tolerance")
    }
    guard let steps = try stepsPerInterval() else {
      throw InputError(parameter: "steps", "missing parameter steps: how many steps the time is cut into")
    }
    return steps
  }
}
