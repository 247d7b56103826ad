import VlasovEnclosures
import VlasovNumbers

/// Lengths that belong to a bandwidth: boxes whose edges are multiples of a power of two, about half as wide.
struct KernelScale: Sendable {
  let beta: Rational
  /// w = 2^exponent is the largest power of two with 4 w² β <= 1, so that h/4 < w <= h/2.
  let exponent: Int
  /// ρ = w√β/2, half a box in bandwidths, in (1/8, 1/4].
  let rho: Ball

  /// The bandwidths that are accepted: 2^-`limit` <= β <= 2^`limit`.
  static let limit = 1000

  /// - Throws: `SampleError` for β <= 0, or too large or small.
  init(beta: Rational) throws {
    guard beta.signum > 0 else { throw SampleError("beta=\(beta): beta > 0") }
    let size = beta.numerator.bitWidth - beta.denominator.bitWidth
    guard size.magnitude <= Self.limit, Self.scaled(beta, Self.limit) >= 1,
      Self.scaled(beta, -Self.limit) <= 1
    else {
      // The number itself may be very long.
      let text = size.magnitude < 256 ? "\(beta)" : "about 2^\(size)"
      throw SampleError("beta=\(text): 2^-\(Self.limit) <= beta <= 2^\(Self.limit) (units of the data)")
    }
    // 4 w² β <= 1 is exact; β is between 2^(size-1) and 2^(size+1).
    var e = -(size / 2) - 3
    while Self.scaled(beta, 2 * (e + 1) + 2) <= 1 { e += 1 }
    while Self.scaled(beta, 2 * e + 2) > 1 { e -= 1 }
    (self.beta, exponent) = (beta, e)
    rho = Self.rho(beta, exponent: e, bits: 128)
  }

  /// ρ at another precision.
  func rho(bits: Int) -> Ball { Self.rho(beta, exponent: exponent, bits: bits) }

  private static func rho(_ beta: Rational, exponent: Int, bits: Int) -> Ball {
    // √(β 4^e)/2, of moderate size.
    Ball.sqrt(Ball(scaled(beta, 2 * exponent), bits: bits)).scaled(by: -1)
  }

  /// w, exactly.
  var width: Rational { Self.scaled(1, exponent) }

  /// q 2^k.
  static func scaled(_ q: Rational, _ k: Int) -> Rational {
    k >= 0
      ? q * Rational(Integer(1) << k)
      : Rational(numerator: 1, denominator: Integer(1) << -k).map { q * $0 } ?? q
  }
}
