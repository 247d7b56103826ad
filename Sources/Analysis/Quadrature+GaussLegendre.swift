extension Quadrature {
  /// ∫_a^b f(u; p) du by Gauss-Legendre rules on an adaptive subdivision.
  ///
  /// **Theorem.** Let f be holomorphic on a neighbourhood of the closed ellipse with foci ±1 and semi-axes
  /// (ρ ± 1/ρ)/2, ρ > 1, and |f| <= M on it. The n-point rule, n >= 2, errs by at most
  /// (64/15) M ρ^(-2n)/(1 - ρ^-2) on ∫_-1^1 f. (The constant is that of L. N. Trefethen, "Is Gauss quadrature better
  /// than Clenshaw-Curtis?", SIAM Review 50 (2008), Theorem 4.5.)
  ///
  /// *Proof.* f = Σ a_k T_k on [-1, 1] with Chebyshev polynomials, and |a_k| <= 2 M ρ^-k: with x = (u + 1/u)/2,
  /// a_k = (1/πi) ∮ f(x) u^(-k-1) du over |u| = ρ, which maps to the ellipse. The rule is exact for k < 2n. For odd k
  /// the integral of T_k and, by symmetry, the rule are 0. For even k >= 2n the integral is -2/(k² - 1), at most 2/15 in
  /// size, and the rule is at most 2 in size, because its weights are positive with the sum 2 and |T_k| <= 1. So the
  /// error is at most Σ_{even k >= 2n} 2 M ρ^-k (2 + 2/15) = (64/15) M ρ^(-2n)/(1 - ρ^-2). ∎
  ///
  /// On [m - w, m + w] the bound is multiplied by w. M comes from the complex reading of f at low precision on
  /// rectangles that cover the ellipse (`EllipseBound`); where that is not finite (a cut, a pole, or a function
  /// without that reading) or n would be large, another ρ is tried, or the interval is cut in two. Where M alone makes
  /// the integral negligible, no node is used: |∫| <= 2 w M. The integrand is then evaluated in real balls at the
  /// nodes (`GaussLegendreRule`). ρ, n and the tolerance, relative to an estimate of the integral, are choices.
  ///
  /// Ends that are not exact are treated as in `taylor`. Parameters are sets: the bounds hold for all their elements.
  ///
  /// - Parameter bits: the precision wanted; the largest of the parameters', the ends' and the scope's when nil.
  public func gaussLegendre<F: Function1>(
    _ f: F, _ p: [Ball], from a: Ball, to b: Ball, bits: Int? = nil
  ) -> Outcome {
    let largest = p.reduce(Swift.max(Precision.bits, a.bits, b.bits)) { Swift.max($0, $1.bits) }
    let target = Precision.clamped(bits ?? largest)
    guard a.isFinite, b.isFinite else {
      return Outcome(
        enclosure: .indeterminate(bits: target), subintervals: 0, evaluations: 0, worst: nil,
        status: .undefined)
    }
    var run = GaussLegendreQuadrature(
      method: self, function: f, parameters: p, target: target, from: a.center, to: b.center)
    var outcome = run.run()
    withPrecision(target + guardBits) {
      outcome.enclosure += end(b, f, p, &outcome) - end(a, f, p, &outcome)
    }
    outcome.enclosure = outcome.enclosure.rounded(to: target)
    return outcome
  }

  /// (x - mid) f(x) for the reals x of an end's ball.
  private func end<F: Function1>(_ x: Ball, _ f: F, _ p: [Ball], _ outcome: inout Outcome) -> Ball {
    if x.isExact { return 0 }
    outcome.evaluations += 1
    // As a jet: a value with a derivative, where a finite value alone may lie at a branch point.
    let value = f.taylor(x, order: 0, p)[0]
    if !value.isFinite { outcome.status = .undefined }
    return (x - x.center) * value
  }
}
