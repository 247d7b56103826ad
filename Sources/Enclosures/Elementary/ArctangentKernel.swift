import CMPFR

extension ElementaryKernel {
  /// atan a.
  ///
  /// With X + i Y = 1 + i |a| or, for |a| >= 1, |a| + i (scaled by a power of 2), θ = arg(X + i Y) is atan |a| or
  /// π/2 - atan |a|. Turning by the digits, (X + i Y) Π (1 - i j_i 2^(-d i)) = X' + i Y', leaves
  /// θ = Σ atan(j_i 2^(-d i)) + atan(Y'/X'). The products are exact, and Y'/X' is small. Doubles choose the digits;
  /// whatever they are, the identity holds as long as X' > |Y'|.
  ///
  /// **Error**, in ulps of 2^(-64 n): X >= 1/2 and Y are cut by one ulp each (that turns θ by at most 3), then low limbs
  /// of X' are dropped, with those of Y' (2 more at most, X' keeping n limbs and more), and the quotient is cut by one: w
  /// errs by at most 6, and the series has slope at most 1 and errs by E. Table 10, π/2 4. In all E + 20.
  static func atan(_ z: BallPointer, _ a: MPFRPointer) -> Magnitude? {
    let e = a.pointee._mpfr_exp
    guard isRegular(a) else { return nil }
    if e < smallExponent { return oddSeries(z, a, .arctangent) }
    let n = limbs(bits: z.bits, lost: Swift.max(0, -e))
    if n > DigitTable.largest { return atanByCorrection(z, a, lost: Swift.max(0, -e)) }
    return atan(z, a, limbs: n, slack: slack(bits: z.bits, lost: Swift.max(0, -e), limbs: n))
  }

  /// As above, with n limbs whatever the precision of z, a not very small; 2^slack ulps may be left out.
  static func atan(_ z: BallPointer, _ a: MPFRPointer, limbs n: Int, slack: Int = 0) -> Magnitude? {
    let e = a.pointee._mpfr_exp
    guard isRegular(a), n <= DigitTable.largest else { return nil }
    let table = DigitTable.arctangent(limbs: n)
    let inverted = e > 0
    return LimbWorkspace.with(words: 9 &* n &+ 22) { work in
      var (x, y) = (work.take(n &+ 4), work.take(n &+ 4))
      var (x1, y1) = (work.take(n &+ 4), work.take(n &+ 4))
      // |a| 2^-e and 2^-e, or 1 and |a|.
      if inverted {
        FixedPoint.load(x, fraction: n, mantissaOf: a, exponent: 0)
        setPower2(y, -e, limbs: n)
      } else {
        setPower2(x, 0, limbs: n)
        FixedPoint.load(y, fraction: n, mantissaOf: a, exponent: e)
      }
      var size = n &+ 1
      var ratio = estimate(y, n) / estimate(x, n)
      let sum = work.take(n &+ 1)
      sum.update(repeating: 0, count: n &+ 1)
      let d = table.digitBits
      // The turn so far, not yet applied: c + i s.
      var (c, s) = (1 as UInt, 0 as UInt)
      for i in 1...table.levels {
        let j = Swift.max(
          0, Swift.min(Int(ratio * powerOfTwo(d &* i)), i == 1 ? table.last &+ 1 : table.last))
        let v = Double(j) * powerOfTwo(-d &* i)
        // After the first digit ratio v < 2^-12.
        ratio = i == 1 ? (ratio - v) / (1 + ratio * v) : (ratio - v) * (1 - ratio * v)
        if j > 0 { sum[n] &+= __gmpn_add_n(sum, sum, table.entry(i, j, limbs: n), n) }
        let (p, q) = ((1 as UInt) << UInt(d &* i), UInt(j))
        // arg(c + i s) stays below 47 degrees: c > 0. The length of the first factors is below 1.5 · 2^60.
        (c, s) = i <= 4 ? (c &* p &- s &* q, s &* p &+ c &* q) : (p, q)
        if i < Swift.min(4, table.levels) { continue }
        // x c + y s, y c - x s
        x1[size] = __gmpn_mul_1(x1, x, size, c)
        x1[size] &+= __gmpn_addmul_1(x1, y, size, s)
        y1[size] = __gmpn_mul_1(y1, y, size, c)
        y1[size] &-= __gmpn_submul_1(y1, x, size, s)
        size &+= 1
        swap(&x, &x1)
        swap(&y, &y1)
        if y[size &- 1] >> 63 != 0 { break }
      }
      var isBelow = false
      if y[size &- 1] >> 63 != 0 {
        isBelow = true
        _ = __gmpn_neg(y, y, size)
      }
      while size > 1, x[size &- 1] == 0 { size &-= 1 }
      // At least n limbs of X' stay below its leading one.
      let drop = Swift.max(0, size &- n &- 1)
      let length = size &- drop
      var top = length
      while top > 0, y[drop &+ top &- 1] == 0 { top &-= 1 }
      let w = work.take(n &+ 1)
      w.update(repeating: 0, count: n &+ 1)
      let quotientSize = top &+ n &- length &+ 1
      if quotientSize > 0 {
        let numerator = work.take(2 &* n &+ 2)
        let remainder = work.take(n &+ 2)
        numerator.update(repeating: 0, count: n)
        (numerator + n).update(from: y + drop, count: top)
        __gmpn_tdiv_qr(w, remainder, 0, numerator, n &+ top, x + drop, length)
      }
      guard w[n] == 0, let error = OddSeries.evaluate(w, w, limbs: n, series: .arctangent, slack: slack)
      else {
        return nil
      }
      if isBelow {
        sum[n] &-= __gmpn_sub_n(sum, sum, w, n)
      } else {
        sum[n] &+= __gmpn_add_n(sum, sum, w, n)
      }
      if inverted {
        // π/2 - θ > 0.
        let half = x
        half[n] = __gmpn_lshift(half, table.constant(limbs: n), n, 1)
        _ = __gmpn_sub_n(sum, half, sum, n &+ 1)
      }
      if sum[n] >> 63 != 0 { return nil }
      return FixedPoint.store(
        z, sum, count: n &+ 1, shift: -64 &* n, negative: a.pointee._mpfr_sign < 0,
        error: bound(ulps: error &+ 20, limbs: n))
    }
  }

  /// 2^e in n fraction limbs and one more, 0 when it is below an ulp; e <= 0.
  private static func setPower2(_ z: LimbPointer, _ e: Int, limbs n: Int) {
    z.update(repeating: 0, count: n &+ 1)
    let bit = 64 &* n &+ e
    if bit >= 0 { z[bit >> 6] = 1 << UInt(bit & 63) }
  }

  /// The leading 64 fraction bits and the integer part.
  @inline(__always)
  private static func estimate(_ x: LimbPointer, _ n: Int) -> Double {
    Double(x[n]) + Double(x[n &- 1]) * 0x1p-64
  }
}
