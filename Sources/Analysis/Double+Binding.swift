/// Binders in floating point: for simulations, plots, and for choosing how far a rigorous algorithm goes.
extension Double: Binding {
  /// Adds terms until the tail's majorant, or failing that a run of terms, is negligible.
  public static func sum<S: SeriesTerm>(_ series: S, from first: Int, _ x: [Double]) -> Double {
    let absolute = x.map { Swift.abs($0) }
    var sum = 0.0
    var negligible = 0
    for count in 0..<maximumTerms {
      let n = first + count
      let a = series.term(Index(n), x)
      sum += a
      if !sum.isFinite { return sum }
      guard Swift.abs(a) <= 1e-12 * Swift.abs(sum) else {
        negligible = 0
        continue
      }
      let tail = series.tail(after: n, absolute)
      if tail.ratios.allSatisfy({ $0 < 1 }), tail.bound <= 1e-17 * Swift.abs(sum) { return sum }
      negligible = Swift.abs(a) <= 1e-18 * Swift.abs(sum) ? negligible + 1 : 0
      if negligible >= 64 { return sum }
      if count % 1024 == 1023, Budget.isExhausted { return .nan }
    }
    return sum
  }

  private static let maximumTerms = 1 << 20

  public static func integral<F: Function1>(_ f: F, _ p: [Double], from a: Double, to b: Double) -> Double {
    GaussLegendre.adaptive({ f($0, p) }, from: a, to: b)
  }

  /// A sign change by regula falsi with halved weights (the Illinois method), bisecting when that is slow;
  /// NaN without a sign change.
  public static func root<F: Function1>(
    _ f: F, _ p: [Double], between a: Double, and b: Double
  ) -> Double {
    var (x, y) = (a, b)
    var (fx, fy) = (f(x, p), f(y, p))
    if fx == 0 { return x }
    if fy == 0 { return y }
    guard (fx < 0) != (fy < 0), !fx.isNaN, !fy.isNaN else { return .nan }
    // The weights that the next secant gives the two ends.
    var (wx, wy) = (fx, fy)
    for step in 0..<400 {
      let middle = x + (y - x) / 2
      if middle == x || middle == y { break }
      var m = step % 3 == 2 ? middle : x + (y - x) * (wx / (wx - wy))
      if !(m > Swift.min(x, y) && m < Swift.max(x, y)) { m = middle }
      let fm = f(m, p)
      if fm == 0 || fm.isNaN { return fm.isNaN ? .nan : m }
      if (fm < 0) == (fx < 0) {
        (x, fx, wx, wy) = (m, fm, fm, wy / 2)
      } else {
        (y, fy, wy, wx) = (m, fm, fm, wx / 2)
      }
    }
    return Swift.abs(fx) < Swift.abs(fy) ? x : y
  }
}

extension Double: Ordered {
  public static func min(_ a: Double, _ b: Double) -> Double { Double.minimum(a, b) }
  public static func max(_ a: Double, _ b: Double) -> Double { Double.maximum(a, b) }
  public static func abs(_ a: Double) -> Double { a.magnitude }

  public static func supremum<S: SequenceTerm>(_ s: S, from first: Int, _ x: [Double]) -> Double {
    var best = -Double.infinity
    for count in 0..<maximumTerms {
      let n = first + count
      let a = s.term(Index(n), x)
      if a.isNaN { return .nan }
      best = Swift.max(best, a)
      let rest = s.bound(after: n, x)
      if rest.ratios.allSatisfy({ $0 < 1 }), rest.bound <= best + 1e-16 * best.magnitude { return best }
      if count % 1024 == 1023, Budget.isExhausted { return .nan }
    }
    return best
  }
}
