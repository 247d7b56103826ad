import VlasovSimulation
import VlasovSymbols

/// The common overlap of equiangular tokens at a time.
public enum OrthogonalOverlap: Theorem {
  public static let record = Record(
    id: "clustering.orthogonal-overlap",
    title: "Overlap of equiangular tokens at a time",
    statement: """
      The common overlap $\\gamma(t)$ of tokens that start with the overlap $\\gamma_0$ is the unique root of $T(\\gamma)=t$, \
      $T$ the hitting time of `clustering.orthogonal-time`, which increases strictly.
      """,
    source: Source(
      ClusteringModel.paper, "theorem on orthogonal initial sequences; inverse of the closed form", .derived),
    parameters: [
      .attention, .tokens, .temperature, .startOverlap,
      ParameterSpec("t", symbol: "t", .real(.nonNegative), "time"),
    ],
    outputs: [
      OutputSpec("gamma", symbol: "\\gamma", "the common overlap"),
      OutputSpec("gap", symbol: "1-\\gamma", "what it lacks to 1"),
    ],
    hypotheses: conditions.map(\.hypothesis),
    method: """
      Interval Newton for T = t in w = log((1 - gamma0)/(1 - gamma)), with dT/dw = (1 - gamma)/gamma': both outputs follow from \
      1 - gamma = (1 - gamma0) exp(-w) without loss.
      """,
    crossCheck: CrossCheck(
      simulates: "n tokens in dimension n by Runge-Kutta", law: "error O(step^4)",
      defaultParameters: "kind=SA n=4 beta=1 gamma0=0 t=1", run: crossCheck),
    references: [
      ReferenceValue(
        "kind=SA t=1 beta=1 n=4 gamma0=0", "0.47948678218542045183153712311421664559567360187747"),
      ReferenceValue(
        "kind=SA t=5 beta=3 n=16 gamma0=0", "0.99347949970690322890489100964699615541106517264713"),
      ReferenceValue(
        "kind=USA t=0.5 beta=1 n=4 gamma0=0", "0.36079310991121778428705555956256605357622041429425"),
      ReferenceValue(
        "kind=SA t=5 beta=3 n=16 gamma0=0 output=gap",
        "0.0065205002930967710951089903530038445889348273528723"),
    ],
    related: ["clustering.orthogonal-time", "clustering.orthogonal-rate-constant"])

  static let conditions: [DomainCondition] = [.startOverlap]

