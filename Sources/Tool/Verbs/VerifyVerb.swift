import ArgumentParser
import Synchronization
import Vlasov

/// `vlasov verify`: the closed form against an independent simulation.
struct VerifyVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Confront a closed form with an independent float simulation.",
    usage: """
      vlasov verify ID [name=value ...] [--seed N] [options]
      vlasov verify --all | --theme THEME ... [--seed N] [options]
      """,
    discussion: """
      Parameters that are not given come from the result's own cross-check. The
      same seed gives the same numbers for any number of threads. Where a result
      states a rate, the rate fitted to the simulation is shown with its interval
      and the certified rate, which must lie inside.

      --all runs every cross-check at its default parameters, several at once,
      and prints a line for each: id, statistic, verdict, seconds. --max-seconds
      limits each of them; one that gives no number is a line `failed`.

      EXAMPLES
        vlasov verify retrieval.green-function
        vlasov verify causal.strong-renyi-count --seed 7
        vlasov verify --all
        vlasov verify --theme retrieval,clustering --format csv

      EXIT STATUS
        0    agrees; with --all, all agree
        1    disagrees; with --all, some disagree or failed
        64   malformed input, or a result without a simulation
        130  interrupted; only whole lines were written
      """)

  static let defaultSeed: UInt64 = 20_260_509

  @Argument(
    help: ArgumentHelp("The id of a result, and its parameters.", valueName: "id and name=value"),
    completion: IDCompletion.kind)
  var words: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Seed of the random stream (\(defaultSeed)).", valueName: "N"),
    transform: { try SeedText.read($0) })
  var seed: UInt64?

  @Flag(help: "Run every cross-check of the catalogue.")
  var all = false

  @Option(
    help: ArgumentHelp(
      "Run every cross-check of these themes; repeatable, or a list with commas.", valueName: "THEME"),
    completion: .custom { _, _, _ in Catalogue.standard.themes })
  var theme: [String] = []

  @OptionGroup var format: FormatOptions
  @OptionGroup var limits: LimitOptions

  func perform() throws -> Int32 {
    all || !theme.isEmpty ? try performAll() : try performOne()
  }

  /// Every cross-check of the catalogue, or of the themes.
  private func performAll() throws -> Int32 {
    if let word = words.first {
      let option = all ? "--all" : "--theme"
      throw InputError(
        parameter: option, value: word, "\(option) takes neither an id nor parameters, but got `\(word)`")
    }
    let named = theme.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    let chosen = try Catalogue.standard.theorems(
      ofThemes: named.isEmpty ? Catalogue.standard.themes : named, parameter: "--theme")
    // Cross-checks run on threads, which do not inherit it.
    let cancellation = Cancellation.current
    let run = VerifyRun(
      theorems: chosen.filter { $0.record.crossCheck != nil }, seed: seed ?? Self.defaultSeed,
      threads: limits.workers, budget: { Cancellation.$current.withValue(cancellation) { limits.budget } })
    let sink = try format.sink(wholeOnly: false)
    let progress = Progress("cross-checks", total: run.theorems.count, quiet: format.quiet)
    let totals = try report(run, to: sink, progress)
    return totals.isSuccess ? ExitStatus.success : ExitStatus.refuted
  }

  private func report(_ run: VerifyRun, to sink: OutputSink, _ progress: Progress) throws
    -> VerifyLines.Totals
  {
    defer { progress.end() }
    let start = ContinuousClock.now
    let lines = VerifyLines(
      format: format.format, seed: run.seed, width: run.theorems.map { $0.record.id.count }.max() ?? 0)
    let totals = Mutex(VerifyLines.Totals())
    try sink.write(lines.head)
    progress.announce()
    try run.run { outcome in
      totals.withLock { $0.add(outcome) }
      // On a terminal both go to the same screen.
      progress.end()
      try sink.write(lines.line(outcome))
      try sink.flush()
      progress.advance()
    }
    progress.end()
    let sum = totals.withLock { $0 }
    try sink.write(lines.foot(sum, seconds: (ContinuousClock.now - start) / .seconds(1)))
    try sink.finish()
    return sum
  }

  private func performOne() throws -> Int32 {
    let assignments = try Assignments(words)
    let theorem = try Catalogue.standard.theorem(assignments.id)
    let record = theorem.record
    guard let check = record.crossCheck else {
      throw InputError(parameter: "id", value: record.id, "\(record.id) has no simulation to verify against")
    }
    // The cross-check names the output it speaks about.
    let named = assignments.output ?? ReferenceValue(check.defaultParameters, "").outputName
    let output = try record.output(named: named)
    try requireValue(theorem, output, completing: assignments.parameters, from: check)
    let sink = try format.sink()
    let progress = Progress("simulating \(record.id)", total: nil, quiet: format.quiet)
    progress.announce()
    defer { progress.end() }
    let result = try theorem.verify(
      assignments.parameters, output: output.name, seed: seed ?? Self.defaultSeed, threads: limits.workers,
      budget: limits.budget)
    progress.end()
    let page = VerifyPage(record: record, check: check, output: output, result: result)
    try sink.write(page.text(format.format, quiet: format.quiet))
    try sink.finish()
    return result.report.verdict == .agrees ? ExitStatus.success : ExitStatus.refuted
  }

  /// A closed form without a value is not simulated: throws why it has none.
  private func requireValue(
    _ theorem: any Theorem.Type, _ output: OutputSpec, completing given: [(name: String, text: String)],
    from check: CrossCheck
  ) throws {
    let texts = theorem.record.completed(given, from: check.defaultParameters, output: output.name)
    let arguments = try theorem.record.arguments(texts, output: output.name)
    let answer = try Evaluator(digits: 10, budget: limits.budget).evaluate(
      theorem, arguments, output: output.name)
    switch answer.status {
    case .refused: throw Refusal(answer.reason ?? "no value")
    case .undecided: throw Undecided(answer.reason ?? "no value")
    default: return
    }
  }
}

/// A seed: any unsigned 64-bit integer.
enum SeedText {
  static func read(_ text: String) throws -> UInt64 {
    guard let value = UInt64(text) else {
      throw ValidationError("--seed takes an integer from 0 to \(UInt64.max)")
    }
    return value
  }
}
