/// Sums of series of hypergeometric type at an exact `SmallBall`, in 192-bit fixed point: the short form of
/// `SeriesKernel`.
///
/// **Scheme.** t_k = z^k u_k, u_k = Π_{i<=k} p(i)/q(i). The sum is 1 + T_1 with T_a = Σ_{k>=a} t_k/t_{a-1}. The
/// indices are cut into groups [a, b) with Q = q(a) ... q(b-1) below 2^40, and with the integers
/// c_k = p(a)...p(k) q(k+1)...q(b-1) <= Q
///
///     T_a = z A_a/Q,   A_{b-1} = c_{b-1} (1 + T_b),   A_k = c_k + z A_{k+1},
///
/// so that a term costs one product with z, and a group one division by a word. Everything is an integer number
/// of units 2^-F, F = 136.
///
/// **Rounding.** Let A⁺, T⁺ be the same quantities for |z|, which bound them. By induction the error of A_k is
/// at most ρ A⁺_k, and of 1 + T_a at most ρ (1 + T⁺_a), with a ρ that grows in each step: the product with
/// |z| in [2^(e-1), 2^e) is cut by 3 2^e units, and one more when e <= 0. For e > 0 this is at most 6 units
/// of |z| beside |z| A⁺_{k+1} >= |z| c_{k+1} 2^F units, for e <= 0 at most 4 units beside A⁺_k >= c_k 2^F, where
/// c_k >= c_{k+1} since p <= q. So ρ grows by at most 6 * 2^-F/c_{k+1} (the last step of a group likewise with
/// c_a <= Q), and by 2^-F for the division. The products of these small numbers are covered by a factor 2.
/// An overflow of the 192 bits is noticed and gives nil.
///
/// **Tail.** The ratios ρ_k = |z| p(k)/q(k) do not increase; the sum stops after a group at whose end
/// ρ_b <= 1/2, and what is left is then at most t_{b-1}. log2 |t_{b-1}| is bounded in integers, by
/// f <= log2(1 + f) <= f + 0.0861 on [0, 1].
public enum SmallSeriesKernel {
  /// Bits after the point.
  private static var fraction: Int { 136 }
  private static var groupLimit: UInt64 { 1 << 40 }
  private static var maximumGroups: Int { 48 }
  /// For ratios that stay near 1.
  private static var longestGroup: Int { 40 }

