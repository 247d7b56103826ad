import CMPFR

/// The positions and the length of the accumulators of a scalar product; see `Dot`.
struct DotPlan {
  /// The limbs h of the accumulator; 0 when all midpoints' products are 0.
  private(set) var limbs = 0
  /// S: the accumulator's top bit is worth 2^(S-1).
  private(set) var top = 0
  /// R: all products in the radius are below 2^R; very small when all are 0.
  private(set) var radiusTop = Int.min / 2
  /// Terms added to the radius' word are below 2^(64 - radiusSpare).
  private(set) var radiusSpare = 0

  /// The number of limbs that all midpoints of a and b have, or 0.
  private(set) var commonLimbs = 0

  /// Exponents of zeros and of radii that are 0.
  private static let zeroExponent = Int.min / 4

  /// nil when an operand is indeterminate.
  init?(_ initial: BallPointer?, _ a: Dot.Vector, _ b: Dot.Vector, _ n: Int, bits: Int) {
    var middle = Int.min / 2
    var largest = Int.min / 2
    let precision = n > 0 ? a[0].bits &- 1 : 0
    var difference = 0
    var i = 0
    while i < n {
      let (x, y) = (a[i], b[i])
      let ea = max(x.pointee.mid._mpfr_exp, DotPlan.zeroExponent)
      let eb = max(y.pointee.mid._mpfr_exp, DotPlan.zeroExponent)
      let (ra, rb) = (x.pointee.rad.exponent, y.pointee.rad.exponent)
      difference |= ((x.bits &- 1) ^ precision) | ((y.bits &- 1) ^ precision)
      middle = max(middle, ea &+ eb)
      largest = max(largest, max(ra, rb))
      radiusTop = max(radiusTop, max(ea, ra) &+ rb, eb &+ ra)
      i &+= 1
    }
    if let initial {
      middle = max(middle, max(initial.pointee.mid._mpfr_exp, DotPlan.zeroExponent))
      largest = max(largest, initial.pointee.rad.exponent)
      radiusTop = max(radiusTop, initial.pointee.rad.exponent)
    }
    if largest >= Magnitude.infiniteExponent { return nil }
    if difference &>> 6 == 0 { commonLimbs = precision &>> 6 &+ 1 }
    let size = Int.bitWidth &- (n &+ 1).leadingZeroBitCount
    // Three products for each term, each rounded up by a unit.
    radiusSpare = size &+ 3
    if middle < -(1 << 33) {
      // A product of regular midpoints is above 2^-2^31.
      return
    }
    var wanted = bits
    if radiusTop > -(1 << 40) { wanted = min(wanted, max(0, middle &- radiusTop) &+ 8) }
    top = middle &+ size &+ 2
    // The truncations, 4 u for each term, stay below 2^(E - wanted - 2).
    limbs = (wanted &+ 2 &* size &+ 6 &+ 63) &>> 6
  }

  /// Two accumulators, and room for a product and its shift.
  var scratchLimbs: Int { 6 &* limbs &+ 10 }

  /// The radius of Σ a_i b_i before rounding; infinite when an operand is indeterminate or n >
  /// `Dot.pieceLength`.
  static func radius(_ a: Dot.Vector, _ b: Dot.Vector, _ n: Int) -> Magnitude {
    guard n <= Dot.pieceLength, let plan = DotPlan(nil, a, b, n, bits: 2) else { return .infinity }
    return plan.radius(nil, a, b, n)
  }

  /// z = 0 with the radius of the sum.
  func writeRadius(
    _ z: BallPointer, _ initial: BallPointer?, _ a: Dot.Vector, _ b: Dot.Vector, _ n: Int
  ) {
    let rad = radius(initial, a, b, n)
    mpfr_set_zero(z.mid, 1)
    BallKernel.finish(z, rad)
  }

