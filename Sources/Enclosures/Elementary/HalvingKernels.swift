import CMPFR
import Foundation

/// exp, sin and cos above the tables' precision: the argument is halved s times, which is undone by squarings.
extension ElementaryKernel {
  /// s for results of `bits` bits, by measurement: it balances s squarings with the terms of the series that s saves.
  private static func halvings(bits: Int) -> Int { Int(Foundation.pow(Double(bits), 0.34)) }

  /// log 2 or π/4, rounded down to n limbs.
  private static func setConstant(_ z: LimbPointer, limbs n: Int, _ f: (MPFRPointer) -> Void) {
    var m = __mpfr_struct(_mpfr_prec: 64 * n, _mpfr_sign: 1, _mpfr_exp: MPFRExponent.zero, _mpfr_d: z)
    withUnsafeMutablePointer(to: &m) { f($0) }
  }

  /// x 2^-s of n limbs, truncated, in place.
  private static func halve(_ x: LimbPointer, _ n: Int, times s: Int) {
    let (limbs, bits) = (s >> 6, UInt32(s & 63))
    if bits > 0 { _ = __gmpn_rshift(x, x, n, bits) }
    if limbs == 0 { return }
    for i in 0..<n { x[i] = i + limbs < n ? x[i + limbs] : 0 }
  }

  /// e^a for |a| < 2^29: with t as in `exp`, h = t 2^-s and σ = sinh h, e^t = (σ + sqrt(1 + σ^2))^(2^s).
  ///
  /// **Error**, in ulps of 2^(-64 n). t is off by d = 2 k + 3 (|a| and k log 2 are cut, k corrected), which changes e^t < 2 by
  /// 2.1 d. h is cut by 1, u = h^2 by 1, S errs by E + 1, σ = h S by E + 3, the root by 1 and 0.1 of that: F =
  /// 1.1 (E + 3) + 3 for e^h. A squaring, cut by one, turns an error ε of y into at most 2 y ε + ε^2 + 1
  /// <= 2 y ε + 2 (ε below 2^(32 n) ulps); the product of the factors 2 y from any squaring on is at most 2 · 2^(squarings),
  /// since the product of all y is below e^t < 2. So after s of them the error is at most 2^(s+1) (F + 2).
  static func expByHalving(_ z: BallPointer, _ a: MPFRPointer) -> Magnitude? {
    let s = halvings(bits: z.bits)
    let lost = Swift.max(a.pointee._mpfr_exp, 0) + s + 2
    return expByHalving(z, a, limbs: limbs(bits: z.bits, lost: lost), halvings: s)
  }

  /// As above, with n limbs whatever the precision of z.
  static func expByHalving(_ z: BallPointer, _ a: MPFRPointer, limbs n: Int, halvings s: Int) -> Magnitude? {
    let e = a.pointee._mpfr_exp
    guard isRegular(a), e <= 29 else { return nil }
    let negative = a.pointee._mpfr_sign < 0
    return LimbWorkspace.with(words: 9 * n + 20) { work in
      let (t, log2) = (work.take(n + 1), work.take(n))
      FixedPoint.load(t, fraction: n, mantissaOf: a, exponent: e)
      setConstant(log2, limbs: n) { _ = mpfr_const_log2($0, MPFR_RNDD) }
      guard let k = reduceByLog2(t, log2, n, leadingWord(a), e, negative: negative, &work) else { return nil }
      halve(t, n, times: s)
      let square = work.take(2 * n + 2)
      __gmpn_sqr(square, t, n)
      let u = square + n
      let r = FixedPoint.leadingZeroBits(u, n)
      let series = WordSeries.hyperbolicSine
      guard let count = series.termCount(limbs: n, zeroBits: r) else { return nil }
      let block = TaylorSum.blockLength(terms: count, series: 1)
      let (y, product) = (work.take(n + 1), work.take(2 * n + 2))
      LimbWorkspace.with(words: TaylorSum.words(limbs: n, block: block)) { work in
        let sum = TaylorSum(u, limbs: n, zeroBits: r, block: block, used: count, &work).sum(
          series, terms: count)
        __gmpn_mul(product, sum, n + 1, t, n)
      }
      // σ, and 1 + σ^2 with 2 n fraction limbs.
      let sinh = product + n
      __gmpn_sqr(square, sinh, n)
      square[2 * n] = 1
      _ = __gmpn_sqrtrem(y, nil, square, 2 * n + 1)
      y[n] &+= __gmpn_add_n(y, y, sinh, n)
      for _ in 0..<s {
        __gmpn_sqr(product, y, n + 1)
        y.update(from: product + n, count: n + 1)
      }
      let power = negative ? -k : k
      let f = 2 * (TaylorSum.error(terms: count) + 6)
      let error =
        bound(ulps: f, limbs: n, shift: s + 1 + power) + bound(ulps: 6 * k + 9, limbs: n, shift: power)
      return FixedPoint.store(
        z, y, count: n + 1, shift: power - 64 * n, negative: false, error: error)
    }
  }

