import CMPFR
import VlasovNumbers

/// Making small balls, and going over to `Ball` and back.
extension SmallBall {
  /// Exactly 0.
  @inlinable public static var zero: SmallBall { SmallBall(.zero, .zero) }

  /// The whole line.
  @inlinable public static var indeterminate: SmallBall { SmallBall(.zero, .infinity) }

  /// The indeterminate ball; the first such event of an evaluation is kept for the answer's explanation.
  public static func undefined(_ operation: String, _ operand: SmallBall) -> SmallBall {
    if operand.isFinite { FailureLog.current?.record("\(operation) of \(operand.shortDescription)") }
    return .indeterminate
  }

  /// `center ± radius`, the radius rounded up.
  public init(center: SmallBall, radius: Magnitude) {
    self = center
    rad = center.rad + radius
  }

  // MARK: Numbers

  @inlinable public init(integerLiteral value: Int) { self.init(value) }

  /// The integer, exactly.
  @inlinable public init(_ value: Int) {
    let n = UInt64(value.magnitude)
    let z = n.leadingZeroBitCount
    self.init(
      hi: n &<< UInt64(truncatingIfNeeded: z), lo: 0, exponent: n == 0 ? SmallBall.zeroExponent : 64 &- z,
      isNegative: value < 0, rad: .zero)
  }

  /// A symbolic index has no numerical value: indeterminate.
  public init(_ index: Index) { self = index.value.map { SmallBall($0) } ?? .indeterminate }

  /// The exact value of a Double; NaN and infinities give the indeterminate ball.
  public init(exactly value: Double) {
    guard value.isFinite else {
      self = .indeterminate
      return
    }
    if value == 0 {
      self = .zero
      return
    }
    let m = UInt64(value.significand * 0x1p52)
    let z = m.leadingZeroBitCount
    self.init(
      hi: m << UInt64(z), lo: 0, exponent: Int(value.exponent) + 12 - z, isNegative: value < 0, rad: .zero)
  }

  /// The integer, rounded to 128 bits.
  public init(_ value: Integer) {
    let n = value.bitWidth
    let top = n > 128 ? value.magnitude >> (n - 128) : value.magnitude << (128 - n)
    let isExact = n <= 128 || top << (n - 128) == value.magnitude
    self.init(SmallBall.center(top, exponent: n, isNegative: value.signum < 0, isExact: isExact))
  }

  /// The rational, rounded to 128 bits.
  public init(_ value: Rational) {
    let (n, d) = (value.numerator.magnitude, value.denominator)
    if value.isInteger {
      self.init(value.numerator)
      return
    }
    // n 2^shift/d has 129 or 130 bits.
    let shift = 129 + d.bitWidth - n.bitWidth
    let (dividend, divisor) = shift >= 0 ? (n << shift, d) : (n, d << -shift)
    guard let (q, r) = dividend.quotientAndRemainder(dividingBy: divisor) else {
      self = .indeterminate
      return
    }
    let cut = q.bitWidth - 128
    let top = q >> cut
    self.init(
      SmallBall.center(
        top, exponent: 128 + cut - shift, isNegative: value.signum < 0, isExact: r.isZero && top << cut == q))
  }

  /// A truncated midpoint with its rounding error.
  private init(_ m: Center) {
    if !SmallBall.isMidpointExponent(m.exponent) {
      self = SmallBall.outOfRange(m, .zero)
    } else {
      self.init(m, m.isExact ? .zero : .power2(m.exponent - 128))
    }
  }

  /// The midpoint ± top 2^(exponent - 128), top of 128 bits or 0.
  private static func center(_ top: Integer, exponent: Int, isNegative: Bool, isExact: Bool) -> Center {
    if top.isZero { return .zero }
    let limbs = top.withPointer { p in UInt128(p.pointee._mp_d[1]) << 64 | UInt128(p.pointee._mp_d[0]) }
    return Center(limbs, exponent, isNegative: isNegative, isExact: isExact)
  }

  // MARK: Balls

  /// The ball, rounded outwards to 128 bits.
  public init(_ ball: Ball) {
    self = ball.read { x in
      guard x.isFinite else { return .indeterminate }
      let e = x.pointee.mid._mpfr_exp
      if e == MPFRExponent.zero { return SmallBall(.zero, x.pointee.rad) }
      guard let limbs = x.pointee.mid._mpfr_d else { return .indeterminate }
      let count = (x.bits + 63) >> 6
      let hi = UInt64(limbs[count - 1])
      let lo = count > 1 ? UInt64(limbs[count - 2]) : 0
      var isExact = true
      for i in stride(from: count - 3, through: 0, by: -1) where limbs[i] != 0 { isExact = false }
      return SmallBall(
        hi: hi, lo: lo, exponent: e, isNegative: x.pointee.mid._mpfr_sign < 0,
        rad: isExact ? x.pointee.rad : x.pointee.rad + .power2(e - 128))
    }
  }

  /// The same set as a `Ball` of 128 bits; rounded outwards only beyond MPFR's range of exponents.
  public var ball: Ball {
    guard isFinite, exponent < 1 << 30 else { return .indeterminate(bits: SmallBall.bits) }
    return .make(SmallBall.bits) { z in
      if hi == 0 { return BallKernel.finish(z, rad) }
      if exponent <= MPFRExponent.nearUnderflow { return BallKernel.finish(z, rad + .power2(exponent)) }
      z.pointee.mid._mpfr_d[1] = UInt(hi)
      z.pointee.mid._mpfr_d[0] = UInt(lo)
      z.pointee.mid._mpfr_exp = exponent
      z.pointee.mid._mpfr_sign = isNegativeMidpoint ? -1 : 1
      BallKernel.finish(z, rad)
    }
  }

  /// A short decimal rendering for messages, as of `Ball`.
  public var shortDescription: String { ball.shortDescription }

  // MARK: Constants

  /// π, truncated.
  @inlinable public static var pi: SmallBall {
    SmallBall(
      hi: 0xC90F_DAA2_2168_C234, lo: 0xC4C6_628B_80DC_1CD1, exponent: 2, isNegative: false,
      rad: Magnitude(mantissa: 1 << 31, exponent: 2 - 127))
  }

  /// log 2, truncated.
  @inlinable public static var log2: SmallBall {
    SmallBall(
      hi: 0xB172_17F7_D1CF_79AB, lo: 0xC9E3_B398_03F2_F6AF, exponent: 0, isNegative: false,
      rad: Magnitude(mantissa: 1 << 31, exponent: -127))
  }

  /// Euler's constant γ, truncated.
  @inlinable public static var eulerGamma: SmallBall {
    SmallBall(
      hi: 0x93C4_67E3_7DB0_C7A4, lo: 0xD1BE_3F81_0152_CB56, exponent: 0, isNegative: false,
      rad: Magnitude(mantissa: 1 << 31, exponent: -127))
  }
}
