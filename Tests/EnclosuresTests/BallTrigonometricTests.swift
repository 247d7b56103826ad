import CMPFR
import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovEnclosures

/// What is particular to periodic functions; `BallElementaryTests` checks inclusion for them, too.
@Suite struct BallTrigonometricTests {
  /// Wide balls: the least and greatest of many samples are inside, and the ball is not much wider.
  @Test func wideBallsEncloseExtremaTightly() {
    var g = SeededGenerator(seed: 131)
    for _ in 0..<1500 {
      let bits = g.precision(upTo: 300)
      let center = Ball(g.rational(bits: 10) * Rational(g.int(1...1000), 7), bits: bits).center
      let x = Ball(center: center, radius: g.magnitude(exponent: g.int(-9...4)))
      for (name, result, f) in [
        ("sin", Ball.sin(x), { mpfr_sin($0, $1, $2) }), ("cos", Ball.cos(x), { mpfr_cos($0, $1, $2) }),
      ] as [(String, Ball, Real.Function)] {
        var (low, high) = (2.0, -2.0)
        for k in -16...16 {
          let p = x.exactCenter + x.radius.exactValue * Rational(k, 16)
          let value = RealBounds(of: f, atDyadic: p, bits: 400)
          expectInclusion(result, of: value, "\(name)(\(x.artefact))", seed: g.seed)
          let y = mpfr_get_d(value.lower.pointer, MPFR_RNDN)
          (low, high) = (min(low, y), max(high, y))
        }
        // 33 samples miss an extremum by at most (step/2)^2/2.
        let step = x.radius.estimate / 16
        let slack = step * step / 8 + 1e-6 + 8 * Magnitude.power2(-bits).estimate
        let (below, above) = (max(-1, low - slack), min(1, high + slack))
        #expect(
          result.lowerDouble >= below - 1e-6 - 8 * Magnitude.power2(-bits).estimate
            && result.upperDouble <= above + 1e-6 + 8 * Magnitude.power2(-bits).estimate,
          "\(name)(\(x.artefact)) = \(result.artefact), samples in [\(low), \(high)]")
      }
    }
  }

  @Test func extremaAreReached() {
    let quarter = Ball.pi / 2
    for k in -5...5 {
      let extremum = quarter * (2 * k + 1)
      let around = Ball(center: extremum, radius: .power2(-3))
      let sign = Rational(k % 2 == 0 ? 1 : -1)
      #expect(Ball.sin(around).contains(sign))
      #expect(Ball.cos(Ball(center: .pi * k, radius: .power2(-3))).contains(sign))
      #expect(Ball.sin(around).isNonZero)
    }
    let everything = Ball.sin(Ball(center: 0, radius: .power2(30)))
    #expect(
      everything.contains(Rational(1)) && everything.contains(Rational(-1))
        && everything.magnitude <= .power2(1))
  }

  /// Arguments whose reduction would need π to millions of bits give [-1, 1].
  @Test(.timeLimit(.minutes(1))) func hugeArguments() {
    let x = Ball.exp(Ball(100_000_000, bits: 128))
    for y in [Ball.sin(x), .cos(x), .sin(x.center), .sin(Ball(1).scaled(by: 1 << 29))] {
      #expect(y.isFinite && y.contains(Rational(1)) && y.contains(Rational(-1)))
    }
    #expect(!Ball.tan(x).isFinite)
    #expect(!Ball.sin(.indeterminate).isFinite && !Ball.cos(.indeterminate).isFinite)
    let exact = Ball(1, bits: 64).scaled(by: 5000)
    #expect(Ball.sin(exact).accuracyBits >= 63)
  }

  @Test func tangentBetweenPoles() {
    let wide = Ball(center: 0, radius: .power2(0))
    #expect(Ball.tan(wide).upperDouble < 1.5575 && Ball.tan(wide).lowerDouble > -1.5575)
    let log = FailureLog()
    let pole = FailureLog.$current.withValue(log) { Ball.tan(Ball(center: .pi / 2, radius: .power2(-40))) }
    #expect(!pole.isFinite && (log.message?.hasPrefix("tan of") ?? false))
    #expect(!Ball.tan(Ball(center: .pi / 2, radius: .power2(-3))).isFinite)
    #expect(!Ball.tan(Ball(center: 0, radius: .power2(3))).isFinite)
    // Just beside the pole.
    let beside = Ball(center: .pi / 2 - Ball(1).scaled(by: -30), radius: .power2(-40))
    #expect(Ball.tan(beside).isPositive)
  }
}
