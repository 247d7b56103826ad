import VlasovSimulation

/// Samples for tests and tables that every language can make, bit for bit.
extension Sample {
  /// `ih12:SEED:N`: N approximately normal numbers, each the sum of twelve uniform ones less 6.
  ///
  /// SplitMix64 from the state `seed`: each draw adds 0x9E3779B97F4A7C15 to the state and mixes it; its upper 53 bits
  /// are an integer u. A number is S - 6·2^53, S the sum of twelve consecutive u, rounded to the nearest double
  /// and scaled by 2^-53.
  public static func irwinHall(seed: UInt64, count: Int, threads: Int? = nil) throws -> Sample {
    guard count > 0 else { throw SampleError("the sample is empty") }
    return try Sample(doubles: irwinHallNumbers(seed: seed, count: count, threads: threads), threads: threads)
  }

  /// The numbers of `irwinHall` in the order of the generator.
  public static func irwinHallNumbers(seed: UInt64, count: Int, threads: Int? = nil) -> [Double] {
    let threads = Swift.max(1, threads ?? Parallel.defaultThreads)
    return [Double](unsafeUninitializedCapacity: Swift.max(0, count)) { buffer, filled in
      guard count > 0 else { return }
      let place = SharedPointer(buffer.baseAddress!)
      let chunks = count < 1 << 14 ? 1 : threads
      _ = Chunks.map(chunks) { c -> Int in
        for i in count * c / chunks..<count * (c + 1) / chunks {
          (place.pointer + i).initialize(to: irwinHallNumber(seed: seed, index: i))
        }
        return 0
      }
      filled = count
    }
  }

  private static func irwinHallNumber(seed: UInt64, index: Int) -> Double {
    let step: UInt64 = 0x9E37_79B9_7F4A_7C15
    var state = seed &+ step &* UInt64(truncatingIfNeeded: 12 * index)
    var sum: Int64 = 0
    for _ in 0..<12 {
      state &+= step
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      z ^= z >> 31
      sum += Int64(z >> 11)
    }
    return Double(sum - 6 << 53) * 0x1p-53
  }

  /// `comb:N`: the integers 0, ..., N - 1.
  public static func comb(count: Int) throws -> Sample {
    try Sample(doubles: (0..<Swift.max(0, count)).map { Double($0) })
  }
}
