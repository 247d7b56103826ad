import CMPFR
import VlasovNumbers

/// Functions made of exp, log, atan, sin and cos: ball arithmetic with more bits carries the error through each
/// formula, so that only the identities need a proof; the result is then rounded to nearest. The formulas are
/// chosen so that nothing cancels, or the bits that cancel are added first.
extension ElementaryKernel {
  /// Bits beyond the result's for the ball arithmetic of a formula.
  private static let extraBits = 20

  private static let one = Ball(1, bits: 2)

  /// `value`, rounded to the precision of z.
  static func round(_ z: BallPointer, _ value: Ball?) -> Magnitude? {
    guard let value, value.isFinite else { return nil }
    return value.read { v in
      let t = mpfr_set4(z.mid, v.mid, MPFR_RNDN, v.pointee.mid._mpfr_sign)
      return v.pointee.rad + BallKernel.roundingError(t, z)
    }
  }

  /// The ball of a kernel's value, at `bits` bits.
  static func ball(_ bits: Int, _ kernel: Kernel, _ a: MPFRPointer) -> Ball? {
    let buffer = BallBuffer.make(bits: bits)
    guard let error = kernel(buffer.pointer, a) else { return nil }
    BallKernel.finish(buffer.pointer, error)
    return Ball(buffer)
  }

  /// ± |a|, exactly, with `bits` bits or as many as it has.
  static func exact(_ a: MPFRPointer, sign: Int32, bits: Int) -> Ball {
    .make(Swift.max(bits, a.pointee._mpfr_prec)) { _ = mpfr_set4($0.mid, a, MPFR_RNDN, sign) }
  }

  private static func withSign(of a: MPFRPointer, _ value: Ball) -> Ball {
    a.pointee._mpfr_sign < 0 ? -value : value
  }

  /// a is regular, and neither so large nor so small that an intermediate result could leave MPFR's range.
  static func isModerate(_ a: MPFRPointer) -> Bool {
    isRegular(a) && a.pointee._mpfr_exp > leastExponent && a.pointee._mpfr_exp < -leastExponent
  }

  /// e^|a| with `bits` bits.
  private static func exponential(_ a: MPFRPointer, bits: Int) -> Ball? {
    var m = a.pointee
    m._mpfr_sign = 1
    return withUnsafeMutablePointer(to: &m) { ball(bits, exp, $0) }
  }

  // MARK: Exponential and logarithm

  /// e^a - 1, of which at most -e bits cancel. For small a, with s = sinh a, it is
  /// s + (cosh a - 1) = s + s^2/(1 + sqrt(1 + s^2)).
  static func expm1(_ z: BallPointer, _ a: MPFRPointer) -> Magnitude? {
    guard isModerate(a) else { return nil }
    let e = a.pointee._mpfr_exp
    let bits = z.bits + extraBits
    if e >= smallExponent {
      return round(z, ball(bits + Swift.max(0, -e), exp, a).map { $0 - one })
    }
    return round(
      z,
      ball(bits, { oddSeries($0, $1, .hyperbolicSine) }, a).map { s in
        let square = s * s
        return s + square / (one + Ball.sqrt(one + square))
      })
  }

  /// log(1 + a). The sum is exact for a <= -1/2 (Sterbenz), else its relative error is at most 2^-bits, which changes the
  /// logarithm by less than twice that, and the logarithm is not below 2^-21 (a not small).
  static func log1p(_ z: BallPointer, _ a: MPFRPointer) -> Magnitude? {
    guard isModerate(a) else { return nil }
    if a.pointee._mpfr_exp < smallExponent { return log1pSmall(z, a) }
    let bits = Swift.max(z.bits + 2 * extraBits, a.pointee._mpfr_prec)
    return withTemporary(bits: bits) { sum in
      let t = mpfr_add_ui(sum, a, 1, MPFR_RNDN)
      guard let error = log(z, sum) else { return nil }
      return t == 0 ? error : error + .power2(1 - bits)
    }
  }

  // MARK: Hyperbolic functions

  /// sinh |a| = (E - 1/E)/2 with E = e^|a|, of which at most -e bits cancel; the power series for small a.
  static func sinh(_ z: BallPointer, _ a: MPFRPointer) -> Magnitude? {
    guard isModerate(a) else { return nil }
    let e = a.pointee._mpfr_exp
    if e < smallExponent { return oddSeries(z, a, .hyperbolicSine) }
    let bits = z.bits + extraBits + Swift.max(0, -e)
    return round(z, exponential(a, bits: bits).map { withSign(of: a, ($0 - one / $0).scaled(by: -1)) })
  }

