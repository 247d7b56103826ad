/// Binders on jets over balls: Taylor coefficients of sums, integrals and roots in a parameter.
extension Jet: Binding where Base == Ball {
  /// See `Summation`, Sum+Jet.swift.
  public static func sum<S: SeriesTerm>(_ series: S, from first: Int, _ x: [Jet]) -> Jet {
    let outcome = Summation().sum(series, from: first, x)
    if !outcome.enclosure.isFinite, x.allSatisfy(\.isFinite) {
      FailureLog.current?.record("a sum of jets after \(outcome.terms) terms")
    }
    return outcome.enclosure
  }

  /// The k-th coefficient of ∫_a^b f(u; p) du is the integral of the k-th coefficient of the integrand, for
  /// ends that do not vary; others are made so by u = a + (b - a) v, 0 <= v <= 1.
  ///
  /// *Proof.* f is analytic in u and the jet's variable on a neighbourhood of the interval, where
  /// `Quadrature` finds finite bounds, so derivatives in the variable may be taken under the integral. ∎
  /// Each coefficient is one `Quadrature.taylor`, of jets in u whose coefficients are jets in the variable.
  public static func integral<F: Function1>(_ f: F, _ p: [Jet], from a: Jet, to b: Jet) -> Jet {
    let all = p + [a, b]
    let order = all.reduce(Int.max) { Swift.min($0, $1.order) }
    let bits = all.reduce(Precision.bits) { Swift.max($0, $1.bits) }
    let hasFixedEnds = a.isFixed && b.isFixed
    if order == Int.max {
      return Jet(constant: .integral(f, p.map(\.value), from: a.value, to: b.value))
    }
    let coefficients = (0...order).map { k in
      let expansion = { (u: Ball, count: Int) -> [Ball] in
        let inner = { (jet: Jet) in jet.truncated(to: k).mapped { $0.rounded(to: Precision.bits) } }
        let variable = Jet<Jet>(variable: Jet(constant: u), order: count)
        let q = p.map { Jet<Jet>(constant: inner($0)) }
        var value: Jet<Jet>
        if hasFixedEnds {
          value = f(variable, q)
        } else {
          let length = Jet<Jet>(constant: inner(b - a))
          value = length * f(Jet<Jet>(constant: inner(a)) + length * variable, q)
        }
        return coefficient(k, of: value, count: count)
      }
      let ends = hasFixedEnds ? (a.value, b.value) : (Ball(0, bits: bits), Ball(1, bits: bits))
      return Quadrature().taylor(expansion, from: ends.0, to: ends.1, bits: bits).enclosure
    }
    if !coefficients.allSatisfy(\.isFinite) { FailureLog.current?.record("an integral of jets") }
    return Jet(coefficients: coefficients) ?? a
  }

  /// The k-th inner coefficients of the outer ones 0, ..., count; all indeterminate where any inner one up
  /// to the k-th is not finite, because only then is the integrand known to be analytic in both variables.
  private static func coefficient(_ k: Int, of value: Jet<Jet>, count: Int) -> [Ball] {
    (0...count).map { j in
      if value.isConstant, j > 0 { return 0 }
      let inner = value.coefficient(j)
      return inner.isFinite ? inner.coefficient(k) : .indeterminate
    }
  }

  /// The zero x(h) of f(.; p(h)): the certified zero at h = 0, and then one coefficient after the other.
  ///
  /// **Theorem** (implicit functions). If f(x_0; p(0)) = 0 and f' = ∂f/∂x is not 0 there, the zero is
  /// analytic in h, and with X = Σ_{j<k} x_j h^j its next coefficient is -[h^k] f(X; p(h))/f'(x_0; p(0)).
  /// *Proof.* As f(X + x_k h^k) = f(X) + f'(x_0; p(0)) x_k h^k + O(h^{k+1}) has to vanish. ∎
  ///
  /// The ends a and b only choose the zero, so that their derivatives do not matter.
  public static func root<F: Function1>(_ f: F, _ p: [Jet], between a: Jet, and b: Jet) -> Jet {
    let fixed = p.map(\.value)
    let start = Ball.root(f, fixed, between: a.value, and: b.value)
    let order = p.reduce(Int.max) { Swift.min($0, $1.order) }
    if order == Int.max { return Jet(constant: start) }
    var c = [start]
    let slope = start.isFinite ? withPrecision(start.bits) { f.taylor(start, order: 1, fixed)[1] } : start
    for k in stride(from: 1, through: order, by: 1) {
      guard let x = Jet(coefficients: c + [Ball(0, bits: start.bits)]) else { break }
      let value = f(x, p.map { $0.truncated(to: k) })
      c.append(-value.coefficient(k) / slope)
    }
    return Jet(coefficients: c) ?? Jet(constant: start)
  }
}
