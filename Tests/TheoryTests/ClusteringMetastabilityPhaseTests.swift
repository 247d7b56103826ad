import Testing

@testable import VlasovTheory

/// Metastability: window, collapse in a cap, merger of two clusters, staircase.
@Suite struct ClusteringMetastabilityPhaseTests {
  private func ball(_ id: String, _ p: String, digits: Int = 50) throws -> Ball {
    try ClusteringPhase.ball(id, p, digits: digits)
  }

  /// e^(β(1-u))/(u(1-u)).
  struct CapDelay: Function1 {
    func callAsFunction<T: SpecialAnalytic>(_ u: T, _ p: [T]) -> T { T.exp(p[0] * (1 - u)) / (u * (1 - u)) }
  }

  @Test(arguments: [("2", "1/2", "1"), ("1/10", "1/20", "2"), ("30", "3/4", "1/2"), ("1", "1/3", "3")])
  func capByQuadrature(_ beta: String, _ u0: String, _ c: String) throws {
    let value = try ball("cap-collapse-time", "beta=\(beta) u0=\(u0) c=\(c)")
    try withPrecision(220) {
      let p = try [beta, u0, c].map { try RealParameter(parsing: $0).ball }
      let end = 1 - Ball.exp(-p[2] * p[0])
      // 0 where the gap is already reached.
      if (end - p[1]).isNegative {
        #expect(value.isZero)
      } else {
        ClusteringPhase.expectSame(value, .integral(CapDelay(), [p[0]], from: p[1], to: end))
      }
    }
  }

  @Test func capIsBelowItsBound() throws {
    for beta in ["1.1", "2", "5", "20", "60"] {
      for u0 in ["1/100", "1/3", "4/5", "0.99"] {
        for c in ["1/10", "1/2", "1", "3"] {
          let p = "beta=\(beta) u0=\(u0) c=\(c)"
          let time = try ball("cap-collapse-time", p, digits: 10)
          #expect(!(try ball("cap-collapse-time", p + " output=bound", digits: 10)).isBelow(time), "\(p)")
        }
      }
    }
    #expect(try ClusteringPhase.answer("cap-collapse-time", "beta=2 u0=1 c=1").value == "0")
    #expect(try ClusteringPhase.answer("cap-collapse-time", "beta=2 u0=0.9 c=1").value == "0")
    #expect(try ClusteringPhase.answer("cap-collapse-time", "beta=200 u0=1/2 c=100").status == .certified)
    try ClusteringPhase.expectRefusal("cap-collapse-time", "beta=1 u0=1/2 c=1 output=bound", "beta > 1")
    ClusteringPhase.expectInputError("cap-collapse-time", "beta=1 u0=0 c=1", parameter: "u0")
    ClusteringPhase.expectInputError("cap-collapse-time", "beta=0 u0=1/2 c=1", parameter: "beta")
    try ClusteringPhase.expectEncloses(
      "cap-collapse-time", "beta=[1,2] u0=[0.4,0.9] c=1",
      ["beta=1 u0=0.9 c=1", "beta=2 u0=0.4 c=1", "beta=2 u0=1/2 c=1"])
  }

  /// 1/((1-u²) [...]) of the ODEs as they stand.
  struct Merger: Function1 {
    let isSoft: Bool
    func callAsFunction<T: SpecialAnalytic>(_ u: T, _ p: [T]) -> T {
      let (beta, a, b) = (p[0], p[1], 1 - p[1])
      guard isSoft else { return T.exp(-(beta * u)) / (1 - u * u) }
      let e = T.exp(beta * (1 - u))
      return 1 / ((1 - u * u) * (b / (a * e + b) + a / (b * e + a)))
    }
  }

  @Test(arguments: [
    ("SA", "5", "0", "0.99", "1/2"), ("SA", "5", "0", "0.99", "4/5"), ("USA", "5", "-1/2", "0.9", "1/2"),
    ("SA", "0", "-3/4", "1/2", "1/5"), ("USA", "0", "-3/4", "1/2", "1/2"),
    ("SA", "1/9", "-3/4", "1/2", "1/2"),
    ("USA", "1/9", "-3/4", "1/2", "1/2"), ("SA", "25", "1/3", "1/2", "1/10"),
  ])
  func mergerByQuadrature(_ kind: String, _ beta: String, _ u0: String, _ u1: String, _ alpha: String) throws
  {
    let value = try ball("two-cluster-merger", "kind=\(kind) beta=\(beta) u0=\(u0) u1=\(u1) alpha1=\(alpha)")
    try withPrecision(220) {
      let p = try [beta, alpha, u0, u1].map { try RealParameter(parsing: $0).ball }
      let other = Ball.integral(Merger(isSoft: kind == "SA"), [p[0], p[1]], from: p[2], to: p[3])
      ClusteringPhase.expectSame(value, other)
    }
  }

