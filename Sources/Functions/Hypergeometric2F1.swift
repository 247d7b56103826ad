import Foundation

/// Gauss's function 2F1(a,b;c;z) for real z < 1 (and z = 1 where c > a + b), c not one of 0, -1, -2, ...
/// unless the series ends before. DLMF 15.2.1, 15.4.20.
///
/// - When a or b is 0, -1, -2, ..., the polynomial, for every z.
/// - For z < 0 Pfaff's transformation 2F1(a,b;c;z) = (1-z)^-a 2F1(a,c-b;c;z/(z-1)) (DLMF 15.8.1), whose
///   argument is in [0, 1), unless |z| <= 1/2; a and b are exchanged where that makes the series end.
/// - The series by `HypergeometricSeries`, where its terms decrease fast enough: they do like z^k.
/// - Near 1 the connection with 1 - z, in `Hypergeometric2F1Connection.swift`.
/// - At z = 1 Gauss's sum Γ(c) Γ(c-a-b)/(Γ(c-a) Γ(c-b)).
///
/// **On a ball of z** with exact parameters the thin radius is part of the sum (to first order Σ |t_k| k
/// r/|z|). For a, b, c > 0 the function increases, its derivative being (ab/c) 2F1(a+1,b+1;c+1;z) > 0
/// (positive terms for z >= 0, and by Pfaff's transformation for z < 0 when c >= b or c >= a), so wide balls
/// are met at their ends; others are left to ball arithmetic in the terms.
extension Ball {
  public static func hyp2f1(_ a: Ball, _ b: Ball, _ c: Ball, _ z: Ball) -> Ball {
    let bits = Swift.max(Swift.max(a.bits, b.bits), Swift.max(c.bits, z.bits))
    guard a.isFinite, b.isFinite, c.isFinite, z.isFinite else { return .indeterminate(bits: bits) }
    let ends = a.isNonPositiveInteger || b.isNonPositiveInteger
    if c.isNonPositiveInteger {
      let before = [a, b].contains { $0.isNonPositiveInteger && (c - $0).isNonPositive }
      if !before { return .undefined("2F1 with the parameter", c) }
    }
    let work = bits + 12
    let f = Gauss2F1(a: a, b: b, c: c, work: work)
    if ends { return f.series(z).rounded(to: bits) }
    let one = Ball(1, bits: 64)
    let gap = one - z.rounded(to: Swift.max(z.bits, 64) + 64)
    guard gap.isNonNegative else { return .undefined("2F1 outside z <= 1", z) }
    let thin =
      z.isExact || z.radius.exponent < Swift.min(z.exponent ?? Int.min / 4, gap.exponent ?? Int.min / 4) - 12
    if !thin, a.isPositive, b.isPositive, c.isPositive,
      z.isNonNegative || (c - b).isNonNegative || (c - a).isNonNegative
    {
      return hull(f.value(at: z.lowerEdge), f.value(at: z.upperEdge)).rounded(to: bits)
    }
    return f.value(at: z).rounded(to: bits)
  }
}

/// The parameters of Gauss's function, with the ways to evaluate it; all to about `work` bits.
struct Gauss2F1 {
  let a: Ball
  let b: Ball
  let c: Ball
  let work: Int

  /// At z <= 1 (the regimes are chosen by cost).
  func value(at z: Ball) -> Ball {
    if (z - Ball(1, bits: 64)).isZero { return atOne }
    if z.isNegative, z.estimate < -0.4 { return pfaff(z) }
    return positive(z)
  }

  /// For z in about (-1/2, 1): the series, or the connection.
  private func positive(_ z: Ball) -> Ball {
    let x = z.estimate
    if x <= 0.5 { return series(z) }
    let gap = Ball(1, bits: 64) - z.rounded(to: Swift.max(z.bits, 64) + 64)
    guard gap.isPositive else { return series(z) }
    return nearOne(z, gap: gap)
  }

