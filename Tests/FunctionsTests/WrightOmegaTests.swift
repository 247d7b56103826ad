import CMPFR
import Testing

@testable import VlasovFunctions

@Suite struct WrightOmegaTests {
  /// w + log w, which increases.
  private func forward(_ w: Ball, bits: Int) -> Ball {
    let wide = w.rounded(to: bits + abs(w.exponent ?? 0))
    return wide + .log(wide)
  }

  /// x lies between the values of w + log w at the ends of the result.
  private func expectInverse(_ w: Ball, _ x: Ball, _ what: @autoclosure () -> String) {
    guard w.isFinite else {
      Issue.record("\(what()): \(w.dump)")
      return
    }
    let bits = 2 * w.bits + x.bits + 80
    let wide = w.rounded(to: w.bits + 80)
    // A lower end that is not positive says nothing.
    if w.isPositive { #expect(!x.isBelow(forward(wide.lowerEdge, bits: bits)), "\(what()): \(w.dump)") }
    #expect(!forward(wide.upperEdge, bits: bits).isBelow(x), "\(what()): \(w.dump)")
  }

  @Test func definingEquation() {
    var samples = Samples(seed: 191)
    for round in 0..<600 {
      let bits = samples.usualBits()
      let x = samples.real(bits: bits, low: -100, high: samples.int(0...2) == 0 ? 14 : 6)
      let value = Ball.wrightOmega(x)
      let message = "ω(\(x.dump)), round \(round)"
      expectInverse(value, x, message)
      #expect(value.accuracyBits >= bits - 3, "\(message): \(value.dump)")
    }
  }

  /// On both sides of the arguments where another way takes over: 0, 1, -30, -bits, and powers of two.
  @Test func seams() {
    for bits in [2, 10, 53, 64, 200, 1000, 3000] {
      for center in [0, 1, 3, -30, -bits - 10, -bits, 1 << 59, 1 << 60, 1 << 61] {
        for step in [-1, 0, 1] {
          let x = Ball(center, bits: bits).center + Ball(step, bits: bits).scaled(by: -8)
          let value = Ball.wrightOmega(x.center)
          expectInverse(value, x.center, "ω(\(x.dump))")
          #expect(value.accuracyBits >= bits - 3, "ω(\(x.dump)): \(value.dump)")
        }
      }
    }
    #expect(Ball.wrightOmega(Ball(1, bits: 64)).contains(Rational(1)))
  }

  @Test func hugeArguments() {
    for bits in [10, 64, 300] {
      for e in [100, 5000, 3_321_928, 1 << 29] {
        let x = Ball(3, bits: bits).scaled(by: e)
        let w = Ball.wrightOmega(x)
        expectOverlap(w + .log(w), x, "ω(3 2^\(e))")
        #expect(w.accuracyBits >= bits - 3, "ω(\(x.dump)): \(w.dump)")
      }
      for e in [12, 25] {
        let x = Ball(-3, bits: bits).scaled(by: e)
        let w = Ball.wrightOmega(x)
        expectOverlap(w, .exp(x), "ω(-3 2^\(e))")
        #expect(w.accuracyBits >= bits - 3, "ω(\(x.dump)): \(w.dump), \(Ball.exp(x).dump)")
      }
      // Beyond the range of exponents: no digits, and no trap.
      let tiny = Ball.wrightOmega(Ball(-3, bits: bits).scaled(by: 200))
      #expect(tiny.contains(Rational(0)) || tiny.isPositive)
    }
  }

  @Test func ballsContainTheirPoints() {
    var samples = Samples(seed: 193)
    for round in 0..<400 {
      let bits = samples.bits(most: 200)
      let (ball, point) = samples.ball(around: samples.real(bits: bits, low: -30, high: 8), widest: 1)
      expectInverse(.wrightOmega(ball), point.center, "ω(\(ball.dump)), round \(round)")
    }
    // Wide balls are as good as their ends: ω([0, 2]) = [0.567..., 1.557...].
    let wide = Ball.wrightOmega(Ball(center: Ball(1, bits: 64), radius: .power2(0)))
    #expect(wide.lowerDouble > 0.5671 && wide.upperDouble < 1.5572)
    #expect(!Ball.wrightOmega(.indeterminate).isFinite)
  }

  @Test func referenceDigits() {
    // Newton's method in 60 digits of another arithmetic, from e^x, 1 or x - log x.
    let values: [(Rational, String)] = [
      (0, "0.5671432904097838729999686622103555497538157872"),
      (Rational(1, 3), "0.6958928766647910171260236774726737758247459941"),
      (Rational(-1, 3), "0.454726283169223386281412430247989757802444029"),
      (-20, "0.00000000206115361819020358580911748074199655245980012"),
      (50, "46.16771916549208967035812644348971515564162998"),
      (Rational(Integer(10).power(30)), "999999999999999999999999999930.922447210178629479460256359538"),
    ]
    for (x, text) in values { expectDigits(.wrightOmega(Ball(x, bits: 250)), text, "ω(\(x.double))") }
    // W_0(e^x)
    for x in [Rational(-7, 2), 0, Rational(1, 7), 12] {
      let point = Ball(x, bits: 300)
      expectOverlap(.wrightOmega(point), .lambertW(.exp(point)), "ω(\(x.double))")
    }
  }

  @Test func jetsAndDoubles() {
    for start in [Rational(3, 2), Rational(-9, 5), 40] {
      let x = Jet<Ball>(variable: Ball(start, bits: 200), order: 7)
      let w = Jet<Ball>.wrightOmega(x)
      let sum = w + .log(w)
      for k in 0...7 { expectOverlap(sum.coefficient(k), x.coefficient(k), "w + log w, coefficient \(k)") }
      #expect(w.coefficient(7).accuracyBits > 160)
    }
    var samples = Samples(seed: 194)
    for _ in 0..<500 {
      let x = Double.random(in: -60...60, using: &samples)
      let exact = Ball.wrightOmega(Ball(exactly: x)).estimate
      #expect(abs(Double.wrightOmega(x) - exact) <= 2e-15 * exact, "ω(\(x))")
    }
    #expect(Double.wrightOmega(.nan).isNaN && Double.wrightOmega(-1e300) == 0)
    #expect(Double.wrightOmega(.infinity) == .infinity && abs(Double.wrightOmega(1e300) / 1e300 - 1) < 1e-15)
    #expect(
      SmallBall.wrightOmega(SmallBall(2)).ball.overlaps(.wrightOmega(Ball(2, bits: 200))),
      "the small reading")
  }
}
