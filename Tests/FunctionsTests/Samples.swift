import Testing
import VlasovFunctions

/// A seeded generator (SplitMix64; Steele, Lea, Flood 2014) of arguments for the special functions.
struct Samples: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  /// A precision from 2 to `most` bits, small ones as often as large ones.
  mutating func bits(most: Int = 4000) -> Int {
    let top = int(1...12)
    return min(most, max(2, int(1 << (top - 1)...1 << top)))
  }

  /// An exact positive number below 2^high, of up to `bits` bits, with its leading bit from 2^low on; now and
  /// then with very few bits.
  mutating func positive(bits: Int, low: Int, high: Int) -> Ball {
    let length = int(0...3) == 0 ? int(1...min(bits, 4)) : bits
    var mantissa = Integer(1)
    for _ in 1..<max(length, 2) where length > 1 { mantissa = mantissa + mantissa + Integer(int(0...1)) }
    return Ball(mantissa, bits: bits).scaled(by: int(low...high - 1) - length + 1)
  }

  /// As `positive`, with either sign, and 0 at times.
  mutating func real(bits: Int, low: Int, high: Int) -> Ball {
    if int(0...19) == 0 { return Ball(0, bits: bits) }
    let x = positive(bits: bits, low: low, high: high)
    return int(0...1) == 0 ? x : -x
  }

  /// A ball around `center`: exact, thin or wide, and an exact point in it with more bits.
  mutating func ball(around center: Ball, widest: Int) -> (ball: Ball, point: Ball) {
    let fine = center.bits + 100
    if int(0...2) == 0 { return (center, center.rounded(to: fine)) }
    let size = (center.exponent ?? 0) - int(-widest...center.bits + 20)
    let radius = Magnitude.power2(size)
    // A point at the fraction t of the radius, -1 <= t <= 1.
    let t = int(0...9) == 0 ? 1 << 20 : int(-1 << 20...1 << 20)
    let point = center.rounded(to: fine + 2000) + Ball(t, bits: fine).scaled(by: size - 20)
    return (Ball(center: center, radius: radius), point)
  }
}

/// That `a` and `b` enclose the same number, with a message that can be repeated.
func expectOverlap(
  _ a: Ball, _ b: Ball, _ what: @autoclosure () -> String, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(a.overlaps(b), "\(what()): \(a.dump) and \(b.dump)", sourceLocation: sourceLocation)
}

/// That `a` encloses the decimal, which is right to one unit of its last digit, and is itself that accurate.
func expectDigits(
  _ a: Ball, _ digits: String, _ what: String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
  guard let value = Rational(decimal: digits) else {
    Issue.record("not a decimal: \(digits)", sourceLocation: sourceLocation)
    return
  }
  let count = digits.prefix { $0 != "e" }.drop { "-0.".contains($0) }.filter(\.isNumber).count
  let reference = Ball(value, bits: a.bits + 64)
  // A unit of the last of n digits is at most 10^(1-n) times the number.
  var slack = reference.magnitude
  for _ in 1..<count { slack = slack.dividedUp(by: Magnitude(10)) }
  let claimed = Ball(center: reference, radius: slack)
  #expect(
    a.overlaps(claimed), "\(what): \(a.shortDescription) against \(digits)", sourceLocation: sourceLocation)
  #expect(
    a.accuracyBits > Int(Double(count) * 3.3), "\(what): only \(a.accuracyBits) bits",
    sourceLocation: sourceLocation)
}
