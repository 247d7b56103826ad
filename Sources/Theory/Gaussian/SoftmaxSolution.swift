/// The solution of a softmax flow from a rational start: where it is, or why it is nowhere.
struct SoftmaxSolution {
  let model: CovarianceModel
  let start: Matrix<Rational>

  /// Σ at all times of the ball.
  ///
  /// - Throws: `Refusal` when the solution blows up before t (where that can be proved), `Undecided` when the integration
  ///   goes no further.
  func value(at t: Ball) throws -> Matrix<Ball> {
    try BlowUpWatch.refuseScalarValue(model, start, t)
    var watch = BlowUpWatch(model: model, start: start, target: t)
    var integrator = CovarianceIntegrator(model.softmax, from: start)
    let first = SoftmaxCovarianceFlow.norm(integrator.set.centre)
    while true {
      func stopped(_ why: String) throws -> Never {
        let time = withPrecision(64) { Ball(integrator.time).lowerDecimal(digits: 10) }
        throw try watch.stopped(time, growth, why)
      }
      var growth: Double { SoftmaxCovarianceFlow.norm(integrator.set.centre).log2 - first.log2 }
      do {
        switch try integrator.advance(to: t, tolerance: Precision.bits + 8) {
        case .arrived(let sigma): return sigma
        case .advanced: break
        case .stuck: try stopped("no step of notable length could be certified")
        }
      } catch is BudgetExhausted {
        try stopped("time budget exhausted")
      }
      try watch.observe(Ball(integrator.time), growth) { integrator.set.enclosure }
      if integrator.isCollapsing, growth > (watch.mayProve ? 60 : 30) {
        try stopped("the steps shrink as before a blow-up")
      }
    }
  }

  /// v for V = v I.
  static func scalar(_ value: Matrix<Rational>) -> Rational? {
    let v = value[0, 0]
    let identity = Matrix(rows: value.rows, columns: value.rows) { $0 == $1 ? v : Rational(0) }
    return value == identity ? v : nil
  }

  /// `[a, b]`, twelve digits rounded outwards.
  static func text(_ low: Ball, _ high: Ball) -> String {
    "[\(low.lowerDecimal(digits: 12)), \(high.upperDecimal(digits: 12))]"
  }
}
