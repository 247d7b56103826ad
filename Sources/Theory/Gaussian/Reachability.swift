import VlasovSymbols

/// Controls that carry one Gaussian to another in a given time.
public enum Reachability: Theorem {
  public static let record = Record(
    id: "gaussian.reachability",
    title: "Exact reachability of Gaussians of the same rank",
    statement: """
      $\\Sigma_0,\\Sigma_1\\succ0$, horizon $T$, constant controls. Attention only, $V=I$: $A=\\frac1{2T}(\\Sigma_0^{-1}-\\Sigma_1^{-1})$ \
      gives $\\Sigma(t)^{-1}=(1-\\frac tT)\\Sigma_0^{-1}+\\frac tT\\Sigma_1^{-1}$. Feed-forward only: $W=\\frac1T\\log M$ with the optimal \
      transport map $M=\\Sigma_0^{-1/2}(\\Sigma_0^{1/2}\\Sigma_1\\Sigma_0^{1/2})^{1/2}\\Sigma_0^{-1/2}$ gives \
      $\\Sigma(t)=e^{Wt}\\Sigma_0e^{Wt}$. The rank never changes: covariances of different ranks do not reach each other.
      """,
    source: Source(
      GaussianModel.reachability, "exact finite-time reachability of targets of the same rank (abstract)",
      .derived),
    parameters: [
      ParameterSpec.sigma0,
      ParameterSpec("Sigma1", symbol: "\\Sigma_1", .exactMatrix(.semidefinite), "target covariance"),
      ParameterSpec("T", symbol: "T", .real(.positive), default: "1", "horizon"),
    ],
    outputs: [
      OutputSpec("W", symbol: "W", .matrix, "feed-forward control"),
      OutputSpec("A", symbol: "A", .matrix, "attention control for V = I"),
    ],
    hypotheses: [
      Hypothesis(
        "rank Sigma0 = rank Sigma1 (otherwise unreachable)",
        deciding: { p in
          guard let a = p.exactMatrix("Sigma0"), let b = p.exactMatrix("Sigma1") else {
            return .verdict(.undecided)
          }
          let ranks = (a.rank, b.rank)
          return .verdict(ranks.0 == ranks.1 ? .proved : .refuted, "the ranks are \(ranks.0) and \(ranks.1)")
        }),
      GaussianModel.shape("Sigma0", .definite, "Sigma0 > 0"),
      GaussianModel.shape("Sigma1", .definite, "Sigma1 > 0"),
    ],
    method: """
      A: exact rational arithmetic. W: with Sigma0 = L L^T, M = L^-T (L^T Sigma1 L)^(1/2) L^-1, then the logarithm, both of \
      symmetric positive definite balls, on each component of the common block structure.
      """,
    notes: [
      "The mean follows any line: bias b(t) = (alpha1 - alpha0)/T - (linear part) alpha(t).",
      "S = A + A^T is the only constant choice for V = I; A itself is free up to a skew matrix.",
      """
      Same rank below the dimension, different ranges: a rotation exp(skew) first carries one range to the other; the controls \
      here ask for full rank.
      """,
    ],
    crossCheck: CrossCheck(
      simulates: "Runge-Kutta for the covariance with the control, against Sigma1 at time T",
      law: "error O(step^4), limit 0",
      defaultParameters: "Sigma0=[[3/2,1/3],[1/3,5/4]] Sigma1=[[2,1/2],[1/2,2]] T=1",
      run: crossCheck),
    references: [
      ReferenceValue(
        "Sigma0=[[3/2,1/3],[1/3,5/4]] Sigma1=[[2,1/2],[1/2,2]] T=1 output=W[1,2]",
        "0.0034918977072951837081204099051572262095759492310595"),
      ReferenceValue(
        "Sigma0=[[3/2,1/3],[1/3,5/4]] Sigma1=[[2,1/2],[1/2,2]] T=1 output=A[1,2]",
        "-0.027821522309711286089238845144356955380577427821522"),
    ],
    related: ["gaussian.riccati-feedforward", "gaussian.bures-distance", "gaussian.scalar-value-closed-form"])

