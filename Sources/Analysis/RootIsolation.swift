/// Which way a function passes through a simple zero as its argument increases.
public enum SignChange: String, Sendable, Hashable, Codable {
  /// From - to +: the derivative is positive.
  case rising
  /// From + to -: the derivative is negative.
  case falling
}

/// A simple zero, proved to be the only one in the closed interval from `lower` to `upper`.
public struct IsolatedZero: Sendable {
  /// The ends, exact balls; they are equal when the zero is known exactly.
  public let lower: Ball
  public let upper: Ball
  public let direction: SignChange

  public init(lower: Ball, upper: Ball, direction: SignChange) {
    (self.lower, self.upper, self.direction) = (lower, upper, direction)
  }

  /// A ball that contains the whole interval.
  public var interval: Ball { .hull(lower, upper) }
}

/// All zeros of a function of one variable on a closed interval, by bisection in ball arithmetic.
///
/// **Theorem.** Let f be continuously differentiable on [a, b], and let `value` and `derivative` be
/// interval extensions: for every ball X, `value(X)` contains f(x) and `derivative(X)` contains f'(x) for
/// all x in X where f is defined, and both are finite only if f is C^1 on X. Then every zero of f in [a, b]
/// lies in exactly one of the `zeros` or in an `undecided` interval, each of the `zeros` holds exactly one
/// zero, and it is simple. If the extensions carry a range of parameters, that holds for each choice of the
/// parameters.
///
/// *Proof.* The algorithm keeps a list of closed intervals with disjoint interiors that cover what is left of
/// [a, b]. An interval X leaves the list in one of these ways.
/// 1. `value(X)`, or the mean value form f(m) + f'(X)(X - m) with m in X, excludes 0: no zero in X.
/// 2. f'(X) excludes 0, so f is strictly monotone on X and has at most one zero there. The certain signs of
///    f at the two ends differ: exactly one zero, in the interior, simple. They agree: none. One end is an
///    exact zero of f: that is the only one. The sign at one end is not certain but the other end's certain
///    sign shows that f moves away from 0 into X (f rises and is negative at the upper end, ...): none.
/// 3. It is cut at a point c in its interior where the sign of f is certain, so that c is not a zero: no zero
///    is lost at c nor counted in both halves. When the sign at the middle is not certain, for instance
///    because a zero falls on it, the cut moves elsewhere.
/// 4. Otherwise it is reported as undecided. ∎
///
/// A double zero never leaves by 1 or 2 and ends as undecided, and so does a zero at an end of [a, b] unless
/// f is exactly 0 there.
public struct RootIsolation: Sendable, Hashable {
  /// The precision of the evaluations; the current `Precision.bits` when nil. A first pass at `firstBits`
  /// leaves only what it could not decide to this precision.
  public var bits: Int?
  public var firstBits = 128
  /// Intervals narrower than (b - a) 2^-`maximumDepth` are not cut; twice the precision when nil.
  public var maximumDepth: Int?
  /// Evaluations of f and f' together.
  public var maximumEvaluations = 200_000

  public init(
    bits: Int? = nil, firstBits: Int = 128, maximumDepth: Int? = nil, maximumEvaluations: Int = 200_000
  ) {
    self.bits = bits
    self.firstBits = firstBits
    self.maximumDepth = maximumDepth
    self.maximumEvaluations = maximumEvaluations
  }

  /// Why an interval stayed undecided.
  public enum Reason: String, Sendable, Hashable, Codable {
    /// No point tried in the interval has a certain sign of f: a multiple or an end-point zero, an uncertain
    /// parameter, or too little precision.
    case flat = "no certain sign at any point tried"
    /// The interval reached the smallest width.
    case narrow = "smallest width reached"
    /// The budget of evaluations or of time ran out.
    case budget = "budget exhausted"
    /// f could not be evaluated at any point tried.
    case undefined = "function undefined"
  }

