import TestSupport
import Testing
import VlasovAnalysis
import VlasovNumbers

@testable import VlasovModes

/// The counter against independent routes and against itself under changes that leave the count alone.
@Suite struct ModeCountRouteTests {
  /// Sign changes of F from - to + by isolation of its zeros, in balls, on the sample's hull: another algorithm.
  private func isolated(_ points: [Rational], _ weights: [Rational], _ beta: Rational) -> Int? {
    withPrecision(192) {
      let x = points.map { Ball($0) }
      let w = weights.map { Ball($0) }
      let b = Ball(beta)
      func sum(_ t: Ball, _ term: (Ball, Ball) -> Ball) -> Ball {
        zip(x, w).reduce(Ball(0)) { $0 + $1.1 * term(t - $1.0, Ball.exp(-(b * Ball.pow(t - $1.0, 2)) / 2)) }
      }
      let found = RootIsolation().zeros(
        of: { sum($0) { d, e in d * e } },
        derivative: { sum($0) { d, e in (1 - b * Ball.pow(d, 2)) * e } },
        from: Ball(points.min()! - 1), to: Ball(points.max()! + 1))
      return found.isComplete ? found.zeros.filter { $0.direction == .rising }.count : nil
    }
  }

  @Test("isolation of zeros finds the same modes", arguments: 0..<40)
  func isolation(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let n = 1 + Int(random.next() % 12)
    let points = (0..<n).map { _ in Rational(Int(random.next() % 4001) - 2000, 500) }
    let weights =
      seed % 2 == 0
      ? points.map { _ in Rational(1) } : points.map { _ in Rational(Int(random.next() % 99) + 1, 7) }
    let beta = Rational(Int(random.next() % 300) + 1, 10)
    let sample = try Sample(
      numbers: points.map { .rational($0) }, weights: weights.map { .rational($0) })
    let count = try ModeCounter().count(sample, beta: beta)
    guard let expected = isolated(points, weights, beta) else {
      // Then the isolation met a near bifurcation: the counter still has to be sure of itself.
      #expect(count.lower <= count.upper)
      return
    }
    #expect(count.modes == expected, "seed \(seed): \(points) \(weights) beta \(beta)")
  }

  @Test("balls alone count as doubles do", arguments: 0..<12)
  func routes(_ seed: UInt64) throws {
    let n = [20, 100, 300][Int(seed % 3)]
    let beta = Rational([3, 40, 500, 20_000][Int(seed % 4)])
    let sample = try Sample.irwinHall(seed: seed, count: n)
    let fast = try ModeScan(sample, beta: beta, maximumBits: 512, threads: 1).run(keepsBrackets: false)
    let slow = try ModeScan(sample, beta: beta, maximumBits: 512, threads: 1, usesDoubles: false)
      .run(keepsBrackets: false)
    #expect(fast.count.modes == slow.count.modes, "seed \(seed)")
    #expect(fast.count.escalations == 0)
    #expect(slow.count.highestBits >= 128 || slow.count.cells == slow.count.boxes)
  }

  @Test("the number of threads changes nothing")
  func threads() throws {
    let sample = try Sample.irwinHall(seed: 4, count: 60_000, threads: 2)
    let one = try ModeCounter(threads: 1).brackets(sample, beta: 1_000_000)
    let three = try ModeCounter(threads: 3).brackets(sample, beta: 1_000_000)
    #expect(one.brackets == three.brackets)
    #expect(one.count.cells == three.count.cells)
    #expect(sample.points == (try Sample.irwinHall(seed: 4, count: 60_000, threads: 1)).points)
  }

  @Test("counts do not decrease with beta: scale space", arguments: 0..<6)
  func scaleSpace(_ seed: UInt64) throws {
    let sample = try Sample.irwinHall(seed: seed, count: 500)
    var last = 1
    for k in 0..<24 {
      let count = try ModeCounter().count(sample, beta: Rational(Integer(1) << k))
      let modes = try #require(count.modes)
      #expect(modes >= last, "seed \(seed) beta 2^\(k)")
      #expect(modes <= count.distinct)
      last = modes
    }
    // At spacings of many bandwidths every point is a mode.
    #expect(try ModeCounter().count(sample, beta: Rational(Integer(1) << 60)).modes == sample.distinct)
  }

