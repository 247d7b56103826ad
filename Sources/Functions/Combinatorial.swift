import CMPFR
import Foundation

/// Factorials and binomial coefficients: exact integers, rounded once.
extension Ball {
  public static func factorial(_ n: Index) -> Ball {
    guard let n = n.value else { return .indeterminate }
    return factorial(n, bits: Precision.bits)
  }

  /// n! rounded to `bits` bits.
  ///
  /// While n! is not much longer than the result it is computed exactly; else MPFR's Γ(n+1), which is
  /// correctly rounded.
  static func factorial(_ n: Int, bits: Int) -> Ball {
    guard n >= 0 else {
      FailureLog.current?.record("factorial of \(n)")
      return .indeterminate(bits: bits)
    }
    let size = Double(n) * Foundation.log2(Double(n) + 1)
    if n <= 200 || size < 8 * Double(bits) { return Ball(Integer.factorial(n), bits: bits) }
    guard n < Int.max else { return .indeterminate(bits: bits) }
    let argument = Ball(n + 1, bits: 64)
    return argument.withMidpoint { x in Ball(bits: bits) { mpfr_gamma($0, x, MPFR_RNDN) } }
  }

  public static func binomial(_ n: Index, _ k: Index) -> Ball {
    guard let n = n.value, let k = k.value else { return .indeterminate }
    return binomial(n, k, bits: Precision.bits)
  }

  /// The binomial coefficient rounded to `bits` bits; 0 for negative k, as `Integer.binomial`.
  static func binomial(_ n: Int, _ k: Int, bits: Int) -> Ball {
    if k < 0 { return Ball(0, bits: bits) }
    if n < 0 {
      // (-1)^k (k - n - 1 over k)
      let (top, overflow) = k.subtractingReportingOverflow(n + 1)
      if overflow { return .indeterminate(bits: bits) }
      let value = binomial(top, k, bits: bits)
      return k % 2 == 0 ? value : -value
    }
    if k > n { return Ball(0, bits: bits) }
    let m = Swift.min(k, n - k)
    if Double(m) * Foundation.log2(Double(n) + 1) < 0x1p22 {
      return Ball(Integer.binomial(n, m), bits: bits)
    }
    // Too long to write out: a quotient of gamma functions with guard bits.
    let wide = bits + 8
    return (factorial(n, bits: wide) / factorial(m, bits: wide) / factorial(n - m, bits: wide))
      .rounded(to: bits)
  }
}

extension Jet where Base: SpecialAnalytic {
  @inlinable public static func factorial(_ n: Index) -> Jet { Jet(constant: Base.factorial(n)) }
  @inlinable public static func binomial(_ n: Index, _ k: Index) -> Jet {
    Jet(constant: Base.binomial(n, k))
  }
}

extension Double {
  private static let factorials: [Double] = {
    var (exact, values) = (Integer(1), [1.0])
    for n in 1...170 {
      exact *= Integer(n)
      values.append(Rational(exact).double)
    }
    return values
  }()

  public static func factorial(_ n: Index) -> Double {
    guard let n = n.value, n >= 0 else { return .nan }
    return n <= 170 ? factorials[n] : .infinity
  }

  public static func binomial(_ n: Index, _ k: Index) -> Double {
    guard let n = n.value, let k = k.value else { return .nan }
    if k < 0 { return 0 }
    if n < 0 {
      let (top, overflow) = k.subtractingReportingOverflow(n + 1)
      if overflow { return .nan }
      let value = binomial(Index(top), Index(k))
      return k % 2 == 0 ? value : -value
    }
    if k > n { return 0 }
    let m = Swift.min(k, n - k)
    // The coefficient is at least (n/m)^m.
    if m > 0, Double(m) * Foundation.log2(Double(n) / Double(m)) > 1024 { return .infinity }
    return Rational(Integer.binomial(n, m)).double
  }
}
