import VlasovSymbols

/// Mean, covariance and mixed moments of the kernel's derivative and its slope at a point.
public enum KernelMoments: ClosedForm {
  public static let record = Record(
    id: "kde.moments",
    title: "Moments of the kernel's derivative and of its slope",
    statement: """
      For $X\\sim N(0,1)$ let $G=(t-X)e^{-\\beta(t-X)^2/2}$ and $G'=(1-\\beta(t-X)^2)e^{-\\beta(t-X)^2/2}$. With \
      $k=i+j$, $v=1/(1+k\\beta)$ and the moments $M_q$ of $N(tv,v)$, $\\mathbb{E}[G^iG'^j]=\\sqrt v\\,\
      e^{-k\\beta vt^2/2}\\sum_{l\\le j}\\binom jl(-\\beta)^lM_{i+2l}$. The covariance matrix of $(G,G')$ is that of \
      $(F_n,F_n')(t)$, $F_n=n^{-1/2}\\sum_iG_i$, for every $n$, and positive definite.
      """,
    source: Source(
      KDEModel.paper,
      "lemmas on the mean and the covariance (asymptotics there; the exact forms are derived)",
      .corrected,
      slip: """
        the paper's leading term of E G' is beta^(-3/2) e^(-t^2/2) (1 - t^2), which omits 1/beta and is wrong near \
        |t| = 1; it is beta^(-3/2) e^(-t^2/2) (1 - t^2 + 1/beta)
        """),
    parameters: [
      .kernelBeta,
      ParameterSpec("t", symbol: "t", .real(.real), "where the density is looked at"),
      ParameterSpec(
        "i", symbol: "i", .integer(minimum: 0, maximum: 6), requiredBy: ["moment"], "power of G, i + j <= 6"),
      ParameterSpec(
        "j", symbol: "j", .integer(minimum: 0, maximum: 6), requiredBy: ["moment"], "power of G', i + j <= 6"),
    ],
    outputs: [
      OutputSpec("moment", symbol: "\\mathbb{E}[G^iG'^j]", "the raw moment; i = 1, j = 0 is the mean of G"),
      OutputSpec("s11", symbol: "\\Sigma_{11}", "the variance of G"),
      OutputSpec("s12", symbol: "\\Sigma_{12}", "the covariance of G and G'"),
      OutputSpec("s22", symbol: "\\Sigma_{22}", "the variance of G'"),
      OutputSpec("tau2", symbol: "\\tau^2", "s22 - s12^2/s11, the variance of G' given G under normality"),
      OutputSpec("det", symbol: "\\det\\Sigma", "s11 s22 - s12^2"),
    ],
    method: """
      A Gaussian times a Gaussian is a Gaussian; the determinant is expanded in t^2, where all coefficients are \
      positive. Only tiny beta cancels (det is of order beta^2), and takes more precision.
      """,
    notes: [
      """
      Leading order for beta -> inf, t^2/beta -> 0, with k = beta^(-3/2) e^(-t^2/2): E G ~ k t, \
      E G' ~ k (1 - t^2 + 1/beta), s11 ~ 2^(-3/2) k, s12 ~ -2^(-5/2) k t, s22 ~ 3 2^(-5/2) k beta.
      """,
      "P' and F have opposite signs: a mode is an up-crossing of F.",
      "Values below 1e-323228468 or so (from t^2 of about 1e9 on) are beyond the range of the numbers: undecided.",
    ],
    crossCheck: CrossCheck(
      simulates: "powers of G and G' at standard normal numbers, and the statistic of their averages",
      law: KDESampling.momentLaw, defaultParameters: "beta=4 t=1 i=1 j=0"
    ) { context in
      let p = context.parameters
      let (i, j) = (p.integer("i") ?? 0, p.integer("j") ?? 0)
      let output = context.output
      return try KDESampling.confrontMoments(context, beta: p.beta, points: [p.t]) {
        statistic($0[0], output, i, j)
      }
    },
    references: [
      ReferenceValue("beta=100 t=2 i=1 j=0", "0.00027199371066141789158935714201081382311096808041541"),
      ReferenceValue("beta=100 t=2 i=0 j=1", "-0.00040260455191962351279810784881798679757514582200102"),
      ReferenceValue("beta=100 t=2 i=2 j=0", "0.000048921086275388660136766093960841697360397587220936"),
      ReferenceValue("beta=100 t=2 i=1 j=1", "-0.000048200418895964781561277269327078054348681500934245"),
      ReferenceValue("beta=100 t=2 i=0 j=2", "0.0073021260341814232464097400536159915530159582539937"),
      ReferenceValue("beta=100 t=2 i=3 j=0", "0.00000052233756716769360196612108222998836876674203158177"),
      ReferenceValue(
        "beta=100 t=2 i=2 j=1", "-0.00000025924402856814866956673085796136307492837776476153"),
      ReferenceValue("beta=100 t=2 i=1 j=2", "0.000034859939422322923368260821753965878594766469452605"),
      ReferenceValue("beta=100 t=2 i=0 j=3", "0.0034381956745082385878086984226218454933953766553462"),
      ReferenceValue("beta=100 t=2 output=s11", "0.0000488471056967492930239410862423861505394866135"),
      ReferenceValue("beta=100 t=2 output=s12", "-0.0000480909129899589856863531242388691013810954557"),
      ReferenceValue("beta=100 t=2 output=s22", "0.00730196394375619684558497609628245453847482841"),
      ReferenceValue("beta=100 t=2 output=tau2", "0.00725461751699827093497620115477423848018022723"),
      ReferenceValue("beta=100 t=2 output=det", "0.000000354367068642303451306874850105476484638243339"),
    ],
    related: ["kde.proxy-intensity", "kde.edgeworth-third"])

