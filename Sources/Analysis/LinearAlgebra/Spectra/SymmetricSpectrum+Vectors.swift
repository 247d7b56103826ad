/// Eigenvectors and projectors.
extension SymmetricSpectrum {
  /// The unit eigenvector of the i-th smallest eigenvalue, a column, for every symmetric member; nil when it
  /// is not isolated. Its sign makes the largest entry of the approximation positive.
  ///
  /// **Theorem** (notation of `SymmetricSpectrum`). Let m = M_ii, r a bound of |(M - m) e_i| and δ > 0 the
  /// distance of m from the other eigenvalues. The unit eigenvector v of M with v_i >= 0 has sin θ = |v - v_i
  /// e_i| <= r/δ (Davis and Kahan: (M - m) e_i = Σ (λ_j - m)(v_j, e_i) v_j), hence 1 - v_i <= sin^2 θ, and
  /// from (M v)_j = λ_i v_j
  ///
  ///     v_j (λ_i - M_jj) = M_ji v_i + Σ_{k != i, j} M_jk v_k,
  ///
  /// whose last sum is at most (residual of row j) sin θ. The eigenvector of A is Z H v, and |H v - v| <= h.
  public func eigenvector(_ i: Int) -> Matrix<Ball>? {
    guard let frame, values.indices.contains(i), clusters.contains(i..<(i + 1)), let gaps = frame.gaps(i)
    else {
      return nil
    }
    let n = values.count
    let gap = [gaps.below, gaps.above].compactMap(\.self).min(by: { $0 <= $1 })
    let sine = gap.map { frame.residuals[i].dividedUp(by: $0) } ?? .zero
    guard sine.isFinite, sine <= .power2(-1) else { return nil }
    let work = bits + 24
    let lead = Ball(center: Ball(1, bits: work), radius: sine * sine)
    let value = frame.refinedValues[i]
    let coordinates = (0..<n).map { j -> Ball in
      if j == i { return lead }
      let rest = Ball(center: frame.compressed[j, i], radius: frame.shift) * lead
      let direct = Ball(center: rest, radius: frame.residuals[j] * sine) / (value - frame.diagonal(j))
      let bound = Ball(center: Ball(0, bits: work), radius: sine)
      return direct.isFinite ? Ball.intersection(direct, bound) ?? bound : bound
    }
    // |H - I| <= h <= 2h + h^2.
    let vector = frame.vectors * Matrix(column: coordinates).widened(by: frame.distortion)
    let largest = vector.entries.max { $0.magnitude <= $1.magnitude && !($1.magnitude <= $0.magnitude) }
    let negative = largest.map { $0.estimate < 0 } ?? false
    return (negative ? -vector : vector).rounded(to: bits)
  }

  /// The orthogonal projector on the invariant subspace of these eigenvalues, which must be apart from all
  /// others: indeterminate otherwise.
  ///
  /// **Theorem** (Davis and Kahan, sin Θ). Let P0 project on the coordinates of the cluster, T = (I - P0) M
  /// P0 and δ > 0 the distance between the Weyl balls of the cluster and those of the other eigenvalues. The
  /// compression of M to the cluster has its eigenvalues in the hull of the cluster's Weyl balls (Weyl, for
  /// the compressions of M and D), so the spectral projector P of M has |P - P0| = |sin Θ| <= |T|/δ. With Q =
  /// Z H the projector of A is Z (H P H) Z^T, |H P H - P| <= 2h + h^2, and the entries of Z Δ Z^T are at most
  /// (1 + w)|Δ|.
  public func projector(_ cluster: Range<Int>) -> Matrix<Ball> {
    let n = values.count
    precondition(cluster.lowerBound >= 0 && cluster.upperBound <= n, "range of eigenvalues")
    if cluster.isEmpty { return .zero(n, n) }
    if cluster.count == n { return .identity(n) }
    let nothing = Matrix<Ball>.indeterminate(n, n, bits: bits)
    guard let frame else { return nothing }
    var gap: Magnitude?
    for (inside, outside) in [
      (cluster.lowerBound, cluster.lowerBound - 1), (cluster.upperBound - 1, cluster.upperBound),
    ] where outside >= 0 && outside < n {
      let distance =
        outside < inside
        ? frame.coarse[inside] - frame.coarse[outside] : frame.coarse[outside] - frame.coarse[inside]
      guard distance.isPositive else { return nothing }
      let bound = distance.magnitudeBelow
      gap = gap.map { $0 <= bound ? $0 : bound } ?? bound
    }
    var squares = Magnitude.zero
    for i in 0..<n where !cluster.contains(i) {
      for j in cluster {
        let x = frame.compressed[i, j].magnitude
        squares = squares + x * x
      }
    }
    let residual = squares.squareRoot + frame.shift
    guard let gap else { return nothing }
    let error = (residual.dividedUp(by: gap) + frame.distortion) * (Magnitude(1) + frame.orthogonality)
    let basis = frame.vectors.columns(Array(cluster))
    return (basis * basis.transpose).widened(by: error).rounded(to: bits)
  }

