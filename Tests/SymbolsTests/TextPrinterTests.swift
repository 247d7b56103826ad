import Testing
import VlasovSymbols

@Suite struct TextPrinterTests {
  static let variables = ["x", "y", "z"].map { Variable($0) }

  @Test(arguments: [
    ("x+y-z", "x + y - z"), ("x-(y-z)", "x - (y - z)"), ("x*(y+z)", "x*(y + z)"), ("x/(y*z)", "x/(y*z)"),
    ("x/y*z", "x/y*z"), ("x*(y/z)", "x*(y/z)"), ("-x^2", "-x^2"), ("(-x)^2", "(-x)^2"), ("x^-2", "x^(-2)"),
    ("x^y^z", "x^(y^z)"), ("(x^y)^z", "(x^y)^z"), ("x^(1/3)", "x^(1/3)"), ("(1/3)^x", "(1/3)^x"),
    ("x*1/3", "x/3"),
    ("x*(1/3)", "x*(1/3)"), ("1/3*x", "1/3*x"), ("-1/3*x", "-1/3*x"), ("x - -3", "x + 3"),
    ("x*-3*y", "-x*3*y"),
    ("0.1*x", "1/10*x"), ("1e-40*x", "1e-40*x"), ("1e40", "1e+40"), ("2^1000*x", "2^1000*x"), ("5/0", "5/0"),
    ("exp(-x^2/2)", "exp(-x^2/2)"), ("besseli(2,x)", "besseli(2, x)"), ("min(x,y,z)", "min(min(x, y), z)"),
    ("e^x*pi + euler", "e^x*pi + euler"), ("(x+y)^3", "(x + y)^3"), ("--x", "x"),
  ]) func prints(_ text: String, _ expected: String) throws {
    let e = try Expression(parsing: text, variables: Self.variables)
    #expect(e.description == expected)
    #expect(try Expression(parsing: expected, variables: Self.variables) == e)
  }

  @Test func randomTreesRoundTrip() throws {
    var random = SplitMix(seed: 3)
    for _ in 0..<3000 {
      let e = Expression.random(depth: 6, &random)
      let text = e.description
      let again = try Expression(parsing: text, variables: Self.variables)
      #expect(again == e, "\(text) reads back as \(again)")
    }
  }

  @Test func bindersAreReadable() {
    let x = Expression.variable("x")
    #expect(
      Expression.sum(ExponentialSeries(), from: 0, [x]).description == "sum(x^n/factorial(n), n = 0..inf)")
    #expect(
      Expression.integral(Gaussian(), [x], from: 0, to: .infinity).description
        == "integral(exp(-x*u*u), u = 0..inf)")
    #expect(
      Expression.root(CosineEquation(), [2], between: 0, and: 1).description == "root(u - 2*cos(u), u = 0..1)"
    )
    #expect(
      Expression.supremum(EigenvalueSequence(), from: 1, [x]).description
        == "sup(n^2*besseli(n, x), n = 1..inf)")
    #expect((Expression.interval(1, 2) + x).description == "[1, 2] + x")
  }

  @Test func boundNamesAvoidFreeOnes() {
    let n = Expression.variable("n")
    #expect(
      Expression.sum(ExponentialSeries(), from: 1, [n]).description == "sum(n^m/factorial(m), m = 1..inf)")
    let u = Expression.variable("u") * .variable("p", latex: "v")
    #expect(
      Expression.integral(Gaussian(), [u], from: 0, to: 1).description == "integral(exp(-u*p*w*w), w = 0..1)")
    let nested = Expression.sum(
      ExponentialSeries(), from: 0, [.sum(ExponentialSeries(), from: 0, [.variable("x")])])
    #expect(nested.description == "sum(sum(x^m/factorial(m), m = 0..inf)^n/factorial(n), n = 0..inf)")
  }
}
