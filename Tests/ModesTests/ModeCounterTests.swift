import Testing
import VlasovModes
import VlasovNumbers

/// Counts of the portable samples. Source: two independent counters (exact rationals and balls up to n = 1000, float
/// counters with generous bounds above).
@Suite struct ModeCounterTests {
  @Test(
    "reference counts of the portable generator",
    arguments: [
      (1, 100, 10, 1), (1, 200, 50, 6), (2, 200, 50, 7), (1, 1000, 100, 9), (7, 300, 1000, 33),
      (2, 1000, 1000, 38), (1, 10_000, 1000, 36), (1, 100_000, 10_000, 138), (1, 1_000_000, 10_000, 115),
      (1, 1_000_000, 1_000_000, 1521),
    ] as [(UInt64, Int, Int, Int)])
  func irwinHall(_ seed: UInt64, _ n: Int, _ beta: Int, _ expected: Int) throws {
    let sample = try Sample.irwinHall(seed: seed, count: n)
    let count = try ModeCounter().count(sample, beta: Rational(beta))
    #expect(count.modes == expected, "\(count)")
    // No more than one cell in a hundred may need more than double precision.
    #expect(100 * count.escalations <= count.cells, "\(count)")
  }

  @Test(
    "combs, whose ripples are far below double precision",
    arguments: [
      (21, Rational(1), 11), (21, Rational(2), 17), (31, Rational(1), 21), (61, Rational(9, 25), 29),
      (101, Rational(1, 4), 53),
    ] as [(Int, Rational, Int)])
  func combs(_ n: Int, _ beta: Rational, _ expected: Int) throws {
    let count = try ModeCounter().count(Sample.comb(count: n), beta: beta)
    #expect(count.modes == expected, "\(count)")
  }

  static func sample(_ texts: [String]) throws -> Sample {
    try Sample(numbers: texts.map { .rational(try #require(Rational(decimal: $0))) })
  }

  @Test(
    "small samples",
    arguments: [
      (["-1", "0", "1"], "4", 1), (["-1", "0", "1"], "6.25", 3), (["0.999", "2"], "9", 2),
      (["0", "1", "1e300"], "1", 2), (["0", "1", "1e300"], "6.25", 3),
      (["-1e-30", "0", "1e-30"], "1", 1), (["-1e-30", "0", "1e-30"], "1e61", 3),
      (["0.1875", "0.1875", "0.1875"], "7", 1),
      (["-2.0620111020806552290122961", "0", "2.0620111020806552290122961"], "1", 1),
      (["-2.0620111020806552290122962", "0", "2.0620111020806552290122962"], "1", 3),
      (
        [
          "-2.0620111020806552290122961113790619012931", "0",
          "2.0620111020806552290122961113790619012931",
        ], "1", 1
      ),
      (
        [
          "-2.0620111020806552290122961113790619012932", "0",
          "2.0620111020806552290122961113790619012932",
        ], "1", 3
      ),
    ] as [([String], String, Int)])
  func small(_ points: [String], _ beta: String, _ expected: Int) throws {
    let count = try ModeCounter().count(Self.sample(points), beta: #require(Rational(decimal: beta)))
    #expect(count.modes == expected, "\(count)")
  }
}
