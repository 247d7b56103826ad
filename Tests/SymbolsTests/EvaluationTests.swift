import Testing
import VlasovSymbols

@Suite struct EvaluationTests {
  /// A generic formula of elementary functions, with functions that a ball and a Double both have.
  func formula<T: Analytic>(_ x: T, _ y: T) -> T {
    T.exp(-x * y) * T.sqrt(1 + x * x) / (2 + T.sin(y)) - T.atan(x) + T.log1p(y * y) * T.pow(x, 3) / 7
      + T.expm1(x / 9) * T.cos(T.pi * y) + T.tanh(x - y) / T(Rational(1, 3))
  }

  @Test func agreesWithTheFormulaItself() throws {
    var random = SplitMix(seed: 1)
    let tree = formula(Expression.variable("x"), Expression.variable("y"))
    for _ in 0..<200 {
      let (p, q) = (random.rational(), random.rational())
      let bits = Int.random(in: 20...400, using: &random)
      try withPrecision(bits) {
        let direct = formula(Ball(p), Ball(q))
        let read = try tree.evaluate(variables: ["x": Ball(p), "y": Ball(q)])
        #expect(read.overlaps(direct))
        let wide = try withPrecision(600) {
          try tree.substituting(["x": Expression(p), "y": Expression(q)]).evaluate(Ball.self)
        }
        #expect(read.overlaps(wide))
        #expect(read.contains(wide.center))
        let double = try tree.evaluate(variables: ["x": p.double, "y": q.double])
        #expect(Swift.abs(double - wide.estimate) <= 1e-11 * (1 + Swift.abs(wide.estimate)), "x=\(p) y=\(q)")
      }
    }
  }

  @Test(arguments: [
    ("tan(1)", 1.557407724654902), ("asin(1/3)", 0.3398369094541219), ("acos(1/3)", 1.2309594173407747),
    ("sinh(2)", 3.626860407847019), ("cosh(2)", 3.7621956910836314), ("tanh(1/2)", 0.46211715726000976),
    ("asinh(-3)", -1.8184464592320668), ("asinh(1e-9)", 1e-9), ("acosh(2)", 1.3169578969248166),
    ("acosh(1 + 2^-24)", 0.00034526698128628428), ("atanh(-1/2)", -0.5493061443340549),
    ("log1p(1e-12)", 9.999999999995e-13), ("expm1(1e-12)", 1.0000000000005e-12),
    ("2^(1/3)", 1.2599210498948732),
    ("e^(1/2)", 1.6487212707001282), ("e^3", 20.085536923187668), ("(1/4)^(3/2)", 0.125),
    ("pi^e", 22.459157718361045),
    ("e - 1", 1.718281828459045), ("abs(-pi)", 3.141592653589793), ("min(pi, e)", 2.718281828459045),
  ]) func constants(_ text: String, _ expected: Double) throws {
    let e = try Expression(parsing: text)
    let double = try e.evaluate(Double.self)
    #expect(Swift.abs(double - expected) <= 4e-16 * Swift.abs(expected))
    let ball = try withPrecision(160) { try e.evaluate(Ball.self) }
    #expect(ball.accuracyBits > 100)
    #expect(Swift.abs(ball.estimate - expected) <= 4e-16 * Swift.abs(expected))
  }

  @Test func largeArgumentsOfHyperbolicFunctionsInDoubles() throws {
    #expect(try Expression(parsing: "tanh(1000)").evaluate(Double.self) == 1)
    #expect(try Expression(parsing: "asinh(1e300)").evaluate(Double.self) == 691.4686750787736)
  }

