/// Attention over n tokens: x_i' = Σ_h V_h m_h(x_i) + W x_i + b, where m_h(x) is the mean of the tokens y_j with weights
///
///     softmax    e^{y_j^T A x} / Σ
///     l2         e^{2 y_j^T A x - y_j^T B y_j} / Σ      (the kernel e^{-|Qx-Ky|²})
///     sinkhorn   e^{y_j^T A x/ε + f(x) + g(y_j)} / n    doubly stochastic: rows and columns have the mean 1
///     sigmoid    1/(1 + e^{-y_j^T A x}) / n             (not normalised)
///
/// With `isCausal` token i sees the tokens 1, ..., i only (and 1/n becomes 1/i).
public struct ParticleAttention: Sendable {
  public enum Kind: String, Sendable, CaseIterable { case softmax, l2, sinkhorn, sigmoid }

  public var kind: Kind
  public var heads: [GaussianAttention.Head]
  /// ε, of Sinkhorn only.
  public var epsilon: Double
  public var feedForward: FloatMatrix?
  /// One column.
  public var bias: FloatMatrix?
  /// Not for Sinkhorn.
  public var isCausal = false
  /// Sinkhorn's iteration ends when every column's mean weight is 1 up to this; the rows then have the mean 1 up to rounding.
  public var tolerance = 1e-9

  public init(
    _ kind: Kind, heads: [GaussianAttention.Head], epsilon: Double = 1, feedForward: FloatMatrix? = nil,
    bias: FloatMatrix? = nil
  ) {
    (self.kind, self.heads, self.epsilon) = (kind, heads, epsilon)
    (self.feedForward, self.bias) = (feedForward, bias)
  }

  /// One head.
  public init(
    _ kind: Kind, score: FloatMatrix, value: FloatMatrix, key: FloatMatrix? = nil, epsilon: Double = 1
  ) {
    self.init(kind, heads: [.init(score: score, value: value, key: key)], epsilon: epsilon)
  }

  /// The attention whose moments the equations describe.
  public init(_ attention: GaussianAttention, tolerance: Double = 1e-9) {
    let kind: Kind =
      switch attention.kind {
      case .softmax: .softmax
      case .l2: .l2
      case .sinkhorn: .sinkhorn
      }
    self.init(
      kind, heads: attention.heads, epsilon: attention.epsilon, feedForward: attention.feedForward,
      bias: attention.bias)
    self.tolerance = tolerance
  }

  func validate(dimension d: Int) throws {
    try require(!heads.isEmpty, "heads", "at least one")
    try require(
      heads.allSatisfy { head in
        head.score.rows == d && head.score.isFinite && head.value.isFinite && head.key?.isFinite ?? true
      }, "A, V, B", "finite, with as many rows as the tokens have coordinates")
    try require(
      feedForward.map { $0.rows == d && $0.columns == d && $0.isFinite } ?? true, "W",
      "a finite d by d matrix")
    try require(bias.map { $0.rows == d && $0.columns == 1 && $0.isFinite } ?? true, "b", "a finite vector")
    try require(epsilon > 0 && epsilon.isFinite, "eps", "positive")
    try require(tolerance > 0, "tolerance", "positive")
    try require(!(isCausal && kind == .sinkhorn), "causal", "off for Sinkhorn attention")
  }
}
