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
    guard FailureLog.$current.withValue(log, operation: { center.solve(time: time, state: point) }) else {
      return .failure(Failure(reason: .budgetExhausted))
    }
    let n = flow.tape.dimension
    guard (1...n).allSatisfy({ i in (0...(order + 1)).allSatisfy { center.series(i)[$0].isFinite } }) else {
      return .failure(Failure(reason: .undefined(log.message ?? "")))
    }
    let extents = set.extents
    let box = zip(point, extents).map { SmallBall(center: $0.small, radius: $1) }
    guard variation.solve(time: time.small, state: box, helpers: true) else {
      return .failure(Failure(reason: .budgetExhausted))
    }

    var length = Magnitude.least(Magnitude.least(proposal, longest), limit)
    let isLimited = limit <= length
    for attempt in 0..<200 {
      if Budget.isExhausted { return .failure(Failure(reason: .budgetExhausted)) }
      guard length.exponent > -(1 << 40) else { break }
      if let (step, next) = attemptStep(elapsed, length, backward: backward, twoSided: twoSided) {
        if attempt > 0 { longest = length } else if !isLimited { longest = longest.scaled(by: 1) }
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

  /// The length at which the last terms of the series have reached the precision.
  private var proposal: Magnitude {
    let n = flow.tape.dimension
    let scale = (0..<n).reduce(Magnitude.zero) { .max2($0, point[$1].magnitude) }
    // Where all is 0 the first term says what matters.
    let slope = (1...n).reduce(Magnitude.zero) { .max2($0, center.series($1)[1].magnitude) }
    let size = scale.isZero ? slope : scale
    var best = Double.infinity
    for k in [order, order + 1] {
      let term = (1...n).reduce(Magnitude.zero) { .max2($0, center.series($1)[k].magnitude) }
      best = min(best, (size.log2 - Double(flow.bits) - term.log2) / Double(k))
    }
    return best.isFinite ? .near(log2: best) : best > 0 ? .power2(1 << 30) : .power2(-1 << 30)
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
      dimension: flow.dimension, start: elapsed, length: length, isBackward: backward, reachesBack: twoSided,
      coefficients: (1...n).map { i in (0...(order + 1)).map { center.series(i)[$0] } }, tails: tails,
      jacobian: jacobian, set: set)
    let h = backward ? -length.ball : length.ball
    let τ = S(rounding: h, bits: 64)
    let image = step.centers(at: τ)
    guard image.allSatisfy(\.isFinite) else { return nil }
    guard let next = set.advanced(by: jacobian.matrix(at: τ.small), error: image.map(\.radius)) else {
      return nil
    }
    return (step, (image.map(\.center), next))
  }
}

extension Magnitude {
  static func least(_ a: Magnitude, _ b: Magnitude) -> Magnitude { a <= b ? a : b }
}

/// How far the expansions go, chosen to make the work per unit of time small.
struct StepPlan {
  let order: Int
  let variationalOrder: Int

  /// With terms that fall like (h/ρ)^k, the order N reaches a relative 2^-bits for h = ρ 2^(-bits/N).
  init(_ flow: Flow) {
    let low = flow.options.variationalOrder ?? (12 + flow.bits / 64)
    variationalOrder = max(2, low)
    if let order = flow.options.order {
      self.order = max(2, order)
      return
    }
    let products = Double(flow.tape.primal.count)
    let derivative = Double(flow.tape.tangent.count * flow.tape.dimension)
    let weight = flow.bits <= 128 ? 1.0 : 1.5 + Double(flow.bits) / 300
    let fixed = derivative * Double(variationalOrder * variationalOrder)
    var best = (order: 4, cost: Double.infinity)
    for n in stride(from: 4, through: 4 + flow.bits, by: 1) {
      let work = products * weight * Double(n * n) + fixed
      let cost = Double.log(work) + Double(flow.bits) / Double(n) * Double.log(2)
      if cost < best.cost { best = (n, cost) }
    }
    order = best.order
  }
}
