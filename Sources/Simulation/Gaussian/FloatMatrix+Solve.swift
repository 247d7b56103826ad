extension FloatMatrix {
  /// X with A X = B, by Gaussian elimination with partial pivots; a singular A gives infinities or NaN.
  public func solve(_ right: FloatMatrix) -> FloatMatrix {
    precondition(isSquare && rows == right.rows, "size of a matrix")
    let n = rows
    let m = right.columns
    var (a, x) = (self, right)
    for k in 0..<n {
      var best = k
      for i in k..<n where abs(a[i, k]) > abs(a[best, k]) { best = i }
      if best != k {
        for j in 0..<n { (a[k, j], a[best, j]) = (a[best, j], a[k, j]) }
        for j in 0..<m { (x[k, j], x[best, j]) = (x[best, j], x[k, j]) }
      }
      for i in k + 1..<max(n, k + 1) {
        let factor = a[i, k] / a[k, k]
        if factor == 0 { continue }
        for j in k..<n { a[i, j] -= factor * a[k, j] }
        for j in 0..<m { x[i, j] -= factor * x[k, j] }
      }
    }
    for k in (0..<n).reversed() {
      for j in 0..<m {
        var sum = x[k, j]
        for l in k + 1..<max(n, k + 1) { sum -= a[k, l] * x[l, j] }
        x[k, j] = sum / a[k, k]
      }
    }
    return x
  }

  public var inverse: FloatMatrix { solve(.identity(rows)) }

  /// The product of the pivots.
  public var determinant: Double {
    precondition(isSquare, "size of a matrix")
    var a = self
    var product = 1.0
    for k in 0..<rows {
      var best = k
      for i in k..<rows where abs(a[i, k]) > abs(a[best, k]) { best = i }
      if best != k {
        product = -product
        for j in 0..<rows { (a[k, j], a[best, j]) = (a[best, j], a[k, j]) }
      }
      product *= a[k, k]
      if a[k, k] == 0 { return 0 }
      for i in k + 1..<max(rows, k + 1) {
        let factor = a[i, k] / a[k, k]
        for j in k..<rows { a[i, j] -= factor * a[k, j] }
      }
    }
    return product
  }

  /// e^X by scaling and squaring: X/2^s of norm at most 1/2, Taylor up to degree 15 (a remainder below 2^-60), s squarings.
  public var exponential: FloatMatrix {
    precondition(isSquare, "size of a matrix")
    guard isFinite else { return FloatMatrix(rows: rows, columns: columns) { _, _ in .nan } }
    var squarings = 0
    var scaled = self
    while scaled.frobeniusNorm > 0.5 && squarings < 1100 {
      scaled = 0.5 * scaled
      squarings += 1
    }
    // Horner: 1 + X (1 + X/2 (1 + X/3 (...))).
    var sum = FloatMatrix.identity(rows)
    for k in (1...15).reversed() { sum = FloatMatrix.identity(rows).adding(1 / Double(k), scaled * sum) }
    for _ in 0..<squarings { sum = sum * sum }
    return sum
  }
}
