import ArgumentParser
import Vlasov

/// `vlasov report`: several results about one question, on one page.
struct ReportVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Several results on one page: report retrieval.",
    usage: "vlasov report retrieval [name=value ...] [options]",
    discussion: """
      The retrieval report prints the critical time and the paper's and the
      sharper smallness times, then for each time t the verdicts of both
      conditions, the interior minima with their positions and values, and the
      slope at the end of the prompt, each with 30 certain digits. Parameters:
      beta (1), lambda (1), M (8), t (1/4,1/2,1,3/2,2,5; a value, list or range).

      EXAMPLES
        vlasov report retrieval
        vlasov report retrieval beta=2 t=1/10:1/10 --format markdown

      EXIT STATUS
        0   everything is decided
        2   something is undecided
        64  malformed or out of the domain
      """)

  @Argument(
    help: ArgumentHelp("The word retrieval, and parameters.", valueName: "report and name=value"),
    completion: .list(["retrieval"]))
  var words: [String] = []

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Significant digits, 1 to 100000 (30).", valueName: "N"),
    transform: { try WholeNumber.read($0, "--digits", NumberOptions.digitRange) })
  var digits: Int?

  @OptionGroup var format: FormatOptions
  @OptionGroup var limits: LimitOptions

  func perform() throws -> Int32 {
    let assignments = try Assignments(words, idKind: "report, such as retrieval")
    guard assignments.id == "retrieval" else {
      throw InputError(
        parameter: "report", value: assignments.id, domain: "retrieval",
        "unknown report \(assignments.id): the reports are retrieval")
    }
    if assignments.output != nil { throw InputError(parameter: "output", "a report takes no output=") }
    let sink = try format.sink()
    let clock = ContinuousClock()
    let start = clock.now
    let progress = Progress("times", total: nil, quiet: format.quiet)
    let report = try RetrievalReport(
      assignments.parameters, digits: digits ?? 30, limits: limits, progress: progress)
    progress.end()
    let elapsed = clock.now - start
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    try sink.write(report.page(format.format, seconds: seconds))
    try sink.finish()
    return report.isUndecided ? ExitStatus.undecided : ExitStatus.success
  }
}
