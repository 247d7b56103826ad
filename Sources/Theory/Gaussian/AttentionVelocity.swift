import VlasovSimulation
import VlasovSymbols

/// The velocity that attention gives to a token among Gaussian tokens.
public enum AttentionVelocity: Theorem {
  public static let record = Record(
    id: "gaussian.attention-velocity",
    title: "Attention velocity of Gaussian tokens",
    statement: """
      Tokens $\\mu=N(\\alpha,\\Sigma)$, $\\Sigma\\succeq0$. Softmax, weights $e^{y^TAx}$: $\\Gamma(x)=V(\\alpha+\\Sigma Ax)$. L2, \
      weights $e^{2y^TAx-y^TBy}$: $\\Gamma(x)=V(I+2\\Sigma B)^{-1}(\\alpha+2\\Sigma Ax)$. Sinkhorn, the coupling of $(\\mu,\\mu)$ \
      with density $e^{y^TAx/\\varepsilon+f(x)+g(y)}$: $\\Gamma(x)=V(\\alpha+\\varepsilon^{-1}DA(x-\\alpha))$, \
      $D+\\varepsilon^{-2}DA\\Sigma A^TD=\\Sigma$. Softmax over the mixture $\\sum_iw_iN(\\alpha_i,\\Sigma_i)$: \
      $\\Gamma(x)=V\\sum_i\\omega_i(x)(\\alpha_i+\\Sigma_iAx)$, \
      $\\omega_i\\propto w_i\\exp(\\alpha_i^TAx+\\frac12x^TA^T\\Sigma_iAx)$.
      """,
    source: Source(
      GaussianModel.unifiedPerspective,
      "Gaussian preservation of softmax, L2 and Sinkhorn attention; formulas ours",
      .derived),
    parameters: [
      ParameterSpec(
        "kind", symbol: "\\mathrm{kind}", .word(["softmax", "l2", "sinkhorn", "mixture"]),
        "attention, and its data"),
      ParameterSpec.sigma.optional,
      ParameterSpec("alpha", symbol: "\\alpha", .exactVector, "mean of the tokens").optional,
      .queryKey,
      ParameterSpec("B", symbol: "B", .exactMatrix(.semidefinite), "B = K^T K/tau, of kind=l2").optional,
      ParameterSpec("V", symbol: "V", .exactMatrix(.square), "value matrix"),
      ParameterSpec("x", symbol: "x", .exactVector, "the token"),
      ParameterSpec(
        "eps", symbol: "\\varepsilon", .real(.positive),
        "entropic regularisation, of kind=sinkhorn (1 when not given)"
      ).optional,
      ParameterSpec("weights", symbol: "w", .exactVector, "weights > 0 with sum 1, of kind=mixture").optional,
      ParameterSpec("means", symbol: "\\alpha_i", .exactVectors, "means, of kind=mixture").optional,
      ParameterSpec(
        "Sigmas", symbol: "\\Sigma_i", .exactMatrices(.semidefinite), "covariances, of kind=mixture"
      )
      .optional,
    ],
    outputs: [OutputSpec("Gamma", symbol: "\\Gamma(x)", .vector, "velocity of the token x")],
    method: """
      Softmax, L2 and a mixture with weights independent of x are rational and computed exactly, L2 by one linear system with \
      I + 2 Sigma B. Sinkhorn by D = 2R(I + (I + 4MM^T)^(1/2))^-1 R^T, Sigma = RR^T, M = R^T A R/eps. No step inverts Sigma.
      """,
    notes: [
      """
      The velocity of a mixture is not affine in x unless the weights omega_i do not depend on x. In causal attention token s \
      sees the mixture of the laws of the positions up to s: conditional laws stay Gaussian only if they do not depend on \
      the position.
      """,
      "A and B are taken as given: scales such as 1/sqrt(d) belong into them, once.",
    ],
    crossCheck: CrossCheck(
      simulates:
        "attention of x over n random tokens (for Sinkhorn after Sinkhorn's iteration on the n tokens)",
      law: "Monte Carlo: mean over trials, their bias C/n removed, within 4 standard errors",
      defaultParameters:
        "kind=softmax Sigma=[[3/2,1/3],[1/3,5/4]] alpha=[1/2,1] A=[[-1/7,3/14],[1/14,-1/14]] V=[[21/20,1/10],[-1/10,19/20]] x=[-1,1/2] output=Gamma[1]",
      run: crossCheck),
    references: [
      ReferenceValue(
        "kind=mixture weights=[1/3,2/3] means=[-1,2] Sigmas=[1/2,3/2] A=3/4 V=1 x=1/2 output=Gamma[1]",
        "2.1189568403525265707949187479350226365125261628421"),
      ReferenceValue(
        "kind=mixture weights=[1/2,1/2] means=[-1,1] Sigmas=[1,1/4] A=1 V=2 x=-1 output=Gamma[1]",
        "-3.5319552524613886994857453897984480093942569180037"),
      ReferenceValue(
        "kind=l2 Sigma=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,3/14],[1/14,-1/14]] B=[[2,1/2],[1/2,2]] V=[[21/20,1/10],[-1/10,19/20]] alpha=[1/2,1] x=[-1,1/2] output=Gamma[1]",
        "0.14104036715857802119782950453876971448856432881992"),
      ReferenceValue(
        "kind=sinkhorn eps=1 Sigma=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,3/14],[1/14,-1/14]] V=[[21/20,1/10],[-1/10,19/20]] alpha=[1/2,1] x=[-1,1/2] output=Gamma[1]",
        "0.75060247105850217936651012899535364413044287587951"),
    ],
    related: ["gaussian.general-ode", "gaussian.sampling-clt", "gaussian.sinkhorn-coupling"])

