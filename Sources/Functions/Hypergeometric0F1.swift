import Foundation

/// The confluent hypergeometric limit function 0F1(;b;z) = Σ_{k>=0} z^k/(k! (b)_k), entire in z; b is
/// not one of 0, -1, -2, ... DLMF 16.2, and 10.39.9 for Bessel functions.
///
/// Summed by `HypergeometricSeries`. **On a ball of z** with an exact b > 0: for z >= 0 all terms are
/// positive, 0F1 increases, and its logarithmic derivative 0F1(b+1)/(b 0F1(b)) is at most 1/b, since (b+1)_k b >= (b)_k
/// b; so a thin ball loses nothing. Where the terms alternate, |0F1'(w)| = |0F1(b+1;w)|/b <= 0F1(b+1;|w|)/b
/// gives a mean value bound, and for b >= 1/2 Poisson's integral (DLMF 10.9.4) bounds 0F1(b+1;w), w <= 0, by
/// 1. Other balls, and parameters that are not exact, are left to ball arithmetic in the terms.
///
/// **For large z > 0** and b >= 1 the sum has about sqrt z terms; then 0F1(;b;z) = Γ(b) z^((1-b)/2) I_{b-1}(2 sqrt z)
/// (DLMF 10.39.9) with the asymptotic expansion of I.
extension Ball {
  public static func hyp0f1(_ b: Ball, _ z: Ball) -> Ball {
    let bits = Swift.max(b.bits, z.bits)
    guard b.isFinite, z.isFinite else { return .indeterminate(bits: bits) }
    if b.isNonPositiveInteger { return .undefined("0F1 with the parameter", b) }
    return hyp0f1(b, z, work: bits + 8).rounded(to: bits)
  }

  /// To about `work` bits.
  static func hyp0f1(_ b: Ball, _ z: Ball, work: Int) -> Ball {
    guard b.isExact, b.isPositive, !z.isExact else { return hyp0f1Sum(b, z, work) }
    let thin = z.radius.exponent < (z.exponent ?? Int.min / 4) - 12
    if z.isNonNegative {
      if thin { return hyp0f1Sum(b, z, work) }
      return hull(hyp0f1Sum(b, z.lowerEdge, work), hyp0f1Sum(b, z.upperEdge, work))
    }
    let far = z.coarse.magnitudeBall
    let bounded = z.isNonPositive && (b - Ball(Rational(1, 2), bits: 64)).isNonNegative
    let size =
      bounded ? Magnitude.power2(0) : hyp0f1Sum(b.coarse.plus(1), far, 64).magnitude
    let slope = size.dividedUp(by: b.magnitudeBelow)
    let value = Ball(center: hyp0f1Sum(b, z.center, work), radius: z.radius * slope)
    if bounded, value.radius.exponent > 0 { return Ball(center: Ball(0, bits: work), radius: .power2(0)) }
    return value
  }

  private static func hyp0f1Sum(_ b: Ball, _ z: Ball, _ work: Int) -> Ball {
    if let far = hyp0f1Bessel(b, z, work) { return far }
    return HypergeometricSeries([], over: [b, Ball(1, bits: 64)])
      .sum(at: z, bits: work, expected: hyp0f1Scale(b, z))
  }

  /// By the Bessel function, where its asymptotic expansion is far shorter than the sum; nil elsewhere.
  private static func hyp0f1Bessel(_ b: Ball, _ z: Ball, _ work: Int) -> Ball? {
    // For b >= 1: the order is not negative.
    guard z.isPositive, let e = z.exponent, e > 32, b.isExact, (b.coarse - 1).isNonNegative else {
      return nil
    }
    let order = b.plus(-1)
    let n = order.estimate
    // x > 2^15; its expansion needs x to be larger than the squared order.
    guard 2 * Foundation.log2(n + 1) < Double(e) / 2 - 2 else { return nil }
    // Where e^x is beyond the range of exponents, so is the sum.
    if e > 64 { return .undefined("0F1", z) }
    let bits = work + e + 32
    let root = sqrt(z.rounded(to: Swift.max(bits, z.bits)))
    let bessel = besselI(order: order, root.scaled(by: 1))
    guard bessel.isFinite else { return root.estimate > 0x1p28 ? .undefined("0F1", z) : nil }
    let power = exp(-(order.rounded(to: bits) * log(root)))
    let value = bessel * power / GammaFactor.reciprocal(b.rounded(to: Swift.max(b.bits, bits)))
    return value.isFinite ? value : nil
  }

  /// About log2 |0F1| for z < 0, where the terms cancel: the amplitude of the oscillation.
  private static func hyp0f1Scale(_ b: Ball, _ z: Ball) -> Int? {
    let (n, y) = (b.estimate - 1, -z.estimate)
    guard y > 0 else { return nil }
    guard n >= 0, n < 0x1p20, y > n * n + 1, y < 1e30 else { return 0 }
    let decay: Double = (n / 2 + 0.25) * Foundation.log(y)
    let size: Double = Foundation.lgamma(n + 1) - decay
    return Int(Swift.min(0, size * 1.4427))
  }
}

extension Jet where Base: SpecialAnalytic {
  /// The k-th derivative is 0F1(b+k;z)/(b)_k. A varying parameter has no closed form: indeterminate.
  @inlinable public static func hyp0f1(_ b: Jet, _ z: Jet) -> Jet {
    guard b.isConstant else { return indeterminate(like: b) }
    var factor: Base = 1
    return z.compose { k in
      if k > 0 { factor = factor / (Base(k) * (b.value + Base(k - 1))) }
      return factor * Base.hyp0f1(b.value + Base(k), z.value)
    }
  }

  /// Nothing is known: 0/0 in every coefficient.
  @usableFromInline static func indeterminate(like x: Jet) -> Jet {
    let bad: Base = 0 / 0
    return Jet(coefficients: Array(repeating: bad, count: x.isConstant ? 1 : x.order + 1)) ?? x
  }
}

extension Double {
  public static func hyp0f1(_ b: Double, _ z: Double) -> Double {
    if z < 0, b >= 1, -z > 4 * b + 4 {
      // 0F1(;n+1;-y) = n! y^(-n/2) J_n(2 sqrt y); the C library has integer orders only.
      let n = b - 1
      if n == n.rounded(), n < 150 {
        return tgamma(b) * jn(Int32(n), 2.0 * (-z).squareRoot()) / Foundation.pow(-z, n / 2)
      }
    }
    return hypergeometric([], [b, 1], z)
  }

  /// Σ z^k Π (a)_k/Π (b)_k term by term; NaN where it does not converge in a million terms.
  static func hypergeometric(_ upper: [Double], _ lower: [Double], _ z: Double) -> Double {
    var (t, sum, k) = (1.0, 1.0, 0.0)
    while k < 1e6 {
      t *= z
      for a in upper { t *= a + k }
      for b in lower { t /= b + k }
      sum += t
      k += 1
      if t == 0 || t.isNaN || Swift.abs(t) < Swift.abs(sum) * 1e-17 && k > Swift.abs(z) * 0.1 { return sum }
    }
    return .nan
  }
}
