import VlasovSimulation
import VlasovSymbols

/// The Wasserstein distance of two centred Gaussians.
public enum BuresDistance: Theorem {
  public static let record = Record(
    id: "gaussian.bures-distance",
    title: "Bures-Wasserstein distance of centred Gaussians",
    statement: """
      $W_2^2(N(0,\\Sigma_0),N(0,\\Sigma_1))=\\mathrm{tr}\\,\\Sigma_0+\\mathrm{tr}\\,\\Sigma_1-\
      2\\,\\mathrm{tr}(\\Sigma_0^{1/2}\\Sigma_1\\Sigma_0^{1/2})^{1/2}$ for $\\Sigma_0,\\Sigma_1\\succeq0$; the last trace is the sum \
      of the square roots of the eigenvalues of $R^T\\Sigma_1R$, $\\Sigma_0=RR^T$.
      """,
    source: Source(GaussianModel.unifiedPerspective, "classical", .derived),
    parameters: [
      .sigma0,
      ParameterSpec("Sigma1", symbol: "\\Sigma_1", .exactMatrix(.semidefinite), "the other covariance"),
    ],
    outputs: [
      OutputSpec("W2sq", symbol: "W_2^2", "the squared distance; exactly 0 for equal matrices"),
      OutputSpec("W2", symbol: "W_2", "the distance"),
    ],
    method: """
      Eigenvalues of R^T Sigma1 R; as many of them are 0 as its exact rank says. Both matrices may be singular, and where they \
      nearly agree the precision grows.
      """,
    crossCheck: CrossCheck(
      simulates:
        "the least |R0 - R1 Q|^2 over orthogonal Q (Procrustes), R0 and R1 factors in floating point",
      law: "roundoff", defaultParameters: "Sigma0=[[3/2,1/3],[1/3,5/4]] Sigma1=[[2,1/2],[1/2,2]]",
      run: crossCheck),
    references: [
      ReferenceValue(
        "Sigma0=[[3/2,1/3],[1/3,5/4]] Sigma1=[[2,1/2],[1/2,2]] output=W2sq",
        "0.12365869054815795731829535051434300183857137712037"),
      ReferenceValue(
        "Sigma0=[[3/2,1/3,1/4],[1/3,5/4,1/5],[1/4,1/5,7/6]] Sigma1=[[4/3,1/3,1/3],[1/3,5/3,2/3],[1/3,2/3,2]] output=W2sq",
        "0.17925428430370821126462582732196658539269163484121"),
      // The square root of the first value, in another arithmetic.
      ReferenceValue(
        "Sigma0=[[3/2,1/3],[1/3,5/4]] Sigma1=[[2,1/2],[1/2,2]] output=W2",
        "0.35165137643432871584960599884411544666930114517937"),
    ],
    related: ["gaussian.sinkhorn-divergence-flow", "gaussian.reachability"])

  public static func validate(_ p: Arguments) throws {
    guard let sigma = p.exactMatrix("Sigma0") else { return }
    try GaussianModel.demandEliminable(sigma, "Sigma0")
    try p.demandSize("Sigma1", rows: sigma.rows, columns: sigma.rows, like: "Sigma0")
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    try validate(p)
    guard let first = p.exactMatrix("Sigma0"), let second = p.exactMatrix("Sigma1") else {
      return .undecided("no matrices")
    }
    if first == second { return .exact(0) }
    let traces = first.trace + second.trace
    let factor = CovarianceFactor(first)
    let overlap = factor.compressed(second)
    let isSquare = output == "W2sq"
    // Orthogonal ranges: no overlap.
    if overlap.isZero {
      if isSquare { return GaussianModel.answer(traces) }
      return traces.exactRoot.map { .exact($0) } ?? .real(.sqrt(Ball(traces)))
    }
    let square = Ball(traces) - 2 * rootTrace(factor.rooted(second), rank: overlap.rank)
    return .real(isSquare ? square : .sqrt(square))
  }

  /// tr X^{1/2} of a positive semidefinite X of known rank: its least eigenvalues are 0.
  private static func rootTrace(_ x: Matrix<Ball>, rank: Int) -> Ball {
    x.symmetricEigenvalues().suffix(rank).reduce(Ball(0)) {
      $0 + Ball.sqrt($1.isNonNegative ? $1 : .max($1, 0))
    }
  }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  /// With M = R1^T R0 the least |R0 - R1 Q|² is |R0|² + |R1|² - 2 (sum of the singular values of M), which are the positive
  /// eigenvalues of [[0, M], [M^T, 0]].
  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let (first, second) = (try context.floats("Sigma0"), try context.floats("Sigma1"))
    let m = second.squareRoot * first.squareRoot
    let d = m.rows
    let doubled = FloatMatrix(rows: 2 * d, columns: 2 * d) { i, j in
      i < d && j >= d ? m[i, j - d] : i >= d && j < d ? m[j, i - d] : 0
    }
    let overlap = doubled.symmetricEigenvalues.reduce(0) { $0 + max($1, 0) }
    let size = first.trace + second.trace
    let square = max(size - 2 * overlap, 0)
    // Roots of eigenvalues of the order of a rounding err by its root.
    let bound =
      1e-7 * size
      * (min(first.symmetricEigenvalues[0], second.symmetricEigenvalues[0]) > 1e-6 * size ? 1e-5 : 1)
    let isSquare = context.output == "W2sq"
    let law = ErrorLaw.roundoff(bound: isSquare ? bound : bound / max(square, bound).squareRoot())
    return try context.confront(law: law) {
      [SizedObservation(size: Double(d), simulated: isSquare ? square : square.squareRoot())]
    }
  }
}
