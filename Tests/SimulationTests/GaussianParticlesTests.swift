import Foundation
import Testing
import VlasovSimulation

@Suite struct GaussianParticlesTests {
  typealias Kind = ParticleAttention.Kind

  private static func law(_ d: Int) -> GaussianMoments {
    GaussianMoments(
      mean: FloatMatrix(column: (0..<d).map { 0.5 - Double($0) / 4 }), covariance: Instance.sig(d))
  }

  private static func attention(_ kind: Kind, _ d: Int) -> ParticleAttention {
    ParticleAttention(
      kind,
      heads: [
        .init(score: Instance.aq(d), value: Instance.vq(d), key: Instance.bq(d)),
        .init(score: Instance.nq(d), value: Instance.vp(d), key: Instance.vp(d)),
      ], epsilon: 0.75, feedForward: Instance.wq(d),
      bias: FloatMatrix(column: (0..<d).map { 0.25 * Double($0) }))
  }

  /// The definition, pair by pair, with Sinkhorn's scaling of the whole matrix of weights.
  private static func direct(_ attention: ParticleAttention, _ particles: GaussianParticles) -> [Double] {
    let (n, d) = (particles.count, particles.dimension)
    let x = (0..<n).map { FloatMatrix(column: Array(particles.points[$0 * d..<($0 + 1) * d])) }
    func dot(_ a: FloatMatrix, _ b: FloatMatrix) -> Double { (a.transpose * b)[0, 0] }
    var speeds = x.map { token in
      (attention.feedForward.map { $0 * token } ?? .zero(d, 1)) + (attention.bias ?? .zero(d, 1))
    }
    for head in attention.heads {
      var weights = x.enumerated().map { i, token -> [Double] in
        let image = head.score * token
        return x.enumerated().map { j, key -> Double in
          if attention.isCausal && j > i { return 0 }
          switch attention.kind {
          case .softmax: return exp(dot(key, image))
          case .l2: return exp(2 * dot(key, image) - dot(key, (head.key ?? .zero(d, d)) * key))
          case .sinkhorn: return exp(dot(key, image) / attention.epsilon)
          case .sigmoid: return 1 / (1 + exp(-dot(key, image))) / Double(attention.isCausal ? i + 1 : n)
          }
        }
      }
      if attention.kind == .sinkhorn {
        for _ in 0..<200 {
          for j in 0..<n {
            let total = (0..<n).reduce(0) { $0 + weights[$1][j] }
            for i in 0..<n { weights[i][j] /= total }
          }
          for i in 0..<n {
            let total = weights[i].reduce(0, +)
            for j in 0..<n { weights[i][j] /= total }
          }
        }
      } else if attention.kind != .sigmoid {
        weights = weights.map { row in
          let total = row.reduce(0, +)
          return row.map { $0 / total }
        }
      }
      for i in 0..<n {
        var mean = FloatMatrix.zero(d, 1)
        for j in 0..<n { mean += weights[i][j] * x[j] }
        speeds[i] += head.value * mean
      }
    }
    return speeds.flatMap(\.entries)
  }

  private func worst(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { abs($1.0 - $1.1) > $0 || ($1.0 - $1.1).isNaN ? abs($1.0 - $1.1) : $0 }
  }

  @Test("velocities are those of the definition", arguments: Kind.allCases)
  func definition(kind: Kind) throws {
    for (n, d) in [(1, 2), (3, 1), (97, 2), (130, 3), (101, 8)] {
      var attention = Self.attention(kind, d)
      attention.tolerance = 1e-12
      let particles = try GaussianSampler(Self.law(d)).particles(count: n, seed: 1, stream: UInt64(n))
      let speeds = try particles.velocities(attention)
      let gap = worst(speeds, Self.direct(attention, particles))
      #expect(gap < 1e-9, "\(kind), n = \(n), d = \(d): \(gap)")
      if kind != .sinkhorn {
        attention.isCausal = true
        let gap = worst(try particles.velocities(attention), Self.direct(attention, particles))
        #expect(gap < 1e-9, "causal \(kind), n = \(n), d = \(d): \(gap)")
      }
    }
  }

