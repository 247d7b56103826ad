/// Sums of Taylor jets: all coefficients at once.
///
/// **Theorem.** Let a_m(z), in the variables z of the series, have the tail T(z) = Σ_{m>n} a_m(z) = Σ_α t_α
/// z^α and the majorant B(z) = Σ_α b_α z^α with |t_α| <= b_α, which converges at the absolute values of the
/// constant terms of the jets x_i(h) = Σ_j x_ij h^j. Then every coefficient of T(x(h)) is at most, in
/// absolute value, that of B(Σ_j |x_ij| h^j). *Proof.* The coefficient of h^k in x(h)^α is a polynomial in
/// the x_ij with coefficients >= 0; let it be P_αk(x). The coefficient of T(x(h)) is Σ_α t_α P_αk(x), at
/// most Σ_α b_α P_αk(|x|) in absolute value, which is the coefficient of B(|x|(h)); the series converge
/// absolutely where B does. ∎
///
/// The majorants are functions of z alone, so the jets of the parameters that are not variables must be
/// constant.
extension Summation {
  /// The coefficients of a sum, and whether its tail was bounded below the precision wanted.
  public struct JetOutcome: Sendable {
    /// The sum; indeterminate when a parameter varies that must not, or no tail's bound was proved.
    public var enclosure: Jet<Ball>
    public var terms: Int
    public var isComplete: Bool
  }

  /// Σ_{n>=first} a_n(x) for jets x, every coefficient to the largest precision of the parameters and the
  /// scope.
  public func sum<S: SeriesTerm>(_ series: S, from first: Int, _ x: [Jet<Ball>]) -> JetOutcome {
    let order = x.reduce(Int.max) { Swift.min($0, $1.order) }
    if order == Int.max {
      let outcome = sum(series, from: first, x.map(\.value))
      return JetOutcome(
        enclosure: Jet(constant: outcome.enclosure), terms: outcome.terms, isComplete: outcome.isComplete)
    }
    let unknown = Jet(coefficients: [Ball](repeating: .indeterminate, count: order + 1)) ?? 0
    guard x.allSatisfy(\.isFinite), x.dropFirst(series.variables).allSatisfy(\.isFixed) else {
      return JetOutcome(enclosure: unknown, terms: 0, isComplete: false)
    }
    let target = x.reduce(Precision.bits) { Swift.max($0, $1.bits) }
    var run = JetRun(series: series, x, order: order, target: target, working: target + guardBits)
    let complete = run.add(from: first, limit: maximumTerms)
    let coefficients = run.coefficients.map { $0.rounded(to: target) }
    return JetOutcome(
      enclosure: Jet(coefficients: coefficients) ?? unknown, terms: run.count, isComplete: complete)
  }

  private struct JetRun<S: SeriesTerm> {
    let series: S
    let order: Int
    let target: Int
    let working: Int
    private let x: [Jet<Ball>]
    private let absolute: [Jet<Ball>]
    private(set) var coefficients: [Ball]
    private(set) var count = 0
    private var scales: [SumScale]
    private var watch = RatioWatch()

    init(series: S, _ x: [Jet<Ball>], order: Int, target: Int, working: Int) {
      (self.series, self.order, self.target, self.working) = (series, order, target, working)
      self.x = x.map { $0.mapped { $0.rounded(to: working) } }
      absolute = x.map { $0.mapped { Ball.abs($0).rounded(to: Summation.boundBits) } }
      coefficients = [Ball](repeating: Ball(0, bits: working), count: order + 1)
      scales = [SumScale](repeating: SumScale(), count: order + 1)
    }

    mutating func add(from first: Int, limit: Int) -> Bool {
      var n = first
      while true {
        let a = withPrecision(working) { series.term(Index(n), x) }
        guard a.order >= order, a.isFinite else { return fail() }
        var isSmall = true
        for k in 0...order {
          let c = a.coefficient(k)
          coefficients[k] += c
          scales[k].note(c)
          isSmall = isSmall && c.magnitude <= allowed(k).scaled(by: 8)
        }
        count += 1
        let isCheckpoint = count & (count - 1) == 0
        if isSmall || isCheckpoint {
          if let bounds = tail(after: n) {
            for k in 0...order { scales[k].noteBound(bounds[k]) }
            if (0...order).allSatisfy({ bounds[$0] <= allowed($0) }) {
              return widen(by: bounds, complete: true)
            }
          } else if isCheckpoint, watch.isStuck(after: count) {
            return fail()
          }
        }
        if count >= limit || Budget.isExhausted {
          guard let bounds = tail(after: n) else { return fail() }
          return widen(by: bounds, complete: false)
        }
        n += 1
      }
    }

    private func allowed(_ k: Int) -> Magnitude { scales[k].tolerance(of: coefficients[k], bits: target) }

    private mutating func widen(by bounds: [Magnitude], complete: Bool) -> Bool {
      for k in 0...order { coefficients[k] = Ball(center: coefficients[k], radius: bounds[k]) }
      return complete
    }

    private mutating func fail() -> Bool {
      coefficients = [Ball](repeating: .indeterminate, count: order + 1)
      return false
    }

    /// The proved bounds of the tail's coefficients after term n, when the ratios are below 1.
    private mutating func tail(after n: Int) -> [Magnitude]? {
      withPrecision(Summation.boundBits) {
        let majorant = quietly { series.tail(after: n, absolute) }
        let ratios = majorant.ratios.map(\.value)
        watch.note(ratios)
        guard ratios.allSatisfy({ (1 - $0).isPositive }), majorant.bound.order >= order,
          majorant.bound.isFinite
        else { return nil }
        return (0...order).map { majorant.bound.coefficient($0).magnitude }
      }
    }
  }
}

extension Jet where Base == Ball {
  /// The largest precision of the coefficients.
  var bits: Int { coefficients.reduce(Precision.minimum) { Swift.max($0, $1.bits) } }

  /// Every coefficient after the first is exactly 0.
  var isFixed: Bool { coefficients.dropFirst().allSatisfy(\.isZero) }

  /// f of every coefficient, for an f that keeps 0. A linear jet stays one, which powers make use of.
  func mapped(_ f: (Ball) -> Ball) -> Jet {
    let c = coefficients.map(f)
    if isConstant { return Jet(constant: c[0]) }
    guard c.count > 1, c.dropFirst(2).allSatisfy(\.isZero) else { return Jet(coefficients: c) ?? self }
    let linear = Jet(variable: Ball(0, bits: c[1].bits), order: order).scaled(by: c[1])
    return Jet(constant: c[0]) + linear
  }
}
