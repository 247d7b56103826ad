import VlasovSymbols

/// A skew value matrix and scores aI: the spectrum of the covariance is conserved.
public enum IsospectralFlow: Theorem {
  public static let record = Record(
    id: "gaussian.isospectral-flow",
    title: "Skew value matrix: the Bloch-Iserles flow",
    statement: """
      For $V=N$ skew and $A=aI$ the softmax flow is $\\Sigma'=a(N\\Sigma^2-\\Sigma^2N)=[a(N\\Sigma+\\Sigma N),\\Sigma]$. It conserves the \
      spectrum of $\\Sigma$ and all coefficients of $\\det(zI-\\Sigma-\\lambda N)$ in $(z,\\lambda)$. For $d=2$, $N=\\omega J$: \
      $\\Sigma(t)=R(\\varphi)\\Sigma_0R(\\varphi)^T$ with $\\varphi=a\\omega\\,\\mathrm{tr}(\\Sigma_0)t$, of period \
      $\\pi/(|a\\omega|\\,\\mathrm{tr}\\,\\Sigma_0)$.
      """,
    source: Source(GaussianModel.unifiedPerspective, "covariance equation with V skew, A = aI", .derived),
    parameters: [
      ParameterSpec("a", symbol: "a", .real(.real), default: "1", "A = aI"),
      ParameterSpec("V", symbol: "N", .exactMatrix(.skew), "value matrix N, skew-symmetric"),
      .sigma0, ParameterSpec.time.only(for: "Sigma"),
    ],
    outputs: [
      OutputSpec("Sigma", symbol: "\\Sigma(t)", .matrix, "covariance at time t"),
      OutputSpec("period", symbol: "T", "period of Sigma(t) (d = 2)"),
    ],
    hypotheses: [
      Hypothesis(
        "d = 2", outputs: ["period"],
        deciding: { p in
          let d = try matrices(p).sigma.rows
          return .verdict(d == 2 ? .proved : .refuted, "d = \(d)")
        }),
      Hypothesis(
        "V != 0 and Sigma0 is not a multiple of I", outputs: ["period"],
        deciding: { p in
          let (n, sigma) = try matrices(p)
          let isConstant = n.entries.allSatisfy(\.isZero) || SoftmaxSolution.scalar(sigma) != nil
          return .verdict(isConstant ? .refuted : .proved, isConstant ? "Sigma is constant" : nil)
        }),
      Hypothesis(
        "a != 0", outputs: ["period"],
        deciding: { p in
          if let a = p.rational("a") { return .verdict(a.isZero ? .refuted : .proved) }
          let a: Ball = p.lifted(to: Ball.self).a
          return .verdict(a.isNonZero ? .proved : .undecided)
        }),
    ],
    method:
      "d = 2: closed form; else validated integration (gaussian.general-ode), checked against the invariants.",
    notes: [
      "Attention in this regime neither clusters nor blows up.",
      "The a posteriori check: the coefficients of det(zI - Sigma - lambda N) for lambda = 0, ..., d, exact at time 0, must lie in their enclosures at time t.",
    ],
    crossCheck: CrossCheck(
      simulates: "the covariance equation by the classical Runge-Kutta method in floating point",
      law: "error O(step^4)",
      defaultParameters: "a=3/4 V=[[0,-2/3],[2/3,0]] Sigma0=[[3/2,1/3],[1/3,5/4]] t=1 output=Sigma[1,2]",
      run: crossCheck),
    references: GaussianFlowReferences.isospectralFlow,
    related: ["gaussian.general-ode", "gaussian.rank-one-flow"])

  static func matrices(_ p: Arguments) throws -> (n: Matrix<Rational>, sigma: Matrix<Rational>) {
    _ = try p.demandSizes("V")
    guard let n = p.exactMatrix("V"), let sigma = p.exactMatrix("Sigma0") else {
      throw InputError(parameter: "V", value: nil, "V and Sigma0 are needed")
    }
    try GaussianModel.demandEliminable(n, "V")
    return (n, sigma)
  }

  public static func validate(_ p: Arguments) throws { _ = try matrices(p) }
  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  /// R(φ) Σ0 R(φ)^T: the part of Σ0 of trace 0, as a vector of the plane, turns by 2φ.
  static func rotated<T: MatrixScalar & Analytic>(_ sigma: Matrix<T>, omega: T, a: T, t: T) -> Matrix<T> {
    let angle = 2 * a * omega * sigma.trace * t
    let (mean, x, y) = (sigma.trace / 2, (sigma[0, 0] - sigma[1, 1]) / 2, sigma[0, 1])
    let (c, s) = (T.cos(angle), T.sin(angle))
    let (u, v) = (x * c - y * s, x * s + y * c)
    return Matrix([[mean + u, v], [v, mean - u]])
  }

