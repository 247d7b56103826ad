import ArgumentParser
import Vlasov

/// `vlasov verify`: the closed form against an independent simulation.
struct VerifyVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Confront a closed form with an independent float simulation.",
    usage: "vlasov verify ID [name=value ...] [--seed N] [options]",
    discussion: """
      Parameters that are not given come from the result's own cross-check. The
      same seed gives the same numbers for any number of threads.

      EXAMPLES
        vlasov verify retrieval.green-function
        vlasov verify causal.strong-renyi-count --seed 7

      EXIT STATUS
        0   agrees
        1   disagrees
        64  malformed input, or a result without a simulation
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

  @OptionGroup var format: FormatOptions
  @OptionGroup var limits: LimitOptions

  func perform() throws -> Int32 {
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

/// One cross-check in any form.
struct VerifyPage {
  let record: Record
  let check: CrossCheck
  let output: OutputSpec
  let result: VerifyResult

  private var report: CrossCheckReport { result.report }

  func text(_ format: Format, quiet: Bool) -> String {
    switch format {
    case .text where quiet: return report.verdict.rawValue + "\n"
    case .text: return plain
    case .json: return json.text + "\n"
    case .csv: return sheet.csv
    case .markdown: return sheet.markdown + "\n**\(report.verdict.rawValue)** (simulated)\n"
    case .latex: return sheet.latex + LaTeXText.comment("simulated; \(report.verdict.rawValue)") + "\n"
    }
  }

  private var plain: String {
    var text =
      "\(report.verdict.rawValue): \(record.id) \(ShownAnswer.words(result.arguments.texts)) (simulated)\n"
    func add(_ name: String, _ value: String) { text += "  " + name.padded(to: 16) + value + "\n" }
    add("simulates", check.simulates)
    add("law", report.law)
    add("statistic", Self.short(report.statistic))
    add("standard error", Self.short(report.standardError))
    if let order = report.observedOrder {
      let range = report.orderInterval.map {
        " in [\(Self.short($0.lowerBound)), \(Self.short($0.upperBound))]"
      }
      add("order", Self.short(order) + (range ?? ""))
    }
    if let intercept = report.intercept { add("extrapolated", Self.short(intercept)) }
    if let resolution = report.resolution {
      add("would reject", "a relative error of \(Self.short(resolution))")
    }
    if let seed = report.seed { add("seed", "\(seed)") }
    if !report.details.isEmpty {
      text += sheet.headedText.split(separator: "\n").map { "  \($0)\n" }.joined()
    }
    return text
  }

  /// Six significant digits are enough for floats of a simulation.
  private static func short(_ x: Double) -> String {
    guard x.isFinite, x != 0 else { return "\(x)" }
    return JSON.shortest(Double(Self.rounded(x)) ?? x)
  }

  private static func rounded(_ x: Double) -> String { String(format: "%.6g", x) }

  private var sheet: Sheet {
    var sheet = Sheet(["size", "simulated", "standardError", "closedForm", "difference"])
    for row in report.details {
      sheet.add(
        [row.size, row.simulated, row.standardError, row.closedForm, row.difference].map { JSON.shortest($0) }
      )
    }
    return sheet
  }

  private var json: JSON {
    var pairs: [(String, JSON)] = [
      ("schema", .integer(JSON.schemaVersion)), ("id", .string(record.id)),
      ("parameters", .pairs(result.arguments.texts)), ("output", .string(output.name)),
      ("status", .string(Status.simulated.rawValue)), ("simulates", .string(check.simulates)),
      ("statistic", .number(report.statistic)), ("standardError", .number(report.standardError)),
      ("law", .string(report.law)), ("seed", report.seed.map { .unsigned($0) } ?? .null),
      ("verdict", .string(report.verdict.rawValue)),
    ]
    if let order = report.observedOrder { pairs.append(("observedOrder", .number(order))) }
    if let range = report.orderInterval {
      pairs.append(("orderInterval", .array([.number(range.lowerBound), .number(range.upperBound)])))
    }
    if let intercept = report.intercept { pairs.append(("extrapolated", .number(intercept))) }
    if let resolution = report.resolution { pairs.append(("resolution", .number(resolution))) }
    let details = report.details.map { row -> JSON in
      .object([
        ("size", .number(row.size)), ("simulated", .number(row.simulated)),
        ("standardError", .number(row.standardError)), ("closedForm", .number(row.closedForm)),
        ("difference", .number(row.difference)),
      ])
    }
    pairs += [
      ("details", .array(details)), ("source", record.source.json),
      ("provenance", Provenance.json(bits: nil, seconds: result.seconds, seed: report.seed)),
    ]
    return .object(pairs)
  }
}
