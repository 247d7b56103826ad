import CMPFR

extension ElementaryKernel {
  enum Oscillation { case sine, cosine }

  /// sin a, for |a| < 2^30.
  static func sin(_ z: BallPointer, _ a: MPFRPointer) -> Magnitude? {
    if a.pointee._mpfr_exp < smallExponent { return oddSeries(z, a, .sine) }
    return oscillation(z, nil, a)?.0
  }

  /// cos a, for |a| < 2^30.
  static func cos(_ z: BallPointer, _ a: MPFRPointer) -> Magnitude? { oscillation(nil, z, a)?.1 }

  /// sin a and cos a, for |a| < 2^30.
  static func sinCos(_ s: BallPointer, _ c: BallPointer, _ a: MPFRPointer) -> (Magnitude, Magnitude)? {
    if a.pointee._mpfr_exp < smallExponent {
      guard let first = oddSeries(s, a, .sine), let second = cos(c, a) else { return nil }
      return (first, second)
    }
    return oscillation(s, c, a)
  }

  /// |a| = k π/4 + y or, for odd k, (k + 1) π/4 - y, with 0 <= y <= π/4. When y is so small that its leading
  /// bits are lost (a near a multiple of π/2), the reduction is repeated with more limbs.
  private static func oscillation(
    _ s: BallPointer?, _ c: BallPointer?, _ a: MPFRPointer
  ) -> (Magnitude, Magnitude)? {
    let e = a.pointee._mpfr_exp
    guard let bits = s?.bits ?? c?.bits else { return nil }
    var lost = Swift.max(e, 0)
    // cos is 1 - a^2/2: tiny arguments are zero in fixed point.
    if s != nil, e < 0 { lost = -e }
    for _ in 0..<4 {
      let n = limbs(bits: bits, lost: lost)
      if n > DigitTable.largest { return oscillationByHalving(s, c, a) }
      let spare = 64 &* n &- bits &- guardBits &- Swift.max(e, 0)
      let slack = slack(bits: bits, lost: lost, limbs: n)
      switch reducedOscillation(s, c, a, limbs: n, spare: spare, slack: slack) {
      case .value(let first, let second): return (first, second)
      case .notCovered: return nil
      case .cancelled(let zeros): lost = Swift.max(e, 0) &+ zeros &+ 2
      }
    }
    return nil
  }

  enum Reduction {
    case value(Magnitude, Magnitude)
    /// y has this many leading zero bits.
    case cancelled(Int)
    case notCovered
  }

