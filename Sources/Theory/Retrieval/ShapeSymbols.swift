import VlasovSymbols

/// The defining equations of the shape results as expressions.
enum ShapeSymbols {
  static let y = Expression.variable("Y", latex: "Y")

  /// Ψ(Y) = Σ_n ω_n ψ_{a_n t}(Y).
  static func psi(_ p: Lifted<Expression>) -> Expression {
    .sum(ProfileTerm(), from: 1, [p.t, y, p.beta, p.M])
  }

  /// Ψ'(Y) = Σ_n ω_n (a_n t)² C_2(a_n t Y).
  static func slope(_ p: Lifted<Expression>) -> Expression {
    .sum(ProfileSlopeTerm(), from: 1, [p.t, y, p.beta, p.M])
  }

  /// (1 + e^Y/(e^λ - 1)) Ψ'(Y) = Ψ(Y).
  static func stationarity(_ p: Lifted<Expression>) -> DefiningFormula {
    let growth = 1 + Expression.exp(y) / Expression.expm1(p.lambda)
    return .equation(growth * slope(p), psi(p))
  }
}

/// ω_n ψ'_{a_n t}(Y) over x = [t, Y, β, M].
struct ProfileSlopeTerm: SeriesTerm {
  var variables: Int { 2 }

  func term<T: SpecialAnalytic>(_ n: Index, _ x: [T]) -> T {
    let c = RetrievalModel.eigenvalue(n, x[2]) * x[0]
    return RetrievalModel.weight(n, x[3]) * T.pow(c, 2) * T.besselClifford(2, c * x[1])
  }

  /// ψ'_c(y) <= (c²/2) e^(cy/3), and Σ c_m² <= (tb)²/(1 - ρ) as for `ProfileTerm`.
  func tail<T: SpecialAnalytic>(after n: Int, _ x: [T]) -> Majorant<T> {
    let b = ModeBound(after: n, beta: x[2])
    let c = x[0] * b.first
    let bound =
      RetrievalModel.weight(Index(n + 1), x[3]) * T.pow(c, 2) * T.exp(c * x[1] / 3) / (2 * (1 - b.ratio))
    return Majorant(bound: bound, ratios: [b.ratio])
  }
}
