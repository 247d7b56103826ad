import VlasovSymbols

/// Blow-up of the softmax flow for a general value matrix: bounds, and the time itself by integration.
public enum BlowUpGeneral: Theorem {
  public static let record = Record(
    id: "gaussian.blow-up-general",
    title: "Blow-up time for a positive definite value matrix",
    statement: """
      If $V=V^T\\succ0$, $S=A+A^T\\succ0$ and $\\Sigma_0\\ne0$, the softmax flow blows up at a finite time $t^*$ with \
      $\\frac1{2\\|V\\|\\|A\\|\\lambda_{\\max}(\\Sigma_0)}\\le t^*\\le\\frac{\\mathrm{tr}(V^{-1}S^{-1}V^{-1})}{\\mathrm{tr}(V^{-1}\\Sigma_0)}$. \
      The lower bound holds for all $V$ and $A$.
      """,
    source: Source(GaussianModel.unifiedPerspective, "finite-time blow-up", .derived),
    parameters: [
      .sigma0, .queryKey, ParameterSpec("V", symbol: "V", .exactMatrix(.square), "value matrix"),
    ],
    outputs: [
      OutputSpec("tstar", symbol: "t^*", "blow-up time, by integration"),
      OutputSpec(
        "lower", symbol: "t_-",
        "lower bound of the blow-up time; any V and A, inf when one of V, A, Sigma0 is 0"),
      OutputSpec("upper", symbol: "t_+", "upper bound of the blow-up time"),
    ],
    hypotheses: [
      Hypothesis(
        "V = V^T > 0", outputs: ["tstar", "upper"],
        deciding: { p in
          .verdict(try PsdValueDecay.matrices(p).v.isPositiveDefinite ? .proved : .refuted)
        }),
      Hypothesis(
        "A + A^T > 0", outputs: ["tstar", "upper"],
        deciding: { p in
          let a = try PsdValueDecay.matrices(p).a
          return .verdict((a + a.transpose).isPositiveDefinite ? .proved : .refuted)
        }),
      Hypothesis(
        "Sigma0 != 0", outputs: ["tstar", "upper"],
        deciding: { p in
          .verdict(try PsdValueDecay.matrices(p).sigma.entries.allSatisfy(\.isZero) ? .refuted : .proved)
        }),
    ],
    method: """
      Validated steps until the two bounds, applied to Sigma(T), enclose the remaining time closely enough. The relative error \
      of Sigma(T) counts only as a part of the remaining time, so the precision falls as Sigma grows.
      """,
    notes: [
      "Norms are spectral norms.",
      "For V that is not symmetric, with a real left eigenvector V^T u = lambda u, lambda > 0, S > 0 and u^T Sigma0 u > 0: t* <= u^T S^-1 u/(lambda u^T Sigma0 u).",
      "Blow-up for other V and A: gaussian.general-ode at a time after t* answers with an enclosure of t* where it can be proved.",
      "Rank-one profiles u u^T/(mu (t* - t)), |u| = 1, are exactly the real eigenvectors V u = lambda u with lambda u^T S u = mu > 0.",
      "For V = v I there is a closed form: gaussian.blow-up-time.",
    ],
    crossCheck: CrossCheck(
      simulates:
        "the covariance equation by Runge-Kutta steps of 1/(n |L|) until tr Sigma = 1e6, 1/tr Sigma prolonged to 0",
      law: "error O(n^-4); for the bounds: the simulated time never crosses them",
      defaultParameters:
        "Sigma0=[[3/2,1/3],[1/3,5/4]] A=[[1/2,1/4],[-1/8,1/2]] V=[[3/2,1/2],[1/2,2]] output=tstar",
      run: crossCheck),
    references: GaussianFlowReferences.blowUpGeneral,
    related: ["gaussian.blow-up-time", "gaussian.general-ode", "gaussian.self-similar-profile"])

  public static func validate(_ p: Arguments) throws { _ = try PsdValueDecay.matrices(p) }
  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    let (sigma, v, a) = try PsdValueDecay.matrices(p)
    if output == "lower" {
      if [sigma, v, a].contains(where: { $0.entries.allSatisfy(\.isZero) }) { return .infinite }
      guard let bound = BlowUpBounds.below(value: v, score: a, sigma.lifted(to: Ball.self)) else {
        return .undecided("the norms of V, A and Sigma0")
      }
      return .real(bound)
    }
    guard let bounds = BlowUpBounds(value: v, score: a) else {
      throw Refusal("needs V = V^T > 0 and A + A^T > 0")
    }
    if output == "upper" { return .exact(bounds.kappa / (bounds.inverse * sigma).trace) }
    return .real(
      try time(SoftmaxCovarianceFlow(value: v, score: a), bounds, from: sigma, bits: Precision.bits))
  }

  /// t*, to a relative error of about 2^-bits; what was enclosed when the budget ends.
  static func time(
    _ flow: SoftmaxCovarianceFlow, _ bounds: BlowUpBounds, from start: Matrix<Rational>, bits: Int
  ) throws -> Ball {
    var integrator = CovarianceIntegrator(flow, from: start, bits: bits + 32)
    let first = SoftmaxCovarianceFlow.norm(integrator.set.centre)
    var best = bracket(integrator, flow, bounds, bits)
    while true {
      if best.isFinite, best.accuracyBits >= bits { return best }
      let growth = SoftmaxCovarianceFlow.norm(integrator.set.centre).log2 - first.log2
      let tolerance = max(64, bits + 24 - Int(max(0, growth)))
      do {
        guard case .advanced = try integrator.advance(to: nil, tolerance: tolerance) else { return best }
      } catch is BudgetExhausted {
        return best
      }
      let now = bracket(integrator, flow, bounds, bits)
      guard now.isFinite else { return best }
      best = Ball.intersection(best, now) ?? now
    }
  }

  /// The blow-up time between both bounds at the time reached.
  private static func bracket(
    _ integrator: CovarianceIntegrator, _ flow: SoftmaxCovarianceFlow, _ bounds: BlowUpBounds, _ bits: Int
  ) -> Ball {
    withPrecision(bits + 32) {
      let sigma = integrator.set.enclosure
      let (now, above) = (Ball(integrator.time), bounds.above(sigma))
      guard above.isFinite, above.isPositive else { return .indeterminate }
      let rate = flow.quadratic * SoftmaxCovarianceFlow.norm(sigma)
      return .hull((now + 1 / rate.exactBall).lowerEdge, (now + above).upperEdge)
    }
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let attention = GaussianAttention(value: p.matrix("V"), score: p.matrix("A"))
    let start = FloatMatrix(p.matrix("Sigma0"))
    func simulated(_ n: Double) throws -> Double {
      guard let time = attention.blowUp(from: start, resolution: n)?.time else {
        throw InputError("the simulation finds no blow-up at these parameters")
      }
      return time
    }
    if context.output == "tstar" {
      return try context.confront(law: .power(order: 4, next: 5, noise: 1e-11)) {
        try [8.0, 16, 32, 64].map { SizedObservation(size: $0, simulated: try simulated($0)) }
      }
    }
    let closed = try context.certified().value
    let time = try simulated(32)
    let isLower = context.output == "lower"
    return try Confrontation.compare(
      [InequalityTrial(observed: (isLower ? closed : time) * (1 - 1e-6), bound: isLower ? time : closed)],
      seed: context.seed)
  }
}
