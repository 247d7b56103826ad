import Foundation

/// The Bessel–Clifford function C_n(z) = Σ_{k>=0} z^k/(k! (k+n)!), n >= 0, an entire function of z with
/// C_n' = C_{n+1}, and the modified Bessel function I_n(x) = (x/2)^n C_n(x²/4). DLMF 10.25.2.
///
/// **At an exact point**, n! C_n(z) = Σ z^k/(k! (n+1)...(n+k)) is the hypergeometric sum with the term ratio
/// z/(k (k+n)), which decreases in k; `SeriesKernel` bounds its tail by T/(1 - ρ). For z > 0 all terms are
/// positive; for z < 0 they cancel to about n! |z|^(-n/2 - 1/4), and the kernel adds the bits that are lost.
///
/// **On a ball in z >= 0**, C_n increases. The logarithmic derivative C_{n+1}/C_n is at most 1/(n+1), since
/// (k+n+1)! >= (n+1) (k+n)!, and at most 1/sqrt z, which says I_{n+1} <= I_n: e^-x I_n(x) = P(N - N' = n) for
/// independent Poisson variables of mean x/2, and a difference of two such variables is symmetric and
/// unimodal (its distribution is a convolution of log-concave ones). So with r the radius, σ the smaller
/// bound on the ball and m its midpoint, |C_n(z)/C_n(m) - 1| <= e^{rσ} - 1.
///
/// **On a ball that reaches below 0**, |C_{n+1}(w)| <= e^{w⁺/(n+2)}/(n+1)!, w⁺ = max(w, 0): for w > 0 because
/// (k+n+1)! >= (n+1)! (n+2)^k, and for w = -y <= 0 because of Poisson's integral
/// n! C_n(-y) = ∫_0^π cos(2 sqrt y cos θ) sin^{2n} θ dθ / ∫_0^π sin^{2n} θ dθ (DLMF 10.9.4), which is at most
/// 1 in absolute value. A mean value bound follows, and |C_n(-y)| <= 1/n! itself.
extension Ball {
  /// Orders beyond this are refused.
  private static let maximumOrder = 1 << 31

  public static func besselClifford(_ n: Index, _ z: Ball) -> Ball {
    guard let n = n.value, z.isFinite else { return .indeterminate(bits: z.bits) }
    guard n >= 0, n <= maximumOrder else {
      FailureLog.current?.record("Bessel-Clifford function of order \(n)")
      return .indeterminate(bits: z.bits)
    }
    if z.isExact { return besselClifford(n, at: z) }
    if z.isNonNegative {
      return propagate(z) {
        $0.magnitude * expm1Bound(besselCliffordSpread(n, z))
      } wide: {
        ends(z) { besselClifford(n, at: $0) }
      } at: {
        besselClifford(n, at: $0)
      }
    }
    let high = z.upperEdge
    let zero = Ball(0, bits: z.bits)
    if high.isPositive, (z.exponent ?? Int.min) > -4 || z.radius.exponent > -4 {
      let below = besselCliffordBelow(n, .hull(z.lowerEdge, zero))
      return .hull(below, besselClifford(n, at: high))
    }
    return besselCliffordBelow(n, z)
  }

  /// r σ for a ball in z >= 0.
  private static func besselCliffordSpread(_ n: Int, _ z: Ball) -> Magnitude {
    let r = z.radius
    let low = z.lowerEdge.coarse
    let byOrder = r.dividedUp(by: Ball(n + 1, bits: 64).magnitudeBelow)
    guard let e = low.exponent, e > 2 else { return byOrder }
    let bySize = r.dividedUp(by: Ball.sqrt(low).magnitudeBelow)
    return bySize <= byOrder ? bySize : byOrder
  }

  /// A ball that reaches below 0 and not above 1/8: the mean value bound.
  private static func besselCliffordBelow(_ n: Int, _ z: Ball) -> Ball {
    let bits = z.bits
    let inverse = Ball(1, bits: 64) / factorial(n, bits: 64)
    // e^{w/(n+2)} <= 2 for w <= 1/8.
    let slope = (inverse / (n + 1)).magnitude.scaled(by: z.isNonPositive ? 0 : 1)
    let value = Ball(center: besselClifford(n, at: z.center), radius: z.radius * slope)
    guard z.isNonPositive else { return value }
    let all = Ball(center: Ball(0, bits: bits), radius: inverse.magnitude)
    return intersection(value, all) ?? value
  }

