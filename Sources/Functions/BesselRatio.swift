import Foundation

/// The ratio r(x) = I_{ν+1}(x)/I_ν(x), ν >= 0, an odd function that increases from -1 to 1.
///
/// **At an exact x**: r = x/(2(ν+1)) 0F1(;ν+2;x²/4)/0F1(;ν+1;x²/4), two series of positive terms without
/// power and gamma function, regular at 0; for large x the quotient of two asymptotic expansions; where both are long
/// (large orders) Gauss's continued fraction, see `continuedFraction`.
///
/// **On a ball**: r/x = 1/(2(ν+1) + x r_{ν+1}(x)) (DLMF 10.33.1) decreases in x > 0, so
/// 0 < r' <= r/x <= 1/(2(ν+1)), and r/x is at most r(m)/low. Thin balls use the smaller of both; others the
/// ends.
extension Ball {
  public static func besselIRatio(order nu: Ball, _ x: Ball) -> Ball {
    let bits = Swift.max(nu.bits, x.bits)
    guard nu.isFinite, x.isFinite else { return .indeterminate(bits: bits) }
    guard nu.isNonNegative else { return .undefined("Bessel ratio of the order", nu).rounded(to: bits) }
    let x = x.rounded(to: bits)
    return propagate(x) { value in
      let slope = Magnitude.power2(-1).dividedUp(by: nu.plus(1).magnitudeBelow)
      let far = value.magnitude.dividedUp(by: x.magnitudeBelow)
      return x.radius * (far <= slope ? far : slope)
    } wide: {
      ends(x) { besselIRatioAtPoint(order: nu, $0, bits) }
    } at: {
      besselIRatioAtPoint(order: nu, $0, bits)
    }
  }

  static func besselIRatioAtPoint(order nu: Ball, _ x: Ball, _ bits: Int) -> Ball {
    if x.isZero { return x }
    if x.isNegative { return -besselIRatioAtPoint(order: nu, -x, bits) }
    let work = bits + 10
    let terms = besselSeriesLength(nu.estimate, x, work)
    let next = nu.rounded(to: Swift.max(work, nu.bits) + 64).plus(1)
    let most = Swift.min(terms / 16, 1 << 20)
    // The asymptotic expansion cancels about ν²/(1.4 x) bits. The limit is where it takes less time; a choice.
    let lost = nu.estimate * nu.estimate / x.estimate
    if terms > 1000, lost > 2000 {
      let limit = Int(Swift.min(lost * lost / 4000, Double(most)))
      if let value = continuedFraction(next, x, bits: work, most: limit) { return value.rounded(to: bits) }
    }
    if let low = besselIScaled(order: nu, x, bits: work, most: terms),
      let high = besselIScaled(order: next, x, bits: work, most: Int.max)
    {
      return (high / low).rounded(to: bits)
    }
    if terms > 1000, let value = continuedFraction(next, x, bits: work, most: most) {
      return value.rounded(to: bits)
    }
    guard terms < IntegerRatioSeries.maximumTerms else {
      return .undefined("Bessel ratio", x).rounded(to: bits)
    }
    let (z, one) = (quarterSquare(x), Ball(1, bits: 64))
    let high = HypergeometricSeries([], over: [next.plus(1), one]).sum(at: z, bits: work)
    let low = HypergeometricSeries([], over: [next, one]).sum(at: z, bits: work)
    return (x.rounded(to: Swift.max(x.bits, work)) * high / (low * next).scaled(by: 1)).rounded(to: bits)
  }

  /// r_ν(x) at an exact x > 0 by r_μ = x/(2(μ+1) + x r_{μ+1}) (DLMF 10.33.1) from a bottom order μ = ν + N, where
  ///
  ///     x/(μ + 1/2 + √(x² + (μ+3/2)²)) <= r_μ <= x/(μ + 1/2 + √(x² + (μ+1/2)²))   (Amos, Math. Comp. 28 (1974)).
  ///
  /// *Proof of the bounds.* The upper one, λ, is the positive zero of 1 - r² - (2μ+1) r/x, which is r_μ' for r = r_μ
  /// (Riccati). For small x, r_μ ~ x/(2μ+2) < λ. Were r_μ = λ at some first x, then r_μ' = 0 < λ' there, yet r_μ came from
  /// below: impossible. (So r_μ' > 0, too.) With r_{μ+1} <= λ_{μ+1} and x λ_{μ+1} = √(x² + (μ+3/2)²) - μ - 3/2, the
  /// recurrence gives the lower one. ∎
  ///
  /// A step multiplies the width by about r_μ² < 1; N is a choice. nil when it would exceed `most`.
  ///
  /// - Parameter next: ν + 1.
  private static func continuedFraction(_ next: Ball, _ x: Ball, bits: Int, most: Int) -> Ball? {
    let (size, order) = (x.estimate, next.estimate)
    guard size.isFinite, order.isFinite, size < 1e150, order < 1e150 else { return nil }
    var (steps, level) = (0, Double(bits) + 4)
    // The width of the bounds is about λ/(2μ).
    level -= Foundation.log2(Swift.max(1, order))
    while level > 0 {
      steps += 1
      let mu = order + Double(steps)
      level += 2 * Foundation.log2(size / (mu + (size * size + mu * mu).squareRoot()))
      if steps > most { return nil }
    }
    let half = Ball(Rational(1, 2), bits: 64)
    let wide = x.rounded(to: Swift.max(x.bits, bits + 16))
    let square = wide * wide
    var above = next.rounded(to: Swift.max(next.bits, wide.bits)).plus(steps)
    // above = μ + 1 for the bottom order μ.
    let (low, high) = (above + half, above - half)
    var r = hull(wide / (high + sqrt(square + low * low)), wide / (high + sqrt(square + high * high)))
    for k in 0..<steps {
      if k % 256 == 255, Budget.isExhausted { return nil }
      above = above.plus(-1)
      r = wide / (above.scaled(by: 1) + wide * r)
    }
    return r
  }
}

extension Jet where Base: SpecialAnalytic {
  /// (x/2) C_{ν+1}(x²/4)/C_ν(x²/4); the constant term is the base's own. A varying order is indeterminate.
  @inlinable public static func besselIRatio(order nu: Jet, _ x: Jet) -> Jet {
    guard nu.isConstant else { return indeterminate(like: nu) }
    let value = Base.besselIRatio(order: nu.value, x.value)
    if x.isConstant { return Jet(constant: value) }
    let z = x * x / 4
    return (x / 2 * besselClifford(order: nu + 1, z) / besselClifford(order: nu, z)).replacingValue(value)
  }
}

extension Double {
  /// Gauss's continued fraction x/(2(ν+1) + x²/(2(ν+2) + ...)) from the bottom.
  public static func besselIRatio(order nu: Double, _ x: Double) -> Double {
    guard nu >= 0, !x.isNaN else { return .nan }
    if x < 0 { return -besselIRatio(order: nu, -x) }
    if x > 1e7 { return 1 - (nu + 0.5) / x }
    // Below the last step the fraction is taken as x/(μ + 1/2 + sqrt(x² + (μ + 3/2)²)), a lower bound of it.
    let depth = Int(20 + 8 * x.squareRoot() + Swift.min(x, 200))
    let bottom = nu + Double(depth)
    var r = x / (bottom + 0.5 + (x * x + (bottom + 1.5) * (bottom + 1.5)).squareRoot())
    for k in stride(from: depth - 1, through: 0, by: -1) { r = x / (2 * (nu + Double(k) + 1) + x * r) }
    return r
  }
}
