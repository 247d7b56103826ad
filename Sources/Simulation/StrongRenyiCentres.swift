/// Monte Carlo of the number of strong Renyi centres among n independent uniform points of the sphere S^{d-1}, at
/// separation delta: the points farther than delta from every earlier point, centre or not ("Clustering in Causal
/// Attention Masking", arXiv 2411.04990, Lemma C.1).
public struct StrongRenyiCentres: Sendable, Equatable {
  /// Dimension d >= 2 of the space that holds the sphere.
  public var dimension: Int
  /// Separation delta > 0 (geodesic distance, an angle).
  public var separation: Double
  /// Number n >= 1 of points.
  public var points: Int

  public init(dimension: Int, separation: Double, points: Int) {
    self.dimension = dimension
    self.separation = separation
    self.points = points
  }

  /// The mean number of strong centres.
  public func run(
    samples: Int, threads: Int? = nil, seed: UInt64, stop: StopCondition? = nil
  ) throws -> SampleEstimate {
    try require(dimension >= 2 && dimension <= 1 << 16, "d", "in 2...65536")
    try require(separation > 0 && separation.isFinite, "delta", "positive")
    try require(points >= 1 && points * dimension <= 1 << 26, "n", "positive, with n d at most 2^26")
    let trial = self
    return try estimateMean(samples: samples, chunk: 16, seed: seed, threads: threads, stop: stop) {
      var coordinates = [Double](repeating: 0, count: trial.points * trial.dimension)
      return { index in
        var stream = RandomStream(seed: seed, stream: UInt64(index), domain: 3)
        return trial.count(in: &coordinates, stream: &stream)
      }
    }
  }

  private func count(in coordinates: inout [Double], stream: inout RandomStream) -> Double {
    let threshold = separation < Double.pi ? cosine(separation) : -2
    return coordinates.withUnsafeMutableBufferPointer { buffer in
      var centres = 0
      for k in 0..<points {
        let point = buffer.baseAddress! + k * dimension
        var square = 0.0
        for i in 0..<dimension {
          point[i] = stream.normal()
          square += point[i] * point[i]
        }
        let scale = 1 / square.squareRoot()
        for i in 0..<dimension { point[i] *= scale }
        var isolated = true
        var other = buffer.baseAddress!
        while other < point {
          var product = 0.0
          for i in 0..<dimension { product += point[i] * other[i] }
          if product >= threshold {
            isolated = false
            break
          }
          other += dimension
        }
        if isolated { centres += 1 }
      }
      return Double(centres)
    }
  }

  /// The normalised mass of a cap of radius delta, by Gauss-Legendre quadrature of sin^{d-2}: chooses how many points
  /// leave a negligible bias (1 - mass)^n / mass when the limit of infinitely many points is asked for.
  public static func capMass(dimension: Int, separation: Double) throws -> Double {
    try require(dimension >= 2, "d", "at least 2")
    try require(separation > 0, "delta", "positive")
    if separation >= Double.pi { return 1 }
    func integral(_ end: Double) -> Double {
      FloatQuadrature.gaussLegendre(from: 0, to: end, points: 20, panels: 8 + dimension / 8) { x in
        exponentiate(sine(x), Double(dimension - 2))
      }
    }
    return integral(separation) / integral(Double.pi)
  }

  /// The least n with (1 - mass)^n <= `tolerance`: the count among n points is then the count of the infinite sequence
  /// up to the relative error `tolerance`.
  public static func pointsForLimit(
    dimension: Int, separation: Double, tolerance: Double = 1e-6
  ) throws -> Int {
    let mass = try capMass(dimension: dimension, separation: separation)
    if mass >= 1 { return 1 }
    let count = logarithm(tolerance) / -abs(logarithm(1 - mass))
    try require(count < 1e8, "delta", "large enough for a simulation")
    return max(1, Int(count.rounded(.up)))
  }
}
