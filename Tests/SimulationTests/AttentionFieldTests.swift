import Foundation
import Testing

@testable import VlasovSimulation

@Suite struct AttentionFieldTests {
  /// The definition, row by row, and the largest difference relative to what rounding explains.
  private func expectField(
    _ field: AttentionField, at points: [Double], _ note: String, location: SourceLocation = #_sourceLocation
  ) throws {
    let (n, d) = (field.count, field.dimension)
    let values = try field.values(at: points)
    let units = (0..<n).flatMap { SphereTokens.unit(Array(points[$0 * d..<($0 + 1) * d])) }
    func row(_ i: Int) -> [Double] { Array(units[i * d..<(i + 1) * d]) }
    let images = (0..<n).map { i -> [Double] in
      var image = row(i)
      units.withUnsafeBufferPointer { field.value.apply($0.baseAddress! + i * d, &image, dimension: d) }
      return image
    }
    let unit = (field.shift * Double(d + 3) + 6 + 2 * Double(n)) * 0x1p-53
    var interaction = 0.0
    for i in 0..<n {
      var (total, sum) = (0.0, [Double](repeating: 0, count: d))
      for j in 0..<n {
        let score = zip(row(i), images[j]).reduce(0) { $0 + $1.0 * $1.1 }
        let weight = field.weights[j] * exp(field.beta * score - field.shift)
        total += weight
        for k in 0..<d { sum[k] += weight * images[j][k] }
      }
      interaction += field.weights[i] * total
      let size = field.valueNorm
      for k in 0..<d {
        let difference = abs(values.attended[i * d + k] - sum[k] / total)
        #expect(
          difference <= 6 * unit * size, "\(note): token \(i), coordinate \(k)", sourceLocation: location)
      }
      #expect(
        abs(values.logPartition[i] - (log(total) + field.shift)) <= 4 * unit + 1e-15
          * (abs(log(total)) + field.shift),
        "\(note): Z of token \(i)", sourceLocation: location)
    }
    #expect(
      abs(values.scaledInteraction - interaction) <= 4 * unit * interaction, "\(note)",
      sourceLocation: location)
  }

  private func randomPoints(_ random: inout RandomStream, _ n: Int, _ d: Int) -> [Double] {
    (0..<n * d).map { _ in random.normal() }
  }

  @Test(arguments: VectorLevel.available)
  func smallSizes(level: VectorLevel) throws {
    let seed: UInt64 = 21
    var random = RandomStream(seed: seed, stream: 0)
    for d in 1...17 {
      for n in [1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 23] {
        let field = try AttentionField(
          count: n, dimension: d, beta: 4 * random.normal(), weights: (0..<n).map { _ in random.uniform() },
          threads: 1, level: level)
        try expectField(field, at: randomPoints(&random, n, d), "seed \(seed), n \(n), d \(d)")
      }
    }
  }

  /// Around the edges of one, two and several tiles, and of the passes over long rows.
  @Test(arguments: VectorLevel.available)
  func tileEdges(level: VectorLevel) throws {
    var random = RandomStream(seed: 22, stream: 0)
    for (n, d) in [
      (95, 2), (96, 3), (97, 3), (100, 4), (192, 5), (193, 2), (290, 7), (50, 255), (30, 256), (40, 257),
      (21, 520),
    ] {
      let field = try AttentionField(count: n, dimension: d, beta: 3, threads: 1, level: level)
      try expectField(field, at: randomPoints(&random, n, d), "n \(n), d \(d)")
    }
  }

  /// Several groups of tiles, some tokens without weight.
  @Test func groupsOfTiles() throws {
    var random = RandomStream(seed: 23, stream: 0)
    for (n, d) in [(800, 3), (701, 16), (1237, 2)] {
      let weights = (0..<n).map { $0 % 5 == 0 ? 0 : random.uniform() }
      let field = try AttentionField(count: n, dimension: d, beta: 5, weights: weights)
      try expectField(field, at: randomPoints(&random, n, d), "n \(n), d \(d)")
    }
  }

  @Test(arguments: VectorLevel.available)
  func valueMatrices(level: VectorLevel) throws {
    var random = RandomStream(seed: 24, stream: 0)
    for d in [2, 3, 8, 11] {
      let diagonal = (0..<d).map { _ in random.normal() }
      var symmetric = [Double](repeating: 0, count: d * d)
      for i in 0..<d {
        for j in 0...i {
          symmetric[i * d + j] = random.normal()
          symmetric[j * d + i] = symmetric[i * d + j]
        }
      }
      for value in [ValueMatrix.diagonal(diagonal), .symmetric(symmetric)] {
        let field = try AttentionField(count: 14, dimension: d, beta: -2, value: value, level: level)
        try expectField(field, at: randomPoints(&random, 14, d), "d \(d)")
      }
    }
  }

  @Test(arguments: VectorLevel.available)
  func sameBitsForAnyThreads(level: VectorLevel) throws {
    for (n, d) in [(1000, 3), (1531, 16), (300, 200)] {
      let points = ParticleSystem.uniformPoints(count: n, dimension: d, seed: 25)
      let system = ParticleSystem(kind: .sa, beta: 7, weights: (0..<n).map { 1 + Double($0 % 7) })
      let one = try system.field(points: points, dimension: d, threads: 1, level: level)
      #expect(TileSchedule(count: n, dimension: d).mostThreads >= 2)
      for threads in [2, 3, 4, 16] {
        #expect(try system.field(points: points, dimension: d, threads: threads, level: level) == one)
      }
    }
  }

  /// Who works on which tiles.
  private final class Watch: @unchecked Sendable {
    private let lock = NSLock()
    private var busy: [Int: Int] = [:]
    private(set) var seen: [Int: Int] = [:]
    /// The partners of each tile, in the order in which they came.
    private(set) var partners: [Int: [Int]] = [:]
    private(set) var clashes = 0

    func enter(_ i: Int, _ j: Int) {
      lock.withLock {
        for tile in Set([i, j]) {
          if busy[tile, default: 0] > 0 { clashes += 1 }
          busy[tile, default: 0] += 1
          partners[tile, default: []].append(tile == i ? j : i)
        }
        seen[i * 10_000 + j, default: 0] += 1
      }
    }

    func leave(_ i: Int, _ j: Int) {
      lock.withLock { for tile in Set([i, j]) { busy[tile, default: 0] -= 1 } }
    }
  }

  /// Every pair of tiles once, no tile with two workers at a time, and its partners in one order.
  @Test func schedule() {
    let sizes = [
      (1, 1), (96, 3), (97, 3), (500, 2), (700, 30), (1000, 2), (4000, 3), (10_000, 3), (10_000, 256),
      (30_001, 2),
    ]
    for (n, d) in sizes {
      let schedule = TileSchedule(count: n, dimension: d)
      #expect(schedule.tileRows % 4 == 0 && schedule.tileRows <= TileSchedule.mostRows)
      #expect((0..<schedule.tiles).reduce(0) { $0 + schedule.rows($1) } == (n + 3) / 4 * 4)
      #expect((0..<schedule.tiles).allSatisfy { schedule.rows($0) > 0 && schedule.rows($0) % 4 == 0 })
      let watches = [1, 2, 5].map { workers in
        let watch = Watch()
        schedule.forEachPair(workers: workers) { _, i, j in
          watch.enter(i, j)
          watch.leave(i, j)
        }
        return watch
      }
      for watch in watches {
        #expect(watch.seen.count == schedule.tiles * (schedule.tiles + 1) / 2)
        #expect(watch.seen.allSatisfy { $1 == 1 && $0 / 10_000 <= $0 % 10_000 })
        #expect(watch.clashes == 0 && watch.partners == watches[0].partners)
      }
    }
  }

  /// Large beta: distant tokens weigh nothing, near ones keep their digits.
  @Test func lowTemperature() throws {
    let points = [1.0, 0, 0, 1, cos(1e-3), sin(1e-3)]
    let values = try ParticleSystem(kind: .sa, beta: 1e6).field(points: points, dimension: 2)
    let near = exp(-2e6 * sin(0.5e-3) * sin(0.5e-3))
    #expect(values.attended[2...3] == [0, 1])
    #expect(abs(values.attended[1] - near * sin(1e-3) / (1 + near)) < 1e-10)
    #expect(abs(values.logPartition[1] - 1e6 + log(3)) < 1e-9)
  }

  @Test func energy() throws {
    // Two opposite tokens: (e^beta + e^-beta)/(4 beta).
    for beta in [0.5, 3, -2] {
      let values = try ParticleSystem(kind: .usa, beta: beta).field(points: [1, 0, -1, 0], dimension: 2)
      #expect(abs(values.energy - cosh(beta) / (2 * beta)) < 1e-15 * exp(abs(beta)))
    }
  }

  @Test func badInput() {
    func fails(_ name: String, _ body: () throws -> Void, location: SourceLocation = #_sourceLocation) {
      do {
        try body()
        Issue.record("no error", sourceLocation: location)
      } catch SimulationError.invalidParameter(let parameter, _) {
        #expect(parameter == name, sourceLocation: location)
      } catch {
        Issue.record("\(error)", sourceLocation: location)
      }
    }
    fails("n") { _ = try AttentionField(count: 0, dimension: 2, beta: 1) }
    fails("d") { _ = try AttentionField(count: 2, dimension: 0, beta: 1) }
    fails("d") { _ = try AttentionField(count: 1 << 20, dimension: 1 << 10, beta: 1) }
    fails("beta") { _ = try AttentionField(count: 2, dimension: 2, beta: .nan) }
    fails("beta") { _ = try AttentionField(count: 2, dimension: 2, beta: -351) }
    fails("beta") { _ = try AttentionField(count: 2, dimension: 2, beta: 100, value: .diagonal([4, -1])) }
    fails("weights") { _ = try AttentionField(count: 2, dimension: 2, beta: 1, weights: [1]) }
    fails("weights") { _ = try AttentionField(count: 2, dimension: 2, beta: 1, weights: [1, -1]) }
    fails("weights") { _ = try AttentionField(count: 2, dimension: 2, beta: 1, weights: [0, 0]) }
    fails("V") { _ = try AttentionField(count: 2, dimension: 2, beta: 1, value: .diagonal([1])) }
    fails("V") { _ = try AttentionField(count: 2, dimension: 2, beta: 1, value: .symmetric([1, 2, 3, 4])) }
    fails("points") { _ = try ParticleSystem(kind: .sa, beta: 1).field(points: [1, 2, 3], dimension: 2) }
    fails("points") { _ = try ParticleSystem(kind: .sa, beta: 1).field(points: [1, .nan], dimension: 2) }
    fails("beta") { _ = try ParticleSystem(kind: .usa, beta: 701).field(points: [1, 0], dimension: 2) }
  }
}