  private func radius(_ initial: BallPointer?, _ a: Dot.Vector, _ b: Dot.Vector, _ n: Int) -> Magnitude {
    var word: UInt64 = 0
    for i in 0..<n { word &+= radiusTerm(a[i], b[i]) }
    if let initial { word &+= radiusTerm(initial.pointee.rad) }
    return radius(word)
  }

  /// x 2^(exponent - 64), rounded up to a multiple of 2^(R - 64 + radiusSpare) plus one unit of that.
  ///
  /// Mantissas' products are below 2^64, so a term is below 2^(64 - radiusSpare) + 1 and all of them, fewer
  /// than 3 (N + 1) < 2^radiusSpare / 2, stay below 2^64.
  @inline(__always)
  private func aligned(_ x: UInt64, _ exponent: Int) -> UInt64 {
    let shift = radiusTop &- exponent &+ radiusSpare
    return x &>> UInt64(truncatingIfNeeded: min(shift, 63))
  }

  /// |m_a| r_b + |m_b| r_a + r_a r_b in the radius' unit, rounded up.
  ///
  /// When r_a < |m_a|, as (|m_a| + r_a) r_b + |m_b| r_a with midpoints rounded up to 31 bits: the first
  /// factor is below 2^31 + 2^30 + 2 units then, so that products fit a word.
  @inline(__always)
  func radiusTerm(_ a: BallPointer, _ b: BallPointer) -> UInt64 {
    let (ra, rb) = (a.pointee.rad, b.pointee.rad)
    if ra.mantissa | rb.mantissa == 0 { return 0 }
    let (ea, eb) = (a.pointee.mid._mpfr_exp, b.pointee.mid._mpfr_exp)
    if _slowPath(ra.exponent >= ea || eb == MPFRExponent.zero || ea == MPFRExponent.zero) {
      return radiusTerm(ra, .upper(a.mid), rb, .upper(b.mid))
    }
    let x = UInt64(a.topLimb &>> 33) &+ 2 &+ DotPlan.shifted(UInt64(ra.mantissa), ea &- ra.exponent &+ 1)
    let y = UInt64(b.topLimb &>> 33) &+ 1
    return aligned(x &* UInt64(rb.mantissa), ea &+ rb.exponent &+ 1)
      &+ aligned(y &* UInt64(ra.mantissa), eb &+ ra.exponent &+ 1) &+ 2
  }

  @inline(__always)
  private static func shifted(_ x: UInt64, _ n: Int) -> UInt64 {
    x &>> UInt64(truncatingIfNeeded: min(n, 63))
  }

  @inline(__always)
  private func radiusTerm(_ ra: Magnitude, _ am: Magnitude, _ rb: Magnitude, _ bm: Magnitude) -> UInt64 {
    let first = UInt64(am.mantissa) &* UInt64(rb.mantissa)
    let second = UInt64(bm.mantissa) &* UInt64(ra.mantissa)
    let third = UInt64(ra.mantissa) &* UInt64(rb.mantissa)
    return aligned(first, am.exponent &+ rb.exponent) &+ aligned(second, bm.exponent &+ ra.exponent)
      &+ aligned(third, ra.exponent &+ rb.exponent) &+ (first | second | third == 0 ? 0 : 3)
  }

  /// r in the radius' unit, rounded up.
  @inline(__always)
  func radiusTerm(_ r: Magnitude) -> UInt64 {
    r.isZero ? 0 : aligned(UInt64(r.mantissa) &<< 32, r.exponent) &+ 1
  }

  /// The magnitude of a sum of radius terms.
  func radius(_ word: UInt64) -> Magnitude {
    word == 0 ? .zero : .ceiling(word, unit: radiusTop &+ radiusSpare)
  }
}

extension UnsafeMutablePointer where Pointee == BallHeader {
  /// The leading limb of a midpoint other than 0.
  @inline(__always) var topLimb: UInt {
    pointee.mid._mpfr_d.unsafelyUnwrapped[(pointee.mid._mpfr_prec &- 1) &>> 6]
  }
}
