import VlasovSimulation
import VlasovSymbols

/// The expected number of strong Rényi centres among uniform points of the sphere.
public enum StrongRenyiCount: Theorem {
  public static let record = Record(
    id: "causal.strong-renyi-count",
    title: "Number of strong Rényi centres on the sphere",
    statement: """
      Among the first $n$ of a sequence of independent uniform points of $S^{d-1}$, the expected number of strong \
      Rényi centres at separation $\\delta$ (farther than $\\delta$ from all earlier points) is \
      $\\sum_{k<n}(1-\\sigma)^k=\\frac{1-(1-\\sigma)^n}{\\sigma}\\to\\frac1\\sigma$, where \
      $\\sigma=\\int_0^\\delta\\sin^{d-2}/\\int_0^\\pi\\sin^{d-2}$ is the mass of a cap of radius $\\delta$.
      """,
    source: Source(
      CausalModel.paper, "Lemma C.1 (the limit; the form for finite n is derived)", .corrected,
      slip: "for d = 3 the cap mass is printed as 3 sin^2(delta/2), which exceeds 1; it is sin^2(delta/2)"),
    parameters: [
      ParameterSpec("d", symbol: "d", .integer(minimum: 2), "dimension of the space that holds the sphere"),
      .angularSeparation,
      ParameterSpec(
        "n", symbol: "n", .integerOrInfinity(minimum: 1), default: "inf",
        "number of points, or inf for the limit"),
    ],
    outputs: [OutputSpec("E", symbol: "\\mathbb{E}", "the expected number of strong centres")],
    method: """
      The cap mass by a series of positive terms (incomplete beta function with equal parameters, normalised by its \
      own value at a half); (1 - sigma)^n through log1p and expm1.
      """,
    notes: [
      "The cap mass is delta/pi for d = 2 and sin^2(delta/2) for d = 3; E = 1 for delta >= pi.",
      "For a general law mu of the points, E = sum over k < n of the integral of (1 - mu(B_delta(x)))^k dmu(x).",
      """
      With delta = c beta^(-1/2) and beta -> inf, 1/sigma ~ (d - 1) B((d - 1)/2, 1/2) c^(1-d) beta^((d-1)/2).
      """,
    ],
    crossCheck: CrossCheck(
      simulates: "strong centres among independent uniform points of the sphere",
      law: "Monte Carlo: 4 standard errors (plus 1e-6 of the value for n = inf)",
      defaultParameters: "d=3 delta=1/2 n=200", run: crossCheck),
    references: [
      ReferenceValue("d=2 delta=1/2 n=200", "6.28318530717958096409079185802874929515344264"),
      ReferenceValue("d=3 delta=1/2 n=200", "16.3374883676052508180706968590333792246020814"),
      ReferenceValue("d=5 delta=1/3 n=inf", "448.307497253199032321226893039573336912680689"),
    ],
    related: ["causal.strong-center-lifetime", "causal.renyi-count-circle", "causal.renyi-constant"])

  public static func value(_ p: Arguments, output: String) throws -> Value {
    guard case .real(let delta)? = p["delta"], case .integer(let dimension)? = p["d"] else {
      return .undecided("no parameters")
    }
    guard let d = dimension.asInt, d <= CapMass.largestDimension else {
      throw Undecided("d=\(dimension): dimensions beyond \(CapMass.largestDimension) are not computed")
    }
    if delta.decide(.greaterOrEqual, bound: .pi) == .proved { return .integer(1) }
    var points: Integer?
    if case .integer(let n)? = p["n"] {
      if n == 1 { return .integer(1) }
      points = n
    }
    let target = Precision.bits
    return try withPrecision(target + 32) {
      let (low, high) = delta.ends
      let most = try count(d, low, points: points)
      // The count decreases in the separation.
      let hull = delta.isInterval ? .hull(most, try count(d, high, points: points)) : most
      return .real(hull.rounded(to: target))
    }
  }

  /// (1 - q^n)/σ with q = 1 - σ; both are known with their own relative precision.
  private static func count(_ d: Int, _ delta: Ball, points: Integer?) throws -> Ball {
    guard delta.isPositive else { return .indeterminate }
    if (delta - .pi).isNonNegative { return 1 }
    let (mass, rest) = try CapMass.mass(d, delta)
    guard let points else { return 1 / mass }
    guard rest.isPositive else {
      // The separation touches π: 0 <= q^n <= q.
      return (1 - .hull(0, rest.magnitudeBall)) / mass
    }
    let logRest = mass.isBelow(rest) ? Ball.log1p(-mass) : Ball.log(rest)
    return -Ball.expm1(Ball(points) * logRest) / mass
  }

  public static func symbolic(_ output: String) -> DefiningFormula? {
    .formula(formula(Lifted<Expression>(symbolsOf: record, output: output)))
  }

  /// (1 - (1 - σ)^n)/σ with σ = ∫_0^δ sin^(d-2)/∫_0^π sin^(d-2), as it is shown.
  static func formula<T: Binding>(_ p: Lifted<T>) -> T {
    let power = SinePower(exponent: p.index("d") - 2)
    let mass = T.integral(power, [], from: 0, to: p.delta) / .integral(power, [], from: 0, to: .pi)
    return (1 - T.pow(1 - mass, p.index("n"))) / mass
  }

  /// sin^m θ
  struct SinePower: Function1 {
    let exponent: Index
    func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T { T.pow(T.sin(x), exponent) }
  }

  /// The bias of a finite number of points, where the limit is asked for.
  private static let tolerance = 1e-6

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let (d, delta) = (try context.integer("d"), context.parameters.delta)
    let isLimit = context.parameters.isInfinite("n")
    let count = try context.certified().value
    return try context.confront(relativeBias: isLimit ? tolerance : 0) {
      let points =
        try isLimit
        ? StrongRenyiCentres.pointsForLimit(dimension: d, separation: delta, tolerance: tolerance)
        : context.integer("n")
      // A point is drawn, and compared with about 1/mass earlier ones before one is found near it.
      let cost = Double(points) * (min(Double(points), 4 * count) + 20) * Double(d)
      return try StrongRenyiCentres(dimension: d, separation: delta, points: points).run(
        samples: Int(min(max(3e8 / cost, 50), 20_000)), threads: context.threads, seed: context.seed,
        stop: context.stop)
    }
  }
}
