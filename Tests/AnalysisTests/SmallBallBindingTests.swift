import Testing

@testable import VlasovAnalysis

/// Sums, integrals, roots and suprema of small balls.
@Suite struct SmallBallBindingTests {
  @Test func exponentials() {
    var random = SeededGenerator(seed: 361)
    for _ in 0..<200 {
      let q = random.thousandth(-30_000...30_000)
      let sum = SmallBall.sum(ExponentialSeries(), from: 1, [SmallBall(q)])
      let exact = Ball.expm1(Ball(q, bits: 500))
      #expect(sum.ball.overlaps(exact), "exp(\(q)) - 1")
      let lost = q.signum < 0 ? Int(-q.double * 2.9) + 2 : 0
      #expect(sum.accuracyBits >= 128 - lost - 10, "\(sum.accuracyBits), exp(\(q))")
      #expect(SmallSummation().sum(ExponentialSeries(), from: 1, [SmallBall(q)]) != nil)
    }
  }

  @Test func wideParameters() {
    let x = SmallBall.hull(1, 2)
    let sum = SmallBall.sum(ExponentialSeries(), from: 0, [x])
    #expect(sum.contains(.exp(SmallBall(1))) && sum.contains(.exp(SmallBall(2))) && sum.upperDouble < 12)
    let zero = SmallBall.sum(ExponentialSeries(), from: 0, [0])
    #expect(zero.contains(SmallBall(1)) && zero.accuracyBits > 120)
    let vanishing = SmallBall.sum(ExponentialSeries(), from: 1, [0])
    #expect(vanishing.contains(SmallBall.zero) && vanishing.magnitude <= .power2(-200))
    #expect(!SmallBall.sum(ExponentialSeries(), from: 0, [.indeterminate]).isFinite)
  }

  /// A slow series and one that diverges are left to the sums of balls.
  @Test func geometric() {
    let near = SmallBall.sum(GeometricSeries(), from: 0, [SmallBall(Rational(998, 1000))])
    #expect(near.contains(Rational(500)) && near.accuracyBits > 85)
    #expect(SmallSummation().sum(GeometricSeries(), from: 0, [SmallBall(Rational(998, 1000))]) == nil)
    for q in [Rational(1), Rational(3, 2), -1] {
      #expect(!SmallBall.sum(GeometricSeries(), from: 0, [SmallBall(q)]).isFinite)
    }
    let half = SmallBall.sum(SparseSeries(), from: 0, [SmallBall(Rational(1, 2))])
    #expect(half.contains(Rational(128, 127)) && half.accuracyBits > 115)
  }

  @Test func besselInTwoVariables() {
    var random = SeededGenerator(seed: 362)
    for _ in 0..<60 {
      let (c, y) = (random.thousandth(1...9000), random.thousandth(1...9000))
      let sum = SmallBall.sum(BesselSeries(), from: 0, [SmallBall(c), SmallBall(y)])
      let exact = Ball(c, bits: 400) * .besselClifford(1, Ball(c * y, bits: 400))
      #expect(sum.ball.overlaps(exact) && sum.accuracyBits > 115)
    }
  }

  private struct Gaussian: Function1 {
    func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T { .exp(-p[0] * x * x) }
  }

  private struct Cubic: Function1 {
    func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T { .pow(x, 3) - p[0] }
  }

  @Test func otherBinders() {
    let integral = SmallBall.integral(Gaussian(), [2], from: 0, to: 1)
    let precise = withPrecision(200) { Ball.integral(Gaussian(), [2], from: 0, to: 1) }
    #expect(integral.ball.overlaps(precise) && integral.accuracyBits > 110)
    let root = SmallBall.root(Cubic(), [5], between: 1, and: 2)
    #expect(SmallBall.pow(root, 3).contains(Rational(5)) && root.accuracyBits > 115)
    #expect(!SmallBall.root(Cubic(), [50], between: 1, and: 2).isFinite)
    let supremum = SmallBall.supremum(BesselModes(), from: 1, [SmallBall(10)])
    let reference = withPrecision(200) { Ball.supremum(BesselModes(), from: 1, [10]) }
    #expect(supremum.ball.overlaps(reference) && supremum.accuracyBits > 115)
  }
}
