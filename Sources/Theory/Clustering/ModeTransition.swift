import VlasovSimulation
import VlasovSymbols

/// The inverse temperatures at which the fastest mode of the uniform density changes.
public enum ModeTransition: Theorem {
  public static let record = Record(
    id: "clustering.mode-transition",
    title: "Transitions of the fastest mode",
    statement: """
      The mode $k_{\\max}(\\beta,d)=\\arg\\max_kk(k+d-2)I_{k+d/2-1}(\\beta)$ grows fastest out of the uniform density, under SA and \
      USA. It changes from $k$ to $k+1$ at the only $\\beta_k^{(d)}$ with \
      $\\frac{I_{k+d/2}(\\beta)}{I_{k+d/2-1}(\\beta)}=\\frac{k(k+d-2)}{(k+1)(k+d-1)}$; $\\beta_1<\\beta_2<\\dots$
      """,
    source: Source(ClusteringMeanFieldModel.metastable, "index of the fastest mode", .derived),
    parameters: [
      ClusteringPhaseModel.dimension,
      ParameterSpec(
        "k", symbol: "k", .integer(minimum: 1), requiredBy: ["beta_k"], acceptedBy: nil,
        "the mode that is fastest below the transition"),
      ParameterSpec(
        "beta", symbol: "\\beta", .real(.positive), requiredBy: ["k_max"], acceptedBy: nil,
        "inverse temperature"),
    ],
    outputs: [
      OutputSpec("beta_k", symbol: "\\beta_k^{(d)}", "where the modes k and k+1 grow equally fast"),
      OutputSpec("k_max", symbol: "k_{\\max}", .integer, "the fastest mode"),
    ],
    hypotheses: [
      Hypothesis(
        "beta <= beta_k: mode k grows at least as fast as mode k+1", .reported, needs: ["k", "beta"]
      ) {
        .lessOrEqual(ratio($0.d, $0.k, $0.beta), level($0.d, $0.k))
      },
      Hypothesis(
        "beta >= beta_(k-1): mode k grows at least as fast as mode k-1", .reported, outputs: ["k_max"],
        needs: ["k", "beta"]
      ) {
        .greaterOrEqual(ratio($0.d, $0.k - 1, $0.beta), level($0.d, $0.k - 1))
      },
    ],
    method: """
      beta_k by interval Newton on the ratio, which increases in beta. k_max by bisection over k with certified signs: the ratio \
      of neighbouring rates decreases in k.
      """,
    notes: [
      "k_max ~ sqrt(2 beta) as beta -> inf.",
      """
      No algebraic beta is a tie: the ratio is transcendental there (Siegel; for odd d Lindemann). So a rational beta always \
      gets its k_max once the precision is high enough; where two modes cannot be separated the answer is undecided.
      """,
      "beta_1^(3) is the tricritical point beta_*^(3) of clustering.noisy-tricritical-beta: both ratios are 1/3.",
    ],
    crossCheck: CrossCheck(
      simulates: "rates by Gegenbauer quadrature: bisection on beta, or the largest over k",
      law: "roundoff; k_max: equal integers", defaultParameters: "d=2 k=3 beta=5", run: crossCheck),
    references: [
      ReferenceValue("d=2 k=1", "1.0444568621077741736747561953286035413091068075922"),
      ReferenceValue("d=2 k=2", "3.1654344427005677136020036696951162330477472635489"),
      ReferenceValue("d=3 k=1", "1.8161545254358839627644402937442780725669920635330"),
      ReferenceValue("d=2 k=3", "6.2112983794320430318"),
      ReferenceValue("d=2 k=4", "10.228483162985944394"),
      ReferenceValue("d=3 k=2", "4.4252930123955991963"),
      ReferenceValue("d=3 k=3", "7.9623798515462602572"),
      ReferenceValue("d=4 k=1", "2.5285203187931191507"),
      ReferenceValue("d=4 k=2", "5.6558232170562548465"),
      ReferenceValue("d=4 k=3", "9.6987862733034399416"),
      ReferenceValue("d=16 k=1", "10.605564856607243725"),
      ReferenceValue("d=16 k=2", "20.121418417595616561"),
      ReferenceValue("d=2 beta=5 output=k_max", "3"),
    ],
    related: [
      "clustering.uniform-growth-rate", "clustering.noisy-tricritical-beta", "retrieval.mode-crossover",
    ])

  /// I_{k+d/2}/I_{k+d/2-1}
  static func ratio<T: SpecialAnalytic>(_ d: T, _ k: T, _ beta: T) -> T {
    T.besselIRatio(order: k + d / 2 - 1, beta)
  }

  /// k(k+d-2)/((k+1)(k+d-1))
  static func level<T: SpecialAnalytic>(_ d: T, _ k: T) -> T {
    k * (k + d - 2) / ((k + 1) * (k + d - 1))
  }

