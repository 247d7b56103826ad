/// Random sequential placement until nothing more fits, for the Renyi centres of "Clustering in Causal Attention
/// Masking" (arXiv 2411.04990): among independent uniform points, the greedy centres are those farther than delta
/// from every earlier centre.
///
/// Rejected points change nothing, so given the centres so far the next one is uniform on the set that is still free:
/// the engine draws from that set (a list of intervals) and never waits.
struct SequentialPlacement {
  private var starts: [Double] = []
  private var ends: [Double] = []

  /// The number of points placed on [0, length] at mutual distance above `separation`.
  mutating func count(length: Double, separation: Double, stream: inout RandomStream) -> Int {
    starts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    if length > 0 {
      starts.append(0)
      ends.append(length)
    }
    var placed = 0
    while !starts.isEmpty {
      var total = 0.0
      for i in starts.indices { total += ends[i] - starts[i] }
      var offset = stream.openUniform() * total
      var chosen = 0
      while chosen < starts.count - 1, offset > ends[chosen] - starts[chosen] {
        offset -= ends[chosen] - starts[chosen]
        chosen += 1
      }
      let (low, high) = (starts[chosen], ends[chosen])
      let point = min(low + offset, high)
      placed += 1
      starts.swapAt(chosen, starts.count - 1)
      ends.swapAt(chosen, ends.count - 1)
      starts.removeLast()
      ends.removeLast()
      if point - separation > low {
        starts.append(low)
        ends.append(point - separation)
      }
      if point + separation < high {
        starts.append(point + separation)
        ends.append(high)
      }
    }
    return placed
  }
}

/// Monte Carlo of the number of ordinary Renyi centres of an infinite independent uniform sequence on the circle,
/// at separation delta ("Clustering in Causal Attention Masking", arXiv 2411.04990; closed form derived).
public struct RenyiCentresOnCircle: Sendable, Equatable {
  /// Separation delta > 0 (an angle).
  public var separation: Double

  public init(separation: Double) {
    self.separation = separation
  }

  /// The mean number of centres.
  public func run(
    samples: Int, threads: Int? = nil, seed: UInt64, stop: StopCondition? = nil
  ) throws -> SampleEstimate {
    try require(separation >= 1e-4 && separation.isFinite, "delta", "at least 1e-4")
    // The first centre cuts the circle: the others avoid an arc of length 2 delta around it.
    let length = 2 * Double.pi - 2 * separation
    return try estimateMean(samples: samples, chunk: 256, seed: seed, threads: threads, stop: stop) {
      var placement = SequentialPlacement()
      return { index in
        var stream = RandomStream(seed: seed, stream: UInt64(index), domain: 1)
        return 1 + Double(placement.count(length: length, separation: separation, stream: &stream))
      }
    }
  }
}

/// Monte Carlo of Renyi's parking problem: the number of unit cars parked at random on [0, x] until no more fits.
/// Its mean m(x) gives the constant C = lim m(x) / x that "Clustering in Causal Attention Masking" (arXiv
/// 2411.04990) quotes from Renyi and from Dvoretzky and Robbins.
public struct ParkingLine: Sendable, Equatable {
  /// Length x >= 0 of the street, in cars.
  public var length: Double

  public init(length: Double) {
    self.length = length
  }

  /// The mean number of cars, m(x).
  public func run(
    samples: Int, threads: Int? = nil, seed: UInt64, stop: StopCondition? = nil
  ) throws -> SampleEstimate {
    try require(length >= 0 && length <= 1e5, "x", "in [0, 1e5]")
    let exact = length < 1 ? 0.0 : 1.0
    let places = length - 1
    return try estimateMean(samples: samples, chunk: 64, seed: seed, threads: threads, stop: stop) {
      var placement = SequentialPlacement()
      return { index in
        guard places > 0 else { return exact }
        var stream = RandomStream(seed: seed, stream: UInt64(index), domain: 2)
        return Double(placement.count(length: places, separation: 1, stream: &stream))
      }
    }
  }

  /// (m(x) + 1) / (x + 1), which equals the constant up to a superexponentially small error in x (below 1e-30 from
  /// x = 30 on).
  public func constant(
    samples: Int, threads: Int? = nil, seed: UInt64, stop: StopCondition? = nil
  ) throws -> SampleEstimate {
    try run(samples: samples, threads: threads, seed: seed, stop: stop)
      .transformed(scale: 1 / (length + 1), offset: 1 / (length + 1))
  }
}
