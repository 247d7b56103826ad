/// Independent repetitions of a simulation with n tokens: means with honest standard errors.
public struct ParticleTrials: Sendable {
  public var sampler: GaussianSampler
  /// Tokens of one trial, even where the bias is removed.
  public var count: Int
  public var repetitions: Int
  public var seed: UInt64
  /// Every sample gets the mean and the covariance of the law: less noise, and still independent trials.
  public var matchesMoments = true
  /// A statistic S of n tokens has the mean S + C/n + O(n^-2); a trial reports 2 S(all) - (S(first half) + S(second half))/2,
  /// where C/n is gone.
  public var removesBias = true
  /// Cores in use; nil means all. A trial runs on one.
  public var threads: Int?

  /// - Throws: nothing here; the trials do, for fewer than 2 repetitions or tokens.
  public init(_ law: GaussianMoments, count: Int = 256, repetitions: Int = 64, seed: UInt64) {
    self.init(GaussianSampler(law), count: count, repetitions: repetitions, seed: seed)
  }

  public init(_ sampler: GaussianSampler, count: Int = 256, repetitions: Int = 64, seed: UInt64) {
    (self.sampler, self.count, self.repetitions, self.seed) = (sampler, count, repetitions, seed)
    matchesMoments = sampler.components.count == 1
  }

  func validate() throws {
    try sampler.validate()
    try require(repetitions >= 2, "repetitions", "at least 2")
    try require(count >= 2 && count <= 1 << 20, "n", "in 2...2^20")
    try require(!removesBias || count % 2 == 0, "n", "even where the bias is removed")
  }

  func draw(_ trial: Int) -> [Double] {
    var random = RandomStream(seed: seed, stream: UInt64(trial), domain: UInt32(truncatingIfNeeded: count))
    return sampler.draw(count: count, &random)
  }

  func particles(_ rows: ArraySlice<Double>, _ count: Int) throws -> GaussianParticles {
    try sampler.particles(Array(rows), count: count, matched: matchesMoments)
  }

  /// S of all tokens of a draw and, without the bias, of its halves too.
  private func debiased(
    _ draw: [Double], _ statistic: (GaussianParticles) throws -> FloatMatrix
  ) throws -> FloatMatrix {
    let whole = try statistic(particles(draw[...], count))
    guard removesBias else { return whole }
    let half = draw.count / 2
    let halves =
      try statistic(particles(draw[..<half], count / 2)) + statistic(particles(draw[half...], count / 2))
    return (2 * whole).adding(-0.5, halves)
  }

  /// The mean of a statistic of the tokens over the trials.
  ///
  /// - Throws: `SimulationError.invalidParameter` for parameters out of domain, what `statistic` throws, and
  ///   `SimulationError.stopped`.
  public func estimate(
    stop: StopCondition? = nil, _ statistic: @Sendable (GaussianParticles) throws -> FloatMatrix
  ) throws -> MatrixEstimate {
    try validate()
    let trials = try Parallel.map(count: repetitions, threads: threads, stop: stop) { trial in
      try debiased(draw(trial), statistic)
    }
    return MatrixEstimate(trials, size: count, seed: seed)
  }

  // MARK: Attention

  /// Mean (one column) and covariance of the tokens after a time, from the same trials.
  ///
  /// - Throws: `SimulationError.invalidParameter` where the law n^-1/2 does not hold on the way (`weightTail` >= 1), the tokens
  ///   are not of one Gaussian, or cannot be followed.
  public func moments(
    _ attention: GaussianAttention, time: Double, steps: Int = 8, stop: StopCondition? = nil
  ) throws -> (mean: MatrixEstimate, covariance: MatrixEstimate) {
    try require(steps >= 1 && time.isFinite, "steps", "positive, and t finite")
    let law = try oneLaw()
    let tail = attention.weightTail(from: law.covariance, time: time, steps: steps)
    try require(
      tail < 1, "A",
      "such that the attention weights have a second moment all the way (2 |Σ^{1/2} A Σ^{1/2}|² < 1 for softmax): "
        + "otherwise particles do not follow the law n^-1/2")
    let particle = ParticleAttention(attention, tolerance: Self.tolerance)
    let joint = try estimate(stop: stop) { particles in
      var particles = particles
      try particles.run(particle, time: time, steps: steps, threads: 1, stop: stop)
      return particles.moments.joined
    }
    // The time steps, as the moment equations feel them, and Sinkhorn's iteration.
    let coarse = attention.moments(from: law, time: time, steps: steps)
    let fine = attention.moments(from: law, time: time, steps: 2 * steps)
    let d = sampler.dimension
    var (mean, covariance) = (joint.columns(d..<d + 1), joint.columns(0..<d))
    let unfinished = attention.kind == .sinkhorn ? 10 * Self.tolerance : 0
    mean.bias = 2 * coarse.mean.distance(fine.mean) + unfinished * coarse.mean.frobeniusNorm
    covariance.bias =
      2 * coarse.covariance.distance(fine.covariance) + unfinished * coarse.covariance.frobeniusNorm
    return (mean, covariance)
  }

  /// Of Sinkhorn's iteration, far below the chance.
  private static let tolerance = 1e-6

  /// The covariance of the tokens after a time; see `moments`.
  public func covariance(
    _ attention: GaussianAttention, time: Double, steps: Int = 8, stop: StopCondition? = nil
  ) throws -> MatrixEstimate {
    try moments(attention, time: time, steps: steps, stop: stop).covariance
  }

  func oneLaw() throws -> GaussianMoments {
    try sampler.validate()
    try require(sampler.components.count == 1, "law", "one Gaussian")
    let component = sampler.components[0]
    return GaussianMoments(
      mean: FloatMatrix(column: component.mean), covariance: component.factor * component.factor.transpose)
  }

  /// Mean and covariance after residual layers of step h: d columns, then the mean.
  public func layers(
    _ attention: ParticleAttention, layers: Int, step h: Double, stop: StopCondition? = nil
  ) throws -> MatrixEstimate {
    try estimate(stop: stop) { particles in
      var particles = particles
      try particles.apply(attention, layers: layers, step: h, threads: 1, stop: stop)
      return particles.moments.joined
    }
  }
}
