import ArgumentParser
import Vlasov

/// `vlasov show`: everything the catalogue knows about a result.
struct ShowVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a result: statement, source, parameters, hypotheses, formula, reference digits.",
    discussion: """
      EXAMPLES
        vlasov show retrieval.t-crit
        vlasov show retrieval.profile --format latex
      """)

  @Argument(help: "The id of a result.", completion: IDCompletion.kind)
  var id: String

  @OptionGroup var format: FormatOptions

  func perform() throws -> Int32 {
    try format.require([.text, .json, .latex, .markdown], of: "show")
    let page = ShowPage(try Catalogue.standard.theorem(id))
    switch format.format {
    case .json: try format.emit(page.json.text)
    case .latex: try format.emit(page.latex)
    case .markdown: try format.emit(page.markdown)
    case .text, .csv:
      try format.emit(
        format.quiet ? page.groups.map(ShowPage.Formula.plain).joined(separator: "\n") : page.text)
    }
    return ExitStatus.success
  }
}
