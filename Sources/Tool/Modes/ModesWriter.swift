import Vlasov

/// Writes counts and modes in one of the forms.
struct ModesWriter: Sendable {
  let input: ModesInput
  let bandwidths: Bandwidths
  /// Every mode is listed.
  let lists: Bool
  let digits: Int
  let style: NumberStyle
  let format: Format
  let quiet: Bool
  let readingSeconds: Double

  private var isSweep: Bool { bandwidths.isSweep }
  /// The column of what was given.
  private var scale: String { bandwidths.givesBandwidths ? "bandwidth" : "beta" }
  private var scaleSymbol: String { bandwidths.givesBandwidths ? "$h$" : "$\\beta$" }

  private func scaleText(_ entry: Bandwidths.Entry) -> String { entry.bandwidth ?? entry.betaText }

  // MARK: Head and foot

  var head: String {
    switch format {
    case .json: ""
    case .csv: CSV.line(lists ? Self.modeColumns : Self.countColumns)
    case .latex:
      LaTeXText.comment("modes of \(input.title); vlasov \(Version.current)") + "\n"
    case .markdown:
      (quiet ? "" : "Modes of \(input.title)\n\n")
        + (isSweep && !lists ? Markdown.line([scale, "modes"]) + Markdown.line(["---", "---"]) : "")
    case .text:
      isSweep && !quiet
        ? "# \(sampleLine)\n" + (lists ? "" : Sheet.aligned([scale, "modes"], sweepWidths)) : ""
    }
  }

  func foot(isMonotone: Bool) -> String {
    guard isSweep else { return "" }
    let sentence =
      isMonotone
      ? "monotone: the counts do not increase with the bandwidth"
      : "contradiction: the counts are not monotone in the bandwidth"
    switch format {
    case .latex: return LaTeXText.comment(sentence) + "\n"
    case .markdown: return quiet ? "" : "\n\(sentence)\n"
    case .text: return quiet ? "" : "# \(sentence)\n"
    case .json, .csv: return ""
    }
  }

  private var sampleLine: String {
    "\(input.title): \(input.sample.count) numbers, \(input.sample.distinct) distinct"
  }

  private var sweepWidths: [Int] {
    let ends = [0, bandwidths.count - 1].compactMap { try? bandwidths.entry($0) }.map { scaleText($0).count }
    return [max(scale.count, ends.max() ?? 0), 0]
  }

  // MARK: Rows

  func row(_ result: ModesResult) -> String {
    switch format {
    case .json: return json(result).text + "\n"
    case .csv: return lists ? modeLines(result) : countLine(result)
    case .text: return text(result)
    case .latex: return latex(result)
    case .markdown:
      let shown = scaleText(result.entry)
      if isSweep, !lists { return Markdown.line([shown, result.count.text]) }
      let title = "**\(result.count.text)** at \(result.entry.text)\n"
      return (lists ? title + "\n" + sheet(result).markdown : title) + (isSweep ? "\n" : "")
    }
  }

  private func text(_ result: ModesResult) -> String {
    let count = result.count
    if isSweep, !lists {
      let places = count.unresolved.map { "near \($0.decimalText)" }
      let cell = ([count.text] + places).joined(separator: " ")
      return Sheet.aligned([scaleText(result.entry), cell], quiet ? [0, 0] : sweepWidths)
    }
    if quiet { return lists ? quietList(result) : count.text + "\n" }
    var lines = count.isDecided ? [count.text] : count.undecidedLines
    func add(_ name: String, _ text: String) { lines.append("  " + name.padded(to: 12) + text) }
    if isSweep { lines[0] = "\(result.entry.text): \(lines[0])" } else { add("sample", sampleLine) }
    if !isSweep {
      let beta = result.entry.bandwidth == nil ? "" : ", beta \(result.entry.betaText)"
      add("kernel", "Gaussian, \(result.entry.text)\(beta)")
    }
    add(
      count.isDecided ? "certified" : "status",
      (count.isDecided ? "" : "undecided; ") + "\(count.work), \(Self.shown(result.seconds)) s"
        + (isSweep ? "" : " (reading \(Self.shown(readingSeconds)) s)"))
    var text = lines.joined(separator: "\n") + "\n"
    if lists { text += "\n" + sheet(result).headedText + (isSweep ? "\n" : "") }
    return text
  }

  private func quietList(_ result: ModesResult) -> String {
    result.modes.map { "\(shown($0.mode.location)) \(shown($0.mode.height))\n" }.joined()
  }

  /// Seconds with two significant digits.
  private static func shown(_ seconds: Double) -> String {
    var unit = 1.0
    while unit < 1e6, seconds * unit < 10 { unit *= 10 }
    return JSON.shortest((seconds * unit).rounded() / unit)
  }

  private func shown(_ ball: Ball) -> String {
    if style == .digits,
      let text = ball.certainDecimal(digits: digits) ?? ball.certainDigits(limit: digits).text
    {
      return text
    }
    return style.text(ball, digits: digits)
  }

  // MARK: Tables

