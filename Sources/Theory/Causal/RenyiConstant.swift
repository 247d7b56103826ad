import VlasovSimulation
import VlasovSymbols

/// Rényi's parking constant: the density of ordinary Rényi centres on the circle.
public enum RenyiConstant: Theorem {
  public static let record = Record(
    id: "causal.renyi-constant",
    title: "Rényi's parking constant",
    statement: """
      The expected number of Rényi centres at separation $\\delta$ on the circle is asymptotic to \
      $C\\cdot2\\pi/\\delta$ as $\\delta\\to0$, with $C=\\int_0^\\infty e^{-2\\mathrm{Ein}(t)}\\,dt$, \
      $\\mathrm{Ein}(t)=\\int_0^t\\frac{1-e^{-u}}u\\,du$.
      """,
    source: Source(
      CausalModel.paper, "discussion of Rényi centres (quoted from Rényi and Dvoretzky-Robbins)", .stated),
    outputs: [OutputSpec("C", symbol: "C", "the constant")],
    method: """
      Taylor pieces of the parking mean m(x), and the bound inf (m(y)+1)/(y+1) <= C <= sup (m(y)+1)/(y+1) over \
      [x, x+1], true for every x > 0 and superexponentially sharp in x.
      """,
    notes: ["C = lim m(x)/x, m(x) the mean number of unit cars parked at random on [0, x] (Rényi 1958)."],
    crossCheck: CrossCheck(
      simulates: "(m(x) + 1)/(x + 1) at x = 30, the renewal equation of m marched by the trapezoidal rule",
      law: "error O(cells^-2)", defaultParameters: "",
      run: { context in
        try context.confront(law: .power(order: 2, next: 4)) {
          try ParkingMean(length: 30).constants(cells: [32, 64, 128, 256])
        }
      }),
    references: [
      ReferenceValue("", "0.7475979202534114351787309438301781730247862640742283766")
    ],
    related: ["causal.renyi-count-circle", "causal.strong-renyi-count"])

  public static func value(_ p: Arguments, output: String) throws -> Value {
    .real(try RenyiParking.constant())
  }

  public static func symbolic(_ output: String) -> DefiningFormula? {
    .formula(.integral(Density(), [], from: 0, to: .infinity))
  }

  /// e^(-2 Ein t)
  struct Density: Function1 {
    func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T { T.exp(-(2 * T.ein(x))) }
  }
}
