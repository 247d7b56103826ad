import VlasovSymbols

/// Each token descends an energy of its own, given its predecessors.
public enum SequentialEnergy: Card {
  public static let record = Record(
    id: "causal.sequential-energy",
    title: "Sequential energy descent",
    statement: """
      With frozen tokens $\\theta_j$ of weights $a_j$ and \
      $E_k=-\\sum_{j<k}e^{\\beta(\\cos(\\varphi_k-\\varphi_j)-1)}-\\sum_ja_je^{\\beta(\\cos(\\varphi_k-\\theta_j)-1)}$ \
      the dynamics on the circle are $\\dot\\varphi_k=-\\frac1{\\beta Z_k}\\partial_{\\varphi_k}E_k$.
      """,
    source: Source(CausalModel.paper, "Lemma 5.3 and the proof of Theorem 5.2", .stated),
    notes: [
      "The factor beta is written out: -dE_k/dphi_k = beta Z_k dphi_k/dt (the paper absorbs it into Z_k).",
      """
      There is no global potential: the pull of j on k has no reaction. Each token descends its own energy once \
      its predecessors have settled.
      """,
    ],
    related: ["causal.frozen-window", "causal.force-peak"])
}
