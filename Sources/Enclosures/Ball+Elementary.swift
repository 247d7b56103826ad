import CMPFR
import VlasovNumbers

/// Elementary functions: the value at the midpoint (by `ElementaryKernel`, or MPFR's correctly rounded one where that
/// does not reach) plus the error that the radius can cause, by a mean value bound that is stated at each
/// function. Wide balls of monotone functions are evaluated at both ends instead.
extension Ball {
  typealias MPFRFunction = (MPFRPointer, MPFRPointer, mpfr_rnd_t) -> Int32

  /// Radii below 2^-20 (relative to the scale that matters) use the mean value bound.
  static let thinBits = 20

  /// f(mid) correctly rounded, with radius `spread(f(mid))` added to the rounding error.
  @inline(__always)
  static func atCenter(_ x: Ball, _ f: MPFRFunction, spread: (BallPointer) -> Magnitude) -> Ball {
    atCenter(x, { _, _ in nil }, f, spread: spread)
  }

  /// f(mid) by `kernel`, or by MPFR when that gives nothing, with radius `spread` added to the error;
  /// `spread` is given the ball of f(mid).
  @inline(__always)
  static func atCenter(
    _ x: Ball, _ kernel: ElementaryKernel.Kernel, _ f: MPFRFunction, spread: (BallPointer) -> Magnitude
  ) -> Ball {
    x.read { a in
      .make(a.bits) { z in
        let error = kernel(z, a.mid) ?? BallKernel.roundingError(f(z.mid, a.mid, MPFR_RNDN), z)
        z.pointee.rad = error
        BallKernel.finish(z, a.pointee.rad.isZero ? error : spread(z) + error)
      }
    }
  }

  /// A bound of |f(mid)| from the ball of it that `z` holds.
  @inline(__always)
  static func size(_ z: BallPointer) -> Magnitude { Magnitude.upper(z.mid) + z.pointee.rad }

  /// A bound of f at an exact ball: from below or from above.
  private static func bound(
    _ x: Ball, _ kernel: ElementaryKernel.Kernel, _ f: MPFRFunction, _ mode: mpfr_rnd_t
  ) -> Ball {
    x.read { a in
      .make(a.bits) { z in
        if let error = kernel(z, a.mid) {
          withTemporary(bits: 32) { r in
            error.write(to: r)
            _ = mode == MPFR_RNDD ? mpfr_sub(z.mid, z.mid, r, mode) : mpfr_add(z.mid, z.mid, r, mode)
          }
        } else {
          _ = f(z.mid, a.mid, mode)
        }
        BallKernel.finish(z, .zero)
      }
    }
  }

  /// An increasing function, by bounds at the ends.
  static func increasing(_ x: Ball, _ f: MPFRFunction) -> Ball { increasing(x, { _, _ in nil }, f) }

  static func increasing(_ x: Ball, _ kernel: ElementaryKernel.Kernel, _ f: MPFRFunction) -> Ball {
    if x.isExact { return atCenter(x, kernel, f, spread: { _ in .zero }) }
    guard let (low, high) = x.ends else { return .indeterminate(bits: x.bits) }
    return .between(bound(low, kernel, f, MPFR_RNDD), bound(high, kernel, f, MPFR_RNDU), bits: x.bits)
  }

  /// A decreasing function, by bounds at the ends.
  static func decreasing(_ x: Ball, _ f: MPFRFunction) -> Ball { decreasing(x, { _, _ in nil }, f) }

  static func decreasing(_ x: Ball, _ kernel: ElementaryKernel.Kernel, _ f: MPFRFunction) -> Ball {
    if x.isExact { return atCenter(x, kernel, f, spread: { _ in .zero }) }
    guard let (low, high) = x.ends else { return .indeterminate(bits: x.bits) }
    return .between(bound(high, kernel, f, MPFR_RNDD), bound(low, kernel, f, MPFR_RNDU), bits: x.bits)
  }

  private var radiusExponent: Int { read { $0.pointee.rad.exponent } }
  private var centerExponent: Int { read { $0.pointee.mid._mpfr_exp } }

  /// >= min(|m|, 1).
  var centerSizeUpToOne: Magnitude {
    let size = read { Magnitude.upper($0.mid) }
    return size <= .power2(0) ? size : .power2(0)
  }

  // MARK: Exponential and logarithm

