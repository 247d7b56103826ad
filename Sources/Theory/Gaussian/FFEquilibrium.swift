import VlasovAnalysis
import VlasovSymbols

/// Equilibria of softmax attention with a feed-forward layer and a general value matrix.
public enum FFEquilibrium: Theorem {
  public static let record = Record(
    id: "gaussian.ff-equilibrium",
    title: "Equilibrium of attention with a feed-forward layer",
    statement: """
      A positive definite zero $\\Sigma^*$ of $f(\\Sigma)=W\\Sigma+\\Sigma W^T+V\\Sigma A\\Sigma+\\Sigma A^T\\Sigma V^T$: the one to which the \
      flow $\\dot\\Sigma=f(\\Sigma)$ from $\\Sigma_0=I$ converges. With `rank` $r<d$: a zero of rank $r$, from \
      $\\Sigma_0=\\mathrm{diag}(1,\\dots,1,0,\\dots,0)$, on the manifold of matrices of rank $r$.
      """,
    source: Source(
      GaussianModel.reachability, "equilibria of attention with affine feed-forward layers", .derived),
    parameters: [
      ParameterSpec("W", symbol: "W", .exactMatrix(.square), "feed-forward matrix"),
      ParameterSpec("V", symbol: "V", .exactMatrix(.square), "value matrix"),
      ParameterSpec.queryKey,
      ParameterSpec(
        "rank", symbol: "r", .integer(minimum: 1), requiredBy: [], acceptedBy: nil,
        "rank of the equilibrium; the dimension by default"),
    ],
    outputs: [
      OutputSpec("Sigma", symbol: "\\Sigma^*", .matrix, "the equilibrium"),
      OutputSpec(
        "stability", symbol: "\\mathrm{stability}", .word,
        "attracting: every eigenvalue of f' on symmetric matrices has Re < 0; unstable: one has Re > 0"),
    ],
    method: """
      The flow in floating point proposes a zero; Krawczyk's operator, in the chart [I; Y] S [I; Y]^T of the manifold of rank r, \
      proves that a box holds exactly one zero, and Cholesky's method that S > 0. Eigenvalues of f' in Gershgorin discs.
      """,
    notes: [
      """
      Proved: existence, rank, uniqueness in the box, stability. Not proved: that the flow from the start converges to this zero \
      (a float computation says so), nor that there is no other. For V = vI the equilibrium is unique, see \
      gaussian.riccati-feedforward; for A = -B symmetric and W = wI, w > 0, it is 2w times gaussian.self-similar-profile.
      """,
      "No convergence, or a limit that is not of the rank asked for: refused, with the reason.",
    ],
    crossCheck: CrossCheck(
      simulates: "Runge-Kutta for the covariance from the identity, for a long time",
      law: "exponential convergence: 1e-9",
      defaultParameters: "W=[[7/10,0],[-1/5,3/5]] V=[[3/2,1/2],[1/2,2]] A=[[-2,1/4],[-5/4,-2]]",
      run: crossCheck),
    references: [
      ReferenceValue(
        "W=[[7/10,0],[-1/5,3/5]] V=[[3/2,1/2],[1/2,2]] A=[[-2,1/4],[-5/4,-2]] output=Sigma[1,2]",
        "-0.16442846239291937836736950739384307244720487937675"),
      ReferenceValue(
        """
        W=[[19/30,0,-2/15],[-2/15,17/30,-1/15],[-1/15,2/15,1/2]] V=[[4/3,1/3,1/3],[1/3,5/3,2/3],[1/3,2/3,2]] \
        A=[[-2,0,1/3],[-1,-2,0],[-1,-1,-2]] output=Sigma[1,2]
        """, "-0.10688538451478867206172898671787120208340597308653"),
      // The linearisation is X -> -X - X for d = 1: W = 1, V = 1, A = -1, Sigma = 1.
      ReferenceValue("W=1 V=1 A=-1 output=stability", "attracting"),
    ],
    related: [
      "gaussian.riccati-feedforward", "gaussian.self-similar-profile", "gaussian.fixed-point-spectrum",
    ])

