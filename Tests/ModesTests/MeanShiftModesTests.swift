import Testing
import VlasovModes
import VlasovNumbers
import VlasovSimulation

/// Mean shift, an independent float iteration, ends exactly at the certified modes.
@Suite struct MeanShiftModesTests {
  @Test(
    "mean shift from the sample's points finds exactly the certified modes",
    arguments: [(1, 200, 50), (2, 200, 50), (1, 1000, 100), (7, 300, 1000), (3, 500, 20), (4, 50, 5000)])
  func modes(seed: Int, n: Int, beta: Int) throws {
    let sample = try Sample.irwinHall(seed: UInt64(seed), count: n)
    let certified = try ModeCounter(threads: 1).modes(sample, beta: Rational(beta), digits: 12)
    let found = try MeanShift(points: sample.points, weights: sample.weights, beta: Double(beta)).modes()
    #expect(certified.count.modes == found.count)
    for (mode, x) in zip(certified.modes, found) {
      #expect(abs(mode.location.estimate - x) < 1e-9, "\(x) and \(mode.location.shortDescription)")
    }
  }
}
