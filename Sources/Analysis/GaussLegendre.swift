import Foundation

/// Gauss-Legendre quadrature in floating point: estimates, for simulations and choices.
public struct GaussLegendre: Sendable {
  /// The nodes in [-1, 1] and their weights.
  public let nodes: [(x: Double, weight: Double)]

  /// The rule with `count` nodes, exact for polynomials of degree 2 count - 1.
  ///
  /// The zeros of the Legendre polynomial by Newton's method from cos(π(k - 1/4)/(count + 1/2)), and the
  /// weights 2/((1 - x²) P'(x)²). DLMF 18.16.6 and 3.5.15.
  public init(count: Int) {
    let n = Swift.max(1, count)
    nodes = (1...n).map { k in
      var x = Foundation.cos(Double.pi * (Double(n - k) + 0.75) / (Double(n) + 0.5))
      var slope = 1.0
      for _ in 0..<20 {
        // The recurrence (j + 1) P_{j+1} = (2j + 1) x P_j - j P_{j-1}.
        var (p, q) = (x, 1.0)
        for j in stride(from: 1, to: n, by: 1) {
          (p, q) = ((Double(2 * j + 1) * x * p - Double(j) * q) / Double(j + 1), p)
        }
        slope = Double(n) * (q - x * p) / (1 - x * x)
        let step = p / slope
        x -= step
        if Swift.abs(step) < 1e-16 { break }
      }
      return (x, 2 / ((1 - x * x) * slope * slope))
    }
  }

  /// The rule on [a, b].
  public func integrate(_ f: (Double) -> Double, from a: Double, to b: Double) -> Double {
    let (m, w) = (a + (b - a) / 2, (b - a) / 2)
    return w * nodes.reduce(0) { $0 + $1.weight * f(m + w * $1.x) }
  }

  static let ten = GaussLegendre(count: 10)

  /// ∫_a^b f by ten nodes on an adaptive subdivision: an interval is cut while its rule and those of its
  /// halves differ by more than `tolerance` times the size of the integral.
  public static func adaptive(
    _ f: (Double) -> Double, from a: Double, to b: Double, tolerance: Double = 1e-15,
    maximumIntervals: Int = 4000
  ) -> Double {
    let whole = ten.integrate(f, from: a, to: b)
    // Against cancellation: an integral far below that of |f| is not resolved to the last bit.
    var size = Swift.max(
      Swift.abs(whole), 1e-3 * Swift.abs(ten.integrate({ Swift.abs(f($0)) }, from: a, to: b)))
    guard size.isFinite else { return whole.isFinite ? .nan : whole }
    var stack = [(a, b, whole)]
    var sum = 0.0
    var count = 0
    while let (low, high, rough) = stack.popLast() {
      let middle = low + (high - low) / 2
      let left = ten.integrate(f, from: low, to: middle)
      let right = ten.integrate(f, from: middle, to: high)
      let fine = left + right
      guard fine.isFinite else { return .nan }
      count += 1
      size = Swift.max(size, Swift.abs(sum + fine))
      let isSmall = Swift.abs(fine - rough) <= tolerance * Swift.max(size, Swift.abs(fine))
      if isSmall || middle == low || middle == high || count >= maximumIntervals || Budget.isExhausted {
        sum += fine
      } else {
        stack.append((middle, high, right))
        stack.append((low, middle, left))
      }
    }
    return sum
  }
}
