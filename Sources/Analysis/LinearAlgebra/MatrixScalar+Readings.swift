/// The readings as entries of matrices.

extension Rational: MatrixScalar {
  /// Any pivot will do; small ones keep the numbers short.
  public static func pivotWeight(_ x: Rational) -> Double {
    x.isZero ? 0 : 1 / (1 + Double(x.numerator.bitWidth + x.denominator.bitWidth))
  }
}

extension Double {
  public static func pivotWeight(_ x: Double) -> Double { abs(x) }
}

extension Ball {
  public static func product(_ a: Matrix<Ball>, _ b: Matrix<Ball>) -> Matrix<Ball> {
    let bits = (a.entries.lazy.map(\.bits).max() ?? Precision.bits, b.entries.lazy.map(\.bits).max() ?? 0)
    return Matrix(
      rows: a.rows, columns: b.columns,
      matrixProduct(
        a.entries, b.entries, rows: a.rows, inner: a.columns, columns: b.columns, bits: max(bits.0, bits.1)))
  }

  public static func pivotWeight(_ x: Ball) -> Double { x.isNonZero ? abs(x.estimate) : 0 }
}

extension SmallBall {
  public static func pivotWeight(_ x: SmallBall) -> Double { x.isNonZero ? abs(x.ball.estimate) : 0 }
}

extension Complex: MatrixScalar {
  public static func pivotWeight(_ x: Complex) -> Double {
    guard let z = x as? ComplexBall else { return 1 }
    let square = z.squaredModulus
    return square.isPositive ? square.estimate : 0
  }
}
