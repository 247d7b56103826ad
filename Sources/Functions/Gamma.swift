import CMPFR
import Foundation

/// The gamma function on the real line without 0, -1, -2, ...
///
/// **At an exact point** x:
/// - A small integer or half-integer: a factorial, or a double factorial times sqrt π.
/// - x = n + u with |u| <= 1/2 and n not large, at moderate precision: Γ(1+u) by `ReciprocalGammaTable`, and
///   (1+u)_(n-1) Γ(1+u), or Γ(1+u)/(u (u-1) ... (u+n)) for n <= 0; u is exact, so that nothing is lost near
///   a pole.
/// - Else, for x > 0, Γ(x) = Γ(x+r)/(x)_r with Stirling's series at x + r; the logarithm has as many more
///   bits as its size asks for. For x < 0 the reflection Γ(x) = (-1)^n π/(sin(πu) Γ(1-x)).
///
/// **On a ball.** |Γ(x)/Γ(m) - 1| <= e^{rσ} - 1 for a bound σ of |ψ|: for x > 0, log x - 1/x < ψ(x) < log x
/// (Alzer, Math. Comp. 66 (1997)), and |ψ| < 0.578 on [1, 2], where ψ increases from -γ to 1 - γ; for x < 0,
/// ψ(x) = ψ(1-x) - π cot πu and |π cot πu| <= 1/min(|u|, 1 - |u|). Wide balls: on x > 0 the function is
/// convex with one minimum, so the ends and, where it may lie inside, the minimum; on x < 0 the reflection in
/// balls. A ball that contains a pole gives the indeterminate ball.
extension Ball {
  public static func gamma(_ x: Ball) -> Ball {
    guard x.isFinite else { return x }
    if x.isExact { return gammaAtPoint(x) }
    if x.isPositive {
      return propagate(x) {
        $0.magnitude * expm1Bound(x.radius * digammaBound(x))
      } wide: {
        convexEnds(x, minimum: gammaMinimum(bits: 128), gammaAtPoint)
      } at: {
        gammaAtPoint($0)
      }
    }
    guard let (n, u) = x.reduced, u.isNonZero else { return undefined("gamma", x) }
    return propagate(x) {
      let bound = digammaBound(Ball(1, bits: 64) - x.coarse)
      let distance = u.distanceToIntegers
      return $0.magnitude * expm1Bound(x.radius * (bound + .power2(0).dividedUp(by: distance)))
    } wide: {
      let sine = sin(pi(bits: x.bits + 8) * u)
      let value = pi(bits: x.bits + 8) / (sine * gamma(Ball(1, bits: x.bits + 8) - x))
      return (n % 2 == 0 ? value : -value).rounded(to: x.bits)
    } at: {
      gammaAtPoint($0)
    }
  }

  /// Γ at an exact point.
  static func gammaAtPoint(_ x: Ball) -> Ball {
    let bits = x.bits + 12
    if let value = gammaOfHalfInteger(x, bits: bits) { return value.rounded(to: x.bits) }
    guard let (n, u) = x.reduced, u.isNonZero || x.isPositive else { return undefined("gamma", x) }
    if n >= 1, n <= 16, let table = ReciprocalGammaTable.table(bits: bits) {
      return table.gamma(x, n, u, bits: x.bits)
    }
    if let (numerator, denominator) = gammaByTaylor(x, n, u, bits: bits) {
      return (numerator / denominator).rounded(to: x.bits)
    }
    if x.exponent ?? 0 > 31 {
      // log2 Γ(2^31) exceeds 2^35. For x < 0, 1/|sin πu| <= 2^x.bits.
      if x.isPositive { return undefined("gamma (overflow)", x) }
      return Ball(center: Ball(0, bits: x.bits), radius: .power2(-1 << 34))
    }
    if x.isPositive {
      let (log, product) = logGammaShifted(x, bits: bits)
      // Without a shift the product is exactly 1.
      return (product.isExact ? exp(log) : exp(log) / product).rounded(to: x.bits)
    }
    let (log, product) = logGammaShifted(Ball(1, bits: Swift.max(bits, x.bits) + 8) - x, bits: bits)
    let value = pi(bits: bits) * product * exp(-log) / sin(pi(bits: bits) * u)
    return (n % 2 == 0 ? value : -value).rounded(to: x.bits)
  }

