/// The causal particle system with ALiBi bias of "Kinetic theory for Transformers and the lost-in-the-middle
/// phenomenon" (arXiv 2605.09213), Model: N tokens on the circle,
/// theta_j' = Z_{N,j}^{-1} sum_{k < j} e^{-lambda (j - k) / N} w_beta'(theta_j - theta_k), w_beta = exp(beta cos),
/// started from independent uniform angles; Monte Carlo of N E[cos n(theta_N(t) - theta_i(0))], whose limit is the
/// Green function g_{a_n}(t, 1; s), i about s N, with error O(1 / N).
///
/// Classical Runge-Kutta in t; eight prompts run side by side in SIMD lanes; the weights do not depend on the
/// prompt. A sample is decided by (seed, N, its index) alone.
public struct AlibiParticles: Sendable, Equatable {
  /// Where the answer was.
  public enum Source: Sendable, Equatable {
    /// Token i, 1 <= i < N.
    case token(Int)
    /// Position s in (0, 1]: token s N, or its two neighbours with the probabilities of linear interpolation.
    case position(Double)
    /// The average over all i < N.
    case all
  }

  /// A variable of known mean zero that is subtracted.
  public enum Control: Sendable, Equatable {
    /// cos n(theta_N(0) - theta_i(0)): the answer before anything moved. Variance O(N) for one source.
    case initialAnswer
    /// cos n(theta'_N(t) - theta_i(0)), where theta' is the same prompt with the pull of token i left out, so that
    /// theta'_N(t) is independent of theta_i(0). Seven prompts that differ by rotations of theta_i(0) through multiples
    /// of 2 pi / 7 share this control and are averaged. Variance O(1), and small, because the average over the rotations
    /// is already a quadrature in theta_i(0). Not available with `Source.all`.
    case rotatedSource
  }

  /// Number N >= 2 of tokens.
  public var tokens: Int
  /// Inverse temperature beta > 0.
  public var beta: Double
  /// Bias lambda, any real.
  public var lambda: Double
  /// Time t >= 0.
  public var time: Double
  /// Time steps; nil means ceil(2.5 t beta e^beta), at least 4 (t beta e^beta counts the fastest rate of the system;
  /// the time error is then about 1e-5, far below any sampling error).
  public var steps: Int?

  public init(tokens: Int, beta: Double, lambda: Double, time: Double, steps: Int? = nil) {
    self.tokens = tokens
    self.beta = beta
    self.lambda = lambda
    self.time = time
    self.steps = steps
  }

  /// The estimates of N E[cos n(theta_N(t) - theta_i(0))], one a mode, and of their weighted sum.
  public struct Estimate: Sendable, Equatable {
    /// In the order of the modes asked for.
    public var modes: [SampleEstimate]
    /// sum over the modes of weight times correlation, with its own standard error (the modes are dependent).
    public var combined: SampleEstimate
  }

  /// Runs `samples` independent samples (rounded up to a multiple of 8 under `Control.initialAnswer`).
  ///
  /// - Parameter modes: mode numbers and weights; rates are not used.
  public func run(
    modes: [RetrievalModes.Mode], source: Source, control: Control = .rotatedSource, samples: Int,
    threads: Int? = nil, seed: UInt64, stop: StopCondition? = nil
  ) throws -> Estimate {
    try validate(modes: modes, source: source, control: control, samples: samples)
    let plan = try AlibiPlan(self, modes: modes, source: source, control: control, seed: seed)
    let parts = try Parallel.mapChunks(
      total: control == .initialAnswer ? (samples + 7) / 8 : samples, chunk: 32, threads: threads, stop: stop
    ) { range in
      let group = AlibiGroup(plan)
      for index in range {
        if index % 16 == 0 { try checkStop(stop) }
        group.run(index)
      }
      return group.moments
    }
    var totals = [SampleMoments](repeating: SampleMoments(), count: modes.count + 1)
    for part in parts {
      for (index, moments) in part.enumerated() { totals[index].merge(moments) }
    }
    let estimates = totals.map { SampleEstimate($0, seed: seed) }
    return Estimate(modes: Array(estimates.dropLast()), combined: estimates[modes.count])
  }

  /// The weighted sum for several N, in a form ready for the law O(1 / N).
  ///
  /// - Parameter samples: for each N; larger N may have fewer.
  public func study(
    sizes: [Int], samples: [Int], modes: [RetrievalModes.Mode], source: Source,
    control: Control = .rotatedSource, threads: Int? = nil, seed: UInt64, stop: StopCondition? = nil
  ) throws -> [SizedObservation] {
    try require(sizes.count == samples.count, "samples", "as many as sizes")
    return try zip(sizes, samples).map { size, count in
      var system = self
      system.tokens = size
      let estimate = try system.run(
        modes: modes, source: source, control: control, samples: count, threads: threads, seed: seed,
        stop: stop
      ).combined
      return SizedObservation(
        size: Double(size), simulated: estimate.mean, standardError: estimate.standardError)
    }
  }

  var stepsInUse: Int {
    steps ?? max(4, Int((2.5 * time * beta * exponential(beta)).rounded(.up)))
  }

  private func validate(
    modes: [RetrievalModes.Mode], source: Source, control: Control, samples: Int
  ) throws {
    try require(tokens >= 2 && tokens <= 1 << 20, "N", "in 2...2^20")
    try require(beta > 0 && beta <= 30, "beta", "in (0, 30]")
    try require(abs(lambda) <= 700, "lambda", "in [-700, 700]")
    try require(time >= 0 && time.isFinite, "t", "non-negative")
    try require(time * beta * exponential(beta) < 1e12, "t beta e^beta", "at most 1e12")
    try require(stepsInUse >= 1, "steps", "a positive integer")
    try require(!modes.isEmpty && modes.allSatisfy { $0.number >= 1 }, "modes", "positive integers")
    try require(samples >= 2, "samples", "at least 2")
    switch source {
    case .token(let index): try require(index >= 1 && index < tokens, "i", "in 1...N-1")
    case .position(let s): _ = try SourcePlace(tokens: tokens, position: s)
    case .all: try require(control == .initialAnswer, "control", "initialAnswer when all sources are read")
    }
  }
}

/// What all samples share.
struct AlibiPlan: Sendable {
  let system: AlibiParticles
  let modes: [RetrievalModes.Mode]
  let source: AlibiParticles.Source
  let place: SourcePlace?
  let control: AlibiParticles.Control
  let seed: UInt64
  let steps: Int
  let relative: [Double]
  let inverseTotal: [Double]
  let highestMode: Int

  init(
    _ system: AlibiParticles, modes: [RetrievalModes.Mode], source: AlibiParticles.Source,
    control: AlibiParticles.Control, seed: UInt64
  ) throws {
    self.system = system
    self.modes = modes
    self.source = source
    self.control = control
    self.seed = seed
    if case .position(let s) = source {
      place = try SourcePlace(tokens: system.tokens, position: s)
    } else {
      place = nil
    }
    steps = system.stepsInUse
    let weights = CausalWeights(tokens: system.tokens, lambda: system.lambda)
    relative = weights.relative
    inverseTotal = weights.inverseTotal
    highestMode = modes.map(\.number).max() ?? 0
  }
}
