import Foundation
import Testing
import Vlasov

@testable import VlasovCInterface

@Suite struct SimulationCallTests {
  private struct Run {
    let result: CallResult
    let times: [Double]
    let states: [[Double]]
  }

  private func run(_ text: String, _ initial: [Double], saves: Int) -> Run {
    var times = [Double](repeating: -1, count: saves + 1)
    var states = [Double](repeating: .nan, count: (saves + 1) * initial.count)
    let result = CallResult.of {
      simulate(text, initial, Int64(initial.count), &times, &states, Int64(saves + 1), nil, nil, $0, $1)
    }
    let rows = (0...saves).map { Array(states[$0 * initial.count..<($0 + 1) * initial.count]) }
    return Run(result: result, times: times, states: rows)
  }

  private let points = ParticleSystem.uniformPoints(count: 20, dimension: 3, seed: 5)

  /// The states are those of the engine itself, bit for bit.
  @Test func sphere() throws {
    let text =
      #"{"model":"sphere","dimension":3,"time":2,"saves":2,"steps":100,"beta":4,"kind":"USA","V":[[1,0,0],[0,-1,0],[0,0,2]]}"#
    let run = run(text, points, saves: 2)
    #expect(run.result.status == 0 && run.times == [0, 1, 2] && run.states[0] == points)
    let system = ParticleSystem(kind: .usa, beta: 4, value: .symmetric([1, 0, 0, 0, -1, 0, 0, 0, 2]))
    let half = try system.run(points: points, dimension: 3, time: 1, method: .fixed(steps: 50))
    let end = try system.run(points: half.state, dimension: 3, time: 1, method: .fixed(steps: 50))
    #expect(run.states[1] == half.state && run.states[2] == end.state)
    #expect(run.result.objects.first?["steps"] as? Int == 100)
  }

