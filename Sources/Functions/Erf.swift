import CMPFR
import Foundation

/// The error functions erf(x) = (2/sqrt π) ∫_0^x e^-u² du and erfc(x) = 1 - erf(x).
///
/// **Series** at an exact point, with integer term ratios for `SeriesKernel` (DLMF 7.6.1, 7.6.2):
///
///     erf(x) = (2x/sqrt π) e^-x² Σ_k (2x²)^k/(3·5···(2k+1))                          all terms positive,
///     erf(x) = (2x/sqrt π) (1 - (x²/3) Σ_k 3 (-x²)^k/((k+1)! (2k+3)))                 for |x| < 1.
///
/// **Asymptotic series** for x > 0 (DLMF 7.12.1), x sqrt π e^{x²} erfc(x) = Σ_{k<N} (-1)^k (2k-1)!!/(2x²)^k + R:
/// R is bounded by the first omitted term and has its sign, because
/// sqrt π x e^{x²} erfc(x) = ∫_0^∞ e^-t (1 + t/x²)^(-1/2) dt, and the Taylor polynomials of (1 + s)^(-1/2) in
/// s > 0 lie above and below it in turn.
///
/// erfc is that series where its smallest term, about e^-x², allows; else 1 - erf with as many more bits as
/// erfc is small. erf close to 1 is 1 - erfc. Below MPFR's range erfc is a ball around 0 with a tiny radius.
///
/// **On a ball** both are monotone; thin balls use the derivative (2/sqrt π) e^-x² at the end next to 0.
extension Ball {
  public static func erf(_ x: Ball) -> Ball {
    propagate(x) { _ in
      x.radius * errorSlope(x)
    } wide: {
      ends(x, erfAtPoint)
    } at: {
      erfAtPoint($0)
    }
  }

  public static func erfc(_ x: Ball) -> Ball {
    propagate(x) { _ in
      x.radius * errorSlope(x)
    } wide: {
      ends(x, erfcAtPoint)
    } at: {
      erfcAtPoint($0)
    }
  }

  /// >= (2/sqrt π) e^-x² over the ball.
  static func errorSlope(_ x: Ball) -> Magnitude {
    // 2/sqrt π < 1.13 < 37028/2^15
    let factor = Magnitude(37028).scaled(by: -15)
    let low = x.magnitudeBelow
    if low <= .power2(-4) { return factor }
    if low.exponent > 30 { return .power2(-1 << 58) }
    let edge = Ball(center: Ball(0, bits: 64), radius: low)
    // e^-b for the upper end b of the radius, which is exactly `low`.
    let square = edge.upperEdge * edge.upperEdge
    return factor * exp(-square.rounded(to: 64)).magnitude
  }

  // MARK: Exact points

  static func erfAtPoint(_ x: Ball) -> Ball {
    if x.isZero { return x }
    let bits = x.bits + 8
    let e = x.exponent ?? 0
    // 1 - erf = erfc, needed to as many bits as it has within the first `bits`.
    if e > 0 {
      let lost = e > 24 ? Int.max : Int(x.estimate * x.estimate * 1.4426)
      if lost >= bits {
        // erfc(x) < e^-x² < 2^-bits: 1.4426 is below log2 e by far more than the estimate is off.
        let one = Ball(center: Ball(1, bits: x.bits), radius: .power2(-bits))
        return x.isNegative ? -one : one
      }
      let size = abs(x)
      if let rest = erfcAsymptotic(size, bits: bits - lost + 6) {
        let value = Ball(1, bits: bits) - rest
        return (x.isNegative ? -value : value).rounded(to: x.bits)
      }
    }
    return erfBySeries(x, bits: bits).rounded(to: x.bits)
  }

  static func erfcAtPoint(_ x: Ball) -> Ball {
    let bits = x.bits + 8
    if !x.isPositive { return (Ball(1, bits: bits) - erfAtPoint(x.rounded(to: bits))).rounded(to: x.bits) }
    let e = x.exponent ?? 0
    if e > 24 {
      // x >= 2^24: e^-x² < 2^-(2^48).
      return Ball(center: Ball(0, bits: x.bits), radius: .power2(-1 << 48))
    }
    if let value = erfcAsymptotic(x, bits: bits) { return value.rounded(to: x.bits) }
    // erfc(x) > e^-x²/(2 sqrt π x) for x >= 1.
    let lost = e > 0 ? Int(x.estimate * x.estimate * 1.4427) + e + 3 : 3
    let value = erfBySeries(x, bits: bits + lost)
    return (Ball(1, bits: bits + lost) - value).rounded(to: x.bits)
  }

  /// x² with all its bits.
  static func exactSquare(_ x: Ball) -> Ball { pow(x.rounded(to: 2 * x.bits), Index(2)) }