  public static func validate(_ p: Arguments) throws {
    let kind = KindParameters(p)
    for name in ["Sigma", "alpha"] { try kind.demand(name, for: "softmax", "l2", "sinkhorn") }
    try kind.demand("B", for: "l2")
    try kind.allow("eps", for: "sinkhorn")
    for name in ["weights", "means", "Sigmas"] { try kind.demand(name, for: "mixture") }
    guard let a = p.exactMatrix("A") else { return }
    for name in ["Sigma", "B", "V", "Sigmas"] {
      try p.demandSize(name, rows: a.rows, columns: a.rows, like: "A")
    }
    for name in ["alpha", "x", "means"] { try p.demandSize(name, rows: a.rows, columns: 1, like: "A") }
    try validateMixture(p)
  }

  private static func validateMixture(_ p: Arguments) throws {
    guard let weights = p.exactVector("weights"), let text = p["weights"]?.text else { return }
    func fail(_ why: String) -> InputError {
      let shown = ExactMatrixText.abbreviated(text)
      return InputError(
        parameter: "weights", value: shown, domain: "weights > 0 with sum 1", "weights=\(shown): \(why)")
    }
    for (i, w) in weights.entries.enumerated() where w.signum <= 0 {
      throw fail("entry [\(i + 1)] is \(w), not positive")
    }
    let sum = weights.entries.reduce(Rational(0)) { $0 + $1 }
    guard sum == 1 else { throw fail("the sum is \(sum), not 1") }
    for name in ["means", "Sigmas"] {
      guard let list = p.exactMatrices(name), list.count != weights.rows, let value = p[name]?.text else {
        continue
      }
      let shown = ExactMatrixText.abbreviated(value)
      throw InputError(
        parameter: name, value: shown, domain: "one for each weight",
        "\(name)=\(shown): \(list.count) of them for \(weights.rows) weights")
    }
  }

  // MARK: Formulas

  /// V(α + ΣAx).
  static func softmax<T: MatrixScalar>(
    _ v: Matrix<T>, _ alpha: Matrix<T>, _ sigma: Matrix<T>, _ a: Matrix<T>, _ x: Matrix<T>
  ) -> Matrix<T> {
    v * (alpha + sigma * (a * x))
  }

  /// V(I + 2ΣB)^-1 (α + 2ΣAx); the eigenvalues of ΣB are not negative, so that the system has a solution.
  static func l2<T: MatrixScalar>(
    _ v: Matrix<T>, _ alpha: Matrix<T>, _ sigma: Matrix<T>, _ a: Matrix<T>, _ b: Matrix<T>, _ x: Matrix<T>
  ) -> Matrix<T> {
    let two = T(2)
    let system = Matrix<T>.identity(sigma.rows) + (sigma * b).scaled(by: two)
    return v * system.solve(alpha + (sigma * (a * x)).scaled(by: two))
  }

  /// V(α + DA(x - α)/ε).
  static func sinkhorn<T: MatrixScalar>(
    _ v: Matrix<T>, _ alpha: Matrix<T>, _ d: Matrix<T>, _ a: Matrix<T>, _ x: Matrix<T>, _ eps: T
  ) -> Matrix<T> {
    v * (alpha + (d * (a * (x - alpha))).scaled(by: T(1) / eps))
  }

  /// V Σ_i ω_i c_i with ω_i proportional to the weights, c_i = α_i + Σ_i A x.
  static func mixture<T: MatrixScalar>(_ v: Matrix<T>, weights: [T], centres: [Matrix<T>]) -> Matrix<T> {
    var (sum, mass) = (Matrix<T>.zero(v.columns, 1), T(0))
    for (w, c) in zip(weights, centres) {
      sum = sum + c.scaled(by: w)
      mass = mass + w
    }
    return v * sum.scaled(by: T(1) / mass)
  }

