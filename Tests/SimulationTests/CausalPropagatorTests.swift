import Foundation
import Testing
import VlasovSimulation

@Suite struct CausalPropagatorTests {
  /// N [exp(a t W)]_{N,i} by scaling and squaring of a Taylor polynomial of the dense matrix.
  static func dense(tokens: Int, source: Int, strength: Double, lambda: Double) -> Double {
    typealias Matrix = [[Double]]
    func multiply(_ x: Matrix, _ y: Matrix) -> Matrix {
      x.map { row in
        (0..<tokens).map { j in (0..<tokens).reduce(0) { $0 + row[$1] * y[$1][j] } }
      }
    }
    let identity: Matrix = (0..<tokens).map { i in (0..<tokens).map { $0 == i ? 1 : 0 } }
    let generator: Matrix = (0..<tokens).map { j in
      let weights = (0..<tokens).map { k in k < j ? exp(-lambda * Double(j - k) / Double(tokens)) : 0 }
      let total = weights.reduce(0, +)
      return weights.map { total > 0 ? $0 / total * strength / 1024 : 0 }
    }
    var sum = identity
    for order in stride(from: 12, through: 1, by: -1) {
      sum = multiply(generator, sum).map { row in row.map { $0 / Double(order) } }
      for i in 0..<tokens { sum[i][i] += 1 }
    }
    for _ in 0..<10 { sum = multiply(sum, sum) }
    return Double(tokens) * sum[tokens - 1][source - 1]
  }

  @Test(arguments: [
    (8, 3, 1, 1), (24, 7, 1.3, 1), (16, 1, 1, 0), (12, 11, 4, -3), (5, 5, 2, 1), (1, 1, 2, 1),
  ])
  func agreesWithTheDenseExponential(_ tokens: Int, _ source: Int, _ strength: Double, _ lambda: Double)
    throws
  {
    let propagator = CausalPropagator(rate: strength, time: 1, lambda: lambda)
    let estimate = try propagator.value(tokens: tokens, source: source)
    let expected = Self.dense(tokens: tokens, source: source, strength: strength, lambda: lambda)
    #expect(abs(estimate.value - expected) < 1e-11 * expected)
    #expect(estimate.error < 1e-11 * estimate.value)
  }

  @Test(
    arguments: [
      (8, 3, 1, 1, 1, 1.7226072588479587241), (24, 7, 1.3, 1, 1, 2.6301543848786265855),
      (16, 1, 2, 0.5, 0, 3.7763665158293120838),
    ] as [(Int, Int, Double, Double, Double, Double)])
  func referenceValues(_ n: Int, _ i: Int, _ a: Double, _ t: Double, _ lambda: Double, _ value: Double) throws
  {
    let propagator = CausalPropagator(rate: a, time: t, lambda: lambda)
    let estimate = try propagator.value(tokens: n, source: i)
    #expect(try Confrontation.compare(estimate, with: certified(value)).verdict == .agrees)
    let wrong = try Confrontation.compare(estimate, with: certified(value, relativeError: 1e-11))
    #expect(wrong.verdict == .disagrees)
    let steps = try propagator.rungeKuttas(tokens: n, source: i, steps: [8, 16, 32, 64])
    try expectDecides(steps, value, law: .power(order: 4, next: 5), relative: 1e-4)
  }

  /// N C - g at i = 0.3 N, a = 1.3, t = 1, lambda = 1: N times the difference tends to 2.250.
  @Test func convergesToTheGreenFunction() throws {
    let data = try CausalPropagator(rate: 1.3, time: 1, lambda: 1).values(
      tokens: [50, 100, 200, 400, 800], position: 0.3)
    let green = Reference.green(1.3, 1, 1, 0.3, 1)
    for (observation, difference) in zip(data, [0.0453, 0.02258, 0.01127, 0.00563, 0.002813]) {
      #expect(abs(observation.simulated - green - difference) < 5e-5)
    }
    try expectDecides(data, green, law: .power(order: 1, next: 2), relative: 1e-4)
    let report = try Confrontation.compare(data, with: certified(green), law: .power(order: 1, next: 2))
    #expect(try #require(report.orderInterval).contains(1))
  }

  /// At a position that is no multiple of 1 / N the interpolation keeps the law.
  @Test func irrationalPosition() throws {
    let s = 1 / 7.0.squareRoot()
    let data = try CausalPropagator(rate: 1, time: 1, lambda: 2).values(
      tokens: [200, 400, 800, 1600], position: s)
    try expectDecides(data, Reference.green(1, 1, 1, s, 2), law: .power(order: 1, next: 2), relative: 1e-3)
  }

  @Test func refusesBadInput() {
    let propagator = CausalPropagator(rate: 1, time: 1, lambda: 1)
    #expect(throws: SimulationError.self) { try propagator.value(tokens: 8, source: 9) }
    #expect(throws: SimulationError.self) { try propagator.value(tokens: 8, source: 0) }
    #expect(throws: SimulationError.self) { try propagator.rungeKutta(tokens: 8, source: 1, steps: 0) }
    #expect(throws: SimulationError.self) { try propagator.values(tokens: [3], position: 0.1) }
    #expect(throws: SimulationError.self) {
      try CausalPropagator(rate: 1, time: 1, lambda: 1e4).value(tokens: 8, source: 1)
    }
  }
}
