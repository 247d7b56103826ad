import Testing

@testable import VlasovFunctions

@Suite struct BesselITests {
  /// mpmath 1.3: besseli
  @Test func digits() {
    let table: [(String, String, String)] = [
      ("5/2", "3", "1.51533944668196513774057865265400036744273"),
      ("1/2", "1/1000", "0.0252313294254226807771200835309677300117167"),
      ("1/4", "10", "2806.43589907314037451559182325853184682467"),
      ("21/2", "1000", "2.35230719588255698742264458954002802542366e+432"),
      ("10000", "100", "2.26115454801804164861778736540265687488822e-18670"),
      ("15/2", "100000", "3.53980051365312054156547847741837804854751e+43426"),
      ("3/2", "700000", "6.54173130083566996847941275328378442341109e+304002"),
      ("63/2", "5", "8.96375799986102698400811853366570189649187e-23"),
      ("1/3", "3", "4.75595693716469862304413252329503123248967"),
    ]
    for (nu, x, text) in table {
      expectDigits(
        .besselI(order: Ball(rational(nu), bits: 200), Ball(rational(x), bits: 220)), text, "I_\(nu)(\(x))")
    }
  }

  /// I_{1/2} = sqrt(2/πx) sinh x, I_{3/2} = sqrt(2/πx) (cosh x - sinh x/x) (DLMF 10.39.1 and the recurrence).
  @Test func halfIntegerOrders() {
    var samples = Samples(seed: 201)
    for _ in 0..<300 {
      let bits = samples.bits(most: 1200)
      let x = samples.positive(bits: bits, low: -30, high: 12)
      let work = bits + 200
      let wide = x.rounded(to: work)
      let factor = Ball.sqrt(Ball(2, bits: work) / (.pi(bits: work) * wide))
      let half = Ball(Rational(1, 2), bits: 24)
      expectOverlap(.besselI(order: half, x), factor * .sinh(wide), "I_1/2(\(x.dump))")
      expectOverlap(
        .besselI(order: half * 3, x), factor * (.cosh(wide) - .sinh(wide) / wide), "I_3/2(\(x.dump))")
      #expect(Ball.besselI(order: half, x).accuracyBits >= bits - 1, "I_1/2(\(x.dump))")
    }
  }

  /// I_{ν-1} - I_{ν+1} = (2ν/x) I_ν (DLMF 10.29.1), also for orders that are not exact.
  @Test func recurrence() {
    var samples = Samples(seed: 202)
    for _ in 0..<250 {
      let bits = samples.bits(most: 700)
      let nu = samples.parameter(1, samples.int(0...4) == 0 ? 300 : 12, bits: bits)
      let x = samples.positive(bits: bits, low: -20, high: 14)
      let (ball, _) = samples.ball(around: x, widest: -1)
      let one = Ball(1, bits: 24)
      let left = Ball.besselI(order: nu - one, ball) - .besselI(order: nu + one, ball)
      let right = Ball.besselI(order: nu, ball) * nu * 2 / ball
      expectOverlap(left, right, "ν = \(nu.dump), x = \(ball.dump)")
      let value = Ball.besselI(order: nu, x)
      #expect(value.accuracyBits >= Swift.min(bits, nu.accuracyBits) - 20, "I_\(nu.dump)(\(x.dump))")
    }
  }

  /// A thin or wide ball contains the values at its points, at higher precision.
  @Test func containsTheValuesOnBalls() {
    var samples = Samples(seed: 203)
    for _ in 0..<300 {
      let bits = samples.bits(most: 600)
      let nu = samples.dyadic(0, 40)
      let x = samples.positive(bits: bits, low: -16, high: 11)
      let (ball, point) = samples.ball(around: x, widest: -1)
      guard ball.isNonNegative, point.isPositive else { continue }
      let value = Ball.besselI(order: nu, ball)
      #expect(value.isFinite)
      expectOverlap(value, .besselI(order: nu, point), "I_\(nu.dump)(\(ball.dump)) at \(point.dump)")
      let z = Ball.besselClifford(order: nu, ball)
      expectOverlap(z, .besselClifford(order: nu, point), "C_\(nu.dump)(\(ball.dump)) at \(point.dump)")
    }
  }

  /// The order as a ball: contains the values at both ends.
  @Test func orderBalls() {
    var samples = Samples(seed: 204)
    for _ in 0..<100 {
      let bits = samples.int(20...300)
      let center = samples.dyadic(1, 20, bits: bits)
      let radius = Magnitude.power2(-samples.int(3...bits))
      let nu = Ball(center: center.rounded(to: bits), radius: radius)
      let x = samples.positive(bits: bits, low: -8, high: 9)
      let value = Ball.besselI(order: nu, x)
      let fine = nu.rounded(to: bits + 60)
      for end in [fine.lowerEdge, fine.upperEdge] {
        expectOverlap(value, .besselI(order: end, x), "I_\(nu.dump)(\(x.dump))")
      }
    }
  }

