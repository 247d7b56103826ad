import Testing
import VlasovSimulation

@Suite struct MeanShiftTests {
  @Test("two points: the closed-form equation of the modes")
  func twoPoints() throws {
    let near = try MeanShift(points: [-0.9, 0.9], beta: 1)
    #expect(try near.modes().count == 1)
    #expect(abs(try near.modes()[0]) < 1e-7)
    let far = try MeanShift(points: [-1.5, 1.5], beta: 1).modes()
    #expect(far.count == 2)
    // x = 1.5 tanh(1.5 x), solved independently to 14 digits.
    for (mode, side) in zip(far, [-1.0, 1]) { #expect(abs(mode - side * 1.463_243_738_609_69) < 1e-13) }
  }

  @Test("the modes beyond the samples of {0.999, 2}")
  func knownModes() throws {
    let modes = try MeanShift(points: [0.999, 2], beta: 9).modes()
    #expect(modes.count == 2)
    #expect(abs(modes[0] - 1.011145537413133489) < 1e-14)
    #expect(abs(modes[1] - 1.987854462586866511) < 1e-14)
  }

  @Test("a limit is where the plain iteration ends")
  func plainIteration() throws {
    var random = RandomStream(seed: 11, stream: 0)
    let points = (0..<60).map { _ in random.normal() }.sorted()
    let shift = try MeanShift(points: points, beta: 30)
    let starts = (0..<40).map { _ in 2 * random.normal() }
    for (start, limit) in zip(starts, try shift.limits(from: starts)) {
      var x = start
      for _ in 0..<20_000 { x += shift.step(x) }
      #expect(abs(x - limit) < 1e-9, "from \(start)")
    }
  }

  @Test("a start on a valley stays there, and is no mode")
  func valley() throws {
    let shift = try MeanShift(points: [-2, 2], beta: 1)
    #expect(try shift.limits(from: [0]) == [0])
    #expect(try shift.modes(from: [0]).isEmpty)
    #expect(try shift.modes(from: [0, 1e-9]).count == 1)
  }

  @Test("weights, distant points and a nearly degenerate mode")
  func extremes() throws {
    #expect(try MeanShift(points: [-1.5, 1.5], weights: [1, 5], beta: 1).modes().count == 1)
    #expect(try MeanShift(points: [-1.5, 1.5], weights: [1, 3], beta: 1).modes().count == 2)
    #expect(try MeanShift(points: [0, 1, 1e300], beta: 1).modes().count == 2)
    #expect(try MeanShift(points: [0, 1, 1e300], beta: 6.25).modes().count == 3)
    #expect(try MeanShift(points: [-1, 0, 1], beta: 4.2).modes().count == 1)
    #expect(try MeanShift(points: [-1, 0, 1], beta: 4.3).modes().count == 3)
    #expect(try MeanShift(points: [7], beta: 1e-6).modes() == [7])
  }

  @Test("bad parameters are named")
  func badInput() {
    for (points, weights, beta) in [
      ([], nil, 1.0), ([1, 1], nil, 1), ([2, 1], nil, 1), ([0, .nan], nil, 1), ([0, 1], [1], 1),
      ([0, 1], [1, 0], 1), ([0, 1], nil, 0), ([0], nil, .infinity),
    ] as [([Double], [Double]?, Double)] {
      #expect(throws: SimulationError.self) { try MeanShift(points: points, weights: weights, beta: beta) }
    }
  }

  @Test("mean shift and the scan of the sign of P' find the same number of modes")
  func scan() throws {
    for trial in 0..<20 {
      var random = RandomStream(seed: 4, stream: UInt64(trial))
      let points = (0..<400).map { _ in random.normal() }.sorted()
      let beta = [20.0, 200, 2000][trial % 3]
      let found = try MeanShift(points: points, beta: beta).modes().count
      let counted = KernelModeScan(pointsPerBandwidth: 64).modes(points, beta: beta)
      #expect(found == counted, "seed 4, trial \(trial)")
    }
  }

  @Test("mean numbers of modes: two points, and a sparse Poisson process")
  func trials() throws {
    // 1 + erfc(1/√β) at β = 4; Λ - 2Λ² + 1.1 Λ³ at Λ = 0.02.
    let pair = try KernelModeTrials.normal(count: 2, beta: 4, samples: 40_000, threads: 2, seed: 1)
    #expect(abs(pair.mean - 1.479_500_122) < 4 * pair.standardError)
    let sparse = try KernelModeTrials.poisson(rate: 0.02, length: 5000, samples: 200, threads: 2, seed: 1)
    #expect(abs(sparse.mean - 0.019_209) < 4 * sparse.standardError)
  }
}