  @Test func circle() throws {
    let angles = [0, 1, 2.5]
    let run = run(#"{"model":"circle","time":1,"beta":2,"tolerance":1e-10}"#, angles, saves: 1)
    let end = try ParticleSystem(kind: .sa, beta: 2).run(
      angles: angles, time: 1, method: .adaptive(tolerance: 1e-10))
    #expect(run.states[1] == end.state)
  }

  /// Post-LN is the field of SA: the directions agree within the error of the steps.
  @Test func normalized() {
    let post = run(
      #"{"model":"normalized","dimension":3,"time":1,"beta":2,"tolerance":1e-11}"#, points, saves: 1)
    let sphere = run(
      #"{"model":"sphere","dimension":3,"time":1,"beta":2,"tolerance":1e-11}"#, points, saves: 1)
    let gap = zip(post.states[1], sphere.states[1]).map { abs($0 - $1) }.max() ?? 1
    // A local tolerance of 1e-11 over a few dozen steps.
    #expect(gap < 1e-8, "\(gap)")
  }

  /// The first token of causal attention does not move.
  @Test func causal() {
    let run = run(#"{"model":"causal","dimension":3,"time":1,"steps":50,"beta":2}"#, points, saves: 1)
    #expect(run.result.status == 0)
    #expect(zip(run.states[1].prefix(3), points.prefix(3)).allSatisfy { abs($0 - $1) < 1e-14 })
    #expect(run.states[1] != points)
  }

  @Test func hardmax() throws {
    let run = run(#"{"model":"hardmax","dimension":3,"time":4,"saves":2,"alpha":1}"#, points, saves: 2)
    #expect(run.states[2] == (try HardmaxIteration(alpha: 1).run(points: points, dimension: 3, steps: 4)))
  }

  /// Scalar covariance under softmax with A = V = 1: sigma' = 2 sigma², sigma(t) = 1/(1/sigma0 - 2t).
  @Test func covariance() {
    let run = run(#"{"model":"covariance","dimension":1,"time":0.25,"steps":1000}"#, [1], saves: 1)
    // Classical Runge-Kutta: the error is of the order of (1/1000)^4.
    #expect(abs(run.states[1][0] - 2) < 1e-10, "\(run.states)")
  }

  @Test func gaussianTokens() throws {
    let text =
      #"{"model":"gaussian","dimension":3,"time":0.1,"steps":10,"A":[[1,0,0],[0,1,0],[0,0,0]],"causal":true}"#
    let run = run(text, points, saves: 1)
    var attention = ParticleAttention(
      .softmax, score: FloatMatrix(diagonal: [1, 1, 0]), value: .identity(3))
    attention.isCausal = true
    var tokens = GaussianParticles(points, dimension: 3)
    try tokens.run(attention, time: 0.1, steps: 10)
    #expect(run.states[1] == tokens.points)
  }

  /// Blows up at t = 1/2: undecided, not infinite numbers.
  @Test func blowUp() {
    let run = run(#"{"model":"covariance","dimension":1,"time":10,"steps":1000}"#, [1], saves: 1)
    #expect(run.result.status == 2)
    #expect(run.result.message.contains("infinite"), "\(run.result.message)")
  }

  /// The last time is the one asked for.
  @Test func lastTime() {
    let third = 1.0 / 3
    let run = run(#"{"model":"circle","time":\#(third),"saves":100,"beta":1}"#, [0, 1], saves: 100)
    #expect(run.times[100] == third)
    #expect(zip(run.times, run.times.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func notACovariance() {
    let run = run(#"{"model":"covariance","dimension":2,"time":1,"steps":1}"#, [1, 2, 2, 1], saves: 1)
    #expect(run.result.status == 64 && run.result.message.contains("eigenvalue"))
  }

  @Test(arguments: [
    (#"{"model":"sphere","dimension":3,"time":1}"#, "beta"),
    (#"{"model":"sphere","dimension":3,"time":-1,"beta":1}"#, "time"),
    (#"{"model":"sphere","dimension":7,"time":1,"beta":1}"#, "rows of 7"),
    (#"{"model":"sphere","dimension":3,"time":1,"beta":1,"V":[[1,0],[0,1]]}"#, "V"),
    (#"{"model":"sphere","dimension":3,"time":1,"beta":1,"V":[[1,2,0],[0,1,0],[0,0,1]]}"#, "V"),
    (#"{"model":"sphere","dimension":3,"time":1,"beta":1,"kind":"GPT"}"#, "kind"),
    (#"{"model":"sphere","dimension":3,"time":1,"beta":1,"weights":[1]}"#, "weights"),
    (#"{"model":"sphere","dimension":3,"time":1,"beta":1,"steps":5,"tolerance":0.1}"#, "exclude"),
    (#"{"model":"sphere","dimension":3,"time":1,"beta":1,"saves":2,"steps":5}"#, "multiple"),
    (#"{"model":"sphere","dimension":3,"time":1,"beta":1,"alpha":5}"#, "alpha"),
    (#"{"model":"sphere","dimension":3,"time":1,"beta":1e400}"#, "beta"),
    (#"{"model":"circle","dimension":3,"time":1,"beta":1}"#, "one angle"),
    (#"{"model":"causal","dimension":3,"time":1,"beta":1}"#, "steps"),
    (#"{"model":"causal","dimension":3,"time":1,"beta":1,"steps":2,"Q":[[1,2]]}"#, "Q"),
    (#"{"model":"hardmax","dimension":3,"time":1.5,"alpha":1}"#, "iterations"),
    (#"{"model":"hardmax","dimension":3,"time":1e300,"alpha":1}"#, "iterations"),
    (#"{"model":"covariance","dimension":3,"time":1,"steps":1}"#, "matrix"),
    (#"{"model":"gaussian","dimension":3,"time":1,"steps":1,"kind":"sinkhorn","causal":true}"#, "causal"),
    (#"{"model":"gaussian","dimension":3,"time":1,"steps":1,"epsilon":0,"kind":"sinkhorn"}"#, "eps"),
    (#"{"model":"gaussian","dimension":65536,"time":1,"steps":1}"#, "at most 2048"),
    (#"{"model":"covariance","dimension":65536,"time":1,"steps":1}"#, "at most 256"),
    (#"{"model":"flight","time":1}"#, "flight"), (#"{"time":1}"#, "model"),
  ])
  func malformed(_ text: String, _ complaint: String) {
    let run = run(text, points, saves: 1)
    #expect(run.result.status == 64, "\(run.result)")
    #expect(run.result.message.contains(complaint), "\(run.result.message)")
  }
}
