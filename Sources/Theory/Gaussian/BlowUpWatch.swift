/// Follows a solution that may blow up, tries to prove it, and narrows the time at which it does.
struct BlowUpWatch {
  /// Simplified.
  let model: CovarianceModel
  let start: Matrix<Rational>
  /// The time asked for.
  let target: Ball
  private var forms: [BlowUpFunctional]?
  private var trap: Trap?
  /// The growth at which a trap was looked for last.
  private var tried = 1.0
  /// An enclosure of the blow-up time.
  private var proved: (low: Ball, high: Ball)?

  private static let bits = 128

  /// A region that the solution does not leave before it blows up.
  private enum Trap {
    case profile(BlowUpTrap)
    case singularKey(SingularKeyTrap)

    init?(_ model: CovarianceModel, near sigma: Matrix<Ball>) {
      if let trap = SingularKeyTrap(model, near: sigma) {
        self = .singularKey(trap)
      } else if let trap = BlowUpTrap(model, near: sigma) {
        self = .profile(trap)
      } else {
        return nil
      }
    }

    func remaining(_ sigma: Matrix<Ball>) -> (low: Ball, high: Ball)? {
      switch self {
      case .profile(let trap): trap.remaining(sigma)
      case .singularKey(let trap): trap.remaining(sigma)
      }
    }
  }

  init(model: CovarianceModel, start: Matrix<Rational>, target: Ball) {
    (self.model, self.start, self.target) = (model, start, target)
  }

  /// Whether some proof speaks of this flow; false as long as none was looked for.
  var mayProve: Bool { trap != nil || !(forms ?? []).isEmpty }

  private var onlyHead: CovarianceHead? {
    model.heads.count == 1 && model.feedForward == nil ? model.heads[0] : nil
  }

  /// Reads a state of the solution.
  ///
  /// - Parameter growth: log2 of how much Σ has grown, for choices only.
  /// - Throws: `Refusal` when the solution is proved to blow up before the time asked for, and the time is known closely.
  mutating func observe(_ time: Ball, _ growth: Double, _ sigma: () -> Matrix<Ball>) throws {
    guard growth > 1 else { return }
    try withPrecision(Self.bits) {
      let now = sigma().map { $0.rounded(to: Self.bits) }
      if forms == nil {
        forms =
          model.kind == .softmax
          ? onlyHead.map {
            BlowUpFunctional.all(value: $0.value, score: $0.score, isRankOne: start.rank == 1)
          } ?? [] : []
      }
      if trap?.remaining(now) == nil, growth > tried {
        tried = growth + 2
        trap = Trap(model, near: now) ?? trap
      }
      guard let rest = remaining(now) else { return }
      let (low, high) = ((time + rest.low).lowerEdge, (time + rest.high).upperEdge)
      guard high.isBelow(target) else { return }
      var known = (low: low, high: high)
      if let before = proved { known = (.max(before.low, low), .min(before.high, high)) }
      proved = known
      // Close enough to be worth printing.
      if (high - low).upperDouble < 1e-9 * high.upperDouble || !(growth < 60) {
        throw Self.refusal(target, known.low, known.high)
      }
    }
  }

  /// The best bounds of the remaining time; nil when it is not proved that the flow blows up.
  private func remaining(_ sigma: Matrix<Ball>) -> (low: Ball, high: Ball)? {
    var low: Ball = 0
    if model.kind == .softmax, model.feedForward == nil {
      // ‖Σ'‖ ≤ c‖Σ‖²: the solution lives at least 1/(c‖Σ‖).
      let rate = model.softmax.quadratic * SoftmaxCovarianceFlow.norm(sigma)
      low = (1 / rate.exactBall).lowerEdge
    }
    var highs = (forms ?? []).map { $0.above(sigma) }.filter(\.isFinite).map(\.upperEdge)
    if let rest = trap?.remaining(sigma) {
      low = .max(low, rest.low)
      highs.append(rest.high)
    }
    guard let first = highs.first else { return nil }
    return (low, highs.dropFirst().reduce(first) { .min($0, $1) })
  }

  private static func refusal(_ t: Ball, _ low: Ball, _ high: Ball) -> Refusal {
    Refusal(
      "t < t*: t=\(t.shortDescription); the flow blows up in \(SoftmaxSolution.text(low, high))")
  }

  /// What to throw where the integration ends: a proof that the solution blows up, or how far it was followed.
  func stopped(_ time: String, _ growth: Double, _ why: String) throws -> any Error {
    if let proved { return Self.refusal(target, proved.low, proved.high) }
    if let end = try reduced(), end.isBelow(target) {
      return Self.refusal(target, end.lowerEdge, end.upperEdge)
    }
    let size = growth > 10 ? ", where the covariance has grown 2^\(Int(growth)) times" : ""
    return Undecided("integrated up to t=\(time)\(size); stopped because \(why)")
  }

  /// The blow-up time where the flow reduces to a simpler one: rank-one data (a clock), V = v I with W (a Riccati equation).
  private func reduced() throws -> Ball? {
    guard model.heads.count == 1 else { return nil }
    let head = model.heads[0]
    return try withPrecision(96) {
      if let w = model.feedForward, model.kind == .softmax, let v = SoftmaxSolution.scalar(head.value) {
        let value = try RiccatiFeedforward.blowUp(
          start, w, head.score, RealParameter(v), v.signum)
        if case .real(let time) = value { return time }
      }
      // Σ0 = c u u^T: c goes to A and B.
      guard model.feedForward == nil, start.rank == 1, let (u, c) = start.semidefiniteFactor() else {
        return nil
      }
      let data = RankOneModel(
        kind: model.kind, value: head.value, score: head.score.scaled(by: c[0]),
        key: head.key?.scaled(by: c[0]), start: u)
      if case .finite(let time) = try RankOneBlowUp(model: data).time() { return time }
      return nil
    }
  }

  /// V = v I without W: Σ(t) = (I - v t Σ0 S)^-1 Σ0 up to t* = 1/λ_max(v R^T S R), for Σ0 = R R^T.
  ///
  /// - Throws: `Refusal` when t* < t.
  static func refuseScalarValue(_ model: CovarianceModel, _ start: Matrix<Rational>, _ t: Ball) throws {
    guard model.heads.count == 1, model.feedForward == nil, model.kind == .softmax,
      let v = SoftmaxSolution.scalar(model.heads[0].value), let factor = start.ballFactor(),
      factor.columns > 0
    else { return }
    let score = model.heads[0].score
    let sum = (score + score.transpose).scaled(by: v)
    let inner = factor.transpose * sum.lifted(to: Ball.self) * factor
    guard let largest = inner.symmetricPart.symmetricEigenvalues().last, largest.isPositive else { return }
    let end = 1 / largest
    if end.isBelow(t) { throw refusal(t, end, end) }
  }
}
