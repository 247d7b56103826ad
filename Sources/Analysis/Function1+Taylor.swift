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

extension Quadrature {
  /// ∫_a^b f(u; p) du. See `taylor` for the method and its theorem.
  ///
  /// - Parameter bits: the precision wanted; the largest of the parameters', the ends' and the scope's when nil.
  public func integral<F: Function1>(
    of f: F, _ p: [Ball], from a: Ball, to b: Ball, bits: Int? = nil
  ) -> Outcome {
    let largest = p.reduce(Swift.max(Precision.bits, a.bits, b.bits)) { Swift.max($0, $1.bits) }
    return taylor({ f.taylor($0, order: $1, p) }, from: a, to: b, bits: bits ?? largest)
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
