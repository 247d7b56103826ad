import VlasovSimulation
import VlasovSymbols

/// The expected number of ordinary Rényi centres on the circle.
public enum RenyiCountCircle: Theorem {
  public static let record = Record(
    id: "causal.renyi-count-circle",
    title: "Number of Rényi centres on the circle",
    statement: """
      An infinite sequence of independent uniform points of the circle has \
      $R(\\delta)=1+m(2\\pi/\\delta-1)$ Rényi centres at separation $\\delta$ on average, where $m$ is the mean \
      number of parked cars: $m=0$ on $[0,1)$ and $m(x)=1+\\frac2{x-1}\\int_0^{x-1}m$ for $x>1$.
      """,
    source: Source(
      CausalModel.paper, "discussion of Rényi centres (the paper quotes the asymptotics)", .derived),
    parameters: [.angularSeparation],
    outputs: [OutputSpec("R", symbol: "R(\\delta)", "the expected number of centres")],
    method: """
      Taylor expansions of m on [n, n+1] with a Cauchy remainder, each from the previous one; beyond the piece where \
      (m(x)+1)/(x+1) is constant to the working precision, that constant.
      """,
    notes: [
      """
      A point is a centre when it is farther than delta from all earlier centres. The first centre cuts the circle to \
      a street of length 2 pi - delta for cars of length delta.
      """,
      "R(delta) = 1 for delta >= pi and 2 for 2 pi/3 <= delta < pi: m jumps at x = 1 only.",
      "R(delta) = C 2 pi/delta + a superexponentially small term: the additive constants cancel exactly.",
    ],
    crossCheck: CrossCheck(
      simulates: "greedy centres among uniform points of the circle, until no free arc is left",
      law: "Monte Carlo: 4 standard errors", defaultParameters: "delta=1",
      run: { context in
        let delta = context.parameters.delta
        // The engine's cost grows like the square of the number of centres.
        let samples = Int(min(max(1e7 * delta * delta, 16), 400_000))
        return try context.confront {
          try RenyiCentresOnCircle(separation: delta).run(
            samples: samples, threads: context.threads, seed: context.seed, stop: context.stop)
        }
      }),
    references: [
      ReferenceValue("delta=1/2", "9.39459253643001589612546206015248130455450125"),
      ReferenceValue("delta=1", "4.69732764545699151345280795728723590309810241"),
      ReferenceValue("delta=7/5", "3.34173938047789165767785859484942685460298092"),
    ],
    related: ["causal.renyi-constant", "causal.strong-renyi-count"])

  public static func value(_ p: Arguments, output: String) throws -> Value {
    guard case .real(let delta)? = p["delta"] else { return .undecided("no separation") }
    if delta.decide(.greaterOrEqual, bound: .pi) == .proved { return .integer(1) }
    let isBelow = delta.decide(.less, bound: .pi) == .proved
    if isBelow, delta.decide(.greaterOrEqual, bound: .pi * 2 / 3) == .proved { return .integer(2) }
    func count(_ delta: Ball) throws -> Ball {
      let street = 2 * Ball.pi / delta - 1
      // Below π there is always a second centre.
      return try 1 + RenyiParking.value(isBelow ? Ball.max(street, 1) : street)
    }
    // The mean is monotone.
    let (low, high) = delta.ends
    return .real(delta.isInterval ? .hull(try count(low), try count(high)) : try count(low))
  }

  /// 1 + m(2π/δ - 1)
  public static func symbolic(_ output: String) -> DefiningFormula? {
    .formula(1 + .variable("m", latex: "m\\left(\\frac{2\\pi}{\\delta}-1\\right)"))
  }
}
