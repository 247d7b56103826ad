import Testing

@testable import VlasovTheory

/// Normalisation schemes: velocity, radius law, time and tail.
@Suite struct ClusteringLayernormPhaseTests {
  private func ball(_ id: String, _ p: String, digits: Int = 50) throws -> Ball {
    try ClusteringPhase.ball("layernorm-" + id, p, digits: digits)
  }

  /// d log r/du = (e^(β(1-u)) + (n-1)u)/(2(1-u)(1+(n-1)u)).
  struct RadiusSlope: Function1 {
    func callAsFunction<T: SpecialAnalytic>(_ u: T, _ p: [T]) -> T {
      let (beta, n) = (p[0], p[1])
      return (T.exp(beta * (1 - u)) + (n - 1) * u) / (2 * (1 - u) * (1 + (n - 1) * u))
    }
  }

  /// The velocity from the attention weights: s⁻¹ 2 w_other with w = softmax.
  @Test func velocityFromWeights() throws {
    withPrecision(200) {
      let (beta, n, r): (Ball, Ball, Ball) = (Ball(Rational(3, 2)), 7, Ball(Rational(5, 3)))
      let total = Ball.exp(beta) + n - 1
      let (own, other) = (Ball.exp(beta) / total, 1 / total)
      let norm = Ball.sqrt(own * own + (n - 1) * other * other)
      let values = [
        "post": 2 * other, "pre": 2 * other / r, "peri": 2 * other / (r * norm), "ngpt": 6 * other / norm,
      ]
      for (scheme, expected) in values {
        let alpha = scheme == "ngpt" ? " alpha=3" : ""
        let value = try? ball("initial-velocity", "scheme=\(scheme) beta=1.5 n=7 r0=5/3\(alpha)")
        ClusteringPhase.expectSame(value ?? .indeterminate, expected)
      }
    }
  }

  @Test(arguments: [
    ("1.5", "4", "0", "0.9"), ("0", "2", "-1/2", "1/2"), ("1/100", "5", "1/10", "99/100"),
    ("10", "3", "-1/3", "0"),
    ("1/2", "1000", "0", "1/2"), ("8", "2", "0", "1/1000000"),
  ])
  func radiusByQuadrature(_ beta: String, _ n: String, _ start: String, _ end: String) throws {
    let value = try ball("radius-law", "beta=\(beta) n=\(n) r0=3 rho0=\(start) rho=\(end)")
    try withPrecision(220) {
      let p = try [beta, n, start, end].map { try RealParameter(parsing: $0).ball }
      let growth = Ball.integral(RadiusSlope(), [p[0], p[1]], from: p[2], to: p[3])
      ClusteringPhase.expectSame(value, 3 * Ball.exp(growth), digits: 40)
    }
  }

  /// β = 0: r² (1-ρ) is constant and K = r_0² (1 - ρ_0).
  @Test func withoutAttention() throws {
    let radius = try ball("radius-law", "beta=0 n=5 r0=1 rho0=1/4 rho=7/8")
    ClusteringPhase.expectSame(radius * radius, Ball(6))
    ClusteringPhase.expectSame(try ball("tail", "beta=0 n=5 r0=3 rho0=-1/8"), Ball(Rational(81, 8)))
    // Pre-LN at β = 0, ρ_0 = 0: t = ∫ r T' du, T' = n/(2(1-u)(1+(n-1)u)).
    let tiny = try ball("radius-law", "beta=1e-40 n=5 rho0=1/4 rho=7/8")
    #expect((tiny * tiny - 6).magnitude <= .power2(-100))
    #expect(try ClusteringPhase.answer("layernorm-initial-velocity", "scheme=post beta=0 n=4").value == "0.5")
  }

  /// The two forms of the difference of E_1 meet at β = 1.
  @Test func acrossTheSwitch() throws {
    for id in ["radius-law", "time"] {
      let scheme = id == "time" ? "scheme=peri " : ""
      let low = try ball(id, "\(scheme)beta=0.99999999999999999999 n=4 rho=0.9", digits: 40)
      let high = try ball(id, "\(scheme)beta=1.00000000000000000001 n=4 rho=0.9", digits: 40)
      #expect((high - low).isPositive && (high - low).magnitude <= .power2(-60))
    }
  }