  /// Σ (a)_k (b)_k z^k/((c)_k k!).
  func series(_ z: Ball) -> Ball {
    // The bound of the tail pairs parameters in their order: large with large.
    let upper = a.estimate < b.estimate ? [b, a] : [a, b]
    return HypergeometricSeries(upper, over: [c, Ball(1, bits: 64)]).sum(at: z, bits: work)
  }

  /// DLMF 15.8.1; z < 0.
  func pfaff(_ z: Ball) -> Ball {
    let swap = Ball.difference(c, a).isNonPositiveInteger
    let (first, second) = swap ? (b, a) : (a, b)
    let wide = z.rounded(to: Swift.max(z.bits, work) + 64)
    let base = Ball(1, bits: 64) - wide
    let rest = Gauss2F1(a: first, b: Ball.difference(c, second), c: c, work: work + 4)
    let argument = wide / (wide - Ball(1, bits: 64))
    let inner: Ball
    if rest.b.isNonPositiveInteger {
      inner = rest.series(argument)
    } else if argument.estimate <= 0.5 {
      inner = rest.series(argument)
    } else {
      // 1 - z/(z-1) = 1/(1-z), without cancellation.
      inner = rest.nearOne(argument, gap: Ball(1, bits: 64) / base)
    }
    return Ball.realPower(base, -first, work) * inner
  }

  /// For z in (1/2, 1), where 1 - z is known by itself.
  private func nearOne(_ z: Ball, gap: Ball) -> Ball {
    let (direct, connected) = costs(gap.estimate)
    if connected < direct, let value = connection(gap) { return value }
    return series(z)
  }

  /// About the microseconds that the series in z and the connection with w = 1 - z take; a choice.
  private func costs(_ w: Double) -> (direct: Double, connected: Double) {
    let bits = Double(work)
    func series(_ rate: Double, _ exact: Bool) -> Double {
      bits / rate * (exact ? 0.02 + bits * 3e-5 : 0.5 + bits * 5e-4)
    }
    let exact = a.isExact && b.isExact && c.isExact
    let rate = -Foundation.log1p(-Swift.min(w, 0.5)) * 1.4427
    let terms = length(1 - Swift.min(w, 0.5), most: bits / rate)
    // MPFR's gamma and digamma functions, but for half-integers.
    let gammas = [a, b, c].filter { GammaFactor.halfInteger($0) == nil }.count
    let gamma = 2 * Double(gammas) * (8 + 0.9 * Foundation.pow(bits / 64, 1.95))
    let s = (c - a - b).estimate
    let ball = s == s.rounded()
    let back = Swift.max(0.5, -Foundation.log2(Swift.max(w, 1e-300)))
    return (series(bits / terms, exact), 15 + gamma + (ball ? series(back, false) : 2 * series(back, exact)))
  }

  /// About how many terms of the series in z exceed 2^-work: of a large c fewer than of a geometric series.
  private func length(_ z: Double, most: Double) -> Double {
    let (p, q, r) = (a.estimate, b.estimate, c.estimate)
    guard r > 32 else { return most }
    var (term, rest, k) = (1.0, Double(work), 0.0)
    while k < Swift.min(most, 16 * Double(work)) {
      term *= Swift.abs((p + k) * (q + k) / ((r + k) * (1 + k))) * z
      k += 1
      if term < 0x1p-400 {
        if rest < 400 || term == 0 { return k }
        (term, rest) = (term * 0x1p400, rest - 400)
      }
      if rest < 400, term < Foundation.exp2(-rest) { return k }
    }
    return most
  }

  /// Gauss's sum.
  var atOne: Ball {
    let s = Ball.difference(c, a) - b
    guard s.isPositive else { return .undefined("2F1 at 1 with c - a - b", s) }
    let wide = { (x: Ball) in x.rounded(to: Swift.max(x.bits, work)) }
    return GammaFactor.gamma(wide(c)) * GammaFactor.gamma(wide(s))
      * GammaFactor.reciprocal(wide(Ball.difference(c, a)))
      * GammaFactor.reciprocal(wide(Ball.difference(c, b)))
  }
}

