// MARK: Velocities

extension ParticleTrials {
  /// Γ(x) from n tokens, one column; x need not be a token.
  public func velocity(_ attention: ParticleAttention, at x: FloatMatrix) throws -> MatrixEstimate {
    try estimate { try $0.velocity(attention, at: x) }
  }

  /// Γ(x) at any x from the velocities of n tokens, which are affine in x up to chance where the attention keeps Gaussians
  /// Gaussian: their regression on the tokens, one column. For every attention, Sinkhorn's too, whose weights exist at tokens
  /// only.
  ///
  /// The sample covariance of the tokens must be invertible.
  public func affineVelocity(
    _ attention: ParticleAttention, at x: FloatMatrix, stop: StopCondition? = nil
  ) throws -> MatrixEstimate {
    try require(x.rows == sampler.dimension && x.columns == 1, "x", "a vector of the tokens' dimension")
    return try estimate(stop: stop) { particles in
      let d = particles.dimension
      let speeds = try particles.velocities(attention, threads: 1)
      // Tokens and velocities side by side: their covariance has the four blocks.
      var pairs: [Double] = []
      pairs.reserveCapacity(2 * speeds.count)
      for i in stride(from: 0, to: speeds.count, by: d) {
        pairs += particles.points[i..<i + d] + speeds[i..<i + d]
      }
      let joint = GaussianParticles(pairs, dimension: 2 * d).moments
      func block(_ i: Int, _ j: Int) -> FloatMatrix {
        FloatMatrix(rows: d, columns: d) { joint.covariance[i * d + $0, j * d + $1] }
      }
      func part(_ i: Int) -> FloatMatrix {
        FloatMatrix(rows: d, columns: 1) { k, _ in joint.mean[i * d + k, 0] }
      }
      // Cov(v, x) Cov(x, x)^-1 (x - mean).
      return part(1) + block(1, 0) * block(0, 0).solve(x - part(0))
    }
  }

  /// d/dt of E x⁴/(E x²)² of every coordinate at time 0, one column: the central difference over one Euler step of ±h.
  /// Its own error is O(h²), far below the chance.
  public func kurtosisRate(
    _ attention: ParticleAttention, step h: Double = 1e-4, stop: StopCondition? = nil
  ) throws -> MatrixEstimate {
    try require(h > 0, "h", "positive")
    return try estimate(stop: stop) { particles in
      let speeds = try particles.velocities(attention, threads: 1)
      func kurtosis(_ step: Double) -> [Double] {
        GaussianParticles(
          zip(particles.points, speeds).map { $0 + step * $1 }, dimension: particles.dimension
        ).kurtosis
      }
      return FloatMatrix(column: zip(kurtosis(h), kurtosis(-h)).map { ($0 - $1) / (2 * h) })
    }
  }
}

// MARK: The laws of sampling

extension ParticleTrials {
  /// n Cov(m_n(x)) for the attention output m_n(x) of n tokens, from pairs of independent samples: n (m - m')(m - m')^T / 2.
  /// Moments are not matched here.
  ///
  /// With x = nil each pair meets a token x of its own, drawn from the law: the mean over x. Its standard error means something
  /// where the fourth moments of the weights exist; for softmax, `weightTail` < 1/2.
  public func attentionCovariance(_ attention: ParticleAttention, at x: FloatMatrix?) throws -> MatrixEstimate
  {
    try validate()
    var plain = self
    plain.matchesMoments = false
    let trials = plain
    let pairs = try Parallel.map(count: repetitions, threads: threads) { trial in
      var random = RandomStream(seed: seed, stream: UInt64(trial), domain: 0xC17)
      let place =
        try x
        ?? FloatMatrix(
          column: trials.sampler.particles(
            trials.sampler.draw(count: 1, &random), count: 1, matched: false
          ).points)
      func spread(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>, _ n: Int) throws -> FloatMatrix {
        let gap =
          try trials.particles(a, n).velocity(attention, at: place)
          - trials.particles(b, n).velocity(attention, at: place)
        return Double(n) / 2 * (gap * gap.transpose)
      }
      let (first, second) = (trials.draw(2 * trial), trials.draw(2 * trial + 1))
      let whole = try spread(first[...], second[...], count)
      guard removesBias else { return whole }
      let half = first.count / 2
      let halves =
        try spread(first[..<half], second[..<half], count / 2)
        + spread(first[half...], second[half...], count / 2)
      return (2 * whole).adding(-0.5, halves)
    }
    return MatrixEstimate(pairs, size: count, seed: seed)
  }

  /// The slope of log(rms error of the covariance) against log n, which is -1/2 where the weights have a second moment: samples
  /// without matched moments, one set of repetitions for each size.
  public func errorExponent(
    _ attention: GaussianAttention, time: Double, steps: Int = 8, sizes: [Int], stop: StopCondition? = nil
  ) throws -> RateFit {
    try require(repetitions >= 2, "repetitions", "at least 2")
    let law = try oneLaw()
    let exact = attention.covariance(from: law.covariance, time: time, steps: 4 * steps)
    let particle = ParticleAttention(attention)
    var errors: [Double] = []
    for size in sizes {
      var trials = self
      (trials.count, trials.matchesMoments, trials.removesBias) = (size, false, false)
      let square = try trials.estimate(stop: stop) { particles in
        var particles = particles
        try particles.run(particle, time: time, steps: steps, threads: 1, stop: stop)
        let error = (particles.covariance - exact).frobeniusNorm
        return FloatMatrix([[error * error]])
      }
      errors.append(logarithm(square.mean[0, 0]) / 2)
    }
    return RateFit(
      "slope of log(rms error of the covariance) against log n",
      try SlopeFit.line(sizes.map { logarithm(Double($0)) }, errors), certified: -0.5)
  }
}
