import VlasovSimulation
import VlasovSymbols

/// How many tokens may move before the frozen ones no longer capture them all.
public enum FrozenWindow: OrderedForm {
  public static let record = Record(
    id: "causal.frozen-window",
    title: "Window of capture by frozen tokens",
    statement: """
      Let frozen tokens $\\theta_j$ of weights $a_j\\ge1$ be farther than $c\\beta^{-1/2}$ from each other, \
      $c>2+2\\varepsilon$, and let $n$ tokens move, $N=n+\\sum_ja_j$. Put $u=\\beta^{-1/2}$, \
      $h(x)=e^{\\beta(\\cos x-1)}\\sin x$, $g=h'$. If $N\\,h((c-1-2\\varepsilon)u)<h(\\varepsilon u)$ and \
      $-N\\,g((c-2\\varepsilon)u)<g(\\varepsilon u)$, that is $N<\\min(N_h,N_g)$, then almost surely every token \
      converges to a point within $\\varepsilon u$ of a frozen one, asymptotically stable.
      """,
    source: Source(
      CausalModel.paper, "Theorem 5.2 and the lemma and remark on the interaction", .corrected,
      slip: """
        the second inequality is printed without the minus sign, which makes it automatic; the example \
        (epsilon = 0.1, c = 6.5, beta >= 14, N <= 700) is rounded: the window needs beta >= 14.045 and N <= 682.9 \
        (the exact inequalities at beta = 14 allow N <= 3762, so the example is true)
        """),
    parameters: [
      .beta, .separation, .tolerance,
      ParameterSpec(
        "N", symbol: "N", .real(.positive), onlyForCheck: true, "number of moving tokens plus frozen weights"),
    ],
    outputs: [
      OutputSpec("N_h", symbol: "N_h", "the window of the force"),
      OutputSpec("N_g", symbol: "N_g", "the window of the slope"),
      OutputSpec("N_suff", symbol: "N_{\\mathrm{suff}}", "the paper's sufficient window"),
    ],
    hypotheses: [
      Hypothesis("c > 2 + 2 epsilon") { .greater($0.c, 2 + 2 * $0.epsilon) },
      Hypothesis("(c - 2 epsilon)/sqrt(beta) < pi", outputs: exact) {
        .less(($0.c - 2 * $0.epsilon) / Expression.sqrt($0.beta), .pi)
      },
      Hypothesis("g(epsilon/sqrt(beta)) > 0", outputs: exact) {
        .greater(CausalModel.slope($0.beta, $0.epsilon / Expression.sqrt($0.beta)), 0)
      },
      Hypothesis("N < min(N_h, N_g)", .reported, outputs: exact, needs: ["N"]) {
        .less($0.N, .min(formula($0, output: "N_h"), formula($0, output: "N_g")))
      },
      Hypothesis("epsilon < 1/10", .reported, outputs: ["N_suff"]) {
        .less($0.epsilon, Expression(Rational(1, 10)))
      },
      Hypothesis("c >= 11/2 + 2 epsilon", .reported, outputs: ["N_suff"]) {
        .greaterOrEqual($0.c, Expression(Rational(11, 2)) + 2 * $0.epsilon)
      },
      Hypothesis("beta >= (c - 1 - 2 epsilon)^2/2", .reported, outputs: ["N_suff"]) {
        .greaterOrEqual($0.beta, Expression.pow($0.c - 1 - 2 * $0.epsilon, 2) / 2)
      },
      Hypothesis("N <= N_suff", .reported, outputs: ["N_suff"], needs: ["N"]) {
        .lessOrEqual($0.N, formula($0, output: "N_suff"))
      },
    ],
    notes: [
      """
      -g((c - 2 epsilon) u) > 0 always holds here: with x = (c - 2 epsilon) u in (2u, pi), cos x <= 0 settles \
      x >= pi/2, and for x < pi/2, beta sin^2 x > 4 sin^2 x/x^2 > 1 >= cos x.
      """,
      """
      N_suff is sufficient for 0 < epsilon < 1/10, c >= 11/2 + 2 epsilon, beta >= (c - 1 - 2 epsilon)^2/2; some \
      bound on epsilon is needed (it is false at epsilon = 30). As a formula it is evaluated outside this window too: \
      check with output=N_suff reports whether the parameters lie in it.
      """,
      "N_h exceeds N_suff by a factor of 5.5 (beta = 14) to 13000 (beta = 1000, c = 10).",
    ],
    crossCheck: CrossCheck(
      simulates: """
        a probe near frozen tokens of total weight 1, pulled away by others of total weight a: the a at which it \
        starts to leave (N_h), or at which it leaves the midpoint (N_g); N_suff must not exceed either
        """,
      law: "roundoff for N_h; error O(offset^2) for N_g; inequality for N_suff",
      defaultParameters: "beta=14 c=13/2 epsilon=1/10", run: crossCheck),
    references: [
      ReferenceValue(
        "beta=14 c=13/2 epsilon=1/10 output=N_h", "3762.8061718023218762979223244474574499888268631738"),
      ReferenceValue(
        "beta=14 c=13/2 epsilon=1/10 output=N_g", "411733.14444430681386345751475579836978095143035505"),
      ReferenceValue(
        "beta=14 c=13/2 epsilon=1/10 output=N_suff", "682.94669747939217177159766510967370667424355644205"),
      ReferenceValue(
        "beta=64 c=13/2 epsilon=1/10 output=N_h", "15331.855239056020319972858207635537525650988840636"),
      ReferenceValue(
        "beta=64 c=13/2 epsilon=1/10 output=N_g", "4768430.1911384898416872487811200042542333602860665"),
      ReferenceValue(
        "beta=64 c=13/2 epsilon=1/10 output=N_suff", "682.94669747939217177159766510967370667424355644205"),
      ReferenceValue(
        "beta=11 c=142/25 epsilon=9/100 output=N_h", "160.12986801728703639073314054549742829724335966809"),
      ReferenceValue(
        "beta=11 c=142/25 epsilon=9/100 output=N_g", "14054.456877149818927623911400795462558218490966585"),
      ReferenceValue(
        "beta=11 c=142/25 epsilon=9/100 output=N_suff", "38.187425323911107570551977555570170452137022287678"),
    ],
    related: ["causal.strong-center-lifetime", "causal.force-peak", "causal.sequential-energy"])

