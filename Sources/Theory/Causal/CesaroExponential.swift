import Foundation
import VlasovSymbols

/// An entry of e^(t(C - I)), C_{kj} = 1/k for j <= k the Cesàro matrix, by two routes.
struct CesaroExponential {
  let k: Int
  let j: Int

  /// k - j is kept below this.
  static let largestDistance = 1 << 22

  /// The entry at the working precision.
  ///
  /// **Interval times.** The rows of P = e^(t(C - I)) are probability vectors, as those of C are, so the entries of
  /// P, CP and C²P lie in [0, 1] and |P''| = |(C² - 2C + I)P| <= 2. Between two times a < b the entry is
  /// therefore within (b - a)²/4 of the linear interpolation.
  func entry(_ t: RealParameter) throws -> Ball {
    guard t.isInterval else { return try entry(near: t.lifted(Double.self)) { t.ball } }
    let (low, high) = t.ends
    let width = high - low
    let count = Int(Swift.min(Swift.max(64 * width.upperDouble, 4), 512))
    let slack = (width * width / (4 * count * count)).magnitude
    // Digits that the width will hide are not computed.
    let bits = Swift.min(Precision.bits, 64 + Swift.max(0, -(width.exponent ?? 0)))
    let values = try withPrecision(bits) {
      try (0...count).map { i in
        let t = low + width * i / count
        return try entry(near: t.estimate) { t }
      }
    }
    // The balls for the cut points differ from them by a rounding error, and the entry by no more: |P'| <= 1.
    let hull = values.reduce(values[0]) { .hull($0, $1) }
    return .intersection(Ball(center: hull, radius: slack), .hull(0, 1)) ?? hull
  }

  /// The entry at a thin ball of times around `size`, by the route that seems cheaper.
  private func entry(near size: Double, _ t: () -> Ball) throws -> Ball {
    let target = Precision.bits
    let lost = cancelledBits(size)
    // Nanoseconds: a step of the positive series, an exponential at b bits (measured).
    let positive = 250 * Double(terms(size, bits: target))
    let b = Double(target) + lost
    let alternating = 5000 + 20 * b + 8000 * Foundation.pow(b / 1000, 1.7)
    let isPositive = positive <= alternating
    return try withPrecision(target + 32 + (isPositive ? 0 : Int(Swift.min(lost, 0x1p31)))) {
      (try isPositive ? positiveSeries(t()) : pascalSum(t())).rounded(to: target)
    }
  }

  /// e^-t Σ_i t^i/i! (C^i)_{kj}, in which nothing cancels.
  ///
  /// For i >= 1, (C^i)_{kj} = h_{i-1}(1/j, ..., 1/k)/k with the complete homogeneous symmetric polynomials, as
  /// follows from (C y)_l = (1/l) Σ_{m<=l} y_m by induction: h_i(1/j, ..., 1/l) =
  /// h_i(1/j, ..., 1/(l-1)) + h_{i-1}(1/j, ..., 1/l)/l.
  ///
  /// **Tail.** h_i² >= h_{i-1} h_{i+1}, as the difference is a Schur polynomial (Jacobi-Trudi), so the ratio
  /// of successive terms decreases in i: after the term T_i with q = T_i/T_{i-1} < 1 the tail is at most
  /// T_i q/(1 - q).
  func positiveSeries(_ t: Ball) throws -> Ball {
    var h = [Ball](repeating: Ball(1), count: k - j + 1)
    var power = t
    var term = t / k
    var sum = (k == j ? 1 : 0) + term
    var i = 1
    while true {
      // h_{i-1} -> h_i
      var running = Ball(0)
      for l in h.indices {
        running += h[l] / (j + l)
        h[l] = running
        if l % 4096 == 4095 { try Budget.check() }
      }
      try Budget.check()
      i += 1
      power = power * t / i
      let next = power * running / k
      sum += next
      let ratio = next / term
      if (1 - ratio).isPositive || next.isZero {
        let tail = next.isZero ? next : next * ratio / (1 - ratio)
        if tail.magnitude <= sum.magnitude.scaled(by: -Precision.bits) {
          return Ball.exp(-t) * (sum + .hull(Ball(0), tail))
        }
      }
      guard next.isFinite else { return .indeterminate }
      term = next
    }
  }

  /// binom(k-1, j-1) Σ_{i<=k-j} (-1)^i binom(k-j, i) e^(-t(1 - 1/(j+i))), with exact coefficients.
  func pascalSum(_ t: Ball) throws -> Ball {
    var coefficient = Integer.binomial(k - 1, j - 1)
    var sum = Ball(0)
    for i in 0...(k - j) {
      try Budget.check()
      let m = j + i
      let term = Ball(coefficient) * Ball.exp(-(t * (m - 1) / m))
      if i % 2 == 0 { sum += term } else { sum -= term }
      guard i < k - j else { break }
      coefficient =
        (coefficient * Integer(k - j - i)).quotientAndRemainder(dividingBy: Integer(i + 1))?.quotient ?? 0
    }
    return sum
  }

  // MARK: Choices (they do not affect what is proved)

  /// How many terms the positive series needs: they behave like (t/j)^i/i!.
  private func terms(_ t: Double, bits: Int) -> Int {
    let rate = t / Double(j)
    let estimate = 2.72 * rate + Double(bits) / Swift.max(1, Foundation.log2(Double(bits) / (rate + 1))) + 20
    return Int(Swift.min(estimate, 0x1p40))
  }

  /// log2 of the sum of the absolute terms over the value, at least about k^-1 min(t, 1) e^(-t(1 - 1/j)).
  private func cancelledBits(_ t: Double) -> Double {
    let choices =
      Foundation.lgamma(Double(k)) - Foundation.lgamma(Double(j)) - Foundation.lgamma(Double(k - j + 1))
    return Swift.max(0, choices / Foundation.log(2)) + Double(k - j) + Foundation.log2(Double(k))
      + Swift.max(0, -Foundation.log2(Swift.max(t, 1e-300))) + 16
  }
}
