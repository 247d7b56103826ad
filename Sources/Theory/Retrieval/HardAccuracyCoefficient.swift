import VlasovSymbols

/// The 1/N coefficient of the success probability of nearest-codeword decoding.
public enum HardAccuracyCoefficient: ClosedForm {
  public static let record = Record(
    id: "retrieval.hard-accuracy-coefficient",
    title: "Coefficient of the hard accuracy",
    statement: "Formally $P(|\\theta_N(t)-\\theta_{i_*}(0)|<\\pi/M)=\\frac1M+\\frac2N H_t(s)+o(1/N)$ with "
      + "$H_t(s)=\\sum_{n\\ge1}\\frac{\\sin(\\pi n/M)}{\\pi n}\\,g_{a_n}(t,1;s)$.",
    source: Source(
      RetrievalModel.paper,
      "formal: term by term from the soft expansion, which does not cover the sharp indicator",
      .derived),
    parameters: [
      .position, .beta,
      ParameterSpec(
        "M", symbol: "M", .real(Domain(lower: .closed("1"))), "vocabulary size"),
      .time, .lambda,
    ],
    outputs: [OutputSpec("H", symbol: "H_t(s)", "the coefficient of 2/N")],
    notes: [
      "Formal: the Fourier coefficients of the sharp indicator decay only like 1/n, so the remainder of the "
        + "paper's theorem is not summable. The series itself is certified.",
      "At M = 1 every decoding succeeds and H = 0 exactly.",
    ],
    crossCheck: CrossCheck(
      simulates: "the Volterra-Hardy equation of every mode, weighted by sin(pi n/M)/(pi n)",
      law: RetrievalSimulation.cellLaw.text,
      defaultParameters: "s=1/2 beta=1 M=8 t=1 lambda=1"
    ) { try simulate($0) },
    references: [
      ReferenceValue("s=1/2 beta=1 M=8 t=1 lambda=1", "0.18603461409961667158620420694114018939287806548050"),
      ReferenceValue(
        "s=1/10 beta=2 M=4 t=1/2 lambda=3", "0.57336606385107389002692085406663157989214564452957"),
      ReferenceValue(
        "s=9/10 beta=1 M=16 t=2 lambda=1", "0.25638480038011767075412281701823004972577493756319"),
    ],
    related: ["retrieval.soft-accuracy", "retrieval.profile", "retrieval.green-function"])

  /// H = k_λ(1, s) Σ_n sin(πn/M)/(πn) ψ_{a_n t}(Y_λ(s)).
  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    let y = RetrievalModel.age(1, p.s, p.lambda)
    return RetrievalModel.graphon(1, p.s, p.lambda)
      * .sum(HardAccuracyTerm(), from: 1, [p.t, y, p.beta, p.M])
  }

  /// Exactly 0 at t = 0 and at M = 1.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    if p.isExactly("t", 0) || p.isExactly("M", 1) { return .exact(0) }
    return .real(formula(p.lifted(to: Ball.self), output: output))
  }

  private static func simulate(_ c: CrossCheck.Context) throws -> CrossCheckReport {
    let p = c.parameters
    let modes = try RetrievalModes(beta: p.beta, decoder: .hard(vocabulary: p.M))
    let observations = try VolterraProfile(modes: modes, time: p.t, lambda: p.lambda)
      .values(at: p.s, cells: RetrievalSimulation.cells, threads: c.threads)
    return try Confrontation.compare(
      observations, with: RetrievalSimulation.certified(c.closedForm([:])), law: RetrievalSimulation.cellLaw)
  }
}

/// sin(πn/M)/(πn) ψ_{a_n t}(Y) over x = [t, Y, β, M]; t and Y may vary.
struct HardAccuracyTerm: SeriesTerm {
  var variables: Int { 2 }

  func term<T: SpecialAnalytic>(_ n: Index, _ x: [T]) -> T {
    let angle = T.pi * T(n)
    let weight = T.sin(angle / x[3]) / angle
    return weight * RetrievalModel.psi(RetrievalModel.eigenvalue(n, x[2]) * x[0], x[1])
  }

  /// As for `ProfileTerm`, with |sin(πm/M)/(πm)| <= 1/(π(n+1)) for m > n in place of ω_{n+1}.
  func tail<T: SpecialAnalytic>(after n: Int, _ x: [T]) -> Majorant<T> {
    let b = ModeBound(after: n, beta: x[2])
    let c = x[0] * b.first
    let bound = c * T.exp(c * x[1] / 2) / (T.pi * T(n + 1) * (1 - b.ratio))
    return Majorant(bound: bound, ratios: [b.ratio])
  }
}
