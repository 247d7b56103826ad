import Testing

@testable import VlasovTheory

/// The passage time of two tokens.
@Suite struct CausalTwoTokenTests {
  private func time(_ beta: String, _ start: String, _ end: String, digits: Int = 50) throws -> Ball {
    try Causal.ball("two-token-time", "beta=\(beta) phi0=\(start) phi1=\(end)", digits: digits)
  }

  /// (1 + e^(β(1 - cos φ)))/sin φ, positive.
  struct Delay: Function1 {
    func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T {
      (1 + T.exp(p[0] * (1 - T.cos(x)))) / T.sin(x)
    }
  }

  @Test func quadrature() throws {
    var random = RandomStream(seed: 1, stream: 4)
    for _ in 0..<12 {
      let (beta, first, second) = (random.rational(0, 20), random.rational(0, 3), random.rational(0, 3))
      if first == second { continue }
      let (start, end) = (max(first, second), min(first, second))
      let value = try time("\(beta)", "\(start)", "\(end)")
      withPrecision(200) {
        let other = Ball.integral(Delay(), [Ball(beta)], from: Ball(end), to: Ball(start))
        Causal.expectSame(value, other, digits: 45, "beta=\(beta) \(start) -> \(end)")
      }
    }
  }

  @Test func additive() throws {
    for beta in ["1/100", "3", "200"] {
      let parts = try time(beta, "3", "1", digits: 70) + time(beta, "1", "1/50", digits: 70)
      Causal.expectSame(try time(beta, "3", "1/50", digits: 70), parts, digits: 65, "beta=\(beta)")
    }
  }

  /// β -> 0: T -> 2 log(tan(φ_0/2)/tan(φ_1/2)).
  @Test func weakAttention() throws {
    let value = try time("1e-60", "2", "1/3")
    withPrecision(300) {
      let ratio = Ball.tan(Ball(1)) / Ball.tan(Ball(Rational(1, 6)))
      Causal.expectSame(value, 2 * Ball.log(ratio), digits: 50, "beta=1e-60")
    }
  }

  /// Near π the time has a logarithmic singularity: halving the distance adds (1 + e^(2β)) log 2.
  @Test func nearTheAntipode() throws {
    let far = try time("2", "pi-1e-30", "1")
    let farther = try time("2", "pi-5e-31", "1")
    withPrecision(300) {
      let step = (1 + Ball.exp(4)) * Ball.log(2)
      #expect((farther - far - step).magnitude <= .power2(-150))
    }
  }

  @Test func strongAttention() throws {
    for beta in ["200", "1e6"] {
      let answer = try Causal.answer("two-token-time", "beta=\(beta) phi0=3 phi1=1/10", digits: 50)
      #expect(answer.status == .certified && answer.seconds < 5)
    }
    // Close angles: the integrand times the difference.
    let close = try time("200", "2", "2-1e-40")
    withPrecision(400) {
      let rate = (1 + Ball.exp(200 * (1 - Ball.cos(2)))) / Ball.sin(2)
      #expect((close * Ball.pow(Ball(10), 40) / rate - 1).magnitude <= .power2(-100))
    }
  }

  @Test func hypotheses() throws {
    let id = "two-token-time"
    #expect(try Causal.verdict(id, "beta=1 phi0=1 phi1=0.9999999999", "phi1 < phi0") == .proved)
    #expect(try Causal.verdict(id, "beta=1 phi0=1 phi1=1", "phi1 < phi0") == .refuted)
    #expect(try Causal.verdict(id, "beta=1 phi0=1 phi1=1.0000000001", "phi1 < phi0") == .refuted)
    #expect(try Causal.verdict(id, "beta=1 phi0=sqrt(2) phi1=2/sqrt(2)", "phi1 < phi0") == .refuted)
    #expect(try Causal.verdict(id, "beta=1 phi0=[1,2] phi1=[1.5,1.7]", "phi1 < phi0") == .undecided)
    try Causal.expectRefusal(id, "beta=1 phi0=1 phi1=1", "phi1 < phi0")
    try Causal.expectRefusal(id, "beta=1 phi0=1 phi1=2", "phi1 < phi0")
    #expect(try Causal.answer(id, "beta=1 phi0=[1,2] phi1=[1.5,1.7]").status == .undecided)
    Causal.expectInputError(id, "beta=1 phi0=pi phi1=1", parameter: "phi0")
    Causal.expectInputError(id, "beta=1 phi0=4 phi1=1", parameter: "phi0")
    Causal.expectInputError(id, "beta=1 phi0=1 phi1=0", parameter: "phi1")
    Causal.expectInputError(id, "beta=0 phi0=1 phi1=1/2", parameter: "beta")
    Causal.expectInputError(id, "beta=1 phi0=1", parameter: "phi1")
    #expect(try Causal.answer(id, "beta=1 phi0=[3,3.2] phi1=1").status == .undecided)
  }

  @Test func intervals() throws {
    let whole = try Causal.ball("two-token-time", "beta=[0.9,1.1] phi0=[1,1.1] phi1=1/10", digits: 20)
    for (beta, start) in [("0.9", "1"), ("1.1", "1.1"), ("1", "1.05"), ("0.9", "1.1")] {
      Causal.expectEnclosed(try time(beta, start, "1/10", digits: 20), in: whole, "\(beta) \(start)")
    }
    let steep = try Causal.ball("two-token-time", "beta=1 phi0=3 phi1=[1e-30,1]", digits: 10)
    for end in ["1e-30", "1e-3", "1"] {
      Causal.expectEnclosed(try time("1", "3", end, digits: 20), in: steep, "\(end)")
    }
    // Monotone: the ends are attained.
    #expect((whole.lowerEdge - (try time("0.9", "1", "1/10"))).magnitude <= .power2(-25))
    #expect((whole.upperEdge - (try time("1.1", "1.1", "1/10"))).magnitude <= .power2(-25))
  }
}
