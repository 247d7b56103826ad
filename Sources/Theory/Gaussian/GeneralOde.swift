import VlasovSymbols

/// The covariance of the tokens at a later depth, for general attention.
public enum GeneralOde: Theorem {
  public static let record = Record(
    id: "gaussian.general-ode",
    title: "Covariance after a time, general attention",
    statement: """
      The covariance of a Gaussian law under attention obeys $\\Sigma'=\\kappa\\sum_h(V_hD_hA_h\\Sigma+\\Sigma A_h^TD_hV_h^T)$ with \
      $D=\\Sigma$, $\\kappa=1$ (softmax, then also $+W\\Sigma+\\Sigma W^T$); $D=\\Sigma(I+2B\\Sigma)^{-1}$, $\\kappa=2$ (L2); \
      $D+DND=\\Sigma$, $N=A\\Sigma A^T/\\varepsilon^2$, $\\kappa=1/\\varepsilon$ (Sinkhorn). The rank of $\\Sigma(t)$ is that of \
      $\\Sigma_0$ as long as the solution exists.
      """,
    source: Source(GaussianModel.unifiedPerspective, "covariance equations", .derived),
    parameters: [
      ParameterSpec(
        "kind", symbol: "\\mathrm{kind}", .word(CovarianceModel.Kind.allCases.map(\.rawValue)), "attention"),
      .sigma0,
      ParameterSpec("A", symbol: "A_h", .exactMatrices(.square), "query-key matrices, one for each head"),
      ParameterSpec("V", symbol: "V_h", .exactMatrices(.square), "value matrices, one for each head"),
      ParameterSpec(
        "B", symbol: "B_h", .exactMatrices(.semidefinite), requiredBy: [], acceptedBy: nil,
        "key matrices B = K^T K, one for each head; L2 only, required there"),
      ParameterSpec(
        "W", symbol: "W", .exactMatrix(.square), requiredBy: [], acceptedBy: nil,
        "matrix of the affine layer; softmax only, none by default"),
      ParameterSpec(
        "eps", symbol: "\\varepsilon", .real(.positive), requiredBy: [], acceptedBy: nil,
        "entropic regularisation; Sinkhorn only, 1 by default"),
      .time,
    ],
    outputs: [OutputSpec("Sigma", symbol: "\\Sigma(t)", .matrix, "covariance at time t")],
    method: """
      Validated integration. Softmax: Taylor steps in Sigma whose error is bounded by the defect of the polynomial, errors \
      carried in a turning frame. L2 and Sinkhorn: the factor R of Sigma = R R^T.
      """,
    notes: [
      "Global existence: Sinkhorn always, lambda_max(Sigma(t)) <= lambda_max(Sigma0) exp(2 |V| t), |V| summed over heads; L2 when B > 0, lambda_max(Sigma(t)) <= lambda_max(Sigma0) exp(2 |V| |A| t/lambda_min(B)). With singular B, L2 can blow up.",
      "Softmax without W exists at least up to 1/(2 |V| |A| lambda_max(Sigma0)), the products summed over heads.",
      "A flow that is proved to blow up before t is refused with an enclosure of the blow-up time. Proofs: V = v I (with W too); rank-one data under one head; for one softmax head with A + A^T definite a form tr(Q Sigma) that grows like its square; for any number of softmax heads, with W, a region around the profile of the blow-up that the solution does not leave; for L2 likewise along one direction n with B_h n = 0, V_h n = v_h n for all h. Where none applies (profiles that are not isolated, slow attraction) the answer is undecided and says how far the solution was enclosed.",
      "rank Sigma(t) = rank Sigma0: Sigma(t) = Phi(t) Sigma0 Phi(t)^T with an invertible Phi. Entries that the equation keeps at 0 print as 0.",
      "A is K^T Q/tau with the scale absorbed once; B likewise. Nothing is rescaled here.",
    ],
    crossCheck: CrossCheck(
      simulates: "the moment equation by the classical Runge-Kutta method in floating point",
      law: "error O(step^4)",
      defaultParameters:
        "kind=softmax Sigma0=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,3/14],[1/14,-1/14]] V=[[21/20,1/10],[-1/10,19/20]] t=1/2 output=Sigma[1,2]",
      run: crossCheck),
    references: GaussianFlowReferences.generalOde,
    related: [
      "gaussian.blow-up-general", "gaussian.psd-value-decay", "gaussian.isospectral-flow",
      "gaussian.rank-one-flow",
    ])

  /// The equation that the parameters name.
  static func model(_ p: Arguments) throws -> CovarianceModel {
    let d = try p.demandSizes("W")
    let heads = try p.covarianceHeads(dimension: d)
    if let sigma = p.exactMatrix("Sigma0") { try GaussianModel.demandEliminable(sigma, "Sigma0") }
    guard case .word(let word)? = p["kind"], let kind = CovarianceModel.Kind(rawValue: word) else {
      throw InputError(parameter: "kind", value: nil, "kind is missing")
    }
    func refuse(_ name: String, _ why: String) throws {
      if p.has(name) {
        throw InputError(
          parameter: name, value: p[name]?.text, "\(name) goes with \(why) only, not with kind=\(word)")
      }
    }
    if kind != .l2 { try refuse("B", "kind=l2") }
    if kind != .softmax { try refuse("W", "kind=softmax") }
    if kind != .sinkhorn { try refuse("eps", "kind=sinkhorn") }
    if kind == .l2, !p.has("B") {
      throw InputError(
        parameter: "B", value: nil, "missing parameter B: kind=l2 needs the key matrix B = K^T K")
    }
    return CovarianceModel(kind: kind, heads: heads, feedForward: p.exactMatrix("W"))
  }

