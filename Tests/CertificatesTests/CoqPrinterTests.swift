import Testing
import Vlasov

@Suite struct CoqPrinterTests {
  private func coq(_ text: String, _ variables: String...) throws -> String {
    try CoqPrinter().print(Parser(variables: variables.map { Variable($0) }).parse(text))
  }

  @Test func precedence() throws {
    #expect(try coq("a - (b - c)", "a", "b", "c") == "a - (b - c)")
    #expect(try coq("a/(b*c)", "a", "b", "c") == "a / (b * c)")
    #expect(try coq("a*(b/c)", "a", "b", "c") == "a * (b / c)")
    #expect(try coq("-(a + b)", "a", "b") == "- (a + b)")
    #expect(try coq("-(a*b)", "a", "b") == "- (a * b)")
    #expect(try coq("(-a)^2", "a") == "(- a) ^ 2")
    #expect(try coq("-a^2", "a") == "- a ^ 2")
    #expect(try coq("a + (-b)*c", "a", "b", "c") == "a - b * c")
    #expect(try coq("(a + b)*c", "a", "b", "c") == "(a + b) * c")
  }

  @Test func numbers() throws {
    #expect(try coq("1/3*a", "a") == "1 / 3 * a")
    #expect(try coq("a*(1/3)", "a") == "a * (1 / 3)")
    #expect(try coq("exp(-1/3)") == "exp (- (1 / 3))")
    #expect(try coq("a^(-2)", "a") == "1 / a ^ 2")
    #expect(try coq("b/a^(-2)", "a", "b") == "b / (1 / a ^ 2)")
    #expect(try coq("(1/3)^20*a", "a").hasPrefix("1 / 3486784401"))
    #expect(try coq("exp(-2)*a", "a") == "exp (-2) * a")
  }

  @Test func powers() throws {
    #expect(try coq("a^(3/2)", "a") == "(sqrt a) ^ 3")
    #expect(try coq("2^(1/3)") == "Rpower 2 (1 / 3)")
    #expect(try coq("e^a", "a") == "exp a")
    // Rpower 0 y is 1 in Coq.
    #expect(throws: Unprintable.self) { try coq("a^(1/3)", "a") }
  }

  @Test func functions() throws {
    #expect(try coq("besseli(2, 1/2)") == "BesselI 2 (1 / 2)")
    #expect(try coq("2*expm1(a)", "a") == "2 * (exp a - 1)")
    #expect(try coq("a - expm1(b)", "a", "b") == "a - (exp b - 1)")
    #expect(try coq("log1p(a*b)", "a", "b") == "ln (1 + a * b)")
    #expect(try coq("min(a, exp(1))", "a") == "Rmin a (exp 1)")
    #expect(try coq("hyp0f1(3/2, a^2/4)", "a") == "Hypergeometric0F1 (3 / 2) (a ^ 2 / 4)")
    #expect(try coq("pi*e") == "PI * exp 1")
    #expect(try coq("besseliratio(3/2, a)", "a") == "BesselRatio (3 / 2) a")
  }

  @Test func refusals() {
    for text in ["ei(2)", "lgamma(1/3)", "euler", "digamma(2)", "hyp2f1(1, 2, 3, -2)"] {
      #expect(throws: Unprintable.self, "\(text)") { try coq(text) }
    }
  }

  @Test func exponentialIntegrals() throws {
    let e = try CoqPrinter().print(CoqPrinter.prepared(Parser().parse("(ei(2) - ei(1))/2")))
    #expect(e == "RInt (fun u => exp u / u) 1 2 / 2")
  }

  @Test func binders() throws {
    struct Geometric: SeriesTerm {
      var variables: Int { 1 }
      func term<T: SpecialAnalytic>(_ n: Index, _ x: [T]) -> T { T.pow(x[0], n) * T(n) }
      func tail<T: SpecialAnalytic>(after n: Int, _ x: [T]) -> Majorant<T> {
        Majorant(bound: x[0], ratios: [x[0]])
      }
    }
    struct Square: Function1 {
      func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T { x * x + p[0] }
    }
    let s = Expression.sum(Geometric(), from: 1, [Expression(Rational(1, 2))])
    #expect(try CoqPrinter().print(s) == "Series (fun n : nat => (1 / 2) ^ (n + 1) * INR (n + 1))")
    #expect(
      JSONPrinter().print(s)
        == #"["sum","n",1,["*",["^",["num","1/2"],["index","n",0]],["index","n",0]]]"#)
    let i = Expression.integral(Square(), [.variable("u")], from: 0, to: .pi)
    #expect(try CoqPrinter().print(i) == "RInt (fun v => v * v + u) 0 PI")
    let open = Expression.integral(Square(), [2], from: 0, to: .infinity)
    #expect(throws: Unprintable.self) { try CoqPrinter().print(open) }
  }

  @Test func namesThatCoqUses() throws {
    #expect(try coq("M*S + R", "M", "S", "R") == "M * S_ + R_")
  }
}
