/// J(t) = ∫_0^t e^{W^T u} S e^{Wu} du and e^{Wt}, in balls.
///
/// **By a block exponential**, exp(u [[-W^T, S], [0, W]]) = [[*, M_12], [0, M_22]] with M_22 = e^{Wu} and J(u) = M_22^T M_12 (the
/// derivative of M_22^T M_12 is M_22^T S M_22, and it is 0 at u = 0), at u = t/2^k with |W| u about 1; then k times
/// J(2u) = J(u) + e^{W^T u} J(u) e^{Wu}, which is the substitution u -> u + u' in the upper half of the integral. So the exponential
/// of -W^T, which may be huge, is never formed for long times. J is linear in S, which is first divided by a power of 2 so that
/// |S| u is about 1: neither huge nor tiny integrals lose digits beside W.
struct RiccatiGramian {
  let w: Matrix<Ball>
  let s: Matrix<Ball>
  /// An upper bound of |W|, as a choice.
  private let size: Double

  init(w: Matrix<Rational>, s: Matrix<Rational>) {
    (self.w, self.s) = (w.lifted(), s.lifted())
    size = self.w.frobeniusNorm.upperDouble
  }

  struct Pair {
    /// e^{Wt}
    var flow: Matrix<Ball>
    /// J(t)
    var gramian: Matrix<Ball>

    static func identity(_ d: Int) -> Pair { Pair(flow: .identity(d), gramian: .zero(d, d)) }

    /// After this time and then that of `next`.
    func followed(by next: Pair) -> Pair {
      Pair(flow: next.flow * flow, gramian: (gramian + flow.transpose * next.gramian * flow).symmetricPart)
    }
  }

  /// At a time, which may be an interval; t >= 0.
  func pair(_ t: Ball) -> Pair {
    let reach = size * t.upperDouble
    let doublings = reach > 1 && reach.isFinite ? Int(Double.log(reach) / 0.6931) + 1 : 0
    var pair = start(t.scaled(by: -doublings))
    for _ in 0..<doublings { pair = pair.followed(by: pair) }
    return pair
  }

  private func start(_ u: Ball) -> Pair {
    let d = w.rows
    let (uw, us) = (w.scaled(by: u), s.scaled(by: u))
    let shift = us.entries.compactMap { $0.magnitudeBall.exponent }.max() ?? 0
    let block = Matrix<Ball>(rows: 2 * d, columns: 2 * d) { i, j in
      if i < d { return j < d ? -uw[j, i] : us[i, j - d].scaled(by: -shift) }
      return j < d ? Ball(0) : uw[i - d, j - d]
    }
    let e = block.exponential()
    let flow = e.block(d..<(2 * d), d..<(2 * d))
    let gramian = (flow.transpose * e.block(0..<d, d..<(2 * d))).symmetricPart
    return Pair(flow: flow, gramian: gramian.map { $0.scaled(by: shift) })
  }

  /// e^{W^T u} S e^{Wu} for all u in [0, step].
  func speed(upTo step: Ball) -> Matrix<Ball> {
    let flow = w.scaled(by: .hull(Ball(0), step)).exponential()
    return (flow.transpose * s * flow).symmetricPart
  }
}

/// X(u) = D^-1 - v L^T J(u) L for Σ_0 = L D L^T, D > 0: the flow exists up to the first time at which X is singular, and
/// Σ(u) = e^{Wu} L X(u)^-1 L^T e^{W^T u}.
///
/// (I - v R^T J R with R = L √D is √D X √D, so both are positive definite together.)
struct RiccatiPencil {
  let gramian: RiccatiGramian
  let v: Ball
  let lower: Matrix<Ball>
  /// D^-1
  let inverseWeights: Matrix<Ball>

  init(_ model: RiccatiModel) {
    gramian = RiccatiGramian(w: model.w, s: model.s)
    v = model.v.ball
    lower = model.lower.lifted()
    inverseWeights = Matrix(diagonal: model.diagonal.map { Ball(1 / $0) })
  }

  func compressed(_ j: Matrix<Ball>) -> Matrix<Ball> { (lower.transpose * j * lower).symmetricPart }

  func pencil(_ pair: RiccatiGramian.Pair) -> Matrix<Ball> {
    inverseWeights - compressed(pair.gramian).scaled(by: v)
  }

  /// Σ(u), once X(u) is known to be positive definite.
  func covariance(_ pair: RiccatiGramian.Pair) -> Matrix<Ball> {
    let g = pair.flow * lower
    return (g * pencil(pair).solve(g.transpose)).symmetricPart
  }

  /// The sign of X(u): proved positive definite, or refuted to be positive semidefinite.
  func sign(_ x: Matrix<Ball>) -> Verdict {
    let verdict = x.isPositiveDefinite
    if verdict == .proved { return .proved }
    return x.isPositiveSemidefinite == .refuted ? .refuted : .undecided
  }
}
