import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovEnclosures

/// Signs, ends, sizes, inclusion, order and lattice operations of small balls, against exact rational ends.
@Suite struct SmallBallSetsTests {
  private static let ranges = [-40...40, 0...1, -700...700]

  /// A ball, often with an end exactly at 0 or a radius with the midpoint's exponent.
  private static func ball(_ g: inout SeededGenerator) -> SmallBall {
    var x = g.smallBall(exponents: g.element(of: ranges))
    guard g.int(0...2) == 0, x.hi != 0 else { return x }
    x.rad = Magnitude(mantissa: UInt32(x.hi >> 32), exponent: x.exponent)
    if g.bool() { (x.hi, x.lo) = ((x.hi >> 32) << 32, g.element(of: [0, 0, 1, ~0])) }
    return x
  }

  /// Pairs that are far apart, nested, overlapping, or share an end exactly.
  private static func pair(_ g: inout SeededGenerator) -> (SmallBall, SmallBall) {
    let a = ball(&g)
    let range = g.element(of: ranges)
    switch g.int(0...4) {
    case 0: return (a, a)
    case 1: return (a, SmallBall(center: a.upperEdge, radius: g.magnitude(exponent: g.int(range))))
    case 2: return (a, SmallBall(center: a.center, radius: g.magnitude(exponent: g.int(range))))
    case 3: return (a, a.lowerEdge)
    default: return (a, ball(&g))
    }
  }

