import TestSupport
import Testing
import VlasovEnclosures
import VlasovNumbers

/// Field operations and integer powers against exact rational arithmetic at exact points of the operands.
@Suite struct BallArithmeticTests {
  typealias Operation = (
    name: String, ball: @Sendable (Ball, Ball) -> Ball, exact: @Sendable (Rational, Rational) -> Rational?
  )

  private static let operations: [Operation] = [
    ("+", { $0 + $1 }, { $0 + $1 }), ("-", { $0 - $1 }, { $0 - $1 }), ("*", { $0 * $1 }, { $0 * $1 }),
    ("/", { $0 / $1 }, { $0.divided(by: $1) }),
  ]

  @Test func fieldOperationsEncloseExactResults() {
    var g = SeededGenerator(seed: 31)
    for _ in 0..<2500 {
      let range = g.element(of: [-40...40, -3...3, -2000...2000])
      let (a, b) = (g.ball(exponents: range), g.ball(exponents: range))
      let (p, q) = (g.points(in: a), g.points(in: b))
      for (name, ball, exact) in Self.operations {
        let result = ball(a, b)
        for x in p {
          for y in q where result.isFinite {
            guard let value = exact(x, y) else {
              Issue.record("\(a.artefact) / \(b.artefact) is finite, seed \(g.seed)")
              continue
            }
            expectInclusion(result, of: value, "\(a.artefact) \(name) \(b.artefact)", seed: g.seed)
          }
        }
      }
      for x in p { expectInclusion(-a, of: -x, "-", seed: g.seed) }
    }
  }

