import VlasovSimulation
import VlasovSymbols

/// The interaction energy of softmax attention on a Gaussian.
public enum SoftmaxEnergy: Theorem {
  public static let record = Record(
    id: "gaussian.softmax-energy",
    title: "Interaction energy of softmax attention on Gaussians",
    statement: """
      $E(\\mu)=\\frac12\\iint e^{y^TAx}d\\mu\\,d\\mu$ of $\\mu=N(\\alpha,\\Sigma)$, with $H=A^T\\Sigma A$ and $b=A^T\\alpha+H\\alpha$, is \
      $\\frac12\\det(I-\\Sigma H)^{-1/2}\\exp(\\alpha^TA\\alpha+\\frac12\\alpha^TH\\alpha+\\frac12b^T\\Sigma(I-H\\Sigma)^{-1}b)$ if \
      $\\|\\Sigma^{1/2}A\\Sigma^{1/2}\\|_2<1$, else $+\\infty$. For $V=A=A^T$, $\\alpha=0$: \
      $\\frac{dE}{dt}=\\det(I-\\Sigma H)^{-1/2}\\,\\mathrm{tr}(H^2\\Sigma(I-H\\Sigma)^{-1})\\ge0$.
      """,
    source: Source(
      GaussianModel.unifiedPerspective, "interaction energy of the twisted gradient flow; closed form ours",
      .derived),
    parameters: [
      .sigma, .queryKey,
      ParameterSpec("alpha", symbol: "\\alpha", .exactVector, "mean of the tokens (0 when not given)")
        .optional,
    ],
    outputs: [
      OutputSpec("E", symbol: "E(\\mu)", "the energy; inf when the norm is 1 or more"),
      OutputSpec(
        "dEdt", symbol: "\\frac{dE}{dt}", "its derivative along the flow with V = A = A^T, alpha = 0"),
    ],
    hypotheses: [
      .symmetricScore(for: "dEdt"),
      Hypothesis("|Sigma^(1/2) A Sigma^(1/2)| < 1", outputs: ["dEdt"]) { p in
        guard let sigma = p.exactMatrix("Sigma"), let a = p.exactMatrix("A") else {
          return .verdict(.undecided)
        }
        let isFinite = CovarianceFactor(sigma).isScore(a, squareBelow: 1)
        return .verdict(
          isFinite ? .proved : .refuted, isFinite ? nil : "the norm is 1 or more, and E is infinite")
      },
    ],
    method: "The determinant, the exponent and the condition on the norm are rational, and exact.",
    notes: [
      """
      E becomes infinite before the covariance does: for V = A = cI, c > 0, it is infinite once c lambda_max(Sigma(t)) >= 1, \
      and the covariance blows up at 1/(2 c^2 lambda_max(Sigma0)).
      """
    ],
    crossCheck: CrossCheck(
      simulates: """
        the mean of e^(y^T A x)/2 over random pairs of tokens; for dEdt the central difference of the energy along the flow by \
        Runge-Kutta
        """,
      law:
        "Monte Carlo, 4 standard errors (norm below 0.45, where the variance is finite); O(step^2) for dEdt",
      defaultParameters: "Sigma=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,1/7],[1/7,-1/14]]", run: crossCheck),
    references: [
      ReferenceValue(
        "Sigma=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,3/14],[1/14,-1/14]] alpha=[0,0] output=E",
        "0.52626284123821022459248434740177995903900244953354"),
      ReferenceValue(
        "Sigma=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,3/14],[1/14,-1/14]] alpha=[1/2,-1/3] output=E",
        "0.49075714203390131803392285513471798442896813625016"),
      // The same with an inverse of Sigma in another arithmetic, and its difference along the flow.
      ReferenceValue(
        "Sigma=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,1/7],[1/7,-1/14]] output=dEdt",
        "0.0059338578932212673186792900613888459635213959943378"),
    ],
    related: ["gaussian.sinkhorn-energy", "gaussian.sampling-clt", "gaussian.blow-up-time"])

  public static func validate(_ p: Arguments) throws {
    guard let sigma = p.exactMatrix("Sigma") else { return }
    try GaussianModel.demandEliminable(sigma, "Sigma")
    try p.demandSize("A", rows: sigma.rows, columns: sigma.rows, like: "Sigma")
    try p.demandSize("alpha", rows: sigma.rows, columns: 1, like: "Sigma")
  }