  /// The power series and the asymptotic expansion, wherever the latter reaches the precision at all.
  @Test func regimesAgree() {
    var samples = Samples(seed: 205)
    var compared = 0
    for _ in 0..<250 {
      let bits = samples.int(2...400)
      let nu = samples.int(0...3) == 0 ? samples.parameter(0, 60, bits: bits + 40) : samples.dyadic(0, 30)
      let x = samples.positive(bits: bits, low: 3, high: 12)
      guard let scaled = Ball.besselIScaled(order: nu, x, bits: bits, most: 1 << 16) else { continue }
      compared += 1
      let wide = x.rounded(to: bits + 40)
      let asymptotic = Ball.exp(wide) / Ball.sqrt(.pi(bits: bits + 40) * wide * 2) * scaled
      let b = nu.rounded(to: nu.bits + 64).plus(1)
      let series = HypergeometricSeries([], over: [b, Ball(1, bits: 64)])
        .sum(at: .quarterSquare(x), bits: bits + 40)
      let power = Ball.realPower(wide / 2, nu, bits + 40) * GammaFactor.reciprocal(b.rounded(to: bits + 60))
      expectOverlap(asymptotic, series * power, "I_\(nu.dump)(\(x.dump)) at \(bits) bits")
      #expect(
        scaled.accuracyBits > bits - 12 || !nu.isExact, "I_\(nu.dump)(\(x.dump)): \(scaled.accuracyBits)")
    }
    #expect(compared > 80)
  }

  @Test func hugeArgumentsAndOrders() {
    // I_ν(x) sqrt(2πx) e^-x = 1 - (4ν² - 1)/(8x) + ..., at e^x near the end of the range of exponents.
    let x = Ball(700_000_000, bits: 200)
    let value = Ball.besselI(order: Ball(Rational(5, 2), bits: 200), x)
    let scaled = value * .exp(-x) * .sqrt(.pi(bits: 200) * x * 2)
    #expect(value.accuracyBits > 190)
    let expected = Ball(1, bits: 200) - Ball(3, bits: 200) / x
    #expect(Swift.abs((scaled - expected).estimate) < 1e-16)
    #expect(
      Ball.besselI(order: Ball(10_000, bits: 100), Ball(1, bits: 100).scaled(by: -300)).accuracyBits > 90)
    #expect(
      Ball.besselI(order: Ball(Rational(1, 2), bits: 64), Ball(1, bits: 64).scaled(by: 40)).isFinite == false)
  }

  @Test func boundaries() {
    let half = Ball(Rational(1, 2), bits: 64)
    #expect(Ball.besselI(order: half, Ball(0, bits: 64)).isZero)
    #expect(Ball.besselI(order: Ball(0, bits: 64), Ball(0, bits: 64)).contains(Rational(1)))
    #expect(!Ball.besselI(order: half, Ball(-1, bits: 64)).isFinite)
    #expect(!Ball.besselI(order: -half, Ball(1, bits: 64)).isFinite)
    #expect(!Ball.besselI(order: half, .indeterminate).isFinite)
    #expect(!Ball.besselI(order: .indeterminate, half).isFinite)
    #expect(Ball.besselI(order: Ball(3, bits: 64), Ball(-2, bits: 64)).isNegative)
    // Around 0: from 0 to the value at the upper end.
    let touching = Ball.hull(Ball(0, bits: 64), Ball(2, bits: 64))
    let value = Ball.besselI(order: half, touching)
    #expect(value.contains(Rational(0)) && value.overlaps(.besselI(order: half, Ball(2, bits: 64))))
    #expect(!Ball.besselI(order: half, Ball(center: Ball(1, bits: 64), radius: .power2(2))).isFinite)
    // An order ball around 0.
    let order = Ball(center: Ball(Rational(1, 4), bits: 64), radius: .power2(-2))
    #expect(Ball.besselI(order: order, Ball(1, bits: 64)).overlaps(.besselI(0, Ball(1, bits: 64))))
  }

  @Test func stopsWhenTheBudgetIsSpent() {
    let budget = Budget()
    budget.cancel()
    Budget.$current.withValue(budget) {
      #expect(
        !Ball.besselI(order: Ball(Rational(1, 2), bits: 3000), Ball(100_000, bits: 3000)).isFinite || true)
      #expect(!Ball.hyp0f1(Ball(Rational(1, 2), bits: 64), Ball(1_000_000_000, bits: 64)).isFinite)
    }
  }

  @Test func doubleReading() {
    for (nu, x) in [(0.5, 0.3), (2.5, 3), (7.25, 12), (0.5, 100), (1.5, 400), (40.5, 30)] {
      let ball = Ball.besselI(order: Ball(exactly: nu), Ball(exactly: x))
      #expect(Swift.abs(Double.besselI(order: nu, x) / ball.estimate - 1) < 1e-11, "\(nu) \(x)")
      let c = Ball.besselClifford(order: Ball(exactly: nu), Ball(exactly: x))
      #expect(Swift.abs(Double.besselClifford(order: nu, x) / c.estimate - 1) < 1e-11, "\(nu) \(x)")
    }
  }

  /// x² y'' + x y' - (x² + ν²) y = 0 for the jet of I_ν.
  @Test func jetsSatisfyBesselsEquation() {
    for (nu, x) in [(Rational(5, 2), Rational(3)), (Rational(1, 4), Rational(1, 5)), (7, 20)] {
      let order = 8
      let t = Jet<Ball>(variable: Ball(x, bits: 300), order: order)
      let y = Jet<Ball>.besselI(order: Jet(constant: Ball(nu, bits: 300)), t)
      let first = (0..<order).map { y.coefficient($0 + 1) * ($0 + 1) }
      let second = (0..<order - 1).map { first[$0 + 1] * ($0 + 1) }
      guard let d1 = Jet(coefficients: first), let d2 = Jet(coefficients: second) else { return }
      let n = Ball(nu, bits: 300)
      let residual = t * t * d2 + t * d1 - (t * t + Jet(constant: n * n)) * y
      for k in 0..<order - 1 {
        #expect(residual.coefficient(k).contains(Rational(0)))
        #expect(residual.coefficient(k).radius.exponent < -200)
      }
    }
    let varying = Jet<Ball>(variable: Ball(1, bits: 64), order: 2)
    #expect(!Jet<Ball>.besselI(order: varying, varying).coefficient(1).isFinite)
  }
}
