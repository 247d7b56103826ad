import Vlasov

/// A decimal number as the tool prints it, `-1.50e-18`, in the parts that siunitx aligns.
struct PrintedDecimal: Equatable, Sendable {
  let isNegative: Bool
  /// The digits before the decimal point.
  let whole: Substring
  /// The digits after it; empty without a point.
  let decimals: Substring
  let exponent: Int?

  /// Nil when the text is anything else: siunitx would stop at it.
  init?(_ text: String) {
    var rest = Substring(text)
    isNegative = rest.first == "-"
    if isNegative { rest.removeFirst() }
    whole = Self.digits(&rest)
    guard !whole.isEmpty else { return nil }
    if rest.first == "." {
      rest.removeFirst()
      decimals = Self.digits(&rest)
      guard !decimals.isEmpty else { return nil }
    } else {
      decimals = ""
    }
    if let e = rest.first, e == "e" || e == "E" {
      rest.removeFirst()
      if rest.first == "+" { rest.removeFirst() }
      guard rest.last?.isNumber == true, let value = Int(rest) else { return nil }
      exponent = value
    } else {
      guard rest.isEmpty else { return nil }
      exponent = nil
    }
  }

  private static func digits(_ rest: inout Substring) -> Substring {
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    rest = rest[digits.endIndex...]
    return digits
  }

  /// Every digit as it was; only the exponent loses a plus sign and leading zeros.
  var text: String {
    (isNegative ? "-" : "") + whole + (decimals.isEmpty ? "" : "." + decimals)
      + (exponent.map { "e\($0)" } ?? "")
  }
}

/// A cell of a LaTeX table, which the column decides how to write.
enum LaTeXCell: Equatable, Sendable {
  case number(PrintedDecimal)
  /// `m +/- r`
  case uncertain(PrintedDecimal, PrintedDecimal)
  /// A value that is no single number (a quotient, an interval, a matrix), for math mode.
  case math(String)
  /// Marked-up text: a word, or what stands in place of a value.
  case text(String)

  static let empty = LaTeXCell.text("")
  static let infinity = LaTeXCell.text("$\\infty$")
  static let minusInfinity = LaTeXCell.text("$-\\infty$")

  /// A number, or plain text.
  static func plain(_ text: String) -> LaTeXCell {
    PrintedDecimal(text).map { .number($0) } ?? interval(text).map { .math($0) }
      ?? .text(LaTeXText.escaped(text))
  }

  /// A status or another word that is no value.
  static func word(_ text: String) -> LaTeXCell {
    .text(text.isEmpty ? "" : "\\textit{\(LaTeXText.escaped(text))}")
  }

  // MARK: Values

  /// A printed value: digits, `inf`, `m +/- r`, `[a, b]`, `2.26_{70}^{81}`, a dump, a quotient or a word.
  static func value(_ text: String) -> LaTeXCell {
    if let number = PrintedDecimal(text) { return .number(number) }
    if text == "inf" { return .infinity }
    if text == "-inf" { return .minusInfinity }
    let sides = text.split(separator: " +/- ", maxSplits: 1).map(String.init)
    if sides.count == 2, let middle = PrintedDecimal(sides[0]) {
      return PrintedDecimal(sides[1]).map { .uncertain(middle, $0) }
        ?? .text("$\(LaTeXText.value(text))$")
    }
    if let interval = interval(text) { return .math(interval) }
    if let k = text.range(of: "_{"), let stem = PrintedDecimal(String(text[..<k.lowerBound])) {
      return .math(number(stem) + text[k.lowerBound...])
    }
    return text.first.map(isMathematical) == true
      ? .math(LaTeXText.value(text)) : .text(LaTeXText.escaped(text))
  }

  private static func isMathematical(_ first: Character) -> Bool {
    first.isASCII && first.isNumber || first == "-"
  }

  /// `[a, b]` with ends that are numbers; nil for anything else.
  private static func interval(_ text: String) -> String? {
    guard text.hasPrefix("["), text.hasSuffix("]") else { return nil }
    let ends = text.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false)
    guard ends.count == 2 else { return nil }
    let shown = ends.compactMap { end(String($0.drop { $0 == " " })) }
    return shown.count == 2 ? "[\(shown[0]),\\, \(shown[1])]" : nil
  }

  private static func end(_ text: String) -> String? {
    if text == "inf" { return "\\infty" }
    if text == "-inf" { return "-\\infty" }
    return PrintedDecimal(text).map(number) ?? quotient(text)
  }

  /// `p/q` on the line: stacked fractions touch between the rows of a table.
  private static func quotient(_ text: String) -> String? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let p = PrintedDecimal(String(parts[0])),
      let q = PrintedDecimal(String(parts[1])),
      p.exponent == nil, q.exponent == nil, p.decimals.isEmpty, q.decimals.isEmpty, !q.isNegative
    else { return nil }
    return text
  }

  /// A number among cells that are none. siunitx groups its digits; the few of a short integer need nothing.
  static func number(_ number: PrintedDecimal) -> String {
    let isShort = number.exponent == nil && number.decimals.isEmpty && number.whole.count < 5
    return isShort ? number.text : "\\num{\(number.text)}"
  }

  // MARK: Parameters

  static func parameter(_ value: ArgumentValue) -> LaTeXCell {
    switch value {
    case .real(let x):
      if let number = PrintedDecimal(x.text) { return .number(number) }
      return .math(quotient(x.text) ?? interval(x.text) ?? LaTeXText.parameter(value))
    case .integer(let n): return plain(n.description)
    case .infinity: return .infinity
    case .matrices: return .math(LaTeXText.parameter(value))
    case .word, .rows, .vector, .sample: return .text(LaTeXText.escaped(value.text))
    }
  }
}