  /// C_n at an exact point.
  private static func besselClifford(_ n: Int, at z: Ball) -> Ball {
    let bits = z.bits
    let sum = SeriesKernel.sum(
      TermRatio(over: .index(), .index(plus: n)), at: z, bits: bits + 8,
      expected: besselCliffordScale(n, z))
    return dividedByFactorial(sum, n).rounded(to: bits)
  }

  /// About log2 |n! C_n(z)| for z < 0, where the terms cancel: the amplitude of the oscillation.
  private static func besselCliffordScale(_ n: Int, _ z: Ball) -> Int {
    guard z.isNegative, n < 1 << 20 else { return 0 }
    let y = -z.estimate
    let m = Double(n)
    guard y > m * m + 1, y < 1e30 else { return 0 }
    let decay: Double = (m / 2 + 0.25) * Foundation.log(y)
    let size: Double = Foundation.lgamma(m + 1) - decay
    return Int(Swift.min(0, size * 1.4427))
  }

  /// For z >= 0 the recurrence C_j = (j+1) C_{j+1} + z C_{j+2}, whose terms are positive, from the two highest
  /// orders down; a wide ball, or one that reaches below 0, has each order evaluated by itself.
  public static func besselCliffordTaylor(_ n: Index, _ z: Ball, count: Int) -> [Ball] {
    var c: [Ball]
    let thin = z.radius.exponent < Swift.max(z.exponent ?? Int.min, 0) - 16
    if count > 3, let n = n.value, n >= 0, n < maximumOrder - count, z.isNonNegative, z.isExact || thin {
      // Every step adds about two roundings to the relative error.
      let wide = z.rounded(to: z.bits + 8 + (Int.bitWidth - count.leadingZeroBitCount))
      c = [besselClifford(Index(n + count - 1), wide), besselClifford(Index(n + count - 2), wide)]
      while c.count < count {
        let j = n + count - c.count - 1
        c.append(c[c.count - 1] * (j + 1) + wide * c[c.count - 2])
      }
      c.reverse()
    } else {
      c = (0..<count).map { besselClifford(n + $0, z) }
    }
    var inverse = Ball(1, bits: c[0].bits)
    for k in c.indices {
      if k > 1 { inverse = inverse / k }
      c[k] = (k > 1 ? c[k] * inverse : c[k]).rounded(to: z.bits)
    }
    return c
  }

  /// x/n!, with the precision of x.
  private static func dividedByFactorial(_ x: Ball, _ n: Int) -> Ball {
    n <= 20 ? x / (1...Swift.max(n, 1)).reduce(1, &*) : x / factorial(n, bits: x.bits)
  }

  /// I_n(x).
  ///
  /// For x > 0, I_n'/I_n = I_{n+1}/I_n + n/x <= 1 + n/x; I_n increases there, and I_n(-x) = (-1)^n I_n(x).
  public static func besselI(_ n: Index, _ x: Ball) -> Ball {
    // Outside the domain the Bessel-Clifford function says why.
    guard let n = n.value, n >= 0, x.isFinite else { return besselClifford(n, x) }
    if x.isExact { return besselI(n, at: x) }
    if x.isNegative { return n % 2 == 0 ? besselI(Index(n), -x) : -besselI(Index(n), -x) }
    if x.isPositive {
      return propagate(x) { value in
        let low = x.coarse.magnitudeBelow
        return value.magnitude * expm1Bound(x.radius + x.radius * Magnitude(n).dividedUp(by: low))
      } wide: {
        ends(x) { besselI(n, at: $0) }
      } at: {
        besselI(n, at: $0)
      }
    }
    if n % 2 == 1 { return ends(x) { besselI(n, at: $0) } }
    return .hull(besselI(n, at: Ball(0, bits: x.bits)), besselI(n, at: x.magnitudeBall))
  }

