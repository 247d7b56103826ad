/// Whether and when a solution blows up.
public struct BlowUp: Sendable {
  public enum Outcome: Sendable, Hashable {
    /// It blows up at a time in `BlowUp.time`.
    case blowsUp
    /// It exists up to the limit that was given.
    case existsUntilLimit
    /// Neither was proved; why the integration stopped.
    case undecided(Trajectory.Stop)
  }

  public let outcome: Outcome
  /// Encloses the time of blow-up; nil when no bracket was proved.
  public let time: Ball?
  /// The solution as far as it was followed.
  public let trajectory: Trajectory
}

extension TaylorIntegrator {
  /// Follows a solution towards its blow-up and encloses the time t*.
  ///
  /// The integrator cannot know that a solution blows up: the caller proves bounds of the time that remains from a
  /// state, for the field at hand (see `PowerGrowth`). Each step gives the bracket [t + lower, t + upper]; they are
  /// intersected until t* is known to the working precision, or until they no longer get better.
  ///
  /// - Parameters:
  ///   - limit: the time beyond which the solution is not followed.
  ///   - remaining: for the states in a box, bounds of t* - t (its lower and its upper end count), or nil where there
  ///     are none, perhaps yet. An upper bound proves that the solution blows up.
  public func blowUp(
    from t0: Ball, _ x0: [Ball], limit: Ball, remaining: (FlowState) -> (lower: Ball, upper: Ball)?
  ) -> BlowUp {
    let wanted = Precision.bits
    var bracket: Ball?
    var worse = 0
    var integrator = self
    // Errors of the state grow like the state itself, relative to it.
    integrator.options.guardBits += 32
    func observe(_ state: FlowState, _ remaining: (FlowState) -> (lower: Ball, upper: Ball)?) -> Bool {
      guard let (lower, upper) = remaining(state), lower.isFinite, upper.isFinite else { return false }
      let between = Ball.hull(state.time + lower.lowerEdge, state.time + upper.upperEdge)
      guard let before = bracket else {
        bracket = between
        return between.accuracyBits >= wanted
      }
      // Disjoint brackets would contradict the bounds: the older one stands.
      guard let next = Ball.intersection(before, between) else { return true }
      let isBetter = next.radius.scaled(by: 5) + next.radius <= before.radius.scaled(by: 5)
      worse = isBetter ? 0 : worse + 1
      if next.radius <= before.radius { bracket = next }
      return next.accuracyBits >= wanted || worse >= 20
    }
    let trajectory = withoutActuallyEscaping(remaining) { remaining in
      integrator.follow(from: t0, x0, to: limit) { _, state in observe(state, remaining) }
    }
    let outcome: BlowUp.Outcome
    switch trajectory.status {
    case .complete: outcome = .existsUntilLimit
    case .stopped(let why): outcome = bracket == nil ? .undecided(why) : .blowsUp
    }
    return BlowUp(
      outcome: outcome, time: outcome == .blowsUp ? bracket?.rounded(to: wanted) : nil, trajectory: trajectory
    )
  }
}

/// Times that remain for a positive function W of the state that grows like a power: W' = c W^p, c > 0, p > 1, blows up
/// after W^(1-p)/(c (p - 1)).
///
/// If W' >= c W^p along the solution, that is an upper bound of the remaining time: W^(1-p) decreases at least at the
/// rate c (p - 1) and cannot pass 0. If W' <= c W^p and the solution cannot cease to exist while W is bounded, it is a
/// lower bound.
public enum PowerGrowth {
  public static func remaining(_ w: Ball, rate c: Ball, power p: Rational = 2) -> Ball {
    let excess = p - 1
    guard excess.signum > 0 else { return .indeterminate }
    let power =
      excess.isInteger && excess.numerator.bitWidth < 30
      ? Ball.pow(w, Int(excess.double)) : Ball.pow(w, Ball(excess))
    return 1 / (c * Ball(excess) * power)
  }
}
