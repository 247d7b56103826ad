import CMPFR

/// Sums of midpoints on GMP's limbs, truncated.
enum MidpointSum {
  /// z = a + b, or a - b when `flip` is -1, truncated, for numbers with as many limbs as `z`; returns a bound
  /// of the error, or nil (and nothing is written) when another way has to be taken. `z` may be an operand.
  @inline(__always)
  static func add(_ z: MPFRPointer, _ a: MPFRPointer, _ b: MPFRPointer, flip: Int32 = 1) -> Magnitude? {
    let n = (z.pointee._mpfr_prec &+ 63) &>> 6
    guard (a.pointee._mpfr_prec &+ 63) &>> 6 == n, (b.pointee._mpfr_prec &+ 63) &>> 6 == n,
      MidpointProduct.isModerate(a.pointee._mpfr_exp), MidpointProduct.isModerate(b.pointee._mpfr_exp),
      n < 1 << 20
    else { return nil }
    let signB = b.pointee._mpfr_sign &* flip
    if a.pointee._mpfr_sign == signB {
      return a.pointee._mpfr_exp >= b.pointee._mpfr_exp
        ? addSizes(z, a, b, n, sign: signB) : addSizes(z, b, a, n, sign: signB)
    }
    return isLarger(a, b, n)
      ? subtractSizes(z, a, b, n, sign: -signB) : subtractSizes(z, b, a, n, sign: signB)
  }

  /// Whether |a| >= |b|.
  @inline(__always)
  private static func isLarger(_ a: MPFRPointer, _ b: MPFRPointer, _ n: Int) -> Bool {
    if a.pointee._mpfr_exp != b.pointee._mpfr_exp { return a.pointee._mpfr_exp > b.pointee._mpfr_exp }
    let (x, y) = (a.pointee._mpfr_d.unsafelyUnwrapped, b.pointee._mpfr_d.unsafelyUnwrapped)
    return __gmpn_cmp(x, y, n) >= 0
  }

  /// Cuts the mantissa to the precision, stores sign and exponent; the error of a truncation.
  @inline(__always)
  private static func finish(_ z: MPFRPointer, _ lost: UInt, exponent e: Int, sign: Int32) -> Magnitude {
    let prec = z.pointee._mpfr_prec
    let d = z.pointee._mpfr_d.unsafelyUnwrapped
    let mask = UInt.max &<< UInt(bitPattern: -prec & 63)
    let cut = lost | d[0] & ~mask
    d[0] &= mask
    z.pointee._mpfr_exp = e
    z.pointee._mpfr_sign = sign
    return cut == 0 ? .zero : Magnitude(mantissa: 1 << 31, exponent: e &- prec &+ 1)
  }

