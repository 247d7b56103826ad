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
        if name == "multicolumn" { cells += (Int(group(&rest)) ?? 0) - 1 }
        if name == "begin" || name == "end" {
          let environment = rest.dropFirst().prefix { $0 != "}" }
          rest = rest.dropFirst(environment.count + 2)
          if name == "begin" {
            environments.append(String(environment))
            if environment == "tabular" {
              let preamble = group(&rest)
              (columns, cells) = (columnCount(preamble), 1)
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

  /// The text of the group that follows, which is consumed.
  private static func group(_ rest: inout Substring) -> Substring {
    var depth = 0
    let text = rest.prefix { c in
      depth += c == "{" ? 1 : c == "}" ? -1 : 0
      return depth > 0
    }
    rest = rest.dropFirst(text.count + 1)
    return text.dropFirst()
  }

  /// The columns of a preamble: letters outside the arguments `[...]` and `{...}`.
  private static func columnCount(_ preamble: Substring) -> Int {
    var (depth, count) = (0, 0)
    for c in preamble {
      if c == "{" || c == "[" { depth += 1 }
      if c == "}" || c == "]" { depth -= 1 }
      if depth == 0, "Slcr".contains(c) { count += 1 }
    }
    return count
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

  /// A pdflatex that has booktabs and siunitx: `make ci` installs one.
  static let pdflatex: String? = ["/usr/bin/pdflatex", "/usr/local/bin/pdflatex"].first {
    FileManager.default.isExecutableFile(atPath: $0) && has("booktabs.sty", $0) && has("siunitx.sty", $0)
  }

  /// The same programs' pdftotext, from poppler.
  static let pdftotext: String? = ["/usr/bin/pdftotext", "/usr/local/bin/pdftotext"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  private static func has(_ style: String, _ program: String) -> Bool {
    let finder = program.replacing("pdflatex", with: "kpsewhich")
    let run = try? ToolProcess([style], program: finder).wait()
    return run?.status == 0
  }

  /// The packages that comment lines of a fragment ask for.
  static func packages(of fragment: String) -> [String] {
    fragment.split(separator: "\n").flatMap { line -> [String] in
      guard line.hasPrefix("% \\usepackage{"), let end = line.firstIndex(of: "}") else { return [] }
      return line[..<end].dropFirst("% \\usepackage{".count).split(separator: ",").map(String.init)
    }
  }

  /// Compiles a fragment as it is, in an article that has only the packages the fragment asks for, and returns what the
  /// page says (nil without pdflatex or pdftotext). Warnings of siunitx are failures.
  ///
  /// - Parameter setup: what the paper does before the document begins.
  @discardableResult
  static func compiles(
    _ fragment: String, setup: String = "", sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String? {
    guard let pdflatex else { return nil }
    let folder = try TemporaryFolder()
    // The page is wide, so that a long row stands on it.
    _ = try folder.file("fragment.tex", fragment)
    let names = packages(of: fragment)
    let packages = names.isEmpty ? "" : "\\usepackage{\(names.joined(separator: ","))}"
    _ = try folder.file(
      "page.tex",
      """
      \\documentclass{article}
      \(packages)
      \(setup)
      \\begin{document}
      \\pdfpagewidth=60in
      \\input{fragment.tex}
      \\end{document}
      """)
    let run = try ToolProcess(
      ["-interaction=nonstopmode", "-halt-on-error", "page.tex"], folder: folder.path, program: pdflatex
    ).wait()
    #expect(run.status == 0, "\(run.output.suffix(1500))\n\(fragment)", sourceLocation: sourceLocation)
    let log = folder.text("page.log") ?? ""
    #expect(!log.contains("siunitx Warning"), "\(log)\n\(fragment)", sourceLocation: sourceLocation)
    guard run.status == 0, let pdftotext else { return nil }
    return try ToolProcess(["-layout", "page.pdf", "-"], folder: folder.path, program: pdftotext).wait()
      .output
  }
}
