import CMPFR

/// atan w, atanh w, ... = w S(w^2) on fixed-point numbers.
enum OddSeries {
  /// An upper bound of the limbs needed by `evaluate`.
  static func words(limbs n: Int) -> Int {
    // At most `WordSeries.capacity` terms: blocks of at most 26; a series of fewer limbs needs fewer terms.
    let terms = Swift.min(WordSeries.capacity, 8 &* n &+ 2)
    return TaylorSum.words(limbs: n, block: TaylorSum.blockLength(terms: terms, series: 1)) &+ 5 &* n &+ 8
  }

  /// Writes w S(w^2), S = `series`, to the n limbs at `z` (which may be `w`), for an n-limb w < 2^-4.
  ///
  /// - Returns: a bound of the error in ulps when w is exact; nil when w is too large or there are too few
  ///   coefficients.
  ///
  /// u = w^2 is cut by one ulp, and |S'| <= 1 (1/3 + 2 u/5 + ... for the odd numbers); S errs by `TaylorSum.error`,
  /// and the product is cut by one ulp (it may lose another for the integer limb of S, w having less than
  /// 2^-4): E + 3 ulps in all.
  @inline(__always)
  static func evaluate(
    _ z: Limbs, _ w: Limbs, limbs n: Int, series: WordSeries, _ work: inout LimbWorkspace
  ) -> Int? {
    var size = n
    while size > 0, w[size &- 1] == 0 { size &-= 1 }
    if size == 0 {
      z.update(repeating: 0, count: n)
      return 1
    }
    let square = work.take(2 &* n &+ 2)
    __gmpn_sqr(square, w, size)
    if size < n { (square + 2 &* size).update(repeating: 0, count: 2 &* (n &- size)) }
    let u = square + n
    let r = FixedPoint.leadingZeroBits(u, n)
    guard let terms = series.termCount(limbs: n, zeroBits: r) else { return nil }
    let block = TaylorSum.blockLength(terms: terms, series: 1)
    let sum = TaylorSum(u, limbs: n, zeroBits: r, block: block, used: terms, &work)
      .sum(series, terms: terms)
    let product = work.take(2 &* n &+ 2)
    FixedPoint.multiply(product, sum, n &+ 1, w, size)
    z.update(from: product + n, count: size)
    if size < n {
      z[size] = product[n &+ size]
      if size &+ 1 < n { (z + (size &+ 1)).update(repeating: 0, count: n &- size &- 1) }
    }
    return TaylorSum.error(terms: terms) &+ 3
  }
}
