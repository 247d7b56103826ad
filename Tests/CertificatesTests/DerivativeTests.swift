import Testing
import Vlasov

@Suite struct DerivativeTests {
  /// Each rule against the jet of the same expression.
  @Test(arguments: [
    "exp(x^2)", "expm1(2*x)", "log(1 + x)", "log1p(x^3)", "sqrt(x + 2)", "sin(x)*cos(2*x)", "tan(x)",
    "asin(x/2)",
    "acos(x/2)", "atan(x^2)", "sinh(x)/cosh(x)", "tanh(3*x)", "asinh(x)", "acosh(2 + x)", "atanh(x)", "ei(x)",
    "e1(x)", "ein(x)", "ein(-2*x)", "erf(x)", "erfc(x)", "besseli(0, x)", "besseli(3, x)",
    "besselclifford(2, x^2)",
    "hyp0f1(3/2, x^2)", "hyp1f1(1/2, 3/2, x)", "hyp2f1(1, 1/2, 5/2, x)", "besseliratio(3/2, x)", "x^5 - 1/x",
    "(x + 1)^(1/3)", "1/(1 + x)^2",
  ])
  func rule(_ text: String) throws {
    let e = try Parser(variables: [Variable("x")]).parse(text)
    let derivative = try #require(e.derivative(by: "x"))
    let x = withPrecision(200) { Ball(Rational(3, 10)) }
    let symbolic = try withPrecision(200) { try derivative.evaluate(Ball.self, variables: ["x": x]) }
    let jet = try withPrecision(200) {
      try e.evaluate(Jet<Ball>.self, variables: ["x": Jet(variable: x, order: 1)])
    }
    #expect(symbolic.isFinite && symbolic.accuracyBits > 150)
    #expect(symbolic.overlaps(jet.coefficient(1)))
  }

  @Test func noRule() throws {
    let e = try Parser(variables: [Variable("x")]).parse("digamma(x)")
    #expect(e.derivative(by: "x") == nil)
  }
}
