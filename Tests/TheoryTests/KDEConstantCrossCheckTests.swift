import Testing

@testable import VlasovTheory

/// Every simulation agrees with its closed form, and rejects one that is wrong by more than its error law allows.
@Suite(.serialized) struct KDEConstantCrossCheckTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let id: String
    var output: String?
    var parameters = ""
    /// Relative distortions that must be noticed.
    var distortions: [Double]
    var testDescription: String { "\(id) \(output ?? "") \(parameters)" }
  }

  static let cases: [Case] = [
    Case(id: "mammen-fixed-interval", output: "middle", distortions: [1e-4, -1e-4]),
    Case(id: "mammen-fixed-interval", output: "upper", distortions: [0.05, -0.05]),
    Case(id: "mammen-critical", distortions: [0.2, -0.2]),
    Case(id: "mammen-critical", parameters: "r=1/10", distortions: [0.2, -0.2]),
    Case(id: "mammen-two-thirds", distortions: [0.05, -0.05]),
    Case(id: "mammen-two-thirds", parameters: "c=1/2 a=-1/2 b=2", distortions: [0.06, -0.06]),
    Case(id: "main-theorem", output: "outer", distortions: [1e-9, -1e-9]),
    Case(id: "main-theorem", output: "inner", parameters: "n=1e6 beta=100", distortions: [1e-9, -1e-9]),
    Case(id: "main-theorem", output: "leading", distortions: [0.9, -0.9]),
    Case(id: "main-theorem", output: "next", parameters: "n=1e4 beta=1e4", distortions: [0.9, -0.9]),
    Case(id: "main-theorem", output: "composite", distortions: [0.1, -0.1]),
    Case(id: "main-theorem", output: "composite", parameters: "n=1e3 beta=1e3", distortions: [0.06, -0.06]),
    Case(id: "main-theorem", output: "composite0", parameters: "n=1e4 beta=100", distortions: [0.3, -0.3]),
    Case(id: "shot-noise", output: "m", distortions: [0.01, -0.01]),
    Case(id: "shot-noise", output: "m", parameters: "Lambda=0.05", distortions: [0.02, -0.02]),
    Case(id: "shot-noise", output: "m", parameters: "Lambda=5", distortions: [0.02, -0.02]),
    Case(id: "shot-noise", output: "upper", parameters: "Lambda=0.01", distortions: [-0.1]),
    Case(id: "shot-noise", output: "infinity", distortions: [0.02, -0.02]),
    Case(id: "shot-noise-c4", distortions: [1e-9, -1e-9]),
    Case(id: "expected-n2", distortions: [0.003, -0.003]),
    Case(id: "expected-n2", parameters: "beta=100", distortions: [0.003, -0.003]),
    Case(id: "deterministic-facts", output: "rstar", distortions: [1e-8, -1e-8]),
    Case(id: "deterministic-facts", output: "tstar", distortions: [1e-5, -1e-5]),
    Case(id: "two-atoms", distortions: [1e-9, -1e-9]),
    Case(id: "two-atoms", parameters: "d=30", distortions: [1e-9, -1e-9]),
    Case(id: "two-atoms", output: "modes", parameters: "d=1.5 w1=3", distortions: [-0.5]),
    Case(id: "two-atoms", output: "modes", parameters: "d=1.5 w1=5", distortions: [1]),
    Case(id: "three-atom-threshold", output: "x", distortions: [1e-8, -1e-8]),
    Case(id: "three-atom-threshold", output: "t", distortions: [1e-5, -1e-5]),
    Case(id: "three-atom-threshold", output: "x", parameters: "w=1e6", distortions: [1e-8, -1e-8]),
    Case(id: "tail-certificate", output: "bound", distortions: [-0.5]),
    Case(id: "tail-certificate", output: "V", parameters: "a=-2 beta=30", distortions: [-0.5]),
  ]

  @Test(arguments: cases) func agrees(_ c: Case) throws {
    let clock = ContinuousClock()
    let start = clock.now
    let report = try KDEConstant.crossCheck(c.id, output: c.output, parameters: c.parameters)
    #expect(report.verdict == .agrees, "\(report)")
    #expect(clock.now - start < .seconds(20))
  }

  @Test(arguments: cases) func rejects(_ c: Case) throws {
    for distortion in c.distortions {
      let report = try KDEConstant.crossCheck(c.id, output: c.output, parameters: c.parameters) {
        $0 * (1 + distortion)
      }
      #expect(report.verdict == .disagrees, "\(distortion): \(report)")
    }
  }

  @Test("every result has a cross-check") func all() {
    for theorem in Catalogue.kdeDeterministic {
      #expect(theorem.record.crossCheck != nil, "\(theorem.record.id)")
    }
  }

  @Test("parameters beyond a simulation are refused by name") func tooLarge() {
    for (id, output, parameters) in [
      ("main-theorem", "composite", "n=1e9 beta=10"), ("shot-noise", "m", "Lambda=1e9"),
      ("mammen-critical", nil, "r=1e9"), ("mammen-two-thirds", nil, "c=1e9 a=0 b=1"),
      ("three-atom-threshold", "x", "w=1e20"), ("two-atoms", "Lstar", "d=1e9"),
    ] as [(String, String?, String)] {
      #expect(throws: InputError.self, "\(id)") {
        try KDEConstant.crossCheck(id, output: output, parameters: parameters)
      }
    }
  }
}
