import VlasovSymbols

/// The overlap after one attention layer in a long context, at inverse temperature γ log n.
public enum LongContextOverlap: ClosedForm {
  public static let record = Record(
    id: "clustering.long-context-overlap",
    title: "Overlap after one layer in a long context",
    statement: """
      One attention layer with $\\beta_n=\\gamma\\log n$ maps equiangular tokens of overlap $\\rho$ to directions of overlap \
      $\\rho_{out}=1-\\frac{p^2(1-\\rho)}{p^2+2pbs+b^2ns}$, $R=n^{-\\gamma(1-\\rho)}$, $a=\\frac1{1+(n-1)R}$, $b=aR$, $p=a-b$, \
      $s=1+(n-1)\\rho$. As $n\\to\\infty$ it tends to $1$ if $\\gamma(1-\\rho)<1$, $\\frac{4\\rho}{1+3\\rho}$ if $=1$, $\\rho$ \
      if $>1$.
      """,
    source: Source(
      ClusteringPhaseModel.survey, "long contexts (arXiv:2510.05554); the value at finite n is derived",
      .stated),
    parameters: [
      ParameterSpec(
        "n", symbol: "n", .integer(minimum: 2), requiredBy: ["rho_out"], acceptedBy: nil, "number of tokens"),
      ParameterSpec("gamma", symbol: "\\gamma", .real(.nonNegative), "inverse temperature over log n"),
      ParameterSpec(
        "rho", symbol: "\\rho", .real(Domain(lower: .closed("0"), upper: .open("1"))), "overlap of the inputs"
      ),
    ],
    outputs: [
      OutputSpec("rho_out", symbol: "\\rho_{out}", "overlap of the outputs"),
      OutputSpec("limit", symbol: "\\lim_{n\\to\\infty}\\rho_{out}", "its limit for n to infinity"),
    ],
    notes: [
      "With E = 1/R - 1: rho_out = (rho E^2 + 2 s E + n s)/(E^2 + 2 s E + n s), in which nothing cancels.",
      "The transition at gamma (1 - rho) = 1 has the width O(1/log n) in gamma: clustering.long-context-window.",
    ],
    crossCheck: CrossCheck(
      simulates: "one softmax layer on n explicit equiangular vectors in floating point",
      law: "roundoff", defaultParameters: "n=100 gamma=5/4 rho=1/5", run: crossCheck),
    references: [
      ReferenceValue("n=100 gamma=1.25 rho=0.2", "0.50993162243584134405040189007087765791217170643899"),
      ReferenceValue("n=1000 gamma=1 rho=0.5", "0.99911880282160741699115807276718207709128213702222"),
      ReferenceValue("gamma=2 rho=1/2 output=limit", "0.8"),
      ReferenceValue("gamma=1.2 rho=0.1 output=limit", "0.1"),
    ],
    related: ["clustering.long-context-window"])

  /// With E = n^(γ(1-ρ)) - 1 = p/b; the limit is that of the transition γ(1-ρ) = 1.
  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    if output == "limit" { return critical(p.rho) }
    let e = T.expm1(p.gamma * (1 - p.rho) * T.log(p.n))
    let s = 1 + (p.n - 1) * p.rho
    let mixed = 2 * s * e + p.n * s
    return (p.rho * e * e + mixed) / (e * e + mixed)
  }

  static func critical<T: Analytic>(_ rho: T) -> T { 4 * rho / (1 + 3 * rho) }

  /// 1 - ρ_out = (1-ρ)/(1 + 2xs + x²ns) with x = 1/E: decreasing in x and s; x decreases in γ and increases in ρ.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    if output == "limit" { return try limit(p) }
    if p.rational("gamma") == 0 { return .exact(1) }
    return monotone(p, increasing: ["rho"]) { reals, _ in formula(reals, output: output) }
  }

  private static func limit(_ p: Arguments) throws -> Value {
    let e = p.lifted(to: Expression.self)
    let product = e.gamma * (1 - e.rho)
    func holds(_ c: Comparison) throws -> Bool { try c.decide(maximumBits: 1024).verdict == .proved }
    if try holds(.less(product, 1)) { return .exact(1) }
    if try holds(.greater(product, 1)) {
      if let rho = p.rational("rho") { return .exact(rho) }
      return monotone(p, increasing: ["rho"]) { reals, _ in reals.rho }
    }
    if try holds(.equal(product, 1)) {
      if let rho = p.rational("rho") { return .exact(critical(rho)) }
      return monotone(p, increasing: ["rho"]) { reals, _ in critical(reals.rho) }
    }
    throw Undecided("gamma (1 - rho) against 1, where the limit jumps, is undecided")
  }

  private static func critical(_ rho: Rational) -> Rational { 4 * rho / (1 + 3 * rho) }

  public static func symbolic(_ output: String) -> DefiningFormula? {
    let e = formula(Lifted<Expression>(symbolsOf: record, output: output), output: output)
    // The limit has three forms; the statement lists them.
    return output == "limit" ? nil : .formula(e)
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    guard context.output == "rho_out" else {
      throw InputError("output=limit is not simulated: the number of tokens is infinite")
    }
    let n = try context.integer("n")
    guard n <= 2000 else { throw InputError("a simulation needs n <= 2000") }
    return try context.confront(law: .roundoff(bound: 1e-12)) {
      let tokens = NormalizedAttention(
        scheme: .post, beta: p.gamma * Double.log(Double(n)), equiangular: n, overlap: p.rho, radius: 1)
      return [SizedObservation(size: 1, simulated: try tokens.layerOverlap())]
    }
  }
}
