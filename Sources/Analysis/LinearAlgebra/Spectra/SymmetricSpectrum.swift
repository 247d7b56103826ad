/// Enclosures of the eigenvalues, eigenvectors and invariant subspaces of a symmetric matrix of balls.
///
/// **Theorem.** Let Z be any square matrix (approximate eigenvectors in its columns), W = I - Z^T Z with |W| <= w < 1,
/// and H = (Z^T Z)^(-1/2). Then Q = Z H is exactly orthogonal, so A is similar to
///
///     M = Q^T A Q = H S H,    S = Z^T A Z,
///     |M - S| <= ε = (2 h + h^2) |S|,    |H - I| <= h = (1 - w)^(-1/2) - 1
///
/// in the spectral norm: the eigenvalues of Z^T Z lie in [1-w, 1+w], and M - S = (H-I) S + S (H-I) + (H-I) S (H-I).
/// With D the diagonal of the midpoints of S, in ascending order, ρ = |S - D|_inf + ε bounds |M - D|, because the
/// spectral norm of a symmetric matrix is at most its largest row sum. Therefore
///
/// 1. (Weyl) the i-th smallest eigenvalue λ_i lies within ρ of d_i: always, clusters included.
/// 2. (Kato and Temple) Let m = M_ii and let r bound the norm of the rest of the i-th row of M. If a < m < b and every
///    other eigenvalue is below a or above b, then m - r^2/(b - m) <= λ_i <= m + r^2/(m - a). *Proof:* for u = e_i,
///    (u, (M - λ_i)(M - b) u) >= 0 because (λ - λ_i)(λ - b) >= 0 at every eigenvalue when none but λ_i is in (a, b):
///    |(M - m) u|^2 + (m - λ_i)(m - b) >= 0, that is m - λ_i <= r^2/(b - m); likewise with a. ∎
///
/// All of this is evaluated in balls, so it holds for every symmetric member of a wide matrix; only Z is a choice.
public struct SymmetricSpectrum: Sendable {
  /// The i-th ball encloses the i-th smallest eigenvalue, with multiplicity. Indeterminate when the matrix has no
  /// symmetric member or an unbounded entry, or when the budget was spent.
  public let values: [Ball]
  /// The indices of the eigenvalues in groups whose Weyl balls overlap, in order: one range for each.
  public let clusters: [Range<Int>]

  let bits: Int
  /// The matrix was multiplied by 2^-scale.
  let scale: Int
  /// nil when nothing could be computed.
  let frame: Frame?

  /// What the theorem speaks of, for the scaled matrix.
  struct Frame: Sendable {
    /// Z.
    let vectors: Matrix<Ball>
    /// S.
    let compressed: Matrix<Ball>
    /// d.
    let centers: [Ball]
    /// Enclosures of λ_i by Weyl's theorem.
    let coarse: [Ball]
    /// w, h, ε and ρ.
    let orthogonality: Magnitude
    let distortion: Magnitude
    let shift: Magnitude
    let spread: Magnitude
    /// Bounds of the norms of the rows of M without the diagonal.
    let residuals: [Magnitude]
  }

  /// The spectrum of every symmetric member of `matrix`, which must be square.
  public init(of matrix: Matrix<Ball>) {
    precondition(matrix.isSquare, "spectrum of a square matrix")
    let n = matrix.rows
    bits = matrix.bits
    let work = bits + 24
    let top = matrix.topExponent ?? 0
    scale = top
    guard n > 0, matrix.isFinite, let members = matrix.symmetricMembers,
      let frame = Frame(members.rounded(to: work).scaledByPower(-top), work: work)
    else {
      values = Array(repeating: .indeterminate(bits: matrix.bits), count: n)
      clusters = n == 0 ? [] : [0..<n]
      frame = nil
      return
    }
    self.frame = frame
    let bits = self.bits
    clusters = SymmetricSpectrum.groups(frame.coarse)
    values = frame.refinedValues.map { $0.scaled(by: top).rounded(to: bits) }
  }

  /// Ranges of indices whose balls overlap, directly or through others.
  private static func groups(_ balls: [Ball]) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = 0
    for i in balls.indices.dropFirst() where balls[i - 1].isBelow(balls[i]) {
      result.append(start..<i)
      start = i
    }
    return result + [start..<balls.count]
  }
}

