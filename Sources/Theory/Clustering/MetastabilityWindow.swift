import VlasovSymbols

/// The window of time in which clusters are frozen in their caps.
public enum MetastabilityWindow: Theorem {
  public static let record = Record(
    id: "clustering.metastability-window",
    title: "Metastability window",
    statement: """
      Tokens start in caps $\\{\\langle x,w_q\\rangle\\ge1-\\epsilon\\}$ around centres at angles $\\ge\\theta_{\\min}$. With \
      $\\alpha=\\cos\\max(0,\\theta_{\\min}-2\\arccos(1-2\\epsilon))$ they stay in the caps of $2\\epsilon$ on $[0,T_2]$, \
      $T_2=\\frac\\epsilon ne^{(1-\\alpha)\\beta}$, if $\\gamma=1-\\alpha-8\\epsilon-\\frac1\\beta\\log\\frac{2n^2}\\epsilon>0$; for \
      $t\\in[T_1,T_2]$ tokens of one cap satisfy $|x_i-x_j|^2\\le2e^{-\\lambda\\beta}$, where \
      $T_1\\le2ne^{8\\epsilon\\beta}+\\frac{en\\lambda\\beta^2}{\\beta-1}$, and sharper \
      $T_1=n\\int_\\delta^r\\frac{ds}{2F(s)-L}$ with $r=8\\epsilon$, $\\delta=e^{-\\lambda\\beta}$, $F(s)=s(1-s)e^{-\\beta s}$, \
      $L=2n^2e^{-(1-\\alpha)\\beta}$.
      """,
    source: Source(
      ClusteringPhaseModel.metastability, "main theorem; the sharper T_1 is derived", .stated),
    parameters: [
      ParameterSpec(
        "n", symbol: "n", .integer(minimum: 2), requiredBy: others(than: ["alpha"]), acceptedBy: nil,
        "number of tokens"),
      ParameterSpec(
        "beta", symbol: "\\beta", .real(Domain(lower: .open("1"))), requiredBy: others(than: ["alpha"]),
        acceptedBy: nil, "inverse temperature"),
      ParameterSpec(
        "eps", symbol: "\\epsilon", .real(Domain(lower: .open("0"), upper: .open("1/16"))), "size of the caps"
      ),
      ParameterSpec(
        "theta_min", symbol: "\\theta_{\\min}", .real(Domain(lower: .open("0"), upper: .closed("pi"))),
        requiredBy: others(than: ["T1", "T1_lean"]), acceptedBy: nil,
        "least angle between centres, in radians"),
      ParameterSpec(
        "lambda", symbol: "\\lambda", .real(.positive),
        requiredBy: ["T1", "T1_lean", "T1_sharp", "hypotheses"], acceptedBy: nil,
        "exponent of the collapse"),
      ParameterSpec("t", symbol: "t", .real(.nonNegative), onlyForCheck: true, "time to compare"),
    ],
    outputs: [
      OutputSpec("alpha", symbol: "\\alpha", "largest overlap between tokens of different caps of 2 eps"),
      OutputSpec("gamma", symbol: "\\gamma(\\beta)", "separation margin, to be positive"),
      OutputSpec("T2", symbol: "T_2", "end of the window"),
      OutputSpec("T1", symbol: "T_1", "the paper's bound of the start of the window"),
      OutputSpec("T1_lean", symbol: "T_1", "the explicit bound of a public formalisation"),
      OutputSpec("T1_sharp", symbol: "T_1", "the sharper bound, an integral"),
      OutputSpec(
        "hypotheses", symbol: "\\mathrm{hypotheses}", .integer, "1 if all hypotheses hold, 0 if one fails"),
    ],
    hypotheses: collapse(.required, ["T1_sharp"]) + collapse(.reported, others(than: ["T1_sharp"])) + [
      Hypothesis("gamma(beta) > 0", .reported, needs: ["n", "beta", "theta_min"]) {
        .greater(closed($0, output: "gamma"), 0)
      },
      Hypothesis("T1_sharp <= T2", .reported, needs: ["n", "beta", "theta_min", "lambda"]) {
        .lessOrEqual(try enclosedSharp($0), closed($0, output: "T2"))
      },
      Hypothesis(
        "t >= T1_sharp: tokens of one cap have met", .reported,
        needs: ["n", "beta", "theta_min", "lambda", "t"]
      ) { .greaterOrEqual($0.t, try enclosedSharp($0)) },
      Hypothesis("t <= T2: tokens are in their caps", .reported, needs: ["n", "beta", "theta_min", "t"]) {
        .lessOrEqual($0.t, closed($0, output: "T2"))
      },
    ],
    method:
      "T1_sharp by quadrature in log s; 2F - L is positive between delta and 8 eps by log-concavity of F.",
    notes: [
      "Within a cap the gap s = 1 - min<x_i,x_j> satisfies s' <= -(2 F(s) - L)/n.",
      "gamma, T2, T1 and T1_lean are plain formulas, returned whether or not the hypotheses hold.",
    ],
    crossCheck: CrossCheck(
      simulates:
        "the formulas in floating point; T1_sharp by Simpson's rule in log s, and tokens in two caps",
      law: """
        error O(step^4); slope of log T1_sharp against beta, as certified; gaps within a cap fall as T1_sharp says, or \
        faster
        """,
      defaultParameters: "output=T1_sharp n=4 beta=60 eps=1/100 theta_min=2.0943951023931954923 lambda=1/2",
      run: crossCheck),
    references: [
      ReferenceValue(
        "beta=60 n=4 eps=0.01 theta_min=2.0943951023931954923 output=alpha",
        "-0.12261971638356391479241873040942197242803081591786"),
      ReferenceValue(
        "beta=60 n=4 eps=0.01 theta_min=2.0943951023931954923 output=gamma",
        "0.90810461490376694954038300513176178483503575510021"),
      ReferenceValue(
        "beta=60 n=4 eps=0.01 theta_min=2.0943951023931954923 output=T2",
        "447499850684421185018305159.72377532731833136818932"),
      ReferenceValue(
        "beta=60 n=4 eps=0.01 theta_min=2.0943951023931954923 lambda=0.5 output=T1_sharp",
        "124.34540198246116531176305333201316930073669318043"),
      ReferenceValue(
        "beta=40 n=6 eps=0.005 theta_min=1.5 output=alpha",
        "0.34653554969919066433920224898146282088978397101672"),
      ReferenceValue(
        "beta=40 n=6 eps=0.005 theta_min=1.5 output=gamma",
        "0.37408986316170703594841270429237502669023641322468"),
      ReferenceValue(
        "beta=40 n=6 eps=0.005 theta_min=1.5 output=T2", "187352265.64704978306764420205706259024603452386412"
      ),
      ReferenceValue(
        "beta=40 n=6 eps=0.005 theta_min=1.5 lambda=0.3 output=T1_sharp",
        "34.321151328872075692033671320730750762534624640117"),
      ReferenceValue(
        "n=4 beta=60 eps=0.01 theta_min=2.0943951023931954923 lambda=0.5 output=T1",
        "1303.8058683686099900325556048532271458251475943899"),
      ReferenceValue(
        "n=4 beta=60 eps=0.01 theta_min=2.0943951023931954923 lambda=0.5 output=T1_lean",
        "704.69202970667295684699017405436282277853866587429"),
      ReferenceValue(
        "n=4 beta=60 eps=0.01 theta_min=2.0943951023931954923 lambda=0.5 output=hypotheses", "1"),
      ReferenceValue("n=4 beta=10 eps=0.01 theta_min=1 lambda=0.5 output=hypotheses", "0"),
    ],
    related: ["clustering.cap-collapse-time", "clustering.staircase-time"])

