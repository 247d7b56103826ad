import CMPFR
import VlasovNumbers

extension Ball {
  /// The number that an exact ball is; nil for a ball with a radius, and for exponents beyond 2^20, whose
  /// rational would be enormous.
  public var exactValue: Rational? {
    guard isExact else { return nil }
    guard let e = exponent else { return 0 }
    guard e.magnitude < 1 << 20 else { return nil }
    var power = 0
    let mantissa = withMidpoint { x in Integer(unsafeWriting: { power = mpfr_get_z_2exp($0, x) }) }
    let one: Integer = 1
    return power >= 0
      ? Rational(mantissa << power) : Rational(numerator: mantissa, denominator: one << -power)
  }
}