  private static let exact: Set<String> = ["N_h", "N_g"]

  /// N_h = h(εu)/h((c-1-2ε)u), N_g = g(εu)/(-g((c-2ε)u)), N_suff = ε/(c-1) e^(3(c-1-2ε)²/8).
  public static func formula<T: Ordered>(_ p: Lifted<T>, output: String) -> T {
    let inner = p.c - 1 - 2 * p.epsilon
    let root = T.sqrt(p.beta)
    switch output {
    case "N_h":
      return CausalModel.force(p.beta, p.epsilon / root) / CausalModel.force(p.beta, inner / root)
    case "N_g":
      return CausalModel.slope(p.beta, p.epsilon / root)
        / -CausalModel.slope(p.beta, (p.c - 2 * p.epsilon) / root)
    default:
      return p.epsilon / (p.c - 1) * T.exp(3 * T.pow(inner, 2) / 8)
    }
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let unit = 1 / p.beta.squareRoot()
    let near = p.epsilon * unit
    func forceWindow() throws -> Double {
      try CausalProbe.criticalForceWeight(p.beta, near: near, far: (p.c - 1 - 2 * p.epsilon) * unit)
    }
    func slopeWindow(_ size: Double) throws -> Double {
      try CausalProbe.criticalSlopeWeight(
        p.beta, near: near, far: (p.c - 2 * p.epsilon) * unit, offset: near / size)
    }
    switch context.output {
    case "N_h":
      let bound = try 1e-11 * context.certified().value
      return try context.confront(law: .roundoff(bound: bound)) {
        [SizedObservation(size: 1, simulated: try forceWindow())]
      }
    case "N_g":
      return try context.confront(law: .power(order: 2, next: 4, noise: 1e-11)) {
        try [4, 8, 16, 32].map { SizedObservation(size: $0, simulated: try slopeWindow($0)) }
      }
    default:
      let promised = try context.certified().value
      let bounds = try [forceWindow(), slopeWindow(32)]
      return try Confrontation.compare(bounds.map { InequalityTrial(observed: promised, bound: $0) })
    }
  }
}
