import ArgumentParser
import Vlasov

/// `vlasov list`: the results of the catalogue.
struct ListVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the results: id, title, standing.",
    discussion: """
      EXAMPLES
        vlasov list
        vlasov list retrieval --format json
      """)

  @Argument(help: "Only this theme, such as retrieval.")
  var theme: String?

  @OptionGroup var format: FormatOptions

  func perform() throws -> Int32 {
    let catalogue = Catalogue.standard
    let records = try theme.map { try catalogue.theorems(ofThemes: [$0]) } ?? catalogue.theorems
    try format.emit(page(records.map { $0.record }))
    return ExitStatus.success
  }

  private func page(_ records: [Record]) -> String {
    switch format.format {
    case .text where format.quiet: return records.map { $0.id + "\n" }.joined()
    case .text: return sheet(records).text
    case .csv: return sheet(records).csv
    case .markdown: return sheet(records).markdown
    case .latex:
      return LaTeXText.page(["results; vlasov \(Version.current)"], sheet(records).latex)
    case .json:
      return JSON.object([
        ("schema", .integer(JSON.schemaVersion)), ("results", .array(records.map(json))),
      ]).text
    }
  }

  private func sheet(_ records: [Record]) -> Sheet {
    var sheet = Sheet(["id", "title", "standing"])
    for r in records {
      sheet.add([r.id, r.title, r.source.standing.rawValue + (r.isCard ? ", card" : "")])
    }
    return sheet
  }

  private func json(_ r: Record) -> JSON {
    .object([
      ("id", .string(r.id)), ("title", .string(r.title)), ("theme", .string(r.theme)),
      ("standing", .string(r.source.standing.rawValue)), ("card", .boolean(r.isCard)),
      ("arxiv", .string(r.source.paper.arxiv)), ("locator", .string(r.source.locator)),
      ("outputs", .array(r.outputs.map { .string($0.name) })),
    ])
  }
}
