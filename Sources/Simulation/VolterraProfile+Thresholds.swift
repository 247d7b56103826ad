/// Thresholds of the retrieval profile, read off simulated profiles; "Kinetic theory for Transformers and the
/// lost-in-the-middle phenomenon" (arXiv 2605.09213). None of the moment formulas is used.
extension VolterraProfile {
  /// The slope S_t'(1^-) from the profile at 1, 1 - distance and 1 - 2 distance (one-sided difference), for several
  /// distances; the size is 1 / distance, the error O(distance^2).
  public func endSlopes(
    distances: [Double], threads: Int? = nil, stop: StopCondition? = nil
  ) throws -> [SizedObservation] {
    try distances.map {
      let slope = try endSlope(distance: $0, threads: threads, stop: stop)
      return observation(distance: $0, value: slope, scale: try value(at: 1, cells: 1) / $0)
    }
  }

  /// The first time in `bracket` at which the one-sided difference of `endSlopes` vanishes (t_crit), for several
  /// distances; the size is 1 / distance, the error O(distance^2). The profile's own `time` is not used.
  ///
  /// - Throws: `SimulationError.invalidParameter` if the slope does not change from positive to negative in the bracket.
  public func criticalTimes(
    bracket: ClosedRange<Double>, distances: [Double], threads: Int? = nil, stop: StopCondition? = nil
  ) throws -> [SizedObservation] {
    try Parallel.map(count: distances.count, threads: threads, stop: stop) { index in
      let distance = distances[index]
      let time = try fallingZero(bracket) {
        try at($0).endSlope(distance: distance, threads: 1, stop: stop) / $0
      }
      return observation(distance: distance, value: time, scale: time / distance)
    }
  }

  /// The time in `bracket` at which the largest interior slope max S_t' over the grid of [from, 1] vanishes, with its
  /// position: the fold, where a local minimum and a local maximum of the profile merge (derived). For several
  /// numbers of cells; error O(cells^-2). The profile's own `time` is not used.
  ///
  /// - Throws: `SimulationError.invalidParameter` if that slope does not fall through 0 in the bracket.
  public func folds(
    bracket: ClosedRange<Double>, from start: Double, cells: [Int], threads: Int? = nil,
    stop: StopCondition? = nil
  ) throws -> [(time: SizedObservation, position: SizedObservation)] {
    try Parallel.map(count: cells.count, threads: threads, stop: stop) { index in
      let size = Double(cells[index])
      let time = try fallingZero(bracket) {
        try at($0).steepestRise(from: start, cells: cells[index], stop: stop).slope
      }
      let position = try at(time).steepestRise(from: start, cells: cells[index], stop: stop).position
      // Differences over one cell amplify rounding; the position is the vertex of a flat top.
      var timeSeen = SizedObservation(size: size, simulated: time)
      timeSeen.rounding = 1e-14 * time * size
      var positionSeen = SizedObservation(size: size, simulated: position)
      positionSeen.rounding = 1e-15 * size * size
      return (timeSeen, positionSeen)
    }
  }

  private func at(_ time: Double) -> VolterraProfile {
    VolterraProfile(heads: heads, time: time)
  }

  private func endSlope(distance: Double, threads: Int?, stop: StopCondition?) throws -> Double {
    try require(distance > 0 && distance <= 0.25, "distance", "in (0, 1/4]")
    // The cells are far narrower than the distance, so that the difference quotient alone sets the error.
    let end = try value(at: 1, cells: 1, threads: threads)
    let near = try value(at: 1 - distance, cells: 256, threads: threads, stop: stop)
    let far = try value(at: 1 - 2 * distance, cells: 512, threads: threads, stop: stop)
    return (3 * end - 4 * near + far) / (2 * distance)
  }

  private func observation(distance: Double, value: Double, scale: Double) -> SizedObservation {
    var observation = SizedObservation(size: 1 / distance, simulated: value)
    observation.rounding = 1e-14 * abs(scale)
    return observation
  }

  /// The largest difference quotient between neighbouring grid points, refined, away from both ends of the grid.
  private func steepestRise(
    from start: Double, cells: Int, stop: StopCondition?
  ) throws -> (slope: Double, position: Double) {
    let grid = try grid(from: start, cells: cells, threads: 1, stop: stop)
    let count = grid.positions.count - 1
    try require(count >= 5, "cells", "at least 6")
    var (middles, slopes): ([Double], [Double]) = ([], [])
    for (left, right) in zip(0..<count, 1...count) {
      let (a, b) = (grid.positions[left], grid.positions[right])
      middles.append((a + b) / 2)
      slopes.append((grid.values[right] - grid.values[left]) / (b - a))
    }
    let tops = GridCritical.criticalPoints(positions: middles, values: slopes).filter { $0.kind == .maximum }
    guard let best = tops.max(by: { $0.value < $1.value }) else {
      throw SimulationError.invalidParameter(
        name: "bracket", requirement: "times at which the slope has a maximum")
    }
    return (best.value, best.position)
  }

  private func fallingZero(_ bracket: ClosedRange<Double>, _ f: (Double) throws -> Double) throws -> Double {
    var (low, high) = (bracket.lowerBound, bracket.upperBound)
    try require(low > 0 && high.isFinite, "bracket", "positive times")
    try require(f(low) > 0 && f(high) < 0, "bracket", "an interval over which the slope falls through 0")
    while high - low > 1e-14 * high {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { break }
      if try f(middle) > 0 { low = middle } else { high = middle }
    }
    return low + (high - low) / 2
  }
}
