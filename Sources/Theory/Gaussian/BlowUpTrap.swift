/// A certificate for any V and A, S indefinite too, that a softmax flow (one head, no affine layer) near a rank-one profile blows
/// up, with bounds of the remaining time on both sides.
///
/// In any basis (the columns of T) the flow is the same with T^-1 Σ T^-T, T^-1 V T and T^T A T; let Σ, V, A be these, and F(X) =
/// VXAX + (VXAX)^T. Let g = Σ_11, X = Σ/g, so X_11 = 1, and x the other entries of X on and above the diagonal. In the time τ with
/// dτ = g dt
///
///     X_τ = F(X) - h X,    h = F(X)_11,    g_τ = h g,
///
/// so x_τ = φ(x), a polynomial.
///
/// **Theorem.** Let P ≻ 0, R > 0, E = {x^T P x ≤ R²}, and B a box around E with Jacobian J(x) of φ. If on B -(PJ + J^T P) - σP ≻ 0
/// with σR > 2 (φ(0)^T P φ(0))^(1/2), and h ∈ [m, M], m > 0, then a solution with g > 0 and x in E blows up, after a time
/// in [1/(M g), 1/(m g)].
///
/// *Proof.* For v = x^T P x and J̄ = ∫_0^1 J(sx) ds, a mean of matrices as assumed (E and B are convex and contain 0): φ(x) = φ(0) +
/// J̄x and v_τ = x^T(PJ̄ + J̄^T P)x + 2x^T Pφ(0) < -σv + 2 v^(1/2) (φ(0)^T P φ(0))^(1/2) for x ≠ 0, negative where v = R². So x stays
/// in E, and as g is finite at finite τ the solution exists for all τ, with g(0)e^(mτ) ≤ g(τ) ≤ g(0)e^(Mτ). The remaining time is
/// ∫_0^∞ dτ/g(τ). ∎
///
/// T comes from a real eigenvalue λ of V: its right eigenvector first, then a basis of the complement of the left one. There
/// x = 0 is nearly a fixed point of φ, with the eigenvalues -2λa and a(λ_j - λ), 2a = S_11: attracting if λa > 0 and a(λ - Re λ_j) > 0
/// for the others. That only chooses T; the theorem holds for any.
struct BlowUpTrap: Sendable {
  /// T^-1, T^-1 V T, T^T A T
  private let inverse: Matrix<Ball>
  private let value: Matrix<Ball>
  private let score: Matrix<Ball>
  /// P, exact, and P^-1
  private let form: Matrix<Ball>
  private let formInverse: Matrix<Ball>
  /// σ
  private let rate: Ball
  /// The most unknown entries of X.
  static let mostUnknowns = 14

  private var dimension: Int { value.rows }
  private var places: [(Int, Int)] { Array(CovarianceSet.places(dimension).dropFirst()) }

  /// One for every eigenvalue that suits, at the working precision.
  static func all(value: Matrix<Rational>, score: Matrix<Rational>) -> [BlowUpTrap] {
    let d = value.rows
    guard d * (d + 1) / 2 - 1 <= mostUnknowns else { return [] }
    let (v, a) = (value.lifted(to: Ball.self), score.lifted(to: Ball.self))
    // In the order of their real parts. With a > 0 the largest one suits, with a < 0 the smallest.
    let clusters = v.eigenvalueClusters()
    let ends = [(clusters.last, 1.0), (clusters.first, -1.0)]
    return ends.compactMap { cluster, sign in
      guard let cluster, cluster.isReal, cluster.multiplicity == 1,
        cluster.realPart.estimate * sign > 0
      else { return nil }
      let shifted = v - Matrix<Ball>.identity(d).scaled(by: cluster.realPart)
      guard let right = BlowUpFunctional.kernelVector(shifted),
        let left = BlowUpFunctional.kernelVector(shifted.transpose),
        (right.transpose * (a * right))[0, 0].estimate * sign > 0
      else { return nil }
      return BlowUpTrap(v, a, right: right, left: left)
    }
  }

