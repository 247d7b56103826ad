import CMPFR
import Foundation

/// Gauss's function near z = 1, from series in w = 1 - z.
///
/// **Generic c - a - b = s** (DLMF 15.8.4):
///
///     2F1(a,b;c;z)/Γ(c) = Γ(s)/(Γ(c-a) Γ(c-b)) 2F1(a,b;1-s;w)
///                         + w^s Γ(-s)/(Γ(a) Γ(b)) 2F1(c-a,c-b;1+s;w).
///
/// Near an integer s both terms are about 1/|s - round(s)| and cancel: as many bits are added.
///
/// **c = a + b + m exactly**, m = 0, 1, 2, ... (DLMF 15.8.10):
///
///     2F1/Γ(c) = 1/(Γ(a+m) Γ(b+m)) Σ_{k<m} (a)_k (b)_k (m-k-1)!/k! (-w)^k
///                - (-w)^m/(Γ(a) Γ(b)) Σ_{k>=0} t_k L_k,
///     t_k = (a+m)_k (b+m)_k/(k! (k+m)!) w^k,
///     L_k = log w - ψ(k+1) - ψ(k+m+1) + ψ(a+k+m) + ψ(b+k+m).
///
/// For m < 0 Euler's transformation 2F1(a,b;c;z) = w^s 2F1(c-a,c-b;c;z) (DLMF 15.8.1) leads to -m.
///
/// *Tail of the last sum.* For a+m+K, b+m+K > 0 let ρ bound |t_{k+1}/t_k| for k >= K as in
/// `HypergeometricSeries`. From log x - 1/x < ψ(x) < log x and |log((x+d)/x)| <= |d|/min(x, x+d),
/// |L_k| <= |log w| + λ for all k >= K, λ = Σ over the two pairs (|a+m-1| + 1)/min(k+1, a+k+m) + ..., and the
/// bound at K is the largest one; so the tail is at most |t_K| ρ/(1 - ρ) (|log w| + λ).
extension Gauss2F1 {
  /// The connection; nil where neither form applies, or where it would cancel too much.
  func connection(_ w: Ball) -> Ball? {
    let s = Ball.difference(c, a) - b
    if s.isExact, (s.exponent ?? 0) < 20, s.withMidpoint({ mpfr_integer_p($0) != 0 }) {
      let m = Int(s.estimate)
      if m >= 0 { return degenerate(m, w) }
      let mirror = Gauss2F1(a: Ball.difference(c, a), b: Ball.difference(c, b), c: c, work: work)
      return mirror.degenerate(-m, w).map { $0 * Ball.realPower(w, s, work) }
    }
    let nearest = Ball(Int(Swift.max(-1e9, Swift.min(1e9, s.estimate)).rounded()), bits: 64)
    let distance = s - nearest
    guard distance.isNonZero, let e = distance.exponent, e > -work else { return nil }
    return generic(s, w, extra: 8 - 2 * e)
  }

  private func generic(_ s: Ball, _ w: Ball, extra: Int) -> Ball? {
    let bits = work + Swift.max(0, extra)
    func wide(_ x: Ball) -> Ball { x.rounded(to: Swift.max(x.bits, bits)) }
    let one = Ball(1, bits: 64)
    let (ca, cb) = (Ball.difference(c, a), Ball.difference(c, b))
    let first = HypergeometricSeries([a, b], over: [one - s, one]).sum(at: w, bits: bits)
    let second = HypergeometricSeries([ca, cb], over: [one + s, one]).sum(at: w, bits: bits)
    let left =
      GammaFactor.gamma(wide(s)) * GammaFactor.reciprocal(wide(ca)) * GammaFactor.reciprocal(wide(cb))
    let right =
      GammaFactor.gamma(wide(-s)) * GammaFactor.reciprocal(wide(a)) * GammaFactor.reciprocal(wide(b))
    let value =
      GammaFactor.gamma(wide(c)) * (left * first + Ball.realPower(wide(w), s, bits) * right * second)
    return value.isFinite ? value : nil
  }

