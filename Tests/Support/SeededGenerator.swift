import VlasovEnclosures
import VlasovNumbers

/// A seeded generator (SplitMix64; Steele, Lea, Flood 2014), so that a failure can be repeated.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  /// What the generator was made from; failure messages show it.
  public let seed: UInt64
  private var state: UInt64

  public init(seed: UInt64) { (self.seed, state) = (seed, seed) }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  public mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  public mutating func bool() -> Bool { Bool.random(using: &self) }

  public mutating func element<C: Collection>(of choices: C) -> C.Element {
    let offset = int(0...(choices.count - 1))
    return choices[choices.index(choices.startIndex, offsetBy: offset)]
  }

  /// An integer of exactly `bits` bits: random ones, or the patterns where carries and roundings go wrong.
  public mutating func integer(bits: Int) -> Integer {
    let top = Integer(1) << (bits - 1)
    switch int(0...7) {
    case 0: return top
    case 1: return (top << 1) - 1
    case 2: return top + 1 - (bits == 1 ? 1 : 0)
    case 3: return top + (Integer(1) << int(0...(bits - 1))) - (bits == 1 ? 1 : 0)
    default:
      var rest: Integer = 0
      for _ in 0..<((bits + 61) / 62) { rest = (rest << 62) + Integer(Int(next() >> 2)) }
      let low = rest - ((rest >> (bits - 1)) << (bits - 1))
      return top + low
    }
  }

  /// A quotient of integers of up to `bits` bits, of either sign, sometimes 0.
  public mutating func rational(bits: Int) -> Rational {
    if int(0...15) == 0 { return 0 }
    let (n, d) = (integer(bits: int(1...bits)), integer(bits: int(1...bits)))
    return Rational(numerator: bool() ? n : -n, denominator: d) ?? 0
  }
}
