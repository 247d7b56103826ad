import CMPFR
import VlasovNumbers

/// Midpoint (an MPFR number whose limbs live in the same allocation) and radius.
///
/// A ball is `[mid - rad, mid + rad]`; it is indeterminate exactly when `mid` is not a number, and then the
/// radius is infinite.
@usableFromInline struct BallHeader {
  @usableFromInline var mid: __mpfr_struct
  @usableFromInline var rad: Magnitude
}

typealias BallPointer = UnsafeMutablePointer<BallHeader>
typealias MPFRPointer = UnsafeMutablePointer<__mpfr_struct>

/// One allocation per ball: header, then the limbs of the midpoint.
@usableFromInline final class BallBuffer: ManagedBuffer<BallHeader, UInt> {
  /// A buffer of the given precision, held in the range of precisions; the midpoint and the radius are zero.
  static func make(bits: Int) -> BallBuffer { make(validBits: Precision.clamped(bits)) }

  /// The same for a precision that is known to be in the range.
  @inline(__always)
  static func make(validBits bits: Int) -> BallBuffer {
    let limbs = (bits &+ 63) &>> 6
    let buffer = unsafeDowncast(
      BallBuffer.create(minimumCapacity: limbs) { _ in
        BallHeader(
          mid: __mpfr_struct(
            _mpfr_prec: bits, _mpfr_sign: 1, _mpfr_exp: MPFRExponent.zero, _mpfr_d: nil),
          rad: .zero)
      }, to: BallBuffer.self)
    buffer.withUnsafeMutablePointers { $0.pointee.mid._mpfr_d = $1 }
    return buffer
  }

  @inline(__always) var pointer: BallPointer { withUnsafeMutablePointerToHeader { $0 } }
}

/// The exponent field of MPFR's singular values, and the exponent range (never changed by this library).
@usableFromInline enum MPFRExponent {
  @inlinable static var zero: Int { Int.min + 1 }
  static let notANumber = Int.min + 2
  static let infinity = Int.min + 3
  /// Exponents at or below this are singular, or so near underflow that rounding is not half an ulp.
  static let nearUnderflow = -(1 << 30) + 2
  static let minimum = -(1 << 30) + 1
}

extension UnsafeMutablePointer where Pointee == BallHeader {
  /// The midpoint; the MPFR structure is the header's first field.
  @inline(__always) var mid: MPFRPointer {
    UnsafeMutableRawPointer(self).assumingMemoryBound(to: __mpfr_struct.self)
  }
  @inline(__always) var bits: Int { pointee.mid._mpfr_prec }
  @inline(__always) var isFinite: Bool {
    let e = pointee.mid._mpfr_exp
    return (e > MPFRExponent.infinity || e == MPFRExponent.zero) && pointee.rad.isFinite
  }
}

extension Magnitude {
  /// A lower bound of the word `n`.
  @inline(__always) static func floor(_ n: UInt) -> Magnitude {
    if n == 0 { return .zero }
    let z = n.leadingZeroBitCount
    return Magnitude(mantissa: UInt32(truncatingIfNeeded: (n << UInt(z)) >> 32), exponent: 64 - z)
  }
}

/// A temporary MPFR number on the stack, for use inside `body` only.
@inline(__always)
func withTemporary<R>(bits: Int, _ body: (MPFRPointer) throws -> R) rethrows -> R {
  try withUnsafeTemporaryAllocation(of: UInt.self, capacity: (bits + 63) >> 6) { limbs in
    var m = __mpfr_struct(
      _mpfr_prec: bits, _mpfr_sign: 1, _mpfr_exp: MPFRExponent.zero, _mpfr_d: limbs.baseAddress)
    return try withUnsafeMutablePointer(to: &m) { try body($0) }
  }
}

extension Magnitude {
  /// Writes the bound to `z`, of 32 bits or more: exactly, except that outside MPFR's range of exponents it is
  /// rounded in the direction `mode` (upwards to infinity and to the least positive number).
  func write(to z: MPFRPointer, _ mode: mpfr_rnd_t = MPFR_RNDU) {
    if isZero {
      mpfr_set_zero(z, 1)
    } else {
      _ = mpfr_set_ui_2exp(z, UInt(mantissa), exponent - 32, mode)
    }
  }
}
