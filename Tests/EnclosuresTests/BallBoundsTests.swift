import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovEnclosures

@Suite struct BallBoundsTests {
  /// Signs are decided exactly: the sign of both ends.
  @Test func signs() {
    var g = SeededGenerator(seed: 41)
    for _ in 0..<6000 {
      let x = g.ball(exponents: g.element(of: [-40...40, -2000...2000, 0...0]))
      let (low, high) = (x.lowerRational, x.upperRational)
      #expect(x.isPositive == (low > 0), "\(x.artefact)")
      #expect(x.isNegative == (high < 0), "\(x.artefact)")
      #expect(x.isNonNegative == (low >= 0), "\(x.artefact)")
      #expect(x.isNonPositive == (high <= 0), "\(x.artefact)")
      #expect(x.isNonZero == (low > 0 || high < 0))
      #expect(x.containsZero == (low <= 0 && high >= 0))
      #expect(x.isZero == (low == 0 && high == 0))
      #expect(x.isExact == (low == high))
    }
  }

  /// A radius outside MPFR's range of exponents, too.
  @Test func extremeRadii() {
    for sign in [1, -1] {
      let one = Ball(sign, bits: 64)
      let huge = Ball(center: one, radius: .power2(1 << 40))
      #expect(huge.isFinite && huge.containsZero)
      #expect(!huge.isPositive && !huge.isNegative && !huge.isNonNegative && !huge.isNonPositive)
      #expect(!huge.lowerEdge.isFinite && !huge.upperEdge.isFinite && !huge.magnitudeBall.isFinite)
      #expect(huge.lowerDouble == -.infinity && huge.upperDouble == .infinity)
      let tiny = Ball(center: one, radius: .power2(-1 << 40))
      #expect(tiny.isPositive == (sign > 0) && tiny.isNegative == (sign < 0) && !tiny.isExact)
      #expect(tiny.lowerDouble < Double(sign) && tiny.upperDouble > Double(sign))
    }
    // The upper end overflows, the lower does not.
    let top = Ball(center: Ball(1, bits: 64).scaled(by: (1 << 30) - 2), radius: .power2((1 << 30) - 2))
    #expect(top.isFinite && top.isNonNegative && !top.isPositive)
    #expect(!top.upperEdge.isFinite && top.lowerEdge.isZero && !top.magnitudeBall.isFinite)
    #expect(top.upperDouble == .infinity && top.lowerDouble == 0)
  }

  @Test func indeterminate() {
    let x = Ball.indeterminate
    #expect(
      !x.isFinite && !x.isExact && !x.isPositive && !x.isNegative && !x.isNonNegative && !x.isNonPositive)
    #expect(x.containsZero && x.accuracyBits == 0 && x.exponent == nil)
    #expect(x.lowerDouble == -.infinity && x.upperDouble == .infinity && x.estimate.isNaN)
    #expect(!x.magnitude.isFinite && x.magnitudeBelow.isZero && !x.center.isFinite)
  }

  @Test func edgesAndCenters() {
    var g = SeededGenerator(seed: 42)
    for _ in 0..<3000 {
      let x = g.ball()
      let (low, high) = (x.lowerRational, x.upperRational)
      #expect(x.center.isExact && x.center.exactCenter == x.exactCenter)
      for (edge, end, sign) in [(x.lowerEdge, low, -1), (x.upperEdge, high, 1)]
        as [(Ball, Rational, Rational)]
      {
        let beyond = (edge.exactCenter - end) * sign
        // Rounded outwards by less than a unit of the last place.
        let unit = Magnitude.power2((edge.exponent ?? -5000) - edge.bits).exactValue
        #expect(edge.isExact && beyond >= 0 && beyond <= unit, "\(x.artefact) to \(edge.artefact)")
      }
      let largest = max(low.magnitude, high.magnitude)
      let ball = x.magnitudeBall
      #expect(ball.isExact && ball.exactCenter >= largest)
      #expect(ball.exactCenter <= largest * (1 + Magnitude.power2(1 - x.bits).exactValue))
      #expect(x.magnitude.exactValue >= largest)
      let smallest = x.containsZero ? 0 : min(low.magnitude, high.magnitude)
      #expect(x.magnitudeBelow.exactValue <= smallest)
      #expect(x.magnitudeBelow.exactValue >= smallest - largest * Rational(1, 1 << 28))
    }
  }

  @Test func doubles() {
    var g = SeededGenerator(seed: 43)
    for _ in 0..<3000 {
      let x = g.ball(exponents: g.element(of: [-40...40, -1100 ... -1000, 1000...1030]))
      if let low = Rational(exactly: x.lowerDouble) { #expect(low <= x.lowerRational) }
      if let high = Rational(exactly: x.upperDouble) { #expect(high >= x.upperRational) }
      #expect(x.lowerDouble <= x.upperDouble && !x.lowerDouble.isNaN)
      #expect(x.lowerDouble <= x.estimate && x.estimate <= x.upperDouble)
      if x.isExact, x.bits <= 53, let e = x.exponent, (-900...900).contains(e) {
        #expect(x.lowerDouble == x.upperDouble)
      }
    }
  }

  @Test func between() {
    var g = SeededGenerator(seed: 44)
    for _ in 0..<2000 {
      var (a, b) = (g.exactBall(bits: g.precision(upTo: 200)), g.exactBall(bits: g.precision(upTo: 200)))
      if b.exactCenter < a.exactCenter { (a, b) = (b, a) }
      let ball = Ball.between(a, b, bits: g.precision(upTo: 200))
      expectInclusion(ball, of: a.exactCenter, "lower end", seed: g.seed)
      expectInclusion(ball, of: b.exactCenter, "upper end", seed: g.seed)
      #expect(Ball.between(a, a, bits: a.bits).isExact)
    }
    // The width overflows although the midpoint does not.
    let top = Ball(1, bits: 64).scaled(by: (1 << 30) - 2)
    #expect(!Ball.between(-top, top, bits: 64).isFinite || Ball.between(-top, top, bits: 64).contains(top))
    // Halving underflows.
    let least = Ball(1, bits: 64).scaled(by: MPFRExponent.minimum - 1)
    let half = Ball.between(Ball(0, bits: 64), least, bits: 64)
    #expect(half.contains(least) && half.contains(Ball(0, bits: 64)))
  }

  @Test func accuracy() {
    #expect(Ball(1).accuracyBits == Int.max)
    #expect(Ball(center: 1, radius: .power2(-50)).accuracyBits == 50)
    #expect(Ball(center: 0, radius: .power2(-50)).accuracyBits == 0)
    #expect(Ball(center: 1, radius: .power2(50)).accuracyBits == 0)
    #expect(Ball(Rational(1, 3), bits: 100).accuracyBits == 100)
    #expect(Ball(8).exponent == 4 && Ball(0).exponent == nil)
  }
}
