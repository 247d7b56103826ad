import VlasovSimulation
import VlasovSymbols

/// Anisotropy of the covariance along the flow with a scalar value matrix.
public enum Anisotropy: Theorem {
  public static let record = Record(
    id: "gaussian.anisotropy",
    title: "Anisotropy of the covariance",
    statement: """
      For softmax attention with $V=vI$, along $\\Sigma(t)=(I-vt\\,\\Sigma_0S)^{-1}\\Sigma_0$: the participation ratio \
      $(\\operatorname{tr}\\Sigma)^2/\\operatorname{tr}\\Sigma^2\\in[1,\\operatorname{rank}\\Sigma]$, the stable rank \
      $\\operatorname{tr}\\Sigma/\\lambda_{\\max}$, the condition number on the range and the shape \
      $\\Sigma/\\operatorname{tr}\\Sigma$.
      """,
    source: Source(
      GaussianModel.unifiedPerspective, "Gaussian softmax dynamics; solved here for V = v I", .derived),
    parameters: [.sigma0, .queryKey, .value, .time],
    outputs: [
      OutputSpec("pr", symbol: "\\operatorname{pr}\\Sigma(t)", "the participation ratio"),
      OutputSpec("stable", symbol: "\\operatorname{tr}\\Sigma(t)/\\lambda_{\\max}", "the stable rank"),
      OutputSpec(
        "cond", symbol: "\\lambda_{\\max}/\\lambda_{\\min}^+",
        "the largest eigenvalue over the smallest that is not 0"),
      OutputSpec(
        "shape", symbol: "\\Sigma(t)/\\operatorname{tr}\\Sigma(t)", .matrix, "the covariance over its trace"),
    ],
    hypotheses: [
      ScalarValueFlow.movesHypothesis,
      GaussianModel.exactly("Sigma0 != 0") { p in
        let isZero = p.exactMatrix("Sigma0")?.entries.allSatisfy(\.isZero) ?? false
        return isZero ? "all tokens are one point" : nil
      },
      ScalarValueFlow.existsHypothesis,
    ],
    method: """
      Rational arithmetic where the answer is rational. Eigenvalues on the range: those of R_t^T R_t with Sigma(t) = R_t R_t^T, \
      R_t of full column rank.
      """,
    notes: [
      "At a blow-up with a simple largest eigenvalue pr tends to 1; under decay to that of the limit, see gaussian.decay-limit."
    ],
    crossCheck: CrossCheck(
      simulates: "the covariance equation by the classical Runge-Kutta method",
      law: "O(steps^-4)",
      defaultParameters:
        "Sigma0=[[3/2,1/3,1/4],[1/3,5/4,1/5],[1/4,1/5,7/6]] A=[[-2/21,1/7,1/21],[1/21,-1/21,-1/7],[-1/7,2/21,0]] v=1 t=1",
      run: crossCheck),
    references: [
      ReferenceValue(
        "Sigma0=[[3/2,1/3,1/4],[1/3,5/4,1/5],[1/4,1/5,7/6]] A=[[-2/21,1/7,1/21],[1/21,-1/21,-1/7],[-1/7,2/21,0]] v=1 t=1 output=pr",
        "2.6744967139914528585180493492489584399746471150167"),
      ReferenceValue(
        "Sigma0=[[3/2,1/3,1/4,1/5],[1/3,5/4,1/5,1/6],[1/4,1/5,7/6,1/7],[1/5,1/6,1/7,9/8]] A=[[2,7/8,5/6,3/8],[1/8,2,7/8,11/24],[-1/6,1/8,2,5/8],[1/8,5/24,3/8,2]] v=-1 t=2 output=pr",
        "3.7831004038667505241014599836983396986126012273793"),
      ReferenceValue(
        "Sigma0=[[3/2,1/3,1/4],[1/3,5/4,1/5],[1/4,1/5,7/6]] A=[[-2/21,1/7,1/21],[1/21,-1/21,-1/7],[-1/7,2/21,0]] v=1 t=1 output=stable",
        "2.043271496055151051126562112645508773510008355137"),
      ReferenceValue(
        "Sigma0=[[3/2,1/3,1/4],[1/3,5/4,1/5],[1/4,1/5,7/6]] A=[[-2/21,1/7,1/21],[1/21,-1/21,-1/7],[-1/7,2/21,0]] v=1 t=1 output=cond",
        "2.3259337436568240694784772255023112984392682614654"),
      ReferenceValue(
        "Sigma0=[[3/2,1/3,1/4],[1/3,5/4,1/5],[1/4,1/5,7/6]] A=[[-2/21,1/7,1/21],[1/21,-1/21,-1/7],[-1/7,2/21,0]] v=1 t=1 output=shape[1,2]",
        "0.1357372952097184758151523226706425023847346971962"),
    ],
    related: ["gaussian.scalar-value-closed-form", "gaussian.blow-up-shape", "gaussian.decay-limit"])

  public static func validate(_ p: Arguments) throws { try ScalarValueFlow.validate(p) }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    let flow = ScalarValueFlow(p)
    guard case .real(let t)? = p["t"] else { return .undecided("t is missing") }
    try flow.demandExistence(until: t)
    let vt = flow.product(t)
    let sigma = flow.covariance(vt)
    switch (output, sigma) {
    case ("pr", .exact(let sigma)): return GaussianModel.answer(participation(sigma))
    case ("pr", .ball(let sigma)): return .real(participation(sigma))
    case ("shape", .exact(let sigma)): return GaussianModel.answer(sigma.scaled(by: 1 / sigma.trace))
    case ("shape", .ball(let sigma)): return .matrix(sigma.scaled(by: 1 / sigma.trace))
    default: break
    }
    let range = try flow.rangeEigenvalues(vt)
    guard let top = range.last, let bottom = range.first else { return .undecided("no spectrum") }
    return .real(output == "stable" ? sigma.ball.trace / top : top / bottom)
  }

  /// (tr Σ)²/tr(Σ²).
  static func participation<T: MatrixScalar>(_ sigma: Matrix<T>) -> T {
    sigma.trace * sigma.trace / (sigma * sigma).trace
  }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let rank = context.arguments.exactMatrix("Sigma0")?.rank ?? 0
    return try context.confront(law: .power(order: 4, next: 5, noise: 1e-11)) {
      let run = ScalarValueSimulation(context)
      return try [8.0, 16, 32, 64].map { steps in
        let sigma = run.attention.covariance(from: run.sigma0, time: run.time, steps: Int(steps))
        let values = sigma.symmetricEigenvalues
        let value: Double
        switch context.output {
        case "pr": value = sigma.trace * sigma.trace / (sigma * sigma).trace
        case "stable": value = sigma.trace / values[values.count - 1]
        case "cond": value = values[values.count - 1] / values[values.count - rank]
        default: value = try context.entry(of: sigma) / sigma.trace
        }
        return SizedObservation(size: steps, simulated: value)
      }
    }
  }
}
