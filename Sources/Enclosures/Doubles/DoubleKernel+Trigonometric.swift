/// Sine and cosine of a double of moderate size.
///
/// k = the integer nearest to x · 2/π, |k| <= 640 for |x| <= 1000; r = x - k π/2, |r| <= π/4 + 2^-40 < 0.7855.
///
/// **Reduction.** π/2 = P1 + P2 + P3 + δ: P1 a multiple of 2^-33 (34 bits), P2 one of 2^-66, |P2| <= 2^-34,
/// |P3| <= 2^-67, |δ| <= 2^-120. a = x - k P1 is exact: for k = 0 trivially; else |x| > 0.78, so x and k P1 are
/// multiples of 2^-53, and |a| < 1. b = k P2 is exact (10 + 33 bits). a - b = r1 + r2 exactly (two-sum),
/// |r2| <= 2^-54. With s = RN(r2 - RN(k P3)) (k P3 is below 2^-59), r = r1 + s within 2^-106.9; s = 0 for k = 0.
///
/// **Sine.** sin r = r1 + t, t = s (1 - r1²/2) + r1³ (-1/6 + ... + r1^14/17!): Taylor, with a remainder below
/// |r1|^19/19! < 2^-62 |r1|, and s r1⁴/24 + s² left out. The part of r1³ is at most 0.111 |sin r| and has relative errors
/// below 5.4 u: 0.6 u. The part of s has errors below 2.1 u |s|: |s| <= u |r1| + 2^-59 is below 2^-8 |r1| when
/// |r1| >= 2^-50, else below 2^-58.9, so that they are below 0.01 u |r1| or below 2^-110. The last sum is rounded: u.
///
/// **Cosine.** With z = RN(r1²), h = z/2, w = RN(1 - h): cos r = w + (((1 - w) - h) + z² (1/24 - ... - z^7/18!) - r1 s).
/// 1 - w - h is exact (fast two-sum). z is within u z, so h within 0.31 u; z² (...), below 0.016, within 0.08 u; the
/// sums within the bracket 0.03 u; the remainder is below 2^-67. Relative to cos r > 0.707: 0.6 u, and the rounding u.
///
/// Hence **both are within 1.7 u relative, plus 2^-106 when k ≠ 0** (the error of r, which counts where the sine is
/// small); products that underflow add less than 2^-1073.
extension DoubleKernel {
  /// sin(x + quarterTurns π/2) for |x| <= 1000, and the bound of its error.
  @inline(__always)
  static func sine(_ x: Double, quarterTurns: Int) -> (value: Double, error: Double) {
    let shifted = x * 0x1.45f306dc9c883p-1 + 0x1.8p52
    let k = shifted - 0x1.8p52
    let quadrant = Int(truncatingIfNeeded: shifted.bitPattern & 3) &+ quarterTurns
    let a = x - k * halfPi1
    let b = k * halfPi2
    let r1 = a - b
    let back = r1 + b
    let r2 = (a - back) - (b - (back - r1))
    let s = r2 - k * halfPi3
    let z = r1 * r1
    var value: Double
    if quadrant & 1 == 0 {
      let high = 1.0 / 6_227_020_800 + z * (-1.0 / 1_307_674_368_000 + z * (1.0 / 355_687_428_096_000))
      let middle = 1.0 / 362_880 + z * (-1.0 / 39_916_800 + z * high)
      let q = -1.0 / 6 + z * (1.0 / 120 + z * (-1.0 / 5040 + z * middle))
      value = r1 + (s * (1 - 0.5 * z) + r1 * z * q)
    } else {
      let top = -1.0 / 87_178_291_200 + z * (1.0 / 20_922_789_888_000 - z * (1.0 / 6_402_373_705_728_000))
      let middle = -1.0 / 3_628_800 + z * (1.0 / 479_001_600 + z * top)
      let q = 1.0 / 24 + z * (-1.0 / 720 + z * (1.0 / 40_320 + z * middle))
      let h = 0.5 * z
      let w = 1 - h
      value = w + (((1 - w) - h) + (z * z * q - r1 * s))
    }
    if quadrant & 2 != 0 { value = -value }
    return (value, value.magnitude * 0x1p-52 + (k == 0 ? 0x1p-1072 : 0x1p-106))
  }

  /// P1, P2 and P3 (a test recomputes them).
  @inline(__always) static var halfPi1: Double { 0x1.921fb5448p+0 }
  @inline(__always) static var halfPi2: Double { -0x1.e973dcb4p-35 }
  @inline(__always) static var halfPi3: Double { 0x1.3198a2e037073p-69 }
}
