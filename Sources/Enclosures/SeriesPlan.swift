import CMPFR
import Foundation
import VlasovNumbers

/// How far a sum of `SeriesKernel` goes, at which precision each stage is held, and its evaluation.
struct SeriesPlan {
  let ratio: TermRatio
  let z: Ball
  let bits: Int
  /// z < 0.
  let alternates: Bool
  /// Terms 0 ..< `terms` are summed.
  private var terms = 0
  /// A bound of the terms left out.
  private var tail = Magnitude.zero
  /// The largest exponent among the bounds of the terms.
  private(set) var peak = 1
  /// About log2 |t_k| of the last term.
  private var lastLevel = 0.0
  private let deficit: Int

  /// The plan for an infinite sum, or its first `limit` terms, with non-increasing ratios.
  init?(_ ratio: TermRatio, _ z: Ball, limit: Int, bits: Int, deficit: Int) {
    self.init(ratio, z, bits, deficit)
    guard extend(to: limit, mayStop: true) else { return nil }
  }

  /// The plan for exactly `terms` terms.
  init?(_ ratio: TermRatio, _ z: Ball, terms: Int, bits: Int, deficit: Int) {
    self.init(ratio, z, bits, deficit)
    guard terms >= 1, extend(to: terms, mayStop: false) else { return nil }
  }

  private init(_ ratio: TermRatio, _ z: Ball, _ bits: Int, _ deficit: Int) {
    (self.ratio, self.z, self.bits, self.deficit) = (ratio, z, bits, deficit)
    alternates = z.read { mpfr_sgn($0.mid) < 0 }
  }

  /// Bounds t_k for k = 1, 2, ... until the tail is negligible, or `limit` terms are taken.
  private mutating func extend(to limit: Int, mayStop: Bool) -> Bool {
    guard z.isExact, ratio.isValid, limit >= 1 else { return false }
    let size = z.read { Magnitude.upper($0.mid) }
    let most = SeriesKernel.maximumTerms
    if limit > most, !(mayStop && factor(size, at: most) <= .power2(-1)) {
      FailureLog.current?.record("a series at \(z.shortDescription) needs too many terms")
      return false
    }
    let one = Magnitude.power2(0)
    var t = one
    var last = t
    var k = 0
    while true {
      k += 1
      if k == limit || size.isZero { break }
      let rho = factor(size, at: k)
      last = t
      t = t * rho
      if mayStop, t.exponent < scale - bits - 6 {
        tail = t.dividedUp(by: one.minusDown(rho))
        if tail.exponent < scale - bits - 6 {
          t = last
          break
        }
        tail = .zero
      }
      if t.exponent > peak { peak = t.exponent }
      if k % 1024 == 0, Budget.isExhausted { return false }
    }
    terms = k
    lastLevel = Double(t.exponent)
    if depth + peak <= Precision.maximum { return true }
    FailureLog.current?.record("a series at \(z.shortDescription) cancels too many bits")
    return false
  }

  /// A bound of |z| p(k)/q(k).
  private func factor(_ size: Magnitude, at k: Int) -> Magnitude {
    let top = ratio.numerator == .one ? size : size * Magnitude(Int(ratio.p(k)))
    return top.dividedUp(by: Magnitude.floor(ratio.q(k)))
  }

  /// log2 of the size that errors are measured against: the sum of positive terms is at least its largest
  /// term; a sum that cancels is taken to be about 1 unless the caller or an earlier attempt knows better.
  private var scale: Int { alternates ? -deficit : peak }

  /// The bits that an absolute error of the result may have below 1, with what the rounding of all stages may
  /// use up.
  private var depth: Int { bits + 2 * (Int.bitWidth - terms.leadingZeroBitCount) + 4 - scale }

  /// Whether stages differ in precision; for short sums that does not pay.
  private var isGraded: Bool { depth + 2 * peak > 512 }

