import Foundation
import VlasovSymbols

/// The normalised mass of a cap of S^(d-1).
enum CapMass {
  /// The series is not summed for larger dimensions.
  static let largestDimension = 1 << 40

  /// σ(δ) = ∫_0^δ sin^(d-2)/∫_0^π sin^(d-2) and 1 - σ(δ), for a thin ball δ in (0, π).
  ///
  /// **Formula.** With z = sin²(δ/2) and a = (d-1)/2 the substitution z = sin²(θ/2) gives
  /// ∫_0^δ sin^(d-2) = 2^(d-2) ∫_0^z (y(1-y))^(a-1) dy. Expanding the incomplete beta function with equal
  /// parameters (DLMF 8.17.8),
  ///
  ///     ∫_0^z (y(1-y))^(a-1) dy = (z(1-z))^a/a F(z),   F(z) = Σ_{k>=0} z^k (2a)_k/(a+1)_k,
  ///
  /// and the value at z = 1/2 is half of the value at 1 by symmetry; as 4z(1-z) = sin² δ,
  ///
  ///     σ(δ) = (sin δ)^(d-1) F(sin²(δ/2))/(2 F(1/2)).
  ///
  /// All terms are positive: nothing cancels, however small δ or large d. Beyond π/2, where the series is
  /// slower, 1 - σ(δ) = σ(π - δ).
  static func mass(_ d: Int, _ delta: Ball) throws -> (mass: Ball, rest: Ball) {
    let half = delta / 2
    let (s, c) = (Ball.sin(half), Ball.cos(half))
    let (near, far) = (s * s, c * c)
    let isSmall = near.estimate <= 0.5
    let series = try series(d, isSmall ? near : far)
    let middle = try self.series(d, Ball(Rational(1, 2)))
    let part = Ball.pow(2 * s * c, d - 1) * series / (2 * middle)
    return isSmall ? (part, 1 - part) : (1 - part, part)
  }

  /// F(z) = Σ_k z^k (d-1)_k/((d+1)/2)_k for z near [0, 1/2].
  ///
  /// The ratio of the terms k+1 and k is 2z (d-1+k)/(d+1+2k). For d >= 3 it decreases in k, to z; for d = 2 it
  /// increases to z. So with T the first omitted term and q < 1 the larger of its ratio and z, the remainder lies
  /// in [0, T/(1-q)].
  static func series(_ d: Int, _ z: Ball) throws -> Ball {
    let bits = z.bits + 2 * (Int.bitWidth - d.leadingZeroBitCount)
    let z = z.rounded(to: bits)
    var term = Ball(1, bits: bits)
    var sum = term
    var k = 0
    while true {
      term = term * z * (2 * (d - 1 + k)) / (d + 1 + 2 * k)
      k += 1
      guard term.isFinite else { return .indeterminate }
      if term.magnitude <= sum.magnitude.scaled(by: -bits) {
        let ratio = Ball.max(z * (2 * (d - 1 + k)) / (d + 1 + 2 * k), z)
        let rest = term / (1 - ratio)
        if (1 - ratio).isPositive, rest.magnitude <= sum.magnitude.scaled(by: -bits + 8) {
          return sum + .hull(Ball(0, bits: bits), rest)
        }
      }
      sum += term
      if k % 256 == 0 { try Budget.check() }
    }
  }
}
