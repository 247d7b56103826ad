/// Linearised causal attention at consensus, "Clustering in Causal Attention Masking" (arXiv 2411.04990), Model with
/// V = I (derived): delta_k' = (1 / k) sum_{j <= k} delta_j - delta_k, that is delta' = (C - I) delta with the Cesaro
/// matrix C. The engine integrates this by the classical Runge-Kutta method, and the nonlinear circle model itself at
/// small amplitude; it knows no eigenvectors.
public struct LeaderPropagator: Sendable, Equatable {
  /// Token k >= 1 that is observed.
  public var token: Int
  /// Token j >= 1 that is displaced.
  public var source: Int
  /// Time t >= 0.
  public var time: Double

  public init(token: Int, source: Int, time: Double) {
    self.token = token
    self.source = source
    self.time = time
  }

  /// [exp(t (C - I))]_{kj} with `steps` Runge-Kutta steps: error O(steps^-4).
  public func value(steps: Int, stop: StopCondition? = nil) throws -> Double {
    try validate()
    try require(steps >= 1, "steps", "a positive integer")
    guard source <= token else { return 0 }
    let method = RungeKutta<Double>(count: token)
    method.state[source - 1] = 1
    for step in 0..<steps {
      if step % 64 == 0 { try checkStop(stop) }
      method.step(time / Double(steps)) { delta, velocity in
        var sum = 0.0
        for k in 0..<token {
          sum += delta[k]
          velocity[k] = sum / Double(k + 1) - delta[k]
        }
      }
    }
    return method.state[token - 1]
  }

  /// `value` for several numbers of steps.
  public func values(steps: [Int], stop: StopCondition? = nil) throws -> [SizedObservation] {
    try steps.map { SizedObservation(size: Double($0), simulated: try value(steps: $0, stop: stop)) }
  }

  /// The response of the nonlinear model (d = 2, Q = K = V = I, inverse temperature beta): token j starts at angle
  /// 1 / size, all others at 0; returns size times the angle of token k at time t. The model is odd in the angles, so
  /// the error is C size^-2 + D size^-4 + ..., for every beta.
  public func nonlinearValues(
    beta: Double, sizes: [Double], threads: Int? = nil, stop: StopCondition? = nil
  ) throws -> [SizedObservation] {
    try validate()
    let model = CausalCircle(beta: beta)
    let steps = max(128, Int((64 * time).rounded(.up)))
    return try Parallel.map(count: sizes.count, threads: threads, stop: stop) { index in
      let size = sizes[index]
      try require(size >= 0.5, "size", "at least 1/2")
      var initial = [Double](repeating: 0, count: token)
      if source <= token { initial[source - 1] = 1 / size }
      let final = try model.run(initial: initial, time: time, steps: steps, stop: stop)
      return SizedObservation(size: size, simulated: final[token - 1] * size)
    }
  }

  private func validate() throws {
    try require(token >= 1 && token <= 1 << 20, "k", "in 1...2^20")
    try require(source >= 1, "j", "a positive integer")
    try require(time >= 0 && time.isFinite, "t", "non-negative")
  }
}
