import CMPFR

/// The tables of `SmallFunctions`, made once at first use, in about a millisecond at most.
///
/// An entry is floor(c 2^s) for a number c of 256 bits near the true value: neighbours differ by a factor or a
/// summand, for which there is a fast series. The values are below 2.2; a step to the next neighbour rounds at
/// most 100 times, by less than 2^-255 each, and leaves out less than 2^-235 of a series; and no table has more
/// than 300 entries. So c is off by less than 2^-226, and an entry lies less than 1.001 units of 2^-199 or more
/// below, and less than 0.001 above, the true value.
enum SmallTables {
  private static let bits = 256
  private static let seriesExponent = -236

  /// 2^192 log 2 rounded down (by 0.539..., so that the error of c does not matter).
  static let log2 = fixed(logarithm2, 192)

  private static let logarithm2: Ball = .make(bits) { z in
    BallKernel.finish(z, BallKernel.roundingError(mpfr_const_log2(z.mid, MPFR_RNDN), z))
  }

  // MARK: Exponential function

  struct Exponential {
    /// 2^190 e^(i/256); arguments below 0.756.
    var coarse: [Fixed192] = []
    /// 2^199 (e^(j/65536) - 1).
    var fine: [Fixed192] = []
  }

  static let exponential: Exponential = {
    var table = Exponential()
    let one = Ball(1, bits: bits)
    let coarse = Ball.exp(one.scaled(by: -8))
    let fine = Ball.exp(one.scaled(by: -16))
    var value = one
    for _ in 0..<196 {
      table.coarse.append(fixed(value, 190))
      value = value * coarse
    }
    value = one
    for _ in 0..<256 {
      table.fine.append(fixed(value - one, 199))
      value = value * fine
    }
    return table
  }()

  // MARK: Logarithm

  struct Reciprocal {
    /// A short integer r; the factor is r/2^p with p = 12, 20, 28 in the three tables.
    var factor: UInt64
    /// 2^192 log of the reciprocal of the factor, in the first table of twice the reciprocal.
    var log: Fixed192
  }

  struct Logarithm {
    /// Entry i: r = ceil(2^12/m), m = (256 + i)/512.
    var first: [Reciprocal] = []
    /// Entry j: r = ceil(2^20/(1 + j 2^-16)).
    var second: [Reciprocal] = []
    /// Entry k: r = ceil(2^28/(1 + k 2^-24)).
    var third: [Reciprocal] = []
  }

  static let logarithm: Logarithm = {
    var table = Logarithm()
    table.first = reciprocals(256, top: 1 << 13) { ((1 << 21) + 255 + $0) / (256 + $0) }
    table.second = reciprocals(274, top: 1 << 20) { ((1 << 36) + (1 << 16) - 1 + $0) / ((1 << 16) + $0) }
    table.third = reciprocals(274, top: 1 << 28) { ((1 << 52) + (1 << 24) - 1 + $0) / ((1 << 24) + $0) }
    return table
  }()

  /// Entries with log(top/r), from neighbour to neighbour by log(r/s) = 2 atanh((r - s)/(r + s)).
  private static func reciprocals(_ count: Int, top: Int, _ factor: (Int) -> Int) -> [Reciprocal] {
    var log = Ball(0, bits: bits)
    var last = top
    return (0..<count).map { i in
      let r = factor(i)
      addInverseTangent(&log, last - r, last + r, hyperbolic: true)
      last = r
      return Reciprocal(factor: UInt64(r), log: fixed(log, 192))
    }
  }

  // MARK: Trigonometric functions

  struct SineCosine {
    var sin: Fixed192
    var cos: Fixed192
  }

  /// 2^192 sin(i/256), 2^192 cos(i/256), with 2^192 - 1 for the cosine of 0.
  static let circle: [SineCosine] = {
    let step = Ball(1, bits: bits).scaled(by: -8)
    let (s, c) = (Ball.sin(step), Ball.cos(step))
    var (x, y) = (Ball(1, bits: bits), Ball(0, bits: bits))
    return (0..<204).map { i in
      let cosine = i == 0 ? Fixed192(.max, .max, .max) : fixed(x, 192)
      defer { (x, y) = (x * c - y * s, y * c + x * s) }
      return SineCosine(sin: fixed(y, 192), cos: cosine)
    }
  }()

