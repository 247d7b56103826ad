import Foundation
import Testing
import VlasovEnclosures
import VlasovNumbers

@testable import VlasovModes

/// Samples at the ends of every range, where a step that is nearly right goes wrong.
@Suite struct NastySampleTests {
  private static func numbers(_ texts: [String]) throws -> [SampleNumber] {
    try texts.map { try NumberText.read($0).get() }
  }

  private static func sample(_ points: [String], _ weights: [String]? = nil) throws -> Sample {
    try Sample(numbers: numbers(points), weights: weights.map { try numbers($0) })
  }

  /// F at a rational place.
  private static func value(_ sample: Sample, _ beta: Rational, _ t: Rational) -> Ball {
    withPrecision(700) {
      (0..<sample.distinct).reduce(Ball(0)) { sum, i in
        let d = t - sample.point(i)
        return sum + Ball(sample.weight(i)) * Ball(d) * Ball.exp(-Ball(beta * d * d) / 2)
      }
    }
  }

  /// Every listed mode is a rise of F, and so is every bracket.
  private static func check(_ sample: Sample, beta: Rational, modes expected: Int, digits: Int = 15) throws {
    let counter = ModeCounter()
    let (count, intervals) = try counter.intervals(sample, beta: beta)
    #expect(count.modes == expected)
    #expect(intervals.count == expected)
    for interval in intervals {
      #expect(interval.lower < interval.upper)
      #expect(value(sample, beta, interval.lower).isNegative, "\(interval)")
      #expect(value(sample, beta, interval.upper).isPositive, "\(interval)")
    }
    for (a, b) in zip(intervals, intervals.dropFirst()) { #expect(a.upper <= b.lower) }
    let list = try counter.modes(sample, beta: beta, digits: digits)
    #expect(list.modes.count == expected)
    for (mode, interval) in zip(list.modes, intervals) {
      #expect(
        mode.location.overlaps(.hull(Ball(interval.lower, bits: 2048), Ball(interval.upper, bits: 2048))))
      #expect(
        mode.location.isExact || mode.location.radius <= Magnitude.power2(-30) * mode.location.magnitude)
      #expect(mode.height.isPositive)
    }
  }

  @Test("weights below the doubles keep their proportions")
  func tinyWeights() throws {
    // Near 20 the tail of the atom at 0 is far above that atom's own weight.
    let hidden = try Self.sample(["0", "20", "50"], ["1e-400", "1e-900", "1e-401"])
    #expect(try ModeCounter().count(hidden, beta: 1).modes == 2)
    let shown = try Self.sample(["0", "20", "50"], ["1e-400", "1e-450", "1e-401"])
    #expect(try ModeCounter().count(shown, beta: 1).modes == 3)
    // Two modes at three bandwidths up to the ratio 4.1757: 27/7 is below, the ratio 5 of the rounded weights above.
    let unit = Rational(numerator: 1, denominator: Integer(1) << 1074) ?? 0
    let weights = [Rational(27, 5), Rational(7, 5), Rational(7, 5)].map { SampleNumber.rational($0 * unit) }
    let subnormal = try Sample(numbers: Self.numbers(["0", "3", "100"]), weights: weights)
    #expect(subnormal.weights == [5, 1, 1].map { $0 * Double.leastNonzeroMagnitude })
    #expect(try ModeCounter().count(subnormal, beta: 1).modes == 3)
  }

  @Test("a light point at a place that overflows in box widths")
  func overflowingPlaces() throws {
    let beta = KernelScale.scaled(1, 999)
    for weight in ["1e-30", "0x1p-100", "1"] {
      for place in ["0x1p996", "-0x1p996", "1e300"] {
        let sample = try Self.sample(["0", "1", place], ["1", "1", weight])
        #expect(try ModeCounter().count(sample, beta: beta).modes == 3)
      }
    }
    let doubles = try Sample(doubles: [-.greatestFiniteMagnitude, 0, .greatestFiniteMagnitude])
    #expect(try ModeCounter().modes(doubles, beta: beta, digits: 12).modes.count == 3)
  }

  @Test("the limits of beta are accepted, and named where they are passed")
  func limitsOfBeta() throws {
    let sample = try Self.sample(["0", "1", "3"])
    #expect(try ModeCounter().count(sample, beta: KernelScale.scaled(1, 1000)).modes == 3)
    #expect(try ModeCounter().count(sample, beta: KernelScale.scaled(1, -1000)).modes == 1)
    for beta in [
      KernelScale.scaled(Rational(1001, 1000), 1000), KernelScale.scaled(Rational(999, 1000), -1000),
    ] {
      let error = #expect(throws: SampleError.self) { try ModeCounter().count(sample, beta: beta) }
      #expect((error?.message.count ?? 1000) < 100)
    }
  }

  @Test(
    "modes that only cells far below the doubles tell apart",
    arguments: [
      "2.0620111020806552290122961113790619015", "2.0620111020806552290122961113790619012932",
      "2.062011102080655229012296111379061901297", "2.06201110208065522901229611138",
    ])
  func deepCells(_ x: String) throws {
    try Self.check(Self.sample(["-" + x, "0", x]), beta: 1, modes: 3)
  }

  @Test("a mode at the edge of a box")
  func edges() throws {
    let beta = Rational(399_999_999, 100_000_000)
    try Self.check(Self.sample(["0", "1"]), beta: beta, modes: 1)
    try Self.check(Self.sample(["0", "1", "-11.9"]), beta: 4, modes: 2)
    let symmetric = try Self.sample(["1.63", "3.82", "1.02", "-1.63", "-3.82", "-1.02", "0"])
    let count = try ModeCounter().count(symmetric, beta: 1)
    try Self.check(symmetric, beta: 1, modes: count.lower)
    try Self.check(
      Self.sample(["1000000000000042.4", "1000000000000041.4", "1000000000000029.5"]), beta: 4, modes: 2)
  }

  @Test("a list is complete when the count is decided, whatever the precision")
  func lowPrecision() throws {
    let x = "2.0620111020806552290122961113790619012932"
    let sample = try Self.sample(["-" + x, "0", x])
    for bits in [128, 192, 256, 320, 512] {
      let list = try ModeCounter(maximumBits: bits).modes(sample, beta: 1, digits: 15)
      if let modes = list.count.modes { #expect(list.modes.count == modes, "\(bits)") }
    }
    let beta = try NumberText.read("4.0000000000000000000000000000000001").get().rational
    let pair = try ModeCounter(maximumBits: 64).modes(Self.sample(["0", "1"]), beta: beta, digits: 15)
    #expect(pair.count.modes == 2 && pair.modes.count == 2)
  }

  @Test("two atoms too near a tie for the precision are undecided")
  func nearTie() throws {
    // e^L(3/2) to 40 digits.
    let sample = try Self.sample(["0", "3"], ["4.175585825779762187859108443310002717878", "1"])
    try Budget.$current.withValue(Budget(maximumBits: 64)) {
      let list = try ModeCounter(maximumBits: 64).modes(sample, beta: 1, digits: 10)
      #expect((list.count.lower, list.count.upper) == (1, 2))
      #expect(!list.count.unresolved.isEmpty)
    }
    #expect(try ModeCounter().count(sample, beta: 1).modes == 2)
  }

  @Test("far from 0 the modes stay apart")
  func farAway() throws {
    let far = "1" + String(repeating: "0", count: 60)
    let sample = try Self.sample([far, String(far.dropLast(2)) + "10", String(far.dropLast(1)) + "2"])
    let list = try ModeCounter().modes(sample, beta: 4, digits: 5)
    #expect(list.modes.count == 3)
    for (a, b) in zip(list.modes, list.modes.dropFirst()) { #expect((b.location - a.location).isPositive) }
  }

  @Test("nothing is linked to a list that may lack modes")
  func links() throws {
    let sample = try Self.sample(["0", "3", "7"])
    let counter = ModeCounter()
    let (one, half) = (Rational(1), Rational(1, 2))
    let (large, small) = try (
      counter.modes(sample, beta: 1, digits: 9), counter.modes(sample, beta: 4, digits: 9)
    )
    let linking = ModeLinking(counter: counter, sample: sample, digits: 9)
    let a = ModeLinking.Level(bandwidth: one, count: large.count, modes: large.modes)
    let b = ModeLinking.Level(bandwidth: half, count: small.count, modes: small.modes)
    #expect(try linking.links(a, b) == [0, 1, 2])
    // As many modes are listed, but not the same ones.
    var unknown = small.count
    unknown.upper += 1
    let partial = ModeLinking.Level(
      bandwidth: half, count: unknown, modes: small.modes)
    #expect(try linking.links(a, partial) == [nil, nil, nil])
    let short = ModeLinking.Level(bandwidth: half, count: small.count, modes: Array(small.modes.dropFirst()))
    #expect(try linking.links(a, short) == [nil, nil, nil])
  }

  @Test("budgets end the work on very many digits")
  func budgets() throws {
    let sample = try Self.sample(["0", "1", "2.5"])
    let clock = ContinuousClock()
    let time = clock.measure {
      _ = try? Budget.$current.withValue(Budget(seconds: 0.3)) {
        try ModeCounter().modes(sample, beta: 1, digits: 30_000)
      }
    }
    #expect(time < .seconds(8), "\(time)")
  }
}