  /// The overlap increases in t and γ_0; in β it does the opposite of the hitting time.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    try conditions.demand(p, output: output)
    if case .real(let t)? = p["t"], let zero = t.rational, zero.isZero, let start = p.rational("gamma0") {
      return .exact(output == "gap" ? 1 - start : start)
    }
    let kind = p.word("kind")
    let n = p.ball("n")
    let value = try p.monotone { end in
      let state = try reached(
        PassageTemperatures(p, kind, end.opposite), n: n, start: p.gap("gamma0", end),
        overlap: p.ball("gamma0", end), time: p.ball("t", end))
      return output == "gap" ? try state?.gap() : state?.overlap
    }
    return value.map { .real($0) } ?? .undecided("the root is not isolated")
  }

  /// Where a passage is after a time.
  private struct State {
    let overlap: Ball
    private let start: Ball
    private let left: Ball

    /// From a gap and its overlap, with e^-w and 1 - e^-w.
    init(start: Ball, overlap: Ball, left: Ball, lost: Ball) {
      (self.start, self.left) = (start, left)
      self.overlap = overlap + start * lost
    }

    func gap() throws -> Ball {
      if left.containsZero { throw Undecided("the gap is below exp(-\(OrthogonalOverlap.farthest))") }
      return start * left
    }
  }

  /// The state after `time` from a gap and its overlap; nil when it is not isolated. With two values of β the passage is in
  /// two parts at overlap 0.
  private static func reached(
    _ temperatures: PassageTemperatures, n: Ball, start: Ball, overlap: Ball, time: Ball
  ) throws -> State? {
    let kind = temperatures.kind
    var (beta, start, overlap, time) = (temperatures.above, start, overlap, time)
    if temperatures.isSplit, !(1 - start).isNonNegative {
      let below = temperatures.below
      let crossing = OrthogonalTime.time(kind, n: n, beta: below, start: start, end: 1, form: .init(below))
      let rest = time - crossing
      guard (start - 1).isPositive, rest.isNonPositive || rest.isNonNegative else { return nil }
      if rest.isNonPositive { beta = below } else { (start, overlap, time) = (1, 0, rest) }
    }
    return try decay(kind, n: n, beta: beta, start: start, time: time).map {
      State(start: start, overlap: overlap, left: $0.left, lost: $0.lost)
    }
  }

  /// Numbers below exp(-farthest) are not told from 0: the range of exponents ends near exp(-7e8).
  private static let farthest = 1 << 28

  /// e^-w and 1 - e^-w for the root w of T = t; nil when it is not isolated.
  ///
  /// dT/dw >= 1/λ with λ = 2 for SA, 2e^β for USA, so that w <= λt: the root can be far away only where λt is large.
  private static func decay(_ kind: String?, n: Ball, beta: Ball, start: Ball, time: Ball) throws
    -> (left: Ball, lost: Ball)?
  {
    if time.isZero { return (1, 0) }
    func excess(_ w: Ball) -> Ball {
      let x = withWorkingPrecision(n, beta, start, time)
      return OrthogonalTime.time(
        kind, n: x[0], beta: x[1], start: x[2], end: x[2] * Ball.exp(-w), form: .init(beta)) - x[3]
    }
    let rate = kind == "USA" ? 2 * Ball.exp(beta) : 2
    let far = Ball(farthest)
    if !(rate * time - far).isNegative, excess(far).isNegative {
      let left = Ball.hull(0, Ball.exp(-far))
      return (left, 1 - left)
    }
    func slope(_ w: Ball) -> Ball {
      OrthogonalTime.slope(kind, n: n, beta: beta, gap: start * Ball.exp(-w))
    }
    let w = try early(time, slope) ?? IncreasingZero(value: excess, derivative: slope).solve()
    return w.map { (Ball.exp(-$0), -Ball.expm1(-$0)) }
  }

  /// The root while it is small, however small: T(w) = w T'(ξ) with ξ in [0, w], hence w = t/T'(ξ); in that form T - t does
  /// not cancel. Nil where T' varies too much.
  ///
  /// With W = 2t/T'(0), W inf T' >= t on [0, W] proves T(W) >= t, so that the root is in [0, W].
  private static func early(_ time: Ball, _ slope: (Ball) -> Ball) -> Ball? {
    let farther = 2 * time / slope(0)
    let whole = slope(.hull(0, farther))
    guard whole.isPositive, (farther * whole - time).isNonNegative else { return nil }
    let w = time / slope(.hull(0, time / whole))
    return w.accuracyBits >= Precision.bits - 24 ? w : nil
  }

  /// Balls at the precision in force: a result carries the larger precision of its operands.
  private static func withWorkingPrecision(_ x: Ball...) -> [Ball] {
    x.map { $0.rounded(to: Swift.min($0.bits, Precision.bits)) }
  }

  public static func symbolic(_ output: String) -> DefiningFormula? {
    let p = Lifted<Expression>(symbolsOf: record, output: output)
    let x = Expression.variable(output, latex: output == "gap" ? "(1-\\gamma)" : "\\gamma")
    let time = OrthogonalTime.time(
      nil, n: p.n, beta: p.beta, start: 1 - p.gamma0, end: output == "gap" ? x : 1 - x, form: .decaying)
    return .equation(time, p.t)
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let tokens = try SphereTokens.equiangular(
      count: context.tokenCount(), overlap: p.gamma0, beta: p.beta, isNormalised: p.word("kind") != "USA")
    return try context.confront(law: .power(order: 4, next: 5, noise: 1e-13)) {
      try Parallel.map(count: 4, threads: context.threads, stop: context.stop) { i in
        let overlap = try tokens.run(time: p.t, steps: 16 << i, stop: context.stop).smallestOverlap
        return SizedObservation(
          size: Double(16 << i), simulated: context.output == "gap" ? 1 - overlap : overlap)
      }
    }
  }
}
