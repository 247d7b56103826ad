import CMPFR
import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovEnclosures

/// Scalar products against exact rational arithmetic at exact points of the operands.
@Suite struct DotTests {
  /// Σ |m_a m_b|'s largest term and the exact radius sum of the definition.
  private static func sizes(_ a: [Ball], _ b: [Ball]) -> (largest: Rational, radius: Rational) {
    var (largest, radius): (Rational, Rational) = (0, 0)
    for (x, y) in zip(a, b) {
      let (m, n) = (x.exactCenter.magnitude, y.exactCenter.magnitude)
      let (r, s) = (x.radius.exactValue, y.radius.exactValue)
      largest = max(largest, m * n)
      radius = radius + m * s + n * r + r * s
    }
    return (largest, radius)
  }

  private static func check(
    _ result: Ball, _ a: [Ball], _ b: [Ball], plus initial: Ball?, negated: Bool, _ g: inout SeededGenerator,
    _ what: @autoclosure () -> String
  ) {
    for _ in 0..<3 {
      var sum: Rational = 0
      for (x, y) in zip(a, b) { sum = sum + g.point(in: x) * g.point(in: y) }
      if negated { sum = -sum }
      if let initial { sum = sum + g.point(in: initial) }
      expectInclusion(result, of: sum, "\(what()), \(a.count) terms", seed: g.seed)
    }
    // The extreme corner: all products at their largest.
    var most: Rational = 0
    for (x, y) in zip(a, b) {
      let corners = [x.lowerRational, x.upperRational].flatMap { p in
        [y.lowerRational * p, y.upperRational * p]
      }
      most = most + (negated ? -(corners.min() ?? 0) : corners.max() ?? 0)
    }
    if let initial { most = most + initial.upperRational }
    expectInclusion(result, of: most, "\(what()), \(a.count) terms, corner", seed: g.seed)
  }

