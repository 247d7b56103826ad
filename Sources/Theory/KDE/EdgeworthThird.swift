import VlasovSymbols

/// The first Edgeworth correction of the intensity of modes.
public enum EdgeworthThird: ClosedForm {
  public static let record = Record(
    id: "kde.edgeworth-third",
    title: "First Edgeworth correction of the intensity of modes",
    statement: """
      With the third moments $\\kappa_{ij}=\\mathbb{E}[Z_1^iZ_2^j]$ of $Z_1=(G-\\mu_1)/s_1$, \
      $Z_2=((G'-\\mu_2)-c(G-\\mu_1))/\\tau$, $s_1=\\sqrt{\\Sigma_{11}}$, $c=\\Sigma_{12}/\\Sigma_{11}$, the term of order \
      $n^{-1/2}$ beside $\\lambda_0$ is $\\lambda_1(t)=\\frac{\\tau}{\\sqrt n\\,s_1}\\varphi(a)\\bigl\\{\
      \\tfrac{\\kappa_{30}}6(3a-a^3)(\\varphi(\\eta)+\\eta\\Phi(\\eta))+\\tfrac{\\kappa_{21}}2(a^2-1)\\Phi(\\eta)\
      -\\tfrac{\\kappa_{12}}2a\\varphi(\\eta)-\\tfrac{\\kappa_{03}}6\\eta\\varphi(\\eta)\\bigr\\}$.
      """,
    source: Source(
      KDEModel.paper, "Edgeworth expansion with the third-cumulant term psi (the closed form is derived)",
      .corrected,
      slip: """
        the paper's uniform bound of the error of the density of (F_n, F_n') cannot hold in all of its regime: that \
        density is unbounded near (0, 0) unless n/beta >= 2 or so (all observations far from t), by a heuristic \
        argument; modes are not affected, and no error constant is given here
        """),
    parameters: [
      ParameterSpec(
        "n", symbol: "n", .integer(minimum: 1), requiredBy: ["intensity", "count"], acceptedBy: nil,
        "number of observations (the cumulants do not depend on it)"),
      .kernelBeta,
      ParameterSpec(
        "t", symbol: "t", .real(.real), requiredBy: cumulants.union(["intensity"]),
        "where the density is looked at"),
      ParameterSpec(
        "L", symbol: "L", .real(.nonNegative), requiredBy: ["count"], "half width of the window"),
    ],
    outputs: [
      OutputSpec("intensity", symbol: "\\lambda_1(t)", "the correction, to be added to lambda_0"),
      OutputSpec("k30", symbol: "\\kappa_{30}", "third cumulant of Z1"),
      OutputSpec("k21", symbol: "\\kappa_{21}", "E[Z1^2 Z2]"),
      OutputSpec("k12", symbol: "\\kappa_{12}", "E[Z1 Z2^2]"),
      OutputSpec("k03", symbol: "\\kappa_{03}", "third cumulant of Z2"),
      OutputSpec("count", symbol: "I_1", "the integral of lambda_1 over [-L, L]"),
    ],
    hypotheses: [
      Hypothesis("t^2 <= 2 log n - log beta", .reported, outputs: ["intensity"]) {
        KDEModel.isInWindow($0.t, n: $0.n, beta: $0.beta)
      },
      Hypothesis("L^2 <= 2 log n - log beta", .reported, outputs: ["count"]) {
        KDEModel.isInWindow($0.L, n: $0.n, beta: $0.beta)
      },
    ],
    method: """
      Third central moments from the raw ones, all in units of the decay of the second moments; the integral by verified \
      quadrature.
      """,
    notes: [
      """
      A formal expansion in Lam^(-1/2), Lam = n phi(t)/sqrt(beta) (observations per bandwidth): the digits are those of \
      the term, not of the number of modes.
      """,
      """
      To leading order for large beta k30, k21 and k12 vanish, so that lambda_1 is tiny in the belt; the first visible \
      correction is of order 1/Lam (kde.shot-noise-c4).
      """,
      "The correction is the same for every square root of the covariance: Cholesky's and the paper's symmetric one agree.",
      "k30 and k12 are odd in t and vanish at t = 0; lambda_1 grows without bound for |t| -> inf.",
      "Tiny beta cancels (the denominators are of order beta to beta^3), and takes more precision.",
    ],
    crossCheck: CrossCheck(
      simulates: """
        third moments of standardised G and G' at normal numbers, put into the integral of y times the expanded density
        """,
      law: KDESampling.momentLaw, defaultParameters: "n=20 beta=4 t=1/2 L=1"
    ) { context in
      let p = context.parameters
      switch context.output {
      case "count":
        return try KDESampling.confrontMoments(context, beta: p.beta, points: KDESampling.nodes(on: 0, p.L)) {
          2 * KDESampling.integral(0, p.L, $0.map { $0.thirdOrderIntensity(n: p.n) })
        }
      case let output:
        return try KDESampling.confrontMoments(context, beta: p.beta, points: [p.t]) {
          output == "intensity" ? $0[0].thirdOrderIntensity(n: p.n) : $0[0].cumulant(output)
        }
      }
    },
    references: [
      ReferenceValue("n=1000 beta=100 t=3/2", "-0.00096453477864471341491128665592745096895747355913203"),
      ReferenceValue("n=1e4 beta=1000 t=5/2", "0.012945481440665778619650622698785318454401241532206"),
      ReferenceValue("beta=100 t=3/2 output=k30", "0.6168813851759816128323441667652455310856"),
      ReferenceValue("beta=100 t=3/2 output=k21", "0.02883269279491544656508043269164348162155"),
      ReferenceValue("beta=100 t=3/2 output=k12", "0.2909110240156294364245721216031816342239"),
      ReferenceValue("beta=100 t=3/2 output=k03", "3.71474864612945260261790400897406857653"),
      ReferenceValue("n=1000 beta=100 L=3 output=count", "0.03358402567644115482208002"),
    ],
    related: ["kde.proxy-intensity", "kde.proxy-count", "kde.moments"])

