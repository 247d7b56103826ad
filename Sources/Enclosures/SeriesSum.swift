import CMPFR
import Foundation

/// The workspace of `SeriesKernel`: the stored powers and the accumulator, as limbs with a number of fraction
/// limbs each, and a running bound of the accumulator's error.
struct SeriesSum {
  /// The sizes of a workspace.
  struct Shape {
    /// Powers 0 ... `block` are stored.
    var block: Int
    /// The fraction limbs of the powers; a power that exceeds 1 has fewer, so that none has more limbs.
    var limbs: Int
    /// The limbs of the accumulator.
    var capacity: Int

    private var powerSize: Int { limbs + 2 }

    /// A zero accumulator, in memory that lives during `body` only.
    func withWorkspace<R>(_ body: (inout SeriesSum) -> R) -> R {
      let words = capacity + (capacity + 2 * powerSize) + (block + 1) * powerSize
      return withUnsafeTemporaryAllocation(of: UInt.self, capacity: words) { memory in
        withUnsafeTemporaryAllocation(of: Power.self, capacity: block + 1) { powers in
          guard let base = memory.baseAddress, let table = powers.baseAddress else { preconditionFailure() }
          var work = SeriesSum(shape: self, limbs: base, scratch: base + capacity, powers: table)
          var p = base + 2 * capacity + 2 * powerSize
          for j in 0...block {
            (table + j).initialize(to: Power(limbs: p))
            p += powerSize
          }
          return body(&work)
        }
      }
    }
  }

  /// |z|^j as limbs 2^{-64 fraction}, truncated: 0 <= |z|^j - value <= error.
  struct Power {
    var limbs: UnsafeMutablePointer<UInt>
    var count = 0
    var fraction = 0
    var error = Magnitude.zero
    /// >= |z|^j.
    var bound = Magnitude.power2(0)
  }

  let shape: Shape
  private let limbs: UnsafeMutablePointer<UInt>
  private let scratch: UnsafeMutablePointer<UInt>
  private let powers: UnsafeMutablePointer<Power>
  /// The accumulator is ± limbs 2^{-64 fraction}; its top limb is not 0 when `count` > 0.
  private var count = 0
  private var isNegative = false
  var fraction = 0
  private var error = Magnitude.zero
  /// The largest error of a power below the block power, when |z| <= 1; else each power's own is used.
  private var powerError = Magnitude.zero
  private var exceedsOne = false
  /// >= the sum of the coefficients added since the error was last brought up to date, and >= the sum of
  /// their products with the errors of their powers when |z| > 1.
  private var pending = Magnitude.zero
  private var pendingError = Magnitude.zero
  /// The accumulator outgrew its memory; nothing is known then.
  private(set) var overflowed = false

  private init(
    shape: Shape, limbs: UnsafeMutablePointer<UInt>, scratch: UnsafeMutablePointer<UInt>,
    powers: UnsafeMutablePointer<Power>
  ) {
    (self.shape, self.limbs, self.scratch, self.powers) = (shape, limbs, scratch, powers)
  }

  private var unit: Magnitude { .power2(-64 * fraction) }

  // MARK: Powers

  /// Stores the powers of |m|, for m a regular number; false when the budget is spent.
  mutating func setPowers(of m: MPFRPointer) -> Bool {
    powers[0].limbs[0] = 1
    powers[0].count = 1
    setFirstPower(m)
    for j in stride(from: 2, through: shape.block, by: 1) {
      if shape.limbs > 4096, Budget.isExhausted { return false }
      let (a, b) = j % 2 == 0 ? (j / 2, j / 2) : (j - 1, 1)
      let (x, y) = (powers[a], powers[b])
      powers[j].bound = x.bound * y.bound
      powers[j].error = .sum3(x.error * y.bound, y.error * x.bound, .zero)
      guard x.count > 0, y.count > 0 else {
        powers[j].error = powers[j].bound
        continue
      }
      if a == b {
        __gmpn_sqr(scratch, x.limbs, x.count)
      } else {
        SeriesSum.multiply(scratch, x.limbs, x.count, y.limbs, y.count)
      }
      store(scratch, x.count + y.count, fraction: x.fraction + y.fraction, in: j)
    }
    exceedsOne = !(powers[1].bound <= .power2(0))
    if exceedsOne { return true }
    for j in 1..<max(2, shape.block) where powerError <= powers[j].error { powerError = powers[j].error }
    return true
  }

