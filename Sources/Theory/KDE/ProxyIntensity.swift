import VlasovSymbols

/// The intensity of modes at a point when the derivative and its slope are replaced by Gaussians.
public enum ProxyIntensity: ClosedForm {
  public static let record = Record(
    id: "kde.proxy-intensity",
    title: "Gaussian proxy of the intensity of modes",
    statement: """
      Let $(F_n,F_n')(t)$ be replaced by the Gaussian of the same mean $\\sqrt n\\mu$ and covariance $\\Sigma$. With \
      $a=\\sqrt n\\mu_1/\\sqrt{\\Sigma_{11}}$, $\\tau^2=\\Sigma_{22}-\\Sigma_{12}^2/\\Sigma_{11}$ and \
      $\\eta=\\sqrt n(\\mu_2-\\mu_1\\Sigma_{12}/\\Sigma_{11})/\\tau$ the Kac-Rice intensity of its up-crossings is \
      $\\lambda_0(t)=\\int_0^\\infty y\\,p(0,y)\\,dy=\\frac{\\tau}{\\sqrt{\\Sigma_{11}}}\\varphi(a)\
      [\\varphi(\\eta)+\\eta\\Phi(\\eta)]$; of its down-crossings, the valleys, \
      $\\frac{\\tau}{\\sqrt{\\Sigma_{11}}}\\varphi(a)[\\varphi(\\eta)-\\eta\\Phi(-\\eta)]$.
      """,
    source: Source(
      KDEModel.paper, "main term of the Kac-Rice formula (the closed form is derived)", .derived),
    parameters: [
      ParameterSpec(
        "n", symbol: "n", .integer(minimum: 1), requiredBy: pointwise, acceptedBy: nil,
        "number of observations"),
      .kernelBeta,
      ParameterSpec(
        "t", symbol: "t", .real(.real), requiredBy: pointwise, acceptedBy: nil,
        "where the density is looked at"),
    ],
    outputs: [
      OutputSpec("modes", symbol: "\\lambda_0(t)", "intensity of modes"),
      OutputSpec("valleys", symbol: "\\lambda_0^-(t)", "intensity of local minima"),
      OutputSpec("difference", symbol: "\\lambda_0-\\lambda_0^-", "modes less valleys"),
      OutputSpec("limit", symbol: "\\lim_{|t|\\to\\infty}\\lambda_0(t)", "the value far out, for every n"),
    ],
    hypotheses: [
      Hypothesis("t^2 <= 2 log n - log beta", .reported, outputs: pointwise, needs: ["n", "t"]) {
        KDEModel.isInWindow($0.t, n: $0.n, beta: $0.beta)
      }
    ],
    method: """
      Mean and covariance in closed form without cancellation; for eta < 0 through Mills' ratio, \
      phi(eta) (1 - |eta| M(|eta|)).
      """,
    notes: [
      """
      lambda_0 does not decay: its limit for |t| -> inf is beta/(2 pi sqrt(1 + 2 beta)) > 0 for every n, so that its \
      integral over the line is infinite. It means something for t^2 <= 2 log n - log beta (see check); beyond, it \
      counts ghosts where there is no sample.
      """,
      "The difference of modes and valleys is the derivative of Phi(a(t)), the probability of F_n(t) > 0 in the proxy.",
      """
      At a point of the window the error of the proxy is of the order of 1/Lam, Lam = n phi(t)/sqrt(beta) (observations \
      per bandwidth), besides the term of kde.edgeworth-third.
      """,
    ],
    crossCheck: CrossCheck(
      simulates: "certified counts of modes of normal samples in a short window around +-t",
      law: KDESampling.countLaw, defaultParameters: "n=1000 beta=1000 t=1", run: crossCheck),
    references: [
      ReferenceValue("n=1000 beta=100 t=3/2", "0.6949056827722661636778105418494410024982555136154"),
      ReferenceValue("n=1e4 beta=1000 t=5/2", "5.3730660435671792350848065381775208703158160997384"),
      ReferenceValue("n=1e6 beta=1e6 t=0", "194.93482518943213467041879993542496149043484530283"),
      ReferenceValue(
        "n=1000 beta=100 t=3/2 output=valleys", "0.711310618800930732710016137224130350103143699"),
      ReferenceValue(
        "n=1000 beta=100 t=3/2 output=difference", "-0.0164049360286645690322055953746893476048881851"),
      ReferenceValue("beta=100 output=limit", "1.1225924135209307573379742998730349893624589767"),
    ],
    related: ["kde.moments", "kde.proxy-count", "kde.edgeworth-third"])

