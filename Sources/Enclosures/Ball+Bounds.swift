import CMPFR
import VlasovNumbers

/// Signs, ends and sizes of balls.
extension Ball {
  public var isFinite: Bool { read { $0.isFinite } }

  /// The radius is zero: the ball is one exactly known dyadic number.
  public var isExact: Bool { read { $0.isFinite && $0.pointee.rad.isZero } }

  public var isZero: Bool { isExact && read { $0.pointee.mid._mpfr_exp == MPFRExponent.zero } }

  /// The radius, rounded up.
  public var radius: Magnitude { read { $0.pointee.rad } }

  /// The sign of |mid| - rad, exactly; -1 for an indeterminate ball.
  private var edgeSign: Int {
    read { x in
      guard x.isFinite else { return -1 }
      let e = x.pointee.mid._mpfr_exp
      let rad = x.pointee.rad
      if rad.isZero { return e == MPFRExponent.zero ? 0 : 1 }
      // 2^(e-1) <= |mid| < 2^e and 2^(rad.exponent-1) <= rad < 2^rad.exponent
      if e < rad.exponent { return -1 }
      if e > rad.exponent { return 1 }
      return withTemporary(bits: 32) { r in
        rad.write(to: r)
        return Int(mpfr_cmpabs(x.mid, r).signum())
      }
    }
  }

  /// The sign of every element: +1, -1, or 0 when not certain.
  var certainSign: Int { edgeSign > 0 ? midpointSign : 0 }

  private var midpointSign: Int { read { Int(mpfr_sgn($0.mid).signum()) } }

  public var isPositive: Bool { certainSign > 0 }
  public var isNegative: Bool { certainSign < 0 }
  public var isNonNegative: Bool { edgeSign >= 0 && midpointSign >= 0 }
  public var isNonPositive: Bool { edgeSign >= 0 && midpointSign <= 0 }

  /// 0 is an element (of an indeterminate ball, too).
  public var containsZero: Bool { edgeSign <= 0 }

  // MARK: Ends

  /// The midpoint as an exact ball.
  public var center: Ball {
    read { x in
      .make(x.bits) { z in
        _ = mpfr_set4(z.mid, x.mid, MPFR_RNDN, x.pointee.mid._mpfr_sign)
        BallKernel.finish(z, .zero)
      }
    }
  }

  /// The lower end, rounded down, as an exact ball (indeterminate when unbounded).
  public var lowerEdge: Ball { edge(down: true, bits: bits) }
  /// The upper end, rounded up, as an exact ball (indeterminate when unbounded).
  public var upperEdge: Ball { edge(down: false, bits: bits) }

  private func edge(down: Bool, bits: Int) -> Ball {
    read { x in
      guard x.isFinite else { return .indeterminate(bits: bits) }
      return .make(bits) { z in
        withTemporary(bits: 32) { r in
          x.pointee.rad.write(to: r)
          _ = down ? mpfr_sub(z.mid, x.mid, r, MPFR_RNDD) : mpfr_add(z.mid, x.mid, r, MPFR_RNDU)
        }
        BallKernel.finish(z, .zero)
      }
    }
  }

  /// Both ends, rounded outwards at 64 bits or more; nil when one is unbounded or beyond MPFR's range.
  var ends: (low: Ball, high: Ball)? {
    let work = Swift.max(bits, 64)
    let (low, high) = (edge(down: true, bits: work), edge(down: false, bits: work))
    return low.isFinite && high.isFinite ? (low, high) : nil
  }

  /// The ball from one exact end to another.
  ///
  /// An end that is 0, or small beside the other, is met more closely than the 32 bits of a radius allow, so
  /// that the sign of the elements is not lost.
  static func between(_ low: Ball, _ high: Ball, bits: Int) -> Ball {
    guard low.isFinite, high.isFinite else { return .indeterminate(bits: bits) }
    return low.read { a in
      high.read { b in
        .make(bits) { z in
          if anchored(z, a, b) { return }
          let t = mpfr_add(z.mid, a.mid, b.mid, MPFR_RNDN)
          let u = mpfr_div_2ui(z.mid, z.mid, 1, MPFR_RNDN)
          let rounding = BallKernel.roundingError(t, z) + BallKernel.roundingError(u, z)
          withTemporary(bits: 64) { r in
            // half the width, rounded up; infinite when it overflows
            _ = mpfr_sub(r, b.mid, a.mid, MPFR_RNDU)
            _ = mpfr_div_2ui(r, r, 1, MPFR_RNDU)
            BallKernel.finish(z, rounding + .upper(r))
          }
        }
      }
    }
  }

