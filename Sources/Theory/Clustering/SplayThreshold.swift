import VlasovSimulation
import VlasovSymbols

/// The negative inverse temperature below which equally spaced tokens on the circle are stable.
public enum SplayThreshold: Theorem {
  public static let record = Record(
    id: "clustering.splay-threshold",
    title: "Stability threshold of the splay state",
    statement: """
      For $d=2$, USA, odd $n$ and $\\beta<0$ the splay state becomes asymptotically stable, up to rotation, below the root \
      $\\beta_n$ of $\\max_{1\\le m\\le n/2}\\nu_m(\\beta)=0$, with the rates $\\nu_m$ of `clustering.splay-spectrum`; \
      $\\beta_3=-\\frac23$.
      """,
    source: Source(
      ClusteringModel.paper, "d = 2, linearisation at equally spaced tokens; beyond the paper", .derived),
    parameters: [ParameterSpec("n", symbol: "n", .integer(minimum: 3, maximum: 13), "odd number of tokens")],
    outputs: [OutputSpec("beta", symbol: "\\beta_n", "the threshold")],
    method: """
      In a bracket every rate is proved negative or increasing, piece by piece in ball arithmetic: so max nu_m has one sign \
      change, at the least zero of a rate. Zeros are refined by interval Newton.
      """,
    notes: [
      """
      Every odd n has such a threshold: as beta -> -inf the angles pi +- pi/n dominate, where f' > 0. For even n the angle pi \
      dominates, f'(pi) < 0, so nu_1 > 0 there.
      """,
      """
      That max nu_m changes its sign only once on beta < 0 is proved within the bracket only; outside it is a grid scan \
      (odd n <= 25, beta >= -120).
      """,
      "For n = 3 and beta < -2/3 synchronisation fails on an open set of initial tokens.",
    ],
    crossCheck: CrossCheck(
      simulates: "bisection on beta for the largest rate in floating point, on the bracket",
      law: "roundoff: 1e-9", defaultParameters: "n=5", run: crossCheck),
    references: [
      ReferenceValue("n=3", "-0.66666666666666666666666666666666666666666666666667"),
      ReferenceValue("n=5", "-2.1099242317993958371895266976322427376136823322808"),
      ReferenceValue("n=9", "-8.0240768366167655540813638393948303074179080876198"),
      ReferenceValue("n=11", "-11.886926082679069153853950921101375337152126472961"),
    ],
    related: ["clustering.splay-spectrum", "clustering.synchronization-conditions"])

  private static let brackets: [Int: (Rational, Rational)] = [
    5: (Rational(-11, 5), -2), 7: (Rational(-23, 5), Rational(-43, 10)),
    9: (Rational(-41, 5), Rational(-79, 10)), 11: (-12, Rational(-117, 10)), 13: (-17, Rational(-33, 2)),
  ]

  public static func value(_ p: Arguments, output: String) throws -> Value {
    guard case .integer(let count)? = p["n"], let n = count.asInt else { return .undecided("no integer") }
    guard n % 2 == 1 else {
      throw InputError(
        parameter: "n", value: "\(n)", domain: "3 <= n <= 13 (odd)",
        "n=\(n) is outside the domain 3 <= n <= 13 (odd): an even number of tokens has no threshold")
    }
    // f'(2π/3) = -e^(-β/2)(2 + 3β)/4
    if n == 3 { return .real(Ball(Rational(-2, 3))) }
    guard let (left, right) = brackets[n] else { return .undecided("no bracket") }
    return try root(n, Ball(left), Ball(right)).map { .real($0) }
      ?? .undecided("the sign of a rate in the bracket")
  }

  /// The one zero of max_m ν_m in the bracket, if every rate is negative at its left end, and negative or increasing
  /// on every piece of it.
  ///
  /// Then every zero of a rate is an up-crossing: a rate that is positive at the right end has exactly one zero, one that is
  /// negative there has none. The maximum vanishes first, and only, where the first rate does.
  private static func root(_ n: Int, _ left: Ball, _ right: Ball) throws -> Ball? {
    let pieces = 48
    var least: Ball?
    for m in 1...(n / 2) {
      let mode = SplayMode(n: n, m: m)
      let isProved = try withPrecision(96) {
        guard try mode.rate(left).isNegative else { return false }
        return try (0..<pieces).allSatisfy { i in
          let piece = Ball.hull(
            left + (right - left) * i / pieces, left + (right - left) * (i + 1) / pieces)
          return try mode.rate(piece).isNegative || mode.slope(piece).isPositive
        }
      }
      let end = try mode.rate(right)
      guard isProved, end.isNonZero else { return nil }
      if end.isNegative { continue }
      let zero = IntervalNewton().refine(
        IsolatedZero(lower: left.lowerEdge, upper: right.upperEdge, direction: .rising),
        of: { (try? mode.rate($0)) ?? .indeterminate },
        derivative: { (try? mode.slope($0)) ?? .indeterminate })
      least = least.map { Ball.min($0, zero) } ?? zero
    }
    return least
  }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let n = try context.integer("n")
    guard let (left, right) = brackets[n] ?? (n == 3 ? (-1, Rational(-1, 2)) : nil) else {
      throw InputError(parameter: "n", value: "\(n)", domain: "3 <= n <= 13 (odd)", "n=\(n): no bracket")
    }
    func largestRate(_ beta: Double) -> Double {
      (1...(n / 2)).map { m in
        (1..<n).reduce(0.0) { sum, j in
          let x = 2 * Double.pi * Double(j) / Double(n)
          let slope =
            Double.exp(beta * Double.cos(x)) * (Double.cos(x) - beta * Double.sin(x) * Double.sin(x))
          return sum + slope * (Double.cos(Double(m) * x) - 1)
        }
      }.max() ?? 0
    }
    return try context.confront(law: .roundoff(bound: 1e-9)) {
      [
        SizedObservation(
          size: 1, simulated: FloatScan.zero(from: left.double, to: right.double) { -largestRate($0) })
      ]
    }
  }
}
