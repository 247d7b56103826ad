/// The radii of a product of polynomials: Σ_{i+j=k} |a_i| s_j + r_i (|b_j| + s_j) for radii r of a and s of
/// b.
///
/// **Doubles.** When the sizes in each of the four vectors, after a common slope, are within 2^400, their
/// mantissas are summed up as Doubles relative to the largest. Nothing underflows (products are at least
/// 2^-900) and everything is positive, so a sum of n products of Doubles, each with n + 1 roundings at most,
/// is at least (1 - 2^-53)^(n+1) of the true one; the factor 1 + 2^-30 makes up for that, for n <= 2^20.
///
/// **Words.** Otherwise each sum is that of `DotPlan`, with its own alignment.
struct ConvolutionRadii {
  private static let spread = 400

  private let values: [Magnitude]

  /// The radius of the coefficient of x^k.
  func callAsFunction(_ k: Int) -> Magnitude { values[k] }

  /// For finite balls; `slope` times the index is added to exponents before they are compared.
  init(_ a: [Ball], _ b: [Ball], slope: Int, length: Int) {
    if a.allSatisfy(\.isExact), b.allSatisfy(\.isExact) {
      values = Array(repeating: .zero, count: length)
      return
    }
    let sizesA = a.map { ball in ball.read { Magnitude.upper($0.mid) } }
    let boundsB = b.map(\.magnitude)
    let vectors = [sizesA, b.map(\.radius), a.map(\.radius), boundsB].map { Scaled($0, slope) }
    if length <= 1 << 20, let x = vectors[0], let s = vectors[1], let r = vectors[2], let y = vectors[3] {
      let first = ConvolutionRadii.convolution(x.values, s.values, length)
      let second = ConvolutionRadii.convolution(r.values, y.values, length)
      values = (0..<length).map { k in
        Magnitude.above(first[k]).scaled(by: x.exponent + s.exponent - slope * k)
          + Magnitude.above(second[k]).scaled(by: r.exponent + y.exponent - slope * k)
      }
    } else {
      values = ConvolutionRadii.byWords(a, b, length)
    }
  }

  /// Magnitudes as Doubles relative to 2^exponent; nil when they differ too much.
  private struct Scaled {
    var values: [Double]
    var exponent = 0

    init?(_ x: [Magnitude], _ slope: Int) {
      var (low, high) = (Int.max, Int.min)
      for (i, m) in x.enumerated() where !m.isZero {
        low = min(low, m.exponent + slope * i)
        high = max(high, m.exponent + slope * i)
      }
      if high == Int.min {
        values = Array(repeating: 0, count: x.count)
        return
      }
      guard high - low <= ConvolutionRadii.spread else { return nil }
      exponent = high
      values = x.enumerated().map { i, m in
        m.isZero
          ? 0
          : Double(sign: .plus, exponent: m.exponent + slope * i - high - 32, significand: Double(m.mantissa))
      }
    }
  }

  private static func convolution(_ x: [Double], _ y: [Double], _ length: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: length)
    sums.withUnsafeMutableBufferPointer { sums in
      y.withUnsafeBufferPointer { y in
        for i in 0..<min(x.count, length) where x[i] != 0 {
          let factor = x[i]
          for j in 0..<min(y.count, length - i) { sums[i + j] += factor * y[j] }
        }
      }
    }
    return sums
  }

  private static func byWords(_ a: [Ball], _ b: [Ball], _ length: Int) -> [Magnitude] {
    a.withPointers { x in
      b.withPointers { y in
        (0..<length).map { k in
          let first = max(0, k - (b.count - 1))
          let count = min(k, a.count - 1) - first + 1
          return DotPlan.radius(
            Dot.Vector(x + first), Dot.Vector(y + (k - first), step: -1), count)
        }
      }
    }
  }
}

extension Magnitude {
  /// A bound of (1 + 2^-30) x, for x >= 0 that is 0 or normal.
  static func above(_ x: Double) -> Magnitude {
    if x == 0 { return .zero }
    // x = s 2^(e - 52) for an integer s below 2^53; s + s 2^-30 is below s + 2^24.
    let s = UInt64(1) << 52 | x.significandBitPattern
    return .ceiling(s + 1 << 24, unit: Int(x.exponent) - 52 + 64)
  }
}
