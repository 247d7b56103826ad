import VlasovSymbols

/// The eigenvalues of D, and what they say about the extremes of E_D.
struct EnergySpectrum {
  let entries: [RealParameter]
  private let hasInterval: Bool
  /// Those that may be the largest, and the smallest; each once.
  private let tops: [RealParameter]
  private let bottoms: [RealParameter]

  init(_ entries: [RealParameter]) {
    self.entries = entries
    hasInterval = entries.contains { $0.isInterval }
    let distinct = Array(Set(entries))
    /// Entries that are not certainly below another one, signs changed or not.
    func candidates(_ value: (RealParameter) -> Ball) -> [RealParameter] {
      let balls = distinct.map(value)
      guard let first = balls.first else { return [] }
      let reached = balls.reduce(first.lowerEdge) { .max($0, $1.lowerEdge) }
      return zip(distinct, balls).filter { !$1.isBelow(reached) }.map(\.0)
    }
    tops = candidates { $0.ball }
    bottoms = candidates { -$0.ball }
  }

  // MARK: Formulas

  /// cosh ρ + (λ/ρ) sinh ρ with λ = max(0, λ_max), which is e^ρ for λ = ρ and cosh ρ for λ = 0.
  static func upperMaximum<T: Ordered>(top: T, radius: T) -> T {
    T.cosh(radius) + T.max(0, top) / radius * T.sinh(radius)
  }

  /// max(e^{λ_max}, cosh ρ), which is e^ρ for λ_max = ρ and cosh ρ for λ_max <= 0.
  static func lowerMaximum<T: Ordered>(top: T, radius: T) -> T { T.max(T.exp(top), T.cosh(radius)) }

  /// 1 + 1/(2 tr D^-2); increases in every eigenvalue.
  static func lowerMinimum<T: Analytic>(_ lambdas: [T]) -> T {
    let trace: T = lambdas.reduce(0) { $0 + 1 / T.pow($1, 2) }
    return 1 + 1 / (2 * trace)
  }

  /// 1 + (Σ 1/(cosh λ - 1))^-1 with cosh λ - 1 = 2 sinh²(λ/2); increases in every eigenvalue.
  static func upperMinimum<T: Analytic>(_ lambdas: [T]) -> T {
    let sum: T = lambdas.reduce(0) { $0 + 1 / T.pow(T.sinh($1 / 2), 2) }
    return 1 + 2 / sum
  }

  /// λ_0 of the uniform measure in dimension d.
  static func uniform<T: SpecialAnalytic>(_ lambda: T, dimension: Int) -> T {
    T.hyp0f1(T(Rational(dimension, 2)), T.pow(lambda, 2) / 4)
  }

  // MARK: Decisions

  /// λ_max >= -λ_min: some λ_i with λ_i + λ_j >= 0 for all j.
  private var isTopHeavy: Verdict {
    exists(tops) { top in
      forAll(bottoms) {
        RealParameter(top.lifted(Expression.self) + $0.lifted()).decideFully(.greaterOrEqual, bound: zero)
      }
    }
  }

  private var isNonPositive: Verdict { forAll(tops) { $0.decideFully(.lessOrEqual, bound: zero) } }
  private var isPositive: Verdict { forAll(bottoms) { $0.decideFully(.greater, bound: zero) } }

  /// Two intervals are never equal for certain.
  private var isScalar: Verdict {
    forAll(Array(Set(entries))) { entry in
      let verdict = entry.decideFully(.equal, bound: entries[0])
      return verdict == .proved && (hasInterval && entries.count > 1) ? .undecided : verdict
    }
  }

  private var zero: RealParameter { RealParameter(0) }

  private func forAll(_ list: [RealParameter], _ decide: (RealParameter) -> Verdict) -> Verdict {
    list.reduce(.proved) { $0 == .refuted ? $0 : $0 && decide($1) }
  }

  private func exists(_ list: [RealParameter], _ decide: (RealParameter) -> Verdict) -> Verdict {
    list.reduce(.refuted) { $0 == .proved ? $0 : $0 || decide($1) }
  }

  // MARK: Values

