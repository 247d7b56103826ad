import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovEnclosures

/// Inclusion, order and lattice operations against the exact rational ends.
@Suite struct BallSetsTests {
  /// Pairs that are far apart, nested, overlapping, or share an end exactly.
  private static func pair(_ g: inout SeededGenerator) -> (Ball, Ball) {
    let range = g.element(of: [-40...40, 0...1, -2000...2000])
    let a = g.ball(bits: g.precision(upTo: 600), exponents: range)
    switch g.int(0...4) {
    case 0: return (a, a)
    case 1: return (a, Ball(center: a.upperEdge, radius: g.magnitude(exponent: g.int(range))))
    case 2: return (a, Ball(center: a.center, radius: g.magnitude(exponent: g.int(range))))
    case 3: return (a, Ball(center: Ball(center: a.center, radius: a.radius).lowerEdge, radius: .zero))
    default: return (a, g.ball(bits: g.precision(upTo: 600), exponents: range))
    }
  }

  @Test func questionsAreAnsweredExactly() {
    var g = SeededGenerator(seed: 51)
    for _ in 0..<6000 {
      let (a, b) = Self.pair(&g)
      let (aLow, aHigh, bLow, bHigh) = (a.lowerRational, a.upperRational, b.lowerRational, b.upperRational)
      #expect(a.contains(b) == (aLow <= bLow && bHigh <= aHigh), "\(a.artefact) contains \(b.artefact)")
      #expect(b.contains(a) == (bLow <= aLow && aHigh <= bHigh), "\(b.artefact) contains \(a.artefact)")
      #expect(a.overlaps(b) == (aLow <= bHigh && bLow <= aHigh), "\(a.artefact) overlaps \(b.artefact)")
      #expect(a.isBelow(b) == (aHigh < bLow), "\(a.artefact) below \(b.artefact)")
      #expect(b.isBelow(a) == (bHigh < aLow), "\(b.artefact) below \(a.artefact)")
    }
  }

