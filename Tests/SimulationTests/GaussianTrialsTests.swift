import Testing
import VlasovSimulation

@Suite struct GaussianTrialsTests {
  private static let start = GaussianMoments(
    mean: FloatMatrix(column: [0.5, -0.25]), covariance: Instance.sig(2))

  private static func attention(_ kind: GaussianAttentionKind) -> GaussianAttention {
    GaussianAttention(kind, score: Instance.aq(2), value: Instance.vq(2), key: Instance.bq(2))
  }

  /// At a size where 4 standard errors are below one percent; a covariance that is off by three is rejected.
  @Test(
    "particles follow the moment equations; a wrong law does not", arguments: GaussianAttentionKind.allCases)
  func momentEquations(kind: GaussianAttentionKind) throws {
    let attention = Self.attention(kind)
    let trials = ParticleTrials(Self.start, count: 256, repetitions: 64, seed: 11)
    let (mean, estimate) = try trials.moments(attention, time: 0.5)
    let exact = attention.covariance(from: Self.start.covariance, time: 0.5, steps: 100)
    let report = try estimate.compare(with: exact)
    #expect(report.verdict == .agrees, "seed 11: \(report)")
    #expect(report.details.count == 3)
    #expect(try estimate.compare(with: 1.03 * exact).verdict == .disagrees)
    // The wrong κ, and no motion at all.
    let slow = attention.covariance(from: Self.start.covariance, time: 0.4, steps: 100)
    #expect(try estimate.compare(with: slow).verdict == .disagrees)
    let exactMean = attention.moments(from: Self.start, time: 0.5, steps: 100).mean
    #expect(try mean.compare(with: exactMean).verdict == .agrees, "seed 11: \(mean), \(exactMean)")
    #expect(try mean.compare(with: exactMean + FloatMatrix(column: [0.05, 0])).verdict == .disagrees)
  }

  @Test("several heads with an affine layer, and a singular law")
  func headsAndRank() throws {
    let attention = GaussianAttention(
      .softmax,
      heads: [
        .init(score: Instance.aq(2), value: Instance.vq(2)),
        .init(score: 1 / 3 * Instance.nq(2), value: Instance.vp(2)),
      ], feedForward: Instance.wq(2), bias: FloatMatrix(column: [1, -1]))
    let trials = ParticleTrials(Self.start, count: 256, repetitions: 64, seed: 12)
    let exact = attention.covariance(from: Self.start.covariance, time: 0.2, steps: 100)
    let report = try trials.covariance(attention, time: 0.2).compare(with: exact)
    #expect(report.verdict == .agrees, "seed 12: \(report)")

    let u = FloatMatrix(column: [0.5, 1, -0.5])
    let law = GaussianMoments(mean: .zero(3, 1), covariance: u * u.transpose)
    let flow = GaussianAttention(.softmax, score: Instance.aq(3), value: Instance.vq(3))
    let flat = try ParticleTrials(law, count: 128, repetitions: 32, seed: 13).covariance(flow, time: 0.5)
    let end = flow.covariance(from: law.covariance, time: 0.5, steps: 100)
    #expect(try flat.compare(with: end.symmetricPart).verdict == .agrees)
    #expect(flat.mean.symmetricEigenvalues[1] < 1e-3)
  }

  @Test("halving removes the bias C/n, and matched moments most of the noise")
  func biasAndNoise() throws {
    let attention = Self.attention(.softmax)
    let exact = attention.covariance(from: Self.start.covariance, time: 0.5, steps: 100)
    var trials = ParticleTrials(Self.start, count: 40, repetitions: 2000, seed: 14)
    let corrected = try trials.covariance(attention, time: 0.5, steps: 4)
    trials.removesBias = false
    let biased = try trials.covariance(attention, time: 0.5, steps: 4)
    trials.matchesMoments = false
    let noisy = try trials.covariance(attention, time: 0.5, steps: 4)
    #expect(biased.mean.distance(exact) > 3 * corrected.mean.distance(exact), "seed 14")
    #expect(noisy.standardError[0, 0] > 2 * biased.standardError[0, 0])
    #expect(try biased.compare(with: exact).verdict == .disagrees)
  }

