import Testing
import VlasovAnalysis

@Suite struct SumTests {
  @Test func exponentialsAtRandomPrecisionsAndArguments() {
    var random = SeededGenerator(seed: 4)
    for round in 0..<120 {
      let bits = Int.random(in: 32...2000, using: &random)
      let q =
        round % 3 == 0
        ? random.thousandth(-40_000...40_000)
        : random.thousandth(-999...999) / Rational(Int.random(in: 1...1_000_000, using: &random))
      withPrecision(bits) {
        let x = Ball(q)
        let sum = Ball.sum(ExponentialSeries(), from: 1, [x])
        let exact = Ball.expm1(Ball(q, bits: bits + 300))
        #expect(sum.overlaps(exact), "exp(\(q)) - 1 at \(bits) bits")
        #expect(sum.bits == bits)
        // Terms up to e^|x| cancel to e^x.
        let lost = q.signum < 0 ? Int(-q.double * 2.9) + 2 : 0
        #expect(sum.accuracyBits >= bits - lost - 6, "\(sum.accuracyBits) of \(bits), exp(\(q))")
      }
    }
  }

  /// A lower precision's ball contains the sum of a far longer partial sum.
  @Test func tailsContainHigherTruncations() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<40 {
      let q = random.thousandth(1...980)
      let bits = Int.random(in: 32...200, using: &random)
      // Limits far too small: the bound of the tail is what makes the answer right.
      let limit = Int.random(in: 1...40, using: &random)
      let short = withPrecision(bits) {
        Summation(maximumTerms: limit).sum(GeometricSeries(), from: 0, [Ball(q)])
      }
      #expect(short.enclosure.contains(1 / (1 - q)))
      #expect(short.terms <= limit && (short.isComplete || short.terms == limit))
      let exponential = withPrecision(bits) {
        Summation(maximumTerms: limit).sum(ExponentialSeries(), from: 0, [Ball(q)])
      }
      #expect(exponential.enclosure.overlaps(.exp(Ball(q, bits: 400))))
    }
  }

  @Test func geometricNearOneAndBeyond() {
    withPrecision(100) {
      let near = Summation().sum(GeometricSeries(), from: 0, [Ball(Rational(999, 1000))])
      #expect(near.isComplete && near.enclosure.contains(Rational(1000)) && near.enclosure.accuracyBits > 85)
      #expect(near.terms > 60_000)
      // Divergent: no bound is ever proved, and that is noticed.
      for q in [Rational(1), Rational(3, 2), -1] {
        let none = Summation().sum(GeometricSeries(), from: 0, [Ball(q)])
        #expect(!none.enclosure.isFinite && !none.isComplete && none.terms <= 10_000)
      }
    }
  }

  @Test func besselInTwoVariables() {
    var random = SeededGenerator(seed: 6)
    for _ in 0..<40 {
      let (c, y) = (random.thousandth(1...30_000), random.thousandth(0...20_000))
      let bits = Int.random(in: 32...1200, using: &random)
      withPrecision(bits) {
        let sum = Ball.sum(BesselSeries(), from: 0, [Ball(c), Ball(y)])
        let exact = withPrecision(bits + 100) { Ball(c) * .besselClifford(1, Ball(c) * Ball(y)) }
        #expect(sum.overlaps(exact))
        #expect(sum.accuracyBits >= bits - 6)
      }
    }
  }

  @Test func wideParameters() {
    let x = Ball.hull(Ball(Rational(-1, 2)), Ball(Rational(3, 2)))
    let sum = Ball.sum(ExponentialSeries(), from: 0, [x])
    for k in 0...20 {
      let q = Rational(-1, 2) + Rational(k, 10)
      #expect(sum.contains(.exp(Ball(q))))
    }
    #expect(sum.isFinite && sum.upperDouble < 10)
    // The parameter range reaches 1: nothing is known.
    #expect(!Ball.sum(GeometricSeries(), from: 0, [.hull(0, 1)]).isFinite)
    #expect(!Ball.sum(GeometricSeries(), from: 0, [.indeterminate]).isFinite)
  }

  @Test func zerosAndVanishingTerms() {
    withPrecision(128) {
      // All terms are exactly 0, and so is the bound.
      #expect(Ball.sum(ExponentialSeries(), from: 1, [0]).isZero)
      #expect(Ball.sum(ExponentialSeries(), from: 0, [0]).contains(Rational(1)))
      // Long runs of zero terms: 1/(1 - x^7).
      let q = Rational(9, 10)
      let seventh = q.power(7) ?? 0
      let sparse = Ball.sum(SparseSeries(), from: 0, [Ball(q)])
      #expect(sparse.contains(1 / (1 - seventh)) && sparse.accuracyBits > 120)
      let later = Ball.sum(SparseSeries(), from: 1, [Ball(q)])
      #expect(later.contains(seventh / (1 - seventh)) && later.accuracyBits > 120)
    }
  }

  @Test func doubles() {
    for k in -20...20 {
      let x = Double(k) / 4
      let sum = Double.sum(ExponentialSeries(), from: 0, [x])
      #expect((sum - Double.exp(x)).magnitude <= 1e-14 * Double.exp(x.magnitude))
    }
    #expect((Double.sum(GeometricSeries(), from: 0, [0.99]) - 100).magnitude < 1e-10)
    #expect(Double.sum(ExponentialSeries(), from: 1, [0]) == 0)
    #expect(Double.sum(ExponentialSeries(), from: 0, [.nan]).isNaN)
  }

  @Test func budget() {
    let cancelled = Budget()
    cancelled.cancel()
    let stopped = Budget.$current.withValue(cancelled) {
      Summation().sum(GeometricSeries(), from: 0, [Ball(Rational(1, 2))])
    }
    // One term and the bound of the rest, still right.
    #expect(!stopped.isComplete && stopped.terms == 1 && stopped.enclosure.contains(Rational(2)))
  }
}
