import CMPFR

/// The workspace of `IntegerRatioSeries`: the powers of ζ and the accumulator, as limbs of fixed weights, and
/// a running bound of the accumulator's error.
///
/// Limb i of a power and of the accumulator has the weight 2^{64 (i - fraction)}. The accumulator occupies
/// the limbs `low` ..< `high`; those below are zero in memory, so that a finer stage only lowers `low`.
struct SeriesAccumulator {
  typealias Words = UnsafeMutablePointer<UInt>

  private let powers: Words
  private let errors: UnsafeMutablePointer<Magnitude>
  let block: Int
  let fraction: Int
  private let limbs: Words
  private let capacity: Int
  private let scratch: Words
  private var low = 0
  private var high = 0
  private var isNegative = false
  private var error = Magnitude.zero
  /// The largest error of a power below the block power, and whether each power's own is to be used.
  private var powerError = Magnitude.zero
  private var isInexact = false
  private var blockBound = Magnitude.zero
  /// Σ |c| since the error was brought up to date (each c is at most 2^57, a group has fewer than 64), and
  /// Σ |c| e_j where each power's own error is used.
  private var pending: UInt = 0
  private var pendingError = Magnitude.zero
  private(set) var overflowed = false

  /// - Parameters:
  ///   - powers: (block + 1) * fraction limbs.
  ///   - accumulator: `capacity` limbs.
  ///   - scratch: capacity + 2 fraction + 8 limbs.
  init(
    powers: Words, errors: UnsafeMutablePointer<Magnitude>, block: Int, fraction: Int, accumulator: Words,
    capacity: Int, scratch: Words
  ) {
    (self.powers, self.errors, self.block, self.fraction) = (powers, errors, block, fraction)
    (limbs, self.capacity, self.scratch) = (accumulator, capacity, scratch)
    accumulator.update(repeating: 0, count: capacity)
  }

  private var unit: Magnitude { .power2(64 * (low - fraction)) }
  private func power(_ j: Int) -> Words { powers + j * fraction }

  /// A lower bound of a word.
  static func below(_ q: UInt) -> Magnitude {
    let drop = Swift.max(0, 32 - q.leadingZeroBitCount)
    return Magnitude(Int(bitPattern: q >> UInt(drop))).scaled(by: drop)
  }

  // MARK: Powers

  /// Stores ζ^1, ..., ζ^block for |z| = ζ 2^shift, truncated; false when the budget is spent.
  mutating func setPowers(_ z: Ball, shift: Int) -> Bool {
    let quantum = Magnitude.power2(-64 * fraction)
    let first = power(1)
    let isCut = z.withMidpoint { m -> Bool in
      let length = (m.pointee._mpfr_prec + 63) >> 6
      let down = shift - m.pointee._mpfr_exp
      let (skip, bits) = (down >> 6, UInt(down & 63))
      let source = m.pointee._mpfr_d!
      for i in 0..<fraction {
        // Limb fraction - 1 - i is made of the limbs length - 1 - (i - skip) and the one above it.
        let at = length - 1 - i + skip
        let here = at >= 0 && at < length ? source[at] : 0
        let above = at + 1 >= 0 && at + 1 < length ? source[at + 1] : 0
        first[fraction - 1 - i] = bits == 0 ? here : here >> bits | above << (64 - bits)
      }
      return length + skip + (bits > 0 ? 1 : 0) > fraction
    }
    let radius = z.radius.scaled(by: -shift)
    isInexact = !radius.isZero
    errors[1] = isCut ? radius + quantum : radius
    // ζ and its powers are at most 1, within a radius.
    let bound = z.magnitude.scaled(by: -shift)
    var bounds: [Magnitude] = []
    if isInexact { bounds = [bound, bound] }
    blockBound = bound
    var plain = isCut ? quantum : .zero
    for j in stride(from: 2, through: block, by: 1) {
      if fraction > 4096, Budget.isExhausted { return false }
      let (a, b) = j % 2 == 0 ? (j / 2, j / 2) : (j - 1, 1)
      if a == b {
        __gmpn_sqr(scratch, power(a), fraction)
      } else {
        __gmpn_mul_n(scratch, power(a), power(b), fraction)
      }
      power(j).update(from: scratch + fraction, count: fraction)
      if isInexact {
        bounds.append(bounds[a] * bounds[b])
        errors[j] = errors[a] * bounds[b] + errors[b] * (bounds[a] + errors[a]) + quantum
      } else {
        // e_j <= e_a + e_b + 1 units, so e_j <= 2 j - 1.
        plain = quantum * Magnitude(2 * j - 1)
      }
      blockBound = j == 2 ? bound * bound : blockBound * bound
    }
    powerError = plain
    if !isInexact { errors[block] = plain }
    return true
  }

  // MARK: The accumulator

  /// An empty accumulator whose last limb is `low`.
  mutating func start(at low: Int) {
    self.low = Swift.min(Swift.max(low, 0), capacity)
    high = self.low
  }