  public static func validate(_ p: Arguments) throws {
    guard let w = p.exactMatrix("W") else { return }
    for name in ["V", "A"] { try p.demandSize(name, rows: w.rows, columns: w.rows, like: "W") }
    try GaussianModel.demandEliminable(w, "W")
    if case .integer(let r)? = p["rank"], r > Integer(w.rows) {
      throw InputError(
        parameter: "rank", value: "\(r)", domain: "1 <= rank <= \(w.rows)",
        "rank=\(r): at most the dimension, \(w.rows)")
    }
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    try validate(p)
    guard let w = p.exactMatrix("W"), let v = p.exactMatrix("V"), let a = p.exactMatrix("A") else {
      return .undecided("no matrices")
    }
    var rank = w.rows
    if case .integer(let r)? = p["rank"], let small = r.asInt { rank = small }
    let model = EquilibriumModel(w: w, v: v, a: a)
    let sigma: Matrix<Ball>
    do {
      sigma = try rank < w.rows ? model.equilibrium(rank: rank) : model.componentwise()
    } catch let open as OpenEquilibrium {
      return .undecided(open.reason)
    }
    guard output == "stability" else { return .matrix(sigma) }
    let parts = EquilibriumSystem.linearisation(at: sigma, w: w.lifted(), v: v.lifted(), a: a.lifted())
      .eigenvalueClusters().map(\.realPart)
    if parts.contains(where: \.isPositive) { return .word("unstable") }
    return parts.allSatisfy(\.isNegative)
      ? .word("attracting") : .undecided("an eigenvalue of the linearisation may have real part 0")
  }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    guard OutputPlace(context.output).name == "Sigma", !context.arguments.has("rank") else {
      throw InputError("the simulation is for Sigma at full rank")
    }
    let (w, v, a) = (try context.floats("W"), try context.floats("V"), try context.floats("A"))
    let flow = GaussianAttention(.softmax, score: a, value: v, feedForward: w)
    return try context.confrontMatrices(law: .roundoff(bound: 1e-9)) {
      let scale = 1 / w.frobeniusNorm
      return [(1, flow.covariance(from: .identity(w.rows), time: 60 * scale, steps: 6000))]
    }
  }
}

/// Not decided at this precision.
private struct OpenEquilibrium: Error {
  let reason: String
}

/// The certified equilibrium that the float flow proposes.
private struct EquilibriumModel {
  let w: Matrix<Rational>
  let v: Matrix<Rational>
  let a: Matrix<Rational>

  /// At full rank the flow from I keeps the common block structure.
  func componentwise() throws -> Matrix<Ball> {
    try MatrixComponents([w, v, a]).assembled { group in
      func block(_ m: Matrix<Rational>) -> Matrix<Rational> { MatrixComponents.block(m, group) }
      return try EquilibriumModel(w: block(w), v: block(v), a: block(a)).equilibrium(rank: group.count)
    }
  }

  /// - Throws: `Refusal` without a limit of this rank, `OpenEquilibrium` when nothing is proved at this precision.
  func equilibrium(rank: Int) throws -> Matrix<Ball> {
    let d = w.rows
    let what = rank == d ? "positive definite equilibrium" : "equilibrium of rank \(rank)"
    let flow = EquilibriumFlow(w: w.map(\.double), v: v.map(\.double), a: a.map(\.double), rank: rank)
    let (s, y, order): (Matrix<Double>, Matrix<Double>, [Int])
    switch try flow.run() {
    case .settled(let first, let rest, let rows): (s, y, order) = (first, rest, rows)
    case .none(let why): throw Refusal("no \(what) found: \(why)")
    }
    let spectrum = FloatMatrix(rows: rank, columns: rank, s.entries).symmetricEigenvalues
    guard let least = spectrum.first, let most = spectrum.last, least > 1e-9 * most else {
      throw Refusal("no \(what) found: the flow from the start tends to a matrix of lower rank")
    }
    func moved(_ m: Matrix<Rational>) -> [Ball] {
      order.flatMap { i in order.map { Ball(m[i, $0]) } }
    }
    let system = EquilibriumSystem(size: d, rank: rank)
    let proposed = system.unknowns(s, y)
    let parameters = withPrecision(Precision.bits + 24) { moved(w) + moved(v) + moved(a) }
    switch Krawczyk(system, parameters: parameters).solve(near: proposed) {
    case .failure(.budgetExhausted): throw BudgetExhausted()
    case .failure(let why): throw OpenEquilibrium(reason: "\(why)")
    case .success(let zero):
      let scale = proposed.map(\.magnitude).max() ?? 1
      guard zip(zero.point, proposed).allSatisfy({ ($0 - Ball(exactly: $1)).upperMagnitude <= 1e-5 * scale })
      else {
        throw Refusal("no equilibrium found: Newton's method leaves the place where the flow settles")
      }
      let (s, c) = system.chart(zero.point)
      guard s.isPositiveDefinite == .proved else {
        throw OpenEquilibrium(reason: "positive definiteness is not decided")
      }
      let sigma = (c * s * c.transpose).symmetricPart
      return Matrix(rows: d, columns: d) { i, j in
        sigma[order.firstIndex(of: i) ?? 0, order.firstIndex(of: j) ?? 0]
      }
    }
  }
}

extension Ball {
  fileprivate var upperMagnitude: Double { Swift.max(-lowerDouble, upperDouble) }
}
