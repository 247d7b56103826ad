import CMPFR
import Foundation

/// The regularised incomplete beta function I_x(a, b) = B_x(a, b)/B(a, b), a, b > 0, 0 <= x <= 1: the
/// distribution function of the beta law. DLMF 8.17.
///
/// **At exact points** by the series of positive terms (DLMF 8.17.8)
///
///     I_x(a, b) = x^a (1-x)^b/(a B(a, b)) Σ_{k>=0} t_k,   t_k = t_{k-1} x (a+b+k-1)/(a+k),  t_0 = 1,
///
/// or as 1 - I_{1-x}(b, a), whichever has fewer terms; where the difference cancels the precision is raised.
/// The ratio of terms decreases to x when b > 1 and increases to x when b < 1; so after t_N the tail is at most
/// t_N ρ/(1 - ρ), ρ = max(x, x (a+b+N)/(a+1+N)). For integers a, b the same sums hold.
///
/// **For b <= 1 and a (1-x) large against x** the sum is 2F1(a+b, 1; a+1; x) = F/(1-x) by Pfaff's transformation
/// (DLMF 15.8.1), where with y = x/(1-x), by Euler's integral (15.6.1),
///
///     F = 2F1(1-b, 1; a+1; -y) = a ∫_0^1 (1-t)^(a-1) (1+yt)^(b-1) dt = Σ_{k<N} (1-b)_k/(a+1)_k (-y)^k + R_N.
///
/// The derivatives of (1+s)^(b-1) alternate in sign on s >= 0, so Taylor's remainder there lies between 0 and the
/// first term left out, and so does R_N: an expansion for large a whose error is at most its next term.
///
/// **On balls** I increases in x, decreases in a and increases in b: for a' > a the density with a' divided by
/// the one with a is proportional to t^(a'-a), which increases in t, and a monotone likelihood ratio orders
/// the distribution functions; (1-t)^(b'-b) decreases. So the extreme corners enclose it.
extension Ball {
  public static func betainc(_ a: Ball, _ b: Ball, _ x: Ball) -> Ball {
    let bits = Swift.max(a.bits, b.bits, x.bits)
    for (v, valid) in [(a, a.isPositive), (b, b.isPositive), (x, x.isInUnitInterval)] where !valid {
      return v.isFinite ? undefined("betainc", v).rounded(to: bits) : .indeterminate(bits: bits)
    }
    if a.isExact, b.isExact, x.isExact { return betaincAtPoint(a, b, x, bits: bits) }
    let p = Swift.max(bits, 64)
    let (u, v, w) = (a.rounded(to: p), b.rounded(to: p), x.rounded(to: p))
    let low = betaincAtPoint(u.upperEdge, v.lowerEdge, w.lowerEdge, bits: p)
    let high = betaincAtPoint(u.lowerEdge, v.upperEdge, w.upperEdge, bits: p)
    return hull(low, high).rounded(to: bits)
  }

  private var isInUnitInterval: Bool {
    // 1 is a number of any precision, so the rounded upper end decides.
    isNonNegative && (Ball(1, bits: 64) - rounded(to: Swift.max(bits, 64)).upperEdge).isNonNegative
  }

