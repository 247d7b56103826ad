/// The normalised attentions that carry Gaussians to Gaussians.
public enum GaussianAttentionKind: String, Sendable, CaseIterable {
  case softmax, l2, sinkhorn

  /// κ of Σ' = κ(V D A Σ + transpose).
  func speed(epsilon: Double) -> Double {
    switch self {
    case .softmax: 1
    case .l2: 2
    case .sinkhorn: 1 / epsilon
    }
  }
}

/// Mean and covariance.
public struct GaussianMoments: Sendable, Equatable {
  /// One column.
  public var mean: FloatMatrix
  public var covariance: FloatMatrix

  public init(mean: FloatMatrix, covariance: FloatMatrix) {
    (self.mean, self.covariance) = (mean, covariance)
  }

  /// One matrix of d rows: the covariance, then the mean as a last column.
  var joined: FloatMatrix {
    let d = covariance.rows
    return FloatMatrix(rows: d, columns: d + 1) { $1 < d ? covariance[$0, $1] : mean[$0, 0] }
  }

  init(joined: FloatMatrix) {
    let d = joined.rows
    mean = FloatMatrix(rows: d, columns: 1) { i, _ in joined[i, d] }
    covariance = FloatMatrix(rows: d, columns: d) { joined[$0, $1] }
  }
}

/// Attention layers acting on the law N(α, Σ) of the tokens, Σ ⪰ 0 possibly singular ("A Unified Perspective on the Dynamics
/// of Deep Transformers", arXiv 2501.18322): every token follows an affine velocity
///
///     Γ(x) = Σ_h V_h m_h(x) + W x + b,    m_h(x) = mean of the law of y tilted by the attention of x,
///
/// so z = x - α follows z' = L z, L = κ Σ_h V_h D_h A_h + W, and Σ' = L Σ + Σ L^T. The weights of token x for token y are
/// e^{y^T A x} (softmax, κ = 1, D = Σ), e^{2 y^T A x - y^T B y} (L2, κ = 2, D = Σ(I + 2BΣ)^-1), and the doubly stochastic
/// scaling of e^{y^T A x/ε} (Sinkhorn, κ = 1/ε, D + D A Σ A^T D/ε² = Σ). Scales such as 1/√d belong into A and B.
public struct GaussianAttention: Sendable {
  /// One head: scores A = K^T Q, values V, and for L2 the keys' B = K^T K (positive semidefinite).
  public struct Head: Sendable, Equatable {
    /// A.
    public var score: FloatMatrix
    /// V.
    public var value: FloatMatrix
    /// B; 0 when nil, and of no meaning outside L2.
    public var key: FloatMatrix?

    public init(score: FloatMatrix, value: FloatMatrix, key: FloatMatrix? = nil) {
      precondition(
        score.isSquare && value.isSquare && score.rows == value.rows
          && (key.map { $0.isSquare && $0.rows == score.rows } ?? true), "size of a matrix")
      (self.score, self.value, self.key) = (score, value, key)
    }
  }

  public let kind: GaussianAttentionKind
  public let heads: [Head]
  /// ε, of Sinkhorn only.
  public let epsilon: Double
  /// W of an affine layer.
  public let feedForward: FloatMatrix?
  /// b of an affine layer, one column.
  public let bias: FloatMatrix?

  /// - Precondition: at least one head, matrices of one size, epsilon > 0.
  public init(
    _ kind: GaussianAttentionKind, heads: [Head], epsilon: Double = 1, feedForward: FloatMatrix? = nil,
    bias: FloatMatrix? = nil
  ) {
    let d = heads.first?.score.rows ?? 0
    precondition(
      !heads.isEmpty && heads.allSatisfy { $0.score.rows == d }
        && (feedForward.map { $0.rows == d && $0.columns == d } ?? true)
        && (bias.map { $0.rows == d && $0.columns == 1 } ?? true), "size of a matrix")
    precondition(epsilon > 0, "epsilon > 0")
    (self.kind, self.heads, self.epsilon) = (kind, heads, epsilon)
    (self.feedForward, self.bias) = (feedForward, bias)
  }

