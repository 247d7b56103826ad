import CMPFR
import Foundation

/// 1/Γ(1+u) = Σ_{k>=0} c_{k+1} u^k for |u| <= 1/2, and its derivative: the way to Γ, log Γ and ψ at moderate
/// precision and argument.
///
/// **Coefficients** (DLMF 5.7.1, 5.7.2): c_1 = 1, c_2 = γ,
/// (k-1) c_k = γ c_{k-1} - ζ(2) c_{k-2} + ζ(3) c_{k-3} - ... + (-1)^k ζ(k-1) c_1, in balls, once for each
/// precision.
///
/// **Tail.** For an integer R >= 2 and |z| = R, |1/Γ(z)| <= R! e^{πR}: if x = Re z <= 1/2 by reflection
/// |1/Γ(z)| = |Γ(1-z) sin πz|/π with |Γ(1-z)| <= Γ(1-x) <= max(Γ(1/2), R!) and |sin πz| <= e^{πR}; if x > 1/2
/// because |Γ(z)| >= Γ(x)/sqrt(cosh π Im z) (DLMF 5.6.7) and Γ(x) > 0.88. So |c_k| <= R! e^{πR} R^-k (Cauchy),
/// and Σ_{k>=K} |c_{k+1}| 2^-k <= R! e^{πR} R^(-K-1) 2^-K/(1 - 1/(2R)); with the factor k of the derivative,
/// and 1 instead of 1/2 taken for one power of u, Σ_{k>=K} k |c_{k+1}| 2^(1-k) is at most
/// 2 (K + 2) R! e^{πR} R^(-K-1) 2^-K/(1 - 1/(2R))^2.
final class ReciprocalGammaTable: Sendable {
  /// The highest precision that a table is made for.
  static let maximumBits = 2304

  /// (1/Γ(1+u) - 1)/(2|u|) as a polynomial in 2|u|, for u >= 0 and u <= 0.
  private let values: (SignedPolynomial, SignedPolynomial)
  /// The derivative of 1/Γ(1+u).
  private let slopes: (SignedPolynomial, SignedPolynomial)

  private static let tables = Guarded<[Int: ReciprocalGammaTable]>([:])

  /// The table for `bits` good bits; nil above `maximumBits`.
  static func table(bits: Int) -> ReciprocalGammaTable? {
    let step = bits + 16 <= 512 ? 64 : bits + 16 <= 1024 ? 128 : 256
    let size = (bits + 16 + step - 1) / step * step
    guard size <= maximumBits else { return nil }
    return tables.withLock { known in
      if let table = known[size] { return table }
      let table = ReciprocalGammaTable(bits: size)
      known[size] = table
      return table
    }
  }

  /// 1/Γ(1+u) - 1 = u (γ + ...), to a relative error of about 2^-bits, at an exact u with |u| <= 1/2.
  func excess(_ u: Ball, bits: Int) -> Ball {
    let sum = (u.isNegative ? values.1 : values.0).value(u, bits: bits)
    let v = u.scaled(by: 1)
    return (u.isNegative ? -v : v) * sum
  }

  /// Γ(n+u) = (u+1) ... (u+n-1) Γ(1+u) at the exact x = n + u, n >= 1, |u| <= 1/2, with `bits` bits.
  ///
  /// With ε = 2^-p the unit of the working precision p: 1/Γ(1+u) = 1 + E lies in [0.56, 1.13], and its error is
  /// that of E, plus ε for the product with 2|u|, plus 2ε for the sum, so its relative error is at most twice
  /// e = error + 3ε; each factor and product adds ε, the quotient too. All together, while n ε and e are below
  /// 1/16, the relative error is at most 2 (2n + 1) ε + 4 e.
  func gamma(_ x: Ball, _ n: Int, _ u: Ball, bits: Int) -> Ball {
    let p = bits + 12 + (Int.bitWidth - n.leadingZeroBitCount)
    return x.withMidpoint { x in
      u.withMidpoint { u in
        withFloats(3, bits: p) { f in
          let (reciprocal, product, factor) = (f, f + 1, f + 2)
          let error = (mpfr_sgn(u) < 0 ? values.1 : values.0).write(reciprocal, u)
          _ = mpfr_mul(reciprocal, reciprocal, u, MPFR_RNDN)
          _ = mpfr_mul_2si(reciprocal, reciprocal, 1, MPFR_RNDN)
          if mpfr_sgn(u) < 0 { _ = mpfr_neg(reciprocal, reciprocal, MPFR_RNDN) }
          _ = mpfr_add_ui(reciprocal, reciprocal, 1, MPFR_RNDN)
          _ = mpfr_set_ui(product, 1, MPFR_RNDN)
          for j in stride(from: 1, to: n, by: 1) {
            _ = mpfr_sub_ui(factor, x, UInt(j), MPFR_RNDN)
            if j == 1 {
              _ = mpfr_set(product, factor, MPFR_RNDN)
            } else {
              _ = mpfr_mul(product, product, factor, MPFR_RNDN)
            }
          }
          _ = mpfr_div(product, product, reciprocal, MPFR_RNDN)
          let unit = Magnitude.power2(-p)
          let relative = unit * Magnitude(4 * n + 14) + error.scaled(by: 2)
          let value = Ball(bits: bits) { mpfr_set($0, product, MPFR_RNDN) }
          return Ball(center: value, radius: product.bound * relative)
        }
      }
    }
  }

