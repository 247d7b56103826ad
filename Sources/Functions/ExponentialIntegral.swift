import CMPFR
import Foundation

/// The exponential integrals
///
///     Ein(x) = ∫_0^x (1 - e^-u)/u du = Σ_{j>=1} (-1)^(j+1) x^j/(j j!)   (entire, increasing),
///     Ei(x) = γ + log x - Ein(-x),   E_1(x) = Ein(x) - γ - log x         (x > 0),
///     Ei(x) = -E_1(-x)                                                   (x < 0).
///
/// DLMF 6.2 (6.2.6 for x < 0), 6.6.
///
/// **The convergent series** is x times the hypergeometric sum with the term ratio
/// -x j/(j+1)^2, which decreases in j >= 1; for x > 0 its terms cancel, and the precision is raised by the
/// bits that are lost.
///
/// **For large x** the asymptotic series is used, S = Σ_{j<N} (∓1)^j j!/x^j.
/// E_1: e^x E_1(x) = ∫_0^∞ e^-u/(x+u) du, and 1/(x+u) = Σ_{j<N} (-u)^j/x^(j+1) + (-u)^N/(x^N (x+u)), so
/// x e^x E_1(x) - S has the sign of the first omitted term N!/x^N and is not larger.
/// Ei: put a = 2 (N+1) <= x. N integrations by parts of ∫_a^x e^t/t dt = Ei(x) - Ei(a) give
///
///     Ei(x) = e^x S/x + N! ∫_a^x e^t t^(-N-1) dt + (Ei(a) - e^a Σ_{j<N} j!/a^(j+1)).
///
/// The integrand is at most the derivative of 2 e^t t^(-N-1), as t >= 2 (N+1); so the second term lies in
/// [0, 2 N! e^x/x^(N+1)]. In the bracket, both terms lie in [0, e^a]: Ei(a) = Ei(1) + ∫_1^a e^t/t dt <=
/// 1.9 + e^a - e, and the sum is at most (1/a) Σ 2^-j <= 1, since j/a <= 1/2. So the bracket is within e^a.
///
/// **On a ball** all three are monotone (E_1 decreasing): thin balls use the mean value bound with the
/// derivatives Ein' = exprel(-x), Ei' = e^x/x, E_1' = -e^-x/x enclosed over the ball at 64 bits, others the
/// ends.
extension Ball {
  public static func ein(_ x: Ball) -> Ball {
    propagate(x) { _ in
      x.radius * exprel(-x.coarse).magnitude
    } wide: {
      ends(x, einAtPoint)
    } at: {
      einAtPoint($0)
    }
  }

  public static func ei(_ x: Ball) -> Ball {
    if x.isNegative { return -e1(-x) }
    guard x.isPositive else { return undefined("Ei", x) }
    return propagate(x) { _ in
      x.radius * (exp(x.coarse) / x.coarse).magnitude
    } wide: {
      ends(x, eiAtPoint)
    } at: {
      eiAtPoint($0)
    }
  }

  public static func e1(_ x: Ball) -> Ball {
    guard x.isPositive else { return undefined("E1", x) }
    return propagate(x) { _ in
      x.radius * (exp(-x.coarse) / x.coarse).magnitude
    } wide: {
      ends(x, e1AtPoint)
    } at: {
      e1AtPoint($0)
    }
  }

  // MARK: Exact points

  private static func einAtPoint(_ x: Ball) -> Ball {
    let bits = x.bits + 8
    let size = Swift.abs(x.estimate)
    if x.isPositive, let e1 = e1Asymptotic(x, bits: bits) {
      return (e1 + logGamma(x, bits)).rounded(to: x.bits)
    }
    if x.isNegative, size > 2 * Double(bits) + 100, let ei = eiAsymptotic(-x, bits: bits) {
      return (logGamma(-x, bits) - ei).rounded(to: x.bits)
    }
    return einSeries(x, bits: bits).rounded(to: x.bits)
  }

