import Testing

@testable import VlasovTheory

/// Shared steps of the tests of the phases of the theme clustering.
enum ClusteringPhase {
  static func call(
    _ id: String, _ parameters: String, forCheck: Bool = false
  ) throws -> (theorem: any Theorem.Type, arguments: Arguments, output: String) {
    let theorem = try Catalogue.standard.theorem("clustering." + id)
    let reading = ReferenceValue(parameters, "")
    let output = try theorem.record.output(named: reading.outputName).name
    let given = reading.parameterTexts.filter { $0.name != "output" }
    return (theorem, try theorem.record.arguments(given, output: output, forCheck: forCheck), output)
  }

  static func answer(_ id: String, _ parameters: String, digits: Int = 30) throws -> Answer {
    let call = try call(id, parameters)
    return try Evaluator(digits: digits, budget: Budget(seconds: 60))
      .evaluate(call.theorem, call.arguments, output: call.output)
  }

  /// The certified enclosure.
  static func ball(_ id: String, _ parameters: String, digits: Int = 50) throws -> Ball {
    let answer = try answer(id, parameters, digits: digits)
    #expect(answer.exitCode == 0, "\(id) \(parameters): \(answer.reason ?? "")")
    return try #require(answer.ball)
  }

  /// The verdict of the line whose text starts so; the conclusion for nil.
  static func verdict(_ id: String, _ parameters: String, _ start: String? = nil) throws -> Verdict {
    let call = try call(id, parameters, forCheck: true)
    let check = call.theorem.check(call.arguments, output: call.output, budget: Budget(seconds: 20))
    guard let start else { return check.verdict }
    return try #require(check.hypotheses.first { $0.text.hasPrefix(start) }, "no line \(start)").verdict
  }

  static func expectInputError(
    _ id: String, _ parameters: String, parameter: String?, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    do {
      let answer = try answer(id, parameters)
      Issue.record(
        "\(id) \(parameters) gave \(answer.status) \(answer.value)", sourceLocation: sourceLocation)
    } catch let error as InputError {
      #expect(error.parameter == parameter, "\(error)", sourceLocation: sourceLocation)
      #expect(!error.message.contains("\n"), sourceLocation: sourceLocation)
    } catch {
      Issue.record("\(id) \(parameters) threw \(error)", sourceLocation: sourceLocation)
    }
  }

  static func expectRefusal(
    _ id: String, _ parameters: String, _ inequality: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let answer = try answer(id, parameters)
    #expect(answer.status == .refused && answer.value.isEmpty, "\(answer)", sourceLocation: sourceLocation)
    #expect(
      answer.reason?.contains(inequality) ?? false, "\(answer.reason ?? "")", sourceLocation: sourceLocation)
  }

  /// Both enclose one number, each narrower than 10^-digits relatively.
  static func expectSame(
    _ a: Ball, _ b: Ball, digits: Int = 40, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let wanted = Precision.bits(forDigits: digits)
    #expect(
      a.overlaps(b) && a.accuracyBits >= wanted && b.accuracyBits >= wanted,
      "\(a.shortDescription) and \(b.shortDescription), difference \((a - b).shortDescription)",
      sourceLocation: sourceLocation)
  }

  /// The enclosure over an interval parameter contains the values at its points.
  static func expectEncloses(
    _ id: String, _ interval: String, _ points: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let whole = try ball(id, interval, digits: 12)
    for point in points {
      let value = try ball(id, point, digits: 25)
      #expect(whole.isFinite && whole.overlaps(value), "\(id) \(point)", sourceLocation: sourceLocation)
    }
  }

  /// The report of the cross-check, the value under test distorted.
  static func crossCheck(
    _ id: String, output: String? = nil, parameters: String = "",
    distorted: @escaping @Sendable (Double) -> Double = { $0 }
  ) throws -> CrossCheckReport {
    let theorem = try Catalogue.standard.theorem("clustering." + id)
    let check = try #require(theorem.record.crossCheck)
    let output = try theorem.record.output(named: output).name
    let given = ReferenceValue(parameters, "").parameterTexts
    let texts = theorem.record.completed(given, from: check.defaultParameters, output: output)
    let arguments = try theorem.record.arguments(texts, output: output)
    let answer = try Evaluator(digits: 20).evaluate(theorem, arguments, output: output)
    let value = try #require(answer.ball).estimate
    let context = CrossCheck.Context(
      arguments: arguments, parameters: arguments.lifted(to: Double.self), output: output, seed: 20_250_510,
      threads: 2,
      closedForm: { _ in distorted(value) })
    return try check.run(context)
  }
}
