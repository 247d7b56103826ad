import Testing
import VlasovSymbols

/// The special functions in the grammar: reading, printing, exact values, and where they are undefined.
@Suite struct SpecialFunctionTests {
  @Test(
    arguments: [
      ("erf(x)", "\\operatorname{erf}(x)"), ("erfc(x)", "\\operatorname{erfc}(x)"),
      ("erfcinv(x)", "\\operatorname{erfc}^{-1}(x)"), ("mills(x)", "\\operatorname{Mills}(x)"),
      ("gamma(x)", "\\Gamma(x)"), ("lgamma(x)", "\\log \\Gamma(x)"), ("digamma(x)", "\\psi(x)"),
      ("beta(x, y)", "\\mathrm{B}(x, y)"), ("betainc(x, y, 1/2)", "I_{\\frac{1}{2}}(x, y)"),
      ("besseli(5/2, x)", "I_{\\frac{5}{2}}(x)"), ("besseli(3, x)", "I_{3}(x)"),
      ("besselclifford(1/3, x)", "C_{\\frac{1}{3}}(x)"), ("besseliratio(1/2, x)", nil),
      ("en(2, x)", "E_{2}(x)"), ("lambertw(x)", "W_{0}(x)"), ("lambertw(x, -1)", "W_{-1}(x)"),
      ("wrightomega(x)", "\\omega(x)"),
      ("hyp0f1(x, y)", "{}_{0}F_{1}(; x; y)"), ("hyp1f1(x, y, 2)", "{}_{1}F_{1}(x; y; 2)"),
      ("hyp2f1(x, y, 2, 1/2)", "{}_{2}F_{1}\\left(x, y; 2; \\frac{1}{2}\\right)"),
      ("hyp3f2at1(x, y, 1, 2, 3)", "{}_{3}F_{2}(x, y, 1; 2, 3; 1)"),
    ] as [(String, String?)])
  func roundTrip(_ text: String, _ latex: String?) throws {
    let variables = ["x", "y"].map { Variable($0) }
    let e = try Expression(parsing: text, variables: variables)
    #expect(e.description == text)
    #expect(try Expression(parsing: e.description, variables: variables) == e)
    if let latex { #expect(e.latex == latex) }
    #expect(e.freeVariables.isSubset(of: ["x", "y"]) && !e.freeVariables.isEmpty)
  }

  /// An order that is an integer in disguise is the index form, whichever way it comes.
  @Test func integerOrders() throws {
    let x = try Expression(parsing: "1/3")
    #expect(try Expression(parsing: "besseli(6/2, 1/3)") == .besselI(3, x))
    #expect(Expression.besselI(order: 3, x) == .besselI(3, x))
    #expect(Expression.besselI(order: .sqrt(2), x).description == "besseli(sqrt(2), 1/3)")
    #expect(try Expression(parsing: "lambertw(1/3, 0)") == .lambertW(x))
  }

  @Test(arguments: [
    ("lambertw(1, 1)", 13), ("lambertw(1, 1/2)", 13), ("lambertw(1, -1, 0)", 1), ("lambertw()", 10),
    ("en(1/2, 1)", 4), ("beta(1)", 1), ("betainc(1, 2)", 1), ("hyp2f1(1, 2, 3)", 1), ("besseli(1)", 1),
    ("gamma", 6), ("erfc 2", 6),
  ])
  func malformed(_ text: String, _ position: Int) throws {
    let error = try #require(throws: ParseError.self) { try Expression(parsing: text) }
    #expect(error.position == position, "\(text): \(error)")
  }

  @Test(
    arguments: [
      ("erf(0)", "0"), ("erfc(0)", "1"), ("erfcinv(1)", "0"), ("gamma(5)", "24"), ("lgamma(2)", "0"),
      ("lambertw(0)", "0"), ("wrightomega(1)", "1"), ("besseli(1/2, 0)", "0"),
      ("betainc(1/2, 1/3, 1)", "1"), ("en(3, 0)", "1/2"),
      ("hyp2f1(1/2, 1/3, 1/4, 0)", "1"), ("hyp1f1(1, 2, 0)", "1"), ("besseliratio(2, 0)", nil),
      ("gamma(0)", nil), ("hyp0f1(-1, 0)", nil), ("erfc(1)", nil), ("lambertw(1, -1)", nil),
    ] as [(String, String?)])
  func exactValues(_ text: String, _ value: String?) throws {
    let e = try Expression(parsing: text)
    if text == "besseliratio(2, 0)" {
      #expect(e.rationalValue == 0)
    } else {
      #expect(e.rationalValue?.description == value, "\(text)")
    }
  }

  @Test(arguments: [
    "gamma(0)", "gamma(-3)", "digamma(0)", "digamma(-2)", "lgamma(0)", "lgamma(-1/2)", "beta(0, 1)",
    "beta(1, -1)", "betainc(0, 1, 1/2)", "betainc(1, 1, 2)", "betainc(1, 1, -1/2)", "besseli(-1, 1)",
    "besseli(-1/2, 1)", "besseli(1/2, -1)", "besseliratio(-1, 1)", "lambertw(-1)", "lambertw(-1/2, -1)",
    "lambertw(0, -1)", "lambertw(1, -1)", "erfcinv(0)", "erfcinv(2)", "erfcinv(3)", "en(1, 0)", "en(2, -1)",
    "en(-1, 1)", "hyp0f1(0, 1)", "hyp1f1(1, -2, 1)", "hyp2f1(1, 1, 2, 1)", "hyp2f1(1, 1/2, 2, 3)",
    "hyp2f1(1/2, 1, -1, 1/2)", "hyp3f2at1(1, 1, 1, 1, 1)", "atanh(1)", "acosh(1/2)", "0^-1", "(-2)^(1/2)",
  ])
  func undefined(_ text: String) throws {
    let error = try #require(throws: (any Error).self, "\(text)") { try RealParameter(parsing: text) }
    #expect("\(error)".contains("undefined"), "\(text): \(error)")
  }
}
