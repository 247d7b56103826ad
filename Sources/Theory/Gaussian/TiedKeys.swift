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
      GaussianModel.unifiedPerspective,
      "covariance flows of softmax, L2 and Sinkhorn attention; this solution ours", .derived),
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
        "kind=sinkhorn \(example) c=1/2 t=1/4 output=Sigma[1,2]",
        "0.47440978149797021270007592682255885097578786210401"),
      ReferenceValue(
        "kind=l2 \(example) c=1/2 t=1/4 output=Sigma[1,2]",
        "0.40780825460875488516364250997784691511791091941453"),
    ],
    related: ["gaussian.scalar-flow", "gaussian.growth-constants", "gaussian.general-ode"])

  static let kind = ParameterSpec(
    "kind", symbol: "\\mathrm{kind}", .word(["softmax", "l2", "sinkhorn"]), "attention")
  static let keys = ParameterSpec("K", symbol: "K", .exactMatrix(.rectangular), "key matrix, k by d")
  private static let example =
    "Sigma0=[[3/2,1/3,1/4],[1/3,5/4,1/5],[1/4,1/5,7/6]] K=[[5/4,-1/2,0],[1/2,3/4,1/4]]"

  public static func validate(_ p: Arguments) throws {
    guard let sigma = p.exactMatrix("Sigma0"), let k = p.exactMatrix("K") else { return }
    try GaussianModel.demandEliminable(sigma, "Sigma0")
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
    guard let c = p.rational("c"), let t = p.rational("t") else {
      return .sides(2 * q.c * q.t * largest, .less, 1)
    }
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
    guard let sigma = p.exactMatrix("Sigma0"), let k = p.exactMatrix("K"), case .word(let kind)? = p["kind"]
    else {
      return .undecided("no matrices")
    }
    let (c, t) = (p.rational("c"), p.rational("t"))
    if c?.isZero ?? false || t?.isZero ?? false || k.isZero { return .exactMatrix(sigma) }
    if kind == "softmax", let c, let t {
      // h(Y_0) = 2ct (I - 2ct Y_0)^-1
      let system = Matrix<Rational>.identity(k.rows) - (k * sigma * k.transpose).scaled(by: 2 * c * t)
      guard let h = system.solving((k * sigma).scaled(by: 2 * c * t)) else {
        return .undecided("t is the time of blow-up")
      }
      return GaussianModel.answer(sigma + sigma * k.transpose * h)
    }
    let q = p.lifted(to: Ball.self)
    return .matrix(
      TiedSpectrum(sigma, k).covariance {
        factor(kind, $0, q.c, q.t)
      } slope: {
        slope(kind, $0, q.c, q.t)
      })
  }

  /// h(y) = (f_t(y) - y)/y².
  static func factor<T: Binding>(_ kind: String, _ y: T, _ c: T, _ t: T) -> T {
    (ScalarFlow.flow(kind, y, c, t) - y) / (y * y)
  }

  /// h' = (f_t' - 1)/y² - 2(f_t - y)/y³ on an interval [a, b] of positive numbers, at most in size
  /// (F(f_t(b))/F(a) + 1)/a² + 2(f_t(b) + b)/a³: f_t and F increase, and f_t' = F(f_t)/F.
  static func slope(_ kind: String, _ y: Ball, _ c: Ball, _ t: Ball) -> Ball {
    let (a, b) = (y.lowerEdge, y.upperEdge)
    guard a.isPositive else { return .indeterminate(bits: y.bits) }
    let end = ScalarFlow.flow(kind, b, c, t)
    // F carries the sign of c.
    let growth = speed(kind, end, c) / speed(kind, a, c)
    return .within((growth + 1) / (a * a) + 2 * (end + b) / (a * a * a))
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
    guard let kind = GaussianAttentionKind(rawValue: p.word("kind") ?? "") else {
      throw InputError("no kind")
    }
    let (start, k) = (try context.floats("Sigma0"), try context.floats("K"))
    let gram = k.transpose * k
    let flow = GaussianAttention(kind, score: p.c * gram, value: .identity(start.rows), key: gram)
    return try context.confrontMatrices(law: .power(order: 4, next: 5, noise: 1e-12)) {
      [16, 32, 64, 128].map { (Double($0), flow.covariance(from: start, time: p.t, steps: $0)) }
    }
  }
}

/// Functions of Y_0 = K Σ_0 K^T ≻ 0 between K Σ_0 and its transpose, for a key matrix of full row rank, which replaces one
/// with dependent rows.
struct TiedSpectrum {
  private let sigma: Matrix<Rational>
  /// K^T K = L D L^T, L of full column rank: D = 1 and L = K^T where K has full row rank; else K' = √D L^T stands for K.
  private let weights: [Rational]
  /// L^T Σ_0, and L^T Σ_0 L: Y_0 = √D (L^T Σ_0 L) √D.
  private let rows: Matrix<Rational>
  private let inner: Matrix<Rational>

  init(_ sigma: Matrix<Rational>, _ k: Matrix<Rational>) {
    self.sigma = sigma
    let lower: Matrix<Rational>
    if k.rank == k.rows {
      (lower, weights) = (k.transpose, Array(repeating: 1, count: k.rows))
    } else {
      let gram = CovarianceFactor(k.transpose * k)
      (lower, weights) = (gram.lower, gram.diagonal)
    }
    rows = lower.transpose * sigma
    inner = rows * lower
  }

  /// Σ_0 + Σ_0 K^T h(Y_0) K Σ_0.
  func covariance(_ h: (Ball) -> Ball, slope: (Ball) -> Ball) -> Matrix<Ball> {
    sigma.lifted() + limit(h, slope: slope)
  }

  /// Σ_0 K^T h(Y_0) K Σ_0, a sum over the components of Y_0; those of one entry are taken together where they are equal, so
  /// that what cancels between them does so exactly.
  func limit(_ h: (Ball) -> Ball, slope: (Ball) -> Ball) -> Matrix<Ball> {
    var single: [Rational: Matrix<Rational>] = [:]
    var sum = Matrix<Ball>.zero(sigma.rows, sigma.rows)
    for group in MatrixComponents([inner]).groups {
      let image = Matrix(rows: group.count, columns: sigma.rows) { rows[group[$0], $1] }
      if group.count == 1 {
        let (i, w) = (group[0], weights[group[0]])
        let square = (image.transpose * image).scaled(by: w)
        single[w * inner[i, i]] = single[w * inner[i, i]].map { $0 + square } ?? square
        continue
      }
      let roots = group.map { Ball.sqrt(Ball(weights[$0])) }
      let part = Matrix<Ball>(rows: group.count, columns: group.count) { i, j in
        i == j
          ? Ball(weights[group[i]] * inner[group[i], group[i]])
          : roots[i] * Ball(inner[group[i], group[j]]) * roots[j]
      }
      let scaled = Matrix<Ball>(rows: image.rows, columns: image.columns) { roots[$0] * Ball(image[$0, $1]) }
      sum = sum + scaled.transpose * SymmetricSpectrum(of: part).function(h, slope: slope) * scaled
    }
    for (value, square) in single { sum = sum + square.lifted(to: Ball.self).scaled(by: h(Ball(value))) }
    return sum
  }
}
