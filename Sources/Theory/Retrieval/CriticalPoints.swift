import VlasovSymbols

/// The critical points of the profile in (0, 1), decided rigorously.
///
/// The coefficients of F(Y) = Σ G_k Y^k/k! are G_k = q_{k+1} - q_k + r Σ_{j<=k} C(k,j) q_{j+1} with
/// q_k = Σ_n ω_n c_n^(k+1)/(k+1)!.
///
/// Monotone tail: if c_max = t sup a_n <= (K+3) - sqrt(K+3) then q_k - q_{k+1} does not increase for k >= K
/// (termwise 1 - 2c/(k+2) + c²/((k+2)(k+3)) >= 0) while the r-sum increases, so G_k increases for k >= K and
/// is eventually positive. The whole sign pattern is decided by G_0, ..., G_{K'}, where K' >= K is the first
/// index with G_{K'} > 0.
///
/// - C2: all G_k >= 0, one of them > 0: F > 0 on (0, ∞), no critical point.
/// - C1: G_0 < 0 and one sign change: with m the last negative index, Y^-m F(Y) is a sum of increasing
///   functions, so F has exactly one zero, and it is simple: one critical point, a strict global minimum.
/// - C3: otherwise all zeros of F in (0, Y_1] are isolated, with Y_1 from `StationarySeries.positiveFrom`.
struct CriticalPoints {
  enum Certificate: String {
    case c1 = "C1"
    case c2 = "C2"
    case c3 = "C3"
    case monotone = "MONOTONE"
  }

  /// Signs of G_0, ..., G_{K'}.
  enum Pattern {
    case certified(negative: [Bool])
    /// c_max is so large that the pattern would need too many coefficients.
    case tooLong
  }

  /// Beyond this many coefficients the isolation C3 is cheaper.
  static let maximumCoefficients = 1500

  let shape: StationarySeries

  /// The sign pattern, or `nil` when a sign is not certain at this precision.
  func pattern() throws -> Pattern? {
    let c = shape.t * shape.table.largest
    var start = 0
    while true {
      let limit = Ball(start + 3) - Ball.sqrt(Ball(start + 3))
      if (limit - c).isNonNegative { break }
      start += 1
      if start > Self.maximumCoefficients { return .tooLong }
    }
    var negative: [Bool] = []
    // q_k for k = 0, 1, ..., and the running differences of Σ C(k,j) q_{j+1} by Pascal's rule.
    var coefficients = try coefficients(start + 8)
    var sums: [Ball] = []
    var k = 0
    while true {
      try Budget.check()
      if k + 2 > coefficients.count { coefficients = try self.coefficients(2 * coefficients.count) }
      sums.append(coefficients[k + 1])
      for j in stride(from: k - 1, through: 0, by: -1) { sums[j] = sums[j] + sums[j + 1] }
      let g = coefficients[k + 1] - coefficients[k] + shape.r * sums[0]
      guard g.isNonZero else { return nil }
      negative.append(g.isNegative)
      if k >= start, g.isPositive { return .certified(negative: negative) }
      k += 1
      if k > 2 * Self.maximumCoefficients { return .tooLong }
    }
  }

  /// q_0, ..., q_{count-1}.
  private func coefficients(_ count: Int) throws -> [Ball] {
    let moments = shape.table.moments(count)
    guard moments.count >= count else { throw BudgetExhausted() }
    var result: [Ball] = []
    var factor = Ball(1)
    for k in 0..<count {
      factor = factor * shape.t / (k + 1)
      result.append(moments[k] * factor)
    }
    return result
  }

  /// A point such that F has no zero from 0 up to it; `nil` when the sign of F(0) is not certain.
  func nonZeroUpTo() throws -> Ball? {
    var first = Ball(exactly: 0x1p-10)
    while !shape.value(.hull(Ball(0), first)).isNonZero {
      try Budget.check()
      first = first.scaled(by: -4)
      if (first.exponent ?? 0) < -2 * Precision.bits - 64 { return nil }
    }
    return first
  }

  /// The zeros of F in (0, ∞) in the order of decreasing Y (increasing s), all simple; `nil` with a reason
  /// when some interval stays undecided.
  func zeros() throws -> (zeros: [IsolatedZero]?, reason: String) {
    guard let last = shape.positiveFrom() else { return (nil, "no bound for the critical points") }
    guard let first = try nonZeroUpTo() else {
      return (nil, "the sign of F at Y = 0 (t against t_crit) is undecided")
    }
    let outcome = RootIsolation().zeros(
      of: { shape.value($0) }, derivative: { shape.derivative($0) }, from: first, to: last)
    try Budget.check()
    guard outcome.isComplete else {
      let piece = outcome.undecided[0]
      let place = Ball.hull(piece.lower, piece.upper).shortDescription
      return (nil, "critical points near Y in \(place) not separated (\(piece.reason.rawValue))")
    }
    return (outcome.zeros.reversed(), "")
  }

  /// The enclosure of an isolated zero to the working precision.
  ///
  /// F_Y varies like e^Y: over a wide interval its enclosure is too loose for Newton's method, so the interval is first
  /// halved to a width of 1/4 by the sign of F.
  func refined(_ zero: IsolatedZero) -> Ball {
    var (low, high) = (zero.lower, zero.upper)
    while (high - low - Ball(Rational(1, 4))).isPositive, !Budget.isExhausted {
      let middle = ((low + high) / 2).center
      let f = shape.value(middle)
      guard low.isBelow(middle), middle.isBelow(high), f.isNonZero else { break }
      if f.isPositive == (zero.direction == .rising) { high = middle } else { low = middle }
    }
    return IntervalNewton().refine(
      IsolatedZero(lower: low, upper: high, direction: zero.direction), of: { shape.value($0) },
      derivative: { shape.derivative($0) })
  }
}
