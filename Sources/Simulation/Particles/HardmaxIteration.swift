/// Hardmax self-attention ("Clustering in pure-attention hardmax transformers", arXiv 2407.01602): all tokens move at once,
/// x_i <- x_i + α/(1+α) (mean of C_i - x_i), C_i = {j : <B x_i, x_j> is largest}, B symmetric positive definite (default I).
/// A leader has C_i = {i}.
///
/// Ties are those of the doubles stored, decided exactly (see `ExactSum`): floating point proposes candidates within its
/// error bound. n² d multiply-adds a step.
public struct HardmaxIteration: Sendable {
  public var alpha: Double
  /// B, d rows of d numbers, row by row; nil means the identity.
  public var matrix: [Double]?

  public init(alpha: Double, matrix: [Double]? = nil) {
    (self.alpha, self.matrix) = (alpha, matrix)
  }

  /// The tokens after some steps; points are n rows of d numbers.
  public func run(
    points: [Double], dimension: Int, steps: Int, threads: Int? = nil, stop: StopCondition? = nil
  ) throws -> [Double] {
    try require(steps >= 0, "steps", "not negative")
    try validate(points, dimension)
    var points = points
    for _ in 0..<steps {
      try checkStop(stop)
      let state = State(points, dimension, matrix)
      let rate = alpha / (1 + alpha)
      let parts = try Parallel.mapChunks(total: state.count, chunk: 64, threads: threads, stop: stop) {
        range in
        var rows: [Double] = []
        rows.reserveCapacity(range.count * dimension)
        var scores = [Double](repeating: 0, count: state.count)
        for i in range {
          let mean = state.mean(state.attended(by: i, &scores))
          for k in 0..<dimension {
            let x = state.points[i * dimension + k]
            rows.append(x + rate * (mean[k] - x))
          }
        }
        return rows
      }
      points = parts.flatMap { $0 }
    }
    return points
  }

  /// C_i for every token, in increasing order.
  public func attended(points: [Double], dimension: Int) throws -> [[Int]] {
    try validate(points, dimension)
    let state = State(points, dimension, matrix)
    var scores = [Double](repeating: 0, count: state.count)
    return (0..<state.count).map { state.attended(by: $0, &scores) }
  }

  /// The tokens with C_i = {i}.
  public func leaders(points: [Double], dimension: Int) throws -> [Int] {
    try attended(points: points, dimension: dimension).enumerated().filter { $1 == [$0] }.map(\.offset)
  }

  private func validate(_ points: [Double], _ d: Int) throws {
    try require(alpha > 0 && alpha.isFinite, "alpha", "positive")
    try require(d >= 1 && points.count % d == 0 && !points.isEmpty, "points", "n rows of d numbers")
    try require(points.allSatisfy { abs($0) <= 1e100 }, "points", "at most 1e100")
    guard let matrix else { return }
    try require(matrix.count == d * d && matrix.allSatisfy { abs($0) <= 1e100 }, "B", "d rows of d numbers")
    for i in 0..<d {
      for j in 0..<i { try require(matrix[i * d + j] == matrix[j * d + i], "B", "symmetric") }
    }
    try require(isPositiveDefinite(matrix, d), "B", "positive definite")
  }

  /// By Cholesky's factorisation.
  private func isPositiveDefinite(_ matrix: [Double], _ d: Int) -> Bool {
    var factor = matrix
    for j in 0..<d {
      for i in j..<d {
        var sum = matrix[i * d + j]
        for k in 0..<j { sum -= factor[i * d + k] * factor[j * d + k] }
        if i == j {
          guard sum > 0 else { return false }
          factor[j * d + j] = sum.squareRoot()
        } else {
          factor[i * d + j] = sum / factor[j * d + j]
        }
      }
    }
    return true
  }
}

/// The tokens of one step, also coordinate by coordinate, so that scores run over contiguous numbers.
private struct State: Sendable {
  let points: [Double]
  let count: Int
  let dimension: Int
  private let matrix: [Double]?
  private let columns: [Double]
  /// The largest modulus of each coordinate.
  private let largest: [Double]

  init(_ points: [Double], _ dimension: Int, _ matrix: [Double]?) {
    (self.points, self.dimension, self.matrix) = (points, dimension, matrix)
    let count = points.count / dimension
    self.count = count
    columns = (0..<dimension).flatMap { k in (0..<count).map { points[$0 * dimension + k] } }
    largest = (0..<dimension).map { k in (0..<count).reduce(0) { max($0, abs(points[$1 * dimension + k])) } }
  }

  /// C_i.
  ///
  /// With u = 2^-53, the product of B and x_i has the error d u Σ|B||x_i|, and so the score at most
  /// (2 d + 1) u Σ_kl |x_jk| |B_kl| |x_il|, to first order; 2 d + 4 covers the rest.
  func attended(by i: Int, _ scores: inout [Double]) -> [Int] {
    let d = dimension
    for j in 0..<count { scores[j] = 0 }
    var bound = 0.0
    for k in 0..<d {
      var (factor, size) = (points[i * d + k], abs(points[i * d + k]))
      if let matrix {
        (factor, size) = (0, 0)
        for l in 0..<d {
          factor += matrix[k * d + l] * points[i * d + l]
          size += abs(matrix[k * d + l] * points[i * d + l])
        }
      }
      bound += size * largest[k]
      columns.withUnsafeBufferPointer { columns in
        for j in 0..<count { scores[j] += factor * columns[k * count + j] }
      }
    }
    let error = Double(2 * d + 4) * 0x1p-53 * bound + 1e-300
    let top = scores.reduce(-Double.infinity) { max($0, $1) }
    let candidates = (0..<count).filter { scores[$0] >= top - 2 * error }
    guard candidates.count > 1 else { return candidates }
    var best: [Int] = []
    for j in candidates {
      guard let known = best.first else {
        best = [j]
        continue
      }
      switch compare(i, j, known) {
      case 0: best.append(j)
      case 1: best = [j]
      default: break
      }
    }
    return best
  }

  /// The exact sign of <B x_i, x_j - x_l>.
  private func compare(_ i: Int, _ j: Int, _ l: Int) -> Int {
    let d = dimension
    var sum = ExactSum()
    for k in 0..<d {
      let (a, b) = (points[j * d + k], points[l * d + k])
      if a == b { continue }
      if let matrix {
        for m in 0..<d {
          sum.addProduct(matrix[k * d + m], points[i * d + m], a)
          sum.addProduct(matrix[k * d + m], points[i * d + m], -b)
        }
      } else {
        sum.addProduct(points[i * d + k], a)
        sum.addProduct(points[i * d + k], -b)
      }
    }
    return sum.sign
  }

  /// The mean of some tokens, exact where they are equal.
  func mean(_ indices: [Int]) -> [Double] {
    let d = dimension
    let first = indices[0]
    var mean = Array(points[first * d..<(first + 1) * d])
    for k in 0..<d {
      var sum = 0.0
      for j in indices { sum += points[j * d + k] - points[first * d + k] }
      mean[k] += sum / Double(indices.count)
    }
    return mean
  }
}