  /// The time is additive when the radius at the middle becomes the initial one.
  @Test(arguments: ["pre", "peri"]) func timesAdd(_ scheme: String) throws {
    let whole = try ball("time", "scheme=\(scheme) beta=2 n=3 rho=0.95")
    let first = try ball("time", "scheme=\(scheme) beta=2 n=3 rho=1/2")
    let middle = try ball("radius-law", "beta=2 n=3 rho=1/2", digits: 60)
    let second = try ball("time", "scheme=\(scheme) beta=2 n=3 rho0=1/2 rho=0.95")
    ClusteringPhase.expectSame(whole, first + middle * second)
    #expect(
      try ClusteringPhase.answer("layernorm-time", "scheme=\(scheme) beta=2 n=3 rho0=1/2 rho=0.5").value
        == "0")
  }

  /// n = 2, β = 0, Pre-LN from ρ_0 = 0: dt = du/((1-u)^(3/2) (1+u)), in closed form with v = √(1-u).
  @Test func elementaryTime() throws {
    let value = try ball("time", "scheme=pre beta=0 n=2 rho=3/4")
    withPrecision(200) {
      func primitive(_ v: Ball) -> Ball {
        1 / v + Ball.log((Ball.sqrt(2) - v) / (Ball.sqrt(2) + v)) / (2 * Ball.sqrt(2))
      }
      ClusteringPhase.expectSame(value, primitive(Ball(Rational(1, 2))) - primitive(1))
    }
  }

  /// r² (1-ρ) -> K, with an error of the order of 1 - ρ; t²(1-ρ) too.
  @Test func tailIsTheLimit() throws {
    let k = try ball("tail", "beta=2 n=6 r0=2")
    let r = try ball("radius-law", "beta=2 n=6 r0=2 rho=1-1e-20")
    #expect((r * r * Ball.pow(Ball(10), -20) / k - 1).magnitude <= .power2(-60))
    let t = try ball("time", "scheme=peri beta=2 n=6 r0=2 rho=1-1e-12", digits: 20)
    #expect((t * t * Ball.pow(Ball(10), -12) / k - 1).magnitude <= .power2(-12))
  }

  @Test func intervals() throws {
    try ClusteringPhase.expectEncloses(
      "layernorm-time", "scheme=peri beta=[1,2] n=4 r0=[1,1.1] rho0=[0,0.1] rho=[0.8,0.9]",
      ["scheme=peri beta=1 n=4 r0=1 rho0=0.1 rho=0.8", "scheme=peri beta=2 n=4 r0=1.1 rho0=0 rho=0.9"])
    try ClusteringPhase.expectEncloses(
      "layernorm-radius-law", "beta=[0,2] n=4 rho=0.9", ["beta=0 n=4 rho=0.9", "beta=1/2 n=4 rho=0.9"])
    try ClusteringPhase.expectEncloses(
      "layernorm-tail", "beta=[0,2] n=4 rho0=[0,0.2]", ["beta=0 n=4 rho0=0.2", "beta=2 n=4 rho0=0"])
    try ClusteringPhase.expectEncloses(
      "layernorm-initial-velocity", "scheme=ngpt beta=[0,1] n=3 alpha=[1,2]",
      ["scheme=ngpt beta=0 n=3 alpha=2", "scheme=ngpt beta=1 n=3 alpha=1"])
  }

  @Test func extremes() throws {
    #expect(try ClusteringPhase.answer("layernorm-tail", "beta=20 n=2").status == .certified)
    // log K is of the order e^100: no number, and no wrong one.
    let beyond = try ClusteringPhase.answer("layernorm-tail", "beta=100 n=2")
    #expect(beyond.status == .undecided && beyond.value.isEmpty)
    #expect(try ClusteringPhase.answer("layernorm-tail", "beta=1 n=1e30").status == .certified)
    #expect(
      try ClusteringPhase.answer("layernorm-initial-velocity", "scheme=peri beta=1e6 n=2").status
        == .certified)
    #expect(try ClusteringPhase.answer("layernorm-radius-law", "beta=3 n=4 rho=1-1e-60").status == .certified)
  }

  @Test func badInput() throws {
    ClusteringPhase.expectInputError("layernorm-time", "scheme=post beta=1 n=4 rho=0.9", parameter: "scheme")
    ClusteringPhase.expectInputError("layernorm-time", "scheme=pre beta=1 n=4 rho=1", parameter: "rho")
    ClusteringPhase.expectInputError("layernorm-tail", "beta=-1 n=4", parameter: "beta")
    ClusteringPhase.expectInputError("layernorm-tail", "beta=1 n=1", parameter: "n")
    ClusteringPhase.expectInputError("layernorm-tail", "beta=1 n=4 r0=0", parameter: "r0")
    ClusteringPhase.expectInputError("layernorm-radius-law", "beta=1 n=4", parameter: "rho")
    ClusteringPhase.expectInputError(
      "layernorm-initial-velocity", "scheme=ngpt beta=1 n=4 alpha=0", parameter: "alpha")
    try ClusteringPhase.expectRefusal("layernorm-tail", "beta=1 n=4 rho0=-1/3", "rho0 > -1/(n-1)")
    try ClusteringPhase.expectRefusal("layernorm-radius-law", "beta=1 n=4 rho0=0.5 rho=0.4", "rho0 <= rho")
    #expect(try ClusteringPhase.verdict("layernorm-radius-law", "beta=1 n=4 rho=0.4") == .proved)
  }
}