  private static func betaincAtPoint(_ a: Ball, _ b: Ball, _ x: Ball, bits: Int) -> Ball {
    guard a.isFinite, b.isFinite, x.isFinite else { return unit(bits) }
    if x.isZero { return x.rounded(to: bits) }
    // The midpoint counts: the edges of a ball in the interval may be rounded to 1 but not beyond.
    let below = Ball(1, bits: x.bits + Swift.max(0, -(x.exponent ?? 0)) + 2)
    guard let e = x.exponent, -e < 1 << 16 else {
      return betaincBySeries(a, b, x, nil, bits: bits + 32)?.rounded(to: bits) ?? unit(bits)
    }
    let rest = below - x
    if rest.isZero { return Ball(1, bits: bits) }
    let direct = betaincTerms(a, b, x, bits)
    let mirrored = betaincTerms(b, a, rest, bits)
    if Swift.min(direct, mirrored) > 1000 {
      if let far = betaincFar(a, b, x, rest, bits: bits + 12) { return far.rounded(to: bits) }
      if let far = betaincFar(b, a, rest, x, bits: bits + 12) {
        return (Ball(1, bits: bits + 12) - far).rounded(to: bits)
      }
    }
    guard Swift.min(direct, mirrored) < 1e8 else {
      FailureLog.current?.record("betainc at \(x.shortDescription) needs too many terms")
      return unit(bits)
    }
    let value = refined(bits, guard: 12) { p in
      if direct <= 2 * mirrored { return betaincBySeries(a, b, x, rest, bits: p) ?? .indeterminate(bits: p) }
      guard let other = betaincBySeries(b, a, rest, x, bits: p) else { return .indeterminate(bits: p) }
      return Ball(1, bits: p) - other
    }
    return value.isFinite ? value : unit(bits)
  }

  /// [0, 1].
  private static func unit(_ bits: Int) -> Ball {
    Ball(center: Ball(1, bits: bits).scaled(by: -1), radius: .power2(-1))
  }

  /// About how many terms the series takes; a choice, not a proof.
  private static func betaincTerms(_ a: Ball, _ b: Ball, _ x: Ball, _ bits: Int) -> Double {
    let (p, q, t) = (a.estimate, b.estimate, x.estimate)
    let rest = Swift.max(1 - t, 1e-300)
    let rising = Swift.max(0, (t * (p + q) - p - 1) / rest)
    return 2 * rising + Double(bits) / Swift.max(-Foundation.log2(t), rest)
  }

  /// The series, where `rest` = 1 - x exactly, or nil when x is too small for that.
  private static func betaincBySeries(
    _ a: Ball, _ b: Ball, _ x: Ball, _ rest: Ball?, bits: Int
  ) -> Ball? {
    betaincProduct(a, b, x, rest, bits: bits) { betaincSum(a, b, x, bits: bits + 4) }
  }

  /// The expansion for large a, where it reaches the precision; nil elsewhere. `rest` = 1 - x exactly.
  private static func betaincFar(_ a: Ball, _ b: Ball, _ x: Ball, _ rest: Ball, bits: Int) -> Ball? {
    guard (Ball(1, bits: 64) - b.coarse).isNonNegative else { return nil }
    // The terms fall to about exp(-a (1-x)/x).
    guard a.estimate * rest.estimate > 0.8 * Double(bits + 16) * x.estimate else { return nil }
    return betaincProduct(a, b, x, rest, bits: bits) {
      let p = bits + 16
      let first = Ball(1, bits: p) - b.rounded(to: Swift.max(p, b.bits))
      let (y, start) = (x.rounded(to: p) / rest.rounded(to: p), a.rounded(to: Swift.max(p, a.bits)))
      var (sum, term) = (Ball(0, bits: p), Ball(1, bits: p))
      for k in 0..<(4 * p) {
        if term.magnitude.exponent < -bits - 8 {
          return Ball(center: sum, radius: term.magnitude) / rest.rounded(to: p)
        }
        sum = k % 2 == 0 ? sum + term : sum - term
        let ratio: Ball = first.plus(k) * y
        term = term * ratio / start.plus(k + 1)
      }
      return nil
    }
  }