  private static let cumulants: Set<String> = ["k30", "k21", "k12", "k03"]

  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    switch output {
    case "count": return 2 * T.integral(Density(), [p.n, p.beta], from: 0, to: p.L)
    case "intensity": return Density()(p.t, [p.n, p.beta])
    default:
      let k = KernelCumulants(t: p.t, beta: p.beta)
      switch output {
      case "k30": return k.k30
      case "k21": return k.k21
      case "k12": return k.k12
      default: return k.k03
      }
    }
  }

  /// λ_1(t) over p = [n, β], analytic in t near the real line.
  public struct Density: Function1 {
    public init() {}
    public func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T {
      let law = ProxyLaw(n: p[0], t: x, beta: p[1])
      let density = KDEModel.normalDensity(law.eta)
      return correction(
        law, n: p[0], density: density, mass: KDEModel.normalDistribution(law.eta),
        partialMean: ProxyIntensity.partialMean(law.eta))
    }
  }

  /// λ_1 from φ(η), Φ(η) and φ(η) + ηΦ(η).
  ///
  /// With y = τ(η + z) the expanded density is φ(a) φ(z) (1 + n^(-1/2) Σ κ_ij/(i! j!) He_i(-a) He_j(z))/(s1 τ), and
  /// ∫_{-η}^∞ (η + z) He_j(z) φ(z) dz is φ + ηΦ, Φ, φ, -ηφ at η for j = 0, 1, 2, 3.
  private static func correction<T: SpecialAnalytic>(
    _ law: ProxyLaw<T>, n: T, density: T, mass: T, partialMean: T
  ) -> T {
    let k = KernelCumulants(law.covariance)
    let (a, square) = (law.level, T.pow(law.level, 2))
    let sum =
      k.k30 / 6 * a * (3 - square) * partialMean + k.k21 / 2 * (square - 1) * mass
      - (k.k12 / 2 * a + k.k03 / 6 * law.eta) * density
    return law.weight * sum / T.sqrt(n)
  }

  /// Exactly 0 by symmetry, or for an empty window.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    if output == "count", p.isExactly("L", 0) { return .exact(0) }
    if output == "k30" || output == "k12", p.isExactly("t", 0) { return .exact(0) }
    return .reading {
      enclosure(p.lifted(to: SmallBall.self), output: output)
    } ball: {
      enclosure(p.lifted(to: Ball.self), output: output)
    }
  }

  /// The formula on sets; for η < 0 with Φ(η) = φ(η) M(-η), M Mills' ratio.
  private static func enclosure<T: Binding & Enclosing>(_ p: Lifted<T>, output: String) -> T {
    guard output == "intensity" else { return formula(p, output: output) }
    let law = ProxyLaw(n: p.n, t: p.t, beta: p.beta)
    guard law.eta.isNegative else { return formula(p, output: output) }
    let density = KDEModel.normalDensity(law.eta)
    return correction(
      law, n: p.n, density: density, mass: density * T.mills(-law.eta),
      partialMean: ProxyIntensity.partialMeanByMills(law.eta))
  }
}

/// The third cumulants of (G, G')(t), standardised by Cholesky: Z1 = (G - mu1)/s1, Z2 = ((G' - mu2) - c (G - mu1))/τ.
///
/// All moments are in units of ε^(i+j) (see `KernelLaw.scaled`), which the standardised cumulants do not see.
struct KernelCumulants<T: Analytic> {
  let k30: T
  let k21: T
  let k12: T
  let k03: T

  init(t: T, beta: T) { self.init(KernelCovariance(t: t, beta: beta)) }

  init(_ covariance: KernelCovariance<T>) {
    let law = KernelLaw(t: covariance.t, beta: covariance.beta)
    let (x, y) = (law.scaled(1, 0), law.scaled(0, 1))
    let (xx, xy, yy) = (law.scaled(2, 0), law.scaled(1, 1), law.scaled(0, 2))
    let (s11, tau2) = (covariance.s11, covariance.residual)
    let c = (xy - x * y) / s11
    // Central moments of third order.
    let c30 = law.scaled(3, 0) - 3 * x * xx + 2 * T.pow(x, 3)
    let c21 = law.scaled(2, 1) - 2 * x * xy - y * xx + 2 * T.pow(x, 2) * y
    let c12 = law.scaled(1, 2) - 2 * y * xy - x * yy + 2 * x * T.pow(y, 2)
    let c03 = law.scaled(0, 3) - 3 * y * yy + 2 * T.pow(y, 3)
    let (s1, tau) = (T.sqrt(s11), T.sqrt(tau2))
    k30 = c30 / (s11 * s1)
    k21 = (c21 - c * c30) / (s11 * tau)
    k12 = (c12 - c * (2 * c21 - c * c30)) / (s1 * tau2)
    k03 = (c03 - c * (3 * c12 - c * (3 * c21 - c * c30))) / (tau2 * tau)
  }
}
