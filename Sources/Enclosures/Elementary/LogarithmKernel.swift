import CMPFR

extension ElementaryKernel {
  /// log a for a > 0, not within 2^-40 of 1 (`logarithmNearOne` serves there).
  ///
  /// a = 2^K x with 1 <= x < 2. The digits j_i of x, found from its leading bits, give a short number
  /// M = Π (1 + j_i 2^(-d i)) with x = M (1 + ρ), ρ small, and
  /// log a = K log 2 + Σ log(1 + j_i 2^(-d i)) + 2 atanh w, w = (x - M)/(x + M): no multiplication is needed before the
  /// division. Doubles choose the digits; whatever they are, the identity holds.
  ///
  /// **Error**, in ulps of 2^(-64 n): x/2 is cut by one ulp, M/2 is exact, so the numerator (x - M)/2 errs by 1, the
  /// denominator (x + M)/2 >= 1 by 1, and by 2 more when its last bit is dropped: w, below 1/4, by less than 2,
  /// and the quotient is cut by 1: 3. The series has slope at
  /// most 1.01 (w < 2^-4) and errs by E (`OddSeries`); doubled 2 E + 7. The table: 2 per digit, 10. K log 2: 2 |K|.
  /// In all 2 E + 2 |K| + 17. Cancellation: near 1 the result is 2^-d, and n has d bits more.
  static func log(_ z: BallPointer, _ a: MPFRPointer) -> Magnitude? {
    guard isRegular(a), a.pointee._mpfr_sign > 0 else { return nil }
    let lost = bitsLostNearOne(a)
    if lost > 41 { return logarithmNearOne(z, a) }
    let n = limbs(bits: z.bits, lost: lost)
    return log(z, a, limbs: n, slack: slack(bits: z.bits, lost: lost, limbs: n))
  }

  /// |log a| >= 2^(-bits - 1), from the leading word of the mantissa.
  @inline(__always)
  private static func bitsLostNearOne(_ a: MPFRPointer) -> Int {
    switch a.pointee._mpfr_exp {
    case 1: (leadingWord(a) << 1).leadingZeroBitCount &+ 1
    case 0: (~leadingWord(a)).leadingZeroBitCount &+ 1
    default: 0
    }
  }

  /// As `log`, with n limbs whatever the precision of z; 2^slack ulps may be left out.
  static func log(_ z: BallPointer, _ a: MPFRPointer, limbs n: Int, slack: Int = 0) -> Magnitude? {
    let power = a.pointee._mpfr_exp &- 1
    guard isRegular(a), n <= DigitTable.largest, power.magnitude < 1 << 40 else { return nil }
    let table = DigitTable.logarithm(limbs: n)
    return LimbWorkspace.with(words: 7 &* n &+ 6) { work in
      // x/2, its n limbs below the point; then (x + M)/4 and (x - M)/4 above n zero limbs.
      let denominator = work.take(n &+ 1)
      let numerator = work.take(2 &* n)
      let difference = numerator + n
      FixedPoint.load(denominator, fraction: n, mantissaOf: a, exponent: 0)
      difference.update(from: denominator, count: n)
      let sum = work.take(n &+ 1)
      // The first digit: the leading d bits after the 1; then 1 + ρ with ρ < 2^-d.
      let d = table.digitBits
      let fraction = denominator[n &- 1] << 1
      let j = Int(fraction >> UInt(64 &- d))
      // Entry 0 is 0.
      sum.update(from: table.entry(1, j, limbs: n), count: n)
      sum[n] = 0
      var word = (1 << UInt(d)) &+ UInt(j)
      var rho = Double(fraction << UInt(d)) * 0x1p-64 / Double(word)
      var last: UInt = 1
      var bits = d
      for i in 2...table.levels {
        let j = Swift.max(0, Swift.min(Int(rho * powerOfTwo(d &* i)), table.last))
        let v = Double(j) * powerOfTwo(-d &* i)
        if j > 0 { sum[n] &+= __gmpn_add_n(sum, sum, table.entry(i, j, limbs: n), n) }
        // (ρ - v)/(1 + v) without waiting for a division; v < 2^-6.
        rho = (rho - v) * (1 - v + v * v)
        let factor = (1 << UInt(d &* i)) &+ UInt(j)
        if i <= 4 { word = word &* factor } else { last = factor }
        bits &+= d &* i
      }
      // M/2 = word last 2^(-bits - 1), in the first two limbs; 48 <= bits <= 90, M < 2.
      let (high, low) = word.multipliedFullWidth(by: last)
      var m: (UInt, UInt) = (0, 0)
      if bits < 64 {
        m.1 = low << UInt(63 &- bits)
      } else {
        let shift = UInt(127 &- bits)
        m = (low << shift, high << shift | low >> (64 &- shift))
      }
      let (carry, isBelow) = withUnsafeMutablePointer(to: &m) {
        $0.withMemoryRebound(to: UInt.self, capacity: 2) { m in
          (
            __gmpn_add_n(denominator + (n &- 2), denominator + (n &- 2), m, 2),
            __gmpn_sub_n(difference + (n &- 2), difference + (n &- 2), m, 2) != 0
          )
        }
      }
      if isBelow { _ = __gmpn_neg(difference, difference, n) }
      _ = __gmpn_rshift(denominator, denominator, n, 1)
      denominator[n &- 1] |= carry << 63
      numerator.update(repeating: 0, count: n)
      numerator[n &- 1] = __gmpn_rshift(difference, difference, n, 1)
      guard carry == 1, difference[n &- 1] < denominator[n &- 1] else { return nil }
      let (w, remainder) = (work.take(n &+ 1), work.take(n))
      __gmpn_tdiv_qr(w, remainder, 0, numerator, 2 &* n, denominator, n)
      guard let error = OddSeries.evaluate(w, w, limbs: n, series: .hyperbolicArctangent, slack: slack) else {
        return nil
      }
      let shifted = __gmpn_lshift(w, w, n, 1)
      if isBelow {
        sum[n] &-= shifted &+ __gmpn_sub_n(sum, sum, w, n)
      } else {
        sum[n] &+= shifted &+ __gmpn_add_n(sum, sum, w, n)
      }
      let log2 = table.constant(limbs: n)
      let size = power.magnitude
      var negative = false
      if power > 0 {
        sum[n] &+= __gmpn_addmul_1(sum, log2, n, size)
      } else if power < 0 {
        sum[n] &-= __gmpn_submul_1(sum, log2, n, size)
      }
      if sum[n] >> 63 != 0 {
        negative = true
        _ = __gmpn_neg(sum, sum, n &+ 1)
      }
      return FixedPoint.store(
        z, sum, count: n &+ 1, shift: -64 &* n, negative: negative,
        error: bound(ulps: 2 &* error &+ 2 &* Int(size) &+ 17, limbs: n))
    }
  }

