/// The readings as entries of matrices.

extension Rational: MatrixScalar {
  /// Exact; a singular matrix is a programming error: `solving` asks first.
  public static func solution(_ a: Matrix<Rational>, _ b: Matrix<Rational>) -> Matrix<Rational> {
    guard let x = a.solving(b) else { preconditionFailure("a singular matrix of rationals") }
    return x
  }

  /// Any pivot will do; small ones keep the numbers short.
  public static func pivotWeight(_ x: Rational) -> Double {
    x.isZero ? 0 : 1 / (1 + Double(x.numerator.bitWidth + x.denominator.bitWidth))
  }
}

extension Double {
  public static func pivotWeight(_ x: Double) -> Double { x.magnitude }
}

extension Ball {
  public static func product(_ a: Matrix<Ball>, _ b: Matrix<Ball>) -> Matrix<Ball> {
    let bits = (a.entries.lazy.map(\.bits).max() ?? Precision.bits, b.entries.lazy.map(\.bits).max() ?? 0)
    return Matrix(
      rows: a.rows, columns: b.columns,
      matrixProduct(
        a.entries, b.entries, rows: a.rows, inner: a.columns, columns: b.columns,
        bits: Swift.max(bits.0, bits.1)))
  }

  public static func pivotWeight(_ x: Ball) -> Double { x.isNonZero ? x.estimate.magnitude : 0 }
}

extension SmallBall {
  public static func pivotWeight(_ x: SmallBall) -> Double { x.isNonZero ? x.ball.estimate.magnitude : 0 }
}

extension Complex: MatrixScalar {
  public static func pivotWeight(_ x: Complex) -> Double {
    guard let z = x as? ComplexBall else { return 1 }
    let square = z.squaredModulus
    return square.isPositive ? square.estimate : 0
  }
}

extension Jet: MatrixScalar {
  /// That of the value.
  public static func pivotWeight(_ x: Jet) -> Double {
    func weight<T: MatrixScalar>(_ value: T) -> Double { T.pivotWeight(value) }
    return (x.value as? any MatrixScalar).map { weight($0) } ?? 1
  }
}
