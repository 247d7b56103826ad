/// Rank-one data Σ = u u^T, u = e^(Vθ) u0: the clock θ' = ψ(u), with p = u^T A u and b = u^T B u
///
///     ψ = p (softmax),  2p/(1 + 2b) (L2),  (2p/ε)/(1 + √(1 + 4p²/ε²)) (Sinkhorn).
struct RankOneModel: Sendable {
  let kind: CovarianceModel.Kind
  let value: Matrix<Rational>
  let score: Matrix<Rational>
  let key: Matrix<Rational>?
  /// One column.
  let start: Matrix<Rational>

  /// p at time 0.
  var initial: Rational { (start.transpose * score * start)[0, 0] }

  /// ψ from p/ε (ε = 1 but for Sinkhorn) and b.
  func speed<T: Analytic>(_ p: T, _ b: T?) -> T {
    switch kind {
    case .softmax: p
    case .l2: b.map { 2 * p / (1 + 2 * $0) } ?? 2 * p
    case .sinkhorn: 2 * p / (1 + T.sqrt(1 + 4 * p * p))
    }
  }
}

/// u' = ψ V u, θ' = ψ, with the unknowns u and then θ; the parameter is 1/ε.
struct RankOneField: VectorField {
  let model: RankOneModel
  var dimension: Int { model.start.rows + 1 }

  func derivative<T: MatrixScalar & Analytic>(_ t: T, _ x: [T], _ p: [T]) -> [T] {
    let u = Matrix(column: Array(x.dropLast()))
    func form(_ q: Matrix<Rational>) -> T { (u.transpose * (q.lifted(to: T.self) * u))[0, 0] }
    var score = form(model.score)
    if model.kind == .sinkhorn { score = score * p[0] }
    let speed = model.speed(score, model.kind == .l2 ? model.key.map(form) : nil)
    return (model.value.lifted(to: T.self) * u).entries.map { $0 * speed } + [speed]
  }
}

/// 1/ψ along u = e^(Vθ) u0 for softmax (1/p) and L2 ((1 + 2b)/(2p)), from exponential sums of p and 1 + 2b.
struct RankOneSlowness: Function1 {
  let score: ExponentialSumFunction
  let weight: ExponentialSumFunction?

  func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T {
    let (value, rest) = score.value(x, p[...])
    guard let weight else { return 1 / value }
    return weight.value(x, rest).value / (2 * value)
  }
}

/// x^(shift) n(x)/p(x) for polynomials, lowest power first, with their coefficients as parameters.
struct PolynomialQuotient: Function1 {
  let numerator: Int
  let shift: Int

  func callAsFunction<T: SpecialAnalytic>(_ x: T, _ p: [T]) -> T {
    func value(_ c: ArraySlice<T>) -> T { c.reversed().reduce(T(0)) { $0 * x + $1 } }
    return T.pow(x, Index(shift)) * value(p[..<numerator]) / value(p[numerator...])
  }
}
