/// Confronts a certified closed form with simulated data under an error law.
public enum Confrontation {
  /// Simulated numbers against a closed form.
  ///
  /// - `.monteCarlo`, `.roundoff`: every observation must agree; the statistic is the worst one.
  /// - `.power`: at least three sizes.
  ///
  /// An observation's own `closedForm`, if any, replaces the certified value at that size; under `.power` the differences
  /// are extrapolated, and the report shows certified value + extrapolated difference.
  ///
  /// - Throws: `SimulationError.invalidParameter` for data that the law cannot read (no observation, fewer than three
  ///   sizes, a law of trials).
  public static func compare(
    _ observations: [SizedObservation], with closed: CertifiedValue, law: ErrorLaw, seed: UInt64? = nil
  ) throws -> CrossCheckReport {
    try require(!observations.isEmpty, "observations", "at least one")
    var report = CrossCheckReport(
      statistic: .infinity, standardError: .infinity, law: law.text, seed: seed, verdict: .disagrees,
      details: observations.map { row($0, closed) })
    guard closed.value.isFinite, closed.halfWidth.isFinite,
      report.details.allSatisfy({ $0.difference.isFinite && $0.standardError.isFinite })
    else { return report }
    switch law {
    case .monteCarlo(let bias):
      // A statistic of samples without any spread is judged up to rounding.
      judgeEach(&report, factor: 4) { row in
        let rounding = 1e-12 * abs(row.closedForm)
        return (max(abs(row.difference) - closed.halfWidth - bias - rounding, 0), row.standardError)
      }
      report.standardError = report.details.map(\.standardError).max() ?? 0
    case .roundoff(let bound):
      judgeEach(&report, factor: 1) { (max(abs($0.difference) - closed.halfWidth, 0), bound) }
      report.standardError = bound
    case .power(let order, let next, let noise):
      try judgePower(&report, observations, closed, order: order, next: next, noise: noise)
    case .inequality, .count:
      throw SimulationError.invalidParameter(name: "law", requirement: "a law of values")
    }
    return report
  }

  /// A Monte Carlo mean against a closed form.
  public static func compare(
    _ estimate: SampleEstimate, with closed: CertifiedValue, bias: Double = 0
  ) throws -> CrossCheckReport {
    let observation = SizedObservation(
      size: Double(estimate.samples), simulated: estimate.mean, standardError: estimate.standardError)
    return try compare([observation], with: closed, law: .monteCarlo(bias: bias), seed: estimate.seed)
  }

  /// A float number with a rounding bound against a closed form.
  public static func compare(_ estimate: FloatEstimate, with closed: CertifiedValue) throws
    -> CrossCheckReport
  {
    try compare(
      [SizedObservation(size: 1, simulated: estimate.value)], with: closed,
      law: .roundoff(bound: estimate.error))
  }

  /// Trials of a proved inequality: the largest observation / bound must not exceed 1.
  public static func compare(_ trials: [InequalityTrial], seed: UInt64? = nil) throws -> CrossCheckReport {
    try require(!trials.isEmpty, "trials", "at least one")
    let rows = trials.enumerated().map { index, trial in
      CrossCheckReport.Row(
        size: Double(index), simulated: trial.observed, standardError: 0, closedForm: trial.bound,
        difference: trial.observed - trial.bound)
    }
    let ratios = trials.map { $0.observed / $0.bound }
    let worst = ratios.allSatisfy { $0.isFinite } ? ratios.max() ?? 0 : .infinity
    return CrossCheckReport(
      statistic: worst, standardError: 0, law: ErrorLaw.inequality.text, seed: seed,
      verdict: worst <= 1 ? .agrees : .disagrees, details: rows)
  }

  /// A simulated integer against a certified one.
  public static func compare(count simulated: Int, with closed: Int) -> CrossCheckReport {
    let difference = Double(simulated) - Double(closed)
    let row = CrossCheckReport.Row(
      size: 1, simulated: Double(simulated), standardError: 0, closedForm: Double(closed),
      difference: difference)
    return CrossCheckReport(
      statistic: difference, standardError: 0, law: ErrorLaw.count.text,
      verdict: simulated == closed ? .agrees : .disagrees, details: [row])
  }

  /// Fitted rates by themselves: each certified rate must lie in the interval of its fit.
  public static func compare(_ rates: [RateFit]) throws -> CrossCheckReport {
    try require(!rates.isEmpty, "rates", "at least one")
    let rows = rates.enumerated().map { index, rate in
      CrossCheckReport.Row(
        size: Double(index), simulated: rate.fit.slope,
        standardError: rate.fit.interval.upperBound - rate.fit.slope, closedForm: rate.certified,
        difference: rate.fit.slope - rate.certified)
    }
    var report = CrossCheckReport(
      statistic: rates.map(\.statistic).max() ?? 0, standardError: rows.map(\.standardError).max() ?? 0,
      law: "fitted rates: |fitted - certified| <= half width of the interval", verdict: .agrees, details: rows
    )
    report.resolution = rates.compactMap(\.resolution).max()
    return report.fitting(rates)
  }

  private static func row(_ observation: SizedObservation, _ closed: CertifiedValue) -> CrossCheckReport.Row {
    let value = observation.closedForm ?? closed.value
    return CrossCheckReport.Row(
      size: observation.size, simulated: observation.simulated, standardError: observation.standardError,
      closedForm: value, difference: observation.simulated - value)
  }

  /// Each row's excess over what the certified value itself leaves open, in units of its scale.
  private static func judgeEach(
    _ report: inout CrossCheckReport, factor: Double,
    _ excess: (CrossCheckReport.Row) -> (excess: Double, scale: Double)
  ) {
    var worst = 0.0
    var resolution = 0.0
    for row in report.details {
      let (size, scale) = excess(row)
      let ratio = size == 0 ? 0 : size / scale
      if abs(ratio) >= abs(worst) { worst = row.difference < 0 ? -ratio : ratio }
      resolution = max(resolution, factor * scale / abs(row.closedForm))
    }
    report.statistic = worst
    report.verdict = abs(worst) <= factor ? .agrees : .disagrees
    report.resolution = resolution.isFinite ? resolution : nil
  }

  private static func judgePower(
    _ report: inout CrossCheckReport, _ observations: [SizedObservation], _ closed: CertifiedValue,
    order: Double, next: Double, noise: Double
  ) throws {
    let shifted = zip(observations, report.details).map { observation, row in
      var shifted = observation
      shifted.simulated = closed.value + row.difference
      shifted.rounding = max(observation.rounding, noise * abs(observation.simulated))
      return shifted
    }
    let limit = try Extrapolation(shifted, order: order, next: next, noise: noise)
    let difference = limit.value - closed.value
    let excess = max(abs(difference) - closed.halfWidth, 0)
    let ratio = excess == 0 ? 0 : excess / limit.uncertainty
    report.statistic = difference < 0 ? -ratio : ratio
    report.standardError = limit.uncertainty
    report.verdict = ratio <= 4 && limit.orderIsConsistent ? .agrees : .disagrees
    report.observedOrder = limit.observedOrder
    report.orderInterval = limit.orderInterval
    report.intercept = limit.value
    let resolution = 4 * limit.uncertainty / abs(closed.value)
    report.resolution = resolution.isFinite ? resolution : nil
  }
}