  @Test("the tail of the weights: known norms, both sides of the threshold")
  func tails() throws {
    // |Σ^{1/2} A Σ^{1/2}| = a s in dimension 1.
    func tail(_ kind: GaussianAttentionKind, _ a: Double, _ b: Double, _ s: Double) -> Double {
      GaussianAttention(
        kind, score: FloatMatrix([[a]]), value: .identity(1), key: FloatMatrix([[b]])
      ).weightTail(FloatMatrix([[s]]))
    }
    #expect(abs(tail(.softmax, 0.5, 0, 1) - 0.5) < 1e-15)
    // L2 with B = 0 has the weights of softmax with 2A.
    #expect(abs(tail(.l2, 0.25, 0, 1) - 0.5) < 1e-15)
    // 2 s a² (8s/(1 + 4bs) - 4s/(1 + 2bs)).
    #expect(abs(tail(.l2, 1, 0.5, 2) - 2 * 2 * (16.0 / 5 - 8.0 / 3)) < 1e-14)
    for a in [0.1, 1, 100] { #expect(tail(.sinkhorn, a, 0, 1) < 1) }
    let trials = ParticleTrials(Self.start, count: 32, repetitions: 4, seed: 1)
    let heavy = GaussianAttention(.softmax, score: FloatMatrix.identity(2), value: .identity(2))
    #expect(throws: SimulationError.self) { try trials.covariance(heavy, time: 0.1) }
    // Light at the start, heavy on the way.
    let growing = GaussianAttention(.softmax, score: 0.35 * FloatMatrix.identity(2), value: .identity(2))
    #expect(growing.weightTail(Self.start.covariance) < 1)
    #expect(throws: SimulationError.self) { try trials.covariance(growing, time: 0.7) }
  }

  @Test("the error falls like n^-1/2")
  func errorExponent() throws {
    let trials = ParticleTrials(Self.start, repetitions: 100, seed: 15)
    let rate = try trials.errorExponent(
      Self.attention(.softmax), time: 0.5, steps: 4, sizes: [20, 40, 80, 160, 320])
    #expect(rate.verdict == .agrees, "seed 15: \(rate)")
    #expect(abs(rate.fit.slope + 0.5) < 0.1, "seed 15: \(rate.fit)")
  }

  @Test("the covariance of the attention output: C(x) of the known instances; a wrong one is rejected")
  func samplingLaw() throws {
    let known: [(FloatMatrix, Int, [Double], Double)] = [
      (Instance.aq(2), 2, [1, -0.5], 1.76764540647425), (-Instance.aq(3), 3, [1, 1, 1], 1.55772811436642),
    ]
    for (a, d, x, value) in known {
      let law = GaussianMoments(mean: .zero(d, 1), covariance: Instance.sig(d))
      let trials = ParticleTrials(law, count: 100, repetitions: 20_000, seed: 16)
      let attention = ParticleAttention(.softmax, score: a, value: .identity(d))
      let estimate = try trials.attentionCovariance(attention, at: FloatMatrix(column: x))
      let closed = CertifiedValue(value: value)
      let report = try Confrontation.compare(estimate.entry(0, 0), with: closed)
      #expect(report.verdict == .agrees, "seed 16: \(report)")
      #expect(
        try Confrontation.compare(estimate.entry(0, 0), with: CertifiedValue(value: 1.15 * value)).verdict
          == .disagrees)
      // The whole matrix e^r (Σ + m m^T).
      let column = FloatMatrix(column: x)
      let m = Instance.sig(d) * a * column
      let r = (column.transpose * a.transpose * m)[0, 0]
      let c = FloatMatrix([[r]]).exponential[0, 0] * (Instance.sig(d) + m * m.transpose)
      #expect(try estimate.compare(with: c.symmetricPart).verdict == .agrees)
    }
  }

