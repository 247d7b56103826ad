import CMPFR

/// An integer of any size, with exact arithmetic (GMP's `mpz`).
///
/// The value is immutable: every operation makes a new integer. A result of more than about 2^37 bits is
/// beyond GMP and ends the process, so bound the size of a power or a shift before asking for it.
public struct Integer: Hashable, Comparable, Sendable, ExpressibleByIntegerLiteral {
  /// The owner of GMP's limbs. Never written to after its creation, hence safe to share.
  @usableFromInline
  final class Box: @unchecked Sendable {
    @usableFromInline let raw: __mpz_struct

    /// Takes over the limbs of `raw`.
    @usableFromInline
    init(_ raw: __mpz_struct) { self.raw = raw }

    deinit {
      var raw = raw
      __gmpz_clear(&raw)
    }
  }

  @usableFromInline let box: Box

  /// The integer that `body` writes to the `mpz` it is given, which is initialised to 0.
  ///
  /// `body` must leave an initialised `mpz` behind and must not let the pointer escape.
  @inlinable
  public init(unsafeWriting body: (UnsafeMutablePointer<__mpz_struct>) -> Void) {
    var raw = __mpz_struct()
    __gmpz_init(&raw)
    withUnsafeMutablePointer(to: &raw, body)
    box = Box(raw)
  }

  /// The machine integer `value`.
  public init(_ value: Int) {
    var raw = __mpz_struct()
    __gmpz_init_set_si(&raw, value)
    box = Box(raw)
  }

  /// The integer of a literal.
  public init(integerLiteral value: Int) { self.init(value) }

  /// Calls `body` with GMP's view of this integer, valid only during the call and never to be written to.
  @inlinable
  public func withPointer<R>(_ body: (UnsafePointer<__mpz_struct>) throws -> R) rethrows -> R {
    try withExtendedLifetime(box) { try withUnsafePointer(to: box.raw, body) }
  }

  // MARK: Comparison

  /// Whether the values are equal.
  public static func == (a: Integer, b: Integer) -> Bool {
    a.withPointer { x in b.withPointer { y in __gmpz_cmp(x, y) == 0 } }
  }

  /// Whether `a` is below `b`.
  public static func < (a: Integer, b: Integer) -> Bool {
    a.withPointer { x in b.withPointer { y in __gmpz_cmp(x, y) < 0 } }
  }

  /// Feeds the value to `hasher`.
  public func hash(into hasher: inout Hasher) {
    withPointer { x in
      // The signed count of limbs carries the sign; limbs are normalised, so equal values have equal limbs.
      hasher.combine(x.pointee._mp_size)
      let count = Int(x.pointee._mp_size.magnitude)
      hasher.combine(bytes: UnsafeRawBufferPointer(UnsafeBufferPointer(start: x.pointee._mp_d, count: count)))
    }
  }

  // MARK: Properties

  /// -1, 0 or 1: the sign of the integer.
  public var signum: Int { Int(box.raw._mp_size.signum()) }

  /// Whether the integer is 0.
  public var isZero: Bool { box.raw._mp_size == 0 }

  /// Whether the integer is odd.
  public var isOdd: Bool { withPointer { __gmpz_tstbit($0, 0) != 0 } }

  /// The number of binary digits of |x|; 0 for 0.
  public var bitWidth: Int { isZero ? 0 : withPointer { __gmpz_sizeinbase($0, 2) } }

  /// The absolute value.
  public var magnitude: Integer { signum < 0 ? -self : self }

  /// The value as a machine integer, or nil when it does not fit.
  public var asInt: Int? {
    withPointer { __gmpz_fits_slong_p($0) != 0 ? __gmpz_get_si($0) : nil }
  }
}
