/// The softmax flow from a rational start, in validated steps.
struct CovarianceIntegrator {
  let flow: SoftmaxCovarianceFlow
  /// The time reached, exactly.
  private(set) var time: Rational = 0
  /// All of Σ(time).
  private(set) var set: CovarianceSet
  private(set) var steps = 0
  private var guess: Double?

  /// The last step was below 2^-40 of the time: what is ahead is singular, or the time is very long.
  var isCollapsing: Bool { guess.map { $0 < 0x1p-40 * time.double } ?? false }

  /// Guard bits of the series beyond the tolerance.
  private static let guardBits = 24

  init(_ flow: SoftmaxCovarianceFlow, from start: Matrix<Rational>, bits: Int = Precision.bits) {
    self.flow = flow
    set = CovarianceSet(withPrecision(bits + 2 * Self.guardBits) { start.lifted() })
  }

  /// Where a step led.
  enum Progress {
    /// One more step is done.
    case advanced
    /// Σ at the times asked for.
    case arrived(Matrix<Ball>)
    /// The bounds do not close for any step that changes the time.
    case stuck
  }

  /// One step towards a time, not beyond it.
  ///
  /// - Parameters:
  ///   - target: a ball of times; nil to go on without end.
  ///   - tolerance: the relative error aimed at in bits.
  /// - Throws: `BudgetExhausted`.
  mutating func advance(to target: Ball?, tolerance: Int) throws -> Progress {
    try withPrecision(tolerance + Self.guardBits) {
      let step = CovarianceStep(
        flow: flow, tolerance: tolerance, bits: tolerance + Self.guardBits)
      let start = try step.start(set, guess: guess)
      var h = start.step
      if let target {
        // From an exact time before the ball to all times in it.
        let rest = withPrecision(max(Precision.bits, target.bits)) { target - Ball(time) }
        if rest.isZero { return .arrived(set.enclosure) }
        if !(rest.upperDouble > h),
          let all = try covering(step, start, from: rest.lowerEdge, to: rest.upperEdge)
        {
          return .arrived(all)
        }
        if !rest.lowerEdge.isPositive { return try sweep(step, start, rest, h) }
        // Half of what is left, lest the last step be a short one.
        if rest.lowerDouble < 2 * h { h = Self.short(rest.lowerDouble / 2) }
      }
      if h == .infinity { h = Self.short(target.map { ($0 - Ball(time)).lowerDouble } ?? 1) }
      for _ in 0..<60 {
        guard h > 0, let exact = Rational(exactly: h) else { return .stuck }
        if let end = try step.end(start, after: Ball(exactly: h)) {
          set = end
          time += exact
          guess = h
          steps += 1
          return .advanced
        }
        h /= 2
      }
      return .stuck
    }
  }

  /// All of Σ(time + s), s in a ball that begins at 0 or before it: the hull of the steps that cover it.
  private mutating func sweep(
    _ step: CovarianceStep, _ start: CovarianceStep.Start, _ rest: Ball, _ h: Double
  )
    throws -> Progress
  {
    let early = rest.isNonNegative ? nil : try covering(step, start, from: rest.lowerEdge, to: 0)
    if !rest.isNonNegative && early == nil { return .stuck }
    var hull = early
    var (start, h) = (start, h)
    let last = rest.upperEdge
    var done = Rational(0)
    for _ in 0..<10_000 {
      let left = (last - Ball(done)).upperDouble
      let isLast = left <= h
      let reach = isLast ? last - Ball(done) : Ball(exactly: h)
      guard let part = try covering(step, start, from: 0, to: reach) else { return .stuck }
      hull = hull.map { Self.hull($0, part) } ?? part
      if isLast { return .arrived(hull ?? part) }
      guard let end = try step.end(start, after: Ball(exactly: h)), let exact = Rational(exactly: h) else {
        return .stuck
      }
      done += exact
      start = try step.start(end, guess: h)
      h = start.step
    }
    return .stuck
  }

  /// All of Σ at the times between two ends, in pieces unless they are very close: a polynomial is enclosed better on each.
  private func covering(_ step: CovarianceStep, _ start: CovarianceStep.Start, from low: Ball, to high: Ball)
    throws
    -> Matrix<Ball>?
  {
    let whole = Ball.hull(low, high)
    if whole.accuracyBits > 24 { return try step.end(start, after: whole)?.enclosure }
    var result: Matrix<Ball>?
    for k in 0..<8 {
      let ends = [k, k + 1].map { low + (high - low) * $0 / 8 }
      guard let part = try step.end(start, after: .hull(ends[0], ends[1]))?.enclosure else { return nil }
      result = result.map { Self.hull($0, part) } ?? part
    }
    return result
  }

  private static func hull(_ a: Matrix<Ball>, _ b: Matrix<Ball>) -> Matrix<Ball> {
    Matrix(rows: a.rows, columns: a.columns, zip(a.entries, b.entries).map { Ball.hull($0, $1) })
  }

  /// x > 0 rounded down to 8 bits.
  private static func short(_ x: Double) -> Double {
    guard x > 0, x.isFinite else { return 0 }
    let unit = Double(sign: .plus, exponent: x.exponent - 7, significand: 1)
    return (x / unit).rounded(.down) * unit
  }
}
