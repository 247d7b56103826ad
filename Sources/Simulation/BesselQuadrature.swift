import Foundation

/// A number computed in Double with a bound on its rounding error.
public struct FloatEstimate: Sendable, Equatable {
  public var value: Double
  /// Bound on |value - exact|, counted operation by operation (first order in the unit roundoff).
  public var error: Double

  public init(value: Double, error: Double) {
    self.value = value
    self.error = error
  }
}

/// Modified Bessel functions I_n(beta) as Fourier coefficients of the interaction w_beta = exp(beta cos), by the
/// trapezoidal rule: the model of "Kinetic theory for Transformers and the lost-in-the-middle phenomenon"
/// (arXiv 2605.09213), a_n(beta) = n^2 I_n(beta).
///
/// The circle of integration is moved to the saddle point, radius e^tau with sinh tau = n / beta:
/// I_n(beta) = e^E (2 pi)^{-1} int exp(-2 R sin^2(theta / 2)) cos(n (sin theta - theta)) dtheta,
/// R = sqrt(n^2 + beta^2), E = R - n tau. Nothing cancels there, so the relative error stays near the unit roundoff
/// for every n and beta, where the rule on the unit circle loses everything as soon as I_n is small against I_0.
///
/// Aliasing, relative to e^E, is at most 2 sum_{j >= 1} exp(-delta j m + R (cosh delta - 1) + n (sinh delta - delta))
/// for m nodes and every delta > 0 (bound I_k by its integral on the circle of radius e^{tau +- delta});
/// m = 4n + 64 + 16 ceil(sqrt(beta)) makes it far smaller than the roundoff.
public enum BesselQuadrature {
  /// I_n(beta) for n >= 0 and beta > 0; infinite beyond the range of Double.
  public static func besselI(_ n: Int, _ beta: Double) throws -> FloatEstimate {
    try require(n >= 0, "n", "a non-negative integer")
    try require(beta > 0 && beta.isFinite, "beta", "positive")
    let order = Double(n)
    let radius = (order * order + beta * beta).squareRoot()
    let saddle = Foundation.asinh(order / beta)
    let nodes = 4 * n + 64 + 16 * Int(beta.squareRoot().rounded(.up))
    var (sum, uncertainty) = (CompensatedSum(), CompensatedSum())
    for k in 0..<nodes {
      let theta = 2 * Double.pi * Double(2 * k <= nodes ? k : k - nodes) / Double(nodes)
      let half = sine(theta / 2)
      let decay = 2 * radius * half * half
      let size = exponential(-decay)
      sum.add(size * cosine(order * (sine(theta) - theta)))
      // Each factor of `decay` carries a few roundings, the phase those of theta and of sin theta.
      uncertainty.add(size * (8 * decay + 4 * order * abs(theta) + 6))
    }
    let mean = sum.value / Double(nodes)
    let scale = exponential(radius - order * saddle)
    let relative = uncertainty.value / Double(nodes) / abs(mean) + 4 * (radius + order * saddle) + 8
    let value = scale * mean
    return FloatEstimate(value: value, error: abs(value) * relative * (Double.ulpOfOne / 2))
  }

  /// The linear growth rate of mode n, a_n(beta) = n^2 I_n(beta), n >= 1.
  public static func eigenvalue(_ n: Int, _ beta: Double) throws -> FloatEstimate {
    try require(n >= 1, "n", "a positive integer")
    let bessel = try besselI(n, beta)
    let square = Double(n) * Double(n)
    return FloatEstimate(
      value: square * bessel.value, error: square * bessel.error + square * bessel.value * Double.ulpOfOne)
  }

  /// The largest a_n(beta) and its mode. The scan stops at n_0 with (n_0 + 1) beta < 2 n_0^2, from which the
  /// sequence decreases, since I_{n+1} / I_n < beta / (2 (n + 1)).
  public static func largestEigenvalue(_ beta: Double) throws -> (mode: Int, estimate: FloatEstimate) {
    try require(beta > 0 && beta <= 700, "beta", "in (0, 700], for a_n to be in the range of Double")
    var best = (mode: 1, estimate: try eigenvalue(1, beta))
    var n = 1
    while Double(n + 1) * beta >= 2 * Double(n) * Double(n) {
      n += 1
      let candidate = try eigenvalue(n, beta)
      if candidate.value > best.estimate.value { best = (n, candidate) }
    }
    return best
  }

  /// The beta > 0 at which a_n = a_{n+1} (derived: I_{n+1} / I_n = (n / (n + 1))^2, a ratio that increases with beta
  /// from 0 to 1), by bisection.
  public static func modeCrossover(_ n: Int) throws -> FloatEstimate {
    try require(n >= 1 && n <= 1000, "n", "in 1...1000")
    let target = Double(n) / Double(n + 1)
    func ratio(_ beta: Double) throws -> Double { try besselI(n + 1, beta).value / besselI(n, beta).value }
    var (low, high) = (0.0, 1.0)
    while try ratio(high) < target * target { high *= 2 }
    while true {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { break }
      if try ratio(middle) < target * target { low = middle } else { high = middle }
    }
    let (lower, upper) = (try besselI(n, high), try besselI(n + 1, high))
    let uncertainty =
      target * target * (lower.error / lower.value + upper.error / upper.value + 4 * Double.ulpOfOne)
    let width = high * 0x1p-20
    let slope = (try ratio(high + width) - ratio(high - width)) / (2 * width)
    return FloatEstimate(value: high, error: 2 * uncertainty / slope + high * Double.ulpOfOne)
  }
}
