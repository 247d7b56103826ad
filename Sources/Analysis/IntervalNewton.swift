/// Newton's method on intervals: proves a zero and encloses it to the working precision.
///
/// **Theorem.** Let f be C^1 on an interval X, 0 not in f'(X), m in X, and N(X) = m - f(m)/f'(X).
/// 1. Every zero of f in X lies in N(X); so X and N(X) disjoint proves that there is none.
/// 2. If N(X) lies in the interior of X, or f is known to have a zero in X, then X holds exactly one zero.
///
/// *Proof.* f is strictly monotone on X: at most one zero. If f(x) = 0 with x in X, the mean value theorem
/// gives f(m) = f'(ξ)(m - x) with ξ in X, that is x = m - f(m)/f'(ξ), which is in N(X). For 2 let X = [a,
/// b] and suppose there is no zero, say f > 0 on X. If f rises then f(m) = f(a) + f'(ξ)(m - a) > f'(ξ)(m -
/// a) for some ξ, so N(X) contains m - f(m)/f'(ξ) < a, which is not in X; if f falls, the same at b. ∎
///
/// All of it is checked with interval extensions, so for f with a range of parameters it holds for each of
/// them: the result then contains the zeros for all parameters.
///
/// Where f' is continuous the width is squared by every step, so each step works at twice the accuracy of the
/// last one, and all of them cost about as much as two evaluations at full precision. An isolated zero in an
/// interval on which the enclosure of f' still contains 0 is first bisected by the sign of f at the midpoint.
public struct IntervalNewton: Sendable, Hashable {
  public var maximumSteps = 200
  /// The precision kept beyond the accuracy wanted.
  public var guardBits = 16

  public init(maximumSteps: Int = 200, guardBits: Int = 16) {
    self.maximumSteps = maximumSteps
    self.guardBits = guardBits
  }

  public enum Outcome: Sendable {
    /// Exactly one zero in the start interval, and the ball contains it.
    case unique(Ball)
    /// No zero in the start interval.
    case none
    /// Nothing is proved; every zero in the start interval lies in the ball.
    case undecided(Ball)

    /// The enclosure of the one zero.
    public var zero: Ball? { if case .unique(let x) = self { x } else { nil } }
  }

  /// Refines an isolated zero until the enclosure is accurate to `bits` bits, or narrows no more.
  ///
  /// - Parameters:
  ///   - value: an interval extension of f, evaluated at the precision in force (`Precision.bits`).
  ///   - derivative: an interval extension of f'.
  ///   - bits: the relative accuracy wanted; the current `Precision.bits` when nil.
  public func refine(
    _ zero: IsolatedZero, of value: (Ball) -> Ball, derivative: (Ball) -> Ball, bits: Int? = nil
  ) -> Ball {
    let bits = Precision.clamped(bits ?? Precision.bits)
    if let exact = known(zero) { return exact.rounded(to: bits) }
    let outcome = quietly {
      iterate(zero.interval, zero, value: value, derivative: derivative, bits: bits)
    }
    switch outcome {
    case .unique(let x), .undecided(let x): return x.rounded(to: bits)
    // The zero's own proof contradicts the closures: they do not enclose one function.
    case .none: return withPrecision(bits) { .indeterminate }
    }
  }

  private func known(_ zero: IsolatedZero) -> Ball? {
    (zero.upper - zero.lower).isZero ? zero.lower : nil
  }

  /// Decides how many zeros f has in `start`, and encloses the zero when there is exactly one.
  public func solve(
    in start: Ball, of value: (Ball) -> Ball, derivative: (Ball) -> Ball, bits: Int? = nil
  ) -> Outcome {
    let bits = Precision.clamped(bits ?? Precision.bits)
    return quietly { iterate(start, nil, value: value, derivative: derivative, bits: bits) }
  }

  /// `isolated` is given when the start is known to hold exactly one zero.
  private func iterate(
    _ start: Ball, _ isolated: IsolatedZero?, value: (Ball) -> Ball, derivative: (Ball) -> Ball, bits: Int
  ) -> Outcome {
    var x = start
    var proved = isolated != nil
    let full = bits + guardBits
    // Below this width a zero that is 0 or nearly 0 is accurate enough in the absolute sense.
    let smallest = x.radius.scaled(by: -2 * bits)
    var floor = 64
    for _ in 0..<maximumSteps {
      if Budget.isExhausted || !x.isFinite || x.isExact { break }
      if proved, x.accuracyBits >= bits || x.radius <= smallest { break }
      let p = Swift.min(full, Swift.max(floor, 2 * Swift.min(x.accuracyBits, bits) + guardBits + 16))
      let width = x.radius
      if let step = withPrecision(p, { newton(x, value, derivative) ?? half(x, isolated, value) }) {
        guard advance(&x, &proved, step) else { return .none }
        if x.radius + x.radius.scaled(by: -1) <= width { continue }
      }
      // Little or no progress: more precision may help, until it is the parameters' own width that shows.
      if p == full { break }
      floor = 2 * p
    }
    return proved ? .unique(x) : .undecided(x)
  }

  /// Intersects with the Newton interval; false when nothing is left.
  private func advance(_ x: inout Ball, _ proved: inout Bool, _ step: Ball) -> Bool {
    guard let common = Ball.intersection(x, step) else { return false }
    if x.containsStrictly(step) { proved = true }
    x = common.radius <= x.radius ? common : x
    return true
  }

  /// The half of `x` that holds its only zero, by the sign of f at the midpoint.
  private func half(_ x: Ball, _ isolated: IsolatedZero?, _ value: (Ball) -> Ball) -> Ball? {
    guard let isolated else { return nil }
    let set = x.rounded(to: Precision.bits)
    let m = set.center
    // Balls are rounded outwards; beyond the isolating interval the signs of f say nothing, and need not.
    if isolated.upper.isBelow(m) { return .hull(set.lowerEdge, m) }
    if m.isBelow(isolated.lower) { return .hull(m, set.upperEdge) }
    let y = value(m)
    guard y.isNonZero else { return nil }
    return .hull(m, y.isNegative == (isolated.direction == .rising) ? set.upperEdge : set.lowerEdge)
  }

  /// N(X), when f'(X) excludes 0.
  private func newton(_ x: Ball, _ value: (Ball) -> Ball, _ derivative: (Ball) -> Ball) -> Ball? {
    let p = Precision.bits
    let set = x.rounded(to: p)
    let m = set.center
    let y = value(m)
    // The slope needs only the accuracy of x itself. Its set contains `set`, hence m.
    let slope = derivative(set.rounded(to: p / 2 + 32))
    guard y.isFinite, slope.lowerEdge.isPositive || slope.upperEdge.isNegative else { return nil }
    if slope.accuracyBits > 16 { return m - y / slope }
    // The quotient by a wide ball is symmetric around its centre; y/d is monotone in d, so the ends give
    // more.
    return m - Ball.hull(y / slope.lowerEdge, y / slope.upperEdge)
  }
}

extension Ball {
  /// `other` lies in the interior: it may be widened and still be contained.
  func containsStrictly(_ other: Ball) -> Bool {
    guard isFinite, other.isFinite, !radius.isZero else { return false }
    return contains(Ball(center: other, radius: radius.scaled(by: -32)))
  }
}
