import VlasovSimulation
import VlasovSymbols

/// Ranks of the fixed points for a scalar value matrix.
public enum IsotropicRank: Theorem {
  public static let record = Record(
    id: "gaussian.isotropic-rank",
    title: "Largest rank of a fixed point",
    statement: """
      For softmax attention with $V=vI$, $v\\neq0$, the fixed points are the $\\Sigma\\succeq0$ with $\\Sigma S\\Sigma=0$, that is those \
      whose range is totally isotropic for $x^\\top Sx$. With inertia $(p,n,z)$ of $S$ their ranks are \
      $0,\\ldots,\\min(p,n)+z$. For $d=2$ and indefinite $S$ the isotropic lines are those of $(1,m)$ with \
      $A_{11}+(A_{12}+A_{21})m+A_{22}m^2=0$.
      """,
    source: Source(
      GaussianModel.unifiedPerspective, "ranks of limit points; exact statement derived here", .derived),
    parameters: [.queryKey],
    outputs: [
      OutputSpec("maxrank", symbol: "\\min(p,n)+z", .integer, "the largest rank of a fixed point"),
      OutputSpec(
        "inertia", symbol: "(p,n,z)", .vector, "numbers of positive, negative and zero eigenvalues of S"),
      OutputSpec(
        "slope", symbol: "m", "the larger slope of an isotropic line (d = 2, S indefinite, A_22 not 0)"),
    ],
    hypotheses: [
      GaussianModel.exactly("d = 2", outputs: ["slope"]) { p in
        let d = p.exactMatrix("A")?.rows ?? 0
        return d == 2 ? nil : "A is \(d) by \(d)"
      },
      GaussianModel.exactly("S = A + A^T indefinite", outputs: ["slope"]) { p in
        let inertia = try inertia(p)
        return min(inertia.positive, inertia.negative) > 0
          ? nil : "its inertia is (\(inertia.positive), \(inertia.negative), \(inertia.zero))"
      },
      GaussianModel.exactly("A[2,2] != 0", outputs: ["slope"]) { p in
        guard let a = p.exactMatrix("A"), a.rows == 2, a[1, 1].isZero else { return nil }
        return "one of the two isotropic lines is vertical"
      },
    ],
    method: "The inertia by exact elimination over the rationals; the slope from the quadratic equation.",
    notes: [
      """
      The linearisation at a fixed point is nilpotent: all its eigenvalues are 0. A fixed point is stable if and only if v S has no \
      positive eigenvalue; otherwise Sigma* + delta I blows up.
      """
    ],
    crossCheck: CrossCheck(
      simulates: "eigenvalues and eigenvectors of S in floating point (Jacobi rotations)",
      law: "equal integers; roundoff for the slope",
      defaultParameters: "A=[[1,2],[1,-1]]", run: crossCheck),
    references: [
      ReferenceValue("A=[[1,2],[1,-1]] output=slope", "3.3027756377319946465596106337352479731256482869226"),
      ReferenceValue("A=[[-1/7,3/14],[1/14,-1/14]] output=maxrank", "1"),
      ReferenceValue("A=[[-2/21,1/7,1/21],[1/21,-1/21,-1/7],[-1/7,2/21,0]] output=maxrank", "1"),
      ReferenceValue(
        "A=[[-1/14,3/28,1/28,-1/28],[1/28,-1/28,-3/28,1/14],[-3/28,1/14,0,-1/14],[0,-1/14,3/28,1/28]] output=maxrank",
        "2"),
      ReferenceValue(
        "A=[[-1/14,3/28,1/28,-1/28],[1/28,-1/28,-3/28,1/14],[-3/28,1/14,0,-1/14],[0,-1/14,3/28,1/28]] output=inertia[1]",
        "2"),
      ReferenceValue(
        "A=[[-29/16,1/4,-1/8,-3/8,5/16],[1/4,-13/16,-3/16,5/8,-1/8],[-1/8,-3/16,-1/16,1/8,0],[-3/8,5/8,1/8,-1/2,1/8],[5/16,-1/8,0,1/8,-1/16]] output=maxrank",
        "3"),
      ReferenceValue(
        "A=[[-29/16,1/4,-1/8,-3/8,5/16],[1/4,-13/16,-3/16,5/8,-1/8],[-1/8,-3/16,-1/16,1/8,0],[-3/8,5/8,1/8,-1/2,1/8],[5/16,-1/8,0,1/8,-1/16]] output=inertia[2]",
        "2"),
    ],
    related: ["gaussian.decay-limit"])

  private static func inertia(_ p: Arguments) throws -> Inertia {
    let a = p.exactMatrix("A") ?? .zero(0, 0)
    try GaussianModel.demandEliminable(a, "A")
    return (a + a.transpose).inertia
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    if output == "slope" { return slope(p.exactMatrix("A") ?? .zero(2, 2)) }
    let inertia = try inertia(p)
    let counts = [inertia.positive, inertia.negative, inertia.zero]
    if output == "inertia" { return .exactMatrix(Matrix(column: counts.map { Rational($0) })) }
    return .integer(Integer(min(inertia.positive, inertia.negative) + inertia.zero))
  }

  /// The larger root of A_11 + (A_12 + A_21) m + A_22 m² = 0.
  private static func slope(_ a: Matrix<Rational>) -> Value {
    let middle = -(a[0, 1] + a[1, 0]) / (2 * a[1, 1])
    let square = middle * middle - a[0, 0] / a[1, 1]
    let exact = RealParameter(Expression(middle) + .sqrt(Expression(square)))
    return exact.rational.map { .exact($0) } ?? .real(exact.ball)
  }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let a = try context.floats("A")
    let system = (a + a.transpose).symmetricEigensystem
    let values = system.values
    let closed = try context.closedForm([:])
    if context.output == "slope" {
      // x = √λ2 u1 ± √(-λ1) u2 are isotropic for eigenvectors u1, u2 of eigenvalues λ1 < 0 < λ2.
      let slopes = [1.0, -1].map { sign in
        let (p, q) = (values[1].squareRoot(), sign * (-values[0]).squareRoot())
        return (p * system.vectors[1, 0] + q * system.vectors[1, 1])
          / (p * system.vectors[0, 0] + q * system.vectors[0, 1])
      }
      let bound = 1e-11 * (1 + abs(closed))
      return try context.confront(law: .roundoff(bound: bound)) {
        [SizedObservation(size: 1, simulated: max(slopes[0], slopes[1]))]
      }
    }
    let noise = 1e-12 * (values.map { abs($0) }.max() ?? 0)
    let counts = [
      values.filter { $0 > noise }.count, values.filter { $0 < -noise }.count,
      values.filter { abs($0) <= noise }.count,
    ]
    let place = OutputPlace(context.output)
    let count = place.isWhole ? min(counts[0], counts[1]) + counts[2] : try place.entry(of: counts)
    return Confrontation.compare(count: count, with: Int(closed))
  }
}
