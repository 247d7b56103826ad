import CMPFR
import Foundation

/// 3F2(a1,a2,a3;b1,b2;1) for real parameters with s = b1 + b2 - a1 - a2 - a3 > 0, where the series converges
/// (DLMF 16.2(iii)); b1, b2 not 0, -1, -2, ... unless the series ends before.
///
/// The terms t_k fall like k^(-s-1), too slowly to be added up. **Tail from an expansion.** With u = 1/k the
/// term ratio is t_{k+1}/t_k = A(u)/B(u), A = (1+a1 u)(1+a2 u)(1+a3 u), B = (1+u)(1+b1 u)(1+b2 u). Take
/// R(k) = Σ_{i<=M} c_i k^(1-i) and its defect E(k) = R(k) - 1 - R(k+1) A/B. Summing t_k (R(k) - R(k+1) A/B)
/// telescopes, t_k R(k) tends to 0 because s > 0, and so
///
///     Σ_{k>=N} t_k = t_N R(N) - Σ_{k>=N} t_k E(k).
///
/// u B E is the function G(u) = B (Σ c_i u^i - u) - A Σ c_i u^i (1+u)^(1-i), whose coefficient of u^n holds
/// c_{n-1} with the factor s + n - 1 and c_n not at all: so the real numbers c_0 = 1/s, c_1, ..., c_M can be
/// chosen, one after the other, to make all coefficients up to u^{M+1} vanish. The balls computed for them
/// enclose these numbers, for whatever parameters lie in the given balls.
///
/// *Bound of the defect.* For u > 0 the Taylor polynomial of (1+u)^(1-i), i >= 2, is off by at most its next
/// term. Cut off before u^{M+2}, the sums over i leave at most W u^{M+2}, W = Σ_i |c_i| (M over M+2-i). The
/// products of the polynomials with A and B have three more coefficients. So for k >= N, with g their sizes
/// at u = 1/N, |E(k)| <= N^(-M-1) (g_{M+2} + g_{M+3}/N + g_{M+4}/N² + A(1/N)^+ W)/B^-, A^+ and B^- bounds on
/// [0, 1/N]: call it ε. If N is so large that all a_i + k and b_j + k are positive for k >= N, the terms have
/// one sign, hence τ = |Σ_{k>=N} t_k| <= |t_N R(N)| + ε τ, and the error is at most ε τ <= ε |t_N R(N)|/(1 -
/// ε).
///
/// The coefficients grow like i!/(2π)^i, which N, about a third of the precision, makes up for.
extension Ball {
  public static func hyp3f2AtOne(_ a1: Ball, _ a2: Ball, _ a3: Ball, _ b1: Ball, _ b2: Ball) -> Ball {
    let (upper, lower) = ([a1, a2, a3], [b1, b2])
    let bits = (upper + lower).map(\.bits).max() ?? 64
    guard (upper + lower).allSatisfy(\.isFinite) else { return .indeterminate(bits: bits) }
    let ending = upper.filter(\.isNonPositiveInteger)
    for b in lower where b.isNonPositiveInteger {
      if !ending.contains(where: { (b - $0).isNonPositive }) {
        return .undefined("3F2 with the parameter", b)
      }
    }
    if !ending.isEmpty {
      return HypergeometricSeries(upper, over: lower + [Ball(1, bits: 64)])
        .sum(at: Ball(1, bits: 64), bits: bits + 8).rounded(to: bits)
    }
    let work = bits + 24
    let (a, b) = (upper.map { $0.rounded(to: work + 64) }, lower.map { $0.rounded(to: work + 64) })
    let s = b[0] + b[1] - a[0] - a[1] - a[2]
    guard s.isPositive else { return .undefined("3F2 at 1 with s", s).rounded(to: bits) }
    let largest = (upper + lower).map { Swift.abs($0.estimate) + $0.radius.estimate }.max() ?? 0
    guard largest < 1e5 else { return .undefined("3F2 at 1 with large parameters", s).rounded(to: bits) }
    var start = Int(Double(work) * 0.3 + 4 * largest) + 12
    var best: Ball?
    for _ in 0..<4 {
      if Budget.isExhausted { break }
      guard let value = ThreeFTwo(a: a, b: b, s: s, start: start, bits: work).value else { break }
      if let old = best, old.accuracyBits >= value.accuracyBits { break }
      best = value
      if value.accuracyBits >= bits { break }
      start *= 2
    }
    return best?.rounded(to: bits) ?? .indeterminate(bits: bits)
  }
}

/// The sum of the first terms, and the expansion of the tail.
private struct ThreeFTwo {
  let a: [Ball]
  let b: [Ball]
  let s: Ball
  /// N.
  let start: Int
  let bits: Int

  var value: Ball? {
    for x in a + b where !x.plus(start).isPositive { return nil }
    guard let (sum, t) = firstTerms, let (r, defect) = expansion else { return nil }
    let tail = t * r
    guard defect <= .power2(-1), tail.isFinite else { return nil }
    // ε/(1 - ε) <= 2 ε.
    return Ball(center: sum + tail, radius: tail.magnitude * defect.scaled(by: 1))
  }

