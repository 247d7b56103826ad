/// A certificate that a covariance flow blows up, with bounds of the remaining time on both sides: for any number of softmax
/// heads, S indefinite too, with an affine layer, and for L2 with singular B. See `BlowUpChart` for the unknowns x (the entries
/// of X that change), φ, s, η and p.
///
/// **Theorem.** Let c be a point, P ≻ 0, R > 0, s0 > 0, E = {(x-c)^T P (x-c) ≤ R²}, and B a box around E with Jacobian J(x, s) of φ.
/// If on B × [0, s0] -(PJ + J^T P) - σP ≻ 0, σR > 2 (φ(c, s)^T P φ(c, s))^(1/2) and η ∈ [m, M], m > 0, then a solution with s ≤ s0
/// and x in E blows up, after a time in [s^p/(pM), s^p/(pm)].
///
/// *Proof.* As long as x stays in E, s decreases, so (x, s) stays in B × [0, s0]. For y = x - c, v = y^T P y and
/// J̄ = ∫_0^1 J(c + θy, s) dθ, a mean of matrices as assumed (E is convex and contains c): φ(x, s) = φ(c, s) + J̄y and
/// v_τ = y^T(PJ̄ + J̄^T P)y + 2y^T Pφ(c, s) < -σv + 2 v^(1/2) (φ(c, s)^T P φ(c, s))^(1/2) for y ≠ 0, negative where v = R². So x
/// stays in E, and the solution exists for all τ, as x and s stay in a compact set where s > 0 at finite τ, with
/// s(0)e^(-Mτ) ≤ s(τ) ≤ s(0)e^(-mτ). The remaining time is ∫_0^∞ s^p dτ, and Σ_11 = s^-2 is unbounded. ∎
///
/// c is a zero of φ(·, 0), to rounding: the profile of the blow-up. P is from a Lyapunov equation for J(c, 0). Both are choices:
/// the theorem holds for any.
struct BlowUpTrap: Sendable {
  private let chart: BlowUpChart
  /// c as a matrix, exact but for entries that the flow keeps
  private let centre: Matrix<Ball>
  /// P, exact, and P^-1
  private let form: Matrix<Ball>
  private let formInverse: Matrix<Ball>
  /// σ
  private let decay: Ball

  /// The trap near a covariance, at the working precision; nil where there is no attracting profile near it.
  init?(_ model: CovarianceModel, near sigma: Matrix<Ball>) {
    guard let chart = BlowUpChart(model, near: sigma), let (x, _) = chart.scaled(chart.turned(sigma)) else {
      return nil
    }
    self.chart = chart
    var point = chart.places.map { x[$0.0, $0.1].center }
    var jacobian = Matrix<Ball>.zero(0, 0)
    var last = Double.infinity
    // Newton's method, without errors: while the steps become smaller.
    for _ in 0..<40 where !point.isEmpty {
      let state = chart.state(chart.matrix(point, constantsOf: x), 0)
      jacobian = chart.jacobian(state).map(\.center)
      let step = jacobian.solve(Matrix(column: chart.derivative(state).map(\.center))).map(\.center)
      let size = step.entries.map { $0.magnitude.log2 }.max() ?? 0
      guard step.isFinite, size < 8 else { return nil }
      let isConverging = size < last
      if !isConverging && size < -Double(Precision.bits / 2) { break }
      last = size
      point = zip(point, step.entries).map { ($0 - $1).center }
    }
    guard point.isEmpty || last < -20 else { return nil }
    centre = chart.matrix(point, constantsOf: x)
    guard !point.isEmpty else {
      (form, formInverse, decay) = (.zero(0, 0), .zero(0, 0), 1)
      return
    }
    let minus = -Matrix<Ball>.identity(point.count)
    form = Matrix<Ball>.lyapunov(jacobian.transpose, minus).symmetricPart.map(\.center)
    guard form.isFinite, form.isPositiveDefinite == .proved else { return nil }
    formInverse = form.inverse
    decay = (1 / (2 * form.spectralNormBound)).center
    guard formInverse.isFinite, decay.isPositive else { return nil }
  }

  /// Bounds of the remaining time from Σ on; nil where the theorem is not proved to apply.
  func remaining(_ sigma: Matrix<Ball>) -> (low: Ball, high: Ball)? {
    guard let (x, s) = chart.scaled(chart.turned(sigma)), s.isPositive else { return nil }
    let range = Ball.hull(0, s.upperEdge)
    // The entries that the flow keeps are those of now.
    let places = chart.places
    let point = places.map { centre[$0.0, $0.1] }
    var box = chart.matrix(point, constantsOf: x)
    if !places.isEmpty {
      let drift = Matrix(column: chart.derivative(chart.state(box, range)))
      let away = Matrix(column: zip(places, point).map { x[$0.0, $0.1] - $1 })
      // The drift is bounded by its radius too: P over its magnitude.
      let push = Ball.max(0, (drift.transpose * form * drift)[0, 0].upperEdge)
      // R² ≥ v and σ²R² > 4 φ(c)^T P φ(c), not 0
      let least = Ball.max(Ball(1).scaled(by: -200), 5 * push / (decay * decay)).upperEdge
      let square = Ball.max((away.transpose * form * away)[0, 0].upperEdge, least).upperEdge
      guard square.isPositive, (decay * decay * square - 4 * push).isPositive else { return nil }
      for (k, (i, j)) in places.enumerated() {
        // |y_k|² ≤ R² (P^-1)_kk
        let reach = Ball.sqrt(square * formInverse[k, k])
        guard reach.isFinite else { return nil }
        box[i, j] = box[i, j] + .within(reach)
        box[j, i] = box[i, j]
      }
      let product = form * chart.jacobian(chart.state(box, range))
      let strength = -(product + product.transpose) - form.scaled(by: decay)
      guard strength.symmetricPart.isPositiveDefinite == .proved else { return nil }
    }
    let rate = chart.state(box, range).rate
    guard rate.isPositive, rate.isFinite else { return nil }
    let time = (chart.power == 1 ? s : s * s) / (chart.power * rate)
    return time.isFinite ? (time.lowerEdge, time.upperEdge) : nil
  }
}
