import VlasovSimulation
import VlasovSymbols

/// The shape of the covariance at blow-up for a scalar value matrix.
public enum BlowUpShape: Theorem {
  public static let record = Record(
    id: "gaussian.blow-up-shape",
    title: "Shape at blow-up for a scalar value matrix",
    statement: """
      For softmax attention with $V=vI$, $\\Sigma_0\\succ0$ and $t_*<\\infty$: \
      $\\lim_{t\\to t_*}(t_*-t)\\Sigma(t)=t_*\\,\\Sigma_0^{1/2}\\Pi\\,\\Sigma_0^{1/2}$, where $\\Pi$ is the spectral projector of \
      $v\\,\\Sigma_0^{1/2}S\\Sigma_0^{1/2}$ for its largest eigenvalue. The rank of the limit is the multiplicity of that \
      eigenvalue: generically 1, a collapse onto a line.
      """,
    source: Source(
      GaussianModel.unifiedPerspective, "finite-time blow-up; profile derived here for V = v I", .derived),
    parameters: [.sigma0, .queryKey, .value],
    outputs: [
      OutputSpec("limit", symbol: "\\lim(t_*-t)\\Sigma(t)", .matrix, "the limit of (t* - t) Sigma(t)")
    ],
    hypotheses: [
      ScalarValueFlow.movesHypothesis,
      GaussianModel.shape("Sigma0", .definite, "Sigma0 positive definite"),
      Hypothesis("t* < inf") { p in
        let verdict = try ScalarValueFlow(p).grows()
        return .verdict(
          verdict,
          verdict == .refuted ? "v S is negative semidefinite on the range of Sigma0: no blow-up" : nil)
      },
    ],
    method: """
      R Pi R^T for any R with Sigma0 = R R^T, Pi the projector of v R^T S R. A rational largest eigenvalue is proved and gives a \
      rational limit; otherwise its isolated cluster gives the projector. A cluster of several eigenvalues counts only when the \
      characteristic polynomial proves that they are one.
      """,
    crossCheck: CrossCheck(
      simulates: "the covariance equation by the classical Runge-Kutta method until tr Sigma = size",
      law: "O(size^-1)",
      defaultParameters: "Sigma0=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,3/14],[1/14,-1/14]] v=1 output=limit[1,1]",
      run: crossCheck),
    references: [
      ReferenceValue(
        "Sigma0=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,3/14],[1/14,-1/14]] v=1 output=limit[1,1]",
        "5.0310507436173859657009091822910118631893842575522"),
      ReferenceValue(
        "Sigma0=[[3/2,1/3,1/4,1/5],[1/3,5/4,1/5,1/6],[1/4,1/5,7/6,1/7],[1/5,1/6,1/7,9/8]] A=[[-1/14,3/28,1/28,-1/28],[1/28,-1/28,-3/28,1/14],[-3/28,1/14,0,-1/14],[0,-1/14,3/28,1/28]] v=1 output=limit[1,1]",
        "1.7729758503517402355306060158968238390058965423226"),
    ],
    related: ["gaussian.blow-up-time", "gaussian.anisotropy"])

  public static func validate(_ p: Arguments) throws { try ScalarValueFlow.validate(p) }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    let flow = ScalarValueFlow(p)
    if let v = flow.speed.rational, let rate = try flow.rationalRate(), let fast = flow.fastest(rate, v) {
      // With N = rate D^-1 - v L^T S L and a basis Y of its kernel, U = D^(-1/2) Y spans the eigenspace and R U = L Y, so
      // R Π R^T = L Y (Y^T D^-1 Y)^-1 Y^T L^T.
      let limit = fast.directions * fast.weight.solve(fast.directions.transpose)
      return GaussianModel.answer(limit.scaled(by: 1 / rate))
    }
    guard let sign = flow.sign, sign != 0 else { return .undecided("the sign of v") }
    let root = try flow.root
    let growth = flow.growth(root)
    let spectrum = SymmetricSpectrum(of: growth.scaled(by: Ball(sign)))
    guard let top = spectrum.clusters.last, let largest = spectrum.values.last else {
      return .undecided("no spectrum")
    }
    if top.count > 1, try !flow.isOneEigenvalue(spectrum.clusters.count) {
      return .undecided("whether the largest eigenvalues of v R^T S R are one")
    }
    let rate = largest * Ball(sign) * flow.speed.ball
    let limit = (root * spectrum.projector(top) * root.transpose).symmetricPart.scaled(by: 1 / rate)
    // The limit has the blocks of the components, and blocks of slower growth are 0.
    return .matrix(
      try flow.components.assembled { group in
        let growth = try flow.restricted(to: group).topEigenvalue()
        return growth.isBelow(rate) ? .zero(group.count, group.count) : MatrixComponents.block(limit, group)
      })
  }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    try context.confront(law: .power(order: 1, next: 2, noise: 1e-8)) {
      let run = ScalarValueSimulation(context)
      return try [1e3, 2e3, 4e3, 8e3].map { size in
        guard let found = run.attention.blowUp(from: run.sigma0, resolution: 64, trace: size) else {
          throw Refusal("no blow-up in the simulation")
        }
        let scaled = (found.time - found.reached) * found.covariance
        return SizedObservation(size: found.covariance.trace, simulated: try context.entry(of: scaled))
      }
    }
  }
}
