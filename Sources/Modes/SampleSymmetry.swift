import VlasovNumbers

extension Sample {
  /// The point about which the weighted sample is symmetric, exactly; nil when there is none.
  ///
  /// F is odd about it, so that it is a zero of F.
  var centerOfSymmetry: Rational? {
    let last = distinct - 1
    // Equal exact sums have equal roundings: most samples are done after two sums.
    let sum = points[0] + points[last]
    for i in 1..<Swift.max(1, (distinct + 1) / 2) where points[i] + points[last - i] != sum { return nil }
    let exact = point(0) + point(last)
    for i in 0..<(distinct + 1) / 2 {
      guard point(i) + point(last - i) == exact, weight(i) == weight(last - i) else { return nil }
    }
    return exact / 2
  }
}
