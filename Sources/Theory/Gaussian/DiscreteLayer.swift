import VlasovSymbols

/// Residual softmax layers with a finite step on Gaussian tokens.
public enum DiscreteLayer: Theorem {
  public static let record = Record(
    id: "gaussian.discrete-layer",
    title: "Residual layers with a finite step",
    statement: """
      A residual softmax layer with step $h$ keeps Gaussians exactly for every $h$: $\\alpha^+=\\alpha+hV(I+\\Sigma A)\\alpha$, \
      $\\Sigma^+=(I+hV\\Sigma A)\\,\\Sigma\\,(I+hV\\Sigma A)^T$, and $|\\Sigma_n-\\Sigma(nh)|=O(h)$. For $V=vI$, $A=A^T$ the numbers \
      $y=-hv\\,\\mathrm{eig}(\\Sigma_0A)$ decouple: $y^+=y(1-y)^2$. $0\\le y_0<2$: $y_n\\to0$, \
      $1/y_n=2n+\\frac32\\ln n+O(1)$ unless the orbit hits 1 and then 0; $y_0=2$ is fixed; $y_0<0$ or $y_0>2$ diverges.
      """,
    source: Source(
      GaussianModel.unifiedPerspective, "discrete layers, whose limit is the covariance flow", .derived),
    parameters: [
      ParameterSpec.sigma0.only(for: "Sigma", "rank"),
      ParameterSpec.queryKey.only(for: "Sigma", "rank"),
      ParameterSpec("V", symbol: "V", .exactMatrix(.square), "value matrix").only(for: "Sigma", "rank"),
      ParameterSpec("h", symbol: "h", .real(.real), "step of a layer").only(for: "Sigma", "rank"),
      ParameterSpec("y0", symbol: "y_0", .real(.real), "-hv times an eigenvalue of Sigma0 A").only(for: "y"),
      ParameterSpec("n", symbol: "n", .integer(minimum: 0), "number of layers"),
    ],
    outputs: [
      OutputSpec("Sigma", symbol: "\\Sigma_n", .matrix, "covariance after n layers"),
      OutputSpec("y", symbol: "y_n", "n-fold iterate of y(1-y)^2"),
      OutputSpec(
        "rank", symbol: "\\mathrm{rank}\\,\\Sigma_n", .integer, "rank of the covariance after n layers"),
    ],
    method: """
      Sigma_k = L_k D L_k^T with L_(k+1) = (I + hV Sigma_k A) L_k and D constant: exact while the rationals are short (they \
      triple in length with each layer), then in balls.
      """,
    notes: [
      """
      A layer can lower the rank, exactly when I + hV Sigma A is singular on the range of Sigma; the flow never does. y0 = 1 goes \
      to 0; so does its preimage 1.7548776662..., the root of y(1-y)^2 = 1, and so on: the only rational y0 that ever reach 0 \
      are 0 and 1.
      """,
      "The derivative of y(1-y)^2 is 5 at the fixed point 2: near it every layer costs more than two bits.",
      "The usual Euler scheme for the covariance drops the h^2 term.",
    ],
    crossCheck: CrossCheck(
      simulates: """
        Sigma: Runge-Kutta for the flow at time nh, against m n layers of step h/m; y: layers of one dimension, the attention by \
        quadrature over the tokens' law
        """,
      law: "Sigma: difference O(1/m), limit 0; y: rounding", defaultParameters: defaultParameters,
      run: crossCheck),
    references: [
      ReferenceValue(
        "Sigma0=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,3/14],[1/14,-1/14]] V=[[21/20,1/10],[-1/10,19/20]] h=1/4 n=4 output=Sigma[1,2]",
        "0.64667694931457317004429665634270076874011512955788"),
      ReferenceValue(
        """
        Sigma0=[[3/2,1/3,1/4],[1/3,5/4,1/5],[1/4,1/5,7/6]] A=[[-2/21,1/7,1/21],[1/21,-1/21,-1/7],[-1/7,2/21,0]] \
        V=[[31/30,1/15,-1/15],[-1/15,29/30,0],[0,1/30,16/15]] h=1/8 n=4 output=Sigma[1,2]
        """, "0.42474363953554500699470223290835239060379910885087"),
      ReferenceValue("y0=19/10 n=30 output=y", "0.015439010239444760467433920404488798575728040885439"),
      // By hand: y = (1, 1/4).
      ReferenceValue("Sigma0=[[2,0],[0,1]] A=[[-1/2,0],[0,-1/4]] V=[[1,0],[0,1]] h=1 n=1 output=rank", "1"),
    ],
    related: ["gaussian.scalar-value-closed-form", "gaussian.general-ode"])

  private static let defaultParameters =
    "Sigma0=[[3/2,1/3],[1/3,5/4]] A=[[-1/7,3/14],[1/14,-1/14]] V=[[21/20,1/10],[-1/10,19/20]] h=1/4 y0=19/10 n=4"

  // MARK: The recursions

