import Testing
import VlasovSymbols

@Suite struct ComparisonTests {
  private func decide(_ a: String, _ relation: Relation, _ b: String) throws -> Decision {
    let (x, y) = try (Expression(parsing: a), Expression(parsing: b))
    return try Comparison(x, relation, y).decide()
  }

  /// Verdicts of <, <=, ==, >=, > when lhs is below, equal to or above rhs.
  @Test(arguments: [
    ("1/3", "0.3333", 1), ("1/3", "2/6", 0), ("0.1", "0.2", -1), ("sqrt(2)", "2/sqrt(2)", 0),
    ("sqrt(8)", "2*sqrt(2)", 0),
    ("pi", "pi", 0), ("2*pi - pi", "pi", 0), ("pi/3 + pi/6", "pi/2", 0), ("pi", "22/7", -1),
    ("e", "2.71828", 1),
    ("exp(1) + sqrt(3) - exp(1)", "sqrt(3)", 0), ("3 - sqrt(3)", "1.2679", 1),
    ("log(2)*3 - 2*log(2)", "log(2)", 0),
    ("2^(10^9)", "2^(10^9)", 0), ("1e1000000", "1e1000000 - 1", 1), ("sqrt(2)+sqrt(3)", "3.15", -1),
    ("min(1, 2)", "1", 0),
    ("8^(1/3)", "2", 0), ("(pi+1)/2", "pi/2 + 1/2", 0), ("-pi", "-3", -1), ("abs(-1/2)", "0.5", 0),
    ("pi + 1e-900", "pi", 1),
  ]) func decidesEveryRelation(_ a: String, _ b: String, _ order: Int) throws {
    let expected: [(Relation, Bool)] = [
      (.less, order < 0), (.lessOrEqual, order <= 0), (.equal, order == 0), (.greaterOrEqual, order >= 0),
      (.greater, order > 0),
    ]
    for (relation, holds) in expected {
      let decision = try decide(a, relation, b)
      #expect(decision.verdict == (holds ? .proved : .refuted), "\(a) \(relation.rawValue) \(b)")
      #expect(decision.isExact || order != 0)
    }
  }

  @Test func equalButUnrecognisedIsUndecidedAtTheCap() throws {
    let c = try Expression(parsing: "log(6)") .<= Expression(parsing: "log(2) + log(3)")
    let decision = try c.decide(maximumBits: 512)
    #expect(decision.verdict == .undecided && decision.bits == 512)
    #expect(decision.margin.contains(Rational(0)) && !decision.isExact)
    let narrow = Budget(maximumBits: 128)
    let limited = try Budget.$current.withValue(narrow) { try c.decide() }
    #expect(limited.bits == 128)
  }

  @Test func precisionGrowsUntilDecided() throws {
    let near = try decide("pi + 1e-100", .greater, "pi + 1e-101")
    #expect(near.verdict == .proved && near.isExact)
    let byBalls = try decide("log(6) + 1e-100", .greater, "log(2) + log(3)")
    #expect(byBalls.verdict == .proved && !byBalls.isExact && byBalls.bits == 512)
    #expect(byBalls.margin.isPositive)
  }

  @Test func undefinedSidesProveNothing() throws {
    for (a, b) in [
      ("1/(pi-pi)", "1/(pi-pi)"), ("log(-1)", "log(-1)"), ("log(sin(pi))", "0"), ("0*log(-1)", "0"),
    ] {
      for relation in Relation.allCases {
        let decision = try decide(a, relation, b)
        #expect(decision.verdict == .undecided, "\(a) \(relation.rawValue) \(b)")
      }
    }
    #expect(try decide("log(-1)", .less, "0").reason?.contains("log") == true)
  }

  @Test func variablesNeedValues() throws {
    let beta = Expression.variable("beta")
    let c = beta * beta .<= 2
    #expect(throws: EvaluationError.unboundVariable("beta")) { try c.decide() }
    #expect(try c.decide(variables: ["beta": RealParameter(parsing: "sqrt(2)")]).verdict == .proved)
    #expect(try c.decide(variables: ["beta": RealParameter(parsing: "1.42")]).verdict == .refuted)
    let d = Expression(Index(symbol: "n")) .> 2
    #expect(try d.decide(indices: ["n": 3]).verdict == .proved)
  }

  /// Linear in the intervals: decided exactly at the ends.
  @Test func intervalsAreDecidedThroughout() throws {
    let x = Expression.variable("x")
    func verdict(_ c: Comparison, _ text: String) throws -> Verdict {
      try c.decide(variables: ["x": RealParameter(parsing: text)]).verdict
    }
    #expect(try verdict(x .>= 1, "[1, 2]") == .proved)
    #expect(try verdict(x .> 1, "[1, 2]") == .undecided)
    #expect(try verdict(x .< 1, "[1, 2]") == .refuted)
    #expect(try verdict(x .<= 1, "[1, 2]") == .undecided)
    #expect(try verdict(x .< 1, "[2, 3]") == .refuted)
    #expect(try verdict(2 * x - 1 .<= 3, "[1, 2]") == .proved)
    #expect(try verdict(1 - x / 2 .>= 0, "[1, 2]") == .proved)
    #expect(try verdict(x .<= Expression.sqrt(2), "[1, sqrt(2)]") == .proved)
    #expect(try verdict(x .>= .pi, "[pi, 4]") == .proved)
    #expect(try verdict(x .== 1, "[1, 1]") == .proved)
    #expect(try verdict(x .== 1, "[1, 2]") == .undecided)
    #expect(try verdict(x .== 3, "[1, 2]") == .refuted)
    #expect(try verdict(.exp(x) .> 2, "[0.99, 1.01]") == .proved)
    #expect(try verdict(.exp(x) .> .e, "[0.99, 1.01]") == .undecided)
    // Closer to the end than a 32-bit radius can tell.
    #expect(try verdict(x .> Expression(parsing: "pi - 1e-30"), "[pi, 4]") == .proved)
  }

  /// Two parameters with the same interval are two unknown reals.
  @Test func equalIntervalsDoNotCancel() throws {
    let x = Expression.variable("x")
    let y = Expression.variable("y")
    let values = ["x": try RealParameter(parsing: "[1, 2]"), "y": try RealParameter(parsing: "[1, 2]")]
    for c in [x .<= y, x .== y, x - y .<= 0, Expression.exp(x) .<= Expression.exp(y), x * y .<= y * x] {
      #expect(try c.decide(variables: values).verdict == .undecided, "\(c)")
    }
    #expect(try (x + y .<= 4).decide(variables: values).verdict == .proved)
    #expect(try (x - y .<= 1).decide(variables: values).verdict == .proved)
    #expect(try (x - y .< 1).decide(variables: values).verdict == .undecided)
  }

  @Test func ballsCompareForAllElements() {
    let (a, b) = (Ball(1), Ball(2))
    let wide = Ball.hull(a, b)
    #expect(Relation.less.verdict(a, b) == .proved)
    #expect(Relation.less.verdict(b, a) == .refuted)
    #expect(Relation.less.verdict(a, a) == .refuted)
    #expect(Relation.lessOrEqual.verdict(a, a) == .proved)
    #expect(Relation.equal.verdict(a, a) == .proved)
    #expect(Relation.equal.verdict(a, b) == .refuted)
    #expect(Relation.greater.verdict(wide, a) == .undecided)
    #expect(Relation.greaterOrEqual.verdict(wide, Ball(0)) == .proved)
    #expect(Relation.less.verdict(.indeterminate, a) == .undecided)
  }
}
