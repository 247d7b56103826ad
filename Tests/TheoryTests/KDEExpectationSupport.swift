import Testing

@testable import VlasovTheory

/// Shared steps of the tests of the expectations of kernel density estimators.
enum KDEExpectation {
  static func call(
    _ id: String, _ parameters: String, forCheck: Bool = false
  ) throws -> (theorem: any Theorem.Type, arguments: Arguments, output: String) {
    let theorem = try Catalogue.standard.theorem("kde." + id)
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

  /// The certified enclosure, narrower than 10^-digits relatively.
  static func ball(_ id: String, _ parameters: String, digits: Int = 30) throws -> Ball {
    let answer = try answer(id, parameters, digits: digits)
    #expect(answer.exitCode == 0, "\(id) \(parameters): \(answer.reason ?? "")")
    return try #require(answer.ball)
  }

  static func check(_ id: String, _ parameters: String) throws -> CheckResult {
    let call = try call(id, parameters, forCheck: true)
    return call.theorem.check(call.arguments, output: call.output, budget: Budget(seconds: 20))
  }

  static func expectExact(
    _ id: String, _ parameters: String, _ value: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let answer = try answer(id, parameters)
    #expect(
      answer.status == .exact && answer.value == value,
      "\(id) \(parameters): \(answer.status) \(answer.value)",
      sourceLocation: sourceLocation)
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
    } catch {
      Issue.record("\(id) \(parameters) threw \(error)", sourceLocation: sourceLocation)
    }
  }

  /// Both enclose the same number, known to `digits` digits by both, or to 10^-digits of `scale`.
  static func expectSame(
    _ a: Ball, _ b: Ball, digits: Int, scale: Ball? = nil, _ comment: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let size = (scale ?? a).magnitude
    let allowed = size * Magnitude.power2(-Precision.bits(forDigits: digits))
    #expect(
      a.overlaps(b) && a.radius <= allowed && b.radius <= allowed,
      "\(comment): \(a.dump) and \(b.dump)", sourceLocation: sourceLocation)
  }

  /// |value/limit - 1| < tolerance, certainly.
  static func expectNear(
    _ value: Ball, _ limit: Ball, tolerance: Rational, _ comment: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let ratio = value / limit - 1
    #expect(
      (Ball(tolerance) - ratio).isPositive && (ratio + Ball(tolerance)).isPositive,
      "\(comment): ratio - 1 = \(ratio.shortDescription)", sourceLocation: sourceLocation)
  }

  /// The report of the cross-check, every closed form distorted.
  static func crossCheck(
    _ id: String, _ parameters: String = "", seed: UInt64 = 20_241_209, threads: Int = 2,
    distorted: @escaping @Sendable (Double) -> Double = { $0 }
  ) throws -> CrossCheckReport {
    let reading = ReferenceValue(parameters, "")
    let theorem = try Catalogue.standard.theorem("kde." + id)
    let check = try #require(theorem.record.crossCheck)
    let output = try theorem.record.output(named: reading.outputName).name
    let given = reading.parameterTexts.filter { $0.name != "output" }
    let texts = theorem.record.completed(given, from: check.defaultParameters, output: output)
    let arguments = try theorem.record.arguments(texts, output: output)
    let context = CrossCheck.Context(
      arguments: arguments, parameters: arguments.lifted(to: Double.self), output: output, seed: seed,
      threads: threads,
      closedForm: { replacing in
        var p = arguments
        for (name, text) in replacing {
          let spec = try #require(theorem.record.parameter(name))
          p = p.replacing(name, by: try spec.read(text))
        }
        let answer = try Evaluator(digits: 20).evaluate(theorem, p, output: output)
        return distorted(try #require(answer.ball).estimate)
      })
    return try check.run(context)
  }
}
