/// A certificate that an L2 flow blows up along one direction n that no key sees (every B_h n = 0, n an eigenvector of every
/// V_h), with bounds of the remaining time: `BlowUpChart` with k = 1. There the profiles are not isolated: the parts of X that
/// the keys see keep any value, so `BlowUpTrap` does not apply.
///
/// Let x be the other entries of the first row of X and z those of the other rows, and suppose that (a) z is constant as V is 0 in
/// the other rows, and p = 2 or the first row of A is that of A_11; or (b) p = 2. Then φ(·, 0) = 0 where x = 0, in case (a) for
/// all x: with V(0) = v ⊕ V', A(0) = a ⊕ 0, Δ(0) = 1 ⊕ z(I + 2Bz)^-1 at x = 0, F is 2η ⊕ 0; and in case (a) the first row of
/// VΔA is (2η, 0)/2 and its others are 0, so F_1j = η X_1j.
///
/// **Theorem.** Let y be x in case (b) and nothing in case (a), z the other unknowns, P ≻ 0 and B a box of unknowns which contains
/// y = 0. On B × [0, s0] let η ≥ m > 0, φ(x, s) - φ(x, 0) = sψ, (ψ_y^T P ψ_y)^(1/2) ≤ β, |ψ_j| ≤ γ_j for z_j; on B let J be the
/// derivative of φ(·, 0) by y, -(PJ_y + J_y^T P) ≻ σP, (J_j P^-1 J_j^T)^(1/2) ≤ α_j. A solution from s ≤ s0, |y|_P = (y^T P y)^(1/2),
/// z of B blows up after a time in [s^p/(pM), s^p/(pm)], η ≤ M, if B contains all with
///
///     |y_i| ≤ u (P^-1)_ii^(1/2),    |z_j(τ) - z_j| ≤ (2α_j/σ) u + γ_j s/m,    u = |y|_P + β s/m.
///
/// *Proof.* As long as the solution is in B: s(τ) ≤ s e^(-mτ); by the mean value theorem from (0, z) to (y, z) φ(y, z, 0) = J̄ y, so
/// d|y|_P/dτ ≤ -(σ/2)|y|_P + β s(τ), hence |y|_P ≤ u and ∫|y|_P dτ ≤ 2u/σ; and |dz_j/dτ| ≤ α_j |y|_P + γ_j s(τ). So it stays
/// in B. The rest is as for `BlowUpTrap`. ∎
struct SingularKeyTrap: Sendable {
  private let chart: BlowUpChart
  /// The places of y and z in the list of unknowns.
  private let fast: [Int]
  private let slow: [Int]

  /// At the working precision; nil when the flow is of another kind.
  init?(_ model: CovarianceModel, near sigma: Matrix<Ball>) {
    guard model.kind == .l2, let chart = BlowUpChart(model, near: sigma), chart.growing == 1,
      chart.power == 2 || (chart.isQuiet && chart.hasPlainScores)
    else { return nil }
    self.chart = chart
    let all = chart.places.indices
    let first = chart.isQuiet ? [] : all.filter { chart.places[$0].0 == 0 }
    (fast, slow) = (first, all.filter { !first.contains($0) })
  }

  /// Bounds of the remaining time from Σ on; nil where the theorem is not proved to apply.
  func remaining(_ sigma: Matrix<Ball>) -> (low: Ball, high: Ball)? {
    guard let (x, s) = chart.scaled(chart.turned(sigma)), s.isPositive else { return nil }
    let now = chart.places.map { x[$0.0, $0.1] }
    guard let form = metric(x) else { return nil }
    var reach = now.indices.map { fast.contains($0) ? now[$0].magnitude : Magnitude.zero }
    for _ in 0..<8 {
      let box = now.indices.map { k in
        let wide = Ball(center: 0, radius: reach[k].scaled(by: 1) + .power2(-120))
        return fast.contains(k) ? wide : now[k] + wide
      }
      guard let (next, time) = bounds(chart.matrix(box, constantsOf: x), now, s, form) else { return nil }
      if zip(next, reach).allSatisfy({ $0 <= $1.scaled(by: 1) + .power2(-120) }) { return time }
      reach = next
    }
    return nil
  }

  private func block(_ m: Matrix<Ball>, _ rows: [Int]) -> Matrix<Ball> {
    Matrix(rows: rows.count, columns: fast.count) { m[rows[$0], fast[$1]] }
  }

  /// P, from a Lyapunov equation at y = 0.
  private func metric(_ x: Matrix<Ball>) -> Matrix<Ball>? {
    guard !fast.isEmpty else { return .zero(0, 0) }
    let centre = chart.places.indices.map { k -> Ball in
      fast.contains(k) ? 0 : x[chart.places[k].0, chart.places[k].1].center
    }
    let jacobian = block(chart.jacobian(chart.state(chart.matrix(centre, constantsOf: x), 0)), fast).map(
      \.center)
    let minus = -Matrix<Ball>.identity(fast.count)
    let form = Matrix<Ball>.lyapunov(jacobian.transpose, minus).symmetricPart.map(\.center)
    return form.isFinite && form.isPositiveDefinite == .proved ? form : nil
  }

  /// What the theorem asks of a box: the distances that it must contain, with the bounds of the time; nil when it does not apply.
  private func bounds(_ box: Matrix<Ball>, _ now: [Ball], _ s: Ball, _ form: Matrix<Ball>)
    -> (reach: [Magnitude], time: (low: Ball, high: Ball))?
  {
    let range = Ball.hull(0, s.upperEdge)
    let state = chart.state(box, range)
    let rate = state.rate
    guard rate.isPositive, rate.isFinite else { return nil }
    let least = rate.lowerEdge
    let psi = chart.drift(state, range)
    let length = (s / least).upperEdge
    var reach = Array(repeating: Magnitude.zero, count: now.count)
    var total: Ball = 0
    var decay: Ball = 1
    var inverse = form
    let jacobian = chart.jacobian(chart.state(box, 0))
    if !fast.isEmpty {
      inverse = form.inverse
      decay = (1 / (2 * form.spectralNormBound)).center
      guard inverse.isFinite, decay.isPositive else { return nil }
      let product = form * block(jacobian, fast)
      let strength = -(product + product.transpose) - form.scaled(by: decay)
      guard strength.symmetricPart.isPositiveDefinite == .proved else { return nil }
      let push = Matrix(column: fast.map { psi[$0] })
      let away = Matrix(column: fast.map { now[$0] })
      func norm(_ v: Matrix<Ball>, _ form: Matrix<Ball>) -> Ball {
        Ball.sqrt(Ball.max(0, (v.transpose * form * v)[0, 0].upperEdge)).upperEdge
      }
      total = (norm(away, form) + norm(push, form) * length).upperEdge
      for (place, k) in fast.enumerated() {
        reach[k] = (total * Ball.sqrt(inverse[place, place])).magnitude
      }
      for k in slow {
        let row = block(jacobian, [k]).transpose
        let follow: Ball = 2 * norm(row, inverse) * total / decay
        let speed: Ball = psi[k].magnitude.exactBall
        reach[k] = (follow + speed * length).magnitude
      }
    } else {
      for k in slow {
        let speed: Ball = psi[k].magnitude.exactBall
        reach[k] = (speed * length).magnitude
      }
    }
    let time = (chart.power == 1 ? s : s * s) / (chart.power * rate)
    guard time.isFinite else { return nil }
    return (reach, (low: time.lowerEdge, high: time.upperEdge))
  }
}