  /// |e^x - e^m| <= e^m (e^r - 1) <= e^m (r + r^2) for r <= 1.
  public static func exp(_ x: Ball) -> Ball {
    guard x.radiusExponent < -thinBits else {
      return increasing(x, ElementaryKernel.exp) { mpfr_exp($0, $1, $2) }
    }
    let r = x.radius
    return atCenter(x, ElementaryKernel.exp, { mpfr_exp($0, $1, $2) }, spread: { z in size(z) * (r + r * r) })
  }

  /// As `exp`: e^m <= |expm1(m)| + 1; at the ends when e^m is small.
  public static func expm1(_ x: Ball) -> Ball {
    guard x.radiusExponent < -thinBits, x.centerExponent <= 0 || x.isPositive else {
      return increasing(x, ElementaryKernel.expm1) { mpfr_expm1($0, $1, $2) }
    }
    let r = x.radius
    return atCenter(
      x, ElementaryKernel.expm1, { mpfr_expm1($0, $1, $2) },
      spread: { z in (size(z) + .power2(0)) * (r + r * r) })
  }

  /// |log x - log m| <= r/(m - r).
  public static func log(_ x: Ball) -> Ball {
    if !x.isPositive { return undefined("log", x) }
    guard x.radiusExponent < x.centerExponent - thinBits else {
      return increasing(x, ElementaryKernel.log) { mpfr_log($0, $1, $2) }
    }
    return atCenter(
      x, ElementaryKernel.log, { mpfr_log($0, $1, $2) },
      spread: { _ in x.radius.dividedUp(by: x.magnitudeBelow) })
  }

  /// |log1p x - log1p m| <= r/(1 + m - r).
  public static func log1p(_ x: Ball) -> Ball {
    if !x.isNonNegative, !Ball(-1, bits: 2).isBelow(x) { return undefined("log1p", x) }
    if x.isExact {
      return atCenter(x, ElementaryKernel.log1p, { mpfr_log1p($0, $1, $2) }, spread: { _ in .zero })
    }
    let shifted = Ball(1, bits: 2) + x
    guard x.radiusExponent < Swift.min(0, shifted.centerExponent) - thinBits else {
      return increasing(x, ElementaryKernel.log1p) { mpfr_log1p($0, $1, $2) }
    }
    let r = x.radius
    let below = shifted.magnitudeBelow
    return atCenter(
      x, ElementaryKernel.log1p, { mpfr_log1p($0, $1, $2) }, spread: { _ in r.dividedUp(by: below) })
  }

  /// x^y = e^(y log x), x > 0, with as many more bits for y log x as stand before its point.
  public static func pow(_ x: Ball, _ y: Ball) -> Ball {
    let bits = Swift.max(x.bits, y.bits)
    guard x.isPositive, y.isFinite else {
      if x.isFinite, !x.isPositive { return undefined("log", x).rounded(to: bits) }
      return .indeterminate(bits: bits)
    }
    let logarithmBits = Int.bitWidth - Swift.min(x.centerExponent.magnitude, 1 << 32).leadingZeroBitCount
    let head = Swift.max(0, Swift.min((y.exponent ?? 0), 64) + logarithmBits)
    let work = bits + 16 + Swift.min(head, 64)
    return exp(y.rounded(to: work) * log(x.rounded(to: work))).rounded(to: bits)
  }

  /// |sqrt x - sqrt m| = |x - m|/(sqrt x + sqrt m) <= r/(2 sqrt m) (1 + r/m): with u = r/m <= 1,
  /// sqrt(m - r) >= sqrt(m)(1 - u) and 1/(2 - u) <= (1 + u)/2.
  public static func sqrt(_ x: Ball) -> Ball {
    if x.isZero { return x }
    if !x.isNonNegative { return undefined("sqrt", x) }
    guard x.radiusExponent < x.centerExponent - thinBits else {
      return increasing(x) { mpfr_sqrt($0, $1, $2) }
    }
    let r = x.radius
    let m = x.read { Magnitude.lower($0.mid) }
    return atCenter(
      x, { mpfr_sqrt($0, $1, $2) },
      spread: { z in
        let slope = r.dividedUp(by: Magnitude.lower(z.mid).minusDown(BallKernel.roundingError(1, z)))
        return (slope + slope * r.dividedUp(by: m)).scaled(by: -1)
      })
  }

  // MARK: Inverse trigonometric functions

  /// |atan x - atan m| <= r/(1 + b^2) <= r/max(1, b^2) with b = |m| - r > 0.
  public static func atan(_ x: Ball) -> Ball {
    guard x.radiusExponent < -thinBits else {
      return increasing(x, ElementaryKernel.atan) { mpfr_atan($0, $1, $2) }
    }
    return atCenter(
      x, ElementaryKernel.atan, { mpfr_atan($0, $1, $2) },
      spread: { _ in
        let below = x.magnitudeBelow
        return x.radius.dividedUp(by: .max2(.power2(0), below.timesDown(below)))
      })
  }

