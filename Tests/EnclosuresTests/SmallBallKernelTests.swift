import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovEnclosures

/// Dot products and polynomials of small balls against exact rational sums.
@Suite struct SmallBallKernelTests {
  private static func vectors(_ g: inout SeededGenerator, _ n: Int) -> ([SmallBall], [SmallBall]) {
    let range = g.element(of: [-2...2, -40...40, -300...300])
    let shapes = g.element(of: [[.thin], [.exact], [.thin, .exact, .zero], BallShape.allCases])
    var (a, b): ([SmallBall], [SmallBall]) = ([], [])
    for _ in 0..<n {
      a.append(g.smallBall(exponents: range, shape: g.element(of: shapes)))
      b.append(g.smallBall(exponents: range, shape: g.element(of: shapes)))
    }
    if g.int(0...2) == 0, n > 3 {
      // The same terms with the other sign, so that nearly everything cancels.
      for i in 0..<(n / 2) { (a[n - 1 - i], b[n - 1 - i]) = (-a[i], b[i]) }
    }
    return (a, b)
  }

  @Test func dotProductsEnclose() {
    var g = SeededGenerator(seed: 331)
    for _ in 0..<3000 {
      let (a, b) = Self.vectors(&g, g.int(0...20))
      let dot = SmallBall.dot(a, b)
      #expect(dot.isFinite && dot.isWellFormed)
      var exact = Rational(0)
      var (low, high) = (Rational(0), Rational(0))
      for (x, y) in zip(a, b) {
        exact = exact + x.exactCenter * y.exactCenter
        let corners = [x.lowerRational, x.upperRational].flatMap { u in
          [u * y.lowerRational, u * y.upperRational]
        }
        low = low + (corners.min() ?? 0)
        high = high + (corners.max() ?? 0)
      }
      for value in [exact, low, high] { expectInclusion(dot, of: value, "dot of \(a.count)", seed: g.seed) }
    }
  }

  /// The radius is what the operands' radii force, a unit of the last place, and far less than a unit of the
  /// largest term.
  @Test func dotProductsAreTight() {
    var g = SeededGenerator(seed: 332)
    for _ in 0..<3000 {
      let n = g.int(1...40)
      let range = g.element(of: [-2...2, -40...40])
      let shapes: [BallShape] = g.element(of: [[.thin], [.exact], [.thin, .exact]])
      let a = (0..<n).map { _ in g.smallBall(exponents: range, shape: g.element(of: shapes)) }
      let b = (0..<n).map { _ in g.smallBall(exponents: range, shape: g.element(of: shapes)) }
      let dot = SmallBall.dot(a, b)
      var (spread, top) = (Rational(0), Rational(0))
      for (x, y) in zip(a, b) {
        let (m, k) = (x.exactCenter.magnitude, y.exactCenter.magnitude)
        spread = spread + m * y.rad.exactValue + k * x.rad.exactValue
        top = max(top, m * k)
      }
      let unit = dot.hi == 0 ? 0 : Magnitude.power2(dot.exponent - 128).exactValue
      let allowed = (spread + unit) * Rational(1001, 1000) + top * Magnitude.power2(-160).exactValue
      #expect(dot.rad.exactValue <= allowed, "seed \(g.seed)")
    }
  }

  @Test func longAndReversed() {
    var g = SeededGenerator(seed: 333)
    let n = 70_000
    let a = (0..<n).map { _ in SmallBall(g.int(-1000...1000)) }
    let b = (0..<n).map { _ in SmallBall(g.int(-1000...1000)) }
    let forward = zip(a, b).reduce(0) { $0 + Int($1.0.estimate) * Int($1.1.estimate) }
    let backward = zip(a, b.reversed()).reduce(0) { $0 + Int($1.0.estimate) * Int($1.1.estimate) }
    #expect(SmallBall.dot(a, b).includes(Rational(forward)) && SmallBall.dot(a, b).accuracyBits > 100)
    let reversed = a.withUnsafeBufferPointer { x in
      b.withUnsafeBufferPointer { y in SmallBall.dot(n, x.baseAddress!, y.baseAddress! + (n - 1), step: -1) }
    }
    #expect(reversed.includes(Rational(backward)) && reversed.accuracyBits > 100)
    #expect(SmallBall.dot([], []).isZero && SmallBall.dot([1, 2], [3]).includes(3))
    let limit = SmallBall.exponentLimit
    let big = SmallBall(1).scaled(by: limit - 3)
    #expect(!SmallBall.dot([big, 1], [big, 1]).isFinite)
    #expect(SmallBall.dot([big, 1], [1 / big, 2]).includes(3))
    #expect(SmallBall.dot([1 / big, 1 / big], [1 / big, 1]).isFinite)
  }

  @Test func polynomials() {
    var g = SeededGenerator(seed: 334)
    for _ in 0..<2000 {
      let c = (0..<g.int(0...12)).map { _ in g.smallBall(exponents: -5...5) }
      let x = g.smallBall(exponents: -3...2)
      let value = SmallBall.polynomial(c, at: x)
      #expect(value.isFinite)
      for p in g.points(in: x) {
        let exact = c.reversed().reduce(Rational(0)) { $0 * p + g.points(in: $1)[0] }
        expectInclusion(value, of: exact, "polynomial", seed: g.seed)
      }
    }
  }
}
