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
    let bounds = head.flatMap { BlowUpBounds(value: $0.value, score: $0.score) }
    var integrator = CovarianceIntegrator(flow, from: start)
    let first = SoftmaxCovarianceFlow.norm(integrator.set.centre)
    while true {
      switch try step(&integrator, to: t) {
      case .arrived(let sigma): return sigma
      case .advanced: break
      case .stuck: throw stopped(integrator, first, "no step of notable length could be certified")
      }
      let size = SoftmaxCovarianceFlow.norm(integrator.set.centre)
      if let bounds, let (low, high) = bracket(integrator, bounds, head), high.isBelow(t) {
        // Close enough to be worth printing.
        if (high - low).upperDouble < 1e-9 * high.upperDouble || !(size.log2 - first.log2 < 60) {
          throw Refusal("t < t*: t=\(t.shortDescription); the flow blows up in \(Self.text(low, high))")
        }
      } else if integrator.isCollapsing, size.log2 - first.log2 > 30 {
        throw stopped(integrator, first, "the steps shrink as before a blow-up")
      }
    }
  }

  private func step(_ integrator: inout CovarianceIntegrator, to t: Ball) throws
    -> CovarianceIntegrator.Progress
  {
    do {
      return try integrator.advance(to: t, tolerance: Precision.bits + 8)
    } catch is BudgetExhausted {
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
  private func bracket(_ integrator: CovarianceIntegrator, _ bounds: BlowUpBounds, _ head: CovarianceHead?)
    -> (
      low: Ball, high: Ball
    )?
  {
    withPrecision(96) {
      let sigma = integrator.set.enclosure
      let now = Ball(integrator.time)
      let above = bounds.above(sigma)
      guard above.isFinite, above.isPositive else { return nil }
      // 1/(c‖Σ‖), c from the row sums.
      let rate = model.softmax.quadratic * SoftmaxCovarianceFlow.norm(sigma)
      return ((now + 1 / rate.exactBall).lowerEdge, (now + above).upperEdge)
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