extension Ball {
  /// x^y for x > 0 to about `bits` bits: whole and half-integer exponents by powers and roots, others as e^(y
  /// log x).
  static func realPower(_ x: Ball, _ y: Ball, _ bits: Int) -> Ball {
    let wide = x.rounded(to: Swift.max(x.bits, bits))
    if y.isExact, let e = y.exponent, e < 30 {
      let twice = 2 * y.estimate
      if twice == twice.rounded(), (y.scaled(by: 1) - Ball(Int(twice), bits: 64)).isZero {
        let n = Int((twice / 2).rounded(.down))
        let power = pow(wide, Index(n))
        return Int(twice) % 2 == 0 ? power : power * sqrt(wide)
      }
    }
    if y.isZero { return Ball(1, bits: bits) }
    let size = Swift.abs(wide.logEstimate * y.estimate)
    let extra = 8 + (size > 1 ? Int(Swift.min(Foundation.log2(size), 1000)) : 0)
    let more = x.rounded(to: wide.bits + extra)
    return exp(y.rounded(to: Swift.max(y.bits, more.bits)) * log(more)).rounded(to: wide.bits)
  }

  /// About log |x|, also beyond the range of doubles; for choices only.
  var logEstimate: Double {
    let e = exponent ?? 0
    return Foundation.log(Swift.abs(scaled(by: -e).estimate)) + Double(e) * 0.6931471805599453
  }
}

extension Jet where Base: SpecialAnalytic {
  /// The k-th derivative is (a)_k (b)_k/(c)_k 2F1(a+k,b+k;c+k;z). A varying parameter has no closed form:
  /// indeterminate.
  @inlinable public static func hyp2f1(_ a: Jet, _ b: Jet, _ c: Jet, _ z: Jet) -> Jet {
    for p in [a, b, c] where !p.isConstant { return indeterminate(like: p) }
    var factor: Base = 1
    return z.compose { k in
      if k > 0 {
        let i = Base(k - 1)
        factor = factor * (a.value + i) * (b.value + i) / (Base(k) * (c.value + i))
      }
      return factor * Base.hyp2f1(a.value + Base(k), b.value + Base(k), c.value + Base(k), z.value)
    }
  }
}

extension Double {
  public static func hyp2f1(_ a: Double, _ b: Double, _ c: Double, _ z: Double) -> Double {
    let ends = [a, b].contains { $0 <= 0 && $0 == $0.rounded() }
    if z < -0.5, !ends { return Foundation.pow(1 - z, -a) * hyp2f1(a, c - b, c, z / (z - 1)) }
    if ends || z < 0.9 { return hypergeometric([a, b], [c, 1], z) }
    let s = c - a - b
    if z > 1 { return .nan }
    if z == 1 {
      return s > 0 ? tgamma(c) * tgamma(s) * reciprocalGamma(c - a) * reciprocalGamma(c - b) : .infinity
    }
    if Swift.abs(s - s.rounded()) < 1e-6 { return hypergeometric([a, b], [c, 1], z) }
    let w = 1 - z
    // DLMF 15.8.4
    return tgamma(c)
      * (tgamma(s) * reciprocalGamma(c - a) * reciprocalGamma(c - b) * hypergeometric([a, b], [1 - s, 1], w)
        + Foundation.pow(w, s) * tgamma(-s) * reciprocalGamma(a) * reciprocalGamma(b)
        * hypergeometric([c - a, c - b], [1 + s, 1], w))
  }

  /// 1/Γ, 0 at the poles of Γ.
  static func reciprocalGamma(_ x: Double) -> Double { x <= 0 && x == x.rounded() ? 0 : 1 / tgamma(x) }
}
