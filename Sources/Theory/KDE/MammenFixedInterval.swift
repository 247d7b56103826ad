import VlasovSimulation
import VlasovSymbols

/// Mammen's rates for the modes in a fixed interval, with their leading constants.
public enum MammenFixedInterval: ClosedForm {
  public static let record = Record(
    id: "kde.mammen-fixed-interval",
    title: "Modes in a fixed interval",
    statement: """
      For $a<0<b$ and $n\\to\\infty$ the expected number of modes in $[a,b]$ is $1+o(1)$ for $\\beta\\ll n^{2/5}$; \
      $\\sim\\sqrt{\\tfrac{3}{8\\sqrt2\\pi}}\\,n^{-1/2}\\beta^{5/4}$ for $n^{2/5}\\ll\\beta\\ll n^{2/3}$ (middle); \
      $\\sim\\sqrt\\beta\\,(b-a)\\frac{\\sqrt{3/2}}{2\\pi}$ for $n^{2/3}\\ll\\beta\\ll n^2/\\log^6n$ (upper); and \
      $\\sqrt\\beta\\int_a^bm(\\varphi(t)/\\sqrt\\kappa)\\,dt$ for $\\beta\\sim\\kappa n^2$, with $m$ of kde.shot-noise.
      """,
    source: Source(
      KDEModel.paper, "Mammen (1995) as quoted in the introduction (rates); the constants are derived",
      .corrected,
      slip: """
        The quotation omits the hypothesis a < 0 < b. For 0 outside [a,b] the density's own slope decides the sign of P' while \
        beta << n^(2/3): then the counts of the first three regimes are o(1).
        """),
    parameters: ParameterSpec.intervalForCheck,
    outputs: [
      OutputSpec(
        "middle", symbol: "\\sqrt{3/(8\\sqrt2\\pi)}",
        "coefficient of n^(-1/2) beta^(5/4), n^(2/5) << beta << n^(2/3)"),
      OutputSpec(
        "upper", symbol: "\\frac{\\sqrt{3/2}}{2\\pi}", "coefficient of sqrt(beta)(b-a), n^(2/3) << beta"),
    ],
    hypotheses: Hypothesis.zeroInside,
    notes: [
      "The constants are those of the Gaussian proxy (kde.proxy-intensity); they reproduce the known form 1 + H.",
      "The borderlines are kde.mammen-critical (beta ~ n^(2/5)) and kde.mammen-two-thirds (beta ~ n^(2/3)).",
    ],
    crossCheck: CrossCheck(
      simulates: """
        middle: sqrt(c) times the two-thirds integral over [-1, 1] for growing c = n beta^(-3/2), by Gauss-Legendre rules; \
        upper: modes in [-1, 1] of normal samples, n = beta = 10^4
        """,
      law:
        "middle: error O(1/c); upper: Monte Carlo, 4 standard errors + a relative bias of n beta^(-3/2) = 0.01",
      defaultParameters: "", run: crossCheck),
    references: [
      ReferenceValue("output=middle", "0.290524791781577040029498299605712378332288313"),
      ReferenceValue("output=upper", "0.194924200308419026976467012568314190235866742"),
    ],
    related: ["kde.mammen-critical", "kde.mammen-two-thirds", "kde.main-theorem", "kde.shot-noise"])

  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    output == "upper" ? ShotNoise.limit() : T.sqrt(3 / (8 * T.sqrt(2) * T.pi))
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    guard context.output == "upper" else {
      return try context.confront(law: .power(order: 1, next: 2)) {
        [400.0, 800, 1600, 3200].map { c in
          let integral = FloatQuadrature.gaussLegendre(from: -1, to: 1, points: 20, panels: 200) { t in
            MammenTwoThirds.Drift()(t, [c])
          }
          return SizedObservation(size: c, simulated: c.squareRoot() * ShotNoise.limit() * integral)
        }
      }
    }
    return try context.confront(relativeBias: 0.01) {
      try KernelModeTrials.normal(
        count: 10_000, beta: 1e4, in: -1...1, samples: 300, threads: context.threads, seed: context.seed,
        stop: context.stop
      ).transformed(scale: 1 / 200, offset: 0)
    }
  }
}
