import VlasovNumbers

/// Field operations, square root and integer powers.
///
/// **Widening.** Let u = 2^-53 and η = 2^-1074, let r = RN(x) be the double nearest to a real x, r finite, and
/// let ulp be the distance from |r| to the next larger double. Then r - ulp(r)/2 <= x <= r + ulp(r)/2, and
/// when |r| is a power of two (above the least normal one) x is within ulp(r)/4 of r on the side of 0. Put
/// w = RN(c |r|) with c = 3 · 2^-54.
///
/// *If |r| >= 2^-1021:* |r| = m 2^52 ulp with 1 <= m < 2, so c |r| is between 0.75 ulp and 1.5 ulp, and ulp >= 2η.
/// Rounding is monotone: w >= 0.75 ulp when that is a double (ulp >= 4η), and w >= 2η = ulp when ulp = 2η, as
/// 1.5η rounds to 2η. Let p be the predecessor of r. Unless r is a positive power of two, p = r - ulp and
/// r - w is below the midpoint of p and r; if it is, r - w <= r - 0.75 ulp < r - 0.5 ulp = p. In either case
/// RN(r - w) <= p <= x. The end moves by one ulp, rarely more.
///
/// *If |r| < 2^-1021 and x is a sum or a difference of doubles,* x = r exactly (it is a multiple of η, as all
/// doubles are, and every multiple of η below 2^-1021 is a double). Then RN(r - w) <= r = x trivially. An exact zero
/// stays an exact zero.
///
/// Hence **below(r) = RN(r - RN(c |r|)) <= x** and symmetrically **above(r) >= x**: for every sum and
/// difference, and for every product, quotient and square root with |r| >= 2^-1021. Smaller products and
/// quotients, and those that overflow, take the slow path with `nextDown` and `nextUp`: r = RN(x) implies
/// pred(r) <= x <= succ(r), also for r = ±∞, where pred(∞) is the largest double, and r = 0.
///
/// **Overflow.** `below(∞)` is ∞ - ∞ = NaN, and every comparison with a NaN is false: the test
/// `lower <= upper` sends these to the slow path. The ends -∞ of a lower and ∞ of an upper bound stay.
extension DoubleEnclosure {
  /// 3 · 2^-54.
  @inlinable @inline(__always) static var slack: Double { 0x1.8p-53 }

  @inlinable @inline(__always) static func below(_ r: Double) -> Double { r - r.magnitude * slack }
  @inlinable @inline(__always) static func above(_ r: Double) -> Double { r + r.magnitude * slack }

  /// The predecessor; of NaN (an indeterminate form), -∞.
  @inlinable static func stepDown(_ r: Double) -> Double { r.isNaN ? -.infinity : r.nextDown }
  @inlinable static func stepUp(_ r: Double) -> Double { r.isNaN ? .infinity : r.nextUp }

  /// The set of reals whose bounds round to `low` and `high`, which come from sums.
  @inlinable @inline(__always) static func sum(_ low: Double, _ high: Double) -> DoubleEnclosure {
    let (a, b) = (below(low), above(high))
    return _fastPath(a <= b)
      ? DoubleEnclosure(unchecked: a, b) : DoubleEnclosure(unchecked: stepDown(low), stepUp(high))
  }

  @inlinable public static prefix func - (a: DoubleEnclosure) -> DoubleEnclosure {
    DoubleEnclosure(unchecked: -a.upper, -a.lower)
  }

  // No sum of ends is ∞ - ∞: two lower ends are below ∞, two upper ends above -∞.

  @inlinable public static func + (a: DoubleEnclosure, b: DoubleEnclosure) -> DoubleEnclosure {
    sum(a.lower + b.lower, a.upper + b.upper)
  }

  @inlinable public static func - (a: DoubleEnclosure, b: DoubleEnclosure) -> DoubleEnclosure {
    sum(a.lower - b.upper, a.upper - b.lower)
  }

  /// The extreme products are among those of the ends; by monotonicity of RN, so are their roundings.
  @inlinable public static func * (a: DoubleEnclosure, b: DoubleEnclosure) -> DoubleEnclosure {
    let (p, q) = (a.lower * b.lower, a.lower * b.upper)
    let (r, s) = (a.upper * b.lower, a.upper * b.upper)
    return extremes(p, q, r, s) ?? slowProduct(a, b)
  }

  /// The extreme quotients are among those of the ends; the whole line when the divisor contains 0.
  @inlinable public static func / (a: DoubleEnclosure, b: DoubleEnclosure) -> DoubleEnclosure {
    if _slowPath(b.containsZero) { return division(by: b) }
    let (p, q) = (a.lower / b.lower, a.lower / b.upper)
    let (r, s) = (a.upper / b.lower, a.upper / b.upper)
    return extremes(p, q, r, s) ?? slowQuotient(a, b)
  }

