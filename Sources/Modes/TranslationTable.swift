import VlasovEnclosures
import VlasovNumbers

/// The matrices that turn the moments of a box into Taylor coefficients at the centre of another one, in doubles, with
/// proved error bounds.
///
/// **Units.** A box has the width w, a power of two; σ = w/2, ρ = σ√β, 1/8 < ρ <= 1/4 (`KernelScale`). With the box
/// centres c (target) and c' = c - m w (source), t = c + σ z and X = c' + σ y, |y|, |z| <= 1,
/// (t - X) √β = Δ + ρ (z - y), Δ = 2 ρ m. For g(x) = x e^(-x²/2), g^(q) = (-1)^q ψ_{q+1} with
/// ψ_n(x) = He_n(x) e^(-x²/2). Hence a sample with weights ω gives
///
///     √β F(t) = Σ ω g(Δ + ρ(z - y)) = Σ_{k,l} T_{kl} μ_l z^k,   μ_l = Σ ω y^l,
///     T_{kl} = (-1)^k ψ_{k+l+1}(Δ) ρ^(k+l)/(k! l!).
///
/// **Truncation** to k, l < `order`. By Cramér's inequality |He_n(x)| <= K √(n!) e^(x²/4), K < 1.0865 (Indritz 1961),
/// what is left out of the value is at most Σω e^(-Δ²/4) D_0, and of its z-derivative Σω e^(-Δ²/4) D_1, where
/// D_i = K Σ' √((k+l+1)!) ρ^(k+l) k^i/(k! l!) over the pairs with k >= order or l >= order. Per q = k + l the pairs
/// contribute at most 2^q/q! times q^i; consecutive such bounds have a ratio below 2ρ √(q+2)/(q+1) · (q+1)/q < 1/2 for
/// q >= 8, so the terms beyond q = Q are together less than twice the bound at Q + 1.
///
/// **Rounding.** Let u = 2^-53. The table's entries are nearest doubles of balls of 128 bits: errors u |T| and the radii.
/// The computed moments are within `momentError` Σω of the true ones. The dot products have at most
/// (2M + 1) order terms: an error of γ = (terms + 2) u per unit of Σ |T| |μ| (Higham, "Accuracy and Stability of
/// Numerical Algorithms", §3.1), and |μ| <= Σω. Errors of second order are covered by a factor 1.01, as all of these are
/// below 10^-3.
///
/// **Far away.** Sources with |m| > M are at least R = 2ρM bandwidths from every point of the target box; |g| <= R
/// e^(-R²/2) and |g'| <= R² e^(-R²/2) there (both decrease beyond √3), and d/dz = ρ d/dx.
struct TranslationTable: Sendable {
  /// Taylor coefficients and moments: k, l = 0, ..., order - 1; a multiple of 8.
  let order: Int
  /// M: sources up to this many boxes away are summed.
  let reach: Int
  /// T for m = -M, ..., M; in each, for l = 0, ..., order - 1, the column k = 0, ..., order - 1.
  let entries: [SIMD8<Double>]
  /// Errors of the value and of its z-derivative per unit of mass at m = -M, ..., M.
  private(set) var valueErrors: [Double] = []
  private(set) var slopeErrors: [Double] = []
  /// The part of the values' errors that truncation causes.
  let truncation: [Double]
  /// Bounds, per unit of mass, of what the sources beyond M contribute.
  let farValue: Double
  let farSlope: Double
  /// The parts of the errors that do not depend on the moments, and Σ |T|, Σ k |T|.
  private let fixedErrors: [(value: Double, slope: Double)]
  private let sizes: [(value: Double, slope: Double)]

