import VlasovSymbols

/// Softmax attention with V = vI and a linear feed-forward layer: a matrix Riccati equation.
public enum RiccatiFeedforward: Theorem {
  public static let record = Record(
    id: "gaussian.riccati-feedforward",
    title: "Scalar value matrix with a feed-forward layer",
    statement: """
      $V=vI$, $\\dot\\Sigma=W\\Sigma+\\Sigma W^T+v\\Sigma S\\Sigma$. With $J(t)=\\int_0^te^{W^Tu}Se^{Wu}du$ and $\\Sigma_0=RR^T$, \
      $\\Sigma(t)=e^{Wt}R(I-vR^TJ(t)R)^{-1}R^Te^{W^Tt}$ up to $t^*$, the first time with $\\lambda_{\\max}(vR^TJ(t)R)=1$. If all \
      eigenvalues of $W$ have positive real part and $-vS\\succ0$, the unique positive definite equilibrium is \
      $\\Sigma_\\infty=P_\\infty^{-1}$, $W^TP_\\infty+P_\\infty W=-vS$, and \
      $P(t)-P_\\infty=e^{-W^Tt}(P_0-P_\\infty)e^{-Wt}$ for $P=\\Sigma^{-1}$.
      """,
    source: Source(
      GaussianModel.reachability,
      "bilinear system of Riccati type, equilibria or blow-up (abstract); formulas", .derived),
    parameters: [
      ParameterSpec.sigma0.only(for: "Sigma", "tstar", alsoTakenBy: nil),
      ParameterSpec("W", symbol: "W", .exactMatrix(.square), "feed-forward matrix"),
      ParameterSpec.queryKey,
      ParameterSpec.value,
      ParameterSpec.time.only(for: "Sigma", alsoTakenBy: nil),
    ],
    outputs: [
      OutputSpec("Sigma", symbol: "\\Sigma(t)", .matrix, "covariance at time t"),
      OutputSpec("Sigmainf", symbol: "\\Sigma_\\infty", .matrix, "the positive definite equilibrium"),
      OutputSpec("tstar", symbol: "t^*", "blow-up time; inf for a global flow"),
    ],
    hypotheses: [
      Hypothesis("t < t*", .reported, outputs: ["Sigma"], deciding: existence),
      Hypothesis(
        "all eigenvalues of W have Re > 0", outputs: ["Sigmainf"],
        deciding: { p in
          guard let w = p.exactMatrix("W") else { return .verdict(.undecided) }
          guard w.rows <= RiccatiModel.largestExact.decisions else {
            return .verdict(
              .undecided, "Hurwitz minors are formed up to dimension \(RiccatiModel.largestExact.decisions)")
          }
          let minor = LinearStability.leastHurwitzMinor(-w)
          return .verdict(
            minor.signum > 0 ? .proved : .refuted, "the least Hurwitz minor of -W is \(minor.shortText)")
        }),
      Hypothesis(
        "-v S > 0", outputs: ["Sigmainf"],
        deciding: { p in
          guard let a = p.exactMatrix("A") else { return .verdict(.undecided) }
          let inertia = (a + a.transpose).inertia
          let text = "S has \(inertia.positive) positive and \(inertia.negative) negative eigenvalues"
          guard max(inertia.positive, inertia.negative) == a.rows else { return .verdict(.refuted, text) }
          guard let sign = p.sign("v") else { return .verdict(.undecided, "the sign of v") }
          return .verdict(
            sign * (inertia.positive - inertia.negative) < 0 ? .proved : .refuted,
            text + ", v=\(p["v"]?.text ?? "")")
        }),
    ],
    method: """
      J by a block exponential and doubling. Domain: with Sigma0 = L D L^T the pencil D^-1 - v L^T J L must be positive definite on \
      [0, t]; one test when vS >= 0 or W = wI, proved pieces otherwise. tstar = inf is decided over the rationals (minimal \
      realisation, Hurwitz minors, Lyapunov equation); a finite tstar lies between a proved piece and a refuted test.
      """,
    notes: [
      "vS <= 0: t* = inf. vS > 0 with Sigma0 > 0 and an eigenvalue of W with Re >= 0: t* is finite.",
      """
      vS of both signs: t* = inf is proved when the part of W that matters is stable and J(inf) leaves room; else the search ends \
      at a finite horizon, undecided.
      """,
      "-vS > 0 and an eigenvalue of W with Re < 0: there is no positive definite equilibrium.",
      "Mean: alpha' = (W + v(I + Sigma A)) alpha + b.",
    ],
    crossCheck: CrossCheck(
      simulates: """
        Sigma: Runge-Kutta for the covariance; tstar: Runge-Kutta for the inverse until it stops being positive definite; Sigmainf: \
        the covariance after a long time
        """,
      law: "error O(step^4); Sigmainf: 1e-8", defaultParameters: defaultParameters, run: crossCheck),
    references: [
      ReferenceValue(
        "Sigma0=[[3/2,1/3],[1/3,5/4]] W=[[7/10,0],[-1/5,3/5]] A=[[-1/7,3/14],[1/14,-1/14]] v=1 t=1 output=Sigma[1,2]",
        "2.0673799135588150395273492668861665485333619159399"),
      ReferenceValue(
        """
        Sigma0=[[3/2,1/3,1/4],[1/3,5/4,1/5],[1/4,1/5,7/6]] W=[[19/30,0,-2/15],[-2/15,17/30,-1/15],[-1/15,2/15,1/2]] \
        A=[[2,1,1],[0,2,1],[-1/3,0,2]] v=-1 t=2 output=Sigma[1,2]
        """, "-0.095668600639839482773876916541163121785828710928517"),
      ReferenceValue(
        "W=[[7/10,0],[-1/5,3/5]] A=[[2,5/4],[-1/4,2]] v=-1 output=Sigmainf[1,1]",
        "0.36625386996904024767801857585139318885448916408669"),
      ReferenceValue(
        """
        W=[[19/30,0,-2/15],[-2/15,17/30,-1/15],[-1/15,2/15,1/2]] A=[[2,1,1],[0,2,1],[-1/3,0,2]] v=-1 output=Sigmainf[1,1]
        """, "0.34969944354465953472419733989471083449047076459231"),
      ReferenceValue(
        "Sigma0=[[3/2,1/3],[1/3,5/4]] W=[[7/10,0],[-1/5,3/5]] A=[[-1/7,3/14],[1/14,-1/14]] v=1 output=tstar",
        "2.1428252027150464524496902361540364770036113055153"),
    ],
    related: [
      "gaussian.scalar-value-closed-form", "gaussian.blow-up-time", "gaussian.ff-equilibrium",
      "gaussian.reachability",
    ])

