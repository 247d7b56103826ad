import CMPFR

extension Rational {
  @inline(__always)
  private static func binary(
    _ a: Rational, _ b: Rational,
    _ operation: (
      UnsafeMutablePointer<__mpq_struct>, UnsafePointer<__mpq_struct>, UnsafePointer<__mpq_struct>
    ) -> Void
  ) -> Rational {
    Rational(unsafeWriting: { r in a.withPointer { x in b.withPointer { y in operation(r, x, y) } } })
  }

  /// The exact sum.
  public static func + (a: Rational, b: Rational) -> Rational { binary(a, b) { __gmpq_add($0, $1, $2) } }
  /// The exact difference.
  public static func - (a: Rational, b: Rational) -> Rational { binary(a, b) { __gmpq_sub($0, $1, $2) } }
  /// The exact product.
  public static func * (a: Rational, b: Rational) -> Rational { binary(a, b) { __gmpq_mul($0, $1, $2) } }

  /// The quotient; `b` must not be 0. Use `divided(by:)` when it may be.
  public static func / (a: Rational, b: Rational) -> Rational {
    precondition(!b.isZero, "division of a rational by zero")
    return binary(a, b) { __gmpq_div($0, $1, $2) }
  }

  /// The negative.
  public static prefix func - (a: Rational) -> Rational {
    Rational(unsafeWriting: { r in a.withPointer { __gmpq_neg(r, $0) } })
  }

  /// Adds `b` to `a`.
  public static func += (a: inout Rational, b: Rational) { a = a + b }
  /// Subtracts `b` from `a`.
  public static func -= (a: inout Rational, b: Rational) { a = a - b }
  /// Multiplies `a` by `b`.
  public static func *= (a: inout Rational, b: Rational) { a = a * b }
  /// Divides `a` by `b`, which must not be 0.
  public static func /= (a: inout Rational, b: Rational) { a = a / b }

  /// The quotient, or nil when `divisor` is 0.
  public func divided(by divisor: Rational) -> Rational? { divisor.isZero ? nil : self / divisor }

  /// The largest number of bits of a numerator or denominator made by `power`: 20 million digits.
  public static let maximumPowerBits = 1 << 26

  /// The number to the integer power `n`; 0^0 is 1.
  ///
  /// Nil for 0 to a negative power, and when |n| times the width in bits of the wider part, which bounds the
  /// result, exceeds `maximumPowerBits`.
  public func power(_ n: Int) -> Rational? {
    if n == 0 { return 1 }
    if isZero { return n > 0 ? self : nil }
    let (top, bottom) = (numerator, denominator)
    let widest = max(top.bitWidth, bottom.bitWidth)
    let exponent = n.magnitude
    if widest == 1 { return top.signum < 0 && exponent % 2 == 1 ? -1 : 1 }
    guard exponent <= UInt(Rational.maximumPowerBits / widest) else { return nil }
    let (p, q) = (top.power(Int(exponent)), bottom.power(Int(exponent)))
    if n > 0 { return Rational(lowestTerms: p, q) }
    return p.signum < 0 ? Rational(lowestTerms: -q, -p) : Rational(lowestTerms: q, p)
  }

  /// The real `n`th root when it is rational, the nonnegative one when `n` is even; for negative `n` the
  /// reciprocal of the root of order |n|. Nil when there is no such rational, and for `n` = 0.
  public func exactRoot(_ n: Int) -> Rational? {
    if n == 0 || (isZero && n < 0) || (signum < 0 && n % 2 == 0) { return nil }
    // In lowest terms a quotient is a perfect power exactly when both parts are.
    guard let p = numerator.exactRoot(n.magnitude), let q = denominator.exactRoot(n.magnitude) else {
      return nil
    }
    if n > 0 { return Rational(lowestTerms: p, q) }
    return p.signum < 0 ? Rational(lowestTerms: -q, -p) : Rational(lowestTerms: q, p)
  }
}

extension Integer {
  /// The `n`th root when it is an integer, for n >= 1; the integer must not be negative when `n` is even.
  fileprivate func exactRoot(_ n: UInt) -> Integer? {
    var exact = false
    let root = Integer(unsafeWriting: { r in withPointer { exact = __gmpz_root(r, $0, n) != 0 } })
    return exact ? root : nil
  }
}