  private static func multiply(
    _ z: UnsafeMutablePointer<UInt>, _ x: UnsafeMutablePointer<UInt>, _ n: Int,
    _ y: UnsafeMutablePointer<UInt>, _ k: Int
  ) {
    _ = n >= k ? __gmpn_mul(z, x, n, y, k) : __gmpn_mul(z, y, k, x, n)
  }

  /// The mantissa 0.d 2^e, d of l limbs, is d 2^-r in units of 2^{64 (h - l)} with e = 64 h - r, 0 <= r < 64.
  private mutating func setFirstPower(_ m: MPFRPointer) {
    let l = (m.pointee._mpfr_prec + 63) >> 6
    let r = -m.pointee._mpfr_exp & 63
    let head = (m.pointee._mpfr_exp + r) >> 6
    powers[1].bound = Magnitude.upper(m)
    // The mantissa may be longer than the powers: only its leading limbs are used.
    let used = min(l, shape.limbs + 1)
    let source = m.pointee._mpfr_d + (l - used)
    let cut = used < l
    if r == 0 {
      scratch[0] = 0
      (scratch + 1).update(from: source, count: used)
    } else {
      scratch[0] = __gmpn_rshift(scratch + 1, source, used, UInt32(r))
    }
    let fraction = used - head + 1
    if cut { powers[1].error = .power2(-64 * (fraction - 1)) }
    store(scratch, used + 1, fraction: fraction, in: 1)
  }

  /// Truncates n limbs with `fraction` fraction limbs to the length of powers, and drops zero limbs.
  private func store(_ x: UnsafeMutablePointer<UInt>, _ n: Int, fraction: Int, in j: Int) {
    var (x, n, f) = (x, n, fraction)
    while n > 0, x[n - 1] == 0 { n -= 1 }
    let most = shape.limbs - max(0, n - f)
    if f > most {
      let drop = f - most
      powers[j].error = powers[j].error + .power2(-64 * most)
      x += min(drop, n)
      n = max(0, n - drop)
      f = most
    }
    while n > 0, x[0] == 0 { (x, n, f) = (x + 1, n - 1, f - 1) }
    powers[j].limbs.update(from: x, count: n)
    powers[j].count = n
    powers[j].fraction = f
  }

  // MARK: The accumulator

  /// Adds ± c |z|^j, for j below the block length.
  @inline(__always)
  mutating func add(_ c: UInt, power j: Int, negative: Bool) {
    pending = pending + SeriesSum.above(c)
    if exceedsOne { pendingError = pendingError + SeriesSum.above(c) * powers[j].error }
    var source = powers[j].limbs
    var n = powers[j].count
    var start = fraction &- powers[j].fraction
    if start < 0 {
      // The power is finer than the accumulator: what is cut is below c units.
      source -= start
      n += start
      start = 0
    }
    if n <= 0 { return }
    guard extend(to: start &+ n &+ 1) else { return }
    let end = start &+ n
    if negative == isNegative {
      let carry = __gmpn_addmul_1(limbs + start, source, n, c)
      if __gmpn_add_1(limbs + end, limbs + end, count &- end, carry) != 0 {
        guard count < shape.capacity else {
          overflowed = true
          return
        }
        limbs[count] = 1
        count &+= 1
      }
    } else {
      let borrow = __gmpn_submul_1(limbs + start, source, n, c)
      if __gmpn_sub_1(limbs + end, limbs + end, count &- end, borrow) != 0 {
        _ = __gmpn_neg(limbs, limbs, count)
        isNegative.toggle()
      }
    }
    normalize()
  }

