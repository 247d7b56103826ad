import CMPFR
import Foundation

/// The rising factorial (x)_r = x (x+1) ... (x+r-1) at an exact x > 0, and its logarithmic derivative.
///
/// All numbers are positive, so each rounding multiplies the result by 1 + δ, |δ| <= u = 2^-bits, and only the
/// number of roundings counts. At higher precision, m factors at a time are multiplied as a polynomial in x
/// whose coefficients are words, on stored powers of x (rectangular splitting): one long product for m factors.
enum RisingFactorial {
  /// The factors in a block, such that all coefficients and m times them fit a word: they are at most the
  /// polynomial's value at 1, (r+1)^m.
  private static func blockLength(_ r: Int, bits: Int, least: Int) -> Int {
    if bits < least || r < 8 { return 1 }
    return Swift.min(8, Int(59 / Foundation.log2(Double(r + 2))))
  }

  /// The coefficients of (X+a)(X+a+1)...(X+a+m-1) but for the first, which is 1.
  private static func setBlock(_ c: UnsafeMutablePointer<UInt>, _ a: Int, _ m: Int) {
    c[0] = UInt(a)
    for j in 1..<m {
      let f = UInt(a + j)
      c[j] = c[j - 1] &+ f
      for i in stride(from: j - 1, through: 1, by: -1) { c[i] = c[i - 1] &+ f &* c[i] }
      c[0] = c[0] &* f
    }
  }

  /// (x)_r with `bits` bits.
  ///
  /// A term of a block is rounded at most m - 1 times in its power, once with its coefficient and m times in
  /// the sum; with the product of blocks at most 2m + 1 <= 3m roundings for m factors. So the relative error is
  /// at most (1+u)^(3r) - 1 <= 4 r u for 3 r u <= 1/4.
  static func value(_ x: Ball, _ r: Int, bits wanted: Int) -> Ball {
    let bits = Swift.max(wanted, 24 + Int.bitWidth - r.leadingZeroBitCount)
    if r <= 0 { return Ball(1, bits: bits) }
    let m = blockLength(r, bits: bits, least: 500)
    let product = x.withMidpoint { x -> Ball in
      withFloats(m + 3, bits: bits) { f in
        let (product, sum, term, powers) = (f, f + 1, f + 2, f + 3)
        _ = mpfr_set_ui(product, 1, MPFR_RNDN)
        var i = 0
        if m > 1 {
          setPowers(powers, x, m)
          withUnsafeTemporaryAllocation(of: UInt.self, capacity: m) { c in
            guard let c = c.baseAddress else { return }
            while i + m <= r {
              setBlock(c, i, m)
              evaluate(sum, term, powers, c, m)
              _ = mpfr_mul(product, product, sum, MPFR_RNDN)
              i += m
            }
          }
        }
        while i < r {
          _ = mpfr_add_ui(sum, x, UInt(i), MPFR_RNDN)
          _ = mpfr_mul(product, product, sum, MPFR_RNDN)
          i += 1
        }
        return Ball(product, radius: product.bound * Magnitude(4 * r).scaled(by: -bits))
      }
    }
    return product
  }

  private static func setPowers(_ powers: FloatPointer, _ x: UnsafePointer<__mpfr_struct>, _ m: Int) {
    _ = mpfr_set(powers, x, MPFR_RNDN)
    for j in stride(from: 1, to: m, by: 1) { _ = mpfr_mul(powers + j, powers + j - 1, x, MPFR_RNDN) }
  }

  /// sum = x^m + Σ c_l x^l.
  private static func evaluate(
    _ sum: FloatPointer, _ term: FloatPointer, _ powers: FloatPointer, _ c: UnsafeMutablePointer<UInt>,
    _ m: Int
  ) {
    _ = mpfr_add_ui(sum, powers + m - 1, c[0], MPFR_RNDN)
    for l in 1..<m {
      _ = mpfr_mul_ui(term, powers + l - 1, c[l], MPFR_RNDN)
      _ = mpfr_add(sum, sum, term, MPFR_RNDN)
    }
  }

  /// Σ_{i<r} 1/(x+i) with `bits` bits: D/P for P = (x)_r and D = P', built up by D <- D b + P b', P <- P b over
  /// blocks b.
  ///
  /// D is a sum of positive products, each of which has at most the 3m roundings of a block, as above (for b'
  /// too), and two more for every block: at most 5 r in all; P has 3 r. With the quotient's rounding the
  /// relative error is at most (1+u)^(9r) - 1 <= 10 r u for 9 r u <= 1/10.
  static func reciprocals(_ x: Ball, _ r: Int, bits wanted: Int) -> Ball {
    let bits = Swift.max(wanted, 24 + Int.bitWidth - r.leadingZeroBitCount)
    if r <= 0 { return Ball(0, bits: bits) }
    let m = blockLength(r, bits: bits, least: 300)
    return x.withMidpoint { x in
      withFloats(m + 5, bits: bits) { f in
        let (p, d, sum, slope, powers) = (f, f + 1, f + 2, f + 3, f + 5)
        let term = f + 4
        _ = mpfr_set_ui(p, 1, MPFR_RNDN)
        var i = 0
        if m > 1 {
          setPowers(powers, x, m)
          withUnsafeTemporaryAllocation(of: UInt.self, capacity: m) { c in
            guard let c = c.baseAddress else { return }
            while i + m <= r {
              setBlock(c, i, m)
              evaluate(sum, term, powers, c, m)
              // The derivative, Σ l c_l x^(l-1).
              _ = mpfr_mul_ui(slope, powers + m - 2, UInt(m), MPFR_RNDN)
              _ = mpfr_add_ui(slope, slope, c[1], MPFR_RNDN)
              for l in stride(from: 2, to: m, by: 1) {
                _ = mpfr_mul_ui(term, powers + l - 2, UInt(l) &* c[l], MPFR_RNDN)
                _ = mpfr_add(slope, slope, term, MPFR_RNDN)
              }
              _ = mpfr_mul(d, d, sum, MPFR_RNDN)
              _ = mpfr_mul(slope, slope, p, MPFR_RNDN)
              _ = mpfr_add(d, d, slope, MPFR_RNDN)
              _ = mpfr_mul(p, p, sum, MPFR_RNDN)
              i += m
            }
          }
        }
        while i < r {
          _ = mpfr_add_ui(sum, x, UInt(i), MPFR_RNDN)
          _ = mpfr_mul(d, d, sum, MPFR_RNDN)
          _ = mpfr_add(d, d, p, MPFR_RNDN)
          _ = mpfr_mul(p, p, sum, MPFR_RNDN)
          i += 1
        }
        _ = mpfr_div(d, d, p, MPFR_RNDN)
        return Ball(d, radius: d.bound * Magnitude(10 * r).scaled(by: -bits))
      }
    }
  }
}
