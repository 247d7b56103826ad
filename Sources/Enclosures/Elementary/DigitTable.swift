import CMPFR

/// Tables of log(1 + j 2^(-d i)) or atan(j 2^(-d i)), i = 1 ... levels, 0 <= j <= 2^d, as fixed-point fractions.
///
/// With them an argument is reduced digit by digit in base 2^d to about 2^-24 or 2^-30, and the reduction is undone
/// with small integers: e^x = e^t Π (1 + j_i 2^(-d i)), and the like with 1 + i j_i 2^(-d i) for sin and
/// cos; for log and atan the other way round. So one table serves exp and log, the other sin, cos and atan.
///
/// There are four sizes of each, made when first needed: up to 10, 20, 40 and 74 limbs, with d = 8 and 3 levels, or from
/// 21 limbs on d = 6 and 5 levels, because long entries take long to compute (62, 124, 104 and 193 kB; about 1, 3, 5 and
/// 18 ms each). Which one serves a precision depends on that precision alone, so that results do not depend on
/// what was computed before.
///
/// **Error.** Entries, read with n <= `limbs` limbs, and the constant are off by less than 2 ulps. An entry is computed
/// with one limb more: it is the sum of at most 256 odd series of rational numbers p/q, which were cut by
/// one ulp (of that longer number), each with an error of at most 9 · 640 + 13 of those ulps (`OddSeries`), twice that
/// for the logarithm: below 2^22 2^-64 ulps. Reading n limbs truncates by less than one ulp.
struct DigitTable: @unchecked Sendable {
  enum Kind { case logarithm, arctangent }

  /// The number of fraction limbs.
  let limbs: Int
  /// d, and the number of digits.
  let digitBits: Int
  let levels: Int
  // Written by `init` only, and never freed.
  private let words: LimbPointer
  private let constantWords: LimbPointer
  /// For the first digit: the largest j whose entry is at most i/256.
  private let guess: UnsafeMutablePointer<UInt8>

  /// The limbs of the largest table.
  static let largest = 74

  /// The largest digit.
  @inline(__always) var last: Int { (1 << digitBits) &- 1 }
  @inline(__always) private var perLevel: Int { (1 << digitBits) &+ 1 }

  private static let logarithm10 = DigitTable(.logarithm, limbs: 10)
  private static let logarithm20 = DigitTable(.logarithm, limbs: 20)
  private static let logarithm40 = DigitTable(.logarithm, limbs: 40)
  private static let logarithm74 = DigitTable(.logarithm, limbs: largest)
  private static let arctangent10 = DigitTable(.arctangent, limbs: 10)
  private static let arctangent20 = DigitTable(.arctangent, limbs: 20)
  private static let arctangent40 = DigitTable(.arctangent, limbs: 40)
  private static let arctangent74 = DigitTable(.arctangent, limbs: largest)

  /// The table for n <= `largest` limbs.
  @inline(__always) static func logarithm(limbs n: Int) -> DigitTable {
    n <= 10 ? logarithm10 : n <= 20 ? logarithm20 : n <= 40 ? logarithm40 : logarithm74
  }

  /// The table for n <= `largest` limbs.
  @inline(__always) static func arctangent(limbs n: Int) -> DigitTable {
    n <= 10 ? arctangent10 : n <= 20 ? arctangent20 : n <= 40 ? arctangent40 : arctangent74
  }

  /// n limbs of entry j of level i = 1 ... 4.
  @inline(__always) func entry(_ i: Int, _ j: Int, limbs n: Int) -> LimbPointer {
    let index = (i &- 1) &* perLevel &+ j
    return words + (index &* limbs &+ limbs &- n)
  }

  /// The leading limb of an entry.
  @inline(__always) func top(_ i: Int, _ j: Int) -> UInt {
    let index = (i &- 1) &* perLevel &+ j
    return words[index &* limbs &+ limbs &- 1]
  }

  /// n limbs of log 2 or π/4.
  @inline(__always) func constant(limbs n: Int) -> LimbPointer { constantWords + (limbs &- n) }

  /// The largest digit whose first-level entry's leading limb is below t (0 if there is none).
  @inline(__always) func firstDigit(_ t: UInt) -> Int {
    var j = Int(guess[Int(t >> 56)])
    while j < last, top(1, j &+ 1) < t { j &+= 1 }
    while j > 0, top(1, j) >= t { j &-= 1 }
    return j
  }

