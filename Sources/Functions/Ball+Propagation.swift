extension Ball {
  /// A function f on a ball, from its values at exact points.
  ///
  /// - Parameters:
  ///   - spread: a bound of |f(x) - f(m)| over the ball, m its midpoint; given f(m).
  ///   - hull: encloses f on the ball by other means (values at the ends, where f is monotone there); used
  ///     when the ball is not thin, or the spread is not small beside f(m).
  ///   - f: the function at an exact point.
  static func propagate(
    _ x: Ball, spread: (Ball) -> Magnitude, wide hull: () -> Ball, at f: (Ball) -> Ball
  ) -> Ball {
    guard x.isFinite else { return x }
    if x.isExact { return f(x) }
    if x.radius.exponent < Swift.max(x.exponent ?? Int.min, 0) - 16 {
      let value = f(x.center)
      let error = spread(value)
      if let size = value.exponent, error.exponent < size - 8 { return Ball(center: value, radius: error) }
    }
    return hull()
  }

  /// The ball that contains a monotone function's values between the ends of `x`.
  static func ends(_ x: Ball, _ f: (Ball) -> Ball) -> Ball { .hull(f(x.lowerEdge), f(x.upperEdge)) }

  /// The same set at 64 bits, for bounds.
  var coarse: Ball { rounded(to: 64) }

  /// >= e^u - 1 for u >= 0: u + u^2 when u <= 1 (the exponential series), else infinite.
  static func expm1Bound(_ u: Magnitude) -> Magnitude { u <= .power2(0) ? u + u * u : .infinity }
}
