import Testing

@testable import VlasovTheory

/// Simulations agree with the closed forms, and reject distorted ones.
@Suite struct ClusteringOverlapCrossCheckTests {
  @Test(arguments: [
    "energy-uniform", "orthogonal-time", "orthogonal-overlap", "orthogonal-rate-constant", "phase-curve",
    "high-dim-concentration", "cone-collapse-rate", "acute-collapse-bound", "hemisphere-probability",
    "splay-spectrum", "splay-threshold", "force-inflection",
  ]) func agrees(_ id: String) throws {
    let report = try Overlap.crossCheck(id)
    #expect(report.verdict == .agrees, "\(id): \(report)")
  }

  @Test(arguments: [
    ("energy-uniform", "output=equiangular"),
    ("orthogonal-time", "kind=USA n=3 beta=2 gamma0=-0.3 gamma=0.5"),
    ("orthogonal-overlap", "kind=USA n=5 beta=2 gamma0=0.1 t=0.3 output=gap"),
    ("orthogonal-rate-constant", "kind=USA n=4 beta=1 gamma0=0 output=C"), ("phase-curve", "output=t"),
    ("cone-collapse-rate", "kind=USA beta=1 r0=0.5"),
    ("acute-collapse-bound", "kind=USA n=5 beta=2 c0=0.2 c1=0.9"),
    ("hemisphere-probability", "n=6 d=2"), ("splay-spectrum", "n=5 m=2 beta=-2.5"),
    ("splay-threshold", "n=7"),
  ]) func agreesElsewhere(_ id: String, _ parameters: String) throws {
    let report = try Overlap.crossCheck(id, parameters)
    #expect(report.verdict == .agrees, "\(id) \(parameters): \(report)")
  }

  @Test(arguments: [
    ("energy-uniform", 1.01), ("orthogonal-time", 1.0001), ("orthogonal-overlap", 1.0001),
    ("orthogonal-rate-constant", 1.001), ("phase-curve", 1.001), ("high-dim-concentration", 1.1),
    ("acute-collapse-bound", 0.3), ("cone-collapse-rate", 200), ("hemisphere-probability", 1.05),
    ("splay-spectrum", 1.01), ("splay-threshold", 1.0001), ("force-inflection", 1.001),
  ]) func rejects(_ id: String, _ factor: Double) throws {
    #expect(try Overlap.crossCheck(id, factor: factor).verdict == .disagrees, "\(id)")
  }
}
