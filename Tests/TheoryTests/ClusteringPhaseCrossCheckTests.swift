import Testing

@testable import VlasovTheory

/// The cross-checks agree with the closed forms and reject perturbed ones.
@Suite struct ClusteringPhaseCrossCheckTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let id: String
    var output: String?
    var parameters = ""
    var testDescription: String { "\(id) \(output ?? "") \(parameters)" }
  }

  static let cases = [
    Case(id: "layernorm-initial-velocity"),
    Case(id: "layernorm-initial-velocity", parameters: "scheme=post beta=1 n=4"),
    Case(id: "layernorm-initial-velocity", parameters: "scheme=pre beta=2 n=3 r0=1/2"),
    Case(id: "layernorm-initial-velocity", parameters: "scheme=ngpt beta=1 n=5 alpha=1/3"),
    Case(id: "layernorm-radius-law"),
    Case(id: "layernorm-time"),
    Case(id: "layernorm-time", parameters: "scheme=peri beta=1/2 n=3 r0=2 rho0=-1/4 rho=1/2"),
    Case(id: "layernorm-tail"), Case(id: "long-context-overlap"),
    Case(id: "long-context-window"), Case(id: "noisy-linear-threshold"),
    Case(id: "noisy-linear-threshold", parameters: "d=7 beta=3"),
    Case(id: "noisy-tricritical-beta"), Case(id: "noisy-tricritical-beta", parameters: "d=24"),
    Case(id: "noisy-quartic"), Case(id: "noisy-quartic", parameters: "d=3 beta=4"),
    Case(id: "metastability-window", output: "alpha"), Case(id: "metastability-window", output: "gamma"),
    Case(id: "metastability-window", output: "T2"), Case(id: "metastability-window", output: "T1"),
    Case(id: "metastability-window", output: "T1_lean"), Case(id: "metastability-window", output: "T1_sharp"),
    Case(id: "cap-collapse-time"), Case(id: "two-cluster-merger"),
    Case(id: "two-cluster-merger", parameters: "kind=USA beta=2 u0=-1/2 u1=9/10"),
    Case(id: "two-cluster-merger", parameters: "kind=SA beta=0 u0=-1/2 u1=9/10 alpha1=1/2"),
    Case(id: "staircase-time", output: "t"), Case(id: "staircase-time", output: "T"),
    Case(id: "boolean-limit-pair"), Case(id: "boolean-limit-pair", output: "rate", parameters: "a0=1/2"),
    Case(id: "boolean-barrier"), Case(id: "boolean-barrier", parameters: "n=1"),
  ]

  @Test(arguments: cases) func agree(_ c: Case) throws {
    let report = try ClusteringPhase.crossCheck(c.id, output: c.output, parameters: c.parameters)
    #expect(report.verdict == .agrees, "\(report)")
    let wrong = try ClusteringPhase.crossCheck(c.id, output: c.output, parameters: c.parameters) { $0 * 1.01 }
    #expect(wrong.verdict == .disagrees, "\(wrong)")
  }

  @Test func boundOfTheCapHolds() throws {
    #expect(try ClusteringPhase.crossCheck("cap-collapse-time", output: "bound").verdict == .agrees)
    let low = try ClusteringPhase.crossCheck("cap-collapse-time", output: "bound") { $0 * 0.1 }
    #expect(low.verdict == .disagrees)
  }
}
