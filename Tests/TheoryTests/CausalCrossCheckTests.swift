import Testing

@testable import VlasovTheory

/// Every simulation agrees with its closed form, and rejects a closed form that is slightly wrong.
@Suite(.serialized) struct CausalCrossCheckTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let id: String
    var output: String?
    var parameters = ""
    /// The relative distortions that must be noticed.
    var distortions: [Double]
    var testDescription: String { "\(id) \(output ?? "") \(parameters)" }
  }

  static let cases: [Case] = [
    Case(id: "force-peak", distortions: [1e-6, -1e-6]),
    Case(id: "force-peak", output: "h_max", parameters: "beta=64", distortions: [1e-9, -1e-9]),
    Case(id: "strong-center-lifetime", distortions: [1e-6, -1e-6]),
    Case(
      id: "strong-center-lifetime", parameters: "beta=200 c=5 epsilon=1/5 k=3", distortions: [1e-6, -1e-6]),
    Case(id: "frozen-window", output: "N_h", distortions: [1e-9, -1e-9]),
    Case(id: "frozen-window", output: "N_g", distortions: [1e-5, -1e-5]),
    Case(id: "frozen-window", output: "N_g", parameters: "beta=64", distortions: [1e-5, -1e-5]),
    // A proved bound: only a promise beyond the exact window can be rejected.
    Case(id: "frozen-window", output: "N_suff", distortions: [5]),
    Case(id: "strong-renyi-count", distortions: [0.03, -0.03]),
    Case(id: "strong-renyi-count", parameters: "d=2 delta=1 n=inf", distortions: [0.03, -0.03]),
    // The printed cap mass, three times too large.
    Case(id: "strong-renyi-count", parameters: "d=3 delta=1/2 n=inf", distortions: [-2 / 3]),
    Case(id: "renyi-constant", distortions: [1e-8, -1e-8]),
    Case(id: "renyi-count-circle", distortions: [3e-3, -3e-3]),
    Case(id: "renyi-count-circle", parameters: "delta=1/20", distortions: [3e-3, -3e-3]),
    Case(id: "leader-propagator", distortions: [1e-4, -1e-4]),
    Case(id: "leader-propagator", parameters: "k=1000 j=10 t=3", distortions: [1e-8, -1e-8]),
    Case(id: "two-token-time", distortions: [1e-8, -1e-8]),
    Case(id: "two-token-time", parameters: "beta=9 phi0=2 phi1=1/100", distortions: [1e-6, -1e-6]),
  ]

  @Test(arguments: cases) func agrees(_ c: Case) throws {
    let clock = ContinuousClock()
    let start = clock.now
    let report = try Causal.crossCheck(c.id, output: c.output, parameters: c.parameters)
    #expect(report.verdict == .agrees, "\(report)")
    #expect(clock.now - start < .seconds(20))
  }

  @Test(arguments: cases) func rejects(_ c: Case) throws {
    for distortion in c.distortions {
      let report = try Causal.crossCheck(c.id, output: c.output, parameters: c.parameters) {
        $0 * (1 + distortion)
      }
      #expect(report.verdict == .disagrees, "\(distortion): \(report)")
    }
  }

  /// A lifetime that is much too long moves the simulated centre too far.
  @Test func tooLongALifetimeIsSeen() throws {
    let call = "beta=64 c=1.2 epsilon=1/20 k=8"
    let honest = try Causal.crossCheck("strong-center-lifetime", parameters: call)
    #expect(honest.verdict == .agrees)
    let lifetime = try Causal.ball("strong-center-lifetime", call).estimate
    let model = CausalCircle(beta: 64)
    let least = 1.2 * 1.1 / 8 * (1 + 1e-9)
    func displacement(_ time: Double) throws -> Double {
      let angles = [Double](repeating: least, count: 7) + [0]
      return abs(try model.run(initial: angles, time: time, steps: 4000)[7])
    }
    let allowed = 1.2 / 20 / 8
    #expect(try displacement(lifetime) < allowed)
    #expect(try displacement(30 * lifetime) > allowed)
  }

  /// Theorem 5.2 itself: below the window every moving token is captured.
  @Test func frozenTokensCapture() throws {
    let trials = FrozenWindowTrials(beta: 14, c: 6.5, epsilon: 0.1, moving: 12)
    let window = try Causal.ball("frozen-window", "beta=14 c=13/2 epsilon=1/10").estimate
    #expect(abs(trials.window / window - 1) < 1e-12)
    let report = try Confrontation.compare(
      trials.run(trials: 4, timeLimit: 2e4, threads: 2, seed: 3), seed: 3)
    #expect(report.verdict == .agrees, "\(report)")
  }

  /// The linear law at late times on the sphere, with random Q and K: |x_k - x_1|/|x_2 - x_1| tends to k - 1.
  @Test func leaderDistancesOnTheSphere() throws {
    var random = RandomStream(seed: 4, stream: 9)
    func matrix() -> [[Double]] { (0..<3).map { _ in (0..<3).map { _ in random.normal() / 3 } } }
    let model = CausalSphere(beta: 1, query: matrix(), key: matrix())
    let start = CausalSphere.randomPoints(count: 5, dimension: 3, seed: 8)
    let ratios = CausalSphere.leaderDistances(try model.run(initial: start, time: 60, steps: 3000))
    for (i, ratio) in ratios.enumerated() {
      #expect(abs(ratio - Double(i + 1)) < 0.02 * Double(i + 1), "\(ratios)")
    }
  }

  /// Seeded: the same seed gives the same bits for any number of threads.
  @Test func deterministic() throws {
    for id in ["strong-renyi-count", "renyi-count-circle", "strong-center-lifetime"] {
      let theorem = try Catalogue.standard.theorem("causal." + id)
      let output = theorem.record.outputs[0].name
      let runs = try [1, 2].map { try theorem.verify([], output: output, seed: 7, threads: $0).report }
      #expect(runs[0] == runs[1], "\(id)")
    }
  }

  /// Parameters without a value are refused before anything is simulated; sizes beyond a simulation are said so.
  @Test func refusals() throws {
    func verify(_ id: String, _ given: [(name: String, text: String)]) throws -> VerifyResult {
      let theorem = try Catalogue.standard.theorem("causal." + id)
      return try theorem.verify(given, output: theorem.record.outputs.first?.name ?? "", seed: 1, threads: 1)
    }
    #expect(throws: Refusal.self) { try verify("two-token-time", [("phi0", "1"), ("phi1", "2")]) }
    #expect(throws: Refusal.self) { try verify("strong-center-lifetime", [("c", "1/5")]) }
    #expect(throws: InputError.self) { try verify("strong-renyi-count", [("n", "1e40")]) }
    #expect(throws: InputError.self) { try verify("leader-propagator", [("t", "-1")]) }
    #expect(throws: InputError.self) { try verify("sequential-energy", []) }
  }
}
