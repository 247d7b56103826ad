import VlasovNumbers

/// A seeded generator (SplitMix64; Steele, Lea, Flood 2014), so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A text of up to `digits` decimal digits with no leading zero, negative half of the time.
  mutating func integerText(digits: Int) -> String {
    let count = Int.random(in: 1...digits, using: &self)
    var text = Bool.random(using: &self) ? "-" : ""
    text += "\(Int.random(in: 1...9, using: &self))"
    for _ in 1..<max(count, 2) where count > 1 { text += "\(Int.random(in: 0...9, using: &self))" }
    return text
  }

  /// An integer of up to `digits` digits, never 0.
  mutating func integer(digits: Int) -> Integer { Integer(integerText(digits: digits)) ?? 0 }

  /// A rational, never 0, with parts of up to `digits` digits.
  mutating func rational(digits: Int) -> Rational {
    Rational(numerator: integer(digits: digits), denominator: integer(digits: digits)) ?? 0
  }
}
