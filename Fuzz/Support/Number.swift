import CMPFR

typealias NumberPointer = UnsafeMutablePointer<__mpfr_struct>
typealias ConstantNumberPointer = UnsafePointer<__mpfr_struct>

/// An MPFR number that keeps its limbs when its precision changes, so that checks allocate nothing.
final class Number {
  let pointer: NumberPointer

  init(bits: Int = 512) {
    pointer = .allocate(capacity: 1)
    mpfr_init2(pointer, bits)
  }

  deinit {
    mpfr_clear(pointer)
    pointer.deallocate()
  }

  var bits: Int { pointer.pointee._mpfr_prec }

  /// Changes the precision; the value is lost when it differs.
  @inline(__always) func setPrecision(_ bits: Int) {
    if pointer.pointee._mpfr_prec != bits { mpfr_set_prec(pointer, bits) }
  }
}

extension UnsafeMutablePointer where Pointee == __mpfr_struct {
  /// A regular number has a larger exponent field than zero, NaN and the infinities.
  @inline(__always) var isRegular: Bool { pointee._mpfr_exp > Int.min + 3 }
  @inline(__always) var isZero: Bool { pointee._mpfr_exp == Int.min + 1 }
  @inline(__always) var isNaN: Bool { pointee._mpfr_exp == Int.min + 2 }
  @inline(__always) var isInfinite: Bool { pointee._mpfr_exp == Int.min + 3 }
  @inline(__always) var isNegative: Bool { pointee._mpfr_sign < 0 }
  /// The most significant limb of a regular number.
  @inline(__always) var topLimb: UInt64 { UInt64(pointee._mpfr_d[(pointee._mpfr_prec &- 1) &>> 6]) }
}

/// `sign mantissa*2^exponent`, every bit of the number.
func exactText(_ x: ConstantNumberPointer) -> String {
  if mpfr_nan_p(x) != 0 { return "nan" }
  if mpfr_inf_p(x) != 0 { return mpfr_sgn(x) > 0 ? "inf" : "-inf" }
  if mpfr_zero_p(x) != 0 { return "0" }
  var exponent: mpfr_exp_t = 0
  guard let text = mpfr_get_str(nil, &exponent, 16, 0, x, MPFR_RNDN) else { return "?" }
  defer { mpfr_free_str(text) }
  let digits = String(cString: text)
  let sign = digits.hasPrefix("-") ? "-" : ""
  return "\(sign)0x0.\(sign.isEmpty ? digits : String(digits.dropFirst()))*16^\(exponent)"
}