  private func degenerate(_ m: Int, _ w: Ball) -> Ball? {
    guard m < 10_000 else { return nil }
    let bits = work + 16 + m
    func wide(_ x: Ball) -> Ball { x.rounded(to: Swift.max(x.bits, bits)) }
    let (a, b, w) = (wide(self.a), wide(self.b), wide(w))
    let (am, bm) = (a.plus(m), b.plus(m))
    var value = Ball(0, bits: bits)
    if m > 0 {
      var t = Ball.factorial(m - 1, bits: bits)
      value = t
      for k in stride(from: 0, to: m - 1, by: 1) {
        t = t * a.plus(k) * b.plus(k) * -w / ((k + 1) * (m - 1 - k))
        value += t
      }
      value = value * GammaFactor.reciprocal(am) * GammaFactor.reciprocal(bm)
    }
    guard let infinite = logarithmic(m, am, bm, w, bits) else { return nil }
    let factor = GammaFactor.reciprocal(a) * GammaFactor.reciprocal(b) * Ball.pow(-w, Index(m))
    let result = GammaFactor.gamma(wide(c)) * (value - factor * infinite)
    return result.isFinite ? result : nil
  }

  /// Σ t_k L_k.
  private func logarithmic(_ m: Int, _ am: Ball, _ bm: Ball, _ w: Ball, _ bits: Int) -> Ball? {
    guard let pa = Ball.finiteDigamma(am), let pb = Ball.finiteDigamma(bm) else { return nil }
    let logarithm = Ball.log(w)
    let one = Ball(1, bits: bits)
    guard let pm = Ball.finiteDigamma(one.plus(m)), let p1 = Ball.finiteDigamma(one) else { return nil }
    var level = logarithm - p1 - pm + pa + pb
    var t = one / Ball.factorial(m, bits: bits)
    var sum = t * level
    let size = w.magnitude
    for k in 0..<(1 << 16) {
      if k % 64 == 63, Budget.isExhausted { return nil }
      let (x, y) = (am.plus(k), bm.plus(k))
      // ψ(x+1) = ψ(x) + 1/x
      level = level + (one / x + one / y) - (one / (k + 1) + one / (k + m + 1))
      t = t * x * y * w / ((k + 1) * (k + m + 1))
      let term = t * level
      guard term.isFinite else { return nil }
      sum += term
      let floor = Swift.max((sum.exponent ?? sum.radius.exponent) - bits, sum.radius.exponent - 8)
      if term.magnitude.exponent < floor, let tail = tail(after: k + 1, t, am, bm, m, logarithm, size),
        tail.exponent < floor
      {
        return Ball(center: sum, radius: tail)
      }
    }
    return nil
  }

  /// The bound of the terms beyond t_K.
  private func tail(
    after k: Int, _ t: Ball, _ am: Ball, _ bm: Ball, _ m: Int, _ logarithm: Ball, _ size: Magnitude
  ) -> Magnitude? {
    let unit = Magnitude.power2(0)
    var (rho, lambda) = (size, logarithm.magnitude)
    for (x, shift) in [(am, 0), (bm, m)] {
      // The pair ψ(x + k) - ψ(k + 1 + shift).
      let (low, plain) = (x.coarse.plus(k), Ball(k + 1 + shift, bits: 64))
      guard low.isPositive else { return nil }
      let least = low.magnitudeBelow <= plain.magnitudeBelow ? low.magnitudeBelow : plain.magnitudeBelow
      let gap = (low - plain).magnitude
      lambda = lambda + (gap + unit).dividedUp(by: least)
      rho = rho * Magnitude.max2(unit, low.magnitude.dividedUp(by: plain.magnitudeBelow))
    }
    guard rho <= .power2(-1) || rho.estimate < 0.999 else { return nil }
    let rest = Ball(1, bits: 64) - Ball(center: Ball(0, bits: 64), radius: rho)
    guard rest.isPositive else { return nil }
    return (t.magnitude * rho * lambda).dividedUp(by: rest.magnitudeBelow)
  }
}

extension Ball {
  /// ψ at an exact point that is not a pole; nil otherwise.
  fileprivate static func finiteDigamma(_ x: Ball) -> Ball? {
    guard x.isExact, !x.isNonPositiveInteger else { return nil }
    let value = digamma(x)
    return value.isFinite ? value : nil
  }
}
