import CMPFR
import Foundation

/// The term ratio (without z) of a hypergeometric series with up to three upper and three lower dyadic
/// parameters, as a quotient of words.
///
/// A parameter n/2^s contributes n + (k-1) 2^s to the ratio t_k/t_{k-1}, and 2^-s; the powers of two are made
/// up for on the side that lacks them, so that the quotient of the words is the ratio itself.
struct DyadicRatio {
  private struct Factor {
    var offset: Int
    var slope: Int
    var shift: Int
    @inline(__always) func at(_ k: Int) -> Int { offset &+ k &* slope }
    static let none = Factor(offset: 1, slope: 0, shift: 0)
  }

  private var upper = (Factor.none, Factor.none, Factor.none)
  private var lower = (Factor.none, Factor.none, Factor.none)
  private let upperCount: Int
  private let lowerCount: Int
  private let upperPower: Int
  private let lowerPower: Int
  /// An upper parameter is a non-positive integer.
  private(set) var terminates = false
  private let parameters: (upper: [Ball], lower: [Ball])

  /// nil when a parameter is not exact, or too long.
  init?(_ top: [Ball], over bottom: [Ball]) {
    (upperCount, lowerCount) = (top.count, bottom.count)
    parameters = (top, bottom)
    guard upperCount <= 3, lowerCount <= 3 else { return nil }
    var difference = 0
    for (i, a) in top.enumerated() {
      guard let f = DyadicRatio.factor(a) else { return nil }
      difference -= f.shift
      if f.shift == 0, f.offset <= 0 { terminates = true }
      switch i {
      case 0: upper.0 = f
      case 1: upper.1 = f
      default: upper.2 = f
      }
    }
    for (i, b) in bottom.enumerated() {
      guard let f = DyadicRatio.factor(b) else { return nil }
      difference += f.shift
      switch i {
      case 0: lower.0 = f
      case 1: lower.1 = f
      default: lower.2 = f
      }
    }
    guard difference.magnitude < 40 else { return nil }
    upperPower = Swift.max(0, difference)
    lowerPower = Swift.max(0, -difference)
  }

  /// n and s with a = n/2^s, s minimal.
  private static func factor(_ a: Ball) -> Factor? {
    guard a.isExact else { return nil }
    let value = a.estimate
    guard Swift.abs(value) < 0x1p31, a.withMidpoint({ mpfr_cmp_d($0, value) == 0 }) else { return nil }
    let scaled = value * 0x1p20
    guard scaled == scaled.rounded() else { return nil }
    let n = Int(scaled)
    let s = Swift.max(0, 20 - n.trailingZeroBitCount)
    return Factor(offset: n >> (20 - s), slope: 1 << s, shift: s)
  }

  /// p and q > 0 of t_k/t_{k-1} = z p/q, k >= 1; nil when they are not words, or q vanishes.
  @inline(__always)
  func at(_ k: Int) -> (p: Int, q: UInt)? {
    guard let p = DyadicRatio.product(upper, upperCount, 1 << upperPower, k &- 1) else { return nil }
    if p == 0 { return (0, 1) }
    guard let q = DyadicRatio.product(lower, lowerCount, 1 << lowerPower, k &- 1), q != 0 else { return nil }
    return q < 0 ? (-p, q.magnitude) : (p, UInt(bitPattern: q))
  }

  @inline(__always)
  private static func product(_ f: (Factor, Factor, Factor), _ count: Int, _ start: Int, _ k: Int) -> Int? {
    var (value, isWide) = (start, false)
    func multiply(_ f: Factor) {
      let (next, overflow) = value.multipliedReportingOverflow(by: f.at(k))
      value = next
      if overflow { isWide = true }
    }
    if count > 0 { multiply(f.0) }
    if count > 1 { multiply(f.1) }
    if count > 2 { multiply(f.2) }
    return isWide || value == Int.min ? nil : value
  }

  private static func element(_ f: (Factor, Factor, Factor), _ i: Int) -> Factor {
    i == 0 ? f.0 : i == 1 ? f.1 : f.2
  }

  /// The bound ρ of `HypergeometricSeries`.
  func bound(from k: Int, _ size: Magnitude) -> Magnitude {
    var rho = size
    for i in 0..<lowerCount {
      let bottom = DyadicRatio.element(lower, i)
      let b = bottom.at(k)
      guard b > 0 else { return .infinity }
      let below = SeriesAccumulator.below(UInt(b)).scaled(by: -bottom.shift)
      if i < upperCount {
        let top = DyadicRatio.element(upper, i)
        let a = top.at(k)
        guard a >= 0 else { return .infinity }
        let quotient = Magnitude(a).scaled(by: -top.shift).dividedUp(by: below)
        rho = rho * Magnitude.max2(.power2(0), quotient)
      } else {
        rho = rho.dividedUp(by: below)
      }
    }
    return upperCount > lowerCount ? .infinity : rho
  }

  private var telescope: TelescopingTail? { TelescopingTail(parameters.upper, over: parameters.lower) }

  /// A bound of Σ_{j>k} |t_j/t_k|, from ρ or `TelescopingTail`.
  func tail(from k: Int, _ z: Ball) -> Magnitude {
    let rho = bound(from: k, z.magnitude)
    if rho <= .power2(-1) { return rho.scaled(by: 1) }
    let gap = Ball(1, bits: 64) - Ball(center: Ball(0, bits: 64), radius: rho)
    let rest = rho.dividedUp(by: gap.isPositive ? gap.magnitudeBelow : .zero)
    guard rho.isFinite, z.isWithinUnit, let telescope else { return rest }
    let other = telescope.factor(from: k)
    return other <= rest ? other : rest
  }

  // MARK: Summation

  /// The convergent series at `z` to about `bits` bits; nil when words do not suffice.
  func sum(at z: Ball, bits: Int, expected: Int? = nil) -> Ball? {
    if z.isZero { return Ball(1, bits: bits) }
    let balance = upperCount - lowerCount
    if balance >= 0, !terminates, balance > 0 || .power2(0) <= z.magnitude {
      guard let telescope, telescope.isShort(bits), z.isWithinUnit else { return nil }
    }
    var scale = expected
    var best: Ball?
    for attempt in 0..<4 {
      guard let plan = IntegerRatioSeries(self, at: z, length: .untilSmall, scale: scale, bits: bits) else {
        return best
      }
      if plan.hasBothSigns, scale == nil {
        // A sum of terms of both signs is first taken to be about 1.
        scale = 0
        if plan.peak > 8 { continue }
      }
      guard let sum = plan.evaluate(bits: bits) else { return best }
      if !plan.hasBothSigns { return sum.value }
      let correct = sum.value.accuracyBits
      let missing = bits - 2 - correct
      if let old = best, old.accuracyBits >= correct { return old }
      best = sum.value
      if missing <= 0 || attempt == 3 { break }
      // The radius of z cannot be improved on; without any correct bit the sum may be as small as it likes.
      if !z.isExact, attempt > 0 { break }
      scale = (scale ?? plan.peak) - missing - 8 - (correct == 0 ? plan.peak : 0)
    }
    return best
  }
}
