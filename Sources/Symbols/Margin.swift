import VlasovAnalysis

/// The difference of the two sides of a comparison, in constants and intervals, and what is known of its sign.
struct Margin {
  /// The signs that exact arithmetic leaves possible.
  let exact: SignRange
  /// The least and the greatest value, when the difference is linear in its intervals.
  private let ends: (low: Expression, high: Expression)?

  /// The margin `high - low`.
  init(from low: Expression, to high: Expression) {
    if let a = low.node.surd, let b = high.node.surd, a.width + b.width <= ExactValue.maximumBits {
      (exact, ends) = (SignRange(exactly: Surd.compare(b, a)), nil)
      return
    }
    guard let form = LinearForm(high - low), !form.isNonlinear else {
      (exact, ends) = (.unknown, nil)
      return
    }
    if form.intervals.isEmpty {
      (exact, ends) = (form.rational.map { SignRange(exactly: $0.signum) } ?? .unknown, nil)
      return
    }
    // A linear function of the intervals takes its extremes at their ends.
    let rest = form.terms.reduce(Expression(form.constant)) { $0 + Expression($1.value) * $1.key }
    var (low, high) = (rest, rest)
    for (interval, c) in form.intervals {
      let (a, b) = (interval.operands[0], interval.operands[1])
      low = low + Expression(c) * (c.signum > 0 ? a : b)
      high = high + Expression(c) * (c.signum > 0 ? b : a)
    }
    exact = SignRange(lower: Margin.sign(low).lower, upper: Margin.sign(high).upper)
    ends = (low, high)
  }

  private static func sign(_ e: Expression) -> SignRange {
    let sign = e.node.surd?.signum ?? LinearForm(e)?.rational?.signum
    return sign.map { SignRange(exactly: $0) } ?? .unknown
  }

  /// The signs left possible when the difference has been enclosed at the current precision.
  func signs(_ enclosure: Ball) -> SignRange {
    var seen = SignRange(enclosure)
    if let ends, let low = try? ends.low.evaluate(Ball.self), let high = try? ends.high.evaluate(Ball.self) {
      seen.lower = Swift.max(seen.lower, SignRange(low).lower)
      seen.upper = Swift.min(seen.upper, SignRange(high).upper)
    }
    return SignRange(lower: Swift.max(seen.lower, exact.lower), upper: Swift.min(seen.upper, exact.upper))
  }
}
