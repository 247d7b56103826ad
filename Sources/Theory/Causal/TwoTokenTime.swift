import VlasovSymbols

/// How long the second token takes to approach the first.
public enum TwoTokenTime: ClosedForm {
  public static let record = Record(
    id: "causal.two-token-time",
    title: "Passage time of two tokens",
    statement: """
      For $n=2$, $Q=K=V=I$ and any dimension, the angle $\\varphi$ between the tokens obeys \
      $\\dot\\varphi=-\\sin\\varphi/(1+e^{\\beta(1-\\cos\\varphi)})$ and takes the time \
      $T=\\log\\frac{\\tan(\\varphi_0/2)}{\\tan(\\varphi_1/2)}+\\frac12[\\mathrm{Ei}(\\beta v_0)-\
      \\mathrm{Ei}(\\beta v_1)]+\\frac12e^{2\\beta}[E_1(\\beta w_0)-E_1(\\beta w_1)]$ to pass from \
      $\\varphi_0$ to $\\varphi_1$, where $v=1-\\cos\\varphi$ and $w=1+\\cos\\varphi$.
      """,
    source: Source(CausalModel.paper, "model with two tokens", .derived),
    parameters: [
      .beta,
      ParameterSpec("phi0", symbol: "\\varphi_0", .real(.angle), "initial angle"),
      ParameterSpec("phi1", symbol: "\\varphi_1", .real(.angle), "final angle"),
    ],
    outputs: [OutputSpec("T", symbol: "T", "the passage time")],
    hypotheses: [Hypothesis("phi1 < phi0") { .less($0.phi1, $0.phi0) }],
    notes: [
      "Derivation: dt = (1 + exp(beta v)) dphi/sin(phi), and dphi/sin(phi) = (1/v + 1/(2 - v)) dv/2.",
      "Metastability: T grows like exp(beta v_0); T grows like log(1/(pi - phi0)) as phi0 -> pi.",
    ],
    crossCheck: CrossCheck(
      simulates: "the angle of two tokens by Runge-Kutta in a rescaled time, up to the passage",
      law: "error O(step^4)", defaultParameters: "beta=4 phi0=3 phi1=1/2", run: crossCheck),
    references: [
      ReferenceValue("beta=1 phi0=1 phi1=1/10", "5.07419375761547784595806539930094227517819682"),
      ReferenceValue("beta=9 phi0=2 phi1=1/100", "42732.3894041508898854049581391476211127285059"),
      ReferenceValue("beta=4 phi0=3 phi1=1/2", "4211.85859079739546690835336863566092905680328"),
    ],
    related: ["causal.force-peak", "causal.leader-propagator"])

  /// With v = 2 sin²(φ/2) and w = 2 cos²(φ/2), each of the three differences is positive: nothing cancels
  /// unless φ_0 is close to φ_1, and w keeps its digits as φ_0 -> π.
  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    let (start, end) = (p.phi0 / 2, p.phi1 / 2)
    let towards = T.log(T.tan(start) / T.tan(end))
    let near = T.ei(2 * p.beta * T.pow(T.sin(start), 2)) - T.ei(2 * p.beta * T.pow(T.sin(end), 2))
    let far = T.e1(2 * p.beta * T.pow(T.cos(start), 2)) - T.e1(2 * p.beta * T.pow(T.cos(end), 2))
    return towards + near / 2 + T.exp(2 * p.beta) / 2 * far
  }

  /// The time is the integral of (1 + e^(βv))/sin φ > 0 over [φ_1, φ_0], hence monotone.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    monotoneValue(p, output: output, increasing: ["beta", "phi0"])
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let passage = TwoTokenPassage(beta: p.beta, start: p.phi0, end: p.phi1)
    return try context.confront(law: .power(order: 4, next: 5, noise: 1e-12)) {
      try passage.rescaledPassageTimes(
        steps: [0.1, 0.05, 0.025, 0.0125], threads: context.threads, stop: context.stop)
    }
  }
}

extension Domain {
  /// (0, π)
  fileprivate static let angle = Domain(lower: .open("0"), upper: .open("pi"))
}
