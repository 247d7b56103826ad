import VlasovNumbers

extension Sample {
  /// Σ ω, rounded up.
  var totalMass: Double { weights.map { $0.reduce(0, +) * (1 + 0x1p-20) } ?? Double(count) }

  /// Weights scaled by a power of two, so that the largest is in [1, 2): the modes stay.
  var normalised: Sample {
    guard let weights, let largest = weights.max(), largest > 0 else { return self }
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
