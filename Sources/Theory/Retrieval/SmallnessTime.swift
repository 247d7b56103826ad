import VlasovSymbols

/// The times up to which the profile is proved to be U-shaped.
public enum SmallnessTime: OrderedForm {
  public static let record = Record(
    id: "retrieval.smallness-time",
    title: "Smallness time of the U-shape theorem",
    statement: "If $\\beta,\\lambda,t>0$ and $t\\sup_na_n\\le\\min\\{3-\\sqrt3,2(1-e^{-\\lambda})\\}$, that "
      + "is $t\\le t_{\\mathrm{paper}}$, then $S_t(s)\\to\\infty$ as $s\\downarrow0$, $S_t'(1^-)>0$, and "
      + "$S_t$ has a unique minimum point in $(0,1)$. The same holds for $t\\sup_na_n\\le2$ and "
      + "$t<t_{\\mathrm{crit}}$: $t_{\\mathrm{level1}}=\\min\\{t_{\\mathrm{crit}},2/\\sup_na_n\\}$.",
    source: Source(
      RetrievalModel.paper, "theorem (U-shape) for t_paper; t_level1 is derived and sharper", .stated),
    parameters: [
      .beta, .lambda,
      ParameterSpec(
        "M", symbol: "M", .real(.positive), requiredBy: ["t_level1"], acceptedBy: ["t_paper"],
        "vocabulary size"),
      ParameterSpec(
        "t", symbol: "t", .real(.positive), onlyForCheck: true, "time whose smallness is asked"),
    ],
    outputs: [
      OutputSpec("t_paper", symbol: "t_{\\mathrm{paper}}", "the paper's time"),
      OutputSpec("t_level1", symbol: "t_{\\mathrm{level1}}", "the sharper time, which depends on M"),
    ],
    hypotheses: [
      Hypothesis("lambda > 0") { .greater($0.lambda, 0) },
      Hypothesis(
        "t sup_n a_n <= min(3 - sqrt(3), 2(1 - exp(-lambda))), that is t <= t_paper", .reported,
        outputs: ["t_paper"], needs: ["t"]
      ) { .lessOrEqual($0.t * RetrievalModel.largestEigenvalue($0.beta), smallness($0.lambda)) },
      Hypothesis(
        "t <= t_level1 = min(t_crit, 2/sup_n a_n)", .reported, outputs: ["t_level1"], needs: ["t"]
      ) { .lessOrEqual($0.t, formula($0, output: "t_level1")) },
    ],
    notes: [
      "t_paper <= t_level1 always, as t_crit sup a_n >= 2(1 - exp(-lambda)) and 3 - sqrt(3) < 2.",
      "3 - sqrt(3) is where the profile stops being termwise convex in Y: the smallest root of 1 - 2c/(k+2) "
        + "+ c^2/((k+2)(k+3)) over k >= 0.",
      "At finite N \"unique minimum\" fails literally, since A_N is a step function of s: what survives for "
        + "large N is that the minimum is interior and strictly below all values near both ends.",
    ],
    crossCheck: CrossCheck(
      simulates: "largest rate and moments with Bessel functions from quadrature",
      law: "roundoff, bound counted from the operations",
      defaultParameters: "beta=1 lambda=1 M=8"
    ) { try simulate($0) },
    references: [
      ReferenceValue(
        "beta=1 lambda=1 output=t_paper", "2.2369649692025948283933988495682007670467846295231"),
      ReferenceValue(
        "beta=1 M=8 lambda=1 output=t_level1", "2.4574889803282556124912160888710223556534663704385"),
      ReferenceValue(
        "beta=2 lambda=1 output=t_paper", "0.45875751730045983464856717915400076270310314467017"),
      ReferenceValue(
        "beta=2 M=8 lambda=1 output=t_level1", "0.60071622427667909865482054951903967170663125287482"),
      ReferenceValue(
        "beta=3 lambda=2 output=t_paper", "0.14118365475317194210191586924062947074679092067290"),
      ReferenceValue(
        "beta=3 M=8 lambda=2 output=t_level1", "0.22269607583009094994647536835090216755060947663169"),
    ],
    related: ["retrieval.t-crit", "retrieval.u-shape-certificate", "retrieval.eigenvalue"])

  /// min{3 - sqrt 3, 2(1 - e^-λ)}, the paper's bound of t sup_n a_n.
  private static func smallness<T: Ordered>(_ lambda: T) -> T {
    .min(3 - T.sqrt(3), 2 * RetrievalModel.saturation(lambda))
  }

  /// t_paper = min{3 - sqrt 3, 2(1 - e^-λ)}/sup a_n, t_level1 = min{t_crit, 2/sup a_n}.
  public static func formula<T: Ordered>(_ p: Lifted<T>, output: String) -> T {
    let largest = RetrievalModel.largestEigenvalue(p.beta)
    if output == "t_paper" { return smallness(p.lambda) / largest }
    return .min(TCrit.formula(p, output: "t_crit"), 2 / largest)
  }

  private static func simulate(_ c: CrossCheck.Context) throws -> CrossCheckReport {
    let p = c.parameters
    let saturation = -Double.expm1(-p.lambda)
    let largest = try BesselQuadrature.largestEigenvalue(p.beta).estimate
    var value = min(3 - Double.sqrt(3), 2 * saturation) / largest.value
    var relative = largest.error / largest.value
    if c.output == "t_level1" {
      let modes = try RetrievalSimulation.modes(p)
      value = min(2 * saturation * modes.moment(1) / modes.moment(2), 2 / largest.value)
      // Rates enter the quotient three times; the exponent of a weight is rounded relatively.
      for mode in modes.modes {
        let rate = try BesselQuadrature.eigenvalue(mode.number, p.beta)
        relative = max(relative, rate.error / rate.value)
      }
      let exponent = Double.pow(Double.pi * Double(modes.modes.count) / p.M, 2)
      relative = 3 * relative + 8 * (1 + min(exponent, 40)) * Double.ulpOfOne
    }
    let estimate = FloatEstimate(value: value, error: value * (relative + 8 * Double.ulpOfOne))
    return try Confrontation.compare(estimate, with: RetrievalSimulation.certified(c.closedForm([:])))
  }
}
