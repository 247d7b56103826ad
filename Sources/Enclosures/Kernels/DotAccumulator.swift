import CMPFR

/// The fixed-point sums of a scalar product; see `Dot`.
struct DotAccumulator {
  private let plan: DotPlan
  private let limbs: Int
  /// The sums of the positive and of the negative products.
  private let positive: LimbPointer
  private let negative: LimbPointer
  /// A product; the limb below it is 0.
  private let product: LimbPointer
  /// Room for copies of operands, or for a shifted product.
  private let spare: LimbPointer
  /// How many products were cut.
  private var cuts: UInt64 = 0
  private var radius: UInt64 = 0

  /// - Parameter memory: `plan.scratchLimbs` limbs.
  init(_ plan: DotPlan, _ memory: LimbPointer) {
    (self.plan, limbs) = (plan, plan.limbs)
    positive = memory
    negative = memory + limbs
    product = memory + (2 &* limbs &+ 1)
    spare = memory + (4 &* limbs &+ 6)
    memory.update(repeating: 0, count: 2 &* limbs &+ 1)
  }

  /// Adds all terms; false when the budget is spent.
  mutating func addAll(
    _ initial: BallPointer?, _ a: Dot.Vector, _ b: Dot.Vector, _ n: Int, negated: Bool
  ) -> Bool {
    if let initial { add(initial) }
    let flip: Int32 = negated ? -1 : 1
    // The budget is asked after about a tenth of a millisecond.
    let chunk = limbs < 16 ? 1 << 16 : limbs < 256 ? 1 << 8 : 1
    var i = 0
    while i < n {
      let end = min(n, i &+ chunk)
      while i < end {
        let (x, y) = (a[i], b[i])
        radius &+= plan.radiusTerm(x, y)
        add(x.mid, y.mid, flip)
        i &+= 1
      }
      if i < n, Budget.isExhausted { return false }
    }
    return true
  }

  /// Adds a single number.
  private mutating func add(_ x: BallPointer) {
    radius &+= plan.radiusTerm(x.pointee.rad)
    let e = x.pointee.mid._mpfr_exp
    if e == MPFRExponent.zero { return }
    let shift = plan.top &- e
    let available = limbs &- shift &>> 6
    if available <= 0 {
      cuts &+= 1
      return
    }
    let (limbs, used, isCut) = DotAccumulator.trimmed(
      x.pointee.mid._mpfr_d.unsafelyUnwrapped, (x.bits &+ 63) &>> 6, to: available)
    product.update(from: limbs, count: used)
    if isCut { cuts &+= 1 }
    deposit(used, available, UInt(bitPattern: shift & 63), x.pointee.mid._mpfr_sign > 0)
  }

  /// The leading limbs of a mantissa, at most `most`, without zeros at the low end; and whether bits are
  /// lost.
  @inline(__always)
  private static func trimmed(_ p: LimbPointer, _ n: Int, to most: Int) -> (LimbPointer, Int, Bool) {
    var (p, n) = (p, n)
    while n > 1, p[0] == 0 {
      p += 1
      n &-= 1
    }
    return n <= most ? (p, n, false) : (p + (n &- most), most, true)
  }

  /// Adds the product of two midpoints, as far as it is not below u.
  ///
  /// From the top of the accumulator the product is shifted by q limbs and r bits, so h - q limbs are
  /// available above u = 2^-r B^-(h-q) of the product's full scale: an operand cut to h - q limbs costs less
  /// than B^-(h-q), that is 2^-r u.
  @inline(__always)
  private mutating func add(_ x: MPFRPointer, _ y: MPFRPointer, _ flip: Int32) {
    let (ea, eb) = (x.pointee._mpfr_exp, y.pointee._mpfr_exp)
    if ea == MPFRExponent.zero || eb == MPFRExponent.zero { return }
    let shift = plan.top &- (ea &+ eb)
    let r = UInt(bitPattern: shift & 63)
    let available = limbs &- shift &>> 6
    let isPositive = x.pointee._mpfr_sign &* y.pointee._mpfr_sign &* flip > 0
    if available <= 0 {
      cuts &+= 1
      return
    }
    let (lx, ly) = ((x.pointee._mpfr_prec &+ 63) &>> 6, (y.pointee._mpfr_prec &+ 63) &>> 6)
    let (p, q) = (x.pointee._mpfr_d.unsafelyUnwrapped, y.pointee._mpfr_d.unsafelyUnwrapped)
    if lx == ly, lx <= available, p[0] != 0, q[0] != 0 {
      switch lx {
      case 1:
        let w = p[0].multipliedFullWidth(by: q[0])
        product[0] = w.low
        product[1] = w.high
        return deposit(2, available, r, isPositive)
      case 2:
        let (low, high) = MidpointProduct.product2(p[0], p[1], q[0], q[1])
        product[0] = UInt(truncatingIfNeeded: low)
        product[1] = UInt(truncatingIfNeeded: low >> 64)
        product[2] = UInt(truncatingIfNeeded: high)
        product[3] = UInt(truncatingIfNeeded: high >> 64)
        return deposit(4, available, r, isPositive)
      case ...Limbs.wholeProductLimbs:
        Limbs.wholeProduct(product, p, q, lx)
        return deposit(2 &* lx, available, r, isPositive)
      default: break
      }
    }
    let (x, nx, isCutX) = DotAccumulator.trimmed(p, lx, to: available)
    let (y, ny, isCutY) = DotAccumulator.trimmed(q, ly, to: available)
    addLong(x, nx, y, ny, available, r, isPositive, isCut: isCutX || isCutY)
  }

