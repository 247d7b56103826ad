import VlasovNumbers

/// Small balls as sets: inclusion, order, union, intersection; and the functions that choose, `min`, `max`,
/// `abs`. Questions are answered exactly.
extension SmallBall {
  /// Every element of `other` lies in `self`: |m - m'| + r' <= r.
  public func contains(_ other: SmallBall) -> Bool {
    guard isFinite else { return true }
    guard other.isFinite else { return false }
    return DyadicSum.sign(SmallBall.gap(self, other) + [DyadicSum.Term(other.rad), -DyadicSum.Term(rad)]) <= 0
  }

  /// The balls have an element in common: |m - m'| <= r + r'.
  public func overlaps(_ other: SmallBall) -> Bool {
    guard isFinite, other.isFinite else { return true }
    return DyadicSum.sign(SmallBall.gap(self, other) + [-DyadicSum.Term(rad), -DyadicSum.Term(other.rad)])
      <= 0
  }

  /// Certain order: every element of `self` is below every element of `other`.
  public func isBelow(_ other: SmallBall) -> Bool {
    guard isFinite, other.isFinite else { return false }
    return SmallBall.compareCenters(self, other) < 0 && !overlaps(other)
  }

  /// `value` is an element: |m d - n| <= r d for value = n/d.
  public func contains(_ value: Rational) -> Bool {
    guard isFinite else { return true }
    let (n, d) = (value.numerator, value.denominator)
    let m = DyadicSum.Term(self).times(d)
    let n0 = DyadicSum.Term(n, exponent: 0)
    let above = DyadicSum.sign([m, -n0]) >= 0
    return DyadicSum.sign([above ? m : -m, above ? -n0 : n0, -DyadicSum.Term(rad).times(d)]) <= 0
  }

  // MARK: Lattice

  public static func hull(_ a: SmallBall, _ b: SmallBall) -> SmallBall {
    guard a.isFinite, b.isFinite else { return .indeterminate }
    return between(least(a.lowerEdge, b.lowerEdge), greatest(a.upperEdge, b.upperEdge))
  }

  /// The common part (rounded outwards), `nil` when the balls are disjoint.
  public static func intersection(_ a: SmallBall, _ b: SmallBall) -> SmallBall? {
    if !a.overlaps(b) { return nil }
    let (x, y) = ((a.lowerEdge, a.upperEdge), (b.lowerEdge, b.upperEdge))
    guard x.0.isFinite, x.1.isFinite else { return b }
    guard y.0.isFinite, y.1.isFinite else { return a }
    return between(greatest(x.0, y.0), least(x.1, y.1))
  }

  public static func min(_ a: SmallBall, _ b: SmallBall) -> SmallBall {
    guard a.isFinite, b.isFinite else { return .indeterminate }
    if a.isBelow(b) { return a }
    if b.isBelow(a) { return b }
    return between(least(a.lowerEdge, b.lowerEdge), least(a.upperEdge, b.upperEdge))
  }

  public static func max(_ a: SmallBall, _ b: SmallBall) -> SmallBall { -min(-a, -b) }

  /// {|x|}.
  public static func abs(_ a: SmallBall) -> SmallBall {
    if a.isNonNegative { return a }
    if a.isNonPositive { return -a }
    return between(.zero, a.magnitudeBall)
  }

  /// The exact ball with the smaller midpoint.
  static func least(_ a: SmallBall, _ b: SmallBall) -> SmallBall { compareCenters(a, b) <= 0 ? a : b }
  /// The exact ball with the larger midpoint.
  static func greatest(_ a: SmallBall, _ b: SmallBall) -> SmallBall { compareCenters(a, b) >= 0 ? a : b }

  /// The ball from one exact end to another; indeterminate when one is.
  ///
  /// An end that is 0, or small beside the other, is met more closely than the 32 bits of a radius allow, so
  /// that the sign of the elements is not lost.
  static func between(_ low: SmallBall, _ high: SmallBall) -> SmallBall {
    guard low.isFinite, high.isFinite else { return .indeterminate }
    // >= half the width.
    let r = (high.center - low.center).magnitude.scaled(by: -1)
    if let ball = anchored(low, high, r) { return ball }
    let sum = low.center + high.center
    return SmallBall(center: sum.scaled(by: -1), radius: r)
  }

