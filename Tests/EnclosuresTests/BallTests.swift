import CMPFR
import TestSupport
import Testing
import VlasovEnclosures
import VlasovNumbers

@Suite struct BallTests {
  // MARK: Making balls

  @Test func integersAndRationals() {
    var g = SeededGenerator(seed: 21)
    for _ in 0..<2000 {
      let bits = g.precision(upTo: 600)
      let n = g.int(Int.min...Int.max) >> g.int(0...62)
      let ball = Ball(n, bits: bits)
      expectInclusion(ball, of: Rational(n), "Ball(\(n), bits: \(bits))", seed: g.seed)
      #expect(ball.bits == bits)
      #expect(bits < 64 || ball.isExact)
      let q = g.rational(bits: 300)
      let quotient = Ball(q, bits: bits)
      expectInclusion(quotient, of: q, "Ball(\(q), bits: \(bits))", seed: g.seed)
      #expect(quotient.isExact || quotient.accuracyBits >= bits - 1, "half a unit of the last place")
      let large = g.integer(bits: g.int(1...400))
      expectInclusion(Ball(large, bits: bits), of: Rational(large), "\(large)", seed: g.seed)
      #expect(Ball(large, bits: 400).isExact)
    }
  }

  @Test func doubles() {
    var g = SeededGenerator(seed: 22)
    for _ in 0..<2000 {
      let x = Double(bitPattern: g.next())
      let ball = Ball(exactly: x)
      if let exact = Rational(exactly: x) {
        #expect(ball.isExact && ball.exactCenter == exact)
      } else {
        #expect(!ball.isFinite)
      }
    }
    let least = Double.leastNonzeroMagnitude
    #expect(Ball(exactly: least).isExact && Ball(exactly: least).isPositive)
    #expect(withPrecision(200) { Ball(exactly: 2) }.bits == 200)
    #expect(withPrecision(20) { Ball(exactly: 0.1) }.bits == 53)
  }

  @Test func centerAndRadius() {
    var g = SeededGenerator(seed: 23)
    for _ in 0..<500 {
      let x = g.ball(bits: g.precision(upTo: 300))
      let r = g.magnitude(exponent: g.int(-50...50))
      let ball = Ball(center: x, radius: r)
      for p in g.points(in: x) {
        expectInclusion(ball, of: p + r.exactValue, "upper end", seed: g.seed)
        expectInclusion(ball, of: p - r.exactValue, "lower end", seed: g.seed)
      }
    }
    #expect(!Ball(center: 1, radius: .infinity).isFinite)
    #expect(!Ball(center: .indeterminate, radius: .zero).isFinite)
  }

