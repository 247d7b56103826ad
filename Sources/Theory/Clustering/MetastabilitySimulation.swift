import VlasovSimulation
import VlasovSymbols

/// Tokens in two caps under SA, whose tokens collapse within each cap long before the caps meet.
enum MetastabilitySimulation {
  /// The mean slope of the logarithm of the largest gap within a cap, from the start until it is e^(-λβ), against the one
  /// that T1_sharp promises: that gap is reached by then. Nothing where it is beyond floating point, or too slow.
  static func rates(_ context: CrossCheck.Context, bound: Double) throws -> [RateFit] {
    let p = context.parameters
    let last = Double.exp(-p.lambda * p.beta)
    guard let n = p.integer("n"), n <= 16, n >= 4, p.lambda * p.beta <= 40, p.beta <= 300, bound <= 400 else {
      return []
    }
    var random = RandomStream(seed: context.seed, stream: 0)
    let points = (0..<n).map { i in
      inCap(around: i % 2 == 0 ? 0 : p.theta_min, depth: p.eps, &random)
    }
    var tokens = SphereTokens(beta: p.beta, isNormalised: true, points: points)
    let start = largestGap(tokens)
    guard start > last else { return [] }
    let step = 0.02
    var steps = 0
    while largestGap(tokens) > last {
      guard Double(steps) * step <= 2 * bound else { break }
      tokens = try tokens.run(time: step, steps: 1, stop: context.stop)
      steps += 1
    }
    // The last step goes beyond the gap: the time is too long by less than one step, the gap too small.
    let time = Double(steps) * step
    let fit = try SlopeFit.bounded(
      [0, time], [Double.log(start), Double.log(max(largestGap(tokens), last))], bounds: [0, 1e-6])
    return [
      RateFit(
        "slope of log(largest gap in a cap) against t, at most log(exp(-lambda beta)/gap)/T1_sharp", fit,
        .atMost, certified: Double.log(last / start) / bound)
    ]
  }

  /// A point of the sphere within 1 - <x,w> <= depth of the centre at an angle on the equator.
  private static func inCap(
    around angle: Double, depth: Double, _ random: inout RandomStream
  ) -> [Double] {
    let height = 1 - depth * random.uniform()
    let (side, turn) = ((1 - height * height).squareRoot(), random.angle())
    let (c, s) = (Double.cos(angle), Double.sin(angle))
    let (across, up) = (side * Double.cos(turn), side * Double.sin(turn))
    return [height * c - across * s, height * s + across * c, up]
  }

  /// 1 - <x_i,x_j> = |x_i - x_j|²/2, the largest over pairs of one cap.
  private static func largestGap(_ tokens: SphereTokens) -> Double {
    var largest = 0.0
    for i in tokens.points.indices {
      for j in stride(from: i % 2, to: i, by: 2) {
        let square = zip(tokens.points[i], tokens.points[j]).reduce(0) { sum, pair in
          sum + (pair.0 - pair.1) * (pair.0 - pair.1)
        }
        largest = max(largest, square / 2)
      }
    }
    return largest
  }
}
