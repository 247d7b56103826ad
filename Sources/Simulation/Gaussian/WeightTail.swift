extension GaussianAttention {
  /// How heavy the tails of the attention weights are: n tokens give the velocity to n^-1/2 in mean square where this is below
  /// 1, and not at or above 1.
  ///
  /// With weights w(y; x), the squared error of the mean over n tokens is E w²/(E w)²/n times a polynomial in x, and
  /// E w²/(E w)² = e^{x^T M x}·const, M = A^T (8 D_4 - 4 D_2) A, D_k = (Σ^-1 + kB)^-1 for L2, M = A^T Σ A for softmax. Its mean
  /// over x ~ N(α, Σ) exists iff the returned λ_max(2 Σ^{1/2} M Σ^{1/2}) < 1: for softmax 2 |Σ^{1/2} A Σ^{1/2}|² < 1. Sinkhorn's
  /// weights are dπ/d(μ⊗μ), whose square has the mean Π 1/(1 - ρ_i²), ρ_i < 1 the canonical correlations of π: the largest ρ².
  /// Of several heads the worst.
  public func weightTail(_ sigma: FloatMatrix) -> Double {
    let root = sigma.squareRoot
    func damped(_ key: FloatMatrix, _ k: Double) -> FloatMatrix {
      FloatMatrix.identity(dimension).adding(k, sigma * key).solve(sigma).symmetricPart
    }
    let tails = heads.map { head -> Double in
      let half = root * head.score * root
      switch kind {
      case .softmax:
        let norm = half.spectralNorm
        return 2 * norm * norm
      case .l2:
        let key = head.key ?? .zero(dimension, dimension)
        let spread = (8 * damped(key, 4)).adding(-4, damped(key, 2))
        let m = root * head.score.transpose * spread * head.score * root
        return 2 * (m.symmetricEigenvalues.last ?? 0)
      case .sinkhorn:
        // 1 - ρ² = 2/(1 + (1 + 4m²)^{1/2}), m the singular values of Σ^{1/2} A Σ^{1/2}/ε.
        let m = half.spectralNorm / epsilon
        return 1 - 2 / (1 + (1 + 4 * m * m).squareRoot())
      }
    }
    return tails.reduce(0) { $1 > $0 || $1.isNaN ? $1 : $0 }
  }

  /// The largest `weightTail` on the way from Σ0, seen at every Runge-Kutta step.
  public func weightTail(from start: FloatMatrix, time: Double, steps: Int) -> Double {
    covariances(from: start, time: time, steps: steps).map(weightTail).reduce(0) {
      $1 > $0 || $1.isNaN ? $1 : $0
    }
  }
}
