import Testing
import VlasovEnclosures
import VlasovNumbers

@testable import VlasovModes

@Suite struct ModeTreeTests {
  @Test("branches of three atoms")
  func threeAtoms() throws {
    // {-x, 0, x}, side modes are born at h = x/2.0620...
    let sample = try Sample(numbers: [-3, 0, 3].map { .decimal($0, exponent: 0) })
    let tree = try ModeCounter().tree(
      sample, bandwidths: [3, 2, Rational(3, 2), Rational(7, 5), 1, Rational(1, 2)], digits: 10)
    #expect(tree.levels.map { $0.count.modes } == [1, 1, 1, 3, 3, 3])
    #expect(tree.levels.map(\.branches) == [[1], [1], [1], [2, 1, 3], [2, 1, 3], [2, 1, 3]])
    #expect(tree.undecided.isEmpty)
    #expect(tree.isMonotone == .proved)
  }

  @Test("links are proved on random samples, and paths do not cross", arguments: 0..<4)
  func random(_ seed: UInt64) throws {
    let sample = try Sample.irwinHall(seed: seed, count: 300)
    let bandwidths = (1...12).map { Rational(1, 4 * $0) }
    let tree = try ModeCounter().tree(sample, bandwidths: bandwidths, digits: 9)
    #expect(tree.isMonotone == .proved)
    #expect(tree.undecided.count <= 1, "seed \(seed): \(tree.undecided)")
    for (a, b) in zip(tree.levels, tree.levels.dropFirst()) {
      #expect(Set(b.branches).count == b.branches.count)
      // The order of the branches that both have is the same.
      let common = b.branches.filter { a.branches.contains($0) }
      #expect(common == a.branches.filter { b.branches.contains($0) }, "seed \(seed)")
    }
  }

  @Test("the sign over a range of bandwidths contains the sign at each", arguments: 0..<6)
  func ranges(_ seed: UInt64) throws {
    let sample = try Sample.irwinHall(seed: seed, count: 100)
    let range = BandwidthRange(sample: sample)
    for k in 0..<20 {
      let t = Double(k) / 5 - 2
      let sum = range.enclosure(at: t, from: 9, to: 11)
      for beta in [9.0, 9.7, 10, 11] {
        withPrecision(128) {
          var f = Ball(0)
          for x in sample.points {
            let d = Ball(exactly: t) - Ball(exactly: x)
            f = f + d * Ball.exp(-(d * d) * Ball(exactly: beta) / 2)
          }
          #expect(
            sum.lower <= f.upperDouble && f.lowerDouble <= sum.upper, "seed \(seed) t \(t) beta \(beta)")
          let thin = range.enclosure(at: t, from: beta, to: beta)
          #expect(thin.lower <= f.upperDouble && f.lowerDouble <= thin.upper)
          #expect(thin.width < 1e-10)
        }
      }
    }
  }
}