  /// The product of numbers of at most `available` limbs.
  @inline(never)
  private mutating func addLong(
    _ p: LimbPointer, _ n: Int, _ q: LimbPointer, _ k: Int, _ available: Int, _ r: UInt, _ isPositive: Bool,
    isCut: Bool
  ) {
    if n != k || n <= Limbs.wholeProductLimbs || available > n &+ 1 || n >= Limbs.transformLimbs {
      if n == k {
        Limbs.wholeProduct(product, p, q, n)
      } else if n > k {
        __gmpn_mul(product, p, n, q, k)
      } else {
        __gmpn_mul(product, q, k, p, n)
      }
      if isCut { cuts &+= 1 }
      return deposit(n &+ k, available, r, isPositive, mayCount: !isCut)
    }
    // u is 2^r units of limb 2 n - available of the product, n or n - 1; the low part left out is below n
    // units of the limb below that.
    cuts &+= 1
    if available == n {
      Limbs.highProduct(product, p, q, n)
      deposit(2 &* n, available, r, isPositive, mayCount: false)
    } else if n < Limbs.recursiveLimbs {
      Limbs.highProductByRows(product, p, q, n, from: n &- 3)
      deposit(2 &* n, available, r, isPositive, mayCount: false)
    } else {
      // A limb 0 is put below the operands.
      let (x, y) = (spare, spare + (n &+ 1))
      x[0] = 0
      y[0] = 0
      (x + 1).update(from: p, count: n)
      (y + 1).update(from: q, count: n)
      Limbs.highProduct(product, x, y, n &+ 1)
      deposit(2 &* n &+ 2, available, r, isPositive, mayCount: false)
    }
  }

  /// Adds the n limbs of `product`, shifted right by r bits, with their top below limb `available`.
  @inline(__always)
  private mutating func deposit(
    _ n: Int, _ available: Int, _ r: UInt, _ isPositive: Bool, mayCount: Bool = true
  ) {
    var target = isPositive ? positive : negative
    var source = product
    var count = available
    if n >= available {
      source += n &- available
      if mayCount {
        let low = (source[0] &<< 1) &<< (63 &- r)
        if low != 0 || !Limbs.isZero(product, n &- available) { cuts &+= 1 }
      }
    } else {
      // The bits shifted out at the low end have their limb.
      source -= 1
      count = n &+ 1
      target += available &- count
    }
    if count > 12 { return add(target, source, count, r) }
    var carry: UInt = 0
    var low = source[0]
    var i = 0
    while i < count &- 1 {
      let high = source[i &+ 1]
      let (s, c) = target[i].addingReportingOverflow(low &>> r | (high &<< 1) &<< (63 &- r))
      let (t, f) = s.addingReportingOverflow(carry)
      target[i] = t
      carry = (c ? 1 : 0) | (f ? 1 : 0)
      low = high
      i &+= 1
    }
    let (s, c) = target[i].addingReportingOverflow(low &>> r)
    let (t, f) = s.addingReportingOverflow(carry)
    target[i] = t
    // The top limb of an accumulator does not overflow.
    if c || f { Limbs.propagate(target + count) }
  }

  private func add(_ target: LimbPointer, _ source: LimbPointer, _ count: Int, _ r: UInt) {
    var source = source
    if r > 0 {
      _ = __gmpn_rshift(spare, source, count, UInt32(truncatingIfNeeded: r))
      source = spare
    }
    if __gmpn_add_n(target, target, source, count) != 0 { Limbs.propagate(target + count) }
  }

  /// Writes the difference of the sums, rounded to nearest, with its radius.
  func write(_ z: BallPointer) {
    var isNegative = false
    if __gmpn_cmp(positive, negative, limbs) >= 0 {
      _ = __gmpn_sub_n(positive, positive, negative, limbs)
    } else {
      _ = __gmpn_sub_n(positive, negative, positive, limbs)
      isNegative = true
    }
    plan.write(z, positive, limbs, isNegative: isNegative, cuts: cuts, radius: radius)
  }
}

extension DotPlan {
  /// z = ± x 2^(top - 64 n) for the n limbs x, rounded to nearest, with the radius of the sum, that of the
  /// cuts (each below 4 units of the last limb), and the rounding.
  func write(
    _ z: BallPointer, _ x: LimbPointer, _ n: Int, isNegative: Bool, cuts: UInt64, radius word: UInt64
  ) {
    var used = n
    while used > 0, x[used &- 1] == 0 { used &-= 1 }
    var integer = __mpz_struct()
    integer._mp_alloc = Int32(truncatingIfNeeded: n)
    integer._mp_size = Int32(truncatingIfNeeded: isNegative ? -used : used)
    integer._mp_d = x
    let unit = top &- 64 &* n
    let t = mpfr_set_z_2exp(z.mid, &integer, unit, MPFR_RNDN)
    let cut: Magnitude = cuts == 0 ? .zero : .ceiling(cuts, unit: unit &+ 66)
    BallKernel.finish(z, .sum3(radius(word), cut, BallKernel.roundingError(t, z)))
  }
}