  /// x^a (1-x)^b/(a B(a, b)) times a sum.
  private static func betaincProduct(
    _ a: Ball, _ b: Ball, _ x: Ball, _ rest: Ball?, bits: Int, _ sum: () -> Ball?
  ) -> Ball? {
    // The exponents a log x and b log(1-x) of the factor in front.
    let logX = x.logarithm2
    let logRest = rest.map(\.logarithm2) ?? 0
    let size = Swift.max(
      Foundation.log2(Swift.max(1, -logX)) + a.logarithm2,
      Foundation.log2(Swift.max(1e-300, -logRest)) + b.logarithm2)
    guard size < 60 else { return nil }
    let p = bits + Int(Swift.max(0, size)) + 8
    let wide = x.rounded(to: Swift.max(p, x.bits))
    // log(1-x), from the smaller of the two numbers.
    let other = rest.map { $0.rounded(to: Swift.max(p, $0.bits)) }
    let logOther = x.estimate < 0.5 ? log1p(-wide) : log(other ?? Ball(1, bits: p) - wide)
    let logWide = x.estimate < 0.5 ? log(wide) : other.map { log1p(-$0) } ?? log(wide)
    guard let sum = sum() else { return nil }
    let (factor, exponent) = betaParts(a, b, bits: p)
    let power = exp((a * logWide + b * logOther - exponent).rounded(to: p))
    return power * sum / (a.rounded(to: Swift.max(bits, a.bits)) * factor)
  }

  /// Σ t_k at exact points.
  ///
  /// Everything is positive. A term has at most 6 roundings more than the one before (the factor a+b+k-1 two,
  /// a+k one, and two products and a quotient), the sum at most one for each term. So with N terms the
  /// relative error is at most (1+u)^(7N) - 1 <= 8 N u for 7 N u <= 1/8, u = 2^-bits.
  private static func betaincSum(_ a: Ball, _ b: Ball, _ x: Ball, bits wanted: Int) -> Ball? {
    var bits = wanted + 16
    for _ in 0..<3 {
      guard let (sum, terms) = betaincSum(a.trimmed, b.trimmed, x.trimmed, working: bits) else { return nil }
      let growth = 3 + Int.bitWidth - terms.leadingZeroBitCount
      if growth < bits - wanted + 4 { return sum }
      bits = wanted + growth
    }
    return nil
  }

  private static func betaincSum(
    _ a: Ball, _ b: Ball, _ x: Ball, working bits: Int
  ) -> (Ball, terms: Int)? {
    let words = betaincWords(a, b)
    return withFloats(5, bits: bits) { f in
      let (t, sum, both, top, bottom) = (f, f + 1, f + 2, f + 3, f + 4)
      return a.withMidpoint { a in
        b.withMidpoint { b in
          x.withMidpoint { z in
            _ = mpfr_add(both, a, b, MPFR_RNDN)
            _ = mpfr_set_ui(t, 1, MPFR_RNDN)
            _ = mpfr_set_ui(sum, 1, MPFR_RNDN)
            var k = 0
            while k < 1 << 31 {
              k += 1
              _ = mpfr_mul(t, t, z, MPFR_RNDN)
              if let words {
                _ = mpfr_mul_ui(t, t, words.top &+ UInt(k - 1) &* words.unit, MPFR_RNDN)
                _ = mpfr_div_ui(t, t, words.bottom &+ UInt(k) &* words.unit, MPFR_RNDN)
              } else {
                _ = mpfr_add_ui(top, both, UInt(k - 1), MPFR_RNDN)
                _ = mpfr_add_ui(bottom, a, UInt(k), MPFR_RNDN)
                _ = mpfr_mul(t, t, top, MPFR_RNDN)
                _ = mpfr_div(t, t, bottom, MPFR_RNDN)
              }
              _ = mpfr_add(sum, sum, t, MPFR_RNDN)
              if k % 1024 == 0, Budget.isExhausted { return nil }
              guard t.pointee._mpfr_exp < sum.pointee._mpfr_exp - bits, k % 4 == 0 else { continue }
              if words != nil { _ = mpfr_add_ui(bottom, a, UInt(k), MPFR_RNDN) }
              let tail = betaincTail(t.bound, both, bottom, x, k)
              if tail.exponent > sum.pointee._mpfr_exp - bits + 4 { continue }
              let error = sum.bound * Magnitude(8 * k).scaled(by: -bits)
              // The computed last term may be too small by as much.
              return (Ball(sum, radius: error + tail.scaled(by: 1)), k)
            }
            return nil
          }
        }
      }
    }
  }

