/// Infinite sums with a proved bound of the tail.
///
/// **Theorem.** Let a_n be the terms of a `SeriesTerm`. If at some n every ratio of `tail(after: n)` at |x|
/// is below 1, then the sum lies in a_first + ... + a_n ± bound. Here |x| is read as the ball of all
/// absolute values of the parameters, so the ratios are proved below 1, and the bound holds, for every
/// point of the parameter balls; no monotonicity in the parameters is used.
///
/// The sum stops where the bound is far below the last bit of the partial sum, or below the partial sum's
/// own radius, which is what remains when the parameters are wide. Bounds are evaluated at 64 bits, and
/// only when the terms have become small or their number is a power of two. A term that is small against
/// the sum is evaluated at a lower precision; its rounding errors are part of its ball, so this is a matter
/// of speed only.
public struct Summation: Sendable, Hashable {
  /// The precision kept beyond that of the result.
  public var guardBits = 12
  /// Where a sum that has not converged stops.
  public var maximumTerms = 1 << 20

  public init(guardBits: Int = 12, maximumTerms: Int = 1 << 20) {
    self.guardBits = guardBits
    self.maximumTerms = maximumTerms
  }

  public struct Outcome: Sendable {
    /// The sum; indeterminate when no bound of a tail was ever proved.
    public var enclosure: Ball
    /// How many terms were added.
    public var terms: Int
    /// The tail was bounded below the precision wanted, before a limit or the budget was met.
    public var isComplete: Bool
  }

  /// Σ_{n>=first} a_n(x), to the largest precision of the parameters and the scope.
  public func sum<S: SeriesTerm>(_ series: S, from first: Int, _ x: [Ball]) -> Outcome {
    let target = x.reduce(Precision.bits) { Swift.max($0, $1.bits) }
    guard x.allSatisfy(\.isFinite) else {
      return Outcome(enclosure: .indeterminate, terms: 0, isComplete: false)
    }
    var run = Run(series: series, parameters: x, target: target, working: target + guardBits)
    let complete = run.add(from: first, limit: maximumTerms)
    return Outcome(enclosure: run.enclosure.rounded(to: target), terms: run.count, isComplete: complete)
  }
}

extension Summation {
  /// The precision at which tail bounds are evaluated.
  static let boundBits = 64

