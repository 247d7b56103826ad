import VlasovModes
import VlasovSimulation
import VlasovSymbols

/// A bound of the number of modes beyond a point, from the sample.
public enum TailCertificate: Theorem {
  public static let record = Record(
    id: "kde.tail-certificate",
    title: "Modes in a tail: bound from the sample",
    statement: """
      With $d_i=X_i-a$, $c_i=e^{-\\beta d_i^2/2}$ let $V$ be the number of sign changes on $\\mathbb R$ of \
      $R(x)=\\sum_{d_i>x}c_i\\left(d_i(d_i-x)-1/\\beta\\right)$. Then $P'$ has at most $V$ zeros in $(a,\\infty)$, and \
      $\\#\\mathrm{modes}(a,\\infty)\\le\\lfloor(V+1)/2\\rfloor$.
      """,
    source: Source(
      KDEModel.paper, "tail lemma (replaced: Descartes' rule for Laplace integrals)", .corrected,
      slip: """
        As transcribed the lemma says #modes in (a,inf) <= #{X_i >= a} for a > 0. Pathwise it is false: X = {0.999, 2}, beta = 9, \
        a = 1 has the modes 1.0111455374... and 1.9878544625..., both beyond 1, where one observation lies. It is true when no \
        observation is below a.
        """),
    parameters: [
      ParameterSpec("sample", symbol: "X", .sample, "the observations"),
      ParameterSpec("beta", symbol: "\\beta", .real(.positive), "inverse squared bandwidth, rational"),
      ParameterSpec("a", symbol: "a", .real(.real), "where the tail begins, rational"),
    ],
    outputs: [
      OutputSpec(
        "bound", symbol: "\\lfloor(V+1)/2\\rfloor", .integer, "at least the number of modes in (a, inf)"),
      OutputSpec(
        "V", symbol: "V", .integer, "the number of sign changes, at least that of the zeros of P' in (a, inf)"
      ),
    ],
    method: """
      One pass from the largest observation on: R and its slope are carried as enclosures relative to the largest weight so far, \
      and the signs at both ends of every linear piece are counted. Doubtful signs are tested for exact zeros (equal d_i^2 \
      grouped; Lindemann-Weierstrass), then decided at higher precision.
      """,
    notes: [
      "Repeated observations count as weights. V is exact, or the answer is undecided.",
      "The weights exp(-beta d^2/2) underflow in floating point, which gave wrong V.",
      """
      The expected bound of the paper's lemma is plausible, as modes drift inwards, and unproved here; the wording refuted is that \
      of a public transcription.
      """,
    ],
    crossCheck: CrossCheck(
      simulates:
        "modes beyond a of random samples of up to 12 observations around a (the sample given is not used)",
      law: "inequality: observed modes + 1 are at most the bound + 1 in every trial",
      defaultParameters: "sample=[0.999,2] beta=9 a=1", run: crossCheck),
    references: [
      ReferenceValue("sample=[0.999,2] beta=9 a=1 output=bound", "2"),
      ReferenceValue("sample=[0.999,2] beta=9 a=1 output=V", "3"),
      ReferenceValue("sample=ih12:1:100 beta=10 a=1 output=V", "6"),
      ReferenceValue("sample=ih12:1:100 beta=10 a=1 output=bound", "3"),
      ReferenceValue("sample=ih12:1:100 beta=10 a=-1/2 output=V", "53"),
      ReferenceValue("sample=ih12:1:100 beta=10 a=-1/2 output=bound", "27"),
      ReferenceValue("sample=ih12:7:300 beta=1000 a=1 output=V", "75"),
      ReferenceValue("sample=ih12:7:300 beta=1000 a=1 output=bound", "38"),
      ReferenceValue("sample=ih12:1:1000 beta=100 a=2 output=V", "23"),
      ReferenceValue("sample=ih12:1:1000 beta=100 a=2 output=bound", "12"),
    ],
    related: ["kde.certified-count", "kde.main-theorem"])

  public static func value(_ p: Arguments, output: String) throws -> Value {
    guard let sample = p.sample("sample") else { return .undecided("no sample") }
    func rational(_ name: String) throws -> Rational {
      guard case .real(let x)? = p[name] else { throw Undecided("no \(name)") }
      if let q = x.rational { return q }
      throw InputError(
        parameter: name, value: x.text, domain: "\(name) rational", "\(name)=\(x.text): not a rational number"
      )
    }
    let bound = try DescartesBound.modes(of: sample, beyond: rational("a"), beta: rational("beta"))
    guard let bound else { throw Undecided("a sign of R is open at 4096 bits") }
    return .integer(Integer(output == "V" ? bound.signChanges : bound.modes))
  }

  public static func symbolic(_ output: String) -> DefiningFormula? { nil }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let (beta, a) = (context.parameters.beta, context.parameters.a)
    let width = max(1, 2 / beta.squareRoot())
    let trials = try (0..<400).map { trial in
      try Budget.check()
      var random = RandomStream(seed: context.seed, stream: UInt64(trial))
      let points = (0..<1 + random.integer(below: 12)).map { _ in a + width * random.normal() }
      let text = "[" + points.map { "\($0)" }.joined(separator: ",") + "]"
      let value = try context.closedForm(["sample": text])
      let bound = context.output == "V" ? ((value + 1) / 2).rounded(.down) : value
      let end = max(a, points.max() ?? a) + 2 / beta.squareRoot()
      let modes = KernelModeScan(pointsPerBandwidth: 64).modes(points, beta: beta, in: a...end)
      return InequalityTrial(observed: Double(modes + 1), bound: bound + 1)
    }
    return try Confrontation.compare(trials, seed: context.seed)
  }
}
