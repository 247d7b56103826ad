import Vlasov

extension RetrievalReport {
  func page(_ format: Format, seconds: Double) -> String {
    switch format {
    case .text: text
    case .json: json(seconds: seconds).text + "\n"
    case .csv: csv
    case .markdown: markdown
    case .latex: latex
    }
  }

  private var model: [(name: String, text: String)] { Array(parameters.prefix(3)) }
  private var modelText: String { model.map { "\($0.name) = \($0.text)" }.joined(separator: ", ") }

  /// The value, or why there is none.
  private static func shown(_ answer: Answer) -> String {
    switch answer.status {
    case .refused: "refused: \(answer.reason ?? "")"
    case .undecided:
      [answer.value, "undecided: \(answer.reason ?? "")"].filter { !$0.isEmpty }.joined(separator: " ")
    default: answer.value
    }
  }

  // MARK: Text

  /// Two tables over the times, since thirty digits of everything do not fit side by side: verdicts, shape
  /// and slope; then the minima, one line each.
  private var text: String {
    var text = "Retrieval profile S_t(s): \(modelText)\n\n"
    var sheet = Sheet(["", "", ""])
    for (name, answer, meaning) in thresholds { sheet.add(["  \(name)", Self.shown(answer), meaning]) }
    text += sheet.text
    var verdicts = Sheet(["t", "paper", "sharper", "minima", "by", "slope S_t'(1-)"])
    var minima = Sheet(["t", "minimum at s", "value S_t(s)"])
    for row in rows {
      let found = row.count.status == .exact ? "\(row.minima.count)" : "undecided"
      verdicts.add([
        row.time.text, row.paper.verdict.rawValue, row.sharper.verdict.rawValue, found, row.certificate.value,
        Self.shown(row.slope),
      ])
      for minimum in row.minima {
        minima.add([row.time.text, Self.shown(minimum.position), Self.shown(minimum.value)])
      }
    }
    text += "\nConditions, interior minima (with their certificate), slope at the end of the prompt\n\n"
    text += verdicts.headedText
    text += "\nInterior minima\n\n" + (minima.rows.isEmpty ? "none\n" : minima.headedText)
    return text
  }

  // MARK: JSON

  private func quantity(_ answer: Answer) -> JSON {
    let spec = (try? Catalogue.standard.theorem(answer.id).record.output(named: answer.output))
    let output = spec ?? OutputSpec(answer.output, symbol: "", "")
    let shown = ShownAnswer(answer, output: output, style: .digits)
    return .object([("id", .string(answer.id)), ("output", .string(answer.output))] + shown.measured)
  }

  private func json(seconds: Double) -> JSON {
    let bits = (thresholds.map(\.answer) + rows.flatMap(\.answers)).map(\.bits).max() ?? 0
    return .object([
      ("schema", .integer(JSON.schemaVersion)), ("report", .string("retrieval")),
      ("parameters", .pairs(model)),
      ("digits", .integer(digits)),
      ("thresholds", .object(thresholds.map { ($0.name, quantity($0.answer)) })),
      ("rows", .array(rows.map(json))),
      ("provenance", Provenance.json(bits: bits, seconds: seconds)),
    ])
  }

  private func json(_ row: Row) -> JSON {
    .object([
      ("t", .string(row.time.text)), ("paperCondition", .string(row.paper.verdict.rawValue)),
      ("sharperCondition", .string(row.sharper.verdict.rawValue)), ("criticalPoints", quantity(row.count)),
      ("shape", quantity(row.shape)), ("certificate", quantity(row.certificate)),
      (
        "minima",
        .array(row.minima.map { .object([("s_min", quantity($0.position)), ("S_min", quantity($0.value))]) })
      ),
      ("endpointSlope", quantity(row.slope)),
    ])
  }

  // MARK: Tables

  /// A line for each minimum; a time without one has a line too.
  private func lines(_ row: Row) -> [Minimum?] { row.minima.isEmpty ? [nil] : row.minima }

  private var csv: String {
    var sheet = Sheet(
      model.map(\.name) + thresholds.map(\.name) + [
        "t", "paper_condition", "sharper_condition", "critical_points", "shape", "certificate", "minima",
        "minimum",
        "s_min", "S_min", "endpoint_slope",
      ])
    let head = model.map(\.text) + thresholds.map { Self.shown($0.answer) }
    for row in rows {
      for (k, minimum) in lines(row).enumerated() {
        sheet.add(
          head + [
            row.time.text, row.paper.verdict.rawValue, row.sharper.verdict.rawValue, Self.shown(row.count),
            Self.shown(row.shape), Self.shown(row.certificate), String(row.minima.count),
            minimum == nil ? "" : String(k + 1), minimum.map { Self.shown($0.position) } ?? "",
            minimum.map { Self.shown($0.value) } ?? "", Self.shown(row.slope),
          ])
      }
    }
    return sheet.csv
  }

  private static let headers = ["t", "paper", "sharper", "minima", "s_min", "S_min", "slope"]

  private var markdown: String {
    var text = "## Retrieval profile: \(modelText)\n\n"
    var heads = Sheet(["threshold", "value", "meaning"])
    for (name, answer, meaning) in thresholds { heads.add([name, Self.shown(answer), meaning]) }
    text += heads.markdown + "\n"
    var sheet = Sheet(Self.headers)
    for row in rows {
      for minimum in lines(row) {
        sheet.add([
          row.time.text, row.paper.verdict.rawValue, row.sharper.verdict.rawValue, String(row.minima.count),
          minimum.map { Self.shown($0.position) } ?? "", minimum.map { Self.shown($0.value) } ?? "",
          Self.shown(row.slope),
        ])
      }
    }
    return text + sheet.markdown
  }

  private static func cell(_ answer: Answer) -> LaTeXCell {
    switch answer.status {
    case .refused, .undecided: .word(answer.status.rawValue)
    default: .value(answer.value)
    }
  }

  /// Three tabulars, since thirty digits of everything do not fit side by side: the thresholds, the verdicts
  /// over the times, and the values, one a line.
  private var latex: String {
    let symbols = ["t_{\\mathrm{crit}}", "t_{\\mathrm{paper}}", "t_{\\mathrm{level\\,1}}"]
    var heads = LaTeXTable(headers: ["threshold", "value"])
    heads.rows = zip(symbols, thresholds).map { .init([.math($0), Self.cell($1.answer)]) }
    var verdicts = LaTeXTable(headers: ["$t$", "paper", "sharper", "minima"])
    var values = LaTeXTable(headers: ["$t$", "quantity", "value"])
    for row in rows {
      let time = LaTeXCell.parameter(row.time)
      let found = row.count.status == .exact ? LaTeXCell.plain("\(row.minima.count)") : .word("undecided")
      verdicts.rows.append(
        .init([time, .plain(row.paper.verdict.rawValue), .plain(row.sharper.verdict.rawValue), found]))
      for minimum in row.minima {
        values.rows.append(.init([time, .math("s_{\\min}"), Self.cell(minimum.position)]))
        values.rows.append(.init([time, .math("S_t(s_{\\min})"), Self.cell(minimum.value)]))
      }
      values.rows.append(.init([time, .math("S_t'(1^-)"), Self.cell(row.slope)]))
    }
    return LaTeXText.page(
      ["retrieval profile, \(modelText); vlasov \(Version.current)"],
      [heads, verdicts, values].map(\.text).joined(separator: "\n"))
  }
}