  public static func validate(_ p: Arguments) throws {
    guard let sigma = p.exactMatrix("Sigma0") else { return }
    try GaussianModel.demandEliminable(sigma, "Sigma0")
    try p.demandSize("Sigma1", rows: sigma.rows, columns: sigma.rows, like: "Sigma0")
  }

  /// (Σ_0^-1 - Σ_1^-1)/(2T)
  static func attention<T: MatrixScalar>(_ start: Matrix<T>, _ end: Matrix<T>, horizon: T) -> Matrix<T> {
    (start.inverse - end.inverse).scaled(by: T(1) / (T(2) * horizon))
  }

  /// T times W: log M for the M > 0 with M Σ_0 M = Σ_1.
  ///
  /// With Σ_0 = L L^T and X = (L^T Σ_1 L)^(1/2), M = L^-T X L^-1 is symmetric positive definite, and M Σ_0 M = L^-T X² L^-1 = Σ_1. It
  /// is the only one: (L^T M L)² = L^T M Σ_0 M L = X², and positive definite roots are unique.
  static func transportLogarithm(_ start: Matrix<Ball>, _ end: Matrix<Ball>) -> Matrix<Ball>? {
    guard let l = start.choleskyFactor() else { return nil }
    let inverse = l.inverse
    let root = (l.transpose * end * l).symmetricPart.squareRoot()
    return (inverse.transpose * root * inverse).symmetricPart.logarithm()
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    try validate(p)
    guard let start = p.exactMatrix("Sigma0"), let end = p.exactMatrix("Sigma1"),
      case .real(let horizon)? = p["T"]
    else { return .undecided("no covariances") }
    if start == end { return .exactMatrix(.zero(start.rows, start.rows)) }
    if output == "A" {
      if let exact = horizon.rational { return GaussianModel.answer(attention(start, end, horizon: exact)) }
      return .matrix(attention(start, end, horizon: 1).lifted().scaled(by: 1 / horizon.ball))
    }
    return try withPrecision(Precision.bits + 16) {
      let time = horizon.ball
      var isProved = true
      let w = try MatrixComponents([start, end]).assembled { group -> Matrix<Ball> in
        try Budget.check()
        let (a, b) = (MatrixComponents.block(start, group), MatrixComponents.block(end, group))
        // M = √c I
        if let c = proportion(a, b) {
          return Matrix(diagonal: group.map { _ in Ball.log(Ball(c)) / (2 * time) })
        }
        guard let logarithm = transportLogarithm(a.lifted(), b.lifted()) else {
          isProved = false
          return .indeterminate(group.count, group.count)
        }
        return logarithm.scaled(by: 1 / time)
      }
      return isProved ? .matrix(w) : .undecided("the covariance is not separated from a singular one")
    }
  }

  /// c with b = c a.
  private static func proportion(_ a: Matrix<Rational>, _ b: Matrix<Rational>) -> Rational? {
    let c = b[0, 0] / a[0, 0]
    return a.scaled(by: c) == b ? c : nil
  }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  /// The covariance at time T under the control, of which the closed form is the control itself: Σ(T) - Σ_1 = O(steps^-4).
  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let (start, end) = (try context.floats("Sigma0"), try context.floats("Sigma1"))
    let control = try context.closedMatrix([:])
    let matrix = FloatMatrix(rows: control.rows, columns: control.columns, control.entries)
    let d = start.rows
    let isAttention = OutputPlace(context.output).name == "A"
    let flow = GaussianAttention(
      .softmax, score: isAttention ? matrix : .zero(d, d), value: .identity(d),
      feedForward: isAttention ? nil : matrix)
    let horizon = context.parameters.real("T")
    let target = Matrix(rows: d, columns: d, end.entries)
    func simulated() -> [(size: Double, matrix: FloatMatrix)] {
      [8, 16, 32, 64].map { (Double($0), flow.covariance(from: start, time: horizon, steps: $0)) }
    }
    return try context.confrontMatrices(
      law: .power(order: 4, next: 5, noise: 1e-13), closed: { _ in target }, simulated)
  }
}
