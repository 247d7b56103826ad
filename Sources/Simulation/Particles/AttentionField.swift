import CVectors

/// Dense self-attention of n tokens in R^d, in one pass over pairs of tiles that never stores an n by n matrix:
/// for all i, Σ_j α_j K_ij V x_j and Z_i = Σ_j α_j K_ij, with K_ij = e^{beta <x_i, V x_j> - shift} for the directions x_i
/// of the points, and V symmetric.
///
/// As K_ij = K_ji, an evaluation takes n²/2 exponentials and 3/2 n² d multiply-adds (n²/2 d for the scores, n² d for the
/// sums), plus n² for Z (docs/simulation.md has the measured times). The result has the same bits for every number of
/// threads. Rounding, to first order in u = 2^-53: the score has 2 d u from its sum (which starts at -shift), (d + 6) u from
/// the two directions, (d + 2) u from V x and beta, each times |beta| |V|, so K_ij the relative error
/// (|beta| |V| (4 d + 10) + 3) u at most; sums of n positive terms n u more.
///
/// Only one task at a time may use it.
public final class AttentionField: @unchecked Sendable {
  public let count: Int
  public let dimension: Int
  /// Inverse temperature, of either sign.
  public let beta: Double
  /// At least the largest beta <x, V y> of unit vectors, so that K_ij <= 1 up to rounding: |beta| |V|.
  public let shift: Double
  /// α_j, sum 1.
  public let weights: [Double]
  public let value: ValueMatrix
  public let level: VectorLevel
  /// The norm of V, or a bound on it.
  let valueNorm: Double
  /// Row i of `sums` starts at i * stride: the d coordinates of Σ_j α_j K_ij V x_j, then Z_i.
  let stride: Int
  let sums: UnsafeMutablePointer<Double>
  /// x_i / |x_i|, row by row.
  let directions: UnsafeMutablePointer<Double>

  private let schedule: TileSchedule
  private let workers: Int
  private let keys: UnsafeMutablePointer<Double>
  private let values: UnsafeMutablePointer<Double>
  private let kernels: UnsafeMutablePointer<Double>
  private let memory: UnsafeMutablePointer<Double>

  /// - Parameters:
  ///   - weights: α_j, not negative, normalised to sum 1 here; nil means 1/n.
  ///   - threads: nil means all cores.
  /// - Throws: `SimulationError.invalidParameter` unless 1 <= n, d <= 2^20, n d <= 2^27, and |beta| |V| is at most 350, or
  ///   10^6 where V = I and beta >= 0 (beyond, Z_i might underflow).
  public init(
    count: Int, dimension: Int, beta: Double, weights: [Double]? = nil, value: ValueMatrix = .identity,
    threads: Int? = nil, level: VectorLevel = .best
  ) throws {
    try require(count >= 1 && count <= 1 << 20, "n", "in 1...2^20")
    try require(
      dimension >= 1 && dimension <= 1 << 20 && count * dimension <= 1 << 27, "d", "positive, n d <= 2^27")
    try value.validate(dimension: dimension)
    valueNorm = value.normBound(dimension: dimension)
    shift = abs(beta) * valueNorm
    let limit: Double = value == .identity && beta >= 0 ? 1e6 : 350
    try require(shift <= limit, "beta", "such that |beta| |V| <= \(limit)")
    if let weights {
      let total = weights.reduce(0, +)
      try require(
        weights.count == count && weights.allSatisfy { $0 >= 0 } && total > 0 && total.isFinite, "weights",
        "n numbers, not negative, not all 0")
      self.weights = weights.map { $0 / total }
    } else {
      self.weights = Array(repeating: 1 / Double(count), count: count)
    }
    try require(VectorLevel.available.contains(level), "level", "one that this processor has")
    (self.count, self.dimension, self.beta, self.value, self.level) = (count, dimension, beta, value, level)
    let schedule = TileSchedule(count: count, dimension: dimension)
    self.schedule = schedule
    stride = (dimension + 4) / 4 * 4
    workers = min(max(1, threads ?? Parallel.defaultThreads), schedule.mostThreads)

    let rows = schedule.paddedCount
    let kernelSize = schedule.tileRows * schedule.tileRows
    let total = rows * (2 * dimension + 2 * stride) + workers * kernelSize
    memory = .allocate(capacity: total)
    memory.initialize(repeating: 0, count: total)
    directions = memory
    keys = directions + rows * dimension
    values = keys + rows * dimension
    sums = values + rows * stride
    kernels = sums + rows * stride
  }

  deinit { memory.deallocate() }

  /// Fills `sums` and `directions` from n d coordinates, row by row; the lengths of the points do not enter (a point of
  /// length 0 gives NaN everywhere).
  func evaluate(_ points: UnsafePointer<Double>) {
    nonisolated(unsafe) let points = points
    TileSchedule.spread(schedule.tiles, workers: workers) { _, tile in self.pack(tile, points) }
    schedule.forEachPair(workers: workers) { worker, i, j in self.attend(worker, i, j) }
  }

  private func attend(_ worker: Int, _ i: Int, _ j: Int) {
    let (first, second) = (schedule.start(i), schedule.start(j))
    var pair = cvectors_pair(
      rows_i: schedule.rows(i), rows_j: schedule.rows(j), dimension: dimension, width: stride,
      x: directions + first * dimension, u: keys + second * dimension, y_i: values + first * stride,
      y_j: values + second * stride, shift: shift,
      kernel: kernels + worker * schedule.tileRows * schedule.tileRows, sums_i: sums + first * stride,
      sums_j: i == j ? nil : sums + second * stride)
    cvectors_attend(level.number, &pair)
  }

  /// The directions of a tile, beta V x in panels of tokens, α V x and α in panels of coordinates (see CVectors.h), and
  /// sums of 0. The rows beyond n have weight 0.
  private func pack(_ tile: Int, _ points: UnsafePointer<Double>) {
    let (start, rows) = (schedule.start(tile), schedule.rows(tile))
    (sums + start * stride).update(repeating: 0, count: rows * stride)
    let (key, value) = (keys + start * dimension, values + start * stride)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: dimension) { buffer in
      guard let image = buffer.baseAddress else { return }
      for row in 0..<min(rows, count - start) {
        let point = points + (start + row) * dimension
        let direction = directions + (start + row) * dimension
        var square = 0.0
        for k in 0..<dimension { square += point[k] * point[k] }
        let scale = 1 / square.squareRoot()
        for k in 0..<dimension { direction[k] = scale * point[k] }
        self.value.apply(direction, image, dimension: dimension)

        let keyWidth = min(8, rows - row / 8 * 8)
        let keyPlace = key + row / 8 * 8 * dimension + row % 8
        for k in 0..<dimension { keyPlace[k * keyWidth] = beta * image[k] }

        let weight = weights[start + row]
        for column in Swift.stride(from: 0, to: stride, by: 8) {
          let width = min(8, stride - column)
          let place = value + column * rows + row * width
          for k in 0..<min(width, max(0, dimension - column)) { place[k] = weight * image[column + k] }
          if dimension >= column && dimension < column + width { place[dimension - column] = weight }
        }
      }
    }
  }
}
