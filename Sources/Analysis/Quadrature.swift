/// Integrals of analytic functions over bounded intervals, with a proved error.
///
/// `Quadrature` holds the settings that the methods share; `Quadrature.taylor` is the method for functions
/// that can be expanded in jets.
public struct Quadrature: Sendable, Hashable {
  /// The largest Taylor order used on a subinterval; about 0.4 bits + 8 when nil.
  public var order: Int?
  /// Where the subdivision stops.
  public var maximumSubintervals = 20_000
  /// Subintervals narrower than (b - a) 2^-`maximumDepth` are not cut; twice the precision when nil.
  public var maximumDepth: Int?
  /// The precision kept beyond that of the result.
  public var guardBits = 20

  public init(
    order: Int? = nil, maximumSubintervals: Int = 20_000, maximumDepth: Int? = nil, guardBits: Int = 20
  ) {
    self.order = order
    self.maximumSubintervals = maximumSubintervals
    self.maximumDepth = maximumDepth
    self.guardBits = guardBits
  }

  /// What was enclosed, and how hard it was.
  public struct Outcome: Sendable {
    /// The integral; indeterminate when some subinterval defeated the method.
    public var enclosure: Ball
    /// Subintervals of the final subdivision.
    public var subintervals: Int
    /// Expansions of the integrand.
    public var evaluations: Int
    /// The subinterval with the largest error bound: where the integral is hard, or not defined.
    public var worst: Subinterval?
    public var status: Status
  }

  public struct Subinterval: Sendable {
    public var lower: Ball
    public var upper: Ball
    /// The bound of the truncation error on it; infinite when the integrand could not be bounded.
    public var error: Magnitude
  }

  public enum Status: String, Sendable, Hashable, Codable {
    /// The error bounds are below the precision wanted (wide parameters may still widen the enclosure).
    case converged
    /// The integrand could not be evaluated at a point of the interval.
    case undefined = "integrand undefined"
    /// Too many or too narrow subintervals: a singularity in or near the interval.
    case subdivisionLimit = "subdivision limit reached"
    case budgetExhausted = "budget exhausted"
  }
}