  /// (d/du) 1/Γ(1+u) at an exact u with |u| <= 1/2.
  func slope(_ u: Ball, bits: Int) -> Ball {
    (u.isNegative ? slopes.1 : slopes.0).value(u, bits: bits)
  }

  private init(bits: Int) {
    let (c, tail) = ReciprocalGammaTable.coefficients(bits: bits + 40)
    // c[k] is c_{k+1}; a power of v = 2|u| brings 2^-k, and a sign for u < 0.
    func polynomial(_ terms: [Ball], _ sign: Int) -> SignedPolynomial {
      let scaled = terms.enumerated().map { k, q in
        let s = q.scaled(by: -k)
        return sign < 0 && k % 2 == 1 ? -s : s
      }
      return SignedPolynomial(scaled, remainder: tail, limbs: bits / 64)
    }
    let value = Array(c.dropFirst())
    let slope = value.enumerated().map { k, q in q * (k + 1) }
    // (1/Γ - 1)/v = ± (1/2) Σ c_{k+2} (± v/2)^k
    let half = value.map { $0.scaled(by: -1) }
    values = (polynomial(half, 1), polynomial(half.map { -$0 }, -1))
    slopes = (polynomial(slope, 1), polynomial(slope, -1))
  }

  /// c_1, ..., c_K and a bound of the two sums above from K on.
  private static func coefficients(bits: Int) -> ([Ball], Magnitude) {
    let (count, radius) = length(bits)
    let e = Ball.exp(Ball.pi(bits: 64) * radius) * Ball.factorial(radius, bits: 64)
    let geometric = Ball.pow(Ball(1, bits: 64) - Ball(Rational(1, 2 * radius), bits: 64), Index(2))
    let power = Ball.pow(Ball(radius, bits: 64), Index(count + 1)) * geometric
    let tail = (e / power * (2 * (count + 2))).magnitude.scaled(by: -count)
    let euler = Ball(bits: bits) { mpfr_const_euler($0, MPFR_RNDN) }
    let zeta = ZetaValues.integers(upTo: count, bits: bits)
    var c = [Ball(1, bits: bits), euler]
    while c.count < count {
      let k = c.count + 1
      var sum = euler * c[k - 2]
      for j in stride(from: 2, to: k, by: 1) {
        let term = zeta[j - 2] * c[k - 1 - j]
        if j % 2 == 0 { sum -= term } else { sum += term }
      }
      c.append(sum / (k - 1))
    }
    return (c, tail)
  }

  /// The number of coefficients that makes the tail smaller than 2^-bits, and the radius that shows it; a
  /// choice, not a proof.
  private static func length(_ bits: Int) -> (count: Int, radius: Int) {
    var k = 8
    while true {
      var best = (size: Double.infinity, radius: 2)
      for r in 2...(k + 2) {
        let size =
          (Foundation.lgamma(Double(r) + 1) + .pi * Double(r) - Double(k + 1) * Foundation.log(Double(r)))
          * 1.442695 - Double(k) + Foundation.log2(Double(2 * k + 4)) + 1
        if size < best.size { best = (size, r) }
      }
      if best.size < -Double(bits) { return (k, best.radius) }
      k += 1 + k / 32
    }
  }
}