  private static let pointwise: Set<String> = ["modes", "valleys", "difference"]

  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    switch output {
    case "limit": return p.beta / (2 * T.pi * T.sqrt(1 + 2 * p.beta))
    case "difference": return ProxyLaw(n: p.n, t: p.t, beta: p.beta).difference
    case "valleys":
      let law = ProxyLaw(n: p.n, t: p.t, beta: p.beta)
      return law.weight * partialMean(-law.eta)
    default: return Density()(p.t, [p.n, p.beta])
    }
  }

  /// λ_0(t) over p = [n, β], analytic in t near the real line.
  public struct Density: Function1 {
    public init() {}
    public func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T {
      let law = ProxyLaw(n: p[0], t: x, beta: p[1])
      return law.weight * partialMean(law.eta)
    }
  }

  /// E max(η + Z, 0) = φ(η) + η Φ(η), Z standard normal.
  static func partialMean<T: SpecialAnalytic>(_ eta: T) -> T {
    KDEModel.normalDensity(eta) + eta * KDEModel.normalDistribution(eta)
  }

  /// The same as φ(η)(1 + η M(-η)) with Mills' ratio M, as Φ(η) = φ(η) M(-η): for η << 0 it loses some
  /// 2 log2 |η| bits, and not η².
  static func partialMeanByMills<T: SpecialAnalytic>(_ eta: T) -> T {
    KDEModel.normalDensity(eta) * (1 + eta * T.mills(-eta))
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    if output == "difference" {
      let x = p.lifted(to: Expression.self)
      if KernelCovariance(t: x.t, beta: x.beta).slope.isExactlyZero { return .exact(0) }
    }
    return .reading {
      enclosure(p.lifted(to: SmallBall.self), output: output)
    } ball: {
      enclosure(p.lifted(to: Ball.self), output: output)
    }
  }

  /// The formula on sets, the partial mean in the form that cancels least.
  private static func enclosure<T: Binding & Enclosing>(_ p: Lifted<T>, output: String) -> T {
    guard output == "modes" || output == "valleys" else { return formula(p, output: output) }
    let law = ProxyLaw(n: p.n, t: p.t, beta: p.beta)
    let eta = output == "modes" ? law.eta : -law.eta
    return law.weight * (eta.isNegative ? partialMeanByMills(eta) : partialMean(eta))
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    guard context.output == "limit" else { return try KDESampling.confrontIntensity(context) }
    // Where e^(-β²t²/((1+β)(1+2β))) is below the rounding of doubles only covariances are left, and the rest is of
    // order t^-2.
    let beta = context.parameters.beta
    let start = 13 * (1 + 1 / beta) + 8 * beta.squareRoot()
    return try context.confront(law: .power(order: 2, next: 4, noise: 1e-11)) {
      [1.0, 2, 4, 8].map {
        SizedObservation(size: $0, simulated: KDESampling.farIntensity(beta: beta, t: start * $0))
      }
    }
  }
}

/// What the crossings of the Gaussian proxy of (F_n, F_n')(t) depend on.
///
/// With the quantities of `KernelCovariance`: a = √n mu1/√s11 = t (1+β) √b r √n/√U, τ/√s11 = √V/(√b U) and
/// η = √n (mu2 s11 - s12 mu1)/(s11 τ) = √n N r/(√U √V), because mu2 s11 - s12 mu1 = mu2 E G² - mu1 E GG'.
/// Square roots are taken of quantities that are positive on the real line, one by one: so each is analytic where its
/// argument avoids the negative half-line.
struct ProxyLaw<T: SpecialAnalytic> {
  let covariance: KernelCovariance<T>
  private let rootU: T
  private let rootV: T
  private let rootN: T

  init(n: T, t: T, beta: T) {
    covariance = KernelCovariance(t: t, beta: beta)
    (rootU, rootV, rootN) = (T.sqrt(covariance.u), T.sqrt(covariance.v), T.sqrt(n))
  }

  /// a = √n mu1/√s11
  var level: T { covariance.t * covariance.a * covariance.rootB * covariance.r * rootN / rootU }
  /// τ/√s11
  var ratio: T { rootV / (covariance.rootB * covariance.u) }
  /// η
  var eta: T { covariance.slope * covariance.r * rootN / (rootU * rootV) }
  /// (τ/√s11) φ(a)
  var weight: T { ratio * KDEModel.normalDensity(level) }
  /// (τ/√s11) φ(a) η = a'(t) φ(a), in which V cancels.
  var difference: T {
    KDEModel.normalDensity(level) * covariance.slope * covariance.r * rootN
      / (covariance.rootB * covariance.u * rootU)
  }
}
