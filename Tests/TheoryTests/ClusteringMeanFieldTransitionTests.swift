import Testing

@testable import VlasovTheory

/// The transitions of the fastest mode.
@Suite struct ClusteringMeanFieldTransitionTests {
  private let id = "mode-transition"
  private func fastest(_ p: String) throws -> String {
    let answer = try ClusteringPhase.answer(id, p + " output=k_max")
    #expect(answer.status == .exact, "\(p): \(answer.reason ?? "")")
    return answer.value
  }

  /// k(k+d-2) I_{k+d/2-1} changes its order with that of k+1 across the answer.
  /// k(k+d-2) I_{k+d/2-1}(β)
  private static func scaledRate(_ d: Int, _ k: Int, _ beta: Ball) -> Ball {
    let weight = Ball(k * (k + d - 2))
    return weight * Ball.besselI(order: Ball(Rational(2 * k + d - 2, 2)), beta)
  }

  @Test(arguments: [2, 3, 16, 1000], [1, 2, 5, 40, 1000]) func signChange(_ d: Int, _ k: Int) throws {
    let root = try ClusteringPhase.ball(id, "d=\(d) k=\(k)", digits: 50)
    withPrecision(400) {
      func excess(_ beta: Ball) -> Ball { Self.scaledRate(d, k + 1, beta) - Self.scaledRate(d, k, beta) }
      let step = root.center * Ball.pow(Ball(2), -160)
      #expect(excess(root.center - step).isNegative && excess(root.center + step).isPositive)
    }
  }

  @Test func tricriticalPoint() throws {
    ClusteringPhase.expectSame(
      try ClusteringPhase.ball(id, "d=3 k=1", digits: 100),
      try ClusteringPhase.ball("noisy-tricritical-beta", "d=3", digits: 100), digits: 100)
  }

  /// β_k ~ k²/2 for large k: β_k/(k²/2) - 1 = O(1/k).
  @Test func largeDegrees() throws {
    for k in ["1e4", "1e6", "1e9", "1e12"] {
      let root = try ClusteringPhase.ball(id, "d=3 k=\(k)", digits: 30)
      try withPrecision(200) {
        let n = try RealParameter(parsing: k).ball
        let excess = (2 * root / (n * n) - 1) * n
        #expect(excess.magnitude <= .power2(3), "k=\(k)")
      }
    }
    for p in ["d=1e6 k=1", "d=1e15 k=3", "d=1e12 k=100"] {
      #expect(try ClusteringPhase.answer(id, p).status == .certified, "\(p)")
    }
  }

  /// Against the largest of the rates.
  @Test(arguments: [2, 3, 7]) func largestRate(_ d: Int) throws {
    let betas: [Rational] = [Rational(1, 100), 1, 2, Rational(7, 2), 6, 11, 25, 60, 100]
    for beta in betas {
      let rates: [Ball] = withPrecision(100) { (1...30).map { Self.scaledRate(d, $0, Ball(beta)) } }
      let best = rates.indices.filter { i in
        rates.indices.allSatisfy { $0 == i || rates[$0].isBelow(rates[i]) }
      }
      #expect(best.count == 1)
      #expect(try fastest("d=\(d) beta=\(beta)") == "\(best.first.map { $0 + 1 } ?? 0)", "beta=\(beta)")
    }
  }

  /// k_max grows like (2β)^(1/2); its neighbours grow more slowly.
  @Test(arguments: ["1e3", "1e6", "1e12", "1e20"]) func largeTemperatures(_ beta: String) throws {
    let clock = ContinuousClock()
    var text = ""
    let time = try clock.measure { text = try fastest("d=3 beta=\(beta)") }
    #expect(time < .seconds(2), "\(time)")
    let k = try #require(Int(text))
    try withPrecision(400) {
      let b = try RealParameter(parsing: beta).ball
      let growth = Ball(k) / Ball.sqrt(2 * b) - 1
      #expect(growth.magnitude <= .power2(-3))
      guard k < 10_000 else { return }
      let (before, best, after) = (
        Self.scaledRate(3, k - 1, b), Self.scaledRate(3, k, b), Self.scaledRate(3, k + 1, b)
      )
      #expect(before.isBelow(best) && after.isBelow(best))
    }
  }

  /// Two rational numbers on both sides of β_1, 48 digits of it in common.
  @Test func nearlyTied() throws {
    #expect(try fastest("d=2 beta=1.0444568621077741736747561953286035413091068075921") == "1")
    #expect(try fastest("d=2 beta=1.0444568621077741736747561953286035413091068075923") == "2")
    #expect(try fastest("d=2 beta=1e-30") == "1")
  }

  @Test func intervals() throws {
    #expect(try fastest("d=2 beta=[3.2,6.2]") == "3")
    let one = try ClusteringPhase.answer(id, "d=2 beta=[3.2,6.3] output=k_max")
    #expect(one.status == .undecided && one.value.isEmpty)
    #expect(one.reason?.contains("k_max is 3 up to beta_3 = [6.21129") ?? false, "\(one.reason ?? "")")
    let many = try ClusteringPhase.answer(id, "d=2 beta=[3.2,20] output=k_max")
    #expect(many.status == .undecided)
    // Each mode on the part of the range where it is the fastest, and the transitions between.
    for part in ["3 for beta in [3.2, 6.21128", "4 for beta in [6.2113", "6 for beta in [15.236"] {
      #expect(many.reason?.contains(part) ?? false, "\(many.reason ?? "")")
    }
  }

  @Test func hypotheses() throws {
    #expect(try ClusteringPhase.verdict(id, "d=2 k=3 beta=[3.2,6.2] output=k_max") == .proved)
    #expect(try ClusteringPhase.verdict(id, "d=2 k=3 beta=[3,6.2] output=k_max") == .undecided)
    #expect(try ClusteringPhase.verdict(id, "d=2 k=2 beta=5 output=k_max", "beta <= beta_k") == .refuted)
    #expect(try ClusteringPhase.verdict(id, "d=2 k=4 beta=5 output=k_max", "beta >= beta_(k-1)") == .refuted)
    #expect(try ClusteringPhase.verdict(id, "d=2 k=1 beta=1 output=k_max") == .proved)
    #expect(try ClusteringPhase.verdict(id, "d=2 k=1 beta=1.04") == .proved)
    #expect(try ClusteringPhase.verdict(id, "d=2 k=1 beta=1.05") == .refuted)
  }

  @Test func badInput() {
    ClusteringPhase.expectInputError(id, "d=2", parameter: "k")
    ClusteringPhase.expectInputError(id, "d=2 k=0", parameter: "k")
    ClusteringPhase.expectInputError(id, "d=1 k=1", parameter: "d")
    ClusteringPhase.expectInputError(id, "d=2 output=k_max", parameter: "beta")
    ClusteringPhase.expectInputError(id, "d=2 beta=0 output=k_max", parameter: "beta")
  }

  /// Where the expansion of the Bessel functions for large β cancels tens of thousands of bits.
  @Test func largeDimensions() throws {
    for p in ["d=1e6 k=5", "d=1e6 k=30"] {
      let answer = try ClusteringPhase.answer("mode-transition", p, digits: 50)
      #expect(answer.status == .certified && answer.seconds < 5, "\(p)")
    }
  }
}
