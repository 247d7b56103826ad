/// Signs, ends and sizes.
extension SmallBall {
  @inlinable public var isFinite: Bool { rad.isFinite }

  /// The radius is zero: the ball is one exactly known dyadic number.
  @inlinable public var isExact: Bool { rad.isZero }

  @inlinable public var isZero: Bool { hi == 0 && rad.isZero }

  /// The radius.
  @inlinable public var radius: Magnitude { rad }

  /// The sign of |mid| - rad, exactly; -1 for an indeterminate ball.
  @inlinable var edgeSign: Int {
    // 2^(e-1) <= |mid| < 2^e and 2^(rad.exponent-1) <= rad < 2^rad.exponent; zeros have the least exponents.
    if exponent != rad.exponent { return exponent > rad.exponent ? 1 : -1 }
    if hi == 0 { return 0 }
    let r = UInt64(rad.mantissa) << 32
    return hi != r ? (hi > r ? 1 : -1) : lo == 0 ? 0 : 1
  }

  /// -1, 0 or 1.
  @inlinable var midpointSign: Int { hi == 0 ? 0 : isNegativeMidpoint ? -1 : 1 }

  /// The sign of every element: +1, -1, or 0 when not certain.
  @inlinable var certainSign: Int { edgeSign > 0 ? midpointSign : 0 }

  @inlinable public var isPositive: Bool { certainSign > 0 }
  @inlinable public var isNegative: Bool { certainSign < 0 }
  @inlinable public var isNonNegative: Bool { edgeSign >= 0 && midpointSign >= 0 }
  @inlinable public var isNonPositive: Bool { edgeSign >= 0 && midpointSign <= 0 }

  /// 0 is an element (of an indeterminate ball, too).
  @inlinable public var containsZero: Bool { edgeSign <= 0 }

  // MARK: Ends

  /// The midpoint as an exact ball.
  @inlinable public var center: SmallBall {
    SmallBall(hi: hi, lo: lo, exponent: exponent, isNegative: isNegativeMidpoint, rad: .zero)
  }

  /// The lower end, rounded down, as an exact ball (indeterminate when unbounded).
  public var lowerEdge: SmallBall { -(-self).upperEdge }

  /// The upper end, rounded up, as an exact ball (indeterminate when unbounded).
  public var upperEdge: SmallBall {
    if !isFinite || rad.isZero { return self }
    let m = SmallBall.centerSum(self, SmallBall(rad), flip: false)
    // The truncated sum is below the true one when that is positive, else not.
    return SmallBall.exact(m.isExact || m.isNegative ? m : m.magnified)
  }

  /// A non-negative number of 32 bits as a ball; beyond the range of midpoints, a larger one.
  init(_ r: Magnitude) {
    self.init(
      hi: UInt64(r.mantissa) << 32, lo: 0,
      exponent: r.isZero ? SmallBall.zeroExponent : Swift.max(r.exponent, 1 - SmallBall.exponentLimit),
      isNegative: false, rad: .zero)
  }

  /// The number as an exact ball, rounded up when it is too small; indeterminate when it is too large.
  private static func exact(_ m: Center) -> SmallBall {
    if isMidpointExponent(m.exponent) { return SmallBall(m, .zero) }
    if m.hi == 0 || (m.exponent < 0 && m.isNegative) { return SmallBall(.zero, .zero) }
    return m.exponent < 0
      ? SmallBall(hi: 1 << 63, lo: 0, exponent: 1 - exponentLimit, isNegative: false, rad: .zero)
      : .indeterminate
  }

  // MARK: Sizes

  /// An upper bound of |x| over the ball.
  @inlinable public var magnitude: Magnitude { isFinite ? centerAbove + rad : .infinity }

  /// A lower bound of |x| over the ball.
  @inlinable public var magnitudeBelow: Magnitude { isFinite ? centerBelow.minusDown(rad) : .zero }

  /// An exact ball with the magnitude of the largest element (rounded up).
  public var magnitudeBall: SmallBall {
    SmallBall(hi: hi, lo: lo, exponent: exponent, isNegative: false, rad: rad).upperEdge
  }

  /// Directed Double bounds; infinite when unbounded.
  public var lowerDouble: Double { -(-self).upperDouble }
  public var upperDouble: Double {
    let end = upperEdge
    return end.isFinite ? end.double(up: true) : .infinity
  }
  /// The midpoint as a Double, for choices only.
  public var estimate: Double { double(up: false) }

  /// The midpoint, rounded up or truncated.
  private func double(up: Bool) -> Double {
    if hi == 0 { return 0 }
    let away = up && !isNegativeMidpoint
    let sign: FloatingPointSign = isNegativeMidpoint ? .minus : .plus
    // Below 2^-1022 fewer than 53 bits are left.
    if exponent < -1021 {
      let shift = exponent < -1073 ? 64 : 11 - (exponent + 1021)
      let kept = shift < 64 ? hi >> UInt64(shift) : 0
      let lost = shift == 64 || kept << UInt64(shift) != hi || lo != 0
      return Double(sign: sign, exponent: -1074, significand: Double(kept + (away && lost ? 1 : 0)))
    }
    if exponent > 1024 {
      let isLeast = up && isNegativeMidpoint
      return Double(sign: sign, exponent: 0, significand: isLeast ? .greatestFiniteMagnitude : .infinity)
    }
    let kept = hi >> 11
    let lost = kept << 11 != hi || lo != 0
    return Double(sign: sign, exponent: exponent - 53, significand: Double(kept + (away && lost ? 1 : 0)))
  }

  /// About -log2(rad/|mid|): the number of correct leading bits, `Int.max` when exact, 0 when none.
  public var accuracyBits: Int {
    if !isFinite { return 0 }
    if rad.isZero { return Int.max }
    return hi == 0 ? 0 : Swift.max(0, exponent - rad.exponent)
  }

  /// The power of two just above |mid|, `nil` for a zero or indeterminate midpoint.
  @inlinable public var leadingExponent: Int? { hi == 0 || !isFinite ? nil : exponent }
}
