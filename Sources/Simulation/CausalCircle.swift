/// Causal attention on the circle, "Clustering in Causal Attention Masking" (arXiv 2411.04990), Model with d = 2 and
/// Q = K = V = I: phi_k' = Z_k^{-1} sum_{j < k} h(phi_j - phi_k), h(x) = e^{beta (cos x - 1)} sin x,
/// Z_k = sum_{j <= k} e^{beta (cos(phi_k - phi_j) - 1)} (self term included). Frozen tokens theta_j with weights a_j
/// may be added to both sums (Theorem 5.2). Classical Runge-Kutta in t.
public struct CausalCircle: Sendable, Equatable {
  /// A token that pulls and never moves.
  public struct Frozen: Sendable, Equatable {
    public var angle: Double
    public var weight: Double

    public init(angle: Double, weight: Double = 1) {
      self.angle = angle
      self.weight = weight
    }
  }

  /// Inverse temperature beta >= 0.
  public var beta: Double
  public var frozen: [Frozen]

  public init(beta: Double, frozen: [Frozen] = []) {
    self.beta = beta
    self.frozen = frozen
  }

  /// The angles at `time` (not reduced modulo 2 pi).
  ///
  /// - Parameter observe: called after every step with the time and the angles; returns false to end the run there.
  public func run(
    initial: [Double], time: Double, steps: Int, stop: StopCondition? = nil,
    observe: ((Double, UnsafePointer<Double>) -> Bool)? = nil
  ) throws -> [Double] {
    try require(beta >= 0 && beta.isFinite, "beta", "non-negative")
    try require(time >= 0 && time.isFinite, "time", "non-negative")
    try require(steps >= 1, "steps", "a positive integer")
    let count = initial.count
    let method = RungeKutta<Double>(count: count)
    for k in 0..<count { method.state[k] = initial[k] }
    let work = Trigonometry(self, count: count)
    let step = time / Double(steps)
    for index in 0..<steps {
      if index % 64 == 0 { try checkStop(stop) }
      method.step(step, work.velocity)
      if let observe, !observe(Double(index + 1) * step, UnsafePointer(method.state)) { break }
    }
    return method.values
  }

  /// Sines and cosines of all tokens, the frozen ones first.
  private final class Trigonometry {
    private let beta: Double
    private let frozen: Int
    private let moving: Int
    private let sines: UnsafeMutablePointer<Double>
    private let cosines: UnsafeMutablePointer<Double>
    private let weights: UnsafeMutablePointer<Double>

    init(_ model: CausalCircle, count: Int) {
      beta = model.beta
      frozen = model.frozen.count
      moving = count
      let total = count + model.frozen.count
      sines = .allocate(capacity: 3 * total)
      sines.initialize(repeating: 1, count: 3 * total)
      cosines = sines + total
      weights = cosines + total
      for (j, token) in model.frozen.enumerated() {
        sines[j] = sine(token.angle)
        cosines[j] = cosine(token.angle)
        weights[j] = token.weight
      }
    }

    deinit { sines.deallocate() }

    func velocity(_ angles: UnsafePointer<Double>, _ velocity: UnsafeMutablePointer<Double>) {
      for k in 0..<moving {
        let row = frozen + k
        let (sineK, cosineK) = (sine(angles[k]), cosine(angles[k]))
        sines[row] = sineK
        cosines[row] = cosineK
        var force = 0.0
        var total = 1.0
        for j in 0..<row {
          let weight = weights[j] * exponential(beta * (cosines[j] * cosineK + sines[j] * sineK - 1))
          force += weight * (sines[j] * cosineK - cosines[j] * sineK)
          total += weight
        }
        velocity[k] = force / total
      }
    }
  }
}
