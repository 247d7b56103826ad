/// Enclosures of the eigenvalues, eigenvectors and invariant subspaces of a symmetric matrix of balls.
///
/// **Theorem.** Let Z be any square matrix (approximate eigenvectors in its columns), W = I - Z^T Z with |W|
/// <= w < 1, and H = (Z^T Z)^(-1/2). Then Q = Z H is exactly orthogonal, so A is similar to
///
///     M = Q^T A Q = H S H,    S = Z^T A Z,    H = (I - W)^(-1/2) = I + W/2 + Θ,    |Θ| <= θ = (3/8) w^2/(1 - w)
///
/// in the spectral norm (the coefficients of (1 - x)^(-1/2) from x^2 on are at most 3/8). Hence with the
/// symmetric N = S + (W S + S W)/2
///
///     |M - N| <= ε = |S| (w^2/4 + 2 θ (1 + w/2) + θ^2),    |H - I| <= h = w/(1 - w).
///
/// With D the diagonal of the midpoints of N, in ascending order, ρ = |N - D|_inf + ε bounds |M - D|, because
/// the spectral norm of a symmetric matrix is at most its largest row sum. Therefore
///
/// 1. (Weyl) the i-th smallest eigenvalue λ_i lies within ρ of d_i: always, clusters included.
/// 2. (Kato and Temple) Let m = M_ii and let r bound the norm of the rest of the i-th row of M. If
/// λ_(i-1) <= a < m < b <= λ_(i+1), then m - r^2/(b - m) <= λ_i <= m + r^2/(m - a). *Proof:* for u = e_i,
/// (u, (M - λ_i)(M - b) u) >= 0, because eigenvalues of smaller index are at most λ_i and those of larger index
/// at least b: r^2 + (m - λ_i)(m - b) >= 0, that is m - λ_i <= r^2/(b - m); likewise with a. ∎
///
/// 2 needs Z only to half the digits wanted, which is how `symmetricEigenvalues` saves time. All of this is
/// evaluated in balls, so it holds for every symmetric member of a wide matrix; only Z is a choice.
public struct SymmetricSpectrum: Sendable {
  /// The i-th ball encloses the i-th smallest eigenvalue, with multiplicity. Indeterminate when the matrix
  /// has no symmetric member or an unbounded entry, or when the budget was spent.
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
    /// N.
    let compressed: Matrix<Ball>
    /// d.
    let centers: [Ball]
    /// Enclosures of λ_i by Weyl's theorem.
    let coarse: [Ball]
    /// w, 2h + h^2, ε and ρ.
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
      let frame = Frame(members.rounded(to: work).scaledByPower(-top), work: work, accuracy: matrix.bits + 8)
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
  /// - Parameter accuracy: the bits wanted of Z.
  init?(_ a: Matrix<Ball>, work: Int, accuracy: Int) {
    let n = a.rows
    guard let approximation = ApproximateEigenvectors(a, bits: accuracy) else { return nil }
    let z = approximation.vectors.rounded(to: work)
    let zt = z.transpose
    let defect = Matrix.identity(n, bits: work) - zt * z
    let w = defect.infinityNorm
    // (1 - w)^(-1/2) - 1 <= w/(1 - w) for 0 <= w < 1.
    let h = w.dividedUp(byComplementOf: w)
    guard h.isFinite else { return nil }
    let s = Self.compressed(a, z, zt, defect, w, work)
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
    // |S| is at most |N| + w |S|, and row sums bound the norm.
    let size = sorted.infinityNorm.dividedUp(byComplementOf: w)
    let theta = (w * w).dividedUp(byComplementOf: w).scaled(by: -1)
    shift = size * ((w * w).scaled(by: -2) + theta.scaled(by: 1) * (Magnitude(1) + w) + theta * theta)
    let offset = Matrix(rows: n, columns: n) { i, j in
      i == j ? sorted[i, i] - sorted[i, i].center : sorted[i, j]
    }
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

  /// N = S + (W S + S W)/2.
  private static func compressed(
    _ a: Matrix<Ball>, _ z: Matrix<Ball>, _ zt: Matrix<Ball>, _ defect: Matrix<Ball>, _ w: Magnitude,
    _ work: Int
  ) -> Matrix<Ball> {
    let s = zt * (a * z)
    guard w.isFinite, !w.isZero else { return s }
    // W S is as small as W: fewer digits do.
    let digits = Swift.max(32, work + w.exponent + 8)
    let product = (defect.rounded(to: digits) * s.rounded(to: digits)).rounded(to: work)
    return s + (product + product.transpose).scaledByPower(-1)
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

  /// Lower bounds of the distances from M_ii to the eigenvalues below and above, when the i-th is isolated:
  /// nil unless both are positive, and a missing neighbour has no bound.
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
  /// The eigenvalues of a symmetric matrix, ascending: the i-th ball encloses the i-th smallest of every
  /// symmetric member. See `SymmetricSpectrum`.
  public func symmetricEigenvalues() -> [Ball] {
    precondition(isSquare, "eigenvalues of a square matrix")
    let work = bits + 24
    if rows > 1, isFinite, let top = topExponent, let members = symmetricMembers {
      // Eigenvalues that are apart need half the digits of the vectors.
      let scaled = members.rounded(to: work).scaledByPower(-top)
      if let frame = SymmetricSpectrum.Frame(scaled, work: work, accuracy: bits / 2 + 8) {
        let values = frame.refinedValues
        let width = entries.reduce(Magnitude.zero) { .max2($0, $1.radius) }.scaled(by: -top)
        let good = Magnitude.power2(-bits) + width * Magnitude(rows)
        if values.allSatisfy({ $0.radius <= good }) {
          return values.map { [bits] in $0.scaled(by: top).rounded(to: bits) }
        }
      }
    }
    return SymmetricSpectrum(of: self).values
  }

  /// The largest singular value, enclosed: the root of the largest eigenvalue of A^T A, or of A A^T if that
  /// is smaller.
  public var spectralNorm: Ball {
    if entries.isEmpty { return Ball(0, bits: bits) }
    let gram = rows < columns ? self * transpose : transpose * self
    guard let top = SymmetricSpectrum(of: gram).values.last else { return .indeterminate(bits: bits) }
    return .sqrt(top.nonNegativePart).rounded(to: bits)
  }
}
