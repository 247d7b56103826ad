import Foundation
import Testing

@testable import VlasovSimulation

@Suite struct NormalizedAttentionTests {
  /// Theory's times and radius for n = 4, beta = 1.5, from 0 to 0.9.
  @Test func layerNormTimes() throws {
    for (scheme, time) in [
      (NormalizedAttention.Scheme.pre, 5.8851812203308043457), (.peri, 4.9804072045886132099),
    ] {
      let passage = try NormalizedAttention.passage(
        scheme, 1.5, n: 4, from: 0, to: 0.9, radius: 1, steps: 400)
      #expect(abs(passage.time - time) < 1e-9 && abs(passage.radius - 5.5813670698594284852) < 1e-9)
      var system = NormalizedAttention(scheme: scheme, beta: 1.5, equiangular: 4, overlap: 0, radius: 1)
      let run = try system.run(time: time, method: .adaptive(tolerance: 1e-12))
      #expect(abs(system.overlap - 0.9) < 1e-9 && abs(system.radius - 5.5813670698594284852) < 1e-8)
      #expect(run.status == .finished && run.violations.isEmpty && system.time == time)
    }
  }

  /// One short step against the definition, for random tokens.
  @Test(arguments: [NormalizedAttention.Scheme.post, .pre, .peri, .ngpt])
  func velocities(scheme: NormalizedAttention.Scheme) throws {
    let (n, d, beta, h) = (7, 3, 2.0, 1e-7)
    let directions = ParticleSystem.uniformPoints(count: n, dimension: d, seed: 41)
    let radii = (0..<n).map { 0.5 + 0.3 * Double($0) }
    var system = try NormalizedAttention(scheme: scheme, beta: beta, directions: directions, radii: radii)
    system.alpha = 0.7
    try system.run(time: h, steps: 1)
    for i in 0..<n {
      func row(_ j: Int) -> [Double] { Array(directions[j * d..<(j + 1) * d]) }
      func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
      let weights = (0..<n).map { exp(beta * dot(row(i), row($0))) }
      let total = weights.reduce(0, +)
      let a = (0..<d).map { k in (0..<n).reduce(0) { $0 + weights[$1] / total * row($1)[k] } }
      let (along, norm) = (dot(a, row(i)), dot(a, a).squareRoot())
      let (speed, growth): (Double, Double) =
        switch scheme {
        case .post: (1, 0)
        case .pre: (1 / radii[i], along)
        case .peri: (1 / (radii[i] * norm), along / norm)
        case .ngpt: (0.7 / norm, 0)
        }
      for k in 0..<d {
        let velocity = (system.directions[i * d + k] - directions[i * d + k]) / h
        #expect(abs(velocity - speed * (a[k] - along * row(i)[k])) < 1e-5)
      }
      #expect(abs((system.radii[i] - radii[i]) / h - growth) < 1e-5)
    }
  }

  @Test(arguments: [NormalizedAttention.Scheme.post, .pre, .peri, .ngpt])
  func energyIncreases(scheme: NormalizedAttention.Scheme) throws {
    let directions = ParticleSystem.uniformPoints(count: 25, dimension: 4, seed: 42)
    for method in [StepMethod.adaptive(tolerance: 1e-9), .adaptive(tolerance: 1e-4), .fixed(steps: 200)] {
      var system = try NormalizedAttention(
        scheme: scheme, beta: 3, directions: directions, radii: Array(repeating: 1.5, count: 25))
      let run = try system.run(time: 6, method: method)
      #expect(run.violations.isEmpty && run.scaledEnergy.end > run.scaledEnergy.start)
    }
  }

  @Test func badInput() {
    for (directions, radii) in [([1.0, 0], [0.0]), ([1, 0, 0], [1, 1]), ([1], [1]), ([], [])] {
      #expect(throws: SimulationError.self) {
        _ = try NormalizedAttention(scheme: .pre, beta: 1, directions: directions, radii: radii)
      }
    }
  }
}
