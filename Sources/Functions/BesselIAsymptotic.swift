import CMPFR
import Foundation

/// I_ν(x) for large x from its asymptotic expansion, with a proved bound.
///
/// With a_k(ν) = Π_{j<=k} (4ν² - (2j-1)²)/(8^k k!), put z = x e^{πi} in
/// K_ν(z) = (π/2z)^{1/2} e^-z (Σ_{k<l} a_k/z^k + R_l), |R_l| <= 2 |a_l| V_l e^{|ν² - 1/4| V_1} (DLMF
/// 10.40.10), where on |ph z| = π the variations are V_l <= χ(l)/x^l, χ(l) = sqrt π Γ(l/2+1)/Γ(l/2+1/2), χ(1)
/// = π/2 (10.40.11, 9.7.16), and in K_ν(x e^{πi}) = e^{-νπi} K_ν(x) - πi I_ν(x) (10.34.2). The real part is
///
///     I_ν(x) = e^x/sqrt(2πx) (Σ_{k<l} (-1)^k a_k/x^k + Re R_l) - sin(νπ) K_ν(x)/π.
///
/// Gautschi's inequality gives χ(l) <= sqrt(π (l/2 + 1)) <= l/2 + 2. The same bound on the positive axis, V_1
/// <= 1/x, gives K_ν(x) <= (π/2x)^{1/2} e^-x (1 + |4ν² - 1|/(4x) e^{|ν² - 1/4|/x}). So the error of the sum,
/// in units of e^x/sqrt(2πx), is at most
///
///     |a_l|/x^l (l + 4) e^{π |ν² - 1/4|/(2x)} + e^{-2x} (1 + |4ν² - 1|/(4x) e^{|ν² - 1/4|/x}).
///
/// The sum is Σ (1/2-ν)_k (1/2+ν)_k/k! (1/2x)^k; it is about e^{-ν²/2x}, and the bits that cancel are added.
extension Ball {
  /// I_ν(x) e^-x sqrt(2πx) to about `bits` bits at an exact x > 0; nil where the expansion does not reach
  /// that.
  ///
  /// - Parameter most: the number of terms from which on the caller prefers another way.
  static func besselIScaled(order nu: Ball, _ x: Ball, bits: Int, most: Int) -> Ball? {
    guard x.isPositive, let (terms, lost) = besselIScaledLength(nu.estimate, x, bits, most) else {
      return nil
    }
    let half = Ball(Rational(1, 2), bits: 64)
    let fine = bits + 2 * lost + 32 + 2 * (Int.bitWidth - terms.leadingZeroBitCount)
    let z = Ball(1, bits: 64) / x.rounded(to: Swift.max(x.bits, fine)).scaled(by: 1)
    let wide = nu.rounded(to: nu.bits + 64)
    let series = HypergeometricSeries([half - wide, half + wide], over: [Ball(1, bits: 64)])
    guard let (sum, next) = series.partialSum(at: z, terms: terms, bits: bits, expected: -lost) else {
      return nil
    }
    let (n, y) = (nu.coarse, x.coarse)
    let b = abs(n * n - Ball(Rational(1, 4), bits: 64)) / y
    let grow = exp(b * pi(bits: 64) / 2).magnitude
    let second = (exp(-(y + y)) * (Ball(1, bits: 64) + b * exp(b))).magnitude
    return Ball(center: sum, radius: next * Magnitude(terms + 4) * grow + second)
  }

  /// How many terms the expansion needs, and about how many bits of its sum cancel.
  private static func besselIScaledLength(
    _ n: Double, _ x: Ball, _ bits: Int, _ most: Int
  ) -> (terms: Int, lost: Int)? {
    let size = x.estimate
    let excess = Swift.abs(n * n - 0.25) / (2 * size) * 1.4427
    let goal = Double(bits) + excess + 4
    guard excess < 1e5, 2.885 * size > goal + 3.2 * excess else { return nil }
    if size > 0x1p1000 { return (2, Int(excess) + 1) }
    var (level, rest, k) = (1.0, goal + 3.15 * excess, 0.0)
    while true {
      k += 1
      let ratio = Swift.abs((2 * k - 1) * (2 * k - 1) - 4 * n * n) / (8 * k * size)
      if Int(k) >= most || ratio > 0.95 && k > n { return nil }
      level *= ratio
      if level < 0x1p-300 {
        if level == 0 { break }
        level *= 0x1p300
        rest -= 300
      } else if level > 0x1p300 {
        level *= 0x1p-300
        rest += 300
      }
      if rest < 900, level * (k + 4) < Foundation.exp2(-rest) { break }
    }
    return (Int(k), Int(excess) + 1)
  }
}
