import CMPFR
import VlasovNumbers

/// A plain MPFR number with explicit rounding directions: the reference that owes nothing to balls.
public final class Real: CustomStringConvertible {
  public typealias Function = (UnsafeMutablePointer<__mpfr_struct>, UnsafePointer<__mpfr_struct>, mpfr_rnd_t)
    -> Int32

  public let pointer: UnsafeMutablePointer<__mpfr_struct>

  public init(bits: Int) {
    pointer = .allocate(capacity: 1)
    mpfr_init2(pointer, bits)
  }

  deinit {
    mpfr_clear(pointer)
    pointer.deallocate()
  }

  /// The rational rounded in the given direction.
  public convenience init(_ value: Rational, bits: Int, _ mode: mpfr_rnd_t) {
    self.init(bits: bits)
    _ = value.withPointer { mpfr_set_q(pointer, $0, mode) }
  }

  public var isNumber: Bool { mpfr_number_p(pointer) != 0 }

  public var description: String {
    var exponent = 0
    guard isNumber, let text = mpfr_get_str(nil, &exponent, 10, 30, pointer, MPFR_RNDN) else { return "nan" }
    defer { mpfr_free_str(text) }
    let digits = String(cString: text)
    return digits.hasPrefix("-") ? "-0.\(digits.dropFirst())e\(exponent)" : "0.\(digits)e\(exponent)"
  }
}

/// Bounds of a real number by directed rounding.
public struct RealBounds {
  public let lower: Real
  public let upper: Real

  /// Bounds of f(x) with `bits` bits, for a dyadic x (which is represented exactly).
  public init(of f: Real.Function, atDyadic x: Rational, bits: Int) {
    let point = Real(x, bits: max(x.numerator.bitWidth, 2), MPFR_RNDN)
    (lower, upper) = (Real(bits: bits), Real(bits: bits))
    _ = f(lower.pointer, point.pointer, MPFR_RNDD)
    _ = f(upper.pointer, point.pointer, MPFR_RNDU)
  }

  public init(lower: Real, upper: Real) { (self.lower, self.upper) = (lower, upper) }
}
