import Testing

@testable import VlasovTheory

/// kde.proxy-intensity: against the Kac-Rice integral, limits, symmetry, the deep tail of η.
@Suite struct KDEProxyIntensityTests {
  /// y p(0, y) for the Gaussian density p of mean √n (m1, m2) and covariance Σ, over p = [n, m1, m2, s11, s12, s22].
  struct KacRice: Function1 {
    func callAsFunction<T: SpecialAnalytic>(_ y: T, _ p: [T]) -> T {
      let (x, z) = (-(T.sqrt(p[0]) * p[1]), y - T.sqrt(p[0]) * p[2])
      let det = p[3] * p[5] - T.pow(p[4], 2)
      let form = (p[5] * T.pow(x, 2) - 2 * p[4] * x * z + p[3] * T.pow(z, 2)) / det
      return y * T.exp(-(form / 2)) / (2 * T.pi * T.sqrt(det))
    }
  }

  /// ∫_0^∞ y p(0, y) dy, cut where y is 15 standard deviations above the mean given F = 0 (and positive); the rest is
  /// below φ(15) (standard deviation)/√s11 < 10^-48 of it.
  private func kacRice(_ n: Int, _ t: Rational, _ beta: Rational, sign: Ball) throws -> Ball {
    try withPrecision(160) {
      let m = try ["i=1 j=0", "i=0 j=1", "output=s11", "output=s12", "output=s22"].map {
        try KDEExpectation.ball("moments", "beta=\(beta) t=\(t) \($0)", digits: 60)
      }
      // Down-crossings of F are up-crossings of -F, whose mean is -mu.
      let p = [Ball(n), sign * m[0], sign * m[1], m[2], m[3], m[4]]
      let tau = Ball.sqrt(m[4] - m[3] * m[3] / m[2])
      let mean = Ball.sqrt(p[0]) * (p[2] - m[3] / m[2] * p[1])
      let end = Ball.max(mean, 0) + 15 * tau
      let core = Ball.integral(KacRice(), p, from: 0, to: end)
      // ∫_{15}^∞ (z + 15) φ(z) dz <= 2 φ(15)·... < 10^-47, times τ/√s11.
      let rest = tau / Ball.sqrt(m[2]) / Ball.pow(Ball(10), 46)
      return Ball(center: core, radius: rest.magnitude)
    }
  }

