import CMPFR

/// A rational number in lowest terms with a positive denominator, with exact arithmetic (GMP's `mpq`).
///
/// The value is immutable: every operation makes a new rational.
public struct Rational: Hashable, Comparable, Sendable, ExpressibleByIntegerLiteral, CustomStringConvertible {
  /// The owner of GMP's limbs. Never written to after its creation, hence safe to share.
  @usableFromInline
  final class Box: @unchecked Sendable {
    @usableFromInline let raw: __mpq_struct

    /// Takes over the limbs of `raw`.
    @usableFromInline
    init(_ raw: __mpq_struct) { self.raw = raw }

    deinit {
      var raw = raw
      __gmpq_clear(&raw)
    }
  }

  @usableFromInline let box: Box

  /// The rational that `body` writes to the `mpq` it is given, which is initialised to 0/1. `body` must leave
  /// it in lowest terms with a positive denominator.
  init(unsafeWriting body: (UnsafeMutablePointer<__mpq_struct>) -> Void) {
    var raw = __mpq_struct()
    __gmpq_init(&raw)
    withUnsafeMutablePointer(to: &raw, body)
    box = Box(raw)
  }

  /// The quotient of two integers already in lowest terms, the second positive.
  init(lowestTerms numerator: Integer, _ denominator: Integer) {
    self.init(unsafeWriting: { r in
      numerator.withPointer { __gmpz_set(&r.pointee._mp_num, $0) }
      denominator.withPointer { __gmpz_set(&r.pointee._mp_den, $0) }
    })
  }

  /// The machine integer `value`.
  public init(_ value: Int) {
    self.init(unsafeWriting: { __gmpz_set_si(&$0.pointee._mp_num, value) })
  }

  /// The integer of a literal.
  public init(integerLiteral value: Int) { self.init(value) }

  /// The integer `value`.
  public init(_ value: Integer) {
    self.init(unsafeWriting: { r in value.withPointer { __gmpz_set(&r.pointee._mp_num, $0) } })
  }

  /// The quotient `numerator`/`denominator`; the denominator must not be 0.
  public init(_ numerator: Int, _ denominator: Int) {
    precondition(denominator != 0, "zero denominator")
    self.init(unsafeWriting: {
      __gmpz_set_si(&$0.pointee._mp_num, numerator)
      __gmpz_set_si(&$0.pointee._mp_den, denominator)
      __gmpq_canonicalize($0)
    })
  }

  /// The quotient `numerator`/`denominator`, or nil when the denominator is 0.
  public init?(numerator: Integer, denominator: Integer) {
    if denominator.isZero { return nil }
    self.init(unsafeWriting: { r in
      numerator.withPointer { __gmpz_set(&r.pointee._mp_num, $0) }
      denominator.withPointer { __gmpz_set(&r.pointee._mp_den, $0) }
      __gmpq_canonicalize(r)
    })
  }

  /// Calls `body` with GMP's view of this rational, valid only during the call and never to be written to.
  @inlinable
  public func withPointer<R>(_ body: (UnsafePointer<__mpq_struct>) throws -> R) rethrows -> R {
    try withExtendedLifetime(box) { try withUnsafePointer(to: box.raw, body) }
  }

  // MARK: Comparison

  /// Whether the values are equal.
  public static func == (a: Rational, b: Rational) -> Bool {
    a.withPointer { x in b.withPointer { y in __gmpq_equal(x, y) != 0 } }
  }

  /// Whether `a` is below `b`.
  public static func < (a: Rational, b: Rational) -> Bool {
    a.withPointer { x in b.withPointer { y in __gmpq_cmp(x, y) < 0 } }
  }

  /// Feeds the value to `hasher`.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(numerator)
    hasher.combine(denominator)
  }

  // MARK: Properties

  /// The numerator in lowest terms; it carries the sign.
  public var numerator: Integer {
    Integer(unsafeWriting: { r in withPointer { __gmpq_get_num(r, $0) } })
  }

  /// The denominator in lowest terms, positive.
  public var denominator: Integer {
    Integer(unsafeWriting: { r in withPointer { __gmpq_get_den(r, $0) } })
  }

  /// Whether the denominator is 1.
  public var isInteger: Bool {
    withExtendedLifetime(box) { box.raw._mp_den._mp_size == 1 && box.raw._mp_den._mp_d[0] == 1 }
  }

  /// Whether the number is 0.
  public var isZero: Bool { box.raw._mp_num._mp_size == 0 }

  /// -1, 0 or 1: the sign of the number.
  public var signum: Int { Int(box.raw._mp_num._mp_size.signum()) }

  /// The absolute value.
  public var magnitude: Rational { signum < 0 ? -self : self }

  /// The largest integer that is not above the number.
  public var floor: Integer {
    Integer(unsafeWriting: { r in
      withPointer { x in
        withUnsafePointer(to: x.pointee._mp_num) { n in
          withUnsafePointer(to: x.pointee._mp_den) { d in __gmpz_fdiv_q(r, n, d) }
        }
      }
    })
  }

  /// The smallest integer that is not below the number.
  public var ceiling: Integer { -(-self).floor }

  /// The number as `n` or `n/d` in lowest terms.
  public var description: String { isInteger ? "\(numerator)" : "\(numerator)/\(denominator)" }
}
