import VlasovSymbols

/// The profile at the end of the prompt: its value and its slope (recency).
public enum EndpointSlope: ClosedForm {
  public static let record = Record(
    id: "retrieval.endpoint-slope",
    title: "Slope of the profile at the end of the prompt",
    statement: "$S_t(1)=\\frac{\\lambda t S_1}{1-e^{-\\lambda}}$ and "
      + "$S_t'(1^-)=\\frac{\\lambda^2}{1-e^{-\\lambda}}\\Bigl[tS_1-\\frac{t^2S_2}{2(1-e^{-\\lambda})}"
      + "\\Bigr]$ with the moments $S_j=\\sum_n\\omega_na_n^j$, for every real $\\lambda$ (at $\\lambda=0$: "
      + "$tS_1$ and $-t^2S_2/2$).",
    source: Source(
      RetrievalModel.paper, "theorem (U-shape) (i)-(ii), qualitative there; the formulas are derived",
      .derived),
    parameters: [.beta, .vocabulary, .time, .lambda],
    outputs: [
      OutputSpec("slope", symbol: "S_t'(1^-)", "the recency slope"),
      OutputSpec("value", symbol: "S_t(1)", "the value at the end"),
    ],
    notes: [
      "For lambda > 0 the slope is positive exactly for t < t_crit (retrieval.t-crit); for lambda <= 0 it is "
        + "never positive.",
      "Primacy: as s -> 0, S_t(s) ~ lambda/(exp(lambda) - 1) omega (a t)^(1/4) Y^(-3/4) exp(2 sqrt(a t "
        + "Y))/(2 sqrt(pi)) with a = sup_n a_n, omega its weight and Y ~ log(1/s); the convergence is "
        + "extremely slow.",
    ],
    crossCheck: CrossCheck(
      simulates: "the Volterra-Hardy profile near s = 1, one-sided differences",
      law: "O(h^2) in the spacing h",
      defaultParameters: "beta=1 M=8 t=1 lambda=1"
    ) { try simulate($0) },
    references: [
      ReferenceValue(
        "beta=1 M=8 t=1 lambda=1 output=slope", "0.971614927086538171390611331777865756784243130"),
      ReferenceValue(
        "beta=2 M=8 t=1 lambda=1 output=slope", "-4.97313047086853710066186312574923391470375962"),
      ReferenceValue(
        "beta=1 M=8 t=2 lambda=3 output=slope", "8.99636407088825298673010377949436495650706406"),
      ReferenceValue(
        "beta=1 M=8 t=1 lambda=1 output=value", "1.6382511351131066430205157685554711925460410624890"),
    ],
    related: ["retrieval.t-crit", "retrieval.profile", "retrieval.smallness-time"])

  /// With κ = λ/(1 - e^-λ) = 1/exprel(-λ): S_t(1) = κ t S_1 and S_t'(1) = λκ t S_1 - κ² t² S_2/2.
  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    let first = p.t / T.exprel(-p.lambda) * RetrievalModel.moment(1, beta: p.beta, m: p.M)
    if output == "value" { return first }
    let second = T.pow(p.t / T.exprel(-p.lambda), 2) * RetrievalModel.moment(2, beta: p.beta, m: p.M)
    return p.lambda * first - second / 2
  }

  /// Exactly 0 at t = 0.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    p.isExactly("t", 0) ? .exact(0) : .real(formula(p.lifted(to: Ball.self), output: output))
  }

  private static func simulate(_ c: CrossCheck.Context) throws -> CrossCheckReport {
    let p = c.parameters
    let modes = try RetrievalSimulation.modes(p)
    let observations = try SimulatedEnd.sizes.map { (size: Double) in
      let end = SimulatedEnd(modes: modes, lambda: p.lambda, spacing: 1 / size)
      return SizedObservation(
        size: size, simulated: try c.output == "slope" ? end.slope(time: p.t) : end.value(time: p.t))
    }
    // Differences of values divide their rounding by h.
    return try Confrontation.compare(
      observations, with: RetrievalSimulation.certified(c.closedForm([:])),
      law: .power(order: 2, next: 3, noise: 1e-11))
  }
}
