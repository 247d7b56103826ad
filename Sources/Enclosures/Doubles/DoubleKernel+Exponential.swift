/// The exponential function of a double.
///
/// Let L = (log 2)/128, k = the integer nearest to x/L, k = 128 n + j with 0 <= j < 128, T = 2^(j/128):
/// e^x = 2^n T e^r with r = x - k L, |r| <= (1/2 + 2^-34) L < 2^-8.5 (the product x · (1/L) has a relative error
/// below 2^-52 and |k| < 2^18; adding 3 · 2^51 rounds it to an integer).
///
/// **Reduction.** L = L1 + L2 + δ with L1 a multiple of 2^-42 (35 bits), L2 = RN(L - L1), |L2| <= 2^-43,
/// |δ| <= 2^-97. k L1 is exact (18 + 35 bits). x - k L1 is exact: for k = 0 trivially; else |x| >= 2^-9, so x and
/// k L1 are multiples of 2^-61, and their difference is below 2^-8.4. The argument's second part `low`,
/// |low| <= 2^-42, and k L2 < 2^-25 come in with errors below 2^-78 each; |k δ| < 2^-79. Rounding r: 2^-62. So r
/// is known within 2^-61.99.
///
/// **Polynomial.** e^r - 1 = r + r²/2 + ... + r⁵/120 + R with |R| <= |r|⁶/720 (1 + |r|) < 2^-60.48 (Taylor).
/// In doubles: r² (1/2 + ...) is below 2^-17.9 and has three relative errors of u, so less than 2^-69; the last
/// sum is below 2^-8 and is rounded by 2^-62. So P is within 2^-61.98 of the polynomial.
///
/// **Table.** T = H + E with H = RN(T), E = RN(T - H), |E| <= 2^-53. The result is
/// H + l, l = RN(E + RN(H P)), where both roundings are at most 2^-61 (H P and l are below 2^-7), and E P, left
/// out, is below 2^-61.4.
///
/// Relative to T e^r >= 0.997 T the errors add up to less than
/// 1.01 (2^-60.48 + 2^-61.99 + 2^-61.98 + 2 · 2^-61 + 2^-61.4) < 2^-58.5. Hence, with v = H + l,
/// **|e^x - 2^n v| <= 2^-58 e^x**.
extension DoubleKernel {
  @inline(__always) private static var perLog2: Double { 0x1.71547652b82fep+7 }  // 128/log 2
  @inline(__always) private static var shift: Double { 0x1.8p52 }

  /// L1 and L2 (a test recomputes them).
  @inline(__always) static var stepHigh: Double { 0x1.62e42fefcp-8 }
  @inline(__always) static var stepLow: Double { -0x1.c610ca86c3899p-44 }

  /// n, H and l for e^(x + low), |x| < 800, |low| <= 2^-42.
  @inline(__always)
  static func exponentialParts(_ x: Double, low: Double) -> (n: Int, high: Double, low: Double) {
    let shifted = x * perLog2 + shift
    let k = shifted - shift
    // The low bits of the double 3 · 2^51 + k are those of k.
    let integer = Int(Int32(truncatingIfNeeded: Int64(bitPattern: shifted.bitPattern)))
    let r = (x - k * stepHigh) - (k * stepLow - low)
    let q = 0.5 + r * (1.0 / 6 + r * (1.0 / 24 + r * (1.0 / 120)))
    let p = r + r * r * q
    let entry = 2 * (integer & 127)
    let high = powersOfTwo[entry]
    return (integer >> 7, high, powersOfTwo[entry + 1] + high * p)
  }

  /// y 2^n, rounded once at most: exact when the result is normal. For |n| <= 1200 and
  /// y in [0.5, 4], up to 256 for n < 0.
  @inline(__always) static func scaled(_ y: Double, _ n: Int) -> Double {
    if _fastPath(n >= -1020 && n <= 1021) { return y * power(n) }
    // The first factor keeps y normal; the second rounds.
    return n > 0 ? (y * power(n - 200)) * power(200) : (y * power(n + 200)) * power(-200)
  }

  /// 2^n for a normal power.
  @inline(__always) static func power(_ n: Int) -> Double {
    Double(bitPattern: UInt64(bitPattern: Int64(n &+ 1023)) &<< 52)
  }

