/// Runs a flow and checks, after every step, that the energy has not decreased and that the norms were kept, up to the
/// local error and rounding.
struct FlowIntegrator {
  let flow: TokenFlow
  let method: StepMethod
  private let pair: EmbeddedRungeKutta
  private(set) var run = ParticleRun(status: .finished, time: 0, state: [])

  /// Time and state after a step; false ends the run.
  typealias Observer = (Double, UnsafePointer<Double>) -> Bool

  init(_ flow: TokenFlow, _ method: StepMethod) throws {
    (self.flow, self.method) = (flow, method)
    switch method {
    case .fixed(let steps):
      try require(steps >= 1, "steps", "a positive integer")
      pair = EmbeddedRungeKutta(.classical, count: flow.stateCount)
    case .adaptive(let tolerance, let most):
      try require(tolerance >= 1e-13 && tolerance <= 0.1, "tolerance", "in [1e-13, 0.1]")
      try require(most >= 1, "maxSteps", "a positive integer")
      pair = EmbeddedRungeKutta(.dormandPrince, count: flow.stateCount)
    }
  }

  mutating func integrate(
    from initial: [Double], time end: Double, stop: StopCondition?, observe: Observer?
  ) throws -> ParticleRun {
    try require(end >= 0 && end.isFinite, "time", "not negative")
    try require(initial.count == pair.count && initial.allSatisfy(\.isFinite), "points", "n d finite numbers")
    for (i, x) in initial.enumerated() { pair.state[i] = x }
    _ = flow.project(pair.state)
    // A length of 0, or one whose square is not a double.
    try require(flow.project(pair.state) < 1e-10, "points", "not 0")
    pair.start(flow.velocity)
    run.scaledEnergy = (flow.scaledEnergy, flow.scaledEnergy)
    switch method {
    case .fixed(let steps): try runFixed(end, steps, stop, observe)
    case .adaptive(let tolerance, let most): try runAdaptive(end, tolerance, most, stop, observe)
    }
    run.state = Array(UnsafeBufferPointer(start: pair.state, count: pair.count))
    run.fields = flow.evaluations
    return run
  }

  private mutating func runFixed(_ end: Double, _ steps: Int, _ stop: StopCondition?, _ observe: Observer?)
    throws
  {
    for index in 0..<steps {
      try checkStop(stop)
      let h = end / Double(steps)
      pair.attempt(h, flow.velocity)
      let worst = flow.largest(pair.error, at: pair.state)
      let time = end * Double(index + 1) / Double(steps)
      if !accept(h, at: time, worst, localError: worst, observe) { return }
    }
  }

  /// The step control of Hairer, Nørsett and Wanner, "Solving Ordinary Differential Equations I", IV.2 of volume II:
  /// proportional and integral, which keeps steps steady at the border of stability.
  private mutating func runAdaptive(
    _ end: Double, _ tolerance: Double, _ most: Int, _ stop: StopCondition?, _ observe: Observer?
  ) throws {
    let fastest = fastest
    var h = min(end, fastest > 0 ? 0.1 * exponentiate(tolerance, 0.2) / fastest : end)
    var (previous, wasRejected) = (1e-4, false)
    while run.time < end {
      try checkStop(stop)
      if run.steps + run.rejected >= most {
        run.status = .stepLimit
        return
      }
      let isLast = h >= end - run.time
      if isLast { h = end - run.time }
      if run.time + h == run.time {
        run.status = .stalled
        return
      }
      pair.attempt(h, flow.velocity)
      let worst = flow.largest(pair.error, at: pair.state)
      let ratio = worst / tolerance
      guard ratio <= 1 else {
        run.rejected += 1
        wasRejected = true
        // NaN too is a step too large.
        h *= ratio.isFinite ? max(0.2, 0.9 * exponentiate(ratio, -0.2)) : 0.1
        continue
      }
      let factor = ratio > 0 ? 0.9 * exponentiate(ratio, -0.17) * exponentiate(previous, 0.04) : 10
      let time = isLast ? end : run.time + h
      if !accept(h, at: time, worst, localError: max(worst, tolerance), observe) { return }
      h *= min(wasRejected ? 1 : 10, max(0.2, factor))
      (previous, wasRejected) = (max(ratio, 1e-4), false)
    }
  }

  /// Projects the trial, and checks it against the local error that it may have; false if the observer ends the run.
  private mutating func accept(
    _ h: Double, at time: Double, _ worst: Double, localError: Double, _ observe: Observer?
  ) -> Bool {
    let drift = flow.project(pair.trial)
    let fastest = fastest
    // The drift is a local error, an order smaller than its estimate; ten times as much leaves room for steps that are
    // not small. Rounding: of the new point, and of its length.
    let rounding = 4 * Double(flow.field.dimension + 8) * 0x1p-53 * (1 + h * fastest)
    run.note(.norm, time: time, amount: drift, allowed: 10 * localError + rounding)
    let energy = flow.scaledEnergy
    run.note(
      .energy, time: time, amount: run.scaledEnergy.end - energy,
      allowed: flow.energyAllowance(error: localError))
    pair.accept()
    run.time = time
    run.steps += 1
    run.scaledEnergy.end = energy
    run.largestNormDrift = max(run.largestNormDrift, drift)
    run.largestLocalError = max(run.largestLocalError, worst)
    if let observe, !observe(time, UnsafePointer(pair.state)) {
      run.status = .observed
      return false
    }
    return true
  }

  /// The largest modulus of the state's velocity at the start of the step.
  private var fastest: Double {
    var fastest = 0.0
    for i in 0..<pair.count { fastest = max(fastest, abs(pair.slope[i])) }
    return fastest
  }
}
