import CMPFR
import Foundation

/// The series Σ_{k>=0} z^k Π_i (a_i)_k/Π_j (b_j)_k over real balls; k! is a lower parameter 1. DLMF 16.2.1.
///
/// **Two ways of summation.** When the parameters are exact dyadic numbers a = n/2^s with short n and s, the
/// term ratios z (a_1 + k - 1)... are z times a quotient of words, and `IntegerRatioSeries` sums in fixed
/// point. Else the terms are computed one after the other in ball arithmetic, which carries the radii of
/// parameters and argument along by itself.
///
/// **Truncation.** Let K be so large that a_i + K >= 0 and b_j + K > 0 for all of them. For k >= K the
/// quotient (a + k)/(b + k) is positive and monotone in k with the limit 1, so it is at most max(1, (a +
/// K)/(b + K)); and
/// 1/(b + k) <= 1/(b + K). Pairing each a_i with a b_j, and the b_j that are left over alone, gives a bound ρ
/// of all |t_{k+1}/t_k|, k >= K, and the terms beyond t_K add up to at most |t_K| ρ/(1 - ρ) when ρ < 1. The
/// bound is evaluated with outward rounding, and the sum goes on until it is small enough.
///
/// Near |z| = 1, where 1 - ρ is lost, `TelescopingTail` takes its place.
struct HypergeometricSeries {
  let upper: [Ball]
  let lower: [Ball]
  private let words: DyadicRatio?

  init(_ upper: [Ball], over lower: [Ball]) {
    (self.upper, self.lower) = (upper, lower)
    words = DyadicRatio(upper, over: lower)
  }

  /// A sum in ball arithmetic is refused beyond this many terms.
  private static let maximumBallTerms = 1 << 18

  /// The sum at `z`, to about `bits` bits of its own size.
  ///
  /// - Parameter expected: about log2 |sum| where terms of both signs cancel (a choice, not a claim).
  func sum(at z: Ball, bits: Int, expected: Int? = nil) -> Ball {
    if let words, z.isExact || z.accuracyBits > 12,
      let value = words.sum(at: z, bits: bits, expected: expected)
    {
      return value
    }
    guard z.isFinite, upper.allSatisfy(\.isFinite), lower.allSatisfy(\.isFinite) else {
      return .indeterminate(bits: bits)
    }
    return z.isZero ? Ball(1, bits: bits) : ballSum(at: z, bits: bits)
  }

  /// Exactly `terms` terms (fewer if the series ends), with a bound of the term that follows; for divergent
  /// series.
  func partialSum(
    at z: Ball, terms count: Int, bits: Int, expected: Int
  ) -> (value: Ball, next: Magnitude)? {
    if let words,
      let plan = IntegerRatioSeries(words, at: z, length: .terms(count), scale: expected, bits: bits),
      let sum = plan.evaluate(bits: bits)
    {
      if sum.isComplete { return (sum.value, .zero) }
      // A lower parameter that meets 0 there leaves the next term unknown.
      guard let (p, q) = words.at(sum.terms) else { return (sum.value, .infinity) }
      return (
        sum.value,
        (sum.last * z.magnitude * Magnitude(p)).dividedUp(by: SeriesAccumulator.below(q))
      )
    }
    let work = bits + 16 - Swift.min(0, expected)
    var terms = self.terms(at: z, work)
    var total = terms.t
    for k in 0..<count {
      if k % 256 == 255, Budget.isExhausted { return nil }
      terms.advance()
      if k < count - 1 { total += terms.t }
    }
    return total.isFinite ? (total, terms.t.magnitude) : nil
  }

  // MARK: Balls

  /// The terms one after the other.
  private struct Terms {
    var upper: [Ball]
    var lower: [Ball]
    let one = Ball(1, bits: 64)
    let z: Ball
    var t: Ball

    /// Goes on to the next term.
    mutating func advance() {
      t *= z
      for i in upper.indices {
        t *= upper[i]
        upper[i] += one
      }
      // 0 stays 0 whatever the lower parameters do.
      if t.isZero { return }
      guard var divisor = lower.first else { return }
      lower[0] += one
      for i in lower.indices.dropFirst() {
        divisor *= lower[i]
        lower[i] += one
      }
      t /= divisor
    }
  }

  private func terms(at z: Ball, _ bits: Int) -> Terms {
    let units = lower.filter(\.isOne)
    // The parameter 1 stays short; the operands' own precision must not become that of the terms.
    return Terms(
      upper: upper.map { $0.rounded(to: bits) },
      lower: lower.filter { !$0.isOne }.map { $0.rounded(to: bits) } + units.map { $0.rounded(to: 64) },
      z: z.rounded(to: bits), t: Ball(1, bits: bits))
  }

  private func ballSum(at z: Ball, bits: Int) -> Ball {
    // More bits do not make up for the radii of the operands.
    let isExact = z.isExact && (upper + lower).allSatisfy(\.isExact)
    var extra = 24
    var best: Ball?
    for _ in 0..<(isExact ? 3 : 1) {
      guard let value = ballSum(at: z, work: bits + extra) else { break }
      if let old = best, old.accuracyBits >= value.accuracyBits { break }
      best = value
      let missing = bits - 2 - value.accuracyBits
      if missing <= 0 || missing > 1 << 20 { break }
      extra += missing + 16 + (value.accuracyBits == 0 ? bits : 0)
    }
    return best?.rounded(to: bits) ?? .indeterminate(bits: bits)
  }

