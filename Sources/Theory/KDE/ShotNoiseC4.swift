import VlasovSimulation
import VlasovSymbols

/// The first correction of the shot-noise limit for many samples per bandwidth.
public enum ShotNoiseC4: ClosedForm {
  public static let record = Record(
    id: "kde.shot-noise-c4",
    title: "First correction of the shot-noise limit",
    statement: """
      $m(\\Lambda)=m(\\infty)\\left(1+c_4/\\Lambda+O(\\Lambda^{-2})\\right)$ with \
      $c_4=\\frac{1}{\\sqrt\\pi}\\left(\\frac{256}{19683}-\\frac{3}{128\\sqrt2}\\right)$.
      """,
    source: Source(KDEModel.paper, "beyond the paper: fourth-order Edgeworth term at the origin", .derived),
    outputs: [OutputSpec("c4", symbol: "c_4", "the coefficient of 1/Lambda")],
    notes: [
      """
      c4 = k40/8 - k22/4 - k04/24 + k03^2/24 with k_ij = int g^i g'^j/((int g^2)^(i/2) (int g'^2)^(j/2)), \
      g = u exp(-u^2/2); k30 = k21 = k12 = 0.
      """,
      """
      A formal expansion, confirmed numerically: (m/m(inf) - 1) Lambda = -0.0020343, -0.0020272, -0.0020224, -0.0020145 at \
      Lambda = 3, 5, 8, 40.
      """,
    ],
    crossCheck: CrossCheck(
      simulates: "the five cumulants of the kernel by Simpson's rule on [-12, 12]",
      law: "error O(panels^-4), far below 1e-12 at 4000 panels", defaultParameters: "", run: crossCheck),
    references: [ReferenceValue("", "-0.00201227679093765884144995341170121379279276743")],
    related: ["kde.shot-noise", "kde.edgeworth-third"])

  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T { coefficient() }

  /// c4
  static func coefficient<T: Analytic>() -> T {
    (T(Rational(256, 19_683)) - 3 / (128 * T.sqrt(2))) / T.sqrt(T.pi)
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    func moment(_ i: Int, _ j: Int) -> Double {
      FloatQuadrature.simpson(from: -12, to: 12, panels: 4000) { u in
        let e = Double.exp(-u * u / 2)
        return Double.pow(u * e, i) * Double.pow((1 - u * u) * e, j)
      }
    }
    let (first, second) = (moment(2, 0), moment(0, 2))
    func k(_ i: Int, _ j: Int) -> Double {
      moment(i, j) / Double.pow(first, Double(i) / 2) / Double.pow(second, Double(j) / 2)
    }
    let value = k(4, 0) / 8 - k(2, 2) / 4 - k(0, 4) / 24 + k(0, 3) * k(0, 3) / 24
    return try context.confront(law: .roundoff(bound: 1e-13)) {
      [SizedObservation(size: 4000, simulated: value)]
    }
  }
}
