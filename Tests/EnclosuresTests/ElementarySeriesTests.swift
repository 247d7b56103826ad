import CMPFR
import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovEnclosures

/// Sums of word series on fixed-point numbers against the same series in ball arithmetic with more bits.
@Suite struct ElementarySeriesTests {
  static let series: [(name: String, series: WordSeries, denominator: @Sendable (Int) -> Int)] = [
    ("exp", .exponential, { Swift.max(1, $0) }),
    ("sin", .sine, { Swift.max(1, 2 * $0 * (2 * $0 + 1)) }),
    ("sinh", .hyperbolicSine, { Swift.max(1, 2 * $0 * (2 * $0 + 1)) }),
    ("cos", .cosine, { Swift.max(1, (2 * $0 - 1) * 2 * $0) }),
    ("atan", .arctangent, { 2 * $0 + 1 }),
    ("atanh", .hyperbolicArctangent, { 2 * $0 + 1 }),
  ]

  /// Σ_{k<terms} ± u^k a_k; for the first four, a_k = a_{k-1}/d_k.
  static func reference(_ index: Int, _ u: Ball, terms: Int, bits: Int) -> Ball {
    let (_, series, d) = Self.series[index]
    let isOdd = index >= 4
    var (sum, power) = (Ball(0, bits: bits), Ball(1, bits: bits))
    for k in 0..<terms {
      if !isOdd { power = power / d(k) }
      let term = isOdd ? power / d(k) : power
      sum = series.alternates && k % 2 == 1 ? sum - term : sum + term
      power = power * u
    }
    return sum
  }

  /// Random u of every size, all ones, zero; every block length; the error stays below the proved bound, and
  /// what the series leaves out is below one ulp.
  @Test(arguments: series.indices) func sums(_ index: Int) {
    var g = SeededGenerator(seed: 721 + UInt64(index))
    let (name, series, _) = Self.series[index]
    for _ in 0..<250 {
      let n = g.int(1...g.element(of: [3, 8, 20]))
      let zeros = Swift.min(64 * n, g.int(8...g.element(of: [12, 40, 70, 200])))
      var limbs = (0..<n).map { _ in g.int(0...3) == 0 ? UInt.max : UInt(g.next()) }
      for b in 0..<zeros { limbs[n - 1 - b / 64] &= ~(1 << UInt(63 - b % 64)) }
      let outcome = limbs.withUnsafeMutableBufferPointer { u -> (Ball, Ball, Int)? in
        guard let u = u.baseAddress else { return nil }
        let r = FixedPoint.leadingZeroBits(u, n)
        guard let terms = series.termCount(limbs: n, zeroBits: r) else { return nil }
        let block = g.bool() ? TaylorSum.blockLength(terms: terms, series: 1) : 2 * g.int(1...12)
        return LimbWorkspace.with(words: TaylorSum.words(limbs: n, block: block)) { work in
          let sum = TaylorSum(u, limbs: n, zeroBits: r, block: block, used: terms, &work)
            .sum(series, terms: terms)
          return (
            ElementaryTableTests.ball(sum, count: n + 1, limbs: n),
            ElementaryTableTests.ball(u, count: n, limbs: n), terms
          )
        }
      }
      guard let (sum, u, terms) = outcome else {
        Issue.record("\(name): not enough coefficients for \(n) limbs, seed \(g.seed)")
        continue
      }
      let bits = 64 * n + 128
      let all = Self.reference(index, u, terms: terms + 40, bits: bits)
      let computed = Ball(
        center: sum, radius: Magnitude(TaylorSum.error(terms: terms)).scaled(by: -64 * n))
      expectOverlap(computed, all, "\(name), \(n) limbs, u = \(u.artefact)", seed: g.seed)
      let part = Self.reference(index, u, terms: terms, bits: bits)
      #expect((all - part).magnitude <= .power2(-64 * n), "\(name): the rest, \(n) limbs, \(terms) terms")
    }
  }

  /// The odd series w S(w^2) of up to 40 limbs.
  @Test func oddSeries() {
    var g = SeededGenerator(seed: 729)
    for _ in 0..<300 {
      let n = g.int(1...40)
      let zeros = Swift.min(64 * n, g.int(5...g.element(of: [12, 40, 200])))
      var limbs = (0..<n).map { _ in UInt(g.next()) }
      for b in 0..<zeros { limbs[n - 1 - b / 64] &= ~(1 << UInt(63 - b % 64)) }
      for (series, f) in [
        (WordSeries.arctangent, { mpfr_atan($0, $1, $2) }),
        (WordSeries.hyperbolicArctangent, { mpfr_atanh($0, $1, $2) }),
      ] as [(WordSeries, Real.Function)] {
        var w = limbs
        w.withUnsafeMutableBufferPointer { w in
          guard let w = w.baseAddress else { return }
          let argument = ElementaryTableTests.ball(w, count: n, limbs: n)
          guard let error = OddSeries.evaluate(w, w, limbs: n, series: series) else {
            Issue.record("not enough coefficients")
            return
          }
          let value = ElementaryTableTests.ball(w, count: n, limbs: n)
          let reference = Ball(bits: 64 * n + 128) { z in argument.withMidpoint { f(z, $0, MPFR_RNDN) } }
          expectOverlap(
            Ball(center: value, radius: Magnitude(error).scaled(by: -64 * n)), reference,
            "\(n) limbs at \(argument.artefact)", seed: g.seed)
        }
      }
    }
  }
}
