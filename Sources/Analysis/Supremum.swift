/// Suprema of sequences with a proved bound of what follows.
///
/// **Theorem.** Let M be an enclosure of max(a_first, ..., a_n) over the parameter balls, as the ball from
/// the largest of the terms' lower ends to the largest of their upper ends, and let `bound(after: n)` have
/// its ratios below 1. Then the supremum lies between the lower end of M and the larger of the upper end of
/// M and of the bound; that is in M itself once the bound is at most the lower end of M. *Proof.* The
/// supremum is at least every term, and at most the larger of the terms up to n and the bound of the
/// others. ∎
///
/// A first pass at low precision finds how far to go, and which terms can be the largest; only these are
/// evaluated at the working precision.
public struct Supremum: Sendable, Hashable {
  /// The precision of the first pass.
  public var scoutBits = 64
  public var maximumTerms = 1 << 20

  public init(scoutBits: Int = 64, maximumTerms: Int = 1 << 20) {
    self.scoutBits = scoutBits
    self.maximumTerms = maximumTerms
  }

  public struct Outcome: Sendable {
    /// The supremum; indeterminate when nothing could bound the rest of the sequence.
    public var enclosure: Ball
    /// The indices whose term may be the largest: the supremum is attained at one of them, and when there is
    /// only one it is the index of the maximum. Empty when the bound of the rest was not separated.
    public var candidates: [Int]
  }

  /// sup_{n>=first} a_n(x), to the largest precision of the parameters and the scope.
  public func supremum<S: SequenceTerm>(_ sequence: S, from first: Int, _ x: [Ball]) -> Outcome {
    let target = x.reduce(Precision.bits) { Swift.max($0, $1.bits) }
    let nothing = Outcome(enclosure: .indeterminate, candidates: [])
    guard x.allSatisfy(\.isFinite) else { return nothing }
    let working = target + 8
    let precise = x.map { $0.rounded(to: working) }
    let scout = Swift.min(scoutBits, working)
    let survey = quietly {
      scan(sequence, first, x.map { $0.rounded(to: scout) }, bits: scout, isLast: scout == working)
        ?? scan(sequence, first, precise, bits: working, isLast: true)
    }
    guard let survey else { return nothing }

    var candidates: [(n: Int, value: Ball)] = []
    for (k, coarse) in survey.terms.enumerated() where !coarse.isBelow(survey.top) {
      if Budget.isExhausted { return nothing }
      let value = withPrecision(working) { sequence.term(Index(first + k), precise) }
      guard value.isFinite else { return nothing }
      candidates.append((first + k, value))
    }
    guard let head = candidates.first?.value else { return nothing }
    let top = candidates.dropFirst().reduce(head) { Ball.max($0, $1.value) }
    let gap = top.lowerEdge - survey.bound.upperEdge
    if gap.isNonNegative {
      let attaining = gap.isPositive ? candidates.filter { !$0.value.isBelow(top) }.map(\.n) : []
      return Outcome(enclosure: top.rounded(to: target), candidates: attaining)
    }
    let reached = Ball.hull(top, Ball.max(top, survey.bound))
    return Outcome(enclosure: reached.rounded(to: target), candidates: [])
  }

  /// The first terms, an enclosure of the largest of them, and a proved bound of all further terms.
  private struct Survey {
    var terms: [Ball]
    var top: Ball
    var bound: Ball
  }

  /// Evaluates terms up to where the bound of the rest is at most the largest of them; nil when it gives up.
  private func scan<S: SequenceTerm>(
    _ sequence: S, _ first: Int, _ x: [Ball], bits: Int, isLast: Bool
  ) -> Survey? {
    withPrecision(bits) {
      var terms: [Ball] = []
      var watch = RatioWatch()
      var top = Ball(0)
      while true {
        let n = first + terms.count
        let a = sequence.term(Index(n), x)
        guard a.isFinite else { return nil }
        top = terms.isEmpty ? a : Ball.max(top, a)
        terms.append(a)
        let count = terms.count
        let majorant = sequence.bound(after: n, x)
        watch.note(majorant.ratios)
        let holds = majorant.ratios.allSatisfy { (1 - $0).isPositive } && majorant.bound.isFinite
        let survey = Survey(terms: terms, top: top, bound: majorant.bound)
        if holds, (top.lowerEdge - majorant.bound.upperEdge).isNonNegative { return survey }
        if holds, isNegligible(majorant.bound, above: top, bits: bits) {
          // A wide parameter, or a supremum that is not attained: the rest cannot be separated.
          if isLast || top.accuracyBits < bits / 2 { return survey }
          if count >= 64 { return nil }
        }
        let isStuck = !holds && count & (count - 1) == 0 && watch.isStuck(after: count)
        if isStuck || count >= maximumTerms || Budget.isExhausted { return holds ? survey : nil }
      }
    }
  }

  /// The bound exceeds the upper end of `top` by no more than the accuracy of `top`.
  private func isNegligible(_ bound: Ball, above top: Ball, bits: Int) -> Bool {
    let excess = bound.upperEdge - top.upperEdge
    return !excess.isPositive || excess.magnitude <= top.radius + top.magnitude.scaled(by: 8 - bits)
  }
}
