/// Few tokens on the sphere under softmax attention with one symmetric matrix, Q^T K = V, in the basis of its eigenvectors:
/// x_i' = P_{x_i} Σ_j softmax_j(β<x_i,Vx_j>) V x_j.
public struct SymmetricAttention: Sendable {
  /// The diagonal of V.
  public let eigenvalues: [Double]
  /// The inverse temperature.
  public let beta: Double

  public init(eigenvalues: [Double], beta: Double) {
    (self.eigenvalues, self.beta) = (eigenvalues, beta)
  }

  /// The velocities; n² d multiply-adds and n² exponentials.
  public func velocities(_ points: [[Double]]) -> [[Double]] {
    let images = points.map { zip($0, eigenvalues).map { $0 * $1 } }
    return points.map { x in
      let scores = images.map { beta * zip(x, $0).reduce(0) { $0 + $1.0 * $1.1 } }
      let top = scores.max() ?? 0
      let weights = scores.map { exponential($0 - top) }
      let total = weights.reduce(0, +)
      var pull = Array(repeating: 0.0, count: x.count)
      for (weight, image) in zip(weights, images) {
        for m in x.indices { pull[m] += weight / total * image[m] }
      }
      let radial = zip(x, pull).reduce(0) { $0 + $1.0 * $1.1 }
      return x.indices.map { pull[$0] - radial * x[$0] }
    }
  }

  /// The tokens after a time, by Runge-Kutta with constant step.
  public func run(_ points: [[Double]], time: Double, steps: Int) -> [[Double]] {
    func moved(_ points: [[Double]], _ h: Double, _ speeds: [[Double]]) -> [[Double]] {
      zip(points, speeds).map { x, v in zip(x, v).map { $0 + h * $1 } }
    }
    let h = time / Double(steps)
    var state = points
    for _ in 0..<steps {
      let a = velocities(state)
      let b = velocities(moved(state, h / 2, a))
      let c = velocities(moved(state, h / 2, b))
      let d = velocities(moved(state, h, c))
      for i in state.indices {
        for m in state[i].indices { state[i][m] += h / 6 * (a[i][m] + 2 * b[i][m] + 2 * c[i][m] + d[i][m]) }
      }
    }
    return state
  }

  /// The Jacobian at x_i = `signs`[i] e_`mode` in the coordinates orthogonal to e_`mode`, by central differences: error
  /// O(step²).
  public func jacobian(at signs: [Double], mode: Int, step: Double) -> [[Double]] {
    let directions = eigenvalues.indices.filter { $0 != mode }
    let rest = (1 - step * step).squareRoot()
    let base = signs.map { sign in eigenvalues.indices.map { $0 == mode ? sign : 0 } }
    var columns: [[Double]] = []
    for j in signs.indices {
      for l in directions {
        func speeds(_ h: Double) -> [[Double]] {
          var points = base
          points[j][l] = h
          points[j][mode] = signs[j] * rest
          return velocities(points)
        }
        let (up, down) = (speeds(step), speeds(-step))
        columns.append(
          signs.indices.flatMap { i in directions.map { (up[i][$0] - down[i][$0]) / (2 * step) } })
      }
    }
    return columns.indices.map { row in columns.map { $0[row] } }
  }

  /// The largest eigenvalue of the Jacobian.
  ///
  /// - Throws: `SimulationError.invalidParameter` for a step outside (0, 1) or a mode that does not exist.
  public func leadingEigenvalue(at signs: [Double], mode: Int, step: Double) throws -> Double {
    try require(step > 0 && step < 1, "step", "in (0, 1)")
    try require(eigenvalues.indices.contains(mode), "mode", "an index of an eigenvalue")
    return Self.largestEigenvalue(jacobian(at: signs, mode: mode, step: step))
  }

  /// The largest eigenvalue of a diagonalisable matrix with real eigenvalues.
  ///
  /// With s beyond all of them in modulus, M = 1 + J/s has positive eigenvalues; its powers tend to the projector Q on the
  /// eigenspace of the largest, and tr(MQ)/tr(Q) is that eigenvalue.
  public static func largestEigenvalue(_ matrix: [[Double]]) -> Double {
    let scale = 1.5 * (matrix.map { $0.reduce(0) { $0 + abs($1) } }.max() ?? 0) + 1e-300
    let n = matrix.count
    let shifted = matrix.indices.map { i in
      matrix.indices.map { matrix[i][$0] / scale + (i == $0 ? 1 : 0) }
    }
    func product(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
      var c = Array(repeating: Array(repeating: 0.0, count: n), count: n)
      for i in 0..<n {
        for k in 0..<n where a[i][k] != 0 {
          for j in 0..<n { c[i][j] += a[i][k] * b[k][j] }
        }
      }
      return c
    }
    var power = shifted
    for _ in 0..<40 {
      power = product(power, power)
      let size = power.joined().reduce(0) { max($0, abs($1)) }
      power = power.map { $0.map { $0 / size } }
    }
    let image = product(shifted, power)
    var (top, bottom) = (0.0, 0.0)
    for i in 0..<n {
      top += image[i][i]
      bottom += power[i][i]
    }
    return scale * (top / bottom - 1)
  }
}