  /// The widened hull of the four values; nil when one of them is not a number or infinite, or an extreme one
  /// is small.
  @inlinable @inline(__always)
  static func extremes(_ p: Double, _ q: Double, _ r: Double, _ s: Double) -> DoubleEnclosure? {
    let low = least(least(p, q), least(r, s))
    let high = greatest(greatest(p, q), greatest(r, s))
    // Not finite when one of the four is not: the selections above may lose a NaN.
    let size = (p.magnitude + q.magnitude) + (r.magnitude + s.magnitude)
    return _fastPath(least(low.magnitude, high.magnitude) >= 0x1p-1021 && size < .infinity)
      ? DoubleEnclosure(unchecked: below(low), above(high)) : nil
  }

  // MARK: Slow paths

  /// Bounds of a product or quotient that rounds to `r`, when the result certainly has the given sign.
  @usableFromInline static func bounds(_ r: Double, isNegative: Bool) -> DoubleEnclosure {
    let (low, high) = (stepDown(r), stepUp(r))
    if r != 0 { return DoubleEnclosure(unchecked: low, high) }
    return isNegative ? DoubleEnclosure(unchecked: low, 0) : DoubleEnclosure(unchecked: 0, high)
  }

  @usableFromInline @inline(never)
  static func slowProduct(_ a: DoubleEnclosure, _ b: DoubleEnclosure) -> DoubleEnclosure {
    if a.isIndeterminate || b.isIndeterminate { return .indeterminate }
    // An infinite end stands for a bound that is too large for a double, so 0 times it is 0.
    func corner(_ x: Double, _ y: Double) -> DoubleEnclosure {
      x == 0 || y == 0 ? 0 : bounds(x * y, isNegative: (x < 0) != (y < 0))
    }
    return hull(
      hull(corner(a.lower, b.lower), corner(a.lower, b.upper)),
      hull(corner(a.upper, b.lower), corner(a.upper, b.upper)))
  }

  @usableFromInline @inline(never)
  static func slowQuotient(_ a: DoubleEnclosure, _ b: DoubleEnclosure) -> DoubleEnclosure {
    if a.isIndeterminate { return a }
    func corner(_ x: Double, _ y: Double) -> DoubleEnclosure {
      if x == 0 { return 0 }
      let isNegative = (x < 0) != (y < 0)
      // ∞/∞: any size.
      if x.isInfinite, y.isInfinite {
        return isNegative
          ? DoubleEnclosure(unchecked: -.infinity, 0) : DoubleEnclosure(unchecked: 0, .infinity)
      }
      return bounds(x / y, isNegative: isNegative)
    }
    return hull(
      hull(corner(a.lower, b.lower), corner(a.lower, b.upper)),
      hull(corner(a.upper, b.lower), corner(a.upper, b.upper)))
  }

  @usableFromInline @inline(never) static func division(by b: DoubleEnclosure) -> DoubleEnclosure {
    undefined("division by 0:", b)
  }

  // MARK: Square root and powers

  /// Increasing; a root is 0 or above 2^-538, so the widening applies.
  @inlinable public static func sqrt(_ x: DoubleEnclosure) -> DoubleEnclosure {
    if _slowPath(x.lower < 0) { return undefined("sqrt", x) }
    return DoubleEnclosure(unchecked: below(x.lower.squareRoot()), above(x.upper.squareRoot()))
  }

  /// x^n by repeated multiplication at the ends; x^0 = 1.
  ///
  /// An even power is that of |x|, which grows with |x|; an odd one grows with x.
  public static func pow(_ x: DoubleEnclosure, _ n: Index) -> DoubleEnclosure {
    guard let n = n.value, !x.isIndeterminate else { return .indeterminate }
    if n == 0 { return 1 }
    if n < 0, x.containsZero { return division(by: x) }
    let base = n % 2 == 0 ? abs(x) : x
    let power = hull(endPower(base.lower, n.magnitude), endPower(base.upper, n.magnitude))
    return n > 0 ? power : 1 / power
  }

  /// Bounds of x^n, n > 0, for an end x; an infinite end gives a half-line.
  private static func endPower(_ x: Double, _ n: UInt) -> DoubleEnclosure {
    let isNegative = x < 0 && n % 2 == 1
    let size = x.magnitude
    if size == .infinity {
      return isNegative
        ? DoubleEnclosure(unchecked: -.infinity, -.greatestFiniteMagnitude)
        : DoubleEnclosure(unchecked: .greatestFiniteMagnitude, .infinity)
    }
    let base = DoubleEnclosure(unchecked: size, size)
    var result = base
    var bit = (1 as UInt) << UInt(UInt.bitWidth - 1 - n.leadingZeroBitCount)
    while bit > 1 {
      bit >>= 1
      result = result * result
      if n & bit != 0 { result = result * base }
    }
    return isNegative ? -result : result
  }
}
