import VlasovSimulation
import VlasovSymbols

/// The mean under softmax attention with a scalar value matrix.
public enum MeanClosedForm: Theorem {
  public static let record = Record(
    id: "gaussian.mean-closed-form",
    title: "Mean for a scalar value matrix",
    statement: """
      For softmax attention with $V=vI$, $S=A+A^\\top$ and $t<t_*$: for every $A$, \
      $\\alpha^\\top\\Sigma^{-1}\\alpha$ at time $t$ is $e^{2vt}\\alpha_0^\\top\\Sigma_0^{-1}\\alpha_0$ ($\\Sigma_0\\succ0$); for \
      symmetric $A$, $\\alpha(t)=e^{vt}(I-vt\\,\\Sigma_0S)^{-1/2}\\alpha_0$ with the principal root.
      """,
    source: Source(
      GaussianModel.unifiedPerspective, "Gaussian softmax dynamics; solved here for V = v I", .derived),
    parameters: [.sigma0, .queryKey, .value, .mean0, .time],
    outputs: [
      OutputSpec("alpha", symbol: "\\alpha(t)", .vector, "the mean at time t; A symmetric"),
      OutputSpec(
        "mahalanobis", symbol: "\\alpha^\\top\\Sigma^{-1}\\alpha",
        "the squared Mahalanobis norm of the mean at time t"),
    ],
    hypotheses: [
      ScalarValueFlow.movesHypothesis,
      GaussianModel.shape("A", .symmetric, "A = A^T", outputs: ["alpha"]),
      GaussianModel.shape("Sigma0", .definite, "Sigma0 positive definite", outputs: ["mahalanobis"]),
      ScalarValueFlow.existsHypothesis,
    ],
    method: """
      With Sigma0 = R R^T, M = I - v t R^T S R and Q = M^(1/2): alpha(t) = e^(vt) (alpha0 + v t R (Q + M)^-1 R^T S alpha0), \
      which holds for singular Sigma0 too.
      """,
    notes: [
      "For symmetric A and generic alpha0 mean and standard deviation blow up at the same time, both like (t* - t)^(-1/2)."
    ],
    crossCheck: CrossCheck(
      simulates: "the equations of covariance and mean by the classical Runge-Kutta method",
      law: "O(steps^-4)",
      defaultParameters:
        "Sigma0=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,1/7],[1/7,-1/14]] v=1 alpha0=[1,1/2] t=1/2 output=alpha[1]",
      run: crossCheck),
    references: [
      ReferenceValue(
        "Sigma0=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,1/7],[1/7,-1/14]] v=1 alpha0=[1,1/2] t=1/2 output=alpha[1]",
        "1.6068042185325741365968553587122317094923358235448"),
      ReferenceValue(
        "Sigma0=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,3/14],[1/14,-1/14]] v=1 alpha0=[1,1/2] t=1/2 output=mahalanobis",
        "1.9905528350133165896732813766598237188301100764889"),
    ],
    related: ["gaussian.scalar-value-closed-form", "gaussian.blow-up-time"])

  public static func validate(_ p: Arguments) throws { try ScalarValueFlow.validate(p) }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    let flow = ScalarValueFlow(p)
    guard case .real(let t)? = p["t"], let start = p.exactVector("alpha0") else {
      return .undecided("a parameter is missing")
    }
    try flow.demandExistence(until: t)
    let vt = flow.product(t)
    if output == "mahalanobis" {
      let square: Ball
      if flow.sigma0.rows <= ScalarValueFlow.largestExact {
        guard let solution = flow.sigma0.solving(start) else { return .undecided("Sigma0 is singular") }
        let exact = (start.transpose * solution)[0, 0]
        if exact.isZero || vt.rational?.isZero ?? false { return GaussianModel.answer(exact) }
        square = Ball(exact)
      } else {
        square = (start.lifted(to: Ball.self).transpose * flow.sigma0.lifted().solve(start.lifted()))[0, 0]
      }
      return .real(grown(square, vt.ball))
    }
    if vt.rational?.isZero ?? false { return .exactMatrix(start) }
    var entries = [Ball](repeating: 0, count: start.rows)
    for group in flow.components.groups {
      let part = Matrix(column: group.map { start[$0, 0] })
      // A component with mean 0 keeps it.
      if part.entries.allSatisfy(\.isZero) { continue }
      let block = flow.restricted(to: group)
      let end = mean(part.lifted(), block.s.lifted(), try block.root, vt.ball)
      for (k, i) in group.enumerated() { entries[i] = end[k, 0] }
    }
    return .matrix(Matrix(column: entries))
  }

  /// e^(2vt) times the square at time 0.
  static func grown<T: Analytic>(_ square: T, _ vt: T) -> T { T.exp(vt * 2) * square }

  /// e^(vt) (α0 + vt R (Q + M)^-1 R^T S α0), M = I - vt R^T S R, Q = M^{1/2}.
  ///
  /// With X = R R^T S, (I - vt X)^(-1/2) = I + X g(X), g(x) = ((1 - vtx)^(-1/2) - 1)/x = vt/(q + q²), q = (1 - vtx)^(1/2),
  /// and X g(X) = R g(R^T S R) R^T S.
  private static func mean(
    _ start: Matrix<Ball>, _ s: Matrix<Ball>, _ root: Matrix<Ball>, _ vt: Ball
  ) -> Matrix<Ball> {
    let pull = root.transpose * s
    let m = .identity(root.columns) - (pull * root).symmetricPart.scaled(by: vt)
    let rest = root.columns == 0 ? start.scaled(by: 0) : root * (m.squareRoot() + m).solve(pull * start)
    return (start + rest.scaled(by: vt)).scaled(by: .exp(vt))
  }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    try context.confront(law: .power(order: 4, next: 5, noise: 1e-12)) {
      let run = ScalarValueSimulation(context)
      let start = GaussianMoments(mean: try context.floats("alpha0"), covariance: run.sigma0)
      return try [8.0, 16, 32, 64].map { steps in
        let end = run.attention.moments(from: start, time: run.time, steps: Int(steps))
        let square = (end.mean.transpose * end.covariance.solve(end.mean))[0, 0]
        let value = context.output == "mahalanobis" ? square : try context.entry(of: end.mean)
        return SizedObservation(size: steps, simulated: value)
      }
    }
  }
}
