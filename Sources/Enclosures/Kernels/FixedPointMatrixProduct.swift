import CMPFR
import VlasovNumbers

/// Matrix products at a few hundred bits on integers in base 2^60, limb by limb.
///
/// **Method.** With a unit u_i for each row and v_j for each column, midpoints are cut to integers |X| < B =
/// 2^(60 L - 2) and shifted to X' = X + B > 0, so that all limbs are natural numbers. For pairs of
/// neighbouring places (S. Winograd, "A new algorithm for inner products", 1968)
///
///     Σ X'_l Y'_l = Σ_p (X'_2p + Y'_2p+1)(X'_2p+1 + Y'_2p) - Σ_p X'_2p X'_2p+1 - Σ_p Y'_2p Y'_2p+1,
///
/// where the sums of limbs need no carries, and each product of limbs runs over all p in one loop. Only the
/// columns of limbs from `first` on are formed. Σ X Y = Σ X' Y' - B Σ X' - B Σ Y' + n B^2.
///
/// **Error** of an entry, in units u_i v_j, n places: cutting loses less than 1 of each X and Y, so at most n
/// (2 B + 1) <= n 2^(60 L) in all. Sums of limbs are below 2^61, so a column c of a pair is below (c + 1)
/// 2^(122 + 60 c), the columns below `first` are at most `first` 2^(63 + 60 first) for each of the n/2 pairs,
/// and the sum lacks at most n `first` 2^(62 + 60 first). Both are 0 when no number of the two lines is cut and
/// all limbs that enter the columns below `first` are 0. Otherwise both are below 2^(-bits - 20) of the product of the row's and the column's largest entries; an entry whose
/// products are all much smaller than that is found by a scalar product instead.
///
/// **Radius.** Σ |x| s + r (|y| + s) in Doubles scaled by row and column: sums of n non-negative products,
/// whose relative rounding error is below n 2^-50.
struct FixedPointMatrixProduct {
  /// Below these sizes scalar products are faster; measured.
  private static let leastSize = 14
  /// From here on products of long integers are better than limb by limb.
  private static let mostBits = 900
  private static let mostInner = 1000
  private static let guardBits = 24
  /// Products of limbs are below 2^122: so many fit a sum of 128 bits.
  private static let chunk = 64
  private static let digit: UInt64 = 1 << 60 - 1

  private let rows: Int
  private let inner: Int
  private let columns: Int
  private let bits: Int
  private let limbs: Int
  private let first: Int
  private let pairs: Int

  /// nil when scalar products are taken to be faster.
  init?(rows: Int, inner: Int, columns: Int, bits: Int, isForced: Bool = false) {
    let least = isForced ? 1 : Self.leastSize
    guard rows >= least, columns >= least, inner >= least, inner <= Self.mostInner,
      bits <= Self.mostBits, isForced || bits >= 40
    else { return nil }
    (self.rows, self.inner, self.columns, self.bits) = (rows, inner, columns, bits)
    limbs = (bits + Self.guardBits + 4 + 59) / 60
    let size = Int.bitWidth - inner.leadingZeroBitCount
    var first = 0
    while first < 2 * limbs - 1, size + 3 + 62 + 60 * (first + 1) <= 120 * limbs - 4 - bits - Self.guardBits,
      first + 1 < 8
    {
      first += 1
    }
    self.first = first
    pairs = (inner + 1) / 2
  }

  /// The limbs of the lines of one operand.
  private final class Lines {
    /// For each line, for each limb: the even places, then the odd ones.
    let limbs: UnsafeMutablePointer<UInt64>
    var tops: [Int] = []
    /// The lowest limb that is not 0 in all of a line; negative when a number of it was cut.
    var lowest: [Int] = []
    /// Σ X'_2p X'_2p+1 + B Σ X', in digits that may be negative.
    var corrections: [[Int64]] = []
    let stride: Int

    init(count: Int, stride: Int) {
      self.stride = stride
      limbs = .allocate(capacity: Swift.max(1, count * stride))
      limbs.initialize(repeating: 0, count: Swift.max(1, count * stride))
    }

