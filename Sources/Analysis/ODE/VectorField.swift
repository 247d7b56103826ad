/// The right-hand side of x' = f(t, x; p), written once.
///
/// `derivative` is read with balls, small balls, jets, and once with symbols, from which the Taylor coefficients, the
/// derivatives with respect to x and their bounds are made. So it must not branch on values, and `p` are constants in
/// time. A division may have any divisor that does not vanish along the solution, and likewise for `log` and `sqrt`.
public protocol VectorField: Sendable {
  /// The number of components of x and of f.
  var dimension: Int { get }
  func derivative<T: MatrixScalar & Analytic>(_ t: T, _ x: [T], _ p: [T]) -> [T]
}

/// A scalar function g(t, x; p), written once; its zeros along a solution are events.
public protocol EventFunction: Sendable {
  func value<T: MatrixScalar & Analytic>(_ t: T, _ x: [T], _ p: [T]) -> T
}
