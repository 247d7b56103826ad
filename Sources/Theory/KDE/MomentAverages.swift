import VlasovSimulation

/// Averages of G^i G'^j over a sample, i + j <= 6, in floating point, and the statistics made of them.
struct MomentAverages: Sendable {
  static let order = 6
  private var sums = [Double](repeating: 0, count: 49)
  private(set) var count = 0

  /// Takes in one observation at distance u = t - X.
  mutating func add(_ u: Double, beta: Double) {
    let weight = exponential(-beta * u * u / 2)
    let (g, slope) = (u * weight, (1 - beta * u * u) * weight)
    var row = 1.0
    for i in 0...Self.order {
      var term = row
      for j in 0...Self.order - i {
        sums[7 * i + j] += term
        term *= slope
      }
      row *= g
    }
    count += 1
  }

  /// The averages of both samples together, or of this one without the other.
  func combined(_ other: MomentAverages, sign: Double) -> MomentAverages {
    var all = self
    for q in sums.indices { all.sums[q] += sign * other.sums[q] }
    all.count += sign > 0 ? other.count : -other.count
    return all
  }

  subscript(_ i: Int, _ j: Int) -> Double { sums[7 * i + j] / Double(count) }

  var s11: Double { self[2, 0] - self[1, 0] * self[1, 0] }
  var s12: Double { self[1, 1] - self[1, 0] * self[0, 1] }
  var s22: Double { self[0, 2] - self[0, 1] * self[0, 1] }
  private var slope: Double { s12 / s11 }
  private var tau: Double { (s22 - s12 * s12 / s11).squareRoot() }

  /// E[(G - mu1)^i (G' - mu2)^j], from the binomial expansion.
  private func central(_ i: Int, _ j: Int) -> Double {
    var sum = 0.0
    for k in 0...i {
      for l in 0...j {
        let sign = (i - k + j - l) % 2 == 0 ? 1.0 : -1
        let shift = power(self[1, 0], i - k) * power(self[0, 1], j - l)
        sum +=
          sign * Double.binomial(Index(i), Index(k)) * Double.binomial(Index(j), Index(l)) * shift
          * self[k, l]
      }
    }
    return sum
  }

  /// E[Z1^i Z2^j] with Z2 = ((G' - mu2) - c (G - mu1))/τ, expanded.
  func cumulant(_ i: Int, _ j: Int) -> Double {
    let scale = power(s11.squareRoot(), i) * power(tau, j)
    return (0...j).reduce(0) { sum, l in
      sum + Double.binomial(Index(j), Index(l)) * power(-slope, l) * central(i + l, j - l) / scale
    }
  }

  /// `k30`, `k21`, `k12`, `k03`
  func cumulant(_ name: String) -> Double {
    let digits = name.compactMap(\.wholeNumberValue)
    return digits.count == 2 ? cumulant(digits[0], digits[1]) : .nan
  }

  /// ∫_0^∞ y p_1(0, y) dy by Simpson's rule, p_1 the term of order n^(-1/2) of the expanded density
  /// φ(x) φ(z) (1 + n^(-1/2) Σ κ_ij/(i! j!) He_i(x) He_j(z))/(s1 τ) at x = -√n mu1/s1, y = δ + τz.
  func thirdOrderIntensity(n: Double) -> Double {
    let s1 = s11.squareRoot()
    let x = -n.squareRoot() * self[1, 0] / s1
    let delta = n.squareRoot() * (self[0, 1] - slope * self[1, 0])
    let k = (cumulant(3, 0), cumulant(2, 1), cumulant(1, 2), cumulant(0, 3))
    func density(_ y: Double) -> Double {
      let z = (y - delta) / tau
      let expansion =
        k.0 / 6 * (x * x * x - 3 * x) + k.1 / 2 * (x * x - 1) * z + k.2 / 2 * x * (z * z - 1)
        + k.3 / 6 * (z * z * z - 3 * z)
      return exponential(-(x * x + z * z) / 2) / (2 * .pi * s1 * tau) * expansion / n.squareRoot()
    }
    let low = Swift.max(0, delta - 12 * tau)
    let high = Swift.max(low, delta + 12 * tau)
    let cells = 600
    let step = (high - low) / Double(cells)
    let sum = (0...cells).reduce(0.0) { sum, q in
      let y = low + Double(q) * step
      return sum + (q == 0 || q == cells ? 1 : q % 2 == 1 ? 4 : 2) * y * density(y)
    }
    return sum * step / 3
  }
}

private func exponential(_ x: Double) -> Double { Double.exp(x) }

private func power(_ x: Double, _ n: Int) -> Double { (0..<n).reduce(1) { p, _ in p * x } }
