import CMPFR

typealias LimbPointer = UnsafeMutablePointer<UInt>

/// Arithmetic on natural numbers of a few limbs, least significant limb first, on GMP's `mpn` functions.
///
/// B stands for 2^64.
enum Limbs {
  /// Up to here GMP's whole product is as fast as the high part alone.
  static let wholeProductLimbs = 8
  /// From here on the high part is cut into a whole product and two high parts (Mulders).
  static let recursiveLimbs = 40
  /// GMP's products of this size are by Fourier transforms, where nothing is saved.
  static let transformLimbs = 3000

  /// Writes limbs n - 2 ..< 2 n of a b to the same places of `w`, of 2 n limbs, for n >= 1; what is below
  /// them is undefined. Returns whether all of a b is there, exactly.
  ///
  /// **Error.** 0 <= a b - Σ_{p >= n-2} w_p B^p < n B^(n-1). For the partial product of limbs a_i b_j only
  /// pairs with i + j <= n - 3 are left out, each once; as a_i b_j <= (B-1)^2, they sum up to at most
  ///
  ///     Σ_{c<=n-3} (c+1) (B-1)^2 B^c = (n-2) B^(n-1) - (n-1) B^(n-2) + 1 <= (n-2) B^(n-1),
  ///
  /// and the limbs of a whole product below n - 2 are less than B^(n-2).
  ///
  /// Operands may be the same; `w` must not overlap them.
  @discardableResult
  static func highProduct(_ w: LimbPointer, _ a: LimbPointer, _ b: LimbPointer, _ n: Int) -> Bool {
    if n <= wholeProductLimbs || n >= transformLimbs {
      wholeProduct(w, a, b, n)
      return true
    }
    if n < recursiveLimbs {
      if a == b {
        __gmpn_sqr(w, a, n)
        return true
      }
      highProductByRows(w, a, b, n)
    } else {
      highProductByParts(w, a, b, n)
    }
    return false
  }

  @inline(__always)
  static func wholeProduct(_ w: LimbPointer, _ a: LimbPointer, _ b: LimbPointer, _ n: Int) {
    if a == b { __gmpn_sqr(w, a, n) } else { __gmpn_mul_n(w, a, b, n) }
  }

  /// The pairs with i + j >= n - 2.
  private static func highProductByRows(_ w: LimbPointer, _ a: LimbPointer, _ b: LimbPointer, _ n: Int) {
    highProductByRows(w, a, b, n, from: n &- 2)
  }

  /// Writes the sum of a_i b_j B^(i+j) over the pairs with i + j >= c to limbs c ..< 2 n of `w`, 1 <= c <= n
  /// - 2, a row for each limb of b.
  ///
  /// It is below a b by less than c B^(c+1), by the same sum as in `highProduct`.
  static func highProductByRows(
    _ w: LimbPointer, _ a: LimbPointer, _ b: LimbPointer, _ n: Int, from c: Int
  ) {
    let r = w + c
    let first = n &- c
    r[first] = __gmpn_mul_1(r, a + c, first, b[0])
    var j = 1
    while j <= c {
      r[first &+ j] = __gmpn_addmul_1(r, a + (c &- j), first &+ j, b[j])
      j &+= 1
    }
    while j < n {
      w[n &+ j] = __gmpn_addmul_1(w + j, a, n, b[j])
      j &+= 1
    }
  }

  /// With m < n/2 and k = n - m: all pairs i, j >= m (a product of k limbs), the high parts of the products
  /// of the upper m limbs of one operand and the lower m limbs of the other, and the two pairs with
  /// i + j = n - 2 that are in none of them. What is left out has i + j <= n - 3, as 2 (m-1) <= n - 4.
  private static func highProductByParts(_ w: LimbPointer, _ a: LimbPointer, _ b: LimbPointer, _ n: Int) {
    let m = n &* 3 / 8
    let k = n &- m
    wholeProduct(w + 2 &* m, a + m, b + m, k)
    // w[..< 2 m] is free for the small products, whose limb m - 2 has the place n - 2.
    addHighPart(w, a + k, b, a[k &- 1], m, n)
    addHighPart(w, b + k, a, b[k &- 1], m, n)
  }

  /// Adds the high part of x y, of m limbs each, and the pair of `next`, the limb below x, and y's top limb.
  @inline(__always)
  private static func addHighPart(
    _ w: LimbPointer, _ x: LimbPointer, _ y: LimbPointer, _ next: UInt, _ m: Int, _ n: Int
  ) {
    highProduct(w, x, y, m)
    let r = w + (n &- 2)
    var carry = __gmpn_add_n(r, r, w + (m &- 2), m &+ 2)
    if carry != 0 { propagate(r + (m &+ 2)) }
    let pair = next.multipliedFullWidth(by: y[m &- 1])
    var overflow: Bool
    (r[0], overflow) = r[0].addingReportingOverflow(pair.low)
    // The upper half of a product of limbs is below B - 1.
    (r[1], overflow) = r[1].addingReportingOverflow(pair.high &+ (overflow ? 1 : 0))
    carry = overflow ? 1 : 0
    if carry != 0 { propagate(r + 2) }
  }

  /// Adds 1 to a number that has room for it.
  @inline(__always)
  static func propagate(_ x: LimbPointer) {
    var x = x
    repeat {
      x.pointee &+= 1
      if x.pointee != 0 { return }
      x += 1
    } while true
  }

  /// Whether all of the n limbs are 0.
  @inline(__always)
  static func isZero(_ x: LimbPointer, _ n: Int) -> Bool {
    var i = 0
    while i < n {
      if x[i] != 0 { return false }
      i &+= 1
    }
    return true
  }

  /// Memory for `count` limbs during `body`: on the stack when it is a kilobyte or less.
  @inline(__always)
  static func withScratch<R>(_ count: Int, _ body: (LimbPointer) -> R) -> R {
    withUnsafeTemporaryAllocation(of: UInt.self, capacity: count) { buffer in
      // A buffer of at least one limb has an address.
      body(buffer.baseAddress.unsafelyUnwrapped)
    }
  }
}
