import VlasovAnalysis
import VlasovSimulation

/// The rank of the limit points of Σ' = VΣAΣ + ΣA^TΣV^T for A = -Q^T Q (softmax attention with K = -Q), Σ0 ≻ 0, decided over
/// the rationals.
///
/// **Theorem.** Let V + V^T ≻ 0. Then the solution exists for all t >= 0, tr Σ decreases, and every limit point has the range
/// ker Q: its rank is d - rank Q.
///
/// *Proof.* Let T = ΣQ^TQΣ ⪰ 0, so Σ' = -(VT + TV^T), and c > 0 with V + V^T ⪰ cI. Then (tr Σ)' = -tr(T(V + V^T)) <= -c tr T:
/// Σ stays bounded, exists for all times, and ∫ tr T dt <= tr Σ0/c. As tr T has a bounded derivative, tr T → 0, so a limit
/// point Σ* has QΣ* = 0: its range lies in ker Q.
/// Conversely, Σ(t) is invertible, and P = Σ^-1 obeys P' = PVΣQ^TQ + Q^TQΣV^TP. With the columns of N a basis of ker Q,
/// (N^TPN)' = 0, as QN = 0. For every P ≻ 0, P^-1 ⪰ N(N^TPN)^-1N^T, since P^{1/2}N(N^TPN)^-1N^TP^{1/2} is an orthogonal
/// projector. So Σ(t) ⪰ N(N^TΣ0^-1N)^-1N^T for all t, and the range of Σ* contains ker Q. ∎
///
/// The second half holds for every V: a limit point, if there is one, has at least the rank d - rank Q.
/// For V = I the limit is that of `gaussian.decay-limit`.
public struct LimitRank: Hashable, Sendable {
  public let lower: Int
  public let upper: Int

  /// The rank, when it is certain.
  public var exact: Int? { lower == upper ? lower : nil }

  /// - Parameters:
  ///   - query: Q, with d columns and any number of rows.
  ///   - value: V, d by d.
  ///   - covariance: Σ0, d by d.
  /// - Returns: nil unless Σ0 ≻ 0.
  /// - Precondition: sizes that fit.
  public init?(query: Matrix<Rational>, value: Matrix<Rational>, covariance: Matrix<Rational>) {
    let d = covariance.rows
    precondition(
      query.columns == d && covariance.columns == d && value.rows == d && value.columns == d, "sizes that fit"
    )
    guard covariance.isPositiveDefinite else { return nil }
    lower = d - query.rank
    upper = (value + value.transpose).isPositiveDefinite ? lower : d
  }
}

extension Matrix where Scalar == Rational {
  /// The same numbers exactly; nil when one is not finite.
  public init?(exactly matrix: FloatMatrix) {
    let entries = matrix.entries.compactMap { Rational(exactly: $0) }
    guard entries.count == matrix.entries.count else { return nil }
    self.init(rows: matrix.rows, columns: matrix.columns, entries)
  }
}
