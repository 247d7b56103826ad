import TestSupport
import Testing
import VlasovEnclosures
import VlasovNumbers

/// Truncated power series with exact coefficients: the reference for jet arithmetic.
private struct Series {
  var c: [Rational]

  static func + (a: Series, b: Series) -> Series { Series(c: zip(a.c, b.c).map { $0 + $1 }) }
  static func - (a: Series, b: Series) -> Series { Series(c: zip(a.c, b.c).map { $0 - $1 }) }
  static func * (a: Series, b: Series) -> Series {
    let n = min(a.c.count, b.c.count)
    return Series(c: (0..<n).map { k in (0...k).reduce(0) { $0 + a.c[$1] * b.c[k - $1] } })
  }

  /// By long division; the constant term must not be 0.
  func inverse() -> Series {
    var rest = [1] + [Rational](repeating: 0, count: c.count - 1)
    var q: [Rational] = []
    for k in c.indices {
      let digit = rest[k] / c[0]
      q.append(digit)
      for j in k..<c.count { rest[j] -= digit * c[j - k] }
    }
    return Series(c: q)
  }

  func power(_ n: Int) -> Series {
    if n < 0 { return inverse().power(-n) }
    let one = Series(c: [1] + [Rational](repeating: 0, count: c.count - 1))
    return (0..<n).reduce(one) { p, _ in p * self }
  }
}

@Suite struct JetTests {
  typealias BallJet = Jet<Ball>

  /// Balls of any width around or beside exact coefficients that are inside.
  private static func random(_ g: inout SeededGenerator, count: Int) -> (jet: BallJet, inside: Series) {
    var (balls, points): ([Ball], [Rational]) = ([], [])
    for _ in 0..<count {
      let ball = g.ball(bits: g.precision(upTo: 200), exponents: -4...4)
      balls.append(ball)
      points.append(g.point(in: ball))
    }
    return (Jet(coefficients: balls) ?? 0, Series(c: points))
  }

  private static func expect(
    _ jet: BallJet, _ exact: Series, _ what: String, seed: UInt64,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let c = jet.coefficients
    #expect(c.count == exact.c.count, "\(what)", sourceLocation: sourceLocation)
    for (k, value) in exact.c.enumerated() where k < c.count {
      expectInclusion(
        c[k], of: value, "\(what), coefficient \(k)", seed: seed, sourceLocation: sourceLocation)
    }
  }

  @Test func fieldOperationsEncloseExactSeries() {
    var g = SeededGenerator(seed: 171)
    for _ in 0..<1200 {
      let count = g.int(1...8)
      let (a, x) = Self.random(&g, count: count)
      let (b, y) = Self.random(&g, count: count)
      Self.expect(a + b, x + y, "+", seed: g.seed)
      Self.expect(a - b, x - y, "-", seed: g.seed)
      Self.expect(a * b, x * y, "*", seed: g.seed)
      Self.expect(-a, Series(c: x.c.map { -$0 }), "-", seed: g.seed)
      let quotient = a / b
      if y.c[0].isZero {
        #expect(!quotient.isFinite)
      } else {
        Self.expect(quotient, x * y.inverse(), "/", seed: g.seed)
      }
      let n = g.int(-4...7)
      let power = BallJet.pow(a, n)
      if n >= 0 {
        Self.expect(power.truncated(to: count - 1), x.power(n), "^\(n)", seed: g.seed)
      } else if !x.c[0].isZero {
        Self.expect(power, x.power(n), "^\(n)", seed: g.seed)
      }
      let r = g.ball(bits: 64)
      let s = g.point(in: r)
      Self.expect(a.scaled(by: r), Series(c: x.c.map { $0 * s }), "scaled", seed: g.seed)
    }
  }

  /// The variable, constants and literals in a polynomial, against its derivatives over the rationals.
  @Test func polynomialsHaveTheirDerivatives() {
    var g = SeededGenerator(seed: 172)
    for _ in 0..<400 {
      let degree = g.int(1...8)
      let c = (0...degree).map { _ in Rational(g.int(-50...50), g.int(1...9)) }
      let ball = g.ball(bits: g.precision(upTo: 200), exponents: -3...3)
      let t = BallJet(variable: ball, order: degree + 2)
      let value = c.reversed().reduce(0 as BallJet) { $0 * t + BallJet($1) }
      #expect(value.order == degree + 2)
      for x in g.points(in: ball) {
        var derivative = c
        for k in 0...(degree + 2) {
          let exact = derivative.reversed().reduce(0 as Rational) { $0 * x + $1 }
          expectInclusion(value.derivative(k), of: exact, "derivative \(k)", seed: g.seed)
          derivative = derivative.enumerated().dropFirst().map { Rational($0.offset) * $0.element }
        }
      }
    }
  }

  // MARK: Orders

