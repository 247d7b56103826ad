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
        if !(rest.upperDouble > h), let end = try step.end(start, after: rest) {
          return .arrived(end.enclosure)
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
    let early = rest.isNonNegative ? nil : try step.end(start, after: .hull(rest.lowerEdge, 0))
    if !rest.isNonNegative && early == nil { return .stuck }
    var hull = early?.enclosure
    var (start, h) = (start, h)
    let last = rest.upperEdge
    var done = Rational(0)
    for _ in 0..<10_000 {
      let left = (last - Ball(done)).upperDouble
      let isLast = left <= h
      let reach = isLast ? last - Ball(done) : Ball(exactly: h)
      guard let all = try step.end(start, after: .hull(0, reach)) else { return .stuck }
      let part = all.enclosure
      hull =
        hull.map { old in
          Matrix(
            rows: part.rows, columns: part.columns, zip(old.entries, part.entries).map { Ball.hull($0, $1) })
        } ?? part
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

  /// x > 0 rounded down to 8 bits.
  private static func short(_ x: Double) -> Double {
    guard x > 0, x.isFinite else { return 0 }
    let unit = Double(sign: .plus, exponent: x.exponent - 7, significand: 1)
    return (x / unit).rounded(.down) * unit
  }
}
