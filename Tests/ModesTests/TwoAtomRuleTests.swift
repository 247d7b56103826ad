import Testing
import VlasovEnclosures
import VlasovModes
import VlasovNumbers

@Suite struct TwoAtomRuleTests {
  @Test("equal weights: two modes if and only if the half distance exceeds one bandwidth, exactly")
  func equalWeights() {
    let tiny = Rational(1) / Rational(Integer(10).power(3000))
    #expect(TwoAtomRule.modes(squaredHalfDistance: 1, weights: 1, 1) == 1)
    #expect(TwoAtomRule.modes(squaredHalfDistance: 1 + tiny, weights: 7, 7) == 2)
    #expect(TwoAtomRule.modes(squaredHalfDistance: 1 - tiny, weights: 1, 1) == 1)
    #expect(TwoAtomRule.modes(squaredHalfDistance: 0, weights: 1, 5) == 1)
    #expect(TwoAtomRule.modes(squaredHalfDistance: 1, weights: 1, 5) == 1)
  }

  @Test("weights on both sides of the barrier, in both orders, near and at it")
  func barrier() throws {
    // d = 3/2: e^L(d) from an independent evaluation of 2 (d s - arcosh d), cut after the last digit, then raised.
    let below = try #require(Rational(decimal: "4.1755858257797621878591084433100027178782"))
    let above = try #require(Rational(decimal: "4.1755858257797621878591084433100027178783"))
    for (ratio, modes) in [(Rational(3), 2), (5, 1), (below, 2), (above, 1)] {
      #expect(TwoAtomRule.modes(squaredHalfDistance: Rational(9, 4), weights: ratio, 1) == modes)
      #expect(TwoAtomRule.modes(squaredHalfDistance: Rational(9, 4), weights: 1, ratio) == modes)
    }
  }

  @Test("the rule agrees with the sign changes of P' on a grid")
  func grid() {
    for twice in 0..<12 {
      for exponent in -6...6 {
        let d = 0.55 + 0.23 * Double(twice)
        let ratio = Double.exp(0.61 * Double(exponent) + 0.013)
        let t = (1..<40_000).map { -d + 2 * d * Double($0) / 40_000 }
        let signs = t.map { x in
          ratio * (d + x) * Double.exp(-(x + d) * (x + d) / 2) < (d - x) * Double.exp(-(x - d) * (x - d) / 2)
        }
        var modes = 0
        for (a, b) in zip([true] + signs, signs + [false]) where a && !b { modes += 1 }
        let exact = Rational(exactly: d) ?? 0
        #expect(
          TwoAtomRule.modes(
            squaredHalfDistance: exact * exact, weights: Rational(exactly: ratio) ?? 1, 1) == modes,
          "d = \(d), ratio = \(ratio)")
      }
    }
  }

  @Test("a spent budget gives no answer")
  func budget() {
    let budget = Budget()
    budget.cancel()
    Budget.$current.withValue(budget) {
      #expect(TwoAtomRule.modes(squaredHalfDistance: 4, weights: 2, 1) == nil)
      #expect(TwoAtomRule.modes(squaredHalfDistance: 4, weights: 1, 1) == 2)
    }
  }
}