  @Test("the mean of tr C over x")
  func averagedSamplingLaw() throws {
    let (sigma, a) = (Instance.sig(2), Instance.aq(2))
    let trials = ParticleTrials(
      GaussianMoments(mean: .zero(2, 1), covariance: sigma), count: 100, repetitions: 20_000, seed: 17)
    let estimate = try trials.attentionCovariance(
      ParticleAttention(.softmax, score: a, value: .identity(2)), at: nil)
    let h = a.transpose * sigma * a
    let rest = FloatMatrix.identity(2).adding(-2, sigma * h)
    let inner = rest.solve(sigma)
    let average =
      1 / rest.determinant.squareRoot() * (sigma.trace + (a.transpose * sigma * sigma * a * inner).trace)
    let error = (0..<2).reduce(0) { $0 + estimate.standardError[$1, $1] }
    #expect(abs(estimate.mean.trace - average) < 4 * error, "seed 17: \(estimate.mean.trace), \(average)")
    #expect(error < 0.05 * average)
  }

  @Test("the velocity at a point from a sampled mixture")
  func mixture() throws {
    func law(_ mean: Double, _ variance: Double) -> GaussianMoments {
      GaussianMoments(mean: FloatMatrix([[mean]]), covariance: FloatMatrix([[variance]]))
    }
    let sampler = try GaussianSampler(weights: [1, 2], laws: [law(-1, 0.5), law(2, 1.5)])
    let trials = ParticleTrials(sampler, count: 400, repetitions: 400, seed: 18)
    let attention = ParticleAttention(.softmax, score: FloatMatrix([[0.75]]), value: FloatMatrix([[1]]))
    let estimate = try trials.velocity(attention, at: FloatMatrix([[0.5]]))
    let known = FloatMatrix([[2.11895684035253]])
    #expect(try estimate.compare(with: known).verdict == .agrees, "seed 18: \(estimate)")
    #expect(try estimate.compare(with: 1.05 * known).verdict == .disagrees)
  }

  @Test("the regression of the velocities gives Γ(x): known values of L2 and Sinkhorn")
  func affineVelocity() throws {
    let law = GaussianMoments(mean: FloatMatrix(column: [0.5, 1]), covariance: Instance.sig(2))
    let trials = ParticleTrials(law, count: 256, repetitions: 64, seed: 21)
    for (kind, known) in [(ParticleAttention.Kind.l2, 0.141040367158578), (.sinkhorn, 0.750602471058502)] {
      let attention = ParticleAttention(
        kind, score: Instance.aq(2), value: Instance.vq(2), key: Instance.bq(2))
      let estimate = try trials.affineVelocity(attention, at: FloatMatrix(column: [-1, 0.5])).entry(0, 0)
      let report = try Confrontation.compare(estimate, with: CertifiedValue(value: known))
      #expect(report.verdict == .agrees, "seed 21: \(report)")
      let wrong = CertifiedValue(value: known + 0.05)
      #expect(try Confrontation.compare(estimate, with: wrong).verdict == .disagrees)
    }
  }

  @Test("sigmoid attention loses Gaussianity at the known rate 4 v m K(m)")
  func kurtosis() throws {
    let law = GaussianMoments(mean: .zero(1, 1), covariance: .identity(1))
    for (m, known) in [(1.0, -0.0757659778341207), (0.25, -0.0182459041422235)] {
      let trials = ParticleTrials(law, count: 512, repetitions: 200, seed: 19)
      let attention = ParticleAttention(.sigmoid, score: FloatMatrix([[m]]), value: FloatMatrix([[1]]))
      let estimate = try trials.kurtosisRate(attention)
      let rate = FloatMatrix([[4 * m * known]])
      #expect(try estimate.compare(with: rate).verdict == .agrees, "seed 19, m = \(m): \(estimate)")
      #expect(try estimate.compare(with: 1.2 * rate).verdict == .disagrees || m < 1)
      #expect(try estimate.compare(with: .zero(1, 1)).verdict == .disagrees)
      // Softmax keeps it.
      let plain = try trials.kurtosisRate(
        ParticleAttention(.softmax, score: FloatMatrix([[m / 2]]), value: FloatMatrix([[1]])))
      #expect(try plain.compare(with: .zero(1, 1)).verdict == .agrees, "seed 19, m = \(m): \(plain)")
    }
  }

