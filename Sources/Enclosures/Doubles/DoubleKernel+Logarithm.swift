/// The logarithm of a double.
///
/// x = 2^e f, 1 <= f < 2; j = the integer nearest to 128 f, 128 <= j <= 256; c = 128/j rounded to a multiple of
/// 2^-20 (exact for j = 128 and 256). For j >= 181 (f > 1.41) e is raised by 1 and c stands for 2 c, so that
/// log x = S + log(1 + r), S = e log 2 - log c, r = f c - 1 with |r| <= 2^-8 (c/256 + 2^-20 for j > 128, and
/// c = 1, 0 <= r <= 2^-8 for j = 128), and S = 0 exactly or |S| >= 2^-8 (1 - 2^-8) >= |r|.
///
/// **r is exact as a pair.** f = f1 + f2, f1 of 27 bits, f2 < 2^-26 a multiple of 2^-52. a = f1 c - 1 (a multiple
/// of 2^-46) and b = f2 c (one of 2^-72) are exact. r1 = RN(a + b) and r2 = a + b - r1 by the fast two-sum, which
/// is right when |a| >= |b|, and also when |a| < |b| < 2^-26, because then a + b has at most 47 bits.
/// A second part of f, of size at most 2^-53, adds its product with c to r2 (for `log1p`).
///
/// **Sum.** S = S1 + S2: S1 = e A + B is exact, A and B being log 2 and -log c rounded to multiples of 2^-42
/// (|S1| < 2^10), and S2 = e A' + B' from their remainders, below 2^-32, with errors below 2^-83.
/// S1 + r1 = s + s' exactly (fast two-sum, as |S1| >= |r1| or S1 = 0). The result is RN(s + D),
/// D = s' + (S2 + r2 - r1 r2) + P, P = -r1²/2 + r1³/3 - ... + r1⁷/7.
///
/// **Errors of D.** With |r| <= ρ: the Taylor remainder is at most ρ⁸/8 (1 + 2ρ); log(1 + r1 + r2) differs from
/// log(1 + r1) + r2 - r1 r2 by at most 1.01 ρ² |r2| + r2², |r2| <= 2^-52.9; P, below 0.51 ρ², has three relative
/// errors of u and a little; D is rounded by 0.51 u ρ² + u |s'| + 2^-83 or less.
/// - *S = 0:* s = r1 = r and s' = r2 = 0 (j = 128, or j = 256 where c = 1/2: f c - 1 has no more bits than f). All
///   is relative to ρ = |r| <= 2^-8: 2^-59 + 3.2 u 0.51 2^-8 + 0.51 u 2^-8 < 2^-58 |r|, while |log x| >= 0.99 |r|.
/// - *S ≠ 0:* with ρ = 2^-8: 2^-67 + 2^-68.9 + 2^-68.3 + 2^-69.9 + 2^-83 < 2^-66, while |log x| >= 2^-9 (the nearest
///   such arguments are 1 + 2^-8 and 1 - 2^-9).
///
/// So, with v = s + D, **|log x - v| <= 2^-56.9 |v|**, and the result is faithful by the lemma.
extension DoubleKernel {
  /// A and A' (a test recomputes them).
  @inline(__always) static var log2High: Double { 0x1.62e42fefa38p-1 }
  @inline(__always) static var log2Low: Double { 0x1.ef35793c7673p-45 }

  /// log(2^e (f + low)) for 1 <= f < 2, |low| <= 2^-53, and low = 0 where S = 0; faithful.
  @inline(__always) private static func logarithm(_ e: Int, _ f: Double, low: Double) -> Double {
    let mantissa = f.bitPattern & 0xF_FFFF_FFFF_FFFF
    let j = Int(truncatingIfNeeded: (mantissa &+ (1 << 44)) >> 45)
    let entry = 4 * j
    let k = Double(j >= 181 - 128 ? e &+ 1 : e)
    let c = reciprocals[entry]
    let f1 = Double(bitPattern: f.bitPattern & ~0x3FF_FFFF)
    let a = f1 * c - 1
    let b = (f - f1) * c
    let r1 = a + b
    let r2 = (b - (r1 - a)) + low * c
    let base = k * log2High + reciprocals[entry + 1]
    let s = base + r1
    let rest = r1 - (s - base)
    let square = r1 * r1
    let cubic = 1.0 / 3 - r1 * (0.25 - r1 * (0.2 - r1 * (1.0 / 6 - r1 * (1.0 / 7))))
    let p = square * (r1 * cubic - 0.5)
    return s + ((rest + (k * log2Low + reciprocals[entry + 2] + (r2 - r1 * r2))) + p)
  }

  /// x = 2^e f for a positive finite x.
  @inline(__always) private static func parts(_ x: Double) -> (e: Int, f: Double) {
    let bits = x.bitPattern
    if _slowPath(bits < 0x10_0000_0000_0000) {
      // Subnormal.
      let (e, f) = normalParts(x * 0x1p54)
      return (e - 54, f)
    }
    return normalParts(x)
  }

  @inline(__always) private static func normalParts(_ x: Double) -> (e: Int, f: Double) {
    let bits = x.bitPattern
    return (
      Int(truncatingIfNeeded: bits >> 52) &- 1023,
      Double(bitPattern: (bits & 0xF_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000)
    )
  }

  /// log x for 0 <= x <= ∞, faithful; -∞ at 0.
  @inline(__always) static func log(_ x: Double) -> Double {
    if _slowPath(!(x > 0 && x < .infinity)) { return x == 0 ? -.infinity : x }
    let (e, f) = parts(x)
    return logarithm(e, f, low: 0)
  }

  /// log(1 + x) for -1 <= x <= ∞, faithful.
  ///
  /// *|x| < 2^-8:* S = 0 and r = x; the same polynomial, with a result x + P. Where x² underflows the result is x,
  /// and the value is between x - x² and x.
  /// *Else* 1 + x = h + low exactly (two-sum), |low| <= ulp(h)/2; h >= 1 + 2^-8 or h <= 1 - 2^-8, so S ≠ 0. In units
  /// of 2^e, f + low' has r1 + r2 = f c - 1 + low' c, where the new terms are rounded by less than 2^-104.
  /// *x >= 2^60:* log(1 + x) - log x < 2^-60 < 2^-65 log x.
  static func log1p(_ x: Double) -> Double {
    if x.magnitude < 0x1p-8 {
      let cubic = 1.0 / 3 - x * (0.25 - x * (0.2 - x * (1.0 / 6 - x * (1.0 / 7))))
      return x + x * x * (x * cubic - 0.5)
    }
    if x >= 0x1p60 { return log(x) }
    let h = 1 + x
    if h == 0 { return -.infinity }
    let back = h - x
    let low = (1 - back) + (x - (h - back))
    let (e, f) = normalParts(h)
    return logarithm(e, f, low: low * power(-e))
  }
}
