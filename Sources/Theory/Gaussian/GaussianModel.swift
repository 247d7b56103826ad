import VlasovSymbols

/// Gaussian data through deep Transformers: the common model.
///
/// Tokens with law μ_t on R^d follow x' = Γ_μ(x). With the scale absorbed once in A = K^T Q/τ and B = K^T K/τ, the
/// attention of a Gaussian law N(α, Σ) is affine in x, and Σ' = κ (V D A Σ + Σ A^T D V^T) with
/// - softmax: κ = 1, D = Σ; mean α' = V (I + ΣA) α;
/// - L2: κ = 2, D = Σ (I + 2BΣ)^-1; α' = V (I + 2ΣB)^-1 (I + 2ΣA) α;
/// - Sinkhorn: κ = 1/ε, D + D N D = Σ with N = A Σ A^T/ε²; α' = V α.
///
/// S = A + A^T throughout.
enum GaussianModel {
  /// P1
  static let unifiedPerspective = Paper(
    key: "castin2025unified", title: "A Unified Perspective on the Dynamics of Deep Transformers",
    authors: ["V. Castin", "P. Ablin", "J. A. Carrillo", "G. Peyré"], year: 2025, arxiv: "2501.18322")

  /// P2
  static let reachability = Paper(
    key: "alcalde2026reachability", title: "Reachability and asymptotics of Gaussian Transformer dynamics",
    authors: ["A. Alcalde", "Z. Ji", "E. Zuazua"], year: 2026, arxiv: "2606.07600")

  /// P3
  static let sinkhornFlow = Paper(
    key: "hardion2026wasserstein",
    title: "The Wasserstein gradient flow of the Sinkhorn divergence between Gaussian distributions",
    authors: ["M. Hardion", "T. Lacombe"], year: 2026, arxiv: "2602.10726")

  /// P4
  static let sinkformers = Paper(
    key: "sander2021sinkformers", title: "Sinkformers: Transformers with doubly stochastic attention",
    authors: ["M. Sander", "P. Ablin", "M. Blondel", "G. Peyré"], year: 2021, arxiv: "2110.11773")
}

extension GaussianModel {
  /// The refusal of a time that the solution does not reach.
  ///
  /// - Parameter bracket: an enclosure of the blow-up time.
  static func blowUp(_ bracket: Ball, before t: RealParameter) -> Refusal {
    Refusal("t < t*: the covariance blows up in \(bracket.intervalText(digits: 12)), before t=\(t.text)")
  }

  /// A covariance must not be 0, or must be definite, ...: a hypothesis that is decided exactly.
  ///
  /// - Parameter failure: why it fails; nil when it holds.
  static func exactly(
    _ text: String, outputs: Set<String>? = nil, failure: @escaping @Sendable (Arguments) throws -> String?
  ) -> Hypothesis {
    Hypothesis(text, outputs: outputs) { p in
      let why = try failure(p)
      return .verdict(why == nil ? .proved : .refuted, why)
    }
  }

  /// A parameter must have a shape that its kind does not ask for.
  static func shape(_ name: String, _ shape: MatrixShape, _ text: String, outputs: Set<String>? = nil)
    -> Hypothesis
  {
    exactly(text, outputs: outputs) { p in
      guard let matrix = p.exactMatrix(name) else { return nil }
      do { try shape.demand(matrix) } catch let problem as MatrixProblem { return problem.message }
      return nil
    }
  }

  /// Beyond this dimension inertia and factors over the rationals are not tried: they cost d³ operations with numbers that
  /// grow like d, seconds here and hours for a thousand.
  static let largestElimination = 128

  /// Throws `Undecided` for a matrix that exact elimination would not finish.
  static func demandEliminable(_ matrix: Matrix<Rational>, _ name: String) throws {
    guard matrix.rows > largestElimination else { return }
    throw Undecided(
      "\(name) is \(matrix.rows) by \(matrix.rows): exact elimination over the rationals is done up to dimension \(largestElimination)"
    )
  }

  /// Rational numbers of more bits than this are answered by digits.
  private static let longestExact = 2048

  /// A rational matrix as an answer: exact, or enclosed when its entries are too long to be read.
  static func answer(_ matrix: Matrix<Rational>) -> Value {
    let isShort = matrix.entries.allSatisfy {
      $0.numerator.bitWidth + $0.denominator.bitWidth <= longestExact
    }
    return isShort ? .exactMatrix(matrix) : .matrix(matrix.lifted())
  }

  static func answer(_ q: Rational) -> Value {
    q.numerator.bitWidth + q.denominator.bitWidth <= longestExact ? .exact(q) : .real(Ball(q))
  }
}

/// Parameters that many results of the theme share.
extension ParameterSpec {
  /// Sigma0: positive semidefinite.
  static let sigma0 = ParameterSpec(
    "Sigma0", symbol: "\\Sigma_0", .exactMatrix(.semidefinite), "covariance of the tokens at time 0")

  /// Sigma: positive semidefinite.
  static let sigma = ParameterSpec(
    "Sigma", symbol: "\\Sigma", .exactMatrix(.semidefinite), "covariance of the tokens")

  /// A: d by d.
  static let queryKey = ParameterSpec(
    "A", symbol: "A", .exactMatrix(.square), "query-key matrix A = K^T Q/tau")

  /// v: a real, V = v I.
  static let value = ParameterSpec(
    "v", symbol: "v", .real(.real), default: "1", "scalar value matrix V = v I")

  /// eps > 0, default 1.
  static let epsilon = ParameterSpec(
    "eps", symbol: "\\varepsilon", .real(.positive), default: "1", "entropic regularisation of Sinkhorn")

  /// alpha0: a vector.
  static let mean0 = ParameterSpec(
    "alpha0", symbol: "\\alpha_0", .exactVector, "mean of the tokens at time 0")

  /// The same parameter for some outputs only.
  func only(for outputs: String..., alsoTakenBy others: Set<String>? = []) -> ParameterSpec {
    ParameterSpec(
      name, symbol: symbol, kind, default: defaultText, requiredBy: Set(outputs), acceptedBy: others,
      onlyForCheck: onlyForCheck, summary)
  }
}
