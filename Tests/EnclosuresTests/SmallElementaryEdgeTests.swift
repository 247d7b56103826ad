import CMPFR
import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovEnclosures

/// Domains, extreme arguments, tables, and the words' arithmetic.
@Suite struct SmallElementaryEdgeTests {
  /// Every entry is the true value's floor, or one off.
  @Test func tables() {
    func check(_ entry: Fixed192, _ value: Ball, _ scale: Int, _ what: String) {
      let words = [entry.w2, entry.w1, entry.w0].map {
        Integer(Int($0 >> 32)) * (Integer(1) << 32) + Integer(Int($0 & 0xFFFF_FFFF))
      }
      let n = (((words[0] << 64) + words[1]) << 64) + words[2]
      let gap = value.scaled(by: scale) - Ball(n, bits: 400)
      #expect(
        gap.isBelow(Ball(Rational(1001, 1000), bits: 64)) && Ball(Rational(-1, 1000), bits: 64).isBelow(gap),
        "\(what): \(gap.shortDescription)")
    }
    func x(_ n: Int, _ d: Int) -> Ball { Ball(n, bits: 400) / d }
    check(SmallTables.log2, .log2(bits: 400), 192, "log 2")
    for (i, entry) in SmallTables.exponential.coarse.enumerated() {
      check(entry, .exp(x(i, 256)), 190, "exp \(i)")
    }
    for (j, entry) in SmallTables.exponential.fine.enumerated() {
      check(entry, .expm1(x(j, 65536)), 199, "expm1 \(j)")
    }
    let log = SmallTables.logarithm
    for (table, bits, top) in [(log.first, 12, 13), (log.second, 20, 20), (log.third, 28, 28)] {
      for (i, entry) in table.enumerated() {
        check(
          entry.log, -Ball.log(Ball(Int(entry.factor), bits: 400).scaled(by: -top)), 192, "log \(bits) \(i)")
      }
    }
    // The factors are the reciprocals of the intervals' lower ends, rounded up.
    for i in 0..<256 {
      let r = Int(log.first[i].factor)
      #expect(r * (256 + i) >= 1 << 21 && (r - 1) * (256 + i) < 1 << 21)
    }
    for i in 0..<274 {
      let (r, s) = (Int(log.second[i].factor), Int(log.third[i].factor))
      #expect(r * (1 << 16 + i) >= 1 << 36 && (r - 1) * (1 << 16 + i) < 1 << 36)
      #expect(s * (1 << 24 + i) >= 1 << 52 && (s - 1) * (1 << 24 + i) < 1 << 52)
    }
    for (i, entry) in SmallTables.circle.enumerated() {
      check(entry.sin, .sin(x(i, 256)), 192, "sin \(i)")
      check(entry.cos, .cos(x(i, 256)), 192, "cos \(i)")
    }
    for (i, entry) in SmallTables.arcTangent.coarse.enumerated() {
      check(entry, .atan(x(i, 256)), 192, "atan \(i)")
    }
    for (i, entry) in SmallTables.arcTangent.fine.enumerated() {
      check(entry, .atan(x(i, 65536)), 192, "atan fine \(i)")
    }
    let (one, fraction, low) = SmallTables.halfPi
    #expect(one == 1)
    let half = Ball.pi(bits: 400).scaled(by: -1)
    check(fraction, half - 1, 192, "pi/2")
    check(
      Fixed192(fraction.w1, fraction.w0, low),
      (half - 1).scaled(by: 64)
        - Ball(Integer(Int(fraction.w2 >> 1)) * 2 + Integer(Int(fraction.w2 & 1)), bits: 400), 192,
      "pi/2, low")
  }

  /// |a 2^128/d - q| < 3, also where the partial quotients are at their limits.
  @Test func quotients() {
    var g = SeededGenerator(seed: 501)
    func integer(_ x: UInt128) -> Integer {
      (0..<4).reduce(Integer(0)) { n, i in
        (n << 32) + Integer(Int(UInt32(truncatingIfNeeded: x >> UInt128(96 - 32 * i))))
      }
    }
    func word() -> UInt64 { g.element(of: [0, 1, .max, 1 << 63, .max - 1]) }
    for _ in 0..<20_000 {
      let special = g.bool()
      let d = UInt128((special ? word() : g.next()) | 1 << 63) << 64 | UInt128(g.bool() ? word() : g.next())
      var a = UInt128(special ? word() : g.next()) << 64 | UInt128(g.bool() ? word() : g.next())
      a = g.int(0...3) == 0 ? d / 4 * 3 - UInt128(g.int(0...2)) : a % (d / 4 * 3)
      let gap = (integer(a) << 128) - integer(SmallFixedPoint.quotient(a, d)) * integer(d)
      #expect(gap.magnitude < integer(d) * 3, "\(a)/\(d)")
    }
  }

  /// Outside the domain nothing is known, and the log says why.
  @Test func domains() {
    let cases: [(String, () -> SmallBall)] = [
      ("log", { .log(.zero) }), ("log", { .log(-1) }),
      ("log", { .log(SmallBall(center: 1, radius: .power2(0))) }),
      ("log1p", { .log1p(-1) }), ("log1p", { .log1p(-2) }), ("asin", { .asin(2) }), ("acos", { .acos(-2) }),
      ("asin", { .asin(SmallBall(center: 1, radius: .power2(-90))) }), ("atanh", { .atanh(1) }),
      ("atanh", { .atanh(-1) }), ("tan", { .tan(SmallBall(center: .pi / 2, radius: .power2(-30))) }),
    ]
    for (name, evaluate) in cases {
      let log = FailureLog()
      #expect(!FailureLog.$current.withValue(log, operation: evaluate).isFinite, "\(name)")
      #expect(log.message?.hasPrefix("\(name) of ") ?? false, "\(name): \(log.message ?? "no message")")
    }
    for f in SmallElementaryFunction.all { #expect(!f.small(.indeterminate).isFinite, "\(f.name)") }
  }

  /// Exact values, and the ends of domains.
  @Test func exactValues() {
    #expect(SmallBall.exp(.zero).isExact && SmallBall.exp(.zero).ball.contains(Rational(1)))
    #expect(SmallBall.log(1).isZero && SmallBall.expm1(.zero).isZero && SmallBall.log1p(.zero).isZero)
    #expect(SmallBall.sin(.zero).isZero && SmallBall.atan(.zero).isZero && SmallBall.tan(.zero).isZero)
    #expect(SmallBall.cos(.zero).isExact && SmallBall.sinh(.zero).isZero && SmallBall.tanh(.zero).isZero)
    #expect(SmallBall.asin(1).ball.overlaps(.pi(bits: 128) / 2) && SmallBall.acos(1).isZero)
    #expect(SmallBall.asin(SmallBall(center: .zero, radius: .power2(0))).isFinite)
    #expect(SmallBall.sqrt(4).ball.contains(Rational(2)))
  }

  /// Exponents up to the limits of the type: never a trap, inclusion by bounds known beforehand.
  @Test(.timeLimit(.minutes(1))) func extremeExponents() {
    var g = SeededGenerator(seed: 502)
    let limit = SmallBall.exponentLimit
    for e in [
      limit - 1, limit / 2, 1 << 40, 64, 60, 59, 58, 57, 42, 41, 40, 39, -64, -200, -201, -1000, -1 << 40,
      -limit / 2, 1 - limit,
    ] {
      for _ in 0..<40 {
        let center = g.small(exponents: e...e)
        let radius = g.element(of: [
          .zero, Magnitude.power2(e - 100), .power2(e), .power2(-60), .power2(-1 << 60), .power2(3),
        ])
        let x = SmallBall(center: center, radius: radius)
        for f in SmallElementaryFunction.all {
          let y = f.small(x)
          if y.hi == 0 {
            #expect(y.lo == 0 && y.exponent == SmallBall.zeroExponent)
          } else {
            #expect(y.hi >> 63 == 1)
          }
          if y.isFinite, e < -1000,
            ["sin", "tan", "atan", "asin", "expm1", "log1p", "sinh", "tanh", "atanh"].contains(f.name)
          {
            #expect(
              y.overlaps(center) && (!radius.isZero || y.ball.accuracyBits > 120 || e < -(1 << 29)),
              "\(f.name)")
          }
        }
        #expect(SmallBall.cos(x).overlaps(SmallBall(center: .zero, radius: .power2(0))))
        if e > 60, !center.isNegativeMidpoint, radius.isZero {
          #expect(!SmallBall.exp(x).isFinite || e < 1 << 40)
          #expect(SmallBall.exp(-x).overlaps(.zero) || e < 1 << 40)
          // log(m 2^e) lies between (e - 1) log 2 and e log 2.
          let log = SmallBall.log(x)
          #expect(
            log.overlaps(SmallBall.hull(.log2 * SmallBall(e - 1), .log2 * SmallBall(e)))
              && log.ball.accuracyBits > 125)
        }
      }
    }
  }

  /// Thin and wide balls of monotone functions: hardly wider than the image of the ends.
  @Test func monotoneFunctionsAreTight() {
    for (index, f) in SmallElementaryFunction.all.enumerated() where f.monotone {
      var g = SeededGenerator(seed: 521 + UInt64(index))
      var checked = 0
      for _ in 0..<1500 {
        let x = f.ball(around: f.center(&g), &g)
        let y = f.small(x)
        guard y.isFinite, !x.isExact, let size = y.ball.magnitudeBall.exponent else { continue }
        // The ends at 500 bits, as exact balls; they may leave the domain by their rounding.
        let center = x.ball.center.rounded(to: 500)
        let radius = Ball(center: Ball(0, bits: 500), radius: x.radius).upperEdge
        let low = SmallElementaryTests.value(f, center - radius)
        let high = SmallElementaryTests.value(f, center + radius)
        guard let low, let high else { continue }
        checked += 1
        let half = Ball.abs(high - low).scaled(by: -1)
        let allowed = half * 21 / 10 + Ball(1, bits: 64).scaled(by: size - 122)
        #expect(
          !allowed.isBelow(Ball(center: Ball(0, bits: 64), radius: y.radius).upperEdge),
          "\(f.name)(\(x.ball.artefact)) = \(y.ball.artefact), half width \(half.shortDescription)")
      }
      #expect(checked > 500, "\(f.name)")
    }
  }

  /// sinCos agrees with sin and cos.
  @Test func sinCosTogether() {
    var g = SeededGenerator(seed: 503)
    let f = SmallElementaryFunction.all[4]
    for _ in 0..<2000 {
      let x = f.ball(around: f.center(&g), &g)
      let (s, c) = SmallFunctions.sinCos(x)
      let (s1, c1) = (SmallBall.sin(x), SmallBall.cos(x))
      #expect(s.ball.dump == s1.ball.dump && c.ball.dump == c1.ball.dump)
    }
  }
}