  private static let defaultParameters =
    "Sigma0=[[3/2,1/3],[1/3,5/4]] W=[[7/10,0],[-1/5,3/5]] A=[[2,5/4],[-1/4,2]] v=-1 t=1"

  public static func validate(_ p: Arguments) throws {
    guard let w = p.exactMatrix("W") else { return }
    for name in ["A", "Sigma0"] { try p.demandSize(name, rows: w.rows, columns: w.rows, like: "W") }
    try GaussianModel.demandEliminable(w, "W")
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    try validate(p)
    guard let w = p.exactMatrix("W"), let a = p.exactMatrix("A"), case .real(let v)? = p["v"] else {
      return .undecided("no matrices")
    }
    if output == "Sigmainf" { return equilibrium(w, a + a.transpose, v) }
    guard let sigma = p.exactMatrix("Sigma0") else { return .undecided("no covariance") }
    if output == "tstar" { return try blowUp(sigma, w, a, v, p.sign("v")) }
    guard case .real(let time)? = p["t"] else { return .undecided("no time") }
    if time.rational?.isZero ?? false { return GaussianModel.answer(sigma) }
    if w == .zero(w.rows, w.rows), let exactV = v.rational, let exactTime = time.rational {
      if let exact = withoutFeedforward(sigma, a, exactV * exactTime) { return GaussianModel.answer(exact) }
      if let model = RiccatiModel(sigma: sigma, w: w, a: a, v: v, sign: exactV.signum) {
        throw try refusal(model, time)
      }
    }
    return try withPrecision(Precision.bits + 16) {
      var doubt: String?
      let parts = MatrixComponents([sigma, w, a])
      let whole = try parts.assembled { group -> Matrix<Ball> in
        func block(_ m: Matrix<Rational>) -> Matrix<Rational> { MatrixComponents.block(m, group) }
        let model = RiccatiModel(sigma: block(sigma), w: block(w), a: block(a), v: v, sign: p.sign("v"))
        guard let model, let part = try covariance(model, time, &doubt) else {
          return .indeterminate(group.count, group.count)
        }
        return part
      }
      return doubt.map { .undecided($0) } ?? .matrix(whole)
    }
  }

