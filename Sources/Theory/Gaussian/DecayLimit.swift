import VlasovSimulation
import VlasovSymbols

/// The limit of the covariance when it decays, for a scalar value matrix.
public enum DecayLimit: Theorem {
  public static let record = Record(
    id: "gaussian.decay-limit",
    title: "Limit of a decaying covariance",
    statement: """
      For softmax attention with $V=vI$, $\\Sigma_0\\succ0$ and $vS=-R_S\\Delta R_S^\\top\\preceq0$, $R_S$ of full column rank, \
      $H=R_S^\\top\\Sigma_0R_S$: $\\Sigma_\\infty=\\Sigma_0-\\Sigma_0R_SH^{-1}R_S^\\top\\Sigma_0$, of rank $\\dim\\ker S$ exactly, and \
      $0\\preceq\\Sigma(t)-\\Sigma_\\infty\\preceq\\frac1t\\,\\Sigma_0R_SH^{-1}\\Delta^{-1}H^{-1}R_S^\\top\\Sigma_0$, with equality in \
      the limit of $t(\\Sigma(t)-\\Sigma_\\infty)$.
      """,
    source: Source(
      GaussianModel.unifiedPerspective,
      "experiments with K = -Q: convergence to a low rank, histograms of ranks", .derived),
    parameters: [.sigma0, .queryKey, .value],
    outputs: [
      OutputSpec("Sigmainf", symbol: "\\Sigma_\\infty", .matrix, "the limit of Sigma(t)"),
      OutputSpec(
        "rate", symbol: "\\lim t(\\Sigma(t)-\\Sigma_\\infty)", .matrix, "the limit of t (Sigma(t) - Sigmainf)"
      ),
      OutputSpec("rank", symbol: "\\operatorname{rank}\\Sigma_\\infty", .integer, "the rank of the limit"),
    ],
    hypotheses: [
      ScalarValueFlow.movesHypothesis,
      GaussianModel.shape("Sigma0", .definite, "Sigma0 positive definite"),
      Hypothesis("v S negative semidefinite") { p in
        let flow = ScalarValueFlow(p)
        guard let sign = flow.sign else { return .verdict(.undecided, "the sign of v") }
        do {
          try MatrixShape.semidefinite.demand(flow.s.scaled(by: Rational(-sign)))
          return .verdict(.proved)
        } catch let problem as MatrixProblem { return .verdict(.refuted, "-sign(v) S is \(problem.message)") }
      },
    ],
    method: "Rational arithmetic: S = -L D L^T by exact elimination.",
    notes: [
      "For K = -Q, V = I and scale 1 write A = -Q^T Q: the rank of the limit is d - rank Q.",
      "Decay is only like 1/t: a run that stops at a small derivative is still far from its limit, and may look of lower rank.",
    ],
    crossCheck: CrossCheck(
      simulates: "the covariance equation by the classical Runge-Kutta method up to t = size",
      law: "O(size^-1); for the rank, eigenvalues that do not halve from t to 2 t are counted",
      defaultParameters: "Sigma0=[[3/2,1/3],[1/3,5/4]] A=[[-25/16,5/8],[5/8,-1/4]] v=1 output=Sigmainf[1,1]",
      run: crossCheck),
    references: [
      ReferenceValue(
        "Sigma0=[[3/2,1/3],[1/3,5/4]] A=[[-25/16,5/8],[5/8,-1/4]] output=Sigmainf[1,1]",
        "0.19689922480620155038759689922480620155038759689922"),
      ReferenceValue(
        "Sigma0=[[3/2,1/3],[1/3,5/4]] A=[[-25/16,5/8],[5/8,-1/4]] output=rate[1,1]",
        "0.29092482422931314223904813412655489453758788534343"),
      ReferenceValue(
        "Sigma0=[[3/2,1/3,1/4,1/5],[1/3,5/4,1/5,1/6],[1/4,1/5,7/6,1/7],[1/5,1/6,1/7,9/8]] A=[[-29/16,1/4,-1/8,-3/8],[1/4,-13/16,-3/16,5/8],[-1/8,-3/16,-1/16,1/8],[-3/8,5/8,1/8,-1/2]] output=Sigmainf[1,1]",
        "0.024326620971335620672051766478557402336343093228624"),
      ReferenceValue(
        "Sigma0=[[3/2,1/3,1/4,1/5],[1/3,5/4,1/5,1/6],[1/4,1/5,7/6,1/7],[1/5,1/6,1/7,9/8]] A=[[-29/16,1/4,-1/8,-3/8],[1/4,-13/16,-3/16,5/8],[-1/8,-3/16,-1/16,1/8],[-3/8,5/8,1/8,-1/2]] output=rate[1,1]",
        "0.26384483045363196765489067500684890824622970007911"),
      ReferenceValue(
        "Sigma0=[[3/2,1/3,1/4,1/5],[1/3,5/4,1/5,1/6],[1/4,1/5,7/6,1/7],[1/5,1/6,1/7,9/8]] A=[[-29/16,1/4,-1/8,-3/8],[1/4,-13/16,-3/16,5/8],[-1/8,-3/16,-1/16,1/8],[-3/8,5/8,1/8,-1/2]] output=rank",
        "2"),
    ],
    related: ["gaussian.scalar-value-closed-form", "gaussian.isotropic-rank"])

