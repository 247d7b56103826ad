import CMPFR

/// The way to MPFR's correctly rounded functions for the layers above.
extension Ball {
  /// Calls `body` with the midpoint, valid only during the call and never to be written to.
  public func withMidpoint<R>(_ body: (UnsafePointer<__mpfr_struct>) throws -> R) rethrows -> R {
    try read { try body(UnsafePointer($0.mid)) }
  }

  /// The number that `body` writes, rounded to nearest, with half a unit of the last place as radius.
  ///
  /// - Parameters:
  ///   - bits: the precision of the number that `body` is given.
  ///   - body: writes the correctly rounded (to nearest) value and returns MPFR's ternary value, 0 for an
  ///     exact result; a NaN or an infinity gives the indeterminate ball.
  public init(bits: Int, nearest body: (UnsafeMutablePointer<__mpfr_struct>) -> Int32) {
    self = .make(bits) { z in
      let t = body(z.mid)
      BallKernel.finish(z, BallKernel.roundingError(t, z))
    }
  }
}