  /// An interval about which nothing could be proved.
  public struct Undecided: Sendable {
    public let lower: Ball
    public let upper: Ball
    public let reason: Reason
    /// There is certainly a zero inside: the certain signs at its ends differ, or an end is an exact zero.
    public let containsZero: Bool
  }

  /// What was proved. Both lists are in increasing order.
  public struct Outcome: Sendable {
    public var zeros: [IsolatedZero]
    public var undecided: [Undecided]
    public var evaluations: Int
    /// Every zero in the interval is among `zeros`, so that `zeros.count` is their number.
    public var isComplete: Bool { undecided.isEmpty }
  }

  /// Isolates the zeros of f in [a, b]. A ball for an end stands for its outermost point.
  ///
  /// - Parameters:
  ///   - value: an interval extension of f, evaluated at the precision in force (`Precision.bits`).
  ///   - derivative: an interval extension of f'.
  public func zeros(
    of value: @escaping (Ball) -> Ball, derivative: @escaping (Ball) -> Ball, from a: Ball, to b: Ball
  ) -> Outcome {
    let full = Precision.clamped(bits ?? Precision.bits)
    let ends = Ball.hull(a, b)
    guard ends.isFinite else {
      let all = Undecided(lower: a, upper: b, reason: .undefined, containsZero: false)
      return Outcome(zeros: [], undecided: [all], evaluations: 0)
    }
    let low = b.isBelow(a) ? b.lowerEdge : a.lowerEdge
    let high = b.isBelow(a) ? a.upperEdge : b.upperEdge
    var search = Search(method: self, value: value, derivative: derivative)
    let first = Swift.min(Swift.max(firstBits, Precision.minimum), full)
    withPrecision(first) { quietly { search.run(search.interval(low, high)) } }
    if first < full, !search.undecided.isEmpty, !Budget.isExhausted {
      let again = search.undecided
      search.undecided = []
      withPrecision(full) {
        quietly {
          for piece in again { search.run(search.interval(piece.lower, piece.upper)) }
        }
      }
    }
    return search.outcome
  }
}

extension RootIsolation {
  /// The sign of f at one point.
  fileprivate enum Sign {
    case negative, zero, positive, uncertain, undefined

    var isCertain: Bool { self == .negative || self == .positive }
    func isOpposite(_ other: Sign) -> Bool {
      self == .negative && other == .positive || self == .positive && other == .negative
    }
  }

  fileprivate struct Interval {
    var lower: Ball
    var upper: Ball
    var lowerSign: Sign
    var upperSign: Sign
    var depth = 0
  }

