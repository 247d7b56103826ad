import Testing

@testable import VlasovTheory

/// Shared steps of the tests of the causal results.
enum Causal: ThemeTests {
  static let theme = "causal"
  static let seed: UInt64 = 20_241_104

  /// The enclosure over an interval meets the value at one of its points, which is known to 1 in 2^60 at least:
  /// at an end of the interval neither need contain the other.
  static func expectEnclosed(
    _ point: Ball, in whole: Ball, _ comment: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(
      whole.isFinite && whole.overlaps(point) && point.accuracyBits >= 60,
      "\(comment): \(point.dump) in \(whole.dump)", sourceLocation: sourceLocation)
  }
}

extension RandomStream {
  /// A rational in (low, high) with a small denominator.
  mutating func rational(_ low: Int, _ high: Int, over q: Int = 64) -> Rational {
    Rational(low * q + 1 + integer(below: (high - low) * q - 1), q)
  }
}
