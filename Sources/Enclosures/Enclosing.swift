import VlasovNumbers

/// Readings that are sets of reals: what every set reading can be asked.
public protocol Enclosing: Analytic {
  /// The smallest convenient set that contains both.
  static func hull(_ a: Self, _ b: Self) -> Self
  /// The whole line: nothing is known.
  static var indeterminate: Self { get }
  /// False when nothing is known (an undefined or unbounded operation went in).
  var isFinite: Bool { get }
  /// Certain statements about every element.
  var isPositive: Bool { get }
  var isNegative: Bool { get }
  var isNonNegative: Bool { get }
  func contains(_ x: Rational) -> Bool
}

extension Enclosing {
  /// Every element differs from 0.
  public var isNonZero: Bool { isPositive || isNegative }
}
