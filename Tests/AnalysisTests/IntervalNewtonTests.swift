import Testing
import VlasovAnalysis

@Suite struct IntervalNewtonTests {
  @Test func squareRootsAtRandomPrecisions() {
    var random = SeededGenerator(seed: 2)
    for _ in 0..<60 {
      let c = random.thousandth(1...20_000)
      let bits = Int.random(in: 32...2000, using: &random)
      withPrecision(bits) {
        let f = { (x: Ball) in x * x - Ball(c) }
        let start = IsolatedZero(lower: Ball(Rational(1, 64)), upper: 200, direction: .rising)
        let x = IntervalNewton().refine(start, of: f, derivative: { $0 * 2 })
        #expect(x.accuracyBits >= bits - 2 && x.bits == bits)
        // The exact square of the zero is c: the squares of the ends enclose it.
        let (low, high) = x.ends
        #expect(low * low <= c && c <= high * high)
      }
    }
  }

  @Test func zerosOfAllKinds() {
    withPrecision(300) {
      let newton = IntervalNewton()
      // A zero that is exactly 0, found exactly because the function is linear.
      let line = newton.refine(
        IsolatedZero(lower: -1, upper: 2, direction: .rising), of: { $0 * 3 }, derivative: { _ in 3 })
      #expect(line.containsZero && line.upperDouble < 1e-100)
      // 0 as a zero of a function that is not: the enclosure is tiny in the absolute sense.
      let sine = newton.refine(
        IsolatedZero(lower: -1, upper: Ball(Rational(5, 4)), direction: .rising), of: { .sin($0) },
        derivative: { .cos($0) })
      #expect(sine.containsZero && sine.upperDouble < 1e-100)
      // Far from its start and tiny: e^x - 1 = 1e-40.
      let tiny = Rational(decimal: "1e-40") ?? 0
      let x = newton.refine(
        IsolatedZero(lower: -1, upper: 1, direction: .rising), of: { .exp($0) - 1 - Ball(tiny) },
        derivative: { .exp($0) })
      #expect(x.overlaps(.log1p(Ball(tiny, bits: 600))))
      #expect(x.accuracyBits > 150)
    }
  }

  @Test func neighbouringZerosBeyondTheEndsDoNotMislead() {
    // The zero 1 - 2^-60 and its neighbour 1 + 2^-60 on the other side of the end 1. The derivative's
    // enclosure is made useless, so that only bisection is left.
    withPrecision(200) {
      let one = Ball(1)
      let h = one.scaled(by: -60)
      let x = IntervalNewton().refine(
        IsolatedZero(lower: 0, upper: 1, direction: .falling), of: { ($0 - (one - h)) * ($0 - (one + h)) },
        derivative: { _ in .indeterminate }, bits: 100)
      #expect(x.contains(one - h) && !x.contains(one + h))
    }
  }

  @Test func existenceIsProvedOrDenied() {
    withPrecision(128) {
      let newton = IntervalNewton()
      let f = { (x: Ball) in x * x - 2 }
      let slope = { (x: Ball) in x * 2 }
      let (one, two) = (Ball(1), Ball(2))
      if case .unique(let x) = newton.solve(in: .hull(one, two), of: f, derivative: slope) {
        #expect(x.overlaps(.sqrt(Ball(2))) && x.accuracyBits > 120)
      } else {
        Issue.record("no proof for √2 in [1, 2]")
      }
      if case .none = newton.solve(in: .hull(two, 3), of: f, derivative: slope) {
      } else {
        Issue.record("no disproof of a zero in [2, 3]")
      }
      // The derivative vanishes inside: nothing to say.
      if case .undecided(let x) = newton.solve(in: .hull(-two, two), of: f, derivative: slope) {
        #expect(x.contains(.sqrt(Ball(2))))
      } else {
        Issue.record("a claim about [-2, 2]")
      }
      // A point is no proof, even if it is a zero.
      if case .undecided = newton.solve(in: two, of: { $0 - 2 }, derivative: { _ in 1 }) {
      } else {
        Issue.record("a claim about one point")
      }
    }
  }

  @Test func parameterRange() {
    let c = Ball.hull(Ball(Rational(19, 10), bits: 64), Ball(Rational(21, 10), bits: 64))
    let x = IntervalNewton().refine(
      IsolatedZero(lower: 1, upper: 2, direction: .rising), of: { $0 * $0 - c }, derivative: { $0 * 2 })
    #expect(x.contains(.sqrt(Ball(Rational(191, 100)))) && x.contains(.sqrt(Ball(Rational(209, 100)))))
    #expect(x.upperDouble - x.lowerDouble < 0.1)
  }

  @Test func contradictoryClosuresGiveNothing() {
    let x = IntervalNewton().refine(
      IsolatedZero(lower: 1, upper: 2, direction: .rising), of: { $0 + 5 }, derivative: { _ in 1 })
    #expect(!x.isFinite)
  }
}
