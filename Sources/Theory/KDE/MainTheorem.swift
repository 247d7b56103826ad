import VlasovSimulation
import VlasovSymbols

/// The expected number of all modes of n normal numbers: the belt that holds them, and the leading constant.
public enum MainTheorem: OrderedForm {
  public static let record = Record(
    id: "kde.main-theorem",
    title: "Total number of modes",
    statement: """
      For $n^c\\lesssim\\beta\\lesssim n^{2-c}$, $c>0$: $\\mathbb E\\,\\#\\mathrm{modes}(\\mathbb R)=\
      \\Theta(\\sqrt{\\beta\\log\\beta})$, and outside the belt $2\\log n-3\\log\\beta\\le t^2\\le2\\log n-\\log\\beta$ the \
      expected number is $o(\\sqrt{\\beta\\log\\beta})$. With $t_{\\mathrm{out}}$, $t_{\\mathrm{in}}$ the edges of the belt \
      ($t_{\\mathrm{in}}=0$ if $\\beta^3\\ge n^2$) the leading term is \
      $\\frac1\\pi\\sqrt{\\tfrac{3\\beta}2}\\,(t_{\\mathrm{out}}-t_{\\mathrm{in}})$.
      """,
    source: Source(
      KDEModel.paper,
      "main theorem (order and belt are stated; the constant is derived from the Gaussian proxy)",
      .derived),
    parameters: [
      ParameterSpec("n", symbol: "n", .integer(minimum: 2), "number of observations"),
      ParameterSpec(
        "beta", symbol: "\\beta", .real(Domain(lower: .closed("1"))), "inverse squared bandwidth, at most n^2"
      ),
      ParameterSpec(
        "c", symbol: "c", .real(Domain(lower: .open("0"), upper: .closed("1"))), onlyForCheck: true,
        "exponent of the regime n^c <= beta <= n^(2-c)"),
      ParameterSpec(
        "t", symbol: "t", .real(.real), onlyForCheck: true, "a point: whether it lies in the belt"),
    ],
    outputs: [
      OutputSpec(
        "leading", symbol: "\\frac1\\pi\\sqrt{3\\beta/2}\\,(t_{\\mathrm{out}}-t_{\\mathrm{in}})",
        "the leading term"),
      OutputSpec("outer", symbol: "t_{\\mathrm{out}}", "outer edge of the belt"),
      OutputSpec("inner", symbol: "t_{\\mathrm{in}}", "inner edge of the belt"),
      OutputSpec(
        "next", symbol: "E_1", "the leading term with both edges moved to the next order, an estimate"),
      OutputSpec("composite", symbol: "E_2", "the recommended predictor, an estimate"),
      OutputSpec(
        "composite0", symbol: "E_3", "the predictor with the Gaussian proxy inside the belt, an estimate"),
    ],
    hypotheses: [
      Hypothesis("beta <= n^2", .reported) { .lessOrEqual($0.beta, Expression.pow($0.n, 2)) },
      Hypothesis("n^c <= beta", .reported, needs: ["c"]) {
        .lessOrEqual($0.c * Expression.log($0.n), Expression.log($0.beta))
      },
      Hypothesis("beta <= n^(2-c)", .reported, needs: ["c"]) {
        .lessOrEqual(Expression.log($0.beta), (2 - $0.c) * Expression.log($0.n))
      },
      Hypothesis("2 log n - 3 log beta <= t^2", .reported, needs: ["t"]) {
        .lessOrEqual(2 * Expression.log($0.n) - 3 * Expression.log($0.beta), Expression.pow($0.t, 2))
      },
      Hypothesis("t^2 <= 2 log n - log beta", .reported, needs: ["t"]) {
        .lessOrEqual(Expression.pow($0.t, 2), 2 * Expression.log($0.n) - Expression.log($0.beta))
      },
    ],
    method: """
      composite = sqrt(beta) int m(n phi(t)/sqrt(beta)) exp(-sqrt(2) n beta^(-3/2) t^2 exp(-t^2/2)) dt over |t| <= \
      sqrt(2 log n + 80), m the estimate of kde.shot-noise, in floating point; composite0 has lambda_0 m/m(inf) for |t| <= t_out \
      (lambda_0 of kde.proxy-intensity) and sqrt(beta) m beyond. next: t_out^2 = 2 (log(n/sqrt(2 pi beta)) + 2.278), and \
      t_in^2 = 2 s, s the larger root of s = log s + K, K = log(2 sqrt(2) n beta^(-3/2)) + gamma, or t_in = 0 if K < 1.
      """,
    notes: [
      """
      With beta = n^alpha the leading term is (1/pi) sqrt(3 beta/2) sqrt(2 log n) (sqrt(1 - alpha/2) - \
      sqrt(max(0, 1 - 3 alpha/2))). It converges slowly, with relative errors of order 1/log n and log log n/log n: never use \
      it as a prediction.
      """,
      """
      The equivalence is proved at the level of the Gaussian proxy on t^2 <= 2 log n - log beta - omega only; \
      the outer zone contributes O(sqrt(beta)).
      """,
      """
      composite agrees with simulated counts to 1 percent where beta >= 1000; for beta <= 100 both composites are off by 2 to 15 \
      percent. next needs well separated zones (beta >= n, say).
      """,
    ],
    crossCheck: CrossCheck(
      simulates:
        "modes of normal samples (outer, inner: the t where n exp(-t^2/2) is sqrt(beta), or beta^(3/2))",
      law: """
        Monte Carlo: 4 standard errors + a relative bias: composites 0.01 + beta^(-1/2); leading and next 4/log n; \
        edges: roundoff
        """,
      defaultParameters: "n=1e4 beta=1e3", run: crossCheck),
    references: [
      ReferenceValue("n=1e4 beta=1e3 output=leading", "41.8300711563486732961007278080166879627048630"),
      ReferenceValue("n=1e4 beta=1e3 output=outer", "3.3930702122075558989415450714281281968802833810749"),
      ReferenceValue("n=1e5 beta=1e3 output=inner", "1.5174271293851463508629723935498784573935812620436"),
      ReferenceValue("n=1e5 beta=1e3 output=leading", "30.787031136888779433397435466887940712976919207538"),
      ReferenceValue("n=1e4 beta=1e4 output=inner", "0"),
      ReferenceValue("n=1e4 beta=1e4 output=next", "134.6"),
      ReferenceValue("n=1e6 beta=1e6 output=next", "1585"),
    ] + composites.map { ReferenceValue("n=\($0.n) beta=\($0.beta) output=\($0.output)", $0.value) },
    related: ["kde.shot-noise", "kde.proxy-count", "kde.mammen-two-thirds"])

