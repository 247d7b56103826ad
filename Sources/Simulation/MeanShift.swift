/// Mean shift on the line, in floating point: x <- m(x) = Σ w_i X_i e^(-β(x - X_i)²/2) / Σ w_i e^(-β(x - X_i)²/2).
///
/// m increases, so the iteration runs monotonically to the nearest fixed point in the direction of m(x) - x, and its
/// attracting fixed points are the modes of the kernel estimate. The plain iteration crawls where m' is near 1; here a
/// step is never shorter than 1/`resolution` bandwidth, and where it passes a sign change of m(x) - x the fixed point
/// is bisected to the last bit. Between two steps a pair of fixed points closer than 1/`resolution` can be
/// missed: that is the only approximation beside rounding.
public struct MeanShift: Sendable {
  private let points: [Double]
  private let weights: [Double]?
  private let beta: Double
  /// The shortest step, in bandwidths, is 1/resolution.
  private let resolution: Double

  /// - Parameters:
  ///   - points: distinct, in ascending order, at least one.
  ///   - weights: positive, one for each point; all 1 when nil.
  ///   - beta: the inverse squared bandwidth.
  /// - Throws: `SimulationError.invalidParameter` for anything else.
  public init(points: [Double], weights: [Double]? = nil, beta: Double, resolution: Double = 256) throws {
    try require(!points.isEmpty && points.allSatisfy(\.isFinite), "points", "finite numbers, at least one")
    try require(zip(points, points.dropFirst()).allSatisfy { $0 < $1 }, "points", "distinct and ascending")
    if let weights {
      try require(
        weights.count == points.count && weights.allSatisfy { $0 > 0 && $0.isFinite }, "weights",
        "positive, one for each point")
    }
    try require(beta > 0 && beta.isFinite, "beta", "positive")
    try require(resolution >= 1, "resolution", "at least 1")
    self.points = points
    self.weights = weights
    self.beta = beta
    self.resolution = resolution
  }

  /// m(x) - x, the step of one iteration.
  ///
  /// The sums run over the points whose weight is at least e^-40 of the largest one: the rest changes nothing visible.
  public func step(_ x: Double) -> Double {
    let right = lowerBound(x)
    var nearest = Double.infinity
    if right < points.count { nearest = points[right] - x }
    if right > 0 { nearest = min(nearest, x - points[right - 1]) }
    let reach = (nearest * nearest + 80 / beta).squareRoot()
    var mass = 0.0
    var moment = 0.0
    func add(_ i: Int) {
      let d = points[i] - x
      // d² - nearest² without overflow or cancellation.
      let w = exponential(-0.5 * beta * (abs(d) - nearest) * (abs(d) + nearest)) * (weights?[i] ?? 1)
      mass += w
      moment += w * d
    }
    var i = right
    while i < points.count, points[i] - x <= reach {
      add(i)
      i += 1
    }
    i = right - 1
    while i >= 0, x - points[i] <= reach {
      add(i)
      i -= 1
    }
    return moment / mass
  }

  /// The limit of the iteration from each start, in the order of the starts; a start where m(x) = x is its own.
  public func limits(from starts: [Double], stop: StopCondition? = nil) throws -> [Double] {
    let order = starts.indices.sorted { starts[$0] < starts[$1] }
    let steps = starts.map(step)
    var limits = starts
    // A start that moves right and reaches the next one that does shares its limit; so to the left.
    for isRight in [true, false] {
      var next: (start: Double, limit: Double)?
      for i in isRight ? order.reversed() : order where isRight ? steps[i] > 0 : steps[i] < 0 {
        try checkStop(stop)
        limits[i] = limit(from: starts[i], step: steps[i], until: next)
        next = (starts[i], limits[i])
      }
    }
    return limits
  }

  /// The distinct attracting fixed points that the iteration reaches from the starts, ascending.
  ///
  /// A limit attracts when m(x) - x changes sign from + to - there; a valley that happens to be a start does not.
  public func modes(from starts: [Double], stop: StopCondition? = nil) throws -> [Double] {
    let shortest = 1 / (resolution * beta.squareRoot())
    var modes: [Double] = []
    for x in try limits(from: starts, stop: stop).sorted() {
      let margin = max(shortest, 2 * x.ulp)
      if let last = modes.last, x - last <= margin { continue }
      if step(x - margin) > 0, step(x + margin) < 0 { modes.append(x) }
    }
    return modes
  }

  /// The attracting fixed points that the sample's own points reach.
  public func modes(stop: StopCondition? = nil) throws -> [Double] { try modes(from: points, stop: stop) }

  private func limit(from start: Double, step first: Double, until next: (start: Double, limit: Double)?)
    -> Double
  {
    let shortest = 1 / (resolution * beta.squareRoot())
    let isRight = first > 0
    var x = start
    var move = first
    while true {
      // The plain step never passes the fixed point; the shortest one may.
      let there = isRight ? x + max(move, shortest) : x + min(move, -shortest)
      if let next, isRight ? there >= next.start : there <= next.start { return next.limit }
      // Beyond the rounding of x nothing moves.
      if there == x { return x }
      let moved = step(there)
      if moved == 0 { return there }
      if (moved > 0) != isRight { return bisect(x, there, isRight: isRight) }
      (x, move) = (there, moved)
    }
  }

  /// The fixed point between `inside`, where the step still leads away from it, and `outside`, beyond the fixed point.
  private func bisect(_ inside: Double, _ outside: Double, isRight: Bool) -> Double {
    var (a, b) = (inside, outside)
    while true {
      let middle = a + (b - a) / 2
      if middle == a || middle == b { return middle }
      if (step(middle) > 0) == isRight { a = middle } else { b = middle }
    }
  }

  /// The index of the first point at or after x.
  private func lowerBound(_ x: Double) -> Int {
    var (low, high) = (0, points.count)
    while low < high {
      let middle = (low + high) / 2
      if points[middle] < x { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
