import Foundation
import Vlasov

/// LaTeX for the values and texts that the tool prints.
enum LaTeXText {
  /// Escapes plain text for text mode.
  static func escaped(_ text: String) -> String {
    text.replacingScalars { c in
      switch c {
      case "\\": "\\textbackslash{}"
      case "~": "\\textasciitilde{}"
      case "^": "\\textasciicircum{}"
      case "<": "\\textless{}"
      case ">": "\\textgreater{}"
      case "{", "}", "&", "%", "$", "#", "_": "\\\(c)"
      default: nil
      }
    }
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
      let text = x.text
      if text.allSatisfy({ $0.isNumber || ".-eE".contains($0) }) { return number(text.lowercased()) }
      return x.lifted(Expression.self).latex
    case .integer(let n): return n.description
    case .infinity: return "\\infty"
    case .word(let w): return "\\mathrm{\(escaped(w))}"
    case .matrices(let matrices, _):
      return matrices.map { matrix in
        LaTeXText.matrix((0..<matrix.rows).map { matrix.row($0).map { Expression($0).latex } })
      }.joined(separator: ",\\ ")
    case .rows, .vector, .sample: return "\\mathrm{\(escaped(value.text))}"
    }
  }
}
