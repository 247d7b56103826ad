import CMPFR

/// atan w, atanh w, ... = w S(w^2) on fixed-point numbers.
enum OddSeries {
  /// Writes w S(w^2), S = `series`, to the n limbs at `z` (which may be `w`), for an n-limb w < 2^-4; the series may
  /// leave out 2^slack ulps.
  ///
  /// - Returns: a bound of the error in ulps when w is exact; nil when w is too large or there are too few
  ///   coefficients.
  ///
  /// u = w^2 is cut by one ulp, and |S'| <= 1 (1/3 + 2 u/5 + ... for the odd numbers); S errs by `TaylorSum.error`,
  /// and the product is cut by one ulp (it may lose another for the integer limb of S, w having less than
  /// 2^-4): E + 3 ulps in all.
  static func evaluate(_ z: LimbPointer, _ w: LimbPointer, limbs n: Int, series: WordSeries, slack: Int = 0)
    -> Int?
  {
    var size = n
    while size > 0, w[size &- 1] == 0 { size &-= 1 }
    if size == 0 {
      z.update(repeating: 0, count: n)
      return 1
    }
    return LimbWorkspace.with(words: 2 &* n &+ 2) { work in
      // w^2, and later w S.
      let product = work.take(2 &* n &+ 2)
      __gmpn_sqr(product, w, size)
      if size < n { (product + 2 &* size).update(repeating: 0, count: 2 &* (n &- size)) }
      let u = product + n
      let r = FixedPoint.leadingZeroBits(u, n)
      guard let terms = series.termCount(limbs: n, zeroBits: r, slack: slack) else { return nil }
      let block = TaylorSum.blockLength(terms: terms, series: 1)
      return LimbWorkspace.with(words: TaylorSum.words(limbs: n, block: block)) { work in
        let sum = TaylorSum(u, limbs: n, zeroBits: r, block: block, used: terms, &work)
          .sum(series, terms: terms)
        FixedPoint.multiply(product, sum, n &+ 1, w, size)
        z.update(from: product + n, count: size)
        if size < n {
          z[size] = product[n &+ size]
          if size &+ 1 < n { (z + (size &+ 1)).update(repeating: 0, count: n &- size &- 1) }
        }
        return TaylorSum.error(terms: terms, slack: slack) &+ 3
      }
    }
  }
}
