import Testing

@testable import VlasovTheory

/// The cross-checks agree with the closed forms and reject perturbed ones.
@Suite struct ClusteringMeanFieldCrossCheckTests {
  static let cases = [
    ("beta0-meanfield-flow", "m", ""), ("beta0-meanfield-flow", "t", ""), ("beta0-meanfield-flow", "W2", ""),
    ("beta0-meanfield-flow", "t", "d=2 a0=1/4 a=0.8"), ("beta0-meanfield-flow", "W2", "d=8 a=0.7"),
    ("uniform-growth-rate", "s", ""), ("uniform-growth-rate", "s", "kind=SA d=2 k=3 beta=5"),
    ("uniform-growth-rate", "s", "kind=SA d=2 k=1 beta=0"),
    ("uniform-growth-rate", "s", "kind=USA d=3 k=2 beta=4"),
    ("uniform-growth-rate", "s", "kind=SA d=8 k=1 beta=1"), ("mode-transition", "beta_k", ""),
    ("mode-transition", "beta_k", "d=16 k=2"), ("mode-transition", "k_max", ""),
    ("mode-transition", "k_max", "d=3 beta=50"),
  ]

  @Test(arguments: cases) func agree(_ id: String, _ output: String, _ p: String) throws {
    let report = try ClusteringPhase.crossCheck(id, output: output, parameters: p)
    #expect(report.verdict == .agrees, "\(report)")
    let wrong = try ClusteringPhase.crossCheck(id, output: output, parameters: p) {
      output == "k_max" ? $0 + 1 : $0 * 1.001
    }
    #expect(wrong.verdict == .disagrees, "\(wrong)")
  }
}
