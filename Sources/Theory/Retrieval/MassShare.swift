import VlasovSymbols

/// The share of the total retrieval mass that the first fraction x of the prompt carries.
public enum MassShare: Theorem {
  public static let record = Record(
    id: "retrieval.mass-share",
    title: "Share of the retrieval mass",
    statement: "$P(x)=\\sum_n\\omega_nm_{a_n}(t;x)\\Big/\\sum_n\\omega_n(e^{a_nt}-1)$ with "
      + "$m_a(t;x)=\\sum_{k\\ge0}\\frac{(at)^{k+1}}{(k+1)!}Q(k+1,Y_\\lambda(x))$; the denominator "
      + "$\\int_0^1S_t(s)\\,ds$ does not depend on $\\lambda$.",
    source: Source(RetrievalModel.paper, "from eq. (Sb-def) and the mass of the Green function", .derived),
    parameters: [.fraction, .beta, .vocabulary, .positiveTime, .lambda],
    outputs: [OutputSpec("P", symbol: "P(x)", "the share of the first fraction x")],
    method: "With the moments S_j the numerator is the sum over k of S_{k+1} t^{k+1}/(k+1)! Q(k+1, Y) and "
      + "the denominator the same sum without Q; both have positive terms, and ratios of terms give proved "
      + "tails.",
    notes: [
      "The bias only moves retrieval mass along the prompt; the total does not depend on it. P(1) = 1.",
      "Beyond the paper.",
    ],
    crossCheck: CrossCheck(
      simulates: "the integrated Volterra-Hardy equation of every mode",
      law: RetrievalSimulation.cellLaw.text,
      defaultParameters: "x=1/3 beta=1 M=8 t=1 lambda=1"
    ) { try simulate($0) },
    references: [
      ReferenceValue("x=1/3 beta=1 M=8 t=1 lambda=1", "0.321281365294455476540311070559044984488576"),
      ReferenceValue("x=1/10 beta=2 M=8 t=1/2 lambda=3", "0.0849967419839678198765055167579623165706904"),
      ReferenceValue("x=2/3 beta=1 M=16 t=2 lambda=1/2", "0.747628155622466559540485449810831883962604"),
    ],
    related: ["retrieval.green-mass", "retrieval.profile"])

  public static func value(_ p: Arguments, output: String) throws -> Value {
    if p.isExactly("x", 1) { return .exact(1) }
    let x = p.lifted(to: Ball.self)
    let y = RetrievalModel.age(1, x.x, x.lambda)
    guard let masses = try RetrievalMasses(beta: x.beta, m: x.M, t: x.t, age: y) else {
      return .undecided("the Fourier modes could not be bounded")
    }
    let share = masses.part / masses.whole
    // The quotient of wide balls may leave [0, 1]; the share does not.
    return .real(share.isBelow(1) ? share : Ball.intersection(share, .hull(0, 1)) ?? share)
  }

  /// P(x), the numerator named by the mass of retrieval.green-mass.
  public static func symbolic(_ output: String) -> DefiningFormula? {
    let p = Lifted<Expression>(symbolsOf: record, output: output)
    let part = Expression.variable("mass_x", latex: "\\sum_{n\\ge1}\\omega_n m_{a_n}(t;x)")
    return .formula(part / .sum(TotalMassTerm(), from: 1, [p.t, p.beta, p.M]))
  }

  private static func simulate(_ c: CrossCheck.Context) throws -> CrossCheckReport {
    let p = c.parameters
    let observations = try RetrievalSimulation.profile(p)
      .massShares(upTo: p.x, cells: RetrievalSimulation.cells, threads: c.threads)
    return try Confrontation.compare(
      observations, with: RetrievalSimulation.certified(c.closedForm([:])), law: RetrievalSimulation.cellLaw)
  }
}

