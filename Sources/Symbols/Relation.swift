import VlasovEnclosures

/// An order relation between two reals.
public enum Relation: String, Sendable, Hashable, CaseIterable {
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case equal = "=="

  var latex: String {
    switch self {
    case .less: "<"
    case .lessOrEqual: "\\le"
    case .greater: ">"
    case .greaterOrEqual: "\\ge"
    case .equal: "="
    }
  }

  /// The margin is lhs - rhs instead of rhs - lhs.
  var isReversed: Bool { self == .greater || self == .greaterOrEqual }

  /// The relation between all elements of two balls: proved if it holds for every pair, refuted if for none.
  public func verdict(_ lhs: Ball, _ rhs: Ball) -> Verdict {
    verdict(margin: SignRange(isReversed ? lhs - rhs : rhs - lhs))
  }

  /// The verdict for a margin (positive where a strict inequality holds) whose signs lie in a range.
  func verdict(margin: SignRange) -> Verdict {
    switch self {
    case .less, .greater: margin.lower > 0 ? .proved : margin.upper <= 0 ? .refuted : .undecided
    case .lessOrEqual, .greaterOrEqual: margin.lower >= 0 ? .proved : margin.upper < 0 ? .refuted : .undecided
    case .equal:
      margin.lower == 0 && margin.upper == 0
        ? .proved : margin.lower > 0 || margin.upper < 0 ? .refuted : .undecided
    }
  }
}

/// The signs that a quantity may have: each from `lower` to `upper`, within -1...1.
struct SignRange: Equatable {
  var lower: Int
  var upper: Int

  static let unknown = SignRange(lower: -1, upper: 1)

  init(lower: Int, upper: Int) { (self.lower, self.upper) = (lower, upper) }

  init(exactly sign: Int) { self.init(lower: sign, upper: sign) }

  /// What a ball tells.
  init(_ x: Ball) {
    guard x.isFinite else {
      self = .unknown
      return
    }
    lower = x.isPositive ? 1 : x.isNonNegative ? 0 : -1
    upper = x.isNegative ? -1 : x.isNonPositive ? 0 : 1
  }
}
