import CMPFR
import VlasovNumbers

/// Arithmetic on raw balls: `z` may alias an operand. These never allocate (but for temporaries of more than
/// a kilobyte), so inner loops use them directly.
///
/// Sums and products of numbers of as many limbs as the result are truncated by `MidpointSum` and
/// `MidpointProduct`; MPFR rounds the rest to nearest.
enum BallKernel {
  static func setIndeterminate(_ z: BallPointer) {
    mpfr_set_nan(z.mid)
    z.pointee.rad = .infinity
  }

  /// Bound of the rounding error of the operation that gave `z.mid` with the ternary value `t`: half a unit
  /// of the last place, 2^(e - bits - 1), except near underflow.
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

  /// Stores the radius of a ball whose midpoint is a number.
  @inline(__always) static func finishRegular(_ z: BallPointer, _ rad: Magnitude) {
    z.pointee.rad = rad
    if _slowPath(!rad.isFinite) { setIndeterminate(z) }
  }

  static func add(_ z: BallPointer, _ a: BallPointer, _ b: BallPointer) {
    let ra = a.pointee.rad
    let rb = b.pointee.rad
    if let error = MidpointSum.add(z.mid, a.mid, b.mid) { return finishRegular(z, .sum3(ra, rb, error)) }
    let t = mpfr_add(z.mid, a.mid, b.mid, MPFR_RNDN)
    finish(z, .sum3(ra, rb, roundingError(t, z)))
  }

  static func subtract(_ z: BallPointer, _ a: BallPointer, _ b: BallPointer) {
    let ra = a.pointee.rad
    let rb = b.pointee.rad
    if let error = MidpointSum.add(z.mid, a.mid, b.mid, flip: -1) {
      return finishRegular(z, .sum3(ra, rb, error))
    }
    let t = mpfr_sub(z.mid, a.mid, b.mid, MPFR_RNDN)
    finish(z, .sum3(ra, rb, roundingError(t, z)))
  }

  /// |xy - ab| <= |a| rb + |b| ra + ra rb for x in a ± ra, y in b ± rb.
  static func multiply(_ z: BallPointer, _ a: BallPointer, _ b: BallPointer) {
    if let radius = ThinProductRadius(a, b), let error = MidpointProduct.multiply(z.mid, a.mid, b.mid) {
      return finishRegular(z, radius.adding(error))
    }
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

  static func multiply(_ z: BallPointer, _ a: BallPointer, word c: Int) {
    let ra = a.pointee.rad
    let spread = ra.isZero ? .zero : ra * Magnitude(c)
    if let error = MidpointWord.multiply(z.mid, a.mid, c) { return finishRegular(z, spread + error) }
    let t = mpfr_mul_si(z.mid, a.mid, c, MPFR_RNDN)
    finish(z, spread + roundingError(t, z))
  }

  /// |x^2 - a^2| <= 2 |a| ra + ra^2.
  static func square(_ z: BallPointer, _ a: BallPointer) {
    if let radius = ThinProductRadius(a, a), let error = MidpointProduct.multiply(z.mid, a.mid, a.mid) {
      return finishRegular(z, radius.adding(error))
    }
    let ra = a.pointee.rad
    let am = Magnitude.upper(a.mid)
    let t = mpfr_sqr(z.mid, a.mid, MPFR_RNDN)
    finish(z, .productError(am, ra, am, ra, roundingError(t, z)))
  }

  static func divide(_ z: BallPointer, _ a: BallPointer, word c: Int) {
    let ra = a.pointee.rad
    if _slowPath(c == 0) { return setIndeterminate(z) }
    let spread = ra.isZero ? .zero : ra.dividedUp(by: Magnitude.floor(c.magnitude))
    if let error = MidpointWord.divide(z.mid, a.mid, c) { return finishRegular(z, spread + error) }
    let t = mpfr_div_si(z.mid, a.mid, c, MPFR_RNDN)
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
