import VlasovSimulation
import VlasovSymbols

/// The entropic coupling of a Gaussian with itself, and how fast Sinkhorn's iteration finds it.
public enum SinkhornCoupling: Theorem {
  public static let record = Record(
    id: "gaussian.sinkhorn-coupling",
    title: "Gaussian Sinkhorn coupling and the rate of Sinkhorn's iteration",
    statement: """
      The coupling of $N(0,\\Sigma)$ with itself and density $e^{y^TAx/\\varepsilon+f(x)+g(y)}$ has $\\mathrm{Cov}(y|x)=D$, \
      $D+DND=\\Sigma$, $N=A\\Sigma A^T/\\varepsilon^2$. With the singular values $m_i$ of \
      $\\Sigma^{1/2}A\\Sigma^{1/2}/\\varepsilon$ its canonical correlations are $g_i=2m_i/(1+\\sqrt{1+4m_i^2})$, and \
      $\\Sigma^{-1}D$ has the eigenvalues $1-g_i^2=g_i/m_i$. Sinkhorn's iteration $F\\leftarrow A^T(\\Sigma^{-1}+G)^{-1}A$, \
      $G\\leftarrow A(\\Sigma^{-1}+F)^{-1}A^T$ (for $\\varepsilon=1$) converges with $(\\Sigma^{-1}+G)^{-1}\\to D$, by the factor \
      $g_{\\max}^4$ a full iteration.
      """,
    source: Source(
      GaussianModel.unifiedPerspective,
      "Gaussian preservation of Sinkhorn attention; closed form and rate ours", .derived),
    parameters: [.sigma, .queryKey, .epsilon],
    outputs: [
      OutputSpec("D", symbol: "D", .matrix, "conditional covariance Cov(y|x)"),
      OutputSpec("contraction", symbol: "g_{\\max}^4", "asymptotic factor of a full Sinkhorn iteration"),
    ],
    method: """
      Sigma = RR^T exactly up to square roots of rationals, M = R^T A R/eps, D = R f(MM^T) R^T with f(u) = 2/(1 + (1+4u)^(1/2)); \
      the largest eigenvalue of MM^T for the contraction. Sigma may be singular.
      """,
    notes: [
      "g_i = m_i - m_i^3 + ..., without cancellation for small m_i as written.",
      "A half step contracts by g_max^2. The contraction is 0 exactly when Sigma A Sigma = 0: then D = Sigma.",
    ],
    crossCheck: CrossCheck(
      simulates:
        "Sinkhorn's iteration on the quadratic potentials in floating point, and its linearisation at the limit",
      law: "roundoff",
      defaultParameters: "Sigma=[[3/2,1/3],[1/3,5/4]] A=[[-2/7,3/7],[1/7,-1/7]] eps=1 output=D[1,1]",
      run: crossCheck),
    references: [
      ReferenceValue(
        "Sigma=[[3/2,1/3],[1/3,5/4]] A=[[-2/7,3/7],[1/7,-1/7]] eps=1 output=D[1,1]",
        "1.1972408123873847593270446990112444789776751260129"),
      ReferenceValue(
        "Sigma=[[3/2,1/3],[1/3,5/4]] A=[[-2/7,3/7],[1/7,-1/7]] eps=1 output=contraction",
        "0.052612919826883821076345344495685796232925198572024"),
      ReferenceValue(
        "Sigma=[[3/2,1/3,1/4],[1/3,5/4,1/5],[1/4,1/5,7/6]] A=[[-2/21,1/7,1/21],[1/21,-1/21,-1/7],[-1/7,2/21,0]] eps=1 output=D[1,1]",
        "1.4328505500950807473857512131974122019629891858464"),
      ReferenceValue(
        "Sigma=[[3/2,1/3,1/4],[1/3,5/4,1/5],[1/4,1/5,7/6]] A=[[-2/21,1/7,1/21],[1/21,-1/21,-1/7],[-1/7,2/21,0]] eps=1 output=contraction",
        "0.0057086317881388852091479152446024207587690273821968"),
    ],
    related: ["gaussian.sinkhorn-energy", "gaussian.attention-velocity"])

  public static func validate(_ p: Arguments) throws {
    guard let sigma = p.exactMatrix("Sigma") else { return }
    try GaussianModel.demandEliminable(sigma, "Sigma")
    try p.demandSize("A", rows: sigma.rows, columns: sigma.rows, like: "Sigma")
  }

  /// g⁴ where M has the singular value √μ: g = 2√μ/(1 + √(1+4μ)), so g⁴ = (μ δ²)², δ = 2/(1 + √(1+4μ)).
  static func contraction<T: Analytic>(_ mu: T) -> T {
    T.pow(mu * T.pow(SinkhornConditional.ratio(mu), 2), 2)
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    try validate(p)
    guard let sigma = p.exactMatrix("Sigma"), let a = p.exactMatrix("A") else {
      return .undecided("no matrices")
    }
    let factor = CovarianceFactor(sigma)
    if factor.annihilates(a) { return output == "D" ? .exactMatrix(sigma) : .exact(0) }
    let eps = p.lifted(to: Ball.self).eps
    guard output == "contraction" else {
      return .matrix(SinkhornConditional(factor, a, eps: eps).covariance)
    }
    return .real(contraction(factor.scoreNormSquare(a) / (eps * eps)))
  }

  public static func symbolic(_ output: String) -> DefiningFormula? {
    guard output == "contraction" else { return nil }
    let m = Expression.variable("m", latex: "m_{\\max}")
    return .formula(contraction(m * m))
  }

  // MARK: Simulation

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let sigma = try context.floats("Sigma")
    let iteration = try GaussianSinkhorn(covariance: sigma, score: (1 / p.eps) * context.floats("A"))
    let size = sigma.frobeniusNorm
    guard context.output != "contraction" else {
      return try context.confront(law: .roundoff(bound: 1e-11)) {
        [SizedObservation(size: Double(iteration.iterations), simulated: iteration.contraction)]
      }
    }
    return try context.confrontMatrices(law: .roundoff(bound: 1e-11 * size)) {
      [(Double(iteration.iterations), iteration.conditional)]
    }
  }
}