  @Test func rationalMembership() {
    var g = SeededGenerator(seed: 52)
    for _ in 0..<4000 {
      let x = g.ball(exponents: g.element(of: [-40...40, -2000...2000]))
      var candidates = g.points(in: x) + [0, g.rational(bits: 100)]
      // Just outside the ends, and just inside.
      let tiny = Rational(numerator: 1, denominator: Integer(3) << g.int(0...3000)) ?? 0
      candidates += [x.lowerRational - tiny, x.upperRational + tiny, x.upperRational - tiny]
      for q in candidates { #expect(x.contains(q) == x.includes(q), "\(x.artefact) contains \(q)") }
    }
  }

  /// Exponents near the limits of MPFR, where exact rationals would not fit in memory.
  @Test(.timeLimit(.minutes(1))) func hugeExponents() {
    let large = Ball.exp(Ball(100_000_000, bits: 128))
    let small = Ball.exp(Ball(-100_000_000, bits: 128))
    let edge = Ball(1, bits: 64).scaled(by: (1 << 30) - 2)
    let least = Ball(1, bits: 64).scaled(by: -(1 << 30) + 2)
    for x in [large, small, edge, least, -edge, -large] {
      for q in [0, 1, Rational(-7, 3)] as [Rational] {
        #expect(!x.contains(q))
        let ball = Ball(q, bits: 64)
        #expect(!x.overlaps(ball) && x.isBelow(ball) != ball.isBelow(x))
      }
      #expect(x.contains(x) && x.overlaps(x) && !x.isBelow(x))
      #expect(Ball(center: x, radius: .power2(1 << 35)).contains(Rational(-7, 3)))
      #expect(Ball(center: Ball(1, bits: 64), radius: .power2(1 << 35)).contains(x))
      #expect(!Ball(center: Ball(1, bits: 64), radius: .power2(-1 << 35)).contains(x))
    }
    #expect(small.isBelow(large) && !large.isBelow(small))
    #expect(Ball(center: 0, radius: .power2(0)).contains(small))
    // The gap of 1 - small and the radius differ by less than any precision in use.
    #expect(Ball(center: 0, radius: .power2(0)).contains(Ball(1)))
    let near = Ball(center: 1, radius: small.magnitude)
    #expect(!Ball(center: 0, radius: .power2(0)).contains(near))
    #expect(near.contains(Rational(1)) && !near.contains(Rational(2)))
  }

  @Test func indeterminate() {
    let x = Ball.indeterminate
    #expect(x.contains(Ball(3)) && x.contains(Rational(3)) && x.overlaps(Ball(3)))
    #expect(!Ball(3).contains(x) && Ball(3).overlaps(x) && !x.isBelow(Ball(3)) && !Ball(3).isBelow(x))
    for y in [Ball.hull(x, 1), .hull(1, x), .min(x, 1), .max(1, x), .abs(x)] { #expect(!y.isFinite) }
    #expect(Ball.intersection(x, 1)?.isExact ?? false)
    #expect(Ball.intersection(1, x)?.isExact ?? false)
  }

  /// An end that overflows makes the hull unbounded, not smaller.
  @Test func unboundedEnds() {
    let top = Ball(center: Ball(1, bits: 64).scaled(by: (1 << 30) - 2), radius: .power2((1 << 30) - 2))
    let huge = Ball(center: 1, radius: .power2(1 << 40))
    for x in [top, huge] {
      for y in [
        Ball.hull(x, 1), .hull(1, x), .max(1, x), .max(x, 1), .abs(huge), .min(huge, 1), .min(1, huge),
      ] {
        #expect(!y.isFinite)
      }
    }
    let part = Ball.intersection(huge, 5)
    #expect(part?.contains(Rational(5)) ?? false)
  }

  @Test func latticeOperations() {
    var g = SeededGenerator(seed: 53)
    for _ in 0..<3000 {
      let (a, b) = Self.pair(&g)
      let (p, q) = (g.points(in: a), g.points(in: b))
      let hull = Ball.hull(a, b)
      for x in p + q { expectInclusion(hull, of: x, "hull \(a.artefact) \(b.artefact)", seed: g.seed) }
      let common = Ball.intersection(a, b)
      #expect((common != nil) == a.overlaps(b))
      let (least, greatest) = (Ball.min(a, b), Ball.max(a, b))
      for x in p {
        for y in q {
          expectInclusion(least, of: min(x, y), "min \(a.artefact) \(b.artefact)", seed: g.seed)
          expectInclusion(greatest, of: max(x, y), "max \(a.artefact) \(b.artefact)", seed: g.seed)
        }
        if b.includes(x), let common { expectInclusion(common, of: x, "intersection", seed: g.seed) }
        expectInclusion(.abs(a), of: x.magnitude, "abs \(a.artefact)", seed: g.seed)
      }
      #expect(Ball.abs(a).lowerRational >= -a.magnitude.exactValue * Rational(1, 1 << 29))
    }
  }

  /// No wider than the exact result by more than roundings: two units of the last place and of the radius.
  @Test func latticeOperationsAreTight() {
    var g = SeededGenerator(seed: 54)
    for _ in 0..<2000 {
      let (a, b) = Self.pair(&g)
      let (aLow, aHigh, bLow, bHigh) = (a.lowerRational, a.upperRational, b.lowerRational, b.upperRational)
      var results: [(String, Ball, Rational, Rational)] = [
        ("hull", .hull(a, b), min(aLow, bLow), max(aHigh, bHigh)),
        ("min", .min(a, b), min(aLow, bLow), min(aHigh, bHigh)),
        ("max", .max(a, b), max(aLow, bLow), max(aHigh, bHigh)),
      ]
      if let common = Ball.intersection(a, b) {
        results.append(("intersection", common, max(aLow, bLow), min(aHigh, bHigh)))
      }
      for (name, ball, low, high) in results {
        let size = max(aLow.magnitude, aHigh.magnitude, bLow.magnitude, bHigh.magnitude)
        let slack = size * Magnitude.power2(3 - min(a.bits, b.bits)).exactValue
        let half = (high - low) * Rational((1 << 28) + 1, 1 << 29)
        #expect(ball.radius.exactValue <= half + slack, "\(name) of \(a.artefact), \(b.artefact)")
      }
    }
  }
}
