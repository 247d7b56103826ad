import Testing

@testable import VlasovTheory

/// The simulations behind the shape results agree with the certified values, and reject slightly wrong ones.
@Suite struct ShapeCrossCheckTests {
  static let cases: [(id: String, output: String, parameters: String, distortion: Double)] = [
    ("argmin", "s_min", "", 1e-5), ("argmin", "S_min", "", 1e-6),
    ("argmin", "s_max", "t=4 lambda=3", 1e-4), ("argmin", "S_max", "t=4 lambda=3", 1e-5),
    ("fold", "t_fold", "", 1e-4), ("fold", "s_fold", "", 1e-2),
    ("multi-head", "S", "", 1e-6), ("multi-head", "s_min", "config=authors-double-well index=2", 1e-3),
    ("multi-head", "S_max", "config=authors-double-well", 1e-5),
    ("multi-head", "S", "config=authors-double-well s=1/4", 1e-5),
  ]

  @Test(arguments: cases)
  func agreesAndRejects(_ id: String, _ output: String, _ parameters: String, _ distortion: Double) throws {
    let agreed = try Retrieval.crossCheck(id, output: output, parameters: parameters)
    #expect(agreed.verdict == .agrees, "\(agreed)")
    for sign in [1.0, -1.0] {
      // The simulation does not depend on the closed form: only the comparison is repeated.
      let closed = agreed.details[0].closedForm * (1 + sign * distortion)
      let data = agreed.details.map { SizedObservation(size: $0.size, simulated: $0.simulated) }
      let report = try Confrontation.compare(
        data, with: RetrievalSimulation.certified(closed), law: .power(order: 2, next: 4, noise: 1e-11))
      #expect(report.verdict == .disagrees, "\(report)")
    }
  }

  /// One distorted closed form goes through the whole cross-check.
  @Test(arguments: [("argmin", "s_min", 1e-4), ("multi-head", "S", 1e-5)])
  func rejects(_ id: String, _ output: String, _ distortion: Double) throws {
    let report = try Retrieval.crossCheck(id, output: output) { $0 * (1 + distortion) }
    #expect(report.verdict == .disagrees, "\(report)")
  }

  @Test(arguments: ["", "t=1 lambda=1", "t=5 lambda=1"]) func counts(_ parameters: String) throws {
    let id = "u-shape-certificate"
    #expect(try Retrieval.crossCheck(id, output: "count", parameters: parameters).verdict == .agrees)
    for shift in [-1.0, 1, 2] {
      let report = try Retrieval.crossCheck(id, output: "count", parameters: parameters) { $0 + shift }
      #expect(report.verdict == .disagrees, "\(report)")
    }
  }

  /// Words are not compared with a simulation, nor minima outside the simulated range.
  @Test func notCovered() throws {
    for output in ["verdict", "certificate"] {
      #expect(throws: (any Error).self) {
        try UShapeCertificate.verify([], output: output, seed: 1, threads: 1)
      }
    }
    let early = [(name: "t", text: "1/1000")]
    #expect(throws: InputError.self) { try Argmin.verify(early, output: "s_min", seed: 1, threads: 1) }
  }

  /// `verify` completes parameters: a configuration replaces the default heads.
  @Test func completion() throws {
    let record = MultiHead.record
    let defaults = try #require(record.crossCheck).defaultParameters
    let plain = record.completed([], from: defaults, output: "S")
    #expect(Set(plain.map(\.name)) == ["heads", "t", "M", "s"])
    #expect(Set(record.completed([], from: defaults, output: "s_min").map(\.name)) == ["heads", "t", "M"])
    let named = record.completed([("config", "authors-double-well")], from: defaults, output: "S")
    #expect(Set(named.map(\.name)) == ["config", "s"])
    let shifted = record.completed([("s", "1/3")], from: defaults, output: "S")
    #expect(shifted.count == 4 && shifted.first { $0.name == "s" }?.text == "1/3")
    let result = try MultiHead.verify([("s", "1/3")], output: "S", seed: 1, threads: 2)
    #expect(result.report.verdict == .agrees)
  }
}
