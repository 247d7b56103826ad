extension FloatMatrix {
  /// The squared distance of Bures and Wasserstein of N(0, X) and N(0, Y): tr X + tr Y - 2 |R_Y^T R_X|_*, the sum of the
  /// singular values, for factors X = R_X R_X^T, Y = R_Y R_Y^T. Loses digits where X is close to Y.
  public static func buresSquared(_ x: FloatMatrix, _ y: FloatMatrix) -> Double {
    let cross = y.semidefiniteFactor().transpose * x.semidefiniteFactor()
    let nuclear = (cross.transpose * cross).symmetricEigenvalues.reduce(0) { $0 + max($1, 0).squareRoot() }
    return x.trace + y.trace - 2 * nuclear
  }
}

extension GaussianParticles {
  /// The squared 2-Wasserstein distance of two samples of equal size on the line: the mean squared difference in order.
  ///
  /// - Throws: `SimulationError.invalidParameter` for tokens in the plane or beyond, or different numbers of them.
  public func squaredDistance(to other: GaussianParticles) throws -> Double {
    try require(dimension == 1 && other.dimension == 1, "d", "1")
    try require(count == other.count && count > 0, "n", "the same for both samples")
    return zip(points.sorted(), other.points.sorted()).reduce(0) {
      $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
    } / Double(count)
  }
}
