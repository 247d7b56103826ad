import CMPFR

extension Integer {
  @inline(__always)
  private static func binary(
    _ a: Integer, _ b: Integer,
    _ operation: (
      UnsafeMutablePointer<__mpz_struct>, UnsafePointer<__mpz_struct>, UnsafePointer<__mpz_struct>
    ) -> Void
  ) -> Integer {
    Integer(unsafeWriting: { r in a.withPointer { x in b.withPointer { y in operation(r, x, y) } } })
  }

  /// The exact sum.
  public static func + (a: Integer, b: Integer) -> Integer { binary(a, b) { __gmpz_add($0, $1, $2) } }
  /// The exact difference.
  public static func - (a: Integer, b: Integer) -> Integer { binary(a, b) { __gmpz_sub($0, $1, $2) } }
  /// The exact product.
  public static func * (a: Integer, b: Integer) -> Integer { binary(a, b) { __gmpz_mul($0, $1, $2) } }

  /// The negative.
  public static prefix func - (a: Integer) -> Integer {
    Integer(unsafeWriting: { r in a.withPointer { __gmpz_neg(r, $0) } })
  }

  /// Adds `b` to `a`.
  public static func += (a: inout Integer, b: Integer) { a = a + b }
  /// Subtracts `b` from `a`.
  public static func -= (a: inout Integer, b: Integer) { a = a - b }
  /// Multiplies `a` by `b`.
  public static func *= (a: inout Integer, b: Integer) { a = a * b }

  /// The integer times 2^`count`; a negative `count` shifts right.
  public static func << (a: Integer, count: Int) -> Integer { a.shiftedLeft(count >= 0, count.magnitude) }

  /// The floor of the integer over 2^`count`; a negative `count` shifts left.
  public static func >> (a: Integer, count: Int) -> Integer { a.shiftedLeft(count < 0, count.magnitude) }

  private func shiftedLeft(_ left: Bool, _ count: UInt) -> Integer {
    if count == 0 || isZero { return self }
    return Integer(unsafeWriting: { r in
      withPointer { left ? __gmpz_mul_2exp(r, $0, count) : __gmpz_fdiv_q_2exp(r, $0, count) }
    })
  }

  /// The integer to the power `n`, which must not be negative; 0^0 is 1.
  public func power(_ n: Int) -> Integer {
    precondition(n >= 0, "negative exponent of an integer power")
    return Integer(unsafeWriting: { r in withPointer { __gmpz_pow_ui(r, $0, UInt(n)) } })
  }

  /// The floor quotient q and the remainder r of `self` by `divisor`: self = q divisor + r with r of the
  /// sign of `divisor` and |r| < |divisor|. Nil when `divisor` is 0.
  public func quotientAndRemainder(dividingBy divisor: Integer) -> (quotient: Integer, remainder: Integer)? {
    if divisor.isZero { return nil }
    var remainder = __mpz_struct()
    __gmpz_init(&remainder)
    let quotient = Integer(unsafeWriting: { q in
      withPointer { x in divisor.withPointer { y in __gmpz_fdiv_qr(q, &remainder, x, y) } }
    })
    return (quotient, Integer(box: Box(remainder)))
  }

  private init(box: Box) { self.box = box }

  /// The greatest common divisor, never negative; gcd(0, 0) = 0.
  public static func gcd(_ a: Integer, _ b: Integer) -> Integer { binary(a, b) { __gmpz_gcd($0, $1, $2) } }

  /// n!, for n not negative.
  public static func factorial(_ n: Int) -> Integer {
    precondition(n >= 0, "factorial of a negative integer")
    return Integer(unsafeWriting: { __gmpz_fac_ui($0, UInt(n)) })
  }

  /// The binomial coefficient n (n-1) ... (n-k+1) / k!, for n of either sign; 0 when k is negative.
  public static func binomial(_ n: Int, _ k: Int) -> Integer {
    if k < 0 { return 0 }
    if n >= 0 { return Integer(unsafeWriting: { __gmpz_bin_uiui($0, UInt(n), UInt(k)) }) }
    let top = Integer(n)
    return Integer(unsafeWriting: { r in top.withPointer { __gmpz_bin_ui(r, $0, UInt(k)) } })
  }

  /// The integer without its factors `prime`, and how many there were; 0 is left as it is.
  func removingFactors(_ prime: Int) -> (rest: Integer, count: Int) {
    if isZero { return (self, 0) }
    if prime == 2 {
      let count = withPointer { __gmpz_scan1($0, 0) }
      return (self >> Int(count), Int(count))
    }
    let factor = Integer(prime)
    var count: UInt = 0
    let rest = Integer(unsafeWriting: { r in
      withPointer { x in factor.withPointer { count = __gmpz_remove(r, x, $0) } }
    })
    return (rest, Int(count))
  }
}
