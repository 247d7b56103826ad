import CMPFR
import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovEnclosures

/// Each operation against exact rational arithmetic: never below the true value, and hardly above it.
@Suite struct MagnitudeTests {
  /// Magnitudes with mantissas at the edges and exponents close together, far apart, or beyond any shift.
  private static func random(_ g: inout SeededGenerator, exponents: ClosedRange<Int> = -100...100)
    -> Magnitude
  {
    if g.int(0...11) == 0 { return .zero }
    let mantissa = g.element(of: [1 << 31, (1 << 31) + 1, (1 << 32) - 1, g.int((1 << 31)...((1 << 32) - 1))])
    return Magnitude(mantissa: UInt32(mantissa), exponent: g.int(exponents))
  }

  private static func expectAbove(
    _ m: Magnitude, _ exact: Rational, _ what: String, seed: UInt64,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let value = m.exactValue
    // Two units of the 32-bit mantissa, for the sums of several terms.
    let isTight = value <= exact * Rational((1 << 30) + 1, 1 << 30)
    #expect(
      value >= exact && isTight, "\(what): \(m) for \(exact.double), seed \(seed)",
      sourceLocation: sourceLocation)
  }

  @Test func sumsAndProductsAreUpperBounds() {
    var g = SeededGenerator(seed: 1)
    for _ in 0..<3000 {
      let (a, b, c) = (Self.random(&g), Self.random(&g), Self.random(&g))
      let (x, y, z) = (a.exactValue, b.exactValue, c.exactValue)
      Self.expectAbove(a + b, x + y, "\(a) + \(b)", seed: g.seed)
      Self.expectAbove(a * b, x * y, "\(a) * \(b)", seed: g.seed)
      Self.expectAbove(.sum3(a, b, c), x + y + z, "sum3 \(a) \(b) \(c)", seed: g.seed)
      let (d, e) = (Self.random(&g), Self.random(&g))
      let error = Magnitude.productError(a, b, c, d, e)
      let exact = x * d.exactValue + z * y + y * d.exactValue + e.exactValue
      Self.expectAbove(error, exact, "productError \(a) \(b) \(c) \(d) \(e)", seed: g.seed)
    }
  }

  @Test func quotientsDifferencesAndLowerProducts() {
    var g = SeededGenerator(seed: 2)
    for _ in 0..<3000 {
      let (a, b) = (Self.random(&g), Self.random(&g))
      let (x, y) = (a.exactValue, b.exactValue)
      if b.isZero {
        #expect(a.isZero || !a.dividedUp(by: b).isFinite)
      } else {
        Self.expectAbove(a.dividedUp(by: b), x / y, "\(a) / \(b)", seed: g.seed)
      }
      let difference = a.minusDown(b).exactValue
      #expect(difference <= max(x - y, 0), "\(a) - \(b), seed \(g.seed)")
      // Half a unit of the larger operand may be lost, no more.
      #expect(difference >= x - y - x * Rational(1, 1 << 30), "\(a) - \(b) loses too much, seed \(g.seed)")
      let product = a.timesDown(b).exactValue
      #expect(product <= x * y && product >= x * y * Rational((1 << 30) - 1, 1 << 30), "\(a) \(b)")
    }
  }

  @Test func orderIsThatOfTheValues() {
    var g = SeededGenerator(seed: 3)
    for _ in 0..<3000 {
      let (a, b) = (Self.random(&g, exponents: -2...2), Self.random(&g, exponents: -2...2))
      #expect((a <= b) == (a.exactValue <= b.exactValue), "\(a) <= \(b)")
      #expect(Magnitude.max2(a, b).exactValue == max(a.exactValue, b.exactValue))
    }
  }

  @Test func boundsOfMPFRNumbers() {
    var g = SeededGenerator(seed: 4)
    for _ in 0..<2000 {
      let ball = g.exactBall(bits: g.precision(upTo: 400))
      let exact = ball.exactCenter.magnitude
      ball.withMidpoint { m in
        #expect(Magnitude.upper(m).exactValue >= exact)
        #expect(Magnitude.lower(m).exactValue <= exact)
        #expect(Magnitude.upper(m).exactValue - Magnitude.lower(m).exactValue <= exact * Rational(1, 1 << 30))
      }
    }
    let z = Real(bits: 64)
    mpfr_set_zero(z.pointer, -1)
    #expect(Magnitude.upper(z.pointer).isZero && Magnitude.lower(z.pointer).isZero)
    for set in [{ mpfr_set_nan($0) }, { mpfr_set_inf($0, -1) }]
      as [(UnsafeMutablePointer<__mpfr_struct>) -> Void]
    {
      set(z.pointer)
      #expect(!Magnitude.upper(z.pointer).isFinite)
      #expect(Magnitude.lower(z.pointer).isZero)
    }
  }

  @Test func integersAndPowersOfTwo() {
    for n in [0, 1, 2, 3, 255, (1 << 32) - 1, 1 << 32, (1 << 32) + 1, Int.max, Int.min, -7] {
      let exact = Rational(Integer(n)).magnitude
      #expect(Magnitude(n).exactValue >= exact)
      #expect(Magnitude(n).exactValue <= exact * Rational((1 << 31) + 1, 1 << 31))
      #expect(Magnitude.floor(n.magnitude).exactValue <= exact)
    }
    for e in [-70, -1, 0, 1, 31, 32, 200] {
      #expect(Magnitude.power2(e).exactValue == (Rational(2).power(e) ?? 0))
      #expect(Magnitude(5).scaled(by: e).exactValue == 5 * (Rational(2).power(e) ?? 0))
    }
  }

  /// Exponents saturate instead of wrapping around: upwards to infinity, downwards to a positive number.
  @Test func extremeExponents() {
    var (large, small) = (Magnitude.power2(1 << 40), Magnitude.power2(-1 << 40))
    for _ in 0..<80 {
      (large, small) = (large * large, small * small)
      #expect(!small.isZero && small.isFinite)
      #expect(small <= .power2(-1 << 40) && .power2(1 << 40) <= large)
    }
    #expect(!large.isFinite)
    for e in [Int.min, -1 << 62, Int.max, 1 << 62] {
      let m = Magnitude.power2(0).scaled(by: e)
      #expect(e > 0 ? !m.isFinite : m.isFinite && !m.isZero && m <= .power2(-1 << 50))
      let p = Magnitude.power2(e)
      #expect(e > 0 ? !p.isFinite : p.isFinite && !p.isZero && p <= .power2(-1 << 50))
    }
    let infinity = Magnitude.infinity
    for m in [
      infinity + .zero, infinity * infinity * infinity, .sum3(infinity, infinity, infinity),
      .productError(infinity, infinity, infinity, infinity, infinity), infinity.dividedUp(by: .power2(5)),
    ] {
      #expect(!m.isFinite)
    }
    #expect((infinity * .zero).isZero)
    #expect(Magnitude.power2(3).minusDown(infinity).isZero)
    #expect(small.timesDown(small).isZero)
  }

  @Test func estimates() {
    #expect(Magnitude.zero.estimate == 0)
    #expect(Magnitude(3).estimate == 3)
    #expect(Magnitude(3).scaled(by: -1000).estimate == 3 * 0x1p-1000)
    #expect(Magnitude.infinity.estimate == .infinity)
    #expect(Magnitude.power2(1 << 50).estimate == .infinity)
    #expect(Magnitude.power2(-1 << 50).estimate == 0)
  }
}
