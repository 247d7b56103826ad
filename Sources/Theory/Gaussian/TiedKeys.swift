import VlasovSimulation
import VlasovSymbols

/// The covariance flow of three attentions with tied keys: one formula.
public enum TiedKeys: Theorem {
  public static let record = Record(
    id: "gaussian.tied-keys",
    title: "Covariance flow with tied keys",
    statement: """
      $V=I$, $A=cK^TK$, $B=K^TK$, $Y_0=K\\Sigma_0K^T\\succ0$: with the scalar flow $f_t$ of the attention (gaussian.scalar-flow) \
      $Y(t)=K\\Sigma(t)K^T=f_t(Y_0)$, with constant eigenvectors, and \
      $\\Sigma(t)=\\Sigma_0+\\Sigma_0K^TY_0^{-1}(Y(t)-Y_0)Y_0^{-1}K\\Sigma_0$.
      """,
    source: Source(
      GaussianModel.unifiedPerspective, "covariance flows of softmax, L2 and Sinkhorn attention; this solution ours", .derived),
    parameters: [
      kind, .sigma0, keys,
      ParameterSpec("c", symbol: "c", .real(.real), "Q = c K"),
      .time,
    ],
    outputs: [OutputSpec("Sigma", symbol: "\\Sigma(t)", .matrix, "covariance at time t")],
    hypotheses: [
      definiteKeys,
      Hypothesis("2 c t lambda_max(K Sigma0 K^T) < 1 (softmax)") { p in
        guard case .word("softmax")? = p["kind"] else { return .verdict(.proved, "no bound for this kind") }
        return try blowUp(p)
      },
    ],
    method: """
      Sigma0 + Sigma0 K^T h(Y0) K Sigma0 with h(y) = (f_t(y) - y)/y^2 on the spectrum of Y0, clusters included. Softmax with a \
      rational time: h is rational and the answer exact. Dependent rows of K: a full-rank K' with K'^T K' = K^T K.
      """,
    notes: [
      """
      c < 0: all three have the limit Sigma0 - Sigma0 K^T Y0^-1 K Sigma0, of rank d - k for Sigma0 > 0. c > 0: softmax blows \
      up at 1/(2 c lambda_max(Y0)), the others never.
      """,
      "Sinkhorn at eps = 1; for another eps pass c/eps.",
    ],
    crossCheck: CrossCheck(
      simulates: "the matrix differential equation by Runge-Kutta", law: "error O(step^4)",
      defaultParameters: "kind=sinkhorn \(example) c=1/2 t=1/4 output=Sigma[1,2]", run: crossCheck),
    references: [
      ReferenceValue(
        "kind=sinkhorn \(example) c=1/2 t=1/4 output=Sigma[1,2]", "0.47440978149797021270007592682255885097578786210401"),
      ReferenceValue(
        "kind=l2 \(example) c=1/2 t=1/4 output=Sigma[1,2]", "0.40780825460875488516364250997784691511791091941453"),
    ],
    related: ["gaussian.scalar-flow", "gaussian.growth-constants", "gaussian.general-ode"])

  static let kind = ParameterSpec(
    "kind", symbol: "\\mathrm{kind}", .word(["softmax", "l2", "sinkhorn"]), "attention")
  static let keys = ParameterSpec("K", symbol: "K", .exactMatrix(.rectangular), "key matrix, k by d")
  private static let example = "Sigma0=[[3/2,1/3,1/4],[1/3,5/4,1/5],[1/4,1/5,7/6]] K=[[5/4,-1/2,0],[1/2,3/4,1/4]]"

  public static func validate(_ p: Arguments) throws {
    guard let sigma = p.exactMatrix("Sigma0"), let k = p.exactMatrix("K") else { return }
    try p.demandSize("K", rows: k.rows, columns: sigma.rows, like: "Sigma0")
  }

  /// Y_0 ≻ 0 for a K of full row rank: no key direction in which the tokens do not vary.
  static let definiteKeys = Hypothesis("rank(K Sigma0 K^T) = rank(K)") { p in
    guard let sigma = p.exactMatrix("Sigma0"), let k = p.exactMatrix("K"), k.columns == sigma.rows else {
      return .verdict(.undecided, "sizes do not fit")
    }
    let (have, need) = ((k * sigma * k.transpose).rank, k.rank)
    return .verdict(have == need ? .proved : .refuted, "rank(K Sigma0 K^T) = \(have), rank(K) = \(need)")
  }

