/// A form f(Σ) = tr(QΣ) with f' ≥ f²/K along a softmax flow of one head without an affine layer: where f > 0, the solution
/// lives at most K/f.
///
/// With M = QV and the symmetric and skew parts M = M_s + M_k, A = A_s + A_k: f' = 2 tr(MΣAΣ).
///
/// **Theorem.** (a) If M_s ≻ 0, A_s ≻ 0, μ M_s ± iM_k ⪰ 0 and ν A_s ± iA_k ⪰ 0 with μν < 1, then K = tr(A_s^-1 Q M_s^-1
/// Q)/(2(1 - μν)). For Σ of rank one 1 - μν may be left out. (b) If V^T u = λu with λ > 0 and S = A + A^T ≻ 0, then Q = u u^T
/// and K = u^T S^-1 u/λ. Both for (-V, -A) too, which is the same flow.
///
/// *Proof.* (a) tr(MΣAΣ) = tr(M_sΣA_sΣ) + tr(M_kΣA_kΣ), as ΣA_kΣ is skew and ΣA_sΣ symmetric. tr(XΣYΣ) ≥ 0 for Hermitian X,
/// Y ⪰ 0; for X = μM_s ∓ iM_k, Y = νA_s ± iA_k, the sum over both choices says |tr(M_kΣA_kΣ)| ≤ μν tr(M_sΣA_sΣ); the trace is
/// u^T M_k u · u^T A_k u = 0 for Σ = u u^T. And f² = tr(M_s^(1/2) Σ A_s^(1/2) · A_s^(-1/2) Q M_s^(-1/2))² ≤ tr(M_sΣA_sΣ)
/// tr(A_s^-1 Q M_s^-1 Q). (b) For p = Σu, f' = λ p^T S p and f² = (u^T p)² ≤ (u^T S^-1 u)(p^T S p). ∎
///
/// μ is the norm of L^-1 M_k L^-T for M_s = L L^T, ν likewise. Q need not be definite.
struct BlowUpFunctional: Sendable {
  /// Q
  let weight: Matrix<Ball>
  /// K
  let constant: Ball

  /// An upper bound of the remaining time; indeterminate where f > 0 is not proved.
  func above(_ sigma: Matrix<Ball>) -> Ball {
    let value = Ball.dot(weight.entries, sigma.transpose.entries)
    return value.isPositive ? constant / value : .indeterminate
  }

  /// Those that were proved, at the working precision; none unless S ≻ 0 or S ≺ 0.
  static func all(value: Matrix<Rational>, score: Matrix<Rational>, isRankOne: Bool) -> [BlowUpFunctional] {
    let sum = score + score.transpose
    let sign: Rational = sum.isPositiveDefinite ? 1 : -1
    guard sum.scaled(by: sign).isPositiveDefinite else { return [] }
    let (v, a) = (value.scaled(by: sign), score.scaled(by: sign))
    var result: [BlowUpFunctional] = []
    if let bounds = BlowUpBounds(value: v, score: a) {
      result.append(BlowUpFunctional(weight: bounds.inverse.lifted(), constant: Ball(bounds.kappa)))
    }
    return result + sectors(v, a, isRankOne: isRankOne) + eigenvectors(v, a)
  }

  /// (a), for Q from Lyapunov equations V^T Q + Q V = C: C = I at first, then what the last solution leads to, which turns
  /// towards the basis of eigenvectors where μ is least.
  private static func sectors(_ v: Matrix<Rational>, _ a: Matrix<Rational>, isRankOne: Bool)
    -> [BlowUpFunctional]
  {
    let (value, score) = (v.lifted(to: Ball.self), a.lifted(to: Ball.self))
    guard let (nu, scoreInverse) = skewness(score) else { return [] }
    var result: [BlowUpFunctional] = []
    var right = Matrix<Ball>.identity(v.rows)
    for _ in 0..<6 {
      let solution = Matrix<Ball>.lyapunov(value.transpose, right).symmetricPart
      guard solution.isFinite else { break }
      let weight = solution.map(\.center)
      right = weight
      // Positive right-hand sides: every second one when V is indefinite.
      guard let (mu, inverse) = skewness(weight * value) else { continue }
      let share = isRankOne ? Ball(1) : 1 - mu * nu
      guard share.isPositive else { continue }
      let kappa = (scoreInverse * weight * inverse * weight).trace
      result.append(BlowUpFunctional(weight: weight, constant: kappa / (2 * share)))
    }
    return result
  }

  /// For X with X_s ≻ 0, proved: an upper bound μ with μ X_s ± iX_k ⪰ 0, and X_s^-1.
  private static func skewness(_ x: Matrix<Ball>) -> (Ball, Matrix<Ball>)? {
    guard let lower = x.symmetricPart.choleskyFactor() else { return nil }
    let inverse = lower.inverse
    let skew = (x - x.transpose).scaled(by: Ball(Rational(1, 2)))
    let bound = (inverse * skew * inverse.transpose).spectralNorm.upperEdge
    let whole = inverse.transpose * inverse
    return bound.isFinite && whole.isFinite ? (bound, whole) : nil
  }

  /// (b), for the eigenvalues λ > 0 of V that are simple and real.
  private static func eigenvectors(_ v: Matrix<Rational>, _ a: Matrix<Rational>) -> [BlowUpFunctional] {
    let sum = (a + a.transpose).lifted(to: Ball.self)
    let transposed = v.transpose.lifted(to: Ball.self)
    return transposed.eigenvalueClusters().compactMap { cluster in
      let lambda = cluster.realPart
      guard cluster.isReal, cluster.multiplicity == 1, lambda.isPositive,
        let u = kernelVector(transposed - Matrix<Ball>.identity(v.rows).scaled(by: lambda))
      else { return nil }
      let constant = (u.transpose * sum.solve(u))[0, 0] / lambda
      return constant.isFinite ? BlowUpFunctional(weight: u * u.transpose, constant: constant) : nil
    }
  }

  /// The vector x with X x = 0 and one entry 1, for a singular X among the members of the ball matrix.
  ///
  /// With x_c = 1 the rows but one are a system for the other entries. If its matrix is proved regular, a kernel vector has
  /// x_c ≠ 0 (else all of it vanished), so scaled to x_c = 1 it is the solution.
  static func kernelVector(_ x: Matrix<Ball>) -> Matrix<Ball>? {
    let n = x.rows
    if n == 1 { return Matrix(column: [Ball(1)]) }
    var best: (vector: Matrix<Ball>, width: Double)?
    for c in 0..<n {
      let others = (0..<n).filter { $0 != c }
      for r in 0..<n {
        let rows = (0..<n).filter { $0 != r }
        let system = Matrix<Ball>(rows: n - 1, columns: n - 1) { x[rows[$0], others[$1]] }
        let rest = system.solve(Matrix(column: rows.map { -x[$0, c] }))
        guard rest.isFinite else { continue }
        let width = rest.entries.map { $0.radius.log2 }.max() ?? 0
        guard best.map({ width < $0.width }) ?? true else { continue }
        var vector = Matrix<Ball>.zero(n, 1)
        vector[c, 0] = 1
        for (k, i) in others.enumerated() { vector[i, 0] = rest[k, 0] }
        best = (vector, width)
      }
    }
    return best?.vector
  }
}