  private static func others(than excluded: Set<String>) -> Set<String> {
    Set(["alpha", "gamma", "T2", "T1", "T1_lean", "T1_sharp", "hypotheses"]).subtracting(excluded)
  }

  private static func collapse(_ role: Hypothesis.Role, _ outputs: Set<String>) -> [Hypothesis] {
    let needs = ["n", "beta", "theta_min", "lambda"]
    return [
      Hypothesis("delta < r, that is exp(-lambda beta) < 8 eps", role, outputs: outputs, needs: needs) {
        .less(gap($0), 8 * $0.eps)
      },
      Hypothesis("F(r) > L", role, outputs: outputs, needs: needs) {
        .greater(fall($0.beta, 8 * $0.eps), leak($0))
      },
      Hypothesis("F(delta) > L", role, outputs: outputs, needs: needs) {
        .greater(fall($0.beta, gap($0)), leak($0))
      },
    ]
  }

  // MARK: Formulas

  /// arccos(1 - 2ε) = 2 arcsin √ε, without the cancellation near 1.
  static func alpha<T: Ordered>(_ p: Lifted<T>) -> T {
    T.cos(.max(0, p.theta_min - 4 * T.asin(T.sqrt(p.eps))))
  }

  /// δ = e^(-λβ).
  private static func gap<T: Ordered>(_ p: Lifted<T>) -> T { T.exp(-(p.lambda * p.beta)) }
  /// F(s) = s(1-s)e^(-βs).
  static func fall<T: Analytic>(_ beta: T, _ s: T) -> T { s * (1 - s) * T.exp(-(beta * s)) }
  /// L = 2n² e^(-(1-α)β).
  private static func leak<T: Ordered>(_ p: Lifted<T>) -> T {
    2 * p.n * p.n * T.exp(-((1 - alpha(p)) * p.beta))
  }

