/// Decimals of machine words, rounded to doubles.
enum DecimalRounding {
  /// The double nearest to m · 10^e, ties to even, for |e| <= 27; nil for other exponents.
  ///
  /// With 10^e = 5^e · 2^e and 5^27 < 2^63, the product or the quotient of m and 5^|e| is found to at least 62 binary
  /// places by one operation of words. A lowest bit that says whether more places follow (sticky) lies below the place
  /// where 53 bits are rounded, so that the rounding of this head is that of the number; a power of two scales it without
  /// error, as all exponents stay far from the ends of the doubles.
  static func nearest(_ m: UInt64, _ e: Int) -> Double? {
    if m == 0 { return 0 }
    if e == 0 { return Double(m) }
    return e < 0 ? quotient(m, -e) : product(m, e)
  }

  private static func product(_ m: UInt64, _ e: Int) -> Double? {
    guard e <= 27 else { return nil }
    let (high, low) = m.multipliedFullWidth(by: NumberText.fives[e])
    if high == 0 { return Double(low) * power(e) }
    let shift = UInt64(high.leadingZeroBitCount)
    // `>>` beyond the width gives 0.
    let head = high << shift | low >> (64 - shift)
    let sticky: UInt64 = low << shift == 0 ? 0 : 1
    return Double(head | sticky) * power(e + 64 - Int(shift))
  }

  private static func quotient(_ m: UInt64, _ k: Int) -> Double? {
    guard k <= 27 else { return nil }
    let five = NumberText.fives[k]
    let (s, t) = (m.leadingZeroBitCount, five.leadingZeroBitCount)
    // Both in [2^63, 2^64): the quotient of M 2^63 by D is in (2^62, 2^64).
    let (top, bottom) = (m << UInt64(s), five << UInt64(t))
    let (head, rest) = bottom.dividingFullWidth((top >> 1, top << 63))
    return Double(head | (rest == 0 ? 0 : 1)) * power(t - s - k - 63)
  }

  /// 2^k for |k| <= 1022.
  private static func power(_ k: Int) -> Double { Double(bitPattern: UInt64(1023 + k) << 52) }
}
