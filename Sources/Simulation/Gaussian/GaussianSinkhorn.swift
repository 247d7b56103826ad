/// Sinkhorn's iteration on N(0, Σ) with itself and the score y^T A x, run on the quadratic potentials -x^T F x/2, -y^T G y/2:
/// F ← A^T (Σ^-1 + G)^-1 A, G ← A (Σ^-1 + F)^-1 A^T from G = 0, with (Σ^-1 + G)^-1 = Σ (I + GΣ)^-1.
public struct GaussianSinkhorn: Sendable {
  /// Cov(y|x) = (Σ^-1 + G)^-1 at the limit.
  public let conditional: FloatMatrix
  /// E[y^T A x] - KL(π|μ⊗μ) = tr(A^T D A Σ) + log det(D Σ^-1)/2 at the limit.
  public let energy: Double
  /// The largest eigenvalue of the linearised full iteration δG ↦ (A D_F A^T D_G) δG (D_G A D_F A^T).
  public let contraction: Double
  public let iterations: Int

  /// - Throws: `SimulationError.invalidParameter` when the iteration has not settled after many steps.
  public init(covariance sigma: FloatMatrix, score a: FloatMatrix, maxIterations: Int = 20_000) throws {
    let d = sigma.rows
    func conditional(_ potential: FloatMatrix) -> FloatMatrix {
      // Σ (I + GΣ)^-1 is symmetric: the transpose of (I + ΣG)^-1 Σ.
      (FloatMatrix.identity(d) + sigma * potential).solve(sigma).symmetricPart
    }
    var (f, g) = (FloatMatrix.zero(d, d), FloatMatrix.zero(d, d))
    var (step, change) = (0, Double.infinity)
    while change > 1e-15 * (1 + g.frobeniusNorm), step < maxIterations {
      f = a.transpose * conditional(g) * a
      let next = a * conditional(f) * a.transpose
      change = (next - g).frobeniusNorm
      g = next
      step += 1
    }
    try require(
      change <= 1e-13 * (1 + g.frobeniusNorm), "A", "such that Sinkhorn's iteration settles in floating point"
    )
    let (dg, df) = (conditional(g), conditional(f))
    let root = dg.squareRoot
    let rate = (root * a * df * a.transpose * root).symmetricEigenvalues.last ?? 0
    self.conditional = dg
    contraction = rate * rate
    energy =
      (a.transpose * dg * a * sigma).trace
      - logarithm((FloatMatrix.identity(d) + sigma * g).determinant) / 2
    iterations = step
  }
}
