import CMPFR
import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovEnclosures

/// Making small balls from numbers and balls, and the way back.
@Suite struct SmallBallConversionsTests {
  @Test func balls() {
    var g = SeededGenerator(seed: 321)
    for _ in 0..<8000 {
      let ball = g.ball(bits: g.precision(upTo: 600), exponents: g.element(of: [-40...40, -2000...2000]))
      let small = SmallBall(ball)
      #expect(small.isWellFormed, "\(ball.artefact)")
      for end in [ball.lowerRational, ball.upperRational] {
        expectInclusion(small, of: end, ball.artefact, seed: g.seed)
      }
      let back = small.ball
      #expect(back.bits == 128 && back.exactCenter == small.exactCenter && back.radius == small.radius)
      #expect(SmallBall(back).isIdentical(to: small))
      if ball.bits <= 128 {
        #expect(back.exactCenter == ball.exactCenter && back.radius == ball.radius, "\(ball.artefact)")
      } else {
        let unit = ball.exponent.map { Magnitude.power2($0 - 128).exactValue } ?? 0
        #expect(
          small.rad.exactValue <= (ball.radius.exactValue + unit) * Rational(1001, 1000), "\(ball.artefact)")
      }
    }
    #expect(!SmallBall(Ball.indeterminate).isFinite && !SmallBall.indeterminate.ball.isFinite)
    #expect(SmallBall(Ball(0)).isZero && SmallBall.zero.ball.isZero)
    // The ends of MPFR's range.
    for e in [(1 << 30) - 1, -(1 << 30) + 1, -(1 << 30) + 2, -(1 << 30) + 3] {
      let x = SmallBall(center: SmallBall(1).scaled(by: e - 1), radius: .power2(e - 100))
      #expect(x.exponent == e && x.ball.isFinite && x.ball.magnitudeBelow <= x.magnitude)
      #expect(SmallBall(x.ball).contains(x))
      #expect(SmallBall(x.ball).isIdentical(to: x) == (e > -(1 << 30) + 2))
    }
    #expect(!SmallBall(1).scaled(by: 1 << 30).ball.isFinite)
    #expect(SmallBall(SmallBall(1).scaled(by: -(1 << 30)).ball).contains(SmallBall(1).scaled(by: -(1 << 30))))
  }

  @Test func numbers() {
    var g = SeededGenerator(seed: 322)
    for _ in 0..<10_000 {
      let n = g.element(of: [0, 1, -1, Int.max, Int.min, g.int(-9...9), g.int(Int.min...Int.max)])
      #expect(SmallBall(n).isExact && SmallBall(n).exactCenter == Rational(n) && SmallBall(n).isWellFormed)
      #expect(SmallBall(Index(n)).isIdentical(to: SmallBall(n)))

      let integer = g.bool() ? g.integer(bits: g.int(1...400)) : -g.integer(bits: g.int(1...130))
      let a = SmallBall(integer)
      expectInclusion(a, of: Rational(integer), "\(integer)", seed: g.seed)
      #expect(
        a.isExact ? a.exactCenter == Rational(integer) : a.rad == .power2(a.exponent - 128), "\(integer)")
      if integer.bitWidth <= 128 { #expect(a.isExact) }

      let q = g.rational(bits: g.element(of: [8, 64, 130, 500]))
      let b = SmallBall(q)
      expectInclusion(b, of: q, "\(q)", seed: g.seed)
      #expect(b.isExact ? b.exactCenter == q : b.rad == .power2(b.exponent - 128), "\(q)")
      #expect(b.exactCenter.magnitude <= q.magnitude)

      let d = Double(bitPattern: g.next())
      let c = SmallBall(exactly: d)
      if d.isFinite {
        #expect(c.isExact && c.isWellFormed && c.exactCenter == Rational(exactly: d), "\(d)")
      } else {
        #expect(!c.isFinite)
      }
    }
    for d in [
      0, -0.0, .leastNonzeroMagnitude, -.leastNormalMagnitude, .greatestFiniteMagnitude, 1, 0x1.8p-1060,
    ] {
      #expect(SmallBall(exactly: d).exactCenter == Rational(exactly: d), "\(d)")
    }
    #expect(!SmallBall(exactly: .nan).isFinite && !SmallBall(exactly: -.infinity).isFinite)
    let literal: SmallBall = -7
    #expect(literal.exactCenter == -7 && literal.isExact)
  }

  @Test func constants() {
    let bits = 400
    for (small, ball) in [
      (SmallBall.pi, Ball.pi(bits: bits)), (.log2, withPrecision(bits) { Ball.log2 }),
      (.eulerGamma, withPrecision(bits) { Ball.eulerGamma }),
    ] {
      #expect(small.isWellFormed && small.includes(ball.lowerRational) && small.includes(ball.upperRational))
      #expect(small.exactCenter < ball.lowerRational && small.rad == .power2(small.exponent - 128))
      #expect(SmallBall(ball).hi == small.hi && SmallBall(ball).lo == small.lo)
    }
  }

  @Test func descriptions() {
    #expect(SmallBall(3).shortDescription == Ball(3).shortDescription)
    let log = FailureLog()
    FailureLog.$current.withValue(log) { #expect(!SmallBall.sqrt(-2).isFinite) }
    #expect(log.message == "sqrt of \(SmallBall(-2).shortDescription)")
    let division = FailureLog()
    FailureLog.$current.withValue(division) { #expect(!(SmallBall(1) / 0).isFinite) }
    #expect(division.message == "division by 0")
  }
}
