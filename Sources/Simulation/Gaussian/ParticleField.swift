/// The velocities of n tokens under attention, with work space for a whole run; only one task at a time may use it.
///
/// Softmax, L2 and Sinkhorn go through `AttentionTiles`: n² exponentials and n² (2d + 4) multiply-adds a head and pass, where
/// Sinkhorn takes two passes an iteration. Sigmoid, causal attention and scores beyond ±300 take the rows one by one
/// (`AttentionRow`), at about three times the cost.
final class ParticleField {
  private let attention: ParticleAttention
  private let count: Int
  private let dimension: Int
  private let threads: Int
  private let tiles: AttentionTiles
  /// log of the scaling of columns, for each head: the start of the next iteration.
  private var potentials: [[Double]]
  /// m_h(x_i), row by row.
  private var means: [Double]
  /// How many passes over all pairs there were.
  private(set) var passes = 0

  init(_ attention: ParticleAttention, count: Int, dimension: Int, threads: Int?) throws {
    try require(count >= 1 && count <= 1 << 20, "n", "in 1...2^20")
    try require(dimension >= 1 && dimension <= 4096, "d", "in 1...4096")
    try attention.validate(dimension: dimension)
    (self.attention, self.count, self.dimension) = (attention, count, dimension)
    self.threads = max(1, threads ?? Parallel.defaultThreads)
    tiles = AttentionTiles(count: count, dimension: dimension, threads: self.threads)
    potentials = attention.heads.map { _ in Array(repeating: 0, count: count) }
    means = Array(repeating: 0, count: count * dimension)
  }

  /// dx = Γ(x).
  func velocity(_ x: UnsafePointer<Double>, _ dx: UnsafeMutablePointer<Double>) throws {
    let d = dimension
    for i in 0..<count {
      for k in 0..<d {
        var sum = attention.bias?[k, 0] ?? 0
        if let w = attention.feedForward {
          for l in 0..<d { sum += w[k, l] * x[i * d + l] }
        }
        dx[i * d + k] = sum
      }
    }
    // Only sigmoid attention sees where the origin is; for the others the mean as origin loses no digits.
    var centre = Array(repeating: 0.0, count: d)
    if attention.kind != .sigmoid {
      for i in 0..<count {
        for k in 0..<d { centre[k] += x[i * d + k] }
      }
      for k in 0..<d { centre[k] /= Double(count) }
    }
    var tokens = [Double](unsafeUninitializedCapacity: count * d) { z, filled in
      for i in 0..<count {
        for k in 0..<d { z[i * d + k] = x[i * d + k] - centre[k] }
      }
      filled = count * d
    }
    for h in attention.heads.indices {
      try attend(h, &tokens, centre)
      let value = attention.heads[h].value
      for i in 0..<count {
        for k in 0..<d {
          var sum = 0.0
          for l in 0..<d { sum += value[k, l] * means[i * d + l] }
          dx[i * d + k] += sum
        }
      }
    }
  }

  /// Fills `means` of one head from the centred tokens.
  private func attend(_ h: Int, _ tokens: inout [Double], _ centre: [Double]) throws {
    let query = queries(attention.heads[h], tokens, centre)
    let biases = keyBiases(attention.heads[h], tokens)
    let largest = scoreBound(query, tokens, biases)
    try require(largest.isFinite, "t", "before the tokens become infinite")
    if attention.kind == .sinkhorn {
      try require(largest <= 300, "eps", "such that the scores y^T A x/eps stay below 300")
      try scale(h, query, tokens)
    } else if attention.kind == .sigmoid || attention.isCausal || largest > 300 {
      attendByRows(query, tokens, biases)
    } else {
      attendByTiles(query, tokens, biases)
    }
    for i in 0..<count {
      for k in 0..<dimension { means[i * dimension + k] += centre[k] * (attention.kind == .sigmoid ? 0 : 1) }
    }
  }

  /// q_i with the scores q_i · z_j + (what depends on j alone or i alone), y = c + z:
  /// A x (softmax, sigmoid), 2 (A x - B c) (L2), A z/ε (Sinkhorn, whose f and g take up the rest).
  private func queries(_ head: GaussianAttention.Head, _ z: [Double], _ centre: [Double]) -> [Double] {
    let d = dimension
    let isSinkhorn = attention.kind == .sinkhorn
    let factor = isSinkhorn ? 1 / attention.epsilon : attention.kind == .l2 ? 2 : 1
    var offset = Array(repeating: 0.0, count: d)
    for k in 0..<d where !isSinkhorn {
      for l in 0..<d {
        offset[k] += head.score[k, l] * centre[l]
        if attention.kind == .l2, let key = head.key { offset[k] -= key[k, l] * centre[l] }
      }
    }
    var query = Array(repeating: 0.0, count: count * d)
    for i in 0..<count {
      for k in 0..<d {
        var sum = offset[k]
        for l in 0..<d { sum += head.score[k, l] * z[i * d + l] }
        query[i * d + k] = factor * sum
      }
    }
    return query
  }

