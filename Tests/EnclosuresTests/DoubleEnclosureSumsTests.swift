import TestSupport
import Testing
import VlasovEnclosures
import VlasovNumbers

@Suite struct DoubleEnclosureSumsTests {
  private static func rational(_ x: Double) -> Rational { Rational(exactly: x) ?? 0 }

  /// Against exact rational sums at points of the sets, and the loop over the ends.
  @Test func inclusion() {
    var g = SeededGenerator(seed: 901)
    for _ in 0..<1500 {
      let n = g.int(0...40)
      let moderate = g.bool()
      func set(_ g: inout SeededGenerator) -> DoubleEnclosure {
        if !moderate { return g.enclosure() }
        let x = g.double(in: -2...2)
        let spread = g.int(0...2) == 0 ? 0 : g.bool() ? 1e-12 : 0.25
        return DoubleEnclosure(lower: x - spread, upper: x + spread)
      }
      let a = (0..<n).map { _ in set(&g) }
      let b = (0..<n).map { _ in set(&g) }
      var (dot, sum, total) = (Rational(0), Rational(0), Rational(0))
      for (x, y) in zip(a, b) {
        let (p, q) = (Self.rational(g.double(in: x)), Self.rational(g.double(in: y)))
        dot = dot + p * q
        sum = sum + p
        total = total + p.magnitude
      }
      let (first, second) = (DoubleEnclosure.dot(a, b), DoubleEnclosure.sum(a))
      #expect(first.contains(dot), "\(a) · \(b) = \(first), seed \(g.seed)")
      #expect(second.contains(sum), "sum of \(a) = \(second), seed \(g.seed)")
      let loop = zip(a, b).reduce(0 as DoubleEnclosure) { $0 + $1.0 * $1.1 }
      #expect(loop.contains(dot) && first.overlaps(loop))
      if moderate { #expect(first.width <= 2 * loop.width + 1e-13 && first.isFinite) }
    }
  }

  /// Many terms that cancel, against the exact sum.
  @Test func longSums() {
    var g = SeededGenerator(seed: 902)
    let x = (0..<5000).map { _ in g.double(in: -1...1) * (g.bool() ? 1 : 1e10) }
    let sets = x.map { DoubleEnclosure(exactly: $0) }
    let exact = x.reduce(Rational(0)) { $0 + Self.rational($1) }
    let sum = DoubleEnclosure.sum(sets + [DoubleEnclosure(exactly: -exact.double)])
    #expect(sum.contains(exact - Self.rational(exact.double)) && sum.width < 1)
    let squares = x.reduce(Rational(0)) { $0 + Self.rational($1) * Self.rational($1) }
    let dot = DoubleEnclosure.dot(sets, sets)
    #expect(dot.contains(squares) && dot.width < 1e-11 * dot.upper)
  }

  @Test func specialCases() {
    #expect(DoubleEnclosure.dot([], []) == 0 && DoubleEnclosure.sum([]) == 0)
    let tiny = DoubleEnclosure(exactly: 1e-200)
    #expect(DoubleEnclosure.dot([tiny], [tiny]).upper > 0)
    let large = DoubleEnclosure(exactly: 1e300)
    #expect(
      DoubleEnclosure.dot([large], [large]).isPositive
        && DoubleEnclosure.sum([.indeterminate, 1]).isIndeterminate)
    #expect(DoubleEnclosure.dot([.indeterminate], [0]).isIndeterminate)
    #expect(DoubleEnclosure.sum([DoubleEnclosure(exactly: .greatestFiniteMagnitude), 0]).isPositive)
  }
}