  /// Σ_{k<N} t_k and t_N.
  private var firstTerms: (sum: Ball, next: Ball)? {
    let work = bits + 2 * (Int.bitWidth - start.leadingZeroBitCount)
    var t = Ball(1, bits: work)
    var sum = Ball(0, bits: work)
    let words = DyadicRatio(a, over: b + [Ball(1, bits: 64)])
    for k in 0..<start {
      if k % 256 == 255, Budget.isExhausted { return nil }
      sum += t
      if let words {
        guard let (p, q) = words.at(k + 1), q <= UInt(Int.max) else { return nil }
        t = t * p / Int(q)
      } else {
        t = t * (a[0].plus(k) * a[1].plus(k) * a[2].plus(k)) / (b[0].plus(k) * b[1].plus(k) * (k + 1))
      }
    }
    return t.isFinite ? (sum, t) : nil
  }

  /// The coefficients of Π (1 + x_i u).
  private static func product(_ x: [Ball]) -> [Ball] {
    var c = [Ball(1, bits: 64)]
    for y in x {
      c.append(c[c.count - 1] * y)
      for i in stride(from: c.count - 2, to: 0, by: -1) { c[i] = c[i] + c[i - 1] * y }
    }
    return c
  }

  /// R(N) and ε.
  private var expansion: (value: Ball, defect: Magnitude)? {
    let one = Ball(1, bits: 64)
    let (top, bottom) = (ThreeFTwo.product(a), ThreeFTwo.product(b + [one]))
    let zero = Ball(0, bits: 64)
    let inverse = Ball(1, bits: bits + 32) / start
    // N^(1-i)
    var power = Ball(start, bits: bits + 32)
    var value = Ball(0, bits: bits)
    // v_i = c_i (1-i over n-i) is the coefficient of u^n in c_i u^i (1+u)^(1-i), and h_n the sum of all of
    // them.
    var (c, v, h): ([Ball], [Ball], [Ball]) = ([], [], [])
    var n = 0
    while true {
      n += 1
      if n % 16 == 0, Budget.isExhausted { return nil }
      // c_{n-1} from the coefficient of u^n in G; the terms with c_{n-1} itself make up its factor s + n - 1.
      let before = v.reduce(zero, +)
      for i in v.indices { v[i] = v[i] * (2 - n) / (n - i) }
      var rest = v.reduce(zero, +) + top[1] * before
      for d in 2...3 where n >= d { rest = rest + top[d] * h[n - d] - bottom[d] * c[n - d] }
      if n <= bottom.count { rest = rest + bottom[n - 1] }
      let next = rest / s.plus(n - 1)
      guard next.isFinite else { return nil }
      c.append(next)
      h.append(next + before)
      v.append(next * (2 - n))
      let term = next * power
      value += term
      power = power * inverse
      let isSmall = term.magnitude.exponent < (value.exponent ?? 0) - bits - 12
      if n > 4, isSmall || n > 3 * start + 8 { break }
    }
    let last = n - 1
    h.append(v.reduce(zero, +))
    // The coefficients of u^{M+2}, u^{M+3}, u^{M+4} as far as they are not left to W.
    var size = Magnitude.zero
    for m in (last + 2)...(last + 4) {
      var g = zero
      for d in 0...3 {
        if m - d <= last { g = g + bottom[d] * c[m - d] }
        if m - d <= last + 1 { g = g - top[d] * h[m - d] }
      }
      size = size + (g * Ball.pow(inverse, m - last - 2)).magnitude
    }
    // W, the next coefficients of the same expansions.
    var left = Magnitude.zero
    for i in v.indices { left = left + (v[i] * last / (last + 2 - i)).magnitude }
    let unit = Magnitude.power2(0)
    for x in a { left = left * Magnitude.max2(unit, (one + x.coarse / start).magnitude) }
    var defect = (size + left) * Ball.pow(inverse, last + 1).magnitude
    for x in b {
      let below = (one + x.coarse / start).magnitudeBelow
      if below <= unit { defect = defect.dividedUp(by: below) }
    }
    return (value, defect)
  }
}

extension Jet where Base: SpecialAnalytic {
  /// Of constant parameters only; indeterminate when one varies.
  @inlinable public static func hyp3f2AtOne(_ a1: Jet, _ a2: Jet, _ a3: Jet, _ b1: Jet, _ b2: Jet) -> Jet {
    for p in [a1, a2, a3, b1, b2] where !p.isConstant { return indeterminate(like: p) }
    return Jet(constant: Base.hyp3f2AtOne(a1.value, a2.value, a3.value, b1.value, b2.value))
  }
}

extension Double {
  /// By the same expansion of the tail, to three terms, after 20000 terms.
  public static func hyp3f2AtOne(_ a1: Double, _ a2: Double, _ a3: Double, _ b1: Double, _ b2: Double)
    -> Double
  {
    let s = b1 + b2 - a1 - a2 - a3
    let ends = [a1, a2, a3].contains { $0 <= 0 && $0 == $0.rounded() }
    guard s > 0 || ends else { return .nan }
    var (t, sum) = (1.0, 0.0)
    let count = 20_000
    for k in 0..<count {
      sum += t
      let x = Double(k)
      t *= (a1 + x) * (a2 + x) * (a3 + x) / ((b1 + x) * (b2 + x) * (x + 1))
      if t == 0 { return sum }
    }
    // R(N) = N/s + c_1 + ..., c_1 from the coefficient of u².
    let (p1, q1) = (a1 + a2 + a3, 1 + b1 + b2)
    let (p2, q2) = (a1 * a2 + a1 * a3 + a2 * a3, b1 + b2 + b1 * b2)
    let c0 = 1 / s
    let c1 = (p1 * c0 + p2 * c0 - q2 * c0 + q1) / (s + 1)
    return sum + t * (Double(count) * c0 + c1)
  }
}
