import VlasovSimulation
import VlasovSymbols

/// Largest and smallest interaction energy of measures on the sphere.
public enum InteractionEnergyExtremes: Theorem {
  public static let record = Record(
    id: "clustering.interaction-energy-extremes",
    title: "Extremes of the interaction energy with a symmetric matrix",
    statement: """
      $\\mathcal E_D(\\mu)=\\iint e^{\\langle x,Dy\\rangle}d\\mu\\,d\\mu$ over probability measures on $\\mathbb S^{d-1}$, $D$ \
      symmetric, $\\rho=\\max_i|\\lambda_i|$. Maximum: $e^{\\lambda_{\\max}}$ if $\\lambda_{\\max}\\ge|\\lambda_{\\min}|$ (a Dirac \
      mass); $\\cosh\\lambda_{\\min}$ if $\\lambda_{\\max}\\le0$ (half a mass at each of two opposite points); else in \
      $[\\max(e^{\\lambda_{\\max}},\\cosh\\rho),\\cosh\\rho+\\frac{\\lambda_{\\max}}\\rho\\sinh\\rho]$. Minimum: $e^{\\lambda_{\\min}}$ \
      if $\\lambda_{\\min}\\le0$ (a Dirac mass); $\\lambda_0^{(d)}(\\lambda)={}_0F_1(;\\frac d2;\\frac{\\lambda^2}4)$ if \
      $D=\\lambda I$, $\\lambda>0$ (uniform); else in $[1+\\frac1{2\\operatorname{tr}D^{-2}},\
      1+(\\sum_i\\frac1{\\cosh\\lambda_i-1})^{-1}]$.
      """,
    source: Source(
      Paper(
        key: "burger2025analysis",
        title:
          "Analysis of mean-field models arising from self-attention dynamics in transformer architectures with layer normalization",
        authors: ["M. Burger", "S. Kabri", "Y. Korolev", "T. Roith", "L. Weigand"], year: 2025,
        arxiv: "2501.03096"),
      "extremes by the eigenstructure of D; reconstructed from the abstract, all values derived", .derived),
    parameters: [
      ParameterSpec(
        "lambdas", symbol: "\\lambda", .vector,
        "the eigenvalues of D with multiplicity, in any order; their number is d")
    ],
    outputs: [
      OutputSpec("max", symbol: "\\max\\mathcal E_D", "the maximum, where it is known exactly"),
      OutputSpec("min", symbol: "\\min\\mathcal E_D", "the minimum, where it is known exactly"),
      OutputSpec("max_lower", symbol: "\\underline{\\max}\\,\\mathcal E_D", "a lower bound of the maximum"),
      OutputSpec("max_upper", symbol: "\\overline{\\max}\\,\\mathcal E_D", "an upper bound of the maximum"),
      OutputSpec("min_lower", symbol: "\\underline{\\min}\\,\\mathcal E_D", "a lower bound of the minimum"),
      OutputSpec("min_upper", symbol: "\\overline{\\min}\\,\\mathcal E_D", "an upper bound of the minimum"),
    ],
    method: """
      The case is decided exactly for rational eigenvalues, else by balls. Where the extreme is known exactly both bounds equal it; \
      elsewhere max and min are undecided.
      """,
    notes: [
      "An inverse temperature belongs into D; there is no factor 1/2.",
      """
      Maximum: <x, Dy> <= rho; the integral of sinh <x, Dy> is the sum over odd k of <D^(k), M_k M_k>/k! with the k-th moment \
      tensor M_k and the tensor power D^(k), whose top eigenvalue is lambda_max rho^(k-1) for lambda_max > 0, and not positive \
      else; the integral of cosh <x, Dy> is at most cosh rho.
      """,
      """
      Minimum: by Jensen E >= exp <m, Dm> with the mean m, |m| <= 1. For D > 0 every even and odd term is >= 0, and that of \
      second order is |D^(1/2) S D^(1/2)|^2/2 with tr S = 1; the trial measure is carried by the eigenvectors and their opposites.
      """,
      """
      Conjecture (numerical, heuristic) for 0 < lambda_max < |lambda_min|: the maximum is max_lower; it changes its form at \
      lambda_max = log cosh lambda_min.
      """,
    ],
    crossCheck: CrossCheck(
      simulates: "equal masses on the sphere by gradient steps from random starts; the best energy found",
      law: "exact values: roundoff; bounds: inequality", defaultParameters: "lambdas=[-2,-1,-0.5]",
      run: crossCheck),
    references: [
      ReferenceValue(
        "lambdas=[-2,-1,-0.5] output=max", "3.7621956910836314595622134777737461082939735582307"),
      ReferenceValue("lambdas=[1,1,1] output=min", "1.1752011936438014568823818505956008151557179813341"),
      ReferenceValue(
        "lambdas=[-2,0.5,1] output=max_lower", "3.7621956910836314595622134777737461082939735582307"),
      ReferenceValue(
        "lambdas=[-2,0.5,1] output=max_upper", "5.5756258950071408433963204691743769607371445643913"),
      ReferenceValue("lambdas=[1,2] output=min_lower", "1.4"),
      ReferenceValue("lambdas=[1,2] output=min_upper", "1.4538485867712365366933836733787647477354692690790"),
    ],
    related: ["clustering.energy-uniform", "clustering.pure-mode-spectrum"])

  public static func validate(_ p: Arguments) throws { try EigenvalueList(p).validate() }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    try validate(p)
    let spectrum = EnergySpectrum(EigenvalueList(p).entries)
    return output.hasPrefix("max") ? try spectrum.maximum(output) : try spectrum.minimum(output)
  }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let lambdas = context.parameters.vector("lambdas") ?? []
    guard lambdas.count <= 8, lambdas.allSatisfy({ abs($0) <= 20 }) else {
      throw InputError(
        parameter: "lambdas", value: context.arguments["lambdas"]?.text, domain: "d <= 8, |lambda| <= 20",
        "more than 8 eigenvalues or |lambda| > 20 are too many for this simulation")
    }
    let energy = BilinearEnergy(eigenvalues: lambdas)
    let isMaximum = context.output.hasPrefix("max")
    let value = try context.closedForm([:])
    let best = try energy.extreme(
      isMaximum: isMaximum, seed: context.seed, threads: context.threads, stop: context.stop)
    // How near the gradient steps come: to few points soon, to the many of a positive definite D slowly.
    let room = isMaximum || lambdas.contains { $0 <= 0 } ? 1e-6 : 1e-3
    switch context.output {
    case "max", "min":
      return try context.confront(law: .roundoff(bound: room * value)) {
        [SizedObservation(size: Double(lambdas.count), simulated: best)]
      }
    case "max_lower", "min_lower":
      return try Confrontation.compare(
        [InequalityTrial(observed: value, bound: best * (1 + room))], seed: context.seed)
    default:
      return try Confrontation.compare(
        [InequalityTrial(observed: best, bound: value * (1 + room))], seed: context.seed)
    }
  }
}