  /// The terms one by one; nil when a lower parameter meets 0, or nothing is known of the tail.
  private func ballSum(at z: Ball, work bits: Int) -> Ball? {
    let size = z.magnitude
    let telescope = TelescopingTail(upper, over: lower)
    let ends = upper.contains { $0.isExact && $0.isNonPositiveInteger }
    if !ends {
      if upper.count > lower.count { return nil }
      if upper.count == lower.count {
        let isShort = telescope?.isShort(bits) ?? false
        let gap = 1 - size.estimate
        if gap <= 0, !(isShort && z.isWithinUnit) { return nil }
        // About the ratio of terms in the long run: below z for large lower parameters. A choice.
        let ratio = zip(upper, lower).reduce(size.estimate) {
          $0 * ($1.0.estimate + 1024) / ($1.1.estimate + 1024)
        }
        if !isShort, Double(bits) * 0.7 / Swift.max(gap, 1 - ratio) > Double(Self.maximumBallTerms) {
          return nil
        }
      }
    }
    var terms = self.terms(at: z, bits)
    var total = terms.t
    for k in 0..<Self.maximumBallTerms {
      if k % 64 == 63, Budget.isExhausted { return nil }
      terms.advance()
      let t = terms.t
      if t.isZero { return total }
      if !t.isFinite {
        FailureLog.current?.record("hypergeometric series: a lower parameter meets a non-positive integer")
        return nil
      }
      total += t
      let level = Swift.max((total.exponent ?? total.radius.exponent) - bits, total.radius.exponent - 8)
      if t.magnitude.exponent < level {
        let rho = bound(from: k + 1, size)
        var tail = (t.magnitude * rho).dividedUp(by: (Ball(1, bits: 64) - rho.ball).magnitudeBelowIfPositive)
        if let telescope, rho.isFinite, z.isWithinUnit {
          tail = Magnitude.min2(tail, t.magnitude * telescope.factor(from: k + 1))
        }
        if tail.isFinite, tail.exponent < level { return Ball(center: total, radius: tail) }
      }
    }
    return nil
  }

  /// The bound ρ of |t_{k+1}/t_k| for all k >= `first`; infinite when the condition on K does not hold.
  private func bound(from first: Int, _ size: Magnitude) -> Magnitude {
    var rho = size
    for (i, b) in lower.enumerated() {
      let below = b.coarse.plus(first)
      guard below.isPositive else { return .infinity }
      if i < upper.count {
        let above = upper[i].coarse.plus(first)
        guard above.isNonNegative else { return .infinity }
        rho = rho * Magnitude.max2(.power2(0), above.magnitude.dividedUp(by: below.magnitudeBelow))
      } else {
        rho = rho.dividedUp(by: below.magnitudeBelow)
      }
    }
    return upper.count > lower.count ? .infinity : rho
  }
}

/// The tail of a series with as many upper as lower parameters for |z| <= 1, by Gauss's sum.
///
/// Let a_i <= b_i for all pairs but the first, b - a > 1 for the first pair a, b, and a_i + K >= 0, b_i + K > 0 for all.
/// Then the quotients of the other pairs stay at most 1, so with α = a + K, β = b + K
///
///     Σ_{k>K} |t_k| <= |t_K| Σ_{j>=1} (α)_j/(β)_j = |t_K| (2F1(α,1;β;1) - 1) = |t_K| α/(β-α-1)   (DLMF 15.4.20).
struct TelescopingTail {
  private let first: Ball
  /// A lower bound of b - a - 1.
  private let excess: Magnitude
  private let size: Double

  /// nil where the conditions on the a_i and b_i are not certain.
  init?(_ upper: [Ball], over lower: [Ball]) {
    guard upper.count == lower.count, let a = upper.first, let b = lower.first else { return nil }
    for (a, b) in zip(upper, lower).dropFirst() where !(b - a).isNonNegative { return nil }
    let gap = b - a - Ball(1, bits: 64)
    guard gap.isPositive else { return nil }
    (first, excess, size) = (a.coarse, gap.magnitudeBelow, b.estimate)
  }

  /// α/(β-α-1) for K = `k`, where a_i + K >= 0 and b_i + K > 0.
  func factor(from k: Int) -> Magnitude { first.plus(k).magnitude.dividedUp(by: excess) }

  /// Whether few terms exceed 2^-bits at |z| = 1; a choice. They fall like ((b+k)/b)^(a-b).
  func isShort(_ bits: Int) -> Bool {
    let power = Foundation.exp2(Double(bits) / (excess.estimate + 1))
    return Swift.max(1, size) * (power - 1) < 16 * Double(bits)
  }
}

extension Magnitude {
  fileprivate static func min2(_ a: Magnitude, _ b: Magnitude) -> Magnitude { a <= b ? a : b }

  /// The interval from 0 to the bound on one side: as an exact upper bound.
  fileprivate var ball: Ball { Ball(center: Ball(0, bits: 64), radius: self) }
}

extension Ball {
  /// A lower bound of a positive ball, else 0.
  fileprivate var magnitudeBelowIfPositive: Magnitude { isPositive ? magnitudeBelow : .zero }

  /// Whether |x| <= 1 for certain.
  var isWithinUnit: Bool {
    let one = Ball(1, bits: 64)
    return (one - self).isNonNegative && (one + self).isNonNegative
  }

  /// The sum with a word.
  func plus(_ n: Int) -> Ball { n == 0 ? self : self + Ball(n, bits: 64) }

  fileprivate var isOne: Bool { isExact && withMidpoint { mpfr_cmp_si_2exp($0, 1, 0) == 0 } }

  /// An exact 0, -1, -2, ...
  var isNonPositiveInteger: Bool {
    isExact && !isPositive && withMidpoint { mpfr_integer_p($0) != 0 }
  }
}
