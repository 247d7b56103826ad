import VlasovSimulation
import VlasovSymbols

/// The exact expected number of modes of two normal numbers.
public enum ExpectedN2: ClosedForm {
  public static let record = Record(
    id: "kde.expected-n2",
    title: "Expected number of modes for two observations",
    statement: """
      For $n=2$ the estimator has two modes if and only if $|X_1-X_2|>2/\\sqrt\\beta$; hence \
      $\\mathbb E\\,\\#\\mathrm{modes}=1+\\operatorname{erfc}(1/\\sqrt\\beta)$.
      """,
    source: Source(KDEModel.paper, "beyond the paper: X_1 - X_2 has the law N(0, 2)", .derived),
    parameters: [.kernelBeta],
    outputs: [OutputSpec("modes", symbol: "\\mathbb E\\,\\#\\mathrm{modes}", "expected number of modes")],
    notes: [
      "For every n, 1 <= #modes <= n, and for beta -> inf E #modes = n - C(n,2) erf(1/sqrt(beta)) + smaller terms.",
      """
      For every n >= 2, E #modes = 1/2 + 1/2 int D(t) dt with \
      D(t) = (1/(2 pi^2)) int int Re[chi_t(x,0)^n - chi_t(x,y)^n] y^-2 dx dy, chi_t(x,y) = E exp(i(x G(t) + y G'(t))): \
      exact (Kac-Rice), but practical only for n >= 2 beta or so.
      """,
    ],
    crossCheck: CrossCheck(
      simulates: "pairs of normal numbers; two modes when P rises just right of their middle",
      law: "Monte Carlo: 4 standard errors", defaultParameters: "beta=4", run: crossCheck),
    references: [
      ReferenceValue("beta=1", "1.157299207050285130658779364917390740703933"),
      ReferenceValue("beta=4", "1.47950012218695346231725334610803547126354842"),
      ReferenceValue("beta=100", "1.8875370839817151077967249282560316167783037"),
    ],
    related: ["kde.two-atoms", "kde.main-theorem"])

  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    1 + T.erfc(1 / T.sqrt(p.beta))
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    monotoneValue(p, output: output, increasing: ["beta"])
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let scale = context.parameters.beta.squareRoot() / 2
    let seed = context.seed
    return try context.confront {
      try SampleEstimate.mean(
        samples: 2_000_000, seed: seed, threads: context.threads, stop: context.stop
      ) { random in
        let d = abs(random.normal() - random.normal()) * scale
        // P' at `offset` right of the middle is positive when the right point pulls more than the left one.
        let offset = 1e-4 * min(d, 1)
        return Double.log((d - offset) / (d + offset)) + 2 * d * offset > 0 ? 2 : 1
      }
    }
  }
}
