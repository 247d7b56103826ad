/// Integrals of analytic functions over bounded intervals, with a proved error.
///
/// `Quadrature` holds the settings that the methods share. `integral(of:)` chooses between them: `gaussLegendre`, for
/// functions that can be bounded in the complex plane, and `taylor`, for functions that can be expanded in jets.
/// `integral(of:from:tail:)` and `integral(of:around:tail:)` are for infinite intervals.
public struct Quadrature: Sendable, Hashable {
  /// The largest Taylor order used on a subinterval; about 0.4 bits + 8 when nil. When set, `integral` uses `taylor`.
  public var order: Int?
  /// Where the subdivision stops.
  public var maximumSubintervals = 20_000
  /// Subintervals narrower than (b - a) 2^-`maximumDepth` are not cut; once (`gaussLegendre`) or twice (`taylor`) the
  /// precision, and 64 more, when nil.
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
    /// Evaluations of the integrand (for `taylor`, expansions), those for bounds included.
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
