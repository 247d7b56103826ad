import TestSupport
import Testing
import VlasovNumbers

@testable import VlasovEnclosures

/// The elementary functions of small balls, alone and in jets, against balls of higher precision.
@Suite struct SmallBallElementaryTests {
  typealias Pair = (
    name: String, small: @Sendable (SmallBall) -> SmallBall, ball: @Sendable (Ball) -> Ball
  )

  private static let functions: [Pair] = [
    ("exp", { .exp($0) }, { .exp($0) }), ("expm1", { .expm1($0) }, { .expm1($0) }),
    ("log", { .log($0) }, { .log($0) }), ("log1p", { .log1p($0) }, { .log1p($0) }),
    ("sqrt", { .sqrt($0) }, { .sqrt($0) }), ("sin", { .sin($0) }, { .sin($0) }),
    ("cos", { .cos($0) }, { .cos($0) }), ("tan", { .tan($0) }, { .tan($0) }),
    ("atan", { .atan($0) }, { .atan($0) }), ("asin", { .asin($0) }, { .asin($0) }),
    ("acos", { .acos($0) }, { .acos($0) }), ("sinh", { .sinh($0) }, { .sinh($0) }),
    ("cosh", { .cosh($0) }, { .cosh($0) }), ("tanh", { .tanh($0) }, { .tanh($0) }),
    ("atanh", { .atanh($0) }, { .atanh($0) }),
  ]

  @Test func functionsEnclose() {
    var g = SeededGenerator(seed: 341)
    for _ in 0..<1500 {
      let x = g.smallBall(exponents: g.element(of: [-1...1, -8...8, -60...60]))
      for (name, small, ball) in Self.functions {
        let y = small(x)
        guard y.isFinite else { continue }
        for p in g.points(in: x) {
          // A point of the ball as a ball of its own; the value is far more accurate than y.
          let value = ball(Ball(p, bits: 700))
          guard value.isFinite else { continue }
          #expect(y.ball.overlaps(value), "\(name) of \(x.bitsText), seed \(g.seed)")
        }
        let wide = ball(x.ball.rounded(to: 256))
        if wide.isFinite, x.isExact, wide.isNonZero {
          #expect(y.accuracyBits > 120, "\(name) of \(x.bitsText)")
        }
      }
    }
  }

  private static func formula<T: Analytic>(_ x: T, _ a: T) -> T {
    let first: T = .exp(-x * a) / (1 + x * x)
    let second: T = .sqrt(x + 2) * .log(x + 3)
    let third: T = .atan(x * a) * .pow(x - a, 3)
    return first + second - third + .sin(x) * .pi
  }

  @Test func jets() {
    var g = SeededGenerator(seed: 342)
    for _ in 0..<300 {
      let x = g.smallBall(exponents: -3...0, shape: g.element(of: [.exact, .thin, .medium]))
      let a = g.smallBall(exponents: -3...1, shape: .thin)
      let small = Self.formula(Jet(variable: x, order: 6), Jet(constant: a))
      let large = withPrecision(400) {
        let point = { (s: SmallBall) in Ball(s.exactCenter, bits: 400) }
        return Self.formula(Jet<Ball>(variable: point(x), order: 6), Jet<Ball>(constant: point(a)))
      }
      for k in 0...6 where small.coefficient(k).isFinite {
        #expect(small.coefficient(k).ball.overlaps(large.coefficient(k)), "\(k): seed \(g.seed)")
        if !(x.relativeExponent > -100) { #expect(small.coefficient(k).accuracyBits > 80, "\(k)") }
      }
    }
  }

  /// Formulas in the generic reading, as Ball would give them.
  @Test func formulasAgreeWithBalls() {
    var g = SeededGenerator(seed: 343)
    for _ in 0..<500 {
      let (x, a) = (g.smallBall(exponents: -3...1), g.smallBall(exponents: -3...1))
      let (small, large) = (Self.formula(x, a), Self.formula(x.ball, a.ball))
      if small.isFinite, large.isFinite {
        #expect(small.ball.overlaps(large), "\(x.bitsText), \(a.bitsText)")
      }
    }
  }
}
