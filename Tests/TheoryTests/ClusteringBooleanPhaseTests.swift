import Testing

@testable import VlasovTheory

/// Dimension one: the limit of a pair and the escape barrier.
@Suite struct ClusteringBooleanPhaseTests {
  /// 1/(s(e^(2s) - 1)), whose integral over (a_0², ∞) is log(a_0/γ).
  struct Decay: Function1 {
    func callAsFunction<T: SpecialAnalytic>(_ s: T, _ p: [T]) -> T { 1 / (s * T.expm1(2 * s)) }
  }

  /// Two starts differ by a bounded integral.
  @Test(arguments: [("1/4", "1/2"), ("1/2", "1"), ("0.9", "1.1"), ("1", "3"), ("1/20", "1/10")])
  func ratio(_ small: String, _ large: String) throws {
    let (a, b) = (
      try ClusteringPhase.ball("boolean-limit-pair", "a0=\(small)"),
      try ClusteringPhase.ball("boolean-limit-pair", "a0=\(large)")
    )
    try withPrecision(260) {
      let (x, y) = (try RealParameter(parsing: small).ball, try RealParameter(parsing: large).ball)
      let passage = Ball.integral(Decay(), [], from: x * x, to: y * y)
      ClusteringPhase.expectSame(a / b, x / y * Ball.exp(-passage))
    }
  }

  /// The two series agree where both converge.
  @Test(arguments: [(9, 10), (11, 10), (13, 10), (1, 2)]) func routes(_ p: Int, _ q: Int) throws {
    try withPrecision(240) {
      let a = Ball(Rational(p, q))
      ClusteringPhase.expectSame(try BooleanLimitPair.series(a), try BooleanLimitPair.nearZero(a), digits: 60)
    }
  }

  @Test func limits() throws {
    // √π e^(-γ_E/2) e^(-1/(2a²)) (1 + a²/6 + ...).
    let small = try ClusteringPhase.ball("boolean-limit-pair", "a0=1e-3")
    withPrecision(250) {
      let leading = Ball.sqrt(Ball.pi) * Ball.exp(-Ball.eulerGamma / 2 - 500_000)
      let excess = (small / leading - 1) * 1_000_000
      #expect((excess - Ball(Rational(1, 6))).magnitude <= .power2(-18))
    }
    let large = try ClusteringPhase.ball("boolean-limit-pair", "a0=100")
    #expect((large - 100).magnitude <= .power2(-100))
    #expect(try ClusteringPhase.answer("boolean-limit-pair", "a0=1", digits: 300).status == .certified)
    try ClusteringPhase.expectEncloses("boolean-limit-pair", "a0=[0.9,1.1]", ["a0=0.9", "a0=1", "a0=1.1"])
    ClusteringPhase.expectInputError("boolean-limit-pair", "a0=0", parameter: "a0")
    ClusteringPhase.expectInputError("boolean-limit-pair", "a0=-1", parameter: "a0")
  }

  @Test(arguments: ["1", "2", "1000", "1e40"]) func barrierSolvesItsEquation(_ n: String) throws {
    let a = try ClusteringPhase.ball("boolean-barrier", "n=\(n)", digits: 60)
    try withPrecision(250) {
      let n = try RealParameter(parsing: n).ball
      ClusteringPhase.expectSame(a * a * Ball.exp(a * a), n * n, digits: 50)
    }
  }

  @Test func barrierInput() throws {
    #expect(try ClusteringPhase.verdict("boolean-barrier", "n=2 x=1.0965") == .proved)
    #expect(try ClusteringPhase.verdict("boolean-barrier", "n=2 x=1.0964") == .refuted)
    ClusteringPhase.expectInputError("boolean-barrier", "n=0", parameter: "n")
    ClusteringPhase.expectInputError("boolean-barrier", "n=1/2", parameter: "n")
  }
}
