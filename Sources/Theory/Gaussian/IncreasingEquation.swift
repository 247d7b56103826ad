/// The zero of an increasing function, by Newton's method and two signs.
///
/// **Theorem.** Let G increase strictly on an interval that holds a < b, and let `value` enclose G at exact points. If
/// `value(a)` is negative and `value(b)` is positive, then G has exactly one zero, and it lies between a and b. Where the
/// values carry ranges of parameters this holds for each of them.
///
/// That G increases is the caller's proof; `slope` only steers the iteration, which converges from any start on the side
/// where the steps do not overshoot (from the right for a convex G, from the left for a concave one).
struct IncreasingEquation {
  let value: (Ball) -> Ball
  let slope: (Ball) -> Ball
  var maximumSteps = 400

  /// Encloses the zero at the working precision; nil when the two signs are not found.
  func zero(from start: Ball) throws -> Ball? {
    let bits = Precision.bits
    var x = start.center
    var last: Magnitude?
    for _ in 0..<maximumSteps {
      try Budget.check()
      let step = (value(x) / slope(x)).center
      guard step.isFinite else { return nil }
      x = (x - step).center
      let size = step.magnitude
      // Quadratic convergence has ended, or rounding hides what is left.
      if size <= Magnitude.power2((x.exponent ?? 0) - bits) { break }
      if let last, size <= Magnitude.power2((x.exponent ?? 0) - bits / 2), last <= size { break }
      last = size
    }
    return try verified(x)
  }

  private func verified(_ x: Ball) throws -> Ball? {
    let bits = Precision.bits
    let rest = value(x)
    if rest.isZero { return x }
    guard rest.isFinite else { return nil }
    let reach = (rest / slope(x)).magnitude
    var radius = Magnitude.max2(reach.scaled(by: 1), .power2((x.exponent ?? -bits) - bits))
    for _ in 0..<(2 * bits) {
      try Budget.check()
      let around = Ball(center: x, radius: radius)
      // The edges are rounded outwards: the zero lies between them.
      let (left, right) = (around.lowerEdge, around.upperEdge)
      let (low, high) = (value(left), value(right))
      guard low.isFinite, high.isFinite else { return nil }
      if low.isNegative, high.isPositive { return .hull(left, right) }
      radius = radius.scaled(by: 1)
    }
    return nil
  }
}
