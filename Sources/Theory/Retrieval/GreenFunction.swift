import VlasovSymbols

/// The Green function of the Volterra–Hardy equation: how much of a mode at position s has reached σ at time t.
public enum GreenFunction: ClosedForm {
  public static let record = Record(
    id: "retrieval.green-function",
    title: "Green function of one mode",
    statement: "The solution of $\\partial_t g=a\\bigl(k_\\lambda(\\sigma,s)+\\int_s^\\sigma "
      + "k_\\lambda(\\sigma,\\sigma')g(t,\\sigma';s)\\,d\\sigma'\\bigr)$, $g(0)=0$, is "
      + "$g_a(t,\\sigma;s)=k_\\lambda(\\sigma,s)\\,\\psi_{at}(Y)$, "
      + "$\\psi_c(y)=\\sqrt{c/y}\\,I_1(2\\sqrt{cy})$, $Y=\\log\\frac{e^{\\lambda\\sigma}-1}{e^{\\lambda "
      + "s}-1}$.",
    source: Source(RetrievalModel.paper, "proposition (prop:Bessel)", .stated),
    parameters: [
      .rate, .time,
      ParameterSpec("sigma", symbol: "\\sigma", .real(.position), "position of the reader"),
      .position, .lambda,
    ],
    outputs: [OutputSpec("g", symbol: "g_a(t,\\sigma;s)", "the Green function")],
    hypotheses: [Hypothesis("s <= sigma") { .lessOrEqual($0.s, $0.sigma) }],
    notes: [
      "For mode n of the model take a = a_n(beta) (retrieval.eigenvalue).",
      "For iid uniform prompts N E[exp(-i n theta_N(t)) exp(i n theta_i(0))] tends to g_{a_n}(t,1;s), i = "
        + "sN.",
      "s = sigma means the limit s from below, where g = a t lambda/(1 - exp(-lambda sigma)).",
      "Any real lambda; at lambda = 0 the kernel is 1/sigma and Y = log(sigma/s).",
    ],
    crossCheck: CrossCheck(
      simulates: "the Volterra-Hardy equation: midpoint rule in position, Runge-Kutta in time",
      law: RetrievalSimulation.cellLaw.text,
      defaultParameters: "a=13/10 t=1 sigma=1 s=3/20 lambda=1"
    ) { try simulate($0) },
    references: [
      ReferenceValue(
        "a=1 t=1 sigma=1 s=1/2 lambda=1", "1.5091755292795221888228758679336671422824278231179"),
      ReferenceValue(
        "a=13/10 t=1 sigma=1 s=3/20 lambda=-1", "4.1839093415865342707364741988732935416215814711749"),
      ReferenceValue(
        "a=2 t=1/2 sigma=3/5 s=1/10 lambda=0", "3.6786023444642562242961861285823092109850165000756"),
    ],
    related: [
      "retrieval.green-mass", "retrieval.profile", "retrieval.finite-n-propagator", "retrieval.mean-field",
    ])

  /// g = k_λ(σ, s) ψ_{at}(Y), Y the age of s seen from σ.
  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    let y = RetrievalModel.age(p.sigma, p.s, p.lambda)
    return RetrievalModel.graphon(p.sigma, p.s, p.lambda) * RetrievalModel.psi(p.a * p.t, y)
  }

  /// Exactly 0 at t = 0.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    p.isExactly("t", 0) ? .exact(0) : .real(formula(p.lifted(to: Ball.self), output: output))
  }

  private static func simulate(_ c: CrossCheck.Context) throws -> CrossCheckReport {
    let p = c.parameters
    let equation = VolterraHardy(rate: p.a, time: p.t, lambda: p.lambda)
    let observations = try equation.greenFunctions(
      source: p.s, position: p.sigma, cells: RetrievalSimulation.cells, threads: c.threads)
    return try Confrontation.compare(
      observations, with: RetrievalSimulation.certified(c.closedForm([:])), law: RetrievalSimulation.cellLaw)
  }
}

extension ParameterSpec {
  static let rate = ParameterSpec("a", symbol: "a", .real(.positive), "growth rate of the mode")
  static let fraction = ParameterSpec("x", symbol: "x", .real(.position), "first fraction of the prompt")
}
