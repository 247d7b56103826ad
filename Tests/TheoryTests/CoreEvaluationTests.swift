import TestSupport
import Testing

@testable import VlasovTheory

@Suite struct CoreEvaluationTests {
  /// |printed - true| is at most 0.51 units of the last digit, against balls of four times the precision.
  private func expectRounded(_ answer: Answer, _ digits: Int, _ exact: (Int) -> Ball, _ what: String) throws {
    #expect(answer.status == .certified && answer.digits == digits && answer.exitCode == 0, "\(what)")
    let printed = try #require(Rational(decimal: answer.value))
    let (low, high) = try (
      #require(Rational(decimal: answer.lower ?? "")), #require(Rational(decimal: answer.upper ?? ""))
    )
    let bits = 4 * Precision.bits(forDigits: digits) + 128
    try withPrecision(bits) {
      let value = exact(bits)
      // The unit of the last of `digits` significant digits.
      let shown = answer.value.filter { $0.isNumber || $0 == "." || $0 == "e" }
      #expect(!shown.isEmpty)
      let size = printed.magnitude
      var exponent = 0
      var power = Rational(1)
      while power <= size {
        power = power * 10
        exponent += 1
      }
      while power / 10 > size {
        power = power / 10
        exponent -= 1
      }
      let unit = Ball.pow(Ball(10), exponent - digits)
      let gap = Ball.abs(value - Ball(printed))
      #expect((unit * Ball(Rational(51, 100)) - gap).isNonNegative, "\(what): \(answer.value)")
      #expect(!value.isBelow(Ball(low)) && !Ball(high).isBelow(value), "\(what): [\(low), \(high)]")
      let ball = try #require(answer.ball)
      #expect(ball.overlaps(value), "\(what)")
    }
  }

  @Test(arguments: [1, 2, 3, 15, 50, 500, 3000]) func certainDigits(_ digits: Int) throws {
    var random = SeededGenerator(seed: UInt64(digits))
    for _ in 0..<(digits > 400 ? 2 : 12) {
      let x = Rational(random.int(11...9999), 1 + random.int(0...999))
      let y = Rational(random.int(-9...9), 10)
      let answer = try Core.answer(CoreFormula.self, "x=\(x + 1) y=\(y)", digits: digits)
      try expectRounded(
        answer, digits, { _ in Ball.exp(Ball(y)) + Ball.log(Ball(x + 1)) }, "x=\(x + 1) y=\(y)")
    }
  }

