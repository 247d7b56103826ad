import VlasovSimulation
import VlasovSymbols

/// Linear stability of tokens split between an eigenvector with a negative eigenvalue and its opposite.
public enum PolarisedModeRate: Theorem {
  public static let record = Record(
    id: "clustering.polarised-mode-rate",
    title: "Spectrum of tokens split between an eigenvector and its opposite",
    statement: """
      For softmax attention with $Q^\\top K=V=V^\\top$, $\\lambda_1=-\\mu<0$, $n_+$ tokens at $e_1$ and $n_-$ at $-e_1$: with \
      $Z_\\pm=n_\\pm e^{-\\beta\\mu}+n_\\mp e^{\\beta\\mu}$ and \
      $A_\\pm=\\mu(n_\\mp e^{\\beta\\mu}-n_\\pm e^{-\\beta\\mu})/Z_\\pm$ the eigenvalues of the Jacobian are $-A_\\pm$, \
      $(n_\\pm-1)(d-1)$ times, and for each $l\\ge2$ those of \
      $\\begin{pmatrix}\\lambda_l\\frac{n_+e^{-\\beta\\mu}}{Z_+}-A_+&\\lambda_l\\frac{n_-e^{\\beta\\mu}}{Z_+}\\\\\
      \\lambda_l\\frac{n_+e^{\\beta\\mu}}{Z_-}&\\lambda_l\\frac{n_-e^{-\\beta\\mu}}{Z_-}-A_-\\end{pmatrix}$. The state is linearly \
      stable if and only if $2\\beta\\mu>|\\log(n_+/n_-)|$ and for all $l\\ge2$ \
      $-\\mu<\\lambda_l<\\mu\\frac{2\\cosh2\\beta\\mu-n_+/n_--n_-/n_+}{2\\sinh2\\beta\\mu}$.
      """,
    source: Source(
      SymmetricAttentionModel.paper,
      "sign-split polarisation, stated for V negative definite; spectrum derived",
      .derived),
    parameters: [
      ParameterSpec(
        "lambdas", symbol: "\\lambda", .vector,
        "the eigenvalues of V, that of the polarised direction (negative) first"),
      ParameterSpec("beta", symbol: "\\beta", .real(.positive), "inverse temperature"),
      ParameterSpec("n_plus", symbol: "n_+", .integer(minimum: 1), "number of tokens at e_1"),
      ParameterSpec("n_minus", symbol: "n_-", .integer(minimum: 1), "number of tokens at -e_1"),
    ],
    outputs: [
      OutputSpec("leading", symbol: "\\max_i\\nu_i", "the largest eigenvalue of the Jacobian"),
      OutputSpec("stable", symbol: "[\\nu<0]", .integer, "1 when the state is linearly stable, else 0"),
    ],
    method: """
      Everything in exp(-2 beta mu), and |lambda_l| - mu formed exactly, so that nothing overflows or cancels for large beta mu. \
      Where lambda_l = -mu exactly, rotation in the plane of e_1 and e_l is a zero mode and counts as exactly 0.
      """,
    notes: [
      SymmetricAttentionModel.note,
      """
      Balanced, n_+ = n_-, T = tanh(beta mu): the eigenvalues are lambda_l - mu T, -T (mu + lambda_l) and -mu T; stable if and only \
      if -mu < lambda_l < mu T for all l >= 2. The upper condition holds by itself for V negative definite, and extends the \
      regime of the paper to indefinite V.
      """,
      "For rational input the comparisons of `stable` always end: exp(-2 beta mu) is transcendental.",
    ],
    crossCheck: CrossCheck(
      simulates:
        "the Jacobian of the particle system by central differences with step h, its largest eigenvalue",
      law: "error O(h^2)", defaultParameters: "lambdas=[-1.5,-0.4,0.3] beta=0.8 n_plus=3 n_minus=1",
      run: crossCheck),
    references: [
      ReferenceValue(
        "lambdas=[-1.5,-0.4,0.3] beta=0.8 n_plus=2 n_minus=2 output=leading",
        "-0.91702006771337078454150463399354581604152402433680"),
      ReferenceValue(
        "lambdas=[-1.5,-0.4,0.3] beta=0.8 n_plus=3 n_minus=1 output=leading",
        "-0.69680597223140441029920545000938609772399898350590"),
      ReferenceValue("lambdas=[-1,0.9] beta=1 n_plus=2 n_minus=2 output=stable", "0"),
      ReferenceValue("lambdas=[-1,-1] beta=1 n_plus=2 n_minus=2 output=leading", "0"),
    ],
    related: ["clustering.pure-mode-spectrum", "clustering.interaction-energy-extremes"])

