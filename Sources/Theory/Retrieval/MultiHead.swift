import VlasovSymbols

/// Superposition of the retrieval profiles of several heads.
public enum MultiHead: Theorem {
  /// Exact decimals of the authors' example.
  private static let authorsHeads =
    "[[1,1/5,3],[-27.519314453632965,1/5,1/4],[-1.5515192155322617,1/2,1/4],[3.9262326774050965e-06,3,2]]"
  private static let critical: Set<String> = ["s_min", "S_min", "s_max", "S_max"]

  public static let record = Record(
    id: "retrieval.multi-head",
    title: "Multi-head retrieval profile",
    statement:
      "$S(s)=\\sum_h v_h\\,k_{\\lambda_h}(1,s)\\,\\Psi_{\\beta_h}(Y_{\\lambda_h}(s))$ with common $M$, $t$ "
      + "and signed weights $v_h$.",
    source: Source(RetrievalModel.paper, "authors' code (superposition of read-outs)", .reconstructed),
    parameters: [
      ParameterSpec(
        "heads", symbol: "(v_h,\\beta_h,\\lambda_h)", .rows(columns: ["v", "beta", "lambda"]), requiredBy: [],
        acceptedBy: nil, "weight, inverse temperature and slope of each head"),
      ParameterSpec("t", symbol: "t", .real(.positive), requiredBy: [], acceptedBy: nil, "time (depth)"),
      ParameterSpec("M", symbol: "M", .real(.positive), requiredBy: [], acceptedBy: nil, "vocabulary size"),
      ParameterSpec(
        "config", symbol: "", .word(["authors-double-well"]), requiredBy: [], acceptedBy: nil,
        "replaces heads, t and M by the authors' example"),
      ParameterSpec("s", symbol: "s", .real(.position), requiredBy: ["S"], "position of the source token"),
      ParameterSpec(
        "index", symbol: "i", .integer(minimum: 1), default: "1", requiredBy: critical, acceptedBy: [],
        "which minimum (or maximum), in order of increasing s"),
    ],
    outputs: [
      OutputSpec("S", symbol: "S(s)", "the profile"),
      OutputSpec("s_min", symbol: "s_{\\min}", "position of a local minimum in [1/1000, 1)"),
      OutputSpec("S_min", symbol: "S_{\\min}", "value at the minimum"),
      OutputSpec("s_max", symbol: "s_{\\max}", "position of a local maximum in [1/1000, 1)"),
      OutputSpec("S_max", symbol: "S_{\\max}", "value at the maximum"),
    ],
    hypotheses: [
      Hypothesis("beta > 0 in every row of heads", needs: ["heads"]) { p in
        .greater(least((p.rows("heads") ?? []).map { $0[1] }[...]), 0)
      }
    ],
    method:
      "All zeros of S' in [1/1000, 1) are isolated in ball arithmetic and proved simple; the one asked for is "
      + "refined by interval Newton.",
    notes: [
      "A superposition of read-outs, not the propagator of a multi-head dynamics (its factors need not commute).",
      "Critical points below s = 1/1000 are not covered.",
      "config=authors-double-well: \(authorsHeads), t=3/2, M=8, all modes n >= 1.",
    ],
    crossCheck: ShapeCrossCheck.multiHead,
    references: [
      well("output=s_min index=1", "0.129788762807537006475247734456365561488070233"),
      well("output=S_min index=1", "-5.50106058255731801388869644114041182027001646"),
      well("output=s_max index=1", "0.364014132553363355406965862366230236812273496"),
      well("output=S_max index=1", "-5.45522514153752413979228833506438625001096343"),
      well("output=s_min index=2", "0.795336268368357760105838147184350041312518777"),
      well("output=S_min index=2", "-5.50106057655217389760924663062659657248284876"),
      well("s=1/4 output=S", "-5.46772062920524391562873632826771430993519166"),
      well("s=1/2 output=S", "-5.46636467825156703680905588402762671516890570"),
    ],
    related: ["retrieval.profile", "retrieval.argmin"])

  /// The minimum by halves: an expression of small depth.
  private static func least(_ x: ArraySlice<Expression>) -> Expression {
    guard x.count > 1, let last = x.last else { return x.first ?? 0 }
    let middle = x.startIndex + x.count / 2
    return x.count == 2 ? .min(x[x.startIndex], last) : .min(least(x[..<middle]), least(x[middle...]))
  }