  /// A digit near t 2^(d i), i >= 2, for the leading limb t, such that the entry's leading limb is below t,
  /// or 0. (Both functions are at most their argument.)
  @inline(__always) func digit(_ i: Int, _ t: UInt) -> Int {
    var j = Swift.min(Int(t >> UInt(64 &- digitBits &* i)), last)
    if j < last, top(i, j &+ 1) < t { j &+= 1 }
    while j > 0, top(i, j) >= t { j &-= 1 }
    return j
  }

  private init(_ kind: Kind, limbs n: Int) {
    limbs = n
    (digitBits, levels) = n <= 20 ? (8, 3) : (6, 5)
    let count = levels * ((1 << digitBits) + 1)
    words = .allocate(capacity: count * n)
    words.initialize(repeating: 0, count: count * n)
    constantWords = .allocate(capacity: n)
    constantWords.initialize(repeating: 0, count: n)
    guess = .allocate(capacity: 256)
    guess.initialize(repeating: 0, count: 256)
    setConstant(kind)
    for i in 1...levels { fill(level: i, kind) }
    var j = 0
    for i in 0..<256 {
      while j < last, top(1, j + 1) >> 56 < UInt(i) { j += 1 }
      guess[i] = UInt8(j)
    }
  }

  /// log 2 or π/4, rounded down by MPFR: below 1, above 1/2, so the mantissa is the fraction.
  private func setConstant(_ kind: Kind) {
    withTemporary(bits: 64 * limbs) { m in
      switch kind {
      case .logarithm: _ = mpfr_const_log2(m, MPFR_RNDD)
      case .arctangent:
        _ = mpfr_const_pi(m, MPFR_RNDD)
        _ = mpfr_div_2ui(m, m, 2, MPFR_RNDD)
      }
      if let source = m.pointee._mpfr_d { constantWords.update(from: source, count: limbs) }
    }
  }

  /// The first level is summed from differences, because its arguments are not small: with b = 2^d,
  /// log((b+j+1)/(b+j)) = 2 atanh(1/(2 b + 2 j + 1)), atan((j+1)/b) - atan(j/b) = atan(b/(b^2 + j (j+1))).
  /// With h = 2^(-d i): log(1 + j h) = 2 atanh(j/(2/h + j)).
  private func fill(level i: Int, _ kind: Kind) {
    let n = limbs + 1
    let (base, power) = (1 << digitBits, 1 << (digitBits * i))
    let isLogarithm = kind == .logarithm
    let series = isLogarithm ? WordSeries.hyperbolicArctangent : .arctangent
    LimbWorkspace.with(words: 2 * n + 1) { work in
      let (total, value) = (work.take(n), work.take(n + 1))
      total.update(repeating: 0, count: n)
      for j in 0...base {
        if i == 1 {
          store(total, level: i, j)
          guard j < base else { break }
          isLogarithm
            ? odd(value, 1, 2 * base + 2 * j + 1, n, series)
            : odd(value, base, base * base + j * (j + 1), n, series)
          if isLogarithm { _ = __gmpn_lshift(value, value, n, 1) }
          _ = __gmpn_add_n(total, total, value, n)
        } else {
          isLogarithm ? odd(value, j, 2 * power + j, n, series) : odd(value, j, power, n, series)
          if isLogarithm { _ = __gmpn_lshift(value, value, n, 1) }
          store(value, level: i, j)
        }
      }
    }
  }

  private func store(_ value: LimbPointer, level i: Int, _ j: Int) {
    entry(i, j, limbs: limbs).update(from: value + 1, count: limbs)
  }

  /// The n limbs of the odd series at p/q, for 0 <= p/q <= 2^-5 (n + 1 limbs are written).
  private func odd(_ z: LimbPointer, _ p: Int, _ q: Int, _ n: Int, _ series: WordSeries) {
    z.update(repeating: 0, count: n)
    z[n] = UInt(p)
    _ = __gmpn_divrem_1(z, 0, z, n + 1, UInt(q))
    let error = OddSeries.evaluate(z, z, limbs: n, series: series)
    precondition(error != nil, "too few coefficients")
  }
}