  static func erfBySeries(_ x: Ball, bits: Int) -> Ball {
    let wide = x.rounded(to: Swift.max(x.bits, bits))
    let factor = wide.scaled(by: 1) / sqrt(pi(bits: bits))
    let e = x.exponent ?? 0
    if 2 * e < -bits {
      // 0 <= 1 - erf(x) sqrt π/(2x) <= x²/3.
      return factor * Ball(center: Ball(1, bits: bits), radius: .power2(2 * e))
    }
    let square = exactSquare(x)
    if e <= 0 {
      let ratio = TermRatio(.twiceIndex(plus: 1), over: .index(plus: 1), .twiceIndex(plus: 3))
      let sum = SeriesKernel.sum(ratio, at: -square, bits: bits + 4)
      let three = 3
      return (factor * (Ball(1, bits: bits + 4) - square.rounded(to: bits + 4) * sum / three)).rounded(
        to: bits)
    }
    let exponential = exp(-square.rounded(to: bits + 2 * e + 4))
    return (factor * exponential * positiveErrorSeries(square.scaled(by: 1), bits: bits + 4)).rounded(
      to: bits)
  }

  /// H(z) = Σ_k z^k/(3·5···(2k+1)) at an exact z >= 0.
  static func positiveErrorSeries(_ z: Ball, bits: Int) -> Ball {
    SeriesKernel.sum(TermRatio(over: .twiceIndex(plus: 1)), at: z, bits: bits)
  }

  /// erfc at an exact x > 0 by the asymptotic series; nil where it does not give `bits` bits.
  private static func erfcAsymptotic(_ x: Ball, bits: Int) -> Ball? {
    let square = exactSquare(x)
    guard let sum = oddFactorialSeries(square.scaled(by: 1), bits: bits) else { return nil }
    let wide = bits + 2 * Swift.max(0, x.exponent ?? 0) + 4
    let exponential = exp(-square.rounded(to: wide))
    return exponential * sum / (x.rounded(to: bits + 4) * sqrt(pi(bits: bits + 4)))
  }

  /// Σ_{k<N} (-1)^k (2k-1)!!/s^k with a radius of the first omitted term, at an exact s > 0; nil when no
  /// N <= s/2 makes that smaller than 2^-bits.
  ///
  /// S = 1 - (1/s) Σ_{j<N-1} (-1)^j (2j+1)!!/s^j. The kernel needs an exact point and ratios below 1: the sum is
  /// Σ u_j ζ^j with u_j = (2j+1)!!/(2N)^j <= 1 and ζ = -2N/s, which is rounded; while |ζ| <= 1 the derivative
  /// in ζ is at most Σ_{j<N} j <= N²/2.
  static func oddFactorialSeries(_ s: Ball, bits: Int) -> Ball? {
    guard let terms = oddFactorialLength(s.logarithm2, bits: bits) else { return nil }
    // The first omitted term.
    let coarse = s.coarse
    let odd = Ball(Integer(unsafeWriting: { __gmpz_2fac_ui($0, UInt(2 * terms - 1)) }), bits: 64)
    let omitted = (odd / pow(coarse, Index(terms))).magnitude
    let one = Ball(1, bits: bits)
    if terms == 1 { return Ball(center: one, radius: omitted) }
    let working = bits + 2 * (Int.bitWidth - terms.leadingZeroBitCount)
    let zeta = Ball(-2 * terms, bits: working) / s.rounded(to: working)
    guard zeta.magnitude <= .power2(0) else { return nil }
    let ratio = TermRatio(.twiceIndex(plus: 1), over: .constant(2 * terms))
    let sum = SeriesKernel.partialSum(ratio, at: zeta.center, terms: terms - 1, bits: working)
    let slack = zeta.radius * (Magnitude(terms) * Magnitude(terms)).scaled(by: -1)
    let series = one - Ball(center: sum, radius: slack) / s.rounded(to: working)
    return Ball(center: series.rounded(to: bits), radius: omitted)
  }

  /// The first N with (2N-1)!!/s^N < 2^-bits, if there is one below 7/16 s; a choice, not a proof.
  private static func oddFactorialLength(_ logS: Double, bits: Int) -> Int? {
    if logS > Double(bits) { return 1 }
    let s = Foundation.exp2(logS)
    // The smallest term is about e^(-s/2).
    guard s * 0.72 > Double(bits), s > 8 else { return nil }
    var size = 0.0
    var n = 0
    while size > -Double(bits) - 1 {
      n += 1
      size += Foundation.log2(Double(2 * n - 1)) - logS
      if Double(n) > 0.4375 * s { return nil }
    }
    return n
  }
}

extension Jet where Base: SpecialAnalytic {
  @inlinable public static func erf(_ x: Jet) -> Jet {
    x.chain(value: Base.erf(x.value)) { exp(-($0 * $0)) * 2 / sqrt(pi) }
  }

  @inlinable public static func erfc(_ x: Jet) -> Jet {
    x.chain(value: Base.erfc(x.value)) { -(exp(-($0 * $0)) * 2 / sqrt(pi)) }
  }
}

extension Double {
  public static func erf(_ x: Double) -> Double { Foundation.erf(x) }
  public static func erfc(_ x: Double) -> Double { Foundation.erfc(x) }
}
