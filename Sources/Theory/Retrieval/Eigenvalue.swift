import VlasovSymbols

/// The linear growth rates of the Fourier modes of the uniform state.
public enum Eigenvalue: OrderedForm {
  public static let record = Record(
    id: "retrieval.eigenvalue",
    title: "Growth rate of a Fourier mode",
    statement: "The linearised force multiplies mode $n$ by $a_n(\\beta)=n^2 I_n(\\beta)$, where "
      + "$I_n(\\beta)=(2\\pi)^{-1}\\int\\cos(n\\theta)e^{\\beta\\cos\\theta}d\\theta$; $\\sup_n a_n$ is "
      + "attained at $n_*$.",
    source: Source(RetrievalModel.paper, "a_n = n^2 w_beta^(n) (model, proposition prop:Bessel)", .stated),
    parameters: [
      ParameterSpec(
        "n", symbol: "n", .integer(minimum: 1), requiredBy: ["a_n"], acceptedBy: [],
        "number of the Fourier mode"),
      .beta,
    ],
    outputs: [
      OutputSpec("a_n", symbol: "a_n", "growth rate of mode n"),
      OutputSpec("sup", symbol: "\\sup_n a_n", "the largest growth rate"),
      OutputSpec("nstar", symbol: "n_*", .integer, "the mode that attains it"),
    ],
    notes: [
      "a_n grows with n up to about sqrt(2 beta), then falls superexponentially.",
      "Two modes tie only at the crossovers of retrieval.mode-crossover; nstar is undecided there.",
    ],
    crossCheck: CrossCheck(
      simulates: "trapezoidal rule for the Fourier coefficient of exp(beta cos), on a circle through the "
        + "saddle",
      law: "roundoff, bound counted from the operations; nstar: equal integers",
      defaultParameters: "n=3 beta=2"
    ) { try simulate($0) },
    references: [
      ReferenceValue("n=1 beta=1 output=a_n", "0.56515910399248502720769602760986330732889962162109"),
      ReferenceValue("n=5 beta=2 output=a_n", "0.24564198307829255802017626599120158668319436860761"),
      ReferenceValue("n=2 beta=1/10 output=a_n", "0.0050041679689670364961170855896968084494458346389274"),
      ReferenceValue("beta=1 output=sup", "0.56515910399248502720769602760986330732889962162109"),
      ReferenceValue("beta=1 output=nstar", "1"),
      ReferenceValue("beta=15 output=sup", "3614300.2800158506787277542094683172756344705060041"),
      ReferenceValue("beta=15 output=nstar", "5"),
    ],
    related: ["retrieval.mode-crossover", "retrieval.smallness-time", "retrieval.green-function"])

  /// a_n = n² I_n(β), or its supremum over n.
  public static func formula<T: Ordered>(_ p: Lifted<T>, output: String) -> T {
    output == "a_n"
      ? RetrievalModel.eigenvalue(p.index("n"), p.beta) : RetrievalModel.largestEigenvalue(p.beta)
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    let x = p.lifted(to: Ball.self)
    guard output != "a_n" else {
      guard x.integer("n") != nil else { throw Undecided("n is too large") }
      return .real(formula(x, output: output))
    }
    switch PeakMode(beta: x.beta) {
    case .mode(let n, let a): return output == "nstar" ? .integer(Integer(n)) : .real(a)
    case .unbounded: return .undecided("the Bessel functions of this argument could not be enclosed")
    case .tie:
      if output == "sup" { return .real(formula(x, output: output)) }
      let why = "several modes may have the largest a_n: a tie at a crossover of retrieval.mode-crossover"
      if p.hasInterval { throw Undecided(why) }
      return .undecided(why)
    }
  }

  /// a_{n*} = sup_n a_n defines n*.
  public static func symbolic(_ output: String) -> DefiningFormula? {
    let p = Lifted<Expression>(symbolsOf: record, output: output)
    if output == "nstar" {
      let attained = RetrievalModel.eigenvalue(Index(symbol: "n_*"), p.beta)
      return .equation(attained, RetrievalModel.largestEigenvalue(p.beta))
    }
    return .formula(formula(p, output: output))
  }

  private static func simulate(_ c: CrossCheck.Context) throws -> CrossCheckReport {
    let closed = try c.closedForm([:])
    if c.output == "a_n" {
      let estimate = try BesselQuadrature.eigenvalue(c.parameters.integer("n") ?? 0, c.parameters.beta)
      return try Confrontation.compare(estimate, with: RetrievalSimulation.certified(closed))
    }
    let largest = try BesselQuadrature.largestEigenvalue(c.parameters.beta)
    if c.output == "nstar" { return Confrontation.compare(count: largest.mode, with: Int(closed)) }
    return try Confrontation.compare(largest.estimate, with: RetrievalSimulation.certified(closed))
  }
}

/// The mode with the largest a_n(β), proved by its two neighbours.
///
/// **Lemma.** n ↦ a_n(β) is strictly log-concave. *Proof.* With z = x/2,
/// I_μ(x)I_ν(x) = Σ_k z^(μ+ν+2k) (μ+ν+2k)!/(k! (μ+k)! (ν+k)! (μ+ν+k)!); the coefficients for (n, n) exceed those
/// for (n-1, n+1), because (n+k)!² < (n+k-1)! (n+k+1)!. So I_n² > I_{n-1} I_{n+1}, and
/// n⁴ > (n-1)²(n+1)². ∎
///
/// Hence a_{n-1} < a_n > a_{n+1} at one n proves that a_n is the only largest term.
enum PeakMode {
  /// The only mode that attains the supremum, and its a_n.
  case mode(Int, Ball)
  /// Two modes cannot be told apart at this precision.
  case tie
  /// A Bessel function could not be enclosed.
  case unbounded

  init(beta: Ball) {
    // I_{n+1}/I_n is near β/(n + 1 + sqrt((n+1)² + β²)), which puts the peak near sqrt(2β): where to start, no more.
    var n = Int(min(1e15, max(1, (2 * beta.estimate).squareRoot())))
    var a = RetrievalModel.eigenvalue(Index(n), beta)
    guard a.isPositive, a.isFinite, beta.isPositive else {
      self = .unbounded
      return
    }
    self = .tie
    var next = RetrievalModel.eigenvalue(Index(n + 1), beta)
    while a.isBelow(next) {
      if Budget.isExhausted { return }
      n += 1
      (a, next) = (next, RetrievalModel.eigenvalue(Index(n + 1), beta))
    }
    guard next.isBelow(a) else { return }
    while n > 1 {
      let previous = RetrievalModel.eigenvalue(Index(n - 1), beta)
      if previous.isBelow(a) { break }
      if Budget.isExhausted || !a.isBelow(previous) { return }
      n -= 1
      a = previous
    }
    self = .mode(n, a)
  }
}