  /// e^x, faithful; x may be infinite, not NaN.
  ///
  /// RN(H + l) is faithful by the lemma, and 2^n times it where the result is normal. A subnormal result is
  /// rounded once more, by at most 2^-1075, while the first error is below 0.54 ulp, which is then at most
  /// 0.54 · 2^-1075: together less than the 2^-1074 to a neighbour. At an overflow in the last factor
  /// e^x > (1 - 2^-53) 2^1024, the largest double. Beyond 710, e^x > 2^1024; below -746, 0 < e^x < 2^-1076.
  @inline(__always) static func exp(_ x: Double) -> Double {
    if _slowPath(x.magnitude > 708) {
      if x > 710 { return .infinity }
      if x < -746 { return 0 }
    }
    let (n, high, low) = exponentialParts(x, low: 0)
    return scaled(high + low, n)
  }

  /// x² = s + t up to 2^-100 x² + 2^-1072 (for products that underflow): s = RN(x²), and t the rounding error,
  /// from the products of the upper 26 bits a and the lower 27 bits b of x.
  ///
  /// a² and 2 a b are exact; so is a² - s, since a² <= x² <= a² (1 + 2^-24) (Sterbenz), and its sum with 2 a b:
  /// with x < 2^(e+1), both are multiples of 2^(2e-76) and the sum, x² - s - b², is below 2^(2e-48). b² and the
  /// last sum are rounded by less than 2^(2e-101).
  @inline(__always) static func square(_ x: Double) -> (s: Double, t: Double) {
    let a = Double(bitPattern: x.bitPattern & ~0x7FF_FFFF)
    let b = x - a
    let s = x * x
    return (s, ((a * a - s) + 2 * (a * b)) + b * b)
  }

  /// e^(-x²/2), faithful.
  ///
  /// x²/2 = s/2 + t/2 with |t/2| < 2^-43 while s/2 <= 746; the error of t moves the exponent by less than 2^-89.
  @inline(__always) static func gaussian(_ x: Double) -> Double {
    let (s, t) = square(x)
    if s > 1492 { return 0 }
    let (n, high, low) = exponentialParts(-0.5 * s, low: -0.5 * t)
    return scaled(high + low, n)
  }

  /// e^x - 1, faithful.
  ///
  /// *|x| <= 0.2:* x + t with t = x² (1/2 + x Q(x)), the Taylor polynomial of degree 13. The remainder is below
  /// 0.2^14/14! (1.02) < 2^-60 |e^x - 1|. The factor 1/2 + x Q is within [0.46, 0.54], has a relative error below
  /// 1.3 u, so t one below 3.4 u; |t| <= 0.104 |e^x - 1|. Total 0.36 u: the lemma applies. When x² underflows,
  /// t is 0 or -below ulp(x)/4 as it should be, and the result is x = RN(x + t).
  ///
  /// *0.2 < |x| <= 40:* 2^n H - 1 = a + b exactly (two-sum), and the result is RN(a + RN(b + 2^n l)). The error of
  /// e^x, 2^-58 e^x, is below 2^-55.5 |e^x - 1| (e^x <= 5.6 |e^x - 1|); |2^n l| < 2^(n-7) and |b| <= u max(2^(n+1), 1),
  /// so their sum is rounded by less than 2^(n-60) + 2^-105, which is below 2^-57 |e^x - 1|. Total 0.24 u.
  ///
  /// *x > 40:* e^x is as good: 1 <= 2^-57.7 e^x, which adds to 2^-58 and stays below 0.45 u.
  /// *x < -40:* the value is between -1 and succ(-1) = -1 + 2^-53.
  static func expm1(_ x: Double) -> Double {
    if x.magnitude <= 0.2 {
      let high =
        1.0 / 362880 + x * (1.0 / 3_628_800 + x * (1.0 / 39_916_800 + x * (inverse12 + x * inverse13)))
      let middle = 1.0 / 720 + x * (1.0 / 5040 + x * (1.0 / 40320 + x * high))
      let q = 1.0 / 6 + x * (1.0 / 24 + x * (1.0 / 120 + x * middle))
      return x + x * x * (0.5 + x * q)
    }
    if x > 40 { return exp(x) }
    if x < -40 { return -1 }
    let (n, high, low) = exponentialParts(x, low: 0)
    let scale = power(n)
    let h = scale * high
    let a = h - 1
    let back = a + 1
    let b = (h - back) + ((back - a) - 1)
    return a + (b + scale * low)
  }

  @inline(__always) private static var inverse12: Double { 1 / 479_001_600 }
  @inline(__always) private static var inverse13: Double { 1 / 6_227_020_800 }
}
