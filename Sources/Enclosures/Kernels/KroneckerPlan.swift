import CMPFR
import VlasovNumbers

/// Kronecker's substitution: polynomials as integers, written at a power of two large enough that the
/// coefficients of the product do not meet.
///
/// With one unit 2^u for each operand and a slope c, the midpoints are exactly A_i 2^(u - c i) and B_j 2^(v -
/// c j) for integers of α and β bits; c takes away a geometric growth of the coefficients. The product's
/// coefficients Σ A_i B_{k-i} have at most α + β + ceil(log2(min length)) bits, and one more for the sign:
/// they are read off the product of Σ A_i 2^(W i) and Σ B_j 2^(W j), W a multiple of 64, and are exact. So
/// the only error of a midpoint is its final rounding.
struct KroneckerPlan {
  /// The size of an operand's integers.
  private struct Scale {
    var unit: Int
    var bits: Int
  }

  private let slope: Int
  private let first: Scale
  private let second: Scale
  /// W/64.
  private let slot: Int

  /// nil when an operand is indeterminate, a midpoint's polynomial is 0, or scalar products are taken to be
  /// faster (unless `isForced`; even then the integers' total size is limited).
  init?(_ a: [Ball], _ b: [Ball], isForced: Bool) {
    let short = Swift.min(a.count, b.count)
    if !isForced, short < KroneckerPlan.crossover(a[0].bits) { return nil }
    guard a.allSatisfy(\.isFinite), b.allSatisfy(\.isFinite) else { return nil }
    slope = KroneckerPlan.slope(a, b)
    guard let x = KroneckerPlan.scale(a, slope), let y = KroneckerPlan.scale(b, slope) else { return nil }
    (first, second) = (x, y)
    let width = x.bits + y.bits + (Int.bitWidth - short.leadingZeroBitCount) + 1
    slot = (width + 63) >> 6
    let precision = a.reduce(0) { Swift.max($0, $1.bits) } + b.reduce(0) { Swift.max($0, $1.bits) }
    // Wider slots than those of full mantissas cost more than they save.
    if !isForced, width > 2 * precision + 128 { return nil }
    guard (a.count + b.count) < (1 << 30) / slot else { return nil }
  }

  /// From this length of the shorter operand on, integers are faster; measured.
  private static func crossover(_ bits: Int) -> Int {
    bits <= 192 ? 24 : bits <= 2048 ? 20 : 10
  }

  /// About minus the slope of the exponents, from the ends of the operands' supports.
  private static func slope(_ a: [Ball], _ b: [Ball]) -> Int {
    func ends(_ x: [Ball]) -> (length: Int, drop: Int) {
      guard let i = x.firstIndex(where: { $0.exponent != nil }),
        let j = x.lastIndex(where: { $0.exponent != nil }), let e = x[i].exponent, let f = x[j].exponent
      else { return (0, 0) }
      return (j - i, e - f)
    }
    let (x, y) = (ends(a), ends(b))
    let length = x.length + y.length
    return length == 0 ? 0 : Int((Double(x.drop + y.drop) / Double(length)).rounded())
  }

  /// The unit and the width of the integers of all midpoints; nil when all are 0.
  private static func scale(_ x: [Ball], _ slope: Int) -> Scale? {
    var (top, unit) = (Int.min, Int.max)
    for (i, ball) in x.enumerated() {
      guard let e = ball.exponent else { continue }
      let width = ball.withMidpoint { mpfr_min_prec($0) }
      top = Swift.max(top, e + slope * i)
      unit = Swift.min(unit, e + slope * i - Int(width))
    }
    return top == Int.min ? nil : Scale(unit: unit, bits: top - unit)
  }

