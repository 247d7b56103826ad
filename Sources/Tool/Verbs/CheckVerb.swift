import ArgumentParser
import Vlasov

/// `vlasov check`: does a theorem apply?
struct CheckVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Decide whether a result applies: proved, refuted or undecided.",
    usage: "vlasov check ID name=value ... [output=NAME] [options]",
    discussion: """
      For each hypothesis the inequality, both sides enclosed, the margin and the
      verdict. Takes the parameters of eval and those that the conclusion speaks
      about.

      EXAMPLES
        vlasov check retrieval.t-crit beta=1 lambda=1 M=8 t=2
        vlasov check retrieval.smallness-time beta=1 lambda=1 t=1/2 --format json

      EXIT STATUS
        0   proved
        1   refuted
        2   undecided
        64  malformed input
      """)

  @Argument(
    help: ArgumentHelp("The id of a result, and its parameters.", valueName: "id and name=value"),
    completion: IDCompletion.kind)
  var words: [String] = []

  @OptionGroup var format: FormatOptions
  @OptionGroup var limits: LimitOptions

  func perform() throws -> Int32 {
    let assignments = try Assignments(words)
    let theorem = try Catalogue.standard.theorem(assignments.id)
    let evaluations = try assignments.evaluations(of: theorem.record, forCheck: true)
    for (_, arguments) in evaluations { try theorem.validate(arguments) }
    let sink = try format.sink()
    let results = evaluations.map { output, arguments in
      CheckPage(
        output: output, result: theorem.check(arguments, output: output.name, budget: limits.budget),
        source: theorem.record.source)
    }
    for (k, page) in results.enumerated() {
      try sink.write(page.text(format.format, quiet: format.quiet, isFirst: k == 0))
    }
    try sink.finish()
    let verdict = results.reduce(Verdict.proved) { $0 && $1.result.verdict }
    return ExitStatus.of(verdict)
  }
}

/// One check in any form.
struct CheckPage {
  let output: OutputSpec
  let result: CheckResult
  let source: Source

  func text(_ format: Format, quiet: Bool, isFirst: Bool) -> String {
    switch format {
    case .text where quiet: return result.verdict.rawValue + "\n"
    case .text: return plain
    case .json: return json.text + "\n"
    case .csv: return isFirst ? sheet.csv : String(sheet.csv.drop { $0 != "\n" }.dropFirst())
    case .markdown: return sheet.markdown + "\n**\(result.verdict.rawValue)**\n"
    case .latex: return sheet.latex + LaTeXText.comment("conclusion: \(result.verdict.rawValue)") + "\n"
    }
  }

  /// The conclusion, then a block for each hypothesis.
  private var plain: String {
    var text = "\(result.verdict.rawValue): \(result.id) \(ShownAnswer.words(result.arguments.texts))\n"
    for line in result.hypotheses {
      text += "  " + line.verdict.rawValue.padded(to: 10) + line.text + "\n"
      var sides: [String] = []
      if !line.lhs.isEmpty { sides.append(line.rhs.isEmpty ? "value \(line.lhs)" : "left \(line.lhs)") }
      if !line.rhs.isEmpty { sides.append("right \(line.rhs)") }
      if !line.margin.isEmpty { sides.append("margin \(line.margin)") }
      if let reason = line.reason { sides.append(reason) }
      if !sides.isEmpty { text += "            " + sides.joined(separator: ", ") + "\n" }
    }
    text += "  " + "source".padded(to: 10) + source.paper.shortCitation + "\n"
    text += "            \(source.locator) (\(source.standing.rawValue))\n"
    if let slip = source.slip { text += "  " + "corrected".padded(to: 10) + slip + "\n" }
    return text
  }

  private var sheet: Sheet {
    var sheet = Sheet(["output", "hypothesis", "lhs", "rhs", "margin", "verdict", "reason"])
    for line in result.hypotheses {
      sheet.add([
        output.name, line.text, line.lhs, line.rhs, line.margin, line.verdict.rawValue, line.reason ?? "",
      ])
    }
    return sheet
  }

  private var json: JSON {
    let lines = result.hypotheses.map { line -> JSON in
      var pairs: [(String, JSON)] = [
        ("text", .string(line.text)), ("lhs", .string(line.lhs)), ("rhs", .string(line.rhs)),
        ("margin", .string(line.margin)), ("verdict", .string(line.verdict.rawValue)),
      ]
      if let reason = line.reason { pairs.append(("reason", .string(reason))) }
      return .object(pairs)
    }
    return .object([
      ("schema", .integer(JSON.schemaVersion)), ("id", .string(result.id)),
      ("parameters", .pairs(result.arguments.texts)), ("output", .string(output.name)),
      ("hypotheses", .array(lines)), ("verdict", .string(result.verdict.rawValue)), ("source", source.json),
      ("provenance", Provenance.json(bits: result.bits, seconds: result.seconds)),
    ])
  }
}
