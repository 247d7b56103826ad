import CMPFR
import VlasovEnclosures
import VlasovFunctions
import VlasovNumbers

/// Routes to the functions of real parameters: hypergeometric series by their terms, and MPFR's functions.
extension Routes {
  /// Σ_k Π (a_i)_k/Π (b_i)_k z^k/k! in balls, as long as there are no more a than b, or one more and |z| <= 7/8.
  ///
  /// For k > |b_i| each |a_i + k|/|b_i + k| <= (|a_i| + k)/(k - |b_i|), which falls with k, as do 1/(k - |b_i|)
  /// and |z|/(k + 1); an a without a b goes with the k + 1 of the factorial, (|a| + k)/(k + 1) <= max(1, that).
  /// Once their product r is below 1/2, or below 15/16, what follows a term t is at most |t| r/(1 - r).
  static func series(_ a: [Ball], _ b: [Ball], _ z: Ball) -> Ball {
    guard a.count <= b.count + 1, (z.exponent ?? 0) <= 12 else { return .indeterminate }
    let isDisc = a.count == b.count + 1
    if isDisc, !Ball.abs(z).isBelow(Ball(Rational(8, 9), bits: 64)) { return .indeterminate }
    let bits = z.bits
    let limit = isDisc ? Ball(Rational(31, 32), bits: 64) : Ball(Rational(1, 2), bits: 64)
    func size(_ x: Ball) -> Ball { Ball.abs(x).magnitudeBall.rounded(to: 64) }
    let (sa, sb, sz) = (a.map(size), b.map(size), size(z))
    var (term, sum) = (Ball(1, bits: bits), Ball(1, bits: bits))
    for k in 0..<20_000 {
      let n = Ball(k, bits: bits)
      for x in a { term *= x + n }
      for x in b { term /= x + n }
      term = term * z / (k + 1)
      sum += term
      guard term.isFinite else { return .indeterminate }
      if k % 8 != 7 { continue }
      if (term.exponent ?? Int.min) > (sum.exponent ?? 0) - bits, !term.isZero { continue }
      let next = Ball(k + 1, bits: 64)
      var ratio = sz
      for i in b.indices {
        let below = next - sb[i]
        if !below.isPositive { ratio = .indeterminate(bits: 64) }
        ratio = ratio * (i < a.count ? sa[i] + next : Ball(1, bits: 64)) / below
      }
      ratio =
        isDisc
        ? ratio * Ball.max(Ball(1, bits: 64), (sa[b.count] + next) / (next + Ball(1, bits: 64)))
        : ratio / (k + 2)
      guard ratio.isBelow(limit) else { continue }
      let rest = size(term) * ratio / (Ball(1, bits: 64) - ratio)
      return Ball(center: sum, radius: rest.magnitude)
    }
    return .indeterminate
  }

  /// The same number with more bits, for what cancels.
  private static func finer(_ x: Ball) -> Ball { x.rounded(to: x.bits + 200) }

  private static func gamma(_ x: Ball) -> Ball { .rounded(x) { mpfr_gamma($0, $1, $2) } }

  private static func power(_ x: Ball, _ y: Ball) -> Ball {
    x.withMidpoint { a in
      y.withMidpoint { b in Ball(bits: max(x.bits, y.bits)) { mpfr_pow($0, a, b, MPFR_RNDN) } }
    }
  }

  /// An exact sum or difference, kept exact by enough bits; indeterminate when that takes too many.
  private static func exactly(_ x: Ball) -> Ball { x.isExact ? x : .indeterminate(bits: x.bits) }

  static func besselCliffordOrder(_ x: [Ball], _: Int) -> Ball {
    let nu = exactly(finer(x[0]) + Ball(1, bits: x[0].bits + 200))
    guard x[0].isNonNegative, nu.isFinite else { return .indeterminate }
    return series([], [nu], finer(x[1])) / gamma(nu)
  }

  static func besselIOrder(_ x: [Ball], _ n: Int) -> Ball {
    guard x[1].isPositive else { return .indeterminate }
    let y = finer(x[1])
    return power(y.scaled(by: -1), x[0]) * besselCliffordOrder([x[0], y * y / 4], n)
  }

  static func besselIRatio(_ x: [Ball], _: Int) -> Ball {
    guard x[0].isNonNegative else { return .indeterminate }
    let (y, nu) = (finer(x[1]), finer(x[0]))
    let (b, z) = (nu + Ball(1, bits: nu.bits), y * y / 4)
    return y / 2 / b * series([], [b + Ball(1, bits: nu.bits)], z) / series([], [b], z)
  }

  /// Upwards from E_0 = e^-x/x and E_1 = -Ei(-x): n E_{n+1} = e^-x - x E_n.
  static func expIntegral(_ x: [Ball], _ n: Int) -> Ball {
    guard x[0].isPositive, n >= 0 else { return .indeterminate }
    let y = finer(x[0])
    let decay = Ball.rounded(-y) { mpfr_exp($0, $1, $2) }
    if n == 0 { return decay / y }
    var value = -Ball.rounded(-y) { mpfr_eint($0, $1, $2) }
    for k in stride(from: 1, to: n, by: 1) { value = (decay - y * value) / k }
    return value
  }

