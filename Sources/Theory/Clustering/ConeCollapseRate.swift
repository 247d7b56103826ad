import VlasovSimulation
import VlasovSymbols

/// An explicit rate at which tokens of one open hemisphere collapse.
public enum ConeCollapseRate: ClosedForm {
  public static let record = Record(
    id: "clustering.cone-collapse-rate",
    title: "Collapse rate from an open hemisphere",
    statement: """
      Let $r_0=\\min_i\\langle x_i(0),w\\rangle>0$ for a unit vector $w$. In the chart $y_i=x_i/\\langle x_i,w\\rangle$ the \
      diameter obeys $D(t)\\le D(0)e^{-\\kappa t}$ for all $t\\ge0$, and $|x_i-x_j|\\le|y_i-y_j|$, with \
      $\\kappa_{\\rm SA}=r_0e^{-2\\beta(1-r_0^2)}$, $\\kappa_{\\rm USA}=r_0e^{\\beta(2r_0^2-1)}$. The paper's proof gives the \
      rate $\\frac1{2n}e^{-2\\beta}$ of squared distances, SA, eventually.
      """,
    source: Source(
      ClusteringModel.paper, "cone collapse theorem (rate of its proof); all-time rate beyond the paper",
      .derived),
    parameters: [
      .attention,
      ParameterSpec(
        "n", symbol: "n", .integer(minimum: 2), requiredBy: ["paper_rate"], acceptedBy: nil,
        "number of tokens"),
      .temperature,
      ParameterSpec(
        "r0", symbol: "r_0", .real(.position), requiredBy: ["kappa"], acceptedBy: nil,
        "smallest <x_i, w> at time 0"),
    ],
    outputs: [
      OutputSpec("kappa", symbol: "\\kappa", "rate of the chart's diameter"),
      OutputSpec("paper_rate", symbol: "\\lambda", "rate of squared distances in the paper's proof"),
    ],
    notes: [
      """
      Proof: y_i' = sum_j b_ij (y_j - y_i) with b_ij = a_ij <x_j,w>/<x_i,w>. The smallest <x_i,w> does not decrease, so overlaps \
      stay at least 2 r0^2 - 1, and b_ij >= kappa/n; along the direction of the diameter d<u, y_i - y_k>/dt <= -n min(b) D.
      """,
      "kappa does not depend on n, and decays with beta only by exp(-2 beta (1 - r0^2)).",
    ],
    crossCheck: CrossCheck(
      simulates: "random tokens in a cone around w, one of them on its edge, by Runge-Kutta",
      law:
        "inequality: D(t) <= D(0) exp(-kappa t) at t = 1 and t = 4; late slope of log D: -1 (SA), -exp(beta) (USA)",
      defaultParameters: "kind=SA beta=1 n=6 r0=0.3",
      run: crossCheck),
    references: [
      ReferenceValue(
        "kind=SA beta=1 n=6 r0=0.3 output=kappa", "0.048607725280164229561910704354275655247811252667110"),
      ReferenceValue(
        "kind=USA beta=1 n=6 r0=0.3 output=kappa", "0.13212949635179977876532345263214449263336720238372"),
      ReferenceValue(
        "beta=1 n=6 r0=0.3 output=paper_rate", "0.011277940269717724324499957914373700283969295492465"),
    ],
    related: ["clustering.hemisphere-probability", "clustering.acute-collapse-bound"])

  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    if output == "paper_rate" { return T.exp(-(2 * p.beta)) / (2 * p.n) }
    let r0: T = p.r0
    if p.word("kind") == "USA" { return r0 * T.exp(p.beta * (2 * T.pow(r0, 2) - 1)) }
    let loss: T = (1 - r0) * (1 + r0)
    return r0 * T.exp(-(2 * p.beta * loss))
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    guard context.output == "kappa" else {
      throw InputError(
        parameter: "output", value: context.output, domain: "kappa",
        "output=\(context.output): the paper's rate holds eventually, with no time to check it at")
    }
    let p = context.parameters
    let rate = try context.closedForm([:])
    let count = p.has("n") ? try context.tokenCount() : 6
    let starts = (0..<16).map { i in
      var random = RandomStream(seed: context.seed, stream: UInt64(i))
      let points = (0..<count).map { j in
        let height = j == 0 ? p.r0 : p.r0 + (1 - p.r0) * random.uniform()
        let side = SphereTokens.unit([random.normal(), random.normal()])
        return [height] + side.map { $0 * (1 - height * height).squareRoot() }
      }
      return SphereTokens(beta: p.beta, isNormalised: p.word("kind") != "USA", points: points)
    }
    let trials = try Parallel.map(count: starts.count, threads: context.threads, stop: context.stop) { i in
      let start = starts[i]
      return try [1.0, 4].map { time in
        let end = try start.run(time: time, steps: Int(400 * time), stop: context.stop)
        return InequalityTrial(
          observed: end.chartDiameter,
          bound: start.chartDiameter * Double.exp(-rate * time) * (1 + 1e-9) + 1e-12)
      }
    }
    return try Confrontation.compare(Array(trials.joined()), seed: context.seed)
      .fitting(lateRates(starts, context, bound: rate))
  }

  /// Late slopes of log D: the one that is farthest from the local spectrum, and the flattest against κ.
  private static func lateRates(
    _ starts: [SphereTokens], _ context: CrossCheck.Context, bound: Double
  ) throws -> [RateFit] {
    let rate = ClusteringRates.localRate(context.parameters)
    let fits = try Parallel.map(count: starts.count, threads: context.threads, stop: context.stop) { i in
      try ClusteringRates.LateDistances(starts[i], rate: rate, stop: context.stop, \.chartDiameter)?
        .slope("late slope of log D against t", rate: rate) ?? []
    }.joined()
    guard let worst = fits.max(by: { $0.statistic < $1.statistic }),
      let flattest = fits.max(by: { $0.fit.slope < $1.fit.slope })
    else { return [] }
    return [
      worst,
      RateFit("late slope of log D against t, at most -kappa", flattest.fit, .atMost, certified: -bound),
    ]
  }
}