  /// The radius is that of the exact image (the hull of the ends' results) and about a unit of the last place.
  @Test func fieldOperationsAreTight() {
    var g = SeededGenerator(seed: 32)
    for _ in 0..<1500 {
      let (a, b) = (g.ball(bits: g.precision(upTo: 300)), g.ball(bits: g.precision(upTo: 300)))
      for (name, ball, exact) in Self.operations {
        if name == "/", !b.isNonZero { continue }
        let result = ball(a, b)
        let corners = [a.lowerRational, a.upperRational].flatMap { x in
          [b.lowerRational, b.upperRational].compactMap { exact(x, $0) }
        }
        let (low, high) = (corners.min() ?? 0, corners.max() ?? 0)
        let half = (high - low) * Rational(1, 2)
        // The second-order terms that midpoint formulas leave are below 2^-8 of the radius.
        let unit = Magnitude.power2((result.exponent ?? -4000) - result.bits).exactValue
        let ends = max(low.magnitude, high.magnitude) * Magnitude.power2(3 - result.bits).exactValue
        #expect(
          result.radius.exactValue <= half * Rational(102, 100) + unit + ends,
          "\(a.artefact) \(name) \(b.artefact) = \(result.artefact)")
      }
    }
  }

  /// Wide operands of one sign keep their sign: the ends are used, not the midpoints.
  @Test func wideBallsKeepSigns() {
    let x = Ball(center: 2, radius: .power2(0))  // [1, 3]
    for (y, low, high) in [
      (x * x, 1, 9), (x / x, 0, 3), (1 / x, 0, 1), (.pow(x, 4), 1, 81), (.pow(-x, 3), -27, -1),
    ] {
      #expect(y.isNonZero)
      #expect(y.lowerDouble >= Double(low) - 1e-6 && y.upperDouble <= Double(high) + 1e-6, "\(y.artefact)")
    }
    let around = Ball(center: 0, radius: .power2(1))
    #expect(Ball.pow(around, 4).isNonNegative)
    #expect((around * x).upperDouble <= 6.0001)
  }

  @Test func words() {
    var g = SeededGenerator(seed: 33)
    for _ in 0..<2000 {
      let a = g.ball(bits: g.precision(upTo: 500))
      let n = g.element(of: [0, 1, -1, 3, Int.max, Int.min, g.int(-1000...1000), g.int(Int.min...Int.max)])
      let exact = Rational(Integer(n))
      let (product, other, quotient) = (a * n, n * a, a / n)
      #expect(product.dump == other.dump)
      for x in g.points(in: a) {
        expectInclusion(product, of: x * exact, "\(a.artefact) * \(n)", seed: g.seed)
        if n != 0 { expectInclusion(quotient, of: x / exact, "\(a.artefact) / \(n)", seed: g.seed) }
      }
      #expect(n != 0 || !quotient.isFinite)
      let k = g.int(-100...100)
      let scaled = a.scaled(by: k)
      #expect(scaled.exactCenter == a.exactCenter * Magnitude.power2(k).exactValue)
      #expect(scaled.radius.exactValue == a.radius.exactValue * Magnitude.power2(k).exactValue)
    }
  }

  @Test func scalingBeyondTheExponentRange() {
    let x = Ball(center: 3, radius: .power2(-20))
    #expect(!x.scaled(by: 1 << 40).isFinite)
    let tiny = x.scaled(by: -1 << 40)
    #expect(tiny.isFinite && tiny.contains(Rational(0)) && !tiny.isExact)
    let zero = Ball(center: 0, radius: .power2(0))
    #expect(!zero.scaled(by: Int.max).isFinite)
    #expect(zero.scaled(by: Int.min).isFinite && !zero.scaled(by: Int.min).isExact)
  }

  @Test func integerPowers() {
    var g = SeededGenerator(seed: 34)
    for _ in 0..<2500 {
      let a = g.ball(bits: g.precision(upTo: 600), exponents: -20...20)
      let n = g.int(0...3) == 0 ? g.int(-40...40) : g.int(-5...5)
      let result = Ball.pow(a, n)
      #expect(result.bits == a.bits)
      for x in g.points(in: a) {
        if let value = x.power(n) {
          expectInclusion(result, of: value, "(\(a.artefact))^\(n)", seed: g.seed)
        } else {
          #expect(!result.isFinite)
        }
      }
      if n % 2 == 0, a.bits >= 64, result.isFinite {
        #expect(result.isNonNegative || n == 0, "\(a.artefact)^\(n)")
      }
    }
  }

  @Test func integerPowersAreTight() {
    var g = SeededGenerator(seed: 35)
    for _ in 0..<1000 {
      let bits = g.precision(upTo: 400)
      let x = g.exactBall(bits: bits, exponents: -20...20)
      let n = g.int(-30...30)
      let power = Ball.pow(x, n)
      // Correctly rounded: within half a unit of the last place.
      #expect(power.isExact || power.accuracyBits >= bits - 1, "\(x.artefact)^\(n) = \(power.artefact)")
      let wide = g.ball(bits: bits, exponents: 0...3, shape: .wide)
      let image = Ball.pow(wide, 3)
      if let low = wide.lowerRational.power(3), let high = wide.upperRational.power(3) {
        let ends = max(low.magnitude, high.magnitude) * Magnitude.power2(5 - bits).exactValue
        #expect(image.radius.exactValue <= (high - low) * Rational(51, 100) + ends, "\(wide.artefact)^3")
      }
    }
  }

  @Test func extremeExponents() {
    let x = Ball(Rational(5, 3), bits: 64)
    for n in [Int.min, Int.min + 1, Int.max, 1 << 40, -1 << 40] {
      // Far beyond the exponent range: unbounded upwards, almost 0 downwards.
      let power = Ball.pow(x, n)
      #expect(
        n > 0 ? !power.isFinite : power.isFinite && power.upperDouble < 1e-300, "\(n): \(power.artefact)")
    }
    #expect(Ball.pow(Ball(1, bits: 64), Int.min).contains(Rational(1)))
    #expect(Ball.pow(Ball(-1, bits: 64), Int.max).contains(Rational(-1)))
    #expect(Ball.pow(Ball(0), 0).contains(Rational(1)))
    #expect(!Ball.pow(Ball.indeterminate, 0).isFinite)
  }

  @Test func divisionByWhatMayBeZeroIsIndeterminateAndNoted() {
    let zero = Ball(center: 0, radius: .power2(-3))
    for divide in [{ 1 / zero }, { Ball.pow(zero, -2) }, { Ball(1) / Ball(0) }, { Ball(1) / 0 }]
      as [() -> Ball]
    {
      let log = FailureLog()
      let result = FailureLog.$current.withValue(log, operation: divide)
      #expect(!result.isFinite)
      #expect(log.message?.hasPrefix("division by ") ?? false, "\(log.message ?? "nothing")")
    }
  }

  /// x^y for reals.
  @Test func realPowers() {
    var g = SeededGenerator(seed: 36)
    for _ in 0..<500 {
      let x = g.ball(between: Rational(1, 10), and: 10, precisionUpTo: 300)
      let n = g.int(-6...6)
      let power: Ball = .pow(x, Ball(n, bits: 64))
      for p in g.points(in: x) {
        if let exact = p.power(n) { expectInclusion(power, of: exact, "\(x.artefact)^\(n)", seed: g.seed) }
      }
    }
  }
}
