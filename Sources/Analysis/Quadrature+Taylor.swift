/// The Taylor coefficients a_0, ..., a_order of a function at every point of a ball, as balls.
public typealias TaylorExpansion = (_ x: Ball, _ order: Int) -> [Ball]

extension Quadrature {
  /// ∫_a^b f by Taylor expansion on an adaptive subdivision.
  ///
  /// **Theorem.** Let `expansion(X, k)` enclose the Taylor coefficients f^(j)(x)/j!, j <= k, for all x in
  /// X, and be finite only where f is analytic. On a subinterval [m - w, m + w], for even K, ∫ f = Σ_{j<K
  /// even} 2 a_j(m) w^(j+1)/(j+1) + A 2 w^(K+1)/(K+1) with A in a_K([m - w, m + w]).
  ///
  /// *Proof.* By Taylor's theorem f(u) = Σ_{j<K} a_j(m)(u - m)^j + r(u)(u - m)^K with r(u) = f^(K)(ξ)/K!, ξ
  /// in the subinterval. The odd powers integrate to 0. As (u - m)^K >= 0, the remainder's integral is ∫ (u
  /// - m)^K = 2 w^(K+1)/(K+1) times a mean of r, which lies in the interval a_K([m - w, m + w]). ∎
  ///
  /// Ends that are not exact are moved to their centres: with α in a and β in b,
  /// ∫_α^β = ∫_{mid a}^{mid b} + ∫_{mid b}^β - ∫_{mid a}^α, and the last two lie in (β - mid b) f(b) and
  /// (α - mid a) f(a) by the mean value theorem. Finite values f(a), f(b) show that f is defined there.
  ///
  /// First a coarse pass at 64 bits cuts the subinterval with the largest error until the size of the
  /// integral is known; then each piece is cut until its error is below its share, in proportion to its
  /// width, of the last bit of Σ |pieces|. Bounds over whole subintervals are made at 64 bits. The smallest
  /// order that suffices is used, and only then are the coefficients at the midpoint computed at the
  /// working precision.
  public func taylor(_ expansion: @escaping TaylorExpansion, from a: Ball, to b: Ball, bits: Int? = nil)
    -> Outcome
  {
    let target = Precision.clamped(bits ?? Precision.bits)
    guard a.isFinite, b.isFinite else {
      return Outcome(
        enclosure: withPrecision(target) { .indeterminate }, subintervals: 0, evaluations: 0, worst: nil,
        status: .undefined)
    }
    var run = TaylorQuadrature(
      method: self, expansion: expansion, target: target, from: a.center, to: b.center)
    var outcome = run.run()
    withPrecision(target + guardBits) {
      outcome.enclosure += end(b, expansion, &outcome) - end(a, expansion, &outcome)
    }
    outcome.enclosure = outcome.enclosure.rounded(to: target)
    return outcome
  }

  /// (x - mid) f(x) for the reals x of an end's ball.
  private func end(_ x: Ball, _ expansion: TaylorExpansion, _ outcome: inout Outcome) -> Ball {
    if x.isExact { return 0 }
    outcome.evaluations += 1
    let value = expansion(x, 0)[0]
    if !value.isFinite { outcome.status = .undefined }
    return (x - x.center) * value
  }
}
