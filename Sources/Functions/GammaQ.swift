import Foundation

/// Q(k, y) = Γ(k, y)/Γ(k) = e^-y Σ_{0<=j<k} y^j/j! for an integer k >= 1: the regularised upper incomplete
/// gamma function, here an entire function of y. DLMF 8.4.11.
///
/// **At an exact point** the finite sum is hypergeometric with the term ratio y/j; for y >= 0 its terms are
/// positive and nothing cancels, for y < 0 the kernel adds the bits that are lost.
///
/// **On a ball**, Q' = -e^-y y^(k-1)/(k-1)!. So Q decreases for y >= 0, and everywhere when k is odd; when k is
/// even it increases for y <= 0 and has its maximum 1 at y = 0. Thin balls use the mean value bound with the
/// derivative enclosed over the ball, others the ends (and 1, when k is even and 0 lies inside).
extension Ball {
  public static func gammaQ(_ k: Index, _ y: Ball) -> Ball {
    guard let k = k.value, y.isFinite else { return .indeterminate(bits: y.bits) }
    guard k >= 1 else {
      FailureLog.current?.record("incomplete gamma function of order \(k)")
      return .indeterminate(bits: y.bits)
    }
    return propagate(y) { _ in
      let z = y.coarse
      return y.radius * (exp(-z) * pow(z, Index(k - 1)) / factorial(k - 1, bits: 64)).magnitude
    } wide: {
      let hull = ends(y) { gammaQ(k, at: $0) }
      return k % 2 == 0 && y.containsZero ? .hull(hull, Ball(1, bits: y.bits)) : hull
    } at: {
      gammaQ(k, at: $0)
    }
  }

  private static func gammaQ(_ k: Int, at y: Ball) -> Ball {
    if y.isZero { return Ball(1, bits: y.bits) }
    let bits = y.bits + 8
    // For y < 0 the sum is e^y Q: about e^y while k exceeds |y|.
    let small = y.isNegative ? Int(Swift.max(y.estimate * 1.4427, -0x1p30)) : 0
    let sum = SeriesKernel.sum(
      TermRatio(over: .index()), at: y, limit: k, bits: bits,
      expected: Double(k) > -y.estimate ? small : 0)
    return (exp(-y.rounded(to: bits)) * sum).rounded(to: y.bits)
  }
}

extension Jet where Base: SpecialAnalytic {
  /// Q' = -e^-y y^(k-1)/(k-1)!.
  @inlinable public static func gammaQ(_ k: Index, _ y: Jet) -> Jet {
    y.chain(value: Base.gammaQ(k, y.value)) { -(exp(-$0) * pow($0, k - 1) / factorial(k - 1)) }
  }
}

extension Double {
  public static func gammaQ(_ k: Index, _ y: Double) -> Double {
    guard let k = k.value, k >= 1, !y.isNaN else { return .nan }
    if y.isInfinite { return y > 0 ? 0 : k % 2 == 1 ? .infinity : -.infinity }
    // For |y| <= 700 nothing overflows; beyond, the sum starts from the largest term.
    if y <= 700, y >= -700 {
      var (t, sum) = (1.0, 1.0)
      var j = 1.0
      while j < Double(k), Swift.abs(t) > sum.magnitude * 1e-18 || j < Swift.abs(y) {
        t *= y / j
        sum += t
        j += 1
      }
      return Foundation.exp(-y) * sum
    }
    if y < 0 { return gammaQBelow(k, y) }
    // Beyond, the number of terms and the rounding of the largest one are out of hand.
    if y > 1e12 { return Double(k) < y / 2 ? 0 : .nan }
    let top = Swift.min(Double(k - 1), y.rounded(.down))
    let largest = Foundation.exp(top * Foundation.log(y) - y - Foundation.lgamma(top + 1))
    var (t, sum, j) = (1.0, 1.0, top)
    while j > 0, t > 1e-18 {
      t *= j / y
      sum += t
      j -= 1
    }
    (t, j) = (1, top + 1)
    while j < Double(k), t > 1e-18 {
      t *= y / j
      sum += t
      j += 1
    }
    return largest * sum
  }

  /// For y < -700: the sum from its last terms, which are the largest when k is below |y|; else an overflow
  /// or a cancellation beyond doubles.
  private static func gammaQBelow(_ k: Int, _ y: Double) -> Double {
    guard Double(k) < -y else { return .nan }
    var (t, sum, j) = (1.0, 1.0, Double(k - 1))
    while j > 0, Swift.abs(t) > 1e-18 {
      t *= j / y
      sum += t
      j -= 1
    }
    let top = Double(k - 1)
    let size = Foundation.exp(top * Foundation.log(-y) - y - Foundation.lgamma(top + 1))
    return (k % 2 == 1 ? size : -size) * sum
  }
}