  /// The sizes of the workspace: products of full numbers are fewest when a block is the square root of the
  /// number of terms, but the powers of a large argument must not outgrow the precision.
  private var shape: SeriesSum.Shape {
    let above = max(0, z.exponent ?? 0)
    let limbs = max(1, (depth + peak + 63) >> 6) + (above > 0 ? 1 : 0)
    let root = max(1, Int(Double(terms).squareRoot()))
    // So must the memory of all of them: 2^26 limbs are half a gigabyte.
    let most = min(root, 1 << 26 / limbs)
    let block = max(1, above == 0 ? most : min(most, 32 * max(2, limbs) / above))
    // Beside the wanted bits: a group's integer, a power, the number of terms, and the terms' own growth.
    let width = 64 + above * block + 64 + (isGraded ? 64 : peak)
    return SeriesSum.Shape(block: block, limbs: limbs, capacity: limbs + width >> 6 + 4)
  }

  /// The sum with its error, or nil when the budget is spent.
  ///
  /// - Parameter width: the precision that the accumulator is rounded to, instead of that of the plan.
  func evaluate(width: Int? = nil) -> Ball? {
    let width = width ?? bits
    if terms == 1 { return Ball(center: Ball(1, bits: width), radius: tail) }
    return shape.withWorkspace { work in
      guard z.read({ work.setPowers(of: $0.mid) }), sumGroups(&work) else { return nil }
      return work.result(bits: width, tail: tail)
    }
  }

  /// A group of indices first ... top, with Q and P of `SeriesKernel`.
  private struct Group {
    var first: Int
    var q: UInt
    var p: UInt
  }

  /// The longest group that ends at `top`; nil when some p(k) > q(k).
  private func group(from top: Int) -> Group? {
    if top == 0 { return Group(first: 0, q: 1, p: 1) }
    var group = Group(first: top, q: ratio.q(top), p: 1)
    while group.first > 1 {
      let (next, overflow) = group.q.multipliedReportingOverflow(by: ratio.q(group.first - 1))
      if overflow { break }
      group.q = next
      group.first -= 1
    }
    if ratio.numerator != .one {
      for k in group.first...top {
        if ratio.p(k) > ratio.q(k) { return nil }
        group.p &*= ratio.p(k)
      }
    }
    if group.first == 1 { group.first = 0 }
    return group
  }

  /// Adds up the groups from the last to the first.
  private func sumGroups(_ work: inout SeriesSum) -> Bool {
    let block = work.shape.block
    let plain = ratio.numerator == .one
    let graded = isGraded
    let logZ = z.logarithm
    var k = terms - 1
    var j = k % block
    // About log2 u_k of the last index of the group.
    var level = lastLevel - Double(k) * logZ
    var asked = 0
    work.fraction = work.shape.limbs
    while true {
      guard let group = group(from: k) else { return false }
      if graded {
        level += log2(Double(group.q)) - log2(Double(group.p))
        // The error of the division counts |z|^(m floor(k/m)) u_{a-1} times in the result.
        let start = logZ > 0 ? k - j : group.first - group.first % block
        work.setFraction(fraction(level + Double(start) * logZ))
      }
      work.multiply(by: group.p)
      var c = group.p
      let first = group.first
      asked += (k - first + 1) * (1 + work.shape.limbs >> 4)
      while true {
        work.add(c, power: j, negative: alternates && k % 2 == 1)
        if j == 0, k > 0 {
          j = block
          work.multiplyByBlockPower(
            fraction: graded ? fraction(level + Double(k - block) * logZ) : work.fraction)
        }
        if k == first { break }
        if plain {
          c &*= ratio.q(k)
        } else {
          c = c / ratio.p(k) &* ratio.q(k)
        }
        k -= 1
        j -= 1
      }
      work.divide(by: group.q)
      if work.overflowed { return false }
      if first == 0 { return true }
      if asked >= 1024 {
        if Budget.isExhausted { return false }
        asked = 0
      }
      k = first - 1
      j -= 1
    }
  }

  /// The fraction limbs of a stage whose error counts 2^weight times in the result.
  private func fraction(_ weight: Double) -> Int { (depth + Int(weight.rounded(.up)) + 63) >> 6 }
}

extension Ball {
  /// About log2 |midpoint|, for choices only.
  fileprivate var logarithm: Double {
    var e = 0
    let m = read { mpfr_get_d_2exp(&e, $0.mid, MPFR_RNDN) }
    return Foundation.log2(Swift.abs(m)) + Double(e)
  }
}
