import Testing

@testable import VlasovTheory

/// The noisy model: linear threshold, tricritical point, quartic coefficient.
@Suite struct ClusteringNoisyPhaseTests {
  private func ball(_ id: String, _ p: String, digits: Int = 50) throws -> Ball {
    try ClusteringPhase.ball("noisy-" + id, p, digits: digits)
  }

  /// e^(βcos θ) sin^(d-2) θ times cos^k θ.
  struct Weight: Function1 {
    let d: Int
    let k: Int
    func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T {
      T.exp(p[0] * T.cos(x)) * T.pow(T.sin(x), d - 2) * T.pow(T.cos(x), k)
    }
  }

  private func mean(_ d: Int, _ k: Int, _ beta: Ball) -> Ball {
    func mass(_ k: Int, _ beta: Ball) -> Ball { .integral(Weight(d: d, k: k), [beta], from: 0, to: .pi) }
    return mass(k, beta) / mass(0, 0)
  }

  @Test(arguments: [2, 3, 5, 8]) func byFunkHecke(_ d: Int) throws {
    let (threshold, quartic) = (
      try ball("linear-threshold", "d=\(d) beta=7/2"), try ball("quartic", "d=\(d) beta=7/2")
    )
    withPrecision(200) {
      let beta = Ball(Rational(7, 2))
      let first = mean(d, 1, beta)
      let second = (Ball(d) * mean(d, 2, beta) - mean(d, 0, beta)) / Ball(d - 1)
      ClusteringPhase.expectSame(threshold, beta / (2 * first))
      let n = Ball(d)
      ClusteringPhase.expectSame(
        quartic, (1 - (n - 1) / (n * (1 - second / first))) / (4 * n * (n + 2)), digits: 38)
    }
  }

  @Test func limits() throws {
    #expect(try ClusteringPhase.answer("noisy-linear-threshold", "d=7 beta=0").value == "3.5")
    let small = try ball("linear-threshold", "d=7 beta=1e-30")
    #expect((small - Ball(Rational(7, 2))).magnitude <= .power2(-190))
    let quartic = try ball("quartic", "d=3 beta=1e-40")
    #expect((quartic * 180 - 1).magnitude <= .power2(-120))
    for d in ["2", "3", "1e12"] {
      #expect(try ClusteringPhase.answer("noisy-linear-threshold", "d=\(d) beta=500").status == .certified)
      #expect(try ClusteringPhase.answer("noisy-quartic", "d=\(d) beta=500").status == .certified)
    }
    try ClusteringPhase.expectEncloses(
      "noisy-linear-threshold", "d=3 beta=[1,2]", ["d=3 beta=1", "d=3 beta=2", "d=3 beta=1.3"])
    try ClusteringPhase.expectEncloses(
      "noisy-quartic", "d=3 beta=[1,2]", ["d=3 beta=1", "d=3 beta=2", "d=3 beta=1.5"])
  }

  /// The other form of the equation, I_{d/2+1} = I_{d/2}/d, changes its sign across the answer.
  @Test(arguments: [2, 3, 4, 5, 16, 64, 1000]) func signChange(_ d: Int) throws {
    let root = try ball("tricritical-beta", "d=\(d)", digits: 60)
    withPrecision(260) {
      let order = Ball(Rational(d, 2))
      func excess(_ beta: Ball) -> Ball {
        d * Ball.besselI(order: order + 1, beta) - Ball.besselI(order: order, beta)
      }
      let step = Ball.pow(Ball(2), -180)
      #expect(excess(root.center - step).isNegative && excess(root.center + step).isPositive)
    }
    // c_4 vanishes there.
    let digits = root.center.certainDecimal(digits: 30) ?? "0"
    let c4 = try ball("quartic", "d=\(d) beta=\(digits)", digits: 5)
    #expect(c4.magnitude <= .power2(-80))
  }

  @Test func largeDimension() throws {
    for d in ["1e6", "1e15", "1e30"] {
      let root = try ball("tricritical-beta", "d=\(d)")
      withPrecision(300) {
        let n = (try? RealParameter(parsing: d).ball) ?? 0
        #expect(((root - 1) * n - 2).magnitude <= (8 / n).magnitude, "d=\(d)")
      }
    }
  }

  @Test func thousandDigits() throws {
    let clock = ContinuousClock()
    var long = ""
    let time = try clock.measure {
      long = try ClusteringPhase.answer("noisy-tricritical-beta", "d=2", digits: 1000).value
    }
    #expect(long.hasPrefix("2.44691831128904613090394836490777870607248") && long.count == 1001)
    #expect(time < .seconds(2), "\(time)")
  }

  @Test func hypotheses() throws {
    let (threshold, tricritical) = ("noisy-linear-threshold", "noisy-tricritical-beta")
    #expect(try ClusteringPhase.verdict(threshold, "d=2 beta=1 K=0.8847066") == .proved)
    #expect(try ClusteringPhase.verdict(threshold, "d=2 beta=1 K=0.8847067") == .refuted)
    #expect(try ClusteringPhase.verdict(threshold, "d=2 beta=0 K=1") == .refuted)
    #expect(try ClusteringPhase.verdict(tricritical, "d=2 beta=2.44691831128904613") == .proved)
    #expect(try ClusteringPhase.verdict(tricritical, "d=2 beta=2.44691831128904614") == .refuted)
    #expect(try ClusteringPhase.verdict(tricritical, "d=2 beta=[2,3]") == .undecided)
    #expect(try ClusteringPhase.verdict("noisy-quartic", "d=3 beta=1.8") == .proved)
    #expect(try ClusteringPhase.verdict("noisy-quartic", "d=3 beta=1.9") == .refuted)
  }

  @Test func badInput() {
    ClusteringPhase.expectInputError("noisy-tricritical-beta", "d=1", parameter: "d")
    ClusteringPhase.expectInputError("noisy-tricritical-beta", "d=2.5", parameter: "d")
    ClusteringPhase.expectInputError("noisy-tricritical-beta", "", parameter: "d")
    ClusteringPhase.expectInputError("noisy-linear-threshold", "d=2 beta=-1", parameter: "beta")
    ClusteringPhase.expectInputError("noisy-quartic", "d=2 beta=0", parameter: "beta")
    ClusteringPhase.expectInputError("noisy-linear-threshold", "d=2 beta=1 K=1", parameter: "K")
  }
}