  /// Σ_{k>=0} t_k for a ratio that does not increase with k; about 2^-128 relative to Σ |t_k|.
  ///
  /// nil when z is not exact, not in 2^-64 <= |z| < 2^10, or when sum or number of terms are large: then
  /// `SeriesKernel` is the one to ask.
  public static func sum(_ ratio: TermRatio, at z: SmallBall) -> SmallBall? {
    if z.isZero { return 1 }
    guard z.isExact, z.exponent > -64, z.exponent <= 10, ratio.isValid, ratio.isNonIncreasing else {
      return nil
    }
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: maximumGroups + 1) { ends -> SmallBall? in
      ends[0] = 1
      var plan = Plan(ratio, z)
      var count = 0
      repeat {
        count += 1
        guard count <= maximumGroups, let end = plan.nextGroup(from: ends[count - 1]) else { return nil }
        ends[count] = end
      } while !plan.isDone
      var sum = Summation(z)
      for i in stride(from: count, to: 0, by: -1) { sum.add(ratio, from: ends[i - 1], to: ends[i]) }
      return sum.result(
        tail: plan.tail, majorant: z.isNegativeMidpoint ? plan.majorant(ratio, to: ends[count]) : nil)
    }
  }

  /// How far to go.
  private struct Plan {
    let ratio: TermRatio
    let z: SmallBall
    /// >= 2^16 log2 |z|.
    let logZ: Int
    /// >= 2^16 log2 |t_{b-1}| for the end b of the last group.
    var log = 0
    var isDone = false

    init(_ ratio: TermRatio, _ z: SmallBall) {
      (self.ratio, self.z) = (ratio, z)
      logZ = Plan.logBelow(z.hi) + (z.exponent - 64) << 16 + Plan.excess
    }

    /// 2^16 * 0.0861 and one for the cut.
    static var excess: Int { 5644 }

    /// <= 2^16 log2 n, n > 0.
    @inline(__always) static func logBelow(_ n: UInt64) -> Int {
      let z = n.leadingZeroBitCount
      let f = ((n &<< UInt64(truncatingIfNeeded: z)) &<< 1) &>> 48
      return (63 &- z) &<< 16 &+ Int(truncatingIfNeeded: f)
    }

    /// The end b of the group that starts at a; nil when a single q(a) is too large, or p(k) > q(k).
    @inline(__always)
    mutating func nextGroup(from a: Int) -> Int? {
      var (q, p): (UInt64, UInt64) = (1, 1)
      let plain = ratio.numerator == .one
      var b = a
      var next = UInt64(ratio.q(b))
      while true {
        let (product, overflow) = q.multipliedReportingOverflow(by: next)
        if overflow || product >= groupLimit || b &- a == longestGroup { break }
        if !plain {
          let factor = UInt64(ratio.p(b))
          if factor > next { return nil }
          p &*= factor
        }
        q = product
        b &+= 1
        next = UInt64(ratio.q(b))
      }
      if b == a { return nil }
      log = log &+ (b &- a) &* logZ &- Plan.logBelow(q)
      var step = logZ &- Plan.logBelow(next)
      if !plain {
        log = log &+ Plan.logBelow(p) &+ Plan.excess
        step = step &+ Plan.logBelow(UInt64(ratio.p(b))) &+ Plan.excess
      }
      isDone = step <= -1 << 16 && log <= -(fraction << 16)
      return b
    }

    /// >= Σ_{k>=b} |t_k|.
    var tail: Magnitude { .power2((log >> 16) + 1) }

    /// >= Σ_{k<b} |t_k|, for sums whose terms cancel.
    func majorant(_ ratio: TermRatio, to b: Int) -> Magnitude {
      var (t, sum) = (Magnitude.power2(0), Magnitude.power2(0))
      for k in 1..<b {
        t = (t * z.centerAbove * Magnitude(Int(ratio.p(k)))).dividedUp(by: Magnitude.floor(ratio.q(k)))
        sum = sum + t
      }
      return sum
    }
  }

  /// The downward recurrence.
  private struct Summation {
    let z: UInt128
    let exponent: Int
    let isNegative: Bool
    /// 1 + T as sign and size.
    var size = Fixed192(1 << UInt64(fraction - 128), 0, 0)
    var isBelow = false
    /// 2^20 Σ 1/c, rounded up.
    var losses: UInt64 = 0
    var groups: UInt64 = 0
    var overflow: UInt64 = 0

    init(_ z: SmallBall) { (self.z, exponent, isNegative) = (z.mantissa, z.exponent, z.isNegativeMidpoint) }

    @inline(__always)
    mutating func add(_ ratio: TermRatio, from a: Int, to b: Int) {
      let plain = ratio.numerator == .one
      var c: UInt64 = 1
      if !plain { for k in a..<b { c &*= UInt64(ratio.p(k)) } }
      let (over, start) = size.times(c)
      overflow |= over
      size = start
      var k = b &- 1
      while true {
        multiplyByZ(c)
        let q = UInt64(ratio.q(k))
        if plain {
          c &*= q
        } else {
          c = c / UInt64(ratio.p(k)) &* q
        }
        if k == a { break }
        add(c)
        k &-= 1
      }
      divide(by: c)
      add(1)
      groups &+= 1
    }

    /// A z, with the loss for A >= c.
    @inline(__always)
    private mutating func multiplyByZ(_ c: UInt64) {
      losses &+= (1 << 20) &>> UInt64(truncatingIfNeeded: min(63 &- c.leadingZeroBitCount, 63)) &+ 1
      let (z1, z0) = (z.highWord, z.lowWord)
      let top = SmallFixedPoint.product(size.w2, z1)
      let (m1, m2) = (SmallFixedPoint.product(size.w2, z0), SmallFixedPoint.product(size.w1, z1))
      let (sum, carry) = m1.addingReportingOverflow(m2)
      let (sum2, carry2) = sum.addingReportingOverflow(
        UInt128(SmallFixedPoint.high(size.w1, z0)) &+ UInt128(SmallFixedPoint.high(size.w0, z1)))
      let high = top &+ UInt128(sum2.highWord) &+ (UInt128((carry ? 1 : 0) + (carry2 ? 1 : 0)) &<< 64)
      let product = Fixed192(high: high, low: sum2.lowWord)
      if exponent > 0 {
        overflow |= product.w2 &>> UInt64(truncatingIfNeeded: 63 &- exponent)
        size = product.shiftedLeft(exponent)
      } else {
        size = product.shiftedRight(0 &- exponent)
      }
      isBelow = isBelow != isNegative
    }

    /// A + c for an integer.
    @inline(__always)
    private mutating func add(_ c: UInt64) {
      let integer = Fixed192(c &<< UInt64(fraction - 128), 0, 0)
      if !isBelow {
        size = size + integer
        overflow |= size.w2 >> 63
      } else if size < integer {
        size = integer - size
        isBelow = false
      } else {
        size = size - integer
      }
    }

    @inline(__always)
    private mutating func divide(by q: UInt64) {
      let (q2, r2) = size.w2.quotientAndRemainder(dividingBy: q)
      let (q1, r1) = q.dividingFullWidth((r2, size.w1))
      let (q0, _) = q.dividingFullWidth((r1, size.w0))
      size = Fixed192(q2, q1, q0)
    }

    /// The rounded sum with the error 2 (6 Σ 1/c + groups) 2^-F, relative to the majorant or to the sum itself.
    func result(tail: Magnitude, majorant: Magnitude?) -> SmallBall? {
      if overflow != 0 { return nil }
      let units = Magnitude.ceiling(6 &* losses &+ groups &<< 20, unit: 64 &- 20 &- fraction &+ 1)
      let scale = majorant ?? Magnitude.ceiling(size.w2 &+ 1, unit: 192 &- fraction)
      return SmallFunctions.rounded(
        size, exponent: 192 &- fraction, isNegative: isBelow, error: units * scale + tail)
    }
  }
}