  public static func validate(_ p: Arguments) throws { _ = try model(p) }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    let model = try model(p).simplified
    guard let start = p.exactMatrix("Sigma0") else { return .undecided("Sigma0 is missing") }
    if p.rational("t")?.isZero ?? false || model.isFixed(start) { return .exactMatrix(start) }
    let t: Ball = p.lifted(to: Ball.self).t
    let sigma: Matrix<Ball>
    switch model.kind {
    case .softmax: sigma = try softmax(model, start, to: t)
    case .l2: sigma = try factor(model, start, to: t, [])
    case .sinkhorn:
      let eps: Ball = p.has("eps") ? p.lifted(to: Ball.self).eps : 1
      sigma = try factor(model, start, to: t, [1 / eps])
    }
    let support = model.support(of: start)
    return .matrix(
      Matrix(rows: sigma.rows, columns: sigma.columns, zip(sigma.entries, support).map { $1 ? $0 : 0 }))
  }

  /// By the steps of softmax; refuses a flow that certainly blows up before t.
  static func softmax(_ model: CovarianceModel, _ start: Matrix<Rational>, to t: Ball) throws -> Matrix<Ball>
  {
    try SoftmaxSolution(model: model, start: start).value(at: t)
  }

  /// In factor form, by the general integrator; refuses a flow that certainly blows up before t.
  static func factor(
    _ model: CovarianceModel, _ start: Matrix<Rational>, to t: Ball, _ p: [Ball]
  ) throws -> Matrix<Ball> {
    // In a basis with the directions that no key sees, where large entries do not cancel.
    if model.kind == .l2, let (basis, k) = BlowUpChart.frame(of: model), k > 0,
      !basis.entries.allSatisfy({ $0.isZero || $0 == 1 }), let back = basis.solving(.identity(basis.rows))
    {
      let sigma = try factor(model.turned(basis, back), back * start * back.transpose, to: t, p)
      return basis.lifted(to: Ball.self) * sigma * basis.transpose.lifted(to: Ball.self)
    }
    guard let factor = start.ballFactor() else { throw Undecided("a factor of Sigma0") }
    let field = CovarianceFactorField(model: model, rank: factor.columns)
    guard let x = field.start(factor, p) else { return .indeterminate(start.rows, start.rows) }
    var integrator = TaylorIntegrator(field, parameters: p)
    integrator.options.keepsDenseOutput = false
    // Sinkhorn, and L2 with B ≻ 0, are global; else the steps may shrink without end.
    let isGlobal = model.kind == .sinkhorn || model.heads.allSatisfy { $0.key?.isPositiveDefinite ?? false }
    func size(_ state: [Ball]) -> Double {
      2 * (state.prefix(factor.entries.count).map(\.magnitude.log2).max() ?? 0)
    }
    let first = size(x)
    var last = Ball(0)
    var watch = BlowUpWatch(model: model, start: start, target: t)
    var (proof, growth): ((any Error)?, Double) = (nil, 0)
    let path = integrator.solve(from: 0, x, to: t) { state in
      guard !isGlobal else { return false }
      let step = (state.time - last).magnitude.log2 - state.time.magnitude.log2
      last = state.time
      growth = size(state.state) - first
      do {
        try watch.observe(state.time, growth) { field.covariance(state.state) }
      } catch {
        proof = error
        return true
      }
      return step < -40 && growth > (watch.mayProve ? 120 : 30)
    }
    if let proof { throw proof }
    func stopped(_ why: String) throws -> any Error {
      try watch.stopped(path.reached.lowerDecimal(digits: 10), growth, why)
    }
    switch path.status {
    case .complete: return field.covariance(path.end)
    case .stopped(.tooWide) where isGlobal: return .indeterminate(start.rows, start.rows)
    case .stopped(.budgetExhausted): throw try stopped("time budget exhausted")
    case .stopped(.criterion): throw try stopped("the steps shrink as before a blow-up")
    case .stopped(let why): throw try stopped("\(why)")
    }
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let model = try model(context.arguments)
    let p = context.parameters
    let attention = GaussianAttention(model, epsilon: p.has("eps") ? p.eps : 1)
    let start = FloatMatrix(p.matrix("Sigma0"))
    guard let place = context.entry(rows: start.rows, columns: start.columns) else {
      throw InputError(
        parameter: "output", value: context.output, "verify needs one entry: output=Sigma[i,j]")
    }
    return try context.confront(law: .power(order: 4, next: 5, noise: 1e-12)) {
      [16, 32, 64, 128].map { steps in
        let end = attention.covariance(from: start, time: p.t, steps: steps)
        return SizedObservation(size: Double(steps), simulated: end[place.row, place.column])
      }
    }
  }
}
