/// The symmetric matrix V of scores beta <x, V y> and values V y (Q^T K = V = V^T).
public enum ValueMatrix: Sendable, Equatable {
  case identity
  /// The eigenvalues, in the coordinates of the eigenvectors.
  case diagonal([Double])
  /// d rows of d entries, row by row.
  case symmetric([Double])

  func validate(dimension: Int) throws {
    switch self {
    case .identity: return
    case .diagonal(let values):
      try require(values.count == dimension && values.allSatisfy(\.isFinite), "V", "d finite eigenvalues")
    case .symmetric(let rows):
      try require(
        rows.count == dimension * dimension && rows.allSatisfy(\.isFinite), "V", "d rows of d finite entries")
      for i in 0..<dimension {
        for j in 0..<i {
          try require(rows[i * dimension + j] == rows[j * dimension + i], "V", "symmetric")
        }
      }
    }
  }

  /// At least the largest |<x, V y>| of unit vectors; for a full matrix the largest sum of the moduli of a row.
  func normBound(dimension: Int) -> Double {
    switch self {
    case .identity: 1
    case .diagonal(let values): values.reduce(0) { max($0, abs($1)) }
    case .symmetric(let rows):
      (0..<dimension).reduce(0) { largest, i in
        max(largest, (0..<dimension).reduce(0) { $0 + abs(rows[i * dimension + $1]) })
      }
    }
  }

  /// out = V x.
  @inline(__always)
  func apply(_ x: UnsafePointer<Double>, _ out: UnsafeMutablePointer<Double>, dimension: Int) {
    switch self {
    case .identity:
      for k in 0..<dimension { out[k] = x[k] }
    case .diagonal(let values):
      for k in 0..<dimension { out[k] = values[k] * x[k] }
    case .symmetric(let rows):
      for k in 0..<dimension {
        var sum = 0.0
        for l in 0..<dimension { sum += rows[k * dimension + l] * x[l] }
        out[k] = sum
      }
    }
  }
}
