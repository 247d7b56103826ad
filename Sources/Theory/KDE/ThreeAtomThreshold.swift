import VlasovSimulation
import VlasovSymbols

/// The distance at which two side modes are born beside a central atom.
public enum ThreeAtomThreshold: Theorem {
  public static let record = Record(
    id: "kde.three-atom-threshold",
    title: "Three symmetric atoms: birth of the side modes",
    statement: """
      The atoms $-x$, $0$ (of multiplicity $w\\ge1$) and $x$, in bandwidths, have one mode for $x\\le x_*(w)$ and three for \
      $x>x_*(w)$. At $x_*$ the side modes are born at $\\pm t_*$, $0<t_*<x_*$, where $F=F_t=0$, \
      $F(t)=wte^{-t^2/2}+(t-x)e^{-(t-x)^2/2}+(t+x)e^{-(t+x)^2/2}$.
      """,
    source: Source(KDEModel.paper, "beyond the paper", .derived),
    parameters: [
      ParameterSpec(
        "w", symbol: "w", .real(Domain(lower: .closed("1"))), default: "1", "multiplicity of the central atom"
      ),
      ParameterSpec(
        "d", symbol: "d", .real(.positive), onlyForCheck: true, "distance of the side atoms to compare"),
    ],
    outputs: [
      OutputSpec("x", symbol: "x_*", "the threshold of the distance, in bandwidths"),
      OutputSpec("t", symbol: "t_*", "where the side modes are born, in bandwidths"),
    ],
    hypotheses: [
      Hypothesis("d > x_*(w): three modes", .reported, needs: ["d"]) { .greater($0.d, try threshold($0)) }
    ],
    method: """
      The system e^(t^2/2) F/w = d/dt (e^(t^2/2) F/w) = 0 is solved in floating point (the largest x at which F >= 0 on (0,x)), and \
      its zero is certified by a two-dimensional Krawczyk test.
      """,
    notes: [
      """
      The centre is a mode for every x because F'(0) = w + 2 (1 - x^2) exp(-x^2/2) > 0 for w > 4 exp(-3/2) = 0.8925...; below \
      that a pitchfork appears, hence w >= 1.
      """,
      """
      The zero found is the threshold: by scale space the number of modes does not decrease in x, and F has at most five zeros \
      with multiplicity, so that F = F_t = 0 with t > 0 happens once.
      """,
    ],
    crossCheck: CrossCheck(
      simulates:
        "bisection on x for the sign of the least F/t on (0, x), by grid and golden section in floating point",
      law: "roundoff: 1e-10 relative for x, 1e-6 for t", defaultParameters: "w=1", run: crossCheck),
    references: [
      ReferenceValue("w=1 output=x", "2.06201110208065522901229611137906190129319659"),
      ReferenceValue("w=1 output=t", "1.32467071373566887130889467346613956673520922"),
    ],
    related: ["kde.two-atoms", "kde.deterministic-facts", "kde.certified-count"])

  public static func value(_ p: Arguments, output: String) throws -> Value {
    guard case .real(let w)? = p["w"] else { return .undecided("no multiplicity") }
    if output == "x", w.isInterval {
      // F increases in w for t > 0: so does the threshold.
      let (low, high) = w.ends
      guard case .success(let a) = solve(low), case .success(let b) = solve(high) else {
        return .undecided("the thresholds of the ends")
      }
      return .real(.hull(a.x, b.x))
    }
    switch solve(w.ball) {
    case .failure(let failure): return .undecided(failure.description)
    case .success(let zero): return .real(output == "x" ? zero.x : zero.t)
    }
  }

  /// The certified zero of the system, with 0 < t < x.
  ///
  /// *It is the threshold.* F, odd in t, has at most five zeros with multiplicity. At a zero (x, t) of the system, t > 0,
  /// these are 0 and the double ones ±t: one mode. The zero is regular, which means g_x g_tt is not 0 there: the double
  /// zeros split into simple ones on one side of x and vanish on the other. The number of modes does not decrease in x
  /// (scale space), so three modes exist right after x, hence for all larger x, and one before. ∎
  private static func solve(_ w: Ball) -> Result<(x: Ball, t: Ball), Newton2.Failure> {
    guard let start = approximate(Ball.log(w).estimate) else { return .failure(.noConvergence) }
    let solution = Newton2().solve(
      { system($0, $1, w).values }, jacobian: { system($0, $1, w).jacobian }, start: (x: start.x, y: start.t))
    return solution.flatMap { zero in
      guard zero.y.isPositive, zero.y.isBelow(zero.x) else { return .failure(.notProved) }
      return .success((zero.x, zero.y))
    }
  }

