import Foundation

/// Student's t distribution with a whole number of degrees of freedom, for two-sided confidence intervals.
public enum StudentLaw {
  /// The confidence of intervals for data with chance: one interval in 10^4 misses.
  public static let confidence = 0.9999

  /// P(|t| <= x) at x = sqrt(freedom) tan(angle), 0 <= angle <= π/2: the finite sums of Abramowitz and Stegun, 26.7.3 (odd)
  /// and 26.7.4 (even freedom).
  static func probability(angle: Double, freedom: Int) -> Double {
    let (s, c) = (sine(angle), cosine(angle))
    let isOdd = freedom % 2 == 1
    var term = isOdd ? c : 1.0
    var sum = freedom == 1 ? 0 : term
    for k in stride(from: isOdd ? 3 : 2, to: freedom, by: 2) {
      term *= c * c * Double(k - 1) / Double(k)
      sum += term
    }
    return isOdd ? 2 / Double.pi * (angle + s * sum) : s * sum
  }

  /// The x with P(|t| <= x) = confidence.
  public static func quantile(freedom: Int, confidence: Double = confidence) throws -> Double {
    try require(freedom >= 1, "degrees of freedom", "at least 1")
    try require(confidence > 0 && confidence < 1, "confidence", "in (0, 1)")
    // The cost grows with the freedom, and the quantile falls: fewer degrees are on the safe side, by less than 1 in 1000.
    let freedom = min(freedom, 10_000)
    let angle = FloatScan.zero(from: 0, to: Double.pi / 2) {
      confidence - probability(angle: $0, freedom: freedom)
    }
    return Double(freedom).squareRoot() * Foundation.tan(angle)
  }
}
