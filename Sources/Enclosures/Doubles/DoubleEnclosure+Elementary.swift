/// Elementary functions from the kernels: monotone ones by their values at the ends.
extension DoubleEnclosure {
  // MARK: Neighbours of kernel values

  /// pred(r) for 0 <= r <= ∞, but not below 0: by the bit pattern, which orders these doubles.
  @inline(__always) private static func stepDownFromPositive(_ r: Double) -> Double {
    Double(bitPattern: r == 0 ? 0 : r.bitPattern &- 1)
  }

  /// succ(r) for 0 <= r <= ∞.
  @inline(__always) private static func stepUpFromPositive(_ r: Double) -> Double {
    Double(bitPattern: r.bitPattern &+ (r == .infinity ? 0 : 1))
  }

  /// The set between faithful values at the ends of a function that increases.
  @inline(__always)
  private static func increasing(_ x: DoubleEnclosure, _ f: (Double) -> Double) -> DoubleEnclosure {
    let low = f(x.lower)
    let high = x.isExact ? low : f(x.upper)
    // A subnormal value is moved by one unit, too; ±0 comes from ±0 alone and is exact.
    return DoubleEnclosure(unchecked: low == 0 ? low : low.nextDown, high == 0 ? high : high.nextUp)
  }

  // MARK: Exponential and logarithm

  public static func exp(_ x: DoubleEnclosure) -> DoubleEnclosure {
    if _slowPath(x.isIndeterminate) { return x }
    let low = DoubleKernel.exp(x.lower)
    let high = x.isExact ? low : DoubleKernel.exp(x.upper)
    return DoubleEnclosure(unchecked: stepDownFromPositive(low), stepUpFromPositive(high))
  }

  /// The result is at least -1.
  public static func expm1(_ x: DoubleEnclosure) -> DoubleEnclosure {
    if _slowPath(x.isIndeterminate) { return x }
    let result = increasing(x, DoubleKernel.expm1)
    return DoubleEnclosure(unchecked: greatest(result.lower, -1), result.upper)
  }

  /// Widened as a sum: a logarithm of a double is 0, or at least 2^-53 in size.
  public static func log(_ x: DoubleEnclosure) -> DoubleEnclosure {
    if _slowPath(!(x.lower > 0)) { return undefined("log", x) }
    let low = DoubleKernel.log(x.lower)
    let high = x.isExact ? low : DoubleKernel.log(x.upper)
    return DoubleEnclosure(unchecked: below(low), above(high))
  }

  public static func log1p(_ x: DoubleEnclosure) -> DoubleEnclosure {
    if _slowPath(!(x.lower > -1)) { return undefined("log1p", x) }
    return increasing(x, DoubleKernel.log1p)
  }

  /// e^(-x²/2): decreases with |x|.
  public static func gaussian(_ x: DoubleEnclosure) -> DoubleEnclosure {
    if _slowPath(x.isIndeterminate) { return x }
    let size = abs(x)
    let low = DoubleKernel.gaussian(size.upper)
    let high = size.isExact ? low : DoubleKernel.gaussian(size.lower)
    return DoubleEnclosure(unchecked: stepDownFromPositive(low), least(stepUpFromPositive(high), 1))
  }

  /// erfc x = 1 - erf x: decreases; erfc(-x) = 2 - erfc x.
  public static func erfc(_ x: DoubleEnclosure) -> DoubleEnclosure {
    if _slowPath(x.isIndeterminate) { return x }
    let high = erfcAtPoint(x.lower)
    let low = x.isExact ? high : erfcAtPoint(x.upper)
    return DoubleEnclosure(unchecked: low.lower, high.upper)
  }

  @inline(__always) private static func erfcAtPoint(_ x: Double) -> DoubleEnclosure {
    let (low, high) = DoubleKernel.erfc(x.magnitude)
    let tail = DoubleEnclosure(unchecked: low, high)
    return x < 0 ? 2 - tail : tail
  }

  // MARK: Sine and cosine

  /// |sin x - sin m| <= ρ for |x - m| <= ρ.
  public static func sin(_ x: DoubleEnclosure) -> DoubleEnclosure {
    if x.lower == 0, x.upper == 0 { return 0 }
    return oscillation(x, quarterTurns: 0, slope: { _ in 1 }) ?? turning(x, quarterTurns: 0)
      ?? throughBall(x, Ball.sin)
  }

  /// |cos x - cos m| <= ρ |sin ξ| <= ρ min(1, |m| + ρ).
  public static func cos(_ x: DoubleEnclosure) -> DoubleEnclosure {
    oscillation(x, quarterTurns: 1, slope: { least($0, 1) }) ?? turning(x, quarterTurns: 1)
      ?? throughBall(x, Ball.cos)
  }

