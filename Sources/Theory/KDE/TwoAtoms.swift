import VlasovSimulation
import VlasovSymbols

/// When two atoms make two modes.
public enum TwoAtoms: ClosedForm {
  public static let record = Record(
    id: "kde.two-atoms",
    title: "Modes of two atoms",
    statement: """
      Atoms of weights $w_1,w_2$ at a distance of $2d$ bandwidths have two modes if and only if $d>1$ and \
      $|\\log(w_1/w_2)|<L_*(d)=2\\log\\left(d-\\sqrt{d^2-1}\\right)+2d\\sqrt{d^2-1}$; otherwise one.
      """,
    source: Source(KDEModel.paper, "beyond the paper: classical for mixtures of two normal laws", .derived),
    parameters: [
      ParameterSpec("d", symbol: "d", .real(.nonNegative), "half the distance in bandwidths"),
      ParameterSpec(
        "w1", symbol: "w_1", .real(.positive), default: "1", "weight of the first atom, rational"),
      ParameterSpec(
        "w2", symbol: "w_2", .real(.positive), default: "1", "weight of the second atom, rational"),
    ],
    outputs: [
      OutputSpec("Lstar", symbol: "L_*(d)", "the largest |log(w1/w2)| with two modes, for d >= 1"),
      OutputSpec("modes", symbol: "\\#\\mathrm{modes}", .integer, "the number of modes"),
    ],
    hypotheses: [
      Hypothesis("d > 1", .reported) { .greater($0.d, 1) },
      Hypothesis("|log(w1/w2)| < Lstar(d)", .reported) {
        .less(Expression.abs(Expression.log($0.w1 / $0.w2)), formula($0, output: "Lstar"))
      },
    ],
    method: """
      modes: equal weights by the exact test d^2 > 1; unequal ones by enclosures of both sides, which differ for rational d^2 and \
      weights by Lindemann's theorem.
      """,
    notes: [
      "For equal weights: two modes if and only if beta (X1-X2)^2 > 4.",
      "check decides whether there are two modes.",
      "Equality makes one mode: the second one is degenerate there, P' does not change sign.",
    ],
    crossCheck: CrossCheck(
      simulates: """
        Lstar: the largest ratio of the pulls of the two atoms between them, by search; modes: sign changes of P' on a grid
        """,
      law: "roundoff 1e-12 (1 + 2 d^2); modes: equal integers", defaultParameters: "d=1.5", run: crossCheck),
    references: [
      ReferenceValue("d=1.1 output=Lstar", "0.12103014412"),
      ReferenceValue("d=1.25 output=Lstar", "0.48870563888"),
      ReferenceValue("d=1.5 output=Lstar", "1.42925466601"),
      ReferenceValue("d=2 output=Lstar", "4.29428743643"),
      ReferenceValue("d=1 output=Lstar", "0"), ReferenceValue("d=1.5 w1=3 w2=1 output=modes", "2"),
      ReferenceValue("d=1.5 w1=5 w2=1 output=modes", "1"), ReferenceValue("d=1 output=modes", "1"),
      ReferenceValue("d=0 output=modes", "1"),
    ],
    related: ["kde.three-atom-threshold", "kde.expected-n2", "kde.certified-count"])

  /// L_*(d)
  public static func formula<T: Binding>(_ p: Lifted<T>, output: String) -> T {
    TwoAtomRule.barrier(p.d, excess: (p.d - 1) * (p.d + 1))
  }

  public static func symbolic(_ output: String) -> DefiningFormula? {
    guard output == "Lstar" else { return nil }
    return .formula(formula(Lifted(symbolsOf: record, output: output), output: output))
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    guard case .real(let d)? = p["d"] else { return .undecided("no distance") }
    return output == "modes" ? try modes(p, d) : try barrier(p, d)
  }

  private static func barrier(_ p: Arguments, _ d: RealParameter) throws -> Value {
    switch d.decide(.greaterOrEqual, bound: 1) {
    case .proved: break
    case .undecided: throw Undecided("whether d >= 1")
    case .refuted:
      throw InputError(
        parameter: "d", value: d.text, domain: "d >= 1", "d=\(d.text) is outside the domain d >= 1 of Lstar")
    }
    if d.decide(.equal, bound: 1) == .proved { return .exact(0) }
    // The derivative is 4√(d² - 1).
    return monotoneValue(p, output: "Lstar", increasing: ["d"])
  }

  private static func modes(_ p: Arguments, _ d: RealParameter) throws -> Value {
    var weights: [Rational] = []
    for name in ["w1", "w2"] {
      guard case .real(let w)? = p[name] else { return .undecided("no weights") }
      guard let q = w.rational else {
        throw InputError(
          parameter: name, value: w.text, domain: "\(name) > 0, rational",
          "\(name)=\(w.text): not a rational number")
      }
      weights.append(q)
    }
    let square = Expression.pow(d.lifted(Expression.self), 2)
    if !d.isInterval, let squared = RealParameter(square).rational {
      guard
        let count = TwoAtomRule.modes(squaredHalfDistance: squared, weights: weights[0], weights[1])
      else { throw BudgetExhausted() }
      return .integer(Integer(count))
    }
    // An irrational square, or an interval.
    switch d.decide(.greater, bound: 1) {
    case .refuted: return .integer(1)
    case .undecided: throw Undecided("whether d > 1")
    case .proved: break
    }
    if weights[0] == weights[1] { return .integer(2) }
    let ratio = Ball.abs(Ball.log(Ball(weights[0] / weights[1])))
    guard case .real(let barrier) = monotoneValue(p, output: "Lstar", increasing: ["d"]) else {
      return .undecided("the barrier")
    }
    if ratio.isBelow(barrier) { return .integer(2) }
    if barrier.isBelow(ratio) { return .integer(1) }
    return .undecided("whether |log(w1/w2)| < Lstar(d)")
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    guard p.d < 1e3 else {
      throw InputError(
        parameter: "d", value: "\(p.d)", domain: "d < 1000", "d=\(p.d): too large for a simulation")
    }
    if context.output == "modes" {
      let atoms = FloatScan.Atoms([(-p.d, p.w1), (p.d, p.w2)])
      return Confrontation.compare(count: atoms.modes(steps: 200_000), with: Int(try context.closedForm([:])))
    }
    // t = d tanh v: the logarithm of the ratio of the pulls of the atoms at -d and d.
    let largest = FloatScan.minimum(from: 0, to: 20 + Double.log(1 + p.d)) { v in
      2 * v - 2 * p.d * p.d * Double.tanh(v)
    }
    return try context.confront(law: .roundoff(bound: 1e-12 * (1 + 2 * p.d * p.d))) {
      [SizedObservation(size: 1, simulated: -largest.value)]
    }
  }
}