  /// ± (|a| + |b|) for exponents in this order. With the mantissa b shifted right by the difference of the
  /// exponents, bits below a's last place are cut, then one more when the sum carries, then those below the
  /// precision of z: the floor of a floor, so the error is below a unit of z's last place.
  private static func addSizes(
    _ z: MPFRPointer, _ a: MPFRPointer, _ b: MPFRPointer, _ n: Int, sign: Int32
  ) -> Magnitude {
    let (x, y) = (a.pointee._mpfr_d.unsafelyUnwrapped, b.pointee._mpfr_d.unsafelyUnwrapped)
    let d = z.pointee._mpfr_d.unsafelyUnwrapped
    let e = a.pointee._mpfr_exp
    let shift = e &- b.pointee._mpfr_exp
    let q = shift &>> 6
    if q >= n {
      // b is below a's last place.
      if d != x { d.update(from: x, count: n) }
      return finish(z, 1, exponent: e, sign: sign)
    }
    let r = UInt(bitPattern: shift & 63)
    if q == 0 {
      switch n {
      case 1: return addAligned(z, x, y, 1, r, exponent: e, sign: sign)
      case 2: return addAligned(z, x, y, 2, r, exponent: e, sign: sign)
      case 3: return addAligned(z, x, y, 3, r, exponent: e, sign: sign)
      case 4: return addAligned(z, x, y, 4, r, exponent: e, sign: sign)
      default: break
      }
    }
    // When b's lowest limb is not 0, neither is what is cut, if anything is.
    var lost = q == 0 ? (y[0] &<< 1) &<< (63 &- r) : y[0]
    if q > 0, lost == 0 {
      lost = (y[q] &<< 1) &<< (63 &- r)
      if !Limbs.isZero(y, q) { lost |= 1 }
    }
    let top = n &- q &- 1
    var carry: UInt
    if n <= 10 {
      carry = 0
      var i = 0
      var low = y[q]
      while i < top {
        let high = y[i &+ q &+ 1]
        let (s, c) = x[i].addingReportingOverflow(low &>> r | (high &<< 1) &<< (63 &- r))
        let (t, f) = s.addingReportingOverflow(carry)
        d[i] = t
        carry = (c ? 1 : 0) &+ (f ? 1 : 0)
        low = high
        i &+= 1
      }
      let (s, c) = x[top].addingReportingOverflow(low &>> r)
      let (t, f) = s.addingReportingOverflow(carry)
      d[top] = t
      carry = (c ? 1 : 0) &+ (f ? 1 : 0)
      i = top &+ 1
      while i < n {
        let (t, f) = x[i].addingReportingOverflow(carry)
        d[i] = t
        carry = f ? 1 : 0
        i &+= 1
      }
    } else {
      carry = Limbs.withScratch(n) { t in
        if r == 0 {
          t.update(from: y + q, count: n &- q)
        } else {
          _ = __gmpn_rshift(t, y + q, n &- q, UInt32(truncatingIfNeeded: r))
        }
        let c = __gmpn_add_n(d, x, t, n &- q)
        if q == 0 { return c }
        return __gmpn_add_1(d + (n &- q), x + (n &- q), q, c)
      }
    }
    if carry == 0 { return finish(z, lost, exponent: e, sign: sign) }
    lost |= d[0] & 1
    if n <= 10 {
      var i = 0
      while i < n &- 1 {
        d[i] = d[i] &>> 1 | d[i &+ 1] &<< 63
        i &+= 1
      }
      d[n &- 1] = d[n &- 1] &>> 1 | 1 &<< 63
    } else {
      _ = __gmpn_rshift(d, d, n, 1)
      d[n &- 1] |= 1 &<< 63
    }
    return finish(z, lost, exponent: e &+ 1, sign: sign)
  }

  /// The same for a constant n of a few limbs and a shift r below 64.
  @inline(__always)
  private static func addAligned(
    _ z: MPFRPointer, _ x: LimbPointer, _ y: LimbPointer, _ n: Int, _ r: UInt, exponent e: Int, sign: Int32
  ) -> Magnitude {
    let d = z.pointee._mpfr_d.unsafelyUnwrapped
    var lost = (y[0] &<< 1) &<< (63 &- r)
    var low = y[0]
    var carry: UInt = 0
    var i = 0
    while i < n {
      let high = i &+ 1 < n ? y[i &+ 1] : 0
      let (s, c) = x[i].addingReportingOverflow(low &>> r | (high &<< 1) &<< (63 &- r))
      let (t, f) = s.addingReportingOverflow(carry)
      d[i] = t
      carry = (c ? 1 : 0) | (f ? 1 : 0)
      low = high
      i &+= 1
    }
    // One place to the right when there is a carry.
    lost |= d[0] & carry
    i = 0
    while i < n &- 1 {
      d[i] = d[i] &>> carry | (d[i &+ 1] &<< 1) &<< (63 &- carry)
      i &+= 1
    }
    d[n &- 1] = d[n &- 1] &>> carry | carry &<< 63
    return finish(z, lost, exponent: e &+ Int(bitPattern: carry), sign: sign)
  }

