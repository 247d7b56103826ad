import Testing
import VlasovFunctions

/// The special functions of small balls against balls of 300 bits.
@Suite struct SmallBallSpecialTests {
  typealias Pair = (
    name: String, small: @Sendable (SmallBall) -> SmallBall, ball: @Sendable (Ball) -> Ball
  )

  private static let functions: [Pair] = [
    ("exprel", { .exprel($0) }, { .exprel($0) }),
    ("besselClifford", { .besselClifford(3, $0) }, { .besselClifford(3, $0) }),
    ("besselI", { .besselI(2, $0) }, { .besselI(2, $0) }), ("gammaQ", { .gammaQ(4, $0) }, { .gammaQ(4, $0) }),
    ("ein", { .ein($0) }, { .ein($0) }), ("ei", { .ei($0) }, { .ei($0) }), ("e1", { .e1($0) }, { .e1($0) }),
  ]

  @Test func functionsEnclose() {
    var random = Samples(seed: 351)
    for _ in 0..<300 {
      let exact = random.real(bits: 128, low: -20, high: 5)
      let radius = random.int(0...2) == 0 ? Magnitude.zero : Magnitude.power2(random.int(-140...0))
      let x = SmallBall(center: SmallBall(exact), radius: radius)
      for (name, small, ball) in Self.functions {
        let y = small(x)
        let value = ball(exact.rounded(to: 300))
        if y.isFinite, value.isFinite { #expect(y.ball.overlaps(value), "\(name) of \(x.shortDescription)") }
        if x.isExact, value.isFinite, !value.containsZero {
          #expect(y.isFinite && y.accuracyBits > 115, "\(name) of \(x.shortDescription)")
        }
      }
    }
  }

  @Test func taylorCoefficients() {
    var random = Samples(seed: 352)
    for _ in 0..<60 {
      let x = random.real(bits: 100, low: -8, high: 3)
      let (c, d) = (SmallBall.exprelTaylor(SmallBall(x), count: 6), Ball.exprelTaylor(x, count: 6))
      let (e, f) = (
        SmallBall.besselCliffordTaylor(Index(2), SmallBall(x), count: 6),
        Ball.besselCliffordTaylor(Index(2), x, count: 6)
      )
      for k in 0..<6 {
        #expect(c[k].ball.overlaps(d[k]) && e[k].ball.overlaps(f[k]))
        #expect(c[k].accuracyBits > 90 || c[k].containsZero)
      }
    }
  }

  @Test func combinatorial() {
    withPrecision(200) {
      for n in [0, 1, 2, 20, 33, 34, 100, 399, 400, 401, 1000, 5000] {
        let (small, ball) = (SmallBall.factorial(n), Ball.factorial(n))
        #expect(small.ball.overlaps(ball) && small.accuracyBits >= 127, "\(n)!")
        #expect(small.isExact == (n <= 33 || small.isExact && ball.isExact), "\(n)!")
      }
      for (n, k) in [(0, 0), (5, 2), (200, 77), (-3, 4), (4, 9), (4, -1)] {
        #expect(SmallBall.binomial(n, k).ball.overlaps(Ball.binomial(n, k)), "\(n) over \(k)")
      }
    }
    #expect(!SmallBall.factorial(-1).isFinite && !SmallBall.factorial(Index(symbol: "n")).isFinite)
    #expect(SmallBall.eulerGamma.ball.overlaps(withPrecision(300) { Ball.eulerGamma }))
  }

  private static func formula<T: SpecialAnalytic>(_ x: T) -> T {
    .besselI(1, x) * .exprel(-x) + .gammaQ(3, x) / (.ein(x) + 2)
  }

  @Test func jets() {
    var random = Samples(seed: 353)
    for _ in 0..<40 {
      let x = random.positive(bits: 128, low: -4, high: 3)
      let small = Self.formula(Jet(variable: SmallBall(x), order: 5))
      let large = withPrecision(300) { Self.formula(Jet(variable: x.rounded(to: 300), order: 5)) }
      for k in 0...5 {
        #expect(small.coefficient(k).ball.overlaps(large.coefficient(k)), "\(k) at \(x.shortDescription)")
        #expect(small.coefficient(k).accuracyBits > 70, "\(k) at \(x.shortDescription)")
      }
    }
  }
}