  @Test func inclusion() {
    var g = SeededGenerator(seed: 721)
    for round in 0..<1500 {
      let n = g.int(0...(round % 10 == 0 ? 60 : 9))
      let exponents = g.element(of: [-3...3, -40...40, -1000...1000])
      let fixed = g.bool() ? g.precision(upTo: 2500) : nil
      let shape = g.bool() ? nil : g.element(of: [BallShape.exact, .thin, .wide])
      func vector() -> [Ball] {
        (0..<n).map { _ in
          g.ball(bits: fixed ?? g.precision(upTo: 2500), exponents: exponents, shape: shape)
        }
      }
      let (a, b) = (vector(), vector())
      let bits = g.bool() ? fixed ?? 100 : g.precision(upTo: 2500)
      let result = Ball.dot(a, b, bits: bits)
      #expect(result.isFinite && result.bits == bits)
      Self.check(result, a, b, plus: nil, negated: false, &g, "dot with \(bits) bits")
      let initial = g.ball(exponents: exponents)
      let negated = g.bool()
      let other = Ball.make(bits) { z in
        initial.read { p in
          a.withPointers { x in
            b.withPointers {
              Dot.dot(z, adding: p, Dot.Vector(x), Dot.Vector($0), count: n, negated: negated)
            }
          }
        }
      }
      Self.check(other, a, b, plus: initial, negated: negated, &g, "dot with a start")
      // The radius is the exact one but for rounding.
      let (largest, radius) = Self.sizes(a, b)
      let rounding = largest * Magnitude.power2(1 - bits).exactValue
      let last = result.exactCenter.magnitude * Magnitude.power2(-bits).exactValue
      #expect(
        result.radius.exactValue <= (radius + rounding + last) * Rational(101, 100),
        "round \(round): radius \(result.radius.estimate), seed \(g.seed)")
    }
  }

  /// Whole numbers give exact sums, and what cancels gives an exact 0.
  @Test func exactSums() {
    var g = SeededGenerator(seed: 722)
    for _ in 0..<300 {
      let n = g.int(1...40)
      let bits = 64 * g.int(1...20)
      let a = (0..<n).map { _ in Ball(g.int(-1000...1000), bits: bits) }
      let b = (0..<n).map { _ in Ball(g.int(-1000...1000), bits: bits) }
      let sum = zip(a, b).reduce(Rational(0)) { $0 + $1.0.exactCenter * $1.1.exactCenter }
      let result = Ball.dot(a, b)
      #expect(result.isExact && result.exactCenter == sum)
      let zero = Ball.dot(a + a.map { -$0 }, b + b)
      #expect(zero.isZero)
    }
  }

  /// Massive cancellation: the error is relative to the largest product.
  @Test func cancellation() {
    var g = SeededGenerator(seed: 723)
    for _ in 0..<200 {
      let bits = g.precision(upTo: 2000)
      let (a, b) = (g.exactBall(bits: bits, exponents: 0...3), g.exactBall(bits: bits, exponents: 0...3))
      let small = g.exactBall(bits: bits, exponents: -bits...(-bits / 2))
      let x = [a, small, -a, small]
      let y = [b, a, b, b]
      let result = Ball.dot(x, y, bits: bits)
      Self.check(result, x, y, plus: nil, negated: false, &g, "cancelling dot")
      #expect(result.radius <= .power2(10 - bits))
    }
  }

  @Test func extremesAndIndeterminates() {
    let huge = Ball(3, bits: 128).scaled(by: (1 << 30) - 10)
    let tiny = Ball(3, bits: 128).scaled(by: -(1 << 30) + 10)
    let one = Ball(1, bits: 128)
    #expect(!Ball.dot([huge], [huge]).isFinite)
    #expect(Ball.dot([huge], [tiny]).contains(Rational(9)))
    #expect(Ball.dot([huge, -huge], [one, one]).isZero)
    let lost = Ball.dot([tiny], [tiny])
    #expect(lost.isFinite && !lost.isExact && lost.contains(Rational(0)))
    // The small term is below the accumulator.
    let both = Ball.dot([huge, tiny, one], [one, one, one])
    #expect(both.contains(huge) && !both.isExact)
    for bad in [Ball.indeterminate(bits: 128), Ball.indeterminate(bits: 500)] {
      #expect(!Ball.dot([one, bad], [one, one]).isFinite)
      #expect(!Ball.dot([one, bad], [one, Ball(0, bits: 128)]).isFinite)
      #expect(!Ball.dot([tiny, one], [tiny, bad]).isFinite)
    }
    let wide = Ball(center: Ball(0, bits: 64), radius: .power2(1 << 59))
    let product = Ball.dot([wide, one], [wide, one])
    #expect(!product.isFinite || .power2(1 << 60) <= product.radius)
    let narrow = Ball(center: Ball(0, bits: 64), radius: .power2(-1 << 59))
    let small = Ball.dot([narrow, narrow], [narrow, narrow])
    #expect(small.isFinite && !small.radius.isZero)
    let mixed = Ball.dot([narrow, wide], [one, one])
    #expect(mixed.isFinite && .power2(1 << 59) <= mixed.radius)
    #expect(Ball.dot([], []).isZero)
  }

  /// The result may be an operand, and steps may be negative.
  @Test func aliasingAndSteps() {
    var g = SeededGenerator(seed: 724)
    for _ in 0..<200 {
      let bits = g.precision(upTo: 1500)
      let n = g.int(1...12)
      let a = (0..<(3 * n)).map { _ in g.ball(bits: bits).rounded(to: bits) }
      let b = (0..<n).map { _ in g.ball(bits: bits).rounded(to: bits) }
      let expected = Ball.dot((0..<n).map { a[3 * $0] }, b.reversed(), bits: bits)
      let k = g.int(0...(n - 1))
      let copy = b.enumerated().map { $0 == k ? $1.rounded(to: bits) : $1 }
      a.withPointers { x in
        copy.withPointers { y in
          Dot.dot(y[k], Dot.Vector(x, step: 3), Dot.Vector(y + (n - 1), step: -1), count: n)
        }
      }
      #expect(copy[k].dump == expected.dump)
    }
  }
}