  /// ± (|a| - |b|) for |a| >= |b|, computed with one limb below a's last (the guard): T is a minus the
  /// shifted b cut after the guard. When bits of b are cut, the exponents differ by more than 64, so T loses
  /// at most one leading bit; then |a| - |b| lies between T less one unit of the guard, and T. The result is
  /// T shifted to its leading bit and cut: it exceeds the true value by less than 2 units of the guard, or
  /// falls short of it by less than a unit of the last place.
  private static func subtractSizes(
    _ z: MPFRPointer, _ a: MPFRPointer, _ b: MPFRPointer, _ n: Int, sign: Int32
  ) -> Magnitude {
    let (x, y) = (a.pointee._mpfr_d.unsafelyUnwrapped, b.pointee._mpfr_d.unsafelyUnwrapped)
    let d = z.pointee._mpfr_d.unsafelyUnwrapped
    let e = a.pointee._mpfr_exp
    let shift = e &- b.pointee._mpfr_exp
    let q = shift &>> 6
    return Limbs.withScratch(n &+ 1) { t in
      var lost: UInt = 0
      if q > n {
        // b is below the guard.
        t[0] = 0
        (t + 1).update(from: x, count: n)
        lost = 1
      } else {
        let r = UInt(bitPattern: shift & 63)
        // Limb i of B b is y[i - 1]; the shifted one has limb i = (limb i + q, limb i + q + 1) shifted by r.
        let used = n &+ 1 &- q
        if q > 0 {
          lost = (y[q &- 1] &<< 1) &<< (63 &- r)
          if lost == 0, !Limbs.isZero(y, q &- 1) { lost = 1 }
        }
        if n <= 10 {
          var low: UInt = q == 0 ? 0 : y[q &- 1]
          var borrow: UInt = 0
          var i = 0
          while i < n &+ 1 {
            let high = i &+ q < n ? y[i &+ q] : 0
            let part = low &>> r | (high &<< 1) &<< (63 &- r)
            let (s, c) = (i == 0 ? 0 : x[i &- 1]).subtractingReportingOverflow(part)
            let (v, f) = s.subtractingReportingOverflow(borrow)
            t[i] = v
            borrow = (c ? 1 : 0) &+ (f ? 1 : 0)
            low = high
            i &+= 1
          }
        } else {
          if q == 0 {
            t[0] = 0
            if r == 0 {
              (t + 1).update(from: y, count: n)
            } else {
              t[0] = __gmpn_rshift(t + 1, y, n, UInt32(truncatingIfNeeded: r))
            }
          } else if r == 0 {
            t.update(from: y + (q &- 1), count: used)
          } else {
            _ = __gmpn_rshift(t, y + (q &- 1), used, UInt32(truncatingIfNeeded: r))
          }
          if used < n &+ 1 { (t + used).update(repeating: 0, count: n &+ 1 &- used) }
          let guardLimb = t[0]
          t[0] = 0 &- guardLimb
          _ = __gmpn_sub_n(t + 1, x, t + 1, n)
          if guardLimb != 0 { _ = __gmpn_sub_1(t + 1, t + 1, n, 1) }
        }
      }
      // Normalise: t has n + 1 limbs.
      var top = n
      while top >= 0, t[top] == 0 { top &-= 1 }
      if top < 0 {
        z.pointee._mpfr_exp = MPFRExponent.zero
        z.pointee._mpfr_sign = 1
        return .zero
      }
      let k = UInt(truncatingIfNeeded: t[top].leadingZeroBitCount)
      // z's limb n - 1 - i is (limb top - i, limb top - i - 1) shifted left by k.
      var i = n &- 1
      var j = top
      while i >= 0, j > 0 {
        d[i] = t[j] &<< k | (t[j &- 1] &>> 1) &>> (63 &- k)
        i &-= 1
        j &-= 1
      }
      if i >= 0 {
        d[i] = t[0] &<< k
        i &-= 1
        while i >= 0 {
          d[i] = 0
          i &-= 1
        }
      } else {
        // Only the guard is left, and what of it was not shifted into z.
        lost |= t[j] &<< k
      }
      return finish(
        z, lost, exponent: e &- 64 &* (n &- top) &- Int(bitPattern: k), sign: sign)
    }
  }
}
