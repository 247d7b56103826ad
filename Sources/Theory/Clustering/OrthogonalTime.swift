import VlasovSimulation
import VlasovSymbols

/// The time at which equiangular tokens reach a common overlap.
public enum OrthogonalTime: ClosedForm {
  public static let record = Record(
    id: "clustering.orthogonal-time",
    title: "Hitting time of equiangular tokens",
    statement: """
      Tokens with one common overlap $\\gamma_0$ keep one: SA has \
      $\\dot\\gamma=\\frac{2e^{\\beta\\gamma}(1-\\gamma)(1+(n-1)\\gamma)}{e^\\beta+(n-1)e^{\\beta\\gamma}}$, USA \
      $\\dot\\gamma=\\frac2ne^{\\beta\\gamma}(1-\\gamma)(1+(n-1)\\gamma)$. With $a=\\frac1{n-1}$ and \
      $T_0=\\frac12\\log\\frac{1+(n-1)\\gamma}{1-\\gamma}\\big|_{\\gamma_0}^\\gamma$ the overlap $\\gamma$ is reached at \
      $T_{\\rm USA}=\\frac12e^{-\\beta}[\\mathrm{Ei}(\\beta(1-\\gamma_0))-\\mathrm{Ei}(\\beta(1-\\gamma))]+\
      \\frac12e^{\\beta a}[E_1(\\beta(\\gamma_0+a))-E_1(\\beta(\\gamma+a))]$ and \
      $T_{\\rm SA}=\\frac{n-1}nT_0+\\frac{e^\\beta}nT_{\\rm USA}$; both are $T_0$ for $\\beta=0$.
      """,
    source: Source(
      ClusteringModel.paper, "theorem on orthogonal initial sequences; closed form beyond the paper", .derived
    ),
    parameters: [
      .attention, .tokens, .temperature, .startOverlap,
      ParameterSpec("gamma", symbol: "\\gamma", .real(.belowOne), "the overlap to reach, gamma >= gamma0"),
    ],
    outputs: [OutputSpec("T", symbol: "T", "the time")],
    hypotheses: conditions.map(\.hypothesis),
    notes: [
      "The dimension does not enter; such tokens exist in dimension d if and only if d >= n.",
      "At beta = 0: gamma(t) = (exp(2t) - 1)/(exp(2t) + n - 1) from gamma0 = 0, tanh t for n = 2.",
      """
      T of SA increases with beta. For gamma0 = 0 and beta much larger than n it is about exp(beta)/(2 beta): the tokens are \
      metastable.
      """,
    ],
    crossCheck: CrossCheck(
      simulates: "n tokens in dimension n by Runge-Kutta, up to the passage of the overlap of one pair",
      law: "error O(step^4); slope of log T against beta, as certified",
      defaultParameters: "kind=SA n=4 beta=1 gamma0=0 gamma=0.9", run: crossCheck),
    references: [
      ReferenceValue(
        "kind=SA gamma=0.9 beta=1 n=4 gamma0=0", "2.1156316772781927886601114339034419377156501880910"),
      ReferenceValue(
        "kind=SA gamma=0.999 beta=4 n=32 gamma0=0", "6.9535018488080687381184035122170975076059561932775"),
      ReferenceValue(
        "kind=USA gamma=0.9 beta=1 n=4 gamma0=0", "1.1206159009175486781435841284611150590412460640476"),
      ReferenceValue(
        "kind=USA gamma=0.999 beta=4 n=32 gamma0=0", "1.1307703412964511964758731704176540546601494164259"),
    ],
    related: [
      "clustering.orthogonal-overlap", "clustering.orthogonal-rate-constant", "clustering.phase-curve",
    ])

