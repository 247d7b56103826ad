import VlasovAnalysis

infix operator .< : ComparisonPrecedence
infix operator .<= : ComparisonPrecedence
infix operator .> : ComparisonPrecedence
infix operator .>= : ComparisonPrecedence
infix operator .== : ComparisonPrecedence

/// A relation between two expressions, which `decide` proves, refutes or leaves open.
public struct Comparison: Sendable, Hashable, CustomStringConvertible {
  public let lhs: Expression
  public let relation: Relation
  public let rhs: Expression

  public init(_ lhs: Expression, _ relation: Relation, _ rhs: Expression) {
    (self.lhs, self.relation, self.rhs) = (lhs, relation, rhs)
  }

  public static func less(_ a: Expression, _ b: Expression) -> Comparison { Comparison(a, .less, b) }
  public static func lessOrEqual(_ a: Expression, _ b: Expression) -> Comparison {
    Comparison(a, .lessOrEqual, b)
  }
  public static func greater(_ a: Expression, _ b: Expression) -> Comparison { Comparison(a, .greater, b) }
  public static func greaterOrEqual(_ a: Expression, _ b: Expression) -> Comparison {
    Comparison(a, .greaterOrEqual, b)
  }
  public static func equal(_ a: Expression, _ b: Expression) -> Comparison { Comparison(a, .equal, b) }

  public var description: String { "\(lhs) \(relation.rawValue) \(rhs)" }
}

extension Expression {
  public static func .< (a: Expression, b: Expression) -> Comparison { .less(a, b) }
  public static func .<= (a: Expression, b: Expression) -> Comparison { .lessOrEqual(a, b) }
  public static func .> (a: Expression, b: Expression) -> Comparison { .greater(a, b) }
  public static func .>= (a: Expression, b: Expression) -> Comparison { .greaterOrEqual(a, b) }
  public static func .== (a: Expression, b: Expression) -> Comparison { .equal(a, b) }
}

/// A decided comparison: the verdict and what it rests on.
public struct Decision: Sendable {
  public let verdict: Verdict
  /// Enclosures of both sides, for display.
  public let lhs: Ball
  public let rhs: Ball
  /// rhs - lhs for `<`, `<=` and `==`, lhs - rhs for `>` and `>=`: positive when there is room.
  public let margin: Ball
  /// The working precision reached.
  public let bits: Int
  /// The verdict comes from exact arithmetic or from equal expressions, not from balls.
  public let isExact: Bool
  /// Why the verdict is undecided, when an operation failed.
  public let reason: String?
}

extension Comparison {
  /// The precision at which a decision by balls starts.
  private static let firstBits = 64

  /// Decides the comparison: exactly when the margin is recognised as rational or as a square root, or is
  /// linear in intervals with such ends; else by balls of growing precision.
  ///
  /// Proved means that both sides are defined and the relation holds for all values of interval parameters,
  /// refuted that it holds for none. Undecided at `maximumBits` or when the current `Budget` ends.
  /// - Throws: `EvaluationError` for a variable without a value or an operation without an enclosure.
  public func decide(
    variables: [String: RealParameter] = [:], indices: [String: Int] = [:], maximumBits: Int = 4096
  ) throws -> Decision {
    let constants = variables.mapValues { $0.lifted(Expression.self) }
    let (a, b) = try (
      lhs.substituting(constants, indices: indices), rhs.substituting(constants, indices: indices)
    )
    return try Comparison(a, relation, b).decideConstants(maximumBits: maximumBits)
  }

  private func decideConstants(maximumBits: Int) throws -> Decision {
    let margin = relation.isReversed ? Margin(from: rhs, to: lhs) : Margin(from: lhs, to: rhs)
    let limit = Precision.clamped(Swift.min(maximumBits, Budget.current.maximumBits))
    var bits = Swift.min(Comparison.firstBits, limit)
    var last: Decision?
    while true {
      let log = FailureLog()
      let now = try withPrecision(bits) {
        try FailureLog.$current.withValue(log) { try balls(margin, bits, log) }
      }
      if now.verdict != .undecided { return now }
      // Intervals bound how narrow the margin can become: stop when it shrinks no more.
      let stalled =
        lhs.containsInterval || rhs.containsInterval ? last.map { stalls($0, now) } ?? false : false
      if bits >= limit || stalled || Budget.isExhausted { return now }
      last = now
      bits = Swift.min(2 * bits, limit)
    }
  }

  private func stalls(_ last: Decision, _ now: Decision) -> Bool {
    now.margin.isFinite && last.margin.isFinite && !(now.margin.radius.scaled(by: 1) <= last.margin.radius)
  }

  /// One round of balls. An exact verdict only needs both sides to be defined.
  private func balls(_ margin: Margin, _ bits: Int, _ log: FailureLog) throws -> Decision {
    let (a, b) = try (lhs.evaluate(Ball.self), rhs.evaluate(Ball.self))
    let room = relation.isReversed ? a - b : b - a
    let exact = relation.verdict(margin: margin.exact)
    var verdict = Verdict.undecided
    if a.isFinite, b.isFinite {
      verdict = exact != .undecided ? exact : relation.verdict(margin: margin.signs(room))
    }
    return Decision(
      verdict: verdict, lhs: a, rhs: b, margin: room, bits: bits,
      isExact: verdict != .undecided && verdict == exact,
      reason: verdict == .undecided ? log.message : nil)
  }
}
