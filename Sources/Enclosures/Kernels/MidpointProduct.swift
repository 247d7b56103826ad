import CMPFR

/// Products of midpoints on GMP's limbs, truncated.
enum MidpointProduct {
  /// Exponents below this in size cannot leave MPFR's range in one operation.
  static let exponentLimit = 1 << 28

  /// Whether the number is regular and its exponent below `exponentLimit` in size.
  @inline(__always)
  static func isModerate(_ e: Int) -> Bool {
    UInt(bitPattern: e &+ exponentLimit) < UInt(2 &* exponentLimit)
  }

  /// Truncated product of numbers with as many limbs as `z`, of precisions that may differ; returns a bound
  /// of the error, or nil (and nothing is written) when another way has to be taken.
  ///
  /// The mantissas are a, b in [B^n/2, B^n), so a b has its top bit at place 128 n - 1 or one below. The
  /// limbs kept are those of w, below a b by less than n B^(n-1) (`Limbs.highProduct`), shifted by s <= 1 and
  /// cut to the precision of z: the error is below (1 + 2 n/B) units of the last place, where the last place
  /// is at least one unit of limb n. A product is exact when all bits cut are 0; that a partial product
  /// cannot tell, and it is used only when the lowest limbs of both operands are not 0: then a b has a bit
  /// below place 128 < 64 n.
  @inline(__always)
  static func multiply(_ z: MPFRPointer, _ a: MPFRPointer, _ b: MPFRPointer) -> Magnitude? {
    let n = (z.pointee._mpfr_prec &+ 63) &>> 6
    guard (a.pointee._mpfr_prec &+ 63) &>> 6 == n, (b.pointee._mpfr_prec &+ 63) &>> 6 == n,
      isModerate(a.pointee._mpfr_exp), isModerate(b.pointee._mpfr_exp)
    else { return nil }
    switch n {
    case 1: return small(z, a, b, 1)
    case 2: return small(z, a, b, 2)
    case 3: return small(z, a, b, 3)
    case 4: return small(z, a, b, 4)
    default: return long(z, a, b, n)
    }
  }

  /// Up to 4 limbs, for a constant n.
  @inline(__always)
  private static func small(_ z: MPFRPointer, _ a: MPFRPointer, _ b: MPFRPointer, _ n: Int) -> Magnitude {
    withUnsafeTemporaryAllocation(of: UInt.self, capacity: 8) { buffer in
      let w = buffer.baseAddress.unsafelyUnwrapped
      let (x, y) = (a.pointee._mpfr_d.unsafelyUnwrapped, b.pointee._mpfr_d.unsafelyUnwrapped)
      switch n {
      case 1: product1(w, x, y)
      case 2: product2(w, x, y)
      default: Limbs.wholeProduct(w, x, y, n)
      }
      let s = ~w[2 &* n &- 1] &>> 63
      let d = z.pointee._mpfr_d.unsafelyUnwrapped
      let prec = z.pointee._mpfr_prec
      let mask = UInt.max &<< UInt(bitPattern: -prec & 63)
      var i = n &- 1
      while i > 0 {
        d[i] = w[n &+ i] &<< s | (w[n &+ i &- 1] &>> 1) &>> (63 &- s)
        i &-= 1
      }
      let last = w[n] &<< s | (w[n &- 1] &>> 1) &>> (63 &- s)
      d[0] = last & mask
      var lost = last & ~mask | w[n &- 1] &<< s
      i = 0
      while i < n &- 1 {
        lost |= w[i]
        i &+= 1
      }
      let e = a.pointee._mpfr_exp &+ b.pointee._mpfr_exp &- Int(bitPattern: s)
      z.pointee._mpfr_exp = e
      z.pointee._mpfr_sign = a.pointee._mpfr_sign &* b.pointee._mpfr_sign
      return lost == 0 ? .zero : Magnitude(mantissa: 1 << 31, exponent: e &- prec &+ 1)
    }
  }

  @inline(__always)
  private static func product1(_ w: LimbPointer, _ a: LimbPointer, _ b: LimbPointer) {
    let p = a[0].multipliedFullWidth(by: b[0])
    w[0] = p.low
    w[1] = p.high
  }

  @inline(__always)
  private static func product2(_ w: LimbPointer, _ a: LimbPointer, _ b: LimbPointer) {
    let (low, high) = product2(a[0], a[1], b[0], b[1])
    w[0] = UInt(truncatingIfNeeded: low)
    w[1] = UInt(truncatingIfNeeded: low >> 64)
    w[2] = UInt(truncatingIfNeeded: high)
    w[3] = UInt(truncatingIfNeeded: high >> 64)
  }

  /// The product of two numbers of two limbs.
  @inline(__always)
  static func product2(_ a0: UInt, _ a1: UInt, _ b0: UInt, _ b1: UInt) -> (low: UInt128, high: UInt128) {
    let low = UInt128(a0) &* UInt128(b0)
    let high = UInt128(a1) &* UInt128(b1)
    let (middle, carry) = (UInt128(a0) &* UInt128(b1)).addingReportingOverflow(UInt128(a1) &* UInt128(b0))
    let (sum, carryLow) = low.addingReportingOverflow(middle &<< 64)
    return (sum, high &+ (middle &>> 64) &+ (carry ? UInt128(1) &<< 64 : 0) &+ (carryLow ? 1 : 0))
  }

  @inline(never)
  private static func long(_ z: MPFRPointer, _ a: MPFRPointer, _ b: MPFRPointer, _ n: Int) -> Magnitude {
    Limbs.withScratch(2 &* n) { w in
      let (x, y) = (a.pointee._mpfr_d.unsafelyUnwrapped, b.pointee._mpfr_d.unsafelyUnwrapped)
      var isWhole = true
      if n <= Limbs.wholeProductLimbs || x[0] == 0 || y[0] == 0 {
        Limbs.wholeProduct(w, x, y, n)
      } else {
        isWhole = Limbs.highProduct(w, x, y, n)
      }
      let d = z.pointee._mpfr_d.unsafelyUnwrapped
      let prec = z.pointee._mpfr_prec
      var e = a.pointee._mpfr_exp &+ b.pointee._mpfr_exp
      var lost = w[n &- 1]
      if w[2 &* n &- 1] &>> 63 == 0 {
        _ = __gmpn_lshift(d, w + n, n, 1)
        d[0] |= lost &>> 63
        lost &<<= 1
        e &-= 1
      } else {
        d.update(from: w + n, count: n)
      }
      let mask = UInt.max &<< UInt(bitPattern: -prec & 63)
      lost |= d[0] & ~mask
      d[0] &= mask
      z.pointee._mpfr_exp = e
      z.pointee._mpfr_sign = a.pointee._mpfr_sign &* b.pointee._mpfr_sign
      if !isWhole { return Magnitude(mantissa: 1 << 31 | 1, exponent: e &- prec &+ 1) }
      let isExact = lost == 0 && Limbs.isZero(w, n &- 1)
      return isExact ? .zero : Magnitude(mantissa: 1 << 31, exponent: e &- prec &+ 1)
    }
  }
}