  /// γ_0 > -1/(n-1), where the Gram matrix is positive definite, and γ >= γ_0.
  static let conditions: [DomainCondition] = [
    .startOverlap,
    DomainCondition("gamma", "gamma >= gamma0") { .greaterOrEqual($0.gamma, $0.gamma0) },
  ]

  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    time(
      p.word("kind"), n: p.n, beta: p.beta, start: 1 - p.gamma0, end: 1 - p.gamma, form: .decaying)
  }

  /// The time from gap `start` to gap `end`.
  static func time<T: SpecialAnalytic>(
    _ kind: String?, n: T, beta: T, start: T, end: T, form: ClusteringModel.Form
  ) -> T {
    let passage = OverlapPassage(beta: beta, shift: 1 / (n - 1), start: start, end: end, form: form)
    if kind == "USA" { return T.exp(-beta) * passage.weighted }
    return ((n - 1) * passage.neutral + passage.weighted) / n
  }

  /// The derivative of the time in w = log(start gap/gap): gap/γ'.
  static func slope(_ kind: String?, n: Ball, beta: Ball, gap: Ball) -> Ball {
    let room = 2 * (n - (n - 1) * gap)
    if kind == "USA" { return n * Ball.exp(beta * (gap - 1)) / room }
    return (Ball.exp(beta * gap) + n - 1) / room
  }

  /// dT/dγ > 0 is (e^(β(1-γ)) + n - 1)/(2(1-γ)(1+(n-1)γ)) for SA, increasing in β; n e^(-βγ)/(2(1-γ)(1+(n-1)γ)) for USA,
  /// which increases in β where γ < 0 and decreases where γ > 0.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    try conditions.demand(p, output: output)
    if p.areEqual("gamma", "gamma0") { return .exact(0) }
    let kind = p.word("kind")
    let value = p.monotone { end in
      PassageTemperatures(p, kind, end).time(
        n: p.ball("n"), start: p.gap("gamma0", end.opposite), end: p.gap("gamma", end))
    }
    return value.map { .real($0) } ?? .undecided("no value")
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let n = try context.tokenCount(atMost: 512)
    // A step of 512 tokens takes 40 ms.
    let coarsest = n <= 64 ? 32 : 8
    let tokens = try SphereTokens.equiangular(
      count: n, overlap: p.gamma0, beta: p.beta, isNormalised: p.word("kind") != "USA")
    return try context.confront(law: .power(order: 4, next: 5, noise: 1e-12)) {
      let time = try context.closedForm([:])
      return try Parallel.map(count: 4, threads: context.threads, stop: context.stop) { i in
        let steps = Double(coarsest << i)
        return SizedObservation(
          size: steps,
          simulated: try tokens.passageTime(overlap: p.gamma, step: time / steps, stop: context.stop))
      }
    }.fitting(
      // Few tokens, which are cheap.
      tokens.points.count > 64
        ? []
        : ClusteringRates.hittingTimes(context, sizes: [64, 128, 256], next: 5, noise: 1e-11) {
          beta, size, time in
          var colder = tokens
          colder.beta = beta
          return try colder.passageTime(overlap: p.gamma, step: time / size, stop: context.stop)
        })
  }
}

extension DomainCondition {
  static let startOverlap = DomainCondition("gamma0", "gamma0 > -1/(n-1)") {
    .greater(($0.n - 1) * $0.gamma0, -1)
  }
}

/// The values of β that make a passage time least or greatest: it increases in β for SA; for USA it increases in β at
/// negative overlaps and decreases at positive ones. For a β that is no interval both are that β.
struct PassageTemperatures {
  let kind: String?
  /// At overlaps below and above 0.
  let below: Ball
  let above: Ball
  /// They differ.
  let isSplit: Bool

  /// - Parameter end: the end of the time.
  init(_ p: Arguments, _ kind: String?, _ end: End) {
    self.kind = kind
    below = p.ball("beta", end)
    above = p.ball("beta", kind == "USA" ? end.opposite : end)
    if kind == "USA", case .real(let beta)? = p["beta"] { isSplit = beta.isInterval } else { isSplit = false }
  }

  /// The time from gap `start` to gap `end`, in two parts at overlap 0.
  func time(n: Ball, start: Ball, end: Ball) -> Ball {
    func part(_ beta: Ball, _ start: Ball, _ end: Ball) -> Ball {
      OrthogonalTime.time(kind, n: n, beta: beta, start: start, end: end, form: .init(beta))
    }
    if !isSplit || (1 - start).isNonNegative { return part(above, start, end) }
    if (end - 1).isNonNegative { return part(below, start, end) }
    let sum = part(below, start, 1) + part(above, 1, end)
    if (start - 1).isPositive, (1 - end).isPositive { return sum }
    // On which side of 0 an end is remains open.
    return .hull(sum, .hull(part(below, start, end), part(above, start, end)))
  }
}

extension CrossCheck.Context {
  /// The number of tokens, when it is small enough for the dense simulation in dimension n.
  func tokenCount(atMost most: Int = 64) throws -> Int {
    let n = try integer("n")
    guard n <= most else {
      throw InputError(
        parameter: "n", value: "\(n)", domain: "n <= \(most)", "n=\(n): too large for this simulation")
    }
    return n
  }
}
