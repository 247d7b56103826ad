import VlasovSimulation
import VlasovSymbols

/// The blow-up time of the covariance for a scalar value matrix.
public enum BlowUpTime: Theorem {
  public static let record = Record(
    id: "gaussian.blow-up-time",
    title: "Blow-up time for a scalar value matrix",
    statement: """
      For softmax attention with $V=vI$, $S=A+A^\\top$ and $\\Sigma_0=RR^\\top$, $R$ of full column rank, the covariance exists up \
      to $t_*=1/\\lambda_{\\max}(vR^\\top SR)$ if $\\lambda_{\\max}>0$, and for ever otherwise.
      """,
    source: Source(
      GaussianModel.unifiedPerspective, "finite-time blow-up; made explicit here for V = v I", .derived),
    parameters: [.sigma0, .queryKey, .value],
    outputs: [OutputSpec("tstar", symbol: "t_*", "the blow-up time; inf when there is none")],
    hypotheses: [ScalarValueFlow.movesHypothesis],
    method: """
      The sign of lambda_max is decided over the rationals. A rational lambda_max is recognised and proved; otherwise the largest \
      eigenvalue of v R^T S R is enclosed.
      """,
    crossCheck: CrossCheck(
      simulates:
        "the covariance equation by the classical Runge-Kutta method until tr Sigma = 1e6, with steps of |L|^-1/size",
      law: "O(size^-4)",
      defaultParameters: "Sigma0=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,3/14],[1/14,-1/14]] v=1", run: crossCheck),
    references: [
      ReferenceValue(
        "Sigma0=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,3/14],[1/14,-1/14]] v=1",
        "7.6120975518265476886987392185098943138160973700114"),
      ReferenceValue(
        "Sigma0=[[3/2,1/3,1/4],[1/3,5/4,1/5],[1/4,1/5,7/6]] A=[[-2/21,1/7,1/21],[1/21,-1/21,-1/7],[-1/7,2/21,0]] v=1",
        "6.7617532184237641431686975015175994836189209341772"),
      ReferenceValue(
        "Sigma0=[[3/2,1/3,1/4,1/5],[1/3,5/4,1/5,1/6],[1/4,1/5,7/6,1/7],[1/5,1/6,1/7,9/8]] A=[[-1/14,3/28,1/28,-1/28],[1/28,-1/28,-3/28,1/14],[-3/28,1/14,0,-1/14],[0,-1/14,3/28,1/28]] v=1",
        "7.4800462865302963700938243911756869221493033463962"),
    ],
    related: ["gaussian.scalar-value-closed-form", "gaussian.blow-up-shape"])

  public static func validate(_ p: Arguments) throws { try ScalarValueFlow.validate(p) }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    switch try ScalarValueFlow(p).blowUpTime() {
    case .infinite: .infinite
    case .exact(let q): .exact(q)
    case .enclosed(let x): .real(x)
    }
  }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    try context.confront(law: .power(order: 4, next: 5, noise: 1e-9)) {
      let run = ScalarValueSimulation(context)
      return try [8.0, 16, 32].map { size in
        guard let found = run.attention.blowUp(from: run.sigma0, resolution: size) else {
          throw Refusal("no blow-up in the simulation")
        }
        return SizedObservation(size: size, simulated: found.time)
      }
    }
  }
}
