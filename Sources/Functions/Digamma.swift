import CMPFR
import Foundation

/// ψ(x) = Γ'(x)/Γ(x) on the real line without 0, -1, -2, ...
///
/// **At an exact point** x = n + u, |u| <= 1/2. At moderate precision and |n|, with R(u) = 1/Γ(1+u) from
/// `ReciprocalGammaTable`, ψ(1+u) = -R'(u)/R(u) and the recurrence ψ(x+1) = ψ(x) + 1/x, its reciprocals added
/// as one fraction. Else, for x > 0, Stirling's series at x + r and the recurrence, and for x < 0 the
/// reflection ψ(x) = ψ(1-x) - π cot πu. Near a zero the precision is raised by what cancels.
///
/// **On a ball** without a pole ψ increases. Thin balls: ψ' decreases on x > 0 and is below 1/x + 1/x² (from
/// ψ'(x) = Σ 1/(x+k)²); for x < 0, ψ'(x) = π²/sin²(πu) - ψ'(1-x) < π²/(4δ²), since
/// sin πu >= 2δ for δ = min(|u|, 1 - |u|). Else the ends.
extension Ball {
  public static func digamma(_ x: Ball) -> Ball {
    guard x.isFinite else { return x }
    if x.isExact { return digammaAtPoint(x) }
    var slope = Magnitude.zero
    if x.isPositive {
      let inverse = Magnitude.power2(0).dividedUp(by: x.magnitudeBelow)
      slope = inverse + inverse * inverse
    } else {
      guard let (_, u) = x.reduced, u.isNonZero else { return undefined("digamma", x) }
      let inverse = Magnitude.power2(0).dividedUp(by: u.distanceToIntegers)
      // π²/4 < 2.5
      slope = (inverse * inverse * Magnitude(5)).scaled(by: -1)
    }
    return propagate(x) { _ in
      x.radius * slope
    } wide: {
      digammaOfEnds(x)
    } at: {
      digammaAtPoint($0)
    }
  }

  /// The ends with enough bits that none of them falls on a pole.
  private static func digammaOfEnds(_ x: Ball) -> Ball {
    let wide = x.rounded(to: Swift.max(x.bits, 64))
    return ends(wide, digammaAtPoint).rounded(to: x.bits)
  }

  private static func digammaAtPoint(_ x: Ball) -> Ball {
    guard let (n, u) = x.reduced, u.isNonZero || x.isPositive else { return undefined("digamma", x) }
    return refined(x.bits, guard: 12) { bits in
      if let value = digammaByTaylor(x, n, u, bits: bits) { return value }
      if x.isPositive { return digammaShifted(x, bits: bits) }
      let angle = pi(bits: bits) * u
      let reflected = digammaShifted(Ball(1, bits: Swift.max(bits, x.bits + 2)) - x, bits: bits)
      return reflected - pi(bits: bits) * cos(angle) / sin(angle)
    }
  }

  private static func digammaByTaylor(_ x: Ball, _ n: Int, _ u: Ball, bits: Int) -> Ball? {
    guard n.magnitude <= StirlingSeries.leastArgument(bits: bits),
      let table = ReciprocalGammaTable.table(bits: bits)
    else { return nil }
    let ratio = -(table.slope(u, bits: bits) / (Ball(1, bits: bits) + table.excess(u, bits: bits)))
    if n == 1 { return ratio }
    if n > 1 { return ratio + RisingFactorial.reciprocals(x.minus(n - 1), n - 1, bits: bits + 8) }
    // ψ(1+u) - 1/u - 1/(u-1) - ... - 1/(u+n)
    let value = ratio - Ball(1, bits: bits) / u
    return n == 0 ? value : value + RisingFactorial.reciprocals((-x).minus(-n - 1), -n, bits: bits + 8)
  }

  /// By Stirling's series, at an exact or thin x > 0.
  private static func digammaShifted(_ x: Ball, bits: Int) -> Ball {
    // Where Σ 1/(x+i)² matters too, a larger shift and fewer terms do not pay.
    let least = StirlingSeries.leastArgument(bits: bits)
    let r = x.exponent ?? 0 > 40 ? 0 : Swift.max(0, least - Int(x.estimate))
    if r == 0 { return digammaByStirling(x, bits: bits) }
    let wide = bits + 8
    let y = x.rounded(to: Swift.max(wide, x.bits)) + Ball(r, bits: 64)
    let sum = RisingFactorial.reciprocals(
      x.isExact ? x : x.center, r, bits: wide + (Int.bitWidth - r.leadingZeroBitCount))
    let value = digammaByStirling(y, bits: wide) - sum
    if x.isExact { return value }
    // Σ 1/(x+i) changes by at most r times 1/x² for a thin x.
    let low = x.magnitudeBelow
    return Ball(center: value, radius: x.radius.dividedUp(by: low).dividedUp(by: low) * Magnitude(r))
  }
}

extension Jet where Base: SpecialAnalytic {
  /// ψ = (log Γ)': ψ^(k)/k! = (k+1) times the coefficient k + 1 of log Γ.
  @inlinable public static func digamma(_ x: Jet) -> Jet {
    if x.taylorCount == 1 { return x.compose { _ in Base.digamma(x.value) } }
    let c = Base.lgammaTaylor(x.value, count: x.taylorCount + 1)
    return x.compose { $0 == 0 ? Base.digamma(x.value) : c[$0 + 1] * Base($0 + 1) }
  }
}

extension Double {
  public static func digamma(_ x: Double) -> Double {
    if x.isNaN || x == .infinity { return x }
    if x <= 0 {
      if x == x.rounded() { return .nan }
      let u = x - x.rounded()
      return digamma(1 - x) - .pi * Foundation.cos(.pi * u) / Foundation.sin(.pi * u)
    }
    var (y, sum) = (x, 0.0)
    while y < 10 {
      sum -= 1 / y
      y += 1
    }
    let w = 1 / (y * y)
    // B_2k/(2k)
    var series = 0.0
    for b in digammaCoefficients.reversed() { series = series * w + b }
    return sum + Foundation.log(y) - 0.5 / y - w * series
  }

  /// B_2k/(2k).
  private static let digammaCoefficients: [Double] = [
    0.083333333333333333, -0.0083333333333333333, 0.003968253968253968, -0.0041666666666666667,
    0.007575757575757576, -0.021092796092796093, 0.083333333333333333,
  ]
}
