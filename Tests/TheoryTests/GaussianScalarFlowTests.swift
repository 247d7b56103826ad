import Testing

@testable import VlasovTheory

@Suite struct GaussianScalarFlowTests {
  private typealias A = Attention
  private static let id = "scalar-flow"

  private static func flow(_ kind: String, _ y: Ball, _ c: Ball, _ t: Ball) -> Ball {
    ScalarFlow.flow(kind, y, c, t)
  }

  /// 1/F of y' = F(y); parameters c.
  private struct Pace: Function1 {
    let kind: String
    func callAsFunction<T: SpecialAnalytic>(_ y: T, _ p: [T]) -> T {
      let c = p[0]
      switch kind {
      case "l2": return (1 + 2 * y) / (4 * c * y * y)
      case "sinkhorn": return (T.sqrt(1 + 4 * c * c * y * y) + 1) / (4 * c * y * y)
      default: return 1 / (2 * c * y * y)
      }
    }
  }

  /// The time from y0 to y(t) by quadrature is t.
  @Test(arguments: ["softmax", "l2", "sinkhorn"])
  func timeByQuadrature(_ kind: String) throws {
    for (y, c, t) in [
      ("1", "1/4", "1/2"), ("1/2", "-3/4", "10"), ("3", "-2", "1/3"), ("1/5", "1", "2"), ("2", "1/3", "-4"),
    ] {
      let end = try A.ball(Self.id, "kind=\(kind) y0=\(y) c=\(c) t=\(t)", digits: 40)
      let (start, coefficient) = (
        Ball(Rational(decimal: y)!, bits: 160), Ball(Rational(decimal: c)!, bits: 160)
      )
      let time = Ball.integral(Pace(kind: kind), [coefficient], from: start, to: end)
      A.expectSame(time, Ball(Rational(decimal: t)!, bits: 160), digits: 30, "\(kind) \(y) \(c) \(t)")
    }
  }

  /// f_{s+t} = f_s f_t, and the derivative in y0 is F(f_t(y0))/F(y0), as the matrix formula uses it.
  @Test(arguments: ["softmax", "l2", "sinkhorn"])
  func groupAndSlope(_ kind: String) {
    withPrecision(250) {
      for (a, b, c) in [
        (Rational(1, 3), Rational(1, 7), Rational(1, 2)), (2, -1, Rational(-1, 2)), (-5, 3, Rational(1, 10)),
      ] {
        let (y, s, t, k) = (Ball(Rational(2, 3)), Ball(a), Ball(b), Ball(c))
        let once = Self.flow(kind, y, k, s + t)
        A.expectSame(Self.flow(kind, Self.flow(kind, y, k, t), k, s), once, digits: 60, "\(kind) \(a) \(b)")
        A.expectSame(Self.flow(kind, Self.flow(kind, y, k, t), k, -t), y, digits: 60, "\(kind) back")
        // y ↦ λy with c ↦ c/λ; for L2 the scale is that of B.
        if kind != "l2" {
          A.expectSame(Self.flow(kind, 5 * y, k / 5, t), 5 * Self.flow(kind, y, k, t), digits: 60)
        }
        let jet = ScalarFlow.flow(kind, Jet<Ball>(variable: y, order: 1), Jet(constant: k), Jet(constant: t))
        let speed = TiedKeys.speed(kind, Self.flow(kind, y, k, t), k) / TiedKeys.speed(kind, y, k)
        A.expectSame(jet.coefficient(1), speed, digits: 50, "\(kind) slope")
      }
    }
  }

  @Test func oneFormulaManyReadings() {
    for kind in ["softmax", "l2", "sinkhorn"] {
      for (y, c, t) in [(0.5, 0.25, 1.0), (3.0, -2.0, 5.0), (1e-4, 1.0, 0.25)] {
        let double = ScalarFlow.flow(kind, y, c, t)
        let (p, q, r) = (Ball(exactly: y), Ball(exactly: c), Ball(exactly: t))
        let ball = Self.flow(kind, p, q, r)
        #expect(abs(double - ball.estimate) < 1e-12 * ball.estimate, "\(kind) \(double) \(ball.estimate)")
        #expect(ScalarFlow.flow(kind, SmallBall(p), SmallBall(q), SmallBall(r)).ball.overlaps(ball))
      }
    }
  }

