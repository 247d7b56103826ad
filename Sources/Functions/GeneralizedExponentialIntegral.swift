import CMPFR
import Foundation

/// The generalised exponential integral E_n(x) = ∫_1^∞ e^{-xt} t^-n dt, n >= 0, x > 0, and E_n(0) = 1/(n-1)
/// for n >= 2. DLMF 8.19.
///
/// E_0(x) = e^-x/x, and E_1 has a file of its own. **For n >= 2 at an exact point**, by cost, one of
///
/// - *the asymptotic series* e^-x/x Σ_{k<N} (n)_k (-1/x)^k. As E_n(x) = e^-x ∫_0^∞ e^{-xt} (1+t)^-n dt and
///   the Taylor polynomial of (1+t)^-n of degree N-1 is off by at most the next term (n)_N t^N/N!, the
///   remainder is at most the first omitted term;
/// - *the continued fraction* e^x E_n(x) = 1/f_0, f_k = x + (n+k)/(1 + (k+1)/f_{k+1}) (DLMF 8.19.17), from
///   the bottom up: all its terms are positive, so f_K lies in [x, x+n+K], and ball arithmetic carries that
///   interval upwards while each step makes it narrower by (n+k)(k+1)/(f_{k+1}+k+1)²;
/// - *the power series* E_n(x) = (-x)^{n-1}/(n-1)! (ψ(n) - log x) - Σ_{k != n-1} (-x)^k/((k-n+1) k!) (DLMF
///   8.19.8), in two hypergeometric parts, with the bits that cancel (twice e^x) added.
///
/// **On a ball**, E_n decreases and E_n' = -E_{n-1}, where E_m(x) <= e^-x/(x+m-1) for m >= 1 (DLMF 8.19.21).
extension Ball {
  public static func expIntegral(_ n: Index, _ x: Ball) -> Ball {
    guard let n = n.value, x.isFinite else { return .indeterminate(bits: x.bits) }
    guard n >= 0, n < 1 << 31 else {
      FailureLog.current?.record("exponential integral of the order \(n)")
      return .indeterminate(bits: x.bits)
    }
    if n == 1 { return e1(x) }
    guard n == 0 ? x.isPositive : x.isNonNegative else { return undefined("E_\(n)", x) }
    if n == 0 { return (exp(-x.rounded(to: x.bits + 8)) / x).rounded(to: x.bits) }
    return propagate(x) { _ in
      let low = x.lowerEdge.coarse
      return x.radius * (exp(-low) / low.plus(n - 2)).magnitude
    } wide: {
      ends(x) { expIntegralAtPoint(n, $0) }
    } at: {
      expIntegralAtPoint(n, $0)
    }
  }

  /// The ways to evaluate E_n at an exact x > 0.
  enum ExpIntegralMethod: CaseIterable { case asymptotic, fraction, series }

  private static func expIntegralAtPoint(_ n: Int, _ x: Ball) -> Ball {
    if x.isZero { return Ball(1, bits: x.bits) / (n - 1) }
    let size = x.estimate
    let bits = Double(x.bits + 8)
    if let value = expIntegral(n, x, .asymptotic) { return value }
    // A step of the fraction is some twenty words' work, and two divisions of full length.
    let terms = size > 0x1p20 ? Double.infinity : Double(n) + bits / 4 + 4 * size
    let seriesCost = 3 + terms * (0.03 + (bits + 3 * size) / 20000)
    let most = n > 1 << 20 ? 1 << 16 : Int(Swift.min(seriesCost / (0.3 + bits / 2000), 65536))
    let first: ExpIntegralMethod = expIntegralFractionLength(n, size, bits, most) < most ? .fraction : .series
    return expIntegral(n, x, first) ?? expIntegral(n, x, first == .series ? .fraction : .series)
      ?? .undefined("E_\(n)", x)
  }

  /// By the given method at an exact x > 0, n >= 2; nil where it does not reach the precision of x.
  static func expIntegral(_ n: Int, _ x: Ball, _ method: ExpIntegralMethod) -> Ball? {
    let value: Ball?
    switch method {
    case .asymptotic: value = expIntegralAsymptotic(n, x, x.bits + 8)
    case .fraction: value = expIntegralFraction(n, x, x.bits + 8)
    case .series: value = expIntegralSeries(n, x)
    }
    return value.flatMap { $0.isFinite ? $0.rounded(to: x.bits) : nil }
  }

  private static func expIntegralAsymptotic(_ n: Int, _ x: Ball, _ bits: Int) -> Ball? {
    let size = x.estimate
    // Terms fall until n + k = x.
    guard size > Double(n) + 1, size * 1.4427 > Double(bits) else { return nil }
    var (level, terms) = (0.0, 0)
    while level > -Double(bits) {
      let ratio = (Double(n) + Double(terms)) / size
      if ratio > 0.9 { return nil }
      level += Foundation.log2(Swift.max(ratio, 1e-300))
      terms += 1
    }
    let fine = bits + 2 * (Int.bitWidth - terms.leadingZeroBitCount) + 8
    let wide = x.rounded(to: Swift.max(x.bits, fine))
    let z = Ball(-1, bits: 64) / wide
    guard
      let (sum, next) = HypergeometricSeries([Ball(n, bits: 64)], over: [])
        .partialSum(at: z, terms: terms, bits: bits, expected: 0)
    else { return nil }
    return exp(-wide) / wide * Ball(center: sum, radius: next)
  }

  // MARK: The continued fraction

