/// Exact questions about linear systems z' = W z with rational coefficients.
enum LinearStability {
  /// The least Hurwitz minor of det(zI - M): positive exactly when every eigenvalue of M has a negative real part.
  ///
  /// Hurwitz's criterion for z^d + a_1 z^(d-1) + ... + a_d: all leading principal minors of the d x d matrix with the entries
  /// a_(2i-j) (a_0 = 1, and 0 outside of the range) are positive.
  static func leastHurwitzMinor(_ matrix: Matrix<Rational>) -> Rational {
    let d = matrix.rows
    guard d > 0 else { return 1 }
    let a = Array(matrix.characteristicPolynomial.reversed())
    let hurwitz = Matrix<Rational>(rows: d, columns: d) { i, j in
      let k = 2 * (i + 1) - (j + 1)
      return a.indices.contains(k) ? a[k] : 0
    }
    var least: Rational?
    for k in 1...d {
      let minor = hurwitz.block(0..<k, 0..<k).determinant
      if let known = least, !(minor < known) { continue }
      least = minor
    }
    return least ?? 1
  }

  /// Every eigenvalue of W has a negative real part.
  static func isHurwitz(_ w: Matrix<Rational>) -> Bool { leastHurwitzMinor(w).signum > 0 }

  /// The symmetric X with W^T X + X W = Q for a symmetric Q, exactly; nil when there is not exactly one.
  static func lyapunov(_ w: Matrix<Rational>, _ q: Matrix<Rational>) -> Matrix<Rational>? {
    let d = w.rows
    guard d > 0 else { return q }
    let places = (0..<d).flatMap { i in (i..<d).map { (i, $0) } }
    var number = Array(repeating: Array(repeating: 0, count: d), count: d)
    for (k, (i, j)) in places.enumerated() { (number[i][j], number[j][i]) = (k, k) }
    var system = Matrix<Rational>.zero(places.count, places.count)
    for (row, (i, j)) in places.enumerated() {
      // (W^T X + X W)_ij = Σ_k w_ki x_kj + x_ik w_kj
      for k in 0..<d {
        let (left, right) = (number[k][j], number[i][k])
        system[row, left] = system[row, left] + w[k, i]
        system[row, right] = system[row, right] + w[k, j]
      }
    }
    let right = Matrix(column: places.map { q[$0.0, $0.1] })
    guard let x = system.solving(right) else { return nil }
    return Matrix(rows: d, columns: d) { x[number[$0][$1], 0] }
  }
}

/// The part of z' = W z, with starts in the range of L and seen through S, that matters for
/// L^T J(t) L = L^T ∫_0^t e^{W^T u} S e^{Wu} du L.
///
/// First the smallest invariant subspace that holds the range of L (with a basis K: W K = K W_K), then what of it S sees: the
/// quotient by the vectors x with S_K W_K^i x = 0 for all i, with the coordinates M^T x for a basis M of the smallest
/// invariant subspace of W_K^T that holds the range of S_K. The result is controllable from its `starts` and observable
/// through its `weights`.
struct MinimalRealization {
  let dynamics: Matrix<Rational>
  let weights: Matrix<Rational>
  let starts: Matrix<Rational>

  init(_ w: Matrix<Rational>, weights s: Matrix<Rational>, starts l: Matrix<Rational>) {
    let k = Self.invariantSpan(w, l)
    guard k.columns > 0, let reduced = Self.coordinates(k, w * k), let starts = Self.coordinates(k, l) else {
      self.init(empty: l.columns)
      return
    }
    let seen = k.transpose * s * k
    let m = Self.invariantSpan(reduced.transpose, seen)
    // W_K^T M = M N and S_K = M H M^T, from S_K = M Y and Y^T = M H.
    guard m.columns > 0, let n = Self.coordinates(m, reduced.transpose * m),
      let y = Self.coordinates(m, seen),
      let h = Self.coordinates(m, y.transpose)
    else {
      self.init(empty: l.columns)
      return
    }
    self.init(dynamics: n.transpose, weights: h, starts: m.transpose * starts)
  }

  private init(dynamics: Matrix<Rational>, weights: Matrix<Rational>, starts: Matrix<Rational>) {
    (self.dynamics, self.weights, self.starts) = (dynamics, weights, starts)
  }

  private init(empty columns: Int) {
    self.init(dynamics: .zero(0, 0), weights: .zero(0, 0), starts: .zero(0, columns))
  }

  /// A basis of the smallest subspace invariant under `map` that holds the columns of `start`.
  private static func invariantSpan(_ map: Matrix<Rational>, _ start: Matrix<Rational>) -> Matrix<Rational> {
    var basis = start.range
    while basis.columns > 0, basis.columns < basis.rows {
      let next = basis.joined(map * basis).range
      if next.columns == basis.columns { break }
      basis = next
    }
    return basis
  }

  /// C with B C = `image`, for a basis B of a space that holds the image.
  private static func coordinates(_ basis: Matrix<Rational>, _ image: Matrix<Rational>) -> Matrix<Rational>? {
    (basis.transpose * basis).solving(basis.transpose * image)
  }

  var isEmpty: Bool { dynamics.rows == 0 }

  var isStable: Bool { isEmpty || LinearStability.isHurwitz(dynamics) }

  /// L^T J(∞) L, when the dynamics are stable.
  var limit: Matrix<Rational>? {
    if isEmpty { return .zero(starts.columns, starts.columns) }
    guard isStable, let j = LinearStability.lyapunov(dynamics, -weights) else { return nil }
    return starts.transpose * j * starts
  }

  /// The same in balls, for stable dynamics.
  var ballLimit: Matrix<Ball> {
    let l: Matrix<Ball> = starts.lifted()
    let j = Matrix<Ball>.lyapunov(dynamics.transpose.lifted(), (-weights).lifted())
    return (l.transpose * j * l).symmetricPart
  }
}