  /// With t = y - 2 Σ atan v_i, v_i = j_i 2^(-d i), e^(iy) = e^(it) Π (1 + i v_i)^2/(1 + v_i^2): the first two digits
  /// make a Gaussian integer M of at most 25 bits, every further digit another one, so that the parts of M^2 and |M|^2
  /// are words.
  ///
  /// **Error**, in ulps of 2^(-64 n). y: |a| is cut by 1, k π/4 by 2 k, for odd k 2 more; the table 2 · 2 per
  /// digit, 16: t is off by at most c = 2 k + 19, and is then used as exact. The sums of the series for u = t^2
  /// (cut by one ulp; the slopes are below 1) err by E + 1, sin t = t S by E + 3. Turning by a digit keeps
  /// the length of an error vector and cuts each part by one ulp (division): after three turns each part is off by at most
  /// sqrt((E + 1)^2 + (E + 3)^2) + 3 sqrt 2 + 2 <= 1.5 E + 10, and t's error turns the point by c: 1.5 E + 10 + c.
  static func reducedOscillation(
    _ s: BallPointer?, _ c: BallPointer?, _ a: MPFRPointer, limbs n: Int, spare: Int, slack: Int = 0
  ) -> Reduction {
    guard isRegular(a), a.pointee._mpfr_exp <= 30, n <= DigitTable.largest else { return .notCovered }
    let table = DigitTable.arctangent(limbs: n)
    return LimbWorkspace.with(words: 5 &* n &+ 5) { work in
      let y = work.take(n &+ 1)
      FixedPoint.load(y, fraction: n, mantissaOf: a, exponent: a.pointee._mpfr_exp)
      let quarter = table.constant(limbs: n)
      guard let octant = reduceByQuarterPi(y, quarter, n, leadingWord(a), a.pointee._mpfr_exp) else {
        return .notCovered
      }
      // A tiny y is only a problem where the result is sin y.
      let zeros = FixedPoint.leadingZeroBits(y, n)
      let needsSine = octant.isOdd ? c != nil : s != nil
      if needsSine, zeros > spare { return .cancelled(zeros) }

      // The digits: two for n <= 12, three (d = 8) or four (d = 6) else.
      let d = table.digitBits
      func digit(_ i: Int) -> Int {
        let j = i == 1 ? table.firstDigit(y[n &- 1] >> 1) : table.digit(i, y[n &- 1] >> 1)
        if j > 0 { _ = __gmpn_submul_1(y, table.entry(i, j, limbs: n), n, 2) }
        return j
      }
      let (j1, j2) = (digit(1), digit(2))
      let j3 = n > 12 ? digit(3) : 0
      let j4 = n > 12 && table.levels > 3 ? digit(4) : 0

      // sin t and cos t.
      // t^2, and later t S.
      let (square, product) = (work.take(2 &* n), work.take(2 &* n &+ 4))
      __gmpn_sqr(square, y, n)
      let u = square + n
      let r = FixedPoint.leadingZeroBits(u, n)
      guard r >= 16, let sineTerms = WordSeries.sine.termCount(limbs: n, zeroBits: r, slack: slack),
        let cosineTerms = WordSeries.cosine.termCount(limbs: n, zeroBits: r, slack: slack)
      else { return .notCovered }
      let terms = Swift.max(sineTerms, cosineTerms)
      let block = TaylorSum.blockLength(terms: terms, series: 2)
      return LimbWorkspace.with(words: TaylorSum.words(limbs: n, block: block, sums: 2) &+ 2 &* n &+ 6) {
        work in
        let series = TaylorSum(u, limbs: n, zeroBits: r, block: block, used: terms, &work)
        let cosine = series.sum(.cosine, terms: cosineTerms)
        let sum = series.withOtherBuffers(&work).sum(.sine, terms: sineTerms)
        var size = n
        while size > 0, y[size &- 1] == 0 { size &-= 1 }
        if size > 0 { FixedPoint.multiply(product, sum, n &+ 1, y, size) }
        // n + 1 limbs: y S < 1.
        let sine = product + n
        (sine + (size &+ 1)).update(repeating: 0, count: n &+ 1 &- size)
        if size == 0 { sine[0] = 0 }

        var point = CirclePoint(
          cosine: cosine, sine: sine, otherCosine: work.take(n &+ 3), otherSine: work.take(n &+ 3), n: n)
        let needsCosine = (s != nil && c != nil) || !needsSine
        let wants = (needsCosine, needsSine)
        let (p, p2) = (1 << d, 1 << (2 * d))
        point.turn(
          UInt(p * p2 - j1 * j2), UInt(p * j2 + p2 * j1), j3 == 0 && j4 == 0 ? wants : (true, true))
        point.turn(1 << UInt(3 * d), UInt(j3), j4 == 0 ? wants : (true, true))
        point.turn(1 << UInt(4 * d), UInt(j4), wants)

        let error = TaylorSum.error(terms: terms, slack: slack)
        let bound = bound(ulps: error &+ (error >> 1) &+ 2 &* octant.k &+ 30, limbs: n)
        func store(_ z: BallPointer, _ x: LimbPointer, _ negative: Bool) -> Magnitude {
          FixedPoint.store(z, x, count: n &+ 1, shift: -64 &* n, negative: negative, error: bound)
        }
        var result = (Magnitude.zero, Magnitude.zero)
        if let s {
          let negative = octant.sineIsNegative != (a.pointee._mpfr_sign < 0)
          result.0 = store(s, octant.isOdd ? point.cosine : point.sine, negative)
        }
        if let c { result.1 = store(c, octant.isOdd ? point.sine : point.cosine, octant.cosineIsNegative) }
        return .value(result.0, result.1)
      }
    }
  }