  /// (log Γ(x+r), (x)_r) for a suitable r, at an exact or thin x > 0; the logarithm to an absolute error of
  /// 2^-bits. The logarithm of (x)_r changes by at most r times the relative radius of x.
  static func logGammaShifted(_ x: Ball, bits: Int) -> (log: Ball, product: Ball) {
    let least = StirlingSeries.leastArgument(bits: bits)
    let r = x.exponent ?? 0 > 40 ? 0 : Swift.max(0, least - Int(x.estimate))
    let size = Swift.max(x.exponent ?? 0, Int.bitWidth - least.leadingZeroBitCount)
    let wide = bits + size + (Int.bitWidth - size.leadingZeroBitCount) + 4
    let y = r == 0 ? x : x.rounded(to: Swift.max(wide, x.bits)) + Ball(r, bits: 64)
    let center = RisingFactorial.value(x, r, bits: bits + 4 + (Int.bitWidth - r.leadingZeroBitCount))
    let spread = expm1Bound((x.radius * Magnitude(r)).dividedUp(by: x.magnitudeBelow))
    let product = x.isExact ? center : Ball(center: center, radius: center.magnitude * spread)
    return (logGammaByStirling(y, bits: wide), product)
  }

  /// Γ(x) as a quotient, from 1/Γ(1+u), x = n + u; nil when another way is better.
  static func gammaByTaylor(_ x: Ball, _ n: Int, _ u: Ball, bits: Int) -> (Ball, Ball)? {
    guard n.magnitude <= StirlingSeries.leastArgument(bits: bits),
      let table = ReciprocalGammaTable.table(bits: bits)
    else { return nil }
    let reciprocal = Ball(1, bits: bits) + table.excess(u, bits: bits)
    if n >= 1 {
      if n == 1 { return (Ball(1, bits: bits), reciprocal) }
      return (RisingFactorial.value(x.minus(n - 1), n - 1, bits: bits + 8), reciprocal)
    }
    // u (u-1) ... (u-m) = (-1)^m u (1-u)_m with m = -n.
    let factor = u.rounded(to: Swift.max(bits, u.bits)) * reciprocal
    if n == 0 { return (Ball(1, bits: bits), factor) }
    let product = RisingFactorial.value((-x).minus(-n - 1), -n, bits: bits + 8)
    return (Ball(n % 2 == 0 ? 1 : -1, bits: bits), factor * product)
  }

  /// Γ(k + 1/2) = (2k-1)!! 2^-k sqrt π, Γ(1/2 - m) = (-2)^m sqrt π/(2m-1)!!, and factorials, while these are
  /// not much longer than the result; nil for other arguments.
  static func gammaOfHalfInteger(_ x: Ball, bits: Int) -> Ball? {
    guard let e = x.exponent, e <= 24 else { return nil }
    // The last bit of x is 2^(e - its number of bits).
    guard x.withMidpoint({ mpfr_min_prec($0) }) <= e + 1 else { return nil }
    let twice = x.scaled(by: 1).withMidpoint { mpfr_get_si($0, MPFR_RNDN) }
    let size = Double(twice.magnitude) * Double(Swift.max(e, 0) + 1) / 2
    guard size < 8 * Double(bits) else { return nil }
    if twice % 2 == 0 { return twice <= 0 ? nil : factorial(twice / 2 - 1, bits: bits) }
    let k = (twice - 1) / 2
    let m = k < 0 ? -k : k
    let odd = Integer(unsafeWriting: { __gmpz_2fac_ui($0, UInt(m == 0 ? 1 : 2 * m - 1)) })
    let root = sqrt(pi(bits: bits))
    if k >= 0 { return (root * Ball(odd, bits: bits)).scaled(by: -k) }
    let value = (root / Ball(odd, bits: bits)).scaled(by: m)
    return m % 2 == 0 ? value : -value
  }

