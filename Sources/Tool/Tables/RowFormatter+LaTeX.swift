import Vlasov

extension RowFormatter {
  /// A row of a LaTeX table, before its columns are chosen.
  struct LaTeXRow: Sendable {
    /// The varying parameters, the rung, the value.
    var cells: [LaTeXCell]
    /// What the value is, where it is not simply certain: a column of its own.
    var status: String
    var reason: String?
  }

  func latexRow(_ row: TableRow, given: [(name: String, text: String)]) -> LaTeXRow {
    guard let answer = row.answer else {
      // A row whose parameters are malformed or outside the domain shows them as they were given.
      let parameters = varying.map { name in
        LaTeXCell.plain(given.first { $0.name == name }?.text ?? "")
      }
      return LaTeXRow(
        cells: parameters + trustCell(nil).map(LaTeXCell.plain) + [.empty],
        status: Status.refused.rawValue, reason: row.error?.message)
    }
    let parameters = varying.map { answer.arguments[$0].map(LaTeXCell.parameter) ?? .empty }
    let value = ShownAnswer(answer, output: output, style: style).value
    let cell: LaTeXCell = output.kind == .word ? .text(LaTeXText.escaped(value)) : .value(value)
    let status = Self.status(answer)
    return LaTeXRow(
      cells: parameters + trustCell(answer).map(LaTeXCell.plain) + [cell], status: status,
      reason: status.isEmpty ? nil : answer.reason)
  }

  private static func status(_ answer: Answer) -> String {
    let isCertain = answer.status == .certified || answer.status == .exact
    return ((isCertain ? [] : [answer.status.rawValue]) + (answer.vacuous ? ["vacuous"] : [])).joined(
      separator: ", ")
  }

  /// The table under comments that say what it is, where it comes from and which packages it needs.
  func latexTable(_ rows: [LaTeXRow], isFirst: Bool) -> String {
    let showsStatus = rows.contains { !$0.status.isEmpty }
    let symbols = varying.map { "$\(record.parameter($0)?.symbol ?? LaTeXText.escaped($0))$" }
    let table = LaTeXTable(
      headers: symbols + trustHead + ["$\(output.latexSymbol)$"] + (showsStatus ? ["status"] : []),
      rows: rows.map { row in
        LaTeXTable.Row(row.cells + (showsStatus ? [.word(row.status)] : []), reason: row.reason)
      })
    return (isFirst ? "" : "\n") + LaTeXText.page([description, citation], table.text)
  }
}
