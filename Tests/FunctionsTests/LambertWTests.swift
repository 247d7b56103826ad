import CMPFR
import Testing

@testable import VlasovFunctions

@Suite struct LambertWTests {
  /// w e^w, which increases on branch 0 and decreases on branch -1, with additional bits.
  private func forward(_ w: Ball, bits: Int) -> Ball {
    let wide = w.rounded(to: bits + max(0, w.exponent ?? 0))
    return wide * .exp(wide)
  }

  /// x lies between the values of w e^w at the ends of the result, and the result is on its branch.
  private func expectInverse(_ w: Ball, _ x: Ball, minus: Bool, _ what: @autoclosure () -> String) {
    guard w.isFinite else {
      Issue.record("\(what()): indeterminate")
      return
    }
    let bits = 2 * w.bits + x.bits + 80
    let wide = w.rounded(to: w.bits + 80)
    let (low, high) = (forward(wide.lowerEdge, bits: bits), forward(wide.upperEdge, bits: bits))
    let (first, last) = minus ? (high, low) : (low, high)
    // An end beyond the turning point -1 says nothing.
    let one = Ball(-1, bits: 64)
    let firstCounts = minus ? !one.isBelow(wide.upperEdge) : !wide.lowerEdge.isBelow(one)
    if firstCounts { #expect(!x.isBelow(first), "\(what()): \(w.dump)") }
    #expect(!last.isBelow(x), "\(what()): \(w.dump)")
    if minus { #expect(!one.isBelow(w), "\(what())") } else { #expect(!w.isBelow(one), "\(what())") }
  }

  @Test func definingEquation() {
    var samples = Samples(seed: 91)
    for round in 0..<400 {
      let bits = samples.usualBits()
      let x: Ball
      let minus = round % 2 == 1
      if minus {
        x = -samples.positive(bits: bits, low: samples.int(0...2) == 0 ? -400 : -8, high: -2)
      } else {
        let sign = samples.int(0...1) == 0
        x =
          sign
          ? samples.positive(bits: bits, low: -100, high: samples.int(0...2) == 0 ? 2000 : 6)
          : -samples.positive(bits: bits, low: -40, high: -2)
      }
      // |x| < 1/4 or x > 0: well within the domain
      let value = minus ? Ball.lambertWMinus(x) : .lambertW(x)
      let message = "W\(minus ? "-1" : "0")(\(x.dump)), round \(round)"
      expectInverse(value, x, minus: minus, message)
      #expect(value.accuracyBits >= bits - 3, "\(message): \(value.dump)")
    }
  }

  /// The square root singularity at -1/e.
  @Test func nearTheBranchPoint() {
    var samples = Samples(seed: 92)
    for round in 0..<150 {
      let bits = samples.int(4...500)
      let edge = -Ball.exp(Ball(-1, bits: bits + 60))
      let x = (edge + samples.positive(bits: 30, low: -bits - 10, high: -3)).rounded(to: bits).center
      let outside = x.isBelow(edge)
      for minus in [false, true] {
        let value = minus ? Ball.lambertWMinus(x) : .lambertW(x)
        let message = "W\(minus ? "-1" : "0")(\(x.dump)), round \(round)"
        if outside {
          #expect(!value.isFinite, "\(message)")
        } else {
          expectInverse(value, x, minus: minus, message)
          #expect(value.accuracyBits >= bits - 3, "\(message): \(value.dump)")
        }
      }
    }
    // The nearest numbers to -1/e of p bits, on both sides
    for bits in [2, 3, 10, 53, 64, 200, 1000] {
      let edge = -Ball.exp(Ball(-1, bits: bits + 60))
      let (inside, outside) = (edge.upperEdge.rounded(to: bits), edge.lowerEdge.rounded(to: bits))
      for x in [inside.upperEdge, outside.lowerEdge, inside.center] {
        let value = Ball.lambertW(x)
        #expect(value.isFinite == edge.isBelow(x), "\(x.dump)")
        if value.isFinite { expectInverse(value, x, minus: false, "\(x.dump)") }
      }
    }
  }

  @Test func ballsContainTheirPoints() {
    var samples = Samples(seed: 93)
    for round in 0..<400 {
      let bits = samples.bits(most: 200)
      let minus = round % 2 == 1
      let center =
        minus
        ? -samples.positive(bits: bits, low: -40, high: -2) : samples.real(bits: bits, low: -30, high: 8)
      let (ball, point) = samples.ball(around: center, widest: 1)
      let value = minus ? Ball.lambertWMinus(ball) : .lambertW(ball)
      guard value.isFinite else { continue }
      expectInverse(value, point.center, minus: minus, "W(\(ball.dump)), round \(round)")
    }
    // Wide balls are as good as their ends: W([0, 2]) = [0, 0.8526...].
    let wide = Ball.lambertW(Ball(center: Ball(1, bits: 64), radius: .power2(0)))
    #expect(wide.isNonNegative && wide.upperDouble < 0.8527 && wide.upperDouble > 0.8526)
  }

  @Test func hugeAndTiny() {
    for bits in [10, 64, 300] {
      for e in [1000, 5000, 3_321_928, 1 << 29] {
        let x = Ball(3, bits: bits).scaled(by: e)
        let w = Ball.lambertW(x)
        expectOverlap(w + .log(w), .log(x), "W(3 2^\(e))")
        #expect(w.accuracyBits >= bits - 3)
        let small = Ball(-3, bits: bits).scaled(by: -e)
        let v = Ball.lambertWMinus(small)
        expectOverlap(v + .log(-v), .log(-small), "W_-1(-3 2^-\(e))")
        #expect(v.accuracyBits >= bits - 3)
        #expect(Ball.lambertW(small).overlaps(small) && Ball.lambertW(small).accuracyBits >= bits - 3)
      }
    }
  }

  @Test func domain() {
    #expect(Ball.lambertW(Ball(0, bits: 64)).isZero)
    let half = Ball(Rational(-1, 2), bits: 64)
    #expect(!Ball.lambertW(half).isFinite && !Ball.lambertWMinus(half).isFinite)
    #expect(
      !Ball.lambertWMinus(Ball(0, bits: 64)).isFinite && !Ball.lambertWMinus(Ball(1, bits: 64)).isFinite)
    let across = Ball(center: Ball(Rational(-3, 8), bits: 64), radius: .power2(-5))
    #expect(!Ball.lambertW(across).isFinite && !Ball.lambertWMinus(across).isFinite)
    let aroundZero = Ball.lambertW(Ball(center: Ball(0, bits: 64), radius: .power2(-2)))
    #expect(aroundZero.contains(Rational(0)) && aroundZero.upperDouble < 0.37)
    #expect(!Ball.lambertWMinus(Ball(center: Ball(0, bits: 64), radius: .power2(-2))).isFinite)
    #expect(!Ball.lambertW(.indeterminate).isFinite)
  }

  @Test func referenceDigits() {
    // mpmath 1.3: lambertw(x), lambertw(x, -1)
    let ten = { (n: Int) in Rational(Integer(10).power(n)) }
    let principal: [(Rational, String)] = [
      (Rational(1, 3), "0.257627653049736704282916201626097790909692648"),
      (1, "0.567143290409783872999968662210355549753815787"),
      (Rational(-1, 3), "-0.619061286735945112152326994020922233301471777"),
      (1 / ten(10), "0.0000000000999999999900000000014999999997333333333854167"),
      (ten(30), "64.9046337700461240796056036242928335672165275"),
      (ten(1_000_000), "2302570.44345740470495266674932172246456423144"),
    ]
    for (x, text) in principal { expectDigits(.lambertW(Ball(x, bits: 200)), text, "W0") }
    let minus: [(Rational, String)] = [
      (Rational(-1, 3), "-1.51213455165784247389673967807203870460365039"),
      (-1 / ten(10), "-26.2952388192469256941101288218549182377275849"),
      (-1 / ten(1000), "-2310.33023874784054589842688636390557370980555"),
      (Rational(-9, 25), "-1.22277013397850595314293807342386231317352644"),
    ]
    for (x, text) in minus { expectDigits(.lambertWMinus(Ball(x, bits: 200)), text, "W-1(\(x.double))") }
  }

  @Test func jetsAndDoubles() {
    let bits = 200
    for (start, minus) in [(Rational(3, 2), false), (Rational(-1, 5), false), (Rational(-1, 5), true)] {
      let x = Jet<Ball>(variable: Ball(start, bits: bits), order: 7)
      let w = minus ? Jet<Ball>.lambertWMinus(x) : .lambertW(x)
      let product = w * .exp(w)
      for k in 0...7 {
        expectOverlap(product.coefficient(k), x.coefficient(k), "w e^w, coefficient \(k)")
        #expect(w.coefficient(k).accuracyBits > bits - 40)
      }
    }
    var samples = Samples(seed: 94)
    for _ in 0..<500 {
      let x = Double.random(in: -0.36...40, using: &samples)
      let exact = Ball.lambertW(Ball(exactly: x)).estimate
      #expect(abs(Double.lambertW(x) - exact) <= 4e-15 * abs(exact), "W(\(x))")
      let y = Double.random(in: -0.36 ..< -0.001, using: &samples)
      let other = Ball.lambertWMinus(Ball(exactly: y)).estimate
      #expect(abs(Double.lambertWMinus(y) - other) <= 4e-15 * abs(other) * 10, "W-1(\(y))")
    }
    #expect(Double.lambertW(-1).isNaN && Double.lambertWMinus(0.1).isNaN && Double.lambertW(0) == 0)
    #expect(abs(Double.lambertW(1e300) - Ball.lambertW(Ball(exactly: 1e300)).estimate) < 1e-10)
  }
}
