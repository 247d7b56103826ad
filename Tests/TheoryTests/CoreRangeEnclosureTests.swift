import TestSupport
import Testing

@testable import VlasovTheory

/// Values over interval parameters.
@Suite struct CoreRangeEnclosureTests {
  private func expectRange(_ answer: Answer, _ low: Double, _ high: Double, within relative: Double) {
    guard let ball = answer.ball, answer.status == .certified else {
      Issue.record("\(answer.status): \(answer.reason ?? "")")
      return
    }
    let slack = relative * (high - low)
    #expect(ball.lowerDouble <= low && ball.upperDouble >= high, "\(answer.value)")
    #expect(ball.lowerDouble >= low - slack && ball.upperDouble <= high + slack, "\(answer.value)")
  }

  @Test func sharpRanges() throws {
    expectRange(try Core.answer(RangeCubic.self, "x=[1,2]"), -2, 2, within: 1e-4)
    // Monotone: as sharp as the ends.
    expectRange(try Core.answer(RangeCubic.self, "x=[1.5,2]"), -1.125, 2, within: 1e-8)
    expectRange(try Core.answer(RangeCubic.self, "x=[-2,2]"), -2, 2, within: 1e-4)
    expectRange(try Core.answer(RangeCubic.self, "x=[-1.5,1.6]"), -2, 2, within: 1e-4)
    expectRange(try Core.answer(RangeCubic.self, "x=[-2,2] y=[0,1/2]"), -2, 2.5, within: 1e-4)
    expectRange(try Core.answer(RangeCubic.self, "x=[-1,2] output=square"), 0, 4, within: 1e-4)
    expectRange(try Core.answer(RangeSteps.self, "x=[1,4] output=root"), 1, 2, within: 1e-4)
  }

  /// What is asked with enough digits, and numbers, are as without ranges.
  @Test func narrowIntervals() throws {
    let narrow = try Core.answer(RangeCubic.self, "x=2+/-1e-40", digits: 20)
    #expect(narrow.status == .certified && narrow.value == "2.0000000000000000000")
    #expect(try Core.answer(RangeCubic.self, "x=[2,2]").value == "2")
    let close = try Core.answer(RangeCubic.self, "x=2+/-1e-30 y=1/3", digits: 50)
    #expect(close.digits >= 29 && close.exitCode == 0, "\(close.value)")
  }

