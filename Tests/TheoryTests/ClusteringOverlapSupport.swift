import Testing

@testable import VlasovTheory

/// Shared steps of the tests of energies, equiangular tokens, collapse and synchronisation.
enum Overlap {
  static func call(
    _ id: String, _ parameters: String, forCheck: Bool = false
  ) throws -> (theorem: any Theorem.Type, arguments: Arguments, output: String) {
    let theorem = try Catalogue.standard.theorem("clustering." + id)
    let reading = ReferenceValue(parameters, "")
    let output = try theorem.record.output(named: reading.outputName).name
    let given = reading.parameterTexts.filter { $0.name != "output" }
    return (theorem, try theorem.record.arguments(given, output: output, forCheck: forCheck), output)
  }

  static func answer(_ id: String, _ parameters: String, digits: Int = 30, seconds: Double = 30) throws
    -> Answer
  {
    let call = try call(id, parameters)
    return try Evaluator(digits: digits, budget: Budget(seconds: seconds))
      .evaluate(call.theorem, call.arguments, output: call.output)
  }

  /// The certified enclosure.
  static func ball(
    _ id: String, _ parameters: String, digits: Int = 40, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Ball {
    let answer = try answer(id, parameters, digits: digits)
    #expect(
      answer.exitCode == 0, "\(id) \(parameters): \(answer.reason ?? "")", sourceLocation: sourceLocation)
    return try #require(answer.ball)
  }

  static func expectInputError(
    _ id: String, _ parameters: String, _ parameter: String, contains text: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    do {
      let answer = try answer(id, parameters)
      Issue.record(
        "\(id) \(parameters) gave \(answer.status) \(answer.value)", sourceLocation: sourceLocation)
    } catch let error as InputError {
      #expect(
        error.parameter == parameter && (text.isEmpty || error.message.contains(text))
          && !error.message.contains("\n"), "\(error)",
        sourceLocation: sourceLocation)
    } catch {
      Issue.record("\(id) \(parameters) threw \(error)", sourceLocation: sourceLocation)
    }
  }

  /// Both enclose the same number, to so many digits.
  static func expectSame(
    _ a: Ball, _ b: Ball, digits: Int, _ comment: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let wanted = Precision.bits(forDigits: digits)
    #expect(
      a.overlaps(b) && a.accuracyBits >= wanted && b.accuracyBits >= wanted,
      "\(comment): \(a.dump) and \(b.dump), difference \((a - b).shortDescription)",
      sourceLocation: sourceLocation)
  }

  /// The report of the cross-check, the closed form distorted by a factor.
  static func crossCheck(_ id: String, _ given: String = "", factor: Double = 1) throws -> CrossCheckReport {
    let theorem = try Catalogue.standard.theorem("clustering." + id)
    let check = try #require(theorem.record.crossCheck)
    let output = try theorem.record.output(named: ReferenceValue(given, "").outputName).name
    let texts = theorem.record.completed(
      ReferenceValue(given, "").parameterTexts.filter { $0.name != "output" }, from: check.defaultParameters,
      output: output)
    let arguments = try theorem.record.arguments(texts, output: output)
    let context = CrossCheck.Context(
      arguments: arguments, parameters: arguments.lifted(to: Double.self), output: output, seed: 20_261_130,
      threads: 2,
      closedForm: { replacing in
        var p = arguments
        for (name, text) in replacing {
          guard let spec = theorem.record.parameter(name) else { continue }
          p = p.replacing(name, by: try spec.read(text))
        }
        let answer = try Evaluator(digits: 20).evaluate(theorem, p, output: output)
        guard let ball = answer.ball else { throw Refusal(answer.reason ?? "") }
        return ball.estimate * factor
      })
    return try check.run(context)
  }
}
