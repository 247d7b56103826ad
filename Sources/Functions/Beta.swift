import CMPFR
import Foundation

/// The beta function B(a, b) = Γ(a) Γ(b)/Γ(a+b) for a, b > 0.
///
/// **At exact points**, a <= b: the quotient of gamma functions while b is moderate; else, with Binet's
/// function J of `StirlingSeries`, which is evaluated at large arguments only,
///
///     log(Γ(b)/Γ(a+b)) = a - a log b - (a+b-1/2) log(1 + a/b) + J(b) - J(a+b),
///
/// where nothing large cancels, however large b is; and the same for Γ(a) when a is large too, with as many
/// more bits as the exponent needs. For a, b >= 2^39, B(a, b) <= ∫ (t(1-t))^(min(a,b)-1) dt <= 4^(1-min(a,b)) is
/// below MPFR's range.
///
/// **On balls** B decreases in both, since ∂B/∂a = -B (ψ(a+b) - ψ(a)). With ψ(x) between log x - 1/x and log x,
/// and ψ' < 1/x + 1/x², the factor is at most log(1 + b/a) + 1/a and at most b (1/a + 1/a²). Thin balls:
/// the relative change is at most e^v - 1 with v the sum of these bounds times the radii; wide ones: the
/// corners.
extension Ball {
  public static func beta(_ a: Ball, _ b: Ball) -> Ball {
    let bits = Swift.max(a.bits, b.bits)
    guard a.isPositive else { return a.isFinite ? undefined("beta", a) : .indeterminate(bits: bits) }
    guard b.isPositive else { return b.isFinite ? undefined("beta", b) : .indeterminate(bits: bits) }
    if a.isExact, b.isExact { return betaAtPoint(a, b, bits: bits) }
    let change = betaSpread(a, b) + betaSpread(b, a)
    if change <= .power2(-8) {
      let value = betaAtPoint(a.center, b.center, bits: bits)
      return Ball(center: value, radius: value.magnitude * expm1Bound(change))
    }
    return .hull(
      betaAtPoint(a.upperEdge, b.upperEdge, bits: bits), betaAtPoint(a.lowerEdge, b.lowerEdge, bits: bits))
  }

  /// The radius of a times a bound of |∂ log B/∂a|.
  private static func betaSpread(_ a: Ball, _ b: Ball) -> Magnitude {
    if a.isExact { return .zero }
    let inverse = Magnitude.power2(0).dividedUp(by: a.magnitudeBelow)
    let ratio = b.magnitude * inverse
    let second = ratio + ratio * inverse
    guard let e = ratio.isFinite ? ratio.exponent : nil, e > 0 else { return a.radius * second }
    // log(1 + r) <= log 2^(e+1) <= 0.7 (e + 1) for r < 2^e.
    let first = (Magnitude(e + 1) * Magnitude(45876)).scaled(by: -16) + inverse
    return a.radius * (first <= second ? first : second)
  }

  private static func betaAtPoint(_ a: Ball, _ b: Ball, bits: Int) -> Ball {
    guard a.isFinite, b.isFinite else { return .indeterminate(bits: bits) }
    let (factor, exponent) = betaParts(a, b, bits: bits + 10)
    return (exponent.isZero ? factor : factor * exp(exponent)).rounded(to: bits)
  }

  /// B(a, b) = factor · e^exponent at exact a, b > 0, to a relative error of about 2^-bits.
  static func betaParts(_ a: Ball, _ b: Ball, bits: Int) -> (factor: Ball, exponent: Ball) {
    guard (b - a).isNonNegative else { return betaParts(b, a, bits: bits) }
    let least = StirlingSeries.leastArgument(bits: bits + 16)
    if b.exponent ?? 0 <= 24, b.estimate <= Double(2 * least) {
      let (u, v) = (a.rounded(to: Swift.max(bits, a.bits)), b.rounded(to: Swift.max(bits, b.bits)))
      return (gamma(u) * gamma(v) / gamma(u + v), Ball(0, bits: bits))
    }
    if (a.exponent ?? 0) > 40 {
      return (Ball(center: Ball(0, bits: bits), radius: .power2(-1 << 39)), Ball(0, bits: bits))
    }
    // The size of a log b.
    let size = (a.exponent ?? 0) + (Int.bitWidth - (b.exponent ?? 0).magnitude.leadingZeroBitCount) + 2
    let p = bits + Swift.max(0, size) + 8
    let (x, y) = (a.rounded(to: Swift.max(p, a.bits)), b.rounded(to: Swift.max(p, b.bits)))
    let sum = x + y
    let half = Ball(Rational(1, 2), bits: 2)
    let tail = StirlingSeries.binet(y, bits: p) - StirlingSeries.binet(sum, bits: p)
    let main = (sum - half) * log1p(x / y)
    if a.exponent ?? 0 <= 24, a.estimate <= Double(least) {
      return (gamma(x), (x - x * log(y) - main + tail).rounded(to: p))
    }
    // log Γ(a) = (a - 1/2) log a - a + log(2π)/2 + J(a)
    let rest = halfLogTwoPi(bits: p) + StirlingSeries.binet(x, bits: p) - log(x).scaled(by: -1)
    return (Ball(1, bits: bits), (x * log(x / y) - main + tail + rest).rounded(to: p))
  }
}

extension Jet where Base: SpecialAnalytic {
  /// B(a_0, b_0) exp(log Γ(a) + log Γ(b) - log Γ(a+b) without its constant term).
  @inlinable public static func beta(_ a: Jet, _ b: Jet) -> Jet {
    let value = Base.beta(a.value, b.value)
    if a.isConstant, b.isConstant { return Jet(constant: value) }
    let logarithm = lgamma(a) + lgamma(b) - lgamma(a + b)
    return exp(logarithm.replacingValue(Base(0))).scaled(by: value)
  }
}

extension Double {
  public static func beta(_ a: Double, _ b: Double) -> Double {
    guard a > 0, b > 0 else { return .nan }
    return Swift.max(a, b) < 80
      ? Foundation.tgamma(a) * (Foundation.tgamma(b) / Foundation.tgamma(a + b))
      : Foundation.exp(logBeta(a, b))
  }

  static func logBeta(_ a: Double, _ b: Double) -> Double {
    let (x, y) = (Swift.min(a, b), Swift.max(a, b))
    if y < 80 { return Foundation.log(beta(a, b)) }
    func binet(_ t: Double) -> Double {
      let w = 1 / (t * t)
      return (1.0 / 12 - w * (1.0 / 360 - w * (1.0 / 1260 - w / 1680))) / t
    }
    let main = (x + y - 0.5) * Foundation.log1p(x / y)
    let tail = binet(y) - binet(x + y)
    if x < 80 { return Foundation.lgamma(x) + (x - x * Foundation.log(y) - main + tail) }
    return x * Foundation.log(x / y) - main + tail + binet(x) + Foundation.log(2 * .pi / x) / 2
  }
}
