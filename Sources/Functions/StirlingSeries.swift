import CMPFR
import Foundation

/// Binet's function J(y) = log Γ(y) - (y - 1/2) log y + y - log(2π)/2 for y > 0, by Stirling's series
/// J(y) = Σ_{k=1}^{n-1} b_k y^(1-2k) + R_n(y), b_k = B_2k/(2k (2k-1)).
///
/// **Remainder.** R_n is bounded by the first omitted term and has its sign (DLMF 5.11(ii)), and so is every
/// derivative of R_n by that derivative of the term: (-1)^(n-1) R_n is completely monotonic (Alzer, "On some
/// inequalities for the gamma and psi functions", Math. Comp. 66 (1997), theorem 8), and
/// R_n = b_n y^(1-2n) + R_{n+1} where the j-th derivatives of R_n and R_{n+1} have opposite signs.
/// In particular |J'(y)| <= 1/(12 y²) and |J''(y)| <= 1/(6 y³).
///
/// **Evaluation.** Horner's rule in w = 1/y², from the last term on, each step with the precision that its
/// weight in the sum deserves; the error of the partial sum is carried along in magnitudes.
enum StirlingSeries {
  /// The coefficients b_1, b_2, ... as balls, with their exponents.
  struct Coefficients: Sendable {
    var values: [Ball] = []
    var exponents: [Int] = []
  }

  private static let tables = Guarded<[Int: Coefficients]>([:])

  /// At least `count` coefficients of at least `bits` bits; nil when the budget is spent.
  static func coefficients(_ count: Int, bits: Int) -> Coefficients? {
    // The next of 64, 96, 128, 192, 256, ...
    let top = 1 << (Int.bitWidth - 1 - Swift.max(bits, 64).leadingZeroBitCount)
    let size = bits <= top ? top : bits <= top + top / 2 ? top + top / 2 : 2 * top
    let known = tables.withLock { $0[size] }
    if let known, known.values.count >= count { return known }
    let wanted = Swift.max(count, 16, (known?.values.count ?? 0) * 3 / 2)
    guard let numbers = Bernoulli.even(upTo: wanted) else { return nil }
    var made = known ?? Coefficients()
    for k in made.values.count..<wanted {
      let n = 2 * (k + 1)
      let b = Ball(numbers[k], bits: size) / n / (n - 1)
      made.values.append(b)
      made.exponents.append((b.exponent ?? 0))
    }
    tables.withLock { if ($0[size]?.values.count ?? 0) < wanted { $0[size] = made } }
    return made
  }

  /// How large an argument has to be for `bits` bits at a reasonable number of terms.
  static func leastArgument(bits: Int) -> Int { 3 + bits / 5 }

  /// J(y), or J'(y), to an absolute error of about 2^-bits, at a thin y > 0.
  static func binet(_ y: Ball, derivative: Bool = false, bits: Int) -> Ball {
    let low = y.magnitudeBelow
    if low.isZero { return .indeterminate(bits: bits) }
    // Over the ball: the bounds of J' and J''.
    let inverse = Magnitude.power2(0).dividedUp(by: low)
    let square = inverse * inverse
    let slope = derivative ? square * inverse * Magnitude(6).inverseUp : square * Magnitude(12).inverseUp
    let center = y.isExact ? y : y.center
    guard let value = binet(at: center, inverse, derivative, bits: bits) else {
      return .indeterminate(bits: bits)
    }
    return y.isExact ? value : Ball(center: value, radius: slope * y.radius)
  }

  /// `inverse` >= 1/y.
  private static func binet(at y: Ball, _ inverse: Magnitude, _ derivative: Bool, bits: Int) -> Ball? {
    let logY = y.logarithm2
    var count = 16
    var table = Coefficients()
    var n = 0
    // log2 |b_n y^(1-2n)|, about: the first term below 2^-bits, or the smallest one.
    search: while true {
      guard let more = coefficients(count, bits: bits) else { return nil }
      table = more
      while n < table.exponents.count {
        let size = Double(table.exponents[n]) - Double(2 * n + 1) * logY
        if size < -Double(bits) - (derivative ? 16 : 2) { break search }
        if n > 0, size > Double(table.exponents[n - 1]) - Double(2 * n - 1) * logY { break search }
        n += 1
      }
      if Budget.isExhausted { return nil }
      count = 2 * table.exponents.count
    }
    // Term n (from 0) is the first omitted one.
    var remainder = table.values[n].magnitude * inverse.power(2 * n + 1)
    if derivative { remainder = remainder * Magnitude(2 * n + 1) * inverse }
    if n == 0 { return Ball(center: Ball(0, bits: bits), radius: remainder) }
    let sum = horner(y, inverse * inverse, table, n, derivative, logY, bits: bits)
    let wide = y.rounded(to: bits)
    let value = derivative ? -(sum / (wide * wide)) : sum / wide
    return Ball(center: value, radius: remainder)
  }

