extension Function1 {
  /// The Taylor coefficients of f(.; p) at a point, or enclosures of those at every point of a ball.
  public func taylor(_ x: Ball, order: Int, _ p: [Ball]) -> [Ball] {
    let constants = p.atWorkingPrecision.map { Jet(constant: $0) }
    let jet = self(Jet(variable: x, order: order), constants)
    // A constant has all orders; of a jet that has lost orders nothing is known beyond its own.
    let rest = jet.isConstant ? Ball(0) : .indeterminate
    let known = jet.coefficients
    return known + [Ball](repeating: rest, count: Swift.max(0, order + 1 - known.count))
  }
}

extension Function1 {
  /// Interval extensions of f(.; p) and of its derivative, for `RootIsolation` and `IntervalNewton`.
  ///
  /// Where the plain derivative on a wide ball X cannot exclude 0, its mean value form
  /// f'(m) + f''(X)(X - m) is tried too, which is tighter when X is not very wide.
  public func intervalExtensions(_ p: [Ball]) -> (value: (Ball) -> Ball, derivative: (Ball) -> Ball) {
    let derivative = { (x: Ball) -> Ball in
      let jet = self.taylor(x, order: 1, p)
      guard jet[0].isFinite else { return jet[0] }
      if jet[1].isNonZero || x.isExact || !jet[1].isFinite { return jet[1] }
      let (m, curvature) = (x.center, self.taylor(x, order: 2, p)[2])
      let centred = self.taylor(m, order: 1, p)[1] + curvature * 2 * (x - m)
      return Ball.intersection(jet[1], centred) ?? jet[1]
    }
    return ({ self($0, p.atWorkingPrecision) }, derivative)
  }
}

extension Quadrature {
  /// ∫_a^b f(u; p) du by `gaussLegendre` where the integrand has a finite complex reading near the interval, and else,
  /// or when `order` is set, by `taylor`.
  ///
  /// - Parameter bits: the precision wanted; the largest of the parameters', the ends' and the scope's when
  ///   nil.
  public func integral<F: Function1>(
    of f: F, _ p: [Ball], from a: Ball, to b: Ball, bits: Int? = nil
  ) -> Outcome {
    let largest = p.reduce(Swift.max(Precision.bits, a.bits, b.bits)) { Swift.max($0, $1.bits) }
    let wanted = bits ?? largest
    var spent = 0
    if order == nil {
      let outcome = quietly { gaussLegendre(f, p, from: a, to: b, bits: wanted) }
      if outcome.status == .converged || outcome.status == .budgetExhausted { return outcome }
      spent = outcome.evaluations
    }
    var outcome = taylor({ f.taylor($0, order: $1, p) }, from: a, to: b, bits: wanted)
    outcome.evaluations += spent
    return outcome
  }
}

extension [Ball] {
  /// The balls at the precision in force: rounded outwards so that they do not raise the precision of what is
  /// computed from them, or lengthened so that they do not lower it.
  var atWorkingPrecision: [Ball] {
    let bits = Precision.bits
    return map { $0.bits == bits ? $0 : $0.rounded(to: bits) }
  }
}
