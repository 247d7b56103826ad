/// A small table of finished texts, shown in any of the tabular forms.
struct Sheet {
  /// Plain headers (text, CSV, Markdown), and the same for LaTeX.
  var headers: [String]
  var latexHeaders: [String]
  var rows: [[String]] = []
  /// The rows for LaTeX, where they are not the same texts.
  private var latexRows: [Int: LaTeXTable.Row] = [:]

  init(_ headers: [String], latex: [String]? = nil) {
    self.headers = headers
    latexHeaders = latex ?? headers.map(LaTeXText.escaped)
  }

  mutating func add(_ row: [String], latex: LaTeXTable.Row? = nil) {
    latexRows[rows.count] = latex
    rows.append(row)
  }

  var csv: String { ([headers] + rows).map(CSV.line).joined() }

  var markdown: String {
    let rule = headers.map { _ in "---" }
    return ([headers, rule] + rows).map(Markdown.line).joined()
  }

  /// A booktabs tabular with siunitx columns.
  var latex: String {
    let rows = rows.enumerated().map { k, row in latexRows[k] ?? LaTeXTable.Row(row.map(LaTeXCell.plain)) }
    return LaTeXTable(headers: latexHeaders, rows: rows).text
  }

  /// Columns aligned by spaces; the last one is free.
  var text: String {
    let widths = headers.indices.map { k in
      ([headers] + rows).map { $0[k].count }.max() ?? 0
    }
    return rows.map { Sheet.aligned($0, widths) }.joined()
  }

  /// As `text`, under the headers.
  var headedText: String {
    var copy = self
    copy.rows.insert(headers, at: 0)
    return copy.text
  }

  static func aligned(_ cells: [String], _ widths: [Int]) -> String {
    var line: [UInt8] = []
    let space = UInt8(ascii: " ")
    for (k, cell) in cells.enumerated() {
      line += cell.utf8
      // Counting characters is slow, and the same as counting bytes for plain text.
      let width = cell.utf8.allSatisfy { $0 < 0x80 } ? cell.utf8.count : cell.count
      if k + 1 < cells.count { line += repeatElement(space, count: max(0, widths[k] - width) + 2) }
    }
    while line.last == space { line.removeLast() }
    line.append(UInt8(ascii: "\n"))
    return String(decoding: line, as: UTF8.self)
  }
}

/// Comma-separated values as in RFC 4180, with line feeds.
enum CSV {
  static func line(_ fields: [String]) -> String {
    var out: [UInt8] = []
    for (k, field) in fields.enumerated() {
      if k > 0 { out.append(UInt8(ascii: ",")) }
      append(field, to: &out)
    }
    out.append(UInt8(ascii: "\n"))
    return String(decoding: out, as: UTF8.self)
  }

  /// One field, in quotes where it needs them.
  static func append(_ text: String, to out: inout [UInt8]) {
    let quote = UInt8(ascii: "\"")
    let needsQuotes = text.utf8.contains { byte in
      byte == UInt8(ascii: ",") || byte == quote || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }
    guard needsQuotes else {
      out += text.utf8
      return
    }
    out.append(quote)
    for byte in text.utf8 {
      if byte == quote { out.append(quote) }
      out.append(byte)
    }
    out.append(quote)
  }
}

/// Pipe tables.
enum Markdown {
  static func line(_ cells: [String]) -> String {
    "| " + cells.map(cell).joined(separator: " | ") + " |\n"
  }

  private static func cell(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: "\n") }) else {
      return text
    }
    return text.replacingScalars { $0 == "|" ? "\\|" : $0 == "\n" ? " " : nil }
  }
}

extension String {
  /// Replaces single scalars. A character may join a quote or a bar with an accent, so that escaping by
  /// characters would miss it.
  func replacingScalars(_ replacement: (Unicode.Scalar) -> String?) -> String {
    var shown = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if let text = replacement(scalar) { shown += text.unicodeScalars } else { shown.append(scalar) }
    }
    return String(shown)
  }
}
