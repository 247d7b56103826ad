/// Makes the steps of an integration, one after the other.
struct FlowStepper<S: TaylorScalar> {
  struct Failure: Error { let reason: Trajectory.Stop }

  private let flow: Flow
  private let start: Ball
  private let order: Int
  private let variationalOrder: Int
  private let center: SeriesBank<S>
  private let variation: SeriesBank<SmallBall>
  private var point: [S]
  private var set: ErrorSet
  /// The longest step that the derivative of the flow is expected to allow.
  private var longest = Magnitude.infinity
  /// A little more than the last step: the next one may be so long.
  private var usual: Magnitude?
  /// Errors of this size leave nothing of what was known at the beginning; nil when that was little.
  private let useless: Magnitude?

  init(_ flow: Flow, start: Ball) {
    (self.flow, self.start) = (flow, start)
    let plan = StepPlan(flow)
    (order, variationalOrder) = (plan.order, plan.variationalOrder)
    let numbers = flow.parameters.map { S(rounding: $0, bits: flow.bits) }
    center = SeriesBank(flow.tape, parameters: numbers, order: order, bits: flow.bits)
    variation = SeriesBank(
      flow.tape, parameters: flow.parameters.map { SmallBall($0) }, order: variationalOrder,
      bits: SmallBall.bits)
    let box = flow.initial.map { S(rounding: $0, bits: flow.bits) }
    point = box.map(\.center)
    let radii = box.map(\.radius)
    let isWide = zip(point, radii).contains { x, r in
      !(r <= Magnitude.max2(x.magnitude, .power2(-flow.bits)).scaled(by: -flow.bits / 2))
    }
    set = ErrorSet(radii: radii, isWide: isWide)
    let size = point.reduce(Magnitude.zero) { .max2($0, $1.magnitude) }
    let width = radii.reduce(Magnitude.zero, Magnitude.max2)
    useless = width <= size.scaled(by: -20) ? Magnitude.max2(size, .power2(-flow.bits / 2)) : nil
  }

  /// Whether all digits are lost, as happens near a blow-up.
  var isLost: Bool {
    guard let useless else { return false }
    let size = point.reduce(useless) { .max2($0, $1.magnitude) }
    return set.extents.contains { !($0 <= size.scaled(by: -2)) }
  }

  /// Encloses the state now.
  var state: [Ball] {
    zip(point, set.extents).prefix(flow.dimension).map { Ball(center: $0.full, radius: $1) }
  }

  /// Whether a step so long still counts at this time, at the precision of the work.
  func isNotable(_ length: Magnitude, at elapsed: Ball) -> Bool {
    elapsed.magnitude.scaled(by: -flow.bits - 32) <= length
  }

  /// One step of at most this length, or why there is none.
  mutating func step(
    at elapsed: Ball, atMost limit: Magnitude, backward: Bool, twoSided: Bool
  ) -> Result<FlowStep<S>, Failure> {
    let time = S(rounding: start + elapsed, bits: flow.bits)
    let log = FailureLog()
    // Small balls have one precision only.
    let expected = S.self == SmallBall.self ? nil : usual?.log2
    guard
      FailureLog.$current.withValue(
        log, operation: { center.solve(time: time, state: point, length: expected) })
    else {
      return .failure(Failure(reason: .budgetExhausted))
    }
    let n = flow.tape.dimension
    guard (1...n).allSatisfy({ i in (0...(order + 1)).allSatisfy { center.series(i)[$0].isFinite } }) else {
      return .failure(Failure(reason: Budget.isExhausted ? .budgetExhausted : .undefined(log.message ?? "")))
    }
    let extents = set.extents
    let box = zip(point, extents).map { SmallBall(center: $0.small, radius: $1) }
    guard variation.solve(time: time.small, state: box, helpers: true) else {
      return .failure(Failure(reason: .budgetExhausted))
    }

    var length = Magnitude.least(Magnitude.least(proposal, longest), limit)
    if expected != nil, let usual { length = .least(length, usual) }
    let isLimited = limit <= length
    for attempt in 0..<200 {
      if Budget.isExhausted { return .failure(Failure(reason: .budgetExhausted)) }
      guard length.exponent > -(1 << 40) else { break }
      if let (step, next) = attemptStep(elapsed, length, backward: backward, twoSided: twoSided) {
        usual = step.length + step.length.scaled(by: -2)
        // Failed attempts are costly, so the limit rises slowly.
        if attempt > 0 { longest = length } else if !isLimited { longest = longest + longest.scaled(by: -2) }
        point = next.point
        set = next.set
        return .success(step)
      }
      length = length.scaled(by: -1)
      if !isNotable(length, at: elapsed) && attempt > 8 { break }
    }
    let isWide = extents.enumerated().contains { i, r in !(r <= point[i].magnitude.scaled(by: -20)) }
    return .failure(Failure(reason: isWide ? .tooWide : .stepTooSmall))
  }

