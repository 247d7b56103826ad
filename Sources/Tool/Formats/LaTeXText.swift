import Foundation
import Vlasov

/// LaTeX for the values and texts that the tool prints.
enum LaTeXText {
  /// Escapes plain text for text mode, in plain ASCII: what no LaTeX font is sure to have appears by its number.
  static func escaped(_ text: String) -> String {
    text.replacingScalars { c in
      switch c {
      case "\\": "\\textbackslash{}"
      case "~": "\\textasciitilde{}"
      case "^": "\\textasciicircum{}"
      case "<": "\\textless{}"
      case ">": "\\textgreater{}"
      case "|": "\\textbar{}"
      case "{", "}", "&", "%", "$", "#", "_": "\\\(c)"
      case "\n", "\t", "\r": " "
      case " "..."\u{7E}": nil
      default: letter(c) ?? String(format: "\\texttt{U+%04X}", c.value)
      }
    }
  }

  private static let accents: [Unicode.Scalar: String] = [
    "\u{300}": "`", "\u{301}": "'", "\u{302}": "^", "\u{303}": "~", "\u{304}": "=", "\u{306}": "u",
    "\u{307}": ".", "\u{308}": "\"", "\u{30A}": "r", "\u{30B}": "H", "\u{30C}": "v", "\u{327}": "c",
  ]
  private static let letters: [Unicode.Scalar: String] = [
    "\u{DF}": "ss", "\u{E6}": "ae", "\u{C6}": "AE", "\u{F8}": "o", "\u{D8}": "O", "\u{153}": "oe",
    "\u{152}": "OE", "\u{142}": "l", "\u{141}": "L",
  ]

  /// The letters of names: a Latin letter with an accent, or one with a command of its own.
  private static func letter(_ c: Unicode.Scalar) -> String? {
    if let name = letters[c] { return "\\\(name){}" }
    let parts = Array(String(c).decomposedStringWithCanonicalMapping.unicodeScalars)
    guard parts.count == 2, parts[0].isASCII, let accent = accents[parts[1]] else { return nil }
    return "\\\(accent){\(parts[0])}"
  }

  /// A LaTeX comment: one line.
  static func comment(_ text: String) -> String { "% " + StandardError.oneLine(text) }

  /// A printed number, interval, `m +/- r`, bracket form or word, for math mode.
  static func value(_ text: String) -> String {
    if text == "inf" { return "\\infty" }
    if text == "-inf" { return "-\\infty" }
    if text.contains("*2^") || text.hasSuffix(":nan") { return "\\mathtt{\(dump(text))}" }
    if let first = text.first, first.isNumber || first == "-" || first == "[" { return number(text) }
    return "\\mathrm{\(escaped(text).replacing(" ", with: "\\ "))}"
  }

  /// Rows of finished entries, for math mode with amsmath. Its matrices have ten columns unless the counter is raised.
  static func matrix(_ rows: [[String]]) -> String {
    let lines = rows.map { $0.joined(separator: " & ") }.joined(separator: " \\\\ ")
    return "\\begin{bmatrix} \(lines) \\end{bmatrix}"
  }

  /// The command that raises the counter for matrices of so many columns.
  static func columns(_ count: Int) -> String {
    count > 10 ? "\\setcounter{MaxMatrixCols}{\(count)}" : ""
  }

  private static func dump(_ text: String) -> String {
    text.replacingOccurrences(of: "^", with: "\\hat{}").replacingOccurrences(of: "-", with: "{-}")
  }

  // MARK: Packages

  /// What a fragment needs beyond LaTeX itself, found by the commands in it.
  private static let packages: [(name: String, commands: [String])] = [
    (
      "amsmath",
      [
        "matrix}", "{cases}", "{aligned}", "\\operatorname", "\\text{", "\\binom", "\\dfrac", "\\tfrac",
        "\\iint", "\\lvert", "\\lVert",
      ]
    ),
    ("amssymb", ["\\mathbb", "\\lesssim", "\\gtrsim", "\\leqslant", "\\geqslant", "\\varnothing"]),
    ("booktabs", ["\\toprule"]),
    ("siunitx", ["\\num{", "\\sisetup{", "S[table-format"]),
  ]

  /// The comment line that names the packages of a fragment; empty when it needs none.
  static func packageLine(for text: String) -> String {
    let names = packages.filter { $0.commands.contains { text.contains($0) } }.map(\.name)
    guard !names.isEmpty else { return "" }
    let version = names.contains("siunitx") ? " (siunitx 3, of 2021 or later)" : ""
    return "% \\usepackage{\(names.joined(separator: ","))}\(version)\n"
  }

  /// A fragment under comments that say what it is and which packages it needs.
  static func page(_ comments: [String], _ text: String) -> String {
    comments.map { comment($0) + "\n" }.joined() + packageLine(for: text) + text
  }

  // MARK: Numbers

  /// `1.5e-12` becomes `1.5 \cdot 10^{-12}`, `+/-` becomes `\pm`.
  private static func number(_ text: String) -> String {
    var shown = ""
    var rest = Substring(text.replacingOccurrences(of: " +/- ", with: " \\pm "))
    while let e = rest.firstIndex(of: "e") {
      shown += rest[..<e] + " \\cdot 10^{"
      rest = rest[rest.index(after: e)...]
      let exponent = rest.prefix { $0.isNumber || $0 == "+" || $0 == "-" }
      shown += exponent.drop { $0 == "+" } + "}"
      rest = rest[exponent.endIndex...]
    }
    return shown + rest.replacingOccurrences(of: "inf", with: "\\infty")
  }

  /// A parameter's value for math mode: decimals as written, other constants by their expression.
  static func parameter(_ value: ArgumentValue) -> String {
    switch value {
    case .real(let x):
      if let decimal = PrintedDecimal(x.text) { return number(decimal.text) }
      return x.lifted(Expression.self).latex
    case .integer(let n): return n.description
    case .infinity: return "\\infty"
    case .word(let w): return "\\mathrm{\(escaped(w))}"
    case .matrices(let matrices, _):
      return matrices.map { matrix in
        LaTeXText.matrix((0..<matrix.rows).map { matrix.row($0).map { Expression($0).latex } })
      }.joined(separator: ",\\ ")
    case .rows, .vector, .sample: return "\\mbox{\(escaped(value.text))}"
    }
  }
}