  private static let composites: [(n: String, beta: String, output: String, value: String)] = [
    ("1e3", "1e3", "composite", "37.29"), ("1e4", "1e3", "composite", "40.21"),
    ("1e4", "1e4", "composite", "133.3"), ("1e5", "1e3", "composite", "24.80"),
    ("1e5", "1e4", "composite", "151.4"), ("1e5", "1e5", "composite", "462.7"),
    ("1e6", "1e4", "composite", "129.8"), ("1e6", "1e6", "composite", "1580"),
    ("1e3", "100", "composite", "8.56"), ("1e4", "100", "composite", "3.91"),
    ("1e3", "31.6", "composite", "2.02"), ("1e4", "100", "composite0", "4.35"),
    ("1e3", "100", "composite0", "8.90"), ("1e3", "31.6", "composite0", "2.66"),
    ("1e4", "1e3", "composite0", "40.31"), ("1e5", "1e3", "composite0", "24.93"),
  ]

  public static func formula<T: Ordered>(_ p: Lifted<T>, output: String) -> T {
    let (logN, logBeta) = (T.log(p.n), T.log(p.beta))
    let outer = T.sqrt(2 * logN - logBeta)
    let inner = T.sqrt(T.max(0, 2 * logN - 3 * logBeta))
    switch output {
    case "outer": return outer
    case "inner": return inner
    default: return 2 * T.sqrt(p.beta) * ShotNoise.limit() * (outer - inner)
    }
  }