/// ∫_0^x S_t ds and ∫_0^1 S_t ds from the moments.
///
/// With T_k = S_{k+1} t^(k+1)/(k+1)! the whole is Σ T_k, and the part Σ T_k Q(k+1, Y) with
/// Q(k+1, Y) = e^-Y Σ_{j<=k} Y^j/j! (Y >= 0), which increases in k to 1 and decreases in Y.
///
/// Truncation after K terms: S_{j+1} <= a S_j with a = sup_n a_n, so T_{k+1} <= T_k q_k with q_k = a t/(k+2), and
/// when q_K < 1 the rest of the whole is at most T_K/(1 - q_K). The rest of the part is not larger.
struct RetrievalMasses {
  let part: Ball
  let whole: Ball

  /// `nil` when the modes cannot be bounded at this precision.
  init?(beta: Ball, m: Ball, t: Ball, age y: Ball) throws {
    guard y.isFinite, let table = MomentTable(beta: beta, m: m, bits: Precision.bits + 8) else { return nil }
    // Y >= 0, even where rounding blurs its lower end.
    let low = y.lowerEdge.isNonNegative ? y.lowerEdge : Ball(0)
    if y.accuracyBits >= Precision.bits / 2 {
      (part, whole) = try RetrievalMasses.sums(table, t, y)
    } else {
      let (most, sum) = try RetrievalMasses.sums(table, t, low)
      (part, whole) = (.hull(try RetrievalMasses.sums(table, t, y.upperEdge).part, most), sum)
    }
  }

  private static func sums(_ table: MomentTable, _ t: Ball, _ y: Ball) throws -> (part: Ball, whole: Ball) {
    var moments = table.moments(32)
    // e^-Y Y^k/k! and its partial sums Q(k+1, Y); t^(k+1)/(k+1)!
    var weight = Ball.exp(-y)
    var q = weight
    var factor = t
    var (part, whole) = (Ball(0), Ball(0))
    var k = 0
    while true {
      if k >= moments.count { moments = table.moments(2 * moments.count) }
      guard k < moments.count else { throw BudgetExhausted() }
      let term = moments[k] * factor
      let ratio = table.largest * t / Ball(k + 2)
      if (1 - ratio).isPositive {
        let rest = (term / (1 - ratio)).magnitude
        if isNegligible(rest, against: part) {
          return (Ball(center: part, radius: rest), Ball(center: whole, radius: rest))
        }
      }
      part += term * q
      whole += term
      k += 1
      weight = weight * y / Ball(k)
      q += weight
      factor = factor * t / Ball(k + 1)
      guard part.isFinite else { return (part, whole) }
      if k % 64 == 0 { try Budget.check() }
    }
  }

  /// The rest is below the last bit of the sum, or well below its radius.
  private static func isNegligible(_ rest: Magnitude, against sum: Ball) -> Bool {
    guard let top = sum.exponent else { return false }
    return rest <= .power2(top - Precision.bits - 2) || rest <= sum.radius.scaled(by: -4)
  }
}

/// ω_n (e^(a_n t) - 1) over x = [t, β, M]; t may vary.
struct TotalMassTerm: SeriesTerm {
  var variables: Int { 1 }

  func term<T: SpecialAnalytic>(_ n: Index, _ x: [T]) -> T {
    RetrievalModel.weight(n, x[2]) * T.expm1(RetrievalModel.eigenvalue(n, x[1]) * x[0])
  }

  /// e^c - 1 <= c e^c and c_m <= t b ρ^(m-n-1) <= t b for m > n, so the rest is at most
  /// ω_{n+1} t b e^(tb)/(1 - ρ), coefficient by coefficient in t.
  func tail<T: SpecialAnalytic>(after n: Int, _ x: [T]) -> Majorant<T> {
    let b = ModeBound(after: n, beta: x[1])
    let c = x[0] * b.first
    let bound = RetrievalModel.weight(Index(n + 1), x[2]) * c * T.exp(c) / (1 - b.ratio)
    return Majorant(bound: bound, ratios: [b.ratio])
  }
}
