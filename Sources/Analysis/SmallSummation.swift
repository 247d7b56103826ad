/// Infinite sums in the arithmetic of small balls, by the theorem of `Summation`: if every ratio of
/// `tail(after: n)` at |x| is below 1, the sum lies in a_first + ... + a_n ± bound.
///
/// Each addition may round, so n terms of the size of the sum cost about log2 n bits of its 128.
struct SmallSummation {
  /// Where a sum that has not converged is given up.
  var maximumTerms = 1 << 14

  /// Σ_{n>=first} a_n(x); nil when the parameters are unbounded, a term is, no bound of the tail was proved, or
  /// a limit or the budget came before the bound was negligible.
  func sum<S: SeriesTerm>(_ series: S, from first: Int, _ x: [SmallBall]) -> SmallBall? {
    guard x.allSatisfy(\.isFinite) else { return nil }
    let absolute = x.map { SmallBall.abs($0) }
    var sum = SmallBall.zero
    var peak = Magnitude.zero
    var watch = RatioWatch()
    for count in 1...maximumTerms {
      let n = first + (count - 1)
      let a = series.term(Index(n), x)
      guard a.isFinite else { return nil }
      sum += a
      peak = .max2(peak, a.magnitude)
      let isCheckpoint = count & (count - 1) == 0
      guard isCheckpoint || a.magnitude <= tolerance(sum, peak).scaled(by: 8) else { continue }
      if let bound = tail(series, after: n, absolute, &watch) {
        if bound <= tolerance(sum, peak) { return SmallBall(center: sum, radius: bound) }
      } else if isCheckpoint, watch.isStuck(after: count) {
        return nil
      }
      if isCheckpoint, Budget.isExhausted { return nil }
    }
    return nil
  }

  /// A truncation error that does not hurt: a quarter of the last bit, a sixteenth of the radius, or for a sum
  /// that is 0 or nearly 0 the last bit of the last bit of the largest term.
  private func tolerance(_ sum: SmallBall, _ peak: Magnitude) -> Magnitude {
    var least = Magnitude.max2(sum.radius.scaled(by: -4), peak.scaled(by: -2 * SmallBall.bits))
    if let top = sum.leadingExponent { least = .max2(least, .power2(top - SmallBall.bits - 3)) }
    return least
  }

  /// The proved bound of the tail after term n, when its ratios are below 1.
  private func tail<S: SeriesTerm>(
    _ series: S, after n: Int, _ absolute: [SmallBall], _ watch: inout RatioWatch
  ) -> Magnitude? {
    let majorant = quietly { series.tail(after: n, absolute) }
    watch.note(majorant.ratios) { $0.upperDouble }
    guard majorant.ratios.allSatisfy({ (1 - $0).isPositive }), majorant.bound.isFinite else { return nil }
    return majorant.bound.magnitude
  }
}
