/// A rate fitted to a simulation against a certified rate.
///
/// Which `SlopeFit` a rate needs: `line` for independent noisy points, `replicas` for independent noisy curves, `asymptotic`
/// for one curve without chance that becomes straight, `bounded` (through `RateFit.comparing`) for curves that are not straight.
public struct RateFit: Sendable, Equatable {
  /// How the fitted slope and the certified rate are related.
  public enum Relation: String, Sendable, Equatable, Codable {
    case equal, atLeast, atMost
  }

  /// What is fitted, in one line: `slope of log(1 - overlap) against t`.
  public var quantity: String
  public var fit: SlopeFit
  public var relation: Relation
  public var certified: Double

  public init(_ quantity: String, _ fit: SlopeFit, _ relation: Relation = .equal, certified: Double) {
    self.quantity = quantity
    self.fit = fit
    self.relation = relation
    self.certified = certified
  }

  /// The slope of simulated points against the slope of certified points at the same x, both by least squares. The curve
  /// need not be straight. The simulated y_i err by at most bound_i.
  public static func comparing(
    _ quantity: String, _ x: [Double], simulated: [Double], bounds: [Double], certified: [Double]
  ) throws -> RateFit {
    let exact = try SlopeFit.bounded(x, certified, bounds: certified.map { abs($0) * 0x1p-50 })
    var fit = try SlopeFit.bounded(x, simulated, bounds: bounds)
    let rounding = exact.interval.upperBound - exact.slope
    fit.interval = fit.interval.lowerBound - rounding...fit.interval.upperBound + rounding
    return RateFit(quantity, fit, certified: exact.slope)
  }

  public var verdict: Agreement {
    // The certified rate as a Double is off by a few units in the last place.
    let rounding = abs(certified) * 0x1p-50
    let isAbove = fit.interval.upperBound >= certified - rounding
    let isBelow = fit.interval.lowerBound <= certified + rounding
    switch relation {
    case .equal: return isAbove && isBelow ? .agrees : .disagrees
    case .atLeast: return isAbove ? .agrees : .disagrees
    case .atMost: return isBelow ? .agrees : .disagrees
    }
  }

  /// How far the certified rate is on the wrong side of the fitted one, in half widths of the interval; it agrees up to 1.
  public var statistic: Double {
    let excess = certified - fit.slope
    let distance: Double
    switch relation {
    case .equal: distance = abs(excess)
    case .atLeast: distance = max(excess, 0)
    case .atMost: distance = max(-excess, 0)
    }
    if distance == 0 { return 0 }
    let halfWidth = max(fit.interval.upperBound - fit.slope, abs(certified) * 0x1p-50)
    return distance / halfWidth
  }

  /// The relative error of a certified rate that the fit is sure to reject: the width of the interval over |certified|. Nil
  /// for a bound, or a rate 0.
  public var resolution: Double? {
    guard relation == .equal, certified != 0 else { return nil }
    let width = (fit.interval.upperBound - fit.interval.lowerBound) / abs(certified)
    return width.isFinite ? width : nil
  }
}
