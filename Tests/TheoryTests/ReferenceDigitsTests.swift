import Testing

@testable import VlasovTheory

/// Every reference value in the catalogue is reproduced to all its printed digits.
@Suite struct ReferenceDigitsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let id: String
    let reference: ReferenceValue
    var testDescription: String { "\(id) \(reference.parameters)" }
  }

  static let cases = Catalogue.standard.theorems.map { $0.record }.flatMap { record in
    record.references.map { Case(id: record.id, reference: $0) }
  }

  /// Significant digits of a decimal text: without sign, point, leading zeros and exponent.
  static func significantDigits(_ text: String) -> Int {
    text.prefix { $0 != "e" }.filter(\.isNumber).drop { $0 == "0" }.count
  }

  @Test(arguments: cases) func digits(_ c: Case) throws {
    let theorem = try Catalogue.standard.theorem(c.id)
    let output = try theorem.record.output(named: c.reference.outputName)
    let given = c.reference.parameterTexts.filter { $0.name != "output" }
    let p = try theorem.record.arguments(given, output: output.name)
    let digits = max(1, Self.significantDigits(c.reference.value))
    let answer = try Evaluator(digits: digits, budget: Budget(seconds: 60)).evaluate(
      theorem, p, output: output.name)
    #expect(answer.exitCode == 0, "\(answer.reason ?? "")")
    // An exact quotient is compared by its digits, unless it is printed as a quotient.
    let isQuotient = answer.value.contains("/") && !c.reference.value.contains("/")
    let value = isQuotient ? answer.ball?.certainDecimal(digits: digits) : answer.value
    #expect(value == c.reference.value)
    #expect(output.kind == .real || answer.status == .exact)
  }

  /// A result that has a value has digits to compare with, for every one of its outputs.
  @Test func everyOutputHasAReference() {
    for record in Catalogue.standard.theorems.map({ $0.record }) where !record.isCard {
      let first = record.outputs[0].name
      let covered = Set(record.references.map { OutputPlace($0.outputName ?? first).name })
      #expect(covered == Set(record.outputs.map(\.name)), "\(record.id)")
    }
  }
}
