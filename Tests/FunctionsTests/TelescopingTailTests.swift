import Testing

@testable import VlasovFunctions

/// Gauss's function near z = 1 with a large lower parameter: the tail of its series is bounded by Gauss's sum.
@Suite struct TelescopingTailTests {
  /// At most the value at 1, (c-1)/(c-b-1) for a = 1, and near to it: the derivative is at most the one at 1.
  @Test(arguments: [
    ("5001", "10001"), ("49999/2", "50000"), ("50000000000", "100000000000"), ("70/3", "100000"),
  ])
  func nearOne(_ upper: String, _ bottom: String) {
    for bits in [80, 300] {
      let (b, c) = (Ball(rational(upper), bits: bits), Ball(rational(bottom), bits: bits))
      let one = Ball(1, bits: bits)
      let gap = one.scaled(by: -60)
      let value = Ball.hyp2f1(one, b, c, one - gap)
      let atOne = (c - one) / (c - b - one)
      #expect(value.accuracyBits >= bits - 8, "\(value.shortDescription)")
      expectOverlap(value + Ball(center: Ball(0, bits: bits), radius: .power2(-50)), atOne, "b=\(upper)")
    }
  }

  /// Σ_{j>=1} (α)_j/(β)_j = α/(β-α-1), against 40 of its terms.
  @Test func factor() throws {
    let (a, b) = (Ball(rational("7/2"), bits: 100), Ball(rational("23/2"), bits: 100))
    let one = Ball(1, bits: 100)
    let tail = try #require(TelescopingTail([a, one], over: [b, one]))
    for k in [0, 3, 20] {
      var (sum, term) = (Ball(0, bits: 100), one)
      for j in 0..<400 {
        term = term * (a + Ball(k + j, bits: 100)) / (b + Ball(k + j, bits: 100))
        sum += term
      }
      let bound = Ball(center: Ball(0, bits: 64), radius: tail.factor(from: k)).upperEdge
      #expect(sum.isBelow(bound) && bound.isBelow(sum * Ball(rational("1001/1000"), bits: 100)), "k=\(k)")
    }
    // No bound where the sum diverges, or another quotient exceeds 1.
    #expect(TelescopingTail([a, one], over: [a + one, one]) == nil)
    #expect(TelescopingTail([a, one + one], over: [b, one]) == nil)
  }
}
