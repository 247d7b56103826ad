/// The mean of a matrix over independent trials, with a standard error of every entry.
public struct MatrixEstimate: Sendable, Equatable {
  public var mean: FloatMatrix
  public var standardError: FloatMatrix
  public var samples: Int
  public var seed: UInt64
  /// Bound on the errors that are not chance: of time steps.
  public var bias = 0.0
  /// Tokens in a trial.
  public var size: Int

  init(_ trials: [FloatMatrix], size: Int, seed: UInt64) {
    let (rows, columns) = (trials[0].rows, trials[0].columns)
    let entries = trials[0].entries.indices.map { place in
      var moments = SampleMoments()
      for trial in trials { moments.add(trial.entries[place]) }
      return moments
    }
    mean = FloatMatrix(rows: rows, columns: columns, entries.map(\.mean))
    standardError = FloatMatrix(rows: rows, columns: columns, entries.map(\.standardError))
    (samples, self.size, self.seed) = (trials.count, size, seed)
  }

  /// Some columns.
  func columns(_ range: Range<Int>) -> MatrixEstimate {
    func part(_ matrix: FloatMatrix) -> FloatMatrix {
      FloatMatrix(rows: matrix.rows, columns: range.count) { matrix[$0, range.lowerBound + $1] }
    }
    var estimate = self
    (estimate.mean, estimate.standardError) = (part(mean), part(standardError))
    return estimate
  }

  /// The estimate of one entry, counted from 0.
  public func entry(_ i: Int, _ j: Int) -> SampleEstimate {
    SampleEstimate(mean: mean[i, j], standardError: standardError[i, j], samples: samples, seed: seed)
  }

  /// Every entry against its closed form; of symmetric matrices those with i <= j.
  ///
  /// - Parameter halfWidth: of the certified enclosures of the entries, at most.
  /// - Returns: |mean - closed form| <= 4 standard errors + bias for every entry, or `.disagrees`.
  public func compare(with closed: FloatMatrix, halfWidth: Double = 0) throws -> CrossCheckReport {
    try require(
      closed.rows == mean.rows && closed.columns == mean.columns, "closed form",
      "\(mean.rows) by \(mean.columns)")
    let isSymmetric = closed.isSquare && closed == closed.transpose
    var observations: [SizedObservation] = []
    for i in 0..<closed.rows {
      for j in (isSymmetric ? i : 0)..<closed.columns {
        observations.append(
          SizedObservation(
            size: Double(size), simulated: mean[i, j], standardError: standardError[i, j],
            closedForm: closed[i, j]))
      }
    }
    return try Confrontation.compare(
      observations, with: CertifiedValue(value: closed.entries.first ?? 0, halfWidth: halfWidth),
      law: .monteCarlo(bias: bias), seed: seed)
  }
}
