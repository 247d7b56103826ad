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
    var lines = [value.isEmpty ? answer.status.rawValue : labelledValue]
    if value.isEmpty, let count = answer.modeCount { lines = count.undecidedLines }
    func add(_ name: String, _ text: String) {
      lines.append("  " + name.padded(to: 12) + text)
    }
    if namesOutput { add("output", "\(output.name) (\(output.summary))") }
    add("status", status)
    if let reason = answer.reason, answer.modeCount == nil {
      add(answer.status == .heuristic ? "note" : "reason", reason)
    }
    if let lower = answer.lower, let upper = answer.upper, answer.status != .exact {
      add("bounds", "[\(lower), \(upper)]")
    }
    if let decimal { add("decimal", decimal) }
    if !parameters.isEmpty { add("parameters", Self.words(parameters)) }
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

  /// The digits of an exact quotient.
  private var decimal: String? {
    guard answer.status == .exact, value.contains("/"), let ball = answer.ball else { return nil }
    return ball.certainDecimal(digits: max(1, answer.digits))
  }

  // MARK: JSON

  func json(source: JSON, seed: UInt64? = nil, row: Int? = nil) -> JSON {
    var pairs: [(String, JSON)] = [("schema", .integer(JSON.schemaVersion))]
    if let row { pairs.append(("row", .integer(row))) }
    pairs += [
      ("id", .string(id)), ("parameters", .pairs(parameters)), ("output", .string(output.name)),
    ]
    pairs += measured
    pairs.append(("source", source))
    pairs.append(("provenance", Provenance.json(bits: answer.bits, seconds: answer.seconds, seed: seed)))
    return .object(pairs)
  }

  /// What was found: shared by every JSON form.
  var measured: [(String, JSON)] {
    var pairs: [(String, JSON)] = [
      ("value", value.isEmpty ? .null : .string(value)), ("lower", .text(answer.lower)),
      ("upper", .text(answer.upper)), ("digits", .integer(answer.digits)),
      ("status", .string(answer.status.rawValue)),
    ]
    if answer.vacuous { pairs.append(("vacuous", .boolean(true))) }
    if let reason = answer.reason { pairs.append(("reason", .string(reason))) }
    if let count = answer.modeCount { pairs.append(("count", .object(count.pairs))) }
    return pairs
  }

  // MARK: LaTeX

  /// `$t_{\mathrm{crit}} \approx 2.4574889$`
  var latex: String {
    if value.isEmpty {
      return LaTeXText.comment("\(output.name): \(answer.status.rawValue): \(answer.reason ?? "")")
    }
    let word = labelledValue == value ? "" : "\\ \\mathrm{(estimate)}"
    return "$\(output.latexSymbol) \(style.relation(answer.status, value)) \(LaTeXText.value(value))\(word)$"
  }
}

/// What made an answer.
enum Provenance {
  static func json(bits: Int?, seconds: Double, seed: UInt64? = nil) -> JSON {
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
