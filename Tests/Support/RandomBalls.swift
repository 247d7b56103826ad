import CMPFR
import VlasovEnclosures
import VlasovNumbers

/// The shapes of random balls.
public enum BallShape: CaseIterable, Sendable {
  /// No radius.
  case exact
  /// A radius near the rounding unit.
  case thin
  /// A radius anywhere below the midpoint.
  case medium
  /// A radius comparable to the midpoint, on either side of it.
  case wide
  /// The radius equals the midpoint: one end is 0.
  case touchingZero
  /// A midpoint of 0.
  case aroundZero
  /// Exactly 0.
  case zero
}

extension SeededGenerator {
  /// A precision between 2 and `limit` bits, small ones as often as large ones; near multiples of 64 often.
  public mutating func precision(upTo limit: Int = 4000) -> Int {
    let size = int(1...(Int.bitWidth - 1 - limit.leadingZeroBitCount))
    let bits = int((1 << size)...(2 << size))
    return max(2, min(limit, int(0...3) == 0 ? (bits + 63) / 64 * 64 + int(-1...1) : bits))
  }

  /// A random exact ball of `bits` bits with |x| in [2^(e-1), 2^e] for an e in `exponents`.
  public mutating func exactBall(bits: Int, exponents: ClosedRange<Int> = -40...40) -> Ball {
    let mantissa = integer(bits: bits)
    let shift = int(exponents) - bits
    let negative = bool()
    return Ball(bits: bits) { z in
      _ = mantissa.withPointer { mpfr_set_z_2exp(z, $0, shift, MPFR_RNDN) }
      if negative { _ = mpfr_neg(z, z, MPFR_RNDN) }
      return 0
    }
  }

  /// A magnitude in [2^(e-1), 2^e].
  public mutating func magnitude(exponent e: Int) -> Magnitude {
    Magnitude(int((1 << 31)...(1 << 32))).scaled(by: e - 32)
  }

  /// A random ball of the given shape, or of any.
  public mutating func ball(
    bits: Int? = nil, exponents: ClosedRange<Int> = -40...40, shape: BallShape? = nil
  ) -> Ball {
    let bits = bits ?? precision()
    let center = exactBall(bits: bits, exponents: exponents)
    let e = center.exponent ?? 0
    switch shape ?? element(of: BallShape.allCases) {
    case .exact: return center
    case .thin: return Ball(center: center, radius: magnitude(exponent: e - bits + int(-2...12)))
    case .medium: return Ball(center: center, radius: magnitude(exponent: e - int(1...Swift.max(2, bits))))
    case .wide: return Ball(center: center, radius: magnitude(exponent: e + int(-3...2)))
    case .touchingZero:
      let radius = magnitude(exponent: e)
      let end = Ball(center: Ball(0, bits: 64), radius: radius).upperEdge
      return Ball(center: (bool() ? end : -end).rounded(to: Swift.max(bits, 34)), radius: radius)
    case .aroundZero: return Ball(center: Ball(0, bits: bits), radius: magnitude(exponent: e))
    case .zero: return Ball(0, bits: bits)
    }
  }

  /// A ball of precision up to `limit` bits between the integers `low` and `high`, of any width.
  public mutating func ball(between low: Rational, and high: Rational, precisionUpTo limit: Int = 4000)
    -> Ball
  {
    let bits = precision(upTo: limit)
    let t = Rational(int(0...(1 << 30)), 1 << 30)
    let center = Ball(low + (high - low) * t, bits: bits).center
    // Down to below the rounding unit; the end that sticks out is cut off by halving.
    var radius = bool() ? Magnitude.zero : magnitude(exponent: int(-Swift.max(bits, 8)...2))
    for _ in 0...(bits + 70) {
      let ball = Ball(center: center, radius: radius)
      if ball.lowerRational >= low, ball.upperRational <= high { return ball }
      radius = radius.scaled(by: -1)
    }
    return Ball(low, bits: 200)
  }
}
