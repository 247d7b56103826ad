import Testing

@testable import VlasovTheory

/// Shared steps of the tests of a theme's results, which the id of a result names without its theme.
protocol ThemeTests {
  static var theme: String { get }
  /// The seed of the cross-checks.
  static var seed: UInt64 { get }
}

extension ThemeTests {
  static var seed: UInt64 { 20_260_509 }

  /// The parsed call `theme.id name=value ... [output=...]`.
  static func call(
    _ id: String, _ parameters: String, forCheck: Bool = false
  ) throws -> (theorem: any Theorem.Type, arguments: Arguments, output: String) {
    let theorem = try Catalogue.standard.theorem("\(theme).\(id)")
    let reading = ReferenceValue(parameters, "")
    let output = try theorem.record.output(named: reading.outputName).name
    let given = reading.parameterTexts.filter { $0.name != "output" }
    return (theorem, try theorem.record.arguments(given, output: output, forCheck: forCheck), output)
  }

  static func answer(_ id: String, _ parameters: String, digits: Int = 30, seconds: Double = 60) throws
    -> Answer
  {
    let call = try call(id, parameters)
    return try Evaluator(digits: digits, budget: Budget(seconds: seconds))
      .evaluate(call.theorem, call.arguments, output: call.output)
  }

  /// The certified enclosure, narrower than 10^-digits relatively.
  static func ball(
    _ id: String, _ parameters: String, digits: Int = 50, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Ball {
    let answer = try answer(id, parameters, digits: digits)
    #expect(
      answer.exitCode == 0, "\(id) \(parameters): \(answer.reason ?? "")", sourceLocation: sourceLocation)
    return try #require(answer.ball)
  }

  static func check(_ id: String, _ parameters: String) throws -> CheckResult {
    let call = try call(id, parameters, forCheck: true)
    return call.theorem.check(call.arguments, output: call.output, budget: Budget(seconds: 20))
  }

  /// The verdict of the line whose text starts so; the conclusion for nil.
  static func verdict(_ id: String, _ parameters: String, _ start: String? = nil) throws -> Verdict {
    let check = try check(id, parameters)
    guard let start else { return check.verdict }
    return try #require(check.hypotheses.first { $0.text.hasPrefix(start) }, "no line \(start)").verdict
  }

  // MARK: Expectations

  /// Malformed and out-of-domain parameters are usage errors, one line that names the parameter.
  static func expectInputError(
    _ id: String, _ parameters: String, parameter: String?, contains text: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    do {
      let answer = try answer(id, parameters)
      Issue.record(
        "\(id) \(parameters) gave \(answer.status) \(answer.value)", sourceLocation: sourceLocation)
    } catch let error as InputError {
      #expect(
        error.parameter == parameter && (text.isEmpty || error.message.contains(text))
          && !error.message.contains("\n"), "\(error)", sourceLocation: sourceLocation)
    } catch {
      Issue.record("\(id) \(parameters) threw \(error)", sourceLocation: sourceLocation)
    }
  }

  /// A refused evaluation gives no number, and the reason names the inequality.
  static func expectRefusal(
    _ id: String, _ parameters: String, _ inequality: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let answer = try answer(id, parameters)
    #expect(answer.status == .refused && answer.exitCode == 1, "\(answer)", sourceLocation: sourceLocation)
    #expect(answer.value.isEmpty && answer.ball == nil, sourceLocation: sourceLocation)
    #expect(
      answer.reason?.contains(inequality) ?? false, "\(answer.reason ?? "")", sourceLocation: sourceLocation)
  }

  /// Both enclose the same number: they overlap, and each is narrower than 10^-digits relatively.
  static func expectSame(
    _ a: Ball, _ b: Ball, digits: Int = 40, _ comment: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let wanted = Precision.bits(forDigits: digits)
    #expect(
      a.overlaps(b) && a.accuracyBits >= wanted && b.accuracyBits >= wanted,
      "\(comment): \(a.dump) and \(b.dump), difference \((a - b).shortDescription)",
      sourceLocation: sourceLocation)
  }

  // MARK: Cross-checks

  /// The report of the cross-check, every closed form that it asks for distorted.
  static func crossCheck(
    _ id: String, output: String? = nil, parameters: String = "", seed: UInt64? = nil, threads: Int = 2,
    distorted: @escaping @Sendable (Double) -> Double = { $0 }
  ) throws -> CrossCheckReport {
    let theorem = try Catalogue.standard.theorem("\(theme).\(id)")
    let reading = ReferenceValue(parameters, "")
    let defaults = ReferenceValue(theorem.record.crossCheck?.defaultParameters ?? "", "")
    let output = try theorem.record.output(named: output ?? reading.outputName ?? defaults.outputName).name
    let (check, context) = try theorem.crossCheckCall(
      reading.parameterTexts.filter { $0.name != "output" }, output: output, seed: seed ?? self.seed,
      threads: threads, budget: Budget(seconds: 60), distorted: distorted)
    return try check.run(context)
  }
}
