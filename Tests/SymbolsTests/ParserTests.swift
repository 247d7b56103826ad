import Testing
import VlasovSymbols

@Suite struct ParserTests {
  @Test(arguments: [
    ("-2^2", "-4"), ("2^-5", "1/32"), ("2^3^2", "512"), ("2^-2^2", "1/16"), ("(-2)^2", "4"),
    ("-2^-2", "-1/4"),
    ("1-2-3", "-4"), ("8/4/2", "1"), ("8/4*2", "4"), ("1+2*3^2/9-1", "2"), ("2*-3", "-6"), ("2--3", "5"),
    ("--2", "2"),
    ("+-+2", "-2"), ("0.1", "1/10"), ("1e6", "1000000"), ("1e-5", "1/100000"), ("1.5E+2", "150"),
    (".5", "1/2"),
    ("5.", "5"), ("\t 1 /\n 3 ", "1/3"), ("((((7))))", "7"), ("1/3", "1/3"), ("-1/2", "-1/2"),
    ("3e2^2", "90000"),
    ("min(3, 2, 1)", "1"), ("abs(-2)^3", "8"), ("binomial(6, 1+1)", "15"), ("2^(1/1)", "2"), ("4^0.5", "2"),
  ]) func readsExactly(_ text: String, _ value: String) throws {
    #expect(try Expression(parsing: text).rationalValue?.description == value)
  }

  @Test func randomArithmeticHasItsValue() throws {
    var random = SplitMix(seed: 2)
    for _ in 0..<500 {
      let sample = RationalText.random(depth: 5, &random)
      let e = try Expression(parsing: sample.text)
      #expect(e.rationalValue == sample.value, "\(sample.text)")
    }
  }

  @Test(arguments: [
    ("", 1, "the end"), ("   ", 4, "the end"), ("1 +", 4, "the end"), ("(1", 3, "the end"), ("1)", 2, "`)`"),
    ("2 3", 3, "`3`"), ("2x", 2, "`x`"), ("2e", 2, "`e`"), ("1.2.3", 4, "`.3`"), ("1,5", 2, "`,`"),
    ("*2", 1, "`*`"),
    ("2**3", 3, "`*`"), ("sin", 4, "the end"), ("sin 2", 5, "`2`"), ("sin()", 5, "`)`"), ("pi(2)", 3, "`(`"),
    ("foo", 1, "`foo`"), ("Pi", 1, "`Pi`"), ("nan", 1, "`nan`"), ("1+Infinity", 3, "`Infinity`"),
    ("-inf", 2, "`inf`"),
    ("2*π", 3, "`π`"), ("é+1", 1, "`é`"), ("1 + ½", 5, "`½`"), ("[1,2]", 1, "`[`"), ("0x10", 2, "`x10`"),
    ("1e999999999", 1, "`1e999999999`"), ("2+1e-1000001", 3, "`1e-1000001`"), ("sqrt(1;2)", 7, "`;`"),
    ("besseli(1)", 1, "besseli with 1 argument"), ("exp(1,2)", 1, "exp with 2 arguments"),
    ("2*min(1)", 3, "min with 1 argument"), ("gammaq(1/2, 1)", 8, "`1`"), ("binomial(5, pi)", 13, "`pi`"),
    ("2^10^16", 3, "`10`"), ("1\u{0}", 2, "`?`"), ("1 \u{202E}2", 3, "`?`"), ("√2", 1, "`√`"),
    ("1 - \u{2212}2", 5, "`\u{2212}`"),
  ]) func refusesWithThePlace(_ text: String, _ position: Int, _ found: String) throws {
    let error = #expect(throws: ParseError.self) { try Expression(parsing: text) }
    #expect(error?.position == position)
    #expect(error?.found == found)
    let line = error?.description ?? ""
    #expect(!line.contains(where: \.isNewline) && !line.isEmpty)
  }

  @Test func messagesSayWhatWasExpected() throws {
    func message(_ text: String, _ variables: [Variable] = []) -> String {
      do {
        _ = try Expression(parsing: text, variables: variables)
        return ""
      } catch { return "\(error)" }
    }
    #expect(
      message("1e7000000")
        == "at position 1: found `1e7000000`, expected a decimal exponent of at most 1000000 in size")
    #expect(message("2*(3+)") == "at position 6: found `)`, expected a number, a name or `(`")
    #expect(message("x") == "at position 1: found `x`, expected a number, pi, e, euler or a function")
    #expect(
      message("t", [Variable("x")])
        == "at position 1: found `t`, expected a number, x, pi, e, euler or a function")
    #expect(message("inf") == "at position 1: found `inf`, expected a finite real number")
    #expect(message("1\n\n)") == "at position 4: found `)`, expected an operator or the end")
    #expect(message("a\u{7}\n").contains("expected"))
  }

  @Test func allowsTheCallersVariables() throws {
    let variables = [Variable("beta"), Variable("n"), Variable("e")]
    let e = try Expression(parsing: "beta^2 + besseli(n + 1, beta)*e", variables: variables)
    #expect(e.freeVariables == ["beta", "n", "e"])
    #expect(
      e == .pow(.variable("beta"), 2) + .besselI(Index(symbol: "n") + 1, .variable("beta")) * .variable("e"))
    #expect(
      try Expression(parsing: "factorial(n - 2)", variables: variables) == .factorial(Index(symbol: "n") - 2))
    #expect(throws: ParseError.self) { try Expression(parsing: "gammaq(2*n, 1)", variables: variables) }
    // Not an integer plus a variable: a Bessel function of real order.
    #expect(
      try Expression(parsing: "besseli(2*n, 1)", variables: variables)
        == .besselI(order: 2 * .variable("n"), 1))
  }

  @Test func keepsFunctionsByName() throws {
    for f in Function.allCases {
      let integers = (0..<f.indexCount).map { "\(3 - $0)" }
      let branch = f == .lambertWMinus ? ["-1"] : []
      let reals = (0..<f.argumentCount).map { _ in "1/7" } + branch
      let text = "\(f.name)(\((integers + reals).joined(separator: ", ")))"
      let e = try Expression(parsing: text)
      guard case .call(let g, let n) = e.operation else {
        Issue.record("\(text) is not a call")
        continue
      }
      #expect(g == f && n.count == f.indexCount && e.operands.count == f.argumentCount)
      #expect(e.description == text)
    }
  }
}
