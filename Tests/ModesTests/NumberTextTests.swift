import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovModes

@Suite struct NumberTextTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let value: String
    var testDescription: String { text }
    init(_ text: String, _ value: String) { (self.text, self.value) = (text, value) }
  }

  @Test(
    "every form is exact",
    arguments: [
      Case("0", "0"), Case("-0", "0"), Case("-0.0", "0"), Case("+.5", "1/2"), Case("5.", "5"), Case("-5.", "-5"),
      Case("007", "7"), Case("0.1", "1/10"), Case("-2.5e-1", "-1/4"), Case("1e3", "1000"), Case("1E+3", "1000"),
      Case("1e-3", "1/1000"), Case("1/3", "1/3"), Case("-6/4", "-3/2"), Case("+1/3", "1/3"), Case("2^-5", "1/32"),
      Case("-2^5", "-32"), Case("0^3", "0"), Case("1^-1000000000", "1"), Case("0x1.8p-3", "3/16"),
      Case("-0X1P+1", "-2"), Case("0x.8", "1/2"), Case("0xff", "255"), Case("0x1.", "1"), Case("0x0p99999999999", "0"),
      Case("9223372036854775807", "9223372036854775807"), Case("9223372036854775808", "9223372036854775808"),
      Case("-9223372036854775809", "-9223372036854775809"), Case("9007199254740993", "9007199254740993"),
      Case("1.0000000000000000000000001", "10000000000000000000000001/10000000000000000000000000"),
      Case("0.5000000000000000000000000000000000000", "1/2"), Case("123456789012345678901e-20", "123456789012345678901/100000000000000000000"),
      Case("0x1.00000000000000000000001p0", "4951760157141521099596496897/4951760157141521099596496896"),
      Case("0x10000000000000000000000p-4", "19342813113834066795298816"), Case("0e99999999999", "0"),
      Case("000000000000000000000000000001.5", "3/2"),
    ])
  func exact(_ c: Case) throws {
    let number = try NumberText.read(c.text).get()
    #expect(number.rational.description == c.value)
    if Rational(exactly: number.double) == number.rational {
      #expect(number == .double(number.double))
      #expect(!(number.double == 0 && number.double.sign == .minus))
    }
  }

  @Test(
    "what is no number",
    arguments: [
      "", " ", "+", "-", ".", "e5", "1e", "1e+", "1..2", "1.2.3", "--1", "+-1", "1_000", "1,5", "1 2", "١", "٣.٥", "0x",
      "0x.p1", "0x1p", "0x1.8p-", "1x5", "00x1", "1/0", "1/", "/2", "1/2/3", "1.5/2", "1/-2", "2^", "^2", "2^2^2", "2.5^2",
      "0^0", "0^-1", "1e5.5", "abc", "NA", "1.5f", "０", "1\u{0}", "\u{0}", "½", "1e5/2", "−1", "0x1g", "2^-", "e", "x",
    ])
  func malformed(_ text: String) {
    #expect(NumberText.read(text) == .failure(.malformed))
  }

  @Test("not finite, too large, too small")
  func faults() {
    for text in ["nan", "NaN", "-nan", "inf", "-Inf", "+infinity", "INFINITY"] {
      #expect(NumberText.read(text) == .failure(.notFinite), "\(text)")
    }
    for text in [
      "1e400", "-1e309", "1e1000001", "1e99999999999999999999", "2^1024", "10^999999999999", "0x1p1024",
      "0x1p99999999999", "1.8e308", String(repeating: "9", count: 400), "1.5e1000000",
    ] {
      #expect(NumberText.read(text) == .failure(.tooLarge), "\(text.prefix(20))")
    }
    for text in ["1e-1000001", "-1e-99999999999999999999", "2^-99999999999", "0x1p-99999999999"] {
      #expect(NumberText.read(text) == .failure(.tooSmall), "\(text)")
    }
    // The last double and what still rounds to it.
    for text in ["1.7976931348623157e308", "1.79769313486231580e308", "0x1.fffffffffffffp1023", "1e-400", "2^1023"] {
      #expect((try? NumberText.read(text).get()) != nil, "\(text)")
    }
  }

  /// The words' path and the exact path agree on random decimals, and the compact form is the right one.
  @Test func compactForms() throws {
    var generator = SeededGenerator(seed: 20_260_101)
    for _ in 0..<20_000 {
      let digits = Int.random(in: 1...19, using: &generator)
      let places = Int.random(in: 0...digits, using: &generator)
      var text = (0..<digits).map { _ in String(Int.random(in: 0...9, using: &generator)) }.joined()
      text.insert(".", at: text.index(text.startIndex, offsetBy: digits - places))
      if Bool.random(using: &generator) { text = "-" + text }
      if Int.random(in: 0...3, using: &generator) == 0 { text += "e\(Int.random(in: -30...30, using: &generator))" }
      let number = try NumberText.read(text).get()
      let exact = try #require(Rational(decimal: text))
      #expect(number.rational == exact, "\(text)")
      let isDouble = Rational(exactly: exact.double) == exact
      if case .double = number { #expect(isDouble, "\(text)") } else { #expect(!isDouble || number.isDouble, "\(text)") }
      if isDouble, exact.magnitude < Rational(1 << 50) { #expect(number == .double(exact.double), "\(text)") }
      if digits <= 18, case .rational = number { Issue.record("\(text) is not compact") }
    }
  }

  /// Doubles written by Swift as hexadecimal floats come back bit for bit.
  @Test func hexadecimal() throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<20_000 {
      let x = Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &generator))
      guard x.isFinite else { continue }
      let significand = String(x.significandBitPattern, radix: 16)
      let text =
        (x.sign == .minus ? "-" : "") + (x.isNormal ? "0x1." : "0x0.")
        + String(repeating: "0", count: 13 - significand.count) + significand
        + "p\(x.isNormal ? Int(x.exponent) : -1022)"
      #expect(try NumberText.read(text).get() == .double(x), "\(text)")
    }
  }
}
