import Testing

@testable import VlasovTheory

/// Shared steps of the tests of the causal results.
enum Causal {
  /// The parsed call `causal.id name=value ... [output=...]`.
  static func call(
    _ id: String, _ parameters: String, forCheck: Bool = false
  ) throws -> (theorem: any Theorem.Type, arguments: Arguments, output: String) {
    let theorem = try Catalogue.standard.theorem("causal." + id)
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
  static func ball(_ id: String, _ parameters: String, digits: Int = 50) throws -> Ball {
    let answer = try answer(id, parameters, digits: digits)
    #expect(answer.exitCode == 0, "\(id) \(parameters): \(answer.reason ?? "")")
    return try #require(answer.ball)
  }

  static func check(_ id: String, _ parameters: String) throws -> CheckResult {
    let call = try call(id, parameters, forCheck: true)
    return call.theorem.check(call.arguments, output: call.output, budget: Budget(seconds: 20))
  }

  /// The verdict of the line whose text starts so.
  static func line(_ id: String, _ parameters: String, _ start: String) throws -> Verdict {
    let check = try check(id, parameters)
    return try #require(check.hypotheses.first { $0.text.hasPrefix(start) }, "no line \(start)").verdict
  }

  /// Malformed and out-of-domain parameters are usage errors that name the parameter.
  static func expectInputError(
    _ id: String, _ parameters: String, parameter: String?, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    do {
      let answer = try answer(id, parameters)
      Issue.record(
        "\(id) \(parameters) gave \(answer.status) \(answer.value)", sourceLocation: sourceLocation)
    } catch let error as InputError {
      #expect(error.parameter == parameter, "\(error)", sourceLocation: sourceLocation)
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

  /// The report of the cross-check, the closed form distorted.
  static func crossCheck(
    _ id: String, output: String? = nil, parameters: String = "",
    distorted: @escaping @Sendable (Double) -> Double = { $0 }
  ) throws -> CrossCheckReport {
    let theorem = try Catalogue.standard.theorem("causal." + id)
    let check = try #require(theorem.record.crossCheck)
    let output = try theorem.record.output(named: output).name
    let given = ReferenceValue(parameters, "").parameterTexts
    let texts = theorem.record.completed(given, from: check.defaultParameters, output: output)
    let arguments = try theorem.record.arguments(texts, output: output)
    let value = try Evaluator(digits: 20).evaluate(theorem, arguments, output: output)
    let ball = try #require(value.ball)
    let context = CrossCheck.Context(
      arguments: arguments, parameters: arguments.lifted(to: Double.self), output: output, seed: 20_241_104,
      threads: 2,
      closedForm: { _ in distorted(ball.estimate) })
    return try check.run(context)
  }

  /// The enclosure over an interval meets the value at one of its points, which is known to 1 in 2^60 at least:
  /// at an end of the interval neither need contain the other.
  static func expectEnclosed(
    _ point: Ball, in whole: Ball, _ comment: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(
      whole.isFinite && whole.overlaps(point) && point.accuracyBits >= 60,
      "\(comment): \(point.dump) in \(whole.dump)", sourceLocation: sourceLocation)
  }

  /// Both enclose the same number: they overlap, and each is narrower than 10^-digits relatively.
  static func expectSame(
    _ a: Ball, _ b: Ball, digits: Int, _ comment: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let wanted = Precision.bits(forDigits: digits)
    #expect(
      a.overlaps(b) && a.accuracyBits >= wanted && b.accuracyBits >= wanted,
      "\(comment): \(a.dump) and \(b.dump), difference \((a - b).shortDescription)",
      sourceLocation: sourceLocation)
  }
}

extension RandomStream {
  /// A rational in (low, high) with a small denominator.
  mutating func rational(_ low: Int, _ high: Int, over q: Int = 64) -> Rational {
    Rational(low * q + 1 + integer(below: (high - low) * q - 1), q)
  }
}
