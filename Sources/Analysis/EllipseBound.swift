import Foundation

/// Bounds of an analytic function on ellipses around an interval, for `Quadrature.gaussLegendre`.
///
/// The closed ellipse with foci ±1 and semi-axes a = (ρ + 1/ρ)/2, b = (ρ - 1/ρ)/2 is mapped to the interval
/// [m - w, m + w] by z = m + w ζ. Its upper half is covered by rectangles, on which the integrand's complex reading is
/// evaluated: finite values show that f is holomorphic at every point of the cover, and bound |f| there. Rectangles
/// with the largest bound, and those with an infinite one, are cut in two as long as that helps.
///
/// *The lower half need not be looked at:* f is real on the real interval, so F(z) = f(z) above the axis and
/// conj f(conj z) below it is holomorphic on the whole ellipse (Schwarz's reflection principle) and has the same bound.
struct EllipseBound<Part: Enclosing> {
  /// A part of the half-ellipse, in the coordinate ζ.
  private struct Rectangle {
    var left: Double
    var right: Double
    var bottom: Double
    var top: Double
    var cuts = 0
    /// An upper bound of |f|.
    var size = Magnitude.infinity
  }

  let m: Part
  let w: Part
  let part: (DoubleEnclosure) -> Part
  /// The bound of |f| on a rectangle, infinite when f is not known to be holomorphic there.
  let size: (Complex<Part>) -> Magnitude

  static var maximumEvaluations: Int { 24 }
  /// A rectangle on which f is not finite is cut this often in search of a singularity.
  static var maximumCuts: Int { 4 }

  /// A bound of |f| on the ellipse; nil where none was found. Counts evaluations.
  func bound(rho: Double, _ evaluations: inout Int) -> Magnitude? {
    guard m.isFinite, w.isFinite else { return nil }
    let exact = DoubleEnclosure(exactly: rho)
    let (a, b) = ((exact + 1 / exact) / 2, (exact - 1 / exact) / 2)
    let half = a.upper * 0.7071
    var parts: [Rectangle] = []
    for (left, right) in [(-a.upper, -half), (-half, 0), (0, half), (half, a.upper)] {
      var rectangle = Rectangle(left: left, right: right, bottom: 0, top: b.upper)
      guard measure(&rectangle, a, b) else { continue }
      evaluations += 1
      parts.append(rectangle)
    }
    var count = parts.count
    while true {
      var worst = 0
      for i in parts.indices where parts[worst].size <= parts[i].size { worst = i }
      let old = parts[worst]
      if old.size.isFinite, count >= EllipseBound.maximumEvaluations - 8 { return old.size }
      if !old.size.isFinite, count >= EllipseBound.maximumEvaluations || old.cuts > EllipseBound.maximumCuts {
        return nil
      }
      let halves = cut(old).compactMap { piece -> Rectangle? in
        var piece = piece
        return measure(&piece, a, b) ? piece : nil
      }
      evaluations += halves.count
      count += halves.count
      let size = halves.reduce(Magnitude.zero) { Magnitude.max2($0, $1.size) }
      parts.remove(at: worst)
      parts += halves
      if parts.isEmpty { return nil }
      // Cutting no longer pays: a bound four times smaller saves a node or two.
      if old.size.isFinite, old.size.scaled(by: -2) <= size {
        return parts.reduce(Magnitude.zero) { Magnitude.max2($0, $1.size) }
      }
    }
  }

  private func cut(_ old: Rectangle) -> [Rectangle] {
    var (first, second) = (old, old)
    first.cuts += 1
    second.cuts += 1
    if old.right - old.left > old.top - old.bottom {
      let middle = old.left / 2 + old.right / 2
      (first.right, second.left) = (middle, middle)
    } else {
      let middle = old.bottom / 2 + old.top / 2
      (first.top, second.bottom) = (middle, middle)
    }
    return [first, second]
  }

  /// Lowers the top to the ellipse's and evaluates; false for a rectangle outside the ellipse.
  ///
  /// Over [left, right] the ellipse is highest at the x next to 0, where y = b √(1 - (x/a)²); a larger `a` and `b`
  /// give a larger y.
  private func measure(_ rectangle: inout Rectangle, _ a: DoubleEnclosure, _ b: DoubleEnclosure) -> Bool {
    let nearest = rectangle.left > 0 ? rectangle.left : rectangle.right < 0 ? rectangle.right : 0
    let ratio = DoubleEnclosure(exactly: nearest) / DoubleEnclosure(exactly: a.upper)
    let square = 1 - DoubleEnclosure.pow(ratio, Index(2))
    let height = DoubleEnclosure(exactly: b.upper) * .sqrt(.max(square, 0))
    if rectangle.bottom > height.upper { return false }
    rectangle.top = Swift.min(rectangle.top, height.upper)
    let x = part(DoubleEnclosure(lower: rectangle.left, upper: rectangle.right))
    let y = part(DoubleEnclosure(lower: rectangle.bottom, upper: rectangle.top))
    rectangle.size = size(Complex(re: m + w * x, im: w * y))
    return true
  }
}
