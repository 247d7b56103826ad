import CMPFR

/// The coefficients of Σ a_k u^k as words, in groups of a common denominator.
///
/// A sum is formed from its last term down. Within a group, `numerator` c_k is added times u^k; after the first
/// term of a group the sum is multiplied by `multiplier` and divided by `divisor` (if that is not 0). Groups begin at
/// even indices, so that in an alternating sum every group, and every block of even length, ends on a
/// non-negative number.
///
/// - Factorials, a_k = 1/(d_0 d_1 ... d_k): with Q = d_a ... d_{b-1} and c_k = d_{k+1} ... d_{b-1} for the group
///   [a, b), the sum over k >= a, relative to a_{a-1}, is (Σ_{a<=k<b} c_k u^k + sum over k >= b)/Q.
/// - Odd numbers, a_k = 1/(2k+1): c_k = Q/(2k+1), Q the product of the group's odd numbers; passing from a group
///   to the one below, the sum is multiplied by Q' / Q.
///
/// In both cases all denominators Q are below 2^62, and c_k <= Q.
struct WordSeries: @unchecked Sendable {
  struct Term {
    var numerator: UInt = 1
    var multiplier: UInt = 1
    var divisor: UInt = 0
    /// a_k <= 2^(-weight).
    var weight = 0
  }

  /// Written once when the series is made, read only afterwards, and never freed.
  let terms: UnsafePointer<Term>
  /// Terms k < capacity are there; the capacity is even.
  let capacity: Int
  let alternates: Bool

  /// Enough for 4736 bits with u < 2^-8.
  static let capacity = 640

  /// Σ u^k/k!
  static let exponential = factorials(alternates: false) { UInt(max(1, $0)) }
  /// sin(t)/t with u = t^2.
  static let sine = factorials(alternates: true) { UInt(max(1, 2 * $0 * (2 * $0 + 1))) }
  /// sinh(t)/t with u = t^2.
  static let hyperbolicSine = factorials(alternates: false) { UInt(max(1, 2 * $0 * (2 * $0 + 1))) }
  /// cos(t) with u = t^2.
  static let cosine = factorials(alternates: true) { UInt(max(1, (2 * $0 - 1) * 2 * $0)) }
  /// atan(t)/t with u = t^2.
  static let arctangent = oddNumbers(alternates: true)
  /// atanh(t)/t with u = t^2.
  static let hyperbolicArctangent = oddNumbers(alternates: false)

  private static func make(alternates: Bool, _ terms: [Term]) -> WordSeries {
    let memory = UnsafeMutablePointer<Term>.allocate(capacity: terms.count)
    memory.initialize(from: terms, count: terms.count)
    return WordSeries(terms: UnsafePointer(memory), capacity: terms.count, alternates: alternates)
  }

  /// The end of the longest group from `a` whose factors have a product below 2^62.
  private static func groupEnd(_ a: Int, _ factor: (Int) -> UInt) -> (end: Int, product: UInt) {
    var (b, q) = (a, 1 as UInt)
    while b < capacity {
      let (p, o) = q.multipliedReportingOverflow(by: factor(b) * factor(b + 1))
      if o || p >= 1 << 62 { break }
      (b, q) = (b + 2, p)
    }
    return (b, q)
  }

  private static func factorials(alternates: Bool, _ d: (Int) -> UInt) -> WordSeries {
    var terms = [Term](repeating: Term(), count: capacity)
    var a = 0
    while a < capacity {
      let (b, q) = groupEnd(a, d)
      for k in stride(from: b - 2, through: a, by: -1) {
        terms[k].numerator = terms[k + 1].numerator * d(k + 1)
      }
      terms[a].divisor = q
      a = b
    }
    var below = Magnitude.power2(0)
    for k in 0..<capacity {
      below = below.timesDown(.floor(d(k)))
      terms[k].weight = below.exponent - 1
    }
    return make(alternates: alternates, terms)
  }

  private static func oddNumbers(alternates: Bool) -> WordSeries {
    var terms = [Term](repeating: Term(), count: capacity)
    var (a, previous) = (0, 1 as UInt)
    while a < capacity {
      let (b, q) = groupEnd(a) { UInt(2 * $0 + 1) }
      for k in a..<b {
        terms[k].numerator = q / UInt(2 * k + 1)
        terms[k].weight = UInt.bitWidth - 1 - UInt(2 * k + 1).leadingZeroBitCount
      }
      terms[a].divisor = q
      terms[a].multiplier = previous
      (a, previous) = (b, q)
    }
    return make(alternates: alternates, terms)
  }

  /// The number of terms after which the rest is less than 2^slack ulps of n limbs, if |u| < 2^-r, r >= 8: even, and
  /// nil when there are not enough coefficients.
  ///
  /// With a_N 2^(-rN) <= 2^(slack - 64 n - 1) the rest is at most that times 1/(1 - 2^-8).
  @inline(__always)
  func termCount(limbs n: Int, zeroBits r: Int, slack: Int = 0) -> Int? {
    if r < 8 { return nil }
    let target = 64 &* n &+ 1 &- slack
    var k = Swift.min(capacity &- 2, target / r &+ 1)
    if k &* r &+ terms[k].weight < target { return nil }
    while k > 1, (k &- 1) &* r &+ terms[k &- 1].weight >= target { k &-= 1 }
    return (k &+ 1) & ~1
  }
}
