import VlasovModes
import VlasovSimulation

/// Certified counts of the modes of normal samples in windows.
struct WindowCounts {
  let model: KDESampling.Model
  private let counts: [Counts]
  private let seed: UInt64

  /// Modes in the windows of one sample, and the up-crossings of F there less its down-crossings.
  struct Counts: Sendable {
    var modes = 0
    var difference = 0
  }

  /// - Throws: `InputError` for samples that are too large, or windows that reach where the proxy is no approximation.
  init(_ context: CrossCheck.Context, windows: [ClosedRange<Double>]) throws {
    let p = context.parameters
    let n = try context.integer("n")
    model = KDESampling.Model(n: p.n, beta: p.beta)
    guard n <= 1 << 20, let beta = Rational(exactly: p.beta) else {
      throw InputError(parameter: "n", value: "\(n)", "n=\(n): too large for a simulation")
    }
    let edge = windows.reduce(0) { max($0, abs($1.lowerBound), abs($1.upperBound)) }
    guard model.density(edge) > 1 else {
      throw InputError(
        "the window reaches where a bandwidth holds less than one observation: the proxy is no approximation there"
      )
    }
    let (scale, seed) = (p.beta, context.seed)
    self.seed = seed
    // About a second on one core.
    let cost = Double(n) + 60 * min(8 * p.beta.squareRoot(), Double(n))
    let samples = Int(min(max(1e7 / cost, 50), 20_000))
    counts = try Parallel.map(count: samples, threads: context.threads, stop: context.stop) { index in
      var stream = RandomStream(seed: seed, stream: UInt64(index), domain: 31)
      let numbers = (0..<n).map { _ in stream.normal() }
      return try Self.count(numbers, beta: beta, scale: scale, windows)
    }
  }

  private static func count(
    _ numbers: [Double], beta: Rational, scale: Double, _ windows: [ClosedRange<Double>]
  ) throws -> Counts {
    let modes = try positions(numbers, beta: beta, scale: scale)
    var counts = Counts()
    for window in windows {
      counts.modes += modes.reduce(0) { $0 + (window.contains($1) ? 1 : 0) }
      counts.difference +=
        (isRising(numbers, scale, at: window.upperBound) ? 1 : 0)
        - (isRising(numbers, scale, at: window.lowerBound) ? 1 : 0)
    }
    return counts
  }

  /// F(t) > 0, in floating point: between crossings there is no other way from one sign to the other.
  private static func isRising(_ numbers: [Double], _ beta: Double, at t: Double) -> Bool {
    numbers.reduce(0.0) { $0 + (t - $1) * Double.exp(-beta * (t - $1) * (t - $1) / 2) } > 0
  }

  /// The middles of the intervals that isolate the modes.
  private static func positions(_ numbers: [Double], beta: Rational, scale: Double) throws -> [Double] {
    let h = 1 / scale.squareRoot()
    let sorted = numbers.sorted()
    var modes: [Double] = []
    var (t, first, last) = (sorted[0] - h, 0, -1)
    while t < sorted[sorted.count - 1] + h {
      while first < sorted.count, sorted[first] < t - 6 * h { first += 1 }
      var (q, f) = (first, 0.0)
      while q < sorted.count, sorted[q] < t + 6 * h {
        f += (t - sorted[q]) * Double.exp(-scale * (t - sorted[q]) * (t - sorted[q]) / 2)
        q += 1
      }
      let sign = f > 0 ? 1 : f < 0 ? -1 : last
      if last < 0, sign > 0 { modes.append(t - h / 40) }
      last = sign
      t += h / 20
    }
    return modes
  }

  /// The mean over the samples of `modes`, `valleys` or `difference`, over all windows of a sample together.
  func mean(of output: String) throws -> SampleEstimate {
    var moments = SampleMoments()
    for c in counts {
      switch output {
      case "valleys": moments.add(Double(c.modes - c.difference))
      case "difference": moments.add(Double(c.difference))
      default: moments.add(Double(c.modes))
      }
    }
    return SampleEstimate(
      mean: moments.mean, standardError: moments.standardError, samples: moments.count, seed: seed)
  }
}
