import VlasovSimulation

extension CrossCheck.Context {
  /// Simulated matrices of several sizes against the matrix under test, or one entry of it: every entry must agree.
  ///
  /// - Parameter closed: the closed form at a size, where it is not the value under test.
  func confrontMatrices(
    law: ErrorLaw, closed: ((Double) throws -> Matrix<Double>)? = nil,
    _ simulated: () throws -> [(size: Double, matrix: FloatMatrix)]
  ) throws -> CrossCheckReport {
    let whole = try closedMatrix([:])
    let scale = whole.entries.map(\.magnitude).max() ?? 0
    guard scale < 1e250 else { throw InputError("the value is too large for a simulation in floating point") }
    let runs = try simulated()
    let size = runs.flatMap(\.matrix.entries).reduce(scale) { max($0, $1.magnitude) }
    let noise = if case .power(_, _, let noise) = law { noise } else { 0.0 }
    let theory = try closed.map { f in try runs.map { try f($0.size) } }
    var worst: CrossCheckReport?
    for i in 0..<whole.rows {
      for j in 0..<whole.columns {
        guard OutputPlace(output).isWhole || output.hasSuffix("[\(i + 1),\(j + 1)]") else { continue }
        let data = runs.enumerated().map { k, run in
          var row = SizedObservation(size: run.size, simulated: run.matrix[i, j])
          row.closedForm = theory?[k][i, j]
          row.rounding = noise * size
          return row
        }
        let value = CertifiedValue(
          value: whole[i, j], halfWidth: max(abs(whole[i, j]), 1e-3 * size) * 0x1p-52)
        let report = try Confrontation.compare(data, with: value, law: law)
        if let known = worst, !report.isWorse(than: known) { continue }
        worst = report
      }
    }
    guard let worst else { throw InputError("no entry to compare") }
    return worst
  }
}

extension CrossCheckReport {
  fileprivate func isWorse(than other: CrossCheckReport) -> Bool {
    if verdict != other.verdict { return verdict == .disagrees }
    return abs(statistic) > abs(other.statistic)
  }
}