  /// Zero limbs up to a length of n.
  @inline(__always)
  private mutating func extend(to n: Int) -> Bool {
    if n > shape.capacity {
      overflowed = true
      return false
    }
    while count < n {
      limbs[count] = 0
      count &+= 1
    }
    return true
  }

  @inline(__always)
  private mutating func normalize() {
    while count > 0, limbs[count &- 1] == 0 { count &-= 1 }
  }

  /// A bound of a word.
  @inline(__always)
  private static func above(_ c: UInt) -> Magnitude { .ceiling(UInt64(c), unit: 64) }

  /// Adds the error of the terms since the last call.
  private mutating func settle() {
    error = .sum3(error, pendingError, pending * (powerError + unit))
    pending = .zero
    pendingError = .zero
  }

  /// Goes over to `target` fraction limbs: zero limbs are added at the low end, or limbs dropped.
  mutating func setFraction(_ target: Int) {
    if target == fraction { return }
    settle()
    let more = target - fraction
    fraction = target
    if more > 0 {
      let n = count
      guard n > 0, extend(to: n + more) else { return }
      memmove(limbs + more, limbs, n * MemoryLayout<UInt>.stride)
      limbs.update(repeating: 0, count: more)
    } else {
      error = error + unit
      let n = max(0, count + more)
      if n > 0 { memmove(limbs, limbs - more, n * MemoryLayout<UInt>.stride) }
      count = n
    }
  }

  /// Multiplies by a word other than 0.
  mutating func multiply(by c: UInt) {
    if c == 1 { return }
    settle()
    error = error * SeriesSum.above(c)
    if count == 0 { return }
    let carry = __gmpn_mul_1(limbs, limbs, count, c)
    if carry != 0, extend(to: count + 1) { limbs[count - 1] = carry }
  }

  /// Divides by a word other than 0.
  mutating func divide(by c: UInt) {
    settle()
    if c == 1 { return }
    error = error.dividedUp(by: .floor(c)) + unit
    if count == 0 { return }
    _ = __gmpn_divrem_1(limbs, 0, limbs, count, c)
    normalize()
  }

  /// A bound of |accumulator|.
  private var size: Magnitude {
    count == 0
      ? .zero : .ceiling(UInt64(limbs[count - 1] >> 1) + 1, unit: 65 + 64 * (count - 1 - fraction))
  }

  /// Multiplies by |z|^block and goes over to `target` fraction limbs.
  mutating func multiplyByBlockPower(fraction target: Int) {
    settle()
    let power = powers[shape.block]
    error = .sum3(error * power.bound, size * power.error, .power2(-64 * target))
    if count == 0 || power.count == 0 {
      // Nothing is stored; |acc| |z|^m is within the error already.
      (count, fraction) = (0, target)
      return
    }
    SeriesSum.multiply(scratch, limbs, count, power.limbs, power.count)
    let n = count + power.count
    let drop = fraction + power.fraction - target
    fraction = target
    count = 0
    var rest = max(0, n - drop)
    while rest > 0, drop + rest > 0, scratch[drop + rest - 1] == 0 { rest -= 1 }
    guard rest <= shape.capacity else {
      overflowed = true
      return
    }
    count = rest
    if drop >= 0 {
      limbs.update(from: scratch + drop, count: rest)
    } else {
      limbs.update(repeating: 0, count: -drop)
      (limbs - drop).update(from: scratch, count: rest + drop)
    }
  }

  /// The accumulator, with its error and `tail`, as a ball of `bits` bits.
  mutating func result(bits: Int, tail: Magnitude) -> Ball {
    normalize()
    var integer = __mpz_struct()
    integer._mp_alloc = Int32(shape.capacity)
    integer._mp_size = isNegative ? -Int32(count) : Int32(count)
    integer._mp_d = limbs
    return .make(bits) { z in
      let t = mpfr_set_z_2exp(z.mid, &integer, -64 * fraction, MPFR_RNDN)
      BallKernel.finish(z, .sum3(error, tail, BallKernel.roundingError(t, z)))
    }
  }
}
