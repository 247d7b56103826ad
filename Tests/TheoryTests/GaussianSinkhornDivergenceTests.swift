import Testing

@testable import VlasovTheory

@Suite struct GaussianSinkhornDivergenceTests {
  static let id = "sinkhorn-divergence-flow"

  /// da/dt as the spec writes it.
  struct Speed: Function1 {
    func callAsFunction<T: SpecialAnalytic>(_ a: T, _ p: [T]) -> T {
      let e = p[1] * p[1]
      return 1 / (T.sqrt(e + 4 * a * p[0]) - T.sqrt(e + 4 * a * a))
    }
  }

  private func decimal(_ text: String) -> Ball { Ball(Rational(decimal: text) ?? 0) }

  /// The time as a validated integral up to the answer, on both sides of the target.
  @Test func timeByQuadrature() throws {
    let seed: UInt64 = 32
    var stream = SeededStream(seed: seed)
    for k in 0..<8 {
      let a0 = Rational(stream.next(from: 1, to: 40), 8)
      let b = k == 7 ? 0 : Rational(stream.next(from: 41, to: 80), k % 2 == 0 ? 8 : 90)
      let eps = Rational(stream.next(from: 2, to: 40), 8)
      let t = Rational(stream.next(from: 1, to: 16), 8)
      let a = try Layer.ball(Self.id, "a0=\(a0) b=\(b) eps=\(eps) t=\(t)", digits: 40)
      let time = withPrecision(200) { Ball.integral(Speed(), [Ball(b), Ball(eps)], from: Ball(a0), to: a) }
      Layer.expectSame(
        time, Ball(t, bits: 200), digits: 30, "seed \(seed), a0=\(a0) b=\(b) eps=\(eps) t=\(t)")
    }
  }

  @Test func exactCases() throws {
    for parameters in ["a0=2/3 b=2/3 eps=1 t=7", "a0=2/3 b=5 eps=1 t=0"] {
      let answer = try Layer.answer(Self.id, parameters)
      #expect(answer.status == .exact && answer.value == "2/3", "\(answer)")
    }
    // The same number in two forms.
    let same = try Layer.answer(Self.id, "a0=sqrt(8) b=2*sqrt(2) eps=1 t=7")
    #expect(same.value.hasPrefix("2.828427124746"))
  }

  /// b -> 0 is the degenerate target.
  @Test func smallTarget() throws {
    let limit = try Layer.ball(Self.id, "a0=3 b=0 eps=1/2 t=2", digits: 50)
    for power in [20, 200] {
      let a = try Layer.ball(Self.id, "a0=3 b=1e-\(power) eps=1/2 t=2", digits: 50)
      #expect((a - limit).magnitude <= (decimal("1e-\(power)") * 100).magnitude + .power2(-190))
    }
  }

  /// θ - coth(θ/2) falls by 2t, formed directly.
  @Test func degenerateEquation() throws {
    let a = try Layer.ball(Self.id, "a0=3 b=0 eps=1/2 t=5/4", digits: 50)
    withPrecision(200) {
      func f(_ a: Ball) -> Ball {
        let theta = Ball.asinh(4 * a)
        return theta - 1 / .tanh(theta / 2)
      }
      Layer.expectSame(f(3) - f(a), Ball(Rational(5, 2)), digits: 40)
    }
  }

  /// b = 0: a ~ ε/(2t); b > 0: a - b decays at the rate 2b/√(ε²+4b²).
  @Test func longTimes() throws {
    let a = try Layer.ball(Self.id, "a0=7 b=0 eps=3 t=1e30", digits: 40)
    withPrecision(160) {
      let ratio = a * decimal("1e30") * 2 / 3
      #expect((ratio - 1).magnitude <= decimal("1e-28").magnitude)
    }
    for a0 in ["1/5", "9"] {
      let near = try Layer.ball(Self.id, "a0=\(a0) b=2 eps=3 t=60", digits: 90)
      let nearer = try Layer.ball(Self.id, "a0=\(a0) b=2 eps=3 t=61", digits: 90)
      withPrecision(320) {
        // 2b/√(ε²+4b²) = 4/5
        let ratio = (nearer - 2) / (near - 2) * .exp(decimal("0.8"))
        #expect((ratio - 1).magnitude <= decimal("1e-20").magnitude, "\(ratio.shortDescription)")
      }
    }
    let end = try Layer.ball(Self.id, "a0=1 b=2 eps=1 t=1e50", digits: 60)
    #expect((end - 2).magnitude <= Ball(Rational(decimal: "1e-59") ?? 0, bits: 64).magnitude)
  }

  /// a(t; λa_0, λb, λε) = λ a(t; a_0, b, ε), also far away.
  @Test func scaling() throws {
    for (a0, b, t) in [
      ("1", "2", "1"), ("5", "1/3", "2"), ("1e-30", "4", "3"), ("1e30", "4", "3"), ("2", "0", "4"),
    ] {
      let a = try Layer.ball(Self.id, "a0=\(a0) b=\(b) eps=1 t=\(t)", digits: 40)
      let scaled = try Layer.ball(Self.id, "a0=\(a0)*1e-200 b=\(b)*1e-200 eps=1e-200 t=\(t)", digits: 40)
      withPrecision(160) { Layer.expectSame(scaled * decimal("1e200"), a, digits: 38, "a0=\(a0) b=\(b)") }
    }
  }

  /// ε -> 0 is a' = 2√(ab) - 2a, √a = √b + (√a_0 - √b) e^-t.
  @Test func tinyRegularisation() throws {
    for (a0, b) in [("4", "1"), ("1/4", "9"), ("4", "0")] {
      let a = try Layer.ball(Self.id, "a0=\(a0) b=\(b) eps=1e-60 t=3/2", digits: 40)
      withPrecision(160) {
        let (x, y) = (Ball.sqrt(Ball(Layer.rational(a0))), Ball.sqrt(Ball(Layer.rational(b))))
        let root = y + (x - y) * .exp(Ball(Rational(-3, 2)))
        #expect((a / (root * root) - 1).magnitude <= decimal("1e-38").magnitude, "a0=\(a0) b=\(b)")
      }
    }
  }

  @Test func ranges() throws {
    let ball = try #require(try Layer.answer(Self.id, "a0=[1,3] b=2 eps=1 t=1").ball)
    for a0 in ["1", "2", "3"] {
      let point = try Layer.ball(Self.id, "a0=\(a0) b=2 eps=1 t=1", digits: 20)
      #expect(ball.overlaps(point))
    }
  }

  @Test func badInput() {
    Layer.expectInputError(Self.id, "a0=0 b=1 eps=1 t=1", parameter: "a0")
    Layer.expectInputError(Self.id, "a0=1 b=-1 eps=1 t=1", parameter: "b")
    Layer.expectInputError(Self.id, "a0=1 b=1 eps=0 t=1", parameter: "eps")
    Layer.expectInputError(Self.id, "a0=1 b=1 eps=1 t=-1", parameter: "t")
  }

  @Test(arguments: ["", "a0=3 b=1/2 eps=2 t=2", "a0=2 b=0 eps=1 t=3"])
  func simulation(_ parameters: String) throws {
    let fair = try Layer.crossCheck(Self.id, parameters: parameters)
    #expect(fair.verdict == .agrees, "\(fair)")
    let foul = try Layer.crossCheck(Self.id, parameters: parameters) { $0 * (1 + 1e-6) }
    #expect(foul.verdict == .disagrees)
  }
}