/// A polynomial Σ q_k v^k with coefficients of either sign, for many points v in [0, 1], in two's complement
/// fixed point with the unit 2^(scale - 64 limbs), one Horner sweep over words.
///
/// **Error.** With H_k = Σ_{j>=k} q_j v^(j-k), a step h_k = floor(q_k) + floor(floor(v) h_{k+1}) cuts three
/// times: the coefficient by less than one unit; v, to the limbs of h_{k+1}, by less than 2^-64l for
/// |h_{k+1}| < 2^(64l-1) units; the product by less than one unit. The error of h_{k+1} counts v <= 1 times. So
/// the sum is within 3 K units. Partial sums from the top are small, so the sweep starts with few limbs. The
/// point v = 1 is taken as 1 - 2^(-64 limbs): the change is at most Σ k |q_k| times that.
struct SignedPolynomial: Sendable {
  private let limbs: Int
  private let widths: [Int]
  private let words: [UInt]
  private let scale: Int
  private let slack: Magnitude

  init(_ coefficients: [Ball], remainder: Magnitude, limbs: Int) {
    var total = Magnitude.zero
    var weighted = Magnitude.zero
    var above: [Magnitude] = []
    var radii = remainder
    for (k, q) in coefficients.enumerated().reversed() {
      total = total + q.magnitude
      weighted = weighted + q.magnitude * Magnitude(k)
      above.append(total)
      radii = radii + q.radius
    }
    above.reverse()
    // One bit for the sign.
    let scale = total.exponent + 1
    // Coefficients below a unit are left out.
    var kept = coefficients.count
    while kept > 1, above[kept - 1].exponent < scale - 64 * limbs { kept -= 1 }
    if kept < coefficients.count { radii = radii + above[kept] }
    var (widths, words) = ([Int](), [UInt]())
    for k in 0..<kept {
      let width = Swift.max(1, Swift.min(limbs, (64 * limbs + above[k].exponent + 2 - scale + 63) >> 6))
      widths.append(width)
      words.append(contentsOf: SignedPolynomial.fixed(coefficients[k], unit: scale - 64 * limbs, width))
    }
    (self.limbs, self.scale, self.widths, self.words) = (limbs, scale, widths, words)
    slack = radii + (Magnitude(4 * kept + 4) + weighted.scaled(by: 1 - scale)).scaled(by: scale - 64 * limbs)
  }

  /// The floor of the midpoint over 2^unit, in two's complement.
  private static func fixed(_ q: Ball, unit: Int, _ width: Int) -> [UInt] {
    let integer = q.withMidpoint { m in
      Integer(unsafeWriting: { z in
        var scaled = __mpfr_struct()
        mpfr_init2(&scaled, mpfr_get_prec(m))
        _ = mpfr_mul_2si(&scaled, m, -unit, MPFR_RNDN)
        _ = mpfr_get_z(z, &scaled, MPFR_RNDD)
        mpfr_clear(&scaled)
      })
    }
    let positive = integer.signum < 0 ? integer + (Integer(1) << (64 * width)) : integer
    return positive.withPointer { z in (0..<width).map { UInt(__gmpz_getlimbn(z, $0)) } }
  }

  /// The value at v = 2|u| for an exact u, |u| <= 1/2, as a ball of `bits` bits.
  func value(_ u: Ball, bits: Int) -> Ball {
    u.withMidpoint { u in
      withFloats(1, bits: bits) { f in
        let error = write(f, u)
        return Ball(f, radius: error)
      }
    }
  }

  /// Writes the value at v = 2|u|, rounded to the precision of `result`; a bound of its error.
  func write(_ result: FloatPointer, _ u: UnsafePointer<__mpfr_struct>) -> Magnitude {
    withUnsafeTemporaryAllocation(of: UInt.self, capacity: 4 * limbs + 1) { memory in
      guard let h = memory.baseAddress else { return .infinity }
      let (v, product) = (h + limbs, h + 2 * limbs)
      setFixed(v, u)
      sweep(h, v, product)
      let negative = h[limbs - 1] >> 63 != 0
      if negative { _ = __gmpn_neg(h, h, limbs) }
      var size = limbs
      while size > 0, h[size - 1] == 0 { size -= 1 }
      var view = __mpz_struct()
      view._mp_alloc = Int32(limbs)
      view._mp_size = Int32(negative ? -size : size)
      view._mp_d = h
      _ = mpfr_set_z_2exp(result, &view, scale - 64 * limbs, MPFR_RNDN)
      return slack + result.bound.scaled(by: -result.pointee._mpfr_prec)
    }
  }

