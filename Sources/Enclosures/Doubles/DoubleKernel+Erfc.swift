import CMPFR

/// The complementary error function of a double: erfc x = e^(-x²) E(x), E(x) = e^(x²) erfc x, for x >= 0.
///
/// E(x) = (2/√π) ∫_0^∞ e^(-u² - 2xu) du, so (-1)^n E^(n)(x)/n! = E(x) M_n with M_n the mean of (2u)^n/n! under
/// the density proportional to e^(-u² - 2xu), u > 0. That density is e^(-2xu) times the decreasing e^(-u²), and
/// e^(-u²) times the decreasing e^(-2xu): by Chebyshev's association inequality its moments are at most those of
/// e^(-2xu) and those of e^(-u²), **M_n <= min(x^-n, 1/Γ(n/2 + 1)) <= min(x^-n, 1.13)**.
///
/// **Table.** Centres m and half-widths h: sixteen intervals of width 1/16 on [0, 1), sixteen equal ones on each
/// [2^k, 2^(k+1)), k = 0, ..., 4. Then h = 1/32, or h <= m/32; so the Taylor terms at m are q_n E(m) with
/// |q_n| <= 1.13 · 32^-n, and the twelve terms up to n = 11 leave out less than 1.17 · 2^-60 E(m). The
/// coefficients are correctly rounded by MPFR.
///
/// **Rounding** (u = 2^-53). d = x - m is exact for x >= 1/16 (both are multiples of ulp(x) and |d| <= |x|), else
/// known within u/32, which costs 0.04 u. In the last step c_0 + d B, |d B| <= 0.037 E(m), d B has relative errors
/// below 3.3 u; c_0 has u and the sum at most 1.04 u. Together, relative to E(x) >= 0.963 E(m):
/// (0.04 + 0.13 + 1 + 1.04 + 0.01) u/0.963 < 2.4 u.
///
/// e^(-x²) as in `gaussian`, before its scaling: 2^n RN(H + l) within 1.04 u. The product: u. Altogether
/// **|erfc x - 2^n z| <= 4.5 u erfc x**.
extension DoubleKernel {
  private static let terms = 12
  private static let intervals = 16 + 5 * 16

  /// The centre of an interval.
  private static func center(_ i: Int) -> Double {
    if i < 16 { return (Double(i) + 0.5) / 16 }
    let (k, place) = ((i - 16) / 16, (i - 16) % 16)
    return Double(sign: .plus, exponent: k, significand: 1 + (Double(place) + 0.5) / 16)
  }

  /// c_0, ..., c_11 at m, as balls: c_1 = 2 m c_0 - 2/√π and (n + 1) c_(n+1) = 2 m c_n + 2 c_(n-1), since
  /// E' = 2x E - 2/√π. A step multiplies the errors by (2m + 2)/(n + 1) at most, all steps by less than 2^44.
  static func scaledErfcTaylor(at m: Double, bits: Int) -> [Ball] {
    let x = Ball(dyadic: m, bits: bits)
    let erfc = Ball.atCenter(x, { mpfr_erfc($0, $1, $2) }, spread: { _ in .zero })
    var c = [Ball.exp(Ball.pow(x, 2)) * erfc]
    c.append(x * c[0] * 2 - Ball(2, bits: bits) / Ball.sqrt(.pi(bits: bits)))
    for n in 1..<(terms - 1) { c.append((x * c[n] + c[n - 1]) * 2 / (n + 1)) }
    return c
  }

  /// m and the coefficients at m for each interval, in rows of 13.
  private static let scaledErfc = DoubleTable(count: intervals * (terms + 1)) { table in
    for i in 0..<intervals {
      let row = table + i * (terms + 1)
      row[0] = center(i)
      for (n, c) in scaledErfcTaylor(at: row[0], bits: 320).enumerated() {
        row[n + 1] = c.estimate
      }
    }
  }

  /// E(x) within 2.4 u, for 0 <= x < 32.
  @inline(__always) private static func scaledErfcValue(_ x: Double) -> Double {
    // From 1 on the exponent and four more bits number the intervals.
    let i =
      x < 1 ? Int(x * 16) : Int(truncatingIfNeeded: x.bitPattern >> 48) &- 0x3FF0 &+ 16
    let c = scaledErfc.row(i * (terms + 1))
    let d = x - c[0]
    let upper = c[9] + d * (c[10] + d * (c[11] + d * c[12]))
    let middle = c[5] + d * (c[6] + d * (c[7] + d * (c[8] + d * upper)))
    return c[1] + d * (c[2] + d * (c[3] + d * (c[4] + d * middle)))
  }

  /// Bounds of erfc x for x >= 0 (∞ too).
  ///
  /// RN(z - RN(6 u z)) <= z (1 - 6 u + 1.1 u) < z (1 - 4.5 u), and likewise above. For n >= -1000 the scaling is exact
  /// (z >= 0.02); below it may round, and the neighbours are taken. From 27.5 on 0 < erfc x < e^(-756) < 2^-1074.
  static func erfc(_ x: Double) -> (lower: Double, upper: Double) {
    if x >= 27.5 { return (0, .leastNonzeroMagnitude) }
    let (s, t) = square(x)
    let (n, high, low) = exponentialParts(-s, low: -t)
    let z = (high + low) * scaledErfcValue(x)
    let w = z * 0x1.8p-51
    if n >= -1000 { return ((z - w) * power(n), (z + w) * power(n)) }
    return (
      greatestOfZero(scaled((z - w) * 64, n - 6).nextDown), scaled((z + w) * 64, n - 6).nextUp
    )
  }

  @inline(__always) private static func greatestOfZero(_ x: Double) -> Double { x > 0 ? x : 0 }
}
