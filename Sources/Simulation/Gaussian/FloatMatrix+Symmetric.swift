extension FloatMatrix {
  /// Eigenvalues in ascending order and, in the same order, orthonormal eigenvectors as columns.
  public struct Eigensystem: Sendable {
    public var values: [Double]
    public var vectors: FloatMatrix
  }

  /// The eigensystem of a symmetric matrix by cyclic Jacobi rotations; the part X - X^T is ignored.
  ///
  /// A few sweeps of d³ operations; every eigenvalue to a few roundings of the largest. NaN entries give NaN.
  public var symmetricEigensystem: Eigensystem {
    precondition(isSquare, "size of a matrix")
    let n = rows
    var a = symmetricPart
    var u = FloatMatrix.identity(n)
    guard isFinite else {
      return Eigensystem(values: Array(repeating: .nan, count: n), vectors: u)
    }
    let size = a.frobeniusNorm
    for _ in 0..<64 {
      var outside = 0.0
      for i in 0..<n {
        for j in 0..<i { outside = max(outside, abs(a[i, j])) }
      }
      if outside <= 0x1p-60 * size { break }
      for p in 0..<n {
        for q in p + 1..<max(n, p + 1) where a[p, q] != 0 { Self.rotate(&a, &u, p, q) }
      }
    }
    let order = (0..<n).sorted { a[$0, $0] < a[$1, $1] }
    return Eigensystem(
      values: order.map { a[$0, $0] },
      vectors: FloatMatrix(rows: n, columns: n) { u[$0, order[$1]] })
  }

  /// The rotation in the plane (p, q) that makes a[p, q] zero.
  private static func rotate(_ a: inout FloatMatrix, _ u: inout FloatMatrix, _ p: Int, _ q: Int) {
    let ratio = (a[q, q] - a[p, p]) / (2 * a[p, q])
    // An infinite ratio: the entry is nothing beside the gap.
    let tangent = (ratio < 0 ? -1 : 1) / (abs(ratio) + (1 + ratio * ratio).squareRoot())
    let cosine = 1 / (1 + tangent * tangent).squareRoot()
    let sine = tangent * cosine
    let shift = tangent * a[p, q]
    a[p, p] -= shift
    a[q, q] += shift
    a[p, q] = 0
    a[q, p] = 0
    for k in 0..<a.rows {
      if k != p && k != q {
        let (x, y) = (a[k, p], a[k, q])
        a[k, p] = cosine * x - sine * y
        a[k, q] = sine * x + cosine * y
        a[p, k] = a[k, p]
        a[q, k] = a[k, q]
      }
      let (x, y) = (u[k, p], u[k, q])
      u[k, p] = cosine * x - sine * y
      u[k, q] = sine * x + cosine * y
    }
  }

  /// The eigenvalues of a symmetric matrix, ascending.
  public var symmetricEigenvalues: [Double] { symmetricEigensystem.values }

  /// f(X) = U f(Λ) U^T of a symmetric matrix.
  public func symmetricFunction(_ f: (Double) -> Double) -> FloatMatrix {
    let system = symmetricEigensystem
    let values = system.values.map(f)
    let u = system.vectors
    let scaled = FloatMatrix(rows: rows, columns: rows) { u[$0, $1] * values[$1] }
    return (scaled * u.transpose).symmetricPart
  }

  /// The square root of a symmetric positive semidefinite matrix; negative eigenvalues count as 0.
  public var squareRoot: FloatMatrix { symmetricFunction { max($0, 0).squareRoot() } }

  /// The lower Cholesky factor of a symmetric matrix, X = L L^T; nil unless all pivots are positive.
  public var choleskyFactor: FloatMatrix? {
    precondition(isSquare, "size of a matrix")
    var lower = FloatMatrix.zero(rows, rows)
    for j in 0..<rows {
      var pivot = self[j, j]
      for k in 0..<j { pivot -= lower[j, k] * lower[j, k] }
      guard pivot > 0, pivot.isFinite else { return nil }
      let root = pivot.squareRoot()
      lower[j, j] = root
      for i in j + 1..<max(rows, j + 1) {
        var sum = self[i, j]
        for k in 0..<j { sum -= lower[i, k] * lower[j, k] }
        lower[i, j] = sum / root
      }
    }
    return lower
  }

  /// R with X = R R^T up to rounding, for a symmetric positive semidefinite X: one column U sqrt(λ) for each eigenvalue above
  /// `tolerance` times the largest.
  public func semidefiniteFactor(tolerance: Double = 1e-13) -> FloatMatrix {
    let system = symmetricEigensystem
    let cut = tolerance * (system.values.last ?? 0)
    let kept = system.values.indices.filter { system.values[$0] > cut }.reversed()
    let places = Array(kept)
    return FloatMatrix(rows: rows, columns: places.count) {
      system.vectors[$0, places[$1]] * system.values[places[$1]].squareRoot()
    }
  }

  /// The number of eigenvalues of a symmetric matrix above a threshold: an estimate, never a proof.
  public func numericalRank(threshold: Double) -> Int {
    symmetricEigenvalues.filter { $0 > threshold }.count
  }

  /// The largest singular value.
  public var spectralNorm: Double {
    max(0, (transpose * self).symmetricEigenvalues.last ?? 0).squareRoot()
  }
}
