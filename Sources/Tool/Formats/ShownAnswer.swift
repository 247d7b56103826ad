import Vlasov

/// One answer (of `eval`, `expr` or a row of a table) as the formats show it.
struct ShownAnswer {
  let id: String
  let output: OutputSpec
  /// Empty when nothing is certain.
  let value: String
  let answer: Answer
  let style: NumberStyle

  init(_ answer: Answer, output: OutputSpec, style: NumberStyle) {
    id = answer.id
    self.output = output
    self.answer = answer
    self.style = style
    value = style.text(answer, kind: output.kind)
  }

  /// The value for a reader: a number that nothing encloses carries its word.
  var labelledValue: String {
    answer.status == .heuristic && !value.isEmpty ? value + " (estimate)" : value
  }

  var parameters: [(name: String, text: String)] { answer.arguments.texts }

  static func words(_ pairs: [(name: String, text: String)]) -> String {
    pairs.map { "\($0.name)=\(ShellText.quoted($0.text))" }.joined(separator: " ")
  }

  // MARK: Text

  /// The value, then indented lines that say what it is.
  func text(_ record: Record?, namesOutput: Bool) -> String {
    var lines = [value.isEmpty ? answer.status.rawValue : layout ?? labelledValue]
    if value.isEmpty, let count = answer.modeCount { lines = count.undecidedLines }
    func add(_ name: String, _ text: String) {
      lines.append("  " + name.padded(to: 12) + text)
    }
    if namesOutput { add("output", "\(output.name) (\(output.summary))") }
    add("status", status)
    if let reason = answer.reason, answer.modeCount == nil {
      add(answer.status == .heuristic ? "note" : "reason", reason)
    }
    if let matrix = answer.matrix {
      if answer.status != .exact { add("bounds", matrix.radiusText) }
    } else if let lower = answer.lower, let upper = answer.upper, answer.status != .exact {
      add("bounds", "[\(lower), \(upper)]")
    }
    if let decimals { for (k, line) in decimals.enumerated() { add(k == 0 ? "decimal" : "", line) } }
    if !parameters.isEmpty { add("parameters", Self.words(parameters.map(Self.abbreviated))) }
    if let source = record?.source {
      add("source", "\(source.paper.shortCitation)")
      add("", "\(source.locator) (\(source.standing.rawValue))")
      if let slip = source.slip { add("corrected", slip) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var status: String {
    var words = answer.status.rawValue
    switch answer.status {
    case .certified where answer.arguments.hasInterval && answer.digits < 1: words += " enclosure"
    case .certified: words += ", \(answer.digits) digit\(answer.digits == 1 ? "" : "s")"
    case .undecided where !value.isEmpty:
      words += ", \(answer.digits) digit\(answer.digits == 1 ? "" : "s") certain"
    default: break
    }
    return answer.vacuous ? words + ", vacuous: the bound says nothing" : words
  }

  /// The digits of exact quotients.
  private var decimals: [String]? {
    guard answer.status == .exact, value.contains("/") else { return nil }
    let digits = max(1, answer.digits)
    if let matrix = answer.matrix {
      return matrix.lines { $0.ball.certainDecimal(digits: digits) ?? $0.text }
    }
    return answer.ball?.certainDecimal(digits: digits).map { [$0] }
  }

  /// The rows of a matrix below each other, in columns.
  private var layout: String? {
    answer.matrix?.lines { style.text($0, of: answer) }.joined(separator: "\n")
  }

  /// Long matrices lose their middle on a page for readers.
  private static func abbreviated(_ pair: (name: String, text: String)) -> (name: String, text: String) {
    pair.text.utf8.count <= 600 ? pair : (pair.name, pair.text.prefix(120) + "..." + pair.text.suffix(40))
  }

  // MARK: JSON

  func json(source: JSON, seed: UInt64? = nil, row: Int? = nil, trust: String? = nil) -> JSON {
    var pairs: [(String, JSON)] = [("schema", .integer(JSON.schemaVersion))]
    if let row { pairs.append(("row", .integer(row))) }
    pairs += [
      ("id", .string(id)), ("parameters", .pairs(parameters)), ("output", .string(output.name)),
    ]
    pairs += measured
    pairs.append(("source", source))
    pairs.append(("provenance", Provenance.json(bits: answer.bits, seconds: answer.seconds, seed: seed)))
    if let trust { pairs.append(("trust", .string(trust))) }
    return .object(pairs)
  }

  /// What was found: shared by every JSON form.
  var measured: [(String, JSON)] {
    var pairs: [(String, JSON)] = [
      (
        "value",
        entries { $0.value.isEmpty ? nil : style.text($0, of: answer) } ?? .text(value.isEmpty ? nil : value)
      ),
      ("lower", entries(\.lower) ?? .text(answer.lower)), ("upper", entries(\.upper) ?? .text(answer.upper)),
      ("digits", .integer(answer.digits)),
      ("status", .string(answer.status.rawValue)),
    ]
    if answer.vacuous { pairs.append(("vacuous", .boolean(true))) }
    if let reason = answer.reason { pairs.append(("reason", .string(reason))) }
    if let count = answer.modeCount { pairs.append(("count", .object(count.pairs))) }
    return pairs
  }

  /// Arrays of the entries of a vector or matrix; null where there is no text.
  private func entries(_ text: (MatrixAnswer.Entry) -> String?) -> JSON? {
    guard let matrix = answer.matrix else { return nil }
    let rows = matrix.table.map { $0.map { JSON.text(text($0)) } }
    return .array(matrix.isVector ? rows.flatMap { $0 } : rows.map { .array($0) })
  }

  // MARK: Entries

  /// The entries of a vector or matrix as answers of their own; the answer itself for one value.
  var parts: [ShownAnswer] {
    guard let matrix = answer.matrix else { return [self] }
    return matrix.entries.enumerated().map { k, entry in
      var part = answer
      part.matrix = nil
      (part.value, part.lower, part.upper) = (entry.value, entry.lower, entry.upper)
      (part.digits, part.ball) = (entry.digits, entry.ball)
      let place = matrix.isVector ? "\(k + 1)" : "\(k / matrix.columns + 1),\(k % matrix.columns + 1)"
      return ShownAnswer(
        part, output: OutputSpec("\(output.name)[\(place)]", symbol: "", output.summary), style: style)
    }
  }

  // MARK: LaTeX

  /// `$t_{\mathrm{crit}} \approx 2.4574889$`
  var latex: String {
    if value.isEmpty {
      return LaTeXText.comment("\(output.name): \(answer.status.rawValue): \(answer.reason ?? "")")
    }
    if let matrix = answer.matrix {
      let rows = matrix.table.map { $0.map { LaTeXText.value(style.text($0, of: answer)) } }
      let counter = LaTeXText.columns(matrix.columns)
      let first = matrix.entries.first.map { style.text($0, of: answer) } ?? ""
      let relation = style.relation(answer.status, first)
      return (counter.isEmpty ? "" : counter + "\n")
        + "$\(output.latexSymbol) \(relation) \(LaTeXText.matrix(rows))$"
    }
    let word = labelledValue == value ? "" : "\\ \\mathrm{(estimate)}"
    return "$\(output.latexSymbol) \(style.relation(answer.status, value)) \(LaTeXText.value(value))\(word)$"
  }
}

/// What made an answer.
package enum Provenance {
  package static func json(bits: Int?, seconds: Double, seed: UInt64? = nil) -> JSON {
    var pairs: [(String, JSON)] = [("version", .string(Version.current))]
    if let bits { pairs.append(("precisionBits", .integer(bits))) }
    if let seed { pairs.append(("seed", .unsigned(seed))) }
    pairs.append(("seconds", .seconds(seconds)))
    return .object(pairs)
  }
}

extension Source {
  var json: JSON {
    var pairs: [(String, JSON)] = [
      ("paper", .string(paper.key)), ("title", .string(paper.title)), ("arxiv", .string(paper.arxiv)),
      ("locator", .string(locator)), ("standing", .string(standing.rawValue)),
    ]
    if let slip { pairs.append(("slip", .string(slip))) }
    return .object(pairs)
  }
}

/// Words that a shell reads back.
enum ShellText {
  static func quoted(_ text: String) -> String {
    let isPlain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_.,:/+-^=@%".contains($0)) }
    return isPlain && !text.isEmpty ? text : "'\(text.replacingScalars { $0 == "'" ? "'\\''" : nil })'"
  }
}

extension String {
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - count))
  }
}

extension MatrixAnswer {
  /// One line a row, columns aligned: `[[a, b],` and ` [c, d]]`; of a vector one entry a line.
  func lines(_ text: (Entry) -> String) -> [String] {
    let cells = table.map { $0.map(text) }
    let widths = (0..<columns).map { j in cells.map { $0[j].count }.max() ?? 0 }
    return cells.enumerated().map { i, row in
      let isLast = i + 1 == rows
      let entries = row.enumerated().map { j, cell in
        j + 1 < columns ? (cell + ",").padded(to: widths[j] + 2) : cell
      }.joined()
      if isVector { return (i == 0 ? "[" : " ") + entries + (isLast ? "]" : ",") }
      return (i == 0 ? "[[" : " [") + entries + (isLast ? "]]" : "],")
    }
  }

  /// How narrow the enclosures are.
  var radiusText: String {
    guard entries.allSatisfy(\.ball.isFinite) else { return "some entry has no enclosure" }
    let radius = entries.map(\.ball.radius).reduce(Magnitude.zero) { $1 <= $0 ? $0 : $1 }
    let text = Ball(center: 0, radius: radius).upperDecimal(digits: 3)
    return "every entry to +/- \(text)"
  }
}
