import VlasovSymbols

/// The conditional covariance D = Cov(y|x) of the entropic coupling of N(0, Σ) with itself and the score y^T A x/ε: the
/// positive semidefinite solution of D + D N D = Σ, N = A Σ A^T/ε².
///
/// With Σ = R R^T, R of full column rank, and M = R^T A R/ε: D = R Δ R^T turns the equation into Δ + Δ M M^T Δ = I, whose
/// positive solution is the function δ(μ) = 2/(1 + √(1+4μ)) of M M^T (μδ² + δ = 1).
struct SinkhornConditional {
  let factor: CovarianceFactor
  private let square: Matrix<Rational>
  private let isUncoupled: Bool
  private let eps: Ball

  init(_ factor: CovarianceFactor, _ a: Matrix<Rational>, eps: Ball) {
    self.factor = factor
    self.eps = eps
    square = factor.scoreSquare(a)
    isUncoupled = factor.annihilates(a)
  }

  /// δ(μ), 1 at μ = 0: the eigenvalue of Σ^-1 D where M has the singular value √μ. It is also g/m.
  static func ratio<T: Analytic>(_ mu: T) -> T { 2 / (1 + T.sqrt(1 + 4 * mu)) }

  /// δ' on a set: -4/(s(1+s)²), s = √(1+4μ), is largest in size at the least μ.
  static func ratioSlope(_ mu: Ball) -> Ball {
    let s = Ball.sqrt(1 + 4 * mu.lowerEdge)
    return .within(4 / (s * Ball.pow(1 + s, 2)))
  }

  /// M M^T.
  var scoreSquare: Matrix<Ball> { factor.rooted(square).scaled(by: 1 / (eps * eps)) }

  /// Δ.
  var inner: Matrix<Ball> {
    if isUncoupled { return .identity(factor.diagonal.count) }
    return MatrixComponents([factor.compressed(square)]).function(
      of: scoreSquare, Self.ratio, slope: Self.ratioSlope)
  }

  /// D.
  var covariance: Matrix<Ball> {
    if isUncoupled { return factor.sigma.lifted() }
    let root = factor.root
    return root * inner * root.transpose
  }
}
