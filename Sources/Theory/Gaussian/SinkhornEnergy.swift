import VlasovSimulation
import VlasovSymbols

/// The energy of which Sinkhorn attention with symmetric scores is a gradient flow.
public enum SinkhornEnergy: Theorem {
  public static let record = Record(
    id: "gaussian.sinkhorn-energy",
    title: "Energy of Sinkhorn attention on Gaussians",
    statement: """
      $E(\\Sigma)=\\sup_\\pi\\{E_\\pi[y^TAx]-\\mathrm{KL}(\\pi|\\mu\\otimes\\mu)\\}$ over the couplings of $\\mu=N(0,\\Sigma)$ with \
      itself is $\\mathrm{tr}(A^TDA\\Sigma)+\\frac12\\log(\\det D/\\det\\Sigma)=\\sum_i[\\frac{s_i-1}2-\\frac12\\log\\frac{1+s_i}2]$, \
      $s_i=\\sqrt{1+4m_i^2}$, $m_i$ the singular values of $\\Sigma^{1/2}A\\Sigma^{1/2}$. For $A=A^T$ and $V=A$ Sinkhorn attention \
      ($\\varepsilon=1$) is $\\frac12\\nabla\\delta E$, and $\\frac{dE}{dt}=2\\int|\\Gamma|^2d\\mu=2\\,\\mathrm{tr}(L\\Sigma L^T)$, $L=ADA$.
      """,
    source: Source(
      GaussianModel.sinkformers, "Sinkhorn attention as a Wasserstein gradient flow; closed form ours",
      .derived),
    parameters: [.sigma, .queryKey],
    outputs: [
      OutputSpec("E", symbol: "E(\\Sigma)", "the energy, at eps = 1"),
      OutputSpec("dEdt", symbol: "\\frac{dE}{dt}", "its derivative along the flow with V = A = A^T"),
    ],
    hypotheses: [.symmetricScore(for: "dEdt")],
    method: """
      E as a sum over the eigenvalues of MM^T, M = R^T A R, Sigma = RR^T; dE/dt = 2|A R f(MM^T) M|^2 in the norm of Frobenius. \
      Sigma may be singular.
      """,
    notes: [
      "For another eps pass A/eps. A mean alpha adds alpha^T A alpha.",
      "V = -A gives the negative of dE/dt.",
    ],
    crossCheck: CrossCheck(
      simulates: """
        the trace and determinant form at the limit of Sinkhorn's iteration in floating point; for dEdt its central difference \
        along the flow by Runge-Kutta
        """,
      law: "roundoff; O(step^2) for dEdt",
      defaultParameters: "Sigma=[[3/2,1/3],[1/3,5/4]] A=[[-2/7,2/7],[2/7,-1/7]]", run: crossCheck),
    references: [
      ReferenceValue(
        "Sigma=[[3/2,1/3],[1/3,5/4]] A=[[-2/7,3/7],[1/7,-1/7]] output=E",
        "0.16904606589826090741923136597865495034409795526406"),
      ReferenceValue(
        "Sigma=[[3/2,1/3],[1/3,5/4]] A=[[-2/7,2/7],[2/7,-1/7]] output=dEdt",
        "0.10942116305572935037952694488275733267172663045708"),
      ReferenceValue(
        "Sigma=[[3/2,1/3,1/4],[1/3,5/4,1/5],[1/4,1/5,7/6]] A=[[-2/21,1/7,1/21],[1/21,-1/21,-1/7],[-1/7,2/21,0]] output=E",
        "0.057591112714794355373276704994573083037020717155713"),
      ReferenceValue(
        "Sigma=[[3/2,1/3,1/4],[1/3,5/4,1/5],[1/4,1/5,7/6]] A=[[-2/21,2/21,-1/21],[2/21,-1/21,-1/42],[-1/21,-1/42,0]] output=dEdt",
        "0.0024322358895839021506430044645526176937470891192853"),
    ],
    related: ["gaussian.sinkhorn-coupling", "gaussian.softmax-energy"])

  public static func validate(_ p: Arguments) throws { try SinkhornCoupling.validate(p) }

  /// The share of a singular value √μ: with w = (s-1)/2 = 2μ/(1+s), s = √(1+4μ), it is w - log(1+w)/2, about μ/2 for small μ.
  static func share<T: Analytic>(_ mu: T) -> T {
    let w = 2 * mu / (1 + T.sqrt(1 + 4 * mu))
    return w - T.log1p(w) / 2
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    try validate(p)
    guard let sigma = p.exactMatrix("Sigma"), let a = p.exactMatrix("A") else {
      return .undecided("no matrices")
    }
    let factor = CovarianceFactor(sigma)
    if factor.annihilates(a) && output == "E" { return .exact(0) }
    let conditional = SinkhornConditional(factor, a, eps: 1)
    if output == "E" {
      let values = conditional.scoreSquare.symmetricEigenvalues()
      // Eigenvalues of M M^T are not negative.
      return .real(values.reduce(Ball(0)) { $0 + share($1.isNonNegative ? $1 : .max($1, 0)) })
    }
    // |A R Δ M|² = 0 only for R^T A R Δ M = M Δ M = 0, and A R Δ M = 0 for M = 0.
    if factor.annihilates(a) { return .exact(0) }
    let root = factor.root
    let image = a.lifted(to: Ball.self) * root * conditional.inner * factor.rooted(a)
    return .real(2 * image.entries.reduce(Ball(0)) { $0 + Ball.pow($1, 2) })
  }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  // MARK: Simulation

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let (sigma, a) = (try context.floats("Sigma"), try context.floats("A"))
    if context.output == "E" {
      let iteration = try GaussianSinkhorn(covariance: sigma, score: a)
      return try context.confront(law: .roundoff(bound: 1e-11 * (1 + iteration.energy))) {
        [SizedObservation(size: Double(iteration.iterations), simulated: iteration.energy)]
      }
    }
    let flow = GaussianAttention(.sinkhorn, score: a, value: a)
    return try EnergyDifference(flow: flow, start: sigma).confront(context) {
      try GaussianSinkhorn(covariance: $0, score: a).energy
    }
  }
}

extension Hypothesis {
  /// A = A^T, for an output that is the derivative along the flow with V = A.
  static func symmetricScore(for output: String) -> Hypothesis {
    Hypothesis("A = A^T", outputs: [output]) { p in
      guard let a = p.exactMatrix("A"), let (i, j) = a.asymmetry else { return .verdict(.proved) }
      return .verdict(
        .refuted, "entry [\(i + 1),\(j + 1)] of A is \(a[i, j]), entry [\(j + 1),\(i + 1)] is \(a[j, i])")
    }
  }
}
