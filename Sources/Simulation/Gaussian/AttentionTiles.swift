import CVectors

/// Sums Σ_j e^{q_i · k_j + shift_i + bias_j} (v_j, 1) over all pairs of n queries and n keys, tile by tile: n² exponentials,
/// n² (d + 2) multiply-adds for the scores, n² (d + 1), rounded up to four columns, for the sums.
///
/// Every row tile adds its key tiles in one order, so the threads do not show. Only one task at a time may use it.
final class AttentionTiles: @unchecked Sendable {
  private static let tileRows = 96

  private let count: Int
  private let dimension: Int
  private let paddedCount: Int
  private let tiles: Int
  private let workers: Int
  /// Coordinates of a score: d, the shift (times 1), the bias (times 1).
  private let inner: Int
  /// Columns of the sums in store; d values and the total, rounded up to a multiple of 4.
  private let stride: Int
  private let level = VectorLevel.best
  private let memory: UnsafeMutablePointer<Double>
  private let queries: UnsafeMutablePointer<Double>
  private let keys: UnsafeMutablePointer<Double>
  private let values: UnsafeMutablePointer<Double>
  private let sums: UnsafeMutablePointer<Double>
  private let kernels: UnsafeMutablePointer<Double>
  /// Of the last sums: their columns, and the place of the total.
  private var width = 4
  private var totalColumn = 0

  init(count: Int, dimension: Int, threads: Int) {
    (self.count, self.dimension) = (count, dimension)
    paddedCount = (count + 3) / 4 * 4
    tiles = (paddedCount + Self.tileRows - 1) / Self.tileRows
    workers = max(1, min(threads, tiles))
    inner = dimension + 2
    stride = (dimension + 4) / 4 * 4
    let kernelSize = Self.tileRows * Self.tileRows
    let total = paddedCount * (2 * inner + 2 * stride) + workers * kernelSize
    memory = .allocate(capacity: total)
    memory.initialize(repeating: 0, count: total)
    queries = memory
    keys = queries + paddedCount * inner
    values = keys + paddedCount * inner
    sums = values + paddedCount * stride
    kernels = sums + paddedCount * stride
  }

  deinit { memory.deallocate() }

  private func start(_ tile: Int) -> Int { tile * Self.tileRows }
  private func rows(_ tile: Int) -> Int { min(Self.tileRows, paddedCount - start(tile)) }

  /// Without values only the totals. A score must not exceed 709.
  func sum(queries: [Double], shifts: [Double], keys: [Double], biases: [Double]?, values: [Double]?) {
    totalColumn = values == nil ? 0 : dimension
    width = (totalColumn + 4) / 4 * 4
    TileSchedule.spread(tiles, workers: workers) { _, tile in
      self.pack(tile, queries, shifts, keys, biases, values)
    }
    TileSchedule.spread(tiles, workers: workers) { worker, i in
      (self.sums + self.start(i) * self.width).update(repeating: 0, count: self.rows(i) * self.width)
      for j in 0..<self.tiles { self.attend(worker, i, j) }
    }
  }

  private func attend(_ worker: Int, _ i: Int, _ j: Int) {
    let (first, second) = (start(i), start(j))
    var pair = cvectors_pair(
      rows_i: rows(i), rows_j: rows(j), dimension: inner, width: width, x: queries + first * inner,
      u: keys + second * inner, y_i: nil, y_j: values + second * width, shift: 0,
      kernel: kernels + worker * Self.tileRows * Self.tileRows, sums_i: sums + first * width, sums_j: nil)
    cvectors_attend(level.number, &pair)
  }

  /// Rows beyond n have the score 0 and the value 0.
  private func pack(
    _ tile: Int, _ queries: [Double], _ shifts: [Double], _ keys: [Double], _ biases: [Double]?,
    _ values: [Double]?
  ) {
    let (start, rows, d) = (start(tile), rows(tile), dimension)
    let (key, value) = (self.keys + start * inner, self.values + start * width)
    value.update(repeating: 0, count: rows * width)
    for row in 0..<min(rows, count - start) {
      let i = start + row
      let query = self.queries + i * inner
      for k in 0..<d { query[k] = queries[i * d + k] }
      query[d] = shifts[i]
      query[d + 1] = 1

      // Panels of 8 tokens, the last of 4.
      let keyWidth = min(8, rows - row / 8 * 8)
      let place = key + row / 8 * 8 * inner + row % 8
      for k in 0..<d { place[k * keyWidth] = keys[i * d + k] }
      place[d * keyWidth] = 1
      place[(d + 1) * keyWidth] = biases?[i] ?? 0

      for column in Swift.stride(from: 0, to: width, by: 8) {
        let panel = min(8, width - column)
        let place = value + column * rows + row * panel
        if let values {
          for k in 0..<min(panel, max(0, d - column)) { place[k] = values[i * d + column + k] }
        }
        if totalColumn >= column && totalColumn < column + panel { place[totalColumn - column] = 1 }
      }
    }
  }

  /// Σ_j of the weights of query i.
  func total(_ i: Int) -> Double { sums[i * width + totalColumn] }

  /// The weighted means of the values, row by row.
  func readMeans(_ means: inout [Double]) {
    for i in 0..<count {
      let scale = 1 / total(i)
      for k in 0..<dimension { means[i * dimension + k] = scale * sums[i * width + k] }
    }
  }
}
