import Testing
import Vlasov

/// `list`, `show` and `cite` for every result.
@Suite struct CatalogueVerbTests {
  static let records = Catalogue.standard.theorems.map { $0.record }
  static let ids = records.map(\.id)

  @Test func listShowsEveryResultWithItsStanding() throws {
    let run = try vlasov(line: "list")
    #expect(run.status == 0)
    #expect(run.lines.count == Self.records.count)
    for (line, record) in zip(run.lines, Self.records) {
      #expect(line.hasPrefix(record.id + " "))
      #expect(line.contains(record.title))
      #expect(line.hasSuffix(record.source.standing.rawValue + (record.isCard ? ", card" : "")))
    }
  }

  @Test func listOfATheme() throws {
    let run = try vlasov(line: "list causal --quiet")
    #expect(run.lines == Self.ids.filter { $0.hasPrefix("causal.") })
    #expect(!run.lines.isEmpty)
  }

  @Test func everyFormOfTheList() throws {
    #expect(try vlasov(line: "list --format csv").lines.count == Self.ids.count + 1)
    #expect(try vlasov(line: "list --format markdown").lines.count == Self.ids.count + 2)
    try LaTeXCheck.wellFormed(try vlasov(line: "list --format latex").output)
    let results = try vlasov(line: "list --format json").objects.first?["results"] as? [[String: Any]]
    #expect(results?.compactMap { $0["id"] as? String } == Self.ids)
  }

  @Test(arguments: ids) func showTellsEverything(_ id: String) throws {
    let run = try vlasov(line: "show \(id)")
    #expect(run.status == 0)
    let record = try Catalogue.standard.theorem(id).record
    #expect(run.output.contains(record.statement))
    #expect(run.output.contains(record.source.locator))
    #expect(run.output.contains("(\(record.source.standing.rawValue))"))
    if let slip = record.source.slip { #expect(run.output.contains("corrected: \(slip)")) }
    for p in record.parameters { #expect(run.output.contains(p.domainText)) }
    for r in record.references { #expect(run.output.contains(r.value)) }
    for h in record.hypotheses { #expect(run.output.contains(h.text)) }
    if record.isCard {
      #expect(run.output.contains("card"))
    } else {
      #expect(run.output.contains("vlasov eval \(id)"))
      #expect(run.output.contains("\nFormula\n") || record.method != nil, "neither formula nor method")
    }
  }

  @Test(arguments: ids) func showAsLaTeXIsWellFormed(_ id: String) throws {
    let run = try vlasov(line: "show \(id) --format latex")
    #expect(run.status == 0)
    try LaTeXCheck.wellFormed(run.output)
    try LaTeXCheck.compiles(run.output)
  }

  /// What `show` offers under "Reproduce" gives the reference digits.
  @Test(arguments: records.filter { !$0.isCard && !$0.references.isEmpty }.map(\.id))
  func theReproduceCommandReproduces(_ id: String) throws {
    let lines = try vlasov(line: "show \(id)").lines
    let place = try #require(lines.firstIndex(of: "Reproduce"))
    let command = lines[place + 1].trimmingPrefix { $0 == " " }
    let reference = try #require(try Catalogue.standard.theorem(id).record.references.first?.value)
    let significant = reference.filter(\.isNumber).drop { $0 == "0" }.count
    let shell = try ToolProcess(
      [
        "-c",
        command.replacing("vlasov ", with: "\(ToolProcess.executable) ", maxReplacements: 1)
          + " --quiet --digits \(min(max(significant, 1), 20))",
      ],
      program: "/bin/sh"
    ).wait()
    #expect(shell.status == 0, "\(command): \(shell.error)")
    if let digits = Double(reference), reference.count > 22 {
      // A quotient prints as such.
      let quotient = shell.line.contains("/") ? Rational(decimal: shell.line) : nil
      let line = quotient.map { Ball($0, bits: 128).certainDecimal(digits: 20) ?? "" } ?? shell.line
      let shown = try #require(Double(line))
      #expect(abs(shown - digits) <= 1e-15 * abs(digits))
      #expect(line.prefix(17) == reference.prefix(17))
    } else {
      // Estimates carry their word.
      #expect(shell.line.replacing(" (estimate)", with: "") == reference)
    }
  }

  @Test func citeIsBibTeX() throws {
    let run = try vlasov(line: "cite retrieval.t-crit")
    #expect(run.status == 0)
    #expect(run.lines.first == "@misc{duerinckx2026kinetic,")
    #expect(run.output.contains("eprint = {2605.09213}"))
    #expect(run.lines.last == "}")
    let json = try #require(try vlasov(line: "cite retrieval.t-crit --format json").objects.first)
    #expect((json["bibtex"] as? String).map { $0 + "\n" } == run.output)
    #expect(try vlasov(line: "cite retrieval.t-crit --format latex").line.hasPrefix("\\cite["))
  }

  @Test func formsThatDoNotExistAreRefused() throws {
    for line in ["show retrieval.t-crit --format csv", "cite retrieval.t-crit --format markdown"] {
      let run = try vlasov(line: line)
      #expect(run.status == 64)
      #expect(run.errorLines.count == 1)
    }
  }
}
