import Testing
import VlasovSymbols

@Suite struct ExpressionTests {
  let x = Expression.variable("x")
  let y = Expression.variable("y")

  @Test func foldsOnlyWhatIsHarmless() {
    #expect(x + 0 == x)
    #expect(0 + x == x)
    #expect(x - 0 == x)
    #expect(0 - x == -x)
    #expect(x * 1 == x)
    #expect(1 * x == x)
    #expect(x / 1 == x)
    #expect(Expression.pow(x, 1) == x)
    #expect(-(-x) == x)
    #expect(Expression(2) + 3 == 5)
    #expect(Expression(2) / 6 == Expression(Rational(1, 3)))
    #expect(Expression.pow(Expression(2), -5) == Expression(Rational(1, 32)))
    // These would hide an undefined x.
    #expect(0 * x != 0)
    #expect(x - x != 0)
    #expect(Expression.pow(x, 0) != 1)
    #expect(x / x != 1)
    #expect(Expression(1) / 0 != 0)
    #expect(Expression(1) / 0 == Expression(1) / 0)
  }

  @Test func signsMoveOut() {
    #expect(x + -y == x - y)
    #expect(x - -y == x + y)
    #expect(x + -3 == x - 3)
    #expect(-x * y == -(x * y))
    #expect(x * -y == -(x * y))
    #expect(-x * -y == x * y)
    #expect(x / -2 == -(x / 2))
    #expect(-3 * x == -(3 * x))
    #expect(-1 * x == -x)
  }

  @Test func equalityIsStructural() {
    #expect(x + y != y + x)
    #expect(x + y == Expression.variable("x", latex: "\\xi") + y)
    #expect((x + y).hashValue == (x + y).hashValue)
    #expect(Expression.exp(x) != Expression.expm1(x))
    #expect(Expression.pow(x, Index(symbol: "n")) != Expression.pow(x, Index(symbol: "m")))
    #expect(
      Expression.sum(ExponentialSeries(), from: 0, [x]) == Expression.sum(ExponentialSeries(), from: 0, [x]))
    #expect(
      Expression.sum(ExponentialSeries(), from: 0, [x]) != Expression.sum(ExponentialSeries(), from: 1, [x]))
    #expect(
      Expression.integral(Gaussian(), [x], from: 0, to: 1)
        != Expression.integral(CosineEquation(), [x], from: 0, to: 1))
  }

  @Test func knowsItsVariables() {
    let e = Expression.besselI(Index(symbol: "n") + 1, x) * Expression.pow(y, Index(symbol: "k")) + .pi
    #expect(e.freeVariables == ["n", "x", "y", "k"])
    #expect(Expression.sum(ExponentialSeries(), from: 0, [y]).freeVariables == ["y"])
  }

  @Test func genericFormulasYieldTheirTree() {
    func formula<T: Analytic>(_ x: T) -> T { (T.exp(x) - 1) / x }
    #expect(formula(x) == (Expression.exp(x) - 1) / x)
    #expect(formula(x).description == "(exp(x) - 1)/x")
  }

  @Test func wrongArgumentsAreUndefinedNotFatal() {
    let e = Expression.call(.besselI, [], x) + 1
    #expect(e.latex == "\\text{undefined}")
    #expect(throws: EvaluationError.self) { try e.evaluate(Double.self, variables: ["x": 1]) }
  }

  @Test func substitutes() throws {
    let e = Expression.pow(x, Index(symbol: "n")) + y
    #expect(try e.substituting(["x": 2], indices: ["n": 3]) == 8 + y)
    #expect(try e.substituting(["y": x]) == Expression.pow(x, Index(symbol: "n")) + x)
    let series = Expression.sum(ExponentialSeries(), from: 0, [x])
    #expect(try series.substituting(["x": y]) == Expression.sum(ExponentialSeries(), from: 0, [y]))
  }
}