  /// E, and dE/dt with `trace` = tr(H² Σ(I - HΣ)^-1).
  static func energy<T: Analytic>(determinant: T, exponent: T) -> T {
    T.exp(exponent) / (2 * T.sqrt(determinant))
  }
  static func derivative<T: Analytic>(determinant: T, trace: T) -> T { trace / T.sqrt(determinant) }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    try validate(p)
    guard let sigma = p.exactMatrix("Sigma"), let a = p.exactMatrix("A") else {
      return .undecided("no matrices")
    }
    let alpha = p.exactVector("alpha") ?? .zero(sigma.rows, 1)
    if output == "dEdt", !alpha.isZero, let value = p["alpha"] {
      let text = ExactMatrixText.abbreviated(value.text)
      throw InputError(
        parameter: "alpha", value: text, domain: "alpha = 0", "alpha=\(text): output=dEdt is for alpha = 0")
    }
    guard CovarianceFactor(sigma).isScore(a, squareBelow: 1) else { return .infinite }
    let parts = GaussianIntegral(sigma, a, alpha)
    guard let exact = parts.determinant.exactRoot else {
      let determinant = Ball(parts.determinant)
      if output == "E" { return .real(energy(determinant: determinant, exponent: Ball(parts.exponent))) }
      return parts.trace.isZero
        ? .exact(0) : .real(derivative(determinant: determinant, trace: Ball(parts.trace)))
    }
    if output == "dEdt" { return GaussianModel.answer(parts.trace / exact) }
    if parts.exponent.isZero { return GaussianModel.answer(1 / (2 * exact)) }
    return .real(Ball.exp(Ball(parts.exponent)) * Ball(1 / (2 * exact)))
  }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  // MARK: Simulation

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let (sigma, a) = (try context.floats("Sigma"), try context.floats("A"))
    let root = sigma.squareRoot
    let norm = (root * a * root).spectralNorm
    if context.output == "dEdt" {
      let flow = GaussianAttention(.softmax, score: a, value: a)
      return try EnergyDifference(flow: flow, start: sigma).confront(context) {
        // det(I - ΣH) through the eigenvalues of the score between roots of Σ.
        let root = $0.squareRoot
        let m = root * a * root
        return (m * m).symmetricEigenvalues.reduce(0.5) { $0 / (1 - $1).squareRoot() }
      }
    }
    guard norm < 0.45 else {
      throw InputError(
        parameter: "A", value: nil, domain: "norm < 0.45",
        "the norm of Sigma^(1/2) A Sigma^(1/2) is \(norm): from 1/2 on the pairs have no finite variance")
    }
    let d = sigma.rows
    let alpha = context.arguments.has("alpha") ? try context.floats("alpha") : .zero(d, 1)
    let law = GaussianSampler(GaussianMoments(mean: alpha, covariance: sigma))
    return try context.confront {
      let points = try law.particles(count: 400_000, seed: context.seed).points
      return SampleEstimate(
        stride(from: 0, to: points.count, by: 2 * d).map { start in
          var score = 0.0
          for i in 0..<d {
            for j in 0..<d { score += points[start + i] * a[i, j] * points[start + d + j] }
          }
          return Double.exp(score) / 2
        }, seed: context.seed)
    }
  }
}

/// The exact parts of ∬ e^{y^T A x} dμ dμ, μ = N(α, Σ), for ‖Σ^{1/2} A Σ^{1/2}‖ < 1: then I - HΣ is invertible, H = A^T Σ A,
/// as the eigenvalues of HΣ are the squares of the singular values.
///
/// Given x, the integral over y is exp(α^T A x + x^T H x/2); that over x = α + z, z ~ N(0, Σ), is
/// e^{α^T A α + α^T H α/2} E exp(b^T z + z^T H z/2) = e^{...} det(I - ΣH)^{-1/2} e^{b^T Σ(I - HΣ)^-1 b/2}.
private struct GaussianIntegral {
  let determinant: Rational
  let exponent: Rational
  /// tr(H² Σ(I - HΣ)^-1)
  let trace: Rational

  init(_ sigma: Matrix<Rational>, _ a: Matrix<Rational>, _ alpha: Matrix<Rational>) {
    let h = a.transpose * sigma * a
    let one = Matrix<Rational>.identity(sigma.rows)
    determinant = (one - sigma * h).determinant
    // Σ(I - HΣ)^-1 = (I - ΣH)^-1 Σ
    let g = (one - sigma * h).solving(sigma) ?? .zero(sigma.rows, sigma.rows)
    let b = a.transpose * alpha + h * alpha
    func form(_ x: Matrix<Rational>, _ m: Matrix<Rational>) -> Rational { (x.transpose * m * x).trace }
    exponent = form(alpha, a) + (form(alpha, h) + form(b, g)) / 2
    trace = (h * h * g).trace
  }
}
