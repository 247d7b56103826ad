import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovEnclosures

/// Polynomials, matrices and power series against exact rational arithmetic.
@Suite struct PolynomialTests {
  private static func vector(_ g: inout SeededGenerator, _ n: Int, _ bits: Int?, _ shape: BallShape?)
    -> [Ball]
  {
    // A trend of the exponents, as in a power series.
    let slope = g.int(-20...20)
    let fixed = bits
    return (0..<n).map { i in
      let e = slope * i
      return g.ball(bits: fixed ?? g.precision(upTo: 600), exponents: (e - 8)...(e + 8), shape: shape)
    }
  }

  private static func points(_ x: [Ball], _ g: inout SeededGenerator) -> [Rational] {
    x.map { g.point(in: $0) }
  }

  private static func product(_ a: [Rational], _ b: [Rational]) -> [Rational] {
    var c = [Rational](repeating: 0, count: max(0, a.count + b.count - 1))
    for (i, x) in a.enumerated() { for (j, y) in b.enumerated() { c[i + j] = c[i + j] + x * y } }
    return c
  }

  @Test func horner() {
    var g = SeededGenerator(seed: 731)
    for _ in 0..<400 {
      let bits = g.bool() ? g.precision(upTo: 1000) : nil
      let c = Self.vector(&g, g.int(0...12), bits, nil)
      let x = g.ball(bits: bits, exponents: -3...3)
      let result = Ball.polynomial(c, at: x, bits: g.bool() ? g.precision(upTo: 1500) : nil)
      #expect(result.isFinite)
      for p in g.points(in: x) {
        let value = Self.points(c, &g).reversed().reduce(Rational(0)) { $0 * p + $1 }
        expectInclusion(result, of: value, "polynomial of \(c.count) at \(x.artefact)", seed: g.seed)
      }
    }
    #expect(!Ball.polynomial([1, 1], at: .indeterminate(bits: 100)).isFinite)
    #expect(!Ball.polynomial([1, .indeterminate(bits: 100)], at: 2).isFinite)
  }

  @Test func powers() {
    var g = SeededGenerator(seed: 732)
    for _ in 0..<200 {
      let x = g.ball(bits: g.precision(upTo: 500), exponents: -4...4)
      let n = g.int(-1...20)
      let table = Ball.powers(of: x, through: n)
      #expect(table.count == n + 1)
      for p in g.points(in: x) {
        for (k, power) in table.enumerated() {
          if let value = p.power(k) { expectInclusion(power, of: value, "\(x.artefact)^\(k)", seed: g.seed) }
        }
      }
    }
  }