  /// cosh a = (E + 1/E)/2 with E = e^|a|.
  static func cosh(_ z: BallPointer, _ a: MPFRPointer) -> Magnitude? {
    guard isModerate(a) else { return nil }
    return round(z, exponential(a, bits: z.bits + extraBits).map { ($0 + one / $0).scaled(by: -1) })
  }

  /// tanh |a| = (F - 1)/(F + 1) with F = e^(2 |a|), of which at most -e bits cancel; s/sqrt(1 + s^2) with
  /// s = sinh a for small a.
  static func tanh(_ z: BallPointer, _ a: MPFRPointer) -> Magnitude? {
    guard isModerate(a) else { return nil }
    let e = a.pointee._mpfr_exp
    let bits = z.bits + extraBits
    if e < smallExponent {
      return round(
        z, ball(bits, { oddSeries($0, $1, .hyperbolicSine) }, a).map { $0 / Ball.sqrt(one + $0 * $0) })
    }
    var double = a.pointee
    double._mpfr_exp += 1
    return withUnsafeMutablePointer(to: &double) { double in
      round(
        z,
        exponential(double, bits: bits + Swift.max(0, -e)).map {
          withSign(of: a, ($0 - one) / ($0 + one))
        })
    }
  }

  /// atanh |a| = log((1 + |a|)/(1 - |a|))/2; 1 - |a| is exact for |a| >= 1/2, else the relative errors are multiplied by
  /// at most 2^20 (a not small). The power series for small a.
  static func atanh(_ z: BallPointer, _ a: MPFRPointer) -> Magnitude? {
    guard isModerate(a), a.pointee._mpfr_exp <= 0 else { return nil }
    if a.pointee._mpfr_exp < smallExponent { return oddSeries(z, a, .hyperbolicArctangent) }
    let bits = Swift.max(z.bits + 2 * extraBits, a.pointee._mpfr_prec)
    let x = exact(a, sign: 1, bits: bits)
    let below = one - x
    guard below.isPositive else { return nil }
    return round(z, withSign(of: a, Ball.log((one + x) / below).scaled(by: -1)))
  }

  // MARK: Trigonometric functions

  /// sin a / cos a, each with full relative accuracy.
  static func tan(_ z: BallPointer, _ a: MPFRPointer) -> Magnitude? {
    let bits = z.bits + extraBits
    let (s, c) = (BallBuffer.make(bits: bits), BallBuffer.make(bits: bits))
    guard isModerate(a), let (first, second) = sinCos(s.pointer, c.pointer, a) else { return nil }
    BallKernel.finish(s.pointer, first)
    BallKernel.finish(c.pointer, second)
    return round(z, Ball(s) / Ball(c))
  }

  /// asin a = atan(a/sqrt((1 - a)(1 + a))), |a| < 1; 1 - |a| is exact for |a| >= 1/2.
  static func asin(_ z: BallPointer, _ a: MPFRPointer) -> Magnitude? {
    guard isModerate(a), a.pointee._mpfr_exp <= 0 else { return nil }
    let x = exact(a, sign: a.pointee._mpfr_sign, bits: Swift.max(z.bits + extraBits, a.pointee._mpfr_prec))
    let product = (one - x) * (one + x)
    guard product.isPositive else { return nil }
    return round(z, Ball.atan(x / Ball.sqrt(product)))
  }

  /// acos a = 2 atan(sqrt((1 - a)/(1 + a))), |a| < 1; 1 - |a| is exact for |a| >= 1/2.
  static func acos(_ z: BallPointer, _ a: MPFRPointer) -> Magnitude? {
    guard isModerate(a), a.pointee._mpfr_exp <= 0 else { return nil }
    let x = exact(a, sign: a.pointee._mpfr_sign, bits: Swift.max(z.bits + extraBits, a.pointee._mpfr_prec))
    let quotient = (one - x) / (one + x)
    guard quotient.isPositive else { return nil }
    return round(z, Ball.atan(Ball.sqrt(quotient)).scaled(by: 1))
  }
}
