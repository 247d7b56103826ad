import VlasovNumbers

extension Sample {
  /// The centre of symmetry, if the weighted sample has one: there F is exactly 0.
  var centerOfSymmetry: Rational? {
    let n = distinct
    let sum = points[0] + points[n - 1]
    // Rounded sums of doubles rule most samples out at once.
    let slack = 0x1p-50 * Swift.max(points[0].magnitude, points[n - 1].magnitude)
    for i in 0..<n / 2 {
      guard (points[i] + points[n - 1 - i] - sum).magnitude <= slack else { return nil }
      if let weights, weights[i] != weights[n - 1 - i] { return nil }
    }
    let twice = point(0) + point(n - 1)
    for i in 0..<(n + 1) / 2 where point(i) + point(n - 1 - i) != twice || weight(i) != weight(n - 1 - i) {
      return nil
    }
    return twice / 2
  }
}
