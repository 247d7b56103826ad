/// Counts modes of Gaussian kernel estimates in floating point: sign changes from - to + of
/// F(t) = Σ (t - X_i) e^(-β(t - X_i)²/2) along a fine grid.
///
/// Each point adds its term to the grid points within five bandwidths, e^(-(x + jδ)²/2) by powers of e^(-xδ) (fast Gaussian
/// gridding). What is left out is below 5 e^-12.5 per point; every mode lies within one bandwidth of a point, where the
/// slope of F is not that small. Two zeros within one step of the grid are missed: rare, a bias of the mean below
/// 1e-3. No digit of the counts is certified.
public struct KernelModeScan: Sendable {
  /// Grid points in a bandwidth.
  private let density: Int
  private let table: [Double]

  private static let reach = 5

  public init(pointsPerBandwidth density: Int = 8) {
    self.density = max(2, density)
    let step = 1 / Double(self.density)
    table = (0...Self.reach * self.density).map { exponential(-0.5 * Double($0 * $0) * step * step) }
  }

  /// The modes in the window, or all of them.
  ///
  /// - Parameters:
  ///   - points: the sample, in any order.
  ///   - beta: the inverse squared bandwidth.
  ///   - window: where modes count; the whole line when nil.
  public func modes(_ points: [Double], beta: Double, in window: ClosedRange<Double>? = nil) -> Int {
    let scale = beta.squareRoot() * Double(density)
    let margin = 1 / beta.squareRoot()
    let low = window?.lowerBound ?? (points.min() ?? 0) - margin
    let high = window?.upperBound ?? (points.max() ?? 0) + margin
    // Within the window, and not meeting the sample: there F would be exactly 0 by chance.
    let origin = low * scale + 0.3819660112501051
    let count = max(0, Int((high * scale - origin).rounded(.down)) + 1)
    var field = [Double](repeating: 0, count: count)
    for x in points { add(x * scale - origin, to: &field) }
    var modes = 0
    var isBelow = false
    for f in field where f != 0 {
      if f > 0, isBelow { modes += 1 }
      isBelow = f < 0
    }
    return modes
  }

  /// Adds the term of a point at `position`, in grid steps.
  private func add(_ position: Double, to field: inout [Double]) {
    let nearest = position.rounded()
    let range = table.count - 1
    guard nearest > -Double(range), nearest < Double(field.count + range) else { return }
    let k = Int(nearest)
    let step = 1 / Double(density)
    let offset = (nearest - position) * step
    let start = exponential(-0.5 * offset * offset)
    for (sign, first) in [(1, 0), (-1, 1)] {
      let ratio = exponential(-Double(sign) * offset * step)
      var power = sign > 0 ? start : start * ratio
      for j in first...range {
        let index = k + sign * j
        if index >= 0, index < field.count {
          field[index] += (offset + Double(sign * j) * step) * power * table[j]
        }
        power *= ratio
      }
    }
  }
}

/// Mean numbers of modes of random samples, by `KernelModeScan`.
public enum KernelModeTrials {
  /// Samples of n standard normal numbers.
  ///
  /// - Parameters:
  ///   - beta: the inverse squared bandwidth.
  ///   - window: where modes count; the whole line when nil.
  public static func normal(
    count n: Int, beta: Double, in window: ClosedRange<Double>? = nil, samples: Int, threads: Int? = nil,
    seed: UInt64, stop: StopCondition? = nil
  ) throws -> SampleEstimate {
    try require(n >= 1 && n <= 100_000_000, "n", "from 1 to 1e8")
    try require(beta > 0 && beta <= 1e12, "beta", "positive and at most 1e12")
    let scan = KernelModeScan()
    return try estimateMean(
      samples: samples, chunk: max(1, samples / 64), seed: seed, threads: threads, stop: stop
    ) {
      var points = [Double](repeating: 0, count: n)
      return { index in
        var random = RandomStream(seed: seed, stream: UInt64(index), domain: UInt32(n))
        for i in points.indices { points[i] = random.normal() }
        return Double(scan.modes(points, beta: beta, in: window))
      }
    }
  }

  /// Modes per unit length of Σ e^(-(t-u)²/2) over a Poisson process of `rate` points per unit length.
  ///
  /// - Parameter length: of each of the independent stretches.
  public static func poisson(
    rate: Double, length: Double, samples: Int, threads: Int? = nil, seed: UInt64, stop: StopCondition? = nil
  ) throws -> SampleEstimate {
    try require(rate > 0 && rate * length <= 1e8, "rate", "positive and moderate")
    let scan = KernelModeScan()
    return try estimateMean(
      samples: samples, chunk: max(1, samples / 64), seed: seed, threads: threads, stop: stop
    ) {
      { index in
        var random = RandomStream(seed: seed, stream: UInt64(index))
        var points: [Double] = []
        var position = -8 - logarithm(random.openUniform()) / rate
        while position < length + 8 {
          points.append(position)
          position -= logarithm(random.openUniform()) / rate
        }
        return Double(scan.modes(points, beta: 1, in: 0...length)) / length
      }
    }
  }
}