  /// The covariance matrix is that of E[G^i G'^j]/ε^(i+j), times ε² = e^(-βt²/(1+2β)).
  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    let law = KernelLaw(t: p.t, beta: p.beta)
    switch output {
    case "moment":
      guard let i = p.integer("i"), let j = p.integer("j"), i >= 0, j >= 0, i + j <= 6 else {
        return 1 / T(0)
      }
      return law.moment(i, j)
    case "s12": return (law.scaled(1, 1) - law.scaled(1, 0) * law.scaled(0, 1)) * law.decay
    case "s22": return (law.scaled(0, 2) - T.pow(law.scaled(0, 1), 2)) * law.decay
    default:
      let covariance = KernelCovariance(t: p.t, beta: p.beta)
      switch output {
      case "s11": return covariance.s11 * law.decay
      case "tau2": return covariance.residual * law.decay
      default: return covariance.determinant * T.pow(law.decay, 2)
      }
    }
  }

  public static func validate(_ p: Arguments) throws {
    guard case .integer(let i)? = p["i"], case .integer(let j)? = p["j"], i + j > 6 else { return }
    throw InputError(
      parameter: "j", value: j.description, domain: "i + j <= 6",
      "i=\(i), j=\(j): moments are given for i + j <= 6")
  }

  /// Exact where exact arithmetic shows a moment to vanish, or i = j = 0.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    try validate(p)
    let x = p.lifted(to: Expression.self)
    if output == "moment", let i = x.integer("i"), let j = x.integer("j") {
      if i + j == 0 { return .exact(1) }
      if KernelLaw(t: x.t, beta: x.beta).polynomial(i, j).isExactlyZero { return .exact(0) }
    }
    // G is odd and G' is even in t - X.
    if output == "s12", p.isExactly("t", 0) { return .exact(0) }
    return .reading {
      formula(p.lifted(to: SmallBall.self), output: output)
    } ball: {
      formula(p.lifted(to: Ball.self), output: output)
    }
  }

  public static func symbolic(_ output: String) -> DefiningFormula? {
    let p = Lifted<Expression>(symbolsOf: record, output: output)
    guard output == "moment" else { return .formula(formula(p, output: output)) }
    let k = p.i + p.j
    let v = 1 / (1 + k * p.beta)
    let sum = Expression.variable("S_ij", latex: "\\sum_{l=0}^{j}\\binom{j}{l}(-\\beta)^lM_{i+2l}")
    return .formula(Expression.sqrt(v) * Expression.exp(-(k * p.beta * v * Expression.pow(p.t, 2) / 2)) * sum)
  }

  /// An output from averages of G^i G'^j, in floating point.
  static func statistic(_ m: MomentAverages, _ output: String, _ i: Int, _ j: Int) -> Double {
    switch output {
    case "moment": m[i, j]
    case "s11": m.s11
    case "s12": m.s12
    case "s22": m.s22
    case "tau2": m.s22 - m.s12 * m.s12 / m.s11
    default: m.s11 * m.s22 - m.s12 * m.s12
    }
  }
}