  private init?(_ v: Matrix<Ball>, _ a: Matrix<Ball>, right: Matrix<Ball>, left: Matrix<Ball>) {
    let d = v.rows
    // A basis of the complement of w: e_j - (w_j/w_c) e_c.
    let sizes = left.entries.map { abs($0.estimate) }
    guard let c = sizes.indices.max(by: { sizes[$0] < sizes[$1] }) else { return nil }
    let others = (0..<d).filter { $0 != c }
    var basis = Matrix<Ball>.zero(d, d)
    for i in 0..<d { basis[i, 0] = right[i, 0].center }
    for (k, j) in others.enumerated() {
      basis[j, k + 1] = 1
      basis[c, k + 1] = (-(left[j, 0] / left[c, 0])).center
    }
    let inverse = basis.inverse
    guard inverse.isFinite else { return nil }
    self.inverse = inverse
    value = inverse * v * basis
    score = basis.transpose * a * basis
    guard d > 1 else {
      (form, formInverse, rate) = (.zero(0, 0), .zero(0, 0), 1)
      return
    }
    var origin = Matrix<Ball>.zero(d, d)
    origin[0, 0] = 1
    let jacobian = Self.jacobian(value, score, origin).map(\.center)
    let minus = -Matrix<Ball>.identity(jacobian.rows)
    form = Matrix<Ball>.lyapunov(jacobian.transpose, minus).symmetricPart.map(\.center)
    guard form.isFinite, form.isPositiveDefinite == .proved else { return nil }
    formInverse = form.inverse
    rate = (1 / (2 * form.spectralNormBound)).center
    guard formInverse.isFinite, rate.isPositive else { return nil }
  }

  /// F(X)
  private static func slope(_ v: Matrix<Ball>, _ a: Matrix<Ball>, _ x: Matrix<Ball>) -> Matrix<Ball> {
    let half = v * x * (a * x)
    return half + half.transpose
  }

  /// The derivative of φ at X: a column for each unknown.
  private static func jacobian(_ v: Matrix<Ball>, _ a: Matrix<Ball>, _ x: Matrix<Ball>) -> Matrix<Ball> {
    let d = v.rows
    let places = Array(CovarianceSet.places(d).dropFirst())
    let h = slope(v, a, x)[0, 0]
    let (vx, ax) = (v * x, a * x)
    let columns = places.map { place -> [Ball] in
      let direction = Matrix<Ball>(rows: d, columns: d) {
        ($0, $1) == place || ($1, $0) == place ? 1 : 0
      }
      let half = vx * (a * direction) + v * direction * ax
      let change = half + half.transpose
      return places.map { i, j in
        change[i, j] - change[0, 0] * x[i, j] - h * direction[i, j]
      }
    }
    return Matrix(rows: places.count, columns: places.count) { columns[$1][$0] }
  }

  /// Bounds of the remaining time from Σ on; nil where the theorem is not proved to apply.
  func remaining(_ sigma: Matrix<Ball>) -> (low: Ball, high: Ball)? {
    let turned = (inverse * sigma * inverse.transpose).symmetricPart
    let g = turned[0, 0]
    guard g.isPositive else { return nil }
    var box = Matrix<Ball>.zero(dimension, dimension)
    box[0, 0] = 1
    if dimension > 1 {
      let x = Matrix(column: places.map { turned[$0.0, $0.1] / g })
      let drift = Self.slope(value, score, box)
      let start = Matrix(column: places.map { drift[$0.0, $0.1] })
      let push = Ball.max(0, (start.transpose * form * start)[0, 0].upperEdge)
      // R² ≥ v and σ²R² > 4 φ(0)^T P φ(0), not 0
      let least = Ball.max(Ball(1).scaled(by: -200), 5 * push / (rate * rate)).upperEdge
      let square = Ball.max((x.transpose * form * x)[0, 0].upperEdge, least).upperEdge
      guard square.isPositive, (rate * rate * square - 4 * push).isPositive else { return nil }
      for (k, (i, j)) in places.enumerated() {
        // |x_k|² ≤ R² (P^-1)_kk
        let reach = Ball.sqrt(square * formInverse[k, k])
        guard reach.isFinite else { return nil }
        box[i, j] = .within(reach)
        box[j, i] = box[i, j]
      }
      let product = form * Self.jacobian(value, score, box)
      let decay = -(product + product.transpose) - form.scaled(by: rate)
      guard decay.symmetricPart.isPositiveDefinite == .proved else { return nil }
    }
    let h = Self.slope(value, score, box)[0, 0]
    guard h.isPositive, h.isFinite else { return nil }
    let time = 1 / (h * g)
    return time.isFinite ? (time.lowerEdge, time.upperEdge) : nil
  }
}
