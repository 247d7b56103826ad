import Testing

@testable import VlasovTheory

/// Every simulation agrees with its closed form, and rejects a closed form that is slightly wrong.
@Suite(.serialized) struct RetrievalCrossCheckTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let id: String
    var output: String?
    var parameters = ""
    /// The relative distortion that must be noticed.
    var distortion: Double
    var testDescription: String { "\(id) \(output ?? "") \(parameters)" }
  }

  static let cases: [Case] = [
    Case(id: "eigenvalue", distortion: 1e-12),
    Case(id: "eigenvalue", output: "sup", parameters: "beta=15", distortion: 1e-12),
    Case(id: "mode-crossover", distortion: 1e-12),
    Case(id: "green-function", distortion: 1e-8),
    Case(id: "green-function", parameters: "lambda=-2 s=1/2 sigma=3/4", distortion: 1e-8),
    Case(id: "green-mass", distortion: 1e-7),
    Case(id: "profile", distortion: 1e-8),
    Case(id: "profile", parameters: "s=1/20 lambda=0", distortion: 1e-5),
    Case(id: "hard-accuracy-coefficient", distortion: 1e-8),
    Case(id: "endpoint-slope", output: "slope", distortion: 1e-4),
    Case(id: "endpoint-slope", output: "value", distortion: 1e-6),
    Case(id: "endpoint-slope", output: "slope", parameters: "lambda=-1", distortion: 1e-4),
    Case(id: "t-crit", distortion: 1e-4),
    Case(id: "smallness-time", output: "t_paper", distortion: 1e-12),
    Case(id: "smallness-time", output: "t_level1", distortion: 1e-12),
    Case(id: "fold-lambda", distortion: 1e-3),
    Case(id: "mass-share", distortion: 1e-7),
    Case(id: "finite-n-propagator", distortion: 1e-9),
    Case(id: "soft-accuracy", distortion: 5e-3),
  ]

  @Test(arguments: cases) func agrees(_ c: Case) throws {
    let clock = ContinuousClock()
    let start = clock.now
    let report = try Retrieval.crossCheck(c.id, output: c.output, parameters: c.parameters)
    #expect(report.verdict == .agrees, "\(report)")
    #expect(clock.now - start < .seconds(20))
  }

  @Test(arguments: cases) func rejects(_ c: Case) throws {
    for sign in [1.0, -1.0] {
      let report = try Retrieval.crossCheck(c.id, output: c.output, parameters: c.parameters) {
        $0 * (1 + sign * c.distortion)
      }
      #expect(report.verdict == .disagrees, "\(report)")
    }
  }

  @Test func modeNumbers() throws {
    #expect(try Retrieval.crossCheck("eigenvalue", output: "nstar", parameters: "beta=15").verdict == .agrees)
    let wrong = try Retrieval.crossCheck("eigenvalue", output: "nstar", parameters: "beta=15") { $0 + 1 }
    #expect(wrong.verdict == .disagrees)
  }

  /// Seeded: the same seed gives the same bits for any number of threads.
  @Test func deterministic() throws {
    let theorem = try Catalogue.standard.theorem("retrieval.soft-accuracy")
    let runs = try [1, 2].map { threads in
      try theorem.verify([("t", "1/4")], output: "L", seed: 7, threads: threads).report
    }
    #expect(runs[0] == runs[1])
  }

  @Test func everyResultHasOne() {
    for record in Catalogue.retrieval.map({ $0.record }) where !record.isCard {
      #expect(record.crossCheck != nil, "\(record.id)")
    }
  }
}