  @Test func valuesThatJump() throws {
    #expect(try Core.answer(RangeSteps.self, "x=[2.1,2.9]").value == "2")
    let jump = try Core.answer(RangeSteps.self, "x=[2.1,3.9]")
    #expect(jump.status == .undecided && jump.exitCode == 2)
    #expect(jump.reason?.hasPrefix("2 for x in [2.1, 2.99999") ?? false, "\(jump.reason ?? "")")
    #expect(jump.reason?.contains("3 for x in [3") ?? false, "\(jump.reason ?? "")")
    #expect(try Core.answer(RangeSteps.self, "x=[0,1/2] output=word").value == "LOW")
    let words = try Core.answer(RangeSteps.self, "x=[0,3/2] output=word")
    #expect(words.status == .undecided && words.reason?.contains("LOW for x in [0, 0.99999") ?? false)
    #expect(try Core.answer(RangeSteps.self, "x=[2.5,3] output=escape").value == "inf")
    let mixed = try Core.answer(RangeSteps.self, "x=[1,3] output=escape")
    #expect(
      mixed.status == .undecided && mixed.reason?.contains("inf for x in [2") ?? false,
      "\(mixed.reason ?? "")")
    let part = try Core.answer(RangeSteps.self, "x=[-1,4] output=root")
    #expect(part.status == .undecided && part.ball == nil, "\(part.value)")
    #expect(try Core.answer(RangeSteps.self, "x=[-2,-1] output=root").status == .refused)
  }

  @Test func limits() throws {
    let clock = ContinuousClock()
    let start = clock.now
    _ = try Core.answer(CoreOutcome.self, "kind=stuck x=[0,1]", digits: 30, seconds: 5)
    _ = try Core.answer(CoreOutcome.self, "kind=slow x=[0,1]", digits: 60, seconds: 0.5)
    _ = try Core.answer(CoreOutcome.self, "kind=never x=[0,1]", seconds: 5)
    #expect(clock.now - start < .seconds(20))
    #expect(try Core.answer(CoreOutcome.self, "kind=never x=[0,1]", seconds: 5).status == .undecided)
  }

  /// A formula that is nowhere defined says nothing about the slopes of a value that is computed otherwise.
  @Test func undefinedFormulas() throws {
    enum Square: ClosedForm {
      static let record = Record(
        id: "core.square", title: "", statement: "", source: Source(Core.paper, "", .stated),
        parameters: [ParameterSpec("x", symbol: "x", .real(.real), "a real")],
        outputs: [OutputSpec("s", symbol: "s", "x^2"), OutputSpec("l", symbol: "l", "log of x^2, halved")])
      static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
        output == "s" ? 1 / T(0) : -T.log(p.x)
      }
      static func value(_ p: Arguments, output: String) throws -> Value {
        let square = Ball.pow(p.lifted(to: Ball.self).x, 2)
        return .real(output == "s" ? square : Ball.log(square) / 2)
      }
    }
    expectRange(try Core.answer(Square.self, "x=[1,3]", digits: 9), 1, 9, within: 1e-3)
    let logarithm = try Core.answer(Square.self, "output=l x=[-3,-1]", digits: 9)
    expectRange(logarithm, 0, 1.0986122886681098, within: 1e-3)
  }

  /// Hypotheses and domains that block an answer name the sub-range.
  @Test func blockedAnswers() throws {
    let touching = try Core.answer(CoreFormula.self, "x=[0,3]")
    #expect(
      touching.status == .undecided
        && touching.reason?.contains("holds for x in (0, 3], fails for x = 0") ?? false)
    let doubt = try Core.answer(CoreFormula.self, "x=[1/5,1]")
    #expect(doubt.status == .undecided, "\(doubt.value)")
    #expect(
      doubt.reason?.hasPrefix("cannot decide x >= y^2: holds for x in [0.25") ?? false,
      "\(doubt.reason ?? "")")
  }

  /// For every result with an interval in place of one of its real reference parameters, the enclosure contains the
  /// values at random points.
  @Test func catalogueInclusion() throws {
    var random = SeededGenerator(seed: 4_040)
    var asked = 0
    for theorem in Catalogue.standard.theorems {
      let record = theorem.record
      guard let reference = record.references.first, !record.isCard else { continue }
      let output = try record.output(named: reference.outputName)
      let given = reference.parameterTexts.filter { $0.name != "output" }
      let p = try record.arguments(given, output: output.name)
      let names = record.parameters.map(\.name).filter { p.rational($0).map { !$0.isZero } ?? false }
      guard output.kind == .real, !names.isEmpty, record.theme != "kde" else { continue }
      let name = names[random.int(0...(names.count - 1))]
      let middle = try #require(p.rational(name))
      let radius = middle.magnitude * Rational(random.int(1...40), 1000)
      let range = try RealParameter(parsing: "[\(middle - radius),\(middle + radius)]")
      guard let spec = record.parameter(name), spec.membership(.real(range)) == .proved else { continue }
      let evaluator = Evaluator(digits: 12, budget: Budget(seconds: 1.5))
      let answer = try? evaluator.evaluate(theorem, p.replacing(name, by: .real(range)), output: output.name)
      guard let answer, let hull = answer.ball, answer.status == .certified else { continue }
      asked += 1
      for _ in 0..<3 {
        let x = middle + radius * Rational(random.int(-1000...1000), 1000)
        let at = try? Evaluator(digits: 15, budget: Budget(seconds: 5)).evaluate(
          theorem, p.replacing(name, by: .real(RealParameter(x))), output: output.name)
        guard let value = at?.ball else { continue }
        #expect(
          hull.overlaps(value),
          "seed 4040: \(record.id) \(name)=\(x): \(answer.value) misses \(at?.value ?? "")")
      }
    }
    #expect(asked >= 20, "only \(asked) results")
  }

  /// Bands of a table cover the interval without gaps, and rows are enclosures.
  @Test func bands() throws {
    let spec = try #require(RangeCubic.record.parameter("x"))
    let axis = try Axis(spec, parsing: "[0,9]/90")
    #expect(axis.count == 90 && axis.value(0).text == "[0,0.1]" && axis.value(89).text == "[8.9,9]")
    for i in 1..<90 {
      let (before, here) = (try Ranges.ends(axis.value(i - 1).text), try Ranges.ends(axis.value(i).text))
      #expect(before.1 == here.0)
    }
    let thirds = try Axis(spec, parsing: "[0,1]/3")
    #expect((0..<3).map { thirds.value($0).text } == ["[0,1/3]", "[1/3,2/3]", "[2/3,1]"])
    #expect(try Axis(spec, parsing: "[1,2]/1").value(0).text == "[1,2]")
    let pi = try Axis(spec, parsing: "[0,pi]/2")
    for i in 0..<2 {
      guard case .real(let x) = pi.value(i) else { continue }
      #expect(x.isInterval && abs(x.ball.radius.exactValue.double - 0.7854) < 1e-3, "\(x.text)")
    }
    let grid = try Grid(RangeCubic.record, output: "f", [("x", "[1.5,2.5]/4")])
    let rows = Table(RangeCubic.self, grid: grid, digits: 10, threads: 2).rows(0..<4)
    for (k, row) in rows.enumerated() {
      let (a, b) = (1.5 + Double(k) / 4, 1.75 + Double(k) / 4)
      expectRange(try #require(row.answer), a * a * a - 3 * a, b * b * b - 3 * b, within: 1e-6)
    }
  }

  @Test(arguments: [
    ("[0,9]/0", "at least 1"), ("[0,9]/x", "not an integer"), ("[0,9]/", "not an integer"),
    ("[9,0]/3", "wrong order"),
    ("[1,1]/3", "no width"), ("[0,9]/1e10", "10^9"), ("[0,9/3", "/"), ("[0,9]/1.5", "not an integer"),
  ])
  func malformedBands(_ text: String, _ part: String) throws {
    let spec = try #require(RangeCubic.record.parameter("x"))
    let error = try #require(throws: InputError.self, "\(text)") { try Axis(spec, parsing: text) }
    #expect(error.parameter == "x" && error.message.contains(part), "\(error)")
  }
}
