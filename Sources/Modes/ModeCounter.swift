import VlasovNumbers

/// Counts the modes of the kernel density estimator P(t) = (√β/(n√(2π))) Σ w_i e^(-β(t - X_i)²/2) with proof.
public struct ModeCounter: Sendable {
  /// Where the precision of the exact route stops.
  public var maximumBits: Int
  /// All cores when nil.
  public var threads: Int?

  public init(maximumBits: Int = 4096, threads: Int? = nil) {
    self.maximumBits = maximumBits
    self.threads = threads
  }

  /// The number of modes of `sample` at inverse squared bandwidth `beta` = h^-2.
  ///
  /// - Throws: `SampleError` for beta <= 0 or beyond 2^±1000; `BudgetExhausted`.
  public func count(_ sample: Sample, beta: Rational) throws -> ModeCount {
    throw SampleError("not yet")
  }

  /// The count, and every mode enclosed to `digits` significant digits with its height.
  public func modes(_ sample: Sample, beta: Rational, digits: Int) throws -> ModeList {
    throw SampleError("not yet")
  }
}
