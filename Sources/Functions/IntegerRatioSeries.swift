import CMPFR
import Foundation

/// A partial sum Σ_{k<N} t_k of a hypergeometric series whose term ratio is z p(k)/q(k) with words p and q,
/// in fixed point on GMP's limbs: rectangular splitting (Smith 1989), with a bound of its own error.
///
/// **Scheme.** z = ± ζ 2^σ with 0 <= ζ < 1, where ± 2^σ is made a factor of p. The indices are cut into
/// groups s < k <= e for which the product of max(|p(k)|, q(k)) is at most 2^57. With u_k the product of the
/// ratios p/q up to k and R_s = Σ_{k>s} ζ^k u_k/u_s,
///
///     R_s = (Σ_{s<k<=e} c_k ζ^k + P R_e)/Q,   c_k = p(s+1)...p(k) q(k+1)...q(e),
///
/// P and Q the products of the group: a word product for each term and a division by a word for each group.
/// The powers ζ^j are stored for j <= m, m about the square root of N, and the accumulator holds R/ζ^{m
/// floor(k/m)}.
///
/// **Error.** Let ε bound the accumulator's error, e_j that of ζ^j, and 2^-u the unit of the accumulator's
/// last limb. Adding c ζ^j adds |c| e_j, and |c| 2^-u when limbs of ζ^j below the unit are left out; a
/// division by Q turns ε into ε/Q + 2^-u; a product with P multiplies it; a product with ζ^m turns it into
/// ε ζ^m + |acc| e_m + 2^-u; dropping limbs adds a unit. All this is carried along in magnitudes that round
/// up, so the length of each stage (shorter where the terms are small) is a choice that cannot make the sum
/// wrong. A radius of z is part of e_1, and so reaches the sum as Σ |t_k| k r/|z| to first order.
struct IntegerRatioSeries {
  /// How many terms are summed.
  enum Length {
    /// Until the tail is negligible (a convergent series).
    case untilSmall
    /// Exactly so many (fewer if the series ends before).
    case terms(Int)
  }

  struct Sum {
    var value: Ball
    /// A bound of the last term that was added.
    var last: Magnitude
    /// How many terms were added.
    var terms: Int
    /// The series ended: no term was left out.
    var isComplete: Bool
  }

  /// A longer sum is refused.
  static let maximumTerms = 1 << 22

  private struct Step {
    var p: Int
    var q: UInt
  }

  /// The group that ends with index `last`.
  private struct Group {
    var last: Int
    /// |P| and Q.
    var p: UInt
    var q: UInt
    /// The sign of P.
    var isNegative: Bool
    /// The exponent of the bound of t_last.
    var exponent: Int
  }

  private var steps: [Step] = []
  private var groups: [Group] = []
  private var size = Magnitude.power2(0)
  private var tail = Magnitude.zero
  private var isComplete = false
  private(set) var peak = 1
  private(set) var hasBothSigns = false
  private let shift: Int
  private let z: Ball
  private var target = 0

  /// Plans the sum; nil when a word does not suffice, or the budget is spent.
  ///
  /// - Parameters:
  ///   - ratio: p(k) and q(k) > 0 for k >= 1, where a p of 0 ends the series; and a bound of |t_{j+1}/t_j|
  ///     for j >= k.
  ///   - scale: about log2 of the sum; nil: that of the largest term.
  ///   - bits: the sum is wanted to 2^(scale - bits).
  init?(_ ratio: DyadicRatio, at z: Ball, length: Length, scale: Int?, bits: Int) {
    guard z.isFinite, z.isZero || z.exponent != nil else { return nil }
    self.z = z
    var shift = Swift.max(0, z.exponent ?? 0)
    var limit = IntegerRatioSeries.maximumTerms
    var mayStop = true
    if case .terms(let n) = length {
      limit = n
      mayStop = false
      // The terms of a divergent series do not fall like ζ^k, so a small ζ would cost precision.
      if let e = z.exponent, e < 0, e > -36 { shift = e }
    }
    self.shift = shift
    guard shift < 40 else { return nil }
    let one = Magnitude.power2(0)
    let factor = (z.estimate < 0 ? -1 : 1) << Swift.max(0, shift)
    let divisor: UInt = 1 << UInt(Swift.max(0, -shift))
    let argument = z.magnitude
    let zeta = argument.scaled(by: -shift)
    if z.isZero { limit = 1 }
    var group = Group(last: 0, p: 1, q: 1, isNegative: false, exponent: 1)
    var cap: UInt = 1
    var power = one
    var isNegative = false
    var k = 0
    steps.reserveCapacity(64)
    groups.reserveCapacity(32)
    while true {
      k += 1
      if k >= limit { break }
      guard let (p0, q0) = ratio.at(k) else { return nil }
      if p0 == 0 {
        isComplete = true
        break
      }
      let (p, overflow) = p0.multipliedReportingOverflow(by: factor)
      let (q, large) = q0.multipliedReportingOverflow(by: divisor)
      if overflow || large { return nil }
      isNegative = isNegative != (p < 0)
      if isNegative { hasBothSigns = true }
      let most = Swift.max(p.magnitude, q)
      var (next, wide) = cap.multipliedReportingOverflow(by: most)
      if wide || next > 1 << 57 {
        if most > 1 << 57 { return nil }
        if k > 1 {
          group.last = k - 1
          close(&group, &power)
          if mayStop, size.exponent < (scale ?? peak) - bits - 4 {
            let rest = size * ratio.tail(from: k - 1, z)
            if rest.exponent < (scale ?? peak) - bits - 4 {
              tail = rest
              break
            }
          }
        }
        next = most
      }
      cap = next
      steps.append(Step(p: p, q: q))
      group.p &*= p.magnitude
      group.q &*= q
      if p < 0 { group.isNegative.toggle() }
      power = power * zeta
      if k % 1024 == 0, Budget.isExhausted { return nil }
    }
    if group.p != 1 || group.q != 1 || (groups.last?.last ?? 0) < steps.count {
      group.last = steps.count
      close(&group, &power)
    }
    if z.isZero { isComplete = true }
    if mayStop, k >= limit, !isComplete {
      // The limit was met: what is left out must be bounded all the same.
      tail = size * ratio.tail(from: k - 1, z)
      guard tail.isFinite else { return nil }
    }
    target = (scale ?? peak) - bits - 2 * (Int.bitWidth - steps.count.leadingZeroBitCount) - 4
    guard peak - target < Precision.maximum else { return nil }
  }

