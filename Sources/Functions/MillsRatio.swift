import CMPFR
import Foundation

/// Mills' ratio M(x) = e^{x²/2} ∫_x^∞ e^{-u²/2} du = sqrt(π/2) e^{x²/2} erfc(x/sqrt 2), positive and
/// decreasing: near 1/x for x -> ∞, near sqrt(2π) e^{x²/2} for x -> -∞.
///
/// **At an exact point.** For large x > 0 the asymptotic series Σ (-1)^k (2k-1)!!/x^(2k+1), whose remainder is
/// bounded by the first omitted term (see `erfc`); no exponential is needed. Else
/// M(x) = sqrt(π/2) e^{x²/2} - x Σ_k (x²)^k/(3·5···(2k+1)): for x > 0 the terms cancel, and as many bits are
/// added; for x < 0 both are positive. For x far below 0, M(x) = sqrt(2π) e^{x²/2} - M(-x), 0 < M(y) < 1/y.
///
/// **On a ball.** M' = x M - 1 = -∫_0^∞ t e^{-xt - t²/2} dt (from M(x) = ∫_0^∞ e^{-xt - t²/2} dt), which
/// increases; so |M'| <= min(1, 1/x²) for x >= 0, and elsewhere its value at the lower end counts. Wide balls:
/// the ends.
extension Ball {
  public static func mills(_ x: Ball) -> Ball {
    propagate(x) { _ in
      let low = x.coarse.lowerEdge
      if low.isNonNegative {
        let inverse = Magnitude.power2(0).dividedUp(by: low.magnitudeBelow)
        let bound = inverse * inverse
        return x.radius * (bound <= .power2(0) ? bound : .power2(0))
      }
      return x.radius * (low * millsAtPoint(low) - Ball(1, bits: 64)).magnitude
    } wide: {
      ends(x, millsAtPoint)
    } at: {
      millsAtPoint($0)
    }
  }

  private static func millsAtPoint(_ x: Ball) -> Ball {
    let bits = x.bits + 10
    let e = x.exponent ?? 0
    let wide = x.rounded(to: Swift.max(bits, x.bits))
    if x.isZero { return millsScale(x.bits) }
    if 2 * e < -bits {
      // |M(x) - sqrt(π/2) + x| <= sqrt(π/2) 0.51 x² + |x|³ < x² for |x| < 2^-5.
      let value = millsScale(bits) - wide
      return Ball(center: value, radius: .power2(2 * e)).rounded(to: x.bits)
    }
    if x.isPositive {
      if 2 * e - 2 > bits {
        // 1 - 1/x² <= x M(x) <= 1.
        let one = Ball(center: Ball(1, bits: bits), radius: .power2(2 - 2 * e))
        return (one / wide).rounded(to: x.bits)
      }
      let square = exactSquare(x)
      if let sum = oddFactorialSeries(square, bits: bits) { return (sum / wide).rounded(to: x.bits) }
      // M(x) > 1/(2x) for x >= 1, and e^{x²/2} cancels against the series.
      let lost = e > 0 ? Int(Swift.min(x.estimate * x.estimate * 0.7214, 0x1p30)) + 2 * e + 4 : 4
      return millsBySeries(x, square, bits: bits + lost).rounded(to: x.bits)
    }
    // x² beyond this is out of the exponential's range anyhow.
    if e > 24 { return undefined("mills (overflow)", x) }
    let square = exactSquare(x)
    if e > 0, x.estimate * x.estimate * 0.7213 > Double(bits) {
      // 0 < M(y) < 1/y < 1, far below the last bit.
      let half = square.rounded(to: bits + 2 * e + 4).scaled(by: -1)
      let value = (millsScale(bits) * exp(half)).scaled(by: 1)
      return Ball(center: value, radius: .power2(0)).rounded(to: x.bits)
    }
    return millsBySeries(x, square, bits: bits).rounded(to: x.bits)
  }

  /// sqrt(π/2).
  private static func millsScale(_ bits: Int) -> Ball { sqrt(pi(bits: bits).scaled(by: -1)) }

  private static func millsBySeries(_ x: Ball, _ square: Ball, bits: Int) -> Ball {
    let half = square.rounded(to: bits + 2 * Swift.max(0, x.exponent ?? 0) + 4).scaled(by: -1)
    let exponential = millsScale(bits + 4) * exp(half)
    return exponential - x.rounded(to: Swift.max(bits, x.bits)) * positiveErrorSeries(square, bits: bits + 4)
  }
}

extension Jet where Base: SpecialAnalytic {
  /// By M' = x M - 1, that is (k+1) m_{k+1} = x m_k + m_{k-1}: for x > 0 the coefficients alternate and shrink,
  /// so each order loses about 2 log2(x) bits.
  @inlinable public static func mills(_ x: Jet) -> Jet {
    var m = [Base.mills(x.value)]
    if x.taylorCount > 1 { m.append(x.value * m[0] - 1) }
    for k in stride(from: 1, to: x.taylorCount - 1, by: 1) {
      m.append((x.value * m[k] + m[k - 1]) / Base(k + 1))
    }
    return x.compose { m[$0] }
  }
}

extension Double {
  public static func mills(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x < 3 {
      // sqrt(π/2) e^{x²/2} erfc(x/sqrt 2)
      return 1.2533141373155002512 * Foundation.exp(x * x / 2) * Foundation.erfc(x * 0.70710678118654752440)
    }
    if x > 1e9 { return 1 / x }
    // 1/(x + 1/(x + 2/(x + 3/(x + ...)))) (DLMF 7.9.1), from the bottom.
    var tail = x
    for j in stride(from: x > 10 ? 40 : 200, through: 1, by: -1) { tail = x + Double(j) / tail }
    return 1 / tail
  }
}
