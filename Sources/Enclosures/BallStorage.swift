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
  static func make(bits: Int) -> BallBuffer {
    let bits = Precision.clamped(bits)
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

/// Arithmetic on raw balls: `z` may alias an operand. These never allocate, so inner loops use them directly.
enum BallKernel {
  static func setIndeterminate(_ z: BallPointer) {
    mpfr_set_nan(z.mid)
    z.pointee.rad = .infinity
  }

  /// Bound of the rounding error of the operation that gave `z.mid` with the ternary value `t`: half a unit of
  /// the last place, 2^(e - bits - 1), except near underflow.
  @inline(__always) static func roundingError(_ t: Int32, _ z: BallPointer) -> Magnitude {
    if t == 0 { return .zero }
    let e = z.pointee.mid._mpfr_exp
    if _slowPath(e <= MPFRExponent.nearUnderflow) { return .power2(MPFRExponent.minimum) }
    return Magnitude(mantissa: 1 << 31, exponent: e &- z.pointee.mid._mpfr_prec)
  }

  /// Stores the radius, and turns an overflow or an undefined midpoint into the indeterminate ball.
  @inline(__always) static func finish(_ z: BallPointer, _ rad: Magnitude) {
    z.pointee.rad = rad
    let e = z.pointee.mid._mpfr_exp
    if _slowPath(e == MPFRExponent.notANumber || e == MPFRExponent.infinity || !rad.isFinite) {
      setIndeterminate(z)
    }
  }

  @inline(__always) static func add(_ z: BallPointer, _ a: BallPointer, _ b: BallPointer) {
    let ra = a.pointee.rad
    let rb = b.pointee.rad
    let t = mpfr_add(z.mid, a.mid, b.mid, MPFR_RNDN)
    finish(z, .sum3(ra, rb, roundingError(t, z)))
  }

  @inline(__always) static func subtract(_ z: BallPointer, _ a: BallPointer, _ b: BallPointer) {
    let ra = a.pointee.rad
    let rb = b.pointee.rad
    let t = mpfr_sub(z.mid, a.mid, b.mid, MPFR_RNDN)
    finish(z, .sum3(ra, rb, roundingError(t, z)))
  }

  /// |xy - ab| <= |a| rb + |b| ra + ra rb for x in a ± ra, y in b ± rb.
  @inline(__always) static func multiply(_ z: BallPointer, _ a: BallPointer, _ b: BallPointer) {
    let ra = a.pointee.rad
    let rb = b.pointee.rad
    let am = Magnitude.upper(a.mid)
    let bm = Magnitude.upper(b.mid)
    let t = mpfr_mul(z.mid, a.mid, b.mid, MPFR_RNDN)
    finish(z, .productError(am, ra, bm, rb, roundingError(t, z)))
  }

  /// |x/y - a/b| <= (ra + |a/b| rb) / (|b| - rb).
  @inline(__always) static func divide(_ z: BallPointer, _ a: BallPointer, _ b: BallPointer) {
    let ra = a.pointee.rad
    let rb = b.pointee.rad
    let below = Magnitude.lower(b.mid).minusDown(rb)
    if _slowPath(below.isZero || !a.isFinite || !b.isFinite) { return setIndeterminate(z) }
    let t = mpfr_div(z.mid, a.mid, b.mid, MPFR_RNDN)
    let error = roundingError(t, z)
    if ra.isZero && rb.isZero { return finish(z, error) }
    let quotient = Magnitude.upper(z.mid) + error
    finish(z, (ra + quotient * rb).dividedUp(by: below) + error)
  }

  @inline(__always) static func multiply(_ z: BallPointer, _ a: BallPointer, word c: Int) {
    let ra = a.pointee.rad
    let t = mpfr_mul_si(z.mid, a.mid, c, MPFR_RNDN)
    let spread = ra.isZero ? .zero : ra * Magnitude(c)
    finish(z, spread + roundingError(t, z))
  }

  /// |x^2 - a^2| <= 2 |a| ra + ra^2.
  @inline(__always) static func square(_ z: BallPointer, _ a: BallPointer) {
    let ra = a.pointee.rad
    let am = Magnitude.upper(a.mid)
    let t = mpfr_sqr(z.mid, a.mid, MPFR_RNDN)
    finish(z, .productError(am, ra, am, ra, roundingError(t, z)))
  }

  @inline(__always) static func divide(_ z: BallPointer, _ a: BallPointer, word c: Int) {
    let ra = a.pointee.rad
    if _slowPath(c == 0) { return setIndeterminate(z) }
    let t = mpfr_div_si(z.mid, a.mid, c, MPFR_RNDN)
    let spread = ra.isZero ? .zero : ra.dividedUp(by: Magnitude.floor(c.magnitude))
    finish(z, spread + roundingError(t, z))
  }

  @inline(__always) static func set(_ z: BallPointer, _ a: BallPointer) {
    let ra = a.pointee.rad
    let t = mpfr_set4(z.mid, a.mid, MPFR_RNDN, a.pointee.mid._mpfr_sign)
    finish(z, ra + roundingError(t, z))
  }

  @inline(__always) static func set(_ z: BallPointer, _ n: Int) {
    let t = mpfr_set_si_2exp(z.mid, n, 0, MPFR_RNDN)
    finish(z, roundingError(t, z))
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
