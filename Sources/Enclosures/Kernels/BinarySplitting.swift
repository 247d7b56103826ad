import CMPFR
import VlasovNumbers

/// Sums of series of hypergeometric type with rational ratios, by binary splitting on integers.
///
/// With t_k = w(k) Π_{1<=i<=k} p(i)/q(i), a range of indices a ..< b has the integers
///
///     P = Π_{a<=i<b} p(i),   Q = Π_{a<=i<b} q(i),   T = Σ_{a<=k<b} w(k) p(a)...p(k) q(k+1)...q(b-1),
///
/// and two neighbours join to P P', Q Q', T Q' + P T' (Brent 1976; Haible and Papanikolaou 1998). So the sum
/// is w(0) + T/Q exactly, for 1 ..< n, and is rounded once. The integers have as many bits as all the p and q
/// together: this is for rational ratios of small height and very many digits, where products are by Fourier
/// transforms; `SeriesKernel` is faster at lower precisions (measured for e: below about 15,000 digits) and
/// for arguments of many bits.
public enum BinarySplitting {
  /// The integers of a range of indices.
  public struct Range: Sendable {
    /// The product of the numerators.
    public var p: Integer
    /// The product of the denominators.
    public var q: Integer
    /// The numerator of the sum over q.
    public var t: Integer
  }

  /// A function of the index.
  public typealias Factor = (Int) -> Integer

  /// P, Q and T of the indices `first` ..< `end`, for first < end; nil when the budget is spent.
  ///
  /// - Parameter needsP: whether P is used; without it the last products are saved, and P is 1.
  public static func range(
    _ first: Int, _ end: Int, p: Factor, q: Factor, weight: Factor? = nil, needsP: Bool = true
  ) -> Range? {
    if end - first <= 12 { return leaf(first, end, p, q, weight) }
    if end - first >= 256, Budget.isExhausted { return nil }
    let middle = first + (end - first) / 2
    guard let x = range(first, middle, p: p, q: q, weight: weight),
      let y = range(middle, end, p: p, q: q, weight: weight, needsP: needsP)
    else { return nil }
    return Range(p: needsP ? x.p * y.p : 1, q: x.q * y.q, t: x.t * y.q + x.p * y.t)
  }

  /// A short range, term by term in place.
  private static func leaf(_ first: Int, _ end: Int, _ p: Factor, _ q: Factor, _ weight: Factor?) -> Range {
    var t: Integer = 0
    var denominator: Integer = 1
    let numerator = Integer(unsafeWriting: { p0 in
      __gmpz_set_ui(p0, 1)
      denominator = Integer(unsafeWriting: { q0 in
        __gmpz_set_ui(q0, 1)
        t = Integer(unsafeWriting: { t0 in
          for k in first..<end {
            p(k).withPointer { __gmpz_mul(p0, p0, $0) }
            q(k).withPointer {
              __gmpz_mul(t0, t0, $0)
              __gmpz_mul(q0, q0, $0)
            }
            if let weight {
              weight(k).withPointer { __gmpz_addmul(t0, p0, $0) }
            } else {
              __gmpz_add(t0, t0, p0)
            }
          }
        })
      })
    })
    return Range(p: numerator, q: denominator, t: t)
  }

  /// Σ_{0<=k<terms} t_k, widened by `tail`, with `bits` bits: an error of two units of the last place beside
  /// the tail. Indeterminate when some q(k) is 0, when there is no term, or when the budget is spent.
  ///
  /// - Parameters:
  ///   - terms: how many terms are summed, 1 at least.
  ///   - p: the numerator of t_k/t_{k-1} (apart from the weights), for k >= 1.
  ///   - q: its denominator.
  ///   - weight: w(k), 1 by default.
  ///   - tail: **the caller's proof obligation**: a bound of |Σ_{k>=terms} t_k|, or zero when the finite sum
  ///     is meant. The result encloses the infinite sum only if this is so.
  public static func sum(
    terms: Int, p: Factor, q: Factor, weight: Factor? = nil, tail: Magnitude = .zero, bits: Int
  ) -> Ball {
    guard terms >= 1 else { return .indeterminate(bits: bits) }
    let start = weight.map { $0(0) } ?? 1
    if terms == 1 { return Ball(center: Ball(start, bits: bits), radius: tail) }
    guard let range = range(1, terms, p: p, q: q, weight: weight, needsP: false), !range.q.isZero else {
      return .indeterminate(bits: bits)
    }
    let top = range.t + start * range.q
    return Ball(center: quotient(top, range.q, bits: bits), radius: tail)
  }

  /// n/d for d other than 0: n and d rounded to 8 bits more than the quotient.
  static func quotient(_ n: Integer, _ d: Integer, bits: Int) -> Ball {
    let work = Precision.clamped(bits + 8)
    return (Ball(n, bits: work) / Ball(d, bits: work)).rounded(to: bits)
  }

  /// The sum of Π (a_i)_k / Π (b_j)_k z^k/k! over 0 <= k < `terms`, the partial sum of pFq(a; b; z), widened
  /// by `tail`; (x)_k = x (x+1) ... (x+k-1).
  ///
  /// - Parameter tail: the caller's bound of the terms left out, as for `sum`.
  public static func hypergeometric(
    _ a: [Rational], _ b: [Rational], _ z: Rational, terms: Int, tail: Magnitude = .zero, bits: Int
  ) -> Ball {
    // x + k - 1 for x = n/d is (n + (k - 1) d)/d.
    let (zTop, zBottom) = (z.numerator, z.denominator)
    let top = b.reduce(zTop) { $0 * $1.denominator }
    let bottom = a.reduce(zBottom) { $0 * $1.denominator }
    func product(_ start: Integer, _ parameters: [Rational], _ k: Int) -> Integer {
      parameters.reduce(start) { $0 * ($1.numerator + Integer(k - 1) * $1.denominator) }
    }
    return sum(
      terms: terms, p: { product(top, a, $0) }, q: { product(bottom * Integer($0), b, $0) }, tail: tail,
      bits: bits)
  }
}