  private static func eiAtPoint(_ x: Ball) -> Ball {
    if x.estimate > 2 * Double(x.bits) + 100, let value = eiAsymptotic(x, bits: x.bits + 8) {
      return value.rounded(to: x.bits)
    }
    // Near its zero 0.3725... the two parts cancel.
    return withEnoughBits(x.bits, from: x.bits + 8) { logGamma(x, $0) - einSeries(-x, bits: $0) }
  }

  private static func e1AtPoint(_ x: Ball) -> Ball {
    if let value = e1Asymptotic(x, bits: x.bits + 8) { return value.rounded(to: x.bits) }
    let lost = Int(Swift.min(Swift.max(0, x.estimate), 0x1p31) * 1.4427)
    return withEnoughBits(x.bits, from: x.bits + lost + 16) { einSeries(x, bits: $0) - logGamma(x, $0) }
  }

  /// γ + log x at an exact point.
  private static func logGamma(_ x: Ball, _ bits: Int) -> Ball {
    Ball(bits: bits) { mpfr_const_euler($0, MPFR_RNDN) } + log(x.rounded(to: Swift.max(bits, x.bits)))
  }

  /// Ein by its series: x Σ_{j>=0} (-x)^j/((j+1) (j+1)!).
  private static func einSeries(_ x: Ball, bits: Int) -> Ball {
    if x.isZero { return x }
    let ratio = TermRatio(.index(), over: .index(plus: 1), .index(plus: 1))
    let small = x.isPositive ? -Int(Swift.max(0, Foundation.log2(Swift.min(x.estimate, 1e300)))) : 0
    return SeriesKernel.sum(ratio, at: -x, bits: bits, expected: small) * x
  }

  /// Evaluates again with more bits while a cancellation leaves fewer than `wanted`, at most three times.
  private static func withEnoughBits(_ wanted: Int, from start: Int, _ f: (_ bits: Int) -> Ball) -> Ball {
    var bits = start
    var value = f(bits)
    for _ in 0..<2 where value.isFinite {
      let missing = wanted + 2 - value.accuracyBits
      if missing <= 0 { break }
      bits += missing + 8
      value = f(bits)
    }
    return value.rounded(to: wanted)
  }

  // MARK: Large arguments

  private static func e1Asymptotic(_ x: Ball, bits: Int) -> Ball? {
    guard let (sum, omitted, _) = factorialSeries(x, sign: -1, bits: bits) else { return nil }
    let wide = x.rounded(to: Swift.max(bits, x.bits))
    return exp(-wide) * Ball(center: sum, radius: omitted) / wide
  }

  private static func eiAsymptotic(_ x: Ball, bits: Int) -> Ball? {
    guard let (sum, omitted, terms) = factorialSeries(x, sign: 1, bits: bits) else { return nil }
    let start = Ball(2 * (terms + 1), bits: 64)
    guard (x - start).isNonNegative else { return nil }
    let wide = x.rounded(to: Swift.max(bits, x.bits))
    let value = exp(wide) * Ball(center: sum, radius: omitted.scaled(by: 1)) / wide
    return value.isFinite ? Ball(center: value, radius: exp(start).magnitude) : undefined("Ei", x)
  }

