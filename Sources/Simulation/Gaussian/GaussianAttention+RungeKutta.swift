extension GaussianAttention {
  /// Σ after a time, by the classical Runge-Kutta method in equal steps: error O(steps^-4).
  ///
  /// Time may be negative. Beyond a blow-up the result is infinite, NaN or meaningless.
  public func covariance(from start: FloatMatrix, time: Double, steps: Int) -> FloatMatrix {
    var sigma = start
    forEachStep(&sigma, time: time, steps: steps, covarianceDerivative)
    return sigma
  }

  /// Σ at the times k time/steps, k = 0, ..., steps.
  public func covariances(from start: FloatMatrix, time: Double, steps: Int) -> [FloatMatrix] {
    var sigma = start
    var path = [start]
    for _ in 0..<steps {
      forEachStep(&sigma, time: time / Double(steps), steps: 1, covarianceDerivative)
      path.append(sigma)
    }
    return path
  }

  /// R(t) of Σ(t) = R R^T, by the classical method: keeps Σ positive semidefinite, of the rank of R.
  public func factor(from start: FloatMatrix, time: Double, steps: Int) -> FloatMatrix {
    var factor = start
    forEachStep(&factor, time: time, steps: steps, factorDerivative)
    return factor
  }

  /// Mean and covariance after a time, by the classical method.
  public func moments(from start: GaussianMoments, time: Double, steps: Int) -> GaussianMoments {
    // One matrix: the mean as a last column.
    var state = start.joined
    forEachStep(&state, time: time, steps: steps) { state in
      let now = GaussianMoments(joined: state)
      return GaussianMoments(
        mean: meanDerivative(now.mean, now.covariance), covariance: covarianceDerivative(now.covariance)
      ).joined
    }
    return GaussianMoments(joined: state)
  }

  /// One residual layer of step h on Gaussian tokens: x⁺ = x + h Γ(x), so α⁺ = α + h α', Σ⁺ = (I + hL) Σ (I + hL)^T.
  public func layer(_ moments: GaussianMoments, step h: Double) -> GaussianMoments {
    let map = FloatMatrix.identity(dimension).adding(h, linearPart(moments.covariance))
    return GaussianMoments(
      mean: moments.mean.adding(h, meanDerivative(moments.mean, moments.covariance)),
      covariance: map * moments.covariance * map.transpose)
  }

  private func forEachStep(
    _ state: inout FloatMatrix, time: Double, steps: Int, _ derivative: (FloatMatrix) -> FloatMatrix
  ) {
    precondition(steps >= 1, "at least one step")
    let h = time / Double(steps)
    for _ in 0..<steps {
      let a = derivative(state)
      let b = derivative(state.adding(h / 2, a))
      let c = derivative(state.adding(h / 2, b))
      let d = derivative(state.adding(h, c))
      state = state.adding(h / 6, a.adding(2, b).adding(2, c).adding(1, d))
    }
  }
}
