import VlasovSymbols

/// The Green function of a mode with N tokens instead of a continuum.
public enum FiniteNPropagator: Theorem {
  public static let record = Record(
    id: "retrieval.finite-n-propagator",
    title: "Propagator of one mode with N tokens",
    statement: "The pair correlations solve $\\dot C=aWC$, $C(0)=e_i$, with "
      + "$W_{jk}=e^{-\\lambda(j-k)/N}/Z_{N,j}$ for $k<j$, $Z_{N,j}=\\sum_{k<j}e^{-\\lambda(j-k)/N}$ and "
      + "first row 0, so $N C_{N,i}(t)=N[e^{atW}]_{N,i}=N\\sum_{m=0}^{N-i}\\frac{(at)^m}{m!}[W^m]_{N,i}$; at "
      + "$i=\\lceil sN\\rceil$ it tends to $g_a(t,1;s)$ with error $O(1/N)$.",
    source: Source(
      RetrievalModel.paper, "closing the hierarchy of correlations at pairs, at finite N", .derived),
    parameters: [
      ParameterSpec("N", symbol: "N", .integer(minimum: 1), "number of tokens"),
      ParameterSpec("i", symbol: "i", .integer(minimum: 1), "index of the source token"),
      .rate, .time, .lambda,
    ],
    outputs: [OutputSpec("NC", symbol: "N[e^{atW}]_{N,i}", "N times the propagator from token i to token N")],
    hypotheses: [Hypothesis("i <= N") { .lessOrEqual($0.real("i"), $0.real("N")) }],
    method: "W is nilpotent, so the exponential is a polynomial with positive terms; the row e_N W^m comes "
      + "from the one before by running sums, and the terms left out are below N (at)^m/m! e^{at}.",
    notes: [
      "i = N gives exactly N; the rows of exp(atW) do not sum to exp(at), because row 1 of W is 0.",
      "Beyond the paper.",
    ],
    crossCheck: CrossCheck(
      simulates: "the linear system by the classical Runge-Kutta method in time",
      law: ErrorLaw.power(order: 4, next: 5).text,
      defaultParameters: "N=24 i=7 a=13/10 t=1 lambda=1"
    ) { try simulate($0) },
    references: [
      ReferenceValue("N=8 i=3 a=1 t=1 lambda=1", "1.7226072588479587241237234213703222630944599970310"),
      ReferenceValue("N=24 i=7 a=13/10 t=1 lambda=1", "2.6301543848786265958355418197016990887904843701289"),
      ReferenceValue("N=16 i=1 a=2 t=1/2 lambda=0", "3.7763665158293120838450351094696050566439655383656"),
    ],
    related: ["retrieval.green-function", "retrieval.soft-accuracy", "causal.leader-propagator"])

  /// The largest number of tokens that is attempted.
  private static let maximumTokens = 1 << 24

  public static func value(_ p: Arguments, output: String) throws -> Value {
    let x = p.lifted(to: Ball.self)
    guard let n = x.integer("N"), let i = x.integer("i"), n <= maximumTokens else {
      throw Undecided("N is larger than \(maximumTokens)")
    }
    if i == n { return .integer(Integer(n)) }
    if p.isExactly("t", 0) { return .exact(0) }
    var series = try PropagatorSeries(tokens: n, source: i, strength: x.a * x.t, lambda: x.lambda)
    return .real(Ball(n) * (try series.enclosure()))
  }

  /// N [e^(atW)]_{N,i}; W is defined in the statement.
  public static func symbolic(_ output: String) -> DefiningFormula? {
    let p = Lifted<Expression>(symbolsOf: record, output: output)
    return .formula(p.real("N") * .variable("exp_atW_Ni", latex: "\\left[e^{atW}\\right]_{N,i}"))
  }

  private static func simulate(_ c: CrossCheck.Context) throws -> CrossCheckReport {
    let p = c.parameters
    let system = CausalPropagator(rate: p.a, time: p.t, lambda: p.lambda)
    let observations = try system.rungeKuttas(
      tokens: p.integer("N") ?? 0, source: p.integer("i") ?? 0, steps: [8, 16, 32, 64], threads: c.threads)
    return try Confrontation.compare(
      observations, with: RetrievalSimulation.certified(c.closedForm([:])), law: .power(order: 4, next: 5))
  }
}

/// The terms c^m/m! [W^m]_{N,i} of [e^(cW)]_{N,i}, m = 0, 1, ...: a formula over any reading of reals.
///
/// With q = e^(-λ/N), W_{jk} = q^(j-1-k)/A_j for k < j, where A_j = 1 + q + ... + q^(j-2). The row v = e_N W^m gives
/// the next one by Horner's rule: (vW)_k = v_{k+1}/A_{k+1} + q (vW)_{k+1}. Only the entries i, ..., N are needed, since
/// W moves towards smaller indices; for q <= 1 nothing overflows.
struct PropagatorSeries<T: Analytic> {
  private let ratio: T
  /// 1/A_j for j = i, ..., N; 0 for j = 1.
  private let inverses: [T]
  private let strength: T
  private var row: [T]
  private var coefficient: T = 1
  private(set) var order = 0
  /// [W^m]_{N,i} = 0 for m > N - i.
  let degree: Int

  /// Throws when the budget ends first.
  init(tokens n: Int, source i: Int, strength: T, lambda: T) throws {
    ratio = T.exp(-(lambda / T(n)))
    var total: T = 0
    var inverses: [T] = []
    for j in 1...n {
      if j % 4096 == 0 { try Budget.check() }
      if j > 1 { total = 1 + ratio * total }
      if j >= i { inverses.append(j == 1 ? 0 : 1 / total) }
    }
    (self.inverses, self.strength) = (inverses, strength)
    degree = n - i
    row = [T](repeating: 0, count: n - i) + [1]
  }

  /// Goes on to the next m and returns c^m/m! [W^m]_{N,i}.
  mutating func next() -> T {
    order += 1
    coefficient = coefficient * strength / T(order)
    var sum: T = 0
    // Entries above N - m vanish from here on.
    for k in stride(from: degree - order + 1, through: 0, by: -1) {
      let entry = row[k]
      row[k] = sum
      sum = ratio * sum + entry * inverses[k]
    }
    return coefficient * row[0]
  }
}

extension PropagatorSeries where T == Ball {
  /// [e^(cW)]_{N,i} for i < N, c >= 0: terms are added until the rest is negligible.
  ///
  /// The entries of W^m lie in [0, 1] (rows of W sum to 1 or 0), so the terms after the m-th are at most
  /// Σ_{j>m} c^j/j! <= c^(m+1)/(m+1)! e^c.
  mutating func enclosure() throws -> Ball {
    let bits = Precision.bits
    let small = strength.rounded(to: 64)
    let growth = withPrecision(64) { Ball.exp(small) }
    var bound = growth
    var sum = Ball(0)
    while order < degree {
      try Budget.check()
      sum += next()
      bound = withPrecision(64) { bound * small / order }
      let rest = withPrecision(64) { (bound * small / (order + 1)).magnitude }
      if let top = sum.exponent, rest <= .power2(top - bits - 4) || rest <= sum.radius.scaled(by: -4) {
        return Ball(center: sum, radius: rest)
      }
    }
    return sum
  }
}
