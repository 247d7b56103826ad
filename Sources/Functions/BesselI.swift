import CMPFR
import Foundation

/// The modified Bessel function I_ν(x) and the Bessel–Clifford function C_ν(z) = Σ z^k/(k! Γ(k+ν+1)) of real
/// order ν >= 0; x >= 0 unless ν is an integer. DLMF 10.25.2.
///
/// **At an exact x** either the power series I_ν(x) = (x/2)^ν/Γ(ν+1) 0F1(;ν+1;x²/4), whose terms are
/// positive, so that nothing is lost; or the asymptotic expansion of `BesselIAsymptotic.swift` where it needs
/// fewer terms. ν may be a ball: its radius is carried through both.
///
/// **On a ball in x > 0**, I_ν increases, and I_ν'/I_ν = I_{ν+1}/I_ν + ν/x <= 1 + ν/x: for the first
/// quotient, Soni's inequality I_{ν+1} < I_ν for ν >= -1/2, x > 0 (DLMF 10.37). So with r the radius and σ
/// the bound at the lower end, |I_ν(x)/I_ν(m) - 1| <= e^{rσ} - 1; wide balls are met at their ends.
extension Ball {
  public static func besselI(order nu: Ball, _ x: Ball) -> Ball {
    let bits = Swift.max(nu.bits, x.bits)
    guard nu.isFinite, x.isFinite else { return .indeterminate(bits: bits) }
    if let n = nu.smallInteger { return besselI(Index(n), x.rounded(to: bits)) }
    guard nu.isNonNegative else { return .undefined("Bessel function of the order", nu).rounded(to: bits) }
    guard x.isNonNegative else { return .undefined("Bessel function of real order", x).rounded(to: bits) }
    if x.isZero {
      // 0 for a positive order, 1 for the order 0.
      return nu.isPositive ? x.rounded(to: bits) : .hull(x, Ball(1, bits: bits))
    }
    let x = x.rounded(to: bits)
    return propagate(x) { value in
      let low = x.coarse.magnitudeBelow
      return value.magnitude * expm1Bound(x.radius + x.radius * nu.magnitude.dividedUp(by: low))
    } wide: {
      ends(x) { $0.isZero ? besselI(order: nu, $0) : besselIAtPoint(order: nu, $0, bits) }
    } at: {
      besselIAtPoint(order: nu, $0, bits)
    }
  }

  public static func besselClifford(order nu: Ball, _ z: Ball) -> Ball {
    let bits = Swift.max(nu.bits, z.bits)
    guard nu.isFinite, z.isFinite else { return .indeterminate(bits: bits) }
    if let n = nu.smallInteger { return besselClifford(Index(n), z.rounded(to: bits)) }
    guard nu.isNonNegative else {
      return .undefined("Bessel-Clifford function of the order", nu).rounded(to: bits)
    }
    let b = nu.rounded(to: Swift.max(bits, 64) + 64).plus(1)
    return (hyp0f1(b, z, work: bits + 8) * GammaFactor.reciprocal(b.rounded(to: bits + 64))).rounded(to: bits)
  }

  /// I_ν(x) at an exact x > 0, to `bits` bits.
  static func besselIAtPoint(order nu: Ball, _ x: Ball, _ bits: Int) -> Ball {
    let work = bits + 10
    let size = x.estimate
    if size * 2.885 > Double(work) {
      let terms = besselSeriesLength(nu.estimate, x, work)
      if let scaled = besselIScaled(order: nu, x, bits: work, most: terms) {
        let wide = x.rounded(to: Swift.max(x.bits, work))
        return (exp(wide) / sqrt(pi(bits: work) * wide.scaled(by: 1)) * scaled).rounded(to: bits)
      }
      guard terms < IntegerRatioSeries.maximumTerms else {
        return .undefined("Bessel function", x).rounded(to: bits)
      }
    }
    let integer = nu.smallInteger
    let b = integer.map { Ball($0 + 1, bits: 64) } ?? nu.rounded(to: Swift.max(work, nu.bits) + 64).plus(1)
    let z = quarterSquare(x)
    var value: Ball
    if let n = integer, n < 1 << 31, size < 16 {
      // For short sums the kernel with plain ratios has less to prepare.
      value = SeriesKernel.sum(TermRatio(over: .index(), .index(plus: n)), at: z, bits: work)
    } else {
      value = HypergeometricSeries([], over: [b, Ball(1, bits: 64)]).sum(at: z, bits: work)
    }
    if let n = integer, n <= 20 {
      if n == 0 { return value.rounded(to: bits) }
      // (x/2)^n/n!, n! a word.
      let wide = x.rounded(to: Swift.max(x.bits, work))
      var power = wide
      for bit in stride(from: Int.bitWidth - 2 - n.leadingZeroBitCount, through: 0, by: -1) {
        power *= power
        if n >> bit & 1 == 1 { power *= wide }
      }
      value *= power
      return (value / (1...n).reduce(1, &*)).scaled(by: -n).rounded(to: bits)
    }
    let half = x.rounded(to: Swift.max(x.bits, work)).scaled(by: -1)
    return (realPower(half, nu, work + 4) * GammaFactor.reciprocal(b.rounded(to: work + 16)) * value)
      .rounded(to: bits)
  }