  /// |a| = q π/2 ± y.
  struct Octant {
    /// The multiple of π/4 below |a|, and the sign of y.
    var k: Int
    var isReflected: Bool { k & 1 != 0 }
    private var quarters: Int { (k &+ 1) >> 1 }
    /// q is odd: sin |a| is ± cos y, and cos |a| is ± sin y.
    var isOdd: Bool { quarters & 1 != 0 }
    var sineIsNegative: Bool { (quarters & 2 != 0) != (isReflected && !isOdd) }
    var cosineIsNegative: Bool { (quarters & 2 != 0) != (isOdd && !isReflected) }
  }

  /// Replaces |a| in the n + 1 limbs at y by y in [0, π/4] (but for rounding), of n limbs.
  @inline(__always)
  static func reduceByQuarterPi(
    _ y: LimbPointer, _ quarter: LimbPointer, _ n: Int, _ leading: UInt, _ e: Int
  ) -> Octant? {
    var k = quotientByQuarterPi(leading, e)
    if k > 0 { y[n] &-= __gmpn_submul_1(y, quarter, n, UInt(k)) }
    if y[n] >> 63 != 0 {
      // The estimate of k was one too large.
      y[n] &+= __gmpn_add_n(y, y, quarter, n)
      k &-= 1
    }
    if y[n] != 0 { return nil }
    if k & 1 != 0, __gmpn_sub_n(y, quarter, y, n) != 0 {
      // y was just above π/4.
      _ = __gmpn_neg(y, y, n)
      k &+= 1
    }
    return Octant(k: k)
  }

  /// About the integer part of 0.d 2^e/(π/4), e <= 30, from the leading word of d: correct or one less or one more.
  @inline(__always)
  private static func quotientByQuarterPi(_ d: UInt, _ e: Int) -> Int {
    if e < 0 { return 0 }
    // 2^62 4/π = 2^62 + 0.27 2^62.
    let inverse: UInt = 0x517C_C1B7_2722_0A94
    return Int(d.multipliedFullWidth(by: inverse).high >> UInt(62 &- e))
  }
}

/// A point cosine + i sine near the unit circle, each n + 1 limbs in memory for n + 2, and memory for another.
private struct CirclePoint {
  var cosine: LimbPointer
  var sine: LimbPointer
  var otherCosine: LimbPointer
  var otherSine: LimbPointer
  let n: Int

  /// Multiplies by (p + i q)^2/(p^2 + q^2), of which only the wanted parts are computed; p^2 + q^2 < 2^63, and the
  /// argument of the result is in [0, π/2) but for rounding.
  @inline(__always)
  mutating func turn(_ p: UInt, _ q: UInt, _ wants: (cosine: Bool, sine: Bool)) {
    if q == 0 { return }
    let (x, y, norm) = (p &* p &- q &* q, 2 &* p &* q, p &* p &+ q &* q)
    if wants.cosine {
      otherCosine[n &+ 1] = __gmpn_mul_1(otherCosine, cosine, n &+ 1, x)
      otherCosine[n &+ 1] &-= __gmpn_submul_1(otherCosine, sine, n &+ 1, y)
      _ = __gmpn_divrem_1(otherCosine, 0, otherCosine, n &+ 2, norm)
    }
    if wants.sine {
      otherSine[n &+ 1] = __gmpn_mul_1(otherSine, sine, n &+ 1, x)
      otherSine[n &+ 1] &+= __gmpn_addmul_1(otherSine, cosine, n &+ 1, y)
      _ = __gmpn_divrem_1(otherSine, 0, otherSine, n &+ 2, norm)
    }
    swap(&cosine, &otherCosine)
    swap(&sine, &otherSine)
  }
}