  @Test func signs() {
    var g = SeededGenerator(seed: 311)
    for _ in 0..<20_000 {
      let x = Self.ball(&g)
      let (low, high) = (x.lowerRational, x.upperRational)
      #expect(x.isPositive == (low > 0), "\(x.bitsText)")
      #expect(x.isNegative == (high < 0), "\(x.bitsText)")
      #expect(x.isNonNegative == (low >= 0), "\(x.bitsText)")
      #expect(x.isNonPositive == (high <= 0), "\(x.bitsText)")
      #expect(x.containsZero == (low <= 0 && high >= 0), "\(x.bitsText)")
      #expect(x.isNonZero == !(low <= 0 && high >= 0), "\(x.bitsText)")
      #expect(x.isExact == (low == high) && x.isZero == (low == 0 && high == 0), "\(x.bitsText)")
      #expect(x.isFinite && x.center.exactCenter == x.exactCenter && x.center.isExact)
    }
    let all = SmallBall.indeterminate
    #expect(
      !all.isPositive && !all.isNegative && !all.isNonNegative && !all.isNonPositive && all.containsZero)
    #expect(!all.isExact && !all.isZero && all.accuracyBits == 0 && all.magnitude.isFinite == false)
    #expect(
      all.lowerDouble == -.infinity && all.upperDouble == .infinity && all.shortDescription == "[-inf, inf]")
  }

  @Test func endsAndSizes() {
    var g = SeededGenerator(seed: 312)
    for _ in 0..<20_000 {
      let x = g.bool() ? Self.ball(&g) : g.smallBall(exponents: -1090...1030)
      let (low, high) = (x.lowerRational, x.upperRational)
      let (l, h) = (x.lowerEdge, x.upperEdge)
      #expect(l.isExact && h.isExact && l.isWellFormed && h.isWellFormed)
      let ulp = { (e: SmallBall) in e.hi == 0 ? Rational(0) : Magnitude.power2(e.exponent - 127).exactValue }
      let (below, above): (Rational, Rational) = (low - l.exactCenter, h.exactCenter - high)
      #expect(below.signum >= 0 && (below.isZero || below < ulp(l)), "\(x.bitsText)")
      #expect(above.signum >= 0 && (above.isZero || above < ulp(h)), "\(x.bitsText)")
      let top = max(low.magnitude, high.magnitude)
      #expect(x.magnitudeBall.exactCenter >= top && x.magnitude.exactValue >= top, "\(x.bitsText)")
      let least = x.containsZero ? 0 : min(low.magnitude, high.magnitude)
      #expect(x.magnitudeBelow.exactValue <= least, "\(x.bitsText)")
      let (d, u) = (x.lowerDouble, x.upperDouble)
      if let d = Rational(exactly: d) { #expect(d <= low, "\(x.bitsText)") }
      if let u = Rational(exactly: u) { #expect(u >= high, "\(x.bitsText)") }
      if d.isFinite, u.isFinite {
        #expect(d == l.ball.lowerDouble && u == h.ball.upperDouble, "\(x.bitsText)")
      }
      #expect(x.accuracyBits == x.ball.accuracyBits && x.leadingExponent == x.ball.exponent)
      let error = (x.estimate - x.ball.estimate).magnitude
      #expect(x.exponent > 1023 || error <= max(x.estimate.magnitude * 0x1p-51, 0x1p-1073), "\(x.bitsText)")
    }
  }

  @Test func questionsAreAnsweredExactly() {
    var g = SeededGenerator(seed: 313)
    for _ in 0..<8000 {
      let (a, b) = Self.pair(&g)
      let (aLow, aHigh, bLow, bHigh) = (a.lowerRational, a.upperRational, b.lowerRational, b.upperRational)
      #expect(a.contains(b) == (aLow <= bLow && bHigh <= aHigh), "\(a.bitsText) contains \(b.bitsText)")
      #expect(b.contains(a) == (bLow <= aLow && aHigh <= bHigh), "\(b.bitsText) contains \(a.bitsText)")
      #expect(a.overlaps(b) == (aLow <= bHigh && bLow <= aHigh), "\(a.bitsText) overlaps \(b.bitsText)")
      #expect(a.isBelow(b) == (aHigh < bLow), "\(a.bitsText) below \(b.bitsText)")
      #expect(b.isBelow(a) == (bHigh < aLow), "\(b.bitsText) below \(a.bitsText)")
      let order = SmallBall.compareCenters(a, b)
      #expect(order == (a.exactCenter < b.exactCenter ? -1 : a.exactCenter == b.exactCenter ? 0 : 1))
    }
  }

  @Test func rationalMembership() {
    var g = SeededGenerator(seed: 314)
    for _ in 0..<5000 {
      let x = Self.ball(&g)
      var candidates = g.points(in: x) + [0, g.rational(bits: 100)]
      let tiny = Rational(numerator: 1, denominator: Integer(3) << g.int(0...3000)) ?? 0
      candidates += [x.lowerRational - tiny, x.upperRational + tiny, x.upperRational - tiny]
      for q in candidates { #expect(x.contains(q) == x.includes(q), "\(x.bitsText) contains \(q)") }
    }
  }

  /// Hull, intersection, minimum, maximum and absolute value enclose, closely.
  @Test func lattice() {
    var g = SeededGenerator(seed: 315)
    for _ in 0..<8000 {
      let (a, b) = Self.pair(&g)
      let (aLow, aHigh, bLow, bHigh) = (a.lowerRational, a.upperRational, b.lowerRational, b.upperRational)
      let what = "\(a.bitsText), \(b.bitsText)"
      func check(_ ball: SmallBall, _ low: Rational, _ high: Rational, _ name: String) {
        for x in [low, high] { expectInclusion(ball, of: x, "\(name) of \(what)", seed: g.seed) }
        let size = max(low.magnitude, high.magnitude)
        #expect(
          ball.rad.exactValue <= (high - low) * Rational(500_001, 1_000_000) + size * Rational(1, 1 << 62),
          "\(name) of \(what) is \(ball.bitsText)")
        // A midpoint of 128 bits tells the small end from 0 unless it is below a unit of the last place.
        let small = Rational(numerator: 1, denominator: Integer(1) << 120) ?? 0
        if low > high * small, high.signum > 0 {
          #expect(ball.isPositive, "\(name) of \(what)")
        }
        if low >= 0 { #expect(ball.isNonNegative, "\(name) of \(what)") }
        if high <= 0 { #expect(ball.isNonPositive, "\(name) of \(what)") }
      }
      check(.hull(a, b), min(aLow, bLow), max(aHigh, bHigh), "hull")
      check(.min(a, b), min(aLow, bLow), min(aHigh, bHigh), "min")
      check(.max(a, b), max(aLow, bLow), max(aHigh, bHigh), "max")
      let size = [aLow.magnitude, aHigh.magnitude]
      check(.abs(a), a.containsZero ? 0 : size.min() ?? 0, size.max() ?? 0, "abs")
      let (low, high) = (max(aLow, bLow), min(aHigh, bHigh))
      if let common = SmallBall.intersection(a, b) {
        #expect(low <= high)
        check(common, low, high, "intersection")
      } else {
        #expect(low > high, "\(what)")
      }
    }
  }

  @Test func indeterminate() {
    let x = SmallBall.indeterminate
    #expect(x.contains(SmallBall(3)) && x.contains(Rational(3)) && x.overlaps(SmallBall(3)))
    #expect(
      !SmallBall(3).contains(x) && SmallBall(3).overlaps(x) && !x.isBelow(3) && !SmallBall(3).isBelow(x))
    for y in [SmallBall.hull(x, 1), .hull(1, x), .min(x, 1), .max(1, x), .abs(x)] { #expect(!y.isFinite) }
    #expect(SmallBall.intersection(x, 1)?.isExact ?? false)
    #expect(SmallBall.intersection(1, x)?.isExact ?? false)
  }

  /// Exponents where exact rationals would not fit in memory.
  @Test func hugeExponents() {
    let limit = SmallBall.exponentLimit
    let big = SmallBall(3).scaled(by: limit - 5)
    let tiny = SmallBall(3).scaled(by: 5 - limit)
    for x in [big, tiny, -big, -tiny] {
      for q in [0, 1, Rational(-7, 3)] as [Rational] {
        #expect(!x.contains(q))
        #expect(!x.overlaps(SmallBall(q)) && x.isBelow(SmallBall(q)) != SmallBall(q).isBelow(x))
      }
      #expect(x.contains(x) && x.overlaps(x) && !x.isBelow(x))
      #expect(SmallBall(center: x, radius: .power2(limit)).contains(Rational(-7, 3)))
    }
    #expect(SmallBall(center: 0, radius: .power2(0)).contains(tiny))
    #expect(!SmallBall(center: 0, radius: .power2(0)).contains(SmallBall(center: 1, radius: tiny.magnitude)))
    #expect(SmallBall.hull(tiny, big).isNonNegative && SmallBall.hull(-tiny, big).contains(SmallBall.zero))
    #expect(SmallBall.hull(0, tiny).isNonNegative && SmallBall.hull(0, -big).isNonPositive)
    let least = SmallBall(center: tiny, radius: .power2(-limit * 2))
    #expect(
      least.lowerEdge.isPositive && least.upperEdge.isPositive && least.lowerEdge.isBelow(least.upperEdge))
    #expect(SmallBall(center: 0, radius: .power2(-limit * 2)).upperEdge.isPositive)
    #expect(!SmallBall(center: 0, radius: .power2(limit + 5)).upperEdge.isFinite)
    // Out of the range of Ball.
    #expect(!big.ball.isFinite && tiny.ball.containsZero && tiny.ball.isFinite)
    #expect(
      big.estimate == .infinity && tiny.estimate == 0 && tiny.upperDouble > 0 && (-tiny).lowerDouble < 0)
    #expect((-big).upperDouble == -.greatestFiniteMagnitude && big.lowerDouble == .greatestFiniteMagnitude)
  }
}
