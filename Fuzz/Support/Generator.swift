/// A seeded generator (SplitMix64; Steele, Lea, Flood 2014). Every case has its own, made from the run's seed
/// and the case's number, so that a case is repeated without those before it.
struct Generator {
  private var state: UInt64

  init(seed: UInt64, number: UInt64) {
    state = seed
    state = next() &+ number &* 0xD134_2543_DE82_EF95
    _ = next()
  }

  @inline(__always) mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// 0 ..< n (the bias of 2^-64 n does not matter here).
  @inline(__always) mutating func below(_ n: Int) -> Int {
    Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(n)).high)
  }

  @inline(__always) mutating func int(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound &+ below(range.upperBound &- range.lowerBound &+ 1)
  }

  @inline(__always) mutating func oneIn(_ n: Int) -> Bool { below(n) == 0 }

  mutating func element<C: RandomAccessCollection>(of choices: C) -> C.Element where C.Index == Int {
    choices[choices.startIndex + below(choices.count)]
  }

  /// A precision from 2 to `limit` bits, each doubling as likely as the others; mostly at most 300, and often
  /// next to a multiple of the word size.
  mutating func precision(upTo limit: Int) -> Int {
    let top = oneIn(10) ? limit : min(limit, 300)
    let size = int(1...(Int.bitWidth - 1 - top.leadingZeroBitCount))
    let bits = int((1 << size)...((2 << size) - 1))
    return max(2, min(top, oneIn(4) ? (bits + 63) / 64 * 64 + int(-1...1) : bits))
  }

  /// An integer of `range`, small ones as often as large ones.
  mutating func parameter(in range: ClosedRange<Int>) -> Int {
    if oneIn(8) { return int(range) }
    let small = int(0...(1 << int(0...6)))
    let value =
      range.lowerBound < 0 && oneIn(2) ? -small : range.lowerBound > 0 ? range.lowerBound - 1 + small : small
    return min(max(value, range.lowerBound), range.upperBound)
  }
}
