import VlasovSimulation
import VlasovSymbols

/// The distance at which the pair force on the circle is largest.
public enum ForceInflection: ClosedForm {
  public static let record = Record(
    id: "clustering.force-inflection",
    title: "Inflection point of the pair energy on the circle",
    statement: """
      The pair force $e^{\\beta\\cos x}\\sin x$ increases on $[0,x_*]$ and decreases on $[x_*,\\pi]$, where \
      $\\cos x_*=\\frac{2\\beta}{1+\\sqrt{1+4\\beta^2}}$; equivalently $\\tan^2x_*=\\frac{1+\\sqrt{1+4\\beta^2}}{2\\beta^2}$. Tokens of a \
      cluster of diameter at most $x_*$ see a concave pair energy.
      """,
    source: Source(ClusteringModel.paper, "d = 2; the kernel of arXiv:2410.06833, section 3.2", .derived),
    parameters: [ParameterSpec("beta", symbol: "\\beta", .real(.positive), "inverse temperature")],
    outputs: [OutputSpec("x", symbol: "x_*", "the distance, an angle")],
    notes: ["x_* decreases from pi/2 (beta -> 0), and x_* beta^(1/2) -> 1 as beta -> inf."],
    crossCheck: CrossCheck(
      simulates: "golden section for the largest force in floating point", law: "roundoff: 1e-6 x_*",
      defaultParameters: "beta=1", run: crossCheck),
    references: [
      ReferenceValue("beta=1", "0.90455689430238136412731679566195872143109456096161"),
      ReferenceValue("beta=10", "0.31353506434570146046927998305258909082389306610124"),
    ],
    related: ["causal.force-peak", "clustering.splay-spectrum"])

  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    CausalModel.forcePeak(p.beta)
  }

  /// Decreasing in β: tan² x_* = 1/(β cos x_*), where cos x_* increases.
  public static func value(_ p: Arguments, output: String) throws -> Value {
    monotoneValue(p, output: output, increasing: [])
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let beta = context.parameters.beta
    let value = try context.closedForm([:])
    return try context.confront(law: .roundoff(bound: 1e-6 * value)) {
      let largest = FloatScan.minimum(from: value / 4, to: Double.minimum(4 * value, 3)) { x in
        -Double.log(Double.sin(x)) - beta * (Double.cos(x) - 1)
      }
      return [SizedObservation(size: 1, simulated: largest.argument)]
    }
  }
}
