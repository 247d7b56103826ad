/// Complex matrices of balls by real ones.
enum ComplexMatrices {
  static func real(_ a: Matrix<ComplexBall>) -> Matrix<Ball> {
    Matrix(rows: a.rows, columns: a.columns, a.entries.map(\.re))
  }

  static func imaginary(_ a: Matrix<ComplexBall>) -> Matrix<Ball> {
    Matrix(rows: a.rows, columns: a.columns, a.entries.map(\.im))
  }

  static func matrix(_ re: Matrix<Ball>, _ im: Matrix<Ball>) -> Matrix<ComplexBall> {
    Matrix(
      rows: re.rows, columns: re.columns, zip(re.entries, im.entries).map { ComplexBall(re: $0, im: $1) })
  }

  /// Four real products, each of which knows about rounding once; fewer when a factor is real.
  static func product(_ a: Matrix<ComplexBall>, _ b: Matrix<ComplexBall>) -> Matrix<ComplexBall> {
    let (ar, br) = (real(a), real(b))
    let (aIsReal, bIsReal) = (a.entries.allSatisfy(\.isReal), b.entries.allSatisfy(\.isReal))
    if aIsReal && bIsReal {
      return Matrix(rows: a.rows, columns: b.columns, (ar * br).entries.map { ComplexBall(real: $0) })
    }
    if aIsReal { return matrix(ar * br, ar * imaginary(b)) }
    if bIsReal { return matrix(ar * br, imaginary(a) * br) }
    let (ai, bi) = (imaginary(a), imaginary(b))
    return matrix(ar * br - ai * bi, ar * bi + ai * br)
  }

  /// (A + iB)(X + iY) = C + iD is the real system [[A, -B], [B, A]] [X; Y] = [C; D], regular exactly when A +
  /// iB is.
  static func solution(_ a: Matrix<ComplexBall>, _ c: Matrix<ComplexBall>) -> Matrix<ComplexBall> {
    let n = a.rows
    let (re, im) = (real(a), imaginary(a))
    let system = Matrix(rows: 2 * n, columns: 2 * n) { i, j -> Ball in
      switch (i < n, j < n) {
      case (true, true): re[i, j]
      case (true, false): -im[i, j - n]
      case (false, true): im[i - n, j]
      case (false, false): re[i - n, j - n]
      }
    }
    let right = Matrix(rows: 2 * n, columns: c.columns) { $0 < n ? c[$0, $1].re : c[$0 - n, $1].im }
    let solution = system.solve(right)
    return matrix(solution.block(0..<n, 0..<c.columns), solution.block(n..<(2 * n), 0..<c.columns))
  }
}

extension Complex {
  /// Through real matrices for balls.
  public static func product(_ a: Matrix<Complex>, _ b: Matrix<Complex>) -> Matrix<Complex> {
    if let x = a as? Matrix<ComplexBall>, let y = b as? Matrix<ComplexBall>,
      let result = ComplexMatrices.product(x, y) as? Matrix<Complex>
    {
      return result
    }
    return a.plainProduct(b)
  }

  /// With a proof for balls, by elimination otherwise.
  public static func solution(_ a: Matrix<Complex>, _ b: Matrix<Complex>) -> Matrix<Complex> {
    if let x = a as? Matrix<ComplexBall>, let y = b as? Matrix<ComplexBall>,
      let result = ComplexMatrices.solution(x, y) as? Matrix<Complex>
    {
      return result
    }
    return a.eliminated(b, stop: { Budget.isExhausted })
      ?? Matrix(rows: b.rows, columns: b.columns) { _, _ in Complex(0) / Complex(0) }
  }
}
