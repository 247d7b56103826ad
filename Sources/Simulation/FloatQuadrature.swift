/// Plain quadrature rules in Double, for cross-checks. No error bound is claimed: the caller compares several sizes.
public enum FloatQuadrature {
  /// The trapezoidal rule for the mean of a 2 pi-periodic function over its period; spectrally accurate for
  /// analytic functions.
  public static func periodicMean(nodes: Int, _ f: (Double) -> Double) -> Double {
    var sum = CompensatedSum()
    for k in 0..<max(1, nodes) { sum.add(f(2 * Double.pi * Double(k) / Double(max(1, nodes)))) }
    return sum.value / Double(max(1, nodes))
  }

  /// Simpson's rule on `panels` equal panels (three points each): error O(panels^-4).
  public static func simpson(from a: Double, to b: Double, panels: Int, _ f: (Double) -> Double) -> Double {
    let panels = max(1, panels)
    let half = (b - a) / Double(2 * panels)
    var sum = CompensatedSum()
    sum.add(f(a))
    sum.add(f(b))
    for k in 1..<2 * panels { sum.add((k % 2 == 1 ? 4 : 2) * f(a + Double(k) * half)) }
    return sum.value * half / 3
  }

  /// Gauss-Legendre quadrature with `points` nodes on each of `panels` equal panels: error O(panels^(-2 points)).
  public static func gaussLegendre(
    from a: Double, to b: Double, points: Int, panels: Int = 1, _ f: (Double) -> Double
  ) -> Double {
    let rule = gaussLegendreRule(points: points)
    let panels = max(1, panels)
    let half = (b - a) / Double(2 * panels)
    var sum = CompensatedSum()
    for panel in 0..<panels {
      let centre = a + Double(2 * panel + 1) * half
      for (node, weight) in zip(rule.nodes, rule.weights) { sum.add(weight * f(centre + half * node)) }
    }
    return sum.value * half
  }

  /// Nodes (increasing) and weights of the Gauss-Legendre rule on [-1, 1], by Newton's method on the three-term
  /// recurrence.
  public static func gaussLegendreRule(points: Int) -> (nodes: [Double], weights: [Double]) {
    let n = max(1, points)
    var nodes = [Double](repeating: 0, count: n)
    var weights = nodes
    for i in 0..<n {
      var x = -cosine(Double.pi * (Double(i) + 0.75) / (Double(n) + 0.5))
      var derivative = 1.0
      for _ in 0..<100 {
        var (previous, current) = (1.0, x)
        for k in stride(from: 2, through: n, by: 1) {
          (previous, current) = (
            current, (Double(2 * k - 1) * x * current - Double(k - 1) * previous) / Double(k)
          )
        }
        derivative = Double(n) * (x * current - previous) / (x * x - 1)
        let change = current / derivative
        x -= change
        if abs(change) <= 0x1p-52 { break }
      }
      nodes[i] = x
      weights[i] = 2 / ((1 - x * x) * derivative * derivative)
    }
    return (nodes, weights)
  }
}

/// Neumaier's compensated sum: the error is two units in the last place of the sum of magnitudes, plus a term of
/// second order, however many terms there are.
struct CompensatedSum {
  private var sum = 0.0
  private var correction = 0.0

  @inline(__always) mutating func add(_ term: Double) {
    let next = sum + term
    correction += abs(sum) >= abs(term) ? (sum - next) + term : (term - next) + sum
    sum = next
  }

  var value: Double { sum + correction }
}
