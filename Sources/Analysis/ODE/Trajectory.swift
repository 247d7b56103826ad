/// A solution as far as it was enclosed.
public struct Trajectory: Sendable {
  public enum Status: Sendable, Hashable {
    /// The end was reached.
    case complete
    case stopped(Stop)
  }

  /// Why an integration went no further.
  public enum Stop: Sendable, Hashable, CustomStringConvertible {
    /// The caller's criterion.
    case criterion
    /// Steps became too small for the precision to go on: so it is where solutions blow up or meet a singularity.
    case stepTooSmall
    /// The right-hand side is not defined at the state reached; the operation that failed, when known.
    case undefined(String)
    /// The set of possible states is too wide for the derivative of the flow to be enclosed.
    case tooWide
    /// The initial data do not fit the right-hand side, or are not finite.
    case invalid(String)
    /// t1 - t0 contains 0 and more than a step.
    case directionUnknown
    case stepLimit
    case budgetExhausted

    public var description: String {
      switch self {
      case .criterion: "the criterion to stop was met"
      case .stepTooSmall: "no step of notable length could be certified"
      case .undefined(let what): "the right-hand side is undefined\(what.isEmpty ? "" : ": \(what)")"
      case .tooWide: "the set of possible states is too wide"
      case .invalid(let what): what
      case .directionUnknown: "the direction of time is not known"
      case .stepLimit: "the limit of steps was reached"
      case .budgetExhausted: "budget exhausted"
      }
    }
  }

  /// Encloses the state at `reached`.
  public let end: [Ball]
  /// The time up to which the solution is proved to exist.
  public let reached: Ball
  public let status: Status
  public let steps: Int
  let start: Ball
  let initial: [Ball]
  let pieces: [any FlowPiece]

  public var isComplete: Bool { status == .complete }

  /// Encloses x(t) for all t in the ball, which lies between the start and `reached`; indeterminate when it does not, or
  /// when no dense output was kept.
  public func value(at t: Ball) -> [Ball] {
    let elapsed = t.rounded(to: t.bits + 64) - start
    if elapsed.isZero { return initial }
    guard covers(elapsed) else { return unknown(t.bits) }
    var result: [Ball]?
    for piece in pieces(overlapping: elapsed) {
      guard let part = Ball.intersection(elapsed - piece.start, piece.span) else { continue }
      let value = piece.value(at: part)
      result = result.map { zip($0, value).map { Ball.hull($0, $1) } } ?? value
    }
    return result ?? unknown(t.bits)
  }

  /// Whether the pieces, which follow each other without gaps, cover these times after the start.
  private func covers(_ elapsed: Ball) -> Bool {
    guard elapsed.isFinite, let first = pieces.first, let last = pieces.last else { return false }
    let (low, high) = (elapsed.lowerEdge, elapsed.upperEdge)
    let back = first.end.scaled(by: first.reachesBack ? 0 : -10)
    let ends = [-back, first.end, last.end]
    return ends.contains { (low - $0).isNonNegative } && ends.contains { ($0 - high).isNonNegative }
  }

  private func unknown(_ bits: Int) -> [Ball] { initial.map { _ in .indeterminate(bits: bits) } }

  /// The pieces that may meet these times after the start, by bisection.
  private func pieces(overlapping elapsed: Ball) -> ArraySlice<any FlowPiece> {
    guard let last = pieces.last else { return [] }
    let backward = last.end.isNegative
    func first(_ isPast: (any FlowPiece) -> Bool) -> Int {
      var (low, high) = (0, pieces.count)
      while low < high {
        let middle = (low + high) / 2
        if isPast(pieces[middle]) { high = middle } else { low = middle + 1 }
      }
      return low
    }
    let from = first { backward ? !elapsed.isBelow($0.end) : !$0.end.isBelow(elapsed) }
    let to = first { backward ? $0.start.isBelow(elapsed) : elapsed.isBelow($0.start) }
    if pieces.count == 1 { return pieces[...] }
    return pieces[min(from, to)..<to]
  }
}

/// The solution on one step.
protocol FlowPiece: Sendable {
  /// The times of its beginning and its end, exactly, counted from the start of the trajectory.
  var start: Ball { get }
  var end: Ball { get }
  /// The times of the step, counted from its beginning, rounded outwards.
  var span: Ball { get }
  /// Whether `span` reaches from -end to end: the only piece of an integration over a time that may be 0.
  var reachesBack: Bool { get }
  /// Encloses the state for all times tau in the ball, which is part of `span`.
  func value(at tau: Ball) -> [Ball]
}
