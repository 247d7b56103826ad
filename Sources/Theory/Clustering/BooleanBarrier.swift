import VlasovSymbols

/// The position beyond which a token of the one-dimensional problem escapes.
public enum BooleanBarrier: ClosedForm {
  public static let record = Record(
    id: "clustering.boolean-barrier",
    title: "Escape barrier in dimension one",
    statement: """
      The only $A>0$ with $A^2=n^2e^{-A^2}$ is $A=\\sqrt{W_0(n^2)}$, $W_0$ the principal branch of Lambert's function; tokens \
      beyond $A$ escape.
      """,
    source: Source(ClusteringPhaseModel.emergence, "auxiliary constant; closed form derived", .stated),
    parameters: [
      ParameterSpec("n", symbol: "n", .integer(minimum: 1), "number of tokens"),
      ParameterSpec("x", symbol: "x", .real(.positive), onlyForCheck: true, "position to compare"),
    ],
    outputs: [OutputSpec("A", symbol: "A", "the barrier")],
    hypotheses: [
      Hypothesis("x > A: the token escapes", .reported, needs: ["x"]) {
        .greater($0.x, formula($0, output: "A"))
      }
    ],
    notes: ["A^2 exp(A^2) = n^2 says that A^2 = W_0(n^2)."],
    crossCheck: CrossCheck(
      simulates: "bisection on A^2 + 2 log A - 2 log n in floating point",
      law: "roundoff", defaultParameters: "n=2", run: crossCheck),
    references: [
      ReferenceValue("n=2", "1.0964341627279966048167035809991962672677103999300"),
      ReferenceValue("n=3", "1.2957686598253556292276092415244686901051274191878"),
    ],
    related: ["clustering.boolean-limit-pair"])

  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    T.sqrt(T.lambertW(p.n * p.n))
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let n = context.parameters.n
    guard n < 1e15 else { throw InputError("n is too large for a simulation") }
    let root = FloatScan.zero(from: 0.1, to: 20) { a in 2 * Double.log(n / a) - a * a }
    return try context.confront(law: .roundoff(bound: 1e-13 * root)) {
      [SizedObservation(size: 1, simulated: root)]
    }
  }
}