  /// A ball around [a, b] whose end next to 0 is met from outside to 128 bits, if that end is much smaller
  /// than the other.
  ///
  /// With r >= half the width, mid = ± r meets an end that is 0. Otherwise r is taken a unit u of its last
  /// place larger, and mid is `small` ± r rounded to 0: then |mid| - r <= |small|, and |mid| + r falls short
  /// of |small| + 2 r >= |large| + 2 u by less than a unit of mid, which has 128 bits and is below u.
  private static func anchored(_ a: SmallBall, _ b: SmallBall, _ r: Magnitude) -> SmallBall? {
    let aIsSmall = a.exponent <= b.exponent
    let (small, large) = aIsSmall ? (a, b) : (b, a)
    guard large.hi != 0, r.exponent < exponentLimit, r.exponent > -exponentLimit else { return nil }
    if small.hi == 0 {
      var mid = SmallBall(r)
      mid.isNegativeMidpoint = large.isNegativeMidpoint
      mid.rad = r
      return mid
    }
    guard small.exponent < large.exponent - 8, small.isNegativeMidpoint == large.isNegativeMidpoint else {
      return nil
    }
    let isLast = r.mantissa == UInt32.max
    let wider = Magnitude(
      mantissa: isLast ? 1 << 31 : r.mantissa + 1, exponent: isLast ? r.exponent + 1 : r.exponent)
    var step = SmallBall(wider)
    step.isNegativeMidpoint = large.isNegativeMidpoint
    let m = centerSum(small, step, flip: false)
    return m.exponent < exponentLimit ? SmallBall(m, wider) : nil
  }

  // MARK: Exact comparison

  /// The order of the midpoints.
  static func compareCenters(_ a: SmallBall, _ b: SmallBall) -> Int {
    let (s, t) = (a.midpointSign, b.midpointSign)
    if s != t || s == 0 { return (s - t).signum() }
    if a.exponent != b.exponent { return a.exponent > b.exponent ? s : -s }
    return a.mantissa == b.mantissa ? 0 : a.mantissa > b.mantissa ? s : -s
  }

  /// Two terms whose sum is |mid a - mid b|.
  private static func gap(_ a: SmallBall, _ b: SmallBall) -> [DyadicSum.Term] {
    let (x, y) = (DyadicSum.Term(a), DyadicSum.Term(b))
    return compareCenters(a, b) >= 0 ? [x, -y] : [-x, y]
  }
}

/// The exact sign of a sum of a few dyadic numbers whose exponents may be far apart.
enum DyadicSum {
  /// mantissa 2^exponent.
  struct Term {
    var mantissa: Integer
    var exponent: Int

    init(_ mantissa: Integer, exponent: Int) { (self.mantissa, self.exponent) = (mantissa, exponent) }

    init(_ r: Magnitude) { self.init(Integer(Int(r.mantissa)), exponent: r.isZero ? 0 : r.exponent - 32) }

    /// The midpoint of a ball.
    init(_ x: SmallBall) {
      let m = Integer(x.mantissa)
      self.init(x.isNegativeMidpoint ? -m : m, exponent: x.hi == 0 ? 0 : x.exponent - 128)
    }

    func times(_ n: Integer) -> Term { Term(mantissa * n, exponent: exponent) }

    static prefix func - (t: Term) -> Term { Term(-t.mantissa, exponent: t.exponent) }

    /// The term is below 2^top in size.
    var top: Int { exponent + mantissa.bitWidth }
  }

  /// Adds the terms from the largest down. The sum so far is a multiple of 2^exponent; once it is not 0 and
  /// all further terms together are below 2^exponent, it has the sign. So an addition shifts by no more than
  /// the length of a term.
  static func sign(_ terms: [Term]) -> Int {
    let sorted = terms.filter { !$0.mantissa.isZero }.sorted { $0.top > $1.top }
    var sum = Term(0, exponent: 0)
    for (i, t) in sorted.enumerated() {
      let remaining = sorted.count - i
      if sum.mantissa.isZero {
        sum = t
        continue
      }
      // remaining terms, each below 2^top.
      if t.top + Int.bitWidth - remaining.leadingZeroBitCount <= sum.exponent { break }
      if sum.exponent >= t.exponent {
        sum = Term((sum.mantissa << (sum.exponent - t.exponent)) + t.mantissa, exponent: t.exponent)
      } else {
        sum.mantissa = sum.mantissa + (t.mantissa << (t.exponent - sum.exponent))
      }
    }
    return sum.mantissa.signum
  }
}

extension Integer {
  fileprivate init(_ value: UInt128) {
    let (h, l) = (UInt64(truncatingIfNeeded: value >> 64), UInt64(truncatingIfNeeded: value))
    let word = { (w: UInt64) in (Integer(Int(w >> 1)) << 1) + Integer(Int(w & 1)) }
    self = (word(h) << 64) + word(l)
  }
}
