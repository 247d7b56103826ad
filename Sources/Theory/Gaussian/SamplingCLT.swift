import VlasovSimulation
import VlasovSymbols

/// How far softmax attention over a sample of Gaussian tokens is from that over their law.
public enum SamplingCLT: Theorem {
  public static let record = Record(
    id: "gaussian.sampling-clt",
    title: "Central limit theorem for attention over sampled tokens",
    statement: """
      Softmax attention $m_n(x)=\\sum_iw_iy_i/\\sum_iw_i$, $w_i=e^{y_i^TAx}$, over $n$ samples of $N(\\alpha,\\Sigma)$: \
      $n\\,\\mathrm{Cov}(m_n(x))\\to C(x)=e^{r}(\\Sigma+mm^T)$, $m=\\Sigma Ax$, $r=x^TA^T\\Sigma Ax$. Over $x\\sim N(0,\\Sigma)$, with \
      $H=A^T\\Sigma A$, $E_x\\mathrm{tr}\\,C=\\det(I-2\\Sigma H)^{-1/2}(\\mathrm{tr}\\,\\Sigma+\
      \\mathrm{tr}(A^T\\Sigma^2A(I-2\\Sigma H)^{-1}\\Sigma))$, finite if and only if $\\|\\Sigma^{1/2}A\\Sigma^{1/2}\\|_2<1/\\sqrt2$.
      """,
    source: Source(
      GaussianModel.unifiedPerspective, "particle experiments; the limit law is ours (delta method)", .derived
    ),
    parameters: [
      .sigma, .queryKey,
      ParameterSpec("x", symbol: "x", .exactVector, "the token").only(for: "C"),
    ],
    outputs: [
      OutputSpec("C", symbol: "C(x)", .matrix, "limit of n Cov(m_n(x)), V = I"),
      OutputSpec(
        "average", symbol: "E_x\\mathrm{tr}\\,C(x)", "its trace, averaged over x; inf from the threshold on"),
      OutputSpec(
        "norm", symbol: "\\|\\Sigma^{1/2}A\\Sigma^{1/2}\\|_2",
        "the norm, below 1/sqrt(2) for a finite average"),
    ],
    method:
      "All but an exponential and a square root is rational; the threshold is decided exactly, singular Sigma included.",
    notes: [
      "C depends on the mean alpha only through x. For another V the limit is V C V^T.",
      "From the threshold on n^(-1/2) fails in mean square over random tokens x.",
      """
      The influence of a token is w(y - m - alpha)/E w; E w^2/(E w)^2 = e^r, and under the weights w^2 y has the law \
      N(alpha + 2m, Sigma), whose mean is m away from that under w.
      """,
    ],
    crossCheck: CrossCheck(
      simulates:
        "repeated softmax attention over n random tokens: n times the mean square deviation from its limit",
      law: "Monte Carlo: mean over trials, their bias C/n removed, within 4 standard errors",
      defaultParameters: "Sigma=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,3/14],[1/14,-1/14]] x=[1,-1/2] output=C[1,1]",
      run: crossCheck),
    references: [
      ReferenceValue(
        "Sigma=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,3/14],[1/14,-1/14]] x=[1,-1/2] output=C[1,1]",
        "1.7676454064742500396841858343426150851448556695093"),
      ReferenceValue(
        "Sigma=[[3/2,1/3,1/4],[1/3,5/4,1/5],[1/4,1/5,7/6]] A=[[2/21,-1/7,-1/21],[-1/21,1/21,1/7],[1/7,-2/21,0]] x=[1,1,1] output=C[1,1]",
        "1.5577281143596196639550207859011441532104440956729"),
      // With inverses of Sigma, and by the symmetric square root, in another arithmetic.
      ReferenceValue(
        "Sigma=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,3/14],[1/14,-1/14]] output=average",
        "3.2430313144700737318785075002896831671523397718469"),
      ReferenceValue(
        "Sigma=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,3/14],[1/14,-1/14]] output=norm",
        "0.31074206490386785937962617655440485475462712129832"),
    ],
    related: ["gaussian.attention-velocity", "gaussian.softmax-energy"])

