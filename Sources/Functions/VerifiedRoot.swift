/// Newton's method in growing precision, whose last step is a proof: if the interval Newton operator
/// N(X) = m - f(m)/f'(X), m in X, maps the ball X into itself, X contains exactly one root of f, and N(X)
/// contains it (Moore; for a ball of parameters this holds for each of them).
enum VerifiedRoot {
  /// - Parameters:
  ///   - start: an approximation.
  ///   - correct: about how many of its bits are right.
  ///   - bits: the precision wanted.
  ///   - loss: bits by which a Newton step falls short of doubling `correct` (a nearly double root, or a
  ///     derivative that varies much over a small part of the root's size).
  ///   - newton: N at an exact point, for a derivative enclosed over a ball around it; computed with the
  ///     precision of the point.
  /// - Returns: N(X) with its X, once it lies in X; nil when some attempts have not shown that.
  static func refine(
    _ start: Ball, correct: Int, bits: Int, loss: Int = 0, _ newton: (_ point: Ball, _ around: Ball) -> Ball
  ) -> (root: Ball, around: Ball)? {
    let guardBits = 8 + loss
    var good = Swift.max(4, correct)
    var point = start.center
    var steps = 0
    while 2 * good - 4 - loss < bits, steps < 64, 2 * good > good + 5 + loss {
      let precision = Swift.min(2 * good, bits) + guardBits
      let at = point.rounded(to: precision).center
      let next = newton(at, at)
      guard next.isFinite, !Budget.isExhausted else { return nil }
      point = next.center
      good = 2 * good - 2 - loss
      steps += 1
    }
    // A few attempts at the full precision, with X as wide as the last correction suggests.
    point = point.rounded(to: bits + guardBits).center
    var radius = Magnitude.power2((point.exponent ?? 0) - good + 2)
    for _ in 0..<8 {
      let around = Ball(center: point, radius: radius)
      let next = newton(point, around)
      if next.isFinite, around.contains(next) { return (next, around) }
      let rough = next.isFinite ? next : newton(point, point)
      guard rough.isFinite, !Budget.isExhausted else { return nil }
      // |m - m'| + r', and room for the derivative to vary.
      let reach = (rough - point).magnitude
      radius = Magnitude.max2(reach, .power2((point.exponent ?? 0) - bits - loss)).scaled(by: 1)
      let better = rough.center.rounded(to: bits + guardBits).center
      if rough.radius.scaled(by: 3) <= (better - point).magnitude { point = better }
    }
    return nil
  }
}

extension Ball {
  /// Whether the radius is below 2^-10 of the midpoint.
  var isThin: Bool { radius.isZero || radius.exponent < (exponent ?? Int.min / 2) - 10 }
}
