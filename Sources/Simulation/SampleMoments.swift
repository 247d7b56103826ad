/// Count, mean and sum of squared deviations of a sample, updated one value at a time (Welford) or merged from two
/// parts (Chan, Golub, LeVeque). Merging in a fixed order gives fixed bits.
public struct SampleMoments: Sendable, Equatable {
  public private(set) var count = 0
  public private(set) var mean = 0.0
  private var squares = 0.0

  /// The moments of no value.
  public init() {}

  /// Takes one more value in.
  public mutating func add(_ value: Double) {
    count += 1
    let deviation = value - mean
    mean += deviation / Double(count)
    squares += deviation * (value - mean)
  }

  /// Takes another sample in.
  public mutating func merge(_ other: SampleMoments) {
    guard other.count > 0 else { return }
    guard count > 0 else {
      self = other
      return
    }
    let (left, right) = (Double(count), Double(other.count))
    let deviation = other.mean - mean
    count += other.count
    mean += deviation * (right / (left + right))
    squares += other.squares + deviation * deviation * (left * right / (left + right))
  }

  /// The unbiased sample variance; infinite for fewer than two values.
  public var variance: Double { count > 1 ? squares / Double(count - 1) : .infinity }

  /// The standard error of the mean; infinite for fewer than two values.
  public var standardError: Double { count > 1 ? (variance / Double(count)).squareRoot() : .infinity }
}

/// A Monte Carlo mean, with its standard error and the seed that reproduces it.
public struct SampleEstimate: Sendable, Equatable {
  public var mean: Double
  public var standardError: Double
  public var samples: Int
  public var seed: UInt64

  public init(mean: Double, standardError: Double, samples: Int, seed: UInt64) {
    self.mean = mean
    self.standardError = standardError
    self.samples = samples
    self.seed = seed
  }

  init(_ moments: SampleMoments, seed: UInt64) {
    self.init(
      mean: moments.mean, standardError: moments.standardError, samples: moments.count, seed: seed)
  }

  /// The estimate of `scale * x + offset`.
  public func transformed(scale: Double, offset: Double) -> SampleEstimate {
    SampleEstimate(
      mean: scale * mean + offset, standardError: abs(scale) * standardError, samples: samples, seed: seed)
  }
}

/// Mean of `sample(i)` over i = 0, ..., samples - 1, on all cores, bit for bit the same for every thread count.
///
/// - Parameter makeSampler: called once per chunk, so that a sampler can own its work space.
func estimateMean(
  samples: Int, chunk: Int, seed: UInt64, threads: Int?, stop: StopCondition?,
  makeSampler: @Sendable () -> (Int) -> Double
) throws -> SampleEstimate {
  try require(samples >= 2, "samples", "at least 2")
  let parts = try Parallel.mapChunks(total: samples, chunk: chunk, threads: threads, stop: stop) { range in
    let sample = makeSampler()
    var moments = SampleMoments()
    for index in range { moments.add(sample(index)) }
    return moments
  }
  var total = SampleMoments()
  for part in parts { total.merge(part) }
  return SampleEstimate(total, seed: seed)
}

extension SampleEstimate {
  /// The mean of independent trials, each with a random stream of its own.
  public static func mean(
    samples: Int, seed: UInt64, threads: Int? = nil, stop: StopCondition? = nil,
    _ trial: @escaping @Sendable (inout RandomStream) -> Double
  ) throws -> SampleEstimate {
    try estimateMean(
      samples: samples, chunk: max(1, min(65_536, samples / 16)), seed: seed, threads: threads, stop: stop
    ) {
      { index in
        var random = RandomStream(seed: seed, stream: UInt64(index))
        return trial(&random)
      }
    }
  }
}
