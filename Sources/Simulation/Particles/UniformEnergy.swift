extension ParticleSystem {
  /// The energy (1/(2 beta)) ∬ e^{beta <x, y>} dσ dσ of the uniform measure on S^{dimension - 1}, from `sets` independent
  /// sets of uniform tokens: of each the mean over its n(n-1) ordered pairs, one pass of the field.
  ///
  /// By symmetry the mean over y does not depend on x, so the pairs are uncorrelated: the standard error is that of
  /// sets n(n-1)/2 independent pairs. Sets are decided by the seed and their number.
  public static func uniformEnergy(
    beta: Double, dimension: Int, tokens: Int, sets: Int, threads: Int? = nil, seed: UInt64,
    stop: StopCondition? = nil
  ) throws -> SampleEstimate {
    // The diagonal, 1 in each row, is taken out again; beyond, it would leave nothing but rounding.
    try require(beta > 0 && beta <= 20, "beta", "in (0, 20]")
    try require(dimension >= 1, "d", "positive")
    try require(tokens >= 2 && tokens <= 1 << 16, "n", "in 2...2^16")
    try require(sets >= 2, "sets", "at least 2")
    let means = try Parallel.map(count: sets, threads: threads, stop: stop) { index in
      var stream = RandomStream(seed: seed, stream: UInt64(index), domain: 9)
      let points = (0..<tokens * dimension).map { _ in stream.normal() }
      let field = try AttentionField(count: tokens, dimension: dimension, beta: beta, threads: 1)
      let values = try field.values(at: points)
      let n = Double(tokens)
      return (n * values.scaledInteraction - 1) / (n - 1) * exponential(values.shift) / (2 * beta)
    }
    var moments = SampleMoments()
    for mean in means { moments.add(mean) }
    return SampleEstimate(moments, seed: seed)
  }
}