  /// f(A) for every symmetric member A of the matrix, where f is differentiable on an interval that holds the
  /// spectrum; `slope(X)` encloses f' on the ball X. Clusters need no separation.
  ///
  /// **Theorem.** For symmetric M and D with eigenvectors v_j, e_i and eigenvalues λ_j, d_i in an interval J,
  /// |f(M) - f(D)|_F <= sup_J |f'| |M - D|_F. *Proof:* (e_i, (f(M) - f(D)) v_j) = f(λ_j) - f(d_i) times (e_i,
  /// v_j), by the mean value theorem at most sup|f'| |(λ_j - d_i)(e_i, v_j)| = sup|f'| |(e_i, (M - D) v_j)|;
  /// sum the squares. ∎
  ///
  /// So f(A) = Z H f(M) H Z^T lies in Z f(D) Z^T with entries widened by (1 + w)(η + (2h + h^2)(max|f(d_i)| +
  /// η)), η = sup|f'| |M - D|_F.
  public func function(_ f: (Ball) -> Ball, slope: (Ball) -> Ball) -> Matrix<Ball> {
    let n = values.count
    if n == 0 { return .zero(0, 0) }
    let nothing = Matrix<Ball>.indeterminate(n, n, bits: bits)
    guard let frame, let least = frame.coarse.first, let greatest = frame.coarse.last else { return nothing }
    let steepness = cover(least, greatest).reduce(Magnitude.zero) {
      .max2($0, slope($1.scaled(by: scale)).magnitude)
    }
    let values = frame.centers.map { f($0.scaled(by: scale)) }
    guard steepness.isFinite, values.allSatisfy(\.isFinite) else { return nothing }
    var squares = Magnitude.zero
    for i in 0..<n {
      for j in 0..<n {
        let x = i == j ? frame.compressed[i, i].radius : frame.compressed[i, j].magnitude
        squares = squares + x * x
      }
    }
    // |M - S|_F <= √n |M - S|.
    let distance = squares.squareRoot + frame.shift * Magnitude(n).squareRoot
    let eta = steepness * distance.scaled(by: scale)
    let size = values.reduce(Magnitude.zero) { .max2($0, $1.magnitude) }
    let error = (eta + frame.distortion * (size + eta)) * (Magnitude(1) + frame.orthogonality)
    let left = Matrix(rows: n, columns: n) { frame.vectors[$0, $1] * values[$1] }
    return (left * frame.vectors.transpose).widened(by: error).rounded(to: bits)
  }

  /// Balls whose union holds the interval from `least` to `greatest`.
  ///
  /// The radius of a ball is a short number: one ball around both ends of a positive interval reaches below 0
  /// when they differ by more than its length. Neighbouring hulls share a power of two, so that none is missed;
  /// each is at most 2^18 times as large at its upper end as at its lower end.
  private func cover(_ least: Ball, _ greatest: Ball) -> [Ball] {
    guard least.isPositive, let low = least.exponent, let high = greatest.exponent, high - low <= 1 << 16
    else {
      return [.hull(least, greatest)]
    }
    let inner = stride(from: low + 16, to: high, by: 16).map { Ball(1, bits: bits).scaled(by: $0) }
    return zip([least] + inner, inner + [greatest]).map { .hull($0, $1) }
  }
}

extension Matrix where Scalar == Ball {
  /// The positive definite X with X^2 = A, for every symmetric member; indeterminate unless all are proved
  /// positive definite.
  public func squareRoot() -> Matrix {
    SymmetricSpectrum(of: self).function(
      { $0.isPositive ? .sqrt($0) : .indeterminate(bits: $0.bits) },
      slope: { $0.isPositive ? 1 / (2 * .sqrt($0)) : .indeterminate(bits: $0.bits) })
  }

  /// The symmetric X with e^X = A, for every symmetric member; indeterminate unless all are proved positive
  /// definite.
  public func logarithm() -> Matrix {
    SymmetricSpectrum(of: self).function(
      { $0.isPositive ? .log($0) : .indeterminate(bits: $0.bits) },
      slope: { $0.isPositive ? 1 / $0 : .indeterminate(bits: $0.bits) })
  }
}
