import Vlasov

/// A theorem added from outside: the mean resultant length of the von Mises law, A(β) = I_1(β)/I_0(β).
enum VonMisesMean: ClosedForm {
  static let record = Record(
    id: "example.von-mises-mean",
    title: "Mean resultant length of the von Mises law",
    statement:
      "$\\mathbb{E}\\cos\\theta=I_1(\\beta)/I_0(\\beta)$ for the density proportional to $e^{\\beta\\cos\\theta}$.",
    source: Source(
      Paper(
        key: "mardia2000directional", title: "Directional Statistics",
        authors: ["K. V. Mardia", "P. E. Jupp"],
        year: 2000, arxiv: "", venue: "Wiley"),
      "section 3.5.4", .stated),
    parameters: [ParameterSpec("beta", symbol: "\\beta", .real(.positive), "concentration")],
    outputs: [OutputSpec("A", symbol: "A(\\beta)", "mean resultant length")],
    hypotheses: [Hypothesis("beta > 0") { .greater($0.beta, 0) }])

  static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    .besselI(1, p.beta) / .besselI(0, p.beta)
  }
}
