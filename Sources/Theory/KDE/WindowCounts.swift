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
    let needsModes = context.output != "difference"
    // About a second on one core: drawing, and for a count some milliseconds for tables and per box.
    let boxes = min(8 * p.beta.squareRoot(), Double(n))
    let samples =
      needsModes ? min(max(2e7 / (2e4 + Double(n) + 60 * boxes), 50), 600) : min(max(1e7 / p.n, 100), 20_000)
    counts = try Parallel.map(count: Int(samples), threads: context.threads, stop: context.stop) { index in
      var stream = RandomStream(seed: seed, stream: UInt64(index), domain: 31)
      let numbers = (0..<n).map { _ in stream.normal() }
      let modes = needsModes ? try Self.positions(numbers, beta: beta) : []
      return Self.count(modes, numbers, scale, windows)
    }
  }

  private static func count(
    _ modes: [Double], _ numbers: [Double], _ beta: Double, _ windows: [ClosedRange<Double>]
  ) -> Counts {
    var counts = Counts()
    for window in windows {
      counts.modes += modes.reduce(0) { $0 + (window.contains($1) ? 1 : 0) }
      let (from, to) = (
        isRising(numbers, beta, at: window.lowerBound), isRising(numbers, beta, at: window.upperBound)
      )
      counts.difference += (to ? 1 : 0) - (from ? 1 : 0)
    }
    return counts
  }

  /// F(t) > 0, in floating point: between crossings there is no other way from one sign to the other.
  private static func isRising(_ numbers: [Double], _ beta: Double, at t: Double) -> Bool {
    numbers.reduce(0.0) { $0 + (t - $1) * Double.exp(-beta * (t - $1) * (t - $1) / 2) } > 0
  }

  /// The middles of the intervals that isolate the modes.
  private static func positions(_ numbers: [Double], beta: Rational) throws -> [Double] {
    let found = try ModeCounter(threads: 1).brackets(Sample(doubles: numbers, threads: 1), beta: beta)
    guard found.count.isDecided else {
      throw Undecided("between \(found.count.lower) and \(found.count.upper) modes in a sample")
    }
    return found.brackets.map { $0.lowerBound + ($0.upperBound - $0.lowerBound) / 2 }
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
