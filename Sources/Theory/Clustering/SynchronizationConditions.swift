import VlasovSymbols

/// Known sufficient conditions for synchronisation, and one for its failure.
public enum SynchronizationConditions: Theorem {
  public static let record = Record(
    id: "clustering.synchronization-conditions",
    title: "Conditions for synchronisation",
    statement: """
      Almost every initial configuration converges to one point if (1) $d\\ge3$, $\\beta\\ge0$; or (2) $d=2$, \
      $0\\le\\beta\\le1$; or (3) $d=2$, $\\beta\\ge n^2/\\pi^2$; or (4) $d=2$, $\\beta>-0.16$; or (6) $d\\ge n$, $\\beta\\ge0$. It does \
      not if (5) $d=2$, $n=3$, $\\beta<-\\frac23$. SA and USA.
      """,
    source: Source(
      ClusteringModel.paper,
      "collected, with arXiv:2405.18273, arXiv:2507.22857 (as reported) and arXiv:2512.01868; clause 5 derived",
      .stated),
    parameters: [
      ParameterSpec("d", symbol: "d", .integer(minimum: 2), "dimension"), .tokens,
      ParameterSpec("beta", symbol: "\\beta", .real(.real), "inverse temperature, of either sign"),
      ParameterSpec(
        "clause", symbol: "k", .integer(minimum: 1, maximum: 6), requiredBy: ["clause"], acceptedBy: nil,
        "number of the clause"),
    ],
    outputs: [
      OutputSpec("clause", symbol: "[k]", .integer, "1 when the clause's hypothesis holds, else 0"),
      OutputSpec(
        "verdict", symbol: "\\mathrm{verdict}", .word, "proved-sync, proved-not-sync or unknown"),
    ],
    method: "Exact comparisons; clause 3 by balls for pi, where equality is impossible for rational beta.",
    notes: [
      """
      Clauses 3 and 4 are quoted, without a proof here: 3 is from early versions of the paper (later ones have an unspecified \
      constant), 4 is arXiv:2507.22857 as quoted in arXiv:2512.01868, and supersedes 2 and 3.
      """,
      """
      Clause 2: the Taylor coefficients beta^(k+1)/k! of phi' do not increase if and only if beta <= 1. Clause 5: the splay state \
      is linearly stable, see clustering.splay-threshold. Clause 6: n <= d points lie in an open hemisphere almost surely.
      """,
    ],
    references: [
      ReferenceValue("d=2 n=10 beta=10.2 clause=3 output=clause", "1"),
      ReferenceValue("d=2 n=10 beta=10.1 clause=3 output=clause", "0"),
      ReferenceValue("d=2 n=10 beta=10.1 clause=4 output=clause", "1"),
      ReferenceValue("d=2 n=10 beta=10.1 output=verdict", "proved-sync"),
      ReferenceValue("d=2 n=3 beta=-0.7 output=verdict", "proved-not-sync"),
      ReferenceValue("d=2 n=4 beta=-0.7 output=verdict", "unknown"),
    ],
    related: [
      "clustering.cone-collapse-rate", "clustering.hemisphere-probability", "clustering.splay-threshold",
    ])

  public static func value(_ p: Arguments, output: String) throws -> Value {
    if output == "clause" {
      guard case .integer(let clause)? = p["clause"], let k = clause.asInt else {
        return .undecided("no clause")
      }
      switch try holds(k, p) {
      case .proved: return .integer(1)
      case .refuted: return .integer(0)
      case .undecided: throw Undecided("whether clause \(k) holds")
      }
    }
    let verdicts = try (1...6).map { try holds($0, p) }
    let proved = verdicts.indices.filter { verdicts[$0] == .proved }.map { $0 + 1 }
    let clauses = proved.map { isQuoted($0) ? "\($0) (quoted)" : "\($0)" }.joined(separator: ", ")
    if proved.contains(5) { return .explained("proved-not-sync", "clause 5 holds") }
    if !proved.isEmpty {
      return .explained("proved-sync", "clauses that hold: \(clauses)")
    }
    let open = verdicts.indices.filter { verdicts[$0] == .undecided }.map { "\($0 + 1)" }
    if !open.isEmpty { throw Undecided("whether clause \(open.joined(separator: ", ")) holds") }
    return .explained("unknown", "no clause holds")
  }

  private static func isQuoted(_ clause: Int) -> Bool { clause == 3 || clause == 4 }

  /// Whether the hypothesis of a clause holds: its dimension first, then its range of β.
  static func holds(_ clause: Int, _ p: Arguments) throws -> Verdict {
    guard case .integer(let d)? = p["d"], case .integer(let n)? = p["n"], case .real(let beta)? = p["beta"]
    else {
      return .undecided
    }
    let isCircle = d == Integer(2)
    let isNonNegative = beta.decide(.greaterOrEqual, bound: 0)
    switch clause {
    case 1: return isCircle ? .refuted : isNonNegative
    case 2: return isCircle ? isNonNegative && beta.decide(.lessOrEqual, bound: 1) : .refuted
    case 3:
      // π²β >= n²
      let square = Expression(Rational(n * n))
      return isCircle ? beta.decide(.greaterOrEqual, bound: square / Expression.pow(.pi, 2)) : .refuted
    case 4: return isCircle ? beta.decide(.greater, bound: Expression(Rational(-4, 25))) : .refuted
    case 5:
      return isCircle && n == Integer(3) ? beta.decide(.less, bound: Expression(Rational(-2, 3))) : .refuted
    default: return d >= n ? isNonNegative : .refuted
    }
  }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }
}