    deinit { limbs.deallocate() }

    func line(_ i: Int) -> UnsafeMutablePointer<UInt64> { limbs + i * stride }
  }

  private func lines(_ balls: UnsafePointer<BallPointer>, count: Int) -> Lines {
    let result = Lines(count: count, stride: 2 * limbs * pairs)
    for i in 0..<count {
      let start = balls + i * inner
      var top = Int.min
      for l in 0..<inner { top = max(top, start[l].pointee.mid._mpfr_exp) }
      // Zeros have the least exponent of all.
      if top < -(1 << 40) { top = 0 }
      var lowest = limbs - 1
      for l in 0..<(2 * pairs) {
        let target = result.line(i) + (l & 1) * pairs + (l >> 1)
        lowest = min(lowest, write(l < inner ? start[l] : nil, top: top, to: target))
      }
      result.tops.append(top)
      result.lowest.append(lowest)
      result.corrections.append(correction(result.line(i)))
    }
    return result
  }

  /// Writes the limbs of B ± X, `2 pairs` places apart; the lowest limb of X that is not 0, or -1 when bits of
  /// the midpoint are below the unit of the line.
  private func write(_ ball: BallPointer?, top: Int, to target: UnsafeMutablePointer<UInt64>) -> Int {
    let step = 2 * pairs
    let offset: UInt64 = 1 << 58
    guard let ball, ball.pointee.mid._mpfr_exp > -(1 << 40), let source = ball.pointee.mid._mpfr_d else {
      target[(limbs - 1) * step] = offset
      return limbs - 1
    }
    let words = (ball.bits + 63) >> 6
    // X = floor(M 2^shift) for the integer M of the limbs.
    let shift = ball.pointee.mid._mpfr_exp - top + 60 * limbs - 2 - 64 * words
    let isNegative = ball.pointee.mid._mpfr_sign < 0
    var lowest = limbs
    var carry: Int64 = 0
    for k in 0..<limbs {
      let position = 60 * k - shift
      let word = position >> 6
      let bit = UInt64(position & 63)
      let low = word >= 0 && word < words ? UInt64(source[word]) : 0
      let high = word + 1 >= 0 && word + 1 < words ? UInt64(source[word + 1]) : 0
      let value = ((low >> bit) | (bit == 0 ? 0 : high << (64 - bit))) & Self.digit
      if value != 0, lowest == limbs { lowest = k }
      let sum = Int64(k == limbs - 1 ? offset : 0) + (isNegative ? -Int64(value) : Int64(value)) + carry
      target[k * step] = UInt64(bitPattern: sum) & Self.digit
      carry = sum >> 60
    }
    return Self.hasBits(source, words, below: -shift) ? -1 : min(lowest, limbs - 1)
  }

  /// Whether one of the `count` lowest bits of a mantissa is set.
  private static func hasBits(_ source: UnsafeMutablePointer<UInt>, _ words: Int, below count: Int) -> Bool {
    if count <= 0 { return false }
    let whole = count >> 6
    for w in 0..<min(whole, words) where source[w] != 0 { return true }
    let rest = UInt(count & 63)
    return whole < words && rest > 0 && source[whole] << (64 - rest) != 0
  }

  /// Σ_p x_p y_p over `count` <= 64 places.
  @inline(__always)
  private static func sum(
    _ x: UnsafePointer<UInt64>, _ y: UnsafePointer<UInt64>, _ count: Int
  ) -> UInt128 {
    var (even, odd): (UInt128, UInt128) = (0, 0)
    var p = 0
    while p &+ 1 < count {
      even &+= UInt128(x[p]) &* UInt128(y[p])
      odd &+= UInt128(x[p &+ 1]) &* UInt128(y[p &+ 1])
      p &+= 2
    }
    if p < count { even &+= UInt128(x[p]) &* UInt128(y[p]) }
    return even &+ odd
  }

