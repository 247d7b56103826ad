import Testing
import VlasovEnclosures
import VlasovModes
import VlasovNumbers
import VlasovSimulation

@Suite struct DescartesBoundTests {
  static func bound(_ sample: Sample, _ beta: Rational, _ a: Rational) throws -> DescartesBound {
    try #require(try DescartesBound.modes(of: sample, beyond: a, beta: beta))
  }

  @Test("the two modes beyond 1 of {0.999, 2}, where one sample lies")
  func counterexample() throws {
    let sample = try Sample(numbers: [.decimal(999, exponent: -3), .rational(2)])
    let bound = try Self.bound(sample, 9, 1)
    #expect(bound.signChanges == 3)
    #expect(bound.modes == 2)
  }

  @Test(
    "reference values",
    arguments: [
      (1, 100, 10, Rational(1), 6, 3), (1, 100, 10, Rational(-1, 2), 53, 27), (7, 300, 1000, 1, 75, 38),
      (1, 1000, 100, 2, 23, 12),
    ])
  func references(seed: Int, n: Int, beta: Int, a: Rational, changes: Int, modes: Int) throws {
    let sample = try Sample.irwinHall(seed: UInt64(seed), count: n)
    let bound = try Self.bound(sample, Rational(beta), a)
    #expect(bound.signChanges == changes)
    #expect(bound.modes == modes)
    #expect(bound.bits == SmallBall.bits)
  }

  @Test("one point: all or nothing")
  func onePoint() throws {
    let sample = try Sample(doubles: [0])
    #expect(try Self.bound(sample, 1, 1).modes == 0)
    #expect(try Self.bound(sample, 1, -1).modes == 1)
    #expect(try Self.bound(sample, 1, 0).modes == 0)
  }

  @Test("exact zeros of R are recognised")
  func zeros() throws {
    // Symmetric about a: the slope at -∞ vanishes. One point left of the other by d - 1/(βd): a zero at a jump.
    let symmetric = try Sample(doubles: [-3, -1, 1, 3])
    #expect(try Self.bound(symmetric, 1, 0).signChanges == 3)
    #expect(try Self.bound(symmetric, 1, 0).bits == SmallBall.bits)
    let atJump = try Sample(numbers: [.rational(3), .rational(Rational(8, 3))])
    #expect(try Self.bound(atJump, 1, 0).bits == SmallBall.bits)
    // d² = 1/β for both of a pair: R vanishes left of it.
    let constant = try Sample(doubles: [-1, 1])
    #expect(try Self.bound(constant, 1, 0).bits == SmallBall.bits)
  }

  @Test("a point too far for exponentials, ties, weights and a tiny bandwidth")
  func extremes() throws {
    let spread = try Sample(doubles: [0, 1, 1e300])
    // The pair {0, 1} cancels exactly at -∞: the sign is that of e^(-10^600/2).
    #expect(try Self.bound(spread, 1, Rational(1, 2)).signChanges == 3)
    #expect(try Self.bound(spread, Rational(25, 4), -1).modes >= 3)
    let tied = try Sample(doubles: [1, 1, 1, 2])
    let weighted = try Sample(numbers: [.rational(1), .rational(2)], weights: [.rational(3), .rational(1)])
    #expect(try Self.bound(tied, 9, 0).signChanges == Self.bound(weighted, 9, 0).signChanges)
    let fine = try Sample.irwinHall(seed: 3, count: 50)
    let beta = Rational(Integer(10).power(40))
    #expect(try Self.bound(fine, beta, -10).modes == 50)
    #expect(throws: SampleError.self) { try DescartesBound.modes(of: fine, beyond: 0, beta: 0) }
  }

  /// Modes in (a, ∞) by a fine scan of the sign of P', in double precision.
  static func modes(_ x: [Double], _ beta: Double, beyond a: Double) -> Int {
    let h = 1 / beta.squareRoot()
    let end = (x.max() ?? 0) + 2 * h
    guard end > a else { return 0 }
    let steps = Int((end - a) / h * 60) + 1
    var modes = 0
    var last = 0.0
    for k in 1...steps {
      let t = a + (end - a) * (Double(k) - 0.382) / Double(steps)
      let nearest = x.map { abs($0 - t) }.min() ?? 0
      let f = x.reduce(0) {
        $0 + ($1 - t) * Double.exp(-beta / 2 * (($1 - t) * ($1 - t) - nearest * nearest))
      }
      if last > 0, f < 0 { modes += 1 }
      if f != 0 { last = f }
    }
    return modes
  }

  @Test("no random sample has more modes beyond a than the bound")
  func property() throws {
    let seed: UInt64 = 20_241_209
    var sharp = 0
    for trial in 0..<3000 {
      var random = RandomStream(seed: seed, stream: UInt64(trial))
      let n = 1 + random.integer(below: 12)
      // Multiples of 1/16, so that ties and symmetric pairs occur.
      let x = (0..<n).map { _ in (random.normal() * 16).rounded() / 16 }
      let beta = [1, 4, 9, 30][random.integer(below: 4)]
      let a = Double(random.integer(below: 65) - 32) / 16
      let bound = try Self.bound(
        try Sample(doubles: x), Rational(beta), try #require(Rational(exactly: a)))
      let modes = Self.modes(x, Double(beta), beyond: a)
      #expect(modes <= bound.modes, "seed \(seed), trial \(trial): \(x), beta \(beta), a \(a)")
      if modes == bound.modes { sharp += 1 }
    }
    #expect(sharp > 300)
  }

  @Test("far left of the sample the bound is the number of distinct points at most")
  func farLeft() throws {
    let sample = try Sample.irwinHall(seed: 5, count: 40)
    #expect(try Self.bound(sample, 1000, -100).modes <= 40)
  }

  @Test("a hundred thousand points")
  func large() throws {
    let sample = try Sample.irwinHall(seed: 1, count: 100_000)
    let clock = ContinuousClock()
    let start = clock.now
    let bound = try Self.bound(sample, 10_000, 1)
    #expect(clock.now - start < .seconds(5))
    #expect(bound.bits == SmallBall.bits)
    #expect(bound.signChanges > 100)
  }
}
