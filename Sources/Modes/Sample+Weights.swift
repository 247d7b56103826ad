import VlasovNumbers

extension Sample {
  /// Σ ω, rounded up.
  var totalMass: Double { weights.map { $0.reduce(0, +) * (1 + 0x1p-20) } ?? Double(count) }

  /// Weights scaled by a power of two, so that the largest is in [1, 2) or nearly so: the modes stay. Then the doubles are
  /// within a unit of rounding of the weights, or within 2^-1074.
  var normalised: Sample {
    guard let weights, let largest = weights.max() else { return self }
    if let exactWeights, let exponent = exactWeights.map(\.binaryExponent).max(),
      largest < 1, weights.contains(where: { !$0.isNormal })
    {
      // Doubles near the smallest have lost digits, which scaling up would show.
      let scaled = exactWeights.map { KernelScale.scaled($0, -exponent) }
      return Sample(
        points: points, exactPoints: exactPoints, weights: scaled.map(\.double), exactWeights: scaled,
        count: count)
    }
    guard largest > 0 else { return self }
    let shift = -Int(largest.exponent)
    if shift == 0 { return self }
    let scaled = weights.map { Double(sign: .plus, exponent: shift, significand: $0) }
    // A power of two scales doubles exactly, unless the result is subnormal.
    let isExact = exactWeights == nil && scaled.allSatisfy(\.isNormal)
    return Sample(
      points: points, exactPoints: exactPoints, weights: scaled,
      exactWeights: isExact ? nil : (0..<weights.count).map { KernelScale.scaled(weight($0), shift) },
      count: count)
  }
}

extension Rational {
  /// k with 2^(k-1) < |q| < 2^(k+1).
  fileprivate var binaryExponent: Int { numerator.bitWidth - denominator.bitWidth }
}