  /// Both methods enclose exact products, and their radii are those of the naive sums.
  @Test func products() {
    var g = SeededGenerator(seed: 733)
    for round in 0..<250 {
      let bits = g.bool() ? g.precision(upTo: 600) : nil
      let shape = g.element(of: [nil, BallShape.exact, .thin, .wide, .aroundZero, .medium])
      let a = Self.vector(&g, g.int(0...14), bits, shape)
      let b = Self.vector(&g, g.int(0...14), bits, g.int(0...3) == 0 ? nil : shape)
      let full = a.isEmpty || b.isEmpty ? 0 : a.count + b.count - 1
      let length = g.bool() ? nil : g.int(0...(full + 2))
      let work = bits ?? g.precision(upTo: 600)
      let naive = (0..<(length ?? full)).map { k -> (middle: Rational, radius: Rational) in
        var (m, r): (Rational, Rational) = (0, 0)
        for i in 0...k where i < a.count && k - i < b.count {
          let (x, y) = (a[i], b[k - i])
          let (u, v) = (x.exactCenter.magnitude, y.exactCenter.magnitude)
          m = max(m, u * v)
          r = r + u * y.radius.exactValue + x.radius.exactValue * (v + y.radius.exactValue)
        }
        return (m, r)
      }
      for method in [PolynomialProduct.Method.dots, .substitution] {
        let c = PolynomialProduct.product(a, b, length: length, bits: work, method: method)
        #expect(c.count == length ?? full)
        for _ in 0..<2 {
          let exact = Self.product(Self.points(a, &g), Self.points(b, &g))
          for (k, ball) in c.enumerated() {
            expectInclusion(
              ball, of: k < exact.count ? exact[k] : 0, "\(method), \(k), round \(round)", seed: g.seed)
            let rounding = naive[k].middle * Magnitude.power2(4 - work).exactValue
            #expect(
              ball.radius.exactValue <= (naive[k].radius + rounding) * Rational(101, 100),
              "\(method), \(k), round \(round): radius \(ball.radius.estimate), seed \(g.seed)")
          }
        }
      }
    }
  }

  /// Long products by both methods overlap, and the substitution is exact before rounding.
  @Test func methodsOverlap() {
    var g = SeededGenerator(seed: 734)
    for n in [30, 64, 150] {
      for bits in [64, 128, 300, 1024] {
        let (a, b) = (Self.vector(&g, n, bits, .thin), Self.vector(&g, n + g.int(0...20), bits, .thin))
        let first = PolynomialProduct.product(a, b, length: nil, bits: bits, method: .dots)
        let second = PolynomialProduct.product(a, b, length: nil, bits: bits, method: .substitution)
        for (x, y) in zip(first, second) { expectOverlap(x, y, "\(n) coefficients", seed: g.seed) }
      }
    }
    // Sizes that differ beyond the range of a Double.
    let a = (0..<20).map {
      Ball(center: Ball($0 + 1, bits: 100).scaled(by: -60 * $0 * $0), radius: .power2(-60 * $0 * $0 - 90))
    }
    let first = PolynomialProduct.product(a, a, length: nil, bits: 100, method: .dots)
    let second = PolynomialProduct.product(a, a, length: nil, bits: 100, method: .substitution)
    for (x, y) in zip(first, second) {
      #expect(x.overlaps(y) && y.radius <= x.radius.scaled(by: 1) && x.accuracyBits > 80)
    }
    let bad = PolynomialProduct.product([1, .indeterminate], [1, 1, 1], bits: 100)
    #expect(bad.map(\.isFinite) == [true, false, false, false])
  }

  @Test func matrices() {
    var g = SeededGenerator(seed: 735)
    for _ in 0..<100 {
      let (m, k, n) = (g.int(0...4), g.int(0...5), g.int(0...4))
      let bits = g.precision(upTo: 600)
      let (a, b) = (Self.vector(&g, m * k, bits, nil), Self.vector(&g, k * n, bits, nil))
      for method in [MatrixProduct.Method.dots, .integers, .fixedPoint] {
        let c = MatrixProduct.product(a, b, rows: m, inner: k, columns: n, bits: bits, method: method)
        #expect(c.count == m * n)
        let (x, y) = (Self.points(a, &g), Self.points(b, &g))
        for i in 0..<m {
          for j in 0..<n {
            let value = (0..<k).reduce(Rational(0)) { $0 + x[i * k + $1] * y[$1 * n + j] }
            expectInclusion(c[i * n + j], of: value, "\(method), entry \(i), \(j)", seed: g.seed)
          }
        }
      }
    }
    for bits in [700, 1024] {
      let n = 9
      let (a, b) = (Self.vector(&g, n * n, bits, .thin), Self.vector(&g, n * n, bits, .thin))
      let first = MatrixProduct.product(a, b, rows: n, inner: n, columns: n, bits: bits, method: .dots)
      let second = MatrixProduct.product(a, b, rows: n, inner: n, columns: n, bits: bits, method: .integers)
      let third = Ball.matrixProduct(a, b, rows: n, inner: n, columns: n, bits: bits)
      for (x, (y, z)) in zip(first, zip(second, third)) {
        expectOverlap(x, y, "entry", seed: g.seed)
        expectOverlap(x, z, "entry", seed: g.seed)
        #expect(y.radius <= x.radius + x.radius.scaled(by: -7))
      }
    }
    let bad = Ball.matrixProduct([1, .indeterminate], [1, 1], rows: 2, inner: 1, columns: 2, bits: 64)
    #expect(bad.map(\.isFinite) == [true, true, false, false])
    #expect(Ball.matrixProduct([1], [1, 2], rows: 1, inner: 1, columns: 1, bits: 64).isEmpty)
  }
}
