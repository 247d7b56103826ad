import VlasovSymbols

/// The soft accuracy of retrieval with N tokens, to its two leading terms.
public enum SoftAccuracy: ClosedForm {
  public static let record = Record(
    id: "retrieval.soft-accuracy",
    title: "Soft accuracy, two leading terms",
    statement: "For iid uniform prompts "
      + "$A_N(t,s)=\\frac{\\sqrt{\\pi/2}}{M}+\\frac{\\sqrt{2\\pi}}{MN}S_t(s)+O(N^{-1-\\zeta}s^{-2}M^Ce^{Ct})"
      + "$ for every $\\zeta<1$; the value is the sum of the two leading terms.",
    source: Source(RetrievalModel.paper, "eq. (Acc-soft-Fourier), (soft-accuracy-expansion)", .stated),
    parameters: [
      .position, .beta, .vocabulary, .time,
      ParameterSpec("N", symbol: "N", .integer(minimum: 2), "number of tokens"), .lambda,
    ],
    outputs: [OutputSpec("L", symbol: "L", "the two leading terms of the soft accuracy")],
    notes: [
      "Only the two leading terms: the paper leaves C and the prefactor of the remainder unspecified, so "
        + "nothing is claimed about A_N - L.",
      "Only for iid uniform prompts: otherwise E[exp(i n theta)] does not vanish and the expansion is false.",
      "The constant term is the soft score of a uniform answer; it is not 1/M.",
    ],
    crossCheck: CrossCheck(
      simulates: "the causal particle system with iid uniform prompts, Monte Carlo with a resampled source",
      law: "O(1/N) in the simulated number of tokens, extrapolated and read at the N asked for",
      defaultParameters: "s=1/2 beta=1 M=8 t=1/2 N=64 lambda=1"
    ) { try simulate($0) },
    references: [
      ReferenceValue(
        "s=1/2 beta=1 M=8 t=1 N=64 lambda=1", "0.16285996534919098691530474126905231836725345416841"),
      ReferenceValue(
        "s=1/10 beta=2 M=16 t=3/10 N=1000 lambda=1", "0.078757088770300269800565440905772023680971737746717"),
      ReferenceValue(
        "s=3/4 beta=1/2 M=4 t=2 N=256 lambda=2", "0.31513041181756598970579687587308786184026189496668"),
    ],
    related: ["retrieval.profile", "retrieval.hard-accuracy-coefficient", "retrieval.finite-n-propagator"])

  /// L = sqrt(π/2)/M + sqrt(2π)/(MN) S_t(s).
  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    T.sqrt(T.pi / 2) / p.M + T.sqrt(2 * T.pi) / (p.M * p.N) * Profile.formula(p, output: "S")
  }

  /// Simulates X = N Σ_n ω_n E[cos n(θ_N(t) - θ_i(0))] at growing N; A_N = sqrt(π/2)/M + sqrt(2π)/(MN) X.
  private static func simulate(_ c: CrossCheck.Context) throws -> CrossCheckReport {
    let p = c.parameters
    let system = AlibiParticles(tokens: 2, beta: p.beta, lambda: p.lambda, time: p.t)
    let study = try system.study(
      sizes: [8, 16, 32], samples: [16_000, 8_000, 4_000], modes: RetrievalSimulation.modes(p).modes,
      source: .position(p.s), threads: c.threads, seed: c.seed)
    let (constant, factor) = ((Double.pi / 2).squareRoot() / p.M, (2 * Double.pi).squareRoot() / (p.M * p.N))
    let observations = study.map {
      SizedObservation(
        size: $0.size, simulated: constant + factor * $0.simulated, standardError: factor * $0.standardError)
    }
    return try Confrontation.compare(
      observations, with: RetrievalSimulation.certified(c.closedForm([:])), law: .power(order: 1, next: 2),
      seed: c.seed)
  }
}
