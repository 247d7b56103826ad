/// The covariance flow of softmax attention with several heads and an affine layer:
///
///     Σ' = F(Σ) = W Σ + Σ W^T + Σ_h (V_h Σ A_h Σ + Σ A_h^T Σ V_h^T).
///
/// Norms here are ‖X‖ = the largest row sum of |X|, which for symmetric X is also the largest column sum. With
/// c = Σ_h (‖V_h‖‖A_h‖ + ‖V_h^T‖‖A_h^T‖) and w = ‖W‖ + ‖W^T‖, for symmetric X, Y
///
///     ‖F(X)‖ ≤ w‖X‖ + c‖X‖²,    F(X + Y) = F(X) + DF(X) Y + N(Y),  ‖DF(X) Y‖ ≤ (w + 2c‖X‖)‖Y‖,  ‖N(Y)‖ ≤ c‖Y‖².
struct SoftmaxCovarianceFlow: Sendable {
  let heads: [CovarianceHead]
  /// W
  let feedForward: Matrix<Rational>?
  let dimension: Int
  /// c
  let quadratic: Magnitude
  /// w
  let linear: Magnitude

  /// - Precondition: square matrices of one size.
  init(heads: [CovarianceHead], feedForward: Matrix<Rational>? = nil) {
    (self.heads, self.feedForward) = (heads, feedForward)
    dimension = heads[0].value.rows
    quadratic = heads.reduce(.zero) { sum, head in
      sum + Self.norm(head.value) * Self.norm(head.score)
        + Self.norm(head.value.transpose) * Self.norm(head.score.transpose)
    }
    linear = feedForward.map { Self.norm($0) + Self.norm($0.transpose) } ?? .zero
  }

  init(value: Matrix<Rational>, score: Matrix<Rational>, feedForward: Matrix<Rational>? = nil) {
    self.init(heads: [CovarianceHead(value: value, score: score)], feedForward: feedForward)
  }

  /// F(Σ), in any type of entries.
  func derivative<T: MatrixScalar>(_ sigma: Matrix<T>, lift: (Matrix<Rational>) -> Matrix<T>) -> Matrix<T> {
    var half = Matrix<T>.zero(dimension, dimension)
    for head in heads {
      half = half + lift(head.value) * sigma * (lift(head.score) * sigma)
    }
    if let feedForward { half = half + lift(feedForward) * sigma }
    return half + half.transpose
  }

  /// The largest row sum of absolute values, rounded up.
  static func norm(_ matrix: Matrix<Rational>) -> Magnitude {
    (0..<matrix.rows).reduce(.zero) { most, i in
      let sum = matrix.row(i).reduce(Rational(0)) { $0 + $1.magnitude }
      return .max2(most, Ball(sum, bits: 64).magnitude)
    }
  }

  static func norm(_ matrix: Matrix<Ball>) -> Magnitude {
    (0..<matrix.rows).reduce(.zero) { most, i in
      .max2(most, (0..<matrix.columns).reduce(.zero) { $0 + matrix[i, $1].magnitude })
    }
  }
}

extension Magnitude {
  /// The logarithm to base 2, for choices only; -infinity for 0.
  var log2: Double { isZero ? -.infinity : Double(exponent) - 32 + logarithm2(Double(mantissa)) }

  /// The exact ball of this number.
  var exactBall: Ball { withPrecision(64) { Ball(center: 0, radius: self).upperEdge } }
}

private func logarithm2(_ x: Double) -> Double { Double.log(x) / Double.log(2) }
