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

extension ModeRefinementTests {
  @Test("the centre of a symmetric sample is a mode exactly")
  func symmetric() throws {
    let comb = try ModeCounter().modes(Sample.comb(count: 5), beta: 1, digits: 20)
    #expect(comb.modes.count == comb.count.modes)
    #expect(comb.modes.contains { $0.location.isExact && $0.location.contains(2 as Rational) })
    // A tie of two atoms: F = F' = 0 between them.
    let tie = try ModeCounter().modes(
      Sample(numbers: [.decimal(0, exponent: 0), .decimal(1, exponent: 0)]), beta: 4, digits: 20)
    try #require(tie.modes.count == 1)
    #expect(tie.modes[0].location.isExact && tie.modes[0].location.contains(Rational(1, 2)))
    // √β/√(2π) e^(-1/2), by two routes.
    let height = withPrecision(128) { 2 * Ball.exp(-Ball(1) / 2) / Ball.sqrt(2 * Ball.pi) }
    #expect(tie.modes[0].height.overlaps(height))
    #expect(tie.modes[0].height.accuracyBits > 60)
  }

  @Test("points that are alone, light and heavy")
  func isolated() throws {
    let sample = try Sample(
      numbers: [.double(-1e6), .double(0), .double(3e200)],
      weights: [.decimal(1, exponent: 0), .decimal(2, exponent: 0), .decimal(5, exponent: 0)])
    let list = try ModeCounter().modes(sample, beta: 1, digits: 15)
    #expect(list.count.modes == 3)
    try #require(list.modes.count == 3)
    for (mode, (x, w)) in zip(list.modes, [(-1e6, 1), (0, 2), (3e200, 5)]) {
      #expect(mode.location.overlaps(Ball(exactly: x)))
      let height = withPrecision(128) { Ball(Rational(w, 8)) / Ball.sqrt(2 * Ball.pi) }
      #expect(mode.height.overlaps(height))
    }
  }
}