  /// All outputs but T1_sharp and hypotheses.
  static func closed<T: Ordered>(_ p: Lifted<T>, output: String) -> T {
    switch output {
    case "gamma": return 1 - alpha(p) - 8 * p.eps - T.log(2 * p.n * p.n / p.eps) / p.beta
    case "T2": return p.eps / p.n * T.exp((1 - alpha(p)) * p.beta)
    case "T1":
      return 2 * p.n * T.exp(8 * p.eps * p.beta)
        + T.exp(1) * p.n * p.lambda * p.beta * p.beta / (p.beta - 1)
    case "T1_lean":
      let (r, delta) = (8 * p.eps, gap(p))
      let middle = T.max(delta, .min(1 / p.beta, r))
      return p.n * (r - middle) / fall(p.beta, r)
        + T.exp(1) * p.n * p.beta / (p.beta - 1) * T.log(middle / delta)
    default: return alpha(p)
    }
  }

  /// s/(2F(s) - L) at s = e^y, the integrand in y: 1/(2(1-s)e^(-βs) - Le^(-y)), nearly constant for small s.
  /// Parameters β, log L.
  struct Delay: Function1 {
    func callAsFunction<T: SpecialAnalytic>(_ y: T, _ p: [T]) -> T {
      let s = T.exp(y)
      return 1 / (2 * (1 - s) * T.exp(-(p[0] * s)) - T.exp(p[1] - y))
    }
  }

  static func sharp<T: Ordered>(_ p: Lifted<T>) -> T {
    let logLeak = T.log(2 * p.n * p.n) - (1 - alpha(p)) * p.beta
    return p.n * T.integral(Delay(), [p.beta, logLeak], from: -(p.lambda * p.beta), to: T.log(8 * p.eps))
  }

  private static func enclosedSharp(_ p: Lifted<Expression>) throws -> Expression {
    try withPrecision(128) {
      let parts = try [p.n, p.beta, p.eps, p.theta_min, p.lambda].map { try $0.evaluate(Ball.self) }
      let balls = Lifted<Ball>(
        reals: ["n": parts[0], "beta": parts[1], "eps": parts[2], "theta_min": parts[3], "lambda": parts[4]])
      let time = sharp(balls)
      // Where 2F - L vanishes the other hypotheses are refuted.
      guard time.isFinite else { throw Undecided("T1_sharp was not enclosed") }
      return try .enclosing(time)
    }
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    switch output {
    case "hypotheses": return try decided(p)
    case "T1_sharp": return .real(sharp(p.lifted(to: Ball.self)))
    default: return .real(closed(p.lifted(to: Ball.self), output: output))
    }
  }