  /// The bracket of the angle holds for every size, and the zero is that of θ - coth(θ/2) = z.
  @Test func angles() {
    withPrecision(200) {
      for e in [-300, -40, -3, 0, 1, 3, 20, 200] {
        for sign in [-1, 1] {
          let z = Ball(3 * sign).scaled(by: e)
          let theta = ScalarFlow.angle(z)
          #expect(
            theta.isPositive && theta.accuracyBits > 190, "z=\(z.shortDescription) \(theta.shortDescription)")
          let gap = ScalarFlow.level(theta.rounded(to: 200 + 2 * abs(e))) - z
          #expect(
            gap.contains(Rational(0)) || gap.magnitude <= .power2(max(e + 2, 2) - 180),
            "z=\(z.shortDescription)")
        }
      }
      // Between -∞ and ∞: 2/|z| far left, z + 1 far right.
      let left = ScalarFlow.angle(Ball(-1).scaled(by: 100)).scaled(by: 99)
      #expect((left - 1).magnitude <= .power2(-190), "\(left.shortDescription)")
      A.expectSame(ScalarFlow.angle(Ball(1000)), 1001, digits: 55)
    }
  }

  // MARK: Special values

  @Test func exactValues() throws {
    for kind in ["softmax", "l2", "sinkhorn"] {
      let still = try A.answer(Self.id, "kind=\(kind) y0=2/3 c=5 t=0")
      #expect(still.status == .exact && still.value == "2/3")
    }
    let softmax = try A.answer(Self.id, "kind=softmax y0=1 c=1/4 t=1/2")
    #expect(softmax.status == .exact && softmax.value == "4/3")
    // ω(1) = 1: y = 1/2 for e = 1.
    let omega = try A.ball(Self.id, "kind=l2 y0=1/2 c=1 t=1")
    #expect(omega.isPositive)
    let root = try A.answer(Self.id, "kind=sinkhorn y0=sqrt(2) c=-pi t=1/e")
    #expect(root.status == .certified)
  }

  @Test func asymptotics() throws {
    for (kind, factor) in [("softmax", 2), ("sinkhorn", 2), ("l2", 4)] {
      let y = try A.ball(Self.id, "kind=\(kind) y0=1 c=-3 t=1e12", digits: 30)
      let product = y * Ball(3 * factor, bits: 200) * Ball(Rational(Integer(10).power(12)), bits: 200)
      #expect((product - 1).magnitude <= .power2(-35), "\(kind) \(product.shortDescription)")
    }
    // Growth: e^{-2ct} y → e^{-1/(2y)} y... of growth-constants, at d = 1.
    let l2 = try A.ball(Self.id, "kind=l2 y0=1 c=1 t=100", digits: 40)
    let constant = try A.ball("growth-constants", "kind=l2 Sigma0=1 K=1 c=1 output=limit[1,1]", digits: 40)
    A.expectSame(l2 * .exp(Ball(-200, bits: 300)), constant, digits: 39)
  }

  @Test func extremeArguments() throws {
    for kind in ["l2", "sinkhorn"] {
      for call in [
        "y0=1e-30 c=1 t=1e6", "y0=1e-30 c=-1 t=1e6", "y0=1e30 c=1 t=1", "y0=1e30 c=-1 t=1e-20",
        "y0=1 c=1e-20 t=1e10",
        "y0=1 c=1 t=-1e6", "y0=1 c=1e3 t=10000", "y0=1e-300 c=1 t=1",
      ] {
        let answer = try A.answer(Self.id, "kind=\(kind) \(call)", digits: 50)
        #expect(answer.status == .certified, "\(kind) \(call): \(answer.reason ?? "") \(answer.value)")
      }
      // y grows with y0.
      let (a, b) = (
        try A.ball(Self.id, "kind=\(kind) y0=1 c=1 t=3"),
        try A.ball(Self.id, "kind=\(kind) y0=1.0000000001 c=1 t=3")
      )
      #expect(a.isBelow(b))
      let interval = try A.answer(Self.id, "kind=\(kind) y0=[1,1.1] c=1 t=3")
      #expect(try #require(interval.ball).contains(a))
    }
  }

  @Test func thousandDigits() throws {
    for kind in ["l2", "sinkhorn"] {
      let (long, short) = (
        try A.answer(Self.id, "kind=\(kind) y0=1/2 c=-3/4 t=2", digits: 1000),
        try A.answer(Self.id, "kind=\(kind) y0=1/2 c=-3/4 t=2", digits: 50)
      )
      #expect(long.exitCode == 0 && long.value.count > 1000 && long.value.hasPrefix(short.value.dropLast(2)))
      #expect(long.seconds < 5 && short.seconds < 0.5, "\(long.seconds) \(short.seconds)")
    }
  }

  // MARK: Domain

  @Test func domain() throws {
    A.expectInputError(Self.id, "kind=l2 y0=0 c=1 t=1", parameter: "y0", contains: "y0 > 0")
    A.expectInputError(Self.id, "kind=l2 y0=-1 c=1 t=1", parameter: "y0")
    A.expectInputError(Self.id, "kind=l2 y0=1 c=0 t=1", parameter: "c", contains: "c != 0")
    A.expectInputError(Self.id, "kind=l2 y0=1 c=sqrt(2)-sqrt(2) t=1", parameter: "c")
    A.expectInputError(Self.id, "kind=linear y0=1 c=1 t=1", parameter: "kind", contains: "softmax")
    A.expectInputError(Self.id, "kind=l2 y0=1 c=1", parameter: "t")
    A.expectInputError(Self.id, "kind=l2 y0=1 c=1 t=nan", parameter: "t")
    // The blow-up of softmax: refused at it and beyond, a value just before; backwards there is none.
    try A.expectRefusal(Self.id, "kind=softmax y0=1 c=1/4 t=2", "2 c t y0 < 1")
    try A.expectRefusal(Self.id, "kind=softmax y0=1 c=1/4 t=3", "2 c t y0 < 1")
    try A.expectRefusal(Self.id, "kind=softmax y0=1 c=-1/4 t=-2", "2 c t y0 < 1")
    #expect(try A.answer(Self.id, "kind=softmax y0=1 c=1/4 t=1.999999").value == "2000000")
    #expect(try A.answer(Self.id, "kind=softmax y0=1 c=1/4 t=-1e9").status == .exact)
    #expect(try A.answer(Self.id, "kind=softmax y0=1 c=1/4 t=2+1e-30*exp(1)").status == .refused)
    #expect(try A.verdict(Self.id, "kind=softmax y0=1 c=1/4 t=1") == .proved)
    #expect(try A.verdict(Self.id, "kind=softmax y0=1 c=1/4 t=2") == .refuted)
    #expect(try A.verdict(Self.id, "kind=l2 y0=1 c=1/4 t=200") == .proved)
  }

  @Test func crossChecks() throws {
    try A.expectCrossCheck(Self.id, error: 1e-7)
    for call in [
      "kind=sinkhorn y0=1/2 c=-3/4 t=2", "kind=softmax y0=1 c=1/4 t=1", "kind=sinkhorn y0=1 c=1/2 t=1",
    ] {
      try A.expectCrossCheck(Self.id, call, error: 1e-6)
    }
  }
}
