import Vlasov

/// Writes the rows of a table in one of the forms; those of LaTeX are in `RowFormatter+LaTeX.swift`.
struct RowFormatter: Sendable {
  let record: Record
  let output: OutputSpec
  let format: Format
  let style: NumberStyle
  let quiet: Bool
  /// Every parameter that the rows have.
  let names: [String]
  /// Those that vary from row to row; text, LaTeX and Markdown show only them.
  let varying: [String]
  /// The others, the same in every row.
  let fixed: [(name: String, text: String)]
  /// Widths of the columns of `varying` in text.
  let widths: [Int]
  /// Adds the rung of the trust ladder to every row.
  let trust: TrustIndex?
  private let source: JSON

  init(
    record: Record, output: OutputSpec, format: Format, style: NumberStyle, quiet: Bool, names: [String],
    varying: [String], fixed: [(name: String, text: String)], widths: [Int],
    trust: TrustIndex? = nil
  ) {
    self.trust = trust
    self.record = record
    self.output = output
    self.format = format
    self.style = style
    self.quiet = quiet
    self.names = names
    self.varying = varying
    self.fixed = fixed
    // The rungs stand before the value, whose width is not known.
    let rungs = trust == nil ? [] : [11]
    self.widths = zip(varying, widths).map { max($0.count, $1) } + rungs + [0]
    source = .encoded(record.source.json.bytes)
  }

  // MARK: Head and foot

  /// - Parameter isFirst: one CSV header serves the tables of several outputs.
  func head(isFirst: Bool) -> String {
    let gap = isFirst ? "" : "\n"
    switch format {
    case .json: return ""
    case .csv: return isFirst ? CSV.line(["row"] + names + AnswerColumns.measured + trustHead) : ""
    case .text:
      let title = quiet ? "" : "# \(description)\n"
      return gap + title + Sheet.aligned(varying + trustHead + [output.name], widths)
    case .markdown:
      let headers = varying + trustHead + [output.name]
      let title = quiet ? "" : "\(description)\n\n"
      return gap + title + Markdown.line(headers) + Markdown.line(headers.map { _ in "---" })
    // The head depends on the rows: `latexTable`.
    case .latex: return ""
    }
  }

  var trustHead: [String] { trust == nil ? [] : ["trust"] }

  /// The rung of a row; empty for one without an answer.
  func trustCell(_ answer: Answer?) -> [String] {
    trust.map { index in [answer.map(index.rung) ?? ""] } ?? []
  }

  var description: String {
    let values = fixed.isEmpty ? "" : " at " + ShownAnswer.words(fixed)
    return "\(record.id), \(output.name): \(output.summary)\(values)"
  }

  var citation: String {
    let source = record.source
    return "\(source.paper.shortCitation), \(source.locator) (\(source.standing.rawValue)); "
      + "vlasov \(Version.current)"
  }

  // MARK: Rows

  /// One row with its number and the texts of its parameters, appended to `out`.
  func append(_ row: TableRow, index: Int, given: [(name: String, text: String)], to out: inout [UInt8]) {
    guard let answer = row.answer else {
      appendRefused(row.error?.message ?? "", index, given, &out)
      return
    }
    let shown = ShownAnswer(answer, output: output, style: style)
    switch format {
    case .json:
      shown.json(source: source, row: index, trust: trust?.rung(answer)).append(to: &out)
      out.append(UInt8(ascii: "\n"))
    case .csv:
      for part in shown.parts { appendCSV(part, index, to: &out) }
    case .text, .markdown:
      let cells =
        varying.map { answer.arguments[$0]?.text ?? "" } + trustCell(answer)
        + [Self.cell(answer, shown.labelledValue)]
      out += (format == .text ? Sheet.aligned(cells, widths) : Markdown.line(cells)).utf8
    case .latex: preconditionFailure("LaTeX rows are held: latexRow, latexTable")
    }
  }

  private func appendCSV(_ shown: ShownAnswer, _ index: Int, to out: inout [UInt8]) {
    out += String(index).utf8
    for name in names {
      out.append(UInt8(ascii: ","))
      CSV.append(shown.answer.arguments[name]?.text ?? "", to: &out)
    }
    for cell in AnswerColumns.measuredCells(shown) + trustCell(shown.answer) {
      out.append(UInt8(ascii: ","))
      CSV.append(cell, to: &out)
    }
    out.append(UInt8(ascii: "\n"))
  }

  private func cells(_ parameters: [(name: String, text: String)]) -> [String] {
    varying.map { name in parameters.first { $0.name == name }?.text ?? "" }
  }

  /// The value; what is not simply a value says so.
  private static func cell(_ answer: Answer, _ value: String) -> String {
    let text = answer.vacuous ? value + " (vacuous)" : value
    switch answer.status {
    case .certified, .exact, .heuristic: return text
    case .refused: return "refused: \(answer.reason ?? "")"
    case .simulated: return text + " (simulated)"
    case .undecided: return (text.isEmpty ? "" : text + " ") + "undecided: \(answer.reason ?? "")"
    }
  }

  /// A row whose parameters are malformed or outside the domain keeps its place.
  private func appendRefused(
    _ reason: String, _ index: Int, _ given: [(name: String, text: String)], _ out: inout [UInt8]
  ) {
    let status = Status.refused.rawValue
    switch format {
    case .json:
      JSON.object(
        [
          ("schema", .integer(JSON.schemaVersion)), ("row", .integer(index)), ("id", .string(record.id)),
          ("parameters", .pairs(given)), ("output", .string(output.name)), ("value", .null), ("lower", .null),
          ("upper", .null), ("digits", .integer(0)), ("status", .string(status)), ("reason", .string(reason)),
          ("source", source), ("provenance", Provenance.json(bits: 0, seconds: 0)),
        ] + trustCell(nil).map { ("trust", .string($0)) }
      ).append(to: &out)
      out.append(UInt8(ascii: "\n"))
    case .csv:
      let texts = names.map { name in given.first { $0.name == name }?.text ?? "" }
      out +=
        CSV.line(
          [String(index)] + texts + [output.name, "", "", "", "0", status, "", reason] + trustCell(nil)
        ).utf8
    case .text:
      let cells = (cells(given) + trustCell(nil) + ["refused: \(reason)"]).map(StandardError.oneLine)
      out += Sheet.aligned(cells, widths).utf8
    case .markdown: out += Markdown.line(cells(given) + trustCell(nil) + ["refused: \(reason)"]).utf8
    case .latex: preconditionFailure("LaTeX rows are held: latexRow, latexTable")
    }
  }
}