  private static func well(_ rest: String, _ value: String) -> ReferenceValue {
    ReferenceValue("config=authors-double-well \(rest)", value)
  }

  /// The heads, time and vocabulary that are meant; throws `InputError` when they are incomplete.
  static func setting<T: Ordered>(_ p: Lifted<T>) throws -> (rows: [[T]], t: T, m: T) {
    if p.has("config") {
      for name in ["heads", "t", "M"] where p.has(name) {
        throw InputError(parameter: name, "config replaces \(name): give one of them")
      }
      guard case .rows(let rows)? = try record.parameter("heads")?.read(authorsHeads) else {
        return ([], 0, 0)
      }
      return (rows.map { $0.map { $0.lifted(T.self) } }, T(Rational(3, 2)), 8)
    }
    for name in ["heads", "t", "M"] where !p.has(name) {
      throw InputError(parameter: name, "missing parameter \(name) of \(record.id) (or give config)")
    }
    return (p.rows("heads") ?? [], p.t, p.M)
  }

  public static func validate(_ p: Arguments) throws { _ = try setting(p.lifted(to: Expression.self)) }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    // The heads nearly cancel: carry more bits than the answer needs.
    try withPrecision(Precision.bits + 64) { try shapeValue(p, output: output) }
  }

  private static func shapeValue(_ p: Arguments, output: String) throws -> Value {
    let x = p.lifted(to: Ball.self)
    let (rows, t, m) = try setting(x)
    guard let shape = MultiHeadShape(rows: rows, t: t, m: m, bits: Precision.bits) else {
      return .undecided("the Fourier modes could not be bounded")
    }
    if output == "S" { return .real(shape.value(x.s)) }
    let outcome = RootIsolation().zeros(
      of: { shape.derivativeOnSet($0) }, derivative: { shape.secondDerivative($0) },
      from: Ball(Rational(1, 1000)), to: Ball(1))
    try Budget.check()
    guard outcome.isComplete else {
      let piece = outcome.undecided[0]
      let place = Ball.hull(piece.lower, piece.upper).shortDescription
      return .undecided("critical points in \(place) not separated (\(piece.reason.rawValue))")
    }
    let wantsMinimum = output.hasSuffix("min")
    let chosen = outcome.zeros.filter { ($0.direction == .rising) == wantsMinimum }
    guard let index = x.integer("index"), index <= chosen.count else {
      let kind = wantsMinimum ? "minima" : "maxima"
      throw Refusal("index <= number of local \(kind): the profile has \(chosen.count) in [1/1000, 1)")
    }
    let s = IntervalNewton().refine(
      chosen[index - 1], of: { shape.derivative($0) }, derivative: { shape.secondDerivative($0) })
    return .real(output.hasPrefix("s") ? s : shape.value(s))
  }

  /// S = Σ_h v_h k_h(1, s) Ψ_h(Y_h(s)); its extrema solve Σ_h v_h k_h(1, s) (λ_h Ψ_h(Y_h) - q_h Ψ_h'(Y_h)) = 0
  /// with q = 1/(s exprel(-λs)), as `MultiHeadShape` derives.
  public static func symbolic(_ output: String) -> DefiningFormula? {
    let v = Expression.variable("v_h", latex: "v_h")
    let beta = Expression.variable("beta_h", latex: "\\beta_h")
    let lambda = Expression.variable("lambda_h", latex: "\\lambda_h")
    // The extrema do not depend on s: there it stands for the unknown.
    let p = Lifted<Expression>(symbolsOf: record, output: "S")
    let x = [p.t, RetrievalModel.age(1, p.s, lambda), beta, p.M]
    let psi = Expression.sum(ProfileTerm(), from: 1, x)
    let weight = v * RetrievalModel.graphon(1, p.s, lambda)
    if output == "S" { return .rowSum(over: "h", weight * psi) }
    let rate = 1 / (p.s * .exprel(-(lambda * p.s)))
    return .rowSumVanishes(
      over: "h", weight * (lambda * psi - rate * Expression.sum(ProfileSlopeTerm(), from: 1, x)))
  }
}