  /// y(1-y)²
  static func step<T: Field>(_ y: T) -> T {
    let rest = T(1) - y
    return y * rest * rest
  }

  /// L⁺ = (I + hVΣA) L for Σ = L D L^T.
  static func layer<T: MatrixScalar>(
    _ l: Matrix<T>, weights: Matrix<T>, score a: Matrix<T>, value v: Matrix<T>, step h: T
  ) -> Matrix<T> {
    l + (v * (l * (weights * (l.transpose * a * l)))).scaled(by: h)
  }

  public static func validate(_ p: Arguments) throws {
    guard let sigma = p.exactMatrix("Sigma0") else { return }
    try GaussianModel.demandEliminable(sigma, "Sigma0")
    for name in ["A", "V"] { try p.demandSize(name, rows: sigma.rows, columns: sigma.rows, like: "Sigma0") }
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    try validate(p)
    guard case .integer(let layers)? = p["n"] else { return .undecided("no number of layers") }
    if output == "y" { return try iterate(p, layers) }
    guard let run = LayerRun(p, layers) else { return .undecided("no covariance") }
    return output == "rank" ? try run.rank() : try run.covariance()
  }

  // MARK: y

  /// Longest rational that is still exact, in bits of numerator and denominator.
  private static let exactBits = 2000

  private static func iterate(_ p: Arguments, _ layers: Integer) throws -> Value {
    guard case .real(let start)? = p["y0"] else { return .undecided("no y0") }
    guard layers > 0 else { return start.rational.map { GaussianModel.answer($0) } ?? .real(start.ball) }
    if let q = start.rational {
      if q.isZero || q == Rational(1) { return .exact(0) }
      if q == Rational(2) { return .exact(2) }
      if let last = exact(q, layers) { return GaussianModel.answer(last) }
    }
    return try withPrecision(Precision.bits + 16) {
      var y = start.ball
      var left = layers
      var done = 0
      while left > 0 {
        if done % 64 == 0 { try Budget.check() }
        let next = step(y)
        guard next.isFinite else {
          let isLarge = y.isFinite && y.isNonZero && (y.exponent ?? 0) > 64
          guard isLarge else { return .undecided("y after \(done) layers is \(y.shortDescription)") }
          throw Undecided(
            "y0 < 0 or y0 > 2: the orbit diverges; |y| > 2^\((y.exponent ?? 1) - 1) after \(done) layers, and after \(layers) it is beyond the range of numbers"
          )
        }
        y = next
        left -= 1
        done += 1
      }
      return .real(y)
    }
  }

  /// The iterate while its numerator and denominator are short.
  private static func exact(_ start: Rational, _ layers: Integer) -> Rational? {
    var (y, left) = (start, layers)
    while left > 0 {
      guard 3 * (y.numerator.bitWidth + y.denominator.bitWidth) <= exactBits else { return nil }
      y = step(y)
      left -= 1
    }
    return y
  }

  public static func symbolic(_ output: String) -> DefiningFormula? {
    guard output == "y" else { return nil }
    let y = Expression.variable("y_k", latex: "y_k")
    return .equation(.variable("y_next", latex: "y_{k+1}"), y * .pow(1 - y, 2))
  }
}

/// The layers of one covariance.
private struct LayerRun {
  let score: Matrix<Rational>
  let value: Matrix<Rational>
  let step: RealParameter
  let layers: Integer
  /// Σ_0 = L D L^T
  let lower: Matrix<Rational>
  let diagonal: [Rational]

  /// Longest entry that is still exact, in bits.
  private static let exactBits = (value: 6_000, rank: 400_000)

  init?(_ p: Arguments, _ layers: Integer) {
    guard let sigma = p.exactMatrix("Sigma0"), let a = p.exactMatrix("A"), let v = p.exactMatrix("V"),
      case .real(let h)? = p["h"], let factor = sigma.semidefiniteFactor()
    else { return nil }
    (score, value, step, self.layers) = (a, v, h, layers)
    (lower, diagonal) = factor
  }

  func covariance() throws -> Value {
    let (reached, left) = try exactLayers(limit: Self.exactBits.value)
    if left == 0 { return GaussianModel.answer(product(reached, Matrix(diagonal: diagonal))) }
    let l = try ballLayers(lower, diagonal, layers)
    return .matrix(product(l, Matrix(diagonal: diagonal.map { Ball($0, bits: l.bits) })))
  }

  private func product<T>(_ l: Matrix<T>, _ weights: Matrix<T>) -> Matrix<T> { l * weights * l.transpose }

  /// The rank falls exactly at a layer that is singular on the range: seen while the layers are exact. Later ones are proved
  /// to keep it by the Gram matrix of the columns, which a full column rank makes positive definite.
  func rank() throws -> Value {
    let (l, left) = try exactLayers(limit: Self.exactBits.rank)
    let rank = l.rank
    if left == 0 || rank == 0 { return .integer(Integer(rank)) }
    guard let factor = product(l, Matrix(diagonal: diagonal)).semidefiniteFactor() else {
      return .undecided("no factor")
    }
    let last = try ballLayers(factor.lower, factor.diagonal, left)
    if (last.transpose * last).isPositiveDefinite == .proved { return .integer(Integer(rank)) }
    return .undecided("the rank is at most \(rank); a layer may lower it")
  }

