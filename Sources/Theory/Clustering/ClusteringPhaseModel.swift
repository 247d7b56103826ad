import VlasovSymbols

/// Attention dynamics with normalisation schemes, in long contexts and with noise: papers, parameters and the pieces
/// that their closed forms share.
///
/// Tokens x_i = r_i θ_i, A_i = Σ_j softmax_j(β<θ_i,θ_j>) θ_j, θ_i' = P_{θ_i} A_i/s_i. In an equiangular state all overlaps
/// <θ_i,θ_j>, i ≠ j, are equal to ρ; the gap is 1 - ρ.
enum ClusteringPhaseModel {
  static let layernorm = Paper(
    key: "karagodin2025normalization", title: "Normalization in Attention Dynamics",
    authors: ["N. Karagodin", "S. Ge", "Y. Polyanskiy", "P. Rigollet"], year: 2025, arxiv: "2510.22026")
  static let survey = Paper(
    key: "rigollet2025meanfield", title: "The Mean-Field Dynamics of Transformers",
    authors: ["P. Rigollet"], year: 2025, arxiv: "2512.01868")
  static let noisy = Paper(
    key: "mun2026noisy",
    title: "Phase transitions for the noisy transformer model in arbitrary dimension",
    authors: ["Mun", "Rosenzweig"], year: 2026, arxiv: "2606.05140")
  static let metastability = Paper(
    key: "geshkovski2024dynamic", title: "Dynamic metastability in the self-attention model",
    authors: ["B. Geshkovski", "H. Koubbi", "Y. Polyanskiy", "P. Rigollet"], year: 2024, arxiv: "2410.06833")
  static let emergence = Paper(
    key: "geshkovski2023emergence", title: "The emergence of clusters in self-attention dynamics",
    authors: ["B. Geshkovski", "C. Letrouit", "Y. Polyanskiy", "P. Rigollet"], year: 2023,
    arxiv: "2305.05465")

  static let beta = ParameterSpec("beta", symbol: "\\beta", .real(.nonNegative), "inverse temperature")
  static let tokens = ParameterSpec("n", symbol: "n", .integer(minimum: 2), "number of tokens")
  static let dimension = ParameterSpec("d", symbol: "d", .integer(minimum: 2), "dimension of the space")
  static let radius = ParameterSpec(
    "r0", symbol: "r_0", .real(.positive), default: "1", "initial radius of the tokens")
  static let startOverlap = ParameterSpec(
    "rho0", symbol: "\\rho_0", .real(Domain(upper: .open("1"))), default: "0", "initial overlap")
  static let overlap = ParameterSpec(
    "rho", symbol: "\\rho", .real(Domain(upper: .open("1"))), "overlap that is reached")

  /// An equiangular state of n tokens exists where its Gram matrix is positive definite: ρ_0 > -1/(n-1).
  static let startIsEquiangular = Hypothesis("rho0 > -1/(n-1)") { .greater($0.rho0, -1 / ($0.n - 1)) }
  static let overlapGrows = Hypothesis("rho0 <= rho") { .lessOrEqual($0.rho0, $0.rho) }
}

/// An equiangular state on its way from overlap ρ_0, under the softmax flow of n tokens.
///
/// With the gap ε = 1 - ρ, s(ρ) = 1 + (n-1)ρ = n - (n-1)ε and a = 1/(n-1), the time of the flow with Post-LN is
///
///     T = (n-1)/(2n) log(s ε_0/(s_0 ε)) + [Ei(βε_0) - Ei(βε)]/(2n) + e^(βn/(n-1)) [E_1(βs_0/(n-1)) - E_1(βs/(n-1))]/(2n),
///
/// the integral of dT/dρ = (e^(β(1-ρ)) + n - 1)/(2(1-ρ)(1+(n-1)ρ)). With w = log(ε_0/ε) the first two parts are
/// w/2 + (n-1)/(2n) log(s/s_0) + [Ein(-βε) - Ein(-βε_0)]/(2n), in which no singularity at β = 0 or ε = 0 is left.
struct EquiangularStart<T: SpecialAnalytic> {
  let beta: T
  let n: T
  /// ε_0 = 1 - ρ_0.
  let gap: T
  /// Small βs: E_1 differences through the entire function Ein, which also covers β = 0.
  let isWeak: Bool

  init(_ p: Lifted<T>, isWeak: Bool) {
    self.init(beta: p.beta, n: p.n, gap: 1 - p.rho0, isWeak: isWeak)
  }

  init(beta: T, n: T, gap: T, isWeak: Bool) {
    (self.beta, self.n, self.gap, self.isWeak) = (beta, n, gap, isWeak)
  }

  /// s = 1 + (n-1)ρ at a gap ε: n - (n-1)ε.
  func stretch(_ gap: T) -> T { n - (n - 1) * gap }

  /// e^(βn/(n-1)) [E_1(βs_0/(n-1)) - E_1(βs/(n-1))], s at the gap ε.
  private func far(_ end: T) -> T {
    let (x0, x1) = (stretch(gap) / (n - 1), stretch(end) / (n - 1))
    let difference =
      isWeak
      ? T.log(x1 / x0) + T.ein(beta * x0) - T.ein(beta * x1)
      : T.e1(beta * x0) - T.e1(beta * x1)
    return T.exp(beta * n / (n - 1)) * difference
  }

  /// log(r/r_0) of the radius law at the gap ε = ε_0 e^(-w): T - log(s/s_0)/2.
  func logRadius(_ end: T, w: T) -> T {
    let near = T.ein(-(beta * end)) - T.ein(-(beta * gap))
    return w / 2 + (near - T.log(stretch(end) / stretch(gap)) + far(end)) / (2 * n)
  }

  /// log C in 1 - ρ(t) = C e^(-2t) (1 + O(e^(-2t))).
  var logConstant: T {
    let ratio = T.log(n / stretch(gap))
    return T.log(gap) + ((n - 1) * ratio - T.ein(-(beta * gap)) + far(0)) / n
  }
}

extension Arguments {
  /// β is small at both ends of its ball: the entire forms lose nothing.
  var isWeak: Bool {
    guard case .real(let beta)? = self["beta"] else { return false }
    return (1 - beta.ball).isPositive
  }

}

extension Theorem {
  /// The value of a formula that increases in the parameters `increasing` and decreases in all others: for interval
  /// parameters, from their ends.
  static func monotone(
    _ p: Arguments, increasing: Set<String>, _ formula: (Lifted<Ball>, Arguments) throws -> Ball
  ) rethrows -> Value {
    func at(_ isUpper: (String) -> Bool) throws -> Ball {
      var ends = p
      for (name, value) in p.values {
        guard case .real(let x) = value, x.isInterval else { continue }
        guard let (low, high) = x.exactEnds else { return .indeterminate }
        ends = ends.replacing(name, by: .real(isUpper(name) ? high : low))
      }
      return try formula(ends.lifted(to: Ball.self), ends)
    }
    let least = try at { !increasing.contains($0) }
    return .real(p.hasInterval ? .hull(least, try at { increasing.contains($0) }) : least)
  }
}

extension RealParameter {
  /// The ends of an interval as parameters of their own.
  var exactEnds: (RealParameter, RealParameter)? {
    let e = lifted(Expression.self)
    guard case .interval = e.operation else {
      // An interval inside an expression: decimal ends around its hull.
      guard let hull = try? Expression.enclosing(ball) else { return nil }
      return (RealParameter(hull.operands[0]), RealParameter(hull.operands[1]))
    }
    return (RealParameter(e.operands[0]), RealParameter(e.operands[1]))
  }
}
