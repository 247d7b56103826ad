import VlasovSimulation
import VlasovSymbols

/// The expected number of modes in a fixed interval around 0 when β is of the order n^(2/5).
public enum MammenCritical: ClosedForm {
  public static let record = Record(
    id: "kde.mammen-critical",
    title: "Modes in a fixed interval at the critical bandwidth",
    statement: """
      For $a<0<b$ and $n\\beta^{-5/2}\\to r$ the expected number of modes in $[a,b]$ tends to \
      $\\Phi(e)+\\varphi(e)/e$ with $e=\\sqrt{4\\sqrt2\\,r/3}$.
      """,
    source: Source(
      KDEModel.paper, "Mammen (1995) as quoted in the introduction (the limit is derived)", .corrected,
      slip: """
        The quotation omits the hypothesis a < 0 < b: for 0 outside [a,b] the expected number of modes is o(1) in this regime.
        """),
    parameters: [
      ParameterSpec("r", symbol: "r", .real(.positive), "the limit of n beta^(-5/2)")
    ] + ParameterSpec.intervalForCheck,
    outputs: [OutputSpec("modes", symbol: "\\Phi(e)+\\varphi(e)/e", "limit of the expected number of modes")],
    hypotheses: Hypothesis.zeroInside,
    notes: [
      """
      Near 0 the mean slope mu1 ~ mu2 t competes with noise: the Gaussian proxy gives (phi(e) + e Phi(e))/e, \
      e = sqrt(n) mu2/sqrt(s22). It is 1 + H(e), H(e) = phi(e)/e - Phi(-e), the known form of Mammen, Marron and Fisher.
      """,
      "At finite n the bias is of order beta^(-1/2) or so: (n,beta) = (1e4,40): 1.043 +- 0.005 simulated, 1.029 here.",
    ],
    crossCheck: CrossCheck(
      simulates: "modes in [-1, 1] of normal samples with beta = 36, n = r beta^(5/2)",
      law: "Monte Carlo: 4 standard errors + a relative bias of 0.5/sqrt(beta)",
      defaultParameters: "r=1", run: crossCheck),
    references: [
      ReferenceValue("r=0.01", "3.43259589817732239709292162409391199809674928"),
      ReferenceValue("r=1", "1.0283202342485353404858624989505165740539711"),
      ReferenceValue("r=10", "1.00000034182736304038701380177935601195652036"),
    ],
    related: ["kde.mammen-fixed-interval", "kde.proxy-intensity"])

  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    let e = T.sqrt(4 * T.sqrt(2) * p.r / 3)
    return KDEModel.normalDistribution(e) + KDEModel.normalDensity(e) / e
  }

  /// Φ + φ/e has the derivative -φ/e² in e: it decreases in r.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    monotoneValue(p, output: output, increasing: [])
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let r = context.parameters.r
    guard r >= 1e-2, r <= 10 else {
      throw InputError(
        parameter: "r", value: "\(r)", domain: "1/100 <= r <= 10",
        "r=\(r): a simulation needs 1/100 <= r <= 10")
    }
    let n = Int((r * 7776).rounded())
    let beta = Double.pow(Double(n) / r, 0.4)
    return try context.confront(relativeBias: 0.5 / beta.squareRoot()) {
      try KernelModeTrials.normal(
        count: n, beta: beta, in: -1...1, samples: min(max(4_000_000 / n, 100), 40_000),
        threads: context.threads,
        seed: context.seed, stop: context.stop)
    }
  }
}
