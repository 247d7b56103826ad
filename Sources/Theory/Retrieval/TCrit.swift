import VlasovSymbols

/// The time at which the recency slope at the end of the prompt changes sign.
public enum TCrit: ClosedForm {
  public static let record = Record(
    id: "retrieval.t-crit",
    title: "Critical time of the recency slope",
    statement: "For $\\lambda>0$, $S_t'(1^-)>0$ if and only if $t<t_{\\mathrm{crit}}(\\beta,\\lambda,M)$.",
    source: Source(
      RetrievalModel.paper, "authors' code (threshold curve); formula re-derived from theorem U-shape",
      .derived),
    parameters: [
      .beta, .vocabulary, .lambda,
      ParameterSpec(
        "t", symbol: "t", .real(.nonNegative), onlyForCheck: true, "time whose recency slope is asked"),
    ],
    outputs: [OutputSpec("t_crit", symbol: "t_{\\mathrm{crit}}", "the critical time")],
    hypotheses: [
      Hypothesis("lambda > 0") { .greater($0.lambda, 0) },
      Hypothesis("t < t_crit", .reported, needs: ["t"]) { .less($0.t, formula($0, output: "t_crit")) },
    ],
    notes: [
      "The paper's condition t sup a_n <= 2(1 - exp(-lambda)) is sufficient and never sharp for finite M."
    ],
    crossCheck: CrossCheck(
      simulates: "the Volterra-Hardy profile near s = 1: the time at which its slope vanishes",
      law: "O(h^2) in the spacing h of one-sided differences",
      defaultParameters: "beta=1 M=8 lambda=1"
    ) { try simulate($0) },
    references: [
      ReferenceValue("beta=1 M=8 lambda=1", "2.4574889803282556124912160888710223556534663704385"),
      ReferenceValue("beta=2 M=8 lambda=1", "0.60071622427667909865482054951903967170663125287482"),
      ReferenceValue("beta=3 M=8 lambda=1", "0.17401839386870305586709613964910622558034221362155"),
    ],
    related: ["retrieval.endpoint-slope", "retrieval.smallness-time", "retrieval.fold"])

  /// t_crit = 2 (1 - e^-λ) S_1/S_2.
  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    let s1 = RetrievalModel.moment(1, beta: p.beta, m: p.M)
    let s2 = RetrievalModel.moment(2, beta: p.beta, m: p.M)
    return 2 * RetrievalModel.saturation(p.lambda) * s1 / s2
  }

  private static func simulate(_ c: CrossCheck.Context) throws -> CrossCheckReport {
    let modes = try RetrievalSimulation.modes(c.parameters)
    let observations = try SimulatedEnd.sizes.map { (size: Double) in
      let end = SimulatedEnd(modes: modes, lambda: c.parameters.lambda, spacing: 1 / size)
      return SizedObservation(size: size, simulated: try end.criticalTime())
    }
    return try Confrontation.compare(
      observations, with: RetrievalSimulation.certified(c.closedForm([:])),
      law: .power(order: 2, next: 3, noise: 1e-11))
  }
}
