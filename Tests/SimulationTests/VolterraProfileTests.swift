import Foundation
import Testing
import VlasovSimulation

@Suite struct VolterraProfileTests {
  static let law = ErrorLaw.power(order: 2, next: 3)

  static func standard(time: Double = 1, lambda: Double = 1) throws -> VolterraProfile {
    VolterraProfile(
      modes: try RetrievalModes(beta: 1, decoder: .soft(vocabulary: 8)), time: time, lambda: lambda)
  }

  @Test func profileValues() throws {
    let data = try Self.standard().values(at: 0.5, cells: [100, 200, 400])
    try expectDecides(data, 1.2655236928023349733, law: Self.law, relative: 1e-4)
    let steep = VolterraProfile(
      modes: try RetrievalModes(beta: 2, decoder: .soft(vocabulary: 8)), time: 0.4, lambda: 1)
    try expectDecides(
      steep.values(at: 0.02, cells: [200, 400, 800, 1600]), 5.2919677926015825496, law: Self.law,
      relative: 1e-4)
  }

  @Test func hardAccuracyCoefficient() throws {
    let profile = VolterraProfile(
      modes: try RetrievalModes(beta: 1, decoder: .hard(vocabulary: 8)), time: 1, lambda: 1)
    try expectDecides(
      profile.values(at: 0.5, cells: [100, 200, 400]), 0.18603461409961667159, law: Self.law, relative: 1e-4)
  }

  /// One adjoint solve gives what as many forward solves give.
  @Test func gridAgreesWithForwardSolves() throws {
    let profile = try Self.standard()
    let grid = try profile.grid(from: 0.1, cells: 800)
    for i in stride(from: 3, to: 800, by: 199) {
      let s = grid.positions[i]
      let closed = Reference.profile(s, beta: 1, vocabulary: 8, t: 1, lambda: 1)
      #expect(abs(grid.values[i] - closed) < 1e-5 * closed, "s = \(s)")
      #expect(abs(try profile.value(at: s, cells: 400) - closed) < 1e-5 * closed)
    }
  }

  @Test func massShares() throws {
    let data = try Self.standard().massShares(upTo: 1.0 / 3, cells: [50, 100, 200, 400])
    try expectDecides(data, 0.32128136529445547654, law: Self.law, relative: 1e-4)
  }

  @Test func argmin() throws {
    let profile = try Self.standard()
    let minima = try [250, 500, 1000, 2000].map { cells in
      let points = try profile.grid(from: 0.01, cells: cells).criticalPoints
      #expect(points.map(\.kind) == [.minimum])
      return (size: Double(cells), point: points[0])
    }
    try expectDecides(
      minima.map { SizedObservation(size: $0.size, simulated: $0.point.position) }, 0.25927553813476440696,
      law: Self.law, relative: 1e-4)
    try expectDecides(
      minima.map { SizedObservation(size: $0.size, simulated: $0.point.value) }, 1.1953063758156608692,
      law: Self.law, relative: 1e-4)
  }

  /// beta = 30, M = 4, lambda = 6, t = 6284e-16: two wells in one head.
  @Test func doubleWell() throws {
    let modes = try RetrievalModes(beta: 30, decoder: .soft(vocabulary: 4))
    let profile = VolterraProfile(modes: modes, time: 6284e-16, lambda: 6)
    let points = try profile.grid(from: 0.02, cells: 3000).criticalPoints
    #expect(points.map(\.kind) == [.minimum, .maximum, .minimum])
    let expected = [0.38132327673513743, 0.86812860893207313, 0.99850460896684188]
    for (point, position) in zip(points, expected) { #expect(abs(point.position - position) < 2e-5) }
  }

  /// Counts 1, 2, 0 of the certified examples, on a grid.
  @Test(arguments: [(1, 1, 1), (4, 3, 2), (4.5, 3, 0)] as [(Double, Double, Int)])
  func criticalPointCounts(time: Double, lambda: Double, count: Int) throws {
    let grid = try Self.standard(time: time, lambda: lambda).grid(from: 0.005, cells: 1000)
    let report = Confrontation.compare(count: grid.criticalPoints.count, with: count)
    #expect(report.verdict == .agrees)
    #expect(Confrontation.compare(count: grid.criticalPoints.count, with: count + 1).verdict == .disagrees)
  }

  /// The four heads of the authors' double well, at s = 1/4, against the superposition of Bessel forms.
  @Test func heads() throws {
    let heads: [(Double, Double, Double)] = [
      (1, 0.2, 3), (-27.519314453632965, 0.2, 0.25), (-1.5515192155322617, 0.5, 0.25),
      (3.9262326774050965e-06, 3, 2),
    ]
    let profile = VolterraProfile(
      heads: try heads.map { weight, beta, lambda in
        .init(
          modes: try RetrievalModes(beta: beta, decoder: .soft(vocabulary: 8), scale: weight), lambda: lambda)
      }, time: 1.5)
    let data = try profile.values(at: 0.25, cells: [100, 200, 400])
    try expectDecides(data, -5.4677206292052439153, law: Self.law, relative: 1e-4)
  }

  @Test func endSlope() throws {
    let data = try Self.standard().endSlopes(distances: [0.04, 0.02, 0.01, 0.005])
    try expectDecides(data, 0.971614927086538171, law: Self.law, relative: 1e-4)
  }

  @Test func criticalTime() throws {
    let data = try Self.standard().criticalTimes(bracket: 0.5...4, distances: [0.04, 0.02, 0.01])
    try expectDecides(data, 2.4574889803282556125, law: Self.law, relative: 1e-4)
    #expect(throws: SimulationError.self) {
      try Self.standard().criticalTimes(bracket: 3...4, distances: [0.04])
    }
  }

  @Test func fold() throws {
    let data = try Self.standard(lambda: 3).folds(bracket: 3.75...6, from: 0.1, cells: [100, 200, 400])
    try expectDecides(data.map(\.time), 4.4708300578020724384, law: Self.law, relative: 1e-4)
    try expectDecides(data.map(\.position), 0.58690294917317796952, law: Self.law, relative: 1e-4)
  }

  @Test func sameBitsForAnyThreadCount() throws {
    let profile = try Self.standard()
    let one = try profile.grid(from: 0.1, cells: 200, threads: 1)
    for threads in [2, 3, 8] {
      #expect(try profile.grid(from: 0.1, cells: 200, threads: threads) == one)
      #expect(
        try profile.value(at: 0.3, cells: 200, threads: threads)
          == profile.value(at: 0.3, cells: 200, threads: 1))
    }
  }

  @Test func stops() {
    #expect(throws: SimulationError.stopped) {
      try Self.standard().grid(from: 0.1, cells: 100, stop: { true })
    }
  }
}