  /// The value at a middle m, give or take the kernel's error and the distance ρ times a slope, which is given
  /// |m| + ρ; nil for sets that are not thin or far from 0.
  ///
  /// ρ, the slope and the sums have relative errors below 4 u together, which the last factor covers.
  @inline(__always)
  private static func oscillation(
    _ x: DoubleEnclosure, quarterTurns: Int, slope: (Double) -> Double
  ) -> DoubleEnclosure? {
    let (middle, radius) = x.midpointAndRadius
    // False for a NaN.
    guard middle.magnitude <= 1000, radius <= 0x1p-8 else { return nil }
    let (value, error) = DoubleKernel.sine(middle, quarterTurns: quarterTurns)
    let spread = (error + radius * slope(middle.magnitude + radius)) * (1 + 0x1p-50)
    let result = sum(value - spread, value + spread)
    return DoubleEnclosure(unchecked: greatest(result.lower, -1), least(result.upper, 1))
  }

  /// Between the values at the ends of a set narrower than π, and ±1 where an extremum is between them; nil for
  /// sets of up to a turn, those far from 0, and those with an end that may be an extremum (they go through balls).
  ///
  /// The slope sin(x + (quarterTurns + 1) π/2) has at most one zero between ends less than π apart that are no
  /// zeros themselves: none if its signs at them agree, one (a maximum or a minimum of the function) if not.
  private static func turning(_ x: DoubleEnclosure, quarterTurns: Int) -> DoubleEnclosure? {
    // More than a whole turn, whatever the rounding of the width says.
    if x.isFinite, x.upper - x.lower >= 7 { return DoubleEnclosure(unchecked: -1, 1) }
    guard x.lower >= -1000, x.upper <= 1000, x.upper - x.lower <= 3 else { return nil }
    let (left, leftError) = DoubleKernel.sine(x.lower, quarterTurns: quarterTurns + 1)
    let (right, rightError) = DoubleKernel.sine(x.upper, quarterTurns: quarterTurns + 1)
    guard left.magnitude > leftError, right.magnitude > rightError else { return nil }
    let (a, e) = DoubleKernel.sine(x.lower, quarterTurns: quarterTurns)
    let (b, f) = DoubleKernel.sine(x.upper, quarterTurns: quarterTurns)
    let ends = sum(least(a - e, b - f), greatest(a + e, b + f))
    let isMonotone = (left > 0) == (right > 0)
    return DoubleEnclosure(
      unchecked: isMonotone || left > 0 ? greatest(ends.lower, -1) : -1,
      isMonotone || left < 0 ? least(ends.upper, 1) : 1)
  }

  // MARK: Hyperbolic functions

  /// The set between the values at the ends of an increasing function, each an enclosure at a point.
  @inline(__always)
  private static func ends(
    _ x: DoubleEnclosure, _ f: (DoubleEnclosure) -> DoubleEnclosure
  ) -> DoubleEnclosure {
    let low = f(DoubleEnclosure(unchecked: x.lower, x.lower))
    if x.isExact { return low }
    let high = f(DoubleEnclosure(unchecked: x.upper, x.upper))
    return DoubleEnclosure(unchecked: low.lower, high.upper)
  }

  /// (e^x - 1 + (1 - e^-x))/2: two terms of one sign.
  public static func sinh(_ x: DoubleEnclosure) -> DoubleEnclosure {
    if !x.isFinite { return .indeterminate }
    return ends(x) { (expm1($0) - expm1(-$0)) / 2 }
  }

  /// Even, increasing with |x|.
  public static func cosh(_ x: DoubleEnclosure) -> DoubleEnclosure {
    if !x.isFinite { return .indeterminate }
    let result = ends(abs(x)) { (exp($0) + exp(-$0)) / 2 }
    return DoubleEnclosure(unchecked: greatest(result.lower, 1), result.upper)
  }

  /// e/(e + 2) for e = e^2x - 1, where e + 2 >= 1 does not cancel; clipped to [-1, 1].
  public static func tanh(_ x: DoubleEnclosure) -> DoubleEnclosure {
    if !x.isFinite { return .indeterminate }
    let result = ends(x) { point in
      // 1 - tanh 20 < 2 e^-40 < 2^-53.
      if point.lower > 20 { return DoubleEnclosure(unchecked: 1.0.nextDown, 1) }
      if point.upper < -20 { return DoubleEnclosure(unchecked: -1, (-1.0).nextUp) }
      let e = expm1(DoubleEnclosure(unchecked: 2 * point.lower, 2 * point.upper))
      return e / (e + 2)
    }
    return DoubleEnclosure(unchecked: greatest(result.lower, -1), least(result.upper, 1))
  }

  /// (log(1 + x) - log(1 - x))/2: two terms of one sign.
  public static func atanh(_ x: DoubleEnclosure) -> DoubleEnclosure {
    if !(x.lower > -1 && x.upper < 1) { return undefined("atanh", x) }
    return ends(x) { (log1p($0) - log1p(-$0)) / 2 }
  }
}
