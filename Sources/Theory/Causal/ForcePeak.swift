import VlasovSimulation
import VlasovSymbols

/// Where the pair force of causal attention on the circle is largest, and how large it is.
public enum ForcePeak: ClosedForm {
  public static let record = Record(
    id: "causal.force-peak",
    title: "Peak of the pair force",
    statement: """
      On $[0,\\pi]$ the pair force $h(x)=e^{\\beta(\\cos x-1)}\\sin x$ increases up to $\\tau_\\beta$ and then \
      decreases, where $\\cos\\tau_\\beta=\\frac{-1+\\sqrt{4\\beta^2+1}}{2\\beta}$. For $\\beta\\ge1$, \
      $(\\beta+1/2)^{-1/2}<\\tau_\\beta<\\beta^{-1/2}$.
      """,
    source: Source(CausalModel.paper, "lemma on the interaction, eq. (3)", .stated),
    parameters: [.beta],
    outputs: [
      OutputSpec("tau", symbol: "\\tau_\\beta", "the distance of the largest force"),
      OutputSpec("h_max", symbol: "h(\\tau_\\beta)", "the largest pair force"),
    ],
    notes: [
      "beta tau^2 = 1 - 1/(6 beta) + O(beta^-2) for large beta; tau -> pi/2 for beta -> 0.",
      """
      Bounds of the force, with corrected hypotheses: exp(-beta x^2/2)(x - x^3/6) < h(x) < \
      exp(-beta x^2/2 + beta x^4/24) x holds for 0 < x <= pi (the lower bound is false beyond pi).
      """,
      """
      h'(x) > -exp(-beta x^2/2 + beta x^4/24) beta x^2 needs beta >= 1 (it is false at beta = 0.05, x = 1.66).
      """,
    ],
    crossCheck: CrossCheck(
      simulates: "zero of the central difference of the pair force, by bisection",
      law: "error O(step^2) for tau, O(step^4) for h_max",
      defaultParameters: "beta=1", run: crossCheck),
    references: [
      ReferenceValue("beta=1 output=tau", "0.90455689430238136412731679566195872143109456096161"),
      ReferenceValue("beta=1 output=h_max", "0.53656266317428036399902213312324480206213687215583"),
      ReferenceValue("beta=64 output=tau", "0.12483667005373094718760995335349627803544307134499"),
      ReferenceValue("beta=64 output=h_max", "0.075668398955497585395685189841633891487764081692994"),
      ReferenceValue("beta=1/10 output=tau", "1.4716142829164038829783959091178306231767874957924"),
      ReferenceValue("beta=1/10 output=h_max", "0.90935049798659946862588447904505131750896762604048"),
    ],
    related: ["causal.strong-center-lifetime", "causal.frozen-window", "causal.two-token-time"])

  /// tan² τ = (1 + √(1 + 4β²))/(2β²).
  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    output == "h_max" ? CausalModel.largestForce(p.beta) : CausalModel.forcePeak(p.beta)
  }

  /// Both decrease in β: tan² τ = 1/(2β²) + √(1/(4β⁴) + 1/β²), and h(x) does for every x.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    monotoneValue(p, output: output, increasing: [])
  }

  /// Maximises the pair force without its derivative: the zero of h(x + step) - h(x - step) is off by O(step²),
  /// and h there by the square of that.
  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let beta = context.parameters.beta
    func force(_ x: Double) -> Double { PairForce.h(beta, x) }
    func observation(_ size: Double) -> SizedObservation {
      let step = 1 / (size * (1 + beta).squareRoot())
      var (low, high) = (step, Double.pi / 2 + step)
      for _ in 0..<64 {
        let middle = (low + high) / 2
        if force(middle + step) > force(middle - step) { low = middle } else { high = middle }
      }
      let peak = (low + high) / 2
      return SizedObservation(size: size, simulated: context.output == "h_max" ? force(peak) : peak)
    }
    let law: ErrorLaw =
      context.output == "h_max"
      ? .power(order: 4, next: 6, noise: 1e-14) : .power(order: 2, next: 4, noise: 1e-12)
    return try context.confront(law: law) { [8, 16, 32, 64].map(observation) }
  }
}
