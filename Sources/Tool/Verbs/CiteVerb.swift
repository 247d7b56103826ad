import ArgumentParser
import Vlasov

/// `vlasov cite`: the paper of a result.
struct CiteVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "cite",
    abstract: "Print the BibTeX entry of a result's paper.",
    discussion: """
      EXAMPLE
        vlasov cite retrieval.t-crit
      """)

  @Argument(help: "The id of a result.", completion: IDCompletion.kind)
  var id: String

  @OptionGroup var format: FormatOptions

  func perform() throws -> Int32 {
    try format.require([.text, .json, .latex], of: "cite")
    let record = try Catalogue.standard.theorem(id).record
    let source = record.source
    switch format.format {
    case .json:
      let page = JSON.object([
        ("schema", .integer(JSON.schemaVersion)), ("id", .string(record.id)), ("source", source.json),
        ("authors", .array(source.paper.authors.map { .string($0) })), ("year", .integer(source.paper.year)),
        ("venue", .text(source.paper.venue)), ("bibtex", .string(source.paper.bibTeX)),
      ])
      try format.emit(page.text)
    case .latex:
      try format.emit("\\cite[\(LaTeXText.escaped(source.locator))]{\(source.paper.key)}")
    default:
      try format.emit(source.paper.bibTeX)
    }
    return ExitStatus.success
  }
}