  public static func symbolic(_ output: String) -> DefiningFormula? {
    guard ["leading", "outer", "inner"].contains(output) else { return nil }
    return .formula(formula(Lifted(symbolsOf: record, output: output), output: output))
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    guard case .integer(let n)? = p["n"], case .real(let beta)? = p["beta"] else {
      return .undecided("no n, beta")
    }
    let square = Expression(Rational(n * n))
    switch beta.decide(.lessOrEqual, bound: square) {
    case .proved: break
    case .refuted:
      throw InputError(
        parameter: "beta", value: beta.text, domain: "1 <= beta <= n^2",
        "beta=\(beta.text) is outside the domain 1 <= beta <= n^2, n=\(n)")
    case .undecided: throw Undecided("whether beta <= n^2")
    }
    let predictor = ModePredictor(
      logN: Ball.log(Ball(n, bits: 128)).estimate, logBeta: Ball.log(beta.ball).estimate)
    func estimate(_ scaled: Double) throws -> Value {
      try beta.requirePoint("beta")
      guard scaled.isFinite else { throw Undecided("the estimate leaves the range of floating point") }
      return .estimate(
        Ball(exactly: scaled) * Ball.sqrt(beta.ball), digits: 4,
        note: "heuristic asymptotics, and Monte Carlo values of kde.shot-noise; 3 digits are meaningful")
    }
    switch output {
    case "next": return try estimate(predictor.next)
    case "composite": return try estimate(predictor.composite)
    case "composite0":
      let (number, scale) = (Rational(n).double, Ball(exactly: 1) * beta.ball)
      return try estimate(predictor.composite(n: number, beta: scale.estimate))
    default: break
    }
    return edges(p, beta, square, output)
  }

  /// The certified outputs; where edges meet exactly, exact zeros.
  private static func edges(_ p: Arguments, _ beta: RealParameter, _ square: Expression, _ output: String)
    -> Value
  {
    let cube = RealParameter(Expression.pow(beta.lifted(Expression.self), 3))
    let isOneBelt = !beta.isInterval && cube.decide(.greaterOrEqual, bound: square) == .proved
    let isWhole = !beta.isInterval && beta.decide(.equal, bound: square) == .proved
    let isOne = !beta.isInterval && beta.decide(.equal, bound: 1) == .proved
    switch output {
    case "inner" where isOneBelt: return .exact(0)
    case "outer" where isWhole: return .exact(0)
    case "leading" where isWhole || isOne: return .exact(0)
    default: break
    }
    func read<T: Ordered & Enclosing>(_: T.Type) -> T {
      let x = p.lifted(to: T.self)
      if output == "leading", isOneBelt {
        return 2 * T.sqrt(x.beta) * ShotNoise.limit() * formula(x, output: "outer")
      }
      return formula(x, output: output)
    }
    return .reading {
      read(SmallBall.self)
    } ball: {
      read(Ball.self)
    }
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let (n, beta) = (context.parameters.n, context.parameters.beta)
    let logN = Double.log(n)
    let bias: Double
    switch context.output {
    case "outer", "inner":
      let level = (context.output == "outer" ? 0.5 : 1.5) * Double.log(beta)
      let edge = FloatScan.zero(from: 0, to: 2 * logN + 1) { logN - $0 * $0 / 2 - level }
      return try context.confront(law: .roundoff(bound: 1e-13 * (1 + logN))) {
        [SizedObservation(size: 1, simulated: edge)]
      }
    case "leading", "next": bias = 4 / logN
    default: bias = 0.01 + 1 / beta.squareRoot()
    }
    let count = try context.integer("n")
    guard count <= 1_000_000, beta <= 1e10 else {
      throw InputError(
        parameter: "n", value: "\(count)", domain: "n <= 1e6, beta <= 1e10",
        "too many observations for a simulation")
    }
    return try context.confront(relativeBias: bias) {
      try KernelModeTrials.normal(
        count: count, beta: beta, samples: min(max(3_000_000 / count, 32), 20_000), threads: context.threads,
        seed: context.seed, stop: context.stop)
    }
  }
}
