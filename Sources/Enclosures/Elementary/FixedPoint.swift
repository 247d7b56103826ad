import CMPFR

/// Non-negative fixed-point numbers: little-endian limbs in units ("ulps") of 2^(-64 n), n fraction limbs.
///
/// The elementary functions reduce their argument and sum their series on such numbers; every operation that
/// is not exact truncates, and says by how many ulps at most.
enum FixedPoint {
  /// Writes 0.d 2^e, d the mantissa of the regular number `m`, to the n + 1 limbs at `z`, truncated: the value
  /// written is less than one ulp too small. Needs e <= 64.
  static func load(_ z: LimbPointer, fraction n: Int, mantissaOf m: MPFRPointer, exponent e: Int) {
    guard let source = m.pointee._mpfr_d else { return }
    let l = (m.pointee._mpfr_prec &+ 63) &>> 6
    // d 2^(e - 64 l) in ulps is d 2^shift.
    let shift = e &+ 64 &* (n &- l)
    let (q, bits) = (shift >> 6, shift & 63)
    var end: Int
    if q >= 0 {
      z.update(repeating: 0, count: q)
      end = q &+ l
      let top = shifted(z + q, source, l, bits)
      if end <= n {
        z[end] = top
        end &+= 1
      }
    } else {
      let count = l &+ q
      if count < 0 {
        end = 0
      } else {
        let top = shifted(z, source - q, count, bits)
        z[count] = top
        if bits > 0 { z[0] |= source[-q &- 1] >> UInt(64 &- bits) }
        end = count &+ 1
      }
    }
    if end <= n { (z + end).update(repeating: 0, count: n &+ 1 &- end) }
  }

  /// x 2^bits in n limbs, returning the limb that is shifted out; 0 <= bits < 64.
  @inline(__always)
  private static func shifted(_ z: LimbPointer, _ x: LimbPointer, _ n: Int, _ bits: Int) -> UInt {
    if n == 0 { return 0 }
    if bits > 0 { return __gmpn_lshift(z, x, n, UInt32(truncatingIfNeeded: bits)) }
    z.update(from: x, count: n)
    return 0
  }

  /// Writes ± x 2^shift, rounded to nearest, to the midpoint of `z`.
  ///
  /// - Returns: `error` plus half a unit of the last place.
  ///
  /// Proof: let D be the leading limbs in units of their lowest bit, f in [0, 1) what lies below, 2 h the unit of
  /// the last place. The result is R = 2 h floor((D + h)/(2 h)), so D + f - R is in [-h, h - 1 + f). When the
  /// last place is the lowest bit, 1 is added exactly when f >= 1/2.
  static func store(
    _ z: BallPointer, _ x: LimbPointer, count: Int, shift: Int, negative: Bool, error: Magnitude
  ) -> Magnitude {
    var count = count
    while count > 0, x[count &- 1] == 0 { count &-= 1 }
    guard count > 0, let target = z.pointee.mid._mpfr_d else {
      mpfr_set_zero(z.mid, 1)
      return error
    }
    let bits = z.bits
    let l = (bits &+ 63) &>> 6
    let zeros = x[count &- 1].leadingZeroBitCount
    var exponent = 64 &* count &- zeros &+ shift
    let low = count &- l
    var below: UInt = 0
    if low >= 0 {
      _ = shifted(target, x + low, l, zeros)
      if low > 0 {
        let next = x[low &- 1]
        if zeros > 0 { target[0] |= next >> UInt(64 &- zeros) }
        below = next << UInt(zeros)
      }
    } else {
      target.update(repeating: 0, count: -low)
      _ = shifted(target - low, x, count, zeros)
    }
    let unused = UInt(64 &* l &- bits)
    let half = unused > 0 ? (1 as UInt) << (unused &- 1) : below >> 63
    let (sum, carry) = target[0].addingReportingOverflow(half)
    target[0] = unused > 0 ? sum & (UInt.max << unused) : sum
    if carry {
      var i = 1
      while i < l {
        target[i] &+= 1
        if target[i] != 0 { break }
        i &+= 1
      }
      if i == l {
        target[l &- 1] = 1 << 63
        exponent &+= 1
      }
    }
    z.pointee.mid._mpfr_exp = exponent
    z.pointee.mid._mpfr_sign = negative ? -1 : 1
    return error + Magnitude(mantissa: 1 << 31, exponent: exponent &- bits)
  }

  /// The number of leading zero bits of an n-limb number (64 n when it is 0).
  @inline(__always)
  static func leadingZeroBits(_ x: LimbPointer, _ n: Int) -> Int {
    var k = n
    while k > 0, x[k &- 1] == 0 { k &-= 1 }
    return k == 0 ? 64 &* n : 64 &* (n &- k) &+ x[k &- 1].leadingZeroBitCount
  }

  /// z += carry, of n limbs.
  @inline(__always)
  static func addCarry(_ z: LimbPointer, _ n: Int, _ carry: UInt) {
    if n <= 0 { return }
    let (sum, overflow) = z[0].addingReportingOverflow(carry)
    z[0] = sum
    if overflow, n > 1 { _ = __gmpn_add_1(z + 1, z + 1, n &- 1, 1) }
  }

  /// z -= borrow, of n limbs.
  @inline(__always)
  static func subtractBorrow(_ z: LimbPointer, _ n: Int, _ borrow: UInt) {
    if n <= 0 { return }
    let (difference, overflow) = z[0].subtractingReportingOverflow(borrow)
    z[0] = difference
    if overflow, n > 1 { _ = __gmpn_sub_1(z + 1, z + 1, n &- 1, 1) }
  }

  /// A product of lengths in any order, both positive.
  @inline(__always)
  static func multiply(_ z: LimbPointer, _ x: LimbPointer, _ n: Int, _ y: LimbPointer, _ k: Int) {
    if n == k {
      __gmpn_mul_n(z, x, y, n)
    } else {
      _ = n > k ? __gmpn_mul(z, x, n, y, k) : __gmpn_mul(z, y, k, x, n)
    }
  }
}

/// Memory that is handed out from one allocation.
struct LimbWorkspace {
  private var next: LimbPointer

  @inline(__always)
  mutating func take(_ n: Int) -> LimbPointer {
    defer { next += n }
    return next
  }

  /// Calls `body` with room for `words` limbs, which lives during the call only.
  @inline(__always)
  static func with<R>(words: Int, _ body: (inout LimbWorkspace) -> R) -> R {
    withUnsafeTemporaryAllocation(of: UInt.self, capacity: words) { memory in
      guard let base = memory.baseAddress else { preconditionFailure("no memory") }
      var work = LimbWorkspace(next: base)
      return body(&work)
    }
  }
}