  /// A value that loses all but a few bits: log x - x + 1 near x = 1.
  @Test func cancellation() throws {
    for k in [10, 30, 100, 1000] {
      // exp(y) log(x) with x = 1 + 10^-k: the parameter itself holds the digits.
      let answer = try Core.answer(CoreFormula.self, "x=1+1e-\(k) y=0 output=product", digits: 25)
      try expectRounded(
        answer, 25, { _ in withPrecision(4 * k + 800) { Ball.log1p(Ball.pow(Ball(10), -k)) } }, "k = \(k)")
    }
    let lossy = try Core.answer(CoreOutcome.self, "kind=deep", digits: 50)
    #expect(
      lossy.status == .certified && lossy.value == "3.1415926535897932384626433832795028841971693993751")
    #expect(lossy.bits > 2300)
  }

  @Test func exactValues() throws {
    for (kind, value) in [
      ("third", "1/3"), ("large", "1543209862.625"), ("quarter", "0.25"), ("zero", "0"),
      ("integer", "-1234567"),
      ("word", "WORD"), ("infinite", "inf"),
    ] {
      let answer = try Core.answer(CoreOutcome.self, "kind=\(kind)")
      #expect(answer.status == .exact && answer.value == value && answer.exitCode == 0, "\(kind): \(answer)")
    }
    // Exact values stay exact when they have more digits than asked.
    let integer = try Core.answer(CoreOutcome.self, "kind=integer", digits: 2)
    #expect(integer.status == .exact && Rational(decimal: integer.value) == -1_234_567)
    let large = try Core.answer(CoreOutcome.self, "kind=large", digits: 3)
    #expect(large.status == .exact && large.value == "12345678901/8")
    // An exact dyadic ball with more digits than asked is rounded.
    let dyadic = try Core.answer(CoreOutcome.self, "kind=quarter", digits: 1)
    #expect(["0.2", "0.3"].contains(dyadic.value) && dyadic.status == .certified)
  }

  @Test func undecided() throws {
    for (kind, reason) in [
      ("never", "the sign is not known"), ("doubt", "no precision helps"),
      ("exhausted", "time budget exhausted"),
    ] {
      let answer = try Core.answer(CoreOutcome.self, "kind=\(kind)")
      #expect(
        answer.status == .undecided && answer.exitCode == 2 && answer.value.isEmpty && answer.digits == 0,
        "\(kind)")
      #expect(answer.reason?.contains(reason) ?? false, "\(kind): \(answer.reason ?? "")")
    }
    // More precision decides.
    #expect(try Core.answer(CoreOutcome.self, "kind=late").status == .certified)
    // The failing operation is named.
    let undefined = try Core.answer(CoreOutcome.self, "kind=undefined")
    #expect(
      undefined.status == .undecided
        && undefined.reason?.hasSuffix("log of [-0.0312500, 0.0312500]") ?? false, "\(undefined.reason ?? "")"
    )
    #expect(try Core.answer(CoreOutcome.self, "kind=nothing").status == .undecided)
  }

  /// The digits that are certain are kept: 2^-40 around π leaves 12 of them.
  @Test func certainDigitsAreKept() throws {
    let answer = try Core.answer(CoreOutcome.self, "kind=stuck", digits: 30)
    #expect(answer.status == .undecided && answer.exitCode == 2)
    #expect(answer.digits >= 11 && answer.digits <= 13)
    #expect("3.14159265358979323846".hasPrefix(answer.value) || answer.value == "3.14159265359")
    let (low, high) = try (
      #require(Rational(decimal: answer.lower ?? "")), #require(Rational(decimal: answer.upper ?? ""))
    )
    #expect(
      low < Rational(314_159_265_359, 100_000_000_000) && high > Rational(314_159_265_358, 100_000_000_000))
  }

  @Test func precisionBudget() throws {
    let answer = try Core.answer(CoreOutcome.self, "kind=pi", digits: 100, maximumBits: 100)
    #expect(answer.status == .undecided && answer.reason == "precision limit of 100 bits reached")
    #expect(answer.digits >= 28 && answer.digits <= 31)
    #expect(answer.value.hasPrefix("3.14159265358979323846264338"))
    #expect(answer.bits <= 100)
    #expect(try Core.answer(CoreOutcome.self, "kind=pi", digits: 20, maximumBits: 100).status == .certified)
  }

  @Test func timeBudget() throws {
    let clock = ContinuousClock()
    let start = clock.now
    let answer = try Core.answer(CoreOutcome.self, "kind=slow", digits: 200, seconds: 0.2)
    #expect(answer.status == .undecided && answer.reason?.contains("time budget exhausted") ?? false)
    #expect(answer.digits >= 2 && answer.value.hasPrefix("3.1"))
    #expect(clock.now - start < .seconds(5))
    #expect(answer.seconds > 0.1)
  }

  /// "|x| < 1e-K" is true: 10^-K is at least the largest element.
  @Test func boundOfAnUnsignedValue() throws {
    for digits in [1, 20, 300, 9000] {
      let answer = try Core.answer(CoreOutcome.self, "kind=around-zero", digits: digits)
      let reason = try #require(answer.reason)
      #expect(answer.status == .undecided && reason.contains("sign undecided"), "\(reason)")
      let text = try #require(reason.split(separator: "<").last?.split(separator: ",").first)
      let power = try #require(Int(text.dropFirst(3)))
      let bound = withPrecision(128) { Ball.pow(Ball(10), power) }
      let size = try #require(answer.ball).magnitudeBall
      #expect(!bound.isBelow(size), "\(reason): \(size.shortDescription)")
      #expect(bound.isBelow(withPrecision(128) { size * 200 }), "\(reason): \(size.shortDescription)")
    }
  }

  @Test func refusals() throws {
    let refused = try Core.answer(CoreOutcome.self, "kind=refuse")
    #expect(
      refused.status == .refused && refused.reason == "x < 0" && refused.exitCode == 1
        && refused.value.isEmpty)
    // A hypothesis of all outputs, and one of an output.
    let needs = try Core.answer(CoreFormula.self, "x=1/5")
    #expect(needs.status == .refused && needs.exitCode == 1 && needs.ball == nil)
    #expect(
      needs.reason == "needs x >= y^2: left side [0.199999, 0.200001], right side 0.250000",
      "\(needs.reason ?? "")")
    #expect(try Core.answer(CoreFormula.self, "x=10").status == .certified)
    #expect(try Core.answer(CoreFormula.self, "x=10 output=product").status == .refused)
    // A reported hypothesis does not refuse: x = 1/2 is not above y = 1/2.
    #expect(try Core.answer(CoreFormula.self, "x=1/2").status == .certified)
    // The boundary of a closed inequality is inside.
    #expect(try Core.answer(CoreFormula.self, "x=1/4").status == .certified)
    #expect(try Core.answer(CoreFormula.self, "x=2 y=sqrt(2)").status == .certified)
    #expect(try Core.answer(CoreFormula.self, "x=2-1e-60 y=sqrt(2)").status == .refused)
  }

  @Test func undecidedHypotheses() throws {
    let answer = try Core.answer(CoreFormula.self, "x=[1/5,1/3]")
    #expect(answer.status == .undecided && answer.exitCode == 2 && answer.value.isEmpty)
    #expect(answer.reason?.hasPrefix("cannot decide x >= y^2") ?? false, "\(answer.reason ?? "")")
    // sin(1)^2 + cos(1)^2 = 1 is not recognised: no precision separates the sides.
    let hidden = try Core.answer(CoreFormula.self, "x=exp(1)^2/exp(2)-3/4")
    #expect(hidden.status == .undecided || hidden.status == .certified, "\(hidden)")
  }

  @Test func domains() throws {
    for (call, parameter) in [
      ("x=0", "x"), ("x=-1", "x"), ("x=10 y=-1.0000001", "y"), ("x=10 y=pi", "y"), ("x=[-2,-1]", "x"),
    ] {
      let error = try #require(throws: InputError.self, "\(call)") { try Core.answer(CoreFormula.self, call) }
      #expect(error.parameter == parameter && error.message.contains("outside the domain"), "\(error)")
      #expect(error.domain == (parameter == "x" ? "x > 0" : "-1 <= y < pi"))
    }
    #expect(try Core.answer(CoreFormula.self, "x=10 y=-1").status == .certified)
    let touching = try Core.answer(CoreFormula.self, "x=[-1,1]")
    #expect(touching.status == .undecided && touching.reason?.contains("touches the boundary") ?? false)
  }

  /// Malformed combinations that only the computation sees are input errors, not undecided values.
  @Test func inputErrorsPass() throws {
    let error = try #require(throws: InputError.self) { try Core.answer(CoreOutcome.self, "kind=malformed") }
    #expect(error.parameter == "x")
    #expect(throws: InputError.self) { try CoreCard.value(Arguments([:], order: []), output: "") }
  }

  @Test func intervals() throws {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<20 {
      let low = Rational(random.int(100...900), 100)
      let high = low + Rational(random.int(1...100), random.element(of: [100, 10_000, 1_000_000]))
      let (y, z) = (Rational(random.int(-9...0), 10), Rational(random.int(1...9), 10))
      let output = random.element(of: ["sum", "product"])
      let answer = try Core.answer(CoreFormula.self, "x=[\(low),\(high)] y=[\(y),\(z)] output=\(output)")
      #expect(answer.status == .certified && answer.exitCode == 0, "\(answer)")
      let ball = try #require(answer.ball)
      for k in 0...4 {
        let point = (low + (high - low) * Rational(k, 4), y + (z - y) * Rational((3 * k) % 5, 4))
        let value = try Core.answer(CoreFormula.self, "x=\(point.0) y=\(point.1) output=\(output)")
        #expect(try ball.contains(#require(value.ball)))
        let (lower, upper) = try (
          #require(Rational(decimal: answer.lower ?? "")), #require(Rational(decimal: answer.upper ?? ""))
        )
        let exact = try #require(Rational(decimal: value.value))
        #expect(lower <= exact && exact <= upper)
      }
    }
    // A degenerate interval is its point.
    let point = try Core.answer(CoreFormula.self, "x=[2,2]")
    #expect(try point.value == Core.answer(CoreFormula.self, "x=2").value)
  }

  /// A tie that stays within the enclosure is printed as one of its neighbours.
  @Test func ties() throws {
    let answer = try Core.answer(CoreOutcome.self, "kind=tie", digits: 3)
    #expect(
      answer.status == .certified && ["0.2", "0.200", "0.201"].contains(answer.value), "\(answer.value)")
  }

  @Test func anyComputation() throws {
    let answer = try Evaluator(digits: 30).evaluate(id: "mine") { .real(Ball.exp(1)) }
    #expect(answer.id == "mine" && answer.value == "2.71828182845904523536028747135")
    #expect(throws: InputError.self) { try Evaluator().evaluate(id: "mine") { throw InputError("no") } }
  }
}
