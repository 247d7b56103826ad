import CMPFR
import Foundation

/// The series Σ_{k>=0} z^k Π_i (a_i)_k/Π_j (b_j)_k over real balls; k! is a lower parameter 1. DLMF 16.2.1.
///
/// **Two ways of summation.** When the parameters are exact dyadic numbers a = n/2^s with short n and s, the
/// term ratios z (a_1 + k - 1)... are z times a quotient of words, and `IntegerRatioSeries` sums in fixed point.
/// Else the terms are computed one after the other in ball arithmetic, which carries the radii of parameters
/// and argument along by itself.
///
/// **Truncation.** Let K be so large that a_i + K >= 0 and b_j + K > 0 for all of them. For k >= K the quotient
/// (a + k)/(b + k) is positive and monotone in k with the limit 1, so it is at most max(1, (a + K)/(b + K)); and
/// 1/(b + k) <= 1/(b + K). Pairing each a_i with a b_j, and the b_j that are left over alone, gives a bound ρ of
/// all |t_{k+1}/t_k|, k >= K, and the terms beyond t_K add up to at most |t_K| ρ/(1 - ρ) when ρ < 1. The bound is
/// evaluated with outward rounding, and the sum goes on until it is small enough.
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
    guard z.isFinite, (upper + lower).allSatisfy(\.isFinite) else { return .indeterminate(bits: bits) }
    if z.isZero { return Ball(1, bits: bits) }
    if let words, z.isExact || z.accuracyBits > 12, let value = wordSum(words, z, bits, expected) {
      return value
    }
    return ballSum(at: z, bits: bits)
  }

  // MARK: Words

  private func wordSum(_ words: DyadicRatio, _ z: Ball, _ bits: Int, _ expected: Int?) -> Ball? {
    let size = z.magnitude
    if words.balance >= 0, !words.terminates, words.balance > 0 || .power2(0) <= size { return nil }
    var scale = expected
    var best: Ball?
    for attempt in 0..<4 {
      guard
        let plan = IntegerRatioSeries(
          words.at, at: z, length: .untilSmall { words.bound(from: $0, size) }, scale: scale, bits: bits)
      else { return best }
      if plan.hasBothSigns, scale == nil {
        // A sum of terms of both signs is first taken to be about 1.
        scale = Swift.min(0, plan.peak)
        if plan.peak > 8 { continue }
      }
      guard let sum = plan.evaluate(bits: bits) else { return best }
      let missing = bits - 2 - sum.value.accuracyBits
      if let old = best, old.accuracyBits >= sum.value.accuracyBits { return old }
      best = sum.value
      if missing <= 0 || !plan.hasBothSigns || attempt == 3 { break }
      // The radius of z cannot be improved on; without any correct bit the sum may be as small as it likes.
      if !z.isExact, attempt > 0 { break }
      scale = (scale ?? plan.peak) - missing - 8 - (sum.value.accuracyBits == 0 ? plan.peak : 0)
    }
    return best
  }

  /// Exactly `terms` terms (fewer if the series ends), with a bound of the term that follows; for divergent series.
  func partialSum(
    at z: Ball, terms: Int, bits: Int, expected: Int
  ) -> (value: Ball, next: Magnitude)? {
    if let words,
      let plan = IntegerRatioSeries(words.at, at: z, length: .terms(terms), scale: expected, bits: bits),
      let sum = plan.evaluate(bits: bits)
    {
      if sum.isComplete { return (sum.value, .zero) }
      guard let (p, q) = words.at(sum.terms) else { return nil }
      return (
        sum.value,
        (sum.last * z.magnitude * Magnitude(p)).dividedUp(by: SeriesAccumulator.below(q))
      )
    }
    let work = bits + 16 - Swift.min(0, expected)
    var t = Ball(1, bits: work)
    var total = t
    for k in 0..<terms {
      if k % 256 == 255, Budget.isExhausted { return nil }
      t = next(t, k, z)
      if k < terms - 1 { total += t }
    }
    return total.isFinite ? (total, t.magnitude) : nil
  }

  // MARK: Balls

  private func next(_ t: Ball, _ k: Int, _ z: Ball) -> Ball {
    var value = t * z
    for a in upper { value *= a.plus(k) }
    if value.isZero { return value }
    var divisor: Ball?
    for b in lower { divisor = divisor.map { $0 * b.plus(k) } ?? b.plus(k) }
    return divisor.map { value / $0 } ?? value
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
    let z = z.rounded(to: bits)
    let size = z.magnitude
    let ends = upper.contains { $0.isExact && $0.isNonPositiveInteger }
    if !ends {
      if upper.count > lower.count { return nil }
      if upper.count == lower.count {
        let gap = 1 - size.estimate
        if gap <= 0 || Double(bits) * 0.7 / gap > Double(Self.maximumBallTerms) { return nil }
      }
    }
    var t = Ball(1, bits: bits)
    var total = t
    for k in 0..<Self.maximumBallTerms {
      if k % 64 == 63, Budget.isExhausted { return nil }
      t = next(t, k, z)
      if t.isZero { return total }
      if !t.isFinite {
        FailureLog.current?.record("hypergeometric series: a lower parameter meets a non-positive integer")
        return nil
      }
      total += t
      let level = Swift.max((total.exponent ?? total.radius.exponent) - bits, total.radius.exponent - 8)
      if t.magnitude.exponent < level {
        let rho = bound(from: k + 1, size)
        let tail = (t.magnitude * rho).dividedUp(by: (Ball(1, bits: 64) - rho.ball).magnitudeBelowIfPositive)
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

extension Magnitude {
  /// The interval from 0 to the bound on one side: as an exact upper bound.
  fileprivate var ball: Ball { Ball(center: Ball(0, bits: 64), radius: self) }
}

extension Ball {
  /// A lower bound of a positive ball, else 0.
  fileprivate var magnitudeBelowIfPositive: Magnitude { isPositive ? magnitudeBelow : .zero }

  /// The sum with a word.
  func plus(_ n: Int) -> Ball { n == 0 ? self : self + Ball(n, bits: 64) }

  /// An exact 0, -1, -2, ...
  var isNonPositiveInteger: Bool {
    isExact && !isPositive && withMidpoint { mpfr_integer_p($0) != 0 }
  }
}

/// The term ratio (without z) of a hypergeometric series with dyadic parameters, as a quotient of words.
///
/// A parameter n/2^s contributes n + (k-1) 2^s in the ratio t_k/t_{k-1}, and 2^-s; the powers of two are made up
/// for on the side that lacks them, so that the quotient of the words is the ratio itself.
struct DyadicRatio {
  private struct Factor {
    var offset: Int
    var slope: Int
    var shift: Int
    @inline(__always) func at(_ k: Int) -> Int { offset &+ k &* slope }
  }

  private let upper: [Factor]
  private let lower: [Factor]
  private let upperPower: Int
  private let lowerPower: Int
  /// The number of upper minus that of lower parameters.
  var balance: Int { upper.count - lower.count }
  /// An upper parameter is a non-positive integer.
  let terminates: Bool

  /// nil when a parameter is not exact, or too long.
  init?(_ upper: [Ball], over lower: [Ball]) {
    guard upper.count <= 3, lower.count <= 3 else { return nil }
    let (top, bottom) = (upper.compactMap(DyadicRatio.factor), lower.compactMap(DyadicRatio.factor))
    guard top.count == upper.count, bottom.count == lower.count else { return nil }
    (self.upper, self.lower) = (top, bottom)
    let difference = bottom.reduce(0) { $0 + $1.shift } - top.reduce(0) { $0 + $1.shift }
    guard difference.magnitude < 40 else { return nil }
    upperPower = difference > 0 ? difference : 0
    lowerPower = difference < 0 ? -difference : 0
    terminates = upper.contains(where: \.isNonPositiveInteger)
  }

  /// n and s with a = n/2^s, s minimal.
  private static func factor(_ a: Ball) -> Factor? {
    guard a.isExact else { return nil }
    if a.isZero { return Factor(offset: 0, slope: 1, shift: 0) }
    guard let e = a.exponent, e < 31, e > -20 else { return nil }
    let scaled = Foundation.scalbn(a.estimate, 20)
    guard scaled == scaled.rounded(), a.withMidpoint({ mpfr_cmp_d($0, a.estimate) == 0 }) else { return nil }
    let n = Int(scaled)
    let s = Swift.max(0, 20 - n.trailingZeroBitCount)
    return Factor(offset: n >> (20 - s), slope: 1 << s, shift: s)
  }

  /// p and q > 0 of t_k/t_{k-1} = z p/q, k >= 1; nil when they are not words, or q vanishes.
  func at(_ k: Int) -> (p: Int, q: UInt)? {
    var (p, q) = (1 << upperPower, 1 << lowerPower)
    for f in upper {
      let (value, overflow) = p.multipliedReportingOverflow(by: f.at(k - 1))
      if overflow { return nil }
      p = value
    }
    if p == 0 { return (0, 1) }
    for f in lower {
      let (value, overflow) = q.multipliedReportingOverflow(by: f.at(k - 1))
      if overflow { return nil }
      q = value
    }
    if q == 0 { return nil }
    return q < 0 ? (-p, q.magnitude) : (p, UInt(bitPattern: q))
  }

  /// The bound ρ of `HypergeometricSeries`.
  func bound(from k: Int, _ size: Magnitude) -> Magnitude {
    var rho = size
    for (i, f) in lower.enumerated() {
      let b = f.at(k)
      guard b > 0 else { return .infinity }
      let below = SeriesAccumulator.below(UInt(b)).scaled(by: -f.shift)
      if i < upper.count {
        let a = upper[i].at(k)
        guard a >= 0 else { return .infinity }
        let quotient = Magnitude(a).scaled(by: -upper[i].shift).dividedUp(by: below)
        rho = rho * Magnitude.max2(.power2(0), quotient)
      } else {
        rho = rho.dividedUp(by: below)
      }
    }
    return upper.count > lower.count ? .infinity : rho
  }
}