  /// L after as many layers as keep the numbers short, and how many layers are left.
  private func exactLayers(limit: Int) throws -> (lower: Matrix<Rational>, left: Integer) {
    guard let h = step.rational else { return (lower, layers) }
    let weights = Matrix(diagonal: diagonal)
    var (l, left) = (lower, layers)
    while left > 0 {
      try Budget.check()
      let length = l.entries.map { $0.numerator.bitWidth + $0.denominator.bitWidth }.max() ?? 0
      guard 3 * length <= limit else { break }
      let next = DiscreteLayer.layer(l, weights: weights, score: score, value: value, step: h)
      // Fixed, as Σ = 0 is.
      if next == l { return (l, 0) }
      l = next
      left -= 1
    }
    return (l, left)
  }

  private func ballLayers(_ start: Matrix<Rational>, _ diagonal: [Rational], _ count: Integer) throws
    -> Matrix<Ball>
  {
    try withPrecision(Precision.bits + 32) {
      let weights = Matrix(diagonal: diagonal.map { Ball($0) })
      let (a, v, h): (Matrix<Ball>, Matrix<Ball>, Ball) = (score.lifted(), value.lifted(), step.ball)
      var l: Matrix<Ball> = start.lifted()
      var (left, done) = (count, 0)
      while left > 0 {
        try Budget.check()
        let next = DiscreteLayer.layer(l, weights: weights, score: a, value: v, step: h)
        guard next.isFinite else {
          if let size = l.entries.compactMap(\.exponent).max(), l.isFinite, size > 64 {
            throw Undecided(
              "the covariance diverges: beyond 4^\(size) after \(done) layers, beyond the range of numbers after \(count)"
            )
          }
          return next
        }
        l = next
        left -= 1
        done += 1
      }
      return l
    }
  }
}

// MARK: Simulation

extension DiscreteLayer {
  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    switch OutputPlace(context.output).name {
    case "Sigma": try covarianceCheck(context)
    case "y": try iterateCheck(context)
    default: throw InputError("the rank has no simulation: its closed form is exact")
    }
  }

  /// Layers of step h/m, m n of them, tend to the flow at time nh: the difference at m is O(1/m).
  private static func covarianceCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let n = try context.integer("n")
    guard let h = context.arguments.rational("h"), n > 0, n <= 64 else {
      throw InputError("a simulation needs a rational h and 1 <= n <= 64")
    }
    let flow = GaussianAttention(.softmax, score: try context.floats("A"), value: try context.floats("V"))
    let end = flow.covariance(from: try context.floats("Sigma0"), time: Double(n) * h.double, steps: 4000)
    guard end.isFinite else { throw InputError("the flow blows up before the time n h") }
    func closed(_ size: Double) throws -> Matrix<Double> {
      let m = Int(size)
      return try context.closedMatrix(["h": "\(h / Rational(m))", "n": "\(m * n)"])
    }
    return try context.confrontMatrices(law: .power(order: 1, next: 2, noise: 1e-11), closed: closed) {
      [8, 16, 32, 64].map { (Double($0), end) }
    }
  }

  /// Tokens N(0, s) of one dimension with v = 1, a = -1: y = hs, and the layer x + h Γ(x) scales x by 1 + h Γ(σ)/σ, where
  /// Γ(σ) = ∫ y e^(-σy) dN(0, s)/∫ e^(-σy) dN(0, s).
  private static func iterateCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    let n = try context.integer("n")
    guard p.y0 > 0, p.y0 < 2, n <= 10_000 else {
      throw InputError("a simulation needs 0 < y0 < 2 and n <= 10000")
    }
    // Errors grow by at most 1 + |derivative| with each of the first layers.
    let sensitivity = Double.pow(6, min(n, Int(Double.log(1 / (2 - p.y0)) / Double.log(5)) + 2))
    return try context.confront(law: .roundoff(bound: 1e-13 * sensitivity)) {
      var s = p.y0
      for _ in 0..<n where s > 1e-300 {
        let ratio = 1 + tiltedMean(variance: s) / s.squareRoot()
        s *= ratio * ratio
      }
      return [SizedObservation(size: Double(n), simulated: s)]
    }
  }

  /// Γ(σ) by the trapezoidal rule around the tilted mean, a place found by the weights themselves.
  private static func tiltedMean(variance s: Double) -> Double {
    let sigma = s.squareRoot()
    let step = sigma / 8
    var (mass, moment) = (0.0, 0.0)
    for k in -(96 + Int(8 * s))...96 {
      let y = Double(k) * step
      let weight = Double.exp(-y * y / (2 * s) - sigma * y - s * s / 2)
      mass += weight
      moment += weight * y
    }
    return moment / mass
  }
}