  @Test func ordersCombine() {
    let x = BallJet(variable: 2, order: 5)
    let y = BallJet(variable: 3, order: 2)
    let c = BallJet(constant: 7)
    for z in [x + y, y + x, x - y, x * y, x / y, y / x] { #expect(z.order == 2 && !z.isConstant) }
    for z in [x + c, c + x, c - x, x * c, c * x, c / x, x / c, x + 1, 1 / x, .exp(x), .pow(x, 0), .pow(x, 3)]
    {
      #expect(z.order == 5 && z.coefficients.count == 6 && !z.isConstant)
    }
    for z in [c, c + c, c * 2, 1 / c, -c, .exp(c), .sin(c), .pow(c, 3), .pow(c, -3), .atan(c), .sqrt(c)] {
      #expect(z.isConstant && z.coefficients.count == 1)
    }
    #expect(BallJet(variable: 2, order: 0).coefficients.count == 1)
    #expect((BallJet(variable: 2, order: 0) * x).order == 0)
    #expect(BallJet(variable: 2, order: -3).order == 0)
    #expect(BallJet(coefficients: []) == nil)
    #expect(x.truncated(to: 3).order == 3 && x.truncated(to: 9).order == 5 && c.truncated(to: 4).order == 4)
    #expect(BallJet.pi.isConstant && BallJet(Index(3)).isConstant && BallJet(Rational(1, 3)).isConstant)
    #expect(!BallJet(Index(symbol: "n")).value.isFinite)
  }

  @Test func coefficientsBeyondTheOrderAreUnknown() {
    let x = BallJet.exp(BallJet(variable: 1, order: 3))
    #expect(x.coefficient(3).isFinite && !x.coefficient(4).isFinite && !x.coefficient(-1).isFinite)
    #expect(!x.derivative(4).isFinite && !x.derivative(-1).isFinite)
    let c = BallJet(constant: 3)
    #expect(c.coefficient(4).isZero && c.derivative(9).isZero)
    #expect(x.derivative(3).overlaps(.exp(1)) && x.derivative(0).overlaps(.exp(1)))
  }

  // MARK: Composition

  /// f(u) from the Taylor coefficients of f, for dense, linear and constant u.
  @Test func compositionWithAPolynomial() {
    var g = SeededGenerator(seed: 173)
    for _ in 0..<400 {
      let count = g.int(1...7)
      let (u, x) = Self.random(&g, count: count)
      let f = (0..<count).map { _ in Rational(g.int(-9...9), g.int(1...5)) }
      let composed = u.compose { k in Ball(f[k], bits: 200) }
      let h = Series(c: [0] + x.c.dropFirst())
      var sum = Series(c: [Rational](repeating: 0, count: count))
      for k in f.indices { sum = sum + Series(c: h.power(k).c.map { $0 * f[k] }) }
      Self.expect(composed, sum, "composition", seed: g.seed)
    }
    let line = BallJet(variable: 2, order: 4).compose { Ball($0 + 1) }
    #expect(line.coefficients.map(\.estimate) == [1, 2, 3, 4, 5])
    var asked: [Int] = []
    let constant = BallJet(constant: 2).compose { k in
      asked.append(k)
      return 9
    }
    #expect(asked == [0] && constant.isConstant && constant.value.contains(Rational(9)))
  }

  /// (u^3)' = 3 u^2 u'.
  @Test func chainRule() {
    var g = SeededGenerator(seed: 174)
    for _ in 0..<400 {
      let (u, x) = Self.random(&g, count: g.int(1...7))
      let cube = u.chain(value: .pow(u.value, 3)) { 3 * $0 * $0 }
      Self.expect(cube, x.power(3), "cube by the chain rule", seed: g.seed)
    }
    let x = BallJet(variable: 2, order: 3)
    let line = x.chain(value: 5) { _ in 4 }
    #expect(line.coefficients.map(\.estimate) == [5, 4, 0, 0])
    // A derivative that is known to a lower order gives no more.
    #expect(x.chain(value: 0) { _ in BallJet(variable: 1, order: 0) }.order == 1)
  }

  // MARK: Readings

  @Test func absoluteJetBoundsTheCoefficients() {
    var g = SeededGenerator(seed: 175)
    for _ in 0..<500 {
      let (a, x) = Self.random(&g, count: g.int(1...6))
      let bounds = a.absoluteJet
      #expect(bounds.order == a.order)
      for (bound, value) in zip(bounds.coefficients, x.c) {
        #expect(bound.isExact && bound.exactCenter >= value.magnitude)
      }
    }
    #expect(BallJet(constant: -3).absoluteJet.isConstant)
    #expect(BallJet(constant: -3).absoluteJet.value.contains(Rational(3)))
  }

  @Test func overDoubles() {
    let x = Jet<Double>(variable: 0.5, order: 4)
    let y = x * x * x - 2 / x
    #expect(y.derivative(1) == 0.75 + 8 && y.derivative(2) == 3 - 32)
    #expect(y.coefficient(9).isNaN)
  }

  /// Jets of jets are mixed partial derivatives: f = x^2 y^3 + e^(x y).
  @Test func nested() {
    typealias Inner = Jet<Ball>
    let x = Jet<Inner>(constant: Inner(variable: 2, order: 3))
    let y = Jet<Inner>(variable: Inner(constant: 3), order: 3)
    let f: Jet<Inner> = .pow(x, 2) * .pow(y, 3) + .exp(x * y)
    // d/dx d/dy: 6 x y^2 + (1 + x y) e^(x y)
    let mixed = f.derivative(1).derivative(1)
    #expect(mixed.accuracyBits > 100 && mixed.overlaps(108 + 7 * .exp(6)))
    // d^2/dx^2 d/dy: 6 y^2 + (2 y + x y^2) e^(x y)
    #expect(f.derivative(1).derivative(2).overlaps(54 + 24 * .exp(6)))
    #expect(f.derivative(0).derivative(0).overlaps(108 + .exp(6)))
  }

  /// Coefficients have the precision of the jet's balls, not of the scope.
  @Test func precision() {
    let x = BallJet(variable: Ball(Rational(1, 3), bits: 1000), order: 6)
    for f in [
      BallJet.exp(x), .log(x), .sqrt(x), .sin(x), .atan(x), .tanh(x), .asin(x), 1 / x, .pow(x, 5),
      .pow(x, -5),
    ] {
      for k in 0...5 {
        #expect(f.coefficient(k).accuracyBits > 980, "coefficient \(k): \(f.coefficient(k).artefact)")
      }
    }
  }
}