  @Test("the same bits for every number of threads", arguments: Kind.allCases)
  func threads(kind: Kind) throws {
    let particles = try GaussianSampler(Self.law(3)).particles(count: 333, seed: 2)
    let attention = Self.attention(kind, 3)
    let one = try particles.velocities(attention, threads: 1)
    for threads in [2, 3, 8] { #expect(try particles.velocities(attention, threads: threads) == one) }
    let trials = ParticleTrials(Self.law(2), count: 40, repetitions: 8, seed: 3)
    var (single, many) = (trials, trials)
    (single.threads, many.threads) = (1, 5)
    let plain = GaussianAttention(.softmax, score: Instance.aq(2), value: Instance.vq(2))
    #expect(
      try single.covariance(plain, time: 0.1, steps: 2) == many.covariance(plain, time: 0.1, steps: 2))
  }

  @Test("huge scores: the attention of hard maximum, without overflow; Sinkhorn says no")
  func hugeScores() throws {
    let points = GaussianParticles([0, 1, 5, -2, 3], dimension: 1)
    let big = FloatMatrix([[1e4]])
    let one = FloatMatrix([[1.0]])
    let speeds = try points.velocities(ParticleAttention(.softmax, score: big, value: one))
    // x = 0 weights all alike; positive x take the largest token, negative ones the smallest.
    #expect(worst(speeds, [1.4, 5, 5, -2, 5]) < 1e-12)
    let l2 = try points.velocities(ParticleAttention(.l2, score: big, value: one, key: big))
    #expect(worst(l2, [0, 1, 5, -2, 3]) < 1e-12)
    #expect(throws: SimulationError.self) {
      try points.velocities(ParticleAttention(.sinkhorn, score: big, value: one))
    }
    // Just beyond the limit of the fast path, and just below.
    let random = try GaussianSampler(Self.law(2)).particles(count: 50, seed: 9)
    for factor in [10.0, 40, 200] {
      let attention = ParticleAttention(.softmax, score: factor * Instance.bq(2), value: .identity(2))
      var shifted = random
      try shifted.run(attention, time: 1e-9, steps: 1)
      let speeds = try random.velocities(attention)
      #expect(worst(zip(shifted.points, random.points).map { ($0 - $1) / 1e-9 }, speeds) < 1e-3)
    }
  }

  @Test("samples: matched moments, singular laws, point masses, mixtures")
  func samples() throws {
    let sampler = GaussianSampler(Self.law(3))
    let matched = try sampler.particles(count: 50, seed: 1, matched: true)
    #expect(matched.mean.distance(Self.law(3).mean) < 1e-13)
    #expect(matched.covariance.distance(Instance.sig(3)) < 1e-12)
    let many = try sampler.particles(count: 40_000, seed: 1)
    #expect(many.mean.distance(Self.law(3).mean) < 4 * 1.3 / 200)
    #expect(many.covariance.distance(Instance.sig(3)) < 5 * 2.2 / 200)
    for kurtosis in try GaussianSampler(GaussianMoments(mean: .zero(2, 1), covariance: Instance.sig(2)))
      .particles(count: 40_000, seed: 4).kurtosis
    {
      // Standard error sqrt(24/n) = 0.0245.
      #expect(abs(kurtosis - 3) < 0.1)
    }
    let root = FloatMatrix([[1, 0], [2, 1], [0, -1]])
    let singular = GaussianMoments(mean: .zero(3, 1), covariance: root * root.transpose)
    let flat = try GaussianSampler(singular).particles(count: 30, seed: 2, matched: true)
    #expect(flat.covariance.distance(singular.covariance) < 1e-12)
    #expect(flat.covariance.numericalRank(threshold: 1e-9) == 2)
    let point = GaussianMoments(mean: FloatMatrix(column: [1, 2]), covariance: .zero(2, 2))
    #expect(
      try GaussianSampler(point).particles(count: 3, seed: 1, matched: true).points == [1, 2, 1, 2, 1, 2])
    #expect(throws: SimulationError.self) { try sampler.particles(count: 3, seed: 1, matched: true) }
    #expect(throws: SimulationError.self) { try sampler.particles(count: 0, seed: 1) }

    let laws = [-1.0, 2].map {
      GaussianMoments(mean: FloatMatrix([[$0]]), covariance: FloatMatrix([[$0 < 0 ? 0.5 : 1.5]]))
    }
    let mixture = try GaussianSampler(weights: [1, 2], laws: laws)
    let drawn = try mixture.particles(count: 40_000, seed: 5)
    // Mean 1; variance 7/6 + 2.
    #expect(abs(drawn.mean[0, 0] - 1) < 4 * 1.78 / 200)
    #expect(abs(drawn.covariance[0, 0] - 19.0 / 6) < 0.1)
    #expect(throws: SimulationError.self) { try mixture.particles(count: 10, seed: 1, matched: true) }
    #expect(throws: SimulationError.self) { try GaussianSampler(weights: [1, 0], laws: laws) }
    #expect(throws: SimulationError.self) { try GaussianSampler(weights: [1], laws: laws) }
  }

  @Test("the orders of Runge-Kutta and of Euler steps", arguments: Kind.allCases)
  func orders(kind: Kind) throws {
    let start = try GaussianSampler(Self.law(2)).particles(count: 60, seed: 6)
    var attention = Self.attention(kind, 2)
    attention.tolerance = 1e-13
    func order(_ sizes: [Int], _ law: Double, _ end: (Int) throws -> GaussianParticles) throws -> Double {
      let points = try sizes.map {
        SizedObservation(size: Double($0), simulated: try end($0).covariance[0, 1])
      }
      return try #require(try Extrapolation(points, order: law, next: law + 1).observedOrder)
    }
    let classical = try order([8, 16, 32, 64], 4) { steps in
      var particles = start
      try particles.run(attention, time: 0.25, steps: steps)
      return particles
    }
    let euler = try order([8, 16, 32, 64], 1) { layers in
      var particles = start
      try particles.apply(attention, layers: layers, step: 0.25 / Double(layers))
      return particles
    }
    #expect(abs(classical - 4) < 0.5, "\(kind): \(classical)")
    #expect(abs(euler - 1) < 0.2, "\(kind): \(euler)")
  }

  @Test("the doubly stochastic weights keep the mean: α' = V α exactly")
  func sinkhornMean() throws {
    let particles = try GaussianSampler(Self.law(2)).particles(count: 150, seed: 7)
    let attention = ParticleAttention(
      .sinkhorn, score: 2 * Instance.aq(2), value: Instance.vq(2), epsilon: 0.5)
    let speeds = GaussianParticles(try particles.velocities(attention), dimension: 2)
    #expect(speeds.mean.distance(Instance.vq(2) * particles.mean) < 1e-8)
  }

  @Test("bad parameters are named")
  func badInput() throws {
    let particles = GaussianParticles([0, 1, 2, 3], dimension: 2)
    let small = ParticleAttention(.softmax, score: FloatMatrix([[1]]), value: FloatMatrix([[1]]))
    #expect(throws: SimulationError.self) { try particles.velocities(small) }
    var attention = Self.attention(.sinkhorn, 2)
    attention.isCausal = true
    #expect(throws: SimulationError.self) { try particles.velocities(attention) }
    #expect(throws: SimulationError.self) {
      try particles.velocity(Self.attention(.sinkhorn, 2), at: .zero(2, 1))
    }
    let nan = ParticleAttention(.softmax, score: FloatMatrix([[.nan, 0], [0, 1]]), value: .identity(2))
    #expect(throws: SimulationError.self) { try particles.velocities(nan) }
    // A run beyond the blow-up.
    var moving = particles
    let blowing = ParticleAttention(.softmax, score: .identity(2), value: 50 * .identity(2))
    #expect(throws: SimulationError.self) { try moving.run(blowing, time: 100, steps: 100) }
    #expect(throws: SimulationError.self) { try moving.run(blowing, time: 1, steps: 0) }
    #expect(throws: SimulationError.stopped) { try moving.run(blowing, time: 1, steps: 1, stop: { true }) }
    #expect(moving == particles)
  }
}