  /// Makes z a ball around [a, b] whose end next to 0 is met from outside to the precision of z, if that end
  /// is much smaller than the other (`large` = a or b).
  ///
  /// With r >= half the width, mid = ± r meets an end that is 0. Otherwise r is taken a unit u of its last
  /// place larger, and mid is `small` ± r rounded to 0: then |mid| - r <= |small|, and |mid| + r falls short of
  /// |small| + 2 r >= |large| + 2 u by less than a unit of mid, which from 40 bits on is below u.
  private static func anchored(_ z: BallPointer, _ a: BallPointer, _ b: BallPointer) -> Bool {
    let (small, large) = mpfr_cmpabs(a.mid, b.mid) <= 0 ? (a, b) : (b, a)
    let (s, l) = (small.pointee.mid._mpfr_exp, large.pointee.mid._mpfr_exp)
    let (isZero, isPositive) = (s == MPFRExponent.zero, mpfr_sgn(large.mid) > 0)
    guard l != MPFRExponent.zero,
      isZero || (z.bits >= 40 && s < l - 8 && isPositive == (mpfr_sgn(small.mid) > 0))
    else { return false }
    return withTemporary(bits: Swift.min(z.bits, 32)) { r in
      _ = mpfr_sub(r, b.mid, a.mid, MPFR_RNDU)
      _ = mpfr_div_2ui(r, r, 1, MPFR_RNDU)
      if !isZero { mpfr_nextabove(r) }
      guard mpfr_regular_p(r) != 0 else { return false }
      _ = isPositive ? mpfr_add(z.mid, small.mid, r, MPFR_RNDZ) : mpfr_sub(z.mid, small.mid, r, MPFR_RNDZ)
      // `lower` truncates to 32 bits, and r has no more.
      BallKernel.finish(z, .lower(r))
      return true
    }
  }

  // MARK: Sizes

  /// An exact ball with the magnitude of the largest element (rounded up).
  public var magnitudeBall: Ball {
    let (low, high) = (lowerEdge, upperEdge)
    guard low.isFinite, high.isFinite else { return .indeterminate(bits: bits) }
    return Ball.greatest(-low, high)
  }

  /// An upper bound of |x| over the ball.
  public var magnitude: Magnitude {
    read { x in x.isFinite ? Magnitude.upper(x.mid) + x.pointee.rad : .infinity }
  }

  /// A lower bound of |x| over the ball.
  public var magnitudeBelow: Magnitude {
    read { x in x.isFinite ? Magnitude.lower(x.mid).minusDown(x.pointee.rad) : .zero }
  }

  /// Directed Double bounds; infinite when unbounded.
  public var lowerDouble: Double {
    let low = lowerEdge
    return low.isFinite ? low.read { mpfr_get_d($0.mid, MPFR_RNDD) } : -.infinity
  }
  public var upperDouble: Double {
    let high = upperEdge
    return high.isFinite ? high.read { mpfr_get_d($0.mid, MPFR_RNDU) } : .infinity
  }
  /// The midpoint as a Double, for choices only.
  public var estimate: Double { read { mpfr_get_d($0.mid, MPFR_RNDN) } }

  /// About -log2(rad/|mid|): the number of correct leading bits, `Int.max` when exact, 0 when none.
  public var accuracyBits: Int {
    read { x in
      guard x.isFinite else { return 0 }
      if x.pointee.rad.isZero { return Int.max }
      let e = x.pointee.mid._mpfr_exp
      if e == MPFRExponent.zero { return 0 }
      return Swift.max(0, e - x.pointee.rad.exponent)
    }
  }

  /// The power of two just above |mid| (the exponent field), `nil` for a zero or indeterminate midpoint.
  public var exponent: Int? {
    read { x in
      let e = x.pointee.mid._mpfr_exp
      return e <= MPFRExponent.infinity ? nil : e
    }
  }

  /// Whether the radius is more than about 2^-9 of the midpoint, so that bounds of first order get loose.
  var isWide: Bool {
    read { x in
      let rad = x.pointee.rad
      return !rad.isZero && rad.exponent &+ 8 > x.pointee.mid._mpfr_exp
    }
  }
}
