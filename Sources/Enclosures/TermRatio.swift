/// The ratio of consecutive terms of a series of hypergeometric type: t_0 = 1 and
/// t_k = t_{k-1} z p(k)/q(k) for k >= 1, where p is affine and q a product of two affine functions of k.
///
/// Both must be positive for k >= 1, with p(k) <= q(k). Slopes are 0, 1 or 2 and offsets from 0 to 2^31, such
/// that p(k) and q(k) fit a word for k up to `SeriesKernel.maximumTerms`.
@frozen public struct TermRatio: Sendable, Hashable {
  /// An affine function of the index, slope k + offset.
  @frozen public struct Factor: Sendable, Hashable {
    /// The coefficient of k, from 0 to 2.
    public var slope: Int
    /// The value at k = 0.
    public var offset: Int

    /// The function slope k + offset.
    public init(slope: Int, offset: Int) { (self.slope, self.offset) = (slope, offset) }

    /// The constant 1.
    public static var one: Factor { Factor(slope: 0, offset: 1) }
    /// A constant.
    public static func constant(_ c: Int) -> Factor { Factor(slope: 0, offset: c) }
    /// k + c.
    public static func index(plus c: Int = 0) -> Factor { Factor(slope: 1, offset: c) }
    /// 2k + c.
    public static func twiceIndex(plus c: Int) -> Factor { Factor(slope: 2, offset: c) }

    /// Whether the values for 1 <= k <= `SeriesKernel.maximumTerms` are positive and at most 3 2^31.
    var isValid: Bool {
      (0...2).contains(slope) && offset >= 0 && offset <= 1 << 31 && slope + offset >= 1
    }

    @inline(__always) func at(_ k: Int) -> UInt { UInt(bitPattern: slope &* k &+ offset) }
  }

  /// p.
  public var numerator: Factor
  /// One factor of q.
  public var first: Factor
  /// The other factor of q.
  public var second: Factor

  /// The ratio z `numerator`(k)/(`first`(k) `second`(k)).
  public init(_ numerator: Factor = .one, over first: Factor, _ second: Factor = .one) {
    (self.numerator, self.first, self.second) = (numerator, first, second)
  }

  @inline(__always) func p(_ k: Int) -> UInt { numerator.at(k) }
  @inline(__always) func q(_ k: Int) -> UInt { first.at(k) &* second.at(k) }

  /// Whether slopes and offsets are in the documented range, so that nothing overflows below.
  var isValid: Bool {
    guard numerator.isValid && first.isValid && second.isValid else { return false }
    let last = SeriesKernel.maximumTerms
    return !first.at(last).multipliedReportingOverflow(by: second.at(last)).overflow
  }

  /// Whether p(k)/q(k) never increases for k >= 1, decided exactly.
  ///
  /// With p = p1 k + p0 and q = (a1 k + a0)(b1 k + b0), the derivative of log(p/q) has the sign of -D(k),
  /// D(k) = p1 a1 b1 k^2 + 2 p0 a1 b1 k + p0 (a1 b0 + b1 a0) - p1 a0 b0, which does not decrease in k >= 0;
  /// so D(1) >= 0 is enough.
  var isNonIncreasing: Bool {
    let (p1, p0) = (Int128(numerator.slope), Int128(numerator.offset))
    let (a1, a0) = (Int128(first.slope), Int128(first.offset))
    let (b1, b0) = (Int128(second.slope), Int128(second.offset))
    return p1 * a1 * b1 + 2 * p0 * a1 * b1 + p0 * (a1 * b0 + b1 * a0) - p1 * a0 * b0 >= 0
  }
}
