/// Two-sided bounds of the remaining time of a softmax flow of one head without an affine layer, from any Σ on.
///
/// Below, for every V and A: ‖Σ'‖ ≤ 2‖V‖‖A‖‖Σ‖² in the spectral norm, so the solution lives at least 1/(2‖V‖‖A‖‖Σ‖).
/// Above, for V = V^T ≻ 0 and S = A + A^T ≻ 0: f = tr(V^-1 Σ) has f' = tr(Σ S Σ) ≥ f²/κ, κ = tr(V^-1 S^-1 V^-1) (Cauchy-Schwarz:
/// f² = tr(S^(1/2) Σ · V^-1 S^(-1/2))² ≤ tr(Σ S Σ) κ), so the solution lives at most κ/f.
struct BlowUpBounds: Sendable {
  /// V^-1
  let inverse: Matrix<Rational>
  /// κ
  let kappa: Rational

  /// Nil unless V = V^T ≻ 0 and S ≻ 0, decided exactly.
  init?(value: Matrix<Rational>, score: Matrix<Rational>) {
    let sum = score + score.transpose
    guard value.isPositiveDefinite, sum.isPositiveDefinite,
      let inverse = value.solving(.identity(value.rows)),
      let inner = sum.solving(inverse)
    else { return nil }
    self.inverse = inverse
    kappa = (inverse * inner).trace
  }

  /// f = tr(V^-1 Σ).
  func value(_ sigma: Matrix<Ball>) -> Ball {
    let weights = inverse.entries.map { Ball($0) }
    return Ball.dot(weights, sigma.transpose.entries)
  }

  /// An upper bound of the remaining time.
  func above(_ sigma: Matrix<Ball>) -> Ball { Ball(kappa) / value(sigma) }

  /// 1/(2‖V‖‖A‖λ_max(Σ)), at the working precision; nil when V or A is 0 or Σ is.
  static func below(value: Matrix<Rational>, score: Matrix<Rational>, _ sigma: Matrix<Ball>) -> Ball? {
    let speed = value.lifted(to: Ball.self).spectralNorm * score.lifted(to: Ball.self).spectralNorm
    let largest = sigma.symmetricEigenvalues().last ?? 0
    let rate = 2 * speed * largest
    return rate.isPositive ? 1 / rate : nil
  }
}
