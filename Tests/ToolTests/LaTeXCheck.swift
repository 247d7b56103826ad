import Foundation
import Testing

/// A structural check of LaTeX, and a compilation where pdflatex is there.
enum LaTeXCheck {
  /// Braces, environments, `\left`/`\right` and dollar signs are balanced; tabular rows have as many cells as
  /// columns.
  static func wellFormed(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let body = text.split(separator: "\n", omittingEmptySubsequences: false).map(withoutComment).joined(
      separator: "\n")
    var environments: [String] = []
    var depth = 0
    var inMath = false
    var columns: Int?
    var cells = 1
    var rest = Substring(body)
    while let c = rest.popFirst() {
      switch c {
      case "\\":
        let name = rest.prefix { $0.isLetter }
        if name.isEmpty {
          let symbol = rest.popFirst()
          if symbol == "\\" {
            if let columns {
              #expect(
                cells == columns, "\(cells) cells in \(columns) columns", sourceLocation: sourceLocation)
            }
            cells = 1
          }
          continue
        }
        rest = rest.dropFirst(name.count)
        if name == "begin" || name == "end" {
          let environment = rest.dropFirst().prefix { $0 != "}" }
          rest = rest.dropFirst(environment.count + 2)
          if name == "begin" {
            environments.append(String(environment))
            if environment == "tabular" {
              let format = rest.dropFirst().prefix { $0 != "}" }
              rest = rest.dropFirst(format.count + 2)
              (columns, cells) = (format.count, 1)
            }
          } else {
            #expect(environments.popLast() == String(environment), sourceLocation: sourceLocation)
            if environment == "tabular" { columns = nil }
          }
        }
      case "{": depth += 1
      case "}":
        depth -= 1
        #expect(depth >= 0, "a closing brace too many", sourceLocation: sourceLocation)
      case "$": inMath.toggle()
      case "&": cells += 1
      case "_", "^":
        #expect(inMath || isDisplay(body), "\(c) outside math in \(body)", sourceLocation: sourceLocation)
      default: break
      }
    }
    #expect(depth == 0, "unbalanced braces in \(text)", sourceLocation: sourceLocation)
    #expect(!inMath, "an open dollar sign in \(text)", sourceLocation: sourceLocation)
    #expect(environments.isEmpty, "open environments \(environments)", sourceLocation: sourceLocation)
    let lefts =
      body.components(separatedBy: "\\left").count - body.components(separatedBy: "\\leftarrow").count
    let rights =
      body.components(separatedBy: "\\right").count - body.components(separatedBy: "\\rightarrow").count
    #expect(lefts == rights, "unpaired \\left in \(text)", sourceLocation: sourceLocation)
  }

  /// Scripts may stand in displays, which this check does not follow.
  private static func isDisplay(_ text: String) -> Bool { text.contains("\\[") }

  private static func withoutComment(_ line: Substring) -> String {
    var shown = ""
    for c in line {
      if c == "%" && shown.last != "\\" { break }
      shown.append(c)
    }
    return shown
  }

  /// A pdflatex that has booktabs: `make ci` installs one.
  static let pdflatex: String? = ["/usr/bin/pdflatex", "/usr/local/bin/pdflatex"].first {
    FileManager.default.isExecutableFile(atPath: $0) && hasBooktabs($0)
  }

  private static func hasBooktabs(_ program: String) -> Bool {
    let finder = program.replacing("pdflatex", with: "kpsewhich")
    let run = try? ToolProcess(["booktabs.sty"], program: finder).wait()
    return run?.status == 0
  }

  /// Compiles a fragment in an article with amsmath and booktabs.
  static func compiles(_ fragment: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    guard let pdflatex else { return }
    let folder = try TemporaryFolder()
    _ = try folder.file(
      "page.tex",
      """
      \\documentclass{article}
      \\usepackage{amsmath,amssymb,booktabs}
      \\begin{document}
      \(fragment)
      \\end{document}
      """)
    let run = try ToolProcess(
      ["-interaction=nonstopmode", "-halt-on-error", "page.tex"], folder: folder.path, program: pdflatex
    ).wait()
    #expect(run.status == 0, "\(run.output.suffix(1500))\n\(fragment)", sourceLocation: sourceLocation)
  }
}
