import VlasovSymbols

/// The overlap after one layer inside the transition window of long contexts.
public enum LongContextWindow: ClosedForm {
  public static let record = Record(
    id: "clustering.long-context-window",
    title: "Scaling function of the long-context transition",
    statement: """
      With $\\gamma=\\frac{1+c/\\log n}{1-\\rho}$ and $q=\\frac{e^c}{1+e^c}$, \
      $\\rho_{out}\\to\\frac{\\rho}{q^2(1-\\rho)+\\rho}$ as $n\\to\\infty$.
      """,
    source: Source(ClusteringPhaseModel.survey, "beyond the paper: finite-size scaling", .derived),
    parameters: [
      ParameterSpec("c", symbol: "c", .real(.real), "place in the window"),
      ParameterSpec(
        "rho", symbol: "\\rho", .real(Domain(lower: .closed("0"), upper: .open("1"))), "overlap of the inputs"
      ),
    ],
    outputs: [OutputSpec("rho_out", symbol: "\\rho_{out}", "overlap of the outputs for n to infinity")],
    notes: [
      "c = 0 gives 4 rho/(1 + 3 rho); c to -inf gives 1 and c to inf gives rho, the two phases; rho = 0 gives 0.",
      "The width of the transition in gamma is O(1/log n).",
    ],
    crossCheck: CrossCheck(
      simulates: "the finite-n layer in floating point at n = 1e4, 1e5, 1e6, 1e7",
      law: "error O(1/n)", defaultParameters: "c=1 rho=1/2", run: crossCheck),
    references: [
      ReferenceValue("c=0 rho=0.3", "0.63157894736842105263157894736842105263157894736842"),
      ReferenceValue("c=1 rho=0.5", "0.65170073068705445903719463768918261483714686732905"),
    ],
    related: ["clustering.long-context-overlap"])

  /// q = (1 + tanh(c/2))/2.
  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    let q = (1 + T.tanh(p.c / 2)) / 2
    return p.rho / (q * q * (1 - p.rho) + p.rho)
  }

  /// Decreasing in c (q increases), increasing in ρ.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    if p.rational("rho") == 0 { return .exact(0) }
    return monotone(p, increasing: ["rho"]) { reals, _ in formula(reals, output: output) }
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    guard abs(p.c) <= 5, p.rho >= 0.05 else {
      throw InputError("a simulation needs |c| <= 5 and rho >= 1/20")
    }
    return try context.confront(law: .power(order: 1, next: 2, noise: 1e-13)) {
      [1e4, 1e5, 1e6, 1e7].map { n in
        // Weights on the token itself and on each other one, and the two kinds of Gram entries of the outputs.
        let ratio = Double.exp(-p.c) / n
        let (a, b) = (1 / (1 + (n - 1) * ratio), ratio / (1 + (n - 1) * ratio))
        let square = (1 - p.rho) * (a * a + (n - 1) * b * b) + p.rho
        let cross = (1 - p.rho) * (2 * a * b + (n - 2) * b * b) + p.rho
        return SizedObservation(size: n, simulated: cross / square)
      }
    }
  }
}
