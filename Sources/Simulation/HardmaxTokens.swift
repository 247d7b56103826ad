/// Hardmax attention in floating point: every token moves towards the mean of those that maximise <B x_i, x_j>.
///
/// For comparison with exact trajectories: scores that are equal up to rounding count as ties, which rounding would break.
public struct HardmaxTokens: Sendable {
  public var points: [[Double]]
  public let alpha: Double
  /// B; nil for the identity.
  public let metric: [[Double]]?
  /// Scores within this relative distance of the maximum count as ties.
  public var tolerance = 1e-12

  public init(points: [[Double]], alpha: Double, metric: [[Double]]? = nil) {
    (self.points, self.alpha, self.metric) = (points, alpha, metric)
  }

  /// Steps of all tokens at once; n² d multiply-adds each.
  public mutating func run(steps: Int) {
    func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
    for _ in 0..<steps {
      let before = points
      points = before.map { x in
        let image = metric.map { $0.map { dot($0, x) } } ?? x
        let scores = before.map { dot(image, $0) }
        let size = scores.reduce(0) { max($0, abs($1)) }
        let best = scores.max() ?? 0
        let targets = scores.indices.filter { scores[$0] >= best - tolerance * size }
        return x.indices.map { c in
          let mean = targets.reduce(0) { $0 + before[$1][c] } / Double(targets.count)
          return x[c] + alpha / (1 + alpha) * (mean - x[c])
        }
      }
    }
  }
}
