import TestSupport
import Testing
import VlasovFunctions

@testable import VlasovEnclosures

/// Small balls against `Ball` at 300 bits, whose sums take another route.
@Suite struct SmallBesselTests {
  private static func exact(_ g: inout SeededGenerator, exponents: ClosedRange<Int>) -> SmallBall {
    let few = g.int(0...3) == 0
    return SmallBall(
      hi: few ? UInt64(g.int(8...15)) << 60 : g.next() | 1 << 63, lo: few ? 0 : g.next(),
      exponent: g.int(exponents),
      isNegative: g.bool(), rad: .zero)
  }

  private static func ball(_ g: inout SeededGenerator, exponents: ClosedRange<Int>) -> SmallBall {
    let center = exact(&g, exponents: exponents)
    let e = center.exponent
    switch g.int(0...3) {
    case 0: return center
    case 1: return SmallBall(center: center, radius: g.magnitude(exponent: e - 128 + g.int(-2...12)))
    case 2: return SmallBall(center: center, radius: g.magnitude(exponent: e - g.int(0...30)))
    default: return SmallBall(center: center, radius: g.magnitude(exponent: e - g.int(18...130)))
    }
  }

  /// Inclusion at the ends, the midpoint and a random point, for every order and sign, in the native range and
  /// around it.
  @Test(arguments: [false, true]) func inclusion(_ isBesselI: Bool) {
    var g = SeededGenerator(seed: isBesselI ? 701 : 702)
    for _ in 0..<2500 {
      let n = Index(g.element(of: [0, 1, 2, 3, 5, 8, 20, 21, 33, 64, 300]))
      let x = Self.ball(&g, exponents: isBesselI ? -12...7 : -70...12)
      let y = isBesselI ? SmallBall.besselI(n, x) : .besselClifford(n, x)
      if !y.isFinite { continue }
      for p in g.points(in: x.ball) {
        let point = Ball(p, bits: 400).center
        let value = isBesselI ? Ball.besselI(n, point) : .besselClifford(n, point)
        #expect(
          y.ball.rounded(to: 400).contains(value) || y.ball.rounded(to: 400).overlaps(value),
          "\(n) at \(x.ball.artefact): \(y.ball.artefact) and \(value.artefact), seed \(g.seed)")
        #expect(value.isExact || value.accuracyBits > 200)
      }
    }
  }

  /// Exact arguments: about 125 bits for z > 0, 120 for z < 0 away from zeros.
  @Test func tightness() {
    var g = SeededGenerator(seed: 703)
    for _ in 0..<1500 {
      let n = g.int(0...20)
      let z = Self.exact(&g, exponents: -60...4)
      let y = SmallBall.besselClifford(Index(n), z)
      // The first zero of C_0 is at z = -1.44...; those of C_n are beyond -(n + 1).
      if z.isPositive || z.magnitude <= .power2(0) {
        #expect(
          y.ball.accuracyBits >= (z.isPositive ? 125 : 120), "C_\(n)(\(z.ball.artefact)) = \(y.ball.artefact)"
        )
      }
      let x = Self.exact(&g, exponents: -7...4)
      let value = SmallBall.besselI(Index(n), x)
      #expect(value.ball.accuracyBits >= 121, "I_\(n)(\(x.ball.artefact)) = \(value.ball.artefact)")
    }
  }

  /// Sums with numerators, of both signs, against `SeriesKernel`.
  @Test func generalRatios() {
    var g = SeededGenerator(seed: 704)
    var native = 0
    for _ in 0..<1500 {
      let a = g.int(1...9)
      let ratio = g.element(of: [
        TermRatio(over: .index()), TermRatio(over: .index(), .index(plus: a)),
        TermRatio(.index(plus: a), over: .index(plus: a + g.int(0...5)), .index()),
        TermRatio(.index(), over: .index(plus: a)), TermRatio(over: .constant(g.int(1...1000)), .index()),
        TermRatio(over: .constant(1)), TermRatio(over: .constant(7)),
      ])
      let z = Self.exact(&g, exponents: -66...11)
      guard let y = SmallSeriesKernel.sum(ratio, at: z) else { continue }
      native += 1
      let value = SeriesKernel.sum(ratio, at: z.ball, bits: 300)
      #expect(
        value.overlaps(y.ball.rounded(to: 300)),
        "\(ratio) at \(z.ball.artefact): \(y.ball.artefact), \(value.artefact), seed \(g.seed)")
      #expect(value.accuracyBits > 160)
    }
    #expect(native > 700)
  }

  /// DLMF 10.35: e^x = I_0 + 2 Σ I_n; a value; and what the small kernel refuses.
  @Test func values() {
    let digits = "2.1579745473225464669"
    #expect(SmallBall.besselI(Index(5), 5).ball.certainDecimal(digits: 20) == digits)
    var sum = SmallBall.besselI(Index(0), 3)
    for n in 1...32 { sum = sum + 2 * SmallBall.besselI(Index(n), 3) }
    let gap = sum - .exp(3)
    #expect(gap.containsZero || gap.magnitude <= .power2(-80))
    #expect(SmallSeriesKernel.sum(TermRatio(over: .index()), at: SmallBall(100)) == nil)
    #expect(SmallBall.besselClifford(Index(-1), 1).isFinite == false)
    #expect(SmallBall.besselClifford(Index(3), .indeterminate).isFinite == false)
    #expect(SmallBall.besselClifford(Index(3), .zero).ball.overlaps(Ball(1, bits: 128) / 6))
    #expect(SmallBall.besselI(Index(0), .zero).ball.contains(Rational(1)))
  }
}
