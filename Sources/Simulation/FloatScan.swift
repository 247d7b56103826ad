/// Plain searches in floating point for cross-checks, and atoms under a Gaussian kernel. No error bound is claimed.
public enum FloatScan {
  /// The sign change of f on [from, to] by bisection, f positive on the left of it (or of the other sign throughout).
  public static func zero(from: Double, to: Double, _ f: (Double) -> Double) -> Double {
    var (a, b) = (from, to)
    while true {
      let middle = a + (b - a) / 2
      if middle <= a || middle >= b { return middle }
      if f(middle) > 0 { a = middle } else { b = middle }
    }
  }

  /// The least value of f on [from, to]: the best of a grid, then golden section around it.
  public static func minimum(
    from: Double, to: Double, steps: Int = 400, _ f: (Double) -> Double
  ) -> (argument: Double, value: Double) {
    let h = (to - from) / Double(max(2, steps))
    var best = (argument: from, value: f(from))
    for k in 1...max(2, steps) {
      let x = from + Double(k) * h
      let y = f(x)
      if y < best.value { best = (x, y) }
    }
    var (a, b) = (max(from, best.argument - h), min(to, best.argument + h))
    let ratio = 0.6180339887498949
    for _ in 0..<90 {
      let (c, d) = (b - ratio * (b - a), a + ratio * (b - a))
      if f(c) < f(d) { b = d } else { a = c }
    }
    let x = a + (b - a) / 2
    let y = f(x)
    return y < best.value ? (x, y) : best
  }

  /// Weighted atoms on the line, in bandwidths.
  public struct Atoms: Sendable {
    private let positions: [Double]
    private let weights: [Double]

    public init(_ atoms: [(position: Double, weight: Double)]) {
      positions = atoms.map(\.position)
      weights = atoms.map(\.weight)
    }

    /// Σ w (t - x) e^(-(t-x)²/2), times a positive factor that keeps the largest exponential at 1.
    public func pull(_ t: Double) -> Double {
      let nearest = positions.reduce(Double.infinity) { min($0, abs(t - $1)) }
      var sum = 0.0
      for (x, w) in zip(positions, weights) {
        let u = t - x
        sum += w * u * exponential(-0.5 * (abs(u) - nearest) * (abs(u) + nearest))
      }
      return sum
    }

    /// Modes: sign changes of the pull from - to + on a grid over the atoms' range.
    public func modes(steps: Int) -> Int {
      guard let low = positions.min(), let high = positions.max() else { return 0 }
      var modes = 0
      var isBelow = true
      for k in 0..<max(1, steps) {
        let value = pull(low + (high - low) * (Double(k) + 0.382) / Double(max(1, steps)))
        if value > 0, isBelow { modes += 1 }
        if value != 0 { isBelow = value < 0 }
      }
      return modes + (isBelow ? 1 : 0)
    }
  }
}
