import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovEnclosures

@Suite struct PowerSeriesTests {
  private static func reciprocal(_ a: [Rational], _ n: Int) -> [Rational] {
    var y: [Rational] = []
    for k in 0..<n {
      var s: Rational = k == 0 ? 1 : 0
      for j in stride(from: 1, through: min(k, a.count - 1), by: 1) { s = s - a[j] * y[k - j] }
      y.append(s.divided(by: a[0]) ?? 0)
    }
    return y
  }

  private static func series(_ g: inout SeededGenerator, _ n: Int, bits: Int) -> [Ball] {
    (0..<n).map { i in
      let shape = g.element(of: [BallShape.exact, .thin, .medium, .zero])
      return i == 0
        ? g.ball(bits: bits, exponents: 1...2, shape: .thin)
        : g.ball(bits: bits, exponents: -4...2, shape: shape)
    }
  }

  @Test func reciprocals() {
    var g = SeededGenerator(seed: 741)
    for round in 0..<60 {
      let bits = g.precision(upTo: 400)
      let n = round % 20 == 0 ? 70 : g.int(0...12)
      let a = Self.series(&g, g.int(1...(n + 1)), bits: max(bits, 20))
      let y = PowerSeries.reciprocal(a, length: n, bits: bits)
      #expect(y.count == n)
      let exact = Self.reciprocal(a.map { g.point(in: $0) }, n)
      for (k, ball) in y.enumerated() { expectInclusion(ball, of: exact[k], "1/a, \(k)", seed: g.seed) }
    }
    #expect(PowerSeries.reciprocal([0, 1], length: 3, bits: 64).allSatisfy { !$0.isFinite })
    #expect(PowerSeries.reciprocal([], length: 3, bits: 64).allSatisfy { !$0.isFinite })
  }

  /// exp(a) with a_0 = 0 and log(a) with a_0 = 1 are rational; log(exp(a)) = a for others.
  @Test func exponentialsAndLogarithms() {
    var g = SeededGenerator(seed: 742)
    for _ in 0..<60 {
      let bits = g.precision(upTo: 400)
      let n = g.int(1...12)
      var a = Self.series(&g, n, bits: max(bits, 20))
      a[0] = Ball(0, bits: bits)
      let x = a.map { g.point(in: $0) }
      var exact: [Rational] = [1]
      for k in stride(from: 1, to: n, by: 1) {
        let s = (1...k).reduce(Rational(0)) { $0 + Rational($1) * x[$1] * exact[k - $1] }
        exact.append(s / Rational(k))
      }
      let e = PowerSeries.exponential(a, length: n, bits: bits)
      for (k, ball) in e.enumerated() { expectInclusion(ball, of: exact[k], "exp(a), \(k)", seed: g.seed) }
      // The logarithm of the exact exponential contains x.
      let l = PowerSeries.logarithm(exact.map { Ball($0, bits: bits) }, length: n, bits: bits)
      for (k, ball) in l.enumerated() { expectInclusion(ball, of: x[k], "log(exp(a)), \(k)", seed: g.seed) }
      a[0] = g.ball(bits: bits, exponents: -2...2, shape: .thin)
      let back = PowerSeries.logarithm(
        PowerSeries.exponential(a, length: n, bits: bits), length: n, bits: bits)
      for (x, y) in zip(a, back) { expectOverlap(x, y, "log(exp(a))", seed: g.seed) }
    }
    #expect(PowerSeries.logarithm([-1, 1], length: 2, bits: 64).first?.isFinite == false)
    #expect(PowerSeries.exponential([], length: 2, bits: 64).map(\.estimate) == [1, 0])
  }
}
