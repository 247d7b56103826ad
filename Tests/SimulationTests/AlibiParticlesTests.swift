import Foundation
import Testing
import VlasovSimulation

@Suite struct AlibiParticlesTests {
  static let threeModes = (1...3).map { RetrievalModes.Mode(number: $0, weight: 1, rate: 0) }

  /// Two tokens: N E[cos n x(t)] with x' = -beta sin x e^{beta cos x}, x(0) uniform, by quadrature over x(0).
  static func twoTokens(_ n: Int, beta: Double, time: Double) -> Double {
    FloatQuadrature.periodicMean(nodes: 400) { start in
      var x = start
      let h = time / 400
      func velocity(_ x: Double) -> Double { -beta * sin(x) * exp(beta * cos(x)) }
      for _ in 0..<400 {
        let k1 = velocity(x)
        let k2 = velocity(x + h / 2 * k1)
        let k3 = velocity(x + h / 2 * k2)
        x += h / 6 * (k1 + 2 * k2 + 2 * k3 + velocity(x + h * k3))
      }
      return 2 * cos(Double(n) * x)
    }
  }

  /// Exact for the nonlinear model, for both controls, with beta on both sides of the halving of the exponential.
  @Test(arguments: [(0.4, 1), (1, 0.7), (2.5, 0.1)])
  func twoTokensAgainstQuadrature(beta: Double, time: Double) throws {
    let system = AlibiParticles(tokens: 2, beta: beta, lambda: 1, time: time, steps: 20)
    for control in [AlibiParticles.Control.initialAnswer, .rotatedSource] {
      let estimate = try system.run(
        modes: Self.threeModes, source: .token(1), control: control, samples: 20_000, seed: 11)
      for (n, mode) in zip(1...3, estimate.modes) {
        let exact = Self.twoTokens(n, beta: beta, time: time)
        #expect(abs(mode.mean - exact) <= 4 * mode.standardError + 1e-6, "\(control), n = \(n): \(mode)")
        #expect(mode.standardError < 0.1 * exact)
      }
    }
  }

  /// N = 12, beta = lambda = 1, t = 1/2, all sources: within the sampling errors of a published simulation of four
  /// million samples, and of the finite-N linear theory up to O(1 / N).
  @Test func twelveTokens() throws {
    let system = AlibiParticles(tokens: 12, beta: 1, lambda: 1, time: 0.5)
    let estimate = try system.run(
      modes: Self.threeModes, source: .all, control: .initialAnswer, samples: 60_000, seed: 2)
    let published = [(0.3433, 0.0006), (0.3259, 0.0013), (0.1178, 0.0019)]
    for (n, (mode, value)) in zip(1...3, zip(estimate.modes, published)) {
      let error = (mode.standardError * mode.standardError + value.1 * value.1).squareRoot()
      #expect(abs(mode.mean - value.0) <= 4 * error, "n = \(n): \(mode)")
      let theory = CausalPropagator(
        rate: Double(n * n) * Reference.besselI(n, 1), time: 0.5, lambda: 1)
      let linear = try (1...11).reduce(0) { try $0 + theory.value(tokens: 12, source: $1).value } / 11
      #expect(abs(mode.mean - linear) <= 4 * mode.standardError + 0.2 / 12, "n = \(n): \(mode), \(linear)")
      #expect(mode.standardError < 0.05 * mode.mean)
    }
  }

  /// Both controls estimate the same number; the rotated source does it with far fewer samples.
  @Test func controlsAgree() throws {
    let system = AlibiParticles(tokens: 10, beta: 1, lambda: -1, time: 0.5)
    let plain = try system.run(
      modes: Self.threeModes, source: .token(4), control: .initialAnswer, samples: 40_000, seed: 3)
    let rotated = try system.run(
      modes: Self.threeModes, source: .token(4), control: .rotatedSource, samples: 2000, seed: 4)
    for (x, y) in zip(plain.modes + [plain.combined], rotated.modes + [rotated.combined]) {
      let error = (x.standardError * x.standardError + y.standardError * y.standardError).squareRoot()
      #expect(abs(x.mean - y.mean) <= 4 * error)
      #expect(y.standardError < x.standardError)
    }
  }

  /// The profile S_t(1/2) from 8, 16, 32 tokens by the law O(1 / N); ten per cent more or less is rejected.
  @Test func profileFromParticles() throws {
    let modes = try RetrievalModes(beta: 1, decoder: .soft(vocabulary: 8))
    let data = try AlibiParticles(tokens: 2, beta: 1, lambda: 1, time: 0.5).study(
      sizes: [8, 16, 32], samples: [12_000, 9000, 6000], modes: modes.modes, source: .position(0.5), seed: 5)
    let closed = Reference.profile(0.5, beta: 1, vocabulary: 8, t: 0.5, lambda: 1)
    try expectDecides(data, closed, law: .power(order: 1, next: 2), relative: 0.1)
  }

  @Test func sameBitsForAnyThreadCount() throws {
    let system = AlibiParticles(tokens: 6, beta: 1, lambda: 1, time: 0.5)
    for control in [AlibiParticles.Control.initialAnswer, .rotatedSource] {
      let runs = try [1, 2, 5].map { threads in
        try system.run(
          modes: Self.threeModes, source: .position(0.4), control: control, samples: 500, threads: threads,
          seed: 9)
      }
      #expect(runs[0] == runs[1] && runs[0] == runs[2])
      let other = try system.run(
        modes: Self.threeModes, source: .position(0.4), control: control, samples: 500, seed: 10)
      #expect(other != runs[0])
    }
  }

  @Test func refusesBadInput() {
    let system = AlibiParticles(tokens: 6, beta: 1, lambda: 1, time: 0.5)
    #expect(throws: SimulationError.self) {
      try system.run(modes: Self.threeModes, source: .token(6), samples: 10, seed: 1)
    }
    #expect(throws: SimulationError.self) {
      try system.run(modes: Self.threeModes, source: .all, control: .rotatedSource, samples: 10, seed: 1)
    }
    #expect(throws: SimulationError.self) {
      try system.run(modes: [], source: .token(1), samples: 10, seed: 1)
    }
    #expect(throws: SimulationError.self) {
      try system.run(modes: Self.threeModes, source: .position(0.01), samples: 10, seed: 1)
    }
    #expect(throws: SimulationError.stopped) {
      try system.run(modes: Self.threeModes, source: .token(1), samples: 10, seed: 1, stop: { true })
    }
  }
}
