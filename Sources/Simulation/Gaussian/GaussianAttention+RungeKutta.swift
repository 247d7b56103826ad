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
    var state = joined(start)
    forEachStep(&state, time: time, steps: steps) { state in
      let now = self.split(state)
      return self.joined(
        GaussianMoments(
          mean: meanDerivative(now.mean, now.covariance), covariance: covarianceDerivative(now.covariance)))
    }
    return split(state)
  }

  /// One residual layer of step h on Gaussian tokens: x⁺ = x + h Γ(x), so α⁺ = α + h α', Σ⁺ = (I + hL) Σ (I + hL)^T.
  public func layer(_ moments: GaussianMoments, step h: Double) -> GaussianMoments {
    let map = FloatMatrix.identity(dimension).adding(h, linearPart(moments.covariance))
    return GaussianMoments(
      mean: moments.mean.adding(h, meanDerivative(moments.mean, moments.covariance)),
      covariance: map * moments.covariance * map.transpose)
  }

  private func joined(_ moments: GaussianMoments) -> FloatMatrix {
    let d = dimension
    return FloatMatrix(rows: d, columns: d + 1) {
      $1 < d ? moments.covariance[$0, $1] : moments.mean[$0, 0]
    }
  }

  private func split(_ state: FloatMatrix) -> GaussianMoments {
    let d = dimension
    return GaussianMoments(
      mean: FloatMatrix(rows: d, columns: 1) { i, _ in state[i, d] },
      covariance: FloatMatrix(rows: d, columns: d) { state[$0, $1] })
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
