import VlasovSimulation
import VlasovSymbols

/// An upper bound of the time in which tokens with acute angles gather.
public enum AcuteCollapseBound: ClosedForm {
  public static let record = Record(
    id: "clustering.acute-collapse-bound",
    title: "Collapse time of tokens with acute angles",
    statement: """
      If all overlaps are at least $c_0\\ge0$ at time 0, the smallest overlap $c$ obeys \
      $\\dot c\\ge\\frac{2(1-c^2)}{1+(n-1)e^{\\beta(1-c)}}$ (SA), $\\dot c\\ge\\frac2ne^{\\beta c}(1-c^2)$ (USA), with \
      equality for $n=2$. It reaches $c_1$ not later than $\\frac n2\\tau$ (USA), \
      $\\frac12(\\operatorname{artanh}c_1-\\operatorname{artanh}c_0)+\\frac{n-1}2e^\\beta\\tau$ (SA), where \
      $\\tau=\\frac12e^{-\\beta}[\\mathrm{Ei}(\\beta(1-c_0))-\\mathrm{Ei}(\\beta(1-c_1))]+\
      \\frac12e^\\beta[E_1(\\beta(1+c_0))-E_1(\\beta(1+c_1))]$, and $\\tau=\\operatorname{artanh}c_1-\
      \\operatorname{artanh}c_0$ for $\\beta=0$.
      """,
    source: Source(ClusteringModel.paper, "beyond the paper", .derived),
    parameters: [
      .attention, .tokens, .temperature,
      ParameterSpec("c0", symbol: "c_0", .real(.halfOpenUnit), "smallest overlap at time 0"),
      ParameterSpec("c1", symbol: "c_1", .real(.halfOpenUnit), "smallest overlap to reach, c1 >= c0"),
    ],
    outputs: [OutputSpec("T", symbol: "T", "upper bound of the time")],
    hypotheses: conditions.map(\.hypothesis),
    notes: [
      """
      Proof: for a pair with the smallest overlap c, d<x_i,x_j>/dt = sum_k a_ik (<x_k,x_j> - c <x_i,x_k>) + (i <-> j); every \
      bracket is at least c (1 - <x_i,x_k>) >= 0, the one of k = j is 1 - c^2, and a_ij is at least \
      exp(beta c)/(exp(beta c) + (n-1) exp(beta)) (SA), equal to exp(beta c)/n (USA).
      """,
      "For n = 2 the bound is the time itself, that of clustering.orthogonal-time.",
    ],
    crossCheck: CrossCheck(
      simulates:
        "random tokens with non-negative coordinates by Runge-Kutta until their smallest overlap is c1",
      law: """
        inequality: time of passage <= bound from the smallest overlap drawn; late slope of log(1 - c): at most that of \
        the bound, -2 (SA) or -2 exp(beta) (USA)
        """,
      defaultParameters: "kind=SA n=4 beta=1 c0=0 c1=0.99", run: crossCheck),
    references: [
      ReferenceValue(
        "kind=SA c0=0 c1=0.99 beta=1 n=4", "6.6991170716958933103308561919524598748665638914439"),
      ReferenceValue(
        "kind=SA c0=0.5 c1=0.999 beta=4 n=8", "20.621847138572807099543954425347164510608663830797"),
      ReferenceValue(
        "kind=USA c0=0 c1=0.99 beta=1 n=4", "2.6368572526134905453839474839554195214143054898680"),
    ],
    related: ["clustering.cone-collapse-rate", "clustering.orthogonal-time"])

  static let conditions: [DomainCondition] = [
    DomainCondition("c1", "c1 >= c0") { .greaterOrEqual($0.c1, $0.c0) }
  ]

  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    bound(p.word("kind"), n: p.n, beta: p.beta, start: 1 - p.c0, end: 1 - p.c1, form: .decaying)
  }

  /// With e^β τ the weighted integral of the passage with shift 1.
  private static func bound<T: SpecialAnalytic>(
    _ kind: String?, n: T, beta: T, start: T, end: T, form: ClusteringModel.Form
  ) -> T {
    let passage = OverlapPassage(beta: beta, shift: 1, start: start, end: end, form: form)
    if kind == "USA" { return n * T.exp(-beta) * passage.weighted / 2 }
    return (passage.neutral + (n - 1) * passage.weighted) / 2
  }

  /// The integral of 1/(lower bound of c'): increasing in c_1, decreasing in c_0; in β increasing for SA, decreasing for USA.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    try conditions.demand(p, output: output)
    if p.areEqual("c0", "c1") { return .exact(0) }
    let kind = p.word("kind")
    let value = p.monotone { end in
      let beta = p.ball("beta", kind == "USA" ? end.opposite : end)
      return bound(
        kind, n: p.ball("n"), beta: beta, start: p.gap("c0", end.opposite), end: p.gap("c1", end),
        form: .init(beta))
    }
    return value.map { .real($0) } ?? .undecided("no value")
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let count = try context.tokenCount()
    let target = p.c1
    let bound = try context.closedForm([:])
    let starts = (0..<24).map { i in
      var random = RandomStream(seed: context.seed, stream: UInt64(i))
      let points = (0..<count).map { _ in
        SphereTokens.unit((0..<3).map { _ in abs(random.normal()) + p.c0 / (1 - p.c0) })
      }
      return SphereTokens(beta: p.beta, isNormalised: p.word("kind") != "USA", points: points)
    }
    let trials = try Parallel.map(count: starts.count, threads: context.threads, stop: context.stop) { i in
      let tokens = starts[i]
      let start = min(tokens.smallestOverlap, target)
      let time =
        start < target
        ? try tokens.passageTime(overlap: target, step: bound / 400, stop: context.stop) : 0
      // The method's own error is far below this.
      let limit = try context.closedForm(["c0": "\(max(start, 0))"]) * (1 + 1e-6) + 1e-9
      return InequalityTrial(observed: time, bound: limit)
    }
    return try Confrontation.compare(trials, seed: context.seed).fitting(lateRates(starts[0], context))
  }

  /// The gap 1 - c falls at twice the rate of distances, and not more slowly than the bound says between two of its values.
  private static func lateRates(_ start: SphereTokens, _ context: CrossCheck.Context) throws -> [RateFit] {
    let rate = ClusteringRates.localRate(context.parameters)
    guard
      let late = try ClusteringRates.LateDistances(start, rate: rate, stop: context.stop, \.diameter)
    else { return [] }
    let logGaps = late.logarithms.map { 2 * $0 - Double.log(2) }
    let (first, last) = (0, 4)
    let bound = try context.closedForm([
      "c0": "\(1 - Double.exp(logGaps[first]))", "c1": "\(1 - Double.exp(logGaps[last]))",
    ])
    let mean = try SlopeFit.bounded(
      [late.times[first], late.times[last]], [logGaps[first], logGaps[last]], bounds: [1e-7, 1e-7])
    return ClusteringRates.asymptotic(
      "late slope of log(1 - c) against t", late.times, logGaps,
      noise: 2 * ClusteringRates.LateDistances.noise,
      certified: -2 * rate)
      + [
        RateFit(
          "slope of log(1 - c) against t between two gaps, at most that of the bound", mean, .atMost,
          certified: (logGaps[last] - logGaps[first]) / bound)
      ]
  }
}

extension Domain {
  /// [0, 1)
  static let halfOpenUnit = Domain(lower: .closed("0"), upper: .open("1"))
}