  /// floor(2|u| 2^(64 limbs)), at most all ones.
  private func setFixed(_ v: UnsafeMutablePointer<UInt>, _ u: UnsafePointer<__mpfr_struct>) {
    v.update(repeating: 0, count: limbs)
    if mpfr_zero_p(u) != 0 { return }
    let e = u.pointee._mpfr_exp + 1
    if e > 0 {
      v.update(repeating: .max, count: limbs)
      return
    }
    let size = (u.pointee._mpfr_prec + 63) >> 6
    guard let source = u.pointee._mpfr_d, -e < 64 * limbs else { return }
    // Limb i of the result has the bits of the mantissa from 64 (i - limbs + size) + e on, downwards.
    let (skip, shift) = (-e >> 6, UInt(-e & 63))
    for i in 0..<limbs {
      let j = i + size - limbs + skip
      let low = j >= 0 && j < size ? source[j] >> shift : 0
      let high = shift > 0 && j + 1 >= 0 && j + 1 < size ? source[j + 1] << (64 - shift) : 0
      v[i] = low | high
    }
  }

  /// h <- H_0, sign-extended to all limbs.
  private func sweep(
    _ h: UnsafeMutablePointer<UInt>, _ v: UnsafeMutablePointer<UInt>, _ p: UnsafeMutablePointer<UInt>
  ) {
    words.withUnsafeBufferPointer { words in
      widths.withUnsafeBufferPointer { widths in
        guard var q = words.baseAddress.map({ $0 + words.count }) else { return }
        var k = widths.count - 1
        var l = widths[k]
        q -= l
        h.update(from: q, count: l)
        while k > 0 {
          k -= 1
          let width = widths[k]
          q -= width
          let top = v + (limbs - l)
          if l == 1, width == 1 {
            h[0] = q[0] &+ SignedPolynomial.signedHigh(h[0], top[0])
            continue
          }
          if l == 2, width == 2 {
            SignedPolynomial.step2(h, top, q)
            continue
          }
          let negative = h[l - 1] >> 63 != 0
          __gmpn_mul_n(p, h, top, l)
          if negative { _ = __gmpn_sub_n(p + l, p + l, top, l) }
          let fill: UInt = p[2 * l - 1] >> 63 != 0 ? .max : 0
          // The product is sign-extended to the new width; the last carry leaves the two's complement.
          for i in l..<Swift.max(width, l) { p[l + i] = fill }
          _ = __gmpn_add_n(h, p + l, q, width)
          l = width
        }
        let fill: UInt = h[l - 1] >> 63 != 0 ? .max : 0
        for i in l..<Swift.max(limbs, l) { h[i] = fill }
      }
    }
  }

  /// floor(h t/2^64) for a signed h and an unsigned t.
  @inline(__always)
  private static func signedHigh(_ h: UInt, _ t: UInt) -> UInt {
    h.multipliedFullWidth(by: t).high &- (t & UInt(bitPattern: Int(bitPattern: h) >> 63))
  }

  /// h <- q + floor(h t/2^128) for two words each.
  @inline(__always)
  private static func step2(
    _ h: UnsafeMutablePointer<UInt>, _ t: UnsafeMutablePointer<UInt>, _ q: UnsafePointer<UInt>
  ) {
    let (h0, h1, t0, t1) = (h[0], h[1], t[0], t[1])
    func wide(_ x: UInt, _ y: UInt) -> UInt128 {
      let p = x.multipliedFullWidth(by: y)
      return UInt128(p.high) << 64 | UInt128(p.low)
    }
    let (b, c) = (wide(h1, t0), wide(h0, t1))
    let middle =
      UInt128(h0.multipliedFullWidth(by: t0).high) + UInt128(UInt(truncatingIfNeeded: b))
      + UInt128(UInt(truncatingIfNeeded: c))
    var high = wide(h1, t1) &+ (b >> 64) &+ (c >> 64) &+ (middle >> 64)
    if h1 >> 63 != 0 { high = high &- (UInt128(t1) << 64 | UInt128(t0)) }
    high = high &+ (UInt128(q[1]) << 64 | UInt128(q[0]))
    h[0] = UInt(truncatingIfNeeded: high)
    h[1] = UInt(truncatingIfNeeded: high >> 64)
  }
}