  /// Values of λ_max, λ_min and ρ, at both ends of intervals.
  private var extremes: [(top: Ball, bottom: Ball, radius: Ball)] {
    func largest(_ values: [Ball]) -> Ball { values.dropFirst().reduce(values[0]) { .max($0, $1) } }
    func at(_ end: (RealParameter) -> (top: Ball, bottom: Ball, size: Ball)) -> (Ball, Ball, Ball) {
      let ends = entries.map(end)
      return (largest(ends.map(\.top)), -largest(ends.map { -$0.bottom }), largest(ends.map(\.size)))
    }
    guard hasInterval else { return [at { ($0.ball, $0.ball, .abs($0.ball)) }] }
    return [
      at { x in
        let (low, high) = x.ends
        // The least |λ| of an interval.
        return (low, low, .max(0, .max(low, -high)))
      },
      at { x in
        let (low, high) = x.ends
        return (high, high, .max(high, -low))
      },
    ]
  }

  /// The hull of a monotone value at both ends.
  private func hull(_ value: ((top: Ball, bottom: Ball, radius: Ball)) -> Ball) -> Value {
    let values = extremes.map(value)
    return .real(values.count == 2 ? .hull(values[0], values[1]) : values[0])
  }

  func maximum(_ output: String) throws -> Value {
    let (isTopHeavy, isNonPositive) = (self.isTopHeavy, self.isNonPositive)
    if isTopHeavy == .proved { return hull { .exp($0.top) } }
    if isNonPositive == .proved { return hull { .cosh($0.bottom) } }
    // The bounds are continuous across the cases, and increase in λ_max and ρ.
    switch output {
    case "max_lower": return hull { Self.lowerMaximum(top: $0.top, radius: $0.radius) }
    case "max_upper":
      return hull { $0.radius.isZero ? 1 : Self.upperMaximum(top: $0.top, radius: $0.radius) }
    default:
      let isBetween = !isTopHeavy && !isNonPositive
      throw Undecided(
        isBetween == .proved
          ? "0 < lambda_max < |lambda_min|: the maximum is known to lie between max_lower and max_upper"
          : "whether lambda_max >= |lambda_min| or lambda_max <= 0")
    }
  }

  func minimum(_ output: String) throws -> Value {
    let isPositive = self.isPositive
    if isPositive == .refuted { return hull { .exp($0.bottom) } }
    if isPositive == .undecided, output == "min" || !hasInterval {
      throw Undecided("whether all eigenvalues are positive")
    }
    let isScalar = self.isScalar
    if isScalar == .proved {
      return .real(Self.uniform(entries[0].ball, dimension: entries.count))
    }
    if output == "min" {
      throw Undecided(
        isScalar == .refuted
          ? "unequal positive eigenvalues: the minimum is known to lie between min_lower and min_upper"
          : "whether all eigenvalues are equal")
    }
    guard hasInterval else {
      if isScalar == .undecided { throw Undecided("whether all eigenvalues are equal") }
      if output == "min_upper" { return .real(Self.upperMinimum(entries.map(\.ball))) }
      let exact = Self.lowerMinimum(entries.map { $0.lifted(Expression.self) }).rationalValue
      return exact.map { .exact($0) } ?? .real(Self.lowerMinimum(entries.map(\.ball)))
    }
    return .real(try minimumOverIntervals(output, isScalar))
  }

  /// The bound at the lower ends of all intervals and at the upper ends: it increases in every eigenvalue, also where the
  /// smallest passes 0. Equal eigenvalues have a value of their own.
  private func minimumOverIntervals(_ output: String, _ isScalar: Verdict) throws -> Ball {
    var (lows, highs): ([RealParameter], [RealParameter]) = ([], [])
    for entry in entries {
      guard let (low, high) = entry.isInterval ? entry.exactEnds : (entry, entry) else {
        return .indeterminate
      }
      lows.append(low)
      highs.append(high)
    }
    func bound(_ ends: [RealParameter]) throws -> Ball {
      let spectrum = EnergySpectrum(ends)
      switch spectrum.isPositive {
      case .refuted: return .exp(spectrum.extremes[0].bottom)
      case .proved:
        let balls = ends.map(\.ball)
        return output == "min_upper" ? Self.upperMinimum(balls) : Self.lowerMinimum(balls)
      case .undecided: throw Undecided("whether an end of the eigenvalues is positive")
      }
    }
    let hull = Ball.hull(try bound(lows), try bound(highs))
    if isScalar == .refuted { return hull }
    // A common value is between the largest lower and the smallest upper end, and the energy increases in it.
    let (first, last) = (EnergySpectrum(lows).extremes[0].top, EnergySpectrum(highs).extremes[0].bottom)
    let d = entries.count
    return .hull(
      hull, .hull(Self.uniform(.max(0, first), dimension: d), Self.uniform(.max(0, last), dimension: d)))
  }
}