  public static func validate(_ p: Arguments) throws { try ScalarValueFlow.validate(p) }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    let flow = ScalarValueFlow(p)
    try GaussianModel.demandEliminable(flow.s, "S")
    guard let sign = flow.sign, let form = flow.s.scaled(by: Rational(-sign)).semidefiniteFactor() else {
      return .undecided("whether v S is negative semidefinite")
    }
    if output == "rank" { return .integer(Integer(flow.s.rows - form.diagonal.count)) }
    let (sigma0, lower) = (flow.sigma0, form.lower)
    if sigma0.rows > ScalarValueFlow.largestExact {
      let balls: (Matrix<Ball>, Matrix<Ball>) = (sigma0.lifted(), lower.lifted())
      if output == "Sigmainf" { return .matrix(limit(balls.0, balls.1).symmetricPart) }
      let size = flow.speed.ball * Ball(sign)
      return .matrix(rate(balls.0, balls.1, form.diagonal.map { size * Ball($0) }).symmetricPart)
    }
    if output == "Sigmainf" { return GaussianModel.answer(limit(sigma0, lower)) }
    // Δ = |v| D.
    let rate = rate(sigma0, lower, form.diagonal)
    if let v = flow.speed.rational { return GaussianModel.answer(rate.scaled(by: 1 / (v * Rational(sign)))) }
    return .matrix(rate.lifted(to: Ball.self).scaled(by: 1 / (flow.speed.ball * Ball(sign))))
  }

  /// Σ0 - Σ0 R H^-1 R^T Σ0, H = R^T Σ0 R.
  static func limit<T: MatrixScalar>(_ sigma0: Matrix<T>, _ root: Matrix<T>) -> Matrix<T> {
    if root.columns == 0 { return sigma0 }
    let half = sigma0 * root
    return sigma0 - half * (root.transpose * half).solve(half.transpose)
  }

  /// Σ0 R H^-1 Δ^-1 H^-1 R^T Σ0.
  static func rate<T: MatrixScalar>(_ sigma0: Matrix<T>, _ root: Matrix<T>, _ delta: [T]) -> Matrix<T> {
    if root.columns == 0 { return sigma0 - sigma0 }
    let half = sigma0 * root
    let solved = (root.transpose * half).solve(half.transpose)
    return solved.transpose * Matrix(diagonal: delta.map { T(1) / $0 }) * solved
  }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let run = ScalarValueSimulation(context)
    /// Σ(t); the flow slows down like 1/t, so steps may grow with t.
    let covariances = { (times: [Double]) -> [FloatMatrix] in
      var (sigma, now) = (run.sigma0, 0.0)
      return times.map { time in
        while now < time {
          let h = min(0.004 * (1 + now), time - now)
          sigma = run.attention.covariance(from: sigma, time: h, steps: 1)
          now += h
        }
        return sigma
      }
    }
    if context.output == "rank" {
      let (early, late) = { ($0[0], $0[1]) }(covariances([512, 1024]))
      let pairs = zip(early.symmetricEigenvalues, late.symmetricEigenvalues)
      let count = pairs.filter { $0.1 > 0.75 * $0.0 }.count
      return Confrontation.compare(count: count, with: Int(try context.closedForm([:])))
    }
    let isLimit = context.output.hasPrefix("Sigmainf")
    return try context.confront(law: .power(order: 1, next: 2, noise: isLimit ? 1e-9 : 1e-7)) {
      let times = [64.0, 128, 256, 512, 1024]
      let entries = try covariances(times).map { try context.entry(of: $0) }
      if isLimit { return zip(times, entries).map { SizedObservation(size: $0, simulated: $1) } }
      // 2 t (Σ(t) - Σ(2t)) has the limit of t (Σ(t) - Σ_∞).
      return (0..<4).map { k in
        SizedObservation(size: times[k], simulated: 2 * times[k] * (entries[k] - entries[k + 1]))
      }
    }
  }
}