  @Test func mergerLimits() throws {
    let swapped = try ball("two-cluster-merger", "beta=3 u0=0 u1=1/2 alpha1=3/4")
    ClusteringPhase.expectSame(swapped, try ball("two-cluster-merger", "beta=3 u0=0 u1=1/2 alpha1=1/4"))
    // β -> ∞: e^β/β over α_1/α_2 + α_2/α_1.
    let cold = try ball("two-cluster-merger", "beta=2000 u0=0 u1=1/2 alpha1=3/4", digits: 20)
    withPrecision(300) {
      let ratio = cold * 2000 * Ball.exp(-2000) * Ball(Rational(10, 3))
      #expect((ratio - 1).magnitude <= .power2(-8))
    }
    #expect(try ClusteringPhase.answer("two-cluster-merger", "beta=3 u0=1/2 u1=0.5").value == "0")
    try ClusteringPhase.expectEncloses(
      "two-cluster-merger", "beta=[2,3] u0=0 u1=[0.5,0.6] alpha1=0.7",
      ["beta=2 u0=0 u1=0.5 alpha1=0.7", "beta=3 u0=0 u1=0.6 alpha1=0.7"])
    try ClusteringPhase.expectRefusal("two-cluster-merger", "beta=3 u0=1/2 u1=0.4", "u0 <= u1")
    ClusteringPhase.expectInputError("two-cluster-merger", "beta=3 u0=-1 u1=0", parameter: "u0")
    ClusteringPhase.expectInputError("two-cluster-merger", "kind=MH beta=3 u0=0 u1=0", parameter: "kind")
    ClusteringPhase.expectInputError("two-cluster-merger", "beta=3 u0=0 u1=1/2 alpha1=1", parameter: "alpha1")
  }

  /// du/sin u.
  struct Cosecant: Function1 {
    func callAsFunction<T: SpecialAnalytic>(_ u: T, _ p: [T]) -> T { 1 / T.sin(u) }
  }

  @Test func staircase() throws {
    let value = try ball("staircase-time", "beta=100 u0=3 m=5 output=T")
    withPrecision(200) {
      let log = Ball.log(100)
      let passage = Ball.integral(Cosecant(), [], from: 1 / Ball.sqrt(100 * log), to: 3)
      ClusteringPhase.expectSame(value, 25 * passage / (2 * log))
    }
    // m²/4 very slowly.
    let late = try ball("staircase-time", "beta=1e4000 u0=1 m=4 output=t", digits: 10)
    #expect((late - 4).magnitude <= .power2(-5))
    for (p, exact) in [
      ("m=7 output=limit", "12.25"), ("n=4 j=3 output=jump", "7.25"), ("n=4 j=0 output=plateau", "0.25"),
      ("n=4 j=3 output=plateau", "1"), ("n=2 j=1 output=jump", "1"),
    ] {
      #expect(try ClusteringPhase.answer("staircase-time", p).value == exact, "\(p)")
    }
    try ClusteringPhase.expectRefusal("staircase-time", "n=4 j=4 output=plateau", "j <= n - 1")
    try ClusteringPhase.expectRefusal("staircase-time", "n=4 j=0 output=jump", "j >= 1")
    try ClusteringPhase.expectRefusal("staircase-time", "beta=100 u0=1/10 m=2", "< u0")
    ClusteringPhase.expectInputError("staircase-time", "beta=2.7 u0=1 m=2", parameter: "beta")
    ClusteringPhase.expectInputError("staircase-time", "beta=3 u0=pi m=2", parameter: "u0")
    ClusteringPhase.expectInputError("staircase-time", "beta=3 u0=1 m=1", parameter: "m")
  }

  /// Touching caps: θ_min below four times arcsin √ε gives α = 1, and no window.
  @Test func window() throws {
    let id = "metastability-window"
    #expect(try ClusteringPhase.answer(id, "eps=1/20 theta_min=1/2 output=alpha").value == "1")
    let p = "n=4 beta=60 eps=0.01 theta_min=2.0943951023931954923 lambda=0.5"
    #expect(try ClusteringPhase.verdict(id, p) == .proved)
    #expect(try ClusteringPhase.verdict(id, p, "T1_sharp <= T2") == .proved)
    #expect(try ClusteringPhase.verdict(id, p + " t=125") == .proved)
    #expect(try ClusteringPhase.verdict(id, p + " t=124", "t >= T1_sharp") == .refuted)
    #expect(try ClusteringPhase.verdict(id, p + " t=1e27", "t <= T2") == .refuted)
    let warm = "n=4 beta=10 eps=0.01 theta_min=1 lambda=0.5"
    #expect(try ClusteringPhase.verdict(id, warm, "gamma") == .refuted)
    try ClusteringPhase.expectRefusal(id, warm + " output=T1_sharp", "F(r) > L")
    try ClusteringPhase.expectRefusal(id, p.replacing("0.5", "0.01") + " output=T1_sharp", "delta < r")
    ClusteringPhase.expectInputError(id, "eps=1/16 theta_min=1", parameter: "eps")
    ClusteringPhase.expectInputError(id, "eps=1/20 theta_min=3.15", parameter: "theta_min")
    ClusteringPhase.expectInputError(id, "eps=1/20 output=T1 n=2 beta=1 lambda=1", parameter: "beta")
    ClusteringPhase.expectInputError(id, "eps=1/20 theta_min=1 output=T2 n=2", parameter: "beta")
    // The bounds are in order, and n times the time within a cap is cruder.
    let sharp = try ball(id, p + " output=T1_sharp", digits: 20)
    #expect(sharp.isBelow(try ball(id, p + " output=T1_lean", digits: 20)))
    #expect(
      try ball(id, p + " output=T1_lean", digits: 20).isBelow(try ball(id, p + " output=T1", digits: 20)))
    #expect(sharp.isBelow(4 * (try ball("cap-collapse-time", "beta=60 u0=0.92 c=0.5", digits: 20))))
  }
}

extension String {
  fileprivate func replacing(_ old: String, _ new: String) -> String {
    hasSuffix(old) ? String(dropLast(old.count)) + new : self
  }
}