  /// Sums of columns, low and high words apart.
  private struct Columns {
    var low: [UInt128]
    var high: [UInt128]

    init(_ count: Int) {
      low = Array(repeating: 0, count: count)
      high = low
    }

    @inline(__always) mutating func add(_ value: UInt128, at c: Int) {
      low[c] &+= UInt128(UInt64(truncatingIfNeeded: value))
      high[c] &+= value >> 64
    }
  }

  private func correction(_ line: UnsafePointer<UInt64>) -> [Int64] {
    let step = 2 * pairs
    var sums = Columns(2 * limbs + 2)
    for a in 0..<limbs {
      for b in 0..<limbs {
        for start in stride(from: 0, to: pairs, by: Self.chunk) {
          let count = min(Self.chunk, pairs - start)
          sums.add(Self.sum(line + a * step + start, line + (b * step + pairs + start), count), at: a + b)
        }
      }
      // B Σ X' = 2^58 Σ X' in the column of limb L - 1.
      var total: UInt128 = 0
      for p in 0..<step { total += UInt128(line[a * step + p]) }
      sums.add(total << 58, at: a + limbs - 1)
    }
    return digits(sums).map { Int64(bitPattern: $0) }
  }

  /// Digits of base 2^60.
  private func digits(_ sums: Columns) -> [UInt64] {
    var result: [UInt64] = []
    var carry: UInt128 = 0
    for c in sums.low.indices {
      let value = sums.low[c] + carry
      result.append(UInt64(truncatingIfNeeded: value) & Self.digit)
      carry = (value >> 60) + (sums.high[c] << 4)
    }
    return result
  }

