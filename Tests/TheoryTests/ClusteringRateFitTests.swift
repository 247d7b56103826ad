import Testing

@testable import VlasovTheory

/// The rates that the simulations show: the certified one lies in the fitted interval, one that is off by the stated
/// resolution does not.
@Suite struct ClusteringRateFitTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let id: String
    var parameters = ""
    /// The certified slopes of the fits in their order; nil for one that is itself fitted to certified times.
    var slopes: [Double?]
    /// The relative error that every fit against an equal rate must reject.
    var resolution = 0.01
    var testDescription: String { "\(id) \(parameters)" }
  }

  static let e = Double.exp(1)

  static let cases = [
    Case(id: "orthogonal-rate-constant", slopes: [-2], resolution: 1e-6),
    Case(
      id: "orthogonal-rate-constant", parameters: "kind=USA n=5 beta=1 gamma0=0.1 output=C", slopes: [-2 * e],
      resolution: 1e-6),
    Case(
      id: "orthogonal-rate-constant", parameters: "kind=USA n=3 beta=1/2 output=rate",
      slopes: [-2 * Double.exp(0.5)], resolution: 1e-6),
    Case(id: "cone-collapse-rate", slopes: [-1, nil], resolution: 1e-3),
    Case(
      id: "cone-collapse-rate", parameters: "kind=USA beta=1 r0=0.5", slopes: [-e, nil], resolution: 1e-3),
    Case(id: "acute-collapse-bound", slopes: [-2, nil], resolution: 1e-3),
    Case(
      id: "acute-collapse-bound", parameters: "kind=USA n=2 beta=1", slopes: [-2 * e, nil], resolution: 1e-3),
    Case(id: "high-dim-concentration", slopes: [-1], resolution: 0.02),
    Case(id: "orthogonal-time", slopes: [nil], resolution: 1e-4),
    Case(id: "orthogonal-time", parameters: "kind=USA n=3 beta=2 gamma=0.5", slopes: [nil], resolution: 1e-4),
    Case(id: "phase-curve", slopes: [nil], resolution: 1e-3),
    Case(id: "phase-curve", parameters: "output=t", slopes: [nil], resolution: 1e-3),
    Case(id: "two-cluster-merger", slopes: [nil, 1]),
    Case(id: "two-cluster-merger", parameters: "kind=SA u0=1/2", slopes: [nil, 0.5]),
    Case(id: "two-cluster-merger", parameters: "kind=USA u0=1/2", slopes: [nil, -0.5]),
    Case(id: "cap-collapse-time", slopes: [nil, 0.5]),
    Case(id: "cap-collapse-time", parameters: "u0=1/5 c=2", slopes: [nil, 0.8]),
    Case(id: "metastability-window", parameters: "output=T1_sharp", slopes: [nil, nil], resolution: 1e-3),
    Case(id: "layernorm-time", slopes: [nil], resolution: 1e-4),
    Case(id: "layernorm-time", parameters: "scheme=peri", slopes: [nil], resolution: 1e-4),
    Case(id: "layernorm-tail", slopes: [0.5, 0.5, 0.5, 0.5], resolution: 1e-3),
    Case(
      id: "layernorm-tail", parameters: "beta=1/2 n=4 r0=3", slopes: [0.5, 0.5, 0.5, 0.5], resolution: 1e-3),
    Case(id: "boolean-limit-pair", slopes: [2], resolution: 1e-6),
    Case(id: "boolean-limit-pair", parameters: "a0=1/5", slopes: [2], resolution: 1e-6),
    Case(id: "staircase-time", slopes: [1], resolution: 1e-3),
    Case(id: "staircase-time", parameters: "m=3 u0=2 output=T", slopes: [2.25], resolution: 1e-3),
    Case(id: "noisy-quartic", slopes: [-4], resolution: 1e-3),
    Case(id: "noisy-quartic", parameters: "d=3 beta=4", slopes: [-4]),
    Case(id: "splay-spectrum", slopes: [1.7973614204080228], resolution: 1e-3),
    Case(
      id: "splay-spectrum", parameters: "n=5 m=2 beta=-2.5", slopes: [-0.97324560323297248], resolution: 1e-3),
    Case(id: "splay-spectrum", parameters: "n=3 m=1 beta=1", slopes: [nil], resolution: 1e-3),
  ]

  @Test(arguments: cases) func theCertifiedRateIsInTheInterval(_ c: Case) throws {
    let clock = ContinuousClock()
    let start = clock.now
    let report = try Overlap.crossCheck(c.id, c.parameters)
    #expect(clock.now - start < .seconds(20))
    #expect(report.verdict == .agrees, "\(report)")
    #expect(report.rates.count == c.slopes.count, "\(report.rates)")
    for (rate, slope) in zip(report.rates, c.slopes) {
      if let slope { #expect(abs(rate.certified - slope) <= 1e-12 * abs(slope), "\(rate)") }
      #expect(rate.verdict == .agrees, "\(rate)")
      guard rate.relation == .equal else { continue }
      // The resolution that the fit states is at least as good as here, and kept.
      #expect(try #require(rate.resolution) < c.resolution, "\(rate.resolution ?? .nan): \(rate)")
      for sign in [1.0, -1] {
        var wrong = rate
        wrong.certified *= 1 + sign * c.resolution
        #expect(wrong.verdict == .disagrees, "\(wrong)")
        #expect(report.fitting([wrong]).verdict == .disagrees)
      }
    }
  }

  /// The bounds of rates are not empty words: a larger one is refuted.
  @Test(arguments: [
    ("cone-collapse-rate", 30.0), ("acute-collapse-bound", 5.0), ("metastability-window", 10),
  ])
  func aBoundThatIsTooGoodIsRefuted(_ id: String, _ factor: Double) throws {
    let report = try Overlap.crossCheck(id, id == "metastability-window" ? "output=T1_sharp" : "")
    var bound = try #require(report.rates.last)
    #expect(bound.relation == .atMost && bound.verdict == .agrees)
    bound.certified *= factor
    #expect(bound.verdict == .disagrees, "\(bound)")
  }

  /// For two tokens the bound of acute angles is the time itself, and its slope the slope.
  @Test func theAcuteBoundOfTwoTokensIsAttained() throws {
    let report = try Overlap.crossCheck("acute-collapse-bound", "kind=SA n=2 beta=1/2")
    let bound = try #require(report.rates.last)
    #expect(abs(bound.fit.slope / bound.certified - 1) < 1e-6, "\(bound)")
  }

  /// A wrong closed form also has the wrong slope of log T: β enters distorted.
  @Test(arguments: ["orthogonal-time", "two-cluster-merger", "cap-collapse-time", "layernorm-time"])
  func aTimeThatGrowsTooFastIsRejected(_ id: String) throws {
    // T -> T^1.01 moves the slope of log T by one percent, whatever its size.
    let report = try Overlap.crossCheck(id, parameters: "") { Double.pow($0, 1.01) }
    let rate = try #require(report.rates.first)
    #expect(rate.verdict == .disagrees, "\(rate)")
  }

  /// Near the tricritical point the sixth order takes over: no order is fitted.
  @Test func noOrderAtTheTricriticalPoint() throws {
    let report = try Overlap.crossCheck("noisy-quartic", "d=2 beta=2.44")
    #expect(report.rates.isEmpty)
  }

  /// Tokens that stay apart: the rate is fitted after they have gathered.
  @Test func metastableTokens() throws {
    let report = try Overlap.crossCheck("orthogonal-rate-constant", "kind=SA n=8 beta=5 gamma0=0")
    #expect(report.verdict == .agrees && report.rates.count == 1, "\(report)")
  }
}
