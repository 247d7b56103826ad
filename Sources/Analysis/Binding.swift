@_exported import VlasovFunctions

/// A bound of a tail: if every one of `ratios` is below 1, the tail is majorised by `bound`.
public struct Majorant<T: Sendable>: Sendable {
  public var bound: T
  public var ratios: [T]

  public init(bound: T, ratios: [T]) {
    self.bound = bound
    self.ratios = ratios
  }
}

/// The general term of an infinite series with a proved bound of its tail.
///
/// A lifted parameter cannot be captured inside a generic method, so it is passed explicitly: `x` are the
/// parameters, of which the first `variables` may vary (carry derivatives in a jet).
public protocol SeriesTerm: Sendable, Hashable {
  var variables: Int { get }

  /// The term a_n(x).
  func term<T: SpecialAnalytic>(_ n: Index, _ x: [T]) -> T

  /// A **proved** majorant of Σ_{m>n} a_m at |x|.
  ///
  /// As a function of the variables the bound must be a power series at 0 with non-negative coefficients that
  /// dominates the tail's coefficient by coefficient. A number reads it at |x| and gets a bound of the tail's
  /// absolute value; a jet reads it at the jet of absolute values and gets bounds of all Taylor coefficients.
  func tail<T: SpecialAnalytic>(after n: Int, _ x: [T]) -> Majorant<T>
}

/// A sequence with a proved bound that decreases from some index on, for suprema.
public protocol SequenceTerm: Sendable, Hashable {
  func term<T: SpecialAnalytic>(_ n: Index, _ x: [T]) -> T
  /// If `ratios` are below 1, every term after the n-th is at most `bound`.
  func bound<T: SpecialAnalytic>(after n: Int, _ x: [T]) -> Majorant<T>
}

/// A function of one real variable and parameters: an integrand, or an equation f = 0.
public protocol Function1: Sendable, Hashable {
  func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T
}

/// The third rung: matrices, and infinite sums, integrals and roots as binders.
public protocol Binding: SpecialAnalytic, MatrixScalar {
  /// Σ_{n>=first} a_n(x).
  static func sum<S: SeriesTerm>(_ series: S, from first: Int, _ x: [Self]) -> Self
  /// ∫_a^b f(u; p) du over a bounded interval, on a neighbourhood of which f is analytic.
  static func integral<F: Function1>(_ f: F, _ p: [Self], from a: Self, to b: Self) -> Self
  /// The zero of f(.; p) in (a, b); f changes sign there exactly once, and that is proved, not assumed.
  static func root<F: Function1>(_ f: F, _ p: [Self], between a: Self, and b: Self) -> Self
}

/// The refinement with non-holomorphic operations, which integrands and jets may not use.
public protocol Ordered: Binding {
  static func min(_ a: Self, _ b: Self) -> Self
  static func max(_ a: Self, _ b: Self) -> Self
  static func abs(_ a: Self) -> Self
  /// sup_{n>=first} a_n(x).
  static func supremum<S: SequenceTerm>(_ s: S, from first: Int, _ x: [Self]) -> Self
}