  // MARK: Values

  public static func value(_ p: Arguments, output: String) throws -> Value {
    try validate(p)
    guard let a = p.exactMatrix("A"), let v = p.exactMatrix("V"), let x = p.exactVector("x") else {
      return .undecided("no matrices")
    }
    guard let sigma = p.exactMatrix("Sigma"), let alpha = p.exactVector("alpha") else {
      return mixture(p, a, v, x)
    }
    if let b = p.exactMatrix("B") { return GaussianModel.answer(l2(v, alpha, sigma, a, b, x)) }
    guard case .word("sinkhorn")? = p["kind"] else {
      return GaussianModel.answer(softmax(v, alpha, sigma, a, x))
    }
    // At the mean, or where no score couples the tokens, D does not matter.
    if (sigma * a * (x - alpha)).isZero { return GaussianModel.answer(v * alpha) }
    let eps = p.has("eps") ? p.lifted(to: Ball.self).eps : 1
    let d = SinkhornConditional(CovarianceFactor(sigma), a, eps: eps).covariance
    return .matrix(sinkhorn(v.lifted(), alpha.lifted(), d, a.lifted(), x.lifted(), eps))
  }

  /// The exponents are rational, and their maximum is taken off before the exponential is: e^{±1000} never appears.
  private static func mixture(
    _ p: Arguments, _ a: Matrix<Rational>, _ v: Matrix<Rational>, _ x: Matrix<Rational>
  ) -> Value {
    guard let weights = p.exactVector("weights")?.entries, let means = p.exactVectors("means"),
      let sigmas = p.exactMatrices("Sigmas")
    else { return .undecided("no mixture") }
    let score = a * x
    let half = Rational(1, 2)
    let exponents = zip(means, sigmas).map { mean, sigma in
      (mean.transpose * score).trace + (score.transpose * sigma * score).trace * half
    }
    let centres = zip(means, sigmas).map { $0 + $1 * score }
    guard let top = exponents.max() else { return .undecided("no mixture") }
    if exponents.allSatisfy({ $0 == top }) {
      return GaussianModel.answer(mixture(v, weights: weights, centres: centres))
    }
    let tilted = zip(weights, exponents).map { Ball($0) * .exp(Ball($1 - top)) }
    return .matrix(mixture(v.lifted(), weights: tilted, centres: centres.map { $0.lifted() }))
  }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  // MARK: Simulation

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let kind: ParticleAttention.Kind =
      switch p.word("kind") {
      case "l2": .l2
      case "sinkhorn": .sinkhorn
      default: .softmax
      }
    let attention = ParticleAttention(
      kind, score: try context.floats("A"), value: try context.floats("V"),
      key: kind == .l2 ? try context.floats("B") : nil,
      epsilon: kind == .sinkhorn && context.arguments.has("eps") ? p.eps : 1)
    var trials = ParticleTrials(
      try sampler(context), count: kind == .sinkhorn ? 128 : 256, repetitions: kind == .sinkhorn ? 300 : 2000,
      seed: context.seed)
    trials.threads = context.threads
    let x = try context.floats("x")
    guard kind == .sinkhorn else {
      return try context.confrontTrials { try trials.velocity(attention, at: x) }
    }
    // The scaling of a row belongs to a token: x as one more of them.
    return try context.confrontTrials {
      try trials.estimate(stop: context.stop) { particles in
        let all = GaussianParticles(particles.points + x.entries, dimension: x.rows)
        return FloatMatrix(column: Array(try all.velocities(attention, threads: 1).suffix(x.rows)))
      }
    }
  }

  private static func sampler(_ context: CrossCheck.Context) throws -> GaussianSampler {
    guard let means = context.arguments.exactMatrices("means"),
      let sigmas = context.arguments.exactMatrices("Sigmas")
    else {
      return GaussianSampler(
        GaussianMoments(mean: try context.floats("alpha"), covariance: try context.floats("Sigma")))
    }
    let laws = zip(means, sigmas).map { GaussianMoments(mean: FloatMatrix($0), covariance: FloatMatrix($1)) }
    return try GaussianSampler(weights: context.floats("weights").entries, laws: laws)
  }
}

extension ParameterSpec {
  /// The same parameter, which no output requires.
  var optional: ParameterSpec {
    ParameterSpec(
      name, symbol: symbol, kind, default: defaultText, requiredBy: [], acceptedBy: nil,
      onlyForCheck: onlyForCheck,
      summary)
  }
}
