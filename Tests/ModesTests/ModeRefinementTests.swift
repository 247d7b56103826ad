import Testing
import VlasovEnclosures
import VlasovModes
import VlasovNumbers

@Suite struct ModeRefinementTests {
  @Test("both modes of two atoms", arguments: [8, 12, 40])
  func twoAtoms(_ digits: Int) throws {
    // Source: the specification of the tail certificate, 40 digits.
    let expected = [
      "1.011145537413133489012154611072292752937", "1.987854462586866510987845388927707247063",
    ]
    let sample = try Sample(numbers: [.decimal(999, exponent: -3), .decimal(2, exponent: 0)])
    let list = try ModeCounter().modes(sample, beta: 9, digits: digits)
    #expect(list.count.modes == 2)
    try #require(list.modes.count == 2)
    for (mode, text) in zip(list.modes, expected) {
      let digits = Swift.min(digits, 39)
      let value = try #require(Rational(decimal: text))
      let half = try #require(Rational(decimal: "1e-39"))
      #expect(mode.location.overlaps(Ball(value, bits: 256) + Ball(center: 0, radius: Ball(half).magnitude)))
      let shown = mode.location.certainDecimal(digits: digits - 1)
      #expect(shown != nil, "\(mode.location)")
    }
  }

  @Test("heights and places in doubles and in balls agree")
  func routes() throws {
    let sample = try Sample.irwinHall(seed: 3, count: 2000)
    let coarse = try ModeCounter().modes(sample, beta: 400, digits: 8)
    let fine = try ModeCounter().modes(sample, beta: 400, digits: 30)
    #expect(coarse.modes.count == fine.modes.count)
    #expect(coarse.modes.count == coarse.count.modes)
    for (a, b) in zip(coarse.modes, fine.modes) {
      #expect(a.location.contains(b.location), "\(a.location) \(b.location)")
      #expect(a.height.contains(b.height), "\(a.height) \(b.height)")
    }
  }
}
