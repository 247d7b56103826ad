import CMPFR

/// Σ_{k<N} ± a_k u^k for a fixed-point u < 2^-r, r >= 8, by rectangular splitting (Smith 1989): the powers
/// u, ..., u^m are computed once, each block of m terms is a combination of them with word coefficients, and the
/// blocks are joined by Horner's rule with u^m.
///
/// Since u^j has floor(j r / 64) zero limbs on top, and the block that begins at u^k need only be known to
/// floor(k r / 64) limbs fewer than the result ("falling precision"), all products are shorter than n limbs.
///
/// **Error.** In ulps of 2^(-64 n); "unit" is the last place of a block, so that (unit of the block at u^k) times
/// u^k is at most one ulp.
/// 1. Powers. The computed p_j satisfies 0 <= u^j - p_j <= 4 ulps: from p_a, p_b with a + b = j it is truncated
///    three times (either factor is cut where the other's zero limbs hide it, and the product), each by at most one
///    ulp, and inherits at most (4 + 4) 2^-8 from the factors. u itself counts as exact.
/// 2. A term of a block adds a_k (4 ulps and one unit), relative to the scale of its group, a_k <= 1: after the factor
///    u^k at most 5 ulps.
/// 3. Joining two blocks cuts p_m to the unit, inherits 4 ulps of p_m, and truncates the product: 6 ulps at most,
///    because the sum so far, relative to the scale of its group, is at most 1.
/// 4. The division after a group: one ulp at most. There are at most N/2 + 1 groups.
/// 5. The rest of the series: 2^slack ulps (`WordSeries.termCount`).
///
/// With blocks of m >= 2 terms the sum is at most 5 N + 6 (N/2) + (N/2 + 1) + 2^slack <= 9 N + 8 + 2^slack ulps. Terms of a
/// pair are taken in the order +, -, and p_{j+1} <= p_j, c_{k+1} <= c_k, hence nothing becomes negative.
/// Nothing overflows: a sum is below its group's Q (1 + 2^-6) < 2^63 before the division.
struct TaylorSum {
  /// Fraction limbs.
  let n: Int
  /// u < 2^-r.
  let r: Int
  /// The length of a block, even.
  let m: Int
  /// u^j, j = 1 ... m, each in 2 n limbs.
  private let powers: LimbPointer
  private let first: LimbPointer
  private let second: LimbPointer

  /// The length of blocks for `terms` terms of each of `series` sums.
  @inline(__always)
  static func blockLength(terms: Int, series: Int) -> Int {
    Swift.max(2, Int((Double(terms * series)).squareRoot() * 0.4 + 0.6) &* 2)
  }

  /// The limbs that the powers and `sums` sums take from a workspace.
  @inline(__always)
  static func words(limbs n: Int, block m: Int, sums: Int = 1) -> Int {
    2 &* n &* m &+ 2 &* sums &* (2 &* n &+ 6)
  }

  /// - Parameter u: n limbs, below 2^-r.
  @inline(__always)
  init(_ u: LimbPointer, limbs n: Int, zeroBits r: Int, block m: Int, used: Int, _ work: inout LimbWorkspace)
  {
    (self.n, self.r, self.m) = (n, r, m)
    powers = work.take(2 &* n &* m)
    first = work.take(2 &* n &+ 6)
    second = work.take(2 &* n &+ 6)
    powers.update(from: u, count: n)
    // The last block may be the only one, and then u^m is not needed.
    let last = used <= m ? used &- 1 : m
    var j = 2
    while j <= last {
      let (a, b) = j & 1 == 0 ? (j >> 1, j >> 1) : (j &- 1, 1)
      let (x, y) = (zeroLimbs(a), zeroLimbs(b))
      let size = n &- x &- y
      if size > 0 {
        let target = powers + 2 &* n &* (j &- 1)
        if a == b {
          __gmpn_sqr(target, power(a) + x, size)
        } else {
          __gmpn_mul_n(target, power(a) + y, power(b) + x, size)
        }
      }
      j &+= 1
    }
  }