  /// The first of the blow-up times of the uncoupled components.
  static func blowUp(
    _ sigma: Matrix<Rational>, _ w: Matrix<Rational>, _ a: Matrix<Rational>, _ v: RealParameter, _ sign: Int?
  ) throws -> Value {
    var first: Ball?
    for group in MatrixComponents([sigma, w, a]).groups {
      func block(_ m: Matrix<Rational>) -> Matrix<Rational> { MatrixComponents.block(m, group) }
      guard let model = RiccatiModel(sigma: block(sigma), w: block(w), a: block(a), v: v, sign: sign) else {
        return .undecided("no factor of Sigma0")
      }
      switch try model.blowUp() {
      case .never: continue
      case .at(let time): first = first.map { Ball.min($0, time) } ?? time
      case .undecided(let why, let isFinal):
        if isFinal { throw Undecided(why) }
        return .undecided(why)
      }
    }
    return first.map { .real($0) } ?? .infinite
  }

  /// Σ(t) for W = 0, exactly; nil past the blow-up.
  private static func withoutFeedforward(
    _ sigma: Matrix<Rational>, _ a: Matrix<Rational>, _ time: Rational
  ) -> Matrix<Rational>? {
    guard let (l, d) = sigma.semidefiniteFactor() else { return nil }
    let s = a + a.transpose
    let x = Matrix(diagonal: d.map { 1 / $0 }) - (l.transpose * s * l).scaled(by: time)
    guard x.isPositiveDefinite, let solved = x.solving(l.transpose) else { return nil }
    return l * solved
  }

  /// Σ(t); nil with the reason when t < t* is not decided.
  ///
  /// - Throws: `Refusal` when t >= t*.
  private static func covariance(
    _ model: RiccatiModel, _ time: RealParameter, _ doubt: inout String?
  ) throws -> Matrix<Ball>? {
    let d = model.w.rows
    if model.diagonal.isEmpty { return .zero(d, d) }
    let pencil = RiccatiPencil(model)
    let t = time.ball
    let pair = pencil.gramian.pair(t)
    switch model.course {
    case .growing: break
    case .falling:
      switch pencil.sign(pencil.pencil(pair)) {
      case .proved: break
      case .refuted: throw try refusal(model, time)
      case .undecided:
        doubt = "t < t* is not decided"
        return nil
      }
    case .mixed:
      let crossing = RiccatiCrossing(pencil: pencil)
      switch try crossing.run(from: crossing.start(), to: t, isGlobal: model.globalTail()) {
      case .complete: break
      case .crossing(_, let before):
        if (t - before).isNonNegative { throw try refusal(model, time) }
        doubt = "t < t* is not decided"
        return nil
      case .stopped(_, let why, let isFinal):
        if isFinal { throw Undecided(why) }
        doubt = why
        return nil
      }
    }
    return pencil.covariance(pair)
  }