  /// -z_j^T B z_j for L2; nil elsewhere.
  private func keyBiases(_ head: GaussianAttention.Head, _ z: [Double]) -> [Double]? {
    guard attention.kind == .l2, let key = head.key else { return nil }
    let d = dimension
    return (0..<count).map { j in
      var sum = 0.0
      for k in 0..<d {
        for l in 0..<d { sum += z[j * d + k] * key[k, l] * z[j * d + l] }
      }
      return -sum
    }
  }

  /// At least the modulus of every score: max |q| max |z| + max |bias|.
  private func scoreBound(_ query: [Double], _ z: [Double], _ biases: [Double]?) -> Double {
    longest(query) * longest(z) + (biases?.reduce(0) { max($0, abs($1)) } ?? 0)
  }

  private func longest(_ rows: [Double]) -> Double {
    var largest = 0.0
    for i in 0..<count {
      var square = 0.0
      for k in 0..<dimension { square += rows[i * dimension + k] * rows[i * dimension + k] }
      if square > largest || square.isNaN { largest = square }
    }
    return largest.squareRoot()
  }

  // MARK: Three ways

  private func attendByTiles(_ query: [Double], _ z: [Double], _ biases: [Double]?) {
    // Each row's own bound as its shift: no weight exceeds 1, and none is below e^-600.
    let reach = longest(z)
    let top = biases?.max() ?? 0
    let shifts = (0..<count).map { i in
      var square = 0.0
      for k in 0..<dimension { square += query[i * dimension + k] * query[i * dimension + k] }
      return -(square.squareRoot() * reach + top)
    }
    tiles.sum(queries: query, shifts: shifts, keys: z, biases: biases, values: z)
    passes += 1
    tiles.readMeans(&means)
  }

  private func attendByRows(_ query: [Double], _ z: [Double], _ biases: [Double]?) {
    let (d, n) = (dimension, count)
    // Coordinate after coordinate.
    let columns = (0..<d).flatMap { k in (0..<n).map { z[$0 * d + k] } }
    let row = AttentionRow(
      isSigmoid: attention.kind == .sigmoid, dimension: d, stride: n, columns: columns, biases: biases)
    let isCausal = attention.isCausal
    means.withUnsafeMutableBufferPointer { means in
      nonisolated(unsafe) let means = means
      let chunk = 64
      TileSchedule.spread((n + chunk - 1) / chunk, workers: threads) { _, part in
        var scores = Array(repeating: 0.0, count: n)
        for i in part * chunk..<min(n, (part + 1) * chunk) {
          let seen = isCausal ? i + 1 : n
          let mean = row.mean(Array(query[i * d..<(i + 1) * d]), count: seen, &scores)
          for k in 0..<d { means[i * d + k] = mean[k] }
        }
      }
    }
    passes += 1
  }

  /// Sinkhorn's iteration in the log domain: f_i = -log mean_j e^{s_ij + g_j}, then g_j = -log mean_i e^{s_ij + f_i}, from the
  /// g of the evaluation before, until the columns are within the tolerance when the rows are exact.
  private func scale(_ h: Int, _ query: [Double], _ z: [Double]) throws {
    let (d, n) = (dimension, count)
    let score = attention.heads[h].score
    var backward = Array(repeating: 0.0, count: n * d)
    for j in 0..<n {
      for k in 0..<d {
        var sum = 0.0
        for l in 0..<d { sum += score[l, k] * z[j * d + l] }
        backward[j * d + k] = sum / attention.epsilon
      }
    }
    let logCount = logarithm(Double(n))
    var g = potentials[h]
    // g of the last evaluation keeps every weight near the size n it had; a cold start needs the rows' bounds.
    let top = g.max() ?? 0
    let reach = longest(z)
    var f = (0..<n).map { i in
      var square = 0.0
      for k in 0..<d { square += query[i * d + k] * query[i * d + k] }
      return -(square.squareRoot() * reach + top)
    }
    for _ in 0..<1000 {
      tiles.sum(queries: query, shifts: f, keys: z, biases: g, values: z)
      for i in 0..<n { f[i] -= logarithm(tiles.total(i)) - logCount }
      tiles.readMeans(&means)
      tiles.sum(queries: backward, shifts: g, keys: z, biases: f, values: nil)
      passes += 2
      var worst = 0.0
      for j in 0..<n {
        let excess = logarithm(tiles.total(j)) - logCount
        worst = max(worst, abs(excess))
        g[j] -= excess
        if excess.isNaN { worst = .infinity }
      }
      if worst < attention.tolerance {
        potentials[h] = g
        return
      }
      try require(worst.isFinite, "eps", "large enough for Sinkhorn's iteration")
    }
    throw SimulationError.invalidParameter(name: "eps", requirement: "large enough for Sinkhorn's iteration")
  }
}
