import VlasovSimulation
import VlasovSymbols

/// What holds for every sample on the line, and a triangle in the plane with more modes than points.
public enum DeterministicFacts: Theorem {
  public static let record = Record(
    id: "kde.deterministic-facts",
    title: "Deterministic facts about modes",
    statement: """
      (1) All critical points lie in $[\\min X,\\max X]$, every mode in $\\bigcup_i[X_i-h,X_i+h]$, $h=\\beta^{-1/2}$; outside that \
      union $F'<0$, so that each gap holds at most one zero of $F$, a valley. (2) On the line there are at most as many modes as \
      distinct points, for any positive weights. (3) The number of modes does not increase with the bandwidth. (4) In the plane (2) \
      fails: an equilateral triangle of circumradius $r$ bandwidths has a mode at its centre if and only if $r^2<2$ and three \
      outer ones for $r>r_*$, hence four modes for $r_*<r<\\sqrt2$; at $r_*$ they are born where $f=f_t=0$, \
      $f(t)=(t-r)e^{-(t-r)^2/2}+2(t+\\tfrac r2)e^{-((t+r/2)^2+3r^2/4)/2}$.
      """,
    source: Source(KDEModel.paper, "beyond the paper; (3) is the scale-space property it uses", .derived),
    parameters: [
      ParameterSpec(
        "r", symbol: "r", .real(.positive), onlyForCheck: true, "circumradius in bandwidths, for fact (4)")
    ],
    outputs: [
      OutputSpec("rstar", symbol: "r_*", "the circumradius above which the outer modes exist"),
      OutputSpec("tstar", symbol: "t_*", "their distance from the centre when they are born"),
    ],
    hypotheses: [
      Hypothesis("r > rstar: three outer modes", .reported, needs: ["r"]) { .greater($0.r, try threshold()) },
      Hypothesis("r^2 < 2: a mode at the centre", .reported, needs: ["r"]) {
        .less(Expression.pow($0.r, 2), 2)
      },
    ],
    method: """
      The system exp((t^2+r^2)/2) f = d/dt (exp((t^2+r^2)/2) f) = 0 is certified by a two-dimensional Krawczyk test around a \
      float start.
      """,
    notes: [
      "check r=... decides whether the triangle has four modes.",
      "No regime is stated for the d-dimensional conjecture of the paper.",
    ],
    crossCheck: CrossCheck(
      simulates:
        "bisection on r for the sign of the least f/t on (0, r), by grid and golden section in floating point",
      law: "roundoff: 1e-10 for rstar, 1e-6 for tstar", defaultParameters: "", run: crossCheck),
    references: [
      ReferenceValue("output=rstar", "1.35293349842301916370443997153869166745250017"),
      ReferenceValue("output=tstar", "0.510327364259001103336733679701"),
    ],
    related: ["kde.two-atoms", "kde.three-atom-threshold", "kde.certified-count"])

  public static func value(_ p: Arguments, output: String) throws -> Value {
    switch solve() {
    case .failure(let failure): return .undecided(failure.description)
    case .success(let zero): return .real(output == "rstar" ? zero.y : zero.x)
    }
  }

  /// The zero (t, r) near (0.51, 1.35) of g = (t - r) e^(tr) + (2t + r) e^(-tr/2) and g_t: g = e^((t²+r²)/2) f, because
  /// (t - r)² = t² - 2tr + r² and (t + r/2)² + 3r²/4 = t² + tr + r².
  private static func solve() -> Result<Newton2.Zero, Newton2.Failure> {
    Newton2().solve(
      { t, r in (system(t, r).value, system(t, r).byT) },
      jacobian: { t, r in
        let g = system(t, r)
        return ((g.byT, g.byR), (g.byTT, g.byTR))
      }, start: (x: 0.5103, y: 1.3529))
  }

  private static func system(_ t: Ball, _ r: Ball) -> (
    value: Ball, byT: Ball, byR: Ball, byTT: Ball, byTR: Ball
  ) {
    let (near, far) = (Ball.exp(t * r), Ball.exp(-(t * r / 2)))
    // Polynomial factors of the two exponentials in g_t.
    let (a, b) = (1 + r * t - r * r, 2 - r * t - r * r / 2)
    return (
      (t - r) * near + (2 * t + r) * far,
      a * near + b * far,
      (t * (t - r) - 1) * near + (1 - t * (2 * t + r) / 2) * far,
      r * (1 + a) * near - r * (1 + b / 2) * far,
      (t - 2 * r + t * a) * near - (t + r + t * b / 2) * far
    )
  }

  private static func threshold() throws -> Expression {
    try withPrecision(192) {
      guard case .success(let zero) = solve() else { throw Undecided("rstar was not enclosed") }
      return try .enclosing(zero.y)
    }
  }

  public static func symbolic(_ output: String) -> DefiningFormula? {
    let (t, r) = (Expression.variable("t"), Expression.variable("r"))
    let near = (t - r) * Expression.exp(-(Expression.pow(t - r, 2) / 2))
    let far =
      2 * (t + r / 2) * Expression.exp(-((Expression.pow(t + r / 2, 2) + 3 * Expression.pow(r, 2) / 4) / 2))
    return .equation(near + far, 0)
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    func least(_ r: Double) -> (argument: Double, value: Double) {
      FloatScan.minimum(from: 0.01, to: r) { t in
        let (u, v) = (t - r, t + r / 2)
        return (u * Double.exp(-u * u / 2) + 2 * v * Double.exp(-(v * v + 0.75 * r * r) / 2)) / t
      }
    }
    let r = FloatScan.zero(from: 1.3, to: 1.4) { least($0).value }
    let isPlace = context.output == "tstar"
    return try context.confront(law: .roundoff(bound: isPlace ? 1e-6 : 1e-10)) {
      [SizedObservation(size: 1, simulated: isPlace ? least(r).argument : r)]
    }
  }
}
