import VlasovSimulation
import VlasovSymbols

/// The covariance under softmax attention with a scalar value matrix.
public enum ScalarValueClosedForm: Theorem {
  public static let record = Record(
    id: "gaussian.scalar-value-closed-form",
    title: "Covariance for a scalar value matrix",
    statement: """
      For softmax attention with $V=vI$, $v\\neq0$, and $S=A+A^\\top$: $\\Sigma(t)=(I-vt\\,\\Sigma_0S)^{-1}\\Sigma_0$ for \
      $0\\le t<t_*$, that is $\\Sigma(t)^{-1}=\\Sigma_0^{-1}-vtS$ when $\\Sigma_0\\succ0$. Only $S$ matters; $\\Sigma(t)$ is \
      monotone in $\\Sigma_0$, increasing in $t$ when $vS\\succeq0$ and decreasing when $vS\\preceq0$.
      """,
    source: Source(
      GaussianModel.unifiedPerspective, "Gaussian softmax dynamics; solved here for V = v I", .derived),
    parameters: [.sigma0, .queryKey, .value, .time],
    outputs: [
      OutputSpec("Sigma", symbol: "\\Sigma(t)", .matrix, "the covariance at time t"),
      OutputSpec("trace", symbol: "\\operatorname{tr}\\Sigma(t)", "its trace"),
    ],
    hypotheses: [ScalarValueFlow.movesHypothesis, ScalarValueFlow.existsHypothesis],
    method:
      "Rational arithmetic for rational t and v, one verified linear solve otherwise; t < t* is decided first.",
    notes: ["Past t* the formula gives an indefinite matrix that means nothing; such t are refused."],
    crossCheck: CrossCheck(
      simulates: "the covariance equation by the classical Runge-Kutta method",
      law: "O(steps^-4)",
      defaultParameters:
        "Sigma0=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,3/14],[1/14,-1/14]] v=1 t=1/2 output=Sigma[1,2]",
      run: crossCheck),
    references: [
      ReferenceValue(
        "Sigma0=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,3/14],[1/14,-1/14]] v=1 t=1/2 output=Sigma[1,2]",
        "0.49172520538159304679128467674723181331110846529349"),
      ReferenceValue(
        "Sigma0=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,3/14],[1/14,-1/14]] v=1 t=1/2 output=trace",
        "2.6278128348612930110727467555661388260507203238481"),
      ReferenceValue(
        "Sigma0=[[3/2,1/3,1/4,1/5],[1/3,5/4,1/5,1/6],[1/4,1/5,7/6,1/7],[1/5,1/6,1/7,9/8]] A=[[2,7/8,5/6,3/8],[1/8,2,7/8,11/24],[-1/6,1/8,2,5/8],[1/8,5/24,3/8,2]] v=-2 t=3 output=Sigma[1,2]",
        "-0.0088090808574699887952383711599853749780862117109769"),
      ReferenceValue(
        "Sigma0=[[3/2,1/3,1/4,1/5],[1/3,5/4,1/5,1/6],[1/4,1/5,7/6,1/7],[1/5,1/6,1/7,9/8]] A=[[2,7/8,5/6,3/8],[1/8,2,7/8,11/24],[-1/6,1/8,2,5/8],[1/8,5/24,3/8,2]] v=-2 t=3 output=trace",
        "0.17635974973285252871613764944407000635528310724826"),
      ReferenceValue(
        "Sigma0=[[1,1,0],[1,2,1],[0,1,1]] A=[[2,1/2,1/3],[1/2,2,1/2],[1/3,1/2,2]] v=-1 t=1 output=Sigma[1,2]",
        "0.056603773584905660377358490566037735849056603773585"),
    ],
    related: ["gaussian.mean-closed-form", "gaussian.blow-up-time", "gaussian.decay-limit"])

  public static func validate(_ p: Arguments) throws { try ScalarValueFlow.validate(p) }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    let flow = ScalarValueFlow(p)
    guard case .real(let t)? = p["t"] else { return .undecided("t is missing") }
    try flow.demandExistence(until: t)
    switch flow.covariance(flow.product(t)) {
    case .exact(let sigma):
      return output == "trace" ? GaussianModel.answer(sigma.trace) : GaussianModel.answer(sigma)
    case .ball(let sigma): return output == "trace" ? .real(sigma.trace) : .matrix(sigma)
    }
  }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    try context.confront(law: .power(order: 4, next: 5, noise: 1e-12)) {
      let run = ScalarValueSimulation(context)
      return try [8.0, 16, 32, 64].map { steps in
        let sigma = run.attention.covariance(from: run.sigma0, time: run.time, steps: Int(steps))
        let value = context.output == "trace" ? sigma.trace : try context.entry(of: sigma)
        return SizedObservation(size: steps, simulated: value)
      }
    }
  }
}