  public static func value(_ p: Arguments, output: String) throws -> Value {
    guard case .integer(let d)? = p["d"] else { return .undecided("no dimension") }
    let modes = ModeOrder(d: d)
    if output == "beta_k" {
      guard case .integer(let k)? = p["k"] else { return .undecided("no degree") }
      return withPrecision(Precision.bits + 16) {
        modes.transition(k).solve().map { .real($0) } ?? .undecided("beta_k was not isolated")
      }
    }
    guard p.hasInterval else { return try modes.fastest(p.ball("beta")).value }
    let (low, high) = (try modes.fastest(p.ball("beta", .lower)), try modes.fastest(p.ball("beta", .upper)))
    guard case .mode(let first) = low, case .mode(let last) = high else {
      if case .mode = low { return high.value }
      return low.value
    }
    if first == last { return .integer(first) }
    throw Undecided(modes.blocking(from: first, to: last))
  }

  public static func symbolic(_ output: String) -> DefiningFormula? {
    guard output == "beta_k" else { return nil }
    let p = Lifted<Expression>(symbolsOf: record, output: output)
    return .equation(ratio(p.d, p.k, .variable("beta", latex: "\\beta")), level(p.d, p.k))
  }

  private static func crossCheck(_ context: CrossCheck.Context) throws -> CrossCheckReport {
    let p = context.parameters
    guard p.d <= 200 else { throw InputError("a quadrature needs d <= 200") }
    func rate(_ k: Int, _ beta: Double) -> Double {
      Double(k) * (Double(k) + p.d - 2) * NoisySphere(d: p.d, beta: beta).harmonicMean(k)
    }
    if context.output == "k_max" {
      guard p.beta <= 100 else { throw InputError("a quadrature needs beta <= 100") }
      let rates = (1...30).map { rate($0, p.beta) }
      let best = rates.indices.max { rates[$0] < rates[$1] } ?? 0
      return Confrontation.compare(count: best + 1, with: Int(try context.closedForm([:])))
    }
    let k = try context.integer("k")
    let level = level(p.d, p.k)
    // r_ν <= β/(2ν+2) gives the lower end.
    let least = level * (2 * p.k + p.d)
    guard k <= 12, least < 60 else {
      throw InputError("a quadrature needs k <= 12 and a transition below 100")
    }
    let root = FloatScan.zero(from: 0.9 * least, to: 100) { rate(k, $0) - rate(k + 1, $0) }
    return try context.confront(law: .roundoff(bound: 1e-8 * root)) {
      [SizedObservation(size: 1, simulated: root)]
    }
  }
}

/// The modes of the uniform density in dimension d, ordered by their growth rates.
///
/// s_{k+1}/s_k = r_{k+d/2-1}(β)/q_k with q_k = k(k+d-2)/((k+1)(k+d-1)). Both r (it decreases in its order, I_{ν+1}² >
/// I_ν I_{ν+2}: D. E. Amos, Math. Comp. 28 (1974)) and 1/q_k decrease in k, so "s_{k+1} < s_k" holds from some k on, and
/// k_max is the first such k.
struct ModeOrder {
  let d: Integer

  enum Fastest {
    case mode(Integer)
    /// The signs of s_{k+1} - s_k are not certain for this k.
    case unclear(Integer)

    var value: Value {
      switch self {
      case .mode(let k): .integer(k)
      case .unclear(let k): .undecided("the modes \(k) and \(k + 1) are not separated")
      }
    }
  }

  /// The equation for β_k.
  func transition(_ k: Integer) -> BesselRatioLevel {
    BesselRatioLevel(
      order: Rational(k) + Rational(d) / 2 - 1,
      level: Rational(k) * Rational(k + d - 2) / (Rational(k + 1) * Rational(k + d - 1)))
  }

  /// k_max at β > 0: doubling steps from an estimate, then bisection.
  func fastest(_ beta: Ball) throws -> Fastest {
    var low: Integer = 0
    var high: Integer?
    var (next, step) = (estimate(beta.estimate), Integer(1))
    while true {
      try Budget.check()
      switch transition(next).sign(beta) {
      case nil: return .unclear(next)
      case 1?: low = next
      default: high = next
      }
      if let high {
        if high - low == 1 { return .mode(high) }
        next = high - step > low ? high - step : (low + high) >> 1
      } else {
        next = low + step
      }
      step += step
    }
  }

  /// About k_max; only a guess.
  private func estimate(_ beta: Double) -> Integer {
    let d = Rational(self.d).double
    func isBeyond(_ k: Double) -> Bool {
      BesselRatioLevel.ratio(k + d / 2 - 1, beta) * (k + 1) * (k + d - 1) > k * (k + d - 2)
    }
    guard beta.isFinite, d.isFinite, beta < 1e30 else { return 1 }
    var (low, high) = (0.0, 1.0)
    while isBeyond(high) { (low, high) = (high, 2 * high) }
    while high - low > max(0.5, 1e-15 * high) {
      let middle = low + (high - low) / 2
      if isBeyond(middle) { low = middle } else { high = middle }
    }
    return Integer(max(1, Int(high)))
  }

  /// Which transitions lie within a range of β whose ends have different fastest modes.
  func blocking(from first: Integer, to last: Integer) -> String {
    func text(_ k: Integer) -> String {
      let beta = withPrecision(64) { transition(k).solve()?.shortDescription ?? "" }
      return "beta_\(k) = \(beta)"
    }
    let start = "k_max is \(first) up to \(text(first))"
    if last - first == 1 { return "\(start) and \(last) beyond" }
    return "\(start), and \(last) beyond \(text(last - 1))"
  }
}
