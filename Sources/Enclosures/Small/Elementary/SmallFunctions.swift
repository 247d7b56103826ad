/// Elementary functions of `SmallBall`, in fixed point on words: the midpoint's value with a proved error, and
/// what the radius can add to it.
///
/// Each file states its reduction, its series and the sum of all truncations. By way of `Ball`, which evaluates
/// wide balls at their ends and says why a value is undefined, go
/// - balls with a radius of 2^-20 or more (2^-16 for sin, cos and tan), relative to the scale that matters: the
///   midpoint for log, the distance from the end of the domain for log1p, asin, acos and atanh, else 1;
/// - sin, cos and tan of midpoints beyond 2^40, or within 2^-60 of a multiple of π/2 other than 0;
/// - arguments outside the domain, or at its end.
enum SmallFunctions {
  /// Radii below 2^-20 (relative to the scale that matters) use a bound of first order.
  @inline(__always) static var thinExponent: Int { -20 }

  /// The ball of W 2^(exponent - 192), rounded to 128 bits, with at least the radius `error`.
  ///
  /// The rounding to nearest adds half a unit, 2^(e - 129) for a midpoint below 2^e.
  @inline(__always)
  static func rounded(_ w: Fixed192, exponent: Int, isNegative: Bool, error: Magnitude) -> SmallBall {
    var (w, exponent) = (w, exponent)
    if _slowPath(w.w2 == 0) {
      if w.w1 == 0 && w.w0 == 0 { return zero(error) }
      while w.w2 == 0 {
        w = Fixed192(w.w1, w.w0, 0)
        exponent &-= 64
      }
    }
    let z = w.w2.leadingZeroBitCount
    w = w.shiftedLeft(z)
    exponent &-= z
    var mantissa = w.high
    let up = w.w0 >> 63
    if up != 0 {
      mantissa = mantissa &+ 1
      if _slowPath(mantissa == 0) {
        mantissa = 1 << 127
        exponent &+= 1
      }
    }
    let half = w.w0 == 0 ? Magnitude.zero : Magnitude(mantissa: 1 << 31, exponent: exponent &- 128)
    return SmallBall(
      hi: mantissa.highWord, lo: mantissa.lowWord, exponent: exponent, isNegative: isNegative,
      rad: error.isZero ? half : half + error)
  }

  /// f(m) for functions with |f(y) - y| <= y^2 near 0, at midpoints below 2^-200.
  @inline(never) static func nearIdentity(_ x: SmallBall) -> SmallBall {
    x.center.widened(by: .power2(2 * x.exponent))
  }

  /// The ball around 0.
  static func zero(_ rad: Magnitude) -> SmallBall {
    SmallBall(hi: 0, lo: 0, exponent: SmallBall.zeroExponent, isNegative: false, rad: rad)
  }

  static var indeterminate: SmallBall { zero(.infinity) }
  static var one: SmallBall { SmallBall(hi: 1 << 63, lo: 0, exponent: 1, isNegative: false, rad: .zero) }

  /// A function by way of `Ball`, with more bits, so that the ends of a ball narrower than a unit of its midpoint
  /// are told apart.
  @inline(never) static func viaBall(_ x: SmallBall, _ f: (Ball) -> Ball) -> SmallBall {
    SmallBall(f(x.ball.rounded(to: 192)))
  }
}

extension SmallBall {
  /// This ball with `more` added to its radius.
  @inline(__always) func widened(by more: Magnitude) -> SmallBall {
    SmallBall(hi: hi, lo: lo, exponent: exponent, isNegative: isNegativeMidpoint, rad: rad + more)
  }
}