  /// g = e^(t²/2) F/w and g_t in (x, t), with derivatives.
  ///
  /// g = t + A (t cosh tx - x sinh tx), A = 2 e^(-x²/2)/w, A_x = -xA; so g = g_t = 0 exactly where F = F_t = 0.
  private static func system(_ x: Ball, _ t: Ball, _ w: Ball) -> (
    values: (Ball, Ball), jacobian: ((Ball, Ball), (Ball, Ball))
  ) {
    let scale = 2 * Ball.exp(-(x * x / 2)) / w
    let (c, s) = (scale * Ball.cosh(t * x), scale * Ball.sinh(t * x))
    let (xx, tt) = (x * x, t * t)
    let byT = 1 + (1 - xx) * c + t * x * s
    return (
      (t + t * c - x * s, byT),
      (
        ((tt + xx - 1) * s - 2 * x * t * c, byT),
        (x * (xx + tt - 3) * c + 2 * t * (1 - xx) * s, x * (2 - xx) * s + t * xx * c)
      )
    )
  }

  /// A start: the largest x at which F >= 0 for 0 < t < x.
  ///
  /// F >= 0 compares log(w t) - t²/2 with log(u e^(-u²/2) - (x + t) e^(-(x+t)²/2)), u = x - t; the critical t lies in
  /// [x/2, x], at u near 1/x for large w.
  private static func approximate(_ logWeight: Double) -> (x: Double, t: Double)? {
    guard logWeight.isFinite, logWeight < 1e300 else { return nil }
    func least(_ x: Double) -> (u: Double, value: Double) {
      let found = FloatScan.minimum(from: Double.log(0.01 / x), to: Double.log(x / 2)) { logU in
        let u = Double.exp(logU)
        let t = x - u
        let other = (x + t) / u * Double.exp(-2 * x * t)
        guard other < 1 else { return .infinity }
        return logWeight + Double.log(t) - Double.log(u) - Double.log1p(-other) - x * (x - 2 * u) / 2
      }
      return (Double.exp(found.argument), found.value)
    }
    let x = FloatScan.zero(from: 2, to: 4 + (4 * logWeight + 16).squareRoot()) { least($0).value }
    return (x, x - least(x).u)
  }

  /// x_*(w) as `check` compares with it.
  private static func threshold(_ p: Lifted<Expression>) throws -> Expression {
    try withPrecision(192) {
      guard case .success(let zero) = solve(try p.w.evaluate(Ball.self)) else {
        throw Undecided("x_*(w) was not enclosed")
      }
      return try .enclosing(zero.x)
    }
  }

  public static func symbolic(_ output: String) -> DefiningFormula? {
    let p = Lifted<Expression>(symbolsOf: record, output: output)
    let (t, x) = (Expression.variable("t"), Expression.variable("x"))
    func pull(_ u: Expression) -> Expression { u * Expression.exp(-(Expression.pow(u, 2) / Expression(2))) }
    return .equation(p.w * pull(t) + pull(t - x) + pull(t + x), 0)
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let w = context.parameters.w
    guard w <= 1e12 else {
      throw InputError(
        parameter: "w", value: "\(w)", domain: "w <= 1e12", "w=\(w): too large for a simulation")
    }
    func least(_ x: Double) -> (argument: Double, value: Double) {
      let atoms = FloatScan.Atoms([(-x, 1), (0, w), (x, 1)])
      return FloatScan.minimum(from: x / 4, to: x) { atoms.pull($0) / $0 }
    }
    let x = FloatScan.zero(from: 2, to: 20) { least($0).value }
    let isPlace = context.output == "t"
    return try context.confront(law: .roundoff(bound: (isPlace ? 1e-6 : 1e-10) * x)) {
      [SizedObservation(size: 1, simulated: isPlace ? least(x).argument : x)]
    }
  }
}

extension Expression {
  /// An interval with decimal ends that contains the ball.
  static func enclosing(_ x: Ball) throws -> Expression {
    let digits = Swift.max(x.bits / 4, 20)
    guard let a = Rational(decimal: x.lowerDecimal(digits: digits)),
      let b = Rational(decimal: x.upperDecimal(digits: digits))
    else { throw Undecided("an enclosure without ends") }
    return .interval(Expression(a), Expression(b))
  }
}
