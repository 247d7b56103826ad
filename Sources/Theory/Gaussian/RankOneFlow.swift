import VlasovSymbols

/// Rank-one data: the flow reduces to one clock.
public enum RankOneFlow: Theorem {
  public static let record = Record(
    id: "gaussian.rank-one-flow",
    title: "Rank-one data under softmax, L2 and Sinkhorn attention",
    statement: """
      From $\\Sigma_0=u_0u_0^T$: $\\Sigma(t)=uu^T$, $u=e^{V\\theta(t)}u_0$, $\\theta'=\\psi(u)$. With $p=u^TAu$: $\\psi=p$ (softmax), \
      $2p/(1+2u^TBu)$ (L2), $(2p/\\varepsilon)/(1+\\sqrt{1+4p^2/\\varepsilon^2})$ (Sinkhorn). If $p(u_0)=0$, $u$ is constant; else \
      $u$ converges to the first zero of $p$ in the direction of $\\mathrm{sgn}\\,p(u_0)$, or, without one, exists up to \
      $t^*=\\int_0^{\\pm\\infty}d\\vartheta/\\psi$. For $d=2$, $V=\\pm J$ and definite $\\mathrm{sym}(A)$ the softmax flow has the period \
      $\\pi/(|u_0|^2\\sqrt{\\det\\mathrm{sym}(A)})$.
      """,
    source: Source(GaussianModel.unifiedPerspective, "covariance equation, rank one", .derived),
    parameters: [
      ParameterSpec(
        "kind", symbol: "\\mathrm{kind}", .word(CovarianceModel.Kind.allCases.map(\.rawValue)),
        default: "softmax",
        "attention"),
      ParameterSpec("V", symbol: "V", .exactMatrix(.square), "value matrix"), .queryKey,
      ParameterSpec(
        "B", symbol: "B", .exactMatrix(.semidefinite), requiredBy: [], acceptedBy: nil,
        "key matrix B = K^T K; L2 only, required there"),
      ParameterSpec(
        "eps", symbol: "\\varepsilon", .real(.positive), requiredBy: [], acceptedBy: nil,
        "entropic regularisation; Sinkhorn only, 1 by default"),
      ParameterSpec("u0", symbol: "u_0", .exactVector, "Sigma0 = u0 u0^T"),
      ParameterSpec.time.only(for: "Sigma", "theta"),
    ],
    outputs: [
      OutputSpec("Sigma", symbol: "\\Sigma(t)", .matrix, "covariance at time t"),
      OutputSpec("theta", symbol: "\\theta(t)", "the clock at time t"),
      OutputSpec("tstar", symbol: "t^*", "blow-up time; inf when the solution is global"),
      OutputSpec("period", symbol: "T", "period of Sigma(t) (softmax, d = 2, V = J or -J, sym(A) definite)"),
    ],
    hypotheses: [
      Hypothesis(
        "d = 2 and V = J or -J", outputs: ["period"],
        deciding: { p in
          let v = try model(p).value
          let isTurn =
            v.rows == 2 && v[0, 0].isZero && v[1, 1].isZero && v[0, 1] == -v[1, 0] && v[1, 0].magnitude == 1
          return .verdict(isTurn ? .proved : .refuted)
        }),
      Hypothesis(
        "kind = softmax", outputs: ["period"],
        deciding: { p in
          .verdict(try model(p).kind == .softmax ? .proved : .refuted)
        }),
      Hypothesis(
        "sym(A) is positive or negative definite", outputs: ["period"],
        deciding: { p in
          let a = try model(p).score.symmetricPart
          return .verdict(a.isPositiveDefinite || (-a).isPositiveDefinite ? .proved : .refuted)
        }),
      Hypothesis(
        "u0 != 0", outputs: ["period"],
        deciding: { p in
          .verdict(try model(p).start.entries.allSatisfy(\.isZero) ? .refuted : .proved)
        }),
    ],
    method: """
      Sigma and theta: validated integration of (u, theta). tstar: p along e^(V theta) u0 is an exponential sum, found exactly by its \
      recurrence over the rationals; a zero ahead, or its absence, is proved, and the improper integral is enclosed with its tail.
      """,
    notes: [
      "Sinkhorn is always global; L2 is global when B > 0.",
      "A zero of p that p only touches, growth rates that coincide by accident, and slow tails beside exponential terms are left undecided.",
      "sym(A) indefinite with V = J: Sigma(t) converges to an isotropic line.",
    ],
    crossCheck: CrossCheck(
      simulates:
        "the covariance equation by the classical Runge-Kutta method in floating point; tstar by its blow-up",
      law: "error O(step^4)",
      defaultParameters:
        "V=[[1,1/3],[-1/2,1/4]] A=[[1/2,1],[-1/4,1/3]] u0=[1,1/2] t=1/2 output=Sigma[1,2]",
      run: crossCheck),
    references: GaussianFlowReferences.rankOneFlow,
    related: ["gaussian.general-ode", "gaussian.isotropic-rank", "gaussian.blow-up-general"])

