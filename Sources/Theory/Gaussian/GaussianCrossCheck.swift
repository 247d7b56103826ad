import VlasovSimulation

extension FloatMatrix {
  init(_ matrix: Matrix<Double>) { self.init(rows: matrix.rows, columns: matrix.columns, matrix.entries) }
}

/// A simulated matrix at one size.
struct SizedMatrix {
  var size: Double
  var simulated: FloatMatrix
  var standardError: FloatMatrix?
}

/// Cross-checks of vectors and matrices.
extension CrossCheck.Context {
  /// Simulated matrices against the output under test: the entry it names, or every entry, and then the report of the worst.
  func confrontEntries(law: ErrorLaw, _ simulate: () throws -> [SizedMatrix]) throws -> CrossCheckReport {
    let place = OutputPlace(output)
    // The values under test first: parameters that they refuse are not simulated.
    let closed: [(row: Int, column: Int, value: Double)]
    if let indices = place.indices, !place.isWhole {
      closed = [(indices[0] - 1, indices.count > 1 ? indices[1] - 1 : 0, try closedForm([:]))]
    } else {
      let matrix = try closedMatrix([:])
      closed = (0..<matrix.rows).flatMap { i in (0..<matrix.columns).map { (i, $0, matrix[i, $0]) } }
    }
    let data = try simulate()
    let reports = try closed.map { entry in
      try Confrontation.compare(
        data.map { sized in
          SizedObservation(
            size: sized.size, simulated: sized.simulated[entry.row, entry.column],
            standardError: sized.standardError?[entry.row, entry.column] ?? 0)
        }, with: CertifiedValue(value: entry.value, halfWidth: abs(entry.value) * 0x1p-52), law: law, seed: seed)
    }
    guard var worst = reports.max(by: { abs($0.statistic) < abs($1.statistic) }) else {
      throw InputError("the output has no entries")
    }
    if reports.contains(where: { $0.verdict == .disagrees }) { worst.verdict = .disagrees }
    return worst
  }

  /// Means over independent trials, each entry up to 4 standard errors.
  func confrontEntries(_ trials: () throws -> MatrixEstimate) throws -> CrossCheckReport {
    try confrontEntries(law: .monteCarlo()) {
      let estimate = try trials()
      return [
        SizedMatrix(
          size: Double(estimate.size), simulated: estimate.mean, standardError: estimate.standardError)
      ]
    }
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
