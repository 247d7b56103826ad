import VlasovSimulation
import VlasovSymbols

/// For how long a strong Rényi centre stays where it is.
public enum StrongCenterLifetime: ClosedForm {
  public static let record = Record(
    id: "causal.strong-center-lifetime",
    title: "Lifetime of a strong Rényi centre",
    statement: """
      Let $d=2$, $Q=K=V=I$, $c>\\sqrt\\beta\\,\\tau_\\beta$, and let token $k$ be farther than \
      $c(1+2\\varepsilon)\\beta^{-1/2}$ from all earlier tokens. Then for every \
      $T<T_*=\\varepsilon c\\beta^{-1/2}/(k\\,h(c\\beta^{-1/2}))$ its displacement on $[0,T]$ is less than \
      $\\varepsilon c\\beta^{-1/2}$, where $h(x)=e^{\\beta(\\cos x-1)}\\sin x$.
      """,
    source: Source(CausalModel.paper, "Lemma 5.1", .stated),
    parameters: [
      .beta, .separation, .tolerance,
      ParameterSpec("k", symbol: "k", .integer(minimum: 2), "index of the centre among the tokens, from 1"),
      ParameterSpec(
        "T", symbol: "T", .real(.nonNegative), onlyForCheck: true,
        "time up to which the displacement is asked"),
    ],
    outputs: [OutputSpec("T_star", symbol: "T_*", "the guaranteed lifetime")],
    hypotheses: [
      Hypothesis("c > sqrt(beta) tau_beta") {
        .greater($0.c, Expression.sqrt($0.beta) * CausalModel.forcePeak($0.beta))
      },
      Hypothesis("c (1 + 2 epsilon)/sqrt(beta) < pi (else no token is that far: vacuous)") { isPossible($0) },
      Hypothesis("T < T_*", .reported, needs: ["T"]) { .less($0.T, formula($0, output: "T_star")) },
    ],
    notes: [
      "The distance to all earlier tokens is a property of the configuration: it is the reader's to check.",
      "k may be replaced by k - 1 (only the earlier tokens pull); T_* grows like exp(c^2/2).",
      """
      Proof: while the earlier tokens stay at distance >= c beta^(-1/2) >= tau_beta, the speed of token k is at \
      most (k - 1) h(c beta^(-1/2)), and the two tokens at the edges of the gap are pulled into it only by tokens \
      across it, so each moves in by less than epsilon c beta^(-1/2) up to T_*.
      """,
    ],
    crossCheck: CrossCheck(
      simulates: """
        tokens around a strong centre up to T_*, which must not move it too far; then the pair force on a probe
        """,
      law: "inequality for the displacement; error O(1/size) for the force on a probe of weight 1/size",
      defaultParameters: "beta=64 c=4 epsilon=1/10 k=5", run: crossCheck),
    references: [
      ReferenceValue("beta=64 c=4 epsilon=1/10 k=5", "52.705116568105050558315340036226271683787029720611"),
      ReferenceValue("beta=64 c=6 epsilon=1/20 k=10", "157813.36694160449979026671298028060116748214854454"),
      ReferenceValue("beta=200 c=5 epsilon=1/5 k=3", "16045.819467228865311589314533788300303595748861391"),
    ],
    related: ["causal.force-peak", "causal.strong-renyi-count", "causal.frozen-window"])

  /// T_* = ε c β^(-1/2)/(k h(c β^(-1/2))).
  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    let root = T.sqrt(p.beta)
    return p.epsilon * p.c / (p.k * root * CausalModel.force(p.beta, p.c / root))
  }

  private static func isPossible(_ p: Lifted<Expression>) -> Comparison {
    .less(p.c * (1 + 2 * p.epsilon) / Expression.sqrt(p.beta), .pi)
  }

  /// No two tokens are farther apart than π.
  public static func isVacuous(_ p: Arguments, output: String) -> Verdict {
    guard let decision = try? isPossible(p.lifted(to: Expression.self)).decide() else { return .undecided }
    return !decision.verdict
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let token = try context.integer("k")
    let lifetime = try context.certified().value
    if token <= 1000 {
      // A longer life than the simulation can afford is not followed to its end.
      let limit = min(lifetime, 2000, 1e6 / Double(token * token))
      let trials = try StrongCentreTrials(beta: p.beta, c: p.c, epsilon: p.epsilon, token: token).run(
        trials: 8, timeLimit: limit, threads: context.threads, seed: context.seed, stop: context.stop)
      let outcome = try Confrontation.compare(trials, seed: context.seed)
      if outcome.verdict == .disagrees { return outcome }
    }
    let distance = p.c / p.beta.squareRoot()
    return try context.confront(law: .power(order: 1, next: 2, noise: 1e-9)) {
      try [1024, 2048, 4096, 8192].map { size in
        let force = try CausalProbe.force(p.beta, distance, size: size)
        return SizedObservation(size: size, simulated: p.epsilon * distance / (Double(token) * force))
      }
    }
  }
}
