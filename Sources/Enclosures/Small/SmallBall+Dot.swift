/// Dot products with a fixed-point accumulator: no term is normalised or rounded on its own.
extension SmallBall {
  /// Σ a_i b_i over the indices that both have.
  public static func dot(_ a: [SmallBall], _ b: [SmallBall]) -> SmallBall {
    a.withUnsafeBufferPointer { x in
      b.withUnsafeBufferPointer { y in
        guard let p = x.baseAddress, let q = y.baseAddress else { return .zero }
        return dot(Swift.min(x.count, y.count), p, q)
      }
    }
  }

  /// Σ_{i<n} a[i] b[step i]; a step of -1 makes it a convolution.
  public static func dot(
    _ n: Int, _ a: UnsafePointer<SmallBall>, _ b: UnsafePointer<SmallBall>, step: Int = 1
  ) -> SmallBall {
    if n <= blockLength { return n > 0 ? blockDot(n, a, b, step) : .zero }
    var sum = SmallBall.zero
    for start in stride(from: 0, to: n, by: blockLength) {
      if Budget.isExhausted { return .indeterminate }
      sum += blockDot(Swift.min(blockLength, n - start), a + start, b + start * step, step)
    }
    return sum
  }

  private static var blockLength: Int { 1 << 16 }

  /// **Midpoint.** With E the largest exponent of a product of midpoints and n < 2^(L - 1), all partial sums are
  /// below 2^(E + L - 1), so they fit 192 bits in two's complement with the unit u = 2^(E + L - 192). A product
  /// of 256 bits is cut to multiples of u, downwards: an error below u; a negative one is complemented, which
  /// subtracts u once more from minus the cut value: its error is between -u and 0. Altogether at most n u.
  ///
  /// **Radius.** For thin balls |xy - ab| <= A rb + B ra, where A, B are the 32-bit bounds raised by a unit (see
  /// the product). With R the largest exponent of these 2 n products of words, they are added up in units of
  /// 2^(R + L - 63): each is below 2^(63 - L) units, so their sum is below 2^63, and each cut loses less than
  /// a unit, which makes 2 n.
  ///
  /// Terms with balls that are not thin are left to the operators.
  private static func blockDot(
    _ n: Int, _ a: UnsafePointer<SmallBall>, _ b: UnsafePointer<SmallBall>, _ step: Int
  ) -> SmallBall {
    var (top, spread, width) = (zeroExponent * 2, zeroExponent * 2, zeroExponent * 2)
    var q = b
    for i in 0..<n {
      let (ea, ra) = (a[i].exponent, a[i].rad.exponent)
      let (eb, rb) = (q.pointee.exponent, q.pointee.rad.exponent)
      top = Swift.max(top, ea &+ eb)
      spread = Swift.max(spread, Swift.max(ea &+ rb, eb &+ ra))
      width = Swift.max(width, Swift.min(ra &- ea, rb &- eb))
      q += step
    }
    // A radius that is not finite is wide, or makes `spread` so.
    if width > thinLimit || spread >= Magnitude.infiniteExponent - 64 || !isMidpointExponent(top) {
      return plainDot(n, a, b, step)
    }

    let guardBits = Int.bitWidth - n.leadingZeroBitCount + 1
    let base = top &+ guardBits
    let radiusBase = spread &+ guardBits &+ 1
    var (low, high) = (UInt64(0), UInt128(0))
    var radii: UInt64 = 0
    q = b
    for i in 0..<n {
      let (ah, al, ea) = (a[i].hi, a[i].lo, a[i].exponent)
      let (bh, bl, eb) = (q.pointee.hi, q.pointee.lo, q.pointee.exponent)
      let (ra, rb) = (a[i].rad, q.pointee.rad)
      let isNegative = a[i].isNegativeMidpoint != q.pointee.isNegativeMidpoint
      q += step

      let p = ((ah >> 32) &+ 2) &* UInt64(rb.mantissa)
      let r = ((bh >> 32) &+ 2) &* UInt64(ra.mantissa)
      radii = radii &+ Magnitude.align(p, radiusBase &- ea &- rb.exponent)
      radii = radii &+ Magnitude.align(r, radiusBase &- eb &- ra.exponent)

      // The product's upper three limbs.
      let first = ah.multipliedFullWidth(by: bh)
      let (c, d) = (ah.multipliedFullWidth(by: bl), al.multipliedFullWidth(by: bh))
      let second = UInt128(c.low) &+ UInt128(d.low) &+ UInt128(al.multipliedFullWidth(by: bl).high)
      let m =
        (UInt128(first.high) << 64 | UInt128(first.low)) &+ UInt128(c.high) &+ UInt128(d.high)
        &+ (second >> 64)
      var (x2, x1) = (UInt64(truncatingIfNeeded: m >> 64), UInt64(truncatingIfNeeded: m))
      var x0 = UInt64(truncatingIfNeeded: second)
      var shift = UInt64(truncatingIfNeeded: base &- ea &- eb)
      if _slowPath(shift >= 64) {
        if shift >= 192 { continue }
        (x2, x1, x0) = shift >= 128 ? (0, 0, x2) : (0, x2, x1)
        shift &= 63
      }
      // By `shift` to the right, and complemented when negative.
      let mask: UInt64 = isNegative ? ~0 : 0
      let back = 63 &- shift
      let y0 = (x0 &>> shift | (x1 &<< 1) &<< back) ^ mask
      let y1 = (x1 &>> shift | (x2 &<< 1) &<< back) ^ mask
      let y2 = (x2 &>> shift) ^ mask
      let (s, carry) = low.addingReportingOverflow(y0)
      low = s
      high = high &+ (UInt128(y2) << 64 | UInt128(y1)) &+ (carry ? 1 : 0)
    }
    let cuts = Magnitude(n).scaled(by: base &- 192)
    let radius = Magnitude.ceiling(radii &+ 2 &* UInt64(n), unit: radiusBase)
    return fixedPoint(high, low, top: base, .sum3(cuts, spread < leastTermExponent ? .zero : radius, .zero))
  }

  /// The ball around (high 2^64 + low) 2^(top - 192), in two's complement, of the given radius.
  private static func fixedPoint(_ high: UInt128, _ low: UInt64, top: Int, _ radius: Magnitude) -> SmallBall {
    let isNegative = high >> 127 != 0
    let (l, borrow) = isNegative ? (0 &- low, low != 0) : (low, false)
    let h = isNegative ? 0 &- high &- (borrow ? 1 : 0) : high
    if h == 0 && l == 0 { return SmallBall(.zero, radius) }
    // Normalise 192 bits.
    let n = h == 0 ? 128 &+ l.leadingZeroBitCount : h.leadingZeroBitCount
    let k = UInt128(UInt64(truncatingIfNeeded: n))
    let below = UInt128(l) << 64
    let m = n >= 128 ? below << (k - 128) : h << k | below >> (128 - k)
    let lost = n < 64 && l << UInt64(n) != 0
    let c = Center(m, top &- n, isNegative: isNegative, isExact: !lost)
    if !isMidpointExponent(c.exponent) { return outOfRange(c, radius) }
    return SmallBall(c, lost ? radius + .power2(c.exponent &- 128) : radius)
  }

  /// Term by term.
  private static func plainDot(
    _ n: Int, _ a: UnsafePointer<SmallBall>, _ b: UnsafePointer<SmallBall>, _ step: Int
  ) -> SmallBall {
    var sum = SmallBall.zero
    for i in 0..<n { sum += a[i] * b[i &* step] }
    return sum
  }
}