  // MARK: Bounds

  /// (n, x - n) for the integer n next to the midpoint. While x - n is not 0 in the ball, |x - n| < 1.
  ///
  /// When n is too large for a word, n = `Int.max` stands for it at an exact point, and a ball gives nil.
  var reduced: (n: Int, u: Ball)? {
    guard isFinite, exponent ?? 0 <= 62 else { return isExact ? (Int.max, reducedFar) : nil }
    let n = withMidpoint { mpfr_get_si($0, MPFR_RNDN) }
    return (n, minus(n))
  }

  private var reducedFar: Ball {
    let n = Ball(bits: bits + 2) { z in
      // The integer itself is exact.
      withMidpoint { _ = mpfr_rint(z, $0, MPFR_RNDN) }
      return 0
    }
    return self - n
  }

  /// A lower bound of the distance from 0 and from ±1, for a ball between -1 and 1.
  var distanceToIntegers: Magnitude {
    let rest = (Ball(1, bits: 64) - .abs(coarse)).magnitudeBelow
    return magnitudeBelow <= rest ? magnitudeBelow : rest
  }

  /// x - n, exactly for an exact x when |x - n| <= max(|x|, 2).
  func minus(_ n: Int) -> Ball {
    let mid = Ball(bits: bits + 3) { z in withMidpoint { mpfr_sub_si(z, $0, n, MPFR_RNDN) } }
    return radius.isZero ? mid : Ball(center: mid, radius: radius)
  }

  /// >= |ψ| over a ball of positive numbers.
  static func digammaBound(_ x: Ball) -> Magnitude {
    let (low, high) = (x.magnitudeBelow, x.magnitude)
    if .power2(0) <= low, high <= .power2(1) { return Magnitude(37879).scaled(by: -16) }
    // 2^(e-1) <= low, high <= 2^e; log 2 < 45427/65536.
    let octaves = Swift.max(high.exponent, -low.exponent + 1, 1)
    return Magnitude.power2(0).dividedUp(by: low) + (Magnitude(octaves) * Magnitude(45427)).scaled(by: -16)
  }

  /// The minimum of Γ on x > 0, 0.8856031944108887002788159... (OEIS A030171).
  static func gammaMinimum(bits: Int) -> Ball {
    let digits = Rational(numerator: Integer(8_856_031_944_108_887), denominator: Integer(10).power(16)) ?? 1
    return Ball(center: Ball(digits, bits: bits), radius: .power2(-53))
  }

  /// The hull of the values of Γ or log Γ between the ends of a ball of positive numbers. The ends are
  /// rounded outwards, so it is they that decide whether the place of the minimum, 1.46163214496836... (OEIS
  /// A030169), lies between them.
  static func convexEnds(_ x: Ball, minimum: Ball, _ f: (Ball) -> Ball) -> Ball {
    let (low, high) = (x.lowerEdge, x.upperEdge)
    let hull = hull(f(low), f(high))
    let place = Ball(center: Ball(Rational(1_461_632_145, 1_000_000_000), bits: 64), radius: .power2(-34))
    return high.isBelow(place) || place.isBelow(low) ? hull : .hull(hull, minimum).rounded(to: x.bits)
  }
}

extension Jet where Base: SpecialAnalytic {
  /// Γ(c) exp(log Γ(c + h) - log Γ(c)).
  @inlinable public static func gamma(_ x: Jet) -> Jet {
    let value = Base.gamma(x.value)
    let count = x.taylorCount
    if count == 1 { return x.compose { _ in value } }
    let c = Base.lgammaTaylor(x.value, count: count)
    return exp(x.compose { $0 == 0 ? Base(0) : c[$0] }).scaled(by: value)
  }
}

extension Double {
  public static func gamma(_ x: Double) -> Double {
    x <= 0 && x == x.rounded() ? .nan : Foundation.tgamma(x)
  }
}