  /// asin increases on [-1, 1]; its slope 1/sqrt(1 - x^2) is below 5/4 for |x| <= 1/2.
  public static func asin(_ x: Ball) -> Ball {
    if x.isThinAndBelowHalf {
      return atCenter(
        x, ElementaryKernel.asin, { mpfr_asin($0, $1, $2) },
        spread: { _ in x.radius + x.radius.scaled(by: -2) })
    }
    return x.isWithinUnit
      ? increasing(x, ElementaryKernel.asin) { mpfr_asin($0, $1, $2) } : undefined("asin", x)
  }

  /// acos decreases on [-1, 1]; its slope is that of -asin.
  public static func acos(_ x: Ball) -> Ball {
    if x.isThinAndBelowHalf {
      return atCenter(
        x, ElementaryKernel.acos, { mpfr_acos($0, $1, $2) },
        spread: { _ in x.radius + x.radius.scaled(by: -2) })
    }
    return x.isWithinUnit
      ? decreasing(x, ElementaryKernel.acos) { mpfr_acos($0, $1, $2) } : undefined("acos", x)
  }

  /// A thin ball in [-1/2, 1/2], where asin and atanh have slopes near 1.
  private var isThinAndBelowHalf: Bool { radiusExponent < -Ball.thinBits && magnitude <= .power2(-1) }

  /// Whether the ball lies in [-1, 1]; exact, since the ends are rounded outwards and -1, 1 are numbers.
  private var isWithinUnit: Bool {
    guard let (low, high) = ends else { return false }
    return low.read { mpfr_cmp_si_2exp($0.mid, -1, 0) >= 0 }
      && high.read { mpfr_cmp_si_2exp($0.mid, 1, 0) <= 0 }
  }

  // MARK: Hyperbolic functions

  /// |sinh x - sinh m| <= |sinh m| (cosh r - 1) + cosh m sinh r <= (|sinh m| + 1)(r + 2 r^2) for r <= 1.
  public static func sinh(_ x: Ball) -> Ball {
    guard x.radiusExponent < -thinBits else {
      return increasing(x, ElementaryKernel.sinh) { mpfr_sinh($0, $1, $2) }
    }
    let r = x.radius
    return atCenter(
      x, ElementaryKernel.sinh, { mpfr_sinh($0, $1, $2) },
      spread: { z in
        (size(z) + .power2(0)) * (r + (r * r).scaled(by: 1))
      })
  }

  /// |cosh x - cosh m| <= |sinh m| sinh r + cosh m (cosh r - 1) <= cosh m (min(|m|, 1) (r + r^2) + r^2)
  /// for r <= 1, because tanh |m| <= min(|m|, 1).
  public static func cosh(_ x: Ball) -> Ball {
    guard x.radiusExponent < -thinBits else {
      return increasing(abs(x), ElementaryKernel.cosh) { mpfr_cosh($0, $1, $2) }
    }
    let r = x.radius
    let slope = x.centerSizeUpToOne
    return atCenter(
      x, ElementaryKernel.cosh, { mpfr_cosh($0, $1, $2) },
      spread: { z in size(z) * (slope * (r + r * r) + r * r) })
  }

  /// |tanh x - tanh m| <= r; at the ends when the slope 1/cosh^2 makes that bound wasteful.
  public static func tanh(_ x: Ball) -> Ball {
    guard x.radiusExponent < -thinBits, x.centerExponent <= 0 else {
      return increasing(x, ElementaryKernel.tanh) { mpfr_tanh($0, $1, $2) }
    }
    let r = x.radius
    return atCenter(x, ElementaryKernel.tanh, { mpfr_tanh($0, $1, $2) }, spread: { _ in r })
  }

  /// atanh increases on (-1, 1); its slope 1/(1 - x^2) is at most 4/3 for |x| <= 1/2.
  public static func atanh(_ x: Ball) -> Ball {
    if x.isThinAndBelowHalf {
      return atCenter(
        x, ElementaryKernel.atanh, { mpfr_atanh($0, $1, $2) },
        spread: { _ in x.radius + x.radius.scaled(by: -1) })
    }
    guard Ball(-1, bits: 2).isBelow(x), x.isBelow(Ball(1, bits: 2)) else { return undefined("atanh", x) }
    return increasing(x, ElementaryKernel.atanh) { mpfr_atanh($0, $1, $2) }
  }
}