  /// I_n at an exact point, by the power series or the asymptotic expansion (`BesselI.swift`).
  private static func besselI(_ n: Int, at x: Ball) -> Ball {
    if x.isZero { return Ball(n == 0 ? 1 : 0, bits: x.bits) }
    guard n <= maximumOrder else { return besselClifford(Index(n), x) }
    let value = besselIAtPoint(order: Ball(n, bits: 64), x.isNegative ? -x : x, x.bits)
    return x.isNegative && n % 2 == 1 ? -value : value
  }
}

extension Jet where Base: SpecialAnalytic {
  /// C_n' = C_{n+1}.
  @inlinable public static func besselClifford(_ n: Index, _ z: Jet) -> Jet {
    let c = Base.besselCliffordTaylor(n, z.value, count: z.taylorCount)
    return z.compose { c[$0] }
  }

  @inlinable public static func besselCliffordTaylor(_ n: Index, _ z: Jet, count: Int) -> [Jet] {
    z.composeEach(Base.besselCliffordTaylor(n, z.value, count: count + z.taylorCount - 1), count: count)
  }

  /// The constant term is the base's own, which knows how x and x²/4 depend on each other.
  @inlinable public static func besselI(_ n: Index, _ x: Jet) -> Jet {
    (pow(x / 2, n) * besselClifford(n, x * x / 4)).replacingValue(Base.besselI(n, x.value))
  }
}

extension Double {
  public static func besselClifford(_ n: Index, _ z: Double) -> Double {
    guard let n = n.value, n >= 0, !z.isNaN else { return .nan }
    if z < 0, -z > Double(n + 1) {
      // C_n(-y) = y^(-n/2) J_n(2 sqrt y).
      guard n <= 1_000_000, z.isFinite else { return .nan }
      return jn(Int32(n), 2 * (-z).squareRoot()) / Foundation.pow(-z, Double(n) / 2)
    }
    let (sum, scale) = besselCliffordSum(n, z)
    if n <= 170 { return (0..<scale).reduce(sum / factorial(n)) { value, _ in value * 1e280 } }
    return Foundation.exp(Foundation.log(sum) + Double(scale) * logScale - Foundation.lgamma(Double(n) + 1))
  }

  public static func besselI(_ n: Index, _ x: Double) -> Double {
    guard let n = n.value, n >= 0, !x.isNaN else { return .nan }
    if x < 0 { return n % 2 == 0 ? besselI(Index(n), -x) : -besselI(Index(n), -x) }
    if x == 0 { return n == 0 ? 1 : 0 }
    let (sum, scale) = besselCliffordSum(n, x * x / 4)
    if n <= 170 {
      // The power in two halves, as it may overflow where the quotient does not.
      let low = Foundation.pow(x / 2, Double(n / 2))
      let first = low / factorial(n) * Foundation.pow(x / 2, Double(n - n / 2)) * sum
      let value = (0..<scale).reduce(first) { value, _ in value * 1e280 }
      if value > 1e-300 { return value }
    }
    return Foundation.exp(
      Double(n) * Foundation.log(x / 2) - Foundation.lgamma(Double(n) + 1) + Foundation.log(sum)
        + Double(scale) * logScale)
  }

  /// log 10^280.
  private static var logScale: Double { 280 * 2.302585092994045684 }

  /// n! C_n(z) = sum 10^(280 scale), for z >= -(n+1); infinite where the sum would take too long.
  private static func besselCliffordSum(_ n: Int, _ z: Double) -> (sum: Double, scale: Int) {
    var (t, sum, scale) = (1.0, 1.0, 0)
    let m = Double(n)
    var k = 1.0
    while k < 2e6 {
      t *= z / (k * (k + m))
      sum += t
      if Swift.abs(t) < Swift.abs(sum) * 1e-17 { return (sum, scale) }
      if sum > 1e280 {
        (t, sum) = (t * 1e-280, sum * 1e-280)
        scale += 1
      }
      k += 1
    }
    return (.infinity, scale)
  }
}
