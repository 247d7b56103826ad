/// Sums and dot products of many terms, by midpoints and radii: faster than by the ends, and with one rounding bound
/// for the whole sum.
extension DoubleEnclosure {
  /// More terms are added by the ends.
  @usableFromInline static var largestCount: Int { 1 << 24 }

  /// Σ a_i b_i over the indices that both have.
  ///
  /// With midpoints m, radii r: |a b - m m'| <= |m| r' + r (|m'| + r'). Let n be the number of terms, n <= 2^24,
  /// u = 2^-53, η = 2^-1074; let p be the computed products m m', s the computed partial sums, and H and R the
  /// computed sums of |p| + |s| and of the radii of the terms. A product is within u |p| + η/2 of p, and an addition
  /// errs by u |s| at most (running error analysis; Higham, "Accuracy and Stability of Numerical Algorithms", §3.3).
  /// H and R are sums of non-negative terms, made of at most 7 operations with relative errors of u each (those of
  /// the radii included) or errors of η/2: the true ones are below (1 + u)^(n + 9) times the computed ones plus 4 n η.
  /// So the true sum is within
  ///     e = (R + u H)(1 + (n + 16) 2u) + 8 n η
  /// of the last s, where (n + 16) 2u also covers the few roundings in e itself. Anything infinite: by the ends.
  @inlinable public static func dot(_ a: [DoubleEnclosure], _ b: [DoubleEnclosure]) -> DoubleEnclosure {
    let count = Swift.min(a.count, b.count)
    var (s, h, r) = (0.0, 0.0, 0.0)
    for i in 0..<count {
      let (x, y) = (a[i].midpointAndRadius, b[i].midpointAndRadius)
      let product = x.middle * y.middle
      let size = y.middle.magnitude
      s += product
      h += product.magnitude + s.magnitude
      r += x.middle.magnitude * y.radius + x.radius * (size + y.radius)
    }
    if let sum = around(s, h, r, count) { return sum }
    return (0..<count).reduce(0) { $0 + a[$1] * b[$1] }
  }

  /// Σ a_i: as `dot` with ones.
  @inlinable public static func sum(_ a: [DoubleEnclosure]) -> DoubleEnclosure {
    var (s, h, r) = (0.0, 0.0, 0.0)
    for x in a {
      let (middle, radius) = x.midpointAndRadius
      s += middle
      h += s.magnitude
      r += radius
    }
    return around(s, h, r, a.count) ?? a.reduce(0) { $0 + $1 }
  }

  /// A number near the middle, and the larger distance of the ends from it, rounded to nearest.
  @inlinable @inline(__always) var midpointAndRadius: (middle: Double, radius: Double) {
    let middle = 0.5 * lower + 0.5 * upper
    return (middle, DoubleEnclosure.greatest(upper - middle, middle - lower))
  }

  /// S ± e as above; nil when it is unbounded.
  @inlinable static func around(_ s: Double, _ h: Double, _ r: Double, _ count: Int) -> DoubleEnclosure? {
    if count == 0 { return 0 }
    let n = Double(count)
    let e = (r + 0x1p-53 * h) * (1 + (n + 16) * 0x1p-52) + 8 * n * 0x1p-1074
    guard count <= largestCount, s.isFinite, e.isFinite else { return nil }
    return sum(s - e, s + e)
  }
}