  /// The product's first `length` coefficients; nil when the budget is spent.
  func product(_ a: [Ball], _ b: [Ball], length: Int, bits: Int) -> [Ball]? {
    let (x, y) = (packed(a, first), packed(b, second))
    let product = x * y
    if Budget.isExhausted { return nil }
    let radii = ConvolutionRadii(a, b, slope: slope, length: length)
    return product.withPointer { p in
      let negative = p.pointee._mp_size < 0
      let size = Int(p.pointee._mp_size.magnitude)
      let limbs = p.pointee._mp_d
      return withUnsafeTemporaryAllocation(of: UInt.self, capacity: slot) { buffer in
        let value = buffer.baseAddress.unsafelyUnwrapped
        var carry: UInt = 0
        return (0..<length).map { k in
          let count = Swift.max(0, Swift.min(slot, size - k * slot))
          value.update(repeating: 0, count: slot)
          if let limbs, count > 0 { value.update(from: limbs + k * slot, count: count) }
          // The slots below a negative one have borrowed from it.
          if carry != 0 { _ = __gmpn_add_1(value, value, slot, carry) }
          let isComplement = value[slot - 1] >> 63 == 1
          carry = isComplement ? 1 : 0
          if isComplement { _ = __gmpn_neg(value, value, slot) }
          return coefficient(k, value, isNegative: negative != isComplement, radii(k), bits)
        }
      }
    }
  }

  /// The ball of ± value 2^(u + v - c k).
  private func coefficient(
    _ k: Int, _ value: LimbPointer, isNegative: Bool, _ radius: Magnitude, _ bits: Int
  ) -> Ball {
    var n = slot
    while n > 0, value[n - 1] == 0 { n -= 1 }
    var integer = __mpz_struct()
    integer._mp_alloc = Int32(slot)
    integer._mp_size = isNegative ? -Int32(n) : Int32(n)
    integer._mp_d = value
    return .make(bits) { z in
      let t = mpfr_set_z_2exp(z.mid, &integer, first.unit + second.unit - slope * k, MPFR_RNDN)
      BallKernel.finish(z, radius + BallKernel.roundingError(t, z))
    }
  }

  /// Σ A_i 2^(W i).
  private func packed(_ x: [Ball], _ scale: Scale) -> Integer {
    let total = x.count * slot
    return withUnsafeTemporaryAllocation(of: UInt.self, capacity: 2 * total) { buffer in
      let positive = buffer.baseAddress.unsafelyUnwrapped
      let negative = positive + total
      positive.update(repeating: 0, count: 2 * total)
      for (i, ball) in x.enumerated() {
        guard let e = ball.exponent else { continue }
        ball.read { b in
          let target = (b.pointee.mid._mpfr_sign > 0 ? positive : negative) + i * slot
          place(b.mid, at: e + slope * i - scale.unit, target)
        }
      }
      return Integer(unsafeWriting: { z in
        let isNegative = __gmpn_cmp(positive, negative, total) < 0
        if isNegative {
          _ = __gmpn_sub_n(positive, negative, positive, total)
        } else {
          _ = __gmpn_sub_n(positive, positive, negative, total)
        }
        __gmpz_import(z, total, -1, MemoryLayout<UInt>.size, 0, 0, positive)
        if isNegative { __gmpz_neg(z, z) }
      })
    }
  }

  /// Writes the integer mantissa 2^(top - 64 n) of an n-limb mantissa with its top bit at place `top` - 1:
  /// the bits below place 0 are 0.
  private func place(_ m: MPFRPointer, at top: Int, _ target: LimbPointer) {
    let n = (m.pointee._mpfr_prec + 63) >> 6
    let source = m.pointee._mpfr_d.unsafelyUnwrapped
    let high = (top + 63) >> 6
    let r = UInt(bitPattern: 64 * high - top)
    // Limb j of the result is made of limbs j + drop and j + drop + 1 of the mantissa, shifted right by r.
    let drop = n - high
    for j in 0..<high {
      let (i, k) = (j + drop, j + drop + 1)
      let low = i >= 0 && i < n ? source[i] : 0
      let up = k >= 0 && k < n ? source[k] : 0
      target[j] = low &>> r | (up &<< 1) &<< (63 &- r)
    }
  }
}
