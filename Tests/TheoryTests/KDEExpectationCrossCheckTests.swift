import Testing

@testable import VlasovTheory

/// The float cross-checks of the expectations agree, and reject what is a few percent off.
@Suite struct KDEExpectationCrossCheckTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let id: String
    let parameters: String
    let distortion: Double
    var testDescription: String { "\(id) \(parameters)" }
  }

  static let cases = [
    Case(id: "moments", parameters: "", distortion: 0.05),
    Case(id: "moments", parameters: "beta=2 t=1/2 i=2 j=1", distortion: 0.05),
    Case(id: "moments", parameters: "beta=4 t=1 output=s11", distortion: 0.02),
    Case(id: "moments", parameters: "beta=4 t=1 output=s12", distortion: 0.05),
    Case(id: "moments", parameters: "beta=4 t=1 output=s22", distortion: 0.02),
    Case(id: "moments", parameters: "beta=4 t=1 output=tau2", distortion: 0.02),
    Case(id: "moments", parameters: "beta=4 t=1 output=det", distortion: 0.02),
    Case(id: "proxy-intensity", parameters: "", distortion: 0.05),
    Case(id: "proxy-intensity", parameters: "output=valleys", distortion: 0.1),
    Case(id: "proxy-intensity", parameters: "n=200 beta=10 t=0 output=difference", distortion: 0.1),
    Case(id: "proxy-intensity", parameters: "beta=3 output=limit", distortion: 1e-4),
    Case(id: "proxy-count", parameters: "", distortion: 0.05),
    Case(id: "proxy-count", parameters: "n=50 beta=10 L=1", distortion: 0.2),
    Case(id: "proxy-count", parameters: "n=1000 beta=7 output=window", distortion: 1e-12),
    Case(id: "edgeworth-third", parameters: "", distortion: 0.05),
    Case(id: "edgeworth-third", parameters: "beta=4 t=1/2 output=k30", distortion: 0.05),
    Case(id: "edgeworth-third", parameters: "beta=4 t=1/2 output=k21", distortion: 0.2),
    Case(id: "edgeworth-third", parameters: "beta=4 t=1/2 output=k12", distortion: 0.2),
    Case(id: "edgeworth-third", parameters: "beta=4 t=1/2 output=k03", distortion: 0.05),
    Case(id: "edgeworth-third", parameters: "output=count", distortion: 0.2),
  ]

  @Test(arguments: cases) func agrees(_ c: Case) throws {
    let clock = ContinuousClock()
    let start = clock.now
    let report = try KDEExpectation.crossCheck(c.id, c.parameters)
    #expect(report.verdict == .agrees, "\(report)")
    #expect(clock.now - start < .seconds(60))
  }

  @Test(arguments: cases) func rejects(_ c: Case) throws {
    for sign in [1.0, -1] {
      let report = try KDEExpectation.crossCheck(c.id, c.parameters) { $0 * (1 + sign * c.distortion) }
      #expect(report.verdict == .disagrees, "\(sign * c.distortion): \(report)")
    }
  }

  /// The same bits for any number of threads; another seed, another sample.
  @Test(arguments: [
    ("moments", ""), ("proxy-count", "n=40 beta=10 L=1"), ("edgeworth-third", "beta=4 t=1 output=k03"),
  ]) func seeded(_ id: String, _ parameters: String) throws {
    let one = try KDEExpectation.crossCheck(id, parameters, seed: 5, threads: 1)
    #expect(one == (try KDEExpectation.crossCheck(id, parameters, seed: 5, threads: 2)))
    #expect(one != (try KDEExpectation.crossCheck(id, parameters, seed: 6, threads: 2)))
  }

  /// What a simulation cannot reach is said, and not simulated.
  @Test func refusals() {
    for (id, parameters) in [
      ("moments", "beta=4 t=9 output=s11"), ("proxy-intensity", "n=1e9 beta=10 t=0"),
      ("proxy-count", "n=1000 beta=1000 L=3"), ("edgeworth-third", "beta=1e12 t=1 output=k30"),
    ] {
      #expect(throws: InputError.self, "\(id) \(parameters)") {
        try KDEExpectation.crossCheck(id, parameters)
      }
    }
  }
}