  /// The state of one isolation.
  fileprivate struct Search {
    let method: RootIsolation
    let value: (Ball) -> Ball
    let derivative: (Ball) -> Ball
    var zeros: [IsolatedZero] = []
    var undecided: [Undecided] = []
    var evaluations = 0

    /// Where an interval is cut: the middle first, then other places that no regular spacing of zeros hits.
    static let cuts: [Rational] = [
      Rational(1, 2), Rational(27, 64), Rational(151, 256), Rational(89, 256), Rational(173, 256),
      Rational(45, 256), Rational(214, 256),
    ]

    mutating func sign(at x: Ball) -> Sign {
      evaluations += 1
      let y = value(x.rounded(to: Swift.max(x.bits, Precision.bits)))
      if !y.isFinite { return .undefined }
      return y.isPositive ? .positive : y.isNegative ? .negative : y.isZero ? .zero : .uncertain
    }

    mutating func interval(_ a: Ball, _ b: Ball) -> Interval {
      Interval(lower: a, upper: b, lowerSign: sign(at: a), upperSign: sign(at: b))
    }

    mutating func run(_ start: Interval) {
      let depth = method.maximumDepth ?? 2 * Precision.bits
      var stack = [start]
      while let x = stack.popLast() {
        if Budget.isExhausted || evaluations >= method.maximumEvaluations {
          leave(x, .budget)
          continue
        }
        if settle(x) { continue }
        if x.depth >= depth {
          leave(x, .narrow)
          continue
        }
        guard let (c, sign) = cut(x) else { continue }
        stack.append(
          Interval(lower: c, upper: x.upper, lowerSign: sign, upperSign: x.upperSign, depth: x.depth + 1))
        stack.append(
          Interval(lower: x.lower, upper: c, lowerSign: x.lowerSign, upperSign: sign, depth: x.depth + 1))
      }
    }

    /// Steps 1 and 2 of the proof; false when the interval has to be cut.
    private mutating func settle(_ x: Interval) -> Bool {
      let set = Ball.hull(x.lower.rounded(to: Precision.bits), x.upper.rounded(to: Precision.bits))
      evaluations += 2
      let range = value(set)
      if range.isNonZero { return true }
      guard range.isFinite else { return false }
      let slope = derivative(set)
      if slope.isNonZero { return count(x, rising: slope.isPositive) }
      if slope.isFinite, !x.lowerSign.isOpposite(x.upperSign) {
        evaluations += 1
        let middle = set.center
        if (value(middle) + slope * (set - middle)).isNonZero { return true }
      }
      return false
    }

    /// The zeros of a function that is strictly monotone on `x`; false when an end's sign is missing.
    private mutating func count(_ x: Interval, rising: Bool) -> Bool {
      let direction: SignChange = rising ? .rising : .falling
      if x.lowerSign.isCertain, x.upperSign.isCertain {
        if x.lowerSign.isOpposite(x.upperSign) {
          zeros.append(IsolatedZero(lower: x.lower, upper: x.upper, direction: direction))
        }
        return true
      }
      if x.lowerSign == .zero || x.upperSign == .zero {
        let point = x.lowerSign == .zero ? x.lower : x.upper
        zeros.append(IsolatedZero(lower: point, upper: point, direction: direction))
        return true
      }
      // Towards the lower end f is below (rising) or above (falling) its value at the upper end.
      return x.upperSign == (rising ? .negative : .positive)
        || x.lowerSign == (rising ? .positive : .negative)
    }

    /// A point inside where f has a certain sign; without one the interval is left undecided.
    private mutating func cut(_ x: Interval) -> (Ball, Sign)? {
      let p = Swift.max(x.lower.bits, x.upper.bits, Precision.bits)
      let low = x.lower.rounded(to: p)
      let width = x.upper.rounded(to: p) - low
      var defined = false
      for t in Search.cuts {
        let c = (low + width * Ball(t, bits: p)).center
        guard x.lower.isBelow(c), c.isBelow(x.upper) else {
          leave(x, .narrow)
          return nil
        }
        let sign = sign(at: c)
        if sign.isCertain { return (c, sign) }
        if sign != .undefined { defined = true }
      }
      leave(x, defined ? .flat : .undefined)
      return nil
    }

    private mutating func leave(_ x: Interval, _ reason: Reason) {
      let holds = x.lowerSign.isOpposite(x.upperSign) || x.lowerSign == .zero || x.upperSign == .zero
      undecided.append(Undecided(lower: x.lower, upper: x.upper, reason: reason, containsZero: holds))
    }

    /// Neighbouring undecided intervals are joined.
    var outcome: Outcome {
      var joined: [Undecided] = []
      for piece in undecided {
        if let last = joined.last, !last.upper.isBelow(piece.lower) {
          joined[joined.count - 1] = Undecided(
            lower: last.lower, upper: piece.upper, reason: last.reason,
            containsZero: last.containsZero || piece.containsZero)
        } else {
          joined.append(piece)
        }
      }
      let sorted = zeros.sorted { $0.lower.isBelow($1.lower) || $0.upper.isBelow($1.upper) }
      return Outcome(zeros: sorted, undecided: joined, evaluations: evaluations)
    }
  }
}