  /// 2ct λ_max(Y_0) < 1, exactly for rational c and t: 1 - 2ct Y_0 ≻ 0.
  private static func blowUp(_ p: Arguments) throws -> Hypothesis.Finding {
    guard let sigma = p.exactMatrix("Sigma0"), let k = p.exactMatrix("K"), k.columns == sigma.rows else {
      return .verdict(.undecided, "sizes do not fit")
    }
    let y = k * sigma * k.transpose
    let largest = y.lifted(to: Ball.self).symmetricEigenvalues().last ?? 0
    let q = p.lifted(to: Ball.self)
    guard let c = p.rational("c"), let t = p.rational("t") else { return .sides(2 * q.c * q.t * largest, .less, 1) }
    let rate = 2 * c * t
    if rate.signum <= 0 { return .verdict(.proved, "2 c t <= 0") }
    let rest = Matrix<Rational>.identity(y.rows) - y.scaled(by: rate)
    let time = (1 / (2 * q.c * largest)).shortDescription
    return .verdict(
      rest.isPositiveDefinite ? .proved : .refuted, "t < t*: t = \(t), t* = 1/(2 c lambda_max(Y0)) = \(time)")
  }

  // MARK: Values

  public static func value(_ p: Arguments, output: String) throws -> Value {
    try validate(p)
    guard let sigma = p.exactMatrix("Sigma0"), let k = p.exactMatrix("K"), case .word(let kind)? = p["kind"] else {
      return .undecided("no matrices")
    }
    let (c, t) = (p.rational("c"), p.rational("t"))
    if c?.isZero ?? false || t?.isZero ?? false || k.isZero { return .exactMatrix(sigma) }
    if kind == "softmax", let c, let t {
      // h(Y_0) = 2ct (I - 2ct Y_0)^-1
      let system = Matrix<Rational>.identity(k.rows) - (k * sigma * k.transpose).scaled(by: 2 * c * t)
      guard let h = system.solving((k * sigma).scaled(by: 2 * c * t)) else { return .undecided("t is the time of blow-up") }
      return .exactMatrix(sigma + sigma * k.transpose * h)
    }
    let q = p.lifted(to: Ball.self)
    return .matrix(
      TiedSpectrum(sigma, k).covariance(from: sigma) { y in
        (ScalarFlow.flow(kind, y, q.c, q.t) - y) / (y * y)
      } slope: { y in
        let end = ScalarFlow.flow(kind, y, q.c, q.t)
        let growth = speed(kind, end, q.c) / speed(kind, y, q.c)
        return (growth - 1) / (y * y) - 2 * (end - y) / (y * y * y)
      })
  }

  /// F of y' = F(y), by which f_t'(y) = F(f_t(y))/F(y).
  static func speed<T: Analytic>(_ kind: String, _ y: T, _ c: T) -> T {
    let square = y * y
    switch kind {
    case "l2": return 4 * c * square / (1 + 2 * y)
    case "sinkhorn": return 4 * c * square / (1 + T.sqrt(1 + 4 * c * c * square))
    default: return 2 * c * square
    }
  }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  // MARK: Simulation

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    guard let kind = GaussianAttentionKind(rawValue: p.word("kind") ?? "") else { throw InputError("no kind") }
    let (start, k) = (FloatMatrix(p.matrix("Sigma0")), FloatMatrix(p.matrix("K")))
    let gram = k.transpose * k
    let flow = GaussianAttention(kind, score: p.c * gram, value: .identity(start.rows), key: gram)
    return try context.confrontEntries(law: .power(order: 4, next: 5, noise: 1e-12)) {
      [16, 32, 64, 128].map {
        SizedMatrix(size: Double($0), simulated: flow.covariance(from: start, time: p.t, steps: $0))
      }
    }
  }
}

/// The spectrum of Y_0 = K Σ_0 K^T ≻ 0 for a key matrix of full row rank, which replaces one with dependent rows.
struct TiedSpectrum {
  /// K Σ_0.
  private let image: Matrix<Ball>
  private let start: Matrix<Ball>
  private let blocks: ExactBlocks

  /// K^T K = L D L^T with L of full column rank gives K' = √D L^T, K'^T K' = K^T K, and K' Σ_0 K'^T = √D L^T Σ_0 L √D.
  init(_ sigma: Matrix<Rational>, _ k: Matrix<Rational>) {
    if k.rank == k.rows {
      let y = k * sigma * k.transpose
      (image, start, blocks) = ((k * sigma).lifted(), y.lifted(), ExactBlocks(y))
    } else {
      let gram = CovarianceFactor(k.transpose * k)
      image = gram.root.transpose * sigma.lifted()
      start = gram.rooted(sigma)
      blocks = ExactBlocks(gram.compressed(sigma))
    }
  }

  /// Σ + Σ_0 K^T h(Y_0) K Σ_0.
  func covariance(
    from sigma: Matrix<Rational>, _ h: (Ball) -> Ball, slope: (Ball) -> Ball
  ) -> Matrix<Ball> {
    sigma.lifted() + limit(h, slope: slope)
  }

  /// Σ_0 K^T h(Y_0) K Σ_0.
  func limit(_ h: (Ball) -> Ball, slope: (Ball) -> Ball) -> Matrix<Ball> {
    image.transpose * blocks.function(of: start, h, slope: slope) * image
  }
}