  @Test func errorsAreClear() throws {
    let e = try Expression(parsing: "x + n", variables: [Variable("x"), Variable("n")])
    #expect(throws: EvaluationError.unboundVariable("n")) { try e.evaluate(variables: ["x": 1.0]) }
    #expect(try e.evaluate(variables: ["x": 0.5], indices: ["n": 2]) == 2.5)
    #expect(throws: EvaluationError.infinity) { try Expression.infinity.evaluate(Ball.self) }
    #expect(try Expression.infinity.evaluate(Double.self) == .infinity)
    #expect(EvaluationError.unboundVariable("n").description == "the variable n has no value")
    #expect(throws: EvaluationError.self) {
      try Expression.pow(.variable("x"), Index(symbol: "k")).evaluate(variables: ["x": 2.0])
    }
    #expect(
      try Expression.pow(.variable("x"), Index(symbol: "k") + 1)
        .evaluate(variables: ["x": 2.0], indices: ["k": 4]) == 32)
  }

  @Test func undefinedOperationsGiveIndeterminateValues() throws {
    #expect(try !Expression(parsing: "1/(pi - pi)").evaluate(Ball.self).isFinite)
    #expect(try !Expression(parsing: "log(-2)").evaluate(Ball.self).isFinite)
    #expect(try Expression(parsing: "log(-2)").evaluate(Double.self).isNaN)
  }

  @Test func sharedPartsAreEvaluatedOnce() throws {
    // As a tree this has 2^140 leaves.
    var e = Expression.variable("x")
    var f = Expression.variable("x")
    for _ in 0..<140 {
      e = Expression.sqrt(e * e)
      f = Expression.sqrt(f * f)
    }
    #expect(try e.evaluate(variables: ["x": 3.0]) == 3)
    #expect(e == f)
    #expect(e.freeVariables == ["x"])
    #expect(e.description == "...")
    #expect(e.latex == "\\ldots")
    #expect(try (e .<= f).decide(variables: ["x": RealParameter(2)]).verdict == .proved)
  }

  @Test func intervalsBecomeTheirHull() throws {
    let e = Expression.interval(1, 2) * 3
    let ball = try e.evaluate(Ball.self)
    #expect(ball.contains(Rational(3)) && ball.contains(Rational(6)) && ball.upperDouble < 6.0001)
    #expect(try e.evaluate(Double.self) == 4.5)
  }

  @Test(arguments: [
    ("besseli(1, 2)", "1.590636854637329063382254425"), ("ei(1)", "1.89511781635593675546652093"),
    ("e1(1)", "0.21938393439552027367716377546"), ("ein(1)", "0.796599599297053134283675865543"),
    ("gammaq(3, 0.5)", "0.985612322033029313356174244"), ("exprel(1/2)", "1.29744254140025629369730157"),
    ("besselclifford(2, 1/4)", "0.54299067906815312473141027998"), ("factorial(20)", "2432902008176640000"),
    ("binomial(10, 3)", "120"), ("euler", "0.57721566490153286060651209"),
  ]) func specialFunctions(_ text: String, _ digits: String) throws {
    let e = try Expression(parsing: text)
    let expected = try #require(Rational(decimal: digits))
    let error = try withPrecision(120) { try Ball.abs(e.evaluate(Ball.self) - Ball(expected)) }
    #expect(error.upperDouble < 1e-25 * expected.double)
    let double = try e.evaluate(Double.self)
    #expect(Swift.abs(double - expected.double) < 1e-13 * expected.double)
  }

  @Test func bindersAreReadByTheReading() throws {
    let x = Expression.variable("x")
    let series = Expression.sum(ExponentialSeries(), from: 0, [x])
    let sum = try series.evaluate(variables: ["x": Ball(2)])
    #expect(sum.overlaps(.exp(2)) && sum.accuracyBits > 100)
    #expect(try Swift.abs(series.evaluate(variables: ["x": 2.0]) - 7.38905609893065) < 1e-13)

    let integral = Expression.integral(Gaussian(), [2], from: 0, to: 1)
    #expect(try Swift.abs(integral.evaluate(Ball.self).estimate - 0.598144006661304101) < 1e-15)
    let root = Expression.root(CosineEquation(), [x], between: 0, and: 2)
    #expect(try Swift.abs(root.evaluate(variables: ["x": Ball(2)]).estimate - 1.02986652932225882) < 1e-15)
    let top = Expression.supremum(EigenvalueSequence(), from: 1, [15])
    #expect(try Swift.abs(top.evaluate(Ball.self).estimate - 3614300.28001585067872775) < 1e-8)
    #expect(try (top .< 3_614_301).decide().verdict == .proved)
  }
}
