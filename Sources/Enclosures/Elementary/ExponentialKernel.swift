import CMPFR

extension ElementaryKernel {
  /// e^a for |a| < 2^29.
  ///
  /// |a| = k log 2 + t for a > 0, |a| = k log 2 - t for a < 0, with 0 <= t < log 2 about; then
  /// t = Σ log(1 + j_i 2^(-d i)) + s by the digits of t, and e^a = 2^(± k) e^s Π (1 + j_i 2^(-d i)). The product is below
  /// 2.1, so that the first three factors for d = 8, four for d = 6, make an integer below 2.1 · 2^60.
  ///
  /// **Error**, in ulps of 2^(-64 n): t is off by at most 1 (|a| is cut) + 2 k (log 2 is cut) + 10 (entries of
  /// the table); a correction of k by one adds 2. The digits are exact. So s is off by d = 2 k + 13, and is used
  /// as the exact argument of the series, whose sum errs by E. With e^s <= 1.01 (s < 2^-7), |e^(s+δ) - e^s| <=
  /// 1.02 d. The product of the factors, exact, is below 2.01. In all (E + 1.02 d) 2.01 <= 3 (E + d), times 2^(± k).
  static func exp(_ z: BallPointer, _ a: MPFRPointer) -> Magnitude? {
    let lost = Swift.max(a.pointee._mpfr_exp, 0)
    let n = limbs(bits: z.bits, lost: lost)
    if n > DigitTable.largest { return expByHalving(z, a) }
    return exp(z, a, limbs: n, slack: slack(bits: z.bits, lost: lost, limbs: n))
  }

  /// As above, with n limbs whatever the precision of z; 2^slack ulps may be left out.
  static func exp(_ z: BallPointer, _ a: MPFRPointer, limbs n: Int, slack: Int = 0) -> Magnitude? {
    let e = a.pointee._mpfr_exp
    guard isRegular(a), e <= 29, n <= DigitTable.largest else { return nil }
    let negative = a.pointee._mpfr_sign < 0
    let table = DigitTable.logarithm(limbs: n)
    let terms = WordSeries.exponential
    return LimbWorkspace.with(words: 2 &* n &+ 2) { work in
      let t = work.take(n &+ 1)
      FixedPoint.load(t, fraction: n, mantissaOf: a, exponent: e)
      let log2 = table.constant(limbs: n)
      guard let k = reduceByLog2(t, log2, n, leadingWord(a), e, negative: negative, &work) else { return nil }
      // Π (2^(d i) + j_i): the first factors in one word, a fifth one in another.
      var words: (UInt, UInt) = (1, 1)
      var shift = 0
      for i in 1...table.levels {
        let j = i == 1 ? table.firstDigit(t[n &- 1]) : table.digit(i, t[n &- 1])
        if j > 0 { _ = __gmpn_sub_n(t, t, table.entry(i, j, limbs: n), n) }
        let factor = (1 << UInt(table.digitBits &* i)) &+ UInt(j)
        if i <= 4 { words.0 = words.0 &* factor } else { words.1 = factor }
        shift &-= table.digitBits &* i
      }
      let r = FixedPoint.leadingZeroBits(t, n)
      guard let count = terms.termCount(limbs: n, zeroBits: r, slack: slack) else { return nil }
      let block = TaylorSum.blockLength(terms: count, series: 1)
      let power = negative ? -k : k
      let error = 3 &* (TaylorSum.error(terms: count, slack: slack) &+ 2 &* k &+ 13)
      return LimbWorkspace.with(words: TaylorSum.words(limbs: n, block: block)) { work in
        let series = TaylorSum(t, limbs: n, zeroBits: r, block: block, used: count, &work)
        let sum = series.sum(terms, terms: count)
        sum[n &+ 1] = __gmpn_mul_1(sum, sum, n &+ 1, words.0)
        var size = n &+ 2
        if words.1 != 1 {
          sum[size] = __gmpn_mul_1(sum, sum, size, words.1)
          size &+= 1
        }
        return FixedPoint.store(
          z, sum, count: size, shift: shift &+ power &- 64 &* n, negative: false,
          error: bound(ulps: error, limbs: n, shift: power))
      }
    }
  }

  /// Replaces |a| in the n + 1 limbs at t by t = |a| - k log 2, or k log 2 - |a| for negative a, in [0, log 2) but for
  /// rounding.
  ///
  /// - Returns: k; nil when t is not below 1 (never seen).
  @inline(__always)
  static func reduceByLog2(
    _ t: LimbPointer, _ log2: LimbPointer, _ n: Int, _ leading: UInt, _ e: Int, negative: Bool,
    _ work: inout LimbWorkspace
  ) -> Int? {
    var k = quotientByLog2(leading, e)
    if negative {
      k &+= 1
      let product = work.take(n &+ 1)
      product[n] = __gmpn_mul_1(product, log2, n, UInt(k))
      _ = __gmpn_sub_n(t, product, t, n &+ 1)
    } else if k > 0 {
      t[n] &-= __gmpn_submul_1(t, log2, n, UInt(k))
    }
    if t[n] != 0 {
      // The estimate of k was off by one: t is just below 0.
      t[n] &+= __gmpn_add_n(t, t, log2, n)
      k &+= negative ? 1 : -1
      if t[n] != 0 { return nil }
    }
    return k
  }

  /// About the integer part of 0.d 2^e / log 2 from the leading word of d, e <= 29; at most one too small or
  /// too large.
  @inline(__always)
  private static func quotientByLog2(_ d: UInt, _ e: Int) -> Int {
    if e < 0 { return 0 }
    // 2^62/log 2 = 2^62 + 0.4427 2^62; the product with d 2^-64 has 62 - e bits after the point.
    let inverse: UInt = 0x5C55_1D94_AE0B_F85D
    return Int(d.multipliedFullWidth(by: inverse).high >> UInt(62 &- e))
  }
}
