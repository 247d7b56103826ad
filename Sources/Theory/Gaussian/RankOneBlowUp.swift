/// The blow-up time of rank-one data, t* = ∫_0^{±∞} dϑ/ψ, or that there is none.
///
/// After a change of sign of V and A the clock runs forwards: p(u0) > 0. Then
/// - a point with p < 0 ahead proves a zero of p: the solution converges to the first one, t* = ∞ (1/ψ has a pole there);
/// - p > 0 on [0, cut] and p ≥ m θ^K e^(μθ) with m > 0 from the cut on prove that there is no zero, and t* = ∫_0^∞ dϑ/ψ. It is
///   finite if 1/ψ is majorised by an integrable power or exponential, infinite if it is minorised by one that is not.
struct RankOneBlowUp {
  let model: RankOneModel

  enum Outcome {
    case infinite
    case finite(Ball)
    case open(String)
  }

  /// At the working precision.
  func time() throws -> Outcome {
    let sign = model.initial.signum
    // u is constant.
    if sign == 0 { return .infinite }
    // |ψ| < 1: the clock cannot reach infinity.
    if model.kind == .sinkhorn { return .infinite }
    // 1/ψ ≥ b/p ≥ λ_min(B)/‖A‖.
    if model.kind == .l2, let key = model.key, key.isPositiveDefinite { return .infinite }
    let value = sign > 0 ? model.value : -model.value
    let score = (sign > 0 ? model.score : -model.score).symmetricPart
    guard let p = sum(of: score, along: value, adding: 0) else {
      return .open("the roots of p could not be separated")
    }
    var weight: ExponentialSum?
    if model.kind == .l2 {
      let key = model.key ?? .zero(value.rows, value.rows)
      guard let n = sum(of: key.scaled(by: 2), along: value, adding: 1) else {
        return .open("the roots of 1 + 2b could not be separated")
      }
      weight = n
    }
    let spectrum = RationalPolynomial(value.characteristicPolynomial).roots()
    let growth = p.growth { Self.isTie($0, $1, spectrum) }
    switch try search(p, growth, unit: Self.unit(value)) {
    case .zero: return .infinite
    case .open: return .open("no zero of p was found ahead, nor a proof that there is none")
    case .none: break
    }
    guard let growth else { return .open("the growth of p") }
    let ceiling = weight.flatMap { n in n.growth { Self.isTie($0, $1, spectrum) } }
    if weight != nil && ceiling == nil { return .open("the growth of 1 + 2b") }
    return try integral(p, growth, weight, ceiling)
  }

  /// u^T Q u + constant along u' = V u: its derivatives are those of Q_(k+1) = V^T Q_k + Q_k V.
  private func sum(of form: Matrix<Rational>, along v: Matrix<Rational>, adding constant: Rational)
    -> ExponentialSum?
  {
    let d = v.rows
    var (q, s) = (form, [Rational]())
    for k in 0..<(d * (d + 1) + 2) {
      s.append((model.start.transpose * q * model.start)[0, 0] + (k == 0 ? constant : 0))
      q = v.transpose * q + q * v
    }
    return ExponentialSum(derivatives: s)
  }

  /// A power of two near 1/‖V‖, at most 1.
  private static func unit(_ v: Matrix<Rational>) -> Int {
    min(0, -Int(SoftmaxCovarianceFlow.norm(v).log2.rounded().clamped))
  }

  /// The exponents are sums λ_i + λ_j of eigenvalues of V. A complex one that can only be 2λ or 2λ̄, and a real one that can
  /// only be λ + λ̄ for the same pair, have the same real part.
  private static func isTie(_ complex: ComplexBall, _ real: Ball, _ spectrum: [PolynomialRoot]) -> Bool {
    func pairs(_ z: ComplexBall) -> [(Int, Int)] {
      spectrum.indices.flatMap { i in (i..<spectrum.count).map { (i, $0) } }.filter { i, j in
        (spectrum[i].value + spectrum[j].value).overlaps(z)
      }
    }
    let (a, b) = (pairs(complex), pairs(ComplexBall(re: real, im: Ball(0))))
    guard a.count == 1, b.count == 1, a[0].0 == a[0].1 else { return false }
    let (i, j) = b[0]
    let k = a[0].0
    guard i != j, i == k || j == k, !spectrum[i].isReal, !spectrum[j].isReal else { return false }
    // j is the conjugate of i: the only root near it.
    return spectrum.indices.filter { spectrum[$0].value.overlaps(spectrum[i].value.conjugate) } == [j]
  }

  private enum Search { case zero, none, open }

  /// Whether p has a zero on [0, ∞).
  private func search(_ p: ExponentialSum, _ growth: ExponentialSum.Growth?, unit: Int) throws -> Search {
    let (layout, parameters) = p.function
    let floats = parameters.map(\.estimate)
    let function = ExponentialSumFunction(layout: layout)
    for doubling in 0..<16 {
      let end = Double(sign: .plus, exponent: unit + doubling, significand: 1)
      for k in 1...128 {
        let x = end * (doubling == 0 ? 0 : 0.5) + end * (doubling == 0 ? 1 : 0.5) * Double(k) / 128
        if function.value(x, floats[...]).value < 0, p(Ball(exactly: x)).isNegative { return .zero }
      }
      if Budget.isExhausted { throw BudgetExhausted() }
      let cut = Ball(exactly: end)
      guard growth?.floor(from: cut) != nil else { continue }
      return try isPositive(p, 0, cut) ?? .open
    }
    return .open
  }

