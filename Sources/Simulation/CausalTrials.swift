/// Observed value and proved bound of one trial of an inequality.
public struct InequalityTrial: Sendable, Equatable {
  public var observed: Double
  public var bound: Double

  public init(observed: Double, bound: Double) {
    self.observed = observed
    self.bound = bound
  }
}

/// Trials of Lemma 5.1 of "Clustering in Causal Attention Masking" (arXiv 2411.04990): a strong Renyi centre, token k,
/// farther than c (1 + 2 epsilon) beta^{-1/2} from all earlier tokens, is displaced by less than
/// epsilon c beta^{-1/2} up to the time T_* = epsilon c beta^{-1/2} / (k h(c beta^{-1/2})).
///
/// Trial 0 puts all earlier tokens on one side at the least distance, which pulls hardest; the others draw them
/// uniformly from the allowed arc.
public struct StrongCentreTrials: Sendable, Equatable {
  public var beta: Double
  public var c: Double
  public var epsilon: Double
  /// Index k >= 2 of the centre.
  public var token: Int

  public init(beta: Double, c: Double, epsilon: Double, token: Int) {
    self.beta = beta
    self.c = c
    self.epsilon = epsilon
    self.token = token
  }

  /// The life time T_*, in Double.
  public var lifetime: Double {
    let unit = 1 / beta.squareRoot()
    return epsilon * c * unit / (Double(token) * PairForce.h(beta, c * unit))
  }

  /// The largest displacement seen up to min(T_*, `timeLimit`) in each trial, with its bound.
  public func run(
    trials: Int, timeLimit: Double = 2000, threads: Int? = nil, seed: UInt64, stop: StopCondition? = nil
  ) throws -> [InequalityTrial] {
    try require(beta > 0 && beta.isFinite, "beta", "positive")
    try require(c > 0 && epsilon > 0, "c, epsilon", "positive")
    try require(token >= 2, "k", "at least 2")
    try require(timeLimit > 0, "time limit", "positive")
    let least = c * (1 + 2 * epsilon) / beta.squareRoot() * (1 + 1e-9)
    try require(least < Double.pi, "c (1 + 2 epsilon) beta^(-1/2)", "below pi")
    let horizon = min(lifetime, timeLimit)
    try require(horizon > 0, "c beta^(-1/2)", "below pi")
    let steps = max(64, Int((horizon / 0.1).rounded(.up)))
    let model = CausalCircle(beta: beta)
    return try Parallel.map(count: trials, threads: threads, stop: stop) { trial in
      var stream = RandomStream(seed: seed, stream: UInt64(trial), domain: 5)
      var initial = (1..<token).map { _ in
        trial == 0 ? least : least + stream.uniform() * (2 * Double.pi - 2 * least)
      }
      initial.append(0)
      var largest = 0.0
      _ = try model.run(initial: initial, time: horizon, steps: steps, stop: stop) { _, angles in
        largest = max(largest, abs(angles[token - 1]))
        return true
      }
      return InequalityTrial(observed: largest, bound: epsilon * c / beta.squareRoot())
    }
  }
}

/// Trials of Theorem 5.2 of "Clustering in Causal Attention Masking" (arXiv 2411.04990): frozen tokens farther than
/// c beta^{-1/2} from each other (as many as fit, at random, weight 1), and moving tokens from uniform angles, total
/// number N below the window min(N_h, N_g); every moving token ends within epsilon beta^{-1/2} of a frozen one.
public struct FrozenWindowTrials: Sendable, Equatable {
  public var beta: Double
  public var c: Double
  public var epsilon: Double
  /// Number of moving tokens.
  public var moving: Int

  public init(beta: Double, c: Double, epsilon: Double, moving: Int) {
    self.beta = beta
    self.c = c
    self.epsilon = epsilon
    self.moving = moving
  }

  /// How many frozen tokens fit on the circle, at least 1.
  public var frozenCount: Int {
    let count = 2 * Double.pi * beta.squareRoot() / c
    return count < 2 ? 1 : Int(count.rounded(.up)) - 1
  }

  /// min(N_h, N_g), in Double.
  public var window: Double {
    let unit = 1 / beta.squareRoot()
    let heightWindow = PairForce.h(beta, epsilon * unit) / PairForce.h(beta, (c - 1 - 2 * epsilon) * unit)
    let slopeWindow = PairForce.g(beta, epsilon * unit) / -PairForce.g(beta, (c - 2 * epsilon) * unit)
    return min(heightWindow, slopeWindow)
  }

  /// The distance of the moving token that is farthest from all frozen ones when everything has settled, or at
  /// `timeLimit`; the bound is epsilon beta^{-1/2}.
  public func run(
    trials: Int, timeLimit: Double = 1e5, threads: Int? = nil, seed: UInt64, stop: StopCondition? = nil
  ) throws -> [InequalityTrial] {
    try require(beta > 0 && beta.isFinite, "beta", "positive")
    try require(epsilon > 0 && c > 2 + 2 * epsilon, "c", "above 2 + 2 epsilon, epsilon positive")
    try require(moving >= 1, "n", "a positive integer")
    try require(frozenCount <= 1000, "c beta^(-1/2)", "large enough for a simulation")
    try require(Double(moving + frozenCount) < window, "n", "in the window: N < min(N_h, N_g)")
    try require(timeLimit > 0 && timeLimit <= 1e8, "time limit", "in (0, 1e8]")
    // The largest rate of the linearised model is 1, so this step is stable, and accurate on every slow phase.
    let steps = max(64, Int((timeLimit / 0.25).rounded(.up)))
    let bound = epsilon / beta.squareRoot()
    return try Parallel.map(count: trials, threads: threads, stop: stop) { trial in
      var stream = RandomStream(seed: seed, stream: UInt64(trial), domain: 6)
      let frozen = frozenAngles(&stream)
      let initial = (0..<moving).map { _ in stream.angle() }
      let model = CausalCircle(beta: beta, frozen: frozen.map { CausalCircle.Frozen(angle: $0) })
      func farthest(_ angle: (Int) -> Double) -> Double {
        var worst = 0.0
        for k in 0..<moving {
          worst = max(worst, frozen.reduce(Double.infinity) { min($0, circleDistance($1, angle(k))) })
        }
        return worst
      }
      var count = 0
      let final = try model.run(initial: initial, time: timeLimit, steps: steps, stop: stop) { _, angles in
        count += 1
        return count % 64 != 0 || farthest { angles[$0] } > bound / 2
      }
      return InequalityTrial(observed: farthest { final[$0] }, bound: bound)
    }
  }

  /// Gaps: the least distance plus a uniformly random division of what remains.
  private func frozenAngles(_ stream: inout RandomStream) -> [Double] {
    let least = c / beta.squareRoot() * (1 + 1e-9)
    let spare = max(0, 2 * Double.pi - Double(frozenCount) * least)
    let cuts = (1..<frozenCount).map { _ in stream.uniform() * spare }.sorted()
    let offset = stream.angle()
    return (0..<frozenCount).map { offset + Double($0) * least + ($0 == 0 ? 0 : cuts[$0 - 1]) }
  }
}
