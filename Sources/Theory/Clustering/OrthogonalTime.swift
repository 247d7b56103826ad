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
  /// which decreases in β where γ_0 >= 0.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    try conditions.demand(p, output: output)
    if p.areEqual("gamma", "gamma0") { return .exact(0) }
    let kind = p.word("kind")
    let value = p.monotone { end in
      let beta = p.ball("beta", p.temperatureEnd(kind, end))
      return time(
        kind, n: p.ball("n"), beta: beta, start: p.gap("gamma0", end.opposite), end: p.gap("gamma", end),
        form: .init(beta))
    }
    return value.map { .real($0) } ?? .undecided("no value")
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let tokens = try SphereTokens.equiangular(
      count: context.tokenCount(), overlap: p.gamma0, beta: p.beta, isNormalised: p.word("kind") != "USA")
    return try context.confront(law: .power(order: 4, next: 5, noise: 1e-12)) {
      let time = try context.closedForm([:])
      return try Parallel.map(count: 4, threads: context.threads, stop: context.stop) { i in
        let steps = Double(32 << i)
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

extension Arguments {
  /// The end of β that belongs to an end of a passage time: it increases in β for SA, and decreases for USA from
  /// overlaps that are not negative.
  func temperatureEnd(_ kind: String?, _ end: End) -> End {
    if kind != "USA" { return end }
    return ball("gamma0", .lower).isNonNegative ? end.opposite : .whole
  }
}

extension CrossCheck.Context {
  /// The number of tokens, when it is small enough for the dense simulation in dimension n.
  func tokenCount() throws -> Int {
    let n = try integer("n")
    guard n <= 64 else {
      throw InputError(
        parameter: "n", value: "\(n)", domain: "n <= 64", "n=\(n): too large for this simulation")
    }
    return n
  }
}