  static func period<T: Analytic>(speed: T, trace: T) -> T { T.pi / (speed * trace) }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    let (n, sigma) = try matrices(p)
    let a: Ball = p.lifted(to: Ball.self).a
    if output == "period" {
      return .real(period(speed: Ball.abs(a * Ball(n[1, 0])), trace: Ball(sigma.trace)))
    }
    let model = CovarianceModel(
      kind: .softmax, heads: [CovarianceHead(value: n, score: .identity(n.rows))], feedForward: nil)
    if p.rational("t")?.isZero ?? false || p.rational("a")?.isZero ?? false || model.isFixed(sigma) {
      return .exactMatrix(sigma)
    }
    let t: Ball = p.lifted(to: Ball.self).t
    if n.rows == 2 {
      return .matrix(rotated(sigma.lifted(to: Ball.self), omega: Ball(n[1, 0]), a: a, t: t))
    }
    guard a.isNonZero else { return .undecided("the sign of a") }
    // Time a t, or -a t with -N.
    let turned = CovarianceModel(
      kind: .softmax,
      heads: [CovarianceHead(value: a.isNegative ? -n : n, score: .identity(n.rows))], feedForward: nil)
    let end = try GeneralOde.softmax(turned, sigma, to: Ball.abs(a) * t)
    guard conserves(n, sigma, end) else { return .undecided("a conserved quantity left its enclosure") }
    let support = turned.support(of: sigma)
    return .matrix(
      Matrix(rows: end.rows, columns: end.columns, zip(end.entries, support).map { $1 ? $0 : 0 }))
  }

  /// Whether the invariants at time 0 lie in the enclosures of those of Σ(t).
  static func conserves(_ n: Matrix<Rational>, _ start: Matrix<Rational>, _ end: Matrix<Ball>) -> Bool {
    (0...n.rows).allSatisfy { lambda in
      let shift = n.scaled(by: Rational(lambda))
      let before = invariants(start + shift)
      let now = invariants(end + shift.lifted(to: Ball.self))
      return zip(before, now).allSatisfy { $1.contains($0) || !$1.isFinite }
    }
  }

  /// The coefficients of det(zI - X) but the leading one (Faddeev and Le Verrier): c_k = -tr(X M_k)/k, M_(k+1) = X M_k + c_k I.
  static func invariants<T: MatrixScalar>(_ x: Matrix<T>) -> [T] {
    let identity = Matrix<T>.identity(x.rows)
    var (product, result) = (identity, [T]())
    for k in stride(from: 1, through: x.rows, by: 1) {
      let image = x * product
      let c = -(image.trace / T(k))
      result.append(c)
      product = image + identity.scaled(by: c)
    }
    return result
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let start = FloatMatrix(p.matrix("Sigma0"))
    let d = start.rows
    let a: Double = p.a
    let attention = GaussianAttention(
      value: p.matrix("V"), score: Matrix<Double>.identity(d).scaled(by: a))
    if context.output == "period" {
      // The angle of the trace-free part after a quarter of a period.
      let time = try context.certified().value / 8
      return try context.confront(law: .power(order: 4, next: 5, noise: 1e-12)) {
        [16, 32, 64, 128].map { steps in
          let end = attention.covariance(from: start, time: time, steps: steps)
          func vector(_ m: FloatMatrix) -> (Double, Double) { ((m[0, 0] - m[1, 1]) / 2, m[0, 1]) }
          let (x, y) = (vector(start), vector(end))
          let (dot, cross) = (x.0 * y.0 + x.1 * y.1, x.0 * y.1 - x.1 * y.0)
          // The angle is below a right one.
          let angle = Double.atan(abs(cross) / dot)
          return SizedObservation(size: Double(steps), simulated: 2 * Double.pi * time / angle)
        }
      }
    }
    guard let place = context.entry(rows: d, columns: d) else {
      throw InputError(
        parameter: "output", value: context.output, "verify needs one entry: output=Sigma[i,j]")
    }
    return try context.confront(law: .power(order: 4, next: 5, noise: 1e-12)) {
      [32, 64, 128, 256].map { steps in
        let end = attention.covariance(from: start, time: p.t, steps: steps)
        return SizedObservation(size: Double(steps), simulated: end[place.row, place.column])
      }
    }
  }
}
