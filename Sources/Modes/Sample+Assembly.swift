import VlasovNumbers
import VlasovSimulation

extension Sample {
  /// Sorts numbers by their exact values and merges equal ones; weights are positive, and 1 when nil.
  ///
  /// Rounding is monotone: the nearest doubles decide about the order, and only where they are equal the exact values
  /// are compared. The result does not depend on the number of threads.
  init(assembling numbers: [SampleNumber], weights: [SampleNumber]?, threads: Int?) throws {
    let nearest = try Self.nearest(numbers, threads: threads)
    let isExact = numbers.allSatisfy(\.isDouble)
    let keys = nearest.indices.map { KeyedIndex(key: nearest[$0], index: Int32($0)) }
    let order = BucketSort.sorted(keys, threads: Swift.max(1, threads ?? Parallel.defaultThreads))
    var points: [Double] = []
    var exact: [SampleNumber] = []
    var sums = WeightSums()
    points.reserveCapacity(order.count)
    if !isExact { exact.reserveCapacity(order.count) }

    /// A point with its observations.
    func add(_ group: ArraySlice<KeyedIndex>) {
      guard let first = group.first else { return }
      points.append(first.key)
      if !isExact { exact.append(numbers[Int(first.index)]) }
      if let weights {
        sums.add(group.lazy.map { weights[Int($0.index)] })
      } else {
        sums.add(count: group.count)
      }
    }
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, order[end].key == order[start].key { end += 1 }
      let first = numbers[Int(order[start].index)]
      if isExact || end == start + 1
        || order[(start + 1)..<end].allSatisfy({ numbers[Int($0.index)] == first })
      {
        add(order[start..<end])
      } else {
        let sorted = order[start..<end].map { (number: numbers[Int($0.index)].rational, place: $0) }
          .sorted { $0.number < $1.number }
        for group in sorted.indices.chunked(where: { sorted[$0].number == sorted[$1].number }) {
          add(ArraySlice(sorted[group].map(\.place)))
        }
      }
      start = end
    }
    guard sums.areFinite else { throw SampleError("a weight is beyond the range of doubles") }
    self.init(
      points: points, exactPoints: isExact ? nil : exact, weights: sums.areOnes ? nil : sums.nearest,
      exactWeights: sums.exact, count: numbers.count)
  }

  private static func nearest(_ numbers: [SampleNumber], threads: Int?) throws -> [Double] {
    let parts = try Parallel.mapChunks(total: numbers.count, chunk: 1 << 15, threads: threads) { range in
      try range.map { i in
        let x = numbers[i].double
        guard x.isFinite else { throw SampleError(position: i, "a number is beyond the range of doubles") }
        return x
      }
    }
    return parts.count == 1 ? parts[0] : Array(parts.joined())
  }
}

/// Exact sums of weights, as doubles while they are doubles.
private struct WeightSums {
  private(set) var nearest: [Double] = []
  /// The sums that are no doubles, by position.
  private var others: [Int: Rational] = [:]
  private(set) var areOnes = true
  private(set) var areFinite = true

  /// All sums exactly, unless all are doubles.
  var exact: [Rational]? {
    guard !others.isEmpty else { return nil }
    return nearest.indices.map { others[$0] ?? Rational(exactly: nearest[$0]) ?? 0 }
  }

  mutating func add(count: Int) {
    nearest.append(Double(count))
    if count != 1 { areOnes = false }
  }

  mutating func add(_ weights: some Collection<SampleNumber>) {
    areOnes = false
    if let sum = Self.doubleSum(weights) {
      nearest.append(sum)
      return
    }
    let sum = weights.reduce(Rational(0)) { $0 + $1.rational }
    let rounded = sum.double
    if Rational(exactly: rounded) != sum { others[nearest.count] = sum }
    if !rounded.isFinite { areFinite = false }
    nearest.append(rounded)
  }

  /// The sum, when the weights and every partial sum are doubles.
  private static func doubleSum(_ weights: some Collection<SampleNumber>) -> Double? {
    var sum = 0.0
    for weight in weights {
      guard case .double(let w) = weight else { return nil }
      // The rounding error of a sum of doubles is this double (Knuth).
      let next = sum + w
      let part = next - sum
      guard next.isFinite, (sum - (next - part)) + (w - part) == 0 else { return nil }
      sum = next
    }
    return sum
  }
}

extension Range<Int> {
  /// Consecutive ranges whose neighbours satisfy `belongs`.
  fileprivate func chunked(where belongs: (Int, Int) -> Bool) -> [Range<Int>] {
    var chunks: [Range<Int>] = []
    for i in self {
      if let last = chunks.last, belongs(i - 1, i) {
        chunks[chunks.count - 1] = last.lowerBound..<i + 1
      } else {
        chunks.append(i..<i + 1)
      }
    }
    return chunks
  }
}
