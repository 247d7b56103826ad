import CMPFR
import Foundation

/// The Taylor coefficients of log Γ at x: c_0 = log Γ(x), c_1 = ψ(x), and for j >= 2
/// (-1)^j c_j = ζ(j, x)/j > 0, ζ(j, x) = Σ_{i>=0} 1/(x+i)^j, which decreases in x > 0.
///
/// **For x > 0**, with y = x + r and Stirling's series differentiated term by term,
///
///     (-1)^j c_j = Σ_{i<r} 1/(j (x+i)^j) + 1/(j (j-1) y^(j-1)) + 1/(2 j y^j)
///                  + Σ_{k<n} b_k C(2k-2+j, j) y^(1-2k-j) + R,
///
/// where R is bounded by the first omitted term (see `StirlingSeries`). Thin balls go through these sums, all
/// of whose leading terms are positive; wide ones are evaluated at the ends.
///
/// **For x < 0** the coefficients are those of log |Γ(x)| = log π - log |sin πx| - log Γ(1-x).
extension Ball {
  public static func lgammaTaylor(_ x: Ball, count: Int) -> [Ball] {
    let count = Swift.max(count, 1)
    guard x.isFinite else { return Array(repeating: x, count: count) }
    guard x.isPositive else { return lgammaTaylorBelow(x, count) }
    var c = [lgamma(x)]
    if count > 1 { c.append(digamma(x)) }
    if count <= 2 { return c }
    if x.isExact || x.radius.exponent < (x.exponent ?? 0) - 16 {
      return c + hurwitz(x, count)
    }
    let wide = x.rounded(to: Swift.max(x.bits, 64))
    return c
      + zip(hurwitz(wide.lowerEdge, count), hurwitz(wide.upperEdge, count)).map {
        hull($0, $1).rounded(to: x.bits)
      }
  }

  /// c_2, ..., c_(count-1) for x > 0.
  private static func hurwitz(_ x: Ball, _ count: Int) -> [Ball] {
    let bits = x.bits + 16 + 2 * (Int.bitWidth - count.leadingZeroBitCount)
    let least = StirlingSeries.leastArgument(bits: bits) + 2 * count
    let far = x.exponent ?? 0 > 40
    let r = far ? 0 : Swift.max(0, least - Int(x.estimate))
    let wide = x.rounded(to: bits)
    var sums = Array(repeating: Ball(0, bits: bits), count: count)
    for i in 0..<r {
      if i % 64 == 0, Budget.isExhausted {
        return sums.dropFirst(2).map { _ in .indeterminate(bits: x.bits) }
      }
      let inverse = Ball(1, bits: bits) / (wide + Ball(i, bits: 64))
      var power = inverse
      for j in stride(from: 2, to: count, by: 1) {
        power *= inverse
        sums[j] += power
      }
    }
    let inverse = Ball(1, bits: bits) / (wide + Ball(r, bits: 64))
    let square = inverse * inverse
    var power = inverse
    return stride(from: 2, to: count, by: 1).map { j in
      // power = y^(1-j)
      let tail = stirlingDerivative(j, square, bits)
      let head = power / (j * (j - 1)) + power * inverse / (2 * j)
      let value = sums[j] / j + head + power * square * tail
      power *= inverse
      return (j % 2 == 0 ? value : -value).rounded(to: x.bits)
    }
  }

  /// Σ_{k>=1} b_k C(2k-2+j, j) w^(k-1) with its remainder, w = 1/y².
  private static func stirlingDerivative(_ j: Int, _ w: Ball, _ bits: Int) -> Ball {
    var sum = Ball(0, bits: bits)
    // C(2k-2+j, j) w^(k-1)
    var factor = Ball(1, bits: bits)
    var size = Magnitude.infinity
    var k = 1
    while true {
      guard let table = StirlingSeries.coefficients(k, bits: bits), !Budget.isExhausted else {
        return .indeterminate(bits: bits)
      }
      let term = table.values[k - 1] * factor
      let bound = term.magnitude
      if bound.exponent < -bits || size <= bound { return Ball(center: sum, radius: bound) }
      sum += term
      size = bound
      factor = factor * w * ((2 * k + j) * (2 * k + j - 1)) / (2 * k * (2 * k - 1))
      k += 1
    }
  }

  private static func lgammaTaylorBelow(_ x: Ball, _ count: Int) -> [Ball] {
    let undefined = { Array(repeating: Ball.undefined("lgamma", x), count: count) }
    guard let (_, u) = x.reduced, u.isNonZero else { return undefined() }
    let bits = x.bits + 16
    let mirrored = lgammaTaylor((Ball(1, bits: bits) - x).rounded(to: bits), count: count)
    let sine = withPrecision(bits) {
      let angle = u.rounded(to: Swift.max(bits, u.bits)) * pi(bits: bits)
      let sine = Jet<Ball>.sin(count > 1 ? Jet(variable: angle, order: count - 1) : Jet(constant: angle))
      return Jet<Ball>.log(u.isNegative ? -sine : sine)
    }
    // The jet is in πt.
    var scale = Ball(1, bits: bits)
    let logPi = log(pi(bits: bits))
    return (0..<count).map { j in
      let part = sine.coefficient(j) * scale
      scale *= pi(bits: bits)
      let value = -part - (j % 2 == 0 ? mirrored[j] : -mirrored[j])
      return (j == 0 ? value + logPi : value).rounded(to: x.bits)
    }
  }
}

extension Double {
  /// By the recurrence up to x >= 10 + count and Stirling's series; for x < 0 by reflection.
  public static func lgammaTaylor(_ x: Double, count: Int) -> [Double] {
    let count = Swift.max(count, 1)
    if x.isNaN || x <= 0 && x == x.rounded() { return Array(repeating: .nan, count: count) }
    if x < 0 {
      let u = x - x.rounded()
      let line = Jet<Double>(variable: .pi * u, order: count - 1)
      let sine = Jet<Double>.log(u < 0 ? -Jet<Double>.sin(line) : .sin(line))
      let mirrored = lgammaTaylor(1 - x, count: count)
      return (0..<count).map { j in
        let part = -sine.coefficient(j) * Foundation.pow(.pi, Double(j))
        return part - (j % 2 == 0 ? mirrored[j] : -mirrored[j]) + (j == 0 ? Foundation.log(.pi) : 0)
      }
    }
    return (0..<count).map { j in
      if j == 0 { return Foundation.lgamma(x) }
      if j == 1 { return digamma(x) }
      let m = Double(j)
      var (y, sum) = (x, 0.0)
      while y < 10 + m {
        sum += Foundation.pow(y, -m) / m
        y += 1
      }
      // B_2k/(2k (2k-1))
      let b: [Double] = [
        0.083333333333333333, -0.0027777777777777778, 7.936507936507937e-4, -5.952380952380952e-4,
        8.417508417508418e-4, -0.0019175269175269175, 0.00641025641025641,
      ]
      sum += Foundation.pow(y, 1 - m) / (m * (m - 1)) + Foundation.pow(y, -m) / (2 * m)
      var factor = Foundation.pow(y, -1 - m)
      for (i, b) in b.enumerated() {
        let k = Double(i + 1)
        sum += b * factor
        let growth: Double = (2 * k + m) * (2 * k + m - 1)
        factor *= growth / (2 * k * (2 * k - 1) * y * y)
      }
      return j % 2 == 0 ? sum : -sum
    }
  }
}
