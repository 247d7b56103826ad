import Testing

@testable import VlasovTheory

/// Long contexts: one layer, its limit and the window of the transition.
@Suite struct ClusteringLongContextPhaseTests {
  /// (1-ρ) Σ_k w_ik w_jk + ρ over (1-ρ) Σ_k w_ik² + ρ, the Gram entries of the outputs.
  @Test(arguments: [("2", "1/3", "1/2"), ("100", "1.25", "0.2"), ("17", "3", "0"), ("1000", "0.9", "0.99")])
  func gram(_ n: String, _ gamma: String, _ rho: String) throws {
    let value = try ClusteringPhase.ball("long-context-overlap", "n=\(n) gamma=\(gamma) rho=\(rho)")
    try withPrecision(250) {
      let p = try [n, gamma, rho].map { try RealParameter(parsing: $0).ball }
      let (own, other) = (Ball.exp(p[1] * Ball.log(p[0])), Ball.exp(p[1] * p[2] * Ball.log(p[0])))
      let total = own + (p[0] - 1) * other
      let (a, b) = (own / total, other / total)
      let cross = (1 - p[2]) * (2 * a * b + (p[0] - 2) * b * b) + p[2]
      let square = (1 - p[2]) * (a * a + (p[0] - 1) * b * b) + p[2]
      ClusteringPhase.expectSame(value, cross / square)
    }
  }

  @Test func limits() throws {
    let id = "long-context-overlap"
    for (p, value) in [
      ("gamma=1.2 rho=1/2", "1"), ("gamma=2 rho=1/2", "0.8"), ("gamma=3/2 rho=1/3", "2/3"),
      ("gamma=5 rho=1/2", "0.5"),
      ("gamma=0 rho=0", "1"), ("gamma=1 rho=0", "0"), ("gamma=1e9 rho=0", "0"),
    ] {
      let answer = try ClusteringPhase.answer(id, p + " output=limit")
      #expect(answer.status == .exact && answer.value == value, "\(p) \(answer.value)")
    }
    let frozen = try ClusteringPhase.ball(id, "gamma=2 rho=1/sqrt(5) output=limit")
    withPrecision(200) { ClusteringPhase.expectSame(frozen, 1 / Ball.sqrt(5)) }
    #expect(try ClusteringPhase.answer(id, "gamma=[1,3] rho=1/2 output=limit").status == .undecided)
    #expect(try ClusteringPhase.answer(id, "gamma=[0,1] rho=1/2 output=limit").value == "1")
    #expect(try ClusteringPhase.answer(id, "n=7 gamma=0 rho=1/2").value == "1")
  }

  /// The finite value at γ = (1 + c/log n)/(1-ρ) tends to the scaling function with an error O(1/n).
  @Test func window() throws {
    for c in ["-2", "0", "1", "3"] {
      let limit = try ClusteringPhase.ball("long-context-window", "c=\(c) rho=0.3")
      let finite = try ClusteringPhase.ball(
        "long-context-overlap", "n=1e30 gamma=(1+\(c)/log(1e30))/0.7 rho=0.3")
      #expect((limit - finite).magnitude <= .power2(-90), "c=\(c)")
    }
    #expect(try ClusteringPhase.answer("long-context-window", "c=5 rho=0").value == "0")
    let far = try ClusteringPhase.ball("long-context-window", "c=-1e6 rho=0.3")
    #expect((far - 1).magnitude <= .power2(-100))
    let cold = try ClusteringPhase.ball("long-context-window", "c=1e6 rho=0.3")
    #expect((cold - Ball(Rational(3, 10))).magnitude <= .power2(-100))
    try ClusteringPhase.expectEncloses(
      "long-context-window", "c=[-1,1] rho=[0.2,0.3]", ["c=-1 rho=0.3", "c=1 rho=0.2", "c=0 rho=0.25"])
    try ClusteringPhase.expectEncloses(
      "long-context-overlap", "n=50 gamma=[1,1.1] rho=[0.2,0.3]",
      ["n=50 gamma=1 rho=0.3", "n=50 gamma=1.1 rho=0.2"])
  }

  @Test func badInput() throws {
    ClusteringPhase.expectInputError("long-context-overlap", "n=1 gamma=1 rho=0.2", parameter: "n")
    ClusteringPhase.expectInputError("long-context-overlap", "gamma=1 rho=0.2", parameter: "n")
    ClusteringPhase.expectInputError("long-context-overlap", "n=3 gamma=-1 rho=0.2", parameter: "gamma")
    ClusteringPhase.expectInputError("long-context-overlap", "n=3 gamma=1 rho=1", parameter: "rho")
    ClusteringPhase.expectInputError("long-context-window", "c=1 rho=-0.1", parameter: "rho")
    ClusteringPhase.expectInputError("long-context-window", "rho=0.1", parameter: "c")
  }
}
