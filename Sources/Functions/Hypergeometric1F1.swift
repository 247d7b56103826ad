import Foundation

/// Kummer's function 1F1(a;b;z) = Σ_{k>=0} (a)_k z^k/((b)_k k!), entire in z; b is not one of 0, -1, -2, ...
/// unless the series ends before (a = 0, -1, ... not below b). DLMF 13.2.2.
///
/// For z < 0 Kummer's transformation 1F1(a;b;z) = e^z 1F1(b-a;b;-z) (DLMF 13.2.39) has, but for finitely
/// many, terms of one sign; it is not used when the series in z ends. The series is summed by
/// `HypergeometricSeries`.
///
/// **On a ball of z** with exact parameters: the thin radius is part of the sum. For a, b > 0 and z >= 0 that
/// is to first order what the function does: 1F1'/1F1 lies between min(1, a/b) and max(1, a/b), because 1F1'
/// is the series of 1F1 with each term multiplied by (a + k)/(b + k). A wide ball is met at its ends there,
/// since 1F1 increases, and is left to ball arithmetic in the terms elsewhere.
extension Ball {
  public static func hyp1f1(_ a: Ball, _ b: Ball, _ z: Ball) -> Ball {
    let bits = Swift.max(a.bits, b.bits, z.bits)
    guard a.isFinite, b.isFinite, z.isFinite else { return .indeterminate(bits: bits) }
    let ends = a.isNonPositiveInteger
    if b.isNonPositiveInteger, !ends || (b - a).isPositive { return .undefined("1F1 with the parameter", b) }
    let work = bits + 8
    if z.isExact || z.accuracyBits > 12 { return hyp1f1(a, b, z, ends, work).rounded(to: bits) }
    // (b)_k > 0 and (a)_k >= 0, or after Kummer's transformation (b-a)_k >= 0.
    if b.isPositive, a.isNonNegative, z.isNonNegative || (b - a).isNonNegative {
      // Increasing: 1F1' = (a/b) 1F1(a+1;b+1;z), positive for z >= 0, and for b >= a >= 0 everywhere, as the
      // mean of e^{zU} over a variable U in [0, 1] (DLMF 13.4.1) and its limits.
      return hull(hyp1f1(a, b, z.lowerEdge, ends, work), hyp1f1(a, b, z.upperEdge, ends, work)).rounded(
        to: bits)
    }
    return hyp1f1(a, b, z, ends, work).rounded(to: bits)
  }

  private static func hyp1f1(_ a: Ball, _ b: Ball, _ z: Ball, _ ends: Bool, _ work: Int) -> Ball {
    if z.isNegative, !ends {
      // The exponent z has as many bits as e^z must lose to its size.
      let wide = z.rounded(to: Swift.max(work, z.bits) + Swift.max(0, z.exponent ?? 0))
      return exp(wide) * hyp1f1Sum(difference(b, a), b, -z, work)
    }
    return hyp1f1Sum(a, b, z, work)
  }

  private static func hyp1f1Sum(_ a: Ball, _ b: Ball, _ z: Ball, _ work: Int) -> Ball {
    HypergeometricSeries([a], over: [b, Ball(1, bits: 64)]).sum(at: z, bits: work)
  }

  /// x - y with enough bits that short dyadic parameters give an exact one.
  static func difference(_ x: Ball, _ y: Ball) -> Ball {
    x.rounded(to: Swift.max(x.bits, y.bits) + 64) - y
  }
}

extension Jet where Base: SpecialAnalytic {
  /// The k-th derivative is (a)_k/(b)_k 1F1(a+k;b+k;z). A varying parameter has no closed form:
  /// indeterminate.
  @inlinable public static func hyp1f1(_ a: Jet, _ b: Jet, _ z: Jet) -> Jet {
    guard a.isConstant, b.isConstant else { return indeterminate(like: a.isConstant ? b : a) }
    var factor: Base = 1
    return z.compose { k in
      if k > 0 { factor = factor * (a.value + Base(k - 1)) / (Base(k) * (b.value + Base(k - 1))) }
      return factor * Base.hyp1f1(a.value + Base(k), b.value + Base(k), z.value)
    }
  }
}

extension Double {
  public static func hyp1f1(_ a: Double, _ b: Double, _ z: Double) -> Double {
    z < 0 && !(a <= 0 && a == a.rounded())
      ? Foundation.exp(z) * hypergeometric([b - a], [b, 1], -z) : hypergeometric([a], [b, 1], z)
  }
}
