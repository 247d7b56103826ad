import Testing
import VlasovSymbols

@Suite struct ExactValueTests {
  @Test(arguments: [
    ("sqrt(4/9)", "2/3"), ("sqrt(2)*sqrt(2)", "2"), ("sqrt(8)/sqrt(2)", "2"), ("sqrt(2)^4", "4"),
    ("sqrt(2)^-2", "1/2"), ("(1+sqrt(3)) - sqrt(3)", ""), ("sqrt(8) - 2*sqrt(2)", "0"),
    ("sqrt(2)*sqrt(3)*sqrt(6)", "6"), ("8^(1/3)", "2"), ("8^(-2/3)", "1/4"), ("2^0.5*2^(1/2)", "2"),
    ("abs(-3/4)", "3/4"), ("min(1/3, 0.3, 2)", "3/10"), ("max(sqrt(2), 1.4)^2", "2"),
    ("log(1) + exp(0) + sin(0)", "1"), ("factorial(5)/binomial(5,2)", "12"), ("0^0", "1"),
    ("besseli(0, 0) + besseli(3, 0)", "1"), ("2^100/2^99", "2"), ("abs(1-sqrt(4))", "1"),
  ]) func recognises(_ text: String, _ value: String) throws {
    let e = try Expression(parsing: text)
    #expect(e.rationalValue?.description ?? "" == value)
  }

  @Test(arguments: [
    "pi - pi", "1/0", "0^-1", "(-8)^(1/3)", "sqrt(-1)", "0*log(-1)", "0*(1/0)", "(1/0)^0", "min(1, 1/0)",
    "e^0.5",
    "log(2)/log(2)", "sqrt(sqrt(2))", "factorial(-1)",
  ]) func doesNotInvent(_ text: String) throws {
    #expect(try Expression(parsing: text).rationalValue == nil)
  }

  /// Sums and products of square roots against the sign of a difference of balls.
  @Test func squareRootsCompareLikeBalls() throws {
    var random = SplitMix(seed: 5)
    var equal = 0
    for _ in 0..<400 {
      func surd() -> Expression {
        let q = Rational(Int.random(in: 1...12, using: &random))
        let c = Rational(Int.random(in: 1...6, using: &random), Int.random(in: 1...3, using: &random))
        return Expression(c) * .sqrt(Expression(q))
      }
      let (a, b) = (surd() + 0, surd() + 0)
      let decision = try (a .< b).decide()
      let difference = try withPrecision(200) { try (b - a).evaluate(Ball.self) }
      #expect(decision.isExact)
      switch decision.verdict {
      case .proved: #expect(difference.isPositive, "\(a) \(b)")
      case .refuted: #expect(!difference.isPositive, "\(a) \(b)")
      case .undecided: Issue.record("undecided: \(a) < \(b)")
      }
      if try (a .== b).decide().verdict == .proved {
        equal += 1
        #expect(difference.contains(Rational(0)) && difference.magnitude <= .power2(-180))
      }
    }
    #expect(equal > 3)
  }

  @Test func longNumbersAreLeftToBalls() throws {
    #expect(try Expression(parsing: "2^(10^9)").rationalValue == nil)
    #expect(try Expression(parsing: "10^1000000 - 1e1000000").rationalValue == 0)
    #expect(try Expression(parsing: "1e1000000*1e1000000*1e1000000").rationalValue == nil)
    #expect(try Expression(parsing: "factorial(1000000)").rationalValue == nil)
    #expect(try Expression(parsing: "(-1)^1000000001").rationalValue == -1)
  }
}
