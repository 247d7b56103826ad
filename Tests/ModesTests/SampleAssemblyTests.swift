import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovModes

/// Rounding of decimals by words, and exact sorting and merging, against rational arithmetic.
@Suite struct SampleAssemblyTests {
  @Test func decimalsRoundToTheNearestDouble() throws {
    var generator = SeededGenerator(seed: 20_260_315)
    for _ in 0..<30_000 {
      let bits = generator.int(1...64)
      let m = generator.next() >> UInt64(64 - bits)
      let e = generator.int(-27...27)
      try check(m, e)
    }
    // Ties: odd multiples of half a unit of 53 bits, and their neighbours.
    for k in 0...10 as ClosedRange<UInt64> {
      for m in [(1 << 53) + 1 + 2 * k, (1 << 54) + 2 + 4 * k, (1 << 63) + 1024 + 2048 * k] as [UInt64] {
        for near in [m - 1, m, m + 1] { try check(near, 0) }
        try check(m / 5 * 5, -1)
      }
    }
    for k in 1...10 {
      // (2^53 + odd) · 5^k · 10^-k is a tie after scaling by 2^-k where the product fits.
      let (m, overflow) = ((1 << 53) + 2 * UInt64(k) + 1).multipliedReportingOverflow(by: NumberText.fives[k])
      if !overflow { try check(m, -k) }
    }
    try check(0, 5)
    try check(.max, 27)
    try check(.max, -27)
    try check(1, -27)
    #expect(DecimalRounding.nearest(1, 28) == nil && DecimalRounding.nearest(1, -28) == nil)
  }

  private func check(_ m: UInt64, _ e: Int) throws {
    let significand = (Integer(Int(m >> 32)) << 32) + Integer(Int(m & 0xFFFF_FFFF))
    let power = Integer(10).power(abs(e))
    let exact =
      e >= 0
      ? Rational(significand * power) : try #require(Rational(numerator: significand, denominator: power))
    #expect(DecimalRounding.nearest(m, e) == exact.double, "\(m)e\(e)")
  }

  @Test(arguments: [1, 2, 5]) func sortedAndMerged(_ threads: Int) throws {
    var generator = SeededGenerator(seed: 99)
    for round in 0..<40 {
      let count = generator.int(1...400)
      // Few values, so that many are equal in different forms, or equal as doubles only.
      let numbers = (0..<count).map { _ -> SampleNumber in
        let k = generator.int(-8...8)
        switch generator.int(0...4) {
        case 0: return .double(Double(k) / 4)
        case 1: return .decimal(Int64(k) * 25, exponent: -2)
        case 2: return .rational(Rational(k, 4))
        case 3:
          return .decimal(Int64(k) * 1_000_000_000_000_000_000 + Int64(generator.int(0...2)), exponent: -18)
        default: return .rational(Rational(k, 3))
        }
      }
      let weights =
        round % 2 == 0
        ? nil
        : (0..<count).map { _ -> SampleNumber in
          switch generator.int(0...3) {
          case 0: .double(Double(generator.int(1...5)))
          case 1: .double(0x1p-60)
          case 2: .decimal(Int64(generator.int(1...9)), exponent: -1)
          default: .rational(Rational(generator.int(1...5), 7))
          }
        }
      var expected: [Rational: Rational] = [:]
      for (i, number) in numbers.enumerated() {
        expected[number.rational] = (expected[number.rational] ?? 0) + (weights?[i].rational ?? 1)
      }
      let sample = try Sample(numbers: numbers, weights: weights, threads: threads)
      let points = expected.keys.sorted()
      #expect(sample.count == count && sample.distinct == points.count, "round \(round)")
      guard sample.distinct == points.count else { continue }
      for (i, x) in points.enumerated() {
        #expect(sample.point(i) == x && sample.points[i] == x.double, "round \(round)")
        #expect(sample.weight(i) == expected[x], "round \(round), \(x)")
        #expect((sample.weights?[i] ?? 1) == expected[x]?.double)
      }
    }
  }

  @Test func whatIsRefused() {
    func message(_ numbers: [SampleNumber], _ weights: [SampleNumber]? = nil) -> String {
      do {
        _ = try Sample(numbers: numbers, weights: weights)
        return ""
      } catch { return "\(error)" }
    }
    #expect(message([]) == "the sample is empty")
    #expect(message([.decimal(1, exponent: 400)]).contains("beyond the range"))
    #expect(message([.double(1)], [.double(0)]).contains("not positive"))
    #expect(message([.double(1)], []).contains("0 weights for 1 numbers"))
    #expect(
      message([.double(1), .double(1)], [.double(1e308), .double(1e308)]).contains("beyond the range"))
  }
}