  public static func validate(_ p: Arguments) throws {
    guard let sigma = p.exactMatrix("Sigma") else { return }
    try GaussianModel.demandEliminable(sigma, "Sigma")
    try p.demandSize("A", rows: sigma.rows, columns: sigma.rows, like: "Sigma")
    try p.demandSize("x", rows: sigma.rows, columns: 1, like: "Sigma")
  }

  /// C(x) = e^r (Σ + m m^T), from r and the rational matrix.
  static func covariance<T: Analytic & MatrixScalar>(exponent r: T, _ second: Matrix<T>) -> Matrix<T> {
    second.scaled(by: T.exp(r))
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    try validate(p)
    guard let sigma = p.exactMatrix("Sigma"), let a = p.exactMatrix("A") else {
      return .undecided("no matrices")
    }
    switch output {
    case "C":
      guard let x = p.exactVector("x") else { return .undecided("no x") }
      let score = a * x
      let m = sigma * score
      let second = sigma + m * m.transpose
      let r = (score.transpose * m).trace
      return r.isZero ? GaussianModel.answer(second) : .matrix(covariance(exponent: Ball(r), second.lifted()))
    case "average": return average(sigma, a)
    default:
      let square = CovarianceFactor(sigma).scoreNormSquare(a)
      return square.isZero ? .exact(0) : .real(.sqrt(square))
    }
  }

  /// (rational)/√(rational), or infinite.
  private static func average(_ sigma: Matrix<Rational>, _ a: Matrix<Rational>) -> Value {
    guard CovarianceFactor(sigma).isScore(a, squareBelow: Rational(1, 2)) else { return .infinite }
    let h = a.transpose * sigma * a
    let system = Matrix<Rational>.identity(sigma.rows) - (sigma * h).scaled(by: 2)
    guard let g = system.solving(sigma) else { return .infinite }
    let total = sigma.trace + (a.transpose * sigma * sigma * a * g).trace
    let determinant = system.determinant
    if let root = determinant.exactRoot { return GaussianModel.answer(total / root) }
    return .real(Ball(total) / Ball.sqrt(Ball(determinant)))
  }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  // MARK: Simulation

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let (sigma, a) = (try context.floats("Sigma"), try context.floats("A"))
    let root = sigma.squareRoot
    let norm = (root * a * root).spectralNorm
    switch OutputPlace(context.output).name {
    case "norm":
      return try context.confront(law: .roundoff(bound: 1e-12 * (norm + 1e-3))) {
        [SizedObservation(size: Double(sigma.rows), simulated: norm)]
      }
    case "average": return try averageCheck(context, sigma, a, norm)
    default:
      let law = GaussianMoments(mean: .zero(sigma.rows, 1), covariance: sigma)
      var trials = ParticleTrials(law, count: 64, repetitions: 16_000, seed: context.seed)
      trials.threads = context.threads
      let attention = ParticleAttention(.softmax, score: a, value: .identity(sigma.rows))
      let x = try context.floats("x")
      return try context.confrontTrials { try trials.attentionCovariance(attention, at: x) }
    }
  }

  /// The mean of e^r (tr Σ + |m|²) over random x; its variance is finite for norms below 1/2.
  private static func averageCheck(
    _ context: CrossCheck.Context, _ sigma: FloatMatrix, _ a: FloatMatrix, _ norm: Double
  ) throws -> CrossCheckReport {
    guard norm < 0.45 else {
      throw InputError(
        parameter: "A", value: nil, domain: "norm < 0.45",
        "the norm of Sigma^(1/2) A Sigma^(1/2) is \(norm): from 1/2 on the mean over x has no finite variance"
      )
    }
    let law = GaussianSampler(GaussianMoments(mean: .zero(sigma.rows, 1), covariance: sigma))
    let d = sigma.rows
    return try context.confront {
      let points = try law.particles(count: 200_000, seed: context.seed).points
      return SampleEstimate(
        stride(from: 0, to: points.count, by: d).map { start in
          let score = a * FloatMatrix(column: Array(points[start..<start + d]))
          let m = sigma * score
          return Double.exp((score.transpose * m).trace) * (sigma + m * m.transpose).trace
        }, seed: context.seed)
    }
  }
}
