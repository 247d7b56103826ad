import Testing
import VlasovNumbers

@Suite struct RationalTextTests {
  @Test func readsDecimals() {
    let cases: [(String, Rational)] = [
      ("12", 12), ("-0.1", Rational(-1, 10)), ("1e6", 1_000_000), ("1.5e-3", Rational(3, 2000)),
      ("3/7", Rational(3, 7)), ("-6/4", Rational(-3, 2)), ("+2.50", Rational(5, 2)), (".5", Rational(1, 2)),
      ("5.", 5), ("0.000", 0), ("-0", 0), ("1E+2", 100), ("125e-2", Rational(5, 4)), ("0/5", 0), ("0e-5", 0),
      ("1000e-3", 1), ("00012.5000e1", 125), ("1e0000000000000000000000003", 1000), ("0.2e1", 2),
    ]
    for (text, value) in cases { #expect(Rational(decimal: text) == value, "\(text)") }
    #expect(Rational(decimal: "x=0.25".dropFirst(2)) == Rational(1, 4))
  }

  @Test(arguments: [
    "", ".", "-", "+", "e5", ".e5", "1e", "1e+", "1e1.5", "1.2.3", "1/0", "1/", "/2", "1/2/3", "1/-2",
    "1.5/2", "1e2/3",
    " 1", "1 ", "0x1p3", "1_000", "nan", "inf", "--1", "1,5", "1e1000001", "1e-1000001",
    "1e99999999999999999999999999", "1ee5", "1e5e5", "١", "0.-1", "1/+2", "1\u{0}",
  ])
  func refusesMalformedText(_ text: String) { #expect(Rational(decimal: text) == nil) }

  @Test func decimalsAgreeWithTheirDefinition() throws {
    var random = SplitMix(seed: 31)
    for _ in 0..<500 {
      let whole = random.integerText(digits: 20)
      let places = Int.random(in: 0...15, using: &random)
      let fraction = String((0..<places).map { _ in "0123456789".randomElement(using: &random) ?? "0" })
      let exponent = Int.random(in: -40...40, using: &random)
      let value = try #require(Rational(decimal: "\(whole).\(fraction)e\(exponent)"))
      let digits = try #require(Integer(whole + fraction))
      let power = try #require(Rational(10).power(exponent - places))
      #expect(value == Rational(digits) * power)
      #expect(Integer.gcd(value.numerator, value.denominator) == 1)
    }
    for _ in 0..<100 {
      let value = random.rational(digits: 30)
      #expect(Rational(decimal: value.description) == value)
    }
  }

  @Test func extremeExponents() throws {
    let big = try #require(Rational(decimal: "25e1000000"))
    #expect(big.numerator.bitWidth == 3_321_933 && big.isInteger)
    let small = try #require(Rational(decimal: "25e-1000000"))
    #expect(small * big == 625)
    #expect(small.terminatingDecimal(maximumDigits: 2) == "2.5e-999999")
    #expect(big.terminatingDecimal(maximumDigits: 2) == "2.5e+1000001")
    #expect(small.terminatingDecimal(maximumDigits: 1) == nil)
    #expect((small + 1).terminatingDecimal(maximumDigits: 1000) == nil)
  }

  @Test func terminatingDecimals() {
    let cases: [(Rational, Int, String?)] = [
      (0, 1, "0"), (Rational(1, 2), 1, "0.5"), (Rational(-49, 4), 4, "-12.25"), (Rational(-49, 4), 3, nil),
      (Rational(1, 3), 1000, nil), (Rational(5, 6), 1000, nil), (100, 1, "100"), (-120, 2, "-120"),
      (123, 2, nil),
      (Rational(1, 1024), 7, "0.0009765625"), (Rational(1, 1024), 6, nil), (Rational(3, 40), 2, "0.075"),
      (Rational(5, 4), Int.max, "1.25"), (1, 0, nil), (7, 1, "7"), (Rational(1_000_001, 100), 7, "10000.01"),
      (Rational(1, 125), 1, "0.008"),
      (Rational(1, 5 << 40), 40, "0.0000000000001818989403545856475830078125"),
    ]
    for (value, digits, text) in cases {
      #expect(value.terminatingDecimal(maximumDigits: digits) == text, "\(value)")
    }
  }

  @Test func terminatingDecimalsTurnScientificBeyondThirtyZeros() throws {
    for (text, expected) in [
      ("1e30", "1" + String(repeating: "0", count: 30)), ("1e31", "1e+31"), ("-12.5e40", "-1.25e+41"),
      ("1e-31", "0." + String(repeating: "0", count: 30) + "1"), ("1e-32", "1e-32"),
      ("-15e-50", "-1.5e-49"),
    ] {
      #expect(try #require(Rational(decimal: text)).terminatingDecimal(maximumDigits: 9) == expected)
    }
  }

  @Test func terminatingDecimalsReadBack() throws {
    var random = SplitMix(seed: 32)
    for _ in 0..<1000 {
      let exponent = Int.random(in: -60...60, using: &random)
      let digits = random.integerText(digits: 25)
      let value = try #require(Rational(decimal: "\(digits)e\(exponent)"))
      let text = try #require(value.terminatingDecimal(maximumDigits: 25))
      #expect(Rational(decimal: text) == value)
      // The bound on the digits is sharp: the significant ones are those of the text without outer zeros.
      let size = digits.filter { $0 != "-" }
      let significant = size.count - size.reversed().prefix { $0 == "0" }.count
      #expect(value.terminatingDecimal(maximumDigits: significant) == text)
      #expect(value.terminatingDecimal(maximumDigits: significant - 1) == nil)
      #expect((value + Rational(1, 3)).terminatingDecimal(maximumDigits: 10_000) == nil)
    }
  }
}
