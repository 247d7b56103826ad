/// Random instances of covariances that collapse, K = -Q, as in the rank histograms of "A Unified Perspective on the Dynamics of
/// Deep Transformers" (arXiv 2501.18322): Q with ⌊d/2⌋ rows of standard normal entries, A = K^T Q = -Q^T Q, V the identity or
/// positive, a random positive definite Σ0; and what the float scheme says about their limits.
///
/// All entries are rounded to multiples of a power of two, so that they, and A, are exact doubles: an exact computation can take
/// the same instance. The float rank is the number of eigenvalues above a threshold where the scheme stopped. It is no proof:
/// Σ tends to its limit like 1/t, so the vanishing eigenvalues may still be above the threshold, and a step that overshoots
/// replaces an eigenvalue by 10^-14 that should have stayed.
public struct RankExperiment: Sendable {
  /// V.
  public enum Value: String, Sendable, CaseIterable {
    case identity
    /// Symmetric positive definite.
    case positive
    /// Not symmetric, with positive definite V + V^T.
    case general
  }

  public struct Instance: Sendable, Equatable {
    public var index: Int
    /// Q.
    public var query: FloatMatrix
    /// Σ0.
    public var covariance: FloatMatrix
    /// V.
    public var value: FloatMatrix

    /// A = -Q^T Q, without rounding.
    public var score: FloatMatrix { -(query.transpose * query) }
    public var attention: GaussianAttention { GaussianAttention(.softmax, score: score, value: value) }
  }

  /// What the float scheme found; nothing of it is a proof.
  public struct Outcome: Sendable, Equatable {
    public var index: Int
    /// Eigenvalues above the threshold.
    public var floatRank: Int
    public var flag: ProjectedEuler.Flag
    public var steps: Int
    /// Steps that had a negative eigenvalue to replace.
    public var projections: Int
    /// The eigenvalues where the scheme stopped, ascending.
    public var eigenvalues: [Double]
  }

  public var dimension: Int
  /// Rows of Q.
  public var rows: Int
  public var value: Value
  public var seed: UInt64
  /// Fractional bits of the entries of Q and of the factors of Σ0 and V.
  public var bits = 6
  public var scheme = ProjectedEuler()
  public var threshold = 1e-2

  /// - Throws: `SimulationError.invalidParameter` unless d is in 1...64 and 0 <= rows <= d.
  public init(dimension: Int, rows: Int? = nil, value: Value = .identity, seed: UInt64) throws {
    let rows = rows ?? dimension / 2
    try require(dimension >= 1 && dimension <= 64, "d", "in 1...64")
    try require(rows >= 0 && rows <= dimension, "rows", "in 0...d")
    (self.dimension, self.rows, self.value, self.seed) = (dimension, rows, value, seed)
  }

  /// Instance number `index`, always the same for a seed.
  public func instance(_ index: Int) -> Instance {
    var random = RandomStream(
      seed: seed, stream: UInt64(index), domain: UInt32(truncatingIfNeeded: dimension))
    let unit = exponentiate(2, Double(bits))
    func normals(_ rows: Int, _ columns: Int) -> FloatMatrix {
      FloatMatrix(
        rows: rows, columns: columns,
        (0..<rows * columns).map { _ in (unit * random.normal()).rounded() / unit })
    }
    // G G^T over a power of two near d, and 1/8 against singular ones.
    var scale = 1.0
    while scale < Double(dimension) { scale *= 2 }
    func positive() -> FloatMatrix {
      let g = normals(dimension, dimension)
      return (0.125 * FloatMatrix.identity(dimension)).adding(1 / scale, g * g.transpose)
    }
    let query = normals(rows, dimension)
    let covariance = positive()
    let v: FloatMatrix
    switch value {
    case .identity: v = .identity(dimension)
    case .positive: v = positive()
    case .general:
      let skew = normals(dimension, dimension)
      v = positive() + 0.25 * (skew - skew.transpose)
    }
    return Instance(index: index, query: query, covariance: covariance, value: v)
  }

  public func outcome(_ instance: Instance) -> Outcome {
    let run = scheme.run(instance.attention, from: instance.covariance)
    let eigenvalues = run.covariance.symmetricEigenvalues
    return Outcome(
      index: instance.index, floatRank: eigenvalues.filter { $0 > threshold }.count, flag: run.flag,
      steps: run.steps, projections: run.projections, eigenvalues: eigenvalues)
  }

  /// The first `count` instances.
  ///
  /// - Throws: `SimulationError.stopped`.
  public func outcomes(count: Int, threads: Int? = nil, stop: StopCondition? = nil) throws -> [Outcome] {
    try Parallel.map(count: count, threads: threads, stop: stop) { outcome(instance($0)) }
  }
}
