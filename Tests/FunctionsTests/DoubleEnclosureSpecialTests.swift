import TestSupport
import Testing
import VlasovFunctions

/// The special functions of Double enclosures against balls with more bits.
@Suite struct DoubleEnclosureSpecialTests {
  private func check(
    _ set: DoubleEnclosure, _ ball: Ball, _ what: @autoclosure () -> String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    if ball.isFinite {
      #expect(
        set.lower <= ball.upperDouble && ball.lowerDouble <= set.upper, "\(what()): \(set), \(ball.artefact)",
        sourceLocation: sourceLocation)
      // The ball's own rounding outwards to doubles, and a few bits of the 64.
      #expect(
        set.width <= 0x1p-50 * max(set.lower.magnitude, set.upper.magnitude) + 1e-300, "\(what()): \(set)",
        sourceLocation: sourceLocation)
    } else {
      #expect(set.isIndeterminate, "\(what()): \(set)", sourceLocation: sourceLocation)
    }
  }

  @Test func functions() {
    var g = SeededGenerator(seed: 791)
    for _ in 0..<300 {
      let x = Double.random(in: 0.01...30, using: &g)
      let set = DoubleEnclosure(exactly: x)
      let ball = Ball(exactly: x).rounded(to: 200)
      let n = g.int(0...12)
      check(.exprel(set), .exprel(ball), "exprel(\(x))")
      check(.exprel(-set), .exprel(-ball), "exprel(-\(x))")
      check(.besselClifford(n, set), .besselClifford(n, ball), "C_\(n)(\(x))")
      check(.besselI(n, set), .besselI(n, ball), "I_\(n)(\(x))")
      check(.gammaQ(n + 1, set), .gammaQ(n + 1, ball), "Q(\(n + 1), \(x))")
      check(.ein(set), .ein(ball), "Ein(\(x))")
      check(.e1(set), .e1(ball), "E1(\(x))")
      if x > 0.5 { check(.ei(set), .ei(ball), "Ei(\(x))") }
      for (k, c) in DoubleEnclosure.exprelTaylor(set, count: 5).enumerated() {
        check(c, Ball.exprelTaylor(ball, count: 5)[k], "exprel^(\(k))(\(x))")
      }
      for (k, c) in DoubleEnclosure.besselCliffordTaylor(Index(n), set, count: 4).enumerated() {
        check(c, Ball.besselCliffordTaylor(Index(n), ball, count: 4)[k], "C_\(n)^(\(k))(\(x))")
      }
    }
    check(.eulerGamma, .eulerGamma, "γ")
    check(.factorial(25), .factorial(25), "25!")
    check(.binomial(60, 21), .binomial(60, 21), "60 over 21")
    check(.e1(-1), .e1(Ball(-1)), "E1(-1)")
    check(.factorial(Index(-1)), .factorial(Index(-1)), "(-1)!")
    #expect(DoubleEnclosure.exprel(.indeterminate).isIndeterminate)
  }

  /// Wide sets: the value at each point is inside.
  @Test func wideSets() {
    var g = SeededGenerator(seed: 792)
    for _ in 0..<200 {
      let a = Double.random(in: 0.1...8, using: &g)
      let b = a + Double.random(in: 0...2, using: &g)
      let set = DoubleEnclosure(lower: a, upper: b)
      let p = Double.random(in: a...b, using: &g)
      let ball = Ball(exactly: p).rounded(to: 150)
      for (s, v) in [
        (DoubleEnclosure.exprel(set), Ball.exprel(ball)), (.besselI(2, set), .besselI(2, ball)),
        (.ein(set), .ein(ball)), (.e1(set), .e1(ball)), (.ei(set), .ei(ball)),
        (.gammaQ(3, set), .gammaQ(3, ball)),
      ] {
        #expect(s.lower <= v.upperDouble && v.lowerDouble <= s.upper, "\(set), \(p): \(s), \(v.artefact)")
      }
    }
  }

  /// The same formula as a jet of enclosures.
  @Test func jets() {
    let x = Jet(variable: DoubleEnclosure(exactly: 1.5), order: 4)
    let y = Jet(variable: Ball(exactly: 1.5), order: 4)
    let (a, b) = (Jet.besselI(3, x) * .exprel(x) + .e1(x), Jet.besselI(3, y) * .exprel(y) + .e1(y))
    for k in 0...4 {
      let (s, v) = (a.coefficient(k), b.coefficient(k))
      #expect(
        s.lower <= v.lowerDouble && v.upperDouble <= s.upper && s.width < 1e-12, "\(k): \(s), \(v.artefact)")
    }
  }
}