  /// 1 when δ < r, F(r) > L, F(δ) > L and T1_sharp <= T2, in this order.
  private static func decided(_ p: Arguments) throws -> Value {
    let e = p.lifted(to: Expression.self)
    var isOpen = false
    for hypothesis in collapse(.reported, []) {
      switch try hypothesis.comparison(e)?.decide(maximumBits: 1024).verdict ?? .undecided {
      case .proved: continue
      case .refuted: return .integer(0)
      case .undecided: isOpen = true
      }
    }
    if isOpen { throw Undecided("delta < r, F(r) > L or F(delta) > L is undecided") }
    switch try Comparison.lessOrEqual(enclosedSharp(e), closed(e, output: "T2")).decide(maximumBits: 1024)
      .verdict
    {
    case .proved: return .integer(1)
    case .refuted: return .integer(0)
    case .undecided: throw Undecided("T1_sharp <= T2 is undecided")
    }
  }

  public static func symbolic(_ output: String) -> DefiningFormula? {
    let p = Lifted<Expression>(symbolsOf: record, output: output)
    if output == "hypotheses" { return nil }
    return .formula(output == "T1_sharp" ? sharp(p) : closed(p, output: output))
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    if context.output == "hypotheses" {
      throw InputError("output=hypotheses is a decision: nothing to simulate")
    }
    let closed = try context.certified().value
    guard context.output == "T1_sharp" else {
      return try context.confront(law: .roundoff(bound: 1e-11 * (1 + abs(closed)))) {
        [SizedObservation(size: 1, simulated: plain(p, context.output))]
      }
    }
    var report = try context.confront(law: .power(order: 4, next: 6, noise: 1e-12)) {
      [64, 128, 256, 512].map { panels in
        SizedObservation(size: Double(panels), simulated: sharp(p, p.beta, panels: panels))
      }
    }
    .fitting(
      ClusteringRates.hittingTimes(
        context, "slope of log T1_sharp against beta", sizes: [128, 256, 512], next: 6, noise: 1e-12
      ) { beta, panels, _ in
        sharp(p, beta, panels: Int(panels))
      }
    )
    .fitting(MetastabilitySimulation.rates(context, bound: closed))
    report.seed = context.seed
    return report
  }

  /// T1_sharp by Simpson's rule in log s.
  private static func sharp(_ p: Lifted<Double>, _ beta: Double, panels: Int) -> Double {
    let leak = 2 * p.n * p.n * Double.exp(-(1 - plain(p, "alpha")) * beta)
    return FloatQuadrature.simpson(from: -p.lambda * beta, to: Double.log(8 * p.eps), panels: panels) { y in
      let s = Double.exp(y)
      return p.n * s / (2 * s * (1 - s) * Double.exp(-beta * s) - leak)
    }
  }

  /// The plain formulas as the paper prints them, with arccos.
  private static func plain(_ p: Lifted<Double>, _ output: String) -> Double {
    let alpha = p.has("theta_min") ? Double.cos(max(0, p.theta_min - 2 * Double.acos(1 - 2 * p.eps))) : 0
    switch output {
    case "alpha": return alpha
    case "gamma":
      return 1 - alpha - 8 * p.eps - (Double.log(2) + 2 * Double.log(p.n) - Double.log(p.eps)) / p.beta
    case "T2": return Double.exp((1 - alpha) * p.beta + Double.log(p.eps / p.n))
    case "T1":
      return p.n * (2 * Double.exp(8 * p.eps * p.beta) + Double.exp(1) * p.lambda * p.beta / (1 - 1 / p.beta))
    default:
      let (r, delta) = (8 * p.eps, Double.exp(-p.lambda * p.beta))
      let middle = max(delta, min(1 / p.beta, r))
      return p.n * (r - middle) * Double.exp(p.beta * r) / (r * (1 - r))
        + p.n * Double.exp(1) / (1 - 1 / p.beta) * (Double.log(middle) + p.lambda * p.beta)
    }
  }
}
