import VlasovSimulation
import VlasovSymbols

/// The exponential growth of the covariance with tied keys under L2 and Sinkhorn attention.
public enum GrowthConstants: Theorem {
  public static let record = Record(
    id: "gaussian.growth-constants",
    title: "Growth constants with tied keys",
    statement: """
      Tied keys, $c>0$, $Y_0=K\\Sigma_0K^T\\succ0$. L2: \
      $\\lim e^{-2ct}\\Sigma(t)=\\Sigma_0K^TY_0^{-1}e^{-Y_0^{-1}/2}K\\Sigma_0$. Sinkhorn ($\\varepsilon=1$): \
      $\\lim e^{-2t}\\Sigma(t)=\\Sigma_0K^TY_0^{-1}p(Y_0)Y_0^{-1}K\\Sigma_0$, $p(y)=e^{1+\\theta-\\coth(\\theta/2)}/(4c)$, \
      $\\theta=\\mathrm{arsinh}(2cy)$.
      """,
    source: Source(
      GaussianModel.unifiedPerspective, "covariance flows of L2 and Sinkhorn attention; this limit ours",
      .derived),
    parameters: [
      ParameterSpec("kind", symbol: "\\mathrm{kind}", .word(["l2", "sinkhorn"]), "attention"),
      .sigma0, TiedKeys.keys,
      ParameterSpec("c", symbol: "c", .real(.positive), "Q = c K"),
    ],
    outputs: [
      OutputSpec(
        "limit", symbol: "\\lim e^{-\\lambda t}\\Sigma(t)", .matrix,
        "lambda = 2c for kind=l2, 2 for kind=sinkhorn")
    ],
    hypotheses: [TiedKeys.definiteKeys],
    method:
      "A function of Y0 on its spectrum, clusters included, with exponents that are added before the exponential.",
    notes: [
      "The limit has the rank of K: L2 and Sinkhorn do not collapse to a line, softmax does.",
      "The exponent 2 of Sinkhorn does not depend on c. For another eps pass c/eps.",
      """
      For general V and B > 0 the flow of L2 at large Sigma is formally Sigma' = L Sigma + Sigma L^T, L = V B^-1 A; proved here \
      for tied keys only.
      """,
    ],
    crossCheck: CrossCheck(
      simulates: "the matrix differential equation by Runge-Kutta up to exp(lambda t) = 2^6, ..., 2^10",
      law: "v + C exp(-lambda t): value at infinite time",
      defaultParameters: "kind=l2 \(example) c=1 output=limit[1,1]", run: crossCheck),
    references: [
      ReferenceValue(
        "kind=l2 \(example) c=1 output=limit[1,1]", "1.2390436466703636450435263885054945652279712014524"),
      ReferenceValue(
        "kind=sinkhorn \(example) c=1 output=limit[1,1]",
        "1.2286358190073924600500082150141078332847571260187"),
    ],
    related: ["gaussian.tied-keys", "gaussian.scalar-flow"])

  private static let example =
    "Sigma0=[[3/2,1/3,1/4],[1/3,5/4,1/5],[1/4,1/5,7/6]] K=[[5/4,-1/2,0],[1/2,3/4,1/4]]"

  public static func validate(_ p: Arguments) throws { try TiedKeys.validate(p) }

  /// h of the limit Σ_0 K^T h(Y_0) K Σ_0: e^{-1/(2y)}/y for L2, p(y)/y² for Sinkhorn.
  ///
  /// With E = e^θ - 1 the exponent 1 + θ - coth(θ/2) is θ - 2/E.
  static func factor<T: Analytic>(_ kind: String, _ y: T, _ c: T) -> T {
    if kind == "l2" { return T.exp(-1 / (2 * y)) / y }
    let theta = T.asinh(2 * c * y)
    return T.exp(theta - 2 / T.expm1(theta)) / (4 * c * y * y)
  }

  /// h' on an interval [a, b] of positive numbers. L2: e^{-1/(2y)} (1 - 2y)/(2y³). Sinkhorn, by p' = 2cp/(cosh θ - 1) and
  /// cosh θ - 1 = 4c²y²/(1 + r), r = √(1+4c²y²): p (1 + r)/(2cy⁴) - 2p/y³. p and r increase.
  static func slope(_ kind: String, _ y: Ball, _ c: Ball) -> Ball {
    let (a, b) = (y.lowerEdge, y.upperEdge)
    guard a.isPositive else { return .indeterminate(bits: y.bits) }
    let cube = a * a * a
    if kind == "l2" { return .within(Ball.exp(-1 / (2 * b)) * (1 + 2 * b) / (2 * cube)) }
    let p = factor(kind, b, c) * b * b
    let r = Ball.sqrt(1 + 4 * c * c * b * b)
    return .within(p * (1 + r) / (2 * c * a * cube) + 2 * p / cube)
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    try validate(p)
    guard let sigma = p.exactMatrix("Sigma0"), let k = p.exactMatrix("K"), case .word(let kind)? = p["kind"]
    else {
      return .undecided("no matrices")
    }
    if k.isZero { return .exactMatrix(.zero(sigma.rows, sigma.rows)) }
    let c = p.lifted(to: Ball.self).c
    return .matrix(
      TiedSpectrum(sigma, k).limit {
        factor(kind, $0, c)
      } slope: {
        slope(kind, $0, c)
      })
  }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  // MARK: Simulation

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    guard let kind = GaussianAttentionKind(rawValue: p.word("kind") ?? "") else {
      throw InputError("no kind")
    }
    let (start, k) = (try context.floats("Sigma0"), try context.floats("K"))
    let gram = k.transpose * k
    let flow = GaussianAttention(kind, score: p.c * gram, value: .identity(start.rows), key: gram)
    let rate = kind == .l2 ? 2 * p.c : 2
    return try context.confrontMatrices(law: .power(order: 1, next: 2, noise: 1e-9)) {
      (6...10).map { power in
        let growth = Double(1 << power)
        let end = flow.covariance(from: start, time: Double.log(growth) / rate, steps: 600)
        return (growth, (1 / growth) * end)
      }
    }
  }
}