  /// log(1 + d), d = a - 1 exact.
  private static func logarithmNearOne(_ z: BallPointer, _ a: MPFRPointer) -> Magnitude? {
    withTemporary(bits: a.pointee._mpfr_prec) { d in
      // Exact: 1/2 <= a <= 2 (Sterbenz).
      if mpfr_sub_ui(d, a, 1, MPFR_RNDN) != 0 { return nil }
      if d.pointee._mpfr_exp == MPFRExponent.zero {
        mpfr_set_zero(z.mid, 1)
        return .zero
      }
      return log1pSmall(z, d)
    }
  }

  /// log(1 + d) for |d| < 2^-16: 2 atanh w = 2 w S(w^2) with w = d/(2 + d).
  ///
  /// w is rounded at 64 n bits: 2 + d errs by a relative 2^(-64 n), the quotient by another. With e = 2^(2 - 64 n) >=
  /// the relative error of w, that of atanh w is at most 1.01 e (its condition is below 1.01).
  static func log1pSmall(_ z: BallPointer, _ d: MPFRPointer) -> Magnitude? {
    guard isRegular(d), d.pointee._mpfr_exp <= -16, d.pointee._mpfr_exp > leastExponent else { return nil }
    let n = limbs(bits: z.bits, lost: 0)
    return withTemporary(bits: 64 &* n) { w in
      _ = mpfr_add_ui(w, d, 2, MPFR_RNDN)
      _ = mpfr_div(w, d, w, MPFR_RNDN)
      guard let error = oddSeries(z, w, .hyperbolicArctangent) else { return nil }
      _ = mpfr_mul_2ui(z.mid, z.mid, 1, MPFR_RNDN)
      return error.scaled(by: 1) + Magnitude.upper(z.mid).scaled(by: 4 &- 64 &* n)
    }
  }

  /// a S(a^2) for |a| < 2^-16, one of the odd series.
  ///
  /// a is cut to the n-limb fixed point x, by one ulp; u = x^2 is cut by another: u errs by less than 1.01
  /// ulps, S by E + 2 (its slope is at most 1), and |a| times that is a relative (E + 2) 2^(-64 n). S itself is below 1.01 and
  /// rounded to 64 n bits: one more.
  static func oddSeries(_ z: BallPointer, _ a: MPFRPointer, _ series: WordSeries) -> Magnitude? {
    guard isRegular(a), a.pointee._mpfr_exp <= -16, a.pointee._mpfr_exp > leastExponent else { return nil }
    let n = limbs(bits: z.bits, lost: 0)
    let slack = slack(bits: z.bits, lost: 0, limbs: n)
    return LimbWorkspace.with(words: 3 &* n &+ 1) { work in
      let x = work.take(n &+ 1)
      let square = work.take(2 &* n)
      FixedPoint.load(x, fraction: n, mantissaOf: a, exponent: a.pointee._mpfr_exp)
      __gmpn_sqr(square, x, n)
      let u = square + n
      let r = FixedPoint.leadingZeroBits(u, n)
      guard let count = series.termCount(limbs: n, zeroBits: r, slack: slack) else { return nil }
      let m = TaylorSum.blockLength(terms: count, series: 1)
      return LimbWorkspace.with(words: TaylorSum.words(limbs: n, block: m)) { work in
        let sum = TaylorSum(u, limbs: n, zeroBits: r, block: m, used: count, &work).sum(series, terms: count)
        var factor = __mpz_struct(
          _mp_alloc: Int32(n &+ 1), _mp_size: Int32(n &+ (sum[n] == 0 ? 0 : 1)), _mp_d: sum)
        return withTemporary(bits: 64 &* n) { s in
          _ = mpfr_set_z_2exp(s, &factor, -64 &* n, MPFR_RNDN)
          let t = mpfr_mul(z.mid, a, s, MPFR_RNDN)
          let error = Magnitude(TaylorSum.error(terms: count, slack: slack) &+ 3)
          return BallKernel.roundingError(t, z) + error * Magnitude.upper(a).scaled(by: -64 &* n)
        }
      }
    }
  }
}