  private static func expIntegralFractionLength(_ n: Int, _ x: Double, _ bits: Double, _ most: Int) -> Int {
    var (level, k) = (0.0, 0)
    while level > -bits, k < most {
      let (p, q) = (Double(n + k), Double(k + 1))
      // f_k is nearly the positive root of f = x + p/(1 + q/f).
      let h = x + p - q
      let f = (h + (h * h + 4 * x * q).squareRoot()) / 2
      level += Foundation.log2(p * q / ((f + q) * (f + q)) + 1e-300)
      k += 1
    }
    return k + 2
  }

  private static func expIntegralFraction(_ n: Int, _ x: Ball, _ bits: Int) -> Ball? {
    let steps = expIntegralFractionLength(n, x.estimate, Double(bits) + 8, 1 << 16)
    guard steps < 1 << 16 else { return nil }
    let work = bits + 16
    let wide = x.rounded(to: Swift.max(x.bits, work))
    let one = Ball(1, bits: 64)
    var f = hull(wide, wide.plus(n + steps))
    for k in stride(from: steps - 1, through: 0, by: -1) {
      if k % 64 == 0, Budget.isExhausted { return nil }
      f = wide + Ball(n + k, bits: 64) / (one + Ball(k + 1, bits: 64) / f)
    }
    let value = exp(-wide) / f
    return value.accuracyBits >= x.bits - 2 ? value : nil
  }

  // MARK: The power series

  private static func expIntegralSeries(_ n: Int, _ x: Ball) -> Ball? {
    let size = x.estimate
    guard n <= 1 << 20, size < 0x1p18 else { return nil }
    var goal = x.bits + 12 + Int(size * 1.4427 + Foundation.log2(size + Double(n)))
    var best: Ball?
    for _ in 0..<3 {
      guard let value = expIntegralSeries(n, x, below: goal) else { return best }
      best = value
      let missing = x.bits - value.accuracyBits
      if missing <= 0 { break }
      goal += missing + 8
    }
    return best
  }

  /// With an error of about 2^-goal.
  private static func expIntegralSeries(_ n: Int, _ x: Ball, below goal: Int) -> Ball? {
    let size = x.estimate
    let large = Int(size * 1.4427) + 2
    let bits = goal + large + 8
    let wide = x.rounded(to: Swift.max(x.bits, bits))
    let one = Ball(1, bits: 64)
    // Σ_{k<=n-2} (-x)^k/((n-1-k) k!), t_k = (-x)^k (1-n)_k/(k! (2-n)_k).
    guard
      let (finite, _) = HypergeometricSeries([Ball(1 - n, bits: 64)], over: [Ball(2 - n, bits: 64), one])
        .partialSum(at: -x, terms: n - 1, bits: bits, expected: large)
    else { return nil }
    // (-x)^(n-1)/(n-1)!
    let power = pow(-wide, Index(n - 1)) / factorial(n - 1, bits: bits)
    let relative = Swift.max(8, goal + (power.exponent ?? -goal) + 8)
    let psi =
      harmonic(n - 1, bits: relative + 8) - Ball(bits: relative + 8) { mpfr_const_euler($0, MPFR_RNDN) }
    let logarithm = log(x.rounded(to: Swift.max(x.bits, relative + 8)))
    // -(-x)^n/n! Σ_j (-x)^j (1)_j/((2)_j (n+1)_j).
    let infinite = HypergeometricSeries([one], over: [Ball(2, bits: 64), Ball(n + 1, bits: 64)])
      .sum(at: -x, bits: relative + Swift.max(0, x.exponent ?? 0) + 4)
    let value = finite / (n - 1) + power * (psi - logarithm + wide * infinite / n)
    return value.isFinite ? value : nil
  }

  /// 1 + 1/2 + ... + 1/m.
  private static func harmonic(_ m: Int, bits: Int) -> Ball {
    if m < 100 || m < bits / 16 {
      return Ball((1...m).reduce(Rational(0)) { $0 + Rational(1, $1) }, bits: bits)
    }
    var sum = Ball(0, bits: bits + 24)
    let one = Ball(1, bits: bits + 24)
    for k in 1...m { sum += one / k }
    return sum.rounded(to: bits)
  }
}

extension Jet where Base: SpecialAnalytic {
  /// E_n' = -E_{n-1}.
  @inlinable public static func expIntegral(_ n: Index, _ x: Jet) -> Jet {
    x.chain(value: Base.expIntegral(n, x.value)) { t in
      // E_0 = e^-x/x has a derivative of its own.
      n.value == 0 ? -(exp(-t) / t * (1 + 1 / t)) : -expIntegral(n - 1, t)
    }
  }
}

extension Double {
  public static func expIntegral(_ n: Index, _ x: Double) -> Double {
    guard let n = n.value, n >= 0, !x.isNaN, x >= 0 else { return .nan }
    if x == 0 { return n >= 2 ? 1 / Double(n - 1) : .infinity }
    if n == 0 { return Foundation.exp(-x) / x }
    if n == 1 { return e1(x) }
    if x >= 1 || n > 40 {
      var f = x + Double(n) + 100
      for k in stride(from: 400, through: 0, by: -1) { f = x + Double(n + k) / (1 + Double(k + 1) / f) }
      return Foundation.exp(-x) / f
    }
    // Up from E_1: for x < 1 the errors shrink by x/n.
    var e = e1(x)
    for k in stride(from: 1, to: n, by: 1) { e = (Foundation.exp(-x) - x * e) / Double(k) }
    return e
  }
}