  static func model(_ p: Arguments) throws -> RankOneModel {
    guard let v = p.exactMatrix("V"), let a = p.exactMatrix("A"), let u = p.exactVector("u0") else {
      throw InputError(parameter: "V", value: nil, "V, A and u0 are needed")
    }
    for name in ["A", "B"] { try p.demandSize(name, rows: v.rows, columns: v.rows, like: "V") }
    try p.demandSize("u0", rows: v.rows, columns: 1, like: "V")
    guard case .word(let word)? = p["kind"], let kind = CovarianceModel.Kind(rawValue: word) else {
      throw InputError(parameter: "kind", value: nil, "kind is missing")
    }
    for (name, owner) in [("B", CovarianceModel.Kind.l2), ("eps", .sinkhorn)]
    where p.has(name) && kind != owner {
      throw InputError(
        parameter: name, value: p[name]?.text,
        "\(name) goes with kind=\(owner.rawValue) only, not with kind=\(word)")
    }
    if kind == .l2, !p.has("B") {
      throw InputError(
        parameter: "B", value: nil, "missing parameter B: kind=l2 needs the key matrix B = K^T K")
    }
    return RankOneModel(kind: kind, value: v, score: a, key: p.exactMatrix("B"), start: u)
  }

  public static func validate(_ p: Arguments) throws { _ = try model(p) }
  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  /// π/(|u0|² √det sym A)
  static func period<T: MatrixScalar & Analytic>(_ a: Matrix<T>, _ u: Matrix<T>) -> T {
    let s = a.symmetricPart
    return T.pi / ((u.transpose * u)[0, 0] * T.sqrt(s[0, 0] * s[1, 1] - s[0, 1] * s[1, 0]))
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    let model = try model(p)
    switch output {
    case "period": return .real(period(model.score.lifted(to: Ball.self), model.start.lifted()))
    case "tstar":
      switch try RankOneBlowUp(model: model).time() {
      case .infinite: return .infinite
      case .finite(let t): return .real(t)
      case .open(let why): return .undecided(why)
      }
    default: break
    }
    let isTheta = output == "theta"
    let isStill = p.rational("t")?.isZero ?? false
    if isStill || model.initial.isZero {
      return isTheta ? .exact(0) : .exactMatrix(model.start * model.start.transpose)
    }
    let t: Ball = p.lifted(to: Ball.self).t
    try refuse(model, t)
    let eps: Ball = p.has("eps") ? p.lifted(to: Ball.self).eps : 1
    var integrator = TaylorIntegrator(RankOneField(model: model), parameters: [1 / eps])
    integrator.options.keepsDenseOutput = false
    let start: Matrix<Ball> = model.start.lifted()
    let path = integrator.solve(from: 0, start.entries + [0], to: t)
    switch path.status {
    case .complete: break
    case .stopped(.tooWide): return .real(.indeterminate)
    case .stopped(let why):
      throw Undecided("integrated up to t=\(path.reached.lowerDecimal(digits: 10)); stopped because \(why)")
    }
    if isTheta { return .real(path.end[model.start.rows]) }
    // u stays in the smallest set of entries that V does not leave.
    let support = support(model)
    let u = Matrix(column: zip(path.end, support).map { $1 ? $0 : 0 })
    return .matrix(u * u.transpose)
  }