  /// One head.
  public init(
    _ kind: GaussianAttentionKind, score: FloatMatrix, value: FloatMatrix, key: FloatMatrix? = nil,
    epsilon: Double = 1, feedForward: FloatMatrix? = nil, bias: FloatMatrix? = nil
  ) {
    self.init(
      kind, heads: [Head(score: score, value: value, key: key)], epsilon: epsilon, feedForward: feedForward,
      bias: bias)
  }

  public var dimension: Int { heads[0].score.rows }
  var speed: Double { kind.speed(epsilon: epsilon) }
}

// MARK: Right-hand sides

extension GaussianAttention {
  /// D(Σ) of one head, the covariance of the tilted law of y.
  public func tiltedCovariance(_ head: Head, _ sigma: FloatMatrix) -> FloatMatrix {
    switch kind {
    case .softmax: return sigma
    case .l2:
      guard let key = head.key else { return sigma }
      // D^T = (I + 2ΣB)^-1 Σ, and D is symmetric.
      return FloatMatrix.identity(sigma.rows).adding(2, sigma * key).solve(sigma).symmetricPart
    case .sinkhorn:
      // D = 2 Σ^{1/2} (I + (I + 4 Σ^{1/2} N Σ^{1/2})^{1/2})^-1 Σ^{1/2}, N = A Σ A^T/ε².
      let root = sigma.squareRoot
      let half = root * head.score * root
      let inner = (4 / (epsilon * epsilon)) * (half * half.transpose)
      return root * inner.symmetricFunction { 2 / (1 + (1 + max($0, 0)).squareRoot()) } * root
    }
  }

  /// L, with z' = L z for the centred token z = x - α.
  public func linearPart(_ sigma: FloatMatrix) -> FloatMatrix {
    var sum = feedForward ?? .zero(dimension, dimension)
    for head in heads {
      sum += speed * (head.value * tiltedCovariance(head, sigma) * head.score)
    }
    return sum
  }

  /// Σ' = L Σ + Σ L^T.
  public func covarianceDerivative(_ sigma: FloatMatrix) -> FloatMatrix {
    let image = linearPart(sigma) * sigma
    return image + image.transpose
  }

  /// α', the velocity of a token at the mean; one column.
  public func meanDerivative(_ mean: FloatMatrix, _ sigma: FloatMatrix) -> FloatMatrix {
    var sum = FloatMatrix.zero(dimension, 1)
    for head in heads {
      switch kind {
      case .softmax: sum += head.value * (mean + sigma * (head.score * mean))
      case .l2:
        // The tilted law of y is N((I + 2ΣB)^-1 (α + 2ΣA x), D).
        let target = mean.adding(2, sigma * (head.score * mean))
        let centre =
          head.key.map { FloatMatrix.identity(dimension).adding(2, sigma * $0).solve(target) } ?? target
        sum += head.value * centre
      case .sinkhorn: sum += head.value * mean
      }
    }
    if let feedForward { sum += feedForward * mean }
    if let bias { sum += bias }
    return sum
  }

  /// Γ(x) = α' + L (x - α), one column.
  public func velocity(_ x: FloatMatrix, mean: FloatMatrix, covariance: FloatMatrix) -> FloatMatrix {
    meanDerivative(mean, covariance) + linearPart(covariance) * (x - mean)
  }

  /// R' for Σ = R R^T, R of any number of columns: R' = Σ_h V R Ψ_h + W R, M = R^T A R, with
  /// Ψ = M (softmax), 2 (I + 2 R^T B R)^-1 M (L2), (2/ε)(I + (I + 4 M M^T/ε²)^{1/2})^-1 M (Sinkhorn).
  public func factorDerivative(_ factor: FloatMatrix) -> FloatMatrix {
    var sum = feedForward.map { $0 * factor } ?? .zero(factor.rows, factor.columns)
    for head in heads {
      let m = factor.transpose * head.score * factor
      let psi: FloatMatrix
      switch kind {
      case .softmax: psi = m
      case .l2:
        let keys = head.key.map { factor.transpose * $0 * factor } ?? .zero(m.rows, m.rows)
        psi = 2 * FloatMatrix.identity(m.rows).adding(2, keys).solve(m)
      case .sinkhorn:
        let inner = (4 / (epsilon * epsilon)) * (m * m.transpose)
        psi = (1 / epsilon) * (inner.symmetricFunction { 2 / (1 + (1 + max($0, 0)).squareRoot()) } * m)
      }
      sum += head.value * factor * psi
    }
    return sum
  }
}
