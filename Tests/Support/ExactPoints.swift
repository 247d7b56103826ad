import CMPFR
import VlasovEnclosures
import VlasovNumbers

/// Exact rational views of balls, made from the raw midpoint and radius alone.
extension Magnitude {
  /// The exact value, for exponents of moderate size.
  public var exactValue: Rational {
    if isZero { return 0 }
    let shift = exponent - 32
    let m = Integer(Int(mantissa))
    return shift >= 0 ? Rational(m << shift) : Rational(numerator: m, denominator: Integer(1) << -shift) ?? 0
  }
}

extension Ball {
  /// The exact midpoint of a finite ball, for exponents of moderate size.
  public var exactCenter: Rational {
    withMidpoint { m in
      if mpfr_regular_p(m) == 0 { return 0 }
      var shift = 0
      let mantissa = Integer(unsafeWriting: { shift = mpfr_get_z_2exp($0, m) })
      return shift >= 0
        ? Rational(mantissa << shift) : Rational(numerator: mantissa, denominator: Integer(1) << -shift) ?? 0
    }
  }

  /// The exact ends mid - rad and mid + rad.
  public var lowerRational: Rational { exactCenter - radius.exactValue }
  public var upperRational: Rational { exactCenter + radius.exactValue }

  /// Whether the point lies in the ball, by rational arithmetic (true for an indeterminate ball).
  public func includes(_ x: Rational) -> Bool {
    !isFinite || (exactCenter - x).magnitude <= radius.exactValue
  }
}

extension SeededGenerator {
  /// An exact dyadic point of a finite ball: an end, the midpoint, or something between.
  public mutating func point(in ball: Ball) -> Rational {
    let center = ball.exactCenter
    let radius = ball.radius.exactValue
    switch int(0...5) {
    case 0: return center - radius
    case 1: return center + radius
    case 2: return center
    default: return center + radius * Rational(int(-(1 << 20)...(1 << 20)), 1 << 20)
    }
  }

  /// Two ends, the midpoint and a random point.
  public mutating func points(in ball: Ball) -> [Rational] {
    if ball.isExact { return [ball.exactCenter] }
    return [ball.lowerRational, ball.exactCenter, ball.upperRational, point(in: ball)]
  }
}
