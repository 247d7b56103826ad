import Vlasov

/// The answers of one `eval` or `expr`, in any form.
struct AnswerPage {
  /// Nil for a bare expression, which has no source.
  let record: Record?
  let answers: [ShownAnswer]

  /// Writes the page; the exit status is that of the worst answer.
  func write(to sink: OutputSink, _ options: FormatOptions) throws -> Int32 {
    let page = options.quiet && options.format == .text ? values : page(options.format)
    try sink.write(page)
    // Nothing to write (refused): no empty file appears.
    if !page.isEmpty { try sink.finish() }
    if options.format != .json {
      for answer in answers { complain(answer, quiet: options.quiet && options.format == .text) }
    }
    return answers.map(\.answer.exitCode).max() ?? ExitStatus.success
  }

  /// Refusals are a line on standard error; so is the reason of a doubt that the page does not show.
  private func complain(_ shown: ShownAnswer, quiet: Bool) {
    let answer = shown.answer
    guard answer.status == .refused || (answer.status == .undecided && quiet) else { return }
    let name = answers.count > 1 ? "\(shown.output.name): " : ""
    StandardError.line("vlasov: \(name)\(answer.status.rawValue): \(answer.reason ?? "")")
  }

  private var values: String { answers.filter { !$0.value.isEmpty }.map { $0.labelledValue + "\n" }.joined() }

  private func page(_ format: Format) -> String {
    switch format {
    case .text:
      let shown = answers.filter { $0.answer.status != .refused }
      return shown.map { $0.text(record, namesOutput: (record?.outputs.count ?? 0) > 1) }.joined()
    case .json:
      let source = record?.source.json ?? .null
      return answers.map { $0.json(source: source).text + "\n" }.joined()
    case .csv: return sheet.csv
    case .markdown: return sheet.markdown
    case .latex:
      return LaTeXText.page([], answers.map { $0.latex + "\n" }.joined())
    }
  }

  private var sheet: Sheet {
    let names = AnswerColumns.names(of: answers.map(\.parameters))
    var sheet = Sheet(names + AnswerColumns.measured)
    for shown in answers.flatMap(\.parts) { sheet.add(AnswerColumns.cells(shown, names)) }
    return sheet
  }
}

/// The columns of an answer in CSV and Markdown.
enum AnswerColumns {
  static let measured = ["output", "value", "lower", "upper", "digits", "status", "vacuous", "reason"]

  /// The union of the parameters' names, in order of appearance.
  static func names(of parameters: [[(name: String, text: String)]]) -> [String] {
    var names: [String] = []
    for name in parameters.joined().map(\.name) where !names.contains(name) { names.append(name) }
    return names
  }

  static func cells(_ shown: ShownAnswer, _ names: [String]) -> [String] {
    names.map { shown.answer.arguments[$0]?.text ?? "" } + measuredCells(shown)
  }

  static func measuredCells(_ shown: ShownAnswer) -> [String] {
    let answer = shown.answer
    return [
      shown.output.name, shown.value, answer.lower ?? "", answer.upper ?? "", String(answer.digits),
      answer.status.rawValue, answer.vacuous ? "true" : "", answer.reason ?? "",
    ]
  }
}
