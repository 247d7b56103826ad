import Testing
import VlasovAnalysis

@Suite struct SupremumTests {
  @Test func besselModes() {
    // sup n² I_n(15), attained at n = 5.
    let text = "3614300.2800158506787277542094683172756344705060041"
    let outcome = withPrecision(220) { Supremum().supremum(BesselModes(), from: 1, [15]) }
    #expect(outcome.candidates == [5])
    let reference = Ball(Rational(decimal: text) ?? 0, bits: 220)
    #expect((outcome.enclosure - reference).magnitude <= Magnitude.power2(-138))
    #expect(outcome.enclosure.accuracyBits > 210)
    let one = Supremum().supremum(BesselModes(), from: 1, [1])
    #expect(one.candidates == [1])
    #expect(one.enclosure.overlaps(.besselI(1, Ball(1))))
    #expect((Double.supremum(BesselModes(), from: 1, [15]) / 3614300.2800158507 - 1).magnitude < 1e-13)
  }

  @Test func everyTermIsBelow() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<20 {
      let beta = random.thousandth(1...60_000)
      let bits = Int.random(in: 32...1000, using: &random)
      withPrecision(bits) {
        let outcome = Supremum().supremum(BesselModes(), from: 1, [Ball(beta)])
        let terms = (1...80).map { BesselModes().term(Index($0), [Ball(beta)]) }
        #expect(outcome.enclosure.overlaps(terms.dropFirst().reduce(terms[0]) { .max($0, $1) }))
        #expect(terms.allSatisfy { !outcome.enclosure.isBelow($0) })
        #expect(outcome.candidates.contains { outcome.enclosure.overlaps(terms[$0 - 1]) })
      }
    }
  }

  @Test func ties() {
    // Near the crossing of modes 1 and 2 the parameter's width leaves both possible.
    let crossing = Ball(Rational(decimal: "1.04445686210777417") ?? 0)
    let wide = Ball(center: crossing, radius: .power2(-40))
    let outcome = Supremum().supremum(BesselModes(), from: 1, [wide])
    #expect(outcome.candidates == [1, 2])
    #expect(outcome.enclosure.isFinite && outcome.enclosure.accuracyBits > 30)
  }

  @Test func supremumThatIsNotAttained() {
    let q = Rational(1, 3)
    let outcome = withPrecision(200) { Supremum().supremum(Approaching(), from: 0, [Ball(q)]) }
    #expect(outcome.enclosure.contains(q) && outcome.enclosure.accuracyBits > 150)
    #expect(outcome.candidates.isEmpty)
  }

  @Test func wideAndUndefined() {
    let wide = Ball.hull(14, 16)
    let outcome = Supremum().supremum(BesselModes(), from: 1, [wide])
    for k in 0...10 {
      let value = Ball.supremum(BesselModes(), from: 1, [14 + Ball(Rational(k, 5))])
      #expect(outcome.enclosure.overlaps(value))
      #expect(!outcome.enclosure.isBelow(value) && !value.isBelow(outcome.enclosure))
    }
    #expect(!Ball.supremum(BesselModes(), from: 1, [.indeterminate]).isFinite)
  }
}
