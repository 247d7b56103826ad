import Foundation
import Testing

/// The page of docs/latex: its tables are what the tool prints today, and it compiles without a complaint.
@Suite struct LaTeXDemoTests {
  private static let committed = packageRoot + "/docs/latex"

  /// A folder with the document and fresh tables.
  private static func fresh() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let run = try ToolProcess(
      [packageRoot + "/scripts/make-latex-demo", ToolProcess.executable, folder.path],
      program: "/usr/bin/env"
    ).wait()
    try #require(run.status == 0, "\(run.error)")
    return folder
  }

  @Test func theCommittedTablesAreThoseOfTheTool() throws {
    let folder = try Self.fresh()
    let names = folder.names
    #expect(names.count > 15)
    for name in names {
      let old = FileManager.default.contents(atPath: Self.committed + "/" + name)
      #expect(
        old.map { String(decoding: $0, as: UTF8.self) } == folder.text(name),
        "docs/latex/\(name) is not what `make latex-demo` writes")
    }
    // No table is left over from a command that went away.
    let all = try FileManager.default.contentsOfDirectory(atPath: Self.committed)
    #expect(Set(all.filter { $0.hasSuffix(".tex") || $0.hasSuffix(".bib") }) == Set(names))
  }

  @Test func thePageCompilesWithoutAComplaint() throws {
    guard let pdflatex = LaTeXCheck.pdflatex else { return }
    let folder = try Self.fresh()
    for (program, words) in [
      ("pdflatex", ["-interaction=nonstopmode", "-halt-on-error", "demo.tex"]), ("bibtex", ["demo"]),
      ("pdflatex", ["-interaction=nonstopmode", "-halt-on-error", "demo.tex"]),
      ("pdflatex", ["-interaction=nonstopmode", "-halt-on-error", "demo.tex"]),
    ] {
      let run = try ToolProcess(
        words, folder: folder.path, program: pdflatex.replacing("pdflatex", with: program)
      ).wait()
      try #require(run.status == 0, "\(run.output.suffix(1500))")
    }
    let log = try #require(folder.text("demo.log"))
    for complaint in ["Overfull", "Warning", "undefined", "Missing"] {
      let lines = log.split(separator: "\n").filter { $0.contains(complaint) }
      #expect(lines.isEmpty, "\(lines)")
    }
    guard let pdftotext = LaTeXCheck.pdftotext else { return }
    let page = try ToolProcess(["-layout", "demo.pdf", "-"], folder: folder.path, program: pdftotext).wait()
    // Fifty digits in a table, grouped; forty in the text; a citation; a table's last row.
    let text = page.output.filter { $0 != " " }
    for piece in [
      "2.4574889803282556124912160888710223556534663704385", "2.457488980328255612491216088871022355653\n",
      "83333458333374999.75", "[0.457488,0.457489]", "−1", "References",
    ] { #expect(text.contains(piece), "\(piece) in \(page.output)") }
  }
}