  /// The length at which the last terms of the series have reached the precision, relative to the solution's size.
  private var proposal: Magnitude {
    func size(_ k: Int) -> Double {
      (1...flow.tape.dimension).reduce(Magnitude.zero) { .max2($0, center.series($1)[k].magnitude) }.log2
    }
    var scale = size(0)
    // Where the solution passes 0, what it grows to counts: within half of the last step, or within a unit of time.
    if let usual {
      for k in 1...(order + 1) { scale = max(scale, size(k) + Double(k) * (usual.log2 - 1)) }
    } else if scale == -.infinity {
      scale = (1...(order + 1)).reduce(scale) { max($0, size($1)) }
    }
    let best = [order, order + 1].reduce(Double.infinity) {
      min($0, (scale - Double(flow.bits) - size($1)) / Double($1))
    }
    return best.isFinite ? .near(log2: best) : .power2(1 << 30)
  }

  private func attemptStep(
    _ elapsed: Ball, _ length: Magnitude, backward: Bool, twoSided: Bool
  ) -> (step: FlowStep<S>, next: (point: [S], set: ErrorSet))? {
    // A little more, so that times rounded outwards are covered.
    let radius = length + length.scaled(by: -16)
    var bounds = TailBounds(flow.tape, order: order, radius: radius)
    guard let tails = bounds.solution(center) else { return nil }
    guard let jacobian = FlowJacobian(variation, order: variationalOrder, radius: radius) else { return nil }
    let n = flow.tape.dimension
    let step = FlowStep<S>(
      dimension: flow.dimension, bits: flow.bits, start: elapsed, length: length, isBackward: backward,
      reachesBack: twoSided,
      coefficients: (1...n).map { i in (0...(order + 1)).map { center.series(i)[$0] } }, tails: tails,
      jacobian: jacobian, set: set)
    let h = backward ? -length.ball : length.ball
    let tau = S(rounding: h, bits: 64)
    let image = step.centers(at: tau)
    guard image.allSatisfy(\.isFinite) else { return nil }
    let derivative = jacobian.matrix(at: tau.small)
    guard isNarrow(derivative), let next = set.advanced(by: derivative, error: image.map(\.radius)) else {
      return nil
    }
    return (step, (image.map(\.center), next))
  }
}

extension FlowStepper {
  /// Whether the entries of a derivative are known well beside the largest of their row: for a wide set, long steps add
  /// up intervals of alternating sign, and shorter ones are better.
  private func isNarrow(_ matrix: [SmallBall]) -> Bool {
    let n = flow.tape.dimension
    return (0..<n).allSatisfy { i in
      let row = matrix[(i * n)..<(i * n + n)]
      let size = row.reduce(Magnitude.zero) { .max2($0, $1.magnitude) }
      return row.allSatisfy { $0.radius <= size.scaled(by: -6) }
    }
  }
}

extension Magnitude {
  static func least(_ a: Magnitude, _ b: Magnitude) -> Magnitude { a <= b ? a : b }
}
