import Testing

@testable import VlasovTheory

@Suite struct GaussianHeatLimitTests {
  static let id = "heat-limit"

  /// dt/ds
  struct SinkhornDelay: Function1 {
    func callAsFunction<T: SpecialAnalytic>(_ s: T, _ p: [T]) -> T {
      let e = p[0]
      return e / (2 * s + e - T.sqrt(e * e + 4 * s * s))
    }
  }

  struct SoftmaxDelay: Function1 {
    func callAsFunction<T: SpecialAnalytic>(_ s: T, _ p: [T]) -> T { (s + p[0]) / (2 * s) }
  }

  /// The time as a validated integral of dt/ds up to the answer.
  @Test func timeByQuadrature() throws {
    let seed: UInt64 = 31
    var stream = SeededStream(seed: seed)
    for _ in 0..<6 {
      let s0 = Rational(stream.next(from: 1, to: 40), 8)
      let eps = Rational(stream.next(from: 1, to: 40), 8)
      let t = Rational(stream.next(from: 1, to: 40), 8)
      for kind in ["sinkhorn", "softmax"] {
        let s = try Layer.ball(Self.id, "kind=\(kind) s0=\(s0) eps=\(eps) t=\(t)", digits: 40)
        let time = withPrecision(160) {
          kind == "sinkhorn"
            ? Ball.integral(SinkhornDelay(), [Ball(eps)], from: Ball(s0), to: s)
            : Ball.integral(SoftmaxDelay(), [Ball(eps)], from: Ball(s0), to: s)
        }
        Layer.expectSame(
          time, Ball(t, bits: 160), digits: 36, "seed \(seed), \(kind) s0=\(s0) eps=\(eps) t=\(t)")
      }
    }
  }

  /// The equation with Ψ, formed directly.
  @Test func potential() throws {
    let s = try Layer.ball(Self.id, "kind=sinkhorn s0=3/7 eps=5/3 t=2", digits: 45)
    withPrecision(170) {
      let (before, after) = (
        HeatLimit.potential(Ball(Rational(18, 35))), HeatLimit.potential(s * Ball(Rational(6, 5)))
      )
      Layer.expectSame(after - before, Ball(Rational(12, 5)), digits: 40)
    }
  }

  /// eps -> 0: s_0 + t - (ε/4) ln(1 + t/s_0) + O(ε³) and s_0 + 2t - ε ln(1 + 2t/s_0) + O(ε²).
  @Test func tinyRegularisation() throws {
    for power in [30, 300, 3000] {
      for (kind, base, rate) in [("sinkhorn", 3, Rational(1, 4)), ("softmax", 5, Rational(1))] {
        let s = try Layer.ball(Self.id, "kind=\(kind) s0=1 eps=1e-\(power) t=2", digits: 2 * power + 5)
        withPrecision(8 * power) {
          let eps = Ball(Rational(decimal: "1e-\(power)") ?? 0)
          let limit = Ball(base) - eps * Ball(rate) * .log(Ball(base))
          #expect((s - limit).magnitude <= (eps * eps * 10).magnitude, "\(kind) 1e-\(power)")
        }
      }
    }
  }

  /// eps -> infinity: s_0 e^(2t/ε).
  @Test func hugeRegularisation() throws {
    for kind in ["sinkhorn", "softmax"] {
      let s = try Layer.ball(Self.id, "kind=\(kind) s0=1e-40 eps=1 t=3", digits: 30)
      withPrecision(140) {
        let ratio = s / (Ball(Rational(decimal: "1e-40") ?? 0) * .exp(6))
        #expect((ratio - 1).magnitude <= Ball(Rational(decimal: "1e-36") ?? 0).magnitude, "\(kind)")
      }
      let still = try Layer.ball(Self.id, "kind=\(kind) s0=2 eps=1e100 t=1", digits: 120)
      #expect(
        (still - 2).isPositive && (still - 2).magnitude <= Ball(Rational(decimal: "1e-98") ?? 0).magnitude)
    }
  }

  @Test func startAndTinyTimes() throws {
    let start = try Layer.answer(Self.id, "kind=sinkhorn s0=7/2 eps=1 t=0")
    #expect(start.status == .exact && start.value == "3.5")
    // s' = 2s/(s+ε) = 1 at s = ε = 1.
    let s = try Layer.ball(Self.id, "kind=softmax s0=1 eps=1 t=1e-60", digits: 100)
    withPrecision(400) {
      let slope = (s - 1) * Ball(Rational(decimal: "1e60") ?? 0)
      #expect((slope - 1).magnitude <= Ball(Rational(decimal: "1e-38") ?? 0).magnitude)
    }
  }

  @Test func ranges() throws {
    let answer = try Layer.answer(Self.id, "kind=sinkhorn s0=[1,2] eps=1 t=1")
    let ball = try #require(answer.ball)
    for s0 in ["1", "3/2", "2"] {
      let point = try Layer.ball(Self.id, "kind=sinkhorn s0=\(s0) eps=1 t=1", digits: 20)
      #expect(ball.overlaps(point))
    }
  }

  /// The zero of x³ - c at low precisions, where rounding the edges matters.
  @Test func increasingZero() throws {
    let seed: UInt64 = 33
    var stream = SeededStream(seed: seed)
    for bits in [4, 5, 8, 13, 24, 53, 100] {
      for _ in 0..<20 {
        let c = Rational(stream.next(from: -4000, to: 4000), 7)
        let zero = try withPrecision(bits) {
          let value = Ball(c, bits: 64)
          let equation = IncreasingEquation {
            $0 * $0 * $0 - value
          } slope: {
            3 * $0 * $0 + Ball(1)
          }
          return try equation.zero(from: Ball(9))
        }
        // None at all is an answer; a wrong one is not.
        guard let zero else { continue }
        withPrecision(400) {
          let (low, high) = (zero.lowerEdge.rounded(to: 400), zero.upperEdge.rounded(to: 400))
          let isRight = !(low * low * low - Ball(c)).isPositive && !(high * high * high - Ball(c)).isNegative
          #expect(isRight, "seed \(seed), \(bits) bits, c=\(c): \(zero.dump)")
        }
      }
    }
  }

  @Test func badInput() {
    Layer.expectInputError(Self.id, "kind=sinkhorn s0=0 eps=1 t=1", parameter: "s0")
    Layer.expectInputError(Self.id, "kind=sinkhorn s0=1 eps=0 t=1", parameter: "eps")
    Layer.expectInputError(Self.id, "kind=sinkhorn s0=1 eps=1 t=-1", parameter: "t")
    Layer.expectInputError(Self.id, "kind=l2 s0=1 eps=1 t=1", parameter: "kind")
  }

  @Test(arguments: ["kind=sinkhorn", "kind=softmax", "kind=softmax s0=1/3 eps=2 t=3"])
  func simulation(_ parameters: String) throws {
    let fair = try Layer.crossCheck(Self.id, parameters: parameters)
    #expect(fair.verdict == .agrees, "\(fair)")
    let foul = try Layer.crossCheck(Self.id, parameters: parameters) { $0 * (1 + 1e-6) }
    #expect(foul.verdict == .disagrees)
  }
}
