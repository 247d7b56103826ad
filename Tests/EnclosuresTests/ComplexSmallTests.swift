import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovEnclosures

/// Complex numbers over small balls, against those over balls of 300 bits at points of the rectangles.
@Suite struct ComplexSmallTests {
  private typealias Small = Complex<SmallBall>

  private static let functions:
    [(
      name: String, small: @Sendable (Complex<SmallBall>) -> Complex<SmallBall>,
      ball: @Sendable (ComplexBall) -> ComplexBall
    )] = [
      ("exp", { .exp($0) }, { .exp($0) }), ("log", { .log($0) }, { .log($0) }),
      ("sqrt", { .sqrt($0) }, { .sqrt($0) }), ("sin", { .sin($0) }, { .sin($0) }),
      ("cos", { .cos($0) }, { .cos($0) }), ("atan", { .atan($0) }, { .atan($0) }),
      ("1/z", { 1 / $0 }, { 1 / $0 }), ("z^3", { .pow($0, Index(3)) }, { .pow($0, Index(3)) }),
      ("expm1", { .expm1($0) }, { .expm1($0) }),
    ]

  @Test func overlapsComplexBalls() {
    var g = SeededGenerator(seed: 861)
    var finite = 0
    for _ in 0..<400 {
      let parts = (0..<2).map { _ in g.ball(bits: 100, exponents: -8...6) }
      let z = Small(re: SmallBall(parts[0]), im: SmallBall(parts[1]))
      let point = (g.point(in: parts[0]), g.point(in: parts[1]))
      let fine = ComplexBall(re: Ball(point.0, bits: 300), im: Ball(point.1, bits: 300))
      for f in Self.functions {
        let (a, b) = (f.small(z), withPrecision(300) { f.ball(fine) })
        guard a.isFinite, b.isFinite else { continue }
        finite += 1
        expectOverlap(a.re.ball, b.re, "Re \(f.name)", seed: g.seed)
        expectOverlap(a.im.ball, b.im, "Im \(f.name)", seed: g.seed)
      }
    }
    #expect(finite > 1500)
  }

  /// Thin arguments keep their bits.
  @Test func tightness() {
    let z = Small(re: SmallBall(Rational(3, 7)), im: SmallBall(Rational(-5, 3)))
    for f in Self.functions {
      let value = f.small(z)
      #expect(value.re.ball.accuracyBits > 110 && value.im.ball.accuracyBits > 110, "\(f.name)")
    }
  }
}
