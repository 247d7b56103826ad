/// Draws independent tokens from N(α, Σ), Σ ⪰ 0 possibly singular, or from a mixture of such laws.
public struct GaussianSampler: Sendable {
  struct Component: Sendable {
    var weight: Double
    var mean: [Double]
    /// R with Σ = R R^T.
    var factor: FloatMatrix
  }

  let components: [Component]
  public let dimension: Int

  /// N(α, Σ).
  public init(_ law: GaussianMoments) {
    precondition(law.mean.columns == 1 && law.mean.rows == law.covariance.rows, "size of a matrix")
    components = [
      Component(weight: 1, mean: law.mean.entries, factor: law.covariance.semidefiniteFactor())
    ]
    dimension = law.mean.rows
    isValid = Self.isLaw(law)
  }

  /// The mixture Σ_i w_i N(α_i, Σ_i); the weights are normalised.
  ///
  /// - Throws: `SimulationError.invalidParameter` unless the weights are positive, one for each law.
  public init(weights: [Double], laws: [GaussianMoments]) throws {
    try require(
      !laws.isEmpty && weights.count == laws.count && weights.allSatisfy { $0 > 0 && $0.isFinite }, "weights",
      "positive, one for each law")
    let d = laws[0].mean.rows
    precondition(laws.allSatisfy { $0.mean.rows == d && $0.covariance.rows == d }, "size of a matrix")
    let total = weights.reduce(0, +)
    components = zip(weights, laws).map { weight, law in
      Component(
        weight: weight / total, mean: law.mean.entries, factor: law.covariance.semidefiniteFactor())
    }
    dimension = d
    isValid = laws.allSatisfy(Self.isLaw)
  }

  /// Whether every law is one: finite, with a positive semidefinite covariance (up to rounding).
  private let isValid: Bool

  func validate() throws {
    try require(isValid, "Sigma", "finite, symmetric and positive semidefinite, and alpha finite")
  }

  private static func isLaw(_ law: GaussianMoments) -> Bool {
    guard law.mean.isFinite, law.covariance.isFinite else { return false }
    let size = law.covariance.frobeniusNorm
    return law.covariance.distance(law.covariance.transpose) <= 1e-9 * size
      && law.covariance.symmetricEigenvalues.allSatisfy { $0 >= -1e-9 * size }
  }

  /// Numbers in a row of a draw: the standard normal coordinates of one Gaussian, the point itself of a mixture.
  var rowLength: Int { components.count == 1 ? components[0].factor.columns : dimension }

  /// Raw material of `count` tokens, which `points` turns into tokens: rows of standard normal numbers for one Gaussian.
  func draw(count: Int, _ random: inout RandomStream) -> [Double] {
    if components.count == 1 { return (0..<count * rowLength).map { _ in random.normal() } }
    var points: [Double] = []
    points.reserveCapacity(count * dimension)
    for _ in 0..<count {
      let u = random.uniform()
      var (k, sum) = (0, components[0].weight)
      while u >= sum && k + 1 < components.count {
        k += 1
        sum += components[k].weight
      }
      let normals = (0..<components[k].factor.columns).map { _ in random.normal() }
      points += place(normals, components[k])
    }
    return points
  }

  /// The tokens of a draw. With `matched`, mean and covariance of the sample (of the empirical law: 1/n) are those of the
  /// law, up to rounding.
  func points(_ draw: [Double], matched: Bool) throws -> [Double] {
    guard components.count == 1, let component = components.first else {
      try require(!matched, "matched", "false for a mixture")
      return draw
    }
    let r = rowLength
    if r == 0 { return draw }
    var normals = draw
    if matched { try Self.whiten(&normals, r) }
    return place(normals, component)
  }

  /// α + R z for rows z of standard normal numbers.
  private func place(_ normals: [Double], _ component: Component) -> [Double] {
    let (d, r) = (dimension, component.factor.columns)
    let count = r == 0 ? 1 : normals.count / r
    let (factor, mean) = (component.factor.entries, component.mean)
    return [Double](unsafeUninitializedCapacity: count * d) { points, filled in
      for token in 0..<count {
        for i in 0..<d {
          var x = mean[i]
          for k in 0..<r { x += factor[i * r + k] * normals[token * r + k] }
          points[token * d + i] = x
        }
      }
      filled = count * d
    }
  }

  /// Makes the mean of the rows 0 and their covariance the identity: z ← L^-1 (z - mean), with the covariance L L^T.
  private static func whiten(_ rows: inout [Double], _ r: Int) throws {
    let particles = GaussianParticles(rows, dimension: r)
    guard let lower = particles.covariance.choleskyFactor else {
      throw SimulationError.invalidParameter(name: "n", requirement: "larger than the rank to match moments")
    }
    let mean = particles.mean
    for start in stride(from: 0, to: rows.count, by: r) {
      for i in 0..<r {
        var z = rows[start + i] - mean[i, 0]
        for k in 0..<i { z -= lower[i, k] * rows[start + k] }
        rows[start + i] = z / lower[i, i]
      }
    }
  }

  /// `count` tokens.
  ///
  /// - Parameters:
  ///   - matched: makes the sample's own mean and covariance those of the law (one Gaussian only).
  ///   - stream: separates independent samples of one seed.
  /// - Throws: `SimulationError.invalidParameter` for a covariance that is none, count < 1, or too small a sample to match
  ///   moments.
  public func particles(count: Int, seed: UInt64, stream: UInt64 = 0, matched: Bool = false) throws
    -> GaussianParticles
  {
    try validate()
    try require(count >= 1 && count <= 1 << 22, "n", "in 1...2^22")
    var random = RandomStream(seed: seed, stream: stream, domain: 0x6A55)
    return try particles(draw(count: count, &random), count: count, matched: matched)
  }

  func particles(_ draw: [Double], count: Int, matched: Bool) throws -> GaussianParticles {
    if rowLength == 0 {
      // A point mass.
      return GaussianParticles(
        (0..<count).flatMap { _ in components[0].mean }, dimension: dimension)
    }
    return GaussianParticles(try points(draw, matched: matched), dimension: dimension)
  }
}
