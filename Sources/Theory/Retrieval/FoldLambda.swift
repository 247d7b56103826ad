import VlasovSymbols

/// The bias above which an interior minimum outlives the recency slope.
public enum FoldLambda: ClosedForm {
  public static let record = Record(
    id: "retrieval.fold-lambda",
    title: "Bias at which the fold appears",
    statement: "With $r_*=1-\\tfrac23S_1S_3/S_2^2$ the retention curve starts upwards, $T'(0)>0$, if and "
      + "only if $1/(e^\\lambda-1)<r_*$, that is $\\lambda>\\lambda_{\\mathrm{fold}}=\\log(1+1/r_*)$ if "
      + "$r_*>0$, never ($\\lambda_{\\mathrm{fold}}=\\infty$) otherwise; "
      + "$\\lambda_{\\mathrm{fold}}\\ge\\log4$.",
    source: Source(RetrievalModel.paper, "beyond theorem (U-shape)", .derived),
    parameters: [
      .beta, .vocabulary,
      ParameterSpec(
        "lambda", symbol: "\\lambda", .real(.positive), onlyForCheck: true, "ALiBi slope to compare"),
    ],
    outputs: [OutputSpec("lambda_fold", symbol: "\\lambda_{\\mathrm{fold}}", "the threshold, possibly inf")],
    hypotheses: [
      Hypothesis(
        "lambda > lambda_fold, that is 1/(exp(lambda) - 1) < r_*", .reported, needs: ["lambda"]
      ) { .less(1 / Expression.expm1($0.lambda), threshold($0)) }
    ],
    notes: [
      "lambda > lambda_fold suffices for t_fold > t_crit (retrieval.fold); it is not claimed to be "
        + "necessary.",
      "By Cauchy-Schwarz r_* <= 1/3, with equality for a single mode: for lambda <= log 4 the end-slope "
        + "criterion t < t_crit is locally sharp for every beta and M.",
      "r_* <= 0 occurs, for instance at beta = 30, M = 4: the answer is then inf.",
    ],
    crossCheck: CrossCheck(
      simulates: "the Volterra-Hardy profile near s = 1: the bias at which slope and curvature vanish "
        + "together",
      law: "O(h^2) in the spacing h",
      defaultParameters: "beta=1 M=8"
    ) { try simulate($0) },
    references: [
      ReferenceValue("beta=1 M=8", "1.4722695558859764704591719239533133417197952261058"),
      ReferenceValue("beta=2 M=8", "1.5324677017726188261119360350312868006514164415278"),
      ReferenceValue("beta=5 M=32", "1.6332257884590609226897201849902493740865177787899"),
    ],
    related: ["retrieval.fold", "retrieval.t-crit"])

  /// r_* = 1 - (2/3) S_1 S_3/S_2².
  static func threshold<T: Binding>(_ p: Lifted<T>) -> T {
    let s = (1...3).map { RetrievalModel.moment($0, beta: p.beta, m: p.M) }
    return 1 - T(Rational(2, 3)) * s[0] * s[2] / T.pow(s[1], 2)
  }

  /// λ_fold = log(1 + 1/r_*), for r_* > 0.
  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    T.log1p(1 / threshold(p))
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    let r = threshold(p.lifted(to: Ball.self))
    if r.isPositive { return .real(Ball.log1p(1 / r)) }
    if (-r).isNonNegative { return .infinite }
    let why = "the sign of r_* = 1 - (2/3) S_1 S_3/S_2^2 is undecided: it lies in \(r.shortDescription)"
    if p.hasInterval { throw Undecided(why) }
    return .undecided(why)
  }

  /// The curvature at the critical time is nearly proportional to r - r_*.
  private static func simulate(_ c: CrossCheck.Context) throws -> CrossCheckReport {
    let closed = RetrievalSimulation.certified(try c.closedForm([:]))
    let modes = try RetrievalSimulation.modes(c.parameters)
    let observations = try SimulatedEnd.sizes.map { (size: Double) in
      let r = try SimulatedEnd.zero(from: 1.0 / 3, 0.3) { r in
        let end = SimulatedEnd(modes: modes, lambda: Double.log1p(1 / r), spacing: 1 / size)
        return try end.curvature(time: end.criticalTime())
      }
      return SizedObservation(size: size, simulated: Double.log1p(1 / r))
    }
    // Second differences divide the rounding of their values by h².
    return try Confrontation.compare(observations, with: closed, law: .power(order: 2, next: 3, noise: 1e-9))
  }
}