  /// Positivity on [a, b] by bisection; nil when it is not decided.
  private func isPositive(_ p: ExponentialSum, _ a: Ball, _ b: Ball) throws -> Search? {
    var stack = [(a, b, 0)]
    var count = 0
    while let (low, high, depth) = stack.popLast() {
      count += 1
      if count % 64 == 0, Budget.isExhausted { throw BudgetExhausted() }
      if p(.hull(low, high)).isPositive { continue }
      let middle = ((low + high) / 2).center
      if p(middle).isNegative { return .zero }
      if depth > 60 || count > 20_000 { return nil }
      stack.append((middle, high, depth + 1))
      stack.append((low, middle, depth + 1))
    }
    return Search.none
  }

  /// ∫_0^∞ dϑ/ψ for p > 0.
  private func integral(
    _ p: ExponentialSum, _ growth: ExponentialSum.Growth, _ weight: ExponentialSum?,
    _ top: ExponentialSum.Growth?
  ) throws -> Outcome {
    let gap = growth.rate - (top?.rate ?? 0)
    let excess = (top?.power ?? 0) - growth.power
    let isEqual = gap.isZero || (weight.map { sharesRate(p, growth, $0, top) } ?? false)
    if isEqual || gap.isNegative {
      if isEqual, excess <= -2 { return algebraic(p, weight) }
      // 1/ψ ≥ const θ^excess e^(-gap θ), not integrable; 1 + 2b needs its own floor.
      let far = Ball(1).scaled(by: 40)
      let hasFloor = top == nil || top?.floor(from: far) != nil
      return hasFloor && growth.ceiling(from: far) != nil
        ? .infinite : .open("the growth of 1 + 2b against p")
    }
    guard gap.isPositive else { return .open("the growth of 1 + 2b against p") }
    let (layout, own) = p.function
    let other = weight?.function
    let slowness = RankOneSlowness(
      score: ExponentialSumFunction(layout: layout),
      weight: other.map { ExponentialSumFunction(layout: $0.layout) })
    let outcome = Quadrature().integral(of: slowness, own + (other?.parameters ?? []), from: 0) { cut in
      guard let floor = growth.floor(from: cut) else { return .indeterminate }
      var size = 1 / floor
      if let top {
        guard let ceiling = top.ceiling(from: cut) else { return .indeterminate }
        size = ceiling / (2 * floor)
      }
      // ∫ θ^j e^(-δθ) ≤ cut^j e^(-δ cut)/(δ - j/cut) for j ≥ 0, with j = 0 in place of a negative one.
      let slack = gap - Ball(max(0, excess)) / cut
      guard slack.isPositive else { return .indeterminate }
      return size * Ball.pow(cut, Index(excess)) * Ball.exp(-(gap * cut)) / slack
    }
    return outcome.enclosure.isFinite
      ? .finite(outcome.enclosure) : .open("the integral of 1/psi: \(outcome.status.rawValue)")
  }

  /// Whether the rates of p and of 1 + 2b are the same number: a common root of both characteristic polynomials, the only
  /// root of each near it.
  private func sharesRate(
    _ p: ExponentialSum, _ growth: ExponentialSum.Growth, _ weight: ExponentialSum,
    _ top: ExponentialSum.Growth?
  ) -> Bool {
    guard let top, top.rate.overlaps(growth.rate) else { return false }
    func near(_ q: RationalPolynomial, _ x: Ball) -> Int {
      q.squarefreePart.roots().filter { $0.value.overlaps(ComplexBall(real: x)) }.count
    }
    let common = RationalPolynomial.gcd(p.characteristic, weight.characteristic)
    guard near(common, growth.rate) == 1, near(common, top.rate) == 1 else { return false }
    return near(p.characteristic, growth.rate) == 1 && near(weight.characteristic, top.rate) == 1
  }

  /// p and 1 + 2b polynomials: ∫_1^∞ by ϑ = 1/x.
  private func algebraic(_ p: ExponentialSum, _ weight: ExponentialSum?) -> Outcome {
    func polynomial(_ sum: ExponentialSum) -> [Ball]? {
      guard sum.characteristic.zeroRoot.rest.degree == 0, sum.terms.count == 1 else { return nil }
      return sum.terms[0].coefficients.map(\.re)
    }
    guard let bottom = polynomial(p), let top = weight.map({ polynomial($0) }) ?? [Ball(1)] else {
      return .open("the slow tail of the integral of 1/psi")
    }
    let near = Ball.integral(PolynomialQuotient(numerator: top.count, shift: 0), top + bottom, from: 0, to: 1)
    let far = Ball.integral(
      PolynomialQuotient(numerator: top.count, shift: bottom.count - top.count - 2),
      top.reversed() + bottom.reversed(), from: 0, to: 1)
    let sum = weight == nil ? near + far : (near + far) / 2
    return sum.isFinite ? .finite(sum) : .open("the integral of 1/psi")
  }
}

extension Double {
  /// A number that a word holds.
  fileprivate var clamped: Double { isFinite ? Swift.min(Swift.max(self, -1e6), 1e6) : 0 }
}
