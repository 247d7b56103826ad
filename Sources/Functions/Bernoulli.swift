import CMPFR

/// The Bernoulli numbers B_0 = 1, B_1 = -1/2, B_2 = 1/6, ..., exactly.
///
/// From the tangent numbers T_n by B_2n = (-1)^(n-1) 2n T_n/(4^n (4^n - 1)) (DLMF 24.15.4); these by the
/// in-place recurrence of Brent and Harvey, "Fast computation of Bernoulli, tangent and secant numbers"
/// (2013), which uses additions and products with small integers only. The table is kept, and doubled when a
/// higher number is asked for.
public enum Bernoulli {
  /// B_2, B_4, ...
  private static let table = Guarded<[Rational]>([])

  /// B_n; nil for a negative n, or when the budget is spent.
  public static func number(_ n: Int) -> Rational? {
    if n < 0 { return nil }
    if n == 0 { return 1 }
    if n % 2 == 1 { return n == 1 ? Rational(-1, 2) : 0 }
    return even(upTo: n / 2)?[n / 2 - 1]
  }

  /// At least the numbers B_2, B_4, ..., B_2n; nil when the budget is spent.
  static func even(upTo n: Int) -> [Rational]? {
    table.withLock { known in
      if known.count >= n { return known }
      guard let made = make(Swift.max(n, 2 * known.count, 32)) else { return nil }
      known = made
      return made
    }
  }

  private static func make(_ n: Int) -> [Rational]? {
    guard let tangents = tangentNumbers(n) else { return nil }
    return tangents.enumerated().map { i, t in
      let k = i + 1
      let power = Integer(1) << (2 * k)
      let top = t * Integer(k % 2 == 1 ? 2 * k : -2 * k)
      return Rational(numerator: top, denominator: power * (power - 1)) ?? 0
    }
  }

  /// T_1, ..., T_n = 1, 2, 16, 272, ...
  private static func tangentNumbers(_ n: Int) -> [Integer]? {
    withUnsafeTemporaryAllocation(of: __mpz_struct.self, capacity: n + 1) { memory in
      guard let t = memory.baseAddress else { return nil }
      for j in 0...n {
        (t + j).initialize(to: __mpz_struct())
        __gmpz_init_set_ui(t + j, 1)
      }
      defer { for j in 0...n { __gmpz_clear(t + j) } }
      for k in stride(from: 2, through: n, by: 1) {
        if k % 256 == 0, Budget.isExhausted { return nil }
        __gmpz_mul_ui(t + k, t + k - 1, UInt(k - 1))
      }
      for k in stride(from: 2, through: n, by: 1) {
        if k % 16 == 0, Budget.isExhausted { return nil }
        for j in k...n {
          __gmpz_mul_ui(t + j, t + j, UInt(j - k + 2))
          if j > k { __gmpz_addmul_ui(t + j, t + j - 1, UInt(j - k)) }
        }
      }
      return stride(from: 1, through: n, by: 1).map { j in Integer(unsafeWriting: { __gmpz_set($0, t + j) }) }
    }
  }
}