  public static func validate(_ p: Arguments) throws {
    let lambdas = EigenvalueList(p)
    try lambdas.validate()
    let first = lambdas.entries[0]
    switch first.decideFully(.less, bound: RealParameter(0)) {
    case .proved: return
    case .undecided: throw Undecided("whether the first eigenvalue is negative")
    case .refuted: throw lambdas.fail("the first is \(first.text)", domain: "a negative first eigenvalue")
    }
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    try validate(p)
    let entries = EigenvalueList(p).entries
    return output == "stable"
      ? try isStable(p, entries).integer("the state is stable") : .real(leading(p, entries))
  }

  /// The largest eigenvalue: the maximum of all that occur.
  private static func leading(_ p: Arguments, _ entries: [RealParameter]) -> Ball {
    let first = entries[0]
    let state = PolarisedState(p.lifted(to: Ball.self), mu: -first.ball)
    var values: [Ball] = []
    if case .integer(let n)? = p["n_plus"], n > 1 { values.append(state.plusDeviation) }
    if case .integer(let n)? = p["n_minus"], n > 1 { values.append(state.minusDeviation) }
    for lambda in Set(entries.dropFirst()) {
      if !lambda.isInterval, lambda.decideFully(.equal, bound: first) == .proved {
        values.append(0)
        continue
      }
      let sum = Expression.abs(lambda.lifted()) + first.lifted()
      values.append(state.mode(lambda.ball, excess: RealParameter(sum).ball))
    }
    return values.dropFirst().reduce(values[0]) { .max($0, $1) }
  }

  /// With own weights a_± = n_± E/(n_∓ + n_± E), E = exp(-2βμ), and u_± = 1 - 2a_±, so that A_± = μu_±:
  ///
  /// The matrix M of the mode λ has trace λ(a_+ + a_-) - μ(u_+ + u_-) and, as it is singular at λ = -μ, determinant
  /// (λ + μ)(μ u_+u_- - λ(u_+ + u_-)/2). If u_+ <= 0 then n_- <= n_+ E < n_+, so that -A_+ >= 0 occurs as an eigenvalue: not
  /// stable; likewise for u_-. Let u_± > 0.
  /// - λ < -μ: the second factor is positive, the determinant negative, one eigenvalue positive. λ = -μ: one is 0.
  /// - λ > -μ: both are negative if and only if the determinant is positive, that is λ < μB, B = 2u_+u_-/(u_+ + u_-), and the
  ///   trace negative, which then follows: for λ > 0, λ < μB <= μ(u_+ + u_-)/2 while a_+ + a_- < 1 by u_± > 0.
  ///
  /// In E, B = (1 + E² - (n_+/n_- + n_-/n_+)E)/(1 - E²) < 1, and u_± > 0 for both signs means 2βμ > |log(n_+/n_-)|.
  private static func isStable(_ p: Arguments, _ entries: [RealParameter]) -> Verdict {
    guard case .integer(let plus)? = p["n_plus"], case .integer(let minus)? = p["n_minus"],
      let ratio = Rational(numerator: max(plus, minus), denominator: min(plus, minus))
    else { return .undecided }
    let mu = -entries[0].lifted(Expression.self)
    let exponent = 2 * p.lifted(to: Expression.self).beta * mu
    let decay = Expression.exp(-exponent)
    let square = Expression.exp(-2 * exponent)
    let balance = Expression(ratio + 1 / ratio)
    let bound = mu * (1 + square - balance * decay) / (1 - square)
    var verdict =
      ratio == 1
      ? .proved
      : RealParameter(exponent).decideFully(.greater, bound: RealParameter(Expression.log(Expression(ratio))))
    for lambda in Set(entries.dropFirst()) where verdict != .refuted {
      verdict = verdict && lambda.decideFully(.greater, bound: entries[0])
      // 0 < B < 1 when u_± > 0.
      if verdict == .refuted || lambda.decideFully(.lessOrEqual, bound: RealParameter(0)) == .proved {
        continue
      }
      if lambda.decideFully(.greaterOrEqual, bound: RealParameter(mu)) == .proved { return .refuted }
      verdict = verdict && lambda.decideFully(.less, bound: RealParameter(bound))
    }
    return verdict
  }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let (plus, minus) = (try context.integer("n_plus"), try context.integer("n_minus"))
    let signs = Array(repeating: 1.0, count: min(plus, 1000)) + Array(repeating: -1, count: min(minus, 1000))
    return try SymmetricAttentionModel.confront(context, beta: context.parameters.beta, mode: 0, signs: signs)
  }
}

