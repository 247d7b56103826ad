import CMPFR

extension Rational {
  /// The exact value of `value`; nil for an infinity or a NaN.
  public init?(exactly value: Double) {
    guard value.isFinite else { return nil }
    self.init(unsafeWriting: { __gmpq_set_d($0, value) })
  }

  /// The nearest double, ties to even; infinite beyond the range of doubles.
  public var double: Double {
    let (n, d) = (numerator, denominator)
    if let n = n.asInt, let d = d.asInt, n.magnitude <= 1 << 53, d <= 1 << 53 {
      // Both are doubles, and one division of doubles is rounded to nearest.
      return Double(n) / Double(d)
    }
    let size = magnitude.nearestDouble(n.magnitude, d)
    return signum < 0 ? -size : size
  }

  /// `double` of n/d for n, d > 0.
  private func nearestDouble(_ n: Integer, _ d: Integer) -> Double {
    // 2^(e-1) < n/d < 2^(e+1).
    let e = n.bitWidth - d.bitWidth
    if e > 1025 { return .infinity }
    if e < -1080 { return 0 }
    // 2^62 < 2^shift n/d < 2^64: its floor, with the lowest bit set when the division leaves a remainder,
    // rounds as the quotient itself to every number of bits up to 61.
    let shift = 63 - e
    let (top, bottom) = shift >= 0 ? (n << shift, d) : (n, d << -shift)
    guard let (quotient, remainder) = top.quotientAndRemainder(dividingBy: bottom) else { return .nan }
    let head = quotient.withPointer { UInt64(__gmpz_get_ui($0)) } | (remainder.isZero ? 0 : 1)
    // The unit in the last place of the result is 2^(drop - shift), never below 2^-1074.
    let width = 64 - head.leadingZeroBitCount
    let drop = max(width - 53, shift - 1074)
    let rounded = head.roundedToEven(dropping: drop)
    return Double(sign: .plus, exponent: drop - shift, significand: Double(rounded))
  }
}

extension UInt64 {
  /// The integer nearest to self / 2^`count`, ties to even, for count >= 1.
  fileprivate func roundedToEven(dropping count: Int) -> UInt64 {
    if count > 64 { return 0 }
    let half: UInt64 = 1 << UInt64(count - 1)
    let rest = count == 64 ? self : self & (half &* 2 &- 1)
    let head = count == 64 ? 0 : self >> UInt64(count)
    return rest > half || (rest == half && head % 2 == 1) ? head + 1 : head
  }
}
