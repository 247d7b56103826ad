import CMPFR

/// ζ(2), ζ(3), ..., ζ(N) together.
///
/// By P. Borwein's alternating sum ("An efficient algorithm for the Riemann zeta function", 2000, algorithm 2):
/// with d_k = Σ_{i<=k} n (n+i-1)! 4^i/((n-i)! (2i)!) and for s >= 2,
///
///     ζ(s) = Σ_{k<n} (-1)^k (d_n - d_k)/(k+1)^s / (d_n (1 - 2^(1-s))) + R,
///
/// |R| <= 6 (3 + sqrt 8)^-n < 6 2^(-2.54 n).
///
/// The integers floor((d_n - d_k)/(k+1)^s) go from one s to the next by a division by k + 1: each is too small
/// by less than 1 + 1/2 + 1/4 + ... = 2, so the sum is within 2n of the true one, which counts 2/d_n times, as
/// 1 - 2^(1-s) >= 1/2.
enum ZetaValues {
  /// ζ(2), ..., ζ(last) to about `bits` bits.
  static func integers(upTo last: Int, bits: Int) -> [Ball] {
    let n = (bits + 24) * 2 / 5 + 4
    return withUnsafeTemporaryAllocation(of: __mpz_struct.self, capacity: n + 3) { memory in
      guard let w = memory.baseAddress else { return [] }
      for k in 0..<(n + 3) {
        (w + k).initialize(to: __mpz_struct())
        __gmpz_init(w + k)
      }
      defer { for k in 0..<(n + 3) { __gmpz_clear(w + k) } }
      let (term, sum) = (w + n + 1, w + n + 2)
      // w_k = d_k, then d_n - d_k.
      __gmpz_set_ui(term, 1)
      __gmpz_set_ui(w, 1)
      for i in 0..<n {
        __gmpz_mul_ui(term, term, UInt(2 * (n + i) * (n - i)))
        __gmpz_divexact_ui(term, term, UInt((2 * i + 1) * (i + 1)))
        __gmpz_add(w + i + 1, w + i, term)
      }
      let total = Integer(unsafeWriting: { __gmpz_set($0, w + n) })
      for k in 0..<n { __gmpz_sub(w + k, w + n, w + k) }
      let whole = Ball(total, bits: bits + 16)
      let bound = (Ball(4 * n, bits: 64) / whole).magnitude + Magnitude(6).scaled(by: -2 * n - n / 2)
      var used = n
      return (1...Swift.max(last, 2)).compactMap { s in
        __gmpz_set_ui(sum, 0)
        for k in 0..<used {
          __gmpz_tdiv_q_ui(w + k, w + k, UInt(k + 1))
          if k % 2 == 0 { __gmpz_add(sum, sum, w + k) } else { __gmpz_sub(sum, sum, w + k) }
        }
        // Terms that became 0 stay 0.
        while used > 1, w[used - 1]._mp_size == 0 { used -= 1 }
        if s < 2 { return nil }
        let value = Ball(Integer(unsafeWriting: { __gmpz_set($0, sum) }), bits: bits + 16)
        let factor = Ball(1, bits: bits + 16) - Ball(1, bits: 64).scaled(by: 1 - s)
        return Ball(center: value / (whole * factor), radius: bound)
      }
    }
  }
}
