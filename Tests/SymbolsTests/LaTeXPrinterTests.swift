import Testing
import VlasovSymbols

@Suite struct LaTeXPrinterTests {
  static let variables = ["x", "y", "beta", "lambda", "t", "s0", "t_max", "n"].map { Variable($0) }

  @Test(arguments: [
    ("x/y + 1/3", "\\frac{x}{y} + \\frac{1}{3}"),
    ("sqrt(1 + x^2)", "\\sqrt{1 + x^{2}}"),
    ("exp(-beta*t)", "e^{-\\beta t}"),
    ("(x + y)*(x - y)", "(x + y) (x - y)"),
    ("x*2", "2 x"),
    ("2*3^x", "2 \\cdot 3^{x}"),
    ("(x/y)^2", "\\left(\\frac{x}{y}\\right)^{2}"),
    ("(1/2)^n", "\\left(\\frac{1}{2}\\right)^{n}"),
    ("x - (y - t)", "x - (y - t)"),
    ("-x/y", "-\\frac{x}{y}"),
    ("besseli(2, 2*sqrt(beta))", "I_{2}(2 \\sqrt{\\beta})"),
    ("besseli(n + 1, x/y)", "I_{n + 1}\\left(\\frac{x}{y}\\right)"),
    ("log(lambda)^2*sin(x)", "\\log^{2}(\\lambda) \\sin(x)"),
    ("log1p(x)", "\\log(1 + x)"),
    ("expm1(x)*t", "(e^{x} - 1) t"),
    ("exprel(x)", "\\frac{e^{x} - 1}{x}"),
    ("exp(x)^2", "(e^{x})^{2}"),
    ("(x^2)^3", "(x^{2})^{3}"),
    ("x^y^t", "x^{y^{t}}"),
    ("(-x)^3", "(-x)^{3}"),
    ("factorial(n)*binomial(n, 2)", "n! \\binom{n}{2}"),
    ("factorial(n + 1)^2", "((n + 1)!)^{2}"),
    ("abs(x - 1)", "\\left|x - 1\\right|"),
    ("min(3 - sqrt(3), 2*(1 - exp(-lambda)))", "\\min(3 - \\sqrt{3}, 2 (1 - e^{-\\lambda}))"),
    ("s0*t_max + pi*e*euler", "s_{0} t_{\\mathrm{max}} + \\pi e \\gamma_{\\mathrm{E}}"),
    ("1e40*x + 2.5e-40", "10^{40} x + 2.5 \\cdot 10^{-40}"),
    ("e1(x) + ei(x) + ein(x)", "E_{1}(x) + \\operatorname{Ei}(x) + \\operatorname{Ein}(x)"),
    ("gammaq(3, x) + besselclifford(1, x)", "Q(3, x) + C_{1}(x)"),
    ("asin(x) + atanh(x) + tanh(x)", "\\arcsin(x) + \\operatorname{artanh}(x) + \\tanh(x)"),
    ("x^-2", "x^{-2}"),
  ]) func golden(_ text: String, _ expected: String) throws {
    #expect(try Expression(parsing: text, variables: Self.variables).latex == expected)
  }

  @Test func binders() {
    let x = Expression.variable("beta")
    let series = Expression.sum(ExponentialSeries(), from: 1, [x])
    #expect(series.latex == "\\sum_{n=1}^{\\infty} \\frac{\\beta^{n}}{n!}")
    #expect((2 * series).latex == "2 \\sum_{n=1}^{\\infty} \\frac{\\beta^{n}}{n!}")
    #expect((series + x).latex == "\\left(\\sum_{n=1}^{\\infty} \\frac{\\beta^{n}}{n!}\\right) + \\beta")
    #expect((x + series).latex == "\\beta + \\sum_{n=1}^{\\infty} \\frac{\\beta^{n}}{n!}")
    #expect((series * x).latex == "\\left(\\sum_{n=1}^{\\infty} \\frac{\\beta^{n}}{n!}\\right) \\beta")
    #expect(
      Expression.pow(series, 2).latex == "\\left(\\sum_{n=1}^{\\infty} \\frac{\\beta^{n}}{n!}\\right)^{2}")
    #expect(
      Expression.integral(Gaussian(), [x], from: 0, to: .infinity).latex
        == "\\int_{0}^{\\infty} e^{-\\beta u u} \\, du")
    #expect(
      Expression.integral(CosineEquation(), [x], from: -1, to: 1).latex
        == "\\int_{-1}^{1} (u - \\beta \\cos(u)) \\, du")
    #expect(
      Expression.supremum(EigenvalueSequence(), from: 1, [x]).latex == "\\sup_{n \\ge 1} n^{2} I_{n}(\\beta)")
    #expect(
      Expression.root(CosineEquation(), [x], between: 0, and: 1).latex
        == "\\operatorname{root}_{u \\in (0,\\, 1)} \\left(u - \\beta \\cos(u)\\right)")
  }

  @Test func symbolsOfVariables() {
    #expect(Variable("beta").latex == "\\beta")
    #expect(Variable("t1").latex == "t_{1}")
    #expect(Variable("sigma_0").latex == "\\sigma_{0}")
    #expect(Variable("width").latex == "\\mathrm{width}")
    #expect(Variable("a_b_c").latex == "a_{b_{c}}")
    #expect(Variable("_").latex == "\\mathrm{\\_}")
    #expect(Expression.pow(.variable("b", latex: "\\beta^\\times"), 2).latex == "(\\beta^\\times)^{2}")
    #expect((Expression.variable("beta") .<= 1).description == "beta <= 1")
    #expect(LaTeXPrinter().print(Expression.variable("beta") .<= 1) == "\\beta \\le 1")
  }

  /// Braces, \left and \right are balanced and no two operators meet.
  @Test func randomTreesAreWellFormed() {
    var random = SplitMix(seed: 4)
    for _ in 0..<2000 {
      let text = Expression.random(depth: 6, &random).latex
      var depth = 0
      for c in text {
        if c == "{" || c == "(" { depth += 1 }
        if c == "}" || c == ")" { depth -= 1 }
        if depth < 0 { break }
      }
      #expect(depth == 0, "\(text)")
      #expect(
        text.split(separator: "\\left", omittingEmptySubsequences: false).count
          == text.split(separator: "\\right", omittingEmptySubsequences: false).count, "\(text)")
      for bad in ["+ -", "- -", "+ +", "{}", "--", "  "] { #expect(!text.contains(bad), "\(text)") }
    }
  }
}