  private init(copy other: TaylorSum, _ work: inout LimbWorkspace) {
    (n, r, m, powers) = (other.n, other.r, other.m, other.powers)
    first = work.take(2 &* n &+ 6)
    second = work.take(2 &* n &+ 6)
  }

  /// The same powers with other buffers, so that a second sum leaves the first alone.
  @inline(__always)
  func withOtherBuffers(_ work: inout LimbWorkspace) -> TaylorSum { TaylorSum(copy: self, &work) }

  @inline(__always) private func zeroLimbs(_ j: Int) -> Int { (j &* r) >> 6 }

  /// The n - zeroLimbs(j) limbs of u^j that may not be 0: the upper half of the product that gave it.
  @inline(__always) private func power(_ j: Int) -> LimbPointer {
    if j == 1 { return powers }
    let a = j & 1 == 0 ? j >> 1 : j &- 1
    let start: Int = n &- zeroLimbs(a) &- zeroLimbs(j &- a)
    return powers + (2 &* n &* (j &- 1) &+ start)
  }

  /// The error of a sum of `terms` terms, with the rest of the series.
  @inline(__always) static func error(terms: Int, slack: Int = 0) -> Int {
    9 &* terms &+ 8 &+ (1 << slack)
  }

  /// The sum of the first `count` (even) terms: n + 1 limbs, valid until the next sum.
  func sum(_ series: WordSeries, terms count: Int) -> LimbPointer {
    var block = (count &- 1) / m
    var (spare, other) = (first, second)
    var k = count
    var hidden = Swift.min(zeroLimbs(block &* m), n &- 1)
    var size = n &- hidden
    var acc = spare
    acc.update(repeating: 0, count: size &+ 1)
    while true {
      let start = block &* m
      while k > start {
        k &-= 2
        let j = k &- start
        let term = series.terms + k
        if j == 0 {
          acc[size] &+= term.pointee.numerator
        } else {
          let count = n &- zeroLimbs(j) &- hidden
          if count > 0 {
            let carry = __gmpn_addmul_1(acc, power(j) + hidden, count, term.pointee.numerator)
            FixedPoint.addCarry(acc + count, size &+ 1 &- count, carry)
          }
        }
        let count = n &- zeroLimbs(j &+ 1) &- hidden
        if count > 0 {
          let source = power(j &+ 1) + hidden
          if series.alternates {
            let borrow = __gmpn_submul_1(acc, source, count, term[1].numerator)
            FixedPoint.subtractBorrow(acc + count, size &+ 1 &- count, borrow)
          } else {
            let carry = __gmpn_addmul_1(acc, source, count, term[1].numerator)
            FixedPoint.addCarry(acc + count, size &+ 1 &- count, carry)
          }
        }
        let divisor = term.pointee.divisor
        if divisor != 0 {
          var length = size &+ 1
          if term.pointee.multiplier != 1 {
            acc[length] = __gmpn_mul_1(acc, acc, length, term.pointee.multiplier)
            length &+= 1
          }
          _ = __gmpn_divrem_1(acc, 0, acc, length, divisor)
        }
      }
      if block == 0 { return acc }
      block &-= 1
      let nextHidden = Swift.min(zeroLimbs(block &* m), n &- 1)
      let nextSize = n &- nextHidden
      let factorSize = nextSize &- zeroLimbs(m)
      let length = acc[size] == 0 ? size : size &+ 1
      var end = 0
      if factorSize > 0 {
        FixedPoint.multiply(other, acc, length, power(m) + nextHidden, factorSize)
        end = length &+ factorSize &- size
      }
      acc = other + size
      if end <= nextSize { (acc + end).update(repeating: 0, count: nextSize &+ 1 &- end) }
      swap(&spare, &other)
      (hidden, size) = (nextHidden, nextSize)
    }
  }
}