  /// Names t and the enclosure of t*.
  private static func refusal(_ model: RiccatiModel, _ time: RealParameter) throws -> Refusal {
    let blowUp = try withPrecision(96) { try model.blowUp() }
    guard case .at(let end) = blowUp else { return Refusal("t < t*: t=\(time.text)") }
    return GaussianModel.blowUp(end, before: time)
  }

  /// t < t*, as `check` decides it.
  private static func existence(_ p: Arguments) throws -> Hypothesis.Finding {
    guard let w = p.exactMatrix("W"), let a = p.exactMatrix("A"), let sigma = p.exactMatrix("Sigma0"),
      case .real(let v)? = p["v"], case .real(let time)? = p["t"],
      let model = RiccatiModel(sigma: sigma, w: w, a: a, v: v, sign: p.sign("v"))
    else { return .verdict(.undecided) }
    if model.course == .mixed {
      let crossing = RiccatiCrossing(pencil: RiccatiPencil(model))
      switch try crossing.run(from: crossing.start(), to: time.ball, isGlobal: model.globalTail()) {
      case .complete: return .verdict(.proved, "the flow is followed up to t")
      case .crossing(let after, let before): return .sides(time.ball, .less, .hull(after, before))
      case .stopped(_, let why, _): return .verdict(.undecided, why)
      }
    }
    switch try model.blowUp() {
    case .never: return .verdict(.proved, "t* = inf")
    case .at(let end): return .sides(time.ball, .less, end)
    case .undecided(let why, _): return .verdict(.undecided, why)
    }
  }

  /// Σ_∞ = P^-1, W^T P + P W = -vS.
  private static func equilibrium(_ w: Matrix<Rational>, _ s: Matrix<Rational>, _ v: RealParameter) -> Value {
    // P is linear in v: P = -v X.
    if w.rows <= RiccatiModel.largestExact.limit, let x = LinearStability.lyapunov(w, s),
      let inverse = x.solving(.identity(w.rows))
    {
      if let exact = v.rational { return GaussianModel.answer(inverse.scaled(by: -1 / exact)) }
      return .matrix(inverse.lifted().scaled(by: -1 / v.ball))
    }
    let x = Matrix.lyapunov(w.transpose.lifted(), s.lifted(to: Ball.self))
    return .matrix(x.inverse.symmetricPart.scaled(by: -1 / v.ball))
  }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  // MARK: Simulation

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let (w, a) = (try context.floats("W"), try context.floats("A"))
    let v = context.parameters.v
    let d = w.rows
    let flow = GaussianAttention(.softmax, score: v * a, value: .identity(d), feedForward: w)
    switch OutputPlace(context.output).name {
    case "Sigma":
      let (start, time) = (try context.floats("Sigma0"), context.parameters.t)
      return try context.confrontMatrices(law: .power(order: 4, next: 5, noise: 1e-12)) {
        [64, 128, 256, 512].map { (Double($0), flow.covariance(from: start, time: time, steps: $0)) }
      }
    case "Sigmainf":
      return try context.confrontMatrices(law: .roundoff(bound: 1e-8)) {
        let scale = 1 / w.frobeniusNorm
        return [(1, flow.covariance(from: .identity(d), time: 60 * scale, steps: 12_000))]
      }
    default:
      let start = try context.floats("Sigma0")
      guard start.choleskyFactor != nil else { throw InputError("a simulation needs Sigma0 > 0") }
      return try context.confront(law: .power(order: 4, next: 5, noise: 1e-11)) {
        let end = try context.certified().value
        return [32, 64, 128, 256].map { steps in
          let inverse = InverseRiccati(w: w, s: v * (a + a.transpose), start: start.inverse)
          return SizedObservation(
            size: Double(steps), simulated: inverse.loss(step: end / Double(steps), limit: 2 * steps))
        }
      }
    }
  }
}
