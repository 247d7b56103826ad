import ArgumentParser
import Vlasov

/// `vlasov check`: does a theorem apply?
struct CheckVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Decide whether a result applies: proved, refuted or undecided.",
    usage: "vlasov check ID name=value ... [output=NAME] [--claim 'OUTPUT > EXPR'] [options]",
    discussion: """
      For each hypothesis the inequality, both sides enclosed, the margin and the
      verdict. Takes the parameters of eval and those that the conclusion speaks
      about.

      Parameters may be intervals beta=[1,2], lists n=2,3,5, points d=2:64/63 and
      bands beta=[0,9]/90: then every line is a statement about all values. An
      interval is cut into pieces; what is not decided names the sub-ranges.
      --claim "OUTPUT REL EXPR" (REL one of > >= < <= =; EXPR exact, may name
      parameters; OUTPUT may be the word value) adds a line about the value. A
      claim is refuted where it fails at one point; see docs/ranges.md.

      EXAMPLES
        vlasov check retrieval.t-crit beta=1 lambda=1 M=8 t=2
        vlasov check retrieval.smallness-time beta=1 lambda=1 t=1/2 --format json
        vlasov check clustering.noisy-linear-threshold d=3 beta=[1,2] \\
          --claim "K > 1"

      EXIT STATUS
        0   proved
        1   refuted
        2   undecided
        64  malformed input
      """)

  @Argument(
    help: ArgumentHelp(
      "The id of a result, and its parameters: values, intervals, lists or ranges.",
      valueName: "id and name=value"),
    completion: IDCompletion.kind)
  var words: [String] = []

  @Option(
    name: .customLong("claim"),
    help: ArgumentHelp(
      "A statement about the value, such as \"t < 10\"; may be repeated.", valueName: "CLAIM"))
  var claims: [String] = []

  @OptionGroup var format: FormatOptions
  @OptionGroup var limits: LimitOptions

  func perform() throws -> Int32 {
    let assignments = try Assignments(words)
    let theorem = try Catalogue.standard.theorem(assignments.id)
    let questions = try CheckQuestions(theorem.record, assignments, claims)
    for question in questions.all {
      let first = try question.grid.arguments(row: 0)
      try theorem.validate(first)
      for claim in question.claims { try claim.validate(first) }
    }
    let sink = try format.sink()
    var pages: [CheckPage] = []
    for question in questions.all {
      let result = try theorem.check(
        over: question.grid, claims: question.claims, budget: limits.budget, threads: limits.workers)
      pages.append(CheckPage(output: question.output, result: result, source: theorem.record.source))
    }
    for (k, page) in pages.enumerated() {
      try sink.write(page.text(format.format, quiet: format.quiet, isFirst: k == 0))
    }
    try sink.finish()
    let verdict = pages.reduce(Verdict.proved) { $0 && $1.result.verdict }
    return ExitStatus.of(verdict)
  }
}

/// What is asked about each output: the points, and the claims about it.
struct CheckQuestions {
  private(set) var all: [(output: OutputSpec, grid: Grid, claims: [Claim])] = []

  /// Without `output=` the outputs that claims name, else the first; with it, claims must be about that output.
  ///
  /// - Throws: `InputError` for malformed parameters and claims.
  init(_ record: Record, _ assignments: Assignments, _ texts: [String]) throws {
    let chosen = try record.output(named: assignments.asksForAllOutputs ? nil : assignments.output)
    let claims = try texts.map { try Claim(parsing: $0, of: record, output: chosen.name) }
    var outputs = [chosen]
    if assignments.asksForAllOutputs {
      outputs = record.outputs
    } else if assignments.output == nil, !claims.isEmpty {
      outputs = record.outputs.filter { spec in claims.contains { $0.output == spec.name } }
    }
    var reason: InputError?
    for output in outputs {
      do {
        let grid = try Grid(record, output: output.name, assignments.parameters, forCheck: true)
        all.append((output, grid, claims.filter { $0.output == output.name }))
      } catch let error as InputError {
        guard assignments.asksForAllOutputs else { throw error }
        reason = reason ?? error
      }
    }
    if all.isEmpty, let reason { throw reason }
    for claim in claims where !all.contains(where: { $0.output.name == claim.output }) {
      let names = all.map(\.output.name).joined(separator: ", ")
      throw InputError(
        parameter: "--claim", value: claim.text, domain: names,
        "--claim '\(claim.text)' is about \(claim.output), which is not checked here (\(names))")
    }
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
    case .latex: return (isFirst ? "" : "\n") + latex
    }
  }

  /// The conclusion, then a block for each hypothesis.
  private var plain: String {
    var text = "\(result.verdict.rawValue): \(result.id) \(ShownAnswer.words(result.parameters))\n"
    for line in result.hypotheses {
      text += "  " + line.verdict.rawValue.padded(to: 10) + line.text + "\n"
      var sides: [String] = []
      if !line.lhs.isEmpty { sides.append(line.rhs.isEmpty ? "value \(line.lhs)" : "left \(line.lhs)") }
      if !line.rhs.isEmpty { sides.append("right \(line.rhs)") }
      if !line.margin.isEmpty { sides.append("margin \(line.margin)") }
      if !sides.isEmpty { text += "            " + sides.joined(separator: ", ") + "\n" }
      if let reason = line.reason { text += "            " + reason + "\n" }
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

  /// The reasons are comments at the ends of the lines.
  private var latex: String {
    let table = LaTeXTable(
      headers: ["hypothesis", "left", "right", "margin", "verdict"],
      rows: result.hypotheses.map { line in
        LaTeXTable.Row(
          [.text(LaTeXText.escaped(line.text))] + [line.lhs, line.rhs, line.margin].map(LaTeXCell.plain)
            + [.text(line.verdict.rawValue)], reason: line.reason)
      })
    let question = "\(result.id), \(output.name) \(ShownAnswer.words(result.parameters))"
    return LaTeXText.page(
      [
        "check of \(question): \(result.verdict.rawValue)",
        "\(source.paper.shortCitation), \(source.locator) (\(source.standing.rawValue)); "
          + "vlasov \(Version.current)",
      ], table.text)
  }

  private var json: JSON {
    let lines = result.hypotheses.map { line -> JSON in
      var pairs: [(String, JSON)] = [
        ("text", .string(line.text)), ("lhs", .string(line.lhs)), ("rhs", .string(line.rhs)),
        ("margin", .string(line.margin)), ("verdict", .string(line.verdict.rawValue)),
        ("kind", .string(line.kind.rawValue)),
      ]
      if let reason = line.reason { pairs.append(("reason", .string(reason))) }
      if !line.subranges.isEmpty { pairs.append(("subranges", .array(line.subranges.map(Self.json)))) }
      return .object(pairs)
    }
    return .object([
      ("schema", .integer(JSON.schemaVersion)), ("id", .string(result.id)),
      ("parameters", .pairs(result.parameters)), ("output", .string(output.name)),
      ("hypotheses", .array(lines)), ("verdict", .string(result.verdict.rawValue)), ("source", source.json),
      ("provenance", Provenance.json(bits: result.bits, seconds: result.seconds)),
    ])
  }

  private static func json(_ part: SubRange) -> JSON {
    .object([("verdict", .string(part.verdict.rawValue)), ("parameters", .pairs(part.parameters))])
  }
}