  /// sin a and cos a, for |a| < 2^30: with y as in `sinCos` and v(x) = 1 - cos x, v(2 x) = 4 v(x) - 2 v(x)^2 takes
  /// v(y 2^-s) to v(y), cos y = 1 - v, sin y = sqrt(2 v - v^2). A small y is halved fewer times.
  ///
  /// **Error**, in ulps of 2^(-64 n). y is off by d = 2 k + 4. y 2^-s is cut by one ulp and u by one, the series errs by
  /// E + 2; a doubling multiplies an error by at most 4 and adds at most 3 (the square is cut by 1, doubled; the error's
  /// own square is far below 1): after s of them G = 4^s (E + 3). cos y errs by that and d. 2 v - v^2 errs
  /// by 2 G + 2, its root, at least 2^(-zeros - 2), by (2 G + 2) 2^(zeros + 2) + 1; sin y by that and d.
  static func oscillationByHalving(
    _ s: BallPointer?, _ c: BallPointer?, _ a: MPFRPointer
  ) -> (Magnitude, Magnitude)? {
    guard let bits = s?.bits ?? c?.bits else { return nil }
    let most = halvings(bits: bits)
    let lost = Swift.max(a.pointee._mpfr_exp, 0) + 2 * most + 6
    return oscillationByHalving(s, c, a, limbs: limbs(bits: bits, lost: lost), halvings: most)
  }

  /// As above, with n limbs whatever the precision of s and c, and with at most `most` halvings.
  static func oscillationByHalving(
    _ s: BallPointer?, _ c: BallPointer?, _ a: MPFRPointer, limbs n: Int, halvings most: Int
  ) -> (Magnitude, Magnitude)? {
    let e = a.pointee._mpfr_exp
    guard isRegular(a), e <= 30, e >= smallExponent else { return nil }
    return LimbWorkspace.with(words: 8 * n + 20) { work in
      let (y, quarter) = (work.take(n + 1), work.take(n))
      FixedPoint.load(y, fraction: n, mantissaOf: a, exponent: e)
      setConstant(quarter, limbs: n) {
        _ = mpfr_const_pi($0, MPFR_RNDD)
        _ = mpfr_div_2ui($0, $0, 2, MPFR_RNDD)
      }
      guard let octant = reduceByQuarterPi(y, quarter, n, leadingWord(a), e) else { return nil }
      let zeros = FixedPoint.leadingZeroBits(y, n)
      // So near a multiple of π/2 that few bits are left: rare, and MPFR's task.
      if zeros > most { return nil }
      let halvings = most - zeros
      halve(y, n, times: halvings)
      let (square, v) = (work.take(2 * n + 2), work.take(n + 1))
      __gmpn_sqr(square, y, n)
      let u = square + n
      let r = FixedPoint.leadingZeroBits(u, n)
      guard let count = WordSeries.cosine.termCount(limbs: n, zeroBits: r) else {
        return nil
      }
      let block = TaylorSum.blockLength(terms: count, series: 1)
      LimbWorkspace.with(words: TaylorSum.words(limbs: n, block: block)) { work in
        let sum = TaylorSum(u, limbs: n, zeroBits: r, block: block, used: count, &work).sum(
          .cosine, terms: count)
        // 1 - cos > 0 below the point; the sum may exceed 1 by its error.
        _ = __gmpn_neg(v, sum, n)
        if sum[n] != 0 { v.update(repeating: 0, count: n) }
      }
      for _ in 0..<halvings {
        __gmpn_sqr(square, v, n)
        _ = __gmpn_lshift(v, v, n, 1)
        _ = __gmpn_sub_n(v, v, square + n, n)
        _ = __gmpn_lshift(v, v, n, 1)
      }
      let g = bound(ulps: TaylorSum.error(terms: count) + 4, limbs: n, shift: 2 * halvings)
      let unit = bound(ulps: 1, limbs: n)
      let d = bound(ulps: 2 * octant.k + 5, limbs: n)

      // sin y.
      __gmpn_sqr(square, v, n)
      let radicand = work.take(2 * n)
      radicand.update(repeating: 0, count: n)
      _ = __gmpn_lshift(radicand + n, v, n, 1)
      _ = __gmpn_sub_n(radicand + n, radicand + n, square + n, n)
      var size = 2 * n
      while size > n, radicand[size - 1] == 0 { size -= 1 }
      guard size > n else { return nil }
      let sine = work.take(n + 1)
      sine.update(repeating: 0, count: n + 1)
      _ = __gmpn_sqrtrem(sine, nil, radicand, size)
      let sineError = (g.scaled(by: 1) + unit.scaled(by: 1)).scaled(by: zeros + 2) + unit + d
      // cos y >= 0.7.
      _ = __gmpn_neg(v, v, n)

      var result = (Magnitude.zero, Magnitude.zero)
      let (turnsOdd, shift) = (octant.isOdd, -64 * n)
      if let s {
        let negative = octant.sineIsNegative != (a.pointee._mpfr_sign < 0)
        result.0 = FixedPoint.store(
          s, turnsOdd ? v : sine, count: n, shift: shift, negative: negative,
          error: turnsOdd ? g + d : sineError)
      }
      if let c {
        result.1 = FixedPoint.store(
          c, turnsOdd ? sine : v, count: n, shift: shift, negative: octant.cosineIsNegative,
          error: turnsOdd ? sineError : g + d)
      }
      return result
    }
  }
}
