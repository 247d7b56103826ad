import TestSupport
import Testing

@testable import VlasovSymbols

@Suite struct RealParameterTests {
  @Test func keepsItsText() throws {
    for text in ["1/3", "0.1", "sqrt(2)", "pi/4", "3 - sqrt(3)", "1e6", "2^-5", "[0.99,1.01]", "1+/-0.01"] {
      let p = try RealParameter(parsing: "  \(text) ")
      #expect(p.text == text && p.description == text)
      #expect(try RealParameter(parsing: text) == p)
    }
    #expect(RealParameter(Rational(1, 10)).text == "0.1")
    #expect(RealParameter(Rational(1, 3)).text == "1/3")
    #expect(RealParameter(Expression.sqrt(2) / 2).text == "sqrt(2)/2")
    #expect(RealParameter(-7).text == "-7")
    #expect(try RealParameter(parsing: "1 +\r\n 2\n").text == "1 +  2")
  }

  /// Plain numbers are read without the parser; a space in front brings them to it.
  @Test func plainNumbers() throws {
    var generator = SeededGenerator(seed: 12)
    let alphabet = Array("0012345678999./")
    var read = 0
    for _ in 0..<20_000 {
      let length = Int.random(in: 1...20, using: &generator)
      let text = String(
        (0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] })
      let (quick, slow) = (try? RealParameter(parsing: text), try? RealParameter(parsing: " " + text))
      #expect(quick == slow, "\(text): \(String(describing: quick)), \(String(describing: slow))")
      #expect(quick?.text == slow?.text)
      if PlainNumber.read(text) != nil { read += 1 }
    }
    #expect(read > 2000)
    for text in [
      "0", "00.50", "1/0", "007", "0.1", "9/3", "999999999999999999", "1.", ".5", "1/2/3", "", "-1", "1e3",
    ] {
      #expect((try? RealParameter(parsing: text)) == (try? RealParameter(parsing: " " + text)), "\(text)")
    }
  }

  @Test func decimalsAreExact() throws {
    let p = try RealParameter(parsing: "0.1")
    #expect(p.rational == Rational(1, 10))
    #expect(!p.isInterval)
    #expect(p.expression == Expression(Rational(1, 10)))
    #expect(p.lifted(Double.self) == 0.1)
    withPrecision(300) { #expect(p.ball.contains(Rational(1, 10)) && p.ball.accuracyBits >= 299) }
  }

  @Test func constantsFollowThePrecision() throws {
    let p = try RealParameter(parsing: "pi/4")
    #expect(p.rational == nil)
    for bits in [30, 100, 1000] {
      withPrecision(bits) {
        #expect(p.ball.bits == bits)
        #expect(p.ball.accuracyBits >= bits - 3)
        #expect(p.ball.overlaps(Ball.pi(bits: 2000) / 4))
      }
    }
    #expect(p.lifted(Double.self) == Double.pi / 4)
    #expect(p.lifted(Expression.self) == Expression.pi / 4)
  }

  @Test func intervals() throws {
    let p = try RealParameter(parsing: "[0.99, 1.01]")
    #expect(p.isInterval && p.expression == nil && p.rational == nil)
    #expect(p.ball.contains(Rational(99, 100)) && p.ball.contains(Rational(101, 100)))
    #expect(p.ball.upperDouble < 1.0100001)
    #expect(p.lifted(Double.self) == 1)
    #expect(
      p.lifted(Expression.self) == .interval(Expression(Rational(99, 100)), Expression(Rational(101, 100))))
    let q = try RealParameter(parsing: "1 +/- 0.01")
    #expect(q.lifted(Expression.self) == p.lifted(Expression.self))
    let r = try RealParameter(parsing: "[-sqrt(2), max(pi, 3)]")
    #expect(r.isInterval && r.ball.contains(Rational(0)) && r.ball.contains(Rational(3)))
    let point = try RealParameter(parsing: "[2/4, 0.5]")
    #expect(!point.isInterval && point.rational == Rational(1, 2))
    #expect(try RealParameter(parsing: "3 +/- 0").rational == 3)
    #expect(try !RealParameter(parsing: "[pi, pi]").isInterval)
  }

  @Test(arguments: [
    ("log(-1)", "log of -1 is undefined"), ("1/0", "division by 0 is undefined"),
    ("0/0", "division by 0 is undefined"),
    ("sqrt(-2)", "sqrt of -2 is undefined"), ("0^-1", "0^(-1) is undefined"),
    ("log(0)", "log of 0 is undefined"),
    ("1/(sqrt(2)*sqrt(2)-2)", "division by sqrt(2)*sqrt(2) - 2 is undefined"),
    ("2 + log(1 - pi)", "log of 1 - pi is undefined"), ("asin(2)", "asin of 2 is undefined"),
    ("acos(-1.5)", "acos of -3/2 is undefined"), ("(-8)^(1/3)", "(-8)^(1/3) is undefined"),
    ("atanh(1)", "atanh of 1 is undefined"), ("acosh(0.5)", "acosh of 1/2 is undefined"),
    ("log1p(-1)", "log1p of -1 is undefined"), ("[1, 1/0]", "division by 0 is undefined"),
    ("[2, 1]", "the interval [2, 1] has its ends in the wrong order"),
    ("[sqrt(2), 1.4]", "the interval [sqrt(2), 7/5] has its ends in the wrong order"),
    ("1+/--0.01", "the radius -1/100 is negative"), ("log(sin(pi))", "log of sin(pi) cannot be evaluated"),
    ("1/(log(6) - log(2) - log(3))", "division by log(6) - log(2) - log(3) cannot be evaluated"),
    ("tan(pi/2)", "tan of pi/2 cannot be evaluated"),
    ("exp(1e30)", "exp of 1000000000000000000000000000000 cannot be evaluated"),
  ]) func undefinedValuesAreErrors(_ text: String, _ message: String) {
    let error = #expect(throws: UndefinedValue.self) { try RealParameter(parsing: text) }
    #expect(error?.description == message)
  }

  @Test(arguments: [
    ("[1, 2", 6), ("[1]", 4), ("[1, x]", 5), ("[1, 2, 3]", 6), ("[, 1]", 2), ("nan", 1), ("inf", 1),
    ("[0, inf]", 5),
    ("1 +/- x", 7), ("  1 + ", 6), (" [1, 2)", 8), ("1+/-2+/-3", 7), ("beta", 5), ("kappa", 1),
  ]) func malformedTextsNameThePlace(_ text: String, _ position: Int) {
    let error = #expect(throws: ParseError.self) { try RealParameter(parsing: text) }
    #expect(error?.position == position, "\(text): \(error?.description ?? "")")
  }

  @Test func jetsGetConstants() throws {
    let x = Jet(variable: Ball(2), order: 3)
    for text in ["1/3", "abs(-pi)", "besseli(1, 2)", "[1, 2]"] {
      let p = try RealParameter(parsing: text)
      let jet = p.lifted(Jet<Ball>.self)
      #expect(jet.isConstant && jet.value.isFinite && jet.value.overlaps(p.ball))
      let derivative = (jet * x * x).derivative(1)
      #expect(derivative.overlaps(p.ball * 4))
    }
    #expect(try RealParameter(parsing: "pi").lifted(Jet<Double>.self).value == Double.pi)
  }

  @Test func boundariesOfDomainsAreExact() throws {
    let p = try RealParameter(parsing: "0.1")
    let tenth = Expression(Rational(1, 10))
    #expect(p.decide(.lessOrEqual, bound: tenth) == .proved)
    #expect(p.decide(.less, bound: tenth) == .refuted)
    #expect(p.decide(.equal, bound: tenth) == .proved)
    #expect(p.decide(.greater, bound: 0) == .proved)
    #expect(p.decide(.greaterOrEqual, bound: Expression(Rational(2, 10))) == .refuted)
    let pi = try RealParameter(parsing: "pi")
    #expect(pi.decide(.lessOrEqual, bound: .pi) == .proved)
    #expect(pi.decide(.less, bound: .pi) == .refuted)
    #expect(pi.decide(.greater, bound: 3) == .proved)
    let root = try RealParameter(parsing: "sqrt(2)/2")
    #expect(root.decide(.lessOrEqual, bound: 1 / .sqrt(2)) == .proved)
    #expect(root.decide(.less, bound: 1 / .sqrt(2)) == .refuted)
    #expect(try root.decide(.less, bound: RealParameter(parsing: "0.70710678118654752440")) == .refuted)
    #expect(try root.decide(.less, bound: RealParameter(parsing: "0.70710678118654752441")) == .proved)
  }

  @Test func intervalsAgainstBounds() throws {
    let p = try RealParameter(parsing: "[0, 1]")
    #expect(p.decide(.greaterOrEqual, bound: 0) == .proved)
    #expect(p.decide(.greater, bound: 0) == .undecided)
    #expect(p.decide(.lessOrEqual, bound: 1) == .proved)
    #expect(p.decide(.greater, bound: 1) == .refuted)
    #expect(p.decide(.less, bound: 0) == .refuted)
    #expect(p.decide(.less, bound: Expression(Rational(1, 2))) == .undecided)
    #expect(p.decide(.equal, bound: RealParameter(2)) == .refuted)
  }

  @Test func uncheckedExpressionsStayIndeterminate() {
    let p = RealParameter(Expression.log(-1))
    #expect(!p.ball.isFinite)
    #expect(p.lifted(Double.self).isNaN)
    #expect(p.decide(.less, bound: 0) == .undecided)
  }
}
