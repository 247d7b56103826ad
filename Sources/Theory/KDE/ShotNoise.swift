import VlasovSimulation
import VlasovSymbols

/// The modes of Poisson shot noise: the estimator where a bandwidth holds Λ observations on average.
public enum ShotNoise: Theorem {
  public static let record = Record(
    id: "kde.shot-noise",
    title: "Modes of Poisson shot noise",
    statement: """
      Where $n\\varphi(t)/\\sqrt\\beta\\to\\Lambda$ the estimator looks like \
      $\\sum_u e^{-(t-u)^2/2}$ over a Poisson process of rate $\\Lambda$. Its expected number of modes per bandwidth \
      $m(\\Lambda)$ satisfies $m\\le\\Lambda$, $m=\\Lambda-2\\Lambda^2+O(\\Lambda^3)$ as $\\Lambda\\to0$ and \
      $m(\\infty)=\\frac{\\sqrt{3/2}}{2\\pi}$.
      """,
    source: Source(KDEModel.paper, "beyond the paper: local limit at the outer edge of the belt", .derived),
    parameters: [
      ParameterSpec(
        "Lambda", symbol: "\\Lambda", .real(.positive), requiredBy: ["m", "upper"], acceptedBy: nil,
        "observations per bandwidth")
    ],
    outputs: [
      OutputSpec("m", symbol: "m(\\Lambda)", "expected modes per bandwidth, an estimate"),
      OutputSpec("upper", symbol: "\\Lambda", "the bound m <= Lambda"),
      OutputSpec("infinity", symbol: "m(\\infty)", "the limit for many observations per bandwidth"),
    ],
    method: """
      m is an estimate: the expansions for Lambda < 0.02 and Lambda > 2, between them a natural cubic spline of log(m/Lambda) in \
      log Lambda through Monte Carlo values and, from 1 on, float values of the Fourier formula. The other outputs are exact.
      """,
    notes: [
      "Pairs of observations closer than two bandwidths merge: that is the term -2 Lambda^2.",
      """
      m = (1/pi^2) int_0^inf int_0^inf [exp(Lambda I(x,0)) - Re exp(Lambda I(x,y))] y^-2 dy dx (y first), \
      I(x,y) = int (exp(i(x g + y g')) - 1) du, g = u exp(-u^2/2): practical for Lambda >= 1; no rigorous bound of its tail \
      is known.
      """,
      "C_out = int_0^inf (m/m(inf) - 1{Lambda > 1}) dLambda/Lambda = 2.278 (two digits are safe).",
    ],
    crossCheck: CrossCheck(
      simulates: "modes on long stretches of a Poisson process of rate Lambda (infinity: of rate 30)",
      law: """
        Monte Carlo: 4 standard errors + a relative bias of 0.002 (the table's own errors, and the grid); upper: the mean \
        less 4 standard errors is at most the bound
        """,
      defaultParameters: "Lambda=1", run: crossCheck),
    references: [
      ReferenceValue("Lambda=1 output=m", "0.194"), ReferenceValue("Lambda=2 output=m", "0.195"),
      ReferenceValue("Lambda=0.02 output=m", "0.0192"), ReferenceValue("Lambda=0.05 output=m", "0.0451"),
      ReferenceValue("Lambda=0.1 output=m", "0.0812"), ReferenceValue("Lambda=0.15 output=m", "0.110"),
      ReferenceValue("Lambda=0.2 output=m", "0.131"), ReferenceValue("Lambda=0.3 output=m", "0.160"),
      ReferenceValue("Lambda=0.4 output=m", "0.177"), ReferenceValue("Lambda=0.5 output=m", "0.185"),
      ReferenceValue("Lambda=0.7 output=m", "0.192"), ReferenceValue("Lambda=1.5 output=m", "0.195"),
      ReferenceValue("Lambda=3 output=m", "0.195"), ReferenceValue("Lambda=5 output=m", "0.195"),
      ReferenceValue("Lambda=1 output=upper", "1"),
      ReferenceValue("output=infinity", "0.194924200308419026976467012568314190235866742"),
    ],
    related: ["kde.shot-noise-c4", "kde.main-theorem", "kde.mammen-fixed-interval"])

  /// m(∞) = √(3/2)/(2π), the density of modes in bandwidths where noise alone decides.
  static func limit<T: Analytic>() -> T { T.sqrt(T(Rational(3, 2))) / (2 * T.pi) }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    if output == "infinity" { return .real(limit()) }
    guard case .real(let rate)? = p["Lambda"] else { return .undecided("no rate") }
    if output == "upper" { return rate.rational.map { .exact($0) } ?? .real(rate.ball) }
    try rate.requirePoint("Lambda")
    let logRate = Ball.log(rate.ball)
    let ratio = Double.exp(ShotNoiseCurve.standard.logRatio(logRate.estimate))
    return .estimate(
      ratio.isNormal && logRate.estimate < 0
        ? Ball(exactly: ratio) * rate.ball
        : Ball(exactly: ShotNoiseCurve.standard.modes(logRate.estimate)),
      digits: 3, note: "expansions, and a spline through Monte Carlo values between them")
  }

  public static func symbolic(_ output: String) -> DefiningFormula? {
    switch output {
    case "upper": .formula(.variable("Lambda", latex: "\\Lambda"))
    case "infinity": .formula(limit())
    default: nil
    }
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let isLimit = context.output == "infinity"
    let rate = isLimit ? 30 : context.parameters.Lambda
    guard rate >= 1e-4, rate <= 1e3 else {
      throw InputError(
        parameter: "Lambda", value: "\(rate)", domain: "1e-4 <= Lambda <= 1000",
        "Lambda=\(rate): a simulation needs 1e-4 <= Lambda <= 1000")
    }
    let length = max(1000, 200 / rate)
    let samples = Int(min(max(3e6 / (length * (rate + 1)), 64), 4000))
    func estimate() throws -> SampleEstimate {
      try KernelModeTrials.poisson(
        rate: rate, length: length, samples: samples, threads: context.threads, seed: context.seed,
        stop: context.stop)
    }
    guard context.output == "upper" else { return try context.confront(relativeBias: 0.002, estimate) }
    let (bound, mean) = (try context.certified(), try estimate())
    return try Confrontation.compare(
      [InequalityTrial(observed: mean.mean - 4 * mean.standardError, bound: bound.value)], seed: context.seed)
  }
}

extension RealParameter {
  /// An estimate is a number at a point: throws for an interval.
  func requirePoint(_ name: String) throws {
    guard isInterval else { return }
    throw InputError(
      parameter: name, value: text, domain: "one number",
      "\(name)=\(text): an estimate encloses nothing, so it takes no interval")
  }
}