  fileprivate struct Run<S: SeriesTerm> {
    let series: S
    let target: Int
    let working: Int
    private let absolute: [Ball]
    /// The parameters at the precision of the last term.
    private var lifted: (bits: Int, x: [Ball])
    private let parameters: [Ball]

    private(set) var enclosure: Ball
    private(set) var count = 0
    private var scale = SumScale()
    private var watch = RatioWatch()
    /// Small terms may be evaluated at lower precision.
    private var mayShorten = true

    init(series: S, parameters: [Ball], target: Int, working: Int) {
      (self.series, self.parameters, self.target, self.working) = (series, parameters, target, working)
      absolute = parameters.map { Ball.abs($0).rounded(to: Summation.boundBits) }
      lifted = (working, parameters.map { $0.rounded(to: working) })
      enclosure = Ball(0, bits: working)
    }

    /// Adds terms until the tail is negligible; false when a limit came first. `enclosure` is valid on
    /// return.
    mutating func add(from first: Int, limit: Int) -> Bool {
      var n = first
      // The exponents of the last two terms.
      var recent = (Int.min, Int.min)
      while true {
        let expected = Swift.max(recent.0, recent.1)
        let a = term(n, expecting: expected)
        guard a.isFinite else { return fail() }
        enclosure += a
        scale.note(a)
        recent = (recent.1, a.magnitude.isZero ? Int.min : a.magnitude.exponent)
        count += 1
        let allowed = scale.tolerance(of: enclosure, bits: target)
        let isCheckpoint = count & (count - 1) == 0
        if isCheckpoint || a.magnitude <= allowed.scaled(by: 8) {
          if let bound = tail(after: n) {
            scale.noteBound(bound)
            if bound <= scale.tolerance(of: enclosure, bits: target) {
              widen(by: bound)
              return true
            }
          } else if isCheckpoint, watch.isStuck(after: count) {
            return fail()
          }
        }
        if count >= limit || Budget.isExhausted {
          guard let bound = tail(after: n) else { return fail() }
          widen(by: bound)
          return false
        }
        n += 1
      }
    }

    private mutating func fail() -> Bool {
      enclosure = .indeterminate
      return false
    }

    private mutating func widen(by bound: Magnitude) { enclosure = Ball(center: enclosure, radius: bound) }

    /// The n-th term, in no more bits than a term of the size 2^expected contributes to the sum.
    private mutating func term(_ n: Int, expecting expected: Int) -> Ball {
      let bits = precision(expecting: expected)
      let short = term(n, bits)
      if bits == working { return short }
      let allowed = (enclosure.exponent ?? 0) - working + 8
      if short.magnitude.exponent <= expected + 8, short.radius.exponent <= allowed { return short }
      // Larger than expected, or cancellation inside the term.
      let full = term(n, working)
      if !(full.radius.scaled(by: 2) <= short.radius) { mayShorten = false }
      return full
    }

    /// Enough bits for a term of size 2^expected to be as accurate as the sum is in absolute terms.
    private func precision(expecting expected: Int) -> Int {
      guard mayShorten, expected != Int.min, let top = enclosure.exponent, top > expected else {
        return working
      }
      let slack = 16 + (Int.bitWidth - count.leadingZeroBitCount)
      let needed = working - (top - expected) + slack
      return Swift.min(working, Swift.max(64, (needed + 63) / 64 * 64))
    }

    private mutating func term(_ n: Int, _ bits: Int) -> Ball {
      if lifted.bits != bits { lifted = (bits, parameters.map { $0.rounded(to: bits) }) }
      return withPrecision(bits) { series.term(Index(n), lifted.x) }
    }

    /// The proved bound of the tail after term n, when its ratios are below 1.
    private mutating func tail(after n: Int) -> Magnitude? {
      withPrecision(Summation.boundBits) {
        let majorant = quietly { series.tail(after: n, absolute) }
        watch.note(majorant.ratios)
        guard majorant.ratios.allSatisfy({ (1 - $0).isPositive }), majorant.bound.isFinite else { return nil }
        return majorant.bound.magnitude
      }
    }
  }
}

/// What a sum's truncation error is measured against.
struct SumScale {
  private var peak = Magnitude.zero
  private var firstBound: Magnitude?

  /// Records a term.
  mutating func note(_ a: Ball) { peak = .max2(peak, a.magnitude) }
  /// Records a tail bound.
  mutating func noteBound(_ bound: Magnitude) { if firstBound == nil { firstBound = bound } }

  /// A truncation error that does not hurt a result of `bits` bits: a quarter of its last bit, or a
  /// sixteenth of its radius, or for a sum that is 0 or nearly 0 the last bit of the last bit of its
  /// largest term.
  func tolerance(of sum: Ball, bits: Int) -> Magnitude {
    var least = sum.radius.scaled(by: -4)
    if let top = sum.exponent { least = .max2(least, .power2(top - bits - 3)) }
    let size = peak.isZero ? firstBound ?? .zero : peak
    return .max2(least, size.scaled(by: -2 * bits))
  }
}

/// Notices a series whose ratios do not fall below 1 however many terms are added.
struct RatioWatch {
  private var worst = Double.infinity
  private var worstBefore = Double.infinity

  mutating func note<T: Enclosing>(_ ratios: [T], upper: (T) -> Double) {
    worst = ratios.map(upper).max() ?? 0
  }

  mutating func note(_ ratios: [Ball]) { note(ratios) { $0.upperDouble } }

  /// Asked whenever the number of terms has doubled and the ratios are still not below 1.
  mutating func isStuck(after count: Int) -> Bool {
    defer { worstBefore = worst }
    return count >= 4096 && !(worst < worstBefore)
  }
}
