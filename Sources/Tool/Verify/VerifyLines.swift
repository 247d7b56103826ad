import Foundation
import Vlasov

/// The outcomes of many cross-checks in any form, one line each.
struct VerifyLines {
  /// What the lines add up to.
  struct Totals: Sendable, Equatable {
    var agree = 0
    var disagree = 0
    var failed = 0

    mutating func add(_ outcome: VerifyOutcome) {
      switch outcome.report?.verdict {
      case .agrees: agree += 1
      case .disagrees: disagree += 1
      case nil: failed += 1
      }
    }

    var isSuccess: Bool { disagree == 0 && failed == 0 }
    var text: String { "\(agree) agree, \(disagree) disagree, \(failed) failed" }
  }

  let format: Format
  let seed: UInt64
  /// The width of the longest id.
  let width: Int

  private static let columns = ["id", "output", "statistic", "verdict", "seconds", "reason"]
  /// Lines appear as they come, before the widest number is known.
  private static let latexColumns = "ll>{\\sisetup{round-mode=none}}rlrl"
  private static let widths = (statistic: 12, verdict: 9)

  var head: String {
    switch format {
    case .text: aligned("id", "statistic", "verdict", "seconds")
    case .json: ""
    case .csv: CSV.line(Self.columns)
    case .markdown: Markdown.line(Self.columns) + Markdown.line(Self.columns.map { _ in "---" })
    case .latex:
      LaTeXText.page(
        ["simulated; seed \(seed); vlasov \(Version.current)"],
        LaTeXTable.head(Self.columns, columns: Self.latexColumns))
    }
  }

  func line(_ outcome: VerifyOutcome) -> String {
    let record = outcome.theorem.record
    let statistic = outcome.report.map { VerifyPage.short($0.statistic) } ?? ""
    let seconds = String(format: "%.2f", outcome.seconds)
    let reason = outcome.reason ?? ""
    let cells = [record.id, outcome.output, statistic, outcome.verdict, seconds, reason]
    switch format {
    case .text:
      return aligned(
        record.id, statistic, outcome.verdict, reason.isEmpty ? seconds : "\(seconds)  \(reason)")
    case .json: return json(outcome).text + "\n"
    case .csv: return CSV.line(cells)
    case .markdown: return Markdown.line(cells)
    case .latex: return LaTeXTable.line(Self.latexCells(cells))
    }
  }

  /// The statistic in mathematics, the rest as text.
  static func latexCells(_ cells: [String]) -> [String] {
    cells.enumerated().map { k, cell in
      guard k == 2, let number = PrintedDecimal(cell) else { return LaTeXText.escaped(cell) }
      return "$\(LaTeXCell.number(number))$"
    }
  }

  /// Closes the list with its totals; CSV has none.
  func foot(_ totals: Totals, seconds: Double) -> String {
    let text = "\(totals.text), \(String(format: "%.1f", seconds)) s, seed \(seed)"
    switch format {
    case .text: return text + "\n"
    case .csv: return ""
    case .markdown: return "\n**\(text)** (simulated)\n"
    case .latex: return LaTeXTable.foot + LaTeXText.comment("simulated; \(text)") + "\n"
    case .json:
      return JSON.object([
        ("schema", .integer(JSON.schemaVersion)), ("agree", .integer(totals.agree)),
        ("disagree", .integer(totals.disagree)), ("failed", .integer(totals.failed)),
        ("provenance", Provenance.json(bits: nil, seconds: seconds, seed: seed)),
      ]).text + "\n"
    }
  }

  private func aligned(_ id: String, _ statistic: String, _ verdict: String, _ rest: String) -> String {
    Sheet.aligned(
      [id, statistic, verdict, rest], [width, Self.widths.statistic, Self.widths.verdict, 0])
  }

  /// The object of a single `verify`, or why there is none.
  private func json(_ outcome: VerifyOutcome) -> JSON {
    let record = outcome.theorem.record
    switch outcome.kind {
    case .finished(let result):
      if let check = record.crossCheck, let output = try? record.output(named: outcome.output) {
        return VerifyPage(record: record, check: check, output: output, result: result).json
      }
      return .null
    case .failed(let reason):
      return .object([
        ("schema", .integer(JSON.schemaVersion)), ("id", .string(record.id)),
        ("output", .string(outcome.output)), ("status", .string(Status.simulated.rawValue)),
        ("verdict", .string("failed")), ("reason", .string(reason)), ("source", record.source.json),
        ("provenance", Provenance.json(bits: nil, seconds: outcome.seconds, seed: seed)),
      ])
    }
  }
}