  private mutating func close(_ group: inout Group, _ power: inout Magnitude) {
    size = (size * power * Magnitude(Int(bitPattern: group.p))).dividedUp(
      by: SeriesAccumulator.below(group.q))
    group.exponent = size.exponent
    if size.exponent > peak { peak = size.exponent }
    groups.append(group)
    group = Group(last: 0, p: 1, q: 1, isNegative: false, exponent: 1)
    power = .power2(0)
  }

  // MARK: Evaluation

  /// The sum with its error, rounded to `bits` bits; nil when the budget is spent.
  func evaluate(bits: Int) -> Sum? {
    let n = steps.count
    if n == 0 {
      let value = Ball(center: Ball(1, bits: bits), radius: tail)
      return Sum(value: value, last: .power2(0), terms: 1, isComplete: isComplete)
    }
    var block = Swift.max(1, Int(Double(n).squareRoot()))
    block = Swift.min(block, Swift.max(1, (1 << 24) / fractionLimbs(block)))
    let fraction = fractionLimbs(block)
    let top = Swift.max(0, peak) >> 6 + 4
    let capacity = fraction + top
    let words = (block + 1) * fraction + 2 * capacity + 2 * fraction + 8
    return withUnsafeTemporaryAllocation(of: UInt.self, capacity: words) { memory -> Sum? in
      withUnsafeTemporaryAllocation(of: Magnitude.self, capacity: block + 1) { errors -> Sum? in
        guard let base = memory.baseAddress, let table = errors.baseAddress else { return nil }
        var work = SeriesAccumulator(
          powers: base, errors: table, block: block, fraction: fraction,
          accumulator: base + (block + 1) * fraction, capacity: capacity,
          scratch: base + (block + 1) * fraction + capacity)
        guard work.setPowers(z, shift: shift), sum(&work) else { return nil }
        let value = work.ball(bits: bits, adding: tail)
        return Sum(value: value, last: size, terms: n + 1, isComplete: isComplete)
      }
    }
  }

  /// ζ > 2^-powerBits.
  private var powerBits: Int { 1 + shift - (z.exponent ?? 0) }

  /// The fraction limbs for a given block: an error e_j of ζ^j counts |t_k| ζ^-j times in the sum, j = k mod
  /// m.
  private func fractionLimbs(_ block: Int) -> Int {
    var level = 1
    var first = 0
    var before = 1
    for group in groups {
      let wraps = first / block != group.last / block
      let j = wraps ? block - 1 : group.last % block
      level = Swift.max(level, Swift.max(before, group.exponent) + j * powerBits)
      (first, before) = (group.last, group.exponent)
    }
    // The power's leading bits lie below the peak of the terms that they belong to.
    return Swift.max(1, (level - target + 63) >> 6)
  }

  private func sum(_ work: inout SeriesAccumulator) -> Bool {
    let block = work.block
    var k = steps.count
    var j = k % block
    work.start(at: work.fraction + (target - groups[groups.count - 1].exponent) >> 6)
    var asked = 0
    for i in groups.indices.reversed() {
      let group = groups[i]
      let first = i > 0 ? groups[i - 1].last : 0
      // The weight of the accumulator after this group is u_first ζ^(m floor(first/m)).
      let level = (i > 0 ? groups[i - 1].exponent : 1) + (first % block) * powerBits
      let low = work.fraction + (target - level) >> 6
      // The group's terms are added at the precision that its quotient needs.
      work.multiply(by: group.p, negative: group.isNegative)
      work.move(to: low)
      var c = group.p
      var negative = group.isNegative
      steps.withUnsafeBufferPointer { steps in
        while true {
          work.add(c, power: j, negative: negative)
          let step = steps[k - 1]
          c = step.p == 1 ? c : c / step.p.magnitude
          c &*= step.q
          if step.p < 0 { negative.toggle() }
          k -= 1
          if j == 0 {
            work.multiplyByBlockPower(low: low)
            j = block
          }
          j -= 1
          if k == first { break }
        }
      }
      work.divide(by: group.q)
      if work.overflowed { return false }
      asked += (group.last - first) * (1 + work.fraction >> 4)
      if asked >= 4096 {
        if Budget.isExhausted { return false }
        asked = 0
      }
    }
    return true
  }
}
