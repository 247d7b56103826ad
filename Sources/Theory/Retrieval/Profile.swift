import VlasovSymbols

/// The retrieval profile: how strongly the answer at the end of the prompt depends on the token at position s.
public enum Profile: ClosedForm {
  public static let record = Record(
    id: "retrieval.profile",
    title: "Retrieval profile",
    statement: "$S_t(s)=\\sum_{n\\ge1}\\omega_n\\,g_{a_n}(t,1;s)=k_\\lambda(1,s)\\,\\Psi(Y_\\lambda(s))$.",
    source: Source(RetrievalModel.paper, "eq. (Sb-def)", .stated),
    parameters: [.position, .beta, .vocabulary, .time, .lambda],
    outputs: [OutputSpec("S", symbol: "S_t(s)", "the profile")],
    notes: [
      "For lambda <= 0 the profile decreases in s: pure primacy, never a U.",
      "The authors' figures keep the modes n <= 20; here the whole series is enclosed.",
      "s = 1 means the limit from below, where S_t(1) = t S_1 lambda/(1 - exp(-lambda)).",
    ],
    crossCheck: CrossCheck(
      simulates: "the Volterra-Hardy equation of every mode: midpoint rule in position, Runge-Kutta in time",
      law: RetrievalSimulation.cellLaw.text,
      defaultParameters: "s=1/2 beta=1 M=8 t=1 lambda=1"
    ) { try simulate($0) },
    references: [
      ReferenceValue(
        "s=1/2 beta=1 M=8 t=1 lambda=1", "1.2655236928023349733244932041679900668917478012034"),
      ReferenceValue(
        "s=1/50 beta=2 M=8 t=2/5 lambda=1", "5.2919677926015825495144471188810380438504888030626"),
      ReferenceValue(
        "s=1/4 beta=1 M=8 t=1 lambda=0", "1.4541403694957607575725030103219888238802577490601"),
    ],
    related: ["retrieval.green-function", "retrieval.soft-accuracy", "retrieval.u-shape-certificate"])

  /// S = k_λ(1, s) Σ_n ω_n ψ_{a_n t}(Y_λ(s)).
  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    let y = RetrievalModel.age(1, p.s, p.lambda)
    return RetrievalModel.graphon(1, p.s, p.lambda) * .sum(ProfileTerm(), from: 1, [p.t, y, p.beta, p.M])
  }

  /// Exactly 0 at t = 0.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    p.isExactly("t", 0) ? .exact(0) : .real(formula(p.lifted(to: Ball.self), output: output))
  }

  private static func simulate(_ c: CrossCheck.Context) throws -> CrossCheckReport {
    let p = c.parameters
    let observations = try RetrievalSimulation.profile(p)
      .values(at: p.s, cells: RetrievalSimulation.cells, threads: c.threads)
    return try Confrontation.compare(
      observations, with: RetrievalSimulation.certified(c.closedForm([:])), law: RetrievalSimulation.cellLaw)
  }
}
