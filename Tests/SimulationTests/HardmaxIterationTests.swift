import Testing

@testable import VlasovSimulation

@Suite struct HardmaxIterationTests {
  /// The example of the theory: token 1 goes to the leader 0 as 2^-k.
  @Test func example() throws {
    let iteration = HardmaxIteration(alpha: 1)
    let points: [Double] = [2, 0, 1, 0.25, 0, 1]
    #expect(try iteration.leaders(points: points, dimension: 2) == [0, 2])
    let end = try iteration.run(points: points, dimension: 2, steps: 5)
    #expect(end == [2, 0, 63.0 / 32, 1.0 / 128, 0, 1])
  }

  /// Opposite pairs: <x, .> ties between two tokens, whose mean attracts.
  @Test func ties() throws {
    let points: [Double] = [1, 1, 1, -1, 0.5, 0]
    let iteration = HardmaxIteration(alpha: 1)
    #expect(try iteration.attended(points: points, dimension: 2) == [[0], [1], [0, 1]])
    #expect(try iteration.run(points: points, dimension: 2, steps: 1) == [1, 1, 1, -1, 0.75, 0])
    // The token 0 attends to all, and moves to their mean.
    #expect(try iteration.attended(points: [0, 0, 3, 0, 0, 3], dimension: 2)[0] == [0, 1, 2])
    // Copies of a leader attend to each other, and stay.
    let copies: [Double] = [0.1, 0.7, 0.1, 0.7, 0.1, 0.7]
    #expect(try iteration.run(points: copies, dimension: 2, steps: 3) == copies)
    #expect(try iteration.leaders(points: copies, dimension: 2) == [])
  }

  /// Scores that differ by 2^-100, which doubles do not see.
  @Test func tiesAreExact() throws {
    let small = 0x1p-60
    let points = [1, small, 1, 1, 1, 1 + 0x1p-40]
    let attended = try HardmaxIteration(alpha: 1).attended(points: points, dimension: 2)
    #expect(attended == [[2], [2], [2]])
    // The same through a matrix whose entries are not exact products.
    let matrix = [1.1, 0.3, 0.3, 0.7]
    let tied = try HardmaxIteration(alpha: 1, matrix: matrix).attended(
      points: [0, 0, 0.1, 0.9, 0.1, 0.9], dimension: 2)
    #expect(tied == [[0, 1, 2], [1, 2], [1, 2]])
  }

  /// B changes who leads: <B x, y> with B = diag(1, 4).
  @Test func matrix() throws {
    let points: [Double] = [2, 0, 1, 1]
    #expect(try HardmaxIteration(alpha: 1).attended(points: points, dimension: 2) == [[0], [0, 1]])
    #expect(
      try HardmaxIteration(alpha: 1, matrix: [1, 0, 0, 4]).attended(points: points, dimension: 2) == [
        [0], [1],
      ])
  }

  /// Against all pairs by integers, on a grid with many ties; any threads.
  @Test func integers() throws {
    let seed: UInt64 = 51
    var random = RandomStream(seed: seed, stream: 0)
    for d in 1...4 {
      let n = 150
      let whole = (0..<n * d).map { _ in random.integer(below: 7) - 3 }
      let attended = try HardmaxIteration(alpha: 0.5).attended(points: whole.map { Double($0) }, dimension: d)
      for i in 0..<n {
        let scores = (0..<n).map { j in (0..<d).reduce(0) { $0 + whole[i * d + $1] * whole[j * d + $1] } }
        let top = scores.max()
        #expect(attended[i] == (0..<n).filter { scores[$0] == top }, "seed \(seed), d \(d), token \(i)")
      }
      let runs = try [1, 3].map {
        try HardmaxIteration(alpha: 0.5).run(
          points: whole.map { Double($0) }, dimension: d, steps: 4, threads: $0)
      }
      #expect(runs[0] == runs[1])
    }
  }

  @Test func exactSums() {
    var sum = ExactSum()
    sum.add(1)
    sum.add(1e-200)
    sum.add(-1)
    #expect(sum.sign == 1)
    sum.add(-1e-200)
    #expect(sum.sign == 0)
    sum.addProduct(0.1, 0.1)
    sum.add(-0.1 * 0.1)
    #expect(sum.sign == (0.1 * 0.1).subtracting(0.1, 0.1))
    var random = RandomStream(seed: 52, stream: 0)
    var triple = ExactSum()
    let numbers = (0..<60).map { _ in (random.normal(), random.normal(), random.normal()) }
    for (a, b, c) in numbers { triple.addProduct(a, b, c) }
    for (a, b, c) in numbers { triple.addProduct(c, -a, b) }
    #expect(triple.sign == 0)
  }

  @Test func badInput() {
    let points: [Double] = [1, 0, 0, 1]
    for (alpha, matrix) in [(0.0, nil), (.nan, nil), (1, [1.0]), (1, [1, 2, 3, 4]), (1, [1, 2, 2, 1])]
      as [(Double, [Double]?)]
    {
      #expect(throws: SimulationError.self) {
        _ = try HardmaxIteration(alpha: alpha, matrix: matrix).run(points: points, dimension: 2, steps: 1)
      }
    }
    #expect(throws: SimulationError.self) {
      _ = try HardmaxIteration(alpha: 1).run(points: [1, .infinity], dimension: 2, steps: 1)
    }
    #expect(throws: SimulationError.self) {
      _ = try HardmaxIteration(alpha: 1).run(points: points, dimension: 3, steps: 1)
    }
  }
}

extension Double {
  /// The sign of the rounding error of a product: +1 if a b is above `self`.
  fileprivate func subtracting(_ a: Double, _ b: Double) -> Int {
    let error = (-self).addingProduct(a, b)
    return error > 0 ? 1 : error < 0 ? -1 : 0
  }
}