/// The eigenvalues of the Jacobian at a polarised state, in E = exp(-2βμ).
struct PolarisedState<T: SpecialAnalytic> {
  let mu: T
  let plus: T
  let minus: T
  let decay: T

  init(_ p: Lifted<T>, mu: T) { self.init(beta: p.beta, mu: mu, plus: p.n_plus, minus: p.n_minus) }

  init(beta: T, mu: T, plus: T, minus: T) {
    (self.mu, self.plus, self.minus) = (mu, plus, minus)
    decay = T.exp(-2 * beta * mu)
  }

  /// Z_+ and Z_- over exp(βμ).
  private var plusTotal: T { minus + plus * decay }
  private var minusTotal: T { plus + minus * decay }

  /// -A_+ and -A_-: deviations from the mean of a cluster.
  var plusDeviation: T { 2 * mu * plus * decay / plusTotal - mu }
  var minusDeviation: T { 2 * mu * minus * decay / minusTotal - mu }

  /// The larger eigenvalue of the mode λ ≠ 0, with `size` = |λ| and `excess` = |λ| - μ.
  ///
  /// With a_± as in `PolarisedModeRate`, c = λ + 2μ, a_+ + a_- = S and a_+ - a_- = D the matrix is -μ plus
  /// (c a_+, λ(1 - a_+); λ(1 - a_-), c a_-), whose larger eigenvalue is cS/2 + √(λ²(1-a_+)(1-a_-) + c²D²/4). The root is |λ|
  /// plus its difference from λ², over the sum of both: for large βμ nothing cancels.
  func larger(_ lambda: T, size: T, excess: T) -> T {
    let total = plusTotal * minusTotal
    let (squares, product) = (T.pow(plus, 2) + T.pow(minus, 2), plus * minus)
    let c = lambda + 2 * mu
    let sum = decay * (squares + 2 * product * decay) / total
    let difference = decay * (plus - minus) * (plus + minus) / total
    let spread = T.pow(c * difference / 2, 2)
    let square = T.pow(lambda, 2)
    let deficit = spread - square * decay * (squares + product * decay) / total
    return excess + c * sum / 2 + deficit / (size + T.sqrt(square * product / total + spread))
  }
}

extension PolarisedState<Ball> {
  /// The larger eigenvalue of the mode λ; `excess` = |λ| - μ.
  ///
  /// The matrix is λW - diag(A_±) with W stochastic and reversible, hence self-adjoint of norm 1 in a weighted scalar
  /// product: its larger eigenvalue is within |λ| of that at λ = 0, max(-A_+, -A_-). That is all there is where λ may be 0.
  func mode(_ lambda: Ball, excess: Ball) -> Ball {
    let size = Ball.abs(lambda)
    let near = Ball.max(plusDeviation, minusDeviation) + .hull(-size, size)
    if lambda.containsZero { return near }
    let value = larger(lambda, size: size, excess: excess)
    return value.isFinite ? .intersection(value, near) ?? value : near
  }
}