  private static let countColumns = [
    "bandwidth", "beta", "modes", "lo", "hi", "status", "n", "distinct", "boxes", "cells", "escalations",
    "highest_bits", "near",
  ]

  private func countLine(_ result: ModesResult) -> String {
    let count = result.count
    let numbers = [
      count.count, count.distinct, count.boxes, count.cells, count.escalations, count.highestBits,
    ]
    return CSV.line(
      [
        result.entry.bandwidth ?? "", result.entry.betaText, count.modes.map(String.init) ?? "",
        String(count.lower),
        String(count.upper), count.status,
      ] + numbers.map(String.init) + [count.unresolved.map(\.decimalText).joined(separator: " ")])
  }

  /// A line for each mode, ready for a picture.
  private static let modeColumns = [
    "bandwidth", "beta", "index", "location", "lower", "upper", "height", "height_lower", "height_upper",
    "branch",
  ]

  private func modeLines(_ result: ModesResult) -> String {
    result.modes.enumerated().map { k, listed in
      CSV.line(
        [result.entry.bandwidth ?? "", result.entry.betaText, String(k + 1)] + cells(listed.mode.location)
          + cells(listed.mode.height) + [listed.branch.map(String.init) ?? ""])
    }.joined()
  }

  private func cells(_ ball: Ball) -> [String] {
    [shown(ball), ball.lowerDecimal(digits: digits + 3), ball.upperDecimal(digits: digits + 3)]
  }

  /// The modes of one bandwidth.
  private func sheet(_ result: ModesResult) -> Sheet {
    let hasBranches = result.modes.contains { $0.branch != nil }
    var sheet = Sheet(
      ["mode", "location", "height"] + (hasBranches ? ["branch"] : []),
      latex: ["mode", "$t$", "$P(t)$"] + (hasBranches ? ["branch"] : []))
    for (k, listed) in result.modes.enumerated() {
      let texts = [shown(listed.mode.location), shown(listed.mode.height)]
      let branch = hasBranches ? [listed.branch.map(String.init) ?? ""] : []
      sheet.add(
        [String(k + 1)] + texts + branch,
        latex: .init([.plain(String(k + 1))] + texts.map(LaTeXCell.value) + branch.map(LaTeXCell.plain)))
    }
    return sheet
  }

  /// The rows of a sweep in LaTeX wait for its end: the column depends on every bandwidth.
  var holdsRows: Bool { format == .latex && isSweep && !lists }

  /// The rows that waited.
  func sweepTable(_ results: [ModesResult]) -> String {
    let rows = results.map { result in
      let word = result.count.text
      return LaTeXTable.Row([
        .value(scaleText(result.entry)), result.count.isDecided ? .plain(word) : .word(word),
      ])
    }
    return LaTeXText.page([], LaTeXTable(headers: [scaleSymbol, "modes"], rows: rows).text)
  }

  private func latex(_ result: ModesResult) -> String {
    let scale = LaTeXText.value(scaleText(result.entry))
    let symbol = bandwidths.givesBandwidths ? "h" : "\\beta"
    let sentence =
      result.count.modes.map { "$\\#\\mathrm{modes} = \($0)$ at $\(symbol) = \(scale)$\n" }
      ?? LaTeXText.comment("\(result.count.text) at \(result.entry.text)") + "\n"
    guard lists else { return sentence }
    let text = sentence + "\n" + sheet(result).latex
    return (result.index == 0 ? LaTeXText.packageLine(for: text) : "\n") + text
  }

  // MARK: JSON

  private func json(_ result: ModesResult) -> JSON {
    var pairs: [(String, JSON)] = [("schema", .integer(JSON.schemaVersion))]
    if isSweep { pairs.append(("row", .integer(result.index + 1))) }
    pairs += [
      ("sample", .string(input.name)), ("column", .text(input.column)), ("weights", .text(input.weights)),
      ("bandwidth", .text(result.entry.bandwidth)), ("beta", .string(result.entry.betaText)),
    ]
    pairs += result.count.pairs
    if isSweep { pairs.append(("monotone", .boolean(result.isMonotone))) }
    if lists { pairs.append(("list", .array(result.modes.enumerated().map { json($0 + 1, $1) }))) }
    pairs.append(("provenance", Provenance.json(bits: result.count.highestBits, seconds: result.seconds)))
    return .object(pairs)
  }

  private func json(_ index: Int, _ listed: ListedMode) -> JSON {
    func quantity(_ ball: Ball) -> JSON {
      let cells = cells(ball)
      let certain = ball.isExact ? digits : min(digits, max(0, ball.certainDigits(limit: digits).count))
      return .object([
        ("value", .string(cells[0])), ("lower", .string(cells[1])), ("upper", .string(cells[2])),
        ("digits", .integer(certain)),
      ])
    }
    var pairs: [(String, JSON)] = [
      ("index", .integer(index)), ("location", quantity(listed.mode.location)),
      ("height", quantity(listed.mode.height)),
    ]
    if let branch = listed.branch { pairs.append(("branch", .integer(branch))) }
    return .object(pairs)
  }
}
