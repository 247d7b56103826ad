/// Follows X(u) from a time where the flow is known to exist, in pieces on which X is proved positive definite, to the first
/// time at which X is singular.
///
/// **One piece.** X(u + τ) = X(u) - τ Y with Y a mean over [0, τ] of v (e^{Wu}L)^T e^{W^T σ} S e^{Wσ} e^{Wu}L. Let 𝒴 hold all those
/// means for τ <= h. If X(u) > 0 and X(u) - h Y > 0 for every Y in 𝒴, then X(u + τ) > 0 for all τ in [0, h]: it is the convex
/// combination (1 - τ/h) X(u) + (τ/h)(X(u) - hY) for some Y of 𝒴. ∎
///
/// 𝒴 is Y(u) up to O(h), so a piece ends within O(δ²) of a crossing at distance δ: few pieces are needed at any precision.
struct RiccatiCrossing {
  let pencil: RiccatiPencil
  /// At most so many pieces between two ends.
  var maximumPieces = 4000

  /// How far the flow is proved to exist.
  struct State {
    /// The flow exists on [0, time], X(time) > 0.
    var time: Ball
    var pair: RiccatiGramian.Pair
  }

  enum Outcome {
    /// X is positive definite up to the end.
    case complete(State)
    /// The first singular time lies between these.
    case crossing(after: Ball, before: Ball)
    /// Stopped, with what was reached; `isFinal` when more precision would not help.
    case stopped(State, why: String, isFinal: Bool)
  }

  func start() -> State { State(time: Ball(0), pair: .identity(pencil.gramian.w.rows)) }

  /// A state at an exact time up to which the flow is known to exist.
  func state(at time: Ball) -> State { State(time: time, pair: pencil.gramian.pair(time)) }

  /// Goes on to `end`, or as far as possible when nil; `isGlobal` may say that X stays positive definite for ever.
  func run(
    from first: State, to end: Ball?, isGlobal: ((State) -> Bool)? = nil
  ) throws -> Outcome {
    var state = first
    let longest = 0.25 / Swift.max(pencil.gramian.w.frobeniusNorm.upperDouble, 1e-300)
    // The share of the distance to the estimated crossing that is left out, as a power of 2.
    var caution = 1
    for piece in 0..<maximumPieces {
      try Budget.check()
      if piece % 8 == 0, let isGlobal, isGlobal(state) { return .complete(state) }
      let left = end.map { $0 - state.time }
      if let left, left.isNonPositive { return .complete(state) }
      let x = pencil.pencil(state.pair)
      guard let distance = distance(state, x) else {
        let step = state.time.scaled(by: 16 - Precision.bits)
        if step.isPositive, let crossing = beyond(state, step) { return crossing }
        return .stopped(
          state, why: "the flow exists up to \(state.time.shortDescription); beyond, nothing is decided",
          isFinal: false)
      }
      if let distance, isNear(state, distance), let crossing = beyond(state, distance.scaled(by: 1)) {
        return crossing
      }
      var goal = distance.map { ($0 - $0.scaled(by: -caution)).center } ?? Ball(exactly: longest)
      if goal.estimate > longest || !goal.isPositive { goal = Ball(exactly: longest) }
      var isLast = false
      if let left, (goal - left).isNonNegative || left.estimate <= goal.estimate {
        (goal, isLast) = (left.upperEdge, true)
      }
      if covers(goal, state, x) {
        // The last piece goes to the end itself, which may be an interval.
        if isLast, let end { return .complete(State(time: end, pair: state.pair)) }
        state = self.state(at: (state.time + goal).lowerEdge)
        caution = Swift.min(2 * caution, Precision.bits)
      } else if caution > 1 {
        caution = Swift.max(1, caution / 2)
      } else if let shorter = shortened(goal, state, x) {
        state = self.state(at: (state.time + shorter).lowerEdge)
      } else {
        let step = distance ?? Ball(exactly: longest)
        if let crossing = beyond(state, step.scaled(by: -20)) { return crossing }
        return .stopped(
          state, why: "the flow exists up to \(state.time.shortDescription); beyond, nothing is decided",
          isFinal: false)
      }
    }
    return .stopped(state, why: "no blow-up up to time \(state.time.shortDescription)", isFinal: true)
  }

  /// X > 0 on [time, time + step].
  private func covers(_ step: Ball, _ state: State, _ x: Matrix<Ball>) -> Bool {
    let speed = pencil.gramian.speed(upTo: step)
    let moved = (state.pair.flow.transpose * speed * state.pair.flow).symmetricPart
    let y = pencil.compressed(moved).scaled(by: pencil.v)
    return (x - y.scaled(by: step)).isPositiveDefinite == .proved
  }

  private func shortened(_ step: Ball, _ state: State, _ x: Matrix<Ball>) -> Ball? {
    var step = step
    for _ in 0..<30 {
      step = step / 2
      if Budget.isExhausted { return nil }
      if covers(step, state, x) { return step }
    }
    return nil
  }

  /// An estimate of the time to the crossing if X went on at its present speed: 1/λ_max of C^-1 Y C^-T with X = C C^T. The
  /// inner nil is infinity; nil when X is not proved positive definite.
  private func distance(_ state: State, _ x: Matrix<Ball>) -> Ball?? {
    guard let c = x.choleskyFactor() else { return nil }
    let g = state.pair.flow
    let y = pencil.compressed((g.transpose * pencil.gramian.s * g).symmetricPart).scaled(by: pencil.v)
    let inverse = c.inverse
    guard let top = (inverse * y * inverse.transpose).symmetricPart.symmetricEigenvalues().last, top.isFinite
    else {
      return nil
    }
    let estimate = top.center
    return estimate.isPositive ? .some((1 / estimate).center) : .some(nil)
  }

  /// The crossing is as near as the precision lets it be told from the present time.
  private func isNear(_ state: State, _ distance: Ball) -> Bool {
    guard let size = state.time.exponent, let near = distance.exponent else { return false }
    return near - size < 24 - Precision.bits
  }

  /// A crossing, if X is certainly not semidefinite a little later: `step`, or that times a power of 4 up to the time itself.
  private func beyond(_ state: State, _ step: Ball) -> Outcome? {
    var step = step
    while !Budget.isExhausted, step.estimate <= Swift.max(state.time.estimate, 1e-300) || state.time.isZero {
      let later = (state.time + step).upperEdge
      if pencil.sign(pencil.pencil(pencil.gramian.pair(later))) == .refuted {
        return .crossing(after: state.time, before: later)
      }
      if state.time.isZero { return nil }
      step = step.scaled(by: 2)
    }
    return nil
  }
}
