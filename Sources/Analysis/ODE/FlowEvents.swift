/// The search for the first zero of a function along a solution.
public struct FlowEvent: Sendable {
  public enum Outcome: Sendable, Hashable {
    /// The first zero is enclosed by `time`; the function changes sign there.
    case zero
    /// There is no zero up to the end.
    case none
    /// From `time` on the sign of the function could not be told, and neither that of its derivative: it may touch zero
    /// there or soon after. There is no zero before.
    case unclear
    /// The integration stopped before a zero was met.
    case stopped(Trajectory.Stop)
  }

  public let outcome: Outcome
  /// The first zero, or the time that is unclear: there is no zero before it.
  public let time: Ball?
  /// The state at `time`.
  public let state: [Ball]?
  public let trajectory: Trajectory
}

extension TaylorIntegrator {
  /// Follows a solution to the first time after `t0` at which `g` vanishes.
  ///
  /// On each step, pieces of time are proved free of zeros by the sign of g over them, or by the signs at their ends and
  /// that of the derivative g_t + g_x f between them; a piece with opposite signs at its ends and a derivative without
  /// zero contains exactly one, which interval Newton steps enclose. All other pieces are halved, the earlier half first.
  ///
  /// - Parameter skipped: a time span after t0 in which zeros are not looked for, for solutions that start on g = 0.
  public func firstZero<G: EventFunction>(
    of g: G, from t0: Ball, _ x0: [Ball], to t1: Ball, skipping skipped: Ball? = nil
  ) -> FlowEvent {
    let wanted = Precision.bits
    var search = EventSearch(field: field, event: g, parameters: parameters, start: t0, skipped: skipped)
    let trajectory = follow(from: t0, x0, to: t1) { piece, _ in search.examine(piece) }
    let time = search.found?.time.rounded(to: wanted)
    let state = search.found?.state.map { $0.rounded(to: wanted) }
    func event(_ outcome: FlowEvent.Outcome) -> FlowEvent {
      FlowEvent(outcome: outcome, time: time, state: state, trajectory: trajectory)
    }
    // The last step may reach a little beyond the end.
    let isForward = !(t1 - t0).isNegative
    if let found = search.found, !(isForward ? t1.isBelow(found.time) : found.time.isBelow(t1)) {
      return event(found.isProved ? .zero : .unclear)
    }
    if search.found != nil { return FlowEvent(outcome: .none, time: nil, state: nil, trajectory: trajectory) }
    switch trajectory.status {
    case .complete: return event(.none)
    case .stopped(let why): return event(.stopped(why))
    }
  }

  /// Integrates and shows each step, with the state at its end, until `observe` answers true.
  func follow(
    from t0: Ball, _ x0: [Ball], to t1: Ball, until observe: @escaping (any FlowPiece, FlowState) -> Bool
  ) -> Trajectory {
    Flow(field, parameters: parameters, options: options, initial: x0).solve(from: t0, to: t1, until: observe)
  }
}

/// The search on one step after the other.
private struct EventSearch<F: VectorField, G: EventFunction> {
  let field: F
  let event: G
  let parameters: [Ball]
  let start: Ball
  let skipped: Ball?
  /// The sign of g at the beginning of the piece of time under examination, when it is known.
  private var sign = 0
  private(set) var found: (time: Ball, state: [Ball], isProved: Bool)?

  init(field: F, event: G, parameters: [Ball], start: Ball, skipped: Ball?) {
    (self.field, self.event, self.parameters) = (field, event, parameters)
    (self.start, self.skipped) = (start, skipped)
  }

  /// Whether the search is over.
  mutating func examine(_ piece: any FlowPiece) -> Bool {
    var begin = piece.reachesBack ? piece.start - piece.end : Ball(0, bits: 128)
    let end = piece.end - piece.start
    if let skipped {
      let rest = skipped - piece.start
      let isPast = end.isNegative ? rest.isBelow(end) : end.isBelow(rest)
      if isPast { return false }
      let inner = end.isNegative ? rest.lowerEdge : rest.upperEdge
      let isInside =
        end.isNegative ? inner.isNegative && end.isBelow(inner) : inner.isPositive && inner.isBelow(end)
      if isInside {
        begin = inner
      } else if !(end.isNegative ? rest.isNonNegative : rest.isNonPositive) {
        return false
      }
    }
    return search(piece, begin, end, depth: 0)
  }

  private func value(_ piece: any FlowPiece, _ tau: Ball) -> Ball {
    event.value(start + piece.start + tau, piece.value(at: tau), parameters)
  }

  /// g' = g_t + g_x f over the times.
  private func slope(_ piece: any FlowPiece, _ tau: Ball) -> Ball {
    let (t, x) = (start + piece.start + tau, piece.value(at: tau))
    let f = field.derivative(t, x, parameters)
    let jets = zip(x, f).compactMap { Jet(coefficients: [$0, $1]) }
    return event.value(Jet(variable: t, order: 1), jets, parameters.map { Jet(constant: $0) }).coefficient(1)
  }

  private static func sign(_ x: Ball) -> Int { x.isPositive ? 1 : x.isNegative ? -1 : 0 }

  /// Examines the times from a to b of the piece; true when the search is over.
  private mutating func search(_ piece: any FlowPiece, _ a: Ball, _ b: Ball, depth: Int) -> Bool {
    let whole = Ball.hull(a, b)
    let over = EventSearch.sign(value(piece, whole))
    if over != 0 {
      // Consecutive pieces share an end, so a change of sign between them is impossible.
      sign = over
      return false
    }
    if sign == 0 { sign = EventSearch.sign(value(piece, a)) }
    let slope = slope(piece, whole)
    if slope.isNonZero, sign != 0 {
      let after = EventSearch.sign(value(piece, b))
      if after == sign { return false }
      if after == -sign {
        found = refined(piece, whole, slope)
        return true
      }
    }
    if depth >= 60 || Budget.isExhausted {
      found = (start + piece.start + whole, piece.value(at: whole), false)
      return true
    }
    let middle = (a + b).scaled(by: -1)
    if search(piece, a, middle, depth: depth + 1) { return true }
    return search(piece, middle, b, depth: depth + 1)
  }

  /// Interval Newton steps from a set of times with one zero: each is m - g(m)/g' over what is left.
  private func refined(
    _ piece: any FlowPiece, _ times: Ball, _ slope: Ball
  ) -> (time: Ball, state: [Ball], isProved: Bool) {
    var (times, slope) = (times, slope)
    for _ in 0..<100 {
      if Budget.isExhausted { break }
      let middle = times.center
      let next = middle - value(piece, middle) / slope
      guard next.isFinite, let better = Ball.intersection(times, next) else { break }
      let isProgress = better.radius <= times.radius.scaled(by: -1)
      if better.radius <= times.radius { times = better }
      if !isProgress { break }
      slope = self.slope(piece, times)
      if !slope.isNonZero { break }
    }
    return (start + piece.start + times, piece.value(at: times), true)
  }
}
