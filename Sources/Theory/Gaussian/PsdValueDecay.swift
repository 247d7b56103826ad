import VlasovSymbols

/// Decay of the softmax flow for a positive definite value matrix and repelling scores.
public enum PsdValueDecay: Theorem {
  public static let record = Record(
    id: "gaussian.psd-value-decay",
    title: "Decay for a positive definite value matrix",
    statement: """
      Let $V=V^T\\succ0$, $B_s=-(A+A^T)/2\\succeq0$ and $f(t)=\\mathrm{tr}(V^{-1}\\Sigma(t))$ along the softmax flow. Then \
      $f'=-2\\,\\mathrm{tr}(\\Sigma B_s\\Sigma)\\le0$, $\\Sigma$ stays bounded, and every limit point satisfies $B_s\\Sigma=0$. If \
      $B_s\\succ0$, then $\\frac{f_0}{1+2\\lambda_{\\max}(VB_s)\\lambda_{\\max}(V)f_0t}\\le f(t)\\le\\frac{f_0}{1+2f_0t/\\kappa}$ with \
      $\\kappa=\\mathrm{tr}(V^{-1}B_s^{-1}V^{-1})$.
      """,
    source: Source(GaussianModel.unifiedPerspective, "convergence to zero for K = -Q", .derived),
    parameters: [
      .sigma0, ParameterSpec("V", symbol: "V", .exactMatrix(.square), "value matrix"), .queryKey, .time,
    ],
    outputs: [
      OutputSpec("f", symbol: "f(t)", "tr(V^-1 Sigma(t)), by integration"),
      OutputSpec("lower", symbol: "f_-(t)", "lower bound of f(t)"),
      OutputSpec("upper", symbol: "f_+(t)", "upper bound of f(t)"),
    ],
    hypotheses: [
      Hypothesis(
        "V = V^T > 0", deciding: { p in .verdict(try matrices(p).v.isPositiveDefinite ? .proved : .refuted) }),
      Hypothesis(
        "-(A + A^T) >= 0",
        deciding: { p in
          .verdict(repulsion(try matrices(p).a).isPositiveSemidefinite ? .proved : .refuted)
        }),
      Hypothesis(
        "-(A + A^T) > 0", outputs: ["lower", "upper"],
        deciding: { p in
          .verdict(repulsion(try matrices(p).a).isPositiveDefinite ? .proved : .refuted)
        }),
    ],
    method:
      "f: validated integration (gaussian.general-ode); the bounds: enclosed eigenvalues, exact traces.",
    notes: [
      "Every limit point has rank at most d - rank(A + A^T); for symmetric A all of them are stationary.",
      "Both bounds are equalities for d = 1. f0 = tr(V^-1 Sigma0).",
    ],
    crossCheck: CrossCheck(
      simulates: "f by the classical Runge-Kutta method in floating point",
      law: "error O(step^4); for the bounds: the simulated f never crosses them",
      defaultParameters:
        "Sigma0=[[3/2,1/3],[1/3,5/4]] V=[[3/2,1/2],[1/2,2]] A=[[-2,-1/2],[-1/2,-2]] t=3 output=f",
      run: crossCheck),
    references: GaussianFlowReferences.psdValueDecay,
    related: ["gaussian.general-ode", "gaussian.decay-limit", "gaussian.self-similar-profile"])

  static func matrices(_ p: Arguments) throws -> (
    sigma: Matrix<Rational>, v: Matrix<Rational>, a: Matrix<Rational>
  ) {
    _ = try p.demandSizes("V", "A")
    guard let sigma = p.exactMatrix("Sigma0"), let v = p.exactMatrix("V"), let a = p.exactMatrix("A") else {
      throw InputError(parameter: "Sigma0", value: nil, "Sigma0, V and A are needed")
    }
    try GaussianModel.demandEliminable(v, "V")
    return (sigma, v, a)
  }

  /// B_s = -(A + A^T)/2
  private static func repulsion(_ a: Matrix<Rational>) -> Matrix<Rational> { -a.symmetricPart }

  public static func validate(_ p: Arguments) throws { _ = try matrices(p) }
  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  /// f0/(1 + 2 s f0 t), with s = λ_max(V B_s) λ_max(V) below and 1/κ above.
  static func bound<T: Analytic>(_ start: T, speed: T, _ t: T) -> T { start / (1 + 2 * speed * start * t) }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    let (sigma, v, a) = try matrices(p)
    guard let inverse = v.solving(.identity(v.rows)) else { return .undecided("V is singular") }
    let start = (inverse * sigma).trace
    if start.isZero || p.rational("t")?.isZero ?? false { return .exact(start) }
    let t: Ball = p.lifted(to: Ball.self).t
    let repulsion = repulsion(a)
    switch output {
    case "lower":
      guard let factor = v.ballFactor(),
        let strength = (factor.transpose * repulsion.lifted(to: Ball.self) * factor).symmetricPart
          .symmetricEigenvalues().last,
        let widest = v.lifted(to: Ball.self).symmetricEigenvalues().last
      else { return .undecided("the largest eigenvalues of V and V B_s") }
      return .real(bound(Ball(start), speed: strength * widest, t))
    case "upper":
      guard let inner = repulsion.solving(inverse) else { return .undecided("A + A^T is singular") }
      let kappa = (inverse * inner).trace
      if let time = p.rational("t") { return .exact(start / (1 + 2 * start * time / kappa)) }
      return .real(bound(Ball(start), speed: 1 / Ball(kappa), t))
    default:
      let model = CovarianceModel(
        kind: .softmax, heads: [CovarianceHead(value: v, score: a)], feedForward: nil)
      if model.isFixed(sigma) { return .exact(start) }
      let end = try GeneralOde.softmax(model, sigma, to: t)
      return .real(Ball.dot(inverse.entries.map { Ball($0) }, end.transpose.entries))
    }
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let attention = GaussianAttention(value: p.matrix("V"), score: p.matrix("A"))
    let start = FloatMatrix(p.matrix("Sigma0"))
    let inverse = FloatMatrix(p.matrix("V")).inverse
    func simulated(_ steps: Int) -> Double {
      (inverse * attention.covariance(from: start, time: p.t, steps: steps)).trace
    }
    switch context.output {
    case "f":
      return try context.confront(law: .power(order: 4, next: 5, noise: 1e-12)) {
        [256, 512, 1024, 2048].map { SizedObservation(size: Double($0), simulated: simulated($0)) }
      }
    default:
      let closed = try context.certified().value
      let f = simulated(1024)
      let isLower = context.output == "lower"
      return try Confrontation.compare(
        [
          InequalityTrial(
            observed: (isLower ? closed : f) * (1 - 1e-9), bound: isLower ? f : closed)
        ], seed: context.seed)
    }
  }
}