  /// 2^256 π/2 rounded down: the whole part, three words and one more.
  static let halfPi: (UInt64, Fixed192, UInt64) = {
    let half: Ball = .pi(bits: 320).scaled(by: -1)
    let fraction = half - Ball(1, bits: 320)
    let top = fixed(fraction, 192)
    return (1, top, fixed(fraction, 256).w0)
  }()

  struct ArcTangent {
    /// 2^192 atan(i/256).
    var coarse: [Fixed192] = []
    /// 2^192 atan(j/65536).
    var fine: [Fixed192] = []
  }

  /// From neighbour to neighbour by atan a - atan b = atan((a - b)/(1 + a b)).
  static let arcTangent: ArcTangent = {
    var table = ArcTangent()
    var angle = Ball(0, bits: bits)
    for i in 0...256 {
      table.coarse.append(fixed(angle, 192))
      addInverseTangent(&angle, 1 << 8, 1 << 16 + i * (i + 1), hyperbolic: false)
    }
    angle = Ball(0, bits: bits)
    for j in 0...131 {
      table.fine.append(fixed(angle, 192))
      addInverseTangent(&angle, 1 << 16, 1 << 32 + j * (j + 1), hyperbolic: false)
    }
    return table
  }()

  // MARK: Making entries

  /// Adds atan(p/q), or 2 atanh(p/q), for 0 <= p/q <= 1/128 by the series, whose tail is below twice the first
  /// omitted term.
  private static func addInverseTangent(_ sum: inout Ball, _ p: Int, _ q: Int, hyperbolic: Bool) {
    if p == 0 { return }
    sum.makeUnique()
    let sum = sum.pointer.mid
    withTemporary(bits: bits) { power in
      withTemporary(bits: bits) { term in
        let (square, divisor) = (UInt(p * p), UInt(q))
        // q^2 by one division where it fits a word.
        let isShort = divisor < 1 << 32
        _ = mpfr_set_ui_2exp(power, UInt(p), hyperbolic ? 1 : 0, MPFR_RNDN)
        _ = mpfr_div_ui(power, power, divisor, MPFR_RNDN)
        _ = mpfr_add(sum, sum, power, MPFR_RNDN)
        var k: UInt = 1
        while power.pointee._mpfr_exp > seriesExponent {
          _ = mpfr_mul_ui(power, power, square, MPFR_RNDN)
          _ = mpfr_div_ui(power, power, isShort ? divisor * divisor : divisor, MPFR_RNDN)
          if !isShort { _ = mpfr_div_ui(power, power, divisor, MPFR_RNDN) }
          k += 2
          _ = mpfr_div_ui(term, power, k, MPFR_RNDN)
          _ =
            hyperbolic || k & 2 == 0
            ? mpfr_add(sum, sum, term, MPFR_RNDN) : mpfr_sub(sum, sum, term, MPFR_RNDN)
        }
      }
    }
  }

  /// floor(m 2^scale) modulo 2^192, m >= 0 the midpoint.
  private static func fixed(_ x: Ball, _ scale: Int) -> Fixed192 {
    guard let e = x.exponent else { return .zero }
    return x.read { m in
      let limbs = UnsafePointer(m.pointee.mid._mpfr_d!)
      // m 2^scale is the limbs' integer moved right by this many bits.
      let limbCount = (x.bits + 63) >> 6
      let shift = 64 * limbCount - e - scale
      func word(_ i: Int) -> UInt64 {
        let at = (shift + 64 * i) >> 6
        let by = UInt64((shift + 64 * i) & 63)
        let low = (0..<limbCount).contains(at) ? UInt64(limbs[at]) : 0
        let high = (0..<limbCount).contains(at + 1) ? UInt64(limbs[at + 1]) : 0
        return by == 0 ? low : low >> by | high << (64 - by)
      }
      return Fixed192(word(2), word(1), word(0))
    }
  }
}