  @Test func kacRiceIntegral() throws {
    let seed: UInt64 = 32
    var random = RandomStream(seed: seed, stream: 1)
    for trial in 0..<12 {
      let n = [1, 7, 60, 500][trial % 4]
      let t = random.rational(-3, 3, over: 16)
      let beta = random.rational(0, 20, over: 4)
      for (output, sign) in [("modes", 1), ("valleys", -1)] {
        let closed = try KDEExpectation.ball("proxy-intensity", "n=\(n) beta=\(beta) t=\(t) output=\(output)")
        let integral = try kacRice(n, t, beta, sign: Ball(sign))
        #expect(
          closed.overlaps(integral) && integral.radius <= .power2(-80),
          "seed \(seed): \(output) at n=\(n), beta=\(beta), t=\(t): \(closed.dump), \(integral.dump)")
      }
    }
  }

  /// Modes less valleys are the derivative of Φ(√n mu1/√s11).
  @Test func differenceIsADerivative() throws {
    for (n, beta, t) in [("1000", "100", "3/2"), ("20", "1/3", "-1/2"), ("100000", "7", "2")] {
      let at = { (output: String) in
        try KDEExpectation.ball("proxy-intensity", "n=\(n) beta=\(beta) t=\(t) output=\(output)", digits: 40)
      }
      let (modes, valleys, difference) = try (at("modes"), at("valleys"), at("difference"))
      KDEExpectation.expectSame(
        modes - valleys, difference, digits: 30, scale: modes + valleys, "n=\(n) beta=\(beta)")
      let slope = try withPrecision(250) {
        let x = try RealParameter(parsing: t).ball
        let b = try RealParameter(parsing: beta).ball
        let law = KernelLaw(
          t: Jet(variable: x, order: 1), beta: Jet(constant: b))
        let mean = law.moment(1, 0)
        let variance = law.moment(2, 0) - mean * mean
        let level =
          Jet<Ball>.sqrt(Jet(constant: try RealParameter(parsing: n).ball)) * mean / Jet<Ball>.sqrt(variance)
        return (Jet<Ball>.erfc(-level / Jet<Ball>.sqrt(2)) / 2).coefficient(1)
      }
      KDEExpectation.expectSame(difference, slope, digits: 38, "n=\(n) beta=\(beta)")
    }
  }

  @Test func exactZeros() throws {
    // (1+β)(1+2β)² = β² t² (1 + 2β + t²) at β = 1, t² = 3.
    try KDEExpectation.expectExact("proxy-intensity", "n=5 beta=1 t=sqrt(3) output=difference", "0")
    let modes = try KDEExpectation.ball("proxy-intensity", "n=5 beta=1 t=sqrt(3)")
    let valleys = try KDEExpectation.ball("proxy-intensity", "n=5 beta=1 t=sqrt(3) output=valleys")
    KDEExpectation.expectSame(modes, valleys, digits: 28, "as many modes as valleys")
    #expect(modes.isPositive)
  }

  @Test func evenInT() throws {
    for output in ["modes", "valleys"] {
      KDEExpectation.expectSame(
        try KDEExpectation.ball("proxy-intensity", "n=300 beta=5 t=-1.7 output=\(output)"),
        try KDEExpectation.ball("proxy-intensity", "n=300 beta=5 t=1.7 output=\(output)"), digits: 28, output)
    }
  }

  /// λ_0 does not decay; the digits of the specification, and the closed limit.
  @Test func farOut() throws {
    for (t, value) in [("10", "1.7205"), ("100", "1.14472"), ("1000", "1.12282")] {
      let ball = try KDEExpectation.ball("proxy-intensity", "n=1000 beta=100 t=\(t)")
      #expect(ball.certainDecimal(digits: value.count - 1) == value)
    }
    let limit = try KDEExpectation.ball("proxy-intensity", "beta=100 output=limit")
    #expect(limit.certainDecimal(digits: 7) == "1.122592")
    let far = try KDEExpectation.ball("proxy-intensity", "n=1000 beta=100 t=1e6")
    KDEExpectation.expectNear(far, limit, tolerance: Rational(1, 1_000_000_000), "t=1e6")
    let beyond = try KDEExpectation.answer("proxy-intensity", "n=1000 beta=100 t=1e300", digits: 50)
    #expect(beyond.status == .certified)
    KDEExpectation.expectSame(
      try #require(beyond.ball),
      try KDEExpectation.ball("proxy-intensity", "beta=100 output=limit", digits: 50),
      digits: 49, "t=1e300")
    // The limit ignores n and t.
    _ = try KDEExpectation.ball("proxy-intensity", "n=3 beta=100 t=1 output=limit")
  }

  /// In the belt the intensity is √(3β/2)/(2π) to leading order.
  @Test func belt() throws {
    let value = try KDEExpectation.ball("proxy-intensity", "n=1e24 beta=1e24 t=1")
    let leading = Ball.sqrt(Ball(Rational(3, 2)) * Ball.pow(Ball(10), 24)) / (2 * .pi)
    KDEExpectation.expectNear(value, leading, tolerance: Rational(1, 10_000_000_000), "belt")
  }

  /// One mode in the middle for n >> β^(5/2): the intensity at 0 integrates to 1 over its narrow peak.
  @Test func manyObservations() throws {
    let difference = try KDEExpectation.ball("proxy-intensity", "n=1e30 beta=10 t=0 output=difference")
    let modes = try KDEExpectation.ball("proxy-intensity", "n=1e30 beta=10 t=0")
    KDEExpectation.expectSame(modes, difference, digits: 28, "no valleys at the centre")
  }

  /// η far below 0, where φ(η) + ηΦ(η) cancels by e^(-η²/2): fast, in all digits.
  @Test func deepTail() throws {
    let clock = ContinuousClock()
    for call in [
      "n=1e6 beta=1 t=2", "n=1e9 beta=1 t=2", "n=1e6 beta=1 t=0 output=valleys", "n=1e7 beta=1/2 t=-5/2",
    ] {
      let start = clock.now
      let answer = try KDEExpectation.answer("proxy-intensity", call, digits: 50)
      #expect(answer.status == .certified && answer.digits == 50, "\(call): \(answer.reason ?? "")")
      #expect(answer.bits < 700 && clock.now - start < .seconds(1), "\(call): \(answer.bits) bits")
    }
    // The form by Mills' ratio and the plain one, where both are feasible.
    let plain = withPrecision(4000) { ProxyIntensity.Density()(Ball(2), [Ball(1000), Ball(2)]) }
    KDEExpectation.expectSame(
      try KDEExpectation.ball("proxy-intensity", "n=1000 beta=2 t=2", digits: 50), plain, digits: 49, "plain")
  }

  @Test func tinyBeta() throws {
    let answer = try KDEExpectation.answer("proxy-intensity", "n=10 beta=1e-30 t=1", digits: 50)
    #expect(answer.status == .certified && answer.digits == 50, "\(answer.reason ?? "")")
  }

  @Test func intervals() throws {
    for output in ["modes", "valleys", "difference"] {
      let whole = try KDEExpectation.ball(
        "proxy-intensity", "n=50 beta=[2,2.001] t=[0.7,0.701] output=\(output)")
      for (beta, t) in [("2", "0.7"), ("2.001", "0.701"), ("2", "0.701")] {
        let point = try KDEExpectation.ball("proxy-intensity", "n=50 beta=\(beta) t=\(t) output=\(output)")
        #expect(whole.isFinite && whole.overlaps(point), "\(output)")
      }
    }
  }

  /// The validity window is reported by check, on both sides and exactly on the boundary.
  @Test func window() throws {
    func verdict(_ t: String) throws -> Verdict {
      let check = try KDEExpectation.check("proxy-intensity", "n=1000 beta=100 t=\(t)")
      return try #require(check.hypotheses.first { $0.text.hasPrefix("t^2") }).verdict
    }
    #expect(try verdict("3.0348") == .proved)
    #expect(try verdict("3.0349") == .refuted)
    #expect(try verdict("-3.0349") == .refuted)
    let onEdge = try KDEExpectation.check("proxy-intensity", "n=10 beta=100 t=0")
    #expect(onEdge.verdict == .proved)
    #expect(try KDEExpectation.check("proxy-intensity", "n=10 beta=100.1 t=0").verdict == .refuted)
    // Reported only: the value is there.
    #expect(try KDEExpectation.answer("proxy-intensity", "n=1000 beta=100 t=10").status == .certified)
  }

  @Test func badInput() {
    KDEExpectation.expectInputError("proxy-intensity", "n=0 beta=1 t=0", parameter: "n")
    KDEExpectation.expectInputError("proxy-intensity", "n=1.5 beta=1 t=0", parameter: "n")
    KDEExpectation.expectInputError("proxy-intensity", "n=3 beta=0 t=0", parameter: "beta")
    KDEExpectation.expectInputError("proxy-intensity", "n=3 beta=1", parameter: "t")
    KDEExpectation.expectInputError("proxy-intensity", "beta=1 t=0", parameter: "n")
    KDEExpectation.expectInputError("proxy-intensity", "output=limit", parameter: "beta")
    KDEExpectation.expectInputError("proxy-intensity", "n=3 beta=nan t=0", parameter: "beta")
  }
}
