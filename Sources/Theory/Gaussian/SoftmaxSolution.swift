/// The solution of a softmax flow from a rational start: where it is, or why it is nowhere.
struct SoftmaxSolution {
  let model: CovarianceModel
  let start: Matrix<Rational>

  /// Σ at all times of the ball.
  ///
  /// - Throws: `Refusal` when the solution blows up before t (where that can be proved), `Undecided` when the integration
  ///   goes no further.
  func value(at t: Ball) throws -> Matrix<Ball> {
    let flow = model.softmax
    let head = model.heads.count == 1 && model.feedForward == nil ? model.heads[0] : nil
    if let head, let v = Self.scalar(head.value) { try refuse(scalarValue: v, head.score, t) }
    var bounds: BlowUpBracket?
    var integrator = CovarianceIntegrator(flow, from: start)
    let first = SoftmaxCovarianceFlow.norm(integrator.set.centre)
    var proved: (low: Ball, high: Ball)?
    while true {
      switch try step(&integrator, to: t, proved) {
      case .arrived(let sigma): return sigma
      case .advanced: break
      case .stuck:
        if let proved { throw refusal(t, proved) }
        throw stopped(integrator, first, "no step of notable length could be certified")
      }
      let growth = SoftmaxCovarianceFlow.norm(integrator.set.centre).log2 - first.log2
      if bounds == nil, let head, growth > 1 {
        bounds = withPrecision(Self.boundBits) { BlowUpBracket(head, start: start) }
      }
      if let bounds, let (low, high) = bracket(integrator, bounds), high.isBelow(t) {
        proved = Self.narrower(proved, (low, high))
        // Close enough to be worth printing.
        if (high - low).upperDouble < 1e-9 * high.upperDouble || !(growth < 60) {
          throw refusal(t, proved ?? (low, high))
        }
      } else if integrator.isCollapsing, growth > (bounds?.isEmpty ?? true ? 30 : 60) {
        if let proved { throw refusal(t, proved) }
        throw stopped(integrator, first, "the steps shrink as before a blow-up")
      }
    }
  }

  private static let boundBits = 128

  private func refusal(_ t: Ball, _ time: (low: Ball, high: Ball)) -> Refusal {
    Refusal("t < t*: t=\(t.shortDescription); the flow blows up in \(Self.text(time.low, time.high))")
  }

  private static func narrower(_ old: (low: Ball, high: Ball)?, _ new: (low: Ball, high: Ball))
    -> (low: Ball, high: Ball)
  {
    guard let old else { return new }
    return (.max(old.low, new.low), .min(old.high, new.high))
  }

  private func step(
    _ integrator: inout CovarianceIntegrator, to t: Ball, _ proved: (low: Ball, high: Ball)?
  ) throws -> CovarianceIntegrator.Progress {
    do {
      return try integrator.advance(to: t, tolerance: Precision.bits + 8)
    } catch is BudgetExhausted {
      if let proved { throw refusal(t, proved) }
      throw stopped(integrator, SoftmaxCovarianceFlow.norm(integrator.set.centre), "time budget exhausted")
    }
  }

  private func stopped(_ integrator: CovarianceIntegrator, _ first: Magnitude, _ why: String) -> Undecided {
    let time = withPrecision(64) { Ball(integrator.time).lowerDecimal(digits: 10) }
    let growth = SoftmaxCovarianceFlow.norm(integrator.set.centre).log2 - first.log2
    let size = growth > 10 ? ", where the covariance has grown 2^\(Int(growth)) times" : ""
    return Undecided("integrated up to t=\(time)\(size); stopped because \(why)")
  }

  /// Enclosing bounds of the blow-up time.
  private func bracket(_ integrator: CovarianceIntegrator, _ bounds: BlowUpBracket) -> (
    low: Ball, high: Ball
  )? {
    withPrecision(Self.boundBits) {
      let sigma = integrator.set.enclosure.map { $0.rounded(to: Self.boundBits) }
      guard let rest = bounds.remaining(sigma, model.softmax.quadratic) else { return nil }
      let now = Ball(integrator.time)
      return ((now + rest.low).lowerEdge, (now + rest.high).upperEdge)
    }
  }

  /// v for V = v I.
  static func scalar(_ value: Matrix<Rational>) -> Rational? {
    let v = value[0, 0]
    let identity = Matrix(rows: value.rows, columns: value.rows) { $0 == $1 ? v : Rational(0) }
    return value == identity ? v : nil
  }

  /// V = v I: Σ(t) = (I - v t Σ0 S)^-1 Σ0 up to t* = 1/λ_max(v R^T S R), for Σ0 = R R^T.
  private func refuse(scalarValue v: Rational, _ score: Matrix<Rational>, _ t: Ball) throws {
    guard let factor = start.ballFactor(), factor.columns > 0 else { return }
    let sum = (score + score.transpose).scaled(by: v)
    let inner = factor.transpose * sum.lifted(to: Ball.self) * factor
    guard let largest = inner.symmetricPart.symmetricEigenvalues().last, largest.isPositive else { return }
    let end = 1 / largest
    if end.isBelow(t) {
      throw Refusal("t < t*: t=\(t.shortDescription); the flow blows up in \(Self.text(end, end))")
    }
  }

  /// `[a, b]`, ten digits rounded outwards.
  static func text(_ low: Ball, _ high: Ball) -> String {
    "[\(low.lowerDecimal(digits: 12)), \(high.upperDecimal(digits: 12))]"
  }
}

/// What bounds the remaining time of one head of softmax attention.
private struct BlowUpBracket {
  let forms: [BlowUpFunctional]
  let traps: [BlowUpTrap]

  var isEmpty: Bool { forms.isEmpty && traps.isEmpty }

  /// At the working precision.
  init(_ head: CovarianceHead, start: Matrix<Rational>) {
    forms = BlowUpFunctional.all(value: head.value, score: head.score, isRankOne: start.rank == 1)
    traps = BlowUpTrap.all(value: head.value, score: head.score)
  }

  /// The best bounds from Σ on; nil when it is not proved that the flow blows up.
  ///
  /// - Parameter quadratic: c with ‖F(X)‖ ≤ c‖X‖²: the solution lives at least 1/(c‖Σ‖).
  func remaining(_ sigma: Matrix<Ball>, _ quadratic: Magnitude) -> (low: Ball, high: Ball)? {
    let rate = quadratic * SoftmaxCovarianceFlow.norm(sigma)
    var low = (1 / rate.exactBall).lowerEdge
    var highs = forms.map { $0.above(sigma) }.filter(\.isFinite).map(\.upperEdge)
    for trap in traps {
      guard let rest = trap.remaining(sigma) else { continue }
      low = .max(low, rest.low)
      highs.append(rest.high)
    }
    guard let first = highs.first else { return nil }
    return (low, highs.dropFirst().reduce(first) { .min($0, $1) })
  }
}