  static func hyp0f1(_ x: [Ball], _: Int) -> Ball { series([], [finer(x[0])], finer(x[1])) }
  static func hyp1f1(_ x: [Ball], _: Int) -> Ball { series([finer(x[0])], [finer(x[1])], finer(x[2])) }
  static func hyp2f1(_ x: [Ball], _: Int) -> Ball {
    series([finer(x[0]), finer(x[1])], [finer(x[2])], finer(x[3]))
  }

  /// The library's own function at more than twice the precision: the series at 1 is too slow to be summed.
  static func hyp3f2AtOne(_ x: [Ball], _: Int) -> Ball { .hyp3f2AtOne(x[0], x[1], x[2], x[3], x[4]) }

  /// I_x(a, b) = x^a (1 - x)^b/(a B(a, b)) 2F1(a + b, 1; a + 1; x), or 1 - I_{1-x}(b, a).
  static func betainc(_ x: [Ball], _: Int) -> Ball {
    guard x[0].isPositive, x[1].isPositive, x[2].isPositive else { return .indeterminate }
    let one = Ball(1, bits: x[2].bits)
    let other = exactly(one - x[2])
    guard other.isPositive else { return .indeterminate }
    let isLow = x[2].isBelow(Ball(Rational(3, 4), bits: 64))
    let (a, b, y, z) = isLow ? (x[0], x[1], x[2], other) : (x[1], x[0], other, x[2])
    let beta = beta([a, b], 0)
    let value = power(y, a) * power(z, b) / (a * beta) * series([one, a + b], [a + one], y)
    return isLow ? value : one - value
  }

  /// B(a, b) = Gamma(a) Gamma(b)/Gamma(a + b) by MPFR's log Gamma, for sizes from 2^-400 to 2^400; the exponents
  /// are what cancels. (mpfr_beta has no value, or takes very long, when an argument is huge.)
  static func beta(_ x: [Ball], _: Int) -> Ball {
    guard x[0].isPositive, x[1].isPositive, x.allSatisfy({ ($0.exponent ?? 1000).magnitude <= 400 }) else {
      return .indeterminate
    }
    let bits = x[0].bits + x[1].bits + 1000
    let (a, b) = (x[0].rounded(to: bits), x[1].rounded(to: bits))
    let sum = exactly(a + b)
    guard sum.isFinite else { return .indeterminate }
    func logGamma(_ y: Ball) -> Ball { .rounded(y) { mpfr_lngamma($0, $1, $2) } }
    return .exp(logGamma(a) + logGamma(b) - logGamma(sum))
  }

  /// sqrt(pi/2) e^(x^2/2) erfc(x/sqrt 2), the decreasing erfc at both ends of its argument.
  static func mills(_ x: [Ball], _: Int) -> Ball {
    let y = finer(x[0])
    let z = y / Ball.rounded(Ball(2, bits: y.bits)) { mpfr_sqrt($0, $1, $2) }
    let erfc = Ball.hull(
      .rounded(z.lowerEdge) { mpfr_erfc($0, $1, $2) }, .rounded(z.upperEdge) { mpfr_erfc($0, $1, $2) })
    let half = exactly((x[0].rounded(to: 2 * x[0].bits) * x[0]).scaled(by: -1))
    guard half.isFinite else { return .indeterminate }
    let root = Ball.rounded(Ball.pi(bits: y.bits).scaled(by: -1).center) { mpfr_sqrt($0, $1, $2) }
    // sqrt of the centre of pi/2 and back: the relative error of pi is below that of one unit.
    let slack = Ball(center: Ball(1, bits: y.bits), radius: .power2(1 - y.bits))
    return root * slack * .rounded(half) { mpfr_exp($0, $1, $2) } * erfc
  }

  /// By erfc at the ends of the result.
  static var inverseErfc: Truth {
    Truth.inverse(increasing: false) { bounds, x, bits in
      bounds.round(bits) { mpfr_erfc($0, x, $1) }
    }
  }

  /// By w e^w at the ends of the result, where that increases (w >= -1).
  static var lambertW: Truth {
    Truth.inverse(increasing: true) { bounds, w, bits in
      mpfr_cmp_si_2exp(w, -1, 0) < 0 ? .unknown : productWithExponential(bounds, w, bits)
    }
  }

  /// By w e^w at the ends of the result, where that decreases (w <= -1).
  static var lambertWMinus: Truth {
    Truth.inverse(increasing: false) { bounds, w, bits in
      mpfr_cmp_si_2exp(w, -1, 0) > 0 ? .unknown : productWithExponential(bounds, w, bits)
    }
  }

  /// By w + log w at the ends of the result, where w > 0.
  static var wrightOmega: Truth {
    Truth.inverse(increasing: true) { bounds, w, bits in
      guard mpfr_sgn(w) > 0 else { return .unknown }
      let x = Ball(bits: max(bits, w.pointee._mpfr_prec)) { mpfrCopy($0, w) }
      return bounds.set(x + .rounded(x) { mpfr_log($0, $1, $2) })
    }
  }

  private static func productWithExponential(_ bounds: Bounds, _ w: NumberPointer, _ bits: Int) -> Outcome {
    let x = Ball(bits: max(bits, w.pointee._mpfr_prec)) { mpfrCopy($0, w) }
    return bounds.set(x * .rounded(x) { mpfr_exp($0, $1, $2) })
  }
}
