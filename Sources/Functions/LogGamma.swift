import CMPFR
import Foundation

/// log Γ(x) for x > 0; indeterminate on balls that touch (-∞, 0].
///
/// **At an exact point** as for `gamma`. Near the zeros x = 1 and x = 2 the relative accuracy is kept: at
/// moderate precision because 1/Γ(1+u) - 1 = u (γ + ...) is summed without its constant term, and
/// log Γ(1+u) = -log1p(that), log Γ(2+u) = log1p(u) - log1p(that), where the second term is about γ times the
/// first; else by as many more bits as u has leading zeros.
///
/// **On a ball**, |log Γ(x) - log Γ(m)| <= rσ with the bound σ of |ψ| of `gamma`; wide balls by the ends and
/// the minimum (the function is convex).
extension Ball {
  public static func lgamma(_ x: Ball) -> Ball {
    guard x.isPositive else { return x.isFinite ? undefined("lgamma", x) : x }
    return propagate(x) { _ in
      x.radius * digammaBound(x)
    } wide: {
      convexEnds(x, minimum: log(gammaMinimum(bits: 128)), lgammaAtPoint)
    } at: {
      lgammaAtPoint($0)
    }
  }

  static func lgammaAtPoint(_ x: Ball) -> Ball {
    let bits = x.bits + 12
    if let value = gammaOfHalfInteger(x, bits: bits) { return log(value).rounded(to: x.bits) }
    guard let (n, u) = x.reduced else { return lgammaShifted(x, bits: bits).rounded(to: x.bits) }
    if n == 1 || n == 2, let table = ReciprocalGammaTable.table(bits: bits) {
      let excess = table.excess(u, bits: bits)
      let wide = u.rounded(to: Swift.max(bits, u.bits))
      if n == 1 { return (-log1p(excess)).rounded(to: x.bits) }
      return (log1p(wide) - log1p(excess)).rounded(to: x.bits)
    }
    if let (numerator, denominator) = gammaByTaylor(x, n, u, bits: bits) {
      return log(numerator / denominator).rounded(to: x.bits)
    }
    let zeros = n == 1 || n == 2 ? Swift.max(0, -(u.exponent ?? 0)) : 0
    return lgammaShifted(x, bits: bits + zeros).rounded(to: x.bits)
  }

  private static func lgammaShifted(_ x: Ball, bits: Int) -> Ball {
    // Without a shift the size of the logarithm is that of the result.
    if let e = x.exponent, e > 40 || x.estimate > Double(StirlingSeries.leastArgument(bits: bits)) {
      return logGammaByStirling(x, bits: bits)
    }
    let (value, product) = logGammaShifted(x, bits: bits)
    return value - log(product)
  }
}

extension Jet where Base: SpecialAnalytic {
  @inlinable public static func lgamma(_ x: Jet) -> Jet {
    if x.taylorCount == 1 { return x.compose { _ in Base.lgamma(x.value) } }
    let c = Base.lgammaTaylor(x.value, count: x.taylorCount)
    return x.compose { $0 == 0 ? Base.lgamma(x.value) : c[$0] }
  }

  @inlinable public static func lgammaTaylor(_ x: Jet, count: Int) -> [Jet] {
    x.composeEach(Base.lgammaTaylor(x.value, count: count + x.taylorCount - 1), count: count)
  }
}

extension Double {
  public static func lgamma(_ x: Double) -> Double { x > 0 ? Foundation.lgamma(x) : .nan }
}