extension SymmetricSpectrum.Frame {
  init?(_ a: Matrix<Ball>, work: Int) {
    let n = a.rows
    guard let approximation = ApproximateEigenvectors(a, bits: work) else { return nil }
    let z = approximation.vectors
    let zt = z.transpose
    let w = (Matrix.identity(n, bits: work) - zt * z).infinityNorm
    // (1 - w)^(-1/2) - 1 <= w/(1 - w) for 0 <= w < 1.
    let h = w.dividedUp(byComplementOf: w)
    guard h.isFinite else { return nil }
    let s = zt * (a * z)
    guard s.isFinite else { return nil }
    let order = (0..<n).sorted { s[$0, $0].center.isBelow(s[$1, $1].center) }
    let sorted = Matrix(rows: n, columns: n) { i, j -> Ball in
      // S is symmetric for every symmetric A.
      let (p, q) = (order[i], order[j])
      return s[p, q].radius <= s[q, p].radius ? s[p, q] : s[q, p]
    }
    vectors = z.columns(order)
    compressed = sorted
    centers = sorted.diagonal.map(\.center)
    orthogonality = w
    distortion = h + h + h * h
    shift = distortion * sorted.infinityNorm
    let offset = Matrix(rows: n, columns: n) { i, j in i == j ? sorted[i, i] - sorted[i, i].center : sorted[i, j] }
    spread = offset.infinityNorm + shift
    coarse = centers.map { [spread] in Ball(center: $0, radius: spread) }
    residuals = (0..<n).map { [shift] i in
      let squares = (0..<n).reduce(Magnitude.zero) { sum, j in
        let x = sorted[i, j].magnitude
        return j == i ? sum : sum + x * x
      }
      return squares.squareRoot + shift
    }
  }

  /// M_ii.
  func diagonal(_ i: Int) -> Ball { Ball(center: compressed[i, i], radius: shift) }

  /// Weyl's balls, refined where an eigenvalue is alone.
  var refinedValues: [Ball] {
    coarse.indices.map { i in
      let m = diagonal(i)
      guard let gaps = gaps(i) else { return coarse[i] }
      let square = residuals[i] * residuals[i]
      let below = gaps.above.map { square.dividedUp(by: $0) } ?? .zero
      let above = gaps.below.map { square.dividedUp(by: $0) } ?? .zero
      let refined = Ball.hull(
        (m.lowerEdge - below.ball).lowerEdge, (m.upperEdge + above.ball).upperEdge)
      return Ball.intersection(refined, coarse[i]) ?? coarse[i]
    }
  }

  /// Lower bounds of the distances from M_ii to the eigenvalues below and above, when the i-th is isolated: nil
  /// unless both are positive, and a missing neighbour has no bound.
  func gaps(_ i: Int) -> (below: Magnitude?, above: Magnitude?)? {
    let m = diagonal(i)
    var (below, above): (Magnitude?, Magnitude?) = (nil, nil)
    if i > 0 {
      let gap = m - coarse[i - 1]
      guard gap.isPositive else { return nil }
      below = gap.magnitudeBelow
    }
    if i + 1 < coarse.count {
      let gap = coarse[i + 1] - m
      guard gap.isPositive else { return nil }
      above = gap.magnitudeBelow
    }
    return (below, above)
  }
}

extension Matrix where Scalar == Ball {
  /// The eigenvalues of a symmetric matrix, ascending: the i-th ball encloses the i-th smallest of every symmetric
  /// member. See `SymmetricSpectrum`.
  public func symmetricEigenvalues() -> [Ball] { SymmetricSpectrum(of: self).values }

  /// The largest singular value, enclosed: the root of the largest eigenvalue of A^T A, or of A A^T if that is smaller.
  public var spectralNorm: Ball {
    if entries.isEmpty { return Ball(0, bits: bits) }
    let gram = rows < columns ? self * transpose : transpose * self
    guard let top = SymmetricSpectrum(of: gram).values.last else { return .indeterminate(bits: bits) }
    return .sqrt(top.nonNegativePart).rounded(to: bits)
  }
}