  @Test("discrete layers keep Gaussians: particles against the exact iterate")
  func layers() throws {
    let attention = GaussianAttention(.softmax, score: Instance.aq(2), value: Instance.vq(2))
    let trials = ParticleTrials(Self.start, count: 256, repetitions: 64, seed: 20)
    let estimate = try trials.layers(ParticleAttention(attention), layers: 4, step: 0.25)
    var moments = Self.start
    for _ in 0..<4 { moments = attention.layer(moments, step: 0.25) }
    let exact = FloatMatrix(rows: 2, columns: 3) {
      $1 < 2 ? moments.covariance[$0, $1] : moments.mean[$0, 0]
    }
    #expect(try estimate.compare(with: exact).verdict == .agrees, "seed 20: \(estimate)")
    // The flow itself is not the iterate.
    let flow = attention.covariance(from: Self.start.covariance, time: 1, steps: 100)
    let wrong = FloatMatrix(rows: 2, columns: 3) { $1 < 2 ? flow[$0, $1] : moments.mean[$0, 0] }
    #expect(try estimate.compare(with: wrong).verdict == .disagrees)
  }

  @Test("distances of Bures: known values, zero, singular laws, samples on the line")
  func bures() throws {
    #expect(abs(FloatMatrix.buresSquared(Instance.sig(2), Instance.bq(2)) - 0.123658690548158) < 1e-14)
    #expect(abs(FloatMatrix.buresSquared(Instance.sig(3), Instance.vp(3)) - 0.179254284303708) < 1e-14)
    #expect(abs(FloatMatrix.buresSquared(Instance.sig(3), Instance.sig(3))) < 1e-13)
    #expect(
      abs(FloatMatrix.buresSquared(FloatMatrix(diagonal: [4, 0]), FloatMatrix(diagonal: [0, 9])) - 13) < 1e-13
    )
    func sample(_ variance: Double, _ seed: UInt64) throws -> GaussianParticles {
      try GaussianSampler(GaussianMoments(mean: .zero(1, 1), covariance: FloatMatrix([[variance]])))
        .particles(count: 20_000, seed: seed)
    }
    let distance = try sample(1, 1).squaredDistance(to: sample(4, 2))
    #expect(abs(distance - 1) < 0.06)
    #expect(throws: SimulationError.self) {
      try GaussianParticles([1, 2], dimension: 2).squaredDistance(
        to: GaussianParticles([1, 2], dimension: 2))
    }
  }

  @Test("bad parameters are named")
  func badInput() {
    let attention = Self.attention(.softmax)
    for (count, repetitions) in [(1, 8), (7, 8), (8, 1)] {
      let trials = ParticleTrials(Self.start, count: count, repetitions: repetitions, seed: 1)
      #expect(throws: SimulationError.self) { try trials.covariance(attention, time: 0.1) }
    }
    for sigma in [[[1, 2], [2, 1]], [[1, 0.5], [0, 1]], [[.nan, 0], [0, 1]]] as [[[Double]]] {
      let law = GaussianMoments(mean: .zero(2, 1), covariance: FloatMatrix(sigma))
      #expect(throws: SimulationError.self) { try GaussianSampler(law).particles(count: 8, seed: 1) }
      let trials = ParticleTrials(law, count: 8, repetitions: 8, seed: 1)
      #expect(throws: SimulationError.self) { try trials.covariance(attention, time: 0.1) }
      #expect(throws: SimulationError.self) { try trials.estimate { $0.mean } }
    }
    let trials = ParticleTrials(Self.start, count: 8, repetitions: 8, seed: 1)
    #expect(throws: SimulationError.self) { try trials.covariance(attention, time: 0.1, steps: 0) }
    #expect(throws: SimulationError.self) { try trials.covariance(attention, time: .nan) }
    #expect(throws: SimulationError.stopped) {
      try trials.covariance(attention, time: 0.1, stop: { true })
    }
  }
}
