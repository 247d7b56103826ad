import Vlasov

/// A booktabs tabular whose columns of numbers are siunitx `S` columns, aligned at the decimal point.
///
/// The columns are chosen when all rows are known, so that every digit has its place and none is rounded.
struct LaTeXTable {
  struct Row: Equatable, Sendable {
    var cells: [LaTeXCell]
    /// A comment at the end of the line: why there is no value.
    var reason: String?

    init(_ cells: [LaTeXCell], reason: String? = nil) {
      self.cells = cells
      self.reason = reason
    }
  }

  /// Marked up, in text mode.
  var headers: [String]
  var rows: [Row] = []

  /// The tabular.
  var text: String {
    let columns = headers.indices.map { k in LaTeXColumn(rows.lazy.map { $0.cells[k] }) }
    var text = Self.matrixColumns(rows)
    text += Self.opening(columns.map(\.preamble).joined())
    text += Self.line(zip(columns, headers).map { $0.header($1) }) + "\\midrule\n"
    for row in rows {
      let line = Self.line(zip(columns, row.cells).map { $0.cell($1) })
      text += row.reason.map { line.dropLast() + " " + LaTeXText.comment($0) + "\n" } ?? line
    }
    return text + Self.foot
  }

  /// amsmath's matrices have ten columns unless the counter is raised.
  private static func matrixColumns(_ rows: [Row]) -> String {
    var count = 0
    for case .math(let text) in rows.lazy.flatMap(\.cells) where text.contains("\\begin{bmatrix}") {
      for line in text.split(separator: "\\\\") { count = max(count, line.count { $0 == "&" } + 1) }
    }
    let counter = LaTeXText.columns(count)
    return counter.isEmpty ? "" : counter + "\n"
  }

  // MARK: Pieces, for tables that are written line by line

  static func head(_ headers: [String], columns: String) -> String {
    opening(columns) + line(headers) + "\\midrule\n"
  }

  private static func opening(_ columns: String) -> String { "\\begin{tabular}{\(columns)}\n\\toprule\n" }

  /// After `\\` and a rule LaTeX looks for a star and an optional argument, also on the next line.
  static func line(_ cells: [String]) -> String {
    let text = cells.joined(separator: " & ") + " \\\\\n"
    return text.hasPrefix("[") || text.hasPrefix("*") ? "{}" + text : text
  }

  static let foot = "\\bottomrule\n\\end{tabular}\n"
}

/// How a column writes its cells.
struct LaTeXColumn {
  private enum Kind: Equatable {
    /// `S`: numbers, with words in braces between them.
    case numbers(format: String)
    /// Two `S` columns around a plus-minus sign.
    case pairs(middle: String, radius: String)
    /// `l`: something is no number; mathematics, where numbers are `\num`.
    case mathematics(hasNumbers: Bool)
    /// `l`: words only.
    case words
  }

  private let kind: Kind

  init(_ cells: some Sequence<LaTeXCell>) {
    var (numbers, middles, radii) = (TableFormat(), TableFormat(), TableFormat())
    var (hasMathematics, hasNumbers) = (false, false)
    for cell in cells {
      switch cell {
      case .number(let n): numbers.include(n)
      case .uncertain(let m, let r):
        middles.include(m)
        radii.include(r)
      case .math: hasMathematics = true
      case .text: continue
      }
      hasNumbers = hasNumbers || Self.mathematics(cell).contains("\\num{")
    }
    if hasMathematics {
      kind = .mathematics(hasNumbers: hasNumbers)
    } else if !middles.isEmpty {
      kind = .pairs(middle: middles.text, radius: radii.text)
    } else {
      kind = numbers.isEmpty ? .words : .numbers(format: numbers.text)
    }
  }

  /// A paper may round all its numbers; digits of a table stay what they are.
  private static let exactly = "round-mode=none"

  private static func aligned(_ format: String) -> String { "S[table-format=\(format), \(exactly)]" }

  var preamble: String {
    switch kind {
    case .numbers(let format): Self.aligned(format)
    case .pairs(let middle, let radius): "\(Self.aligned(middle))@{${}\\pm{}$}\(Self.aligned(radius))"
    case .mathematics(let hasNumbers): hasNumbers ? ">{\\sisetup{\(Self.exactly)}}l" : "l"
    case .words: "l"
    }
  }

  func header(_ text: String) -> String {
    switch kind {
    case .numbers: "{\(text)}"
    case .pairs: "\\multicolumn{2}{c}{\(text)}"
    case .mathematics, .words: text
    }
  }

  func cell(_ cell: LaTeXCell) -> String {
    switch (kind, cell) {
    case (.numbers, .number(let n)): n.text
    case (.numbers, .text(let text)): text.isEmpty ? "" : "{\(text)}"
    case (.pairs, .uncertain(let m, let r)): "\(m.text) & \(r.text)"
    case (.pairs, .number(let n)): "\\multicolumn{2}{l}{$\(LaTeXCell.number(n))$}"
    case (.pairs, .text(let text)): "\\multicolumn{2}{c}{\(text)}"
    default: Self.mathematics(cell)
    }
  }

  /// A cell on its own.
  private static func mathematics(_ cell: LaTeXCell) -> String {
    switch cell {
    case .number(let n): "$\(LaTeXCell.number(n))$"
    case .uncertain(let m, let r): "$\(LaTeXCell.number(m)) \\pm \(LaTeXCell.number(r))$"
    case .math(let text): "$\(text)$"
    case .text(let text): text
    }
  }
}

/// The `table-format` with room for every number that it has seen.
struct TableFormat {
  private var whole = 0
  private var decimals = 0
  private var exponent = 0
  private var hasSign = false
  private var exponentHasSign = false

  /// No number was seen.
  var isEmpty: Bool { whole == 0 }

  mutating func include(_ number: PrintedDecimal) {
    whole = max(whole, number.whole.count)
    decimals = max(decimals, number.decimals.count)
    hasSign = hasSign || number.isNegative
    if let e = number.exponent {
      exponent = max(exponent, String(e.magnitude).count)
      exponentHasSign = exponentHasSign || e < 0
    }
  }

  /// `-1.20e-2`: digits before and after the point, digits of the exponent, and signs where there are some.
  var text: String {
    var text = hasSign ? "-\(whole)" : "\(whole)"
    if decimals > 0 { text += ".\(decimals)" }
    if exponent > 0 { text += exponentHasSign ? "e-\(exponent)" : "e\(exponent)" }
    return text
  }
}
