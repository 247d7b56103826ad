import VlasovSimulation
import VlasovSymbols

/// Linear stability of all tokens at one eigenvector.
public enum PureModeSpectrum: OrderedForm {
  public static let record = Record(
    id: "clustering.pure-mode-spectrum",
    title: "Spectrum of tokens aligned with one eigenvector",
    statement: """
      For softmax attention with $Q^\\top K=V=V^\\top$, $V e_l=\\lambda_le_l$, the Jacobian at $x_i=e_k$ for all $i$ has the \
      eigenvalues $\\lambda_l-\\lambda_k$, $l\\ne k$, once each, and $-\\lambda_k$, $(n-1)(d-1)$ times, whatever $\\beta$. The \
      largest is $\\max(0,\\max_{l\\ne k}\\lambda_l)-\\lambda_k$; the state is linearly stable if and only if it is negative, \
      that is if $\\lambda_k>0$ is the largest eigenvalue and simple.
      """,
    source: Source(SymmetricAttentionModel.paper, "aligned states; spectrum derived", .derived),
    parameters: [
      SymmetricAttentionModel.eigenvalues,
      ParameterSpec("k", symbol: "k", .integer(minimum: 0), "index of the eigenvector, from zero"),
      .tokens,
    ],
    outputs: [
      OutputSpec("leading", symbol: "\\max_i\\nu_i", "the largest eigenvalue of the Jacobian"),
      OutputSpec("rate", symbol: "-\\max_i\\nu_i", "the rate of decay of perturbations, when it is positive"),
      OutputSpec("stable", symbol: "[\\nu<0]", .integer, "1 when the state is linearly stable, else 0"),
    ],
    method:
      "The formula of the statement: exact for rational eigenvalues, else in balls; `stable` by comparisons.",
    notes: [
      SymmetricAttentionModel.note,
      """
      Derivation: at x_i = e_k all weights are 1/n, so xi_i' = sum_j V xi_j/n - lambda_k xi_i; the mean in direction e_l has the \
      rate lambda_l - lambda_k, deviations from it -lambda_k.
      """,
    ],
    crossCheck: CrossCheck(
      simulates:
        "the Jacobian of the particle system by central differences with step h, its largest eigenvalue",
      law: "error O(h^2)", defaultParameters: "lambdas=[2,0.7,-0.5] k=0 n=4", run: crossCheck),
    references: [
      ReferenceValue("lambdas=[2,0.7,-0.5] k=0 n=4 output=leading", "-1.3"),
      ReferenceValue("lambdas=[2,0.7,-0.5] k=1 n=4 output=leading", "1.3"),
      ReferenceValue("lambdas=[2,0.7,-0.5] k=0 n=4 output=rate", "1.3"),
      ReferenceValue("lambdas=[2,0.7,-0.5] k=0 n=4 output=stable", "1"),
      ReferenceValue("lambdas=[2,0.7,-0.5] k=1 n=4 output=stable", "0"),
    ],
    related: ["clustering.polarised-mode-rate", "clustering.interaction-energy-extremes"])

  /// max(0, max_{l≠k} λ_l) - λ_k, or its negative.
  public static func formula<T: Ordered>(_ p: Lifted<T>, output: String) -> T {
    var rivals = p.vector("lambdas") ?? []
    guard let k = p.integer("k"), rivals.indices.contains(k) else { return T.log(-1) }
    let own = rivals.remove(at: k)
    let leading = rivals.reduce(0) { T.max($0, $1) } - own
    return output == "rate" ? -leading : leading
  }

  public static func validate(_ p: Arguments) throws {
    let lambdas = EigenvalueList(p)
    try lambdas.validate()
    if case .integer(let k)? = p["k"], k >= Integer(lambdas.entries.count) {
      throw InputError(
        parameter: "k", value: "\(k)", domain: "0 <= k < \(lambdas.entries.count)",
        "k=\(k) is outside the domain 0 <= k < \(lambdas.entries.count): there are as many eigenvalues")
    }
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    try validate(p)
    if output == "stable" { return try isStable(p).integer("the state is stable") }
    if let exact = formula(p.lifted(to: Expression.self), output: output).rationalValue {
      return .exact(exact)
    }
    return .real(formula(p.lifted(to: Ball.self), output: output))
  }

  /// λ_k > 0 and λ_k > λ_l for all l ≠ k.
  private static func isStable(_ p: Arguments) -> Verdict {
    guard case .integer(let k)? = p["k"], let index = k.asInt else { return .undecided }
    var rivals = p.vector("lambdas") ?? []
    let own = rivals.remove(at: index)
    return rivals.reduce(own.decideFully(.greater, bound: RealParameter(0))) { verdict, rival in
      verdict == .refuted ? verdict : verdict && own.decideFully(.greater, bound: rival)
    }
  }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let (n, k) = (try context.integer("n"), try context.integer("k"))
    return try SymmetricAttentionModel.confront(
      context, beta: 0.7, mode: k, signs: Array(repeating: 1, count: min(n, 1000)))
  }
}