  @Test func rounding() {
    var g = SeededGenerator(seed: 24)
    for _ in 0..<1000 {
      let x = g.ball()
      let bits = g.precision()
      let y = x.rounded(to: bits)
      #expect(y.bits == bits)
      for p in g.points(in: x) { expectInclusion(y, of: p, "rounded to \(bits)", seed: g.seed) }
      if bits >= x.bits { #expect(y.exactCenter == x.exactCenter && y.radius == x.radius) }
    }
  }

  @Test func symbolicIndices() {
    #expect(!Ball(Index(symbol: "n")).isFinite)
    #expect(Ball(Index(7)).contains(Rational(7)))
    #expect(!Ball.pow(Ball(2), Index(symbol: "n")).isFinite)
  }

  // MARK: Constants

  /// Against Machin's formula, the series of log 2 = 2 artanh(1/3), and Sweeney's formula for γ: rational
  /// bounds without MPFR.
  @Test func constants() {
    let pi = 16 * Self.arctangent(5, alternating: true) - 4 * Self.arctangent(239, alternating: true)
    let log2 = 2 * Self.arctangent(3, alternating: false)
    // The error of the truncated sums is far below 2^-400.
    let slack = Rational(numerator: 1, denominator: Integer(1) << 400) ?? 0
    for bits in [2, 53, 64, 65, 128, 300] {
      withPrecision(bits) {
        for (name, ball, value) in [("pi", Ball.pi, pi), ("log 2", Ball.log2, log2)] {
          let distance = (ball.exactCenter - value).magnitude
          #expect(distance <= ball.radius.exactValue + slack, "\(name) at \(bits)")
          #expect(ball.bits == bits && ball.accuracyBits >= bits - 1)
        }
      }
    }
    #expect(Ball.eulerGamma.certainDecimal(digits: 30) == "0.577215664901532860606512090082")
  }

  /// Σ ± 1/((2k+1) m^(2k+1)) up to terms below 2^-440.
  private static func arctangent(_ m: Int, alternating: Bool) -> Rational {
    let scale = Integer(1) << 460
    var sum: Rational = 0
    var power = Rational(1, m)
    var k = 0
    while power * Rational(scale) > 1 {
      let term = power / Rational(2 * k + 1)
      sum += alternating && k % 2 == 1 ? -term : term
      power /= Rational(m * m)
      k += 1
    }
    return sum
  }

  // MARK: Precision

  @Test func literalsTakeTheWorkingPrecision() {
    for bits in [2, 64, 100, 1000] {
      withPrecision(bits) {
        let one: Ball = 1
        #expect(one.bits == bits)
        #expect(Ball(Rational(1, 3)).bits == bits)
        #expect(Ball.pi.bits == bits)
        #expect(Ball.indeterminate.bits == bits)
      }
    }
    #expect((1 as Ball).bits == 128)
  }

  @Test func resultsCarryTheLargerPrecision() {
    var g = SeededGenerator(seed: 25)
    for _ in 0..<200 {
      let (p, q) = (g.precision(upTo: 500), g.precision(upTo: 500))
      let (x, y) = (g.ball(bits: p, shape: .medium), g.ball(bits: q, shape: .thin))
      for z in [x + y, x - y, x * y, x / y, .hull(x, y), .min(x, y), .max(x, y)] {
        #expect(z.bits == max(p, q))
      }
      let n = 3
      for z in [-x, x * n, x / n, x.scaled(by: 2), .exp(x), .sin(x), .abs(x), x.center, x.lowerEdge] {
        #expect(z.bits == p)
      }
      #expect(Ball.pow(x, 3).bits == p)
    }
  }

  /// A raised scope does not reach operations on balls that exist already (it reaches literals, which are
  /// made in it).
  @Test func raisingTheScopeAloneChangesNothing() {
    var g = SeededGenerator(seed: 26)
    for _ in 0..<100 {
      let (x, y) = (
        g.ball(bits: g.precision(upTo: 300), exponents: -3...0), g.ball(bits: 90, exponents: 0...4)
      )
      let n = 7
      func all() -> [Ball] {
        [
          x + y, x - y, x * y, x / y, -x, x * n, x / n, .pow(x, 3), .pow(x, -2), .exp(x), .expm1(x), .log(x),
          .log1p(x), .sqrt(x), .sin(x), .cos(x), .tan(x), .atan(x), .asin(x), .acos(x), .sinh(x), .cosh(x),
          .tanh(x), .atanh(x), .hull(x, y), .min(x, y), .max(x, y), .abs(x), x.lowerEdge, x.upperEdge,
        ]
      }
      let low = withPrecision(64) { all().map(\.dump) }
      let high = withPrecision(2000) { all().map(\.dump) }
      #expect(low == high)
    }
  }

  // MARK: Value semantics

  @Test func inPlaceOperationsEqualValueOperationsAndSpareCopies() {
    typealias InPlace = (inout Ball, Ball) -> Void
    typealias Value = (Ball, Ball) -> Ball
    let operations: [(String, InPlace, Value)] = [
      ("+=", { $0 += $1 }, { $0 + $1 }), ("-=", { $0 -= $1 }, { $0 - $1 }),
      ("*=", { $0 *= $1 }, { $0 * $1 }), ("/=", { $0 /= $1 }, { $0 / $1 }),
    ]
    var g = SeededGenerator(seed: 27)
    for _ in 0..<1000 {
      let (a, b) = (g.ball(bits: g.precision(upTo: 300)), g.ball(bits: g.precision(upTo: 300)))
      for (name, inPlace, value) in operations {
        let before = (a.dump, b.dump)
        var x = a
        inPlace(&x, b)
        #expect(x.dump == value(a, b).dump, "\(name)")
        // A second time, on a value that nothing else refers to.
        let expected = value(x, b).dump
        inPlace(&x, b)
        #expect(x.dump == expected, "\(name) twice")
        var y = a
        inPlace(&y, y)
        #expect(y.dump == value(a, a).dump, "\(name) with itself")
        #expect((a.dump, b.dump) == before, "\(name) changed an operand")
      }
    }
  }
}