  @Test("shifts, scalings and reflections, exact ones", arguments: 0..<6)
  func symmetries(_ seed: UInt64) throws {
    let numbers = Sample.irwinHallNumbers(seed: seed, count: 200).map { Rational(exactly: $0)! }
    let beta = Rational(700)
    func count(_ map: (Rational) -> Rational, _ beta: Rational) throws -> Int? {
      try ModeCounter().count(Sample(numbers: numbers.map { .rational(map($0)) }), beta: beta).modes
    }
    let expected = try count({ $0 }, beta)
    #expect(expected != nil)
    // Far away, where the points are no doubles any more.
    let far = Rational(Integer(10).power(60)) / 7
    #expect(try count({ $0 + far }, beta) == expected)
    #expect(try count({ $0 + 1_000_000_007 }, beta) == expected)
    #expect(try count({ -$0 }, beta) == expected)
    #expect(try count({ $0 / 3 }, beta * 9) == expected)
    #expect(try count({ $0 * Rational(Integer(1) << 300) }, beta / Rational(Integer(1) << 600)) == expected)
  }

  @Test("weights: repeats, common factors, light points")
  func weights() throws {
    let points = Sample.irwinHallNumbers(seed: 11, count: 40)
    let multiples = points.indices.map { $0 % 3 + 1 }
    let repeated = try Sample(doubles: zip(points, multiples).flatMap { Array(repeating: $0, count: $1) })
    for factor in [Rational(1), Rational(1, 3), Rational(Integer(10).power(200))] {
      let weighted = try Sample(
        numbers: points.map { .double($0) }, weights: multiples.map { .rational(Rational($0) * factor) })
      for beta in [1, 30, 1000] {
        #expect(
          try ModeCounter().count(weighted, beta: Rational(beta)).modes
            == ModeCounter().count(repeated, beta: Rational(beta)).modes)
      }
    }
    // A point of weight 10^-60 far from the rest is a mode of its own; near the rest it is not.
    let light = 1 / Rational(Integer(10).power(60))
    func modes(_ x: Rational) throws -> Int? {
      try ModeCounter().count(
        Sample(numbers: [.rational(0), .rational(x)], weights: [.rational(1), .rational(light)]), beta: 1
      ).modes
    }
    #expect(try modes(40) == 2)
    #expect(try modes(5) == 1)
    func three(_ x: Rational) throws -> Int? {
      try ModeCounter().count(
        Sample(
          numbers: [.rational(0), .rational(x), .rational(-x)],
          weights: [.rational(1), .rational(light), .rational(light)]), beta: 1
      ).modes
    }
    #expect(try three(40) == 3)
    #expect(try three(5) == 1)
  }

  @Test("too little precision: undecided, with the truth between the bounds")
  func undecided() throws {
    let x = try #require(Rational(decimal: "2.0620111020806552290122962"))
    let sample = try Sample(numbers: [.rational(-x), .rational(0), .rational(x)])
    let count = try ModeCounter(maximumBits: 64).count(sample, beta: 1)
    #expect(!count.isDecided)
    #expect(count.lower <= 3 && 3 <= count.upper, "\(count)")
    #expect(count.lower >= 1)
    #expect(!count.unresolved.isEmpty)
    for interval in count.unresolved {
      #expect(interval.lower < interval.upper)
      // Around the saddle-node, 1.3246707137...
      let distance = ((interval.lower + interval.upper) / 2).magnitude.double - 1.3246707137
      #expect(abs(distance) < 1e-6)
    }
    #expect(try ModeCounter().count(sample, beta: 1).modes == 3)
  }

  @Test("ties of two atoms, one point, repeats")
  func exact() throws {
    func modes(_ points: [Rational], _ beta: Rational) throws -> Int? {
      try ModeCounter().count(Sample(numbers: points.map { .rational($0) }), beta: beta).modes
    }
    #expect(try modes([0, 1], 4) == 1)
    #expect(try modes([0, 1], 4 + 1 / Rational(Integer(10).power(40))) == 2)
    #expect(try modes([0, 1], 4 - 1 / Rational(Integer(10).power(40))) == 1)
    #expect(try modes([5], 4) == 1)
    #expect(try modes([5, 5, 5], 4) == 1)
    #expect(try modes([Rational(1, 3), Rational(1, 3), -2, 5], 2) == 3)
  }
}
