/// A certified closed form, seen from the float side.
public struct CertifiedValue: Sendable, Equatable {
  /// Midpoint of the enclosure.
  public var value: Double
  /// Half width of the enclosure, at least the rounding of `value` to Double.
  public var halfWidth: Double

  public init(value: Double, halfWidth: Double = 0) {
    self.value = value
    self.halfWidth = halfWidth
  }
}

/// A simulated number at one size (cells, tokens, steps, 1 / step).
public struct SizedObservation: Sendable, Equatable {
  public var size: Double
  public var simulated: Double
  /// 0 for a deterministic simulation.
  public var standardError: Double
  /// The closed form at this size, where it differs from the certified value (a finite-size theory).
  public var closedForm: Double?
  /// Bound on the errors of `simulated` that the law does not describe (rounding, time steps), where it exceeds the noise
  /// level of the law.
  public var rounding = 0.0

  public init(size: Double, simulated: Double, standardError: Double = 0, closedForm: Double? = nil) {
    self.size = size
    self.simulated = simulated
    self.standardError = standardError
    self.closedForm = closedForm
  }
}

/// The verdict of a cross-check.
public enum Agreement: String, Sendable, Equatable, Codable {
  case agrees, disagrees
}

/// The outcome of confronting a closed form with a simulation.
public struct CrossCheckReport: Sendable, Equatable {
  /// One line: a size, what was simulated there, and the closed form.
  public struct Row: Sendable, Equatable {
    public var size: Double
    public var simulated: Double
    public var standardError: Double
    public var closedForm: Double
    public var difference: Double
  }

  /// The number that decides: difference over standard error for samples and extrapolations (agreement up to 4),
  /// difference over bound for roundoff and inequalities (agreement up to 1), the difference for counts.
  public var statistic: Double
  /// Standard error of a mean, or the uncertainty of an extrapolated value.
  public var standardError: Double
  /// The error law in words.
  public var law: String
  /// The seed, where there was chance.
  public var seed: UInt64?
  public var verdict: Agreement
  public var details: [Row]
  /// The order of convergence seen in the data; nil where noise hides it.
  public var observedOrder: Double?
  /// Its confidence interval; an end may be infinite.
  public var orderInterval: ClosedRange<Double>?
  /// The extrapolated value.
  public var intercept: Double?
  /// The relative error of a closed form that this check would still reject: 4 standard errors over |closed form|.
  public var resolution: Double?
  /// Rates fitted to the simulation; the verdict includes theirs.
  public internal(set) var rates: [RateFit] = []

  /// The report with fitted rates: it disagrees when one of them does.
  public func fitting(_ more: [RateFit]) -> CrossCheckReport {
    var report = self
    report.rates += more
    if more.contains(where: { $0.verdict == .disagrees }) { report.verdict = .disagrees }
    return report
  }
}
