import Testing

@testable import VlasovTheory

/// Numbers that nothing encloses never look certified.
@Suite struct CoreEstimateTests {
  private func answer(_ x: Ball, digits: Int, asked: Int = 50) throws -> Answer {
    try Evaluator(digits: asked).evaluate(id: "test.estimate") {
      .estimate(x, digits: digits, note: "a table")
    }
  }

  @Test func hasItsWordAndNoBounds() throws {
    let answer = try answer(Ball(exactly: 134.5678), digits: 4)
    #expect(answer.status == .heuristic)
    #expect(answer.value == "134.6")
    #expect(answer.reason == "a table")
    #expect(answer.lower == nil && answer.upper == nil && answer.ball == nil && answer.digits == 0)
    #expect(answer.exitCode == 0)
    #expect(answer.estimate == 134.5678)
  }

  @Test func onlyTheMidpointCounts() throws {
    let wide = Ball(center: Ball(exactly: 2.5), radius: .power2(10))
    #expect(try answer(wide, digits: 3).value == "2.50")
  }

  @Test func fewerDigitsWhenFewerAreAsked() throws {
    #expect(try answer(Ball(exactly: 134.5678), digits: 4, asked: 3).value == "135")
    #expect(try answer(Ball(0), digits: 4).value == "0")
    #expect(try answer(Ball(exactly: -0.001234), digits: 2).value == "-0.0012")
  }

  @Test func anUndefinedEstimateIsNoValue() throws {
    let answer = try answer(.indeterminate, digits: 3)
    #expect(answer.status == .undecided && answer.value.isEmpty)
  }

  @Test func verifyUsesTheFullEstimate() throws {
    let result = try ShotNoise.verify([("Lambda", "1")], output: "m", seed: 3, threads: 2)
    #expect(result.report.details[0].closedForm != 0.194)
    #expect(result.report.verdict == .agrees)
  }
}
