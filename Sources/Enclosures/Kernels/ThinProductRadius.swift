import CMPFR

/// The radius that a product of balls gets from those of its operands, (|a| + ra) rb + |b| ra, for regular
/// midpoints and ra < |a|: two products of words instead of the three of `Magnitude.productError`.
///
/// |a| and |b| are rounded up to 31 bits. With r_a below half the scale 2^ea of a, |a| + ra is less than
/// 2^31 + 2^30 + 2 units of 2^(ea - 31), so the products fit a word.
struct ThinProductRadius {
  private let first: UInt64
  private let second: UInt64
  private let firstExponent: Int
  private let secondExponent: Int

  /// nil for other operands. To be made before the product is written, which may be to an operand's memory.
  @inline(__always)
  init?(_ a: BallPointer, _ b: BallPointer) {
    let (ra, rb) = (a.pointee.rad, b.pointee.rad)
    let (ea, eb) = (a.pointee.mid._mpfr_exp, b.pointee.mid._mpfr_exp)
    guard ra.exponent < ea, MidpointProduct.isModerate(ea), MidpointProduct.isModerate(eb) else { return nil }
    let cut = UInt64(truncatingIfNeeded: min(ea &- ra.exponent &+ 1, 63))
    // One unit for each of the two truncations.
    let x = UInt64(a.topLimb &>> 33) &+ 2 &+ UInt64(ra.mantissa) &>> cut
    let y = UInt64(b.topLimb &>> 33) &+ 1
    first = x &* UInt64(rb.mantissa)
    second = y &* UInt64(ra.mantissa)
    firstExponent = ea &+ rb.exponent &+ 1
    secondExponent = eb &+ ra.exponent &+ 1
  }

  /// The sum with the error of the midpoint, rounded up: the terms are below 2^62 after alignment, and 5
  /// makes up for what the shifts lose.
  @inline(__always)
  func adding(_ error: Magnitude) -> Magnitude {
    if first | second == 0 { return error }
    let e = max(max(firstExponent, secondExponent), error.exponent)
    let sum =
      Magnitude.align(first &>> 2, e &- firstExponent) &+ Magnitude.align(second &>> 2, e &- secondExponent)
      &+ Magnitude.align(UInt64(error.mantissa) &<< 30, e &- error.exponent)
    return .ceiling(sum &+ 5, unit: e &+ 2)
  }
}
