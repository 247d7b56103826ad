import VlasovSimulation
import VlasovSymbols

/// The exact prefactor of the exponential collapse of equiangular tokens.
public enum OrthogonalRateConstant: ClosedForm {
  public static let record = Record(
    id: "clustering.orthogonal-rate-constant",
    title: "Rate and constant of the collapse of equiangular tokens",
    statement: """
      $1-\\gamma(t)=Ce^{-\\lambda t}(1+O(e^{-\\lambda t}))$ with $\\lambda=2$ for SA, $2e^\\beta$ for USA, and, with \
      $\\mathrm{En}(x)=\\sum_{k\\ge1}\\frac{x^k}{k\\,k!}$, \
      $\\log C_{\\rm USA}=\\mathrm{En}(\\beta(1-\\gamma_0))+\\log(1-\\gamma_0)+\
      e^{\\beta n/(n-1)}[E_1(\\beta(\\gamma_0+\\frac1{n-1}))-E_1(\\frac{\\beta n}{n-1})]$, \
      $\\log C_{\\rm SA}=\\frac1n\\{(n-1)[\\log\\frac n{1+(n-1)\\gamma_0}+\\log(1-\\gamma_0)]+\\log C_{\\rm USA}\\}$; for \
      $\\beta=0$ both give $C=\\frac{n(1-\\gamma_0)}{1+(n-1)\\gamma_0}$.
      """,
    source: Source(
      ClusteringModel.paper,
      "rate of the theorem on orthogonal initial sequences; the constant beyond the paper",
      .derived),
    parameters: [.attention, .tokens, .temperature, .startOverlap],
    outputs: [
      OutputSpec("log_C", symbol: "\\log C", "logarithm of the constant"),
      OutputSpec("C", symbol: "C", "the constant"),
      OutputSpec("rate", symbol: "\\lambda", "the rate"),
    ],
    hypotheses: conditions.map(\.hypothesis),
    notes: [
      """
      The paper leaves C and lambda of its cone-collapse theorem unspecified; on equiangular tokens both are exact here.
      """,
      """
      At any one-cluster state the linearisation has the eigenvalues 0 (d-1 times) and -1 (SA) or -exp(beta) (USA) \
      ((n-1)(d-1) times): distances decay like exp(-t) or exp(-exp(beta) t), gaps at twice that rate.
      """,
    ],
    crossCheck: CrossCheck(
      simulates:
        "n tokens in dimension n by Runge-Kutta until they have gathered and up to 20/lambda after, then (1 - overlap) exp(lambda t)",
      law: """
        error O(step^4), and 1e-6 for the corrections of relative order exp(-lambda t); slope of log(1 - overlap) against \
        t: -lambda
        """,
      defaultParameters: "kind=SA n=4 beta=1 gamma0=0", run: crossCheck),
    references: [
      ReferenceValue(
        "kind=SA beta=1 n=4 gamma0=0 output=log_C", "2.0333001055867583010216960261223158049457542128968"),
      ReferenceValue(
        "kind=SA beta=4 n=32 gamma0=0 output=log_C", "7.0003428239536215971019813837367872513507301527681"),
      ReferenceValue(
        "kind=USA beta=1 n=4 gamma0=0 output=log_C", "3.9743173389873613475833913757402038113300160454257"),
      ReferenceValue(
        "kind=USA beta=4 n=32 gamma0=0 output=log_C", "116.57315737972436814759242545355982399152084406274"),
      ReferenceValue(
        "kind=SA beta=1 n=4 gamma0=0 output=C", "7.6392551547105358881638053351193464465303159390014"),
      ReferenceValue(
        "kind=SA beta=0 n=5 gamma0=-0.1 output=C", "9.1666666666666666666666666666666666666666666666667"),
      ReferenceValue(
        "kind=USA beta=1 n=4 gamma0=0 output=rate", "5.4365636569180904707205749427053249955144941873999"),
    ],
    related: ["clustering.orthogonal-overlap", "clustering.cone-collapse-rate"])

  static let conditions: [DomainCondition] = [.startOverlap]

  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    constant(output, p.word("kind"), n: p.n, beta: p.beta, gap: 1 - p.gamma0, form: .decaying)
  }

  private static func constant<T: SpecialAnalytic>(
    _ output: String, _ kind: String?, n: T, beta: T, gap: T, form: ClusteringModel.Form
  ) -> T {
    if output == "rate" { return kind == "USA" ? 2 * T.exp(beta) : 2 }
    let top = n / (n - 1)
    let logGap = T.log(gap)
    // En(x) = -Ein(-x)
    let unnormalised =
      logGap - T.ein(-(beta * gap)) + T.exp(beta * top)
      * ClusteringModel.e1Difference(beta, top - gap, top, form)
    let logC =
      kind == "USA"
      ? unnormalised : ((n - 1) * (T.log(top / (top - gap)) + logGap) + unnormalised) / n
    return output == "C" ? T.exp(logC) : logC
  }

  /// log C = log(1-γ_0) + ∫_{γ_0}^1 g with g increasing in β, so C increases in β; in γ_0 it decreases.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    try conditions.demand(p, output: output)
    let kind = p.word("kind")
    if output == "rate", kind != "USA" { return .exact(2) }
    let value = try p.monotone { end in
      let beta = p.ball("beta", end)
      let value = constant(
        output == "C" ? "log_C" : output, kind, n: p.ball("n"), beta: beta,
        gap: p.gap("gamma0", end.opposite), form: .init(beta))
      if output != "C" { return value }
      // The range of exponents ends near exp(7.4e8).
      if (value - Ball(largestLogarithm)).isPositive {
        throw Undecided("C is above exp(\(largestLogarithm)), beyond the range of numbers; log_C has a value")
      }
      return .exp(value)
    }
    return value.map { .real($0) } ?? .undecided("no value")
  }

  private static let largestLogarithm = 700_000_000

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let isNormalised = p.word("kind") != "USA"
    let rate =
      context.output == "rate" ? try context.closedForm([:]) : isNormalised ? 2 : 2 * Double.exp(p.beta)
    var tokens = try SphereTokens.equiangular(
      count: context.tokenCount(), overlap: p.gamma0, beta: p.beta, isNormalised: isNormalised)
    // log(1 - overlap) at λt = 0, 1, 2, ..., from the distance: 1 - <x,y> = |x - y|²/2 for unit vectors.
    var logGaps = [Double.log1p(-p.gamma0)]
    var units = 0
    while logGaps.count <= 20 {
      tokens = try tokens.run(time: 1 / rate, steps: 500, stop: context.stop)
      units += 1
      let square = zip(tokens.points[0], tokens.points[1]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      if square * (1 + p.beta) > 1 { logGaps.removeAll() }
      logGaps.append(Double.log(square / 2))
      guard units < 1000 else { throw InputError("the tokens stay apart for too long for this simulation") }
    }
    // Runge-Kutta errs by less than 1e-11 in a unit of λt; the gaps lose 1e-16/distance of themselves.
    let slope = try SlopeFit.asymptotic(
      logGaps.indices.map { Double($0) / rate }, logGaps, noise: 1e-9)
    let fitted = RateFit("slope of log(1 - overlap) against t", slope, certified: -rate)
    if context.output == "rate" { return try Confrontation.compare([fitted]) }
    return try context.confront(law: .roundoff(bound: 1e-6 * max(1, context.closedForm([:])))) {
      let logC = logGaps[20] + Double(units)
      return [SizedObservation(size: 1, simulated: context.output == "C" ? Double.exp(logC) : logC)]
    }.fitting([fitted])
  }
}
