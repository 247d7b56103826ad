import VlasovSymbols

/// Mean-field limit and decay of correlations: hypotheses and rates, without a value.
public enum MeanField: Card {
  public static let record = Record(
    id: "retrieval.mean-field",
    title: "Mean-field limit and correlations",
    statement: "If the tokens are independent and $|E e^{in\\theta_j(0)}-\\hat f_0(\\sigma,n)|\\le "
      + "CN^{-\\delta}\\langle n\\rangle^\\gamma$, then for $m>\\max(\\gamma,2)+\\tfrac12$: "
      + "$E[|\\int\\varphi(\\mu_N(t)-f(t))|^2]^{1/2}\\lesssim "
      + "N^{-\\min(\\delta,1/2)}e^{Ct}\\|\\varphi\\|_{L^\\infty W^{m,\\infty}}$; "
      + "$|\\mathrm{Cov}(\\varphi(\\theta_i),\\varphi(\\theta_j))|\\lesssim "
      + "i^{-1}e^{\\sqrt{CT\\log(i/j)}}e^{CT}\\|\\varphi'\\|_\\infty^2$ for $i>j$; the third cumulant is "
      + "$\\lesssim(ij)^{-1}e^{\\sqrt{CT\\log(i/k)}}\\cdots$; and $N\\,\\mathrm{Cov}\\to C_\\varphi$ at rate "
      + "$N^{-\\zeta}s^{-2}\\langle n\\rangle^Ce^{Ct}$ with $\\zeta\\le\\delta$, $\\zeta<1$ (distinct "
      + "tokens).",
    source: Source(RetrievalModel.paper, "theorems on the mean-field limit and on correlations", .stated),
    notes: [
      "All constants C are unspecified in the paper, so there is nothing to certify; the rate exponent is "
        + "min(delta, 1/2).",
      "The sharp linear growth rate of the uniform state is exp(a_n t) for mode n (retrieval.eigenvalue).",
      "The exact factor behind exp(sqrt(C T log(i/j))) is exp(2 sqrt(a t Y)) with Y about log(i/j) "
        + "(retrieval.green-function).",
    ],
    related: ["retrieval.green-function", "retrieval.soft-accuracy", "retrieval.eigenvalue"])
}
