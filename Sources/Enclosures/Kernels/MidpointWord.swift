import CMPFR

/// Products and quotients of midpoints by words on GMP's limbs, truncated.
enum MidpointWord {
  /// z = a c, for c other than 0; nil (and nothing is written) when another way has to be taken.
  ///
  /// The n + 1 limbs of the product are exact, so what is cut is below a unit of the last place.
  @inline(__always)
  static func multiply(_ z: MPFRPointer, _ a: MPFRPointer, _ c: Int) -> Magnitude? {
    let n = (z.pointee._mpfr_prec &+ 63) &>> 6
    guard (a.pointee._mpfr_prec &+ 63) &>> 6 == n, MidpointProduct.isModerate(a.pointee._mpfr_exp), c != 0,
      n < 1 << 20
    else { return nil }
    return Limbs.withScratch(n &+ 1) { w in
      w[n] = __gmpn_mul_1(w, a.pointee._mpfr_d.unsafelyUnwrapped, n, c.magnitude)
      return normalize(z, w, n, lost: 0, exponent: a.pointee._mpfr_exp &+ 64, sign: sign(a, c))
    }
  }

  /// z = a/c, for c other than 0; nil (and nothing is written) when another way has to be taken.
  ///
  /// With a >= B^n/2 and c < B, floor(a B/c) >= B^n/2 has n full limbs at least; the remainder and what is
  /// cut of the quotient are together below a unit of the last place.
  @inline(__always)
  static func divide(_ z: MPFRPointer, _ a: MPFRPointer, _ c: Int) -> Magnitude? {
    let n = (z.pointee._mpfr_prec &+ 63) &>> 6
    guard (a.pointee._mpfr_prec &+ 63) &>> 6 == n, MidpointProduct.isModerate(a.pointee._mpfr_exp), c != 0,
      n < 1 << 20
    else { return nil }
    return Limbs.withScratch(n &+ 1) { w in
      let rest = __gmpn_divrem_1(w, 1, a.pointee._mpfr_d.unsafelyUnwrapped, n, c.magnitude)
      return normalize(z, w, n, lost: rest, exponent: a.pointee._mpfr_exp, sign: sign(a, c))
    }
  }

  @inline(__always)
  private static func sign(_ a: MPFRPointer, _ c: Int) -> Int32 {
    c < 0 ? -a.pointee._mpfr_sign : a.pointee._mpfr_sign
  }

  /// Stores the leading n limbs of the n + 1 limbs w >= B^n/2; `e` is the exponent if the top bit of w is 1.
  @inline(__always)
  private static func normalize(
    _ z: MPFRPointer, _ w: LimbPointer, _ n: Int, lost rest: UInt, exponent e: Int, sign: Int32
  ) -> Magnitude {
    let d = z.pointee._mpfr_d.unsafelyUnwrapped
    let prec = z.pointee._mpfr_prec
    var lost = rest
    var exponent = e
    if w[n] == 0 {
      exponent &-= 64
      d.update(from: w, count: n)
    } else {
      let k = UInt(truncatingIfNeeded: w[n].leadingZeroBitCount)
      exponent &-= Int(bitPattern: k)
      lost |= w[0] &<< k
      var i = 0
      while i < n {
        d[i] = w[i &+ 1] &<< k | (w[i] &>> 1) &>> (63 &- k)
        i &+= 1
      }
    }
    let mask = UInt.max &<< UInt(bitPattern: -prec & 63)
    lost |= d[0] & ~mask
    d[0] &= mask
    z.pointee._mpfr_exp = exponent
    z.pointee._mpfr_sign = sign
    return lost == 0 ? .zero : Magnitude(mantissa: 1 << 31, exponent: exponent &- prec &+ 1)
  }
}