  /// Refuses a time that is certainly not before the blow-up.
  private static func refuse(_ model: RankOneModel, _ t: Ball) throws {
    guard case .finite(let end) = try withPrecision(96, { try RankOneBlowUp(model: model).time() }),
      end.isBelow(t)
    else { return }
    throw Refusal(
      "t < t*: t=\(t.shortDescription); the flow blows up in \(SoftmaxSolution.text(end.lowerEdge, end.upperEdge))"
    )
  }

  /// Where u can be other than 0.
  private static func support(_ model: RankOneModel) -> [Bool] {
    var support = model.start.entries.map { !$0.isZero }
    while true {
      let next = support.indices.map { i in
        support[i] || support.indices.contains { support[$0] && !model.value[i, $0].isZero }
      }
      if next == support { return support }
      support = next
    }
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let model = try model(context.arguments)
    let covariance = CovarianceModel(
      kind: model.kind,
      heads: [CovarianceHead(value: model.value, score: model.score, key: model.key)], feedForward: nil)
    let eps: Double = p.has("eps") ? p.eps : 1
    let attention = GaussianAttention(covariance, epsilon: eps)
    let u = FloatMatrix(p.column("u0"))
    let start = u * u.transpose
    switch context.output {
    case "theta":
      return try context.confront(law: .power(order: 4, next: 5, noise: 1e-12)) {
        [16, 32, 64, 128].map {
          SizedObservation(size: Double($0), simulated: clock(model, eps, u, p.t, steps: $0))
        }
      }
    case "tstar":
      return try context.confront(law: .power(order: 4, next: 5, noise: 1e-11)) {
        try [8.0, 16, 32, 64].map { n in
          guard let time = attention.blowUp(from: start, resolution: n)?.time else {
            throw InputError("the simulation finds no blow-up at these parameters")
          }
          return SizedObservation(size: n, simulated: time)
        }
      }
    case "period":
      let time = try context.certified().value
      // After the period Σ is back: the distance, relative to |Σ|, must vanish.
      let steps = 4096
      let end = attention.covariance(from: start, time: time, steps: steps)
      let miss = end.distance(start) / start.frobeniusNorm
      return try Confrontation.compare(
        [InequalityTrial(observed: miss, bound: 1e-8)], seed: context.seed)
    default: break
    }
    guard let place = context.entry(rows: u.rows, columns: u.rows) else {
      throw InputError(
        parameter: "output", value: context.output, "verify needs one entry: output=Sigma[i,j]")
    }
    return try context.confront(law: .power(order: 4, next: 5, noise: 1e-12)) {
      [16, 32, 64, 128].map { steps in
        // The factor: square roots of a singular matrix lose half of the digits.
        let end = attention.factor(from: u, time: p.t, steps: steps)
        return SizedObservation(
          size: Double(steps), simulated: end[place.row, 0] * end[place.column, 0])
      }
    }
  }

  /// θ(t) by the classical method for (u, θ).
  private static func clock(
    _ model: RankOneModel, _ eps: Double, _ start: FloatMatrix, _ t: Double, steps: Int
  )
    -> Double
  {
    let field = RankOneField(model: model)
    var x = start.entries + [0]
    let h = t / Double(steps)
    func slope(_ y: [Double]) -> [Double] { field.derivative(0.0, y, [1 / eps]) }
    func moved(_ h: Double, _ k: [Double]) -> [Double] { zip(x, k).map { $0 + h * $1 } }
    for _ in 0..<steps {
      let a = slope(x)
      let b = slope(moved(h / 2, a))
      let c = slope(moved(h / 2, b))
      let d = slope(moved(h, c))
      x = x.indices.map { x[$0] + h / 6 * (a[$0] + 2 * b[$0] + 2 * c[$0] + d[$0]) }
    }
    return x[x.count - 1]
  }
}
