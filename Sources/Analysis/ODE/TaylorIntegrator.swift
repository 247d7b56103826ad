/// Encloses the solution of x' = f(t, x; p), x(t0) = x0, by Taylor series with proved remainders.
///
/// The set of the possible states is c + C [±r0] + B [±r] (`ErrorSet`). A step of length h
/// - expands the solution from the point c to an order N at the working precision; `TailBounds` proves that it exists
///   for |t| <= h and bounds the remainder;
/// - expands the derivative of the flow with respect to x, over the whole set, to a lower order with few digits, again
///   with a proved remainder: J;
/// - moves the set by the mean value theorem: φ(s) is in φ(c) + J (s - c) for s in the set, which is convex.
///
/// Order and step are chosen in doubles, so as to make the work per unit of time small; nothing depends on them but the
/// width of the result. Parameters and initial values may be boxes; a parameter of notable width is followed as a
/// component with p' = 0, so that its effect on the solution is known to first order and does not accumulate.
///
/// Nothing is thrown: a `Trajectory` says how far it got and why it went no further.
public struct TaylorIntegrator<F: VectorField>: Sendable {
  public let field: F
  public let parameters: [Ball]
  public var options = TaylorOptions()

  /// - Parameter parameters: the p of the right-hand side, as many as it uses.
  public init(_ field: F, parameters: [Ball] = []) {
    (self.field, self.parameters) = (field, parameters)
  }

  /// Encloses the solution from t0 to t1, which may be earlier, at the working precision `Precision.bits`.
  ///
  /// - Parameters:
  ///   - t0, t1: times, also as balls: the result then holds for all times in them.
  ///   - x0: the initial values, `field.dimension` of them.
  ///   - stop: asked after each step; the integration stops there when it answers true.
  public func solve(
    from t0: Ball, _ x0: [Ball], to t1: Ball, until stop: ((FlowState) -> Bool)? = nil
  ) -> Trajectory {
    let flow = Flow(field, parameters: parameters, options: options, initial: x0)
    return flow.solve(from: t0, to: t1, until: stop.map { stop in { _, state in stop(state) } })
  }
}

/// What may be chosen about an integration; the defaults suit nearly always.
public struct TaylorOptions: Sendable {
  /// Bits beyond `Precision.bits` with which the work is done.
  public var guardBits = 16
  /// The order of the expansion; chosen from the precision and the right-hand side when nil.
  public var order: Int?
  /// The order of the expansion of the derivative of the flow; chosen when nil.
  public var variationalOrder: Int?
  public var maximumSteps = 1_000_000
  /// Whether the pieces of the solution are kept for `Trajectory.value(at:)` and events.
  public var keepsDenseOutput = true

  public init() {}
}

/// What is known at the end of a step.
public struct FlowState: Sendable {
  public let time: Ball
  public let state: [Ball]
}
