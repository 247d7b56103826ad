import CMPFR

/// Scalar products of midpoints of one or two limbs, with the accumulator of `Dot` in registers.
enum ShortDot {
  /// Writes the scalar product when all midpoints have one limb and the plan asks for 128 bits at most, or
  /// two limbs and 256 bits; false otherwise.
  ///
  /// The sum is kept in two's complement. A product of the full scale 2^(e_a + e_b) is shifted right by s =
  /// S - e_a - e_b >= 2 places; what is cut there is below one unit.
  static func dot(
    _ z: BallPointer, _ plan: DotPlan, _ a: Dot.Vector, _ b: Dot.Vector, _ n: Int, negated: Bool
  ) -> Bool {
    if plan.commonLimbs == 1, plan.limbs <= 2 {
      one(z, plan, a, b, n, negated)
    } else if plan.commonLimbs == 2, plan.limbs <= 4 {
      two(z, plan, a, b, n, negated)
    } else {
      return false
    }
    return true
  }

  private static func one(
    _ z: BallPointer, _ plan: DotPlan, _ a: Dot.Vector, _ b: Dot.Vector, _ n: Int, _ negated: Bool
  ) {
    var sum: UInt128 = 0
    var (radius, cuts): (UInt64, UInt64) = (0, 0)
    let flip: Int32 = negated ? -1 : 1
    var i = 0
    while i < n {
      let (x, y) = (a[i], b[i])
      i &+= 1
      radius &+= plan.radiusTerm(x, y)
      let (ea, eb) = (x.pointee.mid._mpfr_exp, y.pointee.mid._mpfr_exp)
      if _slowPath(ea == MPFRExponent.zero || eb == MPFRExponent.zero) { continue }
      let s = plan.top &- ea &- eb
      if s >= 128 {
        cuts &+= 1
        continue
      }
      let product = UInt128(x.pointee.mid._mpfr_d[0]) &* UInt128(y.pointee.mid._mpfr_d[0])
      let shift = UInt128(truncatingIfNeeded: s)
      let term = product &>> shift
      cuts &+= term &<< shift == product ? 0 : 1
      // -1 or 0
      let sign = Int(x.pointee.mid._mpfr_sign &* y.pointee.mid._mpfr_sign &* flip) >> 1
      let mask = UInt128(truncatingIfNeeded: sign)
      sum = sum &+ ((term ^ mask) &- mask)
    }
    let isNegative = sum >> 127 == 1
    let size = isNegative ? 0 &- sum : sum
    Limbs.withScratch(2) { w in
      w[0] = UInt(truncatingIfNeeded: size)
      w[1] = UInt(truncatingIfNeeded: size >> 64)
      plan.write(z, w, 2, isNegative: isNegative, cuts: cuts, radius: radius)
    }
  }

  private static func two(
    _ z: BallPointer, _ plan: DotPlan, _ a: Dot.Vector, _ b: Dot.Vector, _ n: Int, _ negated: Bool
  ) {
    var (low, high): (UInt128, UInt128) = (0, 0)
    var (radius, cuts): (UInt64, UInt64) = (0, 0)
    let flip: Int32 = negated ? -1 : 1
    var i = 0
    while i < n {
      let (x, y) = (a[i], b[i])
      i &+= 1
      radius &+= plan.radiusTerm(x, y)
      let (ea, eb) = (x.pointee.mid._mpfr_exp, y.pointee.mid._mpfr_exp)
      if _slowPath(ea == MPFRExponent.zero || eb == MPFRExponent.zero) { continue }
      let s = plan.top &- ea &- eb
      if s >= 256 {
        cuts &+= 1
        continue
      }
      let (p, q) = (x.pointee.mid._mpfr_d.unsafelyUnwrapped, y.pointee.mid._mpfr_d.unsafelyUnwrapped)
      var (l, h) = MidpointProduct.product2(p[0], p[1], q[0], q[1])
      let shift = UInt128(truncatingIfNeeded: s & 127)
      if s >= 128 {
        cuts &+= l == 0 && (h &>> shift) &<< shift == h ? 0 : 1
        l = h &>> shift
        h = 0
      } else {
        // The place of the lowest bit that is not 0, if one is cut, is below s.
        cuts &+= (l &>> shift) &<< shift == l ? 0 : 1
        l = l &>> shift | (h &<< 1) &<< (127 &- shift)
        h = h &>> shift
      }
      let sign = Int(x.pointee.mid._mpfr_sign &* y.pointee.mid._mpfr_sign &* flip) >> 1
      let mask = UInt128(truncatingIfNeeded: sign)
      // -t = (~t) + 1: the 1 is the carry into the sum.
      let (s0, c0) = low.addingReportingOverflow(l ^ mask)
      let (s1, c1) = s0.addingReportingOverflow(mask & 1)
      low = s1
      high = high &+ (h ^ mask) &+ (c0 ? 1 : 0) &+ (c1 ? 1 : 0)
    }
    let isNegative = high >> 127 == 1
    if isNegative {
      low = 0 &- low
      high = ~high &+ (low == 0 ? 1 : 0)
    }
    Limbs.withScratch(4) { w in
      w[0] = UInt(truncatingIfNeeded: low)
      w[1] = UInt(truncatingIfNeeded: low >> 64)
      w[2] = UInt(truncatingIfNeeded: high)
      w[3] = UInt(truncatingIfNeeded: high >> 64)
      plan.write(z, w, 4, isNegative: isNegative, cuts: cuts, radius: radius)
    }
  }
}
