/// The loop over the steps of one integration.
struct FlowRun<S: TaylorScalar> {
  private let flow: Flow
  private let start: Ball
  private let target: Ball
  private let stop: ((any FlowPiece, FlowState) -> Bool)?

  init(_ flow: Flow, from t0: Ball, to t1: Ball, until stop: ((any FlowPiece, FlowState) -> Bool)?) {
    self.flow = flow
    start = t0
    let work = max(t0.bits, t1.bits, flow.bits) + 64
    target = t1.rounded(to: work) - t0
    self.stop = stop
  }

  func run() -> Trajectory {
    if let problem = flow.problem { return flow.stuck(at: start, .invalid(problem)) }
    guard target.isFinite else { return flow.stuck(at: start, .invalid("times that are not finite")) }
    let first = Array(flow.initial.prefix(flow.dimension))
    if target.isZero {
      return Trajectory(
        end: first, reached: start, status: .complete, steps: 0, start: start, initial: first, pieces: [])
    }
    var stepper = FlowStepper<S>(flow, start: start)
    // The end farthest from the start, and the bits with which its sum of steps is exact.
    let isBackward = target.isNegative
    let farthest = isBackward ? target.lowerEdge : target.upperEdge
    // An end that may lie in more than one step needs them all.
    let keepsPieces = flow.options.keepsDenseOutput || target.accuracyBits < 20
    let timeBits = 3 * flow.bits + 256
    let shownBits = max(start.bits, flow.bits + 64)
    var elapsed = Ball(0, bits: timeBits)
    var pieces: [FlowStep<S>] = []
    var steps = 0
    var current = first

    func stopped(_ why: Trajectory.Stop) -> Trajectory {
      Trajectory(
        end: current, reached: (start + elapsed).rounded(to: shownBits), status: .stopped(why), steps: steps,
        start: start, initial: first, pieces: pieces)
    }

    while true {
      if Budget.isExhausted { return stopped(.budgetExhausted) }
      if steps >= flow.options.maximumSteps { return stopped(.stepLimit) }
      let isOneStep = !target.isPositive && !isBackward
      let remaining = isOneStep ? target.magnitude : (farthest - elapsed).magnitude
      let outcome = stepper.step(at: elapsed, atMost: remaining, backward: isBackward, twoSided: isOneStep)
      guard case .success(let step) = outcome else {
        guard case .failure(let failure) = outcome else { return stopped(.tooWide) }
        return stopped(failure.reason)
      }
      steps += 1
      let isLast = remaining <= step.length
      if isOneStep && !isLast { return stopped(.directionUnknown) }
      if isLast {
        elapsed = step.end
        pieces.append(step)
        if let stop,
          stop(step, FlowState(time: (start + elapsed).rounded(to: shownBits), state: stepper.state))
        {
          (steps, current) = (steps, stepper.state)
          return stopped(.criterion)
        }
        let all: [any FlowPiece] = pieces
        let whole = Trajectory(
          end: first, reached: target + start, status: .complete, steps: steps, start: start, initial: first,
          pieces: keepsPieces ? all : [])
        // Usually the end lies in the last step; a wide one may begin before it.
        let tau = target - step.start
        let inLast = isOneStep || !(isBackward ? tau.upperEdge.isPositive : tau.lowerEdge.isNegative)
        let end = inLast ? step.value(at: tau) : whole.value(at: target + start)
        let wanted = end.map { $0.rounded(to: flow.wanted) }
        return Trajectory(
          end: wanted, reached: (target + start).rounded(to: flow.bits), status: .complete, steps: steps,
          start: start,
          initial: first, pieces: whole.pieces)
      }
      // `current` is the state before this step, and so must `elapsed` be.
      guard step.end.isExact, stepper.isNotable(step.length, at: step.end) else {
        return stopped(.stepTooSmall)
      }
      elapsed = step.end
      current = stepper.state
      if stepper.isLost { return stopped(.tooWide) }
      if keepsPieces { pieces.append(step) }
      if let stop, stop(step, FlowState(time: (start + elapsed).rounded(to: shownBits), state: current)) {
        return stopped(.criterion)
      }
    }
  }
}
