import ArgumentParser
import Vlasov

/// `vlasov report`: several results about one question, on one page.
struct ReportVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Several results on one page: report retrieval, report ranks.",
    usage: """
      vlasov report retrieval [name=value ...] [--digits N] [options]
      vlasov report ranks [name=value ...] [--count N] [--seed N] [options]
      """,
    discussion: """
      The retrieval report prints the critical time and the paper's and the
      sharper smallness times, then for each time t the verdicts of both
      conditions, the interior minima with their positions and values, and the
      slope at the end of the prompt, each with 30 certain digits. Parameters:
      beta (1), lambda (1), M (8), t (1/4,1/2,1,3/2,2,5; a value, list or range).

      The ranks report takes random covariances under attention with K = -Q and
      prints, for each dimension d, how many limits have each rank: certified (exact
      over the rationals) beside the ranks that projected Euler steps suggest, which
      prove nothing. Parameters: d (2:6/5; a value, list or range up to 64), V
      (identity, or positive: symmetric, or general: with positive V + V^T), rows of
      Q (d/2 rounded down), step (1/100), steps (2000), threshold (1/100).

      EXAMPLES
        vlasov report retrieval
        vlasov report retrieval beta=2 t=1/10:1/10 --format markdown
        vlasov report ranks d=2:10/9 --count 200 --seed 7

      EXIT STATUS
        0   everything is decided
        2   something is undecided
        64  malformed or out of the domain
      """)

  @Argument(
    help: ArgumentHelp("The word retrieval or ranks, and parameters.", valueName: "report and name=value"),
    completion: .list(["retrieval", "ranks"]))
  var words: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Significant digits of report retrieval, 1 to 100000 (30).", valueName: "N"),
    transform: { try WholeNumber.read($0, "--digits", NumberOptions.digitRange) })
  var digits: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Instances a dimension of report ranks (\(RankReport.defaultCount)).", valueName: "N"),
    transform: { try WholeNumber.read($0, "--count", RankReport.countRange) })
  var count: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Seed of report ranks (\(VerifyVerb.defaultSeed)).", valueName: "N"),
    transform: { try SeedText.read($0) })
  var seed: UInt64?

  @OptionGroup var format: FormatOptions
  @OptionGroup var limits: LimitOptions

  func perform() throws -> Int32 {
    let assignments = try Assignments(words, idKind: "report: retrieval or ranks")
    if assignments.output != nil { throw InputError(parameter: "output", "a report takes no output=") }
    switch assignments.id {
    case "retrieval":
      try refuse([("--count", count != nil), ("--seed", seed != nil)], "ranks")
      return try write(progress: "times") { progress in
        let report = try RetrievalReport(
          assignments.parameters, digits: digits ?? 30, limits: limits, progress: progress)
        return ({ report.page($0, seconds: $1) }, report.isUndecided)
      }
    case "ranks":
      try refuse([("--digits", digits != nil)], "retrieval")
      return try write(progress: "instances") { progress in
        let report = try RankReport(
          assignments.parameters, count: count ?? RankReport.defaultCount,
          seed: seed ?? VerifyVerb.defaultSeed,
          limits: limits, progress: progress)
        return ({ report.page($0, seconds: $1) }, report.isUndecided)
      }
    default:
      throw InputError(
        parameter: "report", value: assignments.id, domain: "retrieval, ranks",
        "unknown report \(assignments.id): the reports are retrieval, ranks")
    }
  }

  /// Options of another report.
  private func refuse(_ options: [(name: String, isGiven: Bool)], _ report: String) throws {
    guard let option = options.first(where: { $0.isGiven }) else { return }
    throw InputError(parameter: option.name, "\(option.name) is an option of report \(report)")
  }

  /// Computes and writes a page; the exit status.
  private func write(
    progress label: String,
    _ compute: (Progress) throws -> (page: (Format, Double) -> String, isUndecided: Bool)
  ) throws -> Int32 {
    let sink = try format.sink()
    let start = ContinuousClock.now
    let progress = Progress(label, total: nil, quiet: format.quiet)
    defer { progress.end() }
    let (page, isUndecided) = try compute(progress)
    progress.end()
    try sink.write(page(format.format, (ContinuousClock.now - start) / .seconds(1)))
    try sink.finish()
    return isUndecided ? ExitStatus.undecided : ExitStatus.success
  }
}
