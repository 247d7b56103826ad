/// Approximate eigenvalues and eigenvectors of a symmetric matrix in Doubles: the start of everything
/// symmetric.
enum DoubleJacobi {
  /// The eigenvalues, ascending, and the eigenvectors in the columns; nil when an entry is not finite or the
  /// budget is spent. The cyclic method of Jacobi, row by row: at most 30 sweeps.
  static func spectrum(_ matrix: Matrix<Double>) -> (values: [Double], vectors: Matrix<Double>)? {
    let n = matrix.rows
    var a = matrix.entries
    guard a.allSatisfy(\.isFinite) else { return nil }
    // The rows of v are the eigenvectors, so that a rotation runs along memory.
    var v = Matrix<Double>.identity(n).entries
    let scale = a.lazy.map { $0 * $0 }.reduce(0, +)
    for _ in 0..<30 {
      if Budget.isExhausted { return nil }
      var rest = 0.0
      for p in 0..<n {
        for q in stride(from: p + 1, to: n, by: 1) { rest += a[p * n + q] * a[p * n + q] }
      }
      if rest <= scale * 1e-34 { break }
      a.withUnsafeMutableBufferPointer { a in
        v.withUnsafeMutableBufferPointer { v in sweep(a, v, n) }
      }
    }
    let order = (0..<n).sorted { a[$0 * n + $0] < a[$1 * n + $1] }
    return (
      order.map { a[$0 * n + $0] }, Matrix(rows: n, columns: n) { v[order[$1] * n + $0] }
    )
  }

  private static func sweep(
    _ a: UnsafeMutableBufferPointer<Double>, _ v: UnsafeMutableBufferPointer<Double>, _ n: Int
  ) {
    for p in 0..<n {
      if n > 64, Budget.isExhausted { return }
      for q in stride(from: p + 1, to: n, by: 1) {
        let x = a[p * n + q]
        if x == 0 { continue }
        // tan of the angle that annuls a_pq.
        let theta = (a[q * n + q] - a[p * n + p]) / (2 * x)
        let t = (theta < 0 ? -1 : 1) / (theta.magnitude + (theta * theta + 1).squareRoot())
        let c = 1 / (t * t + 1).squareRoot()
        let s = t * c
        for k in 0..<n {
          let (x, y) = (a[p * n + k], a[q * n + k])
          a[p * n + k] = c * x - s * y
          a[q * n + k] = s * x + c * y
        }
        for k in 0..<n {
          let (x, y) = (a[k * n + p], a[k * n + q])
          a[k * n + p] = c * x - s * y
          a[k * n + q] = s * x + c * y
        }
        for k in 0..<n {
          let (x, y) = (v[p * n + k], v[q * n + k])
          v[p * n + k] = c * x - s * y
          v[q * n + k] = s * x + c * y
        }
      }
    }
  }
}
