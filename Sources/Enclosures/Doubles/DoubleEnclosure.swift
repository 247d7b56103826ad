import VlasovNumbers

/// A closed interval [lower, upper] with Double ends: the reading that is cheap enough for inner loops and
/// still certain.
///
/// Inclusion is the contract, as for `Ball`. It relies on IEEE 754 arithmetic in rounding to nearest (`+ - * /`
/// and the square root are the nearest doubles) and on the kernels of this folder, whose errors are proved;
/// on no property of the C library. The rounding mode is never changed: an optimiser may merge or move an
/// operation across such a change. Instead every computed end is moved outwards, see `below(_:)`.
///
/// The ends are never NaN, `lower` is never +∞ and `upper` never -∞. An end may be infinite: a result that
/// overflows is a half-line (e^1000 is in [1.79e308, ∞)), which still has a sign. Where an operation is
/// undefined, or an operand was, the result is the whole line, which propagates: an undefined formula never
/// gets a bound or a sign back, just as with balls.
@frozen public struct DoubleEnclosure: Enclosing {
  public let lower: Double
  public let upper: Double

  /// The ends must be as described above.
  @inlinable init(unchecked lower: Double, _ upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// [lower, upper]; the whole line unless lower <= upper and one of them is a number.
  @inlinable public init(lower: Double, upper: Double) {
    if lower <= upper, lower < .infinity, upper > -.infinity {
      self.init(unchecked: lower, upper)
    } else {
      self = .indeterminate
    }
  }

  /// The set with the single element `value`; the whole line for a NaN or an infinity.
  @inlinable public init(exactly value: Double) {
    self = value.isFinite ? DoubleEnclosure(unchecked: value, value) : .indeterminate
  }

  // MARK: Constants

  @inlinable public init(integerLiteral value: Int) { self.init(value) }

  /// Exact up to 2^53 in size.
  @inlinable public init(_ value: Int) {
    let nearest = Double(value)
    if value.magnitude <= 1 << 53 {
      self.init(unchecked: nearest, nearest)
    } else {
      self.init(unchecked: nearest.nextDown, nearest.nextUp)
    }
  }

  /// Exact when the value is a double, else between the neighbours of the nearest double.
  public init(_ value: Rational) {
    let nearest = value.double
    if let exact = Rational(exactly: nearest), exact == value {
      self.init(unchecked: nearest, nearest)
    } else if nearest == 0 {
      self.init(unchecked: value < 0 ? nearest.nextDown : 0, value < 0 ? 0 : nearest.nextUp)
    } else {
      self.init(unchecked: nearest.nextDown, nearest == .infinity ? nearest : nearest.nextUp)
    }
  }

  /// A symbolic index has no numerical value: the whole line.
  public init(_ index: Index) { self = index.value.map { DoubleEnclosure($0) } ?? .indeterminate }

  /// `Double.pi` is π rounded towards 0.
  @inlinable public static var pi: DoubleEnclosure {
    DoubleEnclosure(unchecked: Double.pi, Double.pi.nextUp)
  }

  @inlinable public static var indeterminate: DoubleEnclosure {
    DoubleEnclosure(unchecked: -.infinity, .infinity)
  }

  /// The whole line; the first such event of an evaluation is kept for the answer's explanation.
  @inline(never) public static func undefined(_ operation: String, _ operand: DoubleEnclosure)
    -> DoubleEnclosure
  {
    if !operand.isIndeterminate { FailureLog.current?.record("\(operation) of \(operand)") }
    return .indeterminate
  }

  // MARK: Questions

  /// Nothing is known.
  @inlinable public var isIndeterminate: Bool { lower == -.infinity && upper == .infinity }
  /// Both ends are numbers.
  @inlinable public var isFinite: Bool { lower > -.infinity && upper < .infinity }
  /// A single number.
  @inlinable public var isExact: Bool { lower == upper }
  @inlinable public var isPositive: Bool { lower > 0 }
  @inlinable public var isNegative: Bool { upper < 0 }
  @inlinable public var isNonNegative: Bool { lower >= 0 }
  @inlinable public var isNonPositive: Bool { upper <= 0 }
  @inlinable public var containsZero: Bool { lower <= 0 && upper >= 0 }

  /// upper - lower rounded up, infinite for an unbounded set.
  @inlinable public var width: Double { lower == upper ? 0 : (upper - lower).nextUp }

  /// A number near the middle, for choices only.
  @inlinable public var estimate: Double { lower / 2 + upper / 2 }

  @inlinable public func contains(_ x: Double) -> Bool { lower <= x && x <= upper }

  @inlinable public func contains(_ other: DoubleEnclosure) -> Bool {
    lower <= other.lower && other.upper <= upper
  }

  @inlinable public func overlaps(_ other: DoubleEnclosure) -> Bool {
    lower <= other.upper && other.lower <= upper
  }

  public func contains(_ x: Rational) -> Bool {
    // An infinite end has no rational value, and excludes nothing.
    if let low = Rational(exactly: lower), x < low { return false }
    if let high = Rational(exactly: upper), x > high { return false }
    return true
  }

  // MARK: Lattice

  @inlinable public static func hull(_ a: DoubleEnclosure, _ b: DoubleEnclosure) -> DoubleEnclosure {
    DoubleEnclosure(unchecked: least(a.lower, b.lower), greatest(a.upper, b.upper))
  }

  /// The common part, `nil` when the sets are disjoint.
  @inlinable public static func intersection(_ a: DoubleEnclosure, _ b: DoubleEnclosure) -> DoubleEnclosure? {
    a.overlaps(b)
      ? DoubleEnclosure(unchecked: greatest(a.lower, b.lower), least(a.upper, b.upper)) : nil
  }

  @inlinable public static func min(_ a: DoubleEnclosure, _ b: DoubleEnclosure) -> DoubleEnclosure {
    if a.isIndeterminate || b.isIndeterminate { return .indeterminate }
    return DoubleEnclosure(unchecked: least(a.lower, b.lower), least(a.upper, b.upper))
  }

  @inlinable public static func max(_ a: DoubleEnclosure, _ b: DoubleEnclosure) -> DoubleEnclosure {
    if a.isIndeterminate || b.isIndeterminate { return .indeterminate }
    return DoubleEnclosure(unchecked: greatest(a.lower, b.lower), greatest(a.upper, b.upper))
  }

  /// {|x|}.
  @inlinable public static func abs(_ a: DoubleEnclosure) -> DoubleEnclosure {
    if a.lower >= 0 { return a }
    if a.upper <= 0 { return -a }
    return a.isIndeterminate ? a : DoubleEnclosure(unchecked: 0, greatest(-a.lower, a.upper))
  }

  // One comparison and one selection; the library's `min` and `max` of doubles do more about NaN.
  @inlinable @inline(__always) static func least(_ a: Double, _ b: Double) -> Double { a < b ? a : b }
  @inlinable @inline(__always) static func greatest(_ a: Double, _ b: Double) -> Double { a > b ? a : b }
}

extension DoubleEnclosure: CustomStringConvertible {
  /// Exact: each end is printed so that it reads back as the same double.
  public var description: String { lower == upper ? "\(lower)" : "[\(lower), \(upper)]" }
}