  /// Adds ± c ζ^j, c <= 2^57.
  @inline(__always)
  mutating func add(_ c: UInt, power j: Int, negative: Bool) {
    pending &+= c
    if isInexact, j > 0 { pendingError = pendingError + Magnitude(Int(bitPattern: c)) * errors[j] }
    // What lies below the unit is at most c units: settled with `pending`.
    if low > fraction { return }
    let n = j == 0 ? 0 : fraction &- low
    if high < fraction + 1 { extend(to: fraction + 1) }
    let rest = limbs + fraction
    let above = high &- fraction
    if negative == isNegative {
      var carry = j == 0 ? c : n == 0 ? 0 : __gmpn_addmul_1(limbs + low, power(j) + low, n, c)
      carry = __gmpn_add_1(rest, rest, above, carry)
      if carry != 0 {
        guard high < capacity else {
          overflowed = true
          return
        }
        limbs[high] = carry
        high &+= 1
      }
    } else {
      let borrow = j == 0 ? c : n == 0 ? 0 : __gmpn_submul_1(limbs + low, power(j) + low, n, c)
      if __gmpn_sub_1(rest, rest, above, borrow) != 0 {
        _ = __gmpn_neg(limbs + low, limbs + low, high &- low)
        isNegative.toggle()
      }
    }
    normalize()
  }

  private mutating func extend(to n: Int) {
    while high < n {
      limbs[high] = 0
      high &+= 1
    }
  }

  @inline(__always)
  private mutating func normalize() {
    while high > low, limbs[high &- 1] == 0 { high &-= 1 }
  }

  /// Takes the terms added since the last call into the error.
  private mutating func settle() {
    if pending == 0 { return }
    let sum = Magnitude(Int(bitPattern: pending))
    error = error + pendingError + sum * (low > 0 ? powerError + unit : powerError)
    pending = 0
    pendingError = .zero
  }

  /// Multiplies by ± a word other than 0.
  mutating func multiply(by c: UInt, negative: Bool) {
    if negative { isNegative.toggle() }
    if c == 1 { return }
    settle()
    error = error * Magnitude(Int(bitPattern: c))
    if high == low { return }
    let carry = __gmpn_mul_1(limbs + low, limbs + low, high - low, c)
    if carry == 0 { return }
    guard high < capacity else {
      overflowed = true
      return
    }
    limbs[high] = carry
    high += 1
  }

  /// Divides by a word other than 0.
  mutating func divide(by c: UInt) {
    settle()
    if c == 1 { return }
    error = error.dividedUp(by: SeriesAccumulator.below(c)) + unit
    if high == low { return }
    _ = __gmpn_divrem_1(limbs + low, 0, limbs + low, high - low, c)
    normalize()
  }

  /// Goes over to the last limb `target`: lengthens the accumulator, or drops limbs.
  mutating func move(to target: Int) {
    settle()
    let target = Swift.min(Swift.max(target, 0), capacity)
    if target <= low {
      if high == low { high = target }
      low = target
      return
    }
    let end = Swift.min(target, high)
    if end > low { (limbs + low).update(repeating: 0, count: end - low) }
    low = target
    if high < low { high = low }
    error = error + unit
  }

  /// A bound of |accumulator|.
  private var size: Magnitude {
    high == low
      ? .zero : Magnitude(Int(limbs[high - 1] >> 1) + 1).scaled(by: 1 + 64 * (high - 1 - fraction))
  }

  /// Multiplies by ζ^block and goes over to a last limb near `target`.
  mutating func multiplyByBlockPower(low target: Int) {
    settle()
    let n = high - low
    // The power's leading limbs suffice.
    let used = Swift.min(fraction, n + 1)
    let cut = Magnitude.power2(-64 * used)
    let least = Swift.max(0, low - used)
    let next = Swift.min(Swift.max(target, least), capacity)
    let unit = Magnitude.power2(64 * (next - fraction))
    error = error * blockBound + size * (used < fraction ? errors[block] + cut : errors[block]) + unit
    let source = power(block) + (fraction - used)
    guard n > 0, next < high else {
      // Nothing is stored, or less than a unit.
      if n > 0 { (limbs + low).update(repeating: 0, count: n) }
      (low, high) = (next, next)
      return
    }
    if n >= used {
      _ = __gmpn_mul(scratch, limbs + low, n, source, used)
    } else {
      _ = __gmpn_mul(scratch, source, used, limbs + low, n)
    }
    // Limb 0 of the product has the weight of limb low - used.
    let drop = next - (low - used)
    let kept = Swift.max(0, n + used - drop)
    if next > low { (limbs + low).update(repeating: 0, count: next - low) }
    (limbs + next).update(from: scratch + drop, count: kept)
    let end = next + kept
    if end < high { (limbs + end).update(repeating: 0, count: high - end) }
    (low, high) = (next, end)
    normalize()
  }

  /// 1 + the accumulator, with its error and `tail`.
  mutating func ball(bits: Int, adding tail: Magnitude) -> Ball {
    add(1, power: 0, negative: false)
    settle()
    var integer = __mpz_struct()
    integer._mp_alloc = Int32(capacity)
    integer._mp_size = isNegative ? -Int32(high - low) : Int32(high - low)
    integer._mp_d = limbs + low
    let value = Ball(bits: bits) { mpfr_set_z_2exp($0, &integer, 64 * (low - fraction), MPFR_RNDN) }
    return Ball(center: value, radius: error + tail)
  }
}
