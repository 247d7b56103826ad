import Testing
import VlasovSimulation

@testable import VlasovTheory

/// Brackets of the blow-up time for several heads, an affine layer, and L2 with keys that do not see a direction.
@Suite struct GaussianBlowUpTrapTests: ThemeTests {
  static let theme = "gaussian"

  static func bracket(_ call: String, digits: Int = 15) throws -> (low: Double, high: Double)? {
    let answer = try answer("general-ode", call, digits: digits, seconds: 20)
    guard answer.status == .refused else { return nil }
    let parts = (answer.reason ?? "").split { "[], ".contains($0) }.compactMap { Double($0) }.suffix(2)
    try #require(parts.count == 2, "\(answer.reason ?? "")")
    return (parts[parts.startIndex], parts[parts.startIndex + 1])
  }

  /// Blow-up times in closed form: u = (a, b) with t* = (1 + 2a²)/(2ab), and for any Σ0 with these matrices (Σ_11 is constant)
  /// Σ_12' = 2Σ_12²/(1 + 2Σ_11), so t* = (1 + 2Σ_11)/(2Σ_12).
  @Test(arguments: [("[[1,1],[1,1]]", 1.5), ("[[4,6],[6,9]]", 0.75), ("[[2,1],[1,2]]", 2.5)])
  func singularKeys(sigma: String, exact: Double) throws {
    let (low, high) = try #require(
      try Self.bracket("kind=l2 Sigma0=\(sigma) A=[[0,1],[0,0]] B=[[1,0],[0,0]] V=[[0,0],[0,1]] t=3"))
    #expect(low <= exact && exact <= high && high - low < 1e-8 * exact, "[\(low), \(high)]")
  }

  /// Before t* there is a value: Σ_12 = 1/(1 - 2t/5).
  @Test func singularKeysBefore() throws {
    let sigma = try Self.ball(
      "general-ode",
      "kind=l2 Sigma0=[[2,1],[1,2]] A=[[0,1],[0,0]] B=[[1,0],[0,0]] V=[[0,0],[0,1]] t=2 output=Sigma[1,2]",
      digits: 30)
    #expect((sigma - 5).containsZero)
  }

  /// Heads with one V, or one A, are one head: V = I twice is the closed form with the sum of the scores.
  @Test func headsThatAreOne() throws {
    let (low, high) = try #require(
      try Self.bracket(
        "kind=softmax Sigma0=[[2,1],[1,2]] A=[[[1,0],[0,1]],[[1/2,1/3],[0,-1]]] V=[[[1,0],[0,1]],[[2,0],[0,2]]] t=9"
      ))
    let one = try Self.ball(
      "blow-up-time", "Sigma0=[[2,1],[1,2]] A=[[2,2/3],[0,-1]] v=1", digits: 15
    ).estimate
    #expect(low <= one && one <= high && high - low < 1e-9)
  }

  static let simulated: [String] = [
    "kind=softmax Sigma0=[[2,1],[1,2]] A=[[[1,0],[0,1]],[[1/2,1/3],[0,1]]] V=[[[1,0],[1/2,1]],[[1,1/4],[0,1/2]]]",
    "kind=softmax Sigma0=[[2,1],[1,2]] A=[[1,0],[0,1]] V=[[1,0],[1/2,2]] W=[[-1/2,1],[0,1/3]]",
    "kind=softmax Sigma0=[[2,1],[1,2]] A=[[1,0],[0,1]] V=[[1,0],[0,1]] W=[[-1/2,1],[0,1/3]]",
    "kind=softmax Sigma0=[[1,0,0],[0,1,1/2],[0,1/2,1]] A=[[[1,0,0],[0,-1,1],[0,0,1]],[[1,1,0],[0,1,0],[0,0,0]]] V=[[[2,0,1],[0,1,0],[0,0,1]],[[1,0,0],[1,0,0],[0,1,-1]]]",
    "kind=l2 Sigma0=[[2,1],[1,2]] A=[[1,0],[0,1]] B=[[1,0],[0,0]] V=[[-1,0],[1/2,1]]",
    "kind=l2 Sigma0=[[2,1],[1,2]] A=[[1,0],[0,1]] B=[[1,0],[0,0]] V=[[0,0],[0,1]]",
    // The direction (1, -1) is not seen.
    "kind=l2 Sigma0=[[2,1],[1,3]] A=[[1,0],[1/2,1]] B=[[1/4,1/4],[1/4,1/4]] V=[[-1,-2],[-2,-1]]",
    // Two heads, three dimensions
    "kind=l2 Sigma0=[[2,1,0],[1,2,0],[0,0,1]] A=[[[1,0,0],[0,1,0],[0,0,1]],[[1,0,1],[0,1,0],[1,0,1]]] B=[[[1,0,0],[0,0,0],[0,0,1]],[[1,0,0],[0,0,0],[0,0,0]]] V=[[[-1,0,0],[1/2,1,0],[0,0,-1]],[[-1,0,0],[0,1/3,0],[0,0,-1/2]]]",
    "kind=l2 Sigma0=[[2,1],[1,2]] A=[[1,0],[0,1]] B=[[0,0],[0,0]] V=[[1,0],[1/3,1/2]]",
  ]

  @Test(arguments: simulated) func simulation(call: String) throws {
    let (low, high) = try #require(try Self.bracket(call + " t=20"), "\(call)")
    let time = try #require(try Self.simulatedTime(call, resolution: 64, trace: 1e8), "\(call)")
    #expect(low < time * (1 + 1e-5) && time * (1 - 1e-5) < high, "\(call): [\(low), \(high)] \(time)")
    #expect(high - low < 1e-6 * high, "[\(low), \(high)]")
  }

  static func simulatedTime(_ call: String, resolution: Double, trace: Double) throws -> Double? {
    let arguments = try Self.call("general-ode", call + " t=1").arguments
    let model = try GeneralOde.model(arguments)
    let start = try #require(arguments.exactMatrix("Sigma0"))
    return GaussianAttention(model).blowUp(
      from: FloatMatrix(start), resolution: resolution, trace: trace, maxSteps: 200_000)?.time
  }

  /// Random models and states grown from them: wherever a certificate speaks, it bounds the simulated time.
  @Test func randomModels() throws {
    let count = try Self.check(stream: 81, trials: 60)
    #expect(count > 8, "\(count)")
  }

  static func check(stream: UInt64, trials: Int) throws -> Int {
    var random = RandomStream(seed: seed, stream: stream)
    func number() -> Rational { Rational(Int(random.next() % 9) - 4, 4) }
    var spoken = 0
    for trial in 0..<trials {
      let d = 2 + trial % 2
      func matrix() -> Matrix<Rational> { Matrix(rows: d, columns: d) { _, _ in number() } }
      let isKeyed = trial % 3 == 2
      let heads = (0..<(1 + trial % 2)).map { _ -> CovarianceHead in
        var (value, key) = (matrix(), Matrix<Rational>.zero(d, d))
        if isKeyed {
          // e_d is not seen, and V keeps it.
          for i in 0..<(d - 1) {
            value[i, d - 1] = 0
            key[i, i] = 1
          }
        }
        return CovarianceHead(value: value, score: matrix(), key: isKeyed ? key : nil)
      }
      let model = CovarianceModel(
        kind: isKeyed ? .l2 : .softmax, heads: heads, feedForward: !isKeyed && trial % 4 < 2 ? matrix() : nil)
      let floats = GaussianAttention(model)
      let half = matrix()
      let start = half * half.transpose + .identity(d)
      for trace in [1e2, 1e4, 1e6] {
        guard
          let grown = floats.blowUp(
            from: FloatMatrix(start), resolution: 16, trace: trace, maxSteps: 4000)?.covariance
        else { continue }
        let entries = grown.entries.map { Rational(exactly: $0) ?? 0 }
        let state = Matrix(rows: d, columns: d, entries).symmetricPart
        let place: Comment = "seed \(seed) trial \(trial) trace \(trace)"
        withPrecision(128) {
          let sigma = state.lifted(to: Ball.self)
          for rest in [
            BlowUpTrap(model.simplified, near: sigma)?.remaining(sigma),
            SingularKeyTrap(model.simplified, near: sigma)?.remaining(sigma),
          ] {
            guard let (low, high) = rest else { continue }
            spoken += 1
            let time =
              floats.blowUp(
                from: FloatMatrix(state), resolution: 16, trace: 1e6 * trace, maxSteps: 100_000)?.time
              ?? .infinity
            #expect(low.lowerDouble < time * 1.01 && time < high.upperDouble * 1.01, place)
          }
        }
      }
    }
    return spoken
  }

  /// Without keys in the way of growth: a key of full rank, or V that leaves what is not seen, gives no chart.
  @Test func seenDirections() {
    let sigma = FlowInstance.sig(2).lifted(to: Ball.self)
    func chart(_ key: [[Rational]], _ value: [[Rational]]) -> BlowUpChart? {
      BlowUpChart(
        CovarianceModel(
          kind: .l2,
          heads: [CovarianceHead(value: Matrix(value), score: .identity(2), key: Matrix(key))],
          feedForward: nil), near: sigma)
    }
    #expect(chart([[1, 0], [0, 1]], [[1, 0], [0, 1]]) == nil)
    #expect(chart([[1, 0], [0, 0]], [[1, 1], [0, 1]]) == nil)
    #expect(chart([[1, 0], [0, 0]], [[1, 0], [1, 1]])?.growing == 1)
  }
}
