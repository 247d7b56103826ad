import VlasovSymbols

/// The outcome of `verify`: the float simulation against the certified closed form.
public struct VerifyResult: Sendable {
  public let id: String
  public let arguments: Arguments
  public let report: CrossCheckReport
  public let seconds: Double
}

extension Theorem {
  /// Runs the cross-check of the result; parameters not given come from its defaults.
  ///
  /// - Throws: `InputError` when the result has no cross-check or a parameter is wrong, `Refusal` when the
  ///   closed form has no value at the parameters, `BudgetExhausted` when the simulation outlasts the budget.
  public static func verify(
    _ given: [(name: String, text: String)], output: String, seed: UInt64, threads: Int,
    budget: Budget = Budget()
  ) throws -> VerifyResult {
    let clock = ContinuousClock()
    let start = clock.now
    let (check, context) = try crossCheckCall(
      given, output: output, seed: seed, threads: threads, budget: budget)
    do {
      let report = try Budget.$current.withValue(budget) { try check.run(context) }
      return VerifyResult(
        id: record.id, arguments: context.arguments, report: report, seconds: (clock.now - start).seconds)
    } catch SimulationError.stopped {
      // Simulations poll the budget.
      throw BudgetExhausted()
    }
  }

  /// The cross-check of the result, and what it runs on.
  ///
  /// - Parameter distorted: what the cross-check sees of a value of the closed form.
  static func crossCheckCall(
    _ given: [(name: String, text: String)], output: String, seed: UInt64, threads: Int, budget: Budget,
    distorted: @escaping @Sendable (Double) -> Double = { $0 }
  ) throws -> (check: CrossCheck, context: CrossCheck.Context) {
    guard let check = record.crossCheck else {
      throw InputError("\(record.id) has no simulation to verify against")
    }
    let texts = record.completed(given, from: check.defaultParameters, output: output)
    let arguments = try record.arguments(texts, output: output)
    let answer: @Sendable ([String: String], String) throws -> Answer = { replacing, output in
      var p = arguments
      for (name, text) in replacing {
        guard let spec = record.parameter(name) else { continue }
        p = p.replacing(name, by: try spec.read(text))
      }
      return try Evaluator(digits: 20, budget: budget).evaluate(Self.self, p, output: output)
    }
    let closedForm: @Sendable ([String: String]) throws -> Double = { replacing in
      let answer = try answer(replacing, output)
      if let estimate = answer.estimate { return distorted(estimate) }
      if let matrix = answer.matrix {
        let entry = "\(output)\(matrix.isVector ? "[1]" : "[1,1]")"
        throw InputError(
          parameter: "output", value: output,
          "output=\(output) is not one number: name an entry, such as output=\(entry)")
      }
      guard let ball = answer.ball, answer.status == .certified || answer.status == .exact else {
        throw Refusal(answer.reason ?? "no certified value at these parameters")
      }
      return distorted(ball.estimate)
    }
    let closedMatrix: @Sendable ([String: String]) throws -> Matrix<Double> = { replacing in
      let answer = try answer(replacing, OutputPlace(output).name)
      // An entry that may be 0 is undecided; its bound still holds.
      guard let matrix = answer.matrix, answer.status != .refused, matrix.entries.allSatisfy(\.ball.isFinite)
      else { throw Refusal(answer.reason ?? "no certified matrix at these parameters") }
      return Matrix(
        rows: matrix.rows, columns: matrix.columns, matrix.entries.map { distorted($0.ball.estimate) })
    }
    let context = CrossCheck.Context(
      arguments: arguments, parameters: arguments.lifted(to: Double.self), output: output, seed: seed,
      threads: threads, closedForm: closedForm, closedMatrix: closedMatrix)
    return (check, context)
  }
}

extension Record {
  /// The given parameters, completed by `name=value` defaults for those not named that go with the output.
  ///
  /// A given parameter that has no default here may replace optional ones (a named configuration, say): then only
  /// what the output requires is completed.
  public func completed(
    _ given: [(name: String, text: String)], from defaults: String, output: String
  ) -> [(name: String, text: String)] {
    let names = Set(given.map(\.name))
    let defaults = ReferenceValue(defaults, "").parameterTexts
    let isCovered = names.isSubset(of: defaults.map(\.name))
    return given
      + defaults.filter {
        guard !names.contains($0.name), let spec = parameter($0.name) else { return false }
        return isCovered ? spec.isAccepted(by: output) : spec.isRequired(by: output)
      }
  }
}

extension ReferenceValue {
  /// The parameters as `(name, text)`, without `output`.
  public var parameterTexts: [(name: String, text: String)] {
    parameters.split(separator: " ").compactMap { word in
      let parts = word.split(separator: "=", maxSplits: 1)
      return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
    }
  }

  /// The output the value belongs to, when named.
  public var outputName: String? { parameterTexts.first { $0.name == "output" }?.text }
}