  /// S = Σ_{j<N} sign^j j!/x^j at an exact x > 0, a bound of N!/x^N, and N; nil when no N <= x makes N!/x^N
  /// smaller than 2^-bits.
  ///
  /// The kernel needs an exact point: S = Σ u_j ζ^j with u_j = j!/N^j <= 1 and ζ = sign N/x, which is rounded
  /// to ζ_0. While |ζ| <= 1, the derivative of S in ζ is at most Σ_{j<N} j <= N²/2 in absolute value.
  private static func factorialSeries(
    _ x: Ball, sign: Int, bits: Int
  ) -> (sum: Ball, omitted: Magnitude, terms: Int)? {
    guard let terms = factorialSeriesLength(x.estimate, bits: bits) else { return nil }
    let coarse = x.coarse
    let omitted = (factorial(terms, bits: 64) / pow(coarse, Index(terms))).magnitude
    let working = bits + 2 * (Int.bitWidth - terms.leadingZeroBitCount)
    let zeta = Ball(sign * terms, bits: working) / x.rounded(to: Swift.max(working, x.bits))
    guard zeta.magnitude <= .power2(0) else { return nil }
    let sum = SeriesKernel.partialSum(
      TermRatio(.index(), over: .constant(terms)), at: zeta.center, terms: terms, bits: working)
    let square = Magnitude(terms) * Magnitude(terms)
    return (Ball(center: sum, radius: zeta.radius * square.scaled(by: -1)), omitted, terms)
  }

  /// The first N with N!/x^N < 2^-bits, if there is one below 7/8 x; a choice, not a proof.
  private static func factorialSeriesLength(_ x: Double, bits: Int) -> Int? {
    // The smallest term is about e^-x.
    guard x * 1.4427 > Double(bits), x > 4 else { return nil }
    var size = 0.0
    var n = 0
    while size > -Double(bits) {
      n += 1
      size += Foundation.log2(Double(n) / x)
      if Double(n) > 0.875 * x { return nil }
    }
    return Swift.max(n, 1)
  }
}

extension Jet where Base: SpecialAnalytic {
  @inlinable public static var eulerGamma: Jet { Jet(constant: Base.eulerGamma) }

  @inlinable public static func ein(_ x: Jet) -> Jet {
    x.chain(value: Base.ein(x.value)) { exprel(-$0) }
  }

  @inlinable public static func ei(_ x: Jet) -> Jet {
    x.chain(value: Base.ei(x.value)) { exp($0) / $0 }
  }

  @inlinable public static func e1(_ x: Jet) -> Jet {
    x.chain(value: Base.e1(x.value)) { -(exp(-$0) / $0) }
  }
}

extension Double {
  public static var eulerGamma: Double { 0.577215664901532860607 }

  public static func ein(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x > 2 { return eulerGamma + Foundation.log(x) + e1(x) }
    if x < -40 { return eulerGamma + Foundation.log(-x) - ei(-x) }
    return einSeries(x)
  }

  public static func ei(_ x: Double) -> Double {
    if x < 0 { return -e1(-x) }
    guard x > 0 else { return .nan }
    if x <= 40 { return eulerGamma + Foundation.log(x) - einSeries(-x) }
    if x > 720 { return .infinity }
    // The terms decrease up to j = x; the fortieth is below 1e-16.
    var (t, sum) = (1.0, 1.0)
    for j in 1...40 {
      t *= Double(j) / x
      sum += t
    }
    return Foundation.exp(x) / x * sum
  }

  public static func e1(_ x: Double) -> Double {
    guard x > 0 else { return .nan }
    if x <= 1 { return einSeries(x) - eulerGamma - Foundation.log(x) }
    // The continued fraction e^-x/(x+1-1/(x+3-4/(x+5-...))) from the bottom (DLMF 6.9.1), all of whose
    // denominators are positive.
    var tail = 0.0
    let depth = x > 40 ? 30 : x > 4 ? 60 : 200
    for j in stride(from: depth, through: 1, by: -1) {
      let m = Double(j)
      tail = m * m / (x + 2 * m + 1 - tail)
    }
    return Foundation.exp(-x) / (x + 1 - tail)
  }

  /// Ein by its series, for -40 <= x <= 2.
  private static func einSeries(_ x: Double) -> Double {
    var (t, sum) = (x, x)
    var j = 1.0
    while Swift.abs(t) > Swift.abs(sum) * 1e-18, j < 200 {
      t *= -x * j / ((j + 1) * (j + 1))
      sum += t
      j += 1
    }
    return sum
  }
}
