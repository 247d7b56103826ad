import VlasovSimulation

extension CrossCheck.Context {
  /// Means over independent trials against the output under test, each entry up to 4 standard errors; of a whole matrix the
  /// report of the worst entry.
  func confrontTrials(_ simulate: () throws -> MatrixEstimate) throws -> CrossCheckReport {
    // The values under test first: parameters that they refuse are not simulated.
    let closed = try closedMatrix([:])
    let place = OutputPlace(output)
    let estimate = try simulate()
    var reports: [CrossCheckReport] = []
    for i in 0..<closed.rows {
      for j in 0..<closed.columns {
        if let only = place.indices, !place.isWhole, only != (only.count == 1 ? [i + 1] : [i + 1, j + 1]) {
          continue
        }
        let value = CertifiedValue(value: closed[i, j], halfWidth: abs(closed[i, j]) * 0x1p-52)
        reports.append(try Confrontation.compare(estimate.entry(i, j), with: value, bias: estimate.bias))
      }
    }
    guard var worst = reports.max(by: { abs($0.statistic) < abs($1.statistic) }) else {
      throw InputError("no entry to compare")
    }
    if reports.contains(where: { $0.verdict == .disagrees }) { worst.verdict = .disagrees }
    return worst
  }
}

/// dE/dt at time 0 as a central difference of an energy along a flow: (E(Σ(h)) - E(Σ(-h)))/2h, error O(h²).
struct EnergyDifference {
  let flow: GaussianAttention
  let start: FloatMatrix

  func confront(
    _ context: CrossCheck.Context, energy: (FloatMatrix) throws -> Double
  ) throws -> CrossCheckReport {
    let speed = flow.linearPart(start).frobeniusNorm
    let unit = speed > 0 ? 0.25 / speed : 1
    return try context.confront(law: .power(order: 2, next: 4, noise: 1e-12)) {
      try [4.0, 8, 16, 32].map { size in
        let h = unit / size
        let ends = try [h, -h].map { try energy(flow.covariance(from: start, time: $0, steps: 16)) }
        guard ends[0].isFinite, ends[1].isFinite else {
          throw InputError("the energy is not finite on both sides of time 0: no difference to take")
        }
        var observation = SizedObservation(size: size, simulated: (ends[0] - ends[1]) / (2 * h))
        observation.rounding = 1e-14 * (1 + abs(ends[0])) / h
        return observation
      }
    }
  }
}

extension SampleEstimate {
  /// The mean of independent numbers.
  init(_ numbers: [Double], seed: UInt64) {
    var moments = SampleMoments()
    for x in numbers { moments.add(x) }
    self.init(mean: moments.mean, standardError: moments.standardError, samples: numbers.count, seed: seed)
  }
}