  /// x²/4, exactly, for an exact x.
  static func quarterSquare(_ x: Ball) -> Ball {
    x.withMidpoint { m in
      Ball(bits: 2 * x.bits) { z in
        let t = mpfr_sqr(z, m, MPFR_RNDN)
        let u = mpfr_div_2ui(z, z, 2, MPFR_RNDN)
        return t == 0 ? u : t
      }
    }
  }

  /// About how many terms the power series needs.
  static func besselSeriesLength(_ n: Double, _ x: Ball, _ bits: Int) -> Int {
    let size = x.estimate
    guard size < 1e8 else { return Int.max }
    // The largest term is where k (k + ν) = x²/4; beyond, the terms fall off like a Gaussian, then faster.
    let peak = size == 0 ? 0 : size * size / (2 * ((n * n + size * size).squareRoot() + n))
    let b = Double(bits)
    var k = peak + 1
    for _ in 0..<4 {
      // log2 of t_k against the largest term is about -(k - peak) log2(k (k+ν)/(peak (peak+ν)))/1.5.
      let slope = Foundation.log2(k * (k + n + 1) / (size * size / 4 + 1e-300)) + 0.5
      k = peak + Swift.max(1, Swift.min(b / Swift.max(slope, 0.05) * 1.3, b + (2 * peak * b).squareRoot()))
    }
    return k < 1e15 ? Int(k) + 2 : Int.max
  }

  /// The value of an exact integer between 0 and 2^31.
  var smallInteger: Int? {
    guard isExact, !isNegative, (exponent ?? 0) < 32, withMidpoint({ mpfr_integer_p($0) != 0 }) else {
      return nil
    }
    return Int(estimate)
  }
}

extension Jet where Base: SpecialAnalytic {
  /// C_ν' = C_{ν+1}. A varying order has no closed form: indeterminate.
  @inlinable public static func besselClifford(order nu: Jet, _ z: Jet) -> Jet {
    guard nu.isConstant else { return indeterminate(like: nu) }
    var factorial: Base = 1
    return z.compose { k in
      if k > 1 { factorial = factorial * Base(k) }
      return Base.besselClifford(order: nu.value + Base(k), z.value) / factorial
    }
  }

  /// (x/2)^ν C_ν(x²/4); the constant term is the base's own. A varying order is indeterminate.
  @inlinable public static func besselI(order nu: Jet, _ x: Jet) -> Jet {
    guard nu.isConstant else { return indeterminate(like: nu) }
    let value = Base.besselI(order: nu.value, x.value)
    if x.isConstant { return Jet(constant: value) }
    return (pow(x / 2, nu) * besselClifford(order: nu, x * x / 4)).replacingValue(value)
  }
}

extension Double {
  public static func besselClifford(order nu: Double, _ z: Double) -> Double {
    if nu >= 0, nu < 1e6, nu == nu.rounded() { return besselClifford(Index(Int(nu)), z) }
    guard nu >= 0 else { return .nan }
    let sum = hypergeometric([], [nu + 1, 1], z)
    return nu < 170 ? sum / tgamma(nu + 1) : sum * Foundation.exp(-lgamma(nu + 1))
  }

  public static func besselI(order nu: Double, _ x: Double) -> Double {
    if nu >= 0, nu < 1e6, nu == nu.rounded() { return besselI(Index(Int(nu)), x) }
    guard nu >= 0, x >= 0 else { return .nan }
    if x == 0 { return 0 }
    if x > 40, x > 2 * nu * nu {
      var (t, sum, k) = (1.0, 1.0, 0.0)
      while Swift.abs(t) > 1e-17, k < 60 {
        k += 1
        t *= ((2 * k - 1) * (2 * k - 1) - 4 * nu * nu) / (8 * k * x)
        sum += t
      }
      return Foundation.exp(x - 0.5 * Foundation.log(2 * Double.pi * x)) * sum
    }
    return Foundation.exp(nu * Foundation.log(x / 2) - lgamma(nu + 1))
      * hypergeometric([], [nu + 1, 1], x * x / 4)
  }
}