  /// All entries, row by row; indeterminate from where the budget is spent.
  func entries(_ a: [Ball], _ b: [Ball]) -> [Ball] {
    let turned = MatrixProduct.transposed(b, inner, columns)
    var result: [Ball] = []
    result.reserveCapacity(rows * columns)
    let radii = ProductRadii(a, b, rows: rows, inner: inner, columns: columns)
    a.withPointers { x in
      turned.withPointers { y in
        let (left, right) = (lines(x, count: rows), lines(y, count: columns))
        let size = 2 * limbs * pairs
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: size + 2 * limbs + 4 + 2 * limbs + 4) {
          memory in
          guard let sums = memory.baseAddress else { return }
          for i in 0..<rows {
            if Budget.isExhausted { return }
            for j in 0..<columns {
              let radius = radii?[i, j] ?? .zero
              let entry = Ball.make(bits) { z in
                add(left.line(i), right.line(j), sums)
                write(
                  z, sums + size, left.corrections[i], right.corrections[j],
                  unit: left.tops[i] + right.tops[j],
                  isExact: 2 * min(left.lowest[i], right.lowest[j]) >= first, radius: radius)
              }
              result.append(entry)
            }
          }
          // Entries much smaller than their row and column.
          for i in 0..<rows {
            for j in 0..<columns where isSuspect(result[i * columns + j], left.tops[i] + right.tops[j]) {
              var largest = Int.min
              for l in 0..<inner {
                let (p, q) = (x[i * inner + l].pointee.mid._mpfr_exp, y[j * inner + l].pointee.mid._mpfr_exp)
                if p > -(1 << 40), q > -(1 << 40) { largest = max(largest, p + q) }
              }
              if largest + Self.guardBits - 8 >= left.tops[i] + right.tops[j] { continue }
              result[i * columns + j] = .make(bits) { z in
                Dot.dot(z, Dot.Vector(x + i * inner), Dot.Vector(y + j * inner), count: inner)
              }
            }
          }
        }
      }
    }
    let missing = rows * columns - result.count
    return missing == 0 ? result : result + Array(repeating: .indeterminate(bits: bits), count: missing)
  }

  private func isSuspect(_ entry: Ball, _ top: Int) -> Bool {
    (entry.exponent ?? Int.min / 2) + Self.guardBits - 12 < top && !entry.isZero
  }

  /// Writes the digits of the wanted columns of Σ_p S_p T_p behind the sums of limbs.
  @inline(__always)
  private func add(
    _ x: UnsafePointer<UInt64>, _ y: UnsafePointer<UInt64>, _ sums: UnsafeMutablePointer<UInt64>
  ) {
    let step = 2 * pairs
    for a in 0..<limbs {
      let (xa, ya, sa) = (x + a * step, y + a * step, sums + a * step)
      for p in 0..<pairs { sa[p] = xa[p] &+ ya[p &+ pairs] }
      for p in 0..<pairs { sa[p &+ pairs] = xa[p &+ pairs] &+ ya[p] }
    }
    let digits = sums + 2 * limbs * pairs
    for c in 0..<first { digits[c] = 0 }
    var carry: UInt128 = 0
    for c in first..<(2 * limbs + 2) {
      var (low, high): (UInt128, UInt128) = (carry, 0)
      for a in stride(from: max(0, c - limbs + 1), through: min(c, limbs - 1), by: 1) {
        let (s, t) = (sums + a * step, sums + ((c - a) * step + pairs))
        var start = 0
        while start < pairs {
          let value = Self.sum(s + start, t + start, min(Self.chunk, pairs &- start))
          low &+= UInt128(UInt64(truncatingIfNeeded: value))
          high &+= value >> 64
          start &+= Self.chunk
        }
      }
      digits[c] = UInt64(truncatingIfNeeded: low) & Self.digit
      carry = (low >> 60) &+ (high << 4)
    }
  }

  /// z = (digits - corrections + n B^2) u v with its radius.
  private func write(
    _ z: BallPointer, _ digits: UnsafeMutablePointer<UInt64>, _ left: [Int64], _ right: [Int64], unit: Int,
    isExact: Bool, radius: Magnitude
  ) {
    let count = 2 * limbs + 2
    var carry: Int64 = 0
    for c in 0..<count {
      var value = Int64(digits[c]) - left[c] - right[c] + carry
      // n B^2 = n 2^56 in the column 2 L - 1.
      if c == 2 * limbs - 1 {
        let square = UInt64(2 * pairs) << 56
        value += Int64(square & Self.digit)
      } else if c == 2 * limbs {
        value += Int64(UInt64(2 * pairs) >> 4)
      }
      digits[c] = UInt64(bitPattern: value) & Self.digit
      carry = value >> 60
    }
    let isNegative = carry < 0
    if isNegative {
      var borrow: UInt64 = 1
      for c in 0..<count {
        let value = (~digits[c] & Self.digit) + borrow
        digits[c] = value & Self.digit
        borrow = value >> 60
      }
    }
    // To words.
    let words = digits + count + 2
    let wordCount = (60 * count + 63) / 64
    for w in 0..<wordCount {
      let position = 64 * w
      let (c, bit) = (position / 60, UInt64(position % 60))
      var value = digits[c] >> bit
      if c + 1 < count { value |= digits[c + 1] << (60 - bit) }
      if bit > 56, c + 2 < count { value |= digits[c + 2] << (120 - bit) }
      words[w] = value
    }
    var used = wordCount
    while used > 0, words[used - 1] == 0 { used -= 1 }
    var number = __mpz_struct()
    let exponent = unit - 2 * (60 * limbs - 2)
    let ternary = UnsafeMutableRawPointer(words).withMemoryRebound(to: UInt.self, capacity: wordCount) {
      raw in
      _ = __gmpz_roinit_n(&number, raw, isNegative ? -used : used)
      return mpfr_set_z_2exp(z.mid, &number, exponent, MPFR_RNDN)
    }
    var error = radius + BallKernel.roundingError(ternary, z)
    if !isExact {
      let cut = Magnitude.power2(60 * limbs)
      let dropped = Magnitude(first) * .power2(62 + 60 * first)
      error = error + ((cut + dropped) * Magnitude(2 * pairs)).scaled(by: exponent)
    }
    BallKernel.finish(z, error)
  }
}
