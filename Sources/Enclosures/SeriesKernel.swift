import CMPFR

/// Sums of series of hypergeometric type at an exactly known point, by rectangular splitting (Smith 1989)
/// with integer coefficients, in fixed point on GMP's limbs.
///
/// **Scheme.** Let u_k = Π_{i<=k} p(i)/q(i), so t_k = z^k u_k. The indices are cut into groups [a, b) such
/// that Q = q(a) ... q(b-1) fits a word. With R_a = Σ_{k>=a} z^k u_k/u_{a-1},
///
///     R_a = (Σ_{a<=k<b} c_k z^k + P R_b)/Q,   c_k = p(a)...p(k) q(k+1)...q(b-1),   P = p(a)...p(b-1),
///
/// and c_k <= Q and P <= Q are words, so a group costs a word product for each term and one division by a
/// word. The powers z^k are those of z^0, ..., z^m with m about the square root of the number of terms: the
/// accumulator holds R/z^{m floor(k/m)} and is multiplied by z^m when k passes a multiple of m.
///
/// **Truncation.** The ratio of absolute values never increases (`TermRatio.isNonIncreasing`), so with T the
/// first omitted term and ρ < 1 the ratio that leads to it, the tail is at most T/(1 - ρ). T, ρ and the
/// quotient are computed in magnitudes that round up, and decide the number of terms: no Double is involved.
///
/// **Rounding.** A bound of the accumulator's error is carried along in magnitudes (running error analysis):
/// adding c_k X_j adds c_k times the error of the stored power plus, when low limbs of X_j are cut, c_k units
/// of the accumulator's last limb; a division by Q divides the bound and adds one unit; a product with X_m
/// turns ε into ε |z|^m + |acc| e_m + one unit; dropping limbs adds one unit. So the number of limbs at each
/// stage (fewer where the terms are small) is free to be chosen, and cannot make the result wrong.
public enum SeriesKernel {
  /// Longer sums are refused.
  public static let maximumTerms = 1 << 31

  /// Σ_{k>=0} t_k, or its first `limit` terms, for ratios that do not increase with k.
  ///
  /// The result has `bits` bits; its error is about one unit of the last place, unless the terms cancel more
  /// than four attempts with growing precision make up for; `expected`, about log2 of the sum when terms of
  /// both signs cancel, saves attempts. Indeterminate when `z` is not exact, when the budget is spent, or when
  /// the ratio is not below 1/2 after `maximumTerms` terms.
  public static func sum(
    _ ratio: TermRatio, at z: Ball, limit: Int = Int.max, bits: Int, expected: Int = 0
  ) -> Ball {
    guard ratio.isNonIncreasing else { return .indeterminate(bits: bits) }
    return retrying(bits, -expected) { SeriesPlan(ratio, z, limit: limit, bits: bits, deficit: $0) }
  }

  /// The finite sum Σ_{k<terms} t_k, whatever the ratios (a divergent series' partial sum, for instance).
  public static func partialSum(_ ratio: TermRatio, at z: Ball, terms: Int, bits: Int) -> Ball {
    retrying(bits, 0) { SeriesPlan(ratio, z, terms: terms, bits: bits, deficit: $0) }
  }

  /// Terms of both signs cancel: when the result has fewer correct bits than asked, adds what is missing.
  private static func retrying(
    _ bits: Int, _ start: Int, _ plan: (_ deficit: Int) -> SeriesPlan?
  ) -> Ball {
    var deficit = start
    for attempt in 0... {
      guard let plan = plan(deficit) else { break }
      guard let sum = plan.evaluate() else { break }
      let correct = sum.accuracyBits
      let missing = bits - correct
      if !plan.alternates || missing <= 2 || attempt == 3 { return sum }
      // When no bit is left, the sum may be as small as the largest term is large (e^-x against e^x).
      deficit += missing + 8 + (correct == 0 ? plan.peak : 0)
    }
    return .indeterminate(bits: bits)
  }
}
