import Testing
import VlasovNumbers

@Suite struct DecimalTextTests {
  @Test func notation() {
    let cases: [(String, Int, Bool, String)] = [
      ("15708", 1, false, "1.5708"), ("15708", 1, true, "-1.5708"), ("15708", 0, false, "0.15708"),
      ("15708", 5, false, "15708"), ("15708", 7, false, "1570800"), ("15708", 4, true, "-1570.8"),
      ("15708", -6, false, "0.00000015708"), ("15708", -7, false, "1.5708e-8"),
      ("15708", 26, false, "1.5708e+25"),
      ("15708", -11, true, "-1.5708e-12"), ("1", 21, false, "1" + String(repeating: "0", count: 20)),
      ("1", 22, false, "1e+21"), ("1", -7, false, "1e-8"), ("000", 0, false, "0.000"),
      (String(repeating: "7", count: 40), 40, false, String(repeating: "7", count: 40)),
      (String(repeating: "7", count: 40), 41, true, "-7." + String(repeating: "7", count: 39) + "e+40"),
    ]
    for (digits, exponent, negative, text) in cases {
      #expect(DecimalText.plain(digits: digits, pointAfter: exponent, negative: negative) == text)
    }
  }

  @Test func notationKeepsTheValue() throws {
    var random = SplitMix(seed: 41)
    for _ in 0..<500 {
      let signed = random.integerText(digits: 30)
      let digits = signed.filter { $0 != "-" }
      let exponent = Int.random(in: -50...60, using: &random)
      let text = DecimalText.plain(digits: digits, pointAfter: exponent, negative: signed.hasPrefix("-"))
      #expect(Rational(decimal: text) == Rational(decimal: "\(signed)e\(exponent - digits.count)"))
    }
  }
}
