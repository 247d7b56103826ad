/// The readings in which Taylor coefficients of solutions are computed.
protocol TaylorScalar: Enclosing, MatrixScalar {
  /// Σ_{i<n} a[i] b[step i], with `bits` bits where the reading has a choice.
  static func dot(_ n: Int, _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>, step: Int, bits: Int) -> Self
  /// The ball, rounded outwards to `bits` bits where the reading has a choice.
  init(rounding ball: Ball, bits: Int)
  init(center: Self, radius: Magnitude)
  static func / (a: Self, n: Int) -> Self
  static func * (a: Self, n: Int) -> Self
  func scaled(by k: Int) -> Self
  var center: Self { get }
  var radius: Magnitude { get }
  /// An upper bound of |x|.
  var magnitude: Magnitude { get }
  var small: SmallBall { get }
  /// The same set as a ball.
  var full: Ball { get }
}

extension SmallBall: TaylorScalar {
  static func dot(
    _ n: Int, _ a: UnsafePointer<SmallBall>, _ b: UnsafePointer<SmallBall>, step: Int, bits: Int
  ) -> SmallBall {
    dot(n, a, b, step: step)
  }

  init(rounding ball: Ball, bits: Int) { self.init(ball) }
  static func / (a: SmallBall, n: Int) -> SmallBall { a / SmallBall(n) }
  var small: SmallBall { self }
  var full: Ball { ball }
}

extension Ball: TaylorScalar {
  init(rounding ball: Ball, bits: Int) { self = ball.rounded(to: bits) }
  var small: SmallBall { SmallBall(self) }
  var full: Ball { self }
}

extension Magnitude {
  /// The number itself as an exact small ball.
  var small: SmallBall { isZero ? .zero : SmallBall(Int(mantissa)).scaled(by: exponent - 32) }

  /// About log2 of the number; -infinity for 0.
  var log2: Double {
    isZero ? -.infinity : Double(exponent - 32) + Double.log(Double(mantissa)) / Double.log(2)
  }

  /// A number near 2^x, of 24 bits.
  static func near(log2 x: Double) -> Magnitude {
    let limited = Swift.max(-0x1p50, Swift.min(0x1p50, x))
    let whole = limited.rounded(.down)
    let top = Int((Double.exp((limited - whole) * Double.log(2)) * 0x1p23).rounded())
    return Magnitude(top).scaled(by: Int(whole) - 23)
  }

  /// >= 1/(1 - self), nil unless self <= 15/16.
  var geometricSum: Magnitude? {
    if self <= .power2(-2) { return Magnitude(1) + scaled(by: 1) }
    let u = estimate
    guard u <= 0.9375 else { return nil }
    // The relative error of the quotient is below 2^-52 x 3.
    return SmallBall(exactly: 1 / (1 - u) * (1 + 0x1p-49)).magnitude
  }
}