  /// Σ_{k<n} b_{k+1} w^k, or Σ (2k+1) b_{k+1} w^k, w = 1/y² <= `bound`.
  private static func horner(
    _ y: Ball, _ bound: Magnitude, _ table: Coefficients, _ n: Int, _ derivative: Bool, _ logY: Double,
    bits: Int
  ) -> Ball {
    withFloats(4, bits: bits) { f in
      let (w, s, t, view) = (f, f + 1, f + 2, f + 3)
      y.withMidpoint { _ = mpfr_sqr(w, $0, MPFR_RNDN) }
      _ = mpfr_ui_div(w, 1, w, MPFR_RNDN)
      let limbs = (bits + 63) >> 6
      let limbsOfW = w.pointee._mpfr_d
      var error = Magnitude.zero
      for k in stride(from: n - 1, through: 0, by: -1) {
        // The term's weight in the sum decides its precision.
        let weight = Double(table.exponents[k]) - Double(2 * k + 1) * logY
        let p = Swift.max(32, Swift.min(bits, bits + 8 + Int(weight.rounded(.up))))
        if k < n - 1 {
          // The leading limbs of w: with its two roundings a relative error below 2^(3-p).
          let used = (p + 63) >> 6
          view.pointee = w.pointee
          view.pointee._mpfr_prec = Swift.min(64 * used, bits)
          view.pointee._mpfr_d = limbsOfW.map { $0 + (limbs - used) }
          t.pointee._mpfr_prec = p
          let size = s.bound
          _ = mpfr_mul(t, s, view, MPFR_RNDN)
          error = bound * (error + (size + error) * .power2(3 - p)) + t.bound * .power2(-p)
        }
        s.pointee._mpfr_prec = p
        let factor = derivative ? 2 * k + 1 : 1
        let b = table.values[k]
        b.withMidpoint { b in
          if derivative {
            _ = mpfr_mul_ui(s, b, UInt(factor), MPFR_RNDN)
          } else {
            _ = mpfr_set(s, b, MPFR_RNDN)
          }
        }
        error = error + b.radius * Magnitude(factor) + s.bound * .power2(-p)
        if k < n - 1 {
          _ = mpfr_add(s, s, t, MPFR_RNDN)
          error = error + s.bound * .power2(-p)
        }
      }
      return Ball(s, radius: error)
    }
  }
}

extension Magnitude {
  /// >= 1/self for an exactly represented number.
  fileprivate var inverseUp: Magnitude { Magnitude.power2(0).dividedUp(by: self) }

  /// >= self^n for n >= 0.
  func power(_ n: Int) -> Magnitude {
    var (result, square, rest) = (Magnitude.power2(0), self, n)
    while rest > 0 {
      if rest % 2 == 1 { result = result * square }
      square = square * square
      rest /= 2
    }
    return result
  }
}

extension Ball {
  /// About log2 |midpoint|, for choices only; very negative for 0.
  var logarithm2: Double {
    withMidpoint { m in
      var e = 0
      let d = mpfr_get_d_2exp(&e, m, MPFR_RNDN)
      return d == 0 || !d.isFinite ? -1e300 : Foundation.log2(Swift.abs(d)) + Double(e)
    }
  }

  private static let halfLogs = Guarded<Ball>(Ball(0, bits: 2))

  /// log(2π)/2 with `bits` bits.
  static func halfLogTwoPi(bits: Int) -> Ball {
    let known = halfLogs.withLock { $0 }
    if known.bits >= bits + 8 { return known.rounded(to: bits) }
    let made = log(pi(bits: bits + 64).scaled(by: 1)).scaled(by: -1)
    halfLogs.withLock { if $0.bits < made.bits { $0 = made } }
    return made.rounded(to: bits)
  }

  /// log Γ(y) at a thin y > 0 that is large enough for `bits` bits after the point.
  static func logGammaByStirling(_ y: Ball, bits: Int) -> Ball {
    let y = y.bits == bits ? y : y.rounded(to: bits)
    let half = Ball(Rational(1, 2), bits: 2)
    let main = (y - half) * log(y) - y
    return main + (halfLogTwoPi(bits: bits) + StirlingSeries.binet(y, bits: bits))
  }

  /// ψ(y) = log y - 1/(2y) + J'(y), as `logGammaByStirling`.
  static func digammaByStirling(_ y: Ball, bits: Int) -> Ball {
    let y = y.rounded(to: bits)
    return log(y) - Ball(1, bits: bits) / y.scaled(by: 1)
      + StirlingSeries.binet(y, derivative: true, bits: bits)
  }
}
