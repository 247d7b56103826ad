import VlasovNumbers
import VlasovSimulation

/// A finite sample of exact reals on the line, sorted, repeats merged to weights.
///
/// Each distinct point is kept as the nearest double and, where one of them is not a double, exactly as well.
public struct Sample: Sendable {
  /// The nearest doubles of the distinct points, in ascending order of the exact values.
  public let points: [Double]
  /// The exact points, unless all of them are doubles.
  let exactPoints: [SampleNumber]?
  /// The nearest doubles of the weights (multiplicities, or sums of given weights); nil when all are 1.
  public let weights: [Double]?
  /// The exact weights, unless all of them are doubles.
  let exactWeights: [Rational]?
  /// Observations, repeats counted.
  public let count: Int

  /// Distinct points.
  public var distinct: Int { points.count }

  init(
    points: [Double], exactPoints: [SampleNumber]?, weights: [Double]?, exactWeights: [Rational]?, count: Int
  ) {
    self.points = points
    self.exactPoints = exactPoints
    self.weights = weights
    self.exactWeights = exactWeights
    self.count = count
  }

  /// A sample of doubles, each taken exactly.
  ///
  /// - Parameters:
  ///   - doubles: in any order, repeats allowed.
  ///   - threads: all cores when nil.
  /// - Throws: `SampleError` for no numbers, and for a NaN or an infinity (with its position).
  public init(doubles: [Double], threads: Int? = nil) throws {
    self = try doubles.withUnsafeBufferPointer { try Sample(reading: $0, threads: threads) }
  }

  /// A sample of doubles in memory of somebody else's, which is only read; as `init(doubles:)`.
  public init(reading buffer: UnsafeBufferPointer<Double>, threads: Int? = nil) throws {
    let workers = Swift.max(1, threads ?? Parallel.defaultThreads)
    let areFinite = Chunks.allSatisfy(buffer, threads: workers) { part, _ in
      // The product with 0 is NaN for an infinity or a NaN, and stays so.
      part.reduce(0) { $0 + $1 * 0 } == 0
    }
    if !areFinite, let bad = buffer.firstIndex(where: { !$0.isFinite }) {
      throw SampleError(position: bad, "\(buffer[bad]) is not a finite number")
    }
    try self.init(finite: buffer, threads: threads)
  }

  /// A sample of exact numbers with positive weights (1 when nil).
  ///
  /// - Throws: `SampleError` for no numbers, another number of weights, a weight that is not positive, and numbers
  ///   beyond the range of doubles.
  public init(numbers: [SampleNumber], weights: [SampleNumber]? = nil, threads: Int? = nil) throws {
    guard !numbers.isEmpty else { throw SampleError("the sample is empty") }
    guard numbers.count < 1 << 31 else { throw SampleError("more than 2^31 numbers") }
    if let weights, weights.count != numbers.count {
      throw SampleError("\(weights.count) weights for \(numbers.count) numbers")
    }
    if let bad = weights?.firstIndex(where: { !$0.isPositive }) {
      throw SampleError(position: bad, "a weight is not positive")
    }
    try self.init(assembling: numbers, weights: weights, threads: threads)
  }

  /// Sorted and merged; the numbers are finite.
  private init(finite doubles: UnsafeBufferPointer<Double>, threads: Int?) throws {
    guard !doubles.isEmpty else { throw SampleError("the sample is empty") }
    guard doubles.count < 1 << 31 else { throw SampleError("more than 2^31 numbers") }
    let workers = Swift.max(1, threads ?? Parallel.defaultThreads)
    let sorted = BucketSort.sorted(doubles, threads: workers)
    let areDistinct = Chunks.allSatisfy(sorted, threads: workers) { part, next in
      var previous = part[0]
      var hasRepeat = next == part[part.count - 1]
      for x in part.dropFirst() {
        hasRepeat = hasRepeat || x == previous
        previous = x
      }
      return !hasRepeat
    }
    if areDistinct {
      self.init(
        points: sorted, exactPoints: nil, weights: nil, exactWeights: nil, count: doubles.count)
      return
    }
    var points: [Double] = []
    var weights: [Double] = []
    points.reserveCapacity(sorted.count)
    for x in sorted {
      if let last = points.last, last == x {
        if weights.isEmpty { weights = [Double](repeating: 1, count: points.count) }
        weights[points.count - 1] += 1
      } else {
        points.append(x)
        if !weights.isEmpty { weights.append(1) }
      }
    }
    self.init(
      points: points, exactPoints: nil, weights: weights.isEmpty ? nil : weights, exactWeights: nil,
      count: doubles.count)
  }

  /// The exact value of a distinct point.
  public func point(_ i: Int) -> Rational {
    exactPoints?[i].rational ?? Rational(exactly: points[i]) ?? 0
  }

  /// The exact weight of a distinct point.
  public func weight(_ i: Int) -> Rational {
    exactWeights?[i] ?? weights.flatMap { Rational(exactly: $0[i]) } ?? 1
  }
}

extension SampleNumber {
  var isPositive: Bool {
    switch self {
    case .double(let x): x > 0
    case .decimal(let significand, _): significand > 0
    case .rational(let q): q.signum > 0
    }
  }

  func isEqual(_ other: SampleNumber) -> Bool { self == other || rational == other.rational }
}
