/// Operations on wide balls, by their ends: an extreme value is among those of the ends, and signs are kept.
extension SmallBall {
  /// Whether the radius is more than about 2^-9 of the midpoint, so that bounds of first order get loose.
  var isWide: Bool { !rad.isZero && relativeExponent > -8 }

  static func wideProduct(_ a: SmallBall, _ b: SmallBall) -> SmallBall { extremes(a, b, exactProduct) }

  /// The divisor does not contain 0.
  static func wideQuotient(_ a: SmallBall, _ b: SmallBall) -> SmallBall { extremes(a, b, exactQuotient) }

  /// x^2 is monotone in |x|.
  @usableFromInline @inline(never)
  static func wideSquare(_ x: SmallBall) -> SmallBall {
    guard x.isWide else { return slowProduct(x, x) }
    let size = abs(x)
    guard size.isFinite else { return .indeterminate }
    let (low, high) = (size.lowerEdge, size.upperEdge)
    return between(exactProduct(low, low).lowerEdge, exactProduct(high, high).upperEdge)
  }

  private static func exactProduct(_ x: SmallBall, _ y: SmallBall) -> SmallBall { x * y }
  private static func exactQuotient(_ x: SmallBall, _ y: SmallBall) -> SmallBall { x / y }

  /// From the least to the greatest of f(end of a, end of b).
  private static func extremes(
    _ a: SmallBall, _ b: SmallBall, _ f: (SmallBall, SmallBall) -> SmallBall
  ) -> SmallBall {
    let (x, y) = ((a.lowerEdge, a.upperEdge), (b.lowerEdge, b.upperEdge))
    guard x.0.isFinite, x.1.isFinite, y.0.isFinite, y.1.isFinite else { return .indeterminate }
    let corners = [f(x.0, y.0), f(x.0, y.1), f(x.1, y.0), f(x.1, y.1)]
    var (low, high) = (corners[0].lowerEdge, corners[0].upperEdge)
    for corner in corners.dropFirst() {
      low = least(low, corner.lowerEdge)
      high = greatest(high, corner.upperEdge)
    }
    guard corners.allSatisfy(\.isFinite) else { return .indeterminate }
    return between(low, high)
  }
}