  /// (a+b) 2^s, a 2^s and 2^s as words, when s <= 24 makes the first two integers below 2^56: then the factors
  /// of 2^31 terms fit a word.
  private static func betaincWords(_ a: Ball, _ b: Ball) -> (top: UInt, bottom: UInt, unit: UInt)? {
    guard let e = a.exponent, let g = b.exponent else { return nil }
    let s = Swift.max(0, a.bits - e, b.bits - g)
    guard s <= 24, Swift.max(e, g) + s <= 55 else { return nil }
    let scaled = [a, b].map { $0.scaled(by: s).withMidpoint { UInt(mpfr_get_ui($0, MPFR_RNDN)) } }
    return (scaled[0] + scaled[1], scaled[0], 1 << UInt(s))
  }

  /// t ρ/(1 - ρ) for ρ = max(x, x (a+b+N)/(a+1+N)), given a+b and a+N.
  private static func betaincTail(
    _ t: Magnitude, _ both: FloatPointer, _ bottom: FloatPointer, _ x: Ball, _ n: Int
  ) -> Magnitude {
    // Two roundings to at least 32 bits, within the radius.
    func rounded(_ f: FloatPointer) -> Ball { Ball(f, radius: f.bound.scaled(by: -32)).rounded(to: 64) }
    let one = Ball(1, bits: 64)
    let ratio = x.coarse * (rounded(both) + Ball(n, bits: 64)) / (rounded(bottom) + one)
    let rho = max(ratio, x.coarse)
    let gap = one - rho
    return gap.isPositive ? t * rho.magnitude.dividedUp(by: gap.magnitudeBelow) : .infinity
  }

  /// The same number with no more bits than it needs.
  private var trimmed: Ball {
    let needed = withMidpoint { mpfr_min_prec($0) }
    return needed < bits ? rounded(to: needed) : self
  }
}

extension Jet where Base: SpecialAnalytic {
  /// ∂I/∂x = x^(a-1) (1-x)^(b-1)/B(a, b). The derivatives by the parameters are not known here: where a or b
  /// is a variable jet, all coefficients but the first are indeterminate.
  @inlinable public static func betainc(_ a: Jet, _ b: Jet, _ x: Jet) -> Jet {
    let value = Base.betainc(a.value, b.value, x.value)
    if a.isConstant, b.isConstant {
      let scale = Base.beta(a.value, b.value)
      return x.chain(value: value) {
        exp((a - 1) * log($0) + (b - 1) * log1p(-$0)) / Jet(constant: scale)
      }
    }
    let order = min(a.order, b.order, x.order)
    let unknown = Array(repeating: Base(0) / Base(0), count: order)
    return Jet(coefficients: [value] + unknown) ?? Jet(constant: value)
  }
}

extension Double {
  public static func betainc(_ a: Double, _ b: Double, _ x: Double) -> Double {
    guard a > 0, b > 0, x >= 0, x <= 1 else { return .nan }
    if x == 0 || x == 1 { return x }
    if x > (a + 1) / (a + b + 2) {
      return 1 - betaFraction(b, a, 1 - x, Foundation.log1p(-x), Foundation.log(x))
    }
    return betaFraction(a, b, x, Foundation.log(x), Foundation.log1p(-x))
  }

  /// x^a (1-x)^b/(a B(a, b)) times the continued fraction (DLMF 8.17.22) by Lentz's method.
  private static func betaFraction(
    _ a: Double, _ b: Double, _ x: Double, _ logX: Double, _ logRest: Double
  ) -> Double {
    var (value, c, d) = (1.0, 1.0, 0.0)
    for j in 0..<20_000 {
      let m = Double(j / 2)
      let numerator =
        j == 0
        ? 1
        : j % 2 == 0
          ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
          : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 + numerator * d
      if d == 0 { d = 1e-300 }
      d = 1 / d
      c = 1 + numerator / c
      if c == 0 { c = 1e-300 }
      value *= c * d
      if j > 0, Swift.abs(1 - c * d) < 1e-16 { break }
    }
    let scale = a * logX + b * logRest - Foundation.log(a) - logBeta(a, b)
    return Foundation.exp(scale) * (value - 1)
  }
}
