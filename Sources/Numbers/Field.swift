/// The operations that linear algebra asks of its entries: numbers, sets of numbers, jets, symbols.
///
/// An undefined quotient is the type's own matter: sets of reals give their indeterminate value.
public protocol Field: Sendable {
  init(_ value: Int)
  init(_ value: Rational)
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  static prefix func - (a: Self) -> Self
}

extension Rational: Field {
  /// The rational itself.
  public init(_ value: Rational) { self = value }
}
