import VlasovSymbols

/// The function whose zeros are the critical points of the profile, in the variable Y.
///
/// S = λ(e^-Y + r)Ψ(Y) with r = 1/(e^λ - 1), so dS/dY = λ e^-Y F(Y) with
/// F(Y) = (1 + r e^Y)Ψ'(Y) - Ψ(Y), and Y decreases in s: zeros of F in (0, ∞) are the critical points of S in
/// (0, 1), and F going from - to + as Y grows is a local minimum of S.
///
/// Ψ and its derivatives are increasing on [0, ∞), so their values at the ends of an interval enclose them
/// there; wide arguments are clipped to [0, ∞), where F is defined.
struct StationarySeries: Sendable {
  let table: MomentTable
  let t: Ball
  let lambda: Ball
  /// r = 1/(e^λ - 1), λ > 0.
  let r: Ball

  /// `nil` when the moments cannot be computed.
  init?(beta: Ball, m: Ball, t: Ball, lambda: Ball, bits: Int) {
    guard let table = MomentTable(beta: beta, m: m, bits: bits) else { return nil }
    self.init(table: table, t: t, lambda: lambda)
  }

  init(table: MomentTable, t: Ball, lambda: Ball) {
    (self.table, self.t, self.lambda) = (table, t, lambda)
    r = 1 / Ball.expm1(lambda)
  }

  /// Ψ^(j)(Y).
  func psi(_ j: Int, _ y: Ball) -> Ball {
    Ball.pow(t, j + 1) * table.series(shift: j + 1, order: j + 1, t * y)
  }

  /// ∂_t Ψ^(j)(Y).
  func psiByTime(_ j: Int, _ y: Ball) -> Ball {
    Ball.pow(t, j) * table.series(shift: j + 1, order: j, t * y)
  }

  private func ends(_ y: Ball) -> (low: Ball, high: Ball)? {
    guard y.isFinite, y.accuracyBits < 24, !y.isExact else { return nil }
    let low = y.lowerEdge
    return (low.isNonNegative ? low : Ball(0, bits: y.bits), y.upperEdge)
  }

  /// F(Y).
  func value(_ y: Ball) -> Ball {
    guard let (a, b) = ends(y) else { return (1 + r * Ball.exp(y)) * psi(1, y) - psi(0, y) }
    let low = (1 + r * Ball.exp(a)) * psi(1, a) - psi(0, b)
    let high = (1 + r * Ball.exp(b)) * psi(1, b) - psi(0, a)
    return .hull(low, high)
  }

  /// F_Y = r e^Y(Ψ' + Ψ'') + Ψ'' - Ψ'.
  func derivative(_ y: Ball) -> Ball {
    guard let (a, b) = ends(y) else {
      return r * Ball.exp(y) * (psi(1, y) + psi(2, y)) + psi(2, y) - psi(1, y)
    }
    func rising(_ y: Ball) -> Ball { r * Ball.exp(y) * (psi(1, y) + psi(2, y)) + psi(2, y) }
    return .hull(rising(a) - psi(1, b), rising(b) - psi(1, a))
  }

  /// F_YY = r e^Y(Ψ' + 2Ψ'' + Ψ''') + Ψ''' - Ψ''.
  func secondDerivative(_ y: Ball) -> Ball {
    let (p1, p2, p3) = (psi(1, y), psi(2, y), psi(3, y))
    return r * Ball.exp(y) * (p1 + 2 * p2 + p3) + p3 - p2
  }

  /// F_t and F_Yt.
  func byTime(_ y: Ball) -> (value: Ball, derivative: Ball) {
    let (d0, d1, d2) = (psiByTime(0, y), psiByTime(1, y), psiByTime(2, y))
    let growth = r * Ball.exp(y)
    return ((1 + growth) * d1 - d0, growth * (d1 + d2) + d2 - d1)
  }

  /// A point Y_1 >= 1 such that F > 0 on [Y_1, ∞).
  ///
  /// Ψ' increases, so Ψ(Y) <= Ψ(0) + YΨ'(Y) and F(Y) >= (1 + r e^Y - Y)Ψ'(0) - Ψ(0) whenever the bracket is
  /// positive. If r e^(Y_1) >= Y_1 >= 1 the bracket increases from Y_1 on, so positivity of the right side at
  /// Y_1 is positivity of F from there.
  func positiveFrom() -> Ball? {
    let (p0, p1) = (psi(0, 0), psi(1, 0))
    // r e^Y must reach about Ψ(0)/Ψ'(0) + Y.
    var guess = max(1, Ball.log((p0 / p1 + 1) / r).upperDouble)
    guard guess.isFinite else { return nil }
    guess += log(guess + 1)
    for _ in 0..<200 {
      let y = Ball(exactly: guess)
      let growth = r * Ball.exp(y)
      if (growth - y).isNonNegative, ((1 + growth - y) * p1 - p0).isPositive { return y }
      guess += 0.25 + guess / 64
    }
    return nil
  }

  private func log(_ x: Double) -> Double { Double.log(x) }

  /// s = λ^-1 log1p(expm1(λ) e^-Y), the position of Y.
  func position(_ y: Ball) -> Ball { Ball.log1p(Ball.expm1(lambda) * Ball.exp(-y)) / lambda }

  /// S = λ(e^-Y + r)Ψ(Y).
  func profile(_ y: Ball) -> Ball { lambda * (Ball.exp(-y) + r) * psi(0, y) }
}