  /// The table without the moments' errors, which `with(momentError:)` adds.
  ///
  /// - Parameter radius: M is the least with 2ρM >= radius, so that R >= radius.
  init(scale: KernelScale, order: Int, radius: Int) {
    let rho = SmallBall(scale.rho)
    self.order = order
    reach = Int((Double(radius) / (2 * rho.lowerDouble)).rounded(.up))
    // ρ^q/q! and the reciprocals of factorials.
    var powers: [SmallBall] = [1]
    var inverse: [SmallBall] = [1]
    for q in 1..<2 * order {
      powers.append(powers[q - 1] * rho)
      inverse.append(inverse[q - 1] / q)
    }
    let cut = Self.truncation(rho: rho, order: order)
    let u = 0x1p-53
    let dot = (Double((2 * reach + 1) * order) + 2) * u
    var entries: [SIMD8<Double>] = []
    entries.reserveCapacity((2 * reach + 1) * order * order / 8)
    var (fixed, sizes): ([(value: Double, slope: Double)], [(value: Double, slope: Double)]) = ([], [])
    var cuts: [Double] = []
    var column = [Double](repeating: 0, count: order)
    for m in -reach...reach {
      let delta = rho * SmallBall(2 * m)
      let psi = Self.hermite(delta, count: 2 * order)
      var (size0, size1, table0, table1) = (0.0, 0.0, 0.0, 0.0)
      for l in 0..<order {
        for k in 0..<order {
          let ball = psi[k + l + 1] * powers[k + l] * inverse[k] * inverse[l]
          let value = k % 2 == 0 ? ball.estimate : -ball.estimate
          let error = u * value.magnitude + ball.radius.estimateAbove
          column[k] = value
          size0 += value.magnitude
          size1 += Double(k) * value.magnitude
          table0 += error
          table1 += Double(k) * error
        }
        for block in stride(from: 0, to: order, by: 8) {
          entries.append(SIMD8(column[block..<block + 8]))
        }
      }
      let decay = SmallBall.exp(-(delta * delta) / 4).upperDouble
      cuts.append(cut.value * decay * (1 + 0x1p-50))
      fixed.append((cut.value * decay + table0 + dot * size0, cut.slope * decay + table1 + dot * size1))
      sizes.append((size0, size1))
    }
    (self.entries, truncation, fixedErrors, self.sizes) = (entries, cuts, fixed, sizes)
    let distance = rho * SmallBall(2 * reach)
    let decay = SmallBall.exp(-(distance * distance) / 2)
    farValue = (distance * decay).upperDouble
    farSlope = (rho * distance * distance * decay).upperDouble
  }

  /// The table for moments with errors of at most `momentError` per unit of mass.
  func with(momentError: Double) -> TranslationTable {
    var table = self
    table.valueErrors = zip(fixedErrors, sizes).map { 1.01 * ($0.value + momentError * $1.value) }
    table.slopeErrors = zip(fixedErrors, sizes).map { 1.01 * ($0.slope + momentError * $1.slope) }
    return table
  }

  /// ψ_0(x), ..., ψ_count(x): ψ_{n+1} = x ψ_n - n ψ_{n-1}.
  static func hermite(_ x: SmallBall, count: Int) -> [SmallBall] {
    var psi = [SmallBall.exp(-(x * x) / 2)]
    psi.append(x * psi[0])
    for n in 1..<count { psi.append(x * psi[n] - psi[n - 1] * n) }
    return psi
  }

  /// Upper bounds of D_0 and D_1.
  private static func truncation(rho: SmallBall, order: Int) -> (value: Double, slope: Double) {
    let last = 4 * order + 16
    var inverse: [SmallBall] = [1]
    for q in 1...last + 1 { inverse.append(inverse[q - 1] / q) }
    // K √((q+1)!) ρ^q
    var weight = SmallBall(Rational(10865, 10000))
    var (sum0, sum1) = (SmallBall.zero, SmallBall.zero)
    for q in 0...last {
      if q > 0 { weight = weight * rho * SmallBall.sqrt(SmallBall(q + 1)) }
      for k in 0...q where k >= order || q - k >= order {
        let term = weight * inverse[k] * inverse[q - k]
        sum0 = sum0 + term
        sum1 = sum1 + term * k
      }
    }
    weight = weight * rho * SmallBall.sqrt(SmallBall(last + 2))
    let tail = weight * SmallBall.pow(2, last + 2) * inverse[last + 1]
    return ((sum0 + tail).upperDouble, (sum1 + tail * (last + 1)).upperDouble)
  }
}

extension Magnitude {
  /// A double that is not smaller.
  var estimateAbove: Double { estimate * (1 + 0x1p-20) + 0x1p-1060 }
}
