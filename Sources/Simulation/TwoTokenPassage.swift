/// Two tokens of "Clustering in Causal Attention Masking" (arXiv 2411.04990), Model with Q = K = V = I (derived): their
/// angle solves phi' = -sin phi / (1 + e^{beta (1 - cos phi)}); the engine measures the time from phi_0 to phi_1, by
/// two routes that know no exponential integral.
public struct TwoTokenPassage: Sendable, Equatable {
  /// Inverse temperature beta > 0.
  public var beta: Double
  /// Start and end angles, 0 < phi_1 < phi_0 < pi.
  public var start: Double
  public var end: Double

  public init(beta: Double, start: Double, end: Double) {
    self.beta = beta
    self.start = start
    self.end = end
  }

  /// Runge-Kutta with constant time step; the passage is located by the fraction of the last step at which the
  /// method's own fourth-order step meets phi_1. Error O(step^4).
  ///
  /// - Throws: `SimulationError.invalidParameter` when the passage takes more than `maxSteps` steps.
  public func passageTime(step: Double, maxSteps: Int = 100_000_000, stop: StopCondition? = nil) throws
    -> Double
  {
    try validate()
    try require(step > 0 && step.isFinite, "step", "positive")
    // The sum of many small moves is compensated: each rounding of the angle would cost a time 1 / |phi'|.
    var angle = CompensatedSum()
    angle.add(start)
    for index in 0..<max(0, maxSteps) {
      if index % 65536 == 0 { try checkStop(stop) }
      let here = angle.value
      let move = self.move(here, step)
      if here + move <= end {
        return Double(index) * step + locate(step) { (here - end) + self.move(here, $0) }
      }
      angle.add(move)
    }
    throw SimulationError.invalidParameter(
      name: "step", requirement: "large enough to pass within \(maxSteps) steps")
  }

  /// Runge-Kutta in the internal time tau with dt = (1 + e^{beta (1 - cos phi)}) dtau, for passages that take
  /// exponentially long: (phi, t)' = (-sin phi, 1 + e^{beta (1 - cos phi)}). Error O(step^4).
  public func rescaledPassageTime(step: Double, stop: StopCondition? = nil) throws -> Double {
    try validate()
    try require(step > 0 && step.isFinite, "step", "positive")
    var (angle, time) = (CompensatedSum(), CompensatedSum())
    angle.add(start)
    for index in 0..<1_000_000_000 {
      if index % 65536 == 0 { try checkStop(stop) }
      let here = angle.value
      let next = rescaledMove(here, step)
      if here + next.move <= end {
        let fraction = locate(step) { (here - end) + rescaledMove(here, $0).move }
        time.add(rescaledMove(here, fraction).elapsed)
        return time.value
      }
      angle.add(next.move)
      time.add(next.elapsed)
    }
    throw SimulationError.invalidParameter(name: "step", requirement: "larger")
  }

  /// Composite Simpson rule for int dt = int (1 + e^{beta v}) dphi / sin phi, in the variable u = log tan(phi / 2)
  /// (du = dphi / sin phi, v = 1 - cos phi = 2 / (1 + e^{-2u})). Error O(panels^-4).
  public func simpson(panels: Int) throws -> Double {
    try validate()
    try require(panels >= 1, "panels", "a positive integer")
    func logTangent(_ phi: Double) -> Double { logarithm(sine(phi / 2) / cosine(phi / 2)) }
    return FloatQuadrature.simpson(from: logTangent(end), to: logTangent(start), panels: panels) { u in
      1 + exponential(2 * beta / (1 + exponential(-2 * u)))
    }
  }

  /// `passageTime` for several steps; the size is 1 / step.
  public func passageTimes(
    steps: [Double], threads: Int? = nil, stop: StopCondition? = nil
  ) throws -> [SizedObservation] {
    try Parallel.map(count: steps.count, threads: threads, stop: stop) { index in
      SizedObservation(size: 1 / steps[index], simulated: try passageTime(step: steps[index], stop: stop))
    }
  }

  /// `rescaledPassageTime` for several steps; the size is 1 / step.
  public func rescaledPassageTimes(
    steps: [Double], threads: Int? = nil, stop: StopCondition? = nil
  ) throws -> [SizedObservation] {
    try Parallel.map(count: steps.count, threads: threads, stop: stop) { index in
      SizedObservation(
        size: 1 / steps[index], simulated: try rescaledPassageTime(step: steps[index], stop: stop))
    }
  }

  /// `simpson` for several numbers of panels.
  public func simpsons(panels: [Int]) throws -> [SizedObservation] {
    try panels.map { SizedObservation(size: Double($0), simulated: try simpson(panels: $0)) }
  }

  private func validate() throws {
    try require(beta > 0 && beta <= 350, "beta", "in (0, 350]")
    try require(end > 0 && end < start && start < Double.pi, "phi0, phi1", "ordered, 0 < phi1 < phi0 < pi")
  }

  private func growth(_ angle: Double) -> Double {
    let half = sine(angle / 2)
    return 1 + exponential(2 * beta * half * half)
  }

  private func move(_ angle: Double, _ step: Double) -> Double {
    func velocity(_ x: Double) -> Double { -sine(x) / growth(x) }
    let k1 = velocity(angle)
    let k2 = velocity(angle + step / 2 * k1)
    let k3 = velocity(angle + step / 2 * k2)
    let k4 = velocity(angle + step * k3)
    return step / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
  }

  private func rescaledMove(_ angle: Double, _ step: Double) -> (move: Double, elapsed: Double) {
    let x2 = angle - step / 2 * sine(angle)
    let x3 = angle - step / 2 * sine(x2)
    let x4 = angle - step * sine(x3)
    let move = -step / 6 * (sine(angle) + 2 * sine(x2) + 2 * sine(x3) + sine(x4))
    let elapsed = step / 6 * (growth(angle) + 2 * growth(x2) + 2 * growth(x3) + growth(x4))
    return (move, elapsed)
  }

  /// The zero in [0, step] of a function that falls from positive to non-positive.
  private func locate(_ step: Double, _ excess: (Double) -> Double) -> Double {
    var (low, high) = (0.0, step)
    while true {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { return high }
      if excess(middle) > 0 { low = middle } else { high = middle }
    }
  }
}
