/// A counter-based pseudo-random stream: Philox-4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers:
/// as easy as 1, 2, 3", SC 2011).
///
/// Block number `b` of the stream is a bijective function of `(seed, domain, stream, b)`, so there is no state to
/// hand from one sample to the next: sample `i` of a simulation reads stream `i`, and the numbers that it sees do
/// not depend on which thread runs it, or when. Streams with different `(seed, domain, stream)` never share a
/// block. A stream holds 2^33 values of 64 bits before it repeats.
public struct RandomStream: RandomNumberGenerator, Sendable {
  private let key: SIMD2<UInt32>
  private var counter: SIMD4<UInt32>
  private var block = SIMD4<UInt32>(repeating: 0)
  private var wordsLeft = 0
  private var spareNormal: Double?

  /// The stream with this seed, index and domain.
  ///
  /// - Parameters:
  ///   - seed: chooses the experiment.
  ///   - stream: usually the index of the sample.
  ///   - domain: separates the parts of one experiment (for instance the system size).
  public init(seed: UInt64, stream: UInt64, domain: UInt32 = 0) {
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    counter = SIMD4(
      0, domain, UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32))
  }

  /// The Philox-4x32 bijection with ten rounds.
  public static func philox(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var (x0, x1, x2, x3) = (counter.x, counter.y, counter.z, counter.w)
    var (k0, k1) = (key.x, key.y)
    for _ in 0..<10 {
      let left = 0xD251_1F53 * UInt64(x0)
      let right = 0xCD9E_8D57 * UInt64(x2)
      x0 = UInt32(truncatingIfNeeded: right >> 32) ^ x1 ^ k0
      x1 = UInt32(truncatingIfNeeded: right)
      x2 = UInt32(truncatingIfNeeded: left >> 32) ^ x3 ^ k1
      x3 = UInt32(truncatingIfNeeded: left)
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return SIMD4(x0, x1, x2, x3)
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    if wordsLeft == 0 {
      block = Self.philox(counter: counter, key: key)
      counter.x &+= 1
      wordsLeft = 4
    }
    let first = wordsLeft == 4 ? block.x : block.z
    let second = wordsLeft == 4 ? block.y : block.w
    wordsLeft -= 2
    return UInt64(second) << 32 | UInt64(first)
  }

  /// A multiple of 2^-53, uniform on [0, 1).
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// Uniform on (0, 1): an odd multiple of 2^-53, so that its logarithm is finite.
  public mutating func openUniform() -> Double {
    Double((next() >> 12) << 1 | 1) * 0x1p-53
  }

  /// An angle, uniform on [0, 2 pi).
  public mutating func angle() -> Double {
    uniform() * (2 * Double.pi)
  }

  /// An integer, exactly uniform on 0, ..., bound - 1 (Lemire's multiplication with rejection); 0 if `bound` < 2.
  public mutating func integer(below bound: Int) -> Int {
    guard bound > 1 else { return 0 }
    let size = UInt64(bound)
    let threshold = (0 &- size) % size
    while true {
      let product = next().multipliedFullWidth(by: size)
      if product.low >= threshold { return Int(product.high) }
    }
  }

  /// A standard normal number (Box and Muller; they come in pairs, the second is kept).
  public mutating func normal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    let radius = (-2 * logarithm(openUniform())).squareRoot()
    let direction = angle()
    spareNormal = radius * sine(direction)
    return radius * cosine(direction)
  }
}
